"""A first-time reader with a printed sheet, and a courier with another, do what is printed and no more."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Page

from crypto.receipt import spell
from tests.journeys.browsers import ChromiumBrowser, field, see, started_chromium
from tests.journeys.office import ACCUSED, PANEL, PASSPHRASE, Office, file_report
from tests.journeys.sheets import FOLDER, Follower, Step, option, quoted, steps
from tests.journeys.visitor import Visitor
from wbs.letters.pin import Pin

WHAT = "Petugas loket 3 meminta Rp2 juta agar izin cepat terbit."
ANSWER = "Terima kasih. Kami menelaah laporan Anda."
# As Debian's desktop mounts them; a page shows the last part, as the file manager does.
MEDIA = "/media/siti"
STICK, COPY = "STIK", "SALINAN"
REPLACED = "perahu kopi kertas senja"
OUTBOX = "Berkas kotak keluar"
ROOT = FOLDER.parents[1]
# What is to be chosen is no label, but something of the office's own.
NO_LABELS = {"nama kasus"}
# What minisign, the file manager and the installer say; each step of A has its test.
ELSEWHERE = {"Signature and comment signature verified", "Buka di Terminal", "terpasang"}
A4 = (595, 842)

pytestmark = [pytest.mark.browser, pytest.mark.process]


@dataclass
class Reader(Follower):
    """``stick``: the name of the stick that is to be chosen."""

    stick: str = STICK


# What Debian's desktop does when a stick is plugged in.
_PLUG_IN = """
    set -e
    mount -t tmpfs media /media
    while [ "$1" != -- ]; do
        mkdir -p -m 0755 "$1"
        mount --bind "$2" "$1"
        shift 2
    done
    shift
    exec "$@"
