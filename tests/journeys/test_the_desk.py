"""A desk in a browser, from the first letter to the laptop that is lost.

A real portal, a courier who sits at it, and two desks as processes of their own; a person at each, in
Chromium. The reporter's browser runs no script here. Read test_one_report.py first: this is the same way,
with pages instead of commands on the investigators' side.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from crypto import receipt
from tests.journeys.browsers import field, started_chromium
from tests.journeys.office import PASSPHRASE, READERS, Office, file_report, run
from tests.journeys.visitor import Visitor
from tests.promises.desk_process import Home, launch_file, running
from wbs.letters.keyring import decode
from wbs.letters.panel import panel

pytestmark = [pytest.mark.browser, pytest.mark.process]

WHAT = "Petugas loket 3 meminta Rp2 juta agar izin cepat terbit."
QUESTION = "Pada hari apa uang itu biasanya diminta?"
ANSWER = "Setiap Selasa dan Kamis, setelah pukul empat."
REMARK = "Minta daftar piket loket kepada bagian umum."
RESULT = "Pemeriksaan selesai. Terima kasih atas laporan Anda."


class Seat:
    """A person at a desk's pages: presses what the pages call so."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, name: str) -> None:
        """Press the one button of this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        """Follow the first link of this name."""
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def fill(self, label: str, text: str) -> None:
        """Fill in the field of this label."""
        self.page.locator(field(label)).fill(text)

    def tick(self, label: str) -> None:
        """Tick the box, or choose the one, whose label begins so."""
        self.page.locator("label", has_text=re.compile(rf"^\s*{label}")).click()

    def open(self, title: str) -> None:
        """Unfold what has this title."""
        self.page.locator("summary", has_text=re.compile(f"^{re.escape(title)}$")).click()

    def see(self, *texts: str) -> str:
        """Wait until all of these are on the page; return its text."""
        for text in texts:
            try:
                self.page.get_by_text(text, exact=False).first.wait_for()
            except PlaywrightError:
                raise AssertionError(f"{text!r} is not on {self.page.url}:\n{self.text}") from None
        return self.text

    @property
    def text(self) -> str:
        """What is to be read on the page."""
        return self.page.inner_text("body")

    def unlock(self) -> None:
        """Open the desk with its passphrase."""
        self.fill("Frasa sandi", PASSPHRASE)
        self.press("Buka meja")
        self.page.get_by_role("button", name="Kunci meja", exact=True).wait_for()

    def take_in(self, bundle: Path) -> str:
        """Import a bundle that the courier brought; return the summary."""
        self.follow("Impor")
        self.page.locator(field("Berkas bundel")).set_input_files(bundle)
        self.press("Impor")
        return self.see("Impor selesai")

    def look_at(self, case: str) -> str:
        """Open a case from the list."""
        self.follow("Daftar kasus")
        self.follow(case)
        return self.see(f"Kasus {case}")

    def answer(self, case: str, state: str, text: str) -> None:
        """Answer the reporter, after a look at what they will see."""
        self.look_at(case)
        self.follow("Jawab pelapor")
        self.tick(state)
        self._preview(case, text)
        self._send(case)

    def close(self, case: str, text: str) -> None:
        """Confirm what a colleague proposed, and tell the reporter."""
        self.look_at(case)
        self.follow("Kukuhkan dan jawab pelapor")
        self._preview(case, text)
        self.tick("Saya sudah membaca semua surat kasus ini.")
        self._send(case)

    def _preview(self, case: str, text: str) -> None:
        self.fill("Jawaban", text)
        self.press("Lihat sebelum mengirim")
        self.see(f"Yang akan dilihat pelapor kasus {case}", text)

    def _send(self, case: str) -> None:
        self.press("Kirim jawaban")
        self.see(f"Kasus {case}")

    def is_closed(self) -> None:
        """Check what the case is, which is more than what somebody said of it."""
        assert self.page.locator(".standing").inner_text() == "Selesai (Terbukti)"
        assert "Tidak berlaku" not in self.page.locator("body").inner_text()

    def send_out(self, folder: Path) -> Path:
        """Make an outbox and save it for the courier."""
        self.follow("Kotak keluar")
        self.press("Buat kotak keluar")
        self.see("Kotak keluar siap")
        with self.page.expect_download() as coming:
            self.follow("Unduh")
        path = folder / coming.value.suggested_filename
        coming.value.save_as(path)
        return path


@contextmanager
def seated(chromium: Browser, folder: Path, home: Home) -> Iterator[Seat]:
    """Open a desk's pages in a fresh window until the block ends."""
    context = chromium.new_context(viewport={"width": 1024, "height": 768}, accept_downloads=True)
    with running(folder, home, "--no-browser") as process:
        page = context.new_page()
        page.goto(launch_file(process).as_uri())
        page.wait_for_url(re.compile(r"http://127\.0\.0\.1:\d+/(buka|mulai)"))
        yield Seat(page)
    context.close()


