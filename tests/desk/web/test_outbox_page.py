"""The outbox by page: what it carries, what has arrived, made for download or on a stick."""

import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.desk.web.conftest import Web
from tests.desk.web.test_importing_page import finished, upload
from wbs.desk import importing, media
from wbs.desk.sending import RENEW_AFTER


def acknowledged(web: Web) -> list[str]:
    """Let every report here be answered; the cases' names."""
    web.scene.later(5)
    with web.desk() as desk:
        return [case.name for case in importing.acknowledge(desk)]


def made(web: Web, **fields: str) -> str:
    """Make an outbox, and return the page that says so."""
    assert web.post("/kotak-keluar", **fields).headers["Location"] == "/pekerjaan"
    return finished(web)


def test_what_waits_is_carried_confirmed_and_gone(web: Web) -> None:
    assert "Tidak ada yang menunggu." in web.get("/kotak-keluar")
    names = acknowledged(web)
    page = web.get("/kotak-keluar")
    assert page.count("Belum dikemas") == len(names) == 3
    assert all(name in page for name in names)
    assert "Kotak keluar siap" in made(web)
    page = web.get("/kotak-keluar")
    assert page.count("portal belum mengonfirmasi") == 3
    assert "Kotak keluar hari ini sudah dibuat" in page
    answer = web.client.get("/kotak-keluar/berkas")
    assert f"outbox-{web.scene.today}-{web.name}.tar" in answer.headers["Content-Disposition"]
    carried = web.scene.folder / "carried.tar"
    carried.write_bytes(answer.data)
    answer.close()
    web.scene.portal.apply(carried, web.scene.today)
    upload(web, web.scene.portal.bundle(web.scene.today))
    finished(web)
    page = web.get("/kotak-keluar")
    assert "Tidak ada yang menunggu." in page
    assert re.search(r"Jawaban di papan</dt>\s*<dd>\s*3\s*</dd>", page)
    assert re.search(r"Surat kepada rekan</dt>\s*<dd>\s*3\s*</dd>", page)


def test_a_desk_in_a_folder_that_was_given_from_here_hands_it_over_too(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(web.session.folder.parent)
    web.session.folder = Path(web.session.folder.name)
    assert "Kotak keluar siap" in made(web)
    with web.client.get("/kotak-keluar/berkas") as answer:
        assert answer.status_code == 200
        assert answer.data


def test_an_outbox_goes_onto_a_stick(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(media, "mounted", lambda: [stick])
    page = web.get("/kotak-keluar")
    (token,) = set(re.findall(r'name="to"\s+type="radio"\s+value="([0-9a-f]{4,})"', page))
    page = made(web, to=token)
    assert [path.name for path in stick.iterdir()] == [f"outbox-{web.scene.today}-{web.name}.tar"]
    assert str(stick) in page
    monkeypatch.setattr(media, "mounted", list)
    assert "Stik itu tidak terpasang lagi." in web.send("/kotak-keluar", to=token)


def test_a_second_one_of_a_day_replaces_the_first(web: Web) -> None:
    assert "sudah ada kotak keluar lain" not in made(web)
    assert "sudah ada kotak keluar lain" in made(web)


def test_answers_about_to_leave_the_board_are_named(web: Web) -> None:
    names = acknowledged(web)
    made(web)
    web.scene.later(RENEW_AFTER.days)
    page = web.get("/kotak-keluar")
    assert "Segera hilang dari papan" in page
    assert all(name in page for name in names)


def test_nothing_was_made_yet(web: Web) -> None:
    for address in ("/kotak-keluar/selesai", "/kotak-keluar/berkas"):
        assert web.client.get(address).headers["Location"] == "/kotak-keluar"


def test_a_medium_that_cannot_be_written_is_not_offered(
    web: Web, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A card with its slider down, or what an administrator has mounted to be read only."""
    stick, sealed = tmp_path / "STIK A", tmp_path / "STIK B"
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != sealed and real(path, mode))
    monkeypatch.setattr(media, "mounted", lambda: [sealed, stick])
    stick.mkdir()
    sealed.mkdir()
    page = web.get("/kotak-keluar")
    assert stick.name in page
    assert sealed.name not in page


def test_a_stick_may_be_called_anything_and_its_files_be_of_any_time(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Unlike most disks, a tmpfs keeps any time.
    with TemporaryDirectory(dir="/dev/shm") as folder:
        stick = Path(folder) / os.fsdecode("STIK \u202egnp.\xe9".encode() + b"\xff")
        stick.mkdir()
        bundle = stick / "bundle.tar"
        bundle.write_bytes(b"x")
        monkeypatch.setattr(media, "mounted", lambda: [stick])
        for moment in (300_000_000_000, -300_000_000_000):
            os.utime(bundle, (moment, moment))
            assert "STIK ‹U+202E›gnp.é‹U+DCFF›" in web.get("/kotak-keluar")
            page = web.get("/impor")
            assert "STIK ‹U+202E›gnp.é‹U+DCFF›" in page
            assert "bundle.tar" in page
