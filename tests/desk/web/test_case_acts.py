"""What a reader does in a case besides answering: each form is one note, once."""

import re
from datetime import timedelta

import pytest

from tests.desk.office import NAMES
from tests.desk.web.case_letters import HOSTILE, colleague_note, deliver, hidden
from tests.desk.web.conftest import Web
from wbs.cases.casefile import Case
from wbs.cases.lifecycle import Outcome, State
from wbs.desk import casepaper, visible
from wbs.desk.desk import never_shown
from wbs.desk.errors import ShelfError
from wbs.desk.importing import import_bundle
from wbs.desk.sending import make_outbox
from wbs.desk.shelf import Shelf
from wbs.desk.web.casepage import ITEMS
from wbs.letters.note import Comment, Declared, Grant, StateChanged, Withdrawn

OTHER = NAMES[1]
DRAFT = "00" * 16


def case_of(web: Web, number: int = 0) -> Case:
    with web.desk() as desk:
        return visible.find(desk, web.reporters[number].case)


def case_address(web: Web) -> str:
    with web.desk() as desk:
        return desk.cases.address(desk.find(web.reporters[0].case).id)


def act(web: Web, name: str, number: int = 0, draft: str = "", **fields: object) -> str:
    """Send one form of a case's page as it was drawn; return the page that it leads to."""
    address = f"/kasus/{web.reporters[number].case}"
    draft = draft or hidden(web.get(address), "draft")
    return web.send(f"{address}/catatan", act=name, draft=draft, **fields)


def refused(web: Web, name: str, **fields: object) -> str:
    """Send a form that is not taken; return the page that says so."""
    address = f"/kasus/{web.reporters[0].case}"
    before = len(case_of(web).notes)
    response = web.post(f"{address}/catatan", act=name, draft=DRAFT, **fields)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert len(case_of(web).notes) == before
    return response.text


def under_review(web: Web, number: int = 0) -> None:
    """Bring a case where it can be merged, referred and closed."""
    for state in ("DITERIMA", "TELAAH"):
        act(web, "state", number, step=state)


def test_a_comment_is_kept_and_has_to_be_carried(web: Web) -> None:
    page = act(web, "comment", comment="Baris satu.\r\nBaris dua.")
    assert "Komentar tersimpan. Berikutnya: kotak keluar." in page
    assert "Baris satu.\nBaris dua." in page
    assert web.client.get(f"/kasus/{web.reporters[0].case}").status_code == 200


def test_the_same_form_twice_is_one_note_and_another_text_is_another(web: Web) -> None:
    draft = hidden(web.get(f"/kasus/{web.reporters[0].case}"), "draft")
    for text in ("sama", "sama", "lain"):
        act(web, "comment", draft=draft, comment=text)
    comments = [each for each in case_of(web).notes if each.letter.event == "comment"]
    assert len(comments) == 2
    assert len({each.letter.letter_id for each in comments}) == 2


def test_only_legal_steps_are_offered_and_taken(web: Web) -> None:
    page = web.get(f"/kasus/{web.reporters[0].case}")
    assert 'value="DITERIMA"' in page
    assert 'value="TELAAH"' not in page
    assert "Langkah ini tidak sah" in refused(web, "state", step="SELESAI/terbukti")
    assert "Pilih satu keadaan." in refused(web, "state", step="../../x")
    act(web, "state", step="DITERIMA")
    assert case_of(web).state is State.DITERIMA


def test_closing_is_proposed_and_confirmed_by_a_second_person(web: Web) -> None:
    under_review(web)
    unread = "Centang pernyataan bahwa Anda sudah membaca semua surat"
    assert unread in refused(web, "state", step="TTL/data-kurang")
    page = act(web, "state", step="TTL/data-kurang", read="y")
    assert "Diusulkan, menunggu orang kedua." in page
    assert "Anda tidak dapat mengukuhkan usul sendiri" in page
    assert "Kukuhkan" not in page
    assert case_of(web).state is State.TELAAH
    deliver(
        web,
        colleague_note(OTHER, web.reporters[0], 1, StateChanged("TTL", "kedaluwarsa"), web.scene.today),
    )
    page = web.get(f"/kasus/{web.reporters[0].case}")
    assert f'href="/kasus/{case_address(web)}/jawab?langkah=TTL/kedaluwarsa"' in page
    assert unread in refused(web, "confirm", step="TTL/kedaluwarsa")
    # A colleague's is confirmed, and one's own is not.
    assert "Usul itu sudah tidak ada." in refused(web, "confirm", step="TTL/data-kurang", read="y")
    act(web, "confirm", step="TTL/kedaluwarsa", read="y")
    closed = case_of(web)
    assert (closed.state, closed.outcome) == (State.TTL, Outcome.KEDALUWARSA)


