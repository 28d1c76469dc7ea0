"""The page of one case: all that its letters say, to whoever may read it, and to nobody else."""

import io
import re
from dataclasses import replace

import pytest

from crypto.minisign import SigningKey
from tests import factories as make
from tests.desk.office import NAMES, Reporter, reader
from tests.desk.web.case_letters import (
    ANSWERS,
    HOSTILE,
    colleague_note,
    deliver,
    hostile_message,
    sealed_report,
)
from tests.desk.web.conftest import Web
from wbs import sealing
from wbs.cases.lifecycle import State
from wbs.desk import visible, writing
from wbs.desk.importing import import_bundle
from wbs.desk.sending import make_outbox
from wbs.desk.web.casepage import BEGINNING, ITEMS, case_page, folded, sheet
from wbs.desk.writing import Answer
from wbs.letters.letter import Report, sign_letter
from wbs.letters.note import Comment, Held, Opened, Recused, Referred, StateChanged

OTHER = NAMES[1]


def filed(web: Web, label: str, **answers: str) -> Reporter:
    """Let somebody file whose report this desk may read, and take it in."""
    for number in range(100):
        reporter = web.scene.reporter(f"{label} {number}")
        if web.name in reporter.panel():
            deliver(web, sealed_report(reporter, ANSWERS | answers))
            return reporter
    raise AssertionError("no panel has this reader")


def test_the_answers_stand_in_words_with_their_questions(web: Web) -> None:
    page = web.get(f"/kasus/{filed(web, 'lengkap').case}")
    for text in ("Siapa (terlapor)", "Siti Rahma, kepala balai", "Rp10 juta sampai Rp100 juta", "Ya"):
        assert text in page
    assert "10m-100m" not in page


def test_showing_a_case_marks_it_and_tells_the_colleagues_once(web: Web) -> None:
    address = f"/kasus/{web.reporters[0].case}"
    assert "baru" in web.get(address)
    again = web.get(address)
    assert "Surat baru" not in again
    assert again.count("membuka kasus") == 1
    with web.desk() as desk:
        case = visible.find(desk, web.reporters[0].case)
        assert not desk.unread(case)
        assert [each.letter.event for each in case.notes] == [Opened.event]


TOKEN = r'(csrf[-_]token"\s+(?:content|value)=")[^"]+'


@pytest.mark.parametrize("name", ["0000ffff", "zz", "..", "%2e%2e%2fvault.age", "a" * 400, "<script>"])
def test_a_name_that_is_none_leads_nowhere(web: Web, name: str) -> None:
    response = web.client.get(f"/kasus/{name}")
    assert response.status_code == 404
    assert "<script>" not in response.text


def test_who_is_excluded_sees_no_more_of_a_case_than_of_one_made_up(web: Web) -> None:
    """Promise 7, also where a misled hand sealed report and notes to the excluded reader."""
    reporter = web.scene.reporter("dikecualikan", excluded=(web.name,))
    sealed = reporter._sealed(sign_letter(_excluding(reporter), reporter.signing), [web.name])
    deliver(web, sealed, colleague_note(OTHER, reporter, 1, Comment("Rahasia sekali."), web.scene.today))
    with web.desk() as desk:
        assert any(each.hex().startswith(reporter.case) for each in desk.cases)
    for path in ("", "/jawab", "/gabung", "/bukti", "/cetak", "/lampiran/1"):
        secret, made_up = (web.client.get(f"/kasus/{name}{path}") for name in (reporter.case, "0000ffff"))
        assert secret.status_code == made_up.status_code == 404
        # A token tells the second that it was made in.
        secret_page, page = (re.sub(TOKEN, r"\1", each.text) for each in (secret, made_up))
        assert secret_page.replace(reporter.case, "0000ffff") == page
    for path in ("/catatan", "/jawab"):
        assert web.post(f"/kasus/{reporter.case}{path}", act="comment").status_code == 404


def test_a_case_of_notes_alone_appears_nowhere(web: Web) -> None:
    reporter = web.scene.reporter("tanpa laporan", excluded=(web.name,))
    deliver(web, colleague_note(OTHER, reporter, 1, Comment("Rahasia sekali."), web.scene.today))
    assert web.client.get(f"/kasus/{reporter.case}").status_code == 404
    assert reporter.case not in web.get(f"/kasus/{web.reporters[0].case}")


