"""A report: from the code to the sent page, and every way back to the text."""

import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from crypto import receipt
from crypto.receipt import WORDS, Receipt, ReporterKeys
from tests import factories as make
from tests import factories_keyring as rings
from tests.portal.site import (
    WHAT,
    Site,
    is_sent,
    keys_of,
    numbers_of,
    state_of,
    text_of,
    words_of,
)
from tests.proven import verify_report
from wbs.letters.letter import ANSWERS, Report
from wbs.letters.panel import panel
from wbs.portal.reporter import filing
from wbs.portal.reporter.state import WINDOW
from wbs.store.errors import StoreError, StoreFull

EVERYTHING = {name: f"jawaban {name}" for name in ANSWERS} | {"ongoing": "unknown", "value": "10m-100m"}


def shows(page: TestResponse, code: Receipt) -> bool:
    """Tell whether a page shows a code; a few of its words stand in the page's own sentences by chance."""
    return len(set(code.words) & set(text_of(page).split())) > 5


def report_of(site: Site, code: Receipt) -> Report:
    """Return the one report that the drop box holds for this code."""
    everyone = [reader.id for reader in rings.READERS]
    opened = {
        letter.hash: letter
        for sealed in site.drops()
        for reader in everyone
        if (letter := site.open(sealed, reader)) is not None
    }
    reports = [verify_report(letter) for letter in opened.values()]
    mine = [report for report in reports if report.case == keys_of(code).case]
    assert len(mine) == 1
    return mine[0]


def test_a_report_reaches_its_panel_whole(site: Site) -> None:
    code = site.file(**EVERYTHING)
    keys = keys_of(code)
    report = report_of(site, code)
    assert report.answers == EVERYTHING
    assert (report.letter_id, report.thread, report.case) == (keys.report_id, keys.thread, keys.case)
    assert (report.language, report.excluded, report.keyring) == ("id", (), 1)
    chosen = panel(rings.keyring(), keys.thread, (), make.DAY)
    (sealed,) = site.drops()
    assert {reader.id for reader in rings.READERS if site.open(sealed, reader.id)} == {
        reader.id for reader in chosen
    }


def test_english_pages_file_an_english_report(site: Site) -> None:
    _, state = site.form_state()
    sent = site.post("/en/lapor/kirim", {"what": WHAT, "state": state})
    assert sent.status_code == 200
    code = Receipt.from_packed(_packed(site, state))
    assert report_of(site, code).language == "en"


def test_the_code_is_asked_back_and_a_wrong_word_stays_there(site: Site) -> None:
    code, state = site.code_page()
    asked = site.post("/lapor/ingat", {"state": state})
    first, second = numbers_of(asked)
    assert first != second
    right = {"word_a": code.words[first - 1], "word_b": code.words[second - 1]}
    other = next(word for word in WORDS if word not in code.words)
    wrong_answers = [
        {**right, "word_a": other},
        {**right, "word_b": other},
        {"word_a": right["word_b"], "word_b": right["word_a"]},
        {"word_a": "", "word_b": ""},
        {"word_a": f"{right['word_a']} {right['word_a']}", "word_b": right["word_b"]},
        {"word_a": str(code), "word_b": right["word_b"]},
        # Putting these accents in order takes seconds, in which every thread would wait.
        {"word_a": "a" + "\u0301\u0327" * 20_000, "word_b": right["word_b"]},
        {},
    ]
    for answer in wrong_answers:
        again = site.post("/lapor/isi", {"state": state_of(asked), **answer})
        assert "Kata belum cocok" in text_of(again)
        assert numbers_of(again) == (first, second)
        assert not shows(again, code)
    for answer in (right, {name: word[:4].upper() for name, word in right.items()}):
        assert "Ceritakan" in text_of(site.post("/lapor/isi", {"state": state_of(asked), **answer}))


def test_the_code_can_be_seen_again_and_is_the_same(site: Site) -> None:
    code, state = site.code_page()
    asked = site.post("/lapor/ingat", {"state": state})
    again = site.post("/lapor/isi", {"state": state_of(asked), "again": "1"})
    assert words_of(again) == code.words
    assert numbers_of(site.post("/lapor/ingat", {"state": state_of(again)}))