def test_a_category_is_set_and_kept_through_other_notes(web: Web) -> None:
    assert "Kategori tersimpan." in act(web, "category", violation="3")
    act(web, "state", step="DITERIMA")
    assert case_of(web).violation == 3
    for violation in ("", "99999", "x", "-1"):
        assert "Pilih satu kategori." in refused(web, "category", violation=violation)


def test_who_is_assigned_anew_is_let_into_what_is_here_unless_that_is_unticked(web: Web) -> None:
    one, other = (name for name in NAMES if name not in case_of(web).readers)
    page = act(web, "assign", assign=[web.name, one])
    assert "surat dibuka" not in page
    # Whoever has the case without its letters can be let in still, and who has them all is not asked about.
    assert f'id="grant-{one}"' in page
    page = act(web, "assign", assign=[web.name, other], letters="y")
    assert f"surat dibuka untuk {other.replace('-', ' ').capitalize()}." in page
    assert f'id="grant-{other}"' not in page
    granted = [note.letter.body for note in case_of(web).notes if isinstance(note.letter.body, Grant)]
    assert {body.to for body in granted} == {(other,)}
    assert web.reporters[0].keys.case == case_of(web).id


def test_a_case_that_colleagues_have_says_so(web: Web) -> None:
    address = f"/kasus/{web.reporters[0].case}"
    assert "Tenggat</h2>" in web.get(address)
    assert "penelaahan" in web.get(f"{address}/cetak")
    act(web, "assign", assign=[OTHER], letters="y")
    assert "Tenggat</h2>" in web.get(address), "nobody was told of it yet"
    with web.desk() as desk:
        web.scene.portal.apply(make_outbox(desk, web.scene.folder).path, web.scene.today)
    deliver(web)
    page = web.get(address)
    assert "Kasus ini dipegang rekan." in page
    assert "Tenggat</h2>" not in page
    assert "penelaahan" not in web.get(f"{address}/cetak")
    assert "di meja rekan" in web.get("/")


def test_who_reads_is_assigned(web: Web) -> None:
    act(web, "assign", assign=[web.name, OTHER])
    assert case_of(web).readers == {web.name, OTHER}
    assert "Centang sedikitnya satu pembaca." in refused(web, "assign")
    assert "bukan pembaca aktif" in refused(web, "assign", assign=["orang-asing"])


@pytest.mark.parametrize(("count", "said"), [(1, "Send 1 file"), (2, "Send 2 files")])
def test_english_counts_one_and_several(web: Web, count: int, said: str) -> None:
    web.post("/bahasa", to="en", back="/")
    sentence = "Kirim %(num)s berkas"
    page = web.app.jinja_env.from_string(f"{{{{ ngettext('{sentence}', '{sentence}', {count}) }}}}")
    assert page.render() == said


def test_access_is_granted_to_every_letter_and_once(web: Web) -> None:
    outsider = next(name for name in NAMES if name not in case_of(web).readers)
    address = f"/kasus/{web.reporters[0].case}"
    page = web.get(address)
    draft = hidden(page, "draft")
    # Those to whom the report was sealed have it already.
    assert not any(f'id="grant-{name}"' in page for name in case_of(web).readers)
    page = act(web, "grant", draft=draft, grant=[outsider])
    assert f"2 surat dibuka untuk {outsider.replace('-', ' ').capitalize()}." in page
    granted = len(case_of(web).notes)
    assert outsider in case_of(web).readers
    act(web, "grant", draft=draft, grant=[outsider])
    assert len(case_of(web).notes) == granted
    assert f'id="grant-{outsider}"' not in web.get(address)


def test_a_referral_needs_a_body_and_a_summary(web: Web) -> None:
    under_review(web)
    page = refused(web, "refer", body="KPK")
    assert 'value="KPK"' in page
    assert "Sebutkan lembaga tujuan." in refused(web, "refer", summary="ringkas")
    assert "paling banyak 64 huruf" in refused(web, "refer", body="x" * 65, summary="ringkas")
    page = act(web, "refer", body="KPK", summary="Ringkasan dengan kata sendiri.")
    assert "Penerusan tercatat." in page
    assert "Diteruskan ke" in page
    assert case_of(web).referrals[0].body == "KPK"


