"""Promise 2: whatever fails, nothing is sent in the clear, what was typed is kept, and a retry is the same.

A script or its worker that does not come or is another, templates and keyrings that cannot be had, a server
that refuses, lines that break: what a real Chromium and a real Firefox send is kept and searched.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest

from tests.journeys.browsers import PATIENCE, ChromiumBrowser, see
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
from tests.journeys.scripted import NAMES, Scripted, scripted, value
from tests.journeys.steps import FIRST
from tests.promises.between import SEALED, Portal, come_to_form, standing_between
from tests.promises.leaks import told

pytestmark = [pytest.mark.browser, pytest.mark.process]

WHAT = "Petugas loket 3 meminta Rp2 juta."
PLAIN = {"/lapor": "Server yang menyegel laporan Anda", "/status": "Server yang membaca kode"}
SEALING = {"/lapor": "Disegel di peramban ini.", "/status": "Kode dibaca di peramban ini saja"}
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
    assert portal.reported(code) is None
    browser.press("Kirim laporan")
    see(browser, "Laporan terkirim")
    assert portal.reported(code) == {"what": WHAT}
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
    assert portal.reported(code) == {"what": WHAT}
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
UNREADY: dict[str, tuple[str, str, Meddling, str]] = {
    "worker refused": ("/lapor", SCRIPT, only(refuse(404), "worker"), BLOCKED),
    "worker cut": ("/status", SCRIPT, only(halve, "worker"), BLOCKED),
    "worker is another script": ("/lapor", SCRIPT, only(changed(another), "worker", "empty"), CHANGED),
    "worker cannot be read again": ("/status", SCRIPT, only(refuse(503), "empty"), BLOCKED),
    "no parts": ("/lapor", "/bagian", refuse(500), INCOMPLETE),
    "parts cut": ("/status", "/bagian", halve, INCOMPLETE),
    "parts of somebody else": (
        "/lapor",
        "/bagian",
        refuse(200, b"<!doctype html><p>Masuk ke jaringan"),
        INCOMPLETE,
    ),
    "no keyrings": ("/status", "/keyrings.json", refuse(503), INCOMPLETE),
    "keyrings cut": ("/lapor", "/keyrings.json", halve, INCOMPLETE),
    "keyrings are none": (
        "/status",
        "/keyrings.json",
        refuse(200, b"<html>", "application/json"),
        INCOMPLETE,
    ),
}


@pytest.mark.parametrize(("page", "target", "act", "why"), UNREADY.values(), ids=UNREADY)
def test_what_cannot_start_sends_nothing_and_says_so(
    browser: Scripted, portal: Portal, page: str, target: str, act: Meddling, why: str
) -> None:
    with portal.between.meddling(target, act):
        browser.open(portal.origin + page)
        shown = see(browser, why, "Yang tampil di bawah adalah cara biasa: server yang menyegel.")
    assert "Cara biasa." in shown
    assert PLAIN[page] in shown
    assert "di peramban ini saja" not in shown
    assert portal.between.drops() == []


@pytest.mark.parametrize("page", PLAIN)
def test_what_failed_once_is_not_remembered(browser: Scripted, portal: Portal, page: str) -> None:
    for destination in ("worker", "empty"):
        with portal.between.meddling(SCRIPT, only(refuse(503), destination)):
            browser.open(portal.origin + page)
            see(browser, BLOCKED)
    for target in ("/bagian", "/keyrings.json"):
        with portal.between.meddling(target, refuse(404)):
            browser.open(portal.origin + page)
            see(browser, INCOMPLETE)
    browser.open(portal.origin + page)
    see(browser, SEALING[page])


def test_a_script_that_does_not_come_leaves_the_plain_page(browser: Scripted, portal: Portal) -> None:
    ways = [refuse(404), changed(another), halve]
    opened = [browser]
    if isinstance(browser, ChromiumBrowser):
        # Ten seconds go by until the plain page is shown: for all of them at once.
        opened += [ChromiumBrowser(browser.page.context.new_page()) for _ in ways[1:]]
    for each, act in zip(opened, ways, strict=False):
        with portal.between.meddling(SCRIPT, only(act, "script")):
            each.open(f"{portal.origin}/lapor")
            see(each, "Menyiapkan penyegelan di peramban ini")
    for each in opened:
        shown = see(each, "Sudah saya tulis", PLAIN["/lapor"], "Cara biasa.")
        assert "Menyiapkan penyegelan" not in shown
    assert portal.between.drops() == []


# Firefox lets nobody from outside into a worker or its clock; the page's side is the same.
only_chromium = pytest.mark.parametrize("profile", ["chromium"], indirect=True)


@only_chromium
@pytest.mark.parametrize("silent", [False, True])
def test_a_worker_that_dies_takes_nothing_along(
    profile: Callable[[], Scripted], portal: Portal, silent: bool
) -> None:
    browser = profile()
    assert isinstance(browser, ChromiumBrowser)
    page = browser.page
    page.clock.install()
    code = come_to_form(browser, portal)
    browser.fill(FIRST, WHAT)
    portal.between.take()
    page.workers[0].evaluate("self.close()" if silent else "setTimeout(() => { throw new Error('full') })")
    with portal.between.meddling(SCRIPT, refuse(404)):
        browser.press("Kirim laporan")
        if silent:
            see(browser, "Belum terkirim. Menyegel laporan…")
            # A worker may be silent for a minute.
            page.clock.run_for(70_000)
        see(browser, "Tulisan Anda tidak hilang", "Belum terkirim")
    assert value(browser, "what") == WHAT
    assert portal.between.drops() == []
    browser.press("Kirim laporan")
    see(browser, "Laporan terkirim")
    assert portal.reported(code) == {"what": WHAT}
    assert told(portal.between.requests, [WHAT, " ".join(code)]) == []


@only_chromium
def test_a_line_that_stays_broken_keeps_the_text(profile: Callable[[], Scripted], portal: Portal) -> None:
    browser = profile()
    assert isinstance(browser, ChromiumBrowser)
    page = browser.page
    page.clock.install()
    code = come_to_form(browser, portal)
    browser.fill(FIRST, WHAT)
    portal.between.take()
    portal.between.cut_after = SEALED // 2
    try:
        browser.press("Kirim laporan")
        see(browser, "Sambungan terputus; kami mencoba lagi.")
        end = time.monotonic() + PATIENCE
        while "Tulisan Anda tidak hilang" not in browser.text():
            assert time.monotonic() < end
            page.clock.run_for(10_000)
    finally:
        portal.between.cut_after = None
    assert "Belum pasti terkirim" in see(browser, "Sambungan terputus")
    assert value(browser, "what") == WHAT
    assert portal.reported(code) is None
    browser.press("Kirim laporan")
    see(browser, "Laporan terkirim")
    assert portal.reported(code) == {"what": WHAT}
    *broken, last = (bytes(each.body) for each in portal.between.drops())
    assert len(broken) > 5
    assert all(last.startswith(each) for each in broken)
    assert told(portal.between.requests, [WHAT]) == []
