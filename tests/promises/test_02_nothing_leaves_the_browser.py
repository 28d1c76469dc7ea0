"""Promise 2: with JavaScript on, neither plaintext nor the receipt code leaves the browser, whatever fails.

Everything that a real Chromium and a real Firefox send is kept and searched. If sealing cannot start, nothing
is sent; what was typed is still there after every error.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest

from tests.journeys.browsers import see
from tests.journeys.middle import (
    Answer,
    Forward,
    Meddling,
    Request,
    changed,
    halve,
    once,
    only,
    pass_on,
    refuse,
)
from tests.journeys.scripted import NAMES, Scripted, click, scripted, value
from tests.journeys.steps import FIRST, answer_back
from tests.promises.between import Portal, standing_between
from tests.promises.leaks import heads, told, words_in, words_told

pytestmark = [pytest.mark.browser, pytest.mark.process]

WHAT = "Petugas loket 3 meminta Rp2 juta."
ANSWERS = {
    "what": (FIRST, "sentinel-apa Petugas meminta uang."),
    "who": ("Siapa yang terlibat?", "sentinel-siapa Pak R."),
    "where": ("Di mana?", "sentinel-tempat Balai B."),
    "when_from": ("Sejak kapan?", "sentinel-sejak 2025"),
    "when_to": ("Sampai kapan?", "sentinel-sampai 2026"),
    "how": ("Bagaimana caranya?", "sentinel-cara tunai"),
    "why": ("Mengapa hal itu dapat terjadi?", "sentinel-sebab celah"),
    "evidence": ("Apa buktinya, dan di mana?", "sentinel-bukti buku tamu"),
    "source": ("Dari mana Anda tahu?", "sentinel-sumber pemohon"),
    "reported_to": ("Sudah dilaporkan ke mana?", "sentinel-lain SP4N"),
}
SENTINELS = [text.split()[0] for _, text in ANSWERS.values()]
SEALED = 78_094
SCRIPT = "/static/client/wbs.js"
BLOCKED = "Peramban ini tidak dapat menyegel sendiri"
CHANGED = "Skrip penyegelan bukan yang kami terbitkan"
INCOMPLETE = "Penyegelan di peramban ini tidak lengkap"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with standing_between(tmp_path_factory.mktemp("portal")) as standing:
        yield standing


@pytest.fixture(scope="module", params=NAMES)
def profile(request: pytest.FixtureRequest) -> Iterator[Callable[[], Scripted]]:
    with scripted(request.param) as opened:
        yield opened


@pytest.fixture
def browser(profile: Callable[[], Scripted], portal: Portal) -> Iterator[Scripted]:
    """A browser about to come; what it sends is kept from here on."""
    running = profile()
    running.open("about:blank")
    portal.between.take()
    yield running
    running.open("about:blank")


def come_to_form(browser: Scripted, portal: Portal) -> list[str]:
    """Open the page and write the code down; return its words."""
    browser.open(f"{portal.origin}/lapor")
    shown = see(browser, "Disegel di peramban ini.", "Tulis sepuluh kata ini di kertas")
    code = re.findall(r"(?m)^[a-z]{3,8}$", shown)
    assert len(code) == 10
    browser.press("Sudah saya tulis")
    answer_back(browser, code)
    see(browser, "Ceritakan yang Anda ketahui")
    return code


def test_a_filing_tells_nothing(browser: Scripted, portal: Portal) -> None:
    visits = []
    for _ in range(2):
        portal.between.take()
        code = come_to_form(browser, portal)
        for label, text in ANSWERS.values():
            browser.fill(label, text)
        click(browser, "[value=verifikator-4]")
        browser.press("Kirim laporan")
        see(browser, "Laporan terkirim")
        visits.append((code, portal.between.take()))
        assert reported(portal, code) == {name: text for name, (_, text) in ANSWERS.items()}
    # Two reporters, two codes: what is said in the clear is one and the same.
    (code, sent), (other_code, other) = visits
    assert heads(sent) == heads(other)
    for words, requests, usual in ((code, sent, other), (other_code, other, sent)):
        assert [len(each.body) for each in requests if each.method == "POST"] == [SEALED]
        assert told(requests, [*SENTINELS, " ".join(words), "verifikator-4"]) == []
        assert words_told(requests, words, vocabulary(usual)) == []


def test_a_server_that_refuses_gets_the_same_letter_again(browser: Scripted, portal: Portal) -> None:
    code = come_to_form(browser, portal)
    browser.fill(FIRST, WHAT)
    tell = partial(refuse, kind="application/json")
    for times, (act, sentence) in enumerate(
        (
            (tell(500, b'{"trouble":"failed"}'), "Ada kesalahan di server kami"),
            (tell(503, b'{"trouble":"full"}'), "Tempat penyimpanan kami penuh"),
            (refuse(413, b"<html>Too large"), "Ada kesalahan di server kami"),
            (tell(400, b'{"trouble":"shape"}'), "Server menolak kiriman ini"),
            (tell(201, b'{"readable":"besok","return_by":"<b>lusa</b>"}'), "Ada kesalahan di server kami"),
            (tell(403, b'{"trouble":"other_origin"}'), "Permintaan datang dari luar portal"),
        ),
        start=1,
    ):
        with portal.between.meddling("/surat", act):
            browser.press("Kirim laporan")
            shown = see(browser, "Tulisan Anda tidak hilang", sentence)
        assert "Belum terkirim" in shown
        assert "Laporan terkirim" not in shown
        assert value(browser, "what") == WHAT
        assert len(portal.between.drops()) == times
    assert reported(portal, code) is None
    browser.press("Kirim laporan")
    see(browser, "Laporan terkirim")
    assert reported(portal, code) == {"what": WHAT}
    sent = [bytes(each.body) for each in portal.between.drops()]
    assert len(sent) == times + 1
    assert len(set(sent)) == 1
    assert told(portal.between.requests, [WHAT]) == []


@pytest.mark.parametrize("answered", [False, True], ids=["cut on the way", "answer cut"])
def test_a_line_that_breaks_sends_the_same_letter_again(
    browser: Scripted, portal: Portal, answered: bool
) -> None:
    code = come_to_form(browser, portal)
    browser.fill(FIRST, WHAT)
    between = portal.between
    between.cut_after = None if answered else SEALED // 2
    with between.meddling("/surat", once(halve) if answered else pass_on):
        browser.press("Kirim laporan")
        see(browser, "Belum terkirim. Sambungan terputus; kami mencoba lagi.")
        between.cut_after = None
        see(browser, "Laporan terkirim")
    # A browser tries once more by itself, before it says that the line broke.
    *broken, last = (bytes(each.body) for each in between.drops())
    assert broken
    assert all(last.startswith(each) for each in broken)
    assert reported(portal, code) == {"what": WHAT}
    assert told(between.requests, [WHAT]) == []


def test_a_text_changed_after_a_lost_answer_is_still_the_same_report(
    browser: Scripted, portal: Portal
) -> None:
    code = come_to_form(browser, portal)
    browser.fill(FIRST, WHAT)

    def answer_badly(_request: Request, forward: Forward) -> Answer:
        return replace(forward(), status=418, body=b"")

    with portal.between.meddling("/surat", answer_badly):
        browser.press("Kirim laporan")
        see(browser, "Belum terkirim", "Tulisan Anda tidak hilang")
    browser.fill(FIRST, f"{WHAT} Juga Kamis.")
    browser.press("Kirim laporan")
    see(browser, "Laporan terkirim")
    case = portal.case(code)
    assert case is not None
    # One case, of which the readers see both.
    assert len(case.versions) == 2


def another(script: bytes) -> bytes:
    """Return a script that does the same and is not the same."""
    return script + b"\n// another"


# What fails while the page prepares itself: where, how, and what the plain page says of it.
UNREADY: dict[str, tuple[str, Meddling, str]] = {
    "worker refused": (SCRIPT, only(refuse(404), "worker"), BLOCKED),
    "worker cut": (SCRIPT, only(halve, "worker"), BLOCKED),
    "worker is another script": (SCRIPT, only(changed(another), "worker", "empty"), CHANGED),
    "worker cannot be read again": (SCRIPT, only(refuse(503), "empty"), BLOCKED),
    "no parts": ("/bagian", refuse(500), INCOMPLETE),
    "parts cut": ("/bagian", halve, INCOMPLETE),
    "parts of somebody else": ("/bagian", refuse(200, b"<!doctype html><p>Masuk ke jaringan"), INCOMPLETE),
    "no keyrings": ("/keyrings.json", refuse(503), INCOMPLETE),
    "keyrings cut": ("/keyrings.json", halve, INCOMPLETE),
    "keyrings are none": ("/keyrings.json", refuse(200, b"<html>", "application/json"), INCOMPLETE),
}


@pytest.mark.parametrize(("target", "act", "why"), UNREADY.values(), ids=UNREADY)
def test_what_cannot_start_sends_nothing_and_says_so(
    browser: Scripted, portal: Portal, target: str, act: Meddling, why: str
) -> None:
    for page, plain in (
        ("/lapor", "Server yang menyegel laporan Anda"),
        ("/status", "Server yang membaca kode"),
    ):
        with portal.between.meddling(target, act):
            browser.open(portal.origin + page)
            shown = see(browser, why, "Yang tampil di bawah adalah cara biasa: server yang menyegel.")
        assert "Cara biasa." in shown
        assert plain in shown
        assert "Disegel di peramban ini." not in shown
    assert portal.between.drops() == []


def vocabulary(requests: list[Request]) -> set[str]:
    """Return the words that are said in the clear whoever comes."""
    return {word for request in requests for word in words_in(request.head)}


def reported(portal: Portal, code: list[str]) -> dict[str, str] | None:
    """Return the answers that readers find of one report; None if there is none yet."""
    case = portal.case(code)
    if case is None:
        return None
    assert len(case.versions) == 1
    assert case.report is not None
    return dict(case.report.answers)