def test_stepping_back_asks_to_be_sure_and_ends_what_this_desk_can_write(web: Web) -> None:
    page = refused(web, "recuse", recusal="Terlapor saudara saya.")
    assert "Terlapor saudara saya.</textarea>" in page
    assert "Tulis alasan Anda mundur." in refused(web, "recuse", sure="y")
    page = act(web, "recuse", recusal="Terlapor saudara saya.", sure="y")
    assert "Anda sudah mundur dari kasus ini." in page
    assert "Jawab pelapor" not in page
    assert "catatan" not in page
    # The letters are here still, but not for reading on: folded, and nothing is due.
    assert "/cetak" not in page
    assert "/bukti" not in page
    for path in ("cetak", "bukti"):
        answer = web.client.get(f"/kasus/{web.reporters[0].case}/{path}")
        assert answer.status_code == 404
        assert "sudah mundur dari kasus ini" in answer.text
    folded = page[page.index("Isi kasus, tertutup karena Anda mundur") :]
    assert "Laporan dari" in folded
    assert "Laporan dari" not in page.removesuffix(folded)
    assert "Tenggat" not in page
    listed = web.get("/")
    assert f"Laporan dari {web.reporters[0].label}." not in listed
    assert "Anda mundur dari kasus ini" in listed
    assert "sudah mundur" in refused(web, "comment", comment="masih ada")


def test_a_declaration_is_made_once_and_shown(web: Web) -> None:
    page = act(web, "declare")
    assert "bebas konflik kepentingan" in page
    assert 'value="declare"' not in page
    assert web.name in case_of(web).declared
    with web.desk() as desk:
        assert [n.letter.body for n in case_of(web).notes if n.letter.author == desk.me.id][-1] == Declared()


def test_a_category_alone_reads_as_one_and_a_grant_as_one_act(web: Web) -> None:
    reporter = web.reporters[0]
    for text in ("Satu lagi.", "Dan ini."):
        deliver(web, reporter.message(text, reporter.panel()))
    with web.desk() as desk:
        violation = desk.office.violations[0]
    page = act(web, "category", violation=str(violation.number))
    assert f"menetapkan kategori {violation.name.id}" in page
    assert "menetapkan keadaan" not in page
    newcomer = next(each for each in NAMES if each not in case_of(web).readers)
    page = act(web, "grant", grant=newcomer)
    with web.desk() as desk:
        title, letters = desk.reader_title(newcomer), len(case_of(web).notes) - 2
        paper = repr(casepaper.paper(desk, case_of(web)))
    # A report, two messages, and what was noted until then.
    assert letters == 5
    for text in (" ".join(page.split()), paper):
        assert text.count(f"memberi {title} akses ke {letters} surat") == 1
        assert text.count("akses ke") == 1
        assert "memberi akses" not in text


def test_what_a_colleague_proposed_is_confirmed_and_not_set_in_passing(web: Web) -> None:
    under_review(web)
    closing = StateChanged("TTL", "kedaluwarsa", 1)
    deliver(web, colleague_note(OTHER, web.reporters[0], 1, closing, web.scene.today))
    page = web.get(f"/kasus/{web.reporters[0].case}")
    offered = re.findall(r'type="radio"\s+name="step"\s+value="([^"]+)"', page)
    assert "TTL/kedaluwarsa" not in offered
    assert {"TTL/data-kurang", "INVESTIGASI"} <= set(offered)


def test_who_proposed_is_not_warned_of_what_they_read(web: Web) -> None:
    under_review(web)
    page = act(web, "state", step="TTL/data-kurang", read="y")
    assert "Diusulkan, menunggu orang kedua." in page
    assert "belum ada di meja pengusul" not in page


def test_a_hold_is_placed_and_released_with_reasons(web: Web) -> None:
    assert "Tulis alasan wajib simpan." in refused(web, "hold", hold="  ")
    page = act(web, "hold", hold="Permintaan biro hukum.")
    assert "jangan hapus apa pun dari kasus ini" in page
    assert "Akhiri wajib simpan" in page
    page = act(web, "release", release="Perkara selesai.")
    assert "jangan hapus" not in page
    assert case_of(web).hold is None


