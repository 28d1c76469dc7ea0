"""Attachments at the terminal: listed, saved with a warning, and put on an evidence list."""

import hashlib
import io
import re
import stat
from pathlib import Path

import pikepdf
import pytest

from tests.cli.desk_office import Office, bundle
from tests.desk.office import Reporter
from wbs.desk.phrases import size_of
from wbs.desk.shelf import Shelf
from wbs.desk.words import KINDS as WORDS
from wbs.scrub import KINDS

NASTY = "foto\u202egpj.exe"
CONTENTS = {"surat tugas.pdf": b"satu" * 400, NASTY: b"dua", "中文 {nb} (1).jpg": b"tiga"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def filed(office: Office, contents: dict[str, bytes] = CONTENTS) -> tuple[str, Reporter]:
    """Return a reader whose desk has taken in a report and files, and the reporter."""
    reporter = office.scene.reporter()
    office.scene.portal.receive(reporter.report(), office.scene.today)
    office.scene.portal.receive(
        reporter.files(contents, reporter.panel(), removed=("place", "author", "belum-dikenal")),
        office.scene.today,
    )
    name = reporter.panel()[0]
    office.done(name, "import", bundle(office), "--no-acknowledge")
    return name, reporter


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_show_lists_what_came(office: Office) -> None:
    name, reporter = filed(office)
    shown = office.done(name, "show", reporter.case)
    for text in (
        "jangan percaya",
        "[1] surat tugas.pdf\n",
        "1,6 kB (1.600 B), gambar JPEG",
        "SHA-256 " + sha256(b"satu" * 400),
        "tempat (koordinat GPS); nama orang atau instansi; belum-dikenal",
        "diterima 31 Jan 2026 pukul 06.00 sampai 18.00 WIB",
        "[2] foto‹U+202E›gpj.exe\n",
    ):
        assert text in shown
    assert "\u202e" not in shown
    english = office.done(name, "show", reporter.case, lang="en")
    assert "1.6 kB (1,600 B)" in english
    assert "Removed before sending: " in english


def test_show_opens_no_letter_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    name, reporter = filed(office)

    def refuses(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a sealed letter was opened")

    monkeypatch.setattr(Shelf, "sealed", refuses)
    for _ in range(2):
        assert "[3]" in office.done(name, "show", reporter.case)
    assert "3. " in office.done(name, "evidence", reporter.case)


def test_a_letter_of_text_alone_shows_no_list(office: Office) -> None:
    reporter = office.scene.reporter()
    office.scene.portal.receive(reporter.report(), office.scene.today)
    name = reporter.panel()[0]
    office.done(name, "import", bundle(office))
    assert "Lampiran" not in office.done(name, "show", reporter.case)
    assert "tidak punya lampiran" in office.refused(name, "evidence", reporter.case)
    assert "tidak punya lampiran" in office.refused(name, "save", reporter.case, "1", ".", "--yes")


def test_saving_warns_asks_and_says_where(office: Office, out: Path) -> None:
    name, reporter = filed(office)
    result = office.run(name, "save", reporter.case, "2", str(out), given="n\n")
    assert result.exit_code == 1
    assert names(out) == []
    said = office.done(name, "save", reporter.case, "2", str(out), given="y\n")
    for text in (
        "bisa berbahaya",
        "tanpa jaringan",
        "sampai Anda menghapusnya",
        "Simpan lampiran ini?",
        "‹U+202E›",
    ):
        assert text in said
    assert "Tersimpan, tidak tersegel: " + str(out / "02-foto_gpj.exe") in said
    assert (out / "02-foto_gpj.exe").read_bytes() == b"dua"
    assert stat.S_IMODE((out / "02-foto_gpj.exe").stat().st_mode) == 0o600
    office.done(name, "save", reporter.case, "1", str(out), "--yes")
    assert names(out) == ["01-surat tugas.pdf", "02-foto_gpj.exe"]


def test_refusals_of_saving_are_one_sentence_in_the_chosen_language(office: Office, out: Path) -> None:
    name, reporter = filed(office)
    own = office.scene.place(name)
    (out / "01-surat tugas.pdf").symlink_to(out / "nowhere")
    for number, folder, indonesian, english in (
        ("4", out, "tidak punya lampiran nomor 4; yang ada: 1 sampai 3", "has no attachment number 4"),
        ("0", out, "nomor 0", "number 0"),
        ("1", out, "sudah ada di", "is never overwritten"),
        ("1", out / "missing", "bukan folder yang ada", "is not a folder that exists"),
        ("1", own, "milik meja sendiri", "the desk's own"),
        ("1", own / "letters", "milik meja sendiri", "the desk's own"),
    ):
        place = ("save", reporter.case, number, str(folder), "--yes")
        assert indonesian in office.refused(name, *place)
        assert english in office.refused(name, *place, lang="en")
    assert names(out) == ["01-surat tugas.pdf"]
    assert not (out / "nowhere").exists()


GOLDEN = """\
Daftar bukti kasus {case}

  Kasus                    {case_id}
  Portal                   5e8c03a94c7835b87dd82c690f9f85c0
  Sidik jari portal        putar setuju gerhana kaget himpunan vokal ilmu kaum capit ternak pewarna parfum
  Daftar kunci             1
  Disusun                  2 Feb 2026
  Di meja                  Verifikator 4 (verifikator-4)
  Jumlah lampiran          2
  Kasus dibuka             oleh Verifikator 4 (verifikator-4) pada 1 Feb 2026, menurut catatannya

1. foto‹U+202E›gpj.exe
  Ukuran                   3 B
  Jenis                    image/jpeg
  SHA-256                  {first}
  Dihapus sebelum dikirim  tempat (koordinat GPS); nama orang atau instansi; belum-dikenal
  Surat                    {letter}
  SHA-256 isi surat        {json}
  SHA-256 tersegel         {drop}
  Rantai penguasaan        Diterima portal pada 31 Jan 2026 pukul 06.00 sampai 18.00 WIB.
                           Dibawa kurir dalam bundel surat sampai 31 Jan 2026 pukul 18.00 WIB, volume 1 dari 1; diimpor di meja Verifikator 4 (verifikator-4) pada 31 Jan 2026.
                           Suratnya pertama kali ditampilkan di meja Verifikator 4 (verifikator-4) pada 1 Feb 2026.
                           Disimpan tanpa segel dari meja Verifikator 4 (verifikator-4) pada 2 Feb 2026.

2. 中.pdf
  Ukuran                   3 B
  Jenis                    image/jpeg
  SHA-256                  {second}
"""  # noqa: E501 -- lines as they are printed


def test_the_list_names_files_hashes_and_hands(office: Office, out: Path) -> None:
    name, reporter = filed(office, {NASTY: b"dua", "中.pdf": b"pdf"})
    office.scene.later(1)
    office.done(name, "show", reporter.case)
    office.scene.later(1)
    office.done(name, "save", reporter.case, "1", str(out), "--yes")
    with office.scene.desk(name) as desk:
        case = desk.find(reporter.case)
        (message,) = case.messages
        (drop,) = message.drops
    printed = office.done(name, "evidence", reporter.case)
    expected = GOLDEN.format(
        case=case.name,
        case_id=case.id.hex(),
        first=sha256(b"dua"),
        second=sha256(b"pdf"),
        letter=message.letter.letter_id.hex()[:8],
        json=message.hash.hex(),
        drop=drop.hex(),
    )
    assert name == "verifikator-4"
    assert printed.startswith(expected)
    assert (
        "  verifikator-4            Verifikator 4, Inspektorat Jenderal; sidik jari kunci: humoris" in printed
    )
    assert "ditandatangani dengan kode pelapor" in printed
    english = office.done(name, "evidence", reporter.case, lang="en")
    assert english.startswith(f"Evidence list of case {case.name}\n")
    assert "31 Jan 2026, 06.00 to 18.00 WIB" in english


def printed_on(page: pikepdf.Page) -> str:
    """Return the text of a page, one drawn string a line."""
    drawn = [each for each in pikepdf.parse_content_stream(page) if str(each.operator) == "Tj"]
    return "\n".join(bytes(each.operands[0]).decode("latin-1") for each in drawn)


def test_the_list_as_pdf(office: Office, out: Path) -> None:
    name, reporter = filed(office)
    path = out / "bukti.pdf"
    said = office.done(name, "evidence", reporter.case, "--pdf", str(path), "--text", str(out / "bukti.txt"))
    assert f"Tersimpan, tidak tersegel: {path}" in said
    assert names(out) == ["bukti.pdf", "bukti.txt"]
    assert {stat.S_IMODE(each.stat().st_mode) for each in out.iterdir()} == {0o600}
    text = (out / "bukti.txt").read_text(encoding="utf-8")
    assert text == office.done(name, "evidence", reporter.case)
    with pikepdf.open(path) as pdf:
        assert {str(key): str(value) for key, value in pdf.docinfo.items()} == {
            "/Title": f"Daftar bukti kasus {reporter.case}",
            "/CreationDate": "D:20260131000000Z",
        }
        assert "/Metadata" not in pdf.Root
        assert [round(float(side)) for side in pdf.pages[0].mediabox] == [0, 0, 595, 842]
        drawn = [printed_on(page) for page in pdf.pages]
    for number, page in enumerate(drawn, 1):
        assert f"Daftar bukti kasus {reporter.case}. Halaman {number} dari {len(drawn)}" in page
    whole = "\n".join(drawn)
    for content in CONTENTS.values():
        assert sha256(content) in whole
    assert "2. foto<U+202E>gpj.exe" in whole
    assert "3. <U+4E2D><U+6587> {nb} (1).jpg" in whole
    # Wrapped or not, every word of the text is on the paper, in its order.
    assert re.sub(r"\s", "", text.split("Rantai", 1)[1].split("2. ")[0]) in re.sub(r"\s", "", whole)


def test_a_pdf_is_the_same_every_time_and_of_its_day(office: Office, out: Path) -> None:
    name, reporter = filed(office)
    for number in (1, 2):
        office.done(name, "evidence", reporter.case, "--pdf", str(out / f"{number}.pdf"))
    assert (out / "1.pdf").read_bytes() == (out / "2.pdf").read_bytes()
    office.scene.later(1)
    office.done(name, "evidence", reporter.case, "--pdf", str(out / "3.pdf"))
    assert (out / "1.pdf").read_bytes() != (out / "3.pdf").read_bytes()


def test_a_long_list_has_pages_that_nothing_runs_off(office: Office, out: Path) -> None:
    contents = {f"{number} {'W' * 200}.jpg": b"%d" % number for number in range(1, 50)}
    name, reporter = filed(office, contents)
    office.done(name, "evidence", reporter.case, "--pdf", str(out / "a.pdf"))
    with pikepdf.open(io.BytesIO((out / "a.pdf").read_bytes())) as pdf:
        assert len(pdf.pages) > 10
        places = [
            (float(each.operands[0]), float(each.operands[1]))
            for page in pdf.pages
            for each in pikepdf.parse_content_stream(page)
            if str(each.operator) == "Td"
        ]
    assert all(56 < x < 539 and 28 < y < 800 for x, y in places)


def test_a_list_is_never_written_over_a_file_nor_into_the_desk(office: Office, out: Path) -> None:
    name, reporter = filed(office)
    (out / "a.txt").write_bytes(b"lama")
    assert "tidak ditimpa" in office.refused(name, "evidence", reporter.case, "--text", str(out / "a.txt"))
    assert (out / "a.txt").read_bytes() == b"lama"
    for place in (office.scene.place(name) / "a.pdf", office.scene.place(name) / "letters" / "a.pdf"):
        assert "milik meja" in office.refused(name, "evidence", reporter.case, "--pdf", str(place))
    for place in (out / "missing" / "a.pdf", Path("/")):
        office.refused(name, "evidence", reporter.case, "--pdf", str(place))


def test_every_kind_has_the_word_that_reporters_see() -> None:
    assert tuple(WORDS) == KINDS
    pages = (Path(__file__).parents[2] / "templates" / "reporter" / "kinds.html").read_text(encoding="utf-8")
    assert [word for word in WORDS.values() if f'_("{word}")' not in pages] == []


def test_sizes_are_readable() -> None:
    told = [size_of(size) for size in (0, 999, 1000, 999_949, 999_950, 134_217_728, 8_589_934_591)]
    assert told == [
        "0 B",
        "999 B",
        "1,0 kB (1.000 B)",
        "999,9 kB (999.949 B)",
        "1,0 MB (999.950 B)",
        "134,2 MB (134.217.728 B)",
        "8,6 GB (8.589.934.591 B)",
    ]