def test_every_pair_of_words_may_be_asked(site: Site) -> None:
    _, state = site.code_page()
    pairs = {numbers_of(site.post("/lapor/ingat", {"state": state})) for _ in range(120)}
    assert {number for pair in pairs for number in pair} == set(range(1, 11))
    assert all(first < second for first, second in pairs)


def test_each_visit_gets_a_code_of_its_own(site: Site) -> None:
    assert len({site.code_page()[0] for _ in range(20)}) == 20


def test_a_field_of_another_step_is_no_way_around_the_words(site: Site) -> None:
    _, state = site.code_page()
    page = site.post("/lapor/kirim", {"what": WHAT, "state": state})
    assert not is_sent(page)
    assert "sepuluh kata" in text_of(page)
    assert site.drops() == []


@pytest.mark.parametrize("path", ["/lapor/ingat", "/lapor/isi"])
@pytest.mark.parametrize("state", ["", "x", "A" * 80])
def test_a_lost_field_asks_for_the_ten_words_and_makes_no_new_code(site: Site, path: str, state: str) -> None:
    page = site.post(path, {"state": state})
    assert "Ketik lagi sepuluh kata" in text_of(page)
    assert '<ol class="words' not in page.get_data(as_text=True)


@pytest.mark.parametrize("lost", ["expired", "restarted"])
def test_an_expired_form_gives_the_text_back_and_takes_the_ten_words(site: Site, lost: str) -> None:
    code, state = site.form_state()
    if lost == "expired":
        site.time.booted += 2 * WINDOW
    else:
        site = site.restarted()
    page = site.post("/lapor/kirim", {**EVERYTHING, "excluded": "verifikator-2", "state": state})
    said = text_of(page)
    assert "Belum terkirim" in said
    assert "Ketik lagi sepuluh kata" in said
    body = page.get_data(as_text=True)
    for answer in EVERYTHING.values():
        assert answer in body
    assert _checked(body, "verifikator-2")
    assert site.drops() == []
    typed = " ".join(word[:4] for word in code.words)
    assert is_sent(site.post("/lapor/kirim", {**EVERYTHING, "state": "", "code": typed}))
    assert report_of(site, code).answers == EVERYTHING


def test_a_corrected_word_is_shown_before_it_is_used(site: Site) -> None:
    code, _ = site.form_state()
    other = next(word for word in WORDS if word not in code.words)
    typed = " ".join((other, *code.words[1:]))
    page = site.post("/lapor/kirim", {"what": WHAT, "code": typed})
    assert not is_sent(page)
    assert str(code) in text_of(page)
    assert WHAT in text_of(page)
    assert site.drops() == []
    assert is_sent(site.post("/lapor/kirim", {"what": WHAT, "code": str(code)}))


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda words: words[:9], "Jumlah kata belum tepat"),
        (lambda words: (*words, words[0]), "Kami membaca 11 kata"),
        (lambda words: ("zzzz", "qqqq", *words[2:]), "Kode tidak terbaca"),
        (lambda words: (words[1], words[0], *words[2:]), "Urutan kata"),
    ],
)
def test_a_code_that_is_none_is_named_as_what_it_is(
    site: Site, damage: Callable[[tuple[str, ...]], tuple[str, ...]], sentence: str
) -> None:
    code = Receipt.from_packed(bytes(range(11)))
    page = site.post("/lapor/kirim", {"what": WHAT, "code": " ".join(damage(code.words))})
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert "Belum terkirim" in text_of(page)
    assert WHAT in text_of(page)
    assert site.drops() == []