def test_what_was_typed_stays_when_it_is_refused(web: Web) -> None:
    long = "panjang " * 7000
    page = refused(web, "comment", comment=long)
    assert "terlalu panjang" in page
    assert long.strip() in page
    page = refused(web, "recuse", recusal=HOSTILE)
    assert "<script>alert" not in page
    assert "</textarea></title>" not in page


def test_a_form_that_is_none_of_ours_is_refused(web: Web) -> None:
    address = f"/kasus/{web.reporters[0].case}/catatan"
    for draft in ("", "zz", "00", "00" * 17):
        assert web.post(address, act="comment", comment="x", draft=draft).status_code == 400
    assert "Pilih apa yang hendak dicatat." in refused(web, "hapus")
    without = web.client.post(address, data={"act": "comment"}, headers={"Origin": web.base})
    assert without.status_code == 400


def test_a_proposal_is_taken_back_by_whoever_made_it(web: Web) -> None:
    under_review(web)
    assert "Usul itu sudah tidak ada." in refused(web, "withdraw", step="TTL/data-kurang")
    assert "Pilih satu keadaan." in refused(web, "withdraw", step="INVESTIGASI")
    for code in ("TTL/data-kurang", "TTL/kedaluwarsa"):
        assert "Tarik usul" in act(web, "state", step=code, read="y")
    draft = hidden(web.get(f"/kasus/{web.reporters[0].case}"), "draft")
    for _click in range(2):
        page = act(web, "withdraw", draft=draft, step="TTL/data-kurang")
        assert "Usul ditarik." in page
    assert "menarik kembali usulnya: Tidak dapat ditindaklanjuti (Data kurang)" in page
    assert [each.outcome for each in case_of(web).proposed] == [Outcome.KEDALUWARSA]
    assert "Tarik usul" not in act(web, "withdraw", step="TTL/kedaluwarsa")
    assert case_of(web).proposed == ()


def test_what_was_taken_back_is_not_proposed_again_by_the_page_of_before(web: Web) -> None:
    under_review(web)
    draft = hidden(web.get(f"/kasus/{web.reporters[0].case}"), "draft")
    code = "TTL/data-kurang"
    assert "Diusulkan, menunggu orang kedua." in act(web, "state", draft=draft, step=code, read="y")
    act(web, "withdraw", step=code)
    fields = {"act": "state", "draft": draft, "step": code, "read": "y"}
    response = web.post(f"/kasus/{web.reporters[0].case}/catatan", **fields)
    assert response.status_code == 422
    assert "sudah pernah disimpan dari halaman yang sama" in response.text
    assert "Diusulkan, menunggu orang kedua." in act(web, "state", step=code, read="y")


def test_nobody_closes_a_case_with_a_letter_that_came_in_since_the_page_was_drawn(web: Web) -> None:
    under_review(web)
    reporter, address = web.reporters[0], f"/kasus/{web.reporters[0].case}"
    web.get(address)
    deliver(web, reporter.message("Ada bukti baru.", reporter.panel()))
    page = refused(web, "state", step="TTL/data-kurang", read="y")
    assert "belum ditampilkan di meja ini" in page
    # That page shows it.
    assert "Ada bukti baru." in page
    assert "Diusulkan, menunggu orang kedua." in act(web, "state", step="TTL/data-kurang", read="y")
    # The same for whoever confirms, with an answer or without.
    deliver(web, reporter.message("Satu lagi.", reporter.panel()))
    deliver(web, colleague_note(OTHER, reporter, 1, StateChanged("TTL", "kedaluwarsa"), web.scene.today))
    answer = {"text": "Kami tutup.", "step": "TTL/kedaluwarsa", "read": "y", "draft": DRAFT}
    readers = sorted(case_of(web).readers)
    response = web.post(f"{address}/jawab", do="send", readers=readers, **answer)
    assert response.status_code == 422
    assert "belum ditampilkan di meja ini" in response.text
    assert "belum ditampilkan" in refused(web, "confirm", step="TTL/kedaluwarsa", read="y")
    assert "Usul dikukuhkan." in act(web, "confirm", step="TTL/kedaluwarsa", read="y")


