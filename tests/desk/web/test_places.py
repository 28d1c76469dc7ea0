"""Sticks are chosen by their names, everywhere on the desk; any other folder is typed."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desk.web.conftest import Web, let_in
from tests.desk.web.test_attaching import FILES, sha256, with_files
from tests.journeys.browsers import started_chromium
from wbs.desk import media
from wbs.desk.web.places import copies, token

NO_STICK = "Tidak ada stik yang terpasang. Pasang stik, buka foldernya di pengelola berkas, lalu muat ulang"


@pytest.fixture
def case(web: Web) -> str:
    """The address of a case with a file."""
    return with_files(web, {"surat.pdf": FILES["surat.pdf"]})


@pytest.fixture
def plug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Path]]:
    """Plug in sticks of these names, one for each, and no other."""

    def plug(*names: str) -> list[Path]:
        sticks = [tmp_path / "media" / name for name in names]
        for stick in sticks:
            stick.mkdir(parents=True, exist_ok=True)
        monkeypatch.setattr(media, "mounted", lambda: sticks)
        return sticks

    plug()
    return plug


def choices(page: str) -> dict[str, str]:
    """Return what a page offers as places: value by name."""
    found = re.findall(
        r'<input id="(to-\d+)"[^>]*value="(\w+)"[^>]*>\s*<label for="\1"[^>]*>([^<]+)</label>', page
    )
    return {name: value for _id, value, name in found}


def chosen(page: str) -> list[str]:
    """Return which of them is chosen already."""
    return re.findall(r'<input id="to-\d+"[^>]*value="(\w+)"[^>]* checked', page)


def test_an_attachment_goes_to_the_stick_of_that_name(
    web: Web, case: str, plug: Callable[..., list[Path]]
) -> None:
    stick, other = plug("STIK", "SALINAN")
    address = f"{case}/lampiran/1"
    page = web.get(address)
    offered = choices(page)
    assert list(offered) == ["STIK", "SALINAN", "Folder lain"]
    # The courier's is plugged in all day: what is readable goes to none that nobody chose.
    assert chosen(page) == []
    page = web.send(f"{address}/simpan", to=offered["STIK"], folder="", sha256=sha256(web, address))
    assert f"Tersimpan, tidak tersegel: {stick}/01-surat.pdf" in page
    assert list(other.iterdir()) == []
    assert chosen(page) == [offered["STIK"]]


def test_another_stick_of_the_same_name_is_not_taken_for_the_one_that_was_chosen(
    web: Web, case: str, plug: Callable[..., list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (stick,) = plug("STIK")
    offered = choices(web.get(f"{case}/bukti"))
    web.send(f"{case}/bukti/simpan", to=offered["STIK"], folder="", format="txt")
    assert chosen(web.get(f"{case}/bukti")) == [offered["STIK"]]
    monkeypatch.setattr(media, "disk", lambda path: f"another at {path}")
    page = web.get(f"{case}/bukti")
    assert list(choices(page)) == ["STIK", "Folder lain"]
    assert chosen(page) == []
    # Nor does a page that was drawn before count.
    answer = web.post(f"{case}/bukti/simpan", to=offered["STIK"], folder="", format="pdf")
    assert (answer.status_code, "tidak terpasang lagi" in answer.text) == (400, True)
    assert [path.suffix for path in stick.iterdir()] == [".txt"]


def test_what_lies_on_a_stick_is_named_in_one_harmless_line(
    web: Web, plug: Callable[..., list[Path]]
) -> None:
    stick, other = plug("STIK\nA", "STIK\u202eB")
    for folder in (stick, other):
        (folder / "rak-\u202ea\nb").mkdir()
        (folder / "rak-\u202ea\nb/journal").touch()
    names = ["STIK A", "STIK‹U+202E›B"]
    assert list(choices(web.get("/brankas"))) == [*names, "Folder lain"]
    assert [name for _value, name in copies().options] == [f"{name}: rak-‹U+202E›a b" for name in names]


def test_an_evidence_list_goes_there_too(web: Web, case: str, plug: Callable[..., list[Path]]) -> None:
    (stick,) = plug("STIK")
    offered = choices(web.get(f"{case}/bukti"))
    web.send(f"{case}/bukti/simpan", to=offered["STIK"], folder="", format="txt")
    assert [path.suffix for path in stick.iterdir()] == [".txt"]


def test_a_copy_of_the_shelf_goes_there_too(web: Web, plug: Callable[..., list[Path]]) -> None:
    (stick,) = plug("STIK")
    offered = choices(web.get("/brankas"))
    assert web.post("/brankas/salinan", to=offered["STIK"], folder="").headers["Location"] == "/pekerjaan"
    assert web.session.job is not None
    web.session.job.join()
    assert len(list(stick.glob("rak-*/journal"))) == 1


def test_a_folder_that_was_typed_is_offered_again_beside_the_sticks(
    web: Web, case: str, plug: Callable[..., list[Path]], tmp_path: Path
) -> None:
    plug("STIK")
    out = tmp_path / "keluar"
    out.mkdir()
    web.send(f"{case}/bukti/simpan", to="lain", folder=f" {out} ", format="txt")
    page = web.get(f"{case}/bukti")
    assert list(choices(page)) == ["STIK", str(out), "Folder lain"]
    assert chosen(page) == [token(out)]
    web.send(f"{case}/bukti/simpan", to=token(out), folder="", format="pdf")
    assert len(list(out.iterdir())) == 2


def test_what_is_not_offered_cannot_be_chosen(
    web: Web, case: str, plug: Callable[..., list[Path]], tmp_path: Path
) -> None:
    plug("STIK")
    out = tmp_path / "keluar"
    out.mkdir()
    for value in (token(out), token(web.session.folder), "", "x", "00"):
        answer = web.post(f"{case}/bukti/simpan", to=value, folder="", format="txt")
        assert answer.status_code == 400
        assert "Stik itu tidak terpasang lagi. Pasang, lalu pilih lagi." in answer.text
        assert "tidak terpasang lagi" in web.send("/brankas/salinan", to=value, folder="")
        assert "tidak terpasang lagi" in web.send("/kotak-keluar", to=value)
    assert list(out.iterdir()) == []


def test_a_stick_within_the_desk_is_checked_like_any_folder(
    web: Web, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = web.session.folder / "letters"
    monkeypatch.setattr(media, "mounted", lambda: [own])
    answer = web.post(f"{case}/bukti/simpan", to=token(own), folder="", format="txt")
    assert (answer.status_code, "milik meja sendiri" in answer.text) == (400, True)
    assert "milik meja sendiri" in web.send("/brankas/salinan", to=token(own), folder="")


def test_a_path_typed_beside_a_stick_is_not_passed_over(
    web: Web, case: str, plug: Callable[..., list[Path]], tmp_path: Path
) -> None:
    (stick,) = plug("STIK")
    typed = str(tmp_path)
    answer = web.post(f"{case}/bukti/simpan", to=token(stick), folder=typed, format="txt")
    assert answer.status_code == 400
    assert "Kosongkan alamatnya, atau pilih “Folder lain”." in answer.text
    assert chosen(answer.text) == [token(stick)]
    assert f'value="{typed}"' in answer.text
    assert list(stick.iterdir()) == []
    # The same place said twice is no riddle.
    assert "Tersimpan" in web.send(f"{case}/bukti/simpan", to=token(stick), folder=str(stick), format="txt")
    assert len(list(stick.iterdir())) == 1


def test_without_a_stick_every_page_says_what_to_do(
    web: Web, case: str, plug: Callable[..., list[Path]]
) -> None:
    for path in (f"{case}/lampiran/1", f"{case}/bukti", "/brankas", "/kotak-keluar", "/impor"):
        page = web.get(path)
        assert NO_STICK in page
        assert f'<a href="{path}">Muat ulang</a>' in page
        assert choices(page) == {}
    plug("STIK")
    for path in (f"{case}/lampiran/1", f"{case}/bukti", "/brankas", "/kotak-keluar", "/impor"):
        assert NO_STICK not in web.get(path)


def test_a_stick_that_cannot_be_written_is_told_from_none(
    web: Web, case: str, plug: Callable[..., list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (sealed,) = plug("KUNCI")
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != sealed and real(path, mode))
    for path in (f"{case}/lampiran/1", f"{case}/bukti", "/brankas", "/kotak-keluar"):
        assert "Stik yang terpasang tidak dapat ditulisi." in web.get(path)
    assert NO_STICK not in web.get("/impor")


def test_two_sticks_of_one_name_are_told_apart(web: Web, plug: Callable[..., list[Path]]) -> None:
    one, other, _third = plug("a/STIK", "b/STIK", "SALINAN")
    assert list(choices(web.get("/brankas"))) == [str(one), str(other), "SALINAN", "Folder lain"]


def test_the_outbox_goes_to_the_only_stick_unless_told_otherwise(
    web: Web, plug: Callable[..., list[Path]]
) -> None:
    (stick,) = plug("STIK")
    page = web.get("/kotak-keluar")
    assert list(choices(page)) == ["STIK", "Unduh lewat peramban"]
    assert chosen(page) == [token(stick)]
    plug("STIK", "SALINAN")
    assert chosen(web.get("/kotak-keluar")) == []


def test_a_stick_without_a_bundle_is_named(web: Web, plug: Callable[..., list[Path]]) -> None:
    plug("STIK", "SALINAN")
    assert "Tidak ada bundel di STIK, SALINAN." in web.get("/impor")


@pytest.mark.browser
def test_who_types_a_folder_has_chosen_it(served: Web, plug: Callable[..., list[Path]]) -> None:
    plug("STIK")
    with started_chromium() as chromium:
        context = chromium.new_context()
        let_in(served, context)
        page = context.new_page()
        page.goto(f"{served.base}/brankas")
        other = page.locator("form:has(#folder) input[name=to][value=lain]").first
        assert not other.is_checked()
        page.locator("#folder").first.fill("~/simpanan")
        assert other.is_checked()
