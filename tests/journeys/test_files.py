"""Files, in a real Chromium and a real Firefox without JavaScript, from the chooser to a reader's disk.

Between the browser and the portal is a line that can break.
"""

import hashlib
import io
import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import docx
import pikepdf
import pytest

from tests.journeys.browsers import PATIENCE, Browser, chromium, firefox, see
from tests.journeys.line import Line, line
from tests.journeys.office import PANEL, Office, cheap_passphrases
from tests.journeys.steps import FIRST, answer_back, come_back, write_down
from tests.portal import evidence
from tests.portal.process import free_port
from tests.scrub.word_documents import paragraph, word

pytestmark = [pytest.mark.browser, pytest.mark.process]

WHAT = "Petugas loket 3 meminta Rp2 juta agar izin cepat terbit."
VIDEO = 200 << 20
REVISED = (
    '<w:p><w:r><w:t xml:space="preserve">Biaya resmi </w:t></w:r>'
    '<w:del w:id="1" w:author="Sari Wulandari" w:date="2025-03-04T05:06:07Z">'
    "<w:r><w:delText>nol</w:delText></w:r></w:del>"
    '<w:ins w:id="2" w:author="Sari Wulandari" w:date="2025-03-04T05:06:07Z">'
    "<w:r><w:t>dua juta</w:t></w:r></w:ins></w:p>"
)