def test_a_case_merged_into_one_that_may_not_be_read_does_not_name_it(web: Web) -> None:
    shown, secret = web.reporters[0], web.scene.reporter("rahasia", excluded=(web.name,))
    with web.desk() as desk:
        case = replace(visible.find(desk, shown.case), merged_into=secret.keys.case)
        assert case_page(desk, case, frozenset()).merged_into is None


def test_unproven_letters_stand_apart_and_are_named_so(web: Web) -> None:
    reporter = web.reporters[0]
    forged = reporter.message("Kirim nama Anda.", [web.name], signing=SigningKey(make.seed("palsu")))
    posed = colleague_note(
        OTHER, reporter, 1, Held("Palsu."), web.scene.today, sealing.reader_keys(make.seed("orang lain"))
    )
    deliver(web, forged, posed)
    page = " ".join(web.get(f"/kasus/{reporter.case}").split())
    before, after = page.split("Tidak terbukti asalnya; jangan dipercaya")
    assert "Kirim nama Anda." not in before
    assert 'pesan: <span class="outside" dir="auto">Kirim nama Anda.' in after
    assert 'menetapkan wajib simpan: <span class="outside" dir="auto">Palsu.' in after


def test_what_does_not_count_is_said_in_words(web: Web) -> None:
    reporter = web.reporters[0]
    deliver(
        web,
        colleague_note(OTHER, reporter, 1, StateChanged("SELESAI", "terbukti"), web.scene.today),
        colleague_note(OTHER, reporter, 2, Comment("satu"), web.scene.today),
        colleague_note(NAMES[2], reporter, 2, Recused("Saudara terlapor."), web.scene.today),
        colleague_note(NAMES[3], reporter, 1, Held("Biro hukum."), web.scene.today),
    )
    page = web.get(f"/kasus/{reporter.case}")
    for text in (
        "Tidak berlaku: dari keadaan kasus saat itu, langkah ini tidak diizinkan",
        "mundur dari kasus",
        "Saudara terlapor.",
    ):
        assert text in page
    assert "Wajib simpan sejak" in page


def test_twin_numbers_and_versions_are_pointed_at(web: Web) -> None:
    reporter = web.reporters[0]
    other = {**ANSWERS, "what": "Laporan lain dengan kode yang sama."}
    deliver(
        web,
        colleague_note(OTHER, reporter, 1, Comment("satu"), web.scene.today),
        colleague_note(OTHER, reporter, 1, Comment("dua"), web.scene.today),
        sealed_report(reporter, other),
    )
    page = web.get(f"/kasus/{reporter.case}")
    assert "Nomor surat kembar: satu kunci dipakai di dua meja." in page
    assert page.count("Ada surat lain dengan nomor yang sama.") == 4
    assert "Kode ini dipakai untuk 2 laporan yang berbeda." in page
    assert f"Laporan dari {reporter.label}." in page
    assert other["what"] in page


def test_deadlines_count_working_days(web: Web) -> None:
    web.scene.later(10)
    page = web.get(f"/kasus/{web.reporters[0].case}")
    side = page.split('class="deadlines"')[1].split("</ul>")[0]
    assert "lewat 3 hari kalender, 2 hari kerja" in " ".join(side.split())
    assert "hari kerja lagi" in side


def test_nothing_from_outside_becomes_markup(web: Web) -> None:
    reporter = filed(web, "jahat", **dict.fromkeys(("what", "who", "where", "how", "value"), HOSTILE))
    message = hostile_message(reporter)
    sink = io.BytesIO()
    sealing.seal(
        sign_letter(message, reporter.signing),
        [reader(web.name).recipient],
        sink,
        attachments=[(message.attachments[0], io.BytesIO(b"x"))],
    )
    forged = reporter.message(HOSTILE, [web.name], signing=SigningKey(make.seed("palsu")))
    body = HOSTILE.replace("\x1b", "")[:64]
    deliver(
        web,
        sink.getvalue(),
        forged,
        colleague_note(OTHER, reporter, 1, Comment(HOSTILE), web.scene.today),
        colleague_note(OTHER, reporter, 2, Recused(HOSTILE), web.scene.today),
        colleague_note(NAMES[2], reporter, 1, Held(HOSTILE), web.scene.today),
        colleague_note(NAMES[2], reporter, 2, Referred(body, HOSTILE), web.scene.today),
    )
    page = web.get(f"/kasus/{reporter.case}")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 9
    for sign in "\u202e\u2066\u200b\ufeff\x1b":
        assert sign not in page
    assert "‹U+202E›" in page
    assert "49" not in page.split("7*7")[1][:3]


