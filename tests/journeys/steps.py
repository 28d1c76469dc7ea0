"""Parts of the reporter's way that several stories share, for any browser."""

import re

from tests.journeys.browsers import Browser, see
from tests.journeys.office import Office

FIRST = "Apa yang terjadi? (wajib)"


def write_down(browser: Browser) -> list[str]:
    """Go from the landing page to the code; return its words."""
    browser.press("Buat laporan")
    code = re.findall(r"(?m)^[a-z]{3,8}$", see(browser, "Tulis sepuluh kata ini di kertas"))
    assert len(code) == 10, browser.text()
    browser.press("Sudah saya tulis")
    return code


def answer_back(browser: Browser, code: list[str]) -> None:
    """Type the two words that are asked for, on the way to the form."""
    for number in re.findall(r"Kata nomor (\d+)", see(browser, "Periksa catatan Anda")):
        browser.fill(f"Kata nomor {number}", code[int(number) - 1])
    browser.press("Lanjut ke formulir")


def come_back(browser: Browser, portal: Office, code: list[str]) -> None:
    """Ask for the status."""
    browser.open(portal.origin("reporter"))
    browser.press("Cek status laporan")
    browser.fill("Kode tanda terima", " ".join(code))
    browser.press("Buka")
