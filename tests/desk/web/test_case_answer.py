"""Answering a reporter: nothing is written before it was seen as they will see it, and once is once."""

import re
from html import unescape

from tests.desk.office import NAMES, Reporter
from tests.desk.web.case_letters import ANSWERS, HOSTILE, colleague_note, deliver, hidden, sealed_report
from tests.desk.web.conftest import Web
from wbs.cases.casefile import Case
from wbs.cases.lifecycle import LABELS, State
from wbs.desk import visible, writing
from wbs.desk.sending import make_outbox
from wbs.letters.letter import peek_unverified
from wbs.letters.note import REPLY_JSON_LIMIT, StateChanged

OTHER = NAMES[1]


def case_of(web: Web, reporter: Reporter | None = None) -> Case:
    with web.desk() as desk:
        return visible.find(desk, (reporter or web.reporters[0]).case)


def address(web: Web) -> str:
    return f"/kasus/{web.reporters[0].case}/jawab"


def fields(web: Web, **changes: object) -> dict[str, object]:
    """Return the form as a page drew it, with these changes."""
    page = web.get(address(web))
    readers = re.findall(r'name="readers"[^>]*value="([^"]+)"[^>]*checked', page)
    return {"draft": hidden(page, "draft"), "text": "", "step": "", "readers": readers} | changes


def preview(web: Web, **changes: object) -> str:
    return web.send(address(web), **fields(web, do="preview", **changes))


def test_the_reporter_receives_what_was_previewed(web: Web) -> None:
    typed = fields(web, text='Baris satu.\r\n"Baris dua" & <b>.', step="DITERIMA")
    page = web.send(address(web), do="preview", **typed)
    assert "Baris satu.\n&#34;Baris dua&#34; &amp; &lt;b&gt;.</div>" in page
    assert case_of(web).replies == ()
    page = web.send(address(web), do="send", **typed)
    assert "Jawaban tersimpan. Berikutnya: kotak keluar." in page
    with web.desk() as desk:
        made = make_outbox(desk, web.scene.folder)
    web.scene.portal.apply(made.path, web.scene.today)
    (signed,) = web.reporters[0].replies(list(web.scene.portal.slots.values()))
    received = peek_unverified(signed)
    assert received == case_of(web).replies[0].letter
    assert (received.text, received.state) == ('Baris satu.\n"Baris dua" & <b>.', "DITERIMA")


def test_a_page_that_holds_what_was_typed_offers_no_way_to_lose_it(web: Web) -> None:
    assert 'action="/bahasa"' in web.get(address(web))
    page = preview(web, text="Belum tersimpan.", step="DITERIMA")
    assert "Belum tersimpan." in page
    assert 'action="/bahasa"' not in page


def test_the_same_draft_twice_is_one_reply_and_another_text_is_another(web: Web) -> None:
    typed = fields(web, text="Satu kali saja.", step="DITERIMA", do="send")
    for _click in range(3):
        assert "Jawaban tersimpan." in web.send(address(web), **typed)
    assert len(case_of(web).replies) == 1
    web.send(address(web), **(typed | {"text": "Kalimat lain."}))
    assert len(case_of(web).replies) == 2


def test_the_same_draft_twice_is_harmless_although_the_case_went_on(web: Web) -> None:
    typed = fields(web, text="Diterima.", step="DITERIMA", do="send")
    web.send(address(web), **typed)
    web.send(address(web), **fields(web, text="Ditelaah.", step="TELAAH", do="send"))
    assert "Jawaban tersimpan." in web.send(address(web), **typed)
    assert [each.letter.text for each in case_of(web).replies] == ["Diterima.", "Ditelaah."]
    assert case_of(web).state is State.TELAAH


