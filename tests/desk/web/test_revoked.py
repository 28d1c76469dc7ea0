"""A colleague's laptop was stolen and their key revoked: this desk says what that undid, and where."""

from dataclasses import replace

import pytest

from tests import factories as make
from tests import factories_keyring as rings
from tests.desk.office import NAMES, SEEDS, reader
from tests.desk.web.case_letters import colleague_note, deliver, hidden
from tests.desk.web.conftest import Web
from wbs import sealing
from wbs.cases.lapses import Aspect
from wbs.desk.casepaper import paper
from wbs.desk.importing import acknowledge, import_bundle
from wbs.desk.phrases import key_words
from wbs.desk.sending import make_outbox
from wbs.letters.keyring import decode
from wbs.letters.letter import sign_letter
from wbs.letters.note import Assigned, Comment, Held, ReplyCopy, Reviewed, StateChanged

STOLEN = NAMES[1]
HEAD = "Yang ditetapkan dengan kunci yang sudah dicabut tidak berlaku lagi."
FOLDED = "Ditulis dengan kunci yang sudah dicabut"


@pytest.fixture
def held(web: Web) -> Web:
    """The desk with a case that the colleague has placed under a hold and moved."""
    today = web.scene.today
    deliver(
        web,
        colleague_note(STOLEN, web.reporters[0], 1, StateChanged("DITERIMA"), today),
        colleague_note(STOLEN, web.reporters[0], 2, Held("Surat biro hukum nomor 7."), today),
        colleague_note(STOLEN, web.reporters[0], 3, Comment("Bendahara mengaku."), today),
    )
    assert "Wajib simpan sejak" in web.get(f"/kasus/{web.reporters[0].case}")
    return web


def revoke(web: Web, name: str = STOLEN) -> None:
    """Bring the desk a keyring that gives a reader new keys."""
    first = web.scene.keyrings[0]
    keys = sealing.reader_keys(make.seed(f"{name} lagi"))
    new = replace(reader(name), recipient=keys.recipient, signing_key=str(keys.signing.public))
    readers = tuple(new if each.id == name else each for each in decode(first.json).readers)
    settings = decode(first.json).settings
    revoked = (reader(name).signing_key,)
    second = rings.sign(rings.after(first, revoked=revoked, readers=readers, settings=settings))
    web.scene.portal.keyrings = [first, second]
    deliver(web)


def test_what_a_revoked_key_had_settled_is_named_with_who_what_and_when(held: Web) -> None:
    assert HEAD not in held.get(f"/kasus/{held.reporters[0].case}")
    revoke(held)
    page = held.get(f"/kasus/{held.reporters[0].case}")
    head, folded = page.split(FOLDED)
    assert "Wajib simpan sejak" not in page
    assert HEAD in head
    day = "31 Jan 2026"
    told = " ".join(head.split())
    assert f"Verifikator 2 menetapkan wajib simpan, {day}. Sekarang: tidak." in told
    assert f"Verifikator 2 menetapkan keadaan Diterima, {day}. Sekarang: Terkirim." in told
    for text in ("Surat biro hukum nomor 7.", "Bendahara mengaku."):
        assert text not in head
        assert text in folded
    # A reader's key did sign them.
    assert "jangan dipercaya" not in page


def test_the_vault_names_the_key_that_it_holds_and_not_the_one_that_replaced_it(web: Web) -> None:
    own = key_words(reader(web.name).recipient)
    assert own in web.get("/brankas")
    assert "tidak berlaku: daftar kunci tidak memuat kunci ini" not in web.get("/brankas")
    revoke(web, web.name)
    page = web.get("/brankas")
    assert own in page
    assert "tidak berlaku: daftar kunci tidak memuat kunci ini" in page


def test_the_list_says_which_cases_are_to_be_settled_again(held: Web) -> None:
    assert "perlu ditetapkan lagi" not in held.get("/")
    revoke(held)
    warning = "Perlu ditetapkan lagi, karena kuncinya sudah dicabut: 1 kasus."
    assert warning in held.get("/bantuan")
    found = held.get("/?periksa=y")
    assert f"/kasus/{held.reporters[0].case}" in found
    assert "1 sampai 1 dari 1 kasus" in found
    assert ">perlu ditetapkan lagi</span>" in found
    colleague = NAMES[2]
    given = colleague_note(colleague, held.reporters[0], 1, Assigned((colleague,)), held.scene.today)
    with held.desk() as desk:
        held.scene.portal.apply(make_outbox(desk, held.scene.folder).path, held.scene.today)
    deliver(held, given)
    assert warning not in held.get("/bantuan"), "whoever has the case settles it"


