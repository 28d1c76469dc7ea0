"""The evidence list and the print of a case: what the letters say, harmless, and saved where it was told."""

import errno
import os
import re
from pathlib import Path

import pytest

from tests.desk.web.conftest import Web
from tests.desk.web.test_attaching import with_files
from wbs.desk import writing
from wbs.letters.note import Comment

FILES = {"a.jpg": b"satu", "<b>b\u202e.txt": b"dua"}


@pytest.fixture
def case(web: Web) -> str:
    """The address of a case with FILES."""
    return with_files(web, FILES)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "keluar"
    folder.mkdir()
    return folder


def test_the_evidence_list_stands_on_a_page(web: Web, case: str) -> None:
    page = web.get(f"{case}/bukti")
    for said in (
        "Daftar bukti kasus",
        "1. a.jpg",
        "2. &lt;b&gt;b‹U+202E›.txt",
        "SHA-256",
        "Rantai penguasaan",
        "Jumlah lampiran",
        web.name,
    ):
        assert said in page
    assert "<b>b" not in page


def test_every_printed_sheet_says_what_it_belongs_to(web: Web, case: str) -> None:
    for page, title in ((f"{case}/bukti", "Daftar bukti kasus "), (f"{case}/cetak", "Kasus ")):
        head = r'<table class="paper" role="presentation">\s*<thead>(.*?)</thead>'
        found = re.search(head, web.get(page), re.DOTALL)
        assert found is not None
        assert f"{title}{case.removeprefix('/kasus/')} · " in found[1]


def test_the_list_is_offered_where_there_is_something_to_list(web: Web, case: str) -> None:
    assert "/bukti" in web.get(case)
    assert "/bukti" not in web.get(f"/kasus/{web.reporters[1].case}")


def test_a_case_without_files_has_no_list_and_says_so(web: Web) -> None:
    address = f"/kasus/{web.reporters[1].case}/bukti"
    for answer in (web.client.get(address), web.post(f"{address}/simpan", folder="/", format="txt")):
        assert answer.status_code == 404
        assert "tidak punya lampiran" in answer.text


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("txt", b"Daftar bukti kasus")])
def test_the_list_is_saved_beside_the_one_of_this_morning(
    web: Web, case: str, out: Path, form: str, begins: bytes
) -> None:
    page = web.send(f"{case}/bukti/simpan", folder=str(out), format=form)
    name = f"bukti-{web.reporters[0].case}-{web.scene.today}.{form}"
    assert f"Tersimpan, tidak tersegel: {out}/{name}" in page
    assert (out / name).read_bytes().startswith(begins)
    (out / name).write_bytes(b"yang pertama")
    again = web.send(f"{case}/bukti/simpan", folder=str(out), format=form)
    second = name.replace(f".{form}", f"-2.{form}")
    assert f"Tersimpan, tidak tersegel: {out}/{second}" in again
    # Where it went is offered by its name.
    assert f">{out}</label>" in re.sub(r"\s*\n\s*", "", again)
    assert (out / name).read_bytes() == b"yang pertama"
    assert sorted(path.name for path in out.iterdir()) == sorted((name, second))
    assert (out / second).read_bytes().startswith(begins)


def test_other_formats_are_none(web: Web, case: str, out: Path) -> None:
    for form in ("", "html", "../x"):
        assert web.post(f"{case}/bukti/simpan", folder=str(out), format=form).status_code == 400
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("form", ["pdf", "txt"])
@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EIO])
def test_a_fault_leaves_nothing(
    web: Web, case: str, out: Path, form: str, fault: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def fails(descriptor: int) -> None:
        if out in Path(f"/proc/self/fd/{descriptor}").readlink().parents:
            raise OSError(fault, os.strerror(fault))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fails)
    answer = web.post(f"{case}/bukti/simpan", folder=str(out), format=form)
    assert answer.status_code == 400
    assert "Tidak ada yang tertinggal" in answer.text
    assert list(out.iterdir()) == []


def test_a_printed_case_says_everything_and_who_printed_it(web: Web, case: str) -> None:
    with web.desk() as desk:
        found = desk.find(web.reporters[0].case)
        writing.note(desk, found, Comment(text="Periksa <i>rekening</i>\u202e"))
    page = web.get(f"{case}/cetak")
    for said in (
        found.id.hex(),
        "Laporan dari",
        "Apa yang terjadi",
        "Linimasa",
        "Periksa &lt;i&gt;rekening&lt;/i&gt;‹U+202E›",
        "Lampiran 1, 2",
        "a.jpg",
        "&lt;b&gt;b‹U+202E›.txt",
        f"({web.name})",
        "Kertas ini tidak tersegel",
        "2026",
    ):
        assert said in page, said
    assert "<i>rekening" not in page


def test_papers_are_printed_without_what_is_only_for_the_screen(web: Web, case: str) -> None:
    for path in ("bukti", "cetak"):
        page = web.get(f"{case}/{path}")
        body = page.split("<main")[1]
        for form in body.split("<form")[1:]:
            assert 'class="noprint"' in form.split(">")[0]


def test_a_long_list_is_paged_on_screen_and_whole_in_a_file(web: Web, out: Path) -> None:
    case = with_files(web, {f"{number}.txt": b"" for number in range(99)})
    with_files(web, {f"lagi {number}.txt": b"" for number in range(9)})
    first, second = web.get(f"{case}/bukti"), web.get(f"{case}/bukti?halaman=2")
    assert "Lampiran 1 sampai 100 dari 108." in first
    assert "Lampiran 101 sampai 108 dari 108." in second
    assert 'rel="next"' in first
    assert 'rel="next"' not in second
    # Whatever is asked for is the nearest page that there is.
    for page, like in (("-5", first), ("x", first), ("99999999999", second)):
        shown = web.get(f"{case}/bukti?halaman={page}")
        assert ("Lampiran 1 sampai" in shown) is ("Lampiran 1 sampai" in like)
    web.send(f"{case}/bukti/simpan", folder=str(out), format="txt")
    (file,) = out.iterdir()
    assert all(f"\n{number}. " in file.read_text() for number in range(1, 109))