def test_an_answer_to_a_case_that_moved_since_the_preview_is_shown_again(web: Web) -> None:
    typed = fields(web, text="Kami masih bekerja.")
    page = web.send(address(web), do="preview", **typed)
    typed["seen"] = hidden(page, "seen")
    assert typed["seen"] == "TERKIRIM"
    web.send(address(web), **fields(web, text="Diterima.", step="DITERIMA", do="send"))
    answer = web.post(address(web), do="send", **typed)
    assert answer.status_code == 422
    assert "berubah sejak pratinjau" in answer.text
    assert [each.letter.text for each in case_of(web).replies] == ["Diterima."]
    typed["seen"] = hidden(answer.text, "seen")
    assert "Jawaban tersimpan." in web.send(address(web), do="send", **typed)
    reply = case_of(web).replies[-1].letter
    assert (reply.text, reply.state) == ("Kami masih bekerja.", State.DITERIMA)


def test_the_preview_says_whose_it_is_and_what_becomes_of_the_case(web: Web) -> None:
    name = case_of(web).name
    page = preview(web, text="Diterima.", step="DITERIMA")
    assert f"<h1>Yang akan dilihat pelapor kasus {name}</h1>" in page
    assert f"<title>Yang akan dilihat pelapor kasus {name} · Meja</title>" in page
    assert f"Laporan dari {web.reporters[0].label}." in page
    moved = " ".join(re.sub("<[^>]+>", " ", page).split())
    assert "Keadaan kasus: Terkirim → Diterima" in moved
    assert "Jawaban yang sudah dikirim tidak dapat ditarik kembali." in page
    assert "Jawaban ini menutup kasus." not in page
    stays = " ".join(re.sub("<[^>]+>", " ", preview(web, text="Ada kabar.")).split())
    assert "Keadaan kasus tetap: Terkirim" in stays


def test_the_first_answer_says_that_the_report_was_opened_unless_told_otherwise(web: Web) -> None:
    unopened = "belum dibuka siapa pun"
    assert chosen(web) == ["DITERIMA"]
    assert unopened not in preview(web, text="Diterima.", step="DITERIMA")
    assert unopened in preview(web, text="Ada kabar.")
    web.send(address(web), **fields(web, do="send", text="Diterima.", step="DITERIMA"))
    assert chosen(web) == [""]
    assert unopened not in preview(web, text="Ada kabar.")


def chosen(web: Web) -> list[str]:
    """Return the step that the form of an answer begins with."""
    return re.findall(r'name="step"\s+value="([^"]*)"[^>]*checked', web.get(address(web)))


def ready(web: Web) -> set[str]:
    """Return which ready sentences are offered."""
    return set(re.findall(r'value="fill:([a-z-]+):id"', web.get(address(web))))


def test_only_sentences_that_fit_the_case_are_ready(web: Web) -> None:
    assert ready(web) == {"acknowledgement"}
    web.send(address(web), **fields(web, do="send", text="Diterima.", step="DITERIMA"))
    assert ready(web) == {"review"}
    web.send(address(web), **fields(web, do="send", text="Ditelaah.", step="TELAAH"))
    proposal = StateChanged("TTL", "data-kurang")
    deliver(web, colleague_note(OTHER, web.reporters[0], 1, proposal, web.scene.today))
    assert ready(web) == {"review", "clarification", "investigation", "consent", "ttl-facts"}
    closing = fields(web, text="Ditutup.", step="TTL/data-kurang")
    web.send(address(web), do="send", read="y", **closing)
    assert ready(web) == {"ttl-facts", "reopened", "retaliation-check"}


def test_going_back_keeps_every_choice(web: Web) -> None:
    typed = fields(
        web, text="  Masih ditulis.\n\nBaris.  ", step="DITERIMA", readers=[web.name], exclude=[OTHER]
    )
    page = web.send(address(web), do="edit", **typed)
    assert "Masih ditulis.\n\nBaris.</textarea>" in page
    assert hidden(page, "draft") == typed["draft"]
    checked = re.findall(r'name="(step|readers|exclude)"[^>]*value="([^"]*)"[^>]*checked', page)
    assert checked == [("step", "DITERIMA"), ("readers", web.name), ("exclude", OTHER)]
    assert case_of(web).replies == ()


