"""Files that take more memory than there is end the worker: what the page then says must come true."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.browsers import ChromiumBrowser, see, started_chromium
from tests.journeys.steps import FIRST, answer_back
from tests.promises.between import Portal, standing_between

pytestmark = [pytest.mark.browser, pytest.mark.process]

TEXT = "Kuitansi dari loket 3."


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with standing_between(tmp_path_factory.mktemp("portal")) as standing:
        yield standing


def at_files(browser: ChromiumBrowser, portal: Portal, way: str) -> list[str]:
    """Come to the screen of files; return the code."""
    if way == "return":
        code = portal.file(what="Lewat cara biasa.")
        browser.open(f"{portal.origin}/status")
        see(browser, "Kode dibaca di peramban ini saja")
        browser.fill("Kode tanda terima", " ".join(code))
        browser.press("Buka")
        see(browser, "Status laporan")
    else:
        browser.open(f"{portal.origin}/lapor")
        code = re.findall(r"(?m)^[a-z]{3,8}$", see(browser, "Disegel di peramban ini."))
        browser.press("Sudah saya tulis")
        answer_back(browser, code)
        see(browser, "Ceritakan yang Anda ketahui")
        browser.fill(FIRST, TEXT)
        browser.press("Kirim laporan")
        see(browser, "Laporan terkirim")
    browser.press("Tambahkan berkas")
    see(browser, "Sebelum memilih")
    return code


@pytest.mark.parametrize("way", ["filing", "return"])
def test_sending_once_more_sends_the_files(portal: Portal, tmp_path: Path, way: str) -> None:
    file = tmp_path / "kuitansi.bin"
    file.write_bytes(b"Rp2 juta " * 100)
    with started_chromium() as chromium:
        browser = ChromiumBrowser(chromium.new_page())
        code = at_files(browser, portal, way)
        browser.choose("Pilih berkas", file)
        browser.press("Periksa berkas")
        see(browser, "Periksa, lalu kirim")
        browser.fill("Pesan untuk pembaca", TEXT)
        portal.between.take()
        browser.page.workers[0].evaluate("setTimeout(() => { throw new Error('out of memory') })")
        browser.press("Kirim 1 berkas")
        see(browser, "Belum terkirim", "Penyegelan di peramban ini berhenti", "kirim sekali lagi")
        assert portal.between.drops() == []
        browser.press("Kirim 1 berkas")
        see(browser, "Pesan terkirim", "1 berkas terkirim")
    case = portal.case(code)
    assert case is not None
    (message,) = case.messages
    assert message.letter.text == TEXT
    assert [each.name for each in message.letter.attachments] == [file.name]
