"""The reporter's way by keyboard alone, and the code on paper; Chromium without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page

from tests.journeys.browsers import ChromiumBrowser, chromium, field, pressable, see
from tests.journeys.office import Office
from tests.journeys.steps import FIRST

pytestmark = [pytest.mark.browser, pytest.mark.process]

WHAT = "Petugas loket 3 meminta Rp2 juta agar izin cepat terbit."
# No page has as many places to stop at.
STOPS = 80


@pytest.fixture(scope="module")
def browser() -> Iterator[ChromiumBrowser]:
    with chromium() as running:
        yield running


def test_a_report_is_filed_and_found_again_without_a_mouse(browser: ChromiumBrowser, portal: Office) -> None:
    page = browser.page
    browser.open(portal.origin("reporter"))
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Langsung ke isi"
    enter(page, "Buat laporan")
    code = re.findall(r"(?m)^[a-z]{3,8}$", see(browser, "Tulis sepuluh kata ini di kertas"))
    enter(page, "Sudah saya tulis")
    for number in re.findall(r"Kata nomor (\d+)", see(browser, "Periksa catatan Anda")):
        write(page, f"Kata nomor {number}", code[int(number) - 1])
    # Enter in a field does what the first button does.
    page.keyboard.press("Enter")
    see(browser, "Ceritakan yang Anda ketahui")
    write(page, FIRST, WHAT)
    tab_to(page, page.locator(field("Verifikator 4 — Itjen")))
    page.keyboard.press("Space")
    enter(page, "Kirim laporan")
    see(browser, "Laporan terkirim")

    browser.open(portal.origin("reporter") + "/status")
    write(page, "Kode tanda terima", " ".join(code))
    enter(page, "Buka")
    see(browser, "Belum ada balasan")


def test_an_error_is_where_the_keyboard_is(browser: ChromiumBrowser, portal: Office) -> None:
    browser.open(portal.origin("reporter") + "/status")
    write(browser.page, "Kode tanda terima", "dua kata")
    enter(browser.page, "Buka")
    see(browser, "Jumlah kata belum tepat")
    assert "Jumlah kata belum tepat" in browser.page.locator(":focus").inner_text()


def test_the_code_on_paper_is_ten_words_and_nothing_that_says_what_they_open(
    browser: ChromiumBrowser, portal: Office
) -> None:
    page = browser.page
    browser.open(portal.origin("reporter") + "/lapor")
    code = [each.strip() for each in page.locator("ol.words li").all_inner_texts()]
    page.emulate_media(media="print")
    try:
        assert browser.text().split() == code
        assert b"/Count 1" in page.pdf(prefer_css_page_size=True)
    finally:
        page.emulate_media(media="screen")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until this has the focus; each stop on the way must be visible as one."""
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count():
            outline = focused.evaluate("element => getComputedStyle(element).outlineStyle")
            assert outline != "none", focused.evaluate("element => element.outerHTML")
        if target.and_(focused).count():
            return
    raise AssertionError(f"{target} cannot be reached by keyboard")


def enter(page: Page, name: str) -> None:
    """Go to a button or link and press Enter."""
    tab_to(page, page.locator(pressable(name)))
    page.keyboard.press("Enter")


def write(page: Page, label: str, text: str) -> None:
    """Go to a field and type."""
    tab_to(page, page.locator(field(label)))
    page.keyboard.type(text)