def test_the_preview_has_the_words_of_the_reporters_page_in_their_language(web: Web) -> None:
    reporter = english(web)
    place = f"/kasus/{reporter.case}/jawab"
    assert "Pelapor menulis dalam bahasa Inggris." in web.get(place)
    draft = hidden(web.get(place), "draft")
    page = web.send(place, do="preview", draft=draft, text="We have it.", step="DITERIMA", readers=[web.name])
    seen = page.split('class="seen"')[1].split("Yang dilihat orang lain")[0]
    assert "Received" in seen
    assert "A reviewer has opened your report." in seen
    assert "31 January 2026" in seen
    assert "Diterima" not in seen
    assert "Yang akan dilihat pelapor" in page


def test_every_state_is_called_alike_here_and_on_the_reporters_page(web: Web) -> None:
    with web.app.test_request_context():
        template = web.app.jinja_env.from_string(
            '{% from "reporter/states.html" import state_label %}{{ state_label(code) }}'
        )
        assert {state: template.render(code=state) for state in State} == {
            state: LABELS[state].id for state in State
        }


def test_words_of_the_report_are_marked_in_the_preview(web: Web) -> None:
    reporter = english(web)
    place = f"/kasus/{reporter.case}/jawab"
    draft = hidden(web.get(place), "draft")
    text = "Kami memeriksa Cempaka dan Rp2.500.000 itu."
    page = web.send(place, do="preview", draft=draft, text=text, readers=[web.name])
    assert re.findall("<mark>(.*?)</mark>", page) == ["Cempaka", "2.500.000"]
    assert "2 kata bertanda juga ada dalam tulisan pelapor." in page
    assert unescape(re.sub("<[^>]+>", "", page.split('class="letter outside"')[1])).count(text) == 1
    assert "<mark>" not in preview(web, text="Kami menelaah laporan ini.")


def test_the_bytes_left_are_exact(web: Web) -> None:
    for text in ("a", "é€😀", 'x"\\/\n\tz', "a\u2028b", "a" * 3000):
        page = preview(web, text=text)
        left = int(re.findall(r"Sisa ruang: ([\d.]+) bita", page)[0].replace(".", ""))
        full = text + "b" * left
        assert "Sisa ruang: 0 bita." in preview(web, text=full)
        over = web.post(address(web), **fields(web, do="preview", text=full + "b"))
        assert over.status_code == 422
        assert "Terlalu panjang: kurangi 1 bita." in over.text
        assert "tidak muat di papan balasan" in over.text


def test_what_is_refused_keeps_what_was_typed(web: Web) -> None:
    long = ("<b>" + HOSTILE.replace("\x1b", "")) * REPLY_JSON_LIMIT
    response = web.post(address(web), **fields(web, do="send", text=long))
    assert response.status_code == 422
    assert "<script>alert" not in response.text
    assert "<b>" not in response.text
    for text in ("", "  \n "):
        response = web.post(address(web), **fields(web, do="send", text=text))
        assert "Jawaban kosong. Tidak ada yang dikirim." in response.text
    assert case_of(web).replies == ()


def test_an_illegal_step_is_refused_at_the_preview(web: Web) -> None:
    for step in ("TELAAH", "SELESAI/terbukti", "DITERIMA/terbukti", "x", "/", "DIGABUNG"):
        response = web.post(address(web), **fields(web, do="preview", text="Teks tetap.", step=step))
        assert response.status_code == 422
        assert "Teks tetap.</textarea>" in response.text