def test_who_has_looked_says_so_and_the_case_stands_as_it_is(held: Web) -> None:
    revoke(held)
    path = f"/kasus/{held.reporters[0].case}"
    draft = hidden(held.get(path), "draft")
    done = held.send(f"{path}/catatan", draft=draft, act="review")
    assert "Tercatat: kasus ini sudah diperiksa." in done
    assert HEAD not in done
    assert FOLDED in done
    assert "perlu ditetapkan lagi" not in held.get("/")
    with held.desk() as desk:
        case = desk.find(held.reporters[0].case)
        said = [each.letter.body for each in case.notes if each.letter.author == held.name][-1]
        assert isinstance(said, Reviewed)
        assert set(said.letters) == {each.hash for each in case.revoked}
    again = held.post(f"{path}/catatan", draft=hidden(held.get(path), "draft"), act="review")
    assert "Di kasus ini tidak ada yang perlu ditetapkan lagi." in again.text


def test_a_hold_placed_again_is_asked_for_no_more(held: Web) -> None:
    revoke(held)
    path = f"/kasus/{held.reporters[0].case}"
    held.send(f"{path}/catatan", draft=hidden(held.get(path), "draft"), act="hold", hold="Surat nomor 7.")
    with held.desk() as desk:
        assert [each.aspect for each in desk.find(held.reporters[0].case).lapses] == [Aspect.STATE]


def test_a_desk_whose_own_key_was_revoked_says_that_it_cannot_write(held: Web) -> None:
    revoke(held, held.name)
    assert "Kunci meja ini tidak tercantum lagi" in held.get("/bantuan")


def test_a_search_finds_no_words_of_theirs(held: Web) -> None:
    assert "<mark>mengaku</mark>" in held.get("/?q=mengaku")
    revoke(held)
    assert "<mark>" not in held.get("/?q=mengaku")


def test_an_import_says_that_more_of_them_came(held: Web) -> None:
    revoke(held)
    late = colleague_note(STOLEN, held.reporters[0], 9, Held("Dari pencuri."), held.scene.today)
    held.scene.portal.receive(late, held.scene.today)
    with held.desk() as desk:
        summary = import_bundle(desk, held.scene.portal.bundle(held.scene.today))
    assert (summary.revoked, summary.notes, summary.unproven) == (1, 0, 0)
    assert printed(held) == ["4, tidak dicetak"]


def printed(web: Web) -> list[str]:
    with web.desk() as desk:
        rows = [row for block in paper(desk, desk.find(web.reporters[0].case)).blocks for row in block.rows]
    return [text for label, text in rows if label == FOLDED]


def test_the_printed_case_says_so_too(held: Web) -> None:
    revoke(held)
    page = " ".join(held.get(f"/kasus/{held.reporters[0].case}/cetak").split())
    assert "Tidak berlaku lagi: kuncinya dicabut" in page
    assert "Wajib simpan: Verifikator 2 menetapkan wajib simpan, 31 Jan 2026" in page


def test_a_desk_does_nothing_by_itself_where_its_reader_was_kept_out(web: Web) -> None:
    reporter, today = web.reporters[1], web.scene.today
    kept_out = replace(
        make.reply(STOLEN, 1, readers=(NAMES[2],), excluded=(web.name,), day=today), case=reporter.keys.case
    )
    told = ReplyCopy.of(sign_letter(kept_out, sealing.reader_keys(SEEDS[STOLEN]).signing))
    deliver(web, colleague_note(STOLEN, reporter, 1, told, today))
    assert web.client.get(f"/kasus/{reporter.case}").status_code == 404
    revoke(web)
    page = web.get(f"/kasus/{reporter.case}")
    assert f"mengecualikan {web.name.replace('-', ' ').capitalize()}" in page
    web.scene.later(5)
    with web.desk() as desk:
        assert reporter.case not in {case.name for case in acknowledge(desk)}
        case = desk.find(reporter.case)
        assert [each for each in case.notes if each.letter.author == web.name] == []
    path = f"/kasus/{reporter.case}"
    left = web.send(f"{path}/catatan", draft=hidden(page, "draft"), act="review")
    assert "mengecualikan" in left.split(FOLDED)[0]
    refused = web.post(f"{path}/catatan", draft=hidden(left, "draft"), act="review")
    assert "rekan yang harus memeriksanya" in refused.text
    # A colleague says that it does not stand.
    revoked = tuple(each.hash for each in case.revoked)
    colleague = next(name for name in NAMES[2:] if name in case.readers)
    deliver(web, colleague_note(colleague, reporter, 1, Reviewed(revoked), today))
    assert HEAD not in web.get(path)
    with web.desk() as desk:
        opened = [each.letter.event for each in desk.find(reporter.case).notes]
    assert "opened" in opened