@pytest.fixture(scope="module", params=[chromium, firefox])
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Each of the two browsers, started once."""
    start: Callable[[], AbstractContextManager[Browser]] = request.param
    with start() as running:
        yield running


@pytest.fixture(scope="module")
def reached(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Line]]:
    """An office that takes messages of 512 MiB, and the line by which its reporters come."""
    with cheap_passphrases():
        office = Office(tmp_path_factory.mktemp("office"), message_bytes=512 << 20)
        behind, settings = free_port(), office.config.read_text()
        listens = f'listen = "127.0.0.1:{office.ports["reporter"]}"'
        assert listens in settings
        office.config.write_text(settings.replace(listens, f'listen = "127.0.0.1:{behind}"'))
        with line(office.ports["reporter"], behind) as carrying, office.open():
            yield office, carrying


@pytest.fixture(scope="module")
def portal(reached: tuple[Office, Line]) -> Office:
    return reached[0]


def test_what_files_give_away_stays_behind(browser: Browser, portal: Office, tmp_path: Path) -> None:
    code = report(browser, portal)
    photo, receipt, letter = tmp_path / "IMG_2041.jpg", tmp_path / "kuitansi.pdf", tmp_path / "nota.docx"
    photo.write_bytes(evidence.jpeg())
    receipt.write_bytes(evidence.pdf())
    letter.write_bytes(word(REVISED + paragraph("Dibayar tunai.")))
    browser.press("Tambahkan berkas")
    see(browser, "Paling banyak 20 berkas", "Setelah itu Anda yang menekan kirim")
    browser.choose("Pilih berkas", photo, receipt, letter)
    browser.press("Periksa berkas")
    see(browser, "tempat (koordinat GPS)", "nama orang atau instansi", "jejak perubahan")
    browser.fill("Pesan untuk pembaca", "Foto papan biaya dan kuitansinya.")
    browser.press("Kirim 3 berkas")
    see(browser, "Pesan terkirim", "3 berkas terkirim", "Sudah dihapus")

    shown, saved = read(portal, code, tmp_path, 3)
    assert "Foto papan biaya dan kuitansinya." in shown
    assert "tempat (koordinat GPS)" in shown
    assert saved[0].read_bytes() == evidence.jpeg(exif=False)
    for file in saved:
        told = json.dumps(metadata(file))
        assert "GPS" not in told
        assert evidence.AUTHOR not in told
    with pikepdf.open(saved[1]) as document:
        assert len(document.pages) == 1
    text = [each.text for each in docx.Document(io.BytesIO(saved[2].read_bytes())).paragraphs]
    assert text == ["Biaya resmi dua juta", "Dibayar tunai."]
    assert b"Sari" not in saved[2].read_bytes()


def test_a_video_of_200_mib_arrives_as_it_was(browser: Browser, portal: Office, tmp_path: Path) -> None:
    code = report(browser, portal)
    video = tmp_path / "VID_2041.mp4"
    video.write_bytes(evidence.video())
    with video.open("r+b") as file:
        file.truncate(VIDEO)
    come_back(browser, portal, code)
    see(browser, "Belum ada balasan")
    # Who must not read is nowhere kept, and named again.
    browser.press("Verifikator 4 — Itjen")
    browser.press("Tambahkan berkas")
    browser.choose("Pilih berkas", video)
    browser.press("Periksa berkas")
    see(browser, "Video tidak dapat kami bersihkan", "200 MB")
    browser.press("Kirim 1 berkas")
    see(browser, "1 berkas terkirim", "Tidak kami bersihkan")
    _, (saved,) = read(portal, code, tmp_path, 1)
    assert digest(saved) == digest(video)


def test_ten_files_at_once(browser: Browser, portal: Office, tmp_path: Path) -> None:
    code = report(browser, portal)
    files = [tmp_path / f"foto {number}.png" for number in range(1, 10)]
    for number, file in enumerate(files):
        file.write_bytes(evidence.png(f"Sari {number}"))
    empty = tmp_path / "kosong.txt"
    empty.touch()
    browser.press("Tambahkan berkas")
    browser.choose("Pilih berkas", *files, empty)
    browser.press("Periksa berkas")
    see(browser, "Berkas kosong tidak ikut", "kosong.txt", "foto 9.png")
    browser.press("Ganti nama berkas menjadi berkas-1, berkas-2, dan seterusnya")
    browser.press("Kirim 9 berkas")
    see(browser, "9 berkas terkirim", "berkas-9.png")
    _, saved = read(portal, code, tmp_path, 9)
    assert [file.name for file in saved] == [f"{number:02}-berkas-{number}.png" for number in range(1, 10)]
    assert all(b"Sari" not in file.read_bytes() for file in saved)


def test_a_line_that_breaks_in_the_middle_costs_the_upload_and_nothing_else(
    browser: Browser, reached: tuple[Office, Line], tmp_path: Path
) -> None:
    portal, carrying = reached
    code = report(browser, portal)
    video = tmp_path / "VID_1.mp4"
    video.write_bytes(evidence.video(8 << 20))
    before = carrying.cuts
    browser.press("Tambahkan berkas")
    browser.choose("Pilih berkas", video)
    carrying.cut_after = 4 << 20
    try:
        browser.press("Periksa berkas")
        end = time.monotonic() + PATIENCE
        # Until the browser says so with a page of its own.
        while carrying.cuts == before or "Periksa berkas" in browser.text():
            assert time.monotonic() < end, browser.text()
            time.sleep(0.05)
    finally:
        carrying.cut_after = None
    come_back(browser, portal, code)
    see(browser, "Belum ada balasan")
    # Who must not read is nowhere kept, and named again.
    browser.press("Verifikator 4 — Itjen")
    browser.press("Tambahkan berkas")
    browser.choose("Pilih berkas", video)
    browser.press("Periksa berkas")
    see(browser, "Video tidak dapat kami bersihkan")
    browser.press("Kirim 1 berkas")
    see(browser, "1 berkas terkirim")
    _, (saved,) = read(portal, code, tmp_path, 1)
    assert digest(saved) == digest(video)
    assert not list((portal.config.parent / "data" / "spool").glob("*/0*"))


def report(browser: Browser, portal: Office) -> list[str]:
    """File a report that only the last of the readers does not get; the browser shows the sent page."""
    browser.open(portal.origin("reporter"))
    code = write_down(browser)
    answer_back(browser, code)
    browser.fill(FIRST, WHAT)
    browser.press("Verifikator 4 — Itjen")
    browser.press("Kirim laporan")
    see(browser, "Laporan terkirim")
    return code


def read(portal: Office, code: list[str], folder: Path, count: int) -> tuple[str, list[Path]]:
    """Open the case at a desk and save its attachments; return what the desk shows, and the files."""
    desk, case = portal.desk(PANEL[0]), portal.case(" ".join(code))
    # The letter with the video is carried once, not again for each that follows.
    desk.run("import", "--no-acknowledge", portal.bundle(everything=False))
    stick = folder / "stik"
    stick.mkdir()
    for number in range(1, count + 1):
        desk.run("save", case, number, stick, "--yes")
    return desk.run("show", case), sorted(stick.iterdir())


def metadata(file: Path) -> list[dict[str, object]]:
    """Return what exiftool finds in a file."""
    command = ["exiftool", "-j", "-a", "-G1", "-ee", str(file)]
    found: list[dict[str, object]] = json.loads(
        subprocess.run(command, capture_output=True, check=True).stdout
    )
    return [{name: value for name, value in each.items() if not name.startswith("System:")} for each in found]


def digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