def test_closing_by_an_answer_needs_a_colleagues_proposal(web: Web) -> None:
    for step in ("DITERIMA", "TELAAH"):
        web.send(address(web), **fields(web, do="send", text=f"Ke {step}.", step=step))
    assert "TTL/data-kurang" not in web.get(address(web))
    proposal = StateChanged("TTL", "data-kurang")
    deliver(web, colleague_note(OTHER, web.reporters[0], 1, proposal, web.scene.today))
    page = web.get(address(web))
    assert "TTL/data-kurang" in page
    assert "TTL/kedaluwarsa" not in page
    page = web.get(address(web) + "?langkah=TTL/data-kurang")
    assert re.search(r'value="TTL/data-kurang"[^>]*checked', page)
    assert re.search(r'id="step-0"[^>]*checked', web.get(address(web) + "?langkah=SELESAI/terbukti"))
    closing = fields(web, text="Data kurang.", step="TTL/data-kurang")
    assert "Jawaban ini menutup kasus." in web.send(address(web), do="preview", **closing)
    response = web.post(address(web), do="send", **closing)
    assert response.status_code == 422
    assert "Centang pernyataan bahwa Anda sudah membaca semua surat" in response.text
    assert "Data kurang.</div>" in response.text
    assert case_of(web).state is State.TELAAH
    web.send(address(web), do="send", read="y", **closing)
    assert case_of(web).state is State.TTL


def test_a_ready_sentence_comes_after_what_stands_there_with_its_state(web: Web) -> None:
    typed = fields(web, text="Yth. pelapor,")
    page = web.send(address(web), do="fill:acknowledgement:id", **typed)
    assert "Yth. pelapor,\n\nKami sudah menerima dan membuka laporan Anda." in page
    assert re.search(r'value="DITERIMA"[^>]*checked', page)
    page = web.send(address(web), do="fill:acknowledgement:en", **typed)
    assert "We have received and opened your report." in page.split("</textarea>")[0]
    for wanted in ("fill:", "fill:tidak-ada:id", "fill:acknowledgement:xx", "fill:a:b:c:d"):
        assert web.post(address(web), do=wanted, **typed).status_code == 422


def test_who_is_taken_off_the_case_is_not_told(web: Web) -> None:
    readers = sorted(case_of(web).readers - {web.name})
    out = readers[0]
    typed = fields(web, text="Diterima.", step="DITERIMA", exclude=[out])
    assert "Tidak boleh membaca lagi:" in web.send(address(web), do="preview", **typed)
    web.send(address(web), do="send", **typed)
    case = case_of(web)
    assert out in case.excluded
    assert out not in case.replies[0].letter.readers


def test_nothing_is_kept_of_a_draft(web: Web) -> None:
    """Promise 13: until it is sent, an answer is in the form and nowhere else."""
    secret = "Kalimat rahasia nomor 8841."
    files = {path: path.read_bytes() for path in web.session.folder.rglob("*") if path.is_file()}
    preview(web, text=secret)
    web.send(address(web), **fields(web, do="edit", text=secret))
    assert {path: path.read_bytes() for path in web.session.folder.rglob("*") if path.is_file()} == files
    assert secret not in web.get(address(web))


def test_a_desk_that_cannot_seal_says_so_and_keeps_the_text(web: Web) -> None:
    typed = fields(web, text="Belum terkirim.", step="DITERIMA")
    with web.desk() as desk:
        desk.shelf.state.restored = True
    response = web.post(address(web), do="send", **typed)
    assert response.status_code == 422
    assert "Impor bundel lengkap" in response.text
    assert "Belum terkirim.</textarea>" in response.text


def test_the_same_note_or_answer_makes_its_id_from_the_page_alone(web: Web) -> None:
    with web.desk() as desk:
        case = visible.find(desk, web.reporters[0].case)
        one = writing.Answer("Diterima.", State.DITERIMA, draft=b"1" * 16)
        ids = {writing.compose(desk, case, one).letter_id for _again in range(2)}
        assert len(ids) == 1
        ids.add(
            writing.compose(
                desk, case, writing.Answer("Diterima.", State.DITERIMA, draft=b"2" * 16)
            ).letter_id
        )
        ids.add(writing.compose(desk, case, writing.Answer("Diterima.", State.DITERIMA)).letter_id)
        assert len(ids) == 3


def english(web: Web) -> Reporter:
    for number in range(100):
        reporter = web.scene.reporter(f"english {number}")
        if web.name in reporter.panel():
            deliver(web, sealed_report(reporter, ANSWERS, "en"))
            return reporter
    raise AssertionError("no panel has this reader")