def test_from_the_first_letter_to_the_lost_laptop(office: Office, tmp_path: Path) -> None:
    with office.open("reporter"), started_chromium() as chromium:
        reporter, code, (first, second, colleague) = filed(office)
        case, bundle = office.case(code), office.bundle()
        for each in READERS:
            said = office.desk(each).run("import", bundle)
            assert (case in said) == (each == first)

        # The first reader imports, reads, remarks, and asks back.
        home = Home(tmp_path / "laptop")
        with seated(chromium, office.desk(first).folder, home) as at:
            at.unlock()
            # It was taken in when the story asked whose it is: a second import adds nothing.
            assert re.search(r"Laporan baru\s+0", at.take_in(bundle))
            assert WHAT in at.look_at(case)
            at.fill("Komentar", REMARK)
            at.press("Simpan komentar")
            at.see(REMARK)
            at.answer(case, "Sedang ditelaah", QUESTION)
            carry(office, at.send_out(tmp_path))

            # The reporter reads it, and answers.
            assert QUESTION in status(reporter, code)
            reporter.send("/pesan", text=ANSWER)
            assert re.search(r"Pesan susulan\s+1", at.take_in(office.bundle()))
            assert ANSWER in at.look_at(case)

            # Another reader was not among those it went to: they are let in, and it goes on.
            at.open("Beri rekan akses")
            title = colleague.replace("-", " ").capitalize()
            at.page.locator("#t-grant label", has_text=title).click()
            at.press("Beri akses")
            at.see(f"Kasus {case}")
            at.answer(case, "Sedang diperiksa", "Laporan Anda sedang diperiksa.")

            # Closing takes two: the first proposes.
            at.look_at(case)
            at.open("Ubah keadaan")
            at.tick(r"Selesai \(Terbukti\)")
            at.tick("Saya sudah membaca semua surat kasus ini.")
            at.press("Simpan keadaan")
            assert "Menunggu orang kedua" in at.see(f"Kasus {case}")
            (tmp_path / "second").mkdir()
            carry(office, at.send_out(tmp_path / "second"))
            shelf = tmp_path / "rak"
            shelf.mkdir()
            at.follow("Brankas")
            at.fill("Alamat folder lain", str(shelf))
            at.press("Buat salinan")
            at.see("Salinan rak tersegel ada di")

        # The colleague reads every letter, confirms, and tells the reporter.
        with seated(chromium, office.desk(colleague).folder, Home(tmp_path / "other")) as other:
            other.unlock()
            other.take_in(office.bundle())
            seen = other.look_at(case)
            assert all(each in seen for each in (WHAT, ANSWER, REMARK, QUESTION))
            # All of these were there when the other proposed.
            assert "belum ada di meja pengusul" not in seen
            other.close(case, RESULT)
            other.is_closed()
            (tmp_path / "third").mkdir()
            carry(office, other.send_out(tmp_path / "third"))
        told = status(reporter, code)
        assert RESULT in told
        assert "terbukti" in told.lower()

        # The first reader's laptop is lost. A new one, the backup, the copy of the shelf, and a whole bundle.
        shutil.rmtree(office.desk(first).folder)
        new = Home(tmp_path / "new laptop")
        (copied,) = shelf.iterdir()
        with seated(chromium, new.folder / "home" / "meja", new) as at:
            begin_again(at, office, first, copied)
            at.take_in(office.bundle())
            seen = at.look_at(case)
            assert all(each in seen for each in (WHAT, ANSWER, REMARK, QUESTION, RESULT))
            at.is_closed()
            # And whoever comes by after the lock sees nothing.
            at.press("Kunci meja")
            assert WHAT not in at.see("Meja terkunci")
        assert second in READERS


def filed(office: Office) -> tuple[Visitor, str, tuple[str, str, str]]:
    """Return a reporter, their code, and who sits where: two of its readers, one who does not read it.

    The first acknowledges it. All acts of a day count in the order of names, so the other comes after.
    """
    keyring = decode((office.folder / "ceremony" / "keyring-1.json").read_bytes())
    while True:
        reporter = Visitor(office.origin("reporter"))
        code = file_report(reporter, what=WHAT)
        thread = receipt.reporter_keys(receipt.read(code).receipt, keyring.instance).thread
        first, second, _third = (each.id for each in panel(keyring, thread, (), datetime.now(UTC).date()))
        (colleague,) = set(READERS) - {first, second, _third}
        if first < colleague:
            return reporter, code, (first, second, colleague)


def begin_again(at: Seat, office: Office, reader: str, shelf: Path) -> None:
    """Make a desk from backup and shelf, with the words compared and a passphrase typed twice."""
    ceremony = office.folder / "ceremony"
    names = (f"reader-{reader}.age", "pin-1.json", "keyring-1.json", "office.toml")
    parts = [ceremony / name for name in names]
    at.page.locator(field("Berkas")).set_input_files([*parts, *sorted(ceremony.glob("keyring-1.*minisig"))])
    at.fill("Frasa sandi cadangan (reader-….age)", PASSPHRASE)
    at.open("Ada salinan rak dari meja lama")
    at.fill("Alamat folder salinan", str(shelf))
    at.press("Periksa berkas")
    at.see("Sidik jari portal")
    at.tick("Kedua belas kata sama dengan poster")
    at.fill("Frasa sandi sendiri", PASSPHRASE)
    at.press("Lanjut")
    at.see("Sekali lagi, dari kertas")
    at.fill("Frasa sandi", PASSPHRASE)
    at.press("Buat meja")
    at.page.get_by_role("button", name="Kunci meja", exact=True).wait_for()


def carry(office: Office, outbox: Path) -> None:
    """Hand in an outbox at the portal."""
    run("courier", "import", "--config", office.config, outbox)


def status(reporter: Visitor, code: str) -> str:
    """Return what the reporter reads after typing the code."""
    reporter.open("/status")
    return reporter.send(code=code)