@pytest.mark.parametrize("what", ["", " ", "\r\n\t ", "\x01", " \x00\x0b"])
def test_what_happened_is_required_and_nothing_else(site: Site, what: str) -> None:
    _, state = site.form_state()
    page = site.post("/lapor/kirim", {**EVERYTHING, "what": what, "state": state})
    assert page.status_code == 422
    assert "Pertanyaan pertama belum dijawab" in text_of(page)
    assert EVERYTHING["how"] in text_of(page)
    # The code need not be typed again for it.
    again = site.post("/lapor/kirim", {"what": WHAT, "state": state_of(page)})
    assert is_sent(again)


def test_more_than_a_report_holds_comes_back_whole(site: Site) -> None:
    _, state = site.form_state()
    page = site.post("/lapor/kirim", {"what": "a" * 49_150, "state": state})
    assert page.status_code == 422
    assert "Tulisan terlalu panjang" in text_of(page)
    assert "a" * 49_150 in page.get_data(as_text=True)
    assert is_sent(site.post("/lapor/kirim", {"what": "a" * 49_000, "state": state_of(page)}))


def test_choices_that_are_none_of_ours_are_left_out(site: Site) -> None:
    code = site.file(ongoing="mungkin", value="sejuta", excluded=["UPPER", "reporter", "../x"])
    report = report_of(site, code)
    assert report.answers == {"what": WHAT}
    assert report.excluded == ()


def test_text_stays_as_typed_but_for_line_ends_and_controls(site: Site) -> None:
    code = site.file(what="satu\r\ndua\x00\x1b[31m\r\u200d\u202etiga <b>&amp; “kutip” 😀")
    assert report_of(site, code).answers["what"] == "satu\ndua[31m\n\u200d\u202etiga <b>&amp; “kutip” 😀"


def test_markup_in_a_returned_form_stays_text(site: Site) -> None:
    _, state = site.form_state()
    evil = "</textarea><script>alert(1)</script>\"'&"
    page = site.post("/lapor/kirim", {"what": "", "who": evil, "when_from": evil, "state": state})
    body = page.get_data(as_text=True)
    assert "<script" not in body
    assert "&lt;script&gt;" in body


def test_an_excluded_reader_is_not_among_the_panel(site: Site) -> None:
    code, state = site.form_state()
    chosen = panel(rings.keyring(), keys_of(code).thread, (), make.DAY)
    page = site.post("/lapor/kirim", {"what": WHAT, "state": state, "excluded": chosen[0].id})
    assert is_sent(page)
    assert report_of(site, code).excluded == (chosen[0].id,)
    (sealed,) = site.drops()
    assert site.open(sealed, chosen[0].id) is None