"""


def test_each_sheet_fits_one_side_of_a4(tmp_path: Path) -> None:
    with started_chromium() as chromium:
        page = chromium.new_page()
        for name in ("pembaca", "kurir"):
            page.goto((FOLDER / f"{name}.html").as_uri())
            # As full as an office fills it in.
            page.evaluate(
                "for (const e of document.querySelectorAll('.isian')) e.textContent = 'm'.repeat(30)"
            )
            if name == "pembaca":
                page.locator("#kunci-rilis").fill("W" * 56)
            path = tmp_path / f"{name}.pdf"
            page.pdf(path=path, prefer_css_page_size=True)
            with pypdfium2.PdfDocument(path) as printed:
                sizes = [tuple(map(round, printed.get_page_size(at))) for at in range(len(printed))]
            assert sizes == [A4], name


def test_a_first_time_reader_answers_a_report(office: Office) -> None:
    reader, stick, copy = PANEL[0], office.folder / "stik", office.folder / "salinan"
    stick.mkdir()
    copy.mkdir()
    with office.open(), started_chromium() as chromium:
        reporter = Visitor(office.origin("reporter"))
        code = file_report(reporter, what=WHAT, excluded=ACCUSED)
        courier = Follower(
            chromium.new_page(accept_downloads=True),
            {"Nama": "kurir", "Sandi": PASSPHRASE, "Kode": office.second_factor()},
            chooses={OUTBOX: lambda page: choose(page, OUTBOX, *stick.glob("outbox-*"))},
            downloads={"Ambil bundel": stick / "bundel.tar"},
        )
        courier.page.goto(office.origin("courier"))
        courier.follow(steps("kurir", "ambil"))

        person = first_time(office, reader, chromium.new_page(), office.case(code))
        beginning, day = steps("pembaca", "mulai"), steps("pembaca", "hari")
        laptop = office.folder / "laptop"
        with desk_with_sticks(laptop, {STICK: stick}) as launch:
            person.page.goto(launch.as_uri())
            person.follow(beginning)
            person.page.get_by_role("button", name="Kunci meja").click()
            person.follow(day)
        # A month later, once more with another stick.
        person.stick = COPY
        with desk_with_sticks(laptop, {COPY: copy}) as launch:
            person.page.goto(launch.as_uri())
            person.follow(item(day, 1))
            person.follow(steps("pembaca", "bulan"))
        assert list(copy.glob("*/journal"))

        # The passphrase is forgotten, and what was read and written is not lost.
        lost = steps("pembaca", "lupa")
        (command,) = item(lost, 1)
        subprocess.run(["sh", "-ec", command.text], env=home(laptop), check=True)
        with desk_with_sticks(laptop, {STICK: stick}) as launch:
            person.page.goto(launch.as_uri())
            begin_again(person, item(lost, 3, 4))
            person.follow(item(lost, 7))
            person.follow(item(day, 2, 3))
            see(ChromiumBrowser(person.page), WHAT, ANSWER)

        courier.follow(steps("kurir", "serah"))
        reporter.open("/status")
        assert ANSWER in reporter.send(code=code)


def test_a_reader_whose_laptop_was_stolen_begins_again_on_a_new_one(office: Office) -> None:
    """With the copy of the shelf on a stick, and a key that was replaced since."""
    reader, stick, copy = PANEL[0], office.folder / "stik", office.folder / "salinan"
    stick.mkdir()
    copy.mkdir()
    with office.open("reporter"), started_chromium() as chromium:
        code = file_report(Visitor(office.origin("reporter")), what=WHAT, excluded=ACCUSED)
        desk = office.desk(reader)
        desk.run("import", office.bundle())
        for day in ("2025-12-31", "2026-01-31"):
            desk.run("backup", copy / f"rak-{reader}-{day}")
        shutil.rmtree(desk.folder)
        person = first_time(office, reader, chromium.new_page(), office.case(code), replaced=True)
        office.bundle().rename(stick / "bundel.tar")

        lost = steps("pembaca", "lupa")
        assert {step.item for step in lost} == {1, 3, 4, 5, 6, 7}, "2 is to plug the stick in"
        with desk_with_sticks(office.folder / "laptop", {STICK: stick, COPY: copy}) as launch:
            person.page.goto(launch.as_uri())
            begin_again(person, item(lost, 3, 5, 6))
            person.follow(item(lost, 7))
            person.follow(item(steps("pembaca", "hari"), 2, 3))
            see(ChromiumBrowser(person.page), WHAT)


@pytest.mark.parametrize("sheet", ["pembaca", "kurir"])
def test_what_a_sheet_quotes_stands_on_a_page(sheet: str) -> None:
    with (ROOT / "wbs/translations/messages.pot").open("rb") as source:
        sentences = {str(message.id) for message in read_po(source)}
    quotes = quoted(sheet)
    parts = quotes.pop("q")
    assert quotes.keys() <= {"tekan", "menu", "isi", "pilih"}
    for label in set().union(*quotes.values()) - NO_LABELS:
        assert label in sentences, label
    for part in parts - ELSEWHERE:
        assert any(part in sentence for sentence in sentences), part


def begin_again(person: Follower, more: list[Step]) -> None:
    """Follow B with what F adds before the files are looked at."""
    beginning = steps("pembaca", "mulai")
    at = next(number for number, step in enumerate(beginning) if step.text == "Periksa berkas")
    person.follow([*beginning[:at], *more, *beginning[at:]])


def item(listed: list[Step], *numbers: int) -> list[Step]:
    """Return what these items of a list say."""
    return [step for step in listed if step.item in numbers]


def first_time(office: Office, reader: str, page: Page, case: str, *, replaced: bool = False) -> Reader:
    """Return somebody who has the sheet, a folder of files from the ceremony, the poster and a pencil.

    ``replaced``: the key once more, under another passphrase, and the old backup beside the new one.
    """
    ceremony = office.folder / "ceremony"
    backup = ceremony / f"reader-{reader}.age"
    backups, passphrase = [backup], PASSPHRASE
    if replaced:
        frasa, fresh, passphrase = office.folder / "baru.txt", office.folder / "baru", REPLACED
        frasa.write_text(REPLACED + "\n")
        office.replace_key(reader, fresh, frasa)
        shutil.copyfile(backup, fresh / "cadangan-lama.age")
        backups = [fresh / backup.name, fresh / "cadangan-lama.age"]
    public = ("pin-1.json", "office.toml", "keyring-*.json", "keyring-*.minisig")
    files = [*backups, *(path for name in public for path in ceremony.glob(name))]
    poster = spell(Pin.decode((ceremony / "pin-1.json").read_bytes()).fingerprint)[:12]
    person = Reader(
        page,
        {
            "Frasa sandi cadangan (reader-….age)": passphrase,
            "Frasa sandi cadangan yang lama": PASSPHRASE,
            "Jawaban": ANSWER,
            "Alamat folder salinan": "~/meja-lama",
        },
    )

    def compare(page: Page) -> None:
        assert page.locator("ol.words").first.locator("li").all_inner_texts() == list(poster)

    def write_down(page: Page) -> None:
        words = page.locator("ol.words").last.locator("li").all_inner_texts()
        assert len(words) == 8
        person.writes["Frasa sandi"] = " ".join(words)

    person.notices = {"Kedua belas kata sama dengan poster": compare, "Lanjut": write_down}
    person.chooses = {
        "Berkas": lambda page: choose(page, "Berkas", *files),
        "nama kasus": lambda page: page.get_by_role("link", name=case).click(),
        "Keadaan yang dilihat pelapor": lambda page: page.locator("input[name=step]").nth(1).check(),
        "Simpan ke": lambda page: page.locator(option("Simpan ke", person.stick)).click(),
        "Salinan yang dipakai": newest,
    }
    return person


def newest(page: Page) -> None:
    """Choose the copy of the latest date; it stands at the end of its name."""
    dated = [
        each
        for each in page.locator(option("Salinan yang dipakai")).all()
        if each.inner_text()[-1:].isdigit()
    ]
    max(dated, key=lambda each: each.inner_text()).click()


def choose(page: Page, label: str, *files: Path) -> None:
    """Choose files in the field of this label."""
    assert files, label
    page.locator(field(label)).set_input_files(files)


def home(laptop: Path) -> dict[str, str]:
    """Return the environment of whoever sits at the laptop."""
    laptop.mkdir(exist_ok=True)
    return os.environ | {"HOME": str(laptop)}


@contextmanager
def desk_with_sticks(laptop: Path, sticks: Mapping[str, Path]) -> Iterator[Path]:
    """Run ``wbs desk`` where these sticks are plugged in; give the file that leads a browser to it."""
    unshare = ["unshare", "--mount" if os.geteuid() == 0 else "--map-root-user", "--mount"]
    program = [sys.executable, "-m", "wbs.cli", "desk", "open", "--no-browser"]
    plugged = [each for name, stick in sticks.items() for each in (f"{MEDIA}/{name}", str(stick))]
    command = [*unshare, "sh", "-c", _PLUG_IN, "sh", *plugged, "--", *program]
    with subprocess.Popen(command, env=home(laptop), stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            yield Path(said.rsplit(": ", 1)[1].strip())
        finally:
            process.terminate()
