"""File names from strangers' devices: nothing but a name is left of them, and there is always one."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wbs.letters.letter import Attachment
from wbs.portal.reporter.names import LONGEST, clean_name, extension, neutral_name

ODD = [
    ("foto.jpg", "foto.jpg"),
    ("Surat Tugas (1).PDF", "Surat Tugas (1).PDF"),
    ("../../etc/passwd", "passwd"),
    ("C:\\x\\y.doc", "y.doc"),
    ("C:\\fakepath\\a/b\\c.png", "c.png"),
    ("/", "berkas-7.bin"),
    ("", "berkas-7.bin"),
    (".", "berkas-7.bin"),
    ("..", "berkas-7.bin"),
    (" . . ", "berkas-7.bin"),
    ("a/", "berkas-7.bin"),
    (".htaccess", "htaccess"),
    ("laporan.pdf.", "laporan.pdf"),
    ("laporan\u202efdp.exe", "laporanfdp.exe"),
    ("a\u2066b\u2069\u200b\ufeff.txt", "ab.txt"),
    ("a\x00\x1b[31m.txt", "a[31m.txt"),
    ("satu\r\ndua\t tiga.txt", "satu dua tiga.txt"),
    ("a\u2028b.txt", "a b.txt"),
    ("half\ud800.txt", "half.txt"),
    ("cafe\u0301.jpg", "caf\u00e9.jpg"),
    ("<img src=x onerror=alert(1)>.jpg", "<img src=x onerror=alert(1)>.jpg"),
    ("é" * 150 + ".docx", "é" * 125 + ".docx"),
    ("x" * 300, "x" * 255),
    ("صورة.jpg", "صورة.jpg"),
]


@pytest.mark.parametrize(("raw", "clean"), ODD)
def test_an_odd_name_becomes_a_plain_one(raw: str, clean: str) -> None:
    assert clean_name(raw, 7) == clean


@given(st.text(), st.integers(1, 99))
@example("a ..toolongforanextension" * 12, 1)
@example("\u0300" * 300, 1)
def test_every_name_fits_a_letter_and_hides_nothing(raw: str, number: int) -> None:
    name = clean_name(raw, number)
    assert 0 < len(name.encode()) <= LONGEST
    assert not {"/", "\\"} & set(name)
    assert name.strip(" .") != ""
    assert unicodedata.is_normalized("NFC", name)
    assert {unicodedata.category(each) for each in name}.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
    assert clean_name(name, number) == name
    for each in (name, neutral_name(number, name)):
        Attachment(f"attachments/{number:02}.{extension(each)}", each, "text/plain", 1, bytes(32))


@given(st.text(alphabet="aZ9.é -", max_size=300), st.sampled_from(["jpg", "PDF", "docx", "7z"]))
def test_a_name_too_long_keeps_its_extension(stem: str, end: str) -> None:
    name = clean_name(f"x{stem}.{end}", 1)
    assert extension(name) == end.lower()
    assert name.endswith(f".{end}")


def test_a_name_of_thousands_of_accents_is_cut_before_they_are_put_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    normalize, lengths = unicodedata.normalize, []

    def counted(form: Literal["NFC"], text: str) -> str:
        lengths.append(len(text))
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", counted)
    name = clean_name("Bukti" + "\u0301\u0327" * 50_000 + ".jpg", 1)
    assert name.startswith("Bukt")
    assert extension(name) == "jpg"
    assert max(lengths) <= 4 * LONGEST


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("a.jpg", "jpg"),
        ("a.JPEG", "jpeg"),
        ("a.tar.gz", "gz"),
        ("a", "bin"),
        ("a.", "bin"),
        ("a.toolongone", "bin"),
        ("a.p\u0131f", "bin"),
        ("a.é", "bin"),
        ("a.j p", "bin"),
    ],
)
def test_an_extension_is_a_few_plain_letters_or_none(name: str, end: str) -> None:
    assert extension(name) == end


def test_a_neutral_name_says_only_which_and_of_what_sort() -> None:
    assert neutral_name(3, "Rapat Budi 4 Mei.JPG") == "berkas-3.jpg"
    assert neutral_name(12, "catatan") == "berkas-12.bin"