def test_a_line_of_ten_thousand_letters_is_folded_and_whole(web: Web) -> None:
    reporter = filed(web, "panjang", what="x" * 10_000)
    page = web.get(f"/kasus/{reporter.case}")
    assert "Selebihnya, " + f"{10_000 - BEGINNING:,} huruf".replace(",", ".") in page
    assert [len(run) for run in re.findall("x{100,}", page)] == [BEGINNING, 10_000 - BEGINNING]


@pytest.mark.parametrize(
    "text", ["", "pendek", "kata " * 2000, "a\n" * 3000, "x" * 99_999, "\n" * 500, "y" * BEGINNING + " z"]
)
def test_folding_loses_nothing(text: str) -> None:
    cut = folded(text)
    assert cut.begin + cut.rest == text
    assert len(cut.begin) <= BEGINNING * 11 // 10


def test_ten_thousand_letters_are_drawn_fifty_at_a_time(web: Web) -> None:
    with web.desk() as desk:
        case = visible.find(desk, web.reporters[0].case)
        long = replace(case, timeline=case.timeline * 10_000)
        page = case_page(desk, long, frozenset())
        assert len(page.timeline.items) == ITEMS
        assert (page.timeline.number, page.timeline.last, page.timeline.total) == (200, 200, 10_000)


def test_ten_thousand_attachments_are_listed_fifty_at_a_time(web: Web) -> None:
    reporter = web.reporters[0]
    deliver(web, reporter.files({f"{number}.jpg": b"x" for number in range(99)}, [web.name]))
    with web.desk() as desk:
        case = visible.find(desk, reporter.case)
        many = replace(case, messages=case.messages * 102)
        page = case_page(desk, many, frozenset(), files=3)
        assert len(page.files.items) == ITEMS
        assert (page.files.number, page.files.last, page.files.total) == (3, 202, 10_098)
        assert page.files.items[0].number == 2 * ITEMS + 1
    assert "98.jpg" in web.get(f"/kasus/{reporter.case}?berkas=2")


def test_a_former_reader_is_called_one(web: Web) -> None:
    reporter = web.reporters[0]
    deliver(web, colleague_note(OTHER, reporter, 1, Comment("dari dulu"), web.scene.today))
    with web.desk() as desk:
        case = visible.find(desk, reporter.case)
        (item,) = [each for each in case.timeline if each.author == OTHER]
        gone = replace(item, filed=replace(item.filed, former=True))
        page = case_page(desk, replace(case, timeline=(gone,)), frozenset())
        assert page.timeline.items[0].who == "Verifikator 2 (mantan pembaca)"


@pytest.mark.parametrize(("asked", "number"), [(None, 3), (1, 1), (0, 3), (-5, 3), (4, 3), (10**30, 3)])
def test_a_page_that_is_none_is_the_last(asked: int | None, number: int) -> None:
    assert sheet(range(25), asked, 10).number == number


def _excluding(reporter: Reporter) -> Report:
    return make.report(
        case=reporter.keys.case,
        letter_id=reporter.keys.report_id,
        recipient=str(reporter.identity.recipient),
        signing_key=str(reporter.signing.public),
        thread=reporter.keys.thread,
        excluded=reporter.excluded,
    )


def test_an_answer_says_how_far_it_has_come(web: Web) -> None:
    reporter, scene = web.reporters[0], web.scene
    address = f"/kasus/{reporter.case}"
    with web.desk() as desk:
        case = desk.find(reporter.case)
        writing.send(desk, case, writing.compose(desk, case, Answer("Kami menelaah.", State.DITERIMA)))
    assert "belum dikemas" in web.get(address)
    with web.desk() as desk:
        made = make_outbox(desk, scene.folder)
    page = web.get(address)
    assert "dikemas; portal belum mengonfirmasi" in page
    assert "belum dikemas" not in page
    scene.portal.apply(made.path, scene.today)
    with web.desk() as desk:
        import_bundle(desk, scene.portal.bundle(scene.today))
    page = web.get(address)
    assert page.count("sudah di papan") == 1
    assert "belum mengonfirmasi" not in page