def test_only_letters_that_were_drawn_count_as_shown(web: Web) -> None:
    reporter, address = web.reporters[0], f"/kasus/{web.reporters[0].case}"
    for number in range(ITEMS + 5):
        web.scene.portal.receive(reporter.message(f"Pesan {number}.", reporter.panel()), web.scene.today)
    with web.desk() as desk:
        import_bundle(desk, web.scene.portal.bundle(web.scene.today))
    drawn = re.findall(r'<li id="s[0-9a-f]{12}"', web.get(address))
    with web.desk() as desk:
        left = len(never_shown(desk, visible.find(desk, reporter.case)))
    # The last of those that are drawn says that the case was opened.
    assert left == ITEMS + 5 - (len(drawn) - 1) > 0
    web.get(f"{address}?lembar=1")
    with web.desk() as desk:
        assert not never_shown(desk, visible.find(desk, reporter.case))


def test_a_case_is_drawn_although_nothing_can_be_noted(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_shelf: Shelf, _operation: object) -> None:
        raise ShelfError("Disk penuh.")

    monkeypatch.setattr(Shelf, "commit", full)
    page = web.get(f"/kasus/{web.reporters[0].case}")
    assert "Disk penuh." in page
    assert f"Laporan dari {web.reporters[0].label}." in page


def test_an_answer_that_told_the_reporter_what_does_not_count_is_pointed_out(web: Web) -> None:
    """A colleague had taken back what this desk confirmed: their note was still on its way."""
    under_review(web)
    reporter, address = web.reporters[0], f"/kasus/{web.reporters[0].case}"
    day, closing = web.scene.today, StateChanged("TTL", "kedaluwarsa", 1)
    deliver(web, colleague_note(OTHER, reporter, 1, closing, day))
    web.scene.later(2)
    page = web.get(address)
    answer = {"text": "Kami tutup.", "step": "TTL/kedaluwarsa", "read": "y", "draft": hidden(page, "draft")}
    web.send(f"{address}/jawab", do="send", readers=sorted(case_of(web).readers), **answer)
    assert case_of(web).state is State.TTL
    assert "keadaan yang tidak berlaku" not in web.get(address)
    withdrawn = Withdrawn("TTL", "kedaluwarsa")
    deliver(web, colleague_note(OTHER, reporter, 2, withdrawn, day + timedelta(days=1)))
    page = " ".join(web.get(address).split())
    assert case_of(web).state is State.TELAAH
    assert (
        "memberi tahu pelapor keadaan yang tidak berlaku: Tidak dapat ditindaklanjuti (Kedaluwarsa)" in page
    )
    again = {"text": "Kasus ini dibuka lagi.", "step": "", "seen": "TELAAH"}
    web.send(f"{address}/jawab", do="send", **(answer | again))
    assert "keadaan yang tidak berlaku" not in web.get(address)


def test_a_note_that_comes_long_after_its_day_says_so(web: Web) -> None:
    reporter, address = web.reporters[0], f"/kasus/{web.reporters[0].case}"
    day = web.scene.today
    deliver(web, colleague_note(OTHER, reporter, 1, Comment("Tepat waktu."), day))
    assert "baru tiba di portal" not in web.get(address)
    deliver(web, colleague_note(OTHER, reporter, 2, Comment("Terlambat."), day - timedelta(days=3)))
    assert web.get(address).count("baru tiba di portal pada") == 1


def test_who_confirms_is_told_of_letters_that_the_proposal_did_not_know(web: Web) -> None:
    under_review(web)
    reporter, address = web.reporters[0], f"/kasus/{web.reporters[0].case}"
    day = web.scene.today
    deliver(web, reporter.message("Ada saksi.", reporter.panel()))
    deliver(web, colleague_note(OTHER, reporter, 1, StateChanged("TTL", "kedaluwarsa", 1), day))
    told = r"Ada (\d+) surat pelapor yang belum ada di meja pengusul"
    for _look in range(2):
        assert re.findall(told, web.get(address)) == ["1"]
    # Also on the page before the answer that confirms is sent.
    answer = {"text": "Kami tutup.", "step": "TTL/kedaluwarsa", "draft": DRAFT}
    readers = sorted(case_of(web).readers)
    assert re.findall(told, web.send(f"{address}/jawab", do="preview", readers=readers, **answer)) == ["1"]
    # Who proposes again has read more.
    deliver(web, colleague_note(OTHER, reporter, 2, StateChanged("TTL", "kedaluwarsa", 2), day))
    assert not re.findall(told, web.get(address))
    deliver(web, reporter.message("Ada lagi.", reporter.panel()))
    assert re.findall(told, web.get(address)) == ["1"]
