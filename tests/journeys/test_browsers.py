"""The reporter's whole way in a real Chromium and a real Firefox: no JavaScript, a window 360 pixels wide."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.journeys.browsers import WIDTH, Browser, chromium, firefox, see
from tests.journeys.office import PANEL, Office, run
from tests.journeys.steps import FIRST, answer_back, come_back, write_down

pytestmark = [pytest.mark.browser, pytest.mark.process]

WHAT = "Petugas loket 3 meminta Rp2 juta agar izin cepat terbit."
QUESTION = "Pada hari apa uang itu biasanya diminta?"
ANSWER = "Setiap Selasa dan Kamis, setelah pukul empat."


@pytest.fixture(scope="module", params=[chromium, firefox])
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Each of the two browsers, started once."""
    start: Callable[[], AbstractContextManager[Browser]] = request.param
    with start() as running:
        yield running


def test_the_whole_way_of_a_reporter(browser: Browser, portal: Office) -> None:
    browser.open(portal.origin("reporter"))
    code = write_down(browser)
    answer_back(browser, code)
    browser.fill(FIRST, WHAT)
    browser.press("Verifikator 4 — Itjen")
    browser.press("Kirim laporan")
    see(browser, "Laporan terkirim", "Laporan disegel untuk 3 pembaca")

    come_back(browser, portal, code)
    see(browser, "Belum ada balasan")
    answered_by_the_desk(portal, code)

    # A word that cannot be read on the paper is found, and confirmed.
    come_back(browser, portal, ["x", *code[1:]])
    see(browser, "Apakah ini kode Anda?")
    browser.press("Ya, itu kode saya")
    see(browser, "Sedang ditelaah", "Diterima", QUESTION, "Verifikator 1, Itjen")
    browser.fill("Pesan Anda", ANSWER)
    browser.press("Kirim pesan")
    see(browser, "Pesan terkirim")
    assert ANSWER in read_at_the_desk(portal, code)


def test_a_restarted_server_gives_the_text_back_and_asks_for_the_code(
    browser: Browser, portal: Office
) -> None:
    browser.open(portal.origin("reporter"))
    code = write_down(browser)
    answer_back(browser, code)
    browser.fill(FIRST, WHAT)
    browser.press("Verifikator 4 — Itjen")
    portal.restart("reporter")
    browser.press("Kirim laporan")
    see(browser, "Belum terkirim")
    browser.fill("Ketik lagi sepuluh kata dari kertas Anda", " ".join(word[:4] for word in code))
    browser.press("Kirim laporan")
    see(browser, "Laporan terkirim")
    assert WHAT in read_at_the_desk(portal, code)


def test_changing_the_language_keeps_the_page(browser: Browser, portal: Office) -> None:
    for path in ("/saring", "/status", "/kunci", "/bantuan", "/coba"):
        browser.open(portal.origin("reporter") + path)
        browser.press("English")
        see(browser, "Quick exit")
        assert browser.url == f"{portal.origin('reporter')}/en{path}"
        browser.press("Indonesia")
        see(browser, "Keluar cepat")
        assert browser.url == portal.origin("reporter") + path


def test_quick_exit_leaves_from_a_form_that_is_being_filled_in(browser: Browser, portal: Office) -> None:
    browser.open(portal.origin("reporter"))
    answer_back(browser, write_down(browser))
    browser.fill(FIRST, WHAT)
    browser.press("Keluar cepat")
    see(browser, "Cuaca hari ini")
    assert portal.origin("reporter") not in browser.url


def test_no_page_is_wider_than_a_phone(browser: Browser, portal: Office, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    for path in ("", "saring", "status", "kunci", "bantuan", "coba", "lapor", "en/", "en/lapor"):
        browser.open(f"{portal.origin('reporter')}/{path}")
        browser.screenshot(picture)
        assert int.from_bytes(picture.read_bytes()[16:20], "big") == WIDTH, path


def answered_by_the_desk(portal: Office, code: list[str]) -> None:
    """Let one of the panel acknowledge the report and ask a question."""
    desk, case = portal.desk(PANEL[0]), portal.case(" ".join(code))
    desk.run("import", "--no-acknowledge", portal.bundle())
    desk.reply(case, "DITERIMA", "Laporan Anda sudah kami terima.")
    desk.reply(case, "TELAAH", QUESTION)
    run("courier", "import", "--config", portal.config, desk.outbox(portal.folder))


def read_at_the_desk(portal: Office, code: list[str]) -> str:
    """Return what the same reader sees of the case."""
    desk = portal.desk(PANEL[0])
    desk.run("import", "--no-acknowledge", portal.bundle())
    return desk.run("show", portal.case(" ".join(code)))
