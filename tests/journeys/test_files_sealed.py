"""Files with JavaScript on: looked into, cleaned, sealed and sent by Chromium, under the portal's own policy.

The portal gets sealed parts; what it could have learnt is looked for in everything that the browser sent.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
from playwright.sync_api import BrowserContext, Playwright, Request, Route, sync_playwright

from tests.journeys.browsers import CHROMIUM, FLAGS, HEIGHT, WIDTH, Browser, ChromiumBrowser, firefox, see
from tests.journeys.line import Line, line
from tests.journeys.office import ACCUSED, Office, cheap_passphrases, file_report
from tests.journeys.test_accessibility import inspect
from tests.journeys.test_files import REVISED, VIDEO, digest, read
from tests.journeys.visitor import Visitor
from tests.portal import evidence
from tests.portal.process import free_port
from tests.scrub.word_documents import paragraph, word

pytestmark = [pytest.mark.browser, pytest.mark.process]

WHAT = "Petugas loket 3 meminta Rp2 juta agar izin cepat terbit."
MESSAGE = "Foto papan biaya, diambil Selasa pagi."
PART = 4 << 20
# Milliseconds for sealing and sending 200 MiB, on a machine that does other things as well.
LONG = 300_000.0
MARK = b"wbs-canary-4417 "
ADDRESSES = {"bagian", "surat", "lapor", "status", "kunci", "biasa"}


class Watched:
    """What a browser sent: the address and the body of every request."""

    def __init__(self, context: BrowserContext) -> None:
        """Watch all pages of a context."""
        self.sent: list[tuple[str, bytes]] = []
        context.on("request", self._keep)

    def _keep(self, request: Request) -> None:
        self.sent.append((request.url, request.post_data_buffer or b""))

    def assert_silent(self, *words: str) -> None:
        """Fail if one of these was sent. Chance writes what is shorter."""
        assert self.sent
        # A word of the code may be one of our addresses.
        marks = [word.encode() for word in words if len(word) > 4 and word not in ADDRESSES]
        for url, body in self.sent:
            told = (url + "\n").encode() + body
            assert not [mark for mark in marks if mark in told], url

    def posted(self) -> list[str]:
        """Return where bodies were posted, without origins and identifiers."""
        return [
            re.sub(r"^http://[^/]+|[0-9a-f]{32}|\?.*", "", url) for url, _body in self.sent if "/surat" in url
        ]


@contextmanager
def scripted(driver: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """Run Chromium with JavaScript and a profile on disk until the block ends."""
    context = driver.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        args=list(FLAGS),
        viewport={"width": WIDTH, "height": HEIGHT},
        reduced_motion="reduce",
    )
    try:
        yield context
    finally:
        context.close()


@pytest.fixture(scope="module")
def driver() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def context(driver: Playwright) -> Iterator[BrowserContext]:
    """A browser for the whole module; each test opens a page of its own."""
    with TemporaryDirectory(prefix="wbs-profile-") as profile, scripted(driver, Path(profile)) as running:
        yield running


@pytest.fixture
def browser(context: BrowserContext) -> Iterator[ChromiumBrowser]:
    page = context.new_page()
    # What is typed may be lost when a test is over.
    page.on("dialog", lambda dialog: dialog.accept())
    try:
        yield ChromiumBrowser(page)
    finally:
        page.close()


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


def test_what_files_give_away_never_leaves_the_browser(
    browser: ChromiumBrowser, portal: Office, tmp_path: Path
) -> None:
    watched = Watched(browser.page.context)
    code = come_to_files(browser, portal)
    photo, picture, empty = tmp_path / "IMG_2041.jpg", tmp_path / "foto papan.png", tmp_path / "kosong.txt"
    photo.write_bytes(evidence.jpeg())
    picture.write_bytes(evidence.png(evidence.AUTHOR))
    empty.touch()
    receipt = tmp_path / "kuitansi.pdf"
    receipt.write_bytes(evidence.pdf())
    letter = tmp_path / "nota.docx"
    letter.write_bytes(word(REVISED + paragraph("Dibayar tunai.")))
    browser.choose("Pilih berkas", photo, picture, receipt, letter, empty)
    browser.press("Periksa berkas")
    shown = see(browser, "tempat (koordinat GPS)", "komentar", "jejak perubahan", "Berkas kosong tidak ikut")
    assert "kosong.txt" in shown
    assert "tidak dapat kami bersihkan di peramban" in shown
    browser.fill("Pesan untuk pembaca", MESSAGE)
    browser.press("Kirim 4 berkas")
    sent = see(browser, "Pesan terkirim", "4 berkas terkirim", "Sudah dihapus: tempat (koordinat GPS)")
    assert "Tidak kami bersihkan." in sent

    watched.assert_silent(
        "IMG_2041",
        "papan",
        "nota.docx",
        "Dibayar",
        evidence.AUTHOR,
        evidence.SERIAL,
        MESSAGE,
        "Exif\0\0",
        *code,
    )
    assert watched.posted() == ["/surat"]
    shown, saved = read(portal, code, tmp_path, 4)
    assert MESSAGE in shown
    assert "tempat (koordinat GPS)" in shown
    assert [file.name for file in saved] == [
        *("01-IMG_2041.jpg", "02-foto papan.png", "03-kuitansi.pdf", "04-nota.docx")
    ]
    assert saved[0].read_bytes() == evidence.jpeg(exif=False)
    assert evidence.AUTHOR.encode() not in saved[1].read_bytes()
    assert saved[2].read_bytes() == receipt.read_bytes()
    text = [each.text for each in docx.Document(io.BytesIO(saved[3].read_bytes())).paragraphs]
    assert text == ["Biaya resmi dua juta", "Dibayar tunai."]
    assert b"Sari" not in saved[3].read_bytes()


def test_choices_are_the_reporters(browser: ChromiumBrowser, portal: Office, tmp_path: Path) -> None:
    code = come_to_files(browser, portal)
    photos = [tmp_path / f"Sari {number}.jpg" for number in range(1, 10)]
    for number, photo in enumerate(photos):
        photo.write_bytes(evidence.jpeg() + bytes([number]))
    browser.choose("Pilih berkas", *photos)
    browser.press("Periksa berkas")
    shown = see(browser, "Yang kami temukan", "Sari 9.jpg", "Kirim 9 berkas")
    assert "Verifikator 4" not in shown
    browser.press("Ganti nama berkas menjadi berkas-1, berkas-2, dan seterusnya")
    browser.press("Kirim apa adanya, tanpa menghapus apa pun")
    browser.press("Kirim 9 berkas")
    see(browser, "Pesan terkirim", "9 berkas terkirim", "berkas-9.jpg", "Masih ada di dalamnya: tempat")
    _, saved = read(portal, code, tmp_path, 9)
    assert [file.name for file in saved] == [f"{number:02}-berkas-{number}.jpg" for number in range(1, 10)]
    assert [digest(file) for file in saved] == [digest(photo) for photo in photos]


def test_what_cannot_be_sent_is_said_and_costs_nothing(
    browser: ChromiumBrowser, portal: Office, tmp_path: Path
) -> None:
    come_to_files(browser, portal)
    browser.press("Periksa berkas")
    see(browser, "Belum ada berkas")
    large = tmp_path / "VID_1.mp4"
    with large.open("wb") as file:
        file.truncate(600 << 20)
    browser.choose("Pilih berkas", large)
    browser.press("Periksa berkas")
    see(browser, "Berkas terlalu besar", "Semuanya berjumlah 600,1 MB", "paling banyak 511,9 MB")
    many = [tmp_path / f"{number}.txt" for number in range(21)]
    for each in many:
        each.write_text("Catatan.")
    browser.choose("Pilih berkas", *many)
    browser.press("Periksa berkas")
    see(browser, "Terlalu banyak berkas", "21")
    browser.choose("Pilih berkas", *many[:2])
    browser.press("Periksa berkas")
    see(browser, "Yang kami temukan")
    browser.fill("Pesan untuk pembaca", MESSAGE)
    browser.press("Pilih ulang")
    see(browser, "Tambahkan berkas")
    browser.press("Periksa berkas")
    see(browser, "Kirim 2 berkas")
    assert browser.page.input_value("textarea") == MESSAGE
    # Changed since it was looked into.
    many[1].write_text("Catatan yang lain.")
    browser.press("Kirim 2 berkas")
    see(browser, "Belum terkirim", "Berkas harus dipilih lagi")
    assert browser.page.input_value("textarea") == MESSAGE


def test_a_worker_that_does_not_load_cleans_nothing_and_claims_nothing(
    browser: ChromiumBrowser, portal: Office, tmp_path: Path
) -> None:
    code = come_to_files(browser, portal)
    browser.page.route("**/static/client/images.js", lambda route: route.fulfill(body="// not ours"))
    photo = tmp_path / "a.jpg"
    photo.write_bytes(evidence.jpeg())
    browser.choose("Pilih berkas", photo)
    browser.press("Periksa berkas")
    shown = see(browser, "gagal kami periksa")
    assert "Dihapus sebelum dikirim" not in shown
    browser.press("Kirim 1 berkas")
    see(browser, "Pesan terkirim", "Tidak kami bersihkan")
    _, (saved,) = read(portal, code, tmp_path, 1)
    assert saved.read_bytes() == evidence.jpeg()


def test_a_line_that_breaks_in_the_middle_goes_on_by_itself(
    browser: ChromiumBrowser, reached: tuple[Office, Line], tmp_path: Path
) -> None:
    portal, carrying = reached
    watched = Watched(browser.page.context)
    code = come_to_files(browser, portal)
    video = tmp_path / "VID_1.mp4"
    video.write_bytes(evidence.video(10 << 20))
    browser.choose("Pilih berkas", video)
    browser.press("Periksa berkas")
    see(browser, "Video tidak dapat kami bersihkan")

    def break_once(route: Route) -> None:
        carrying.cut_after = PART // 2 if carrying.cuts == before else None
        route.continue_()

    before = carrying.cuts
    browser.page.route("**/surat/*/2?*", break_once)
    try:
        browser.press("Kirim 1 berkas")
        see(browser, "Sambungan terputus; kami mencoba lagi.", "8 MB dari 16,1 MB (49%)")
    finally:
        carrying.cut_after = None
    see(browser, "Pesan terkirim")
    posted = watched.posted()
    assert posted[0] == "/surat//0"
    assert posted[-1] == "/surat/"
    # Every part went, one of them again, and none that had arrived.
    assert posted[:-1] == [f"/surat//{number}" for number in (0, 1, 2, 2, 3, 4)]
    _, (saved,) = read(portal, code, tmp_path, 1)
    assert digest(saved) == digest(video)


def test_a_line_that_stays_broken_keeps_all_and_goes_on_when_asked(
    browser: ChromiumBrowser, portal: Office, tmp_path: Path
) -> None:
    page = browser.page
    page.clock.install()
    code = come_to_files(browser, portal)
    video = tmp_path / "VID_1.mp4"
    video.write_bytes(evidence.video(10 << 20))
    browser.choose("Pilih berkas", video)
    browser.press("Periksa berkas")
    see(browser, "Video tidak dapat kami bersihkan")
    browser.fill("Pesan untuk pembaca", MESSAGE)
    watched = Watched(page.context)
    page.route("**/surat/*/2?*", lambda route: route.abort())
    browser.press("Kirim 1 berkas")
    see(browser, "Sambungan terputus; kami mencoba lagi.")
    for _ in range(8):
        page.clock.run_for(10_000)
    see(browser, "Belum pasti terkirim", "pengiriman berlanjut dari 49%")
    assert page.input_value("textarea") == MESSAGE
    page.unroute("**/surat/*/2?*")
    browser.press("Kirim 1 berkas")
    see(browser, "Pesan terkirim")
    assert watched.posted()[:2] == ["/surat//0", "/surat//1"]
    assert watched.posted().count("/surat//0") == 1
    shown, (saved,) = read(portal, code, tmp_path, 1)
    assert MESSAGE in shown
    assert digest(saved) == digest(video)


def test_a_portal_that_lost_the_parts_gets_the_letter_anew(
    browser: ChromiumBrowser, portal: Office, tmp_path: Path
) -> None:
    code = come_to_files(browser, portal)
    video = tmp_path / "VID_1.mp4"
    video.write_bytes(evidence.video(5 << 20))
    browser.choose("Pilih berkas", video)
    browser.press("Periksa berkas")
    see(browser, "Video tidak dapat kami bersihkan")
    lost = {"status": 409, "json": {"trouble": "parts_missing", "missing": [0]}}
    finish = re.compile(r"/surat/[0-9a-f]{32}\?")
    browser.page.route(finish, lambda route: route.fulfill(**lost))
    browser.press("Kirim 1 berkas")
    see(browser, "Belum terkirim")
    browser.page.unroute(finish)
    browser.press("Kirim 1 berkas")
    see(browser, "Pesan terkirim")
    _, (saved,) = read(portal, code, tmp_path, 1)
    assert digest(saved) == digest(video)


def test_sending_can_be_cancelled_and_begun_again(
    browser: ChromiumBrowser, portal: Office, tmp_path: Path
) -> None:
    code = come_to_files(browser, portal)
    video = tmp_path / "VID_1.mp4"
    video.write_bytes(evidence.video(10 << 20))
    browser.choose("Pilih berkas", video)
    browser.press("Periksa berkas")
    see(browser, "Video tidak dapat kami bersihkan")
    browser.fill("Pesan untuk pembaca", MESSAGE)
    browser.page.route("**/surat/*/1?*", lambda _route: None)
    browser.press("Kirim 1 berkas")
    see(browser, "Menyegel dan mengirim", "(24%)")
    browser.press("Batalkan pengiriman")
    see(browser, "Belum pasti terkirim", "Pengiriman dihentikan", "tidak akan tercatat dua kali")
    browser.page.unroute("**/surat/*/1?*")
    assert browser.page.input_value("textarea") == MESSAGE
    browser.press("Kirim 1 berkas")
    see(browser, "Pesan terkirim")
    _, (saved,) = read(portal, code, tmp_path, 1)
    assert digest(saved) == digest(video)


def test_a_video_of_200_mib_leaves_nothing_in_the_profile(
    driver: Playwright, portal: Office, tmp_path: Path
) -> None:
    video = tmp_path / "VID_2041.mp4"
    video.write_bytes(evidence.video() + MARK * 4096)
    with video.open("r+b") as file:
        file.truncate(VIDEO)
        file.seek(VIDEO - len(MARK))
        file.write(MARK)
    photo = tmp_path / "IMG_1.png"
    photo.write_bytes(evidence.png(evidence.AUTHOR))
    profile = tmp_path / "profil"
    with scripted(driver, profile) as context:
        browser = ChromiumBrowser(context.new_page())
        code = come_to_files(browser, portal)
        browser.choose("Pilih berkas", video, photo)
        browser.press("Periksa berkas")
        see(browser, "Video tidak dapat kami bersihkan", "200 MB")
        browser.fill("Pesan untuk pembaca", MESSAGE)
        browser.press("Kirim 2 berkas")
        browser.page.get_by_text("2 berkas terkirim").wait_for(timeout=LONG)
        see(browser, "Tidak kami bersihkan")
        left_over(profile, MARK, MESSAGE.encode(), b"VID_2041", evidence.AUTHOR.encode())
    left_over(profile, MARK, MESSAGE.encode(), b"VID_2041", evidence.AUTHOR.encode())
    _, saved = read(portal, code, tmp_path, 2)
    assert digest(saved[0]) == digest(video)


def test_firefox_cleans_and_sends_the_same(portal: Office, tmp_path: Path) -> None:
    photo, video = tmp_path / "IMG_2041.jpg", tmp_path / "VID_1.mp4"
    photo.write_bytes(evidence.jpeg())
    video.write_bytes(evidence.video(10 << 20))
    with firefox({"javascript.enabled": "true"}) as browser:
        code = come_to_files(browser, portal)
        browser.choose("Pilih berkas", photo, video)
        browser.press("Periksa berkas")
        see(browser, "tempat (koordinat GPS)", "Video tidak dapat kami bersihkan")
        browser.fill("Pesan untuk pembaca", MESSAGE)
        browser.press("Kirim 2 berkas")
        see(browser, "2 berkas terkirim", "Sudah dihapus: tempat (koordinat GPS)")
    shown, saved = read(portal, code, tmp_path, 2)
    assert MESSAGE in shown
    assert saved[0].read_bytes() == evidence.jpeg(exif=False)
    assert digest(saved[1]) == digest(video)


@pytest.mark.parametrize("lang", ["", "/en"])
def test_axe_finds_nothing(driver: Playwright, portal: Office, lang: str, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("IMG_2041.jpg", f"{'x' * 80}.pdf", "VID.mp4", "kosong.txt")]
    for file, content in zip(
        files, (evidence.jpeg(), evidence.pdf(), evidence.video(5 << 20), b""), strict=True
    ):
        file.write_bytes(content)
    # axe is put in by the test, past the portal's policy.
    running = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
    context = running.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce", bypass_csp=True
    )
    page = context.new_page()
    code = file_report(Visitor(portal.origin("reporter")), what=WHAT)
    page.goto(f"{portal.origin('reporter')}{lang}/status")
    page.fill("#code", code)
    page.click("main button[type=submit]")
    page.click("button[name=files]")
    page.locator("#files").wait_for()
    inspect(page)
    page.click("main button[type=submit]")
    page.locator("[role=alert]").wait_for()
    inspect(page)
    page.set_input_files("#files", files)
    for box in page.locator("[name=excluded]").all()[:-1]:
        box.check()
    waiting: list[Route] = []
    page.route("**/static/client/images.js", lambda route: waiting.append(route))
    page.click("main button[type=submit]")
    page.locator("progress").wait_for()
    inspect(page)
    page.click("[data-do=cancel]")
    # Chromium lets a second request for the same address wait for the first.
    for route in waiting:
        route.abort()
    page.unroute("**/static/client/images.js")
    page.click("main button[type=submit]")
    page.locator("ol.files").wait_for()
    inspect(page)
    assert page.evaluate("document.documentElement.scrollWidth") == WIDTH
    page.click("main button[type=submit]")
    page.locator("[role=alert]").wait_for()
    inspect(page)
    page.check("#confirm_one_reader")
    page.route("**/surat/**", lambda _: None)
    page.click("main button[type=submit]")
    page.get_by_text("0%").wait_for()
    inspect(page)
    page.click("[data-do=cancel]")
    page.locator("[role=alert]").wait_for()
    inspect(page)
    page.unroute("**/surat/**")
    page.click("main button[type=submit]")
    page.locator("[data-do=more]").wait_for()
    inspect(page)
    running.close()


def come_to_files(browser: Browser, portal: Office) -> list[str]:
    """File a report without a script, come back with one, and go to where files are chosen.

    The last of the readers must not read either.
    """
    code = file_report(Visitor(portal.origin("reporter")), what=WHAT, excluded=ACCUSED).split()
    browser.open(portal.origin("reporter") + "/status")
    see(browser, "Kode dibaca di peramban ini saja")
    browser.fill("Kode tanda terima", " ".join(code))
    browser.press("Buka")
    see(browser, "Status laporan")
    browser.press("Tambahkan berkas")
    see(browser, "Sebelum memilih")
    browser.press("Verifikator 4 — Itjen")
    return code


def left_over(profile: Path, *marks: bytes) -> None:
    """Fail if one of these stands in a file of the profile."""
    files = [file for file in profile.rglob("*") if file.is_file() and not file.is_symlink()]
    assert files
    for file in files:
        content = file.read_bytes()
        assert not [mark for mark in marks if mark in content], file