def test_with_one_reader_left_it_asks_and_with_none_it_refuses(site: Site) -> None:
    code, state = site.form_state()
    able = [reader.id for reader in rings.READERS if reader.role != "investigator"]
    one = site.post("/lapor/kirim", {"what": WHAT, "state": state, "excluded": able[1:]})
    assert one.status_code == 422
    assert "Tinggal satu pembaca" in text_of(one)
    assert "Belum terkirim" in text_of(one)
    body = one.get_data(as_text=True)
    assert 'name="confirm_one_reader"' in body
    assert all(_checked(body, each) for each in able[1:])
    none = site.post(
        "/lapor/kirim",
        {"what": WHAT, "state": state_of(one), "excluded": able, "confirm_one_reader": "y"},
    )
    assert none.status_code == 422
    assert "Tidak ada pembaca yang tersisa" in text_of(none)
    assert "KPK" in text_of(none)
    assert site.drops() == []
    sent = site.post(
        "/lapor/kirim",
        {"what": WHAT, "state": state_of(none), "excluded": able[1:], "confirm_one_reader": "y"},
    )
    assert is_sent(sent)
    assert "1 pembaca" in text_of(sent)
    assert report_of(site, code).excluded == tuple(able[1:])


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (StoreFull("x"), 503, "Tempat penyimpanan kami penuh"),
        (StoreError("x"), 500, "Ada kesalahan di server kami"),
        (RuntimeError("x"), 500, "Ada kesalahan di server kami"),
        (MemoryError(), 500, "Ada kesalahan di server kami"),
        (OSError(5, "x"), 500, "Ada kesalahan di server kami"),
    ],
)
def test_a_store_that_fails_gives_the_form_back(
    site: Site, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, sentence: str
) -> None:
    code, state = site.form_state()

    def refuse(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("wbs.store.drops.put", refuse)
        page = site.post("/lapor/kirim", {**EVERYTHING, "excluded": "verifikator-1", "state": state})
    assert page.status_code == status
    said, body = text_of(page), page.get_data(as_text=True)
    assert "Belum terkirim" in said
    assert sentence in said
    assert all(answer in body for answer in EVERYTHING.values())
    assert _checked(body, "verifikator-1")
    assert site.drops() == []
    # The same page sends, once there is room.
    assert is_sent(site.post("/lapor/kirim", {"what": WHAT, "state": state_of(page)}))
    assert report_of(site, code).answers == {"what": WHAT}


def test_a_failure_after_the_letter_is_on_disk_says_that_it_was_sent(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise RuntimeError

    _, state = site.form_state()
    monkeypatch.setattr(filing, "_sent_page", fail)
    page = site.post("/lapor/kirim", {"what": WHAT, "state": state})
    assert page.status_code == 500
    assert "Sudah terkirim" in text_of(page)
    assert "Belum terkirim" not in text_of(page)
    assert len(site.drops()) == 1


def test_the_sent_page_says_when_to_come_back_and_shows_no_code(site: Site) -> None:
    code, state = site.form_state()
    page = site.post("/lapor/kirim", {"what": WHAT, "state": state})
    said = text_of(page)
    assert "14 Februari 2026" in said
    # Filed on the morning of the 31st: readers have it from 06:00 on the 1st.
    assert "mulai 1 Februari 2026" in said
    assert "3 pembaca" in said
    assert not shows(page, code)
    assert WHAT not in said
    assert "verifikator" not in said.lower().replace("verifikator-", "")


def test_a_letter_at_once_is_readable_today(open_site: Callable[..., Site]) -> None:
    site = open_site(release="at-once")
    _, state = site.form_state()
    assert "mulai 31 Januari 2026" in text_of(site.post("/lapor/kirim", {"what": WHAT, "state": state}))


def test_a_keyring_nobody_has_vouched_for_lately_warns_and_still_sends(site: Site) -> None:
    site.time.moment += timedelta(days=60)
    code, state = site.form_state()
    asked = site.post("/lapor/ingat", {"state": site.code_page()[1]})
    assert asked.status_code == 200
    page = site.post("/lapor/kirim", {"what": "", "state": state})
    assert "Pertanyaan pertama" in text_of(page)
    assert is_sent(site.post("/lapor/kirim", {"what": WHAT, "state": state}))
    assert report_of(site, code).answers == {"what": WHAT}


def _packed(site: Site, state: str) -> bytes:
    portal = site.app.extensions["wbs-reporter"]
    content: bytes = portal.state.open("form", state)
    return content


def _checked(body: str, reader: str) -> bool:
    at = body.index(f'value="{reader}"')
    return "checked" in body[at : body.index(">", at)]


def test_the_recipient_in_the_report_is_the_codes(site: Site) -> None:
    code = site.file()
    report = report_of(site, code)
    assert hashlib.sha256(b"wbs/v1/case" + _raw(report.signing_key)).digest() == keys_of(code).case


def _raw(key: str) -> bytes:
    from crypto.minisign import PublicKey

    return PublicKey.parse(key).raw


def test_however_many_come_few_codes_are_stretched_at_a_time(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once, most, lock = 0, 0, threading.Lock()
    stretch = receipt.reporter_keys

    def watched(code: Receipt, instance: bytes) -> ReporterKeys:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        try:
            return stretch(code, instance)
        finally:
            with lock:
                at_once -= 1

    monkeypatch.setattr("wbs.portal.reporter.portal.reporter_keys", watched)
    code = str(Receipt.generate())
    with ThreadPoolExecutor(12) as pool:
        pages = list(pool.map(lambda _: site.status(code), range(24)))
    assert all(page.status_code == 200 for page in pages)
    assert most <= 4
