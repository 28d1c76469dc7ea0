"""Importing by page: from a file, from a stick, stopped, refused; and what the pages say of it."""

import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests import multipart
from tests.desk.web.conftest import Web
from wbs.desk import files, media
from wbs.desk.incoming import FOLDER
from wbs.desk.index import Index
from wbs.desk.media import mounted
from wbs.desk.web.jobs import Job, JobState


def finished(web: Web) -> str:
    """Wait for the job, and return the page that it leads to."""
    assert web.session.job is not None
    web.session.job.join()
    return web.client.get("/pekerjaan", follow_redirects=True).text


def send_file(web: Web, data: bytes, **fields: str) -> TestResponse:
    """Send the form with a file as a browser does."""
    form = {"csrf_token": web.token} | fields
    body, kind = multipart.encode(form.items(), [("bundle", "bundle.tar", data)])
    return web.client.post("/impor", data=body, content_type=kind, headers={"Origin": web.base})


def upload(web: Web, path: Path, **fields: str) -> None:
    """Choose a file on the page and send it."""
    answer = send_file(web, path.read_bytes(), **fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/pekerjaan")


def new_bundle(web: Web, label: str = "baru") -> Path:
    """Return a bundle with one more report that this desk can read."""
    numbered = (web.scene.reporter(f"{label} {number}") for number in range(100))
    reporter = next(each for each in numbered if web.name in each.panel())
    web.scene.portal.receive(reporter.report("Laporan baru."), web.scene.today)
    return web.scene.portal.bundle(web.scene.today)


def test_a_file_is_taken_in_and_the_page_says_what_was_new(web: Web) -> None:
    upload(web, new_bundle(web))
    page = finished(web)
    assert "Impor selesai" in page
    assert re.search(r"Laporan baru</dt>\s*<dd>\s*1\s*</dd>", page)
    assert "Tanda terima otomatis disiapkan" not in page
    with web.desk() as desk:
        assert len(desk.cases) == 4
    assert list((web.session.folder / FOLDER).iterdir()) == []


def test_what_came_is_in_the_index_at_once(web: Web) -> None:
    """A laptop that is only ever closed must not open a day's letters anew each morning."""
    upload(web, new_bundle(web))
    finished(web)
    with web.desk() as desk:
        index = Index(desk.shelf.folder / "index", desk.vault.shelf_key)
        assert desk.shelf.state.drops
        assert all(drop in index for drop in desk.shelf.state.drops)
        assert index.catalogue.stale() == []


def test_acknowledgements_that_were_prepared_are_named(web: Web) -> None:
    web.scene.later(5)
    upload(web, new_bundle(web), acknowledge="berkas")
    page = finished(web)
    with web.desk() as desk:
        names = [case.hex()[:8] for case in desk.cases]
        assert len(desk.shelf.state.unconfirmed_slots()) == page.count('href="/kasus/') > 0
    assert all(name in names for name in re.findall(r'href="/kasus/(\w+)"', page))


def test_a_damaged_file_is_refused_whole_with_the_entry_named(web: Web) -> None:
    path = new_bundle(web)
    data = bytearray(path.read_bytes())
    data[-30_000] ^= 1
    path.write_bytes(data)
    upload(web, path)
    page = finished(web)
    assert re.search(r"ditolak seluruhnya; tidak ada yang diimpor: drops/[0-9a-f]{32}\.age", page)
    with web.desk() as desk:
        assert len(desk.cases) == 3
    assert list((web.session.folder / FOLDER).iterdir()) == []


def test_no_file_starts_nothing(web: Web) -> None:
    assert "Pilih berkas bundel dahulu." in web.send("/impor")
    assert web.session.job is None


def test_a_forged_post_leaves_no_file(web: Web) -> None:
    assert send_file(web, bytes(600_000), csrf_token="x").status_code == 400
    assert list((web.session.folder / FOLDER).glob("*")) == []


def test_a_stick_is_offered_and_taken_from(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    new_bundle(web).rename(stick / "bundel \u202egnp.tar")
    (stick / "outbox-2026-01-31-x.tar").write_bytes(b"x")
    (stick / "foto.jpg").write_bytes(b"x")
    monkeypatch.setattr(media, "mounted", lambda: [stick])
    page = web.get("/impor")
    assert "‹U+202E›gnp.tar" in page
    (token,) = re.findall(r'name="medium"\s+value="([0-9a-f]+)"', page)
    assert web.post("/impor/media", medium=token).headers["Location"] == "/pekerjaan"
    assert re.search(r"Laporan baru</dt>\s*<dd>\s*1\s*</dd>", finished(web))
    assert len(list(stick.iterdir())) == 3
    assert "tidak ada lagi" in web.send("/impor/media", medium="00")


def test_an_import_that_is_stopped_leaves_nothing(web: Web) -> None:
    path = new_bundle(web)
    # Whoever holds the desk lets the import begin no earlier than the cancellation.
    with web.desk():
        upload(web, path)
        web.post("/pekerjaan/batal")
    page = finished(web)
    assert web.session.job is not None
    assert web.session.job.state is JobState.CANCELLED
    assert "Dibatalkan" in page
    with web.desk() as desk:
        assert len(desk.cases) == 3
    assert list((web.session.folder / FOLDER).iterdir()) == []


def test_pages_are_there_while_letters_are_opened(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    reached, go_on = threading.Event(), threading.Event()
    sync_disk = files.sync_disk

    def slow(descriptor: int) -> None:
        reached.set()
        assert go_on.wait(60)
        sync_disk(descriptor)

    monkeypatch.setattr(files, "sync_disk", slow)
    upload(web, new_bundle(web))
    try:
        assert reached.wait(60)
        assert "Menyimpan surat" in web.get("/pekerjaan")
        assert web.reporters[0].case in web.get("/")
        assert "Laporan dari" in web.get(f"/kasus/{web.reporters[0].case}")
        with web.desk() as desk:
            assert len(desk.cases) == 3
    finally:
        go_on.set()
    assert "Impor selesai" in finished(web)


def test_one_job_at_a_time(web: Web) -> None:
    path = new_bundle(web)
    with web.desk():
        upload(web, path)
        assert send_file(web, path.read_bytes()).headers["Location"] == "/impor"
        # The second file is gone with its request; the first is the job's.
        assert len(list((web.session.folder / FOLDER).glob("*.tar"))) == 1
    page = finished(web)
    assert "Impor selesai" in page
    assert "Pekerjaan lain sedang berjalan" in page


def test_progress_is_told_to_a_page_with_and_without_a_script(web: Web) -> None:
    job = Job("Impor bundel", lambda _job: None)
    web.session.job = job
    job.progress("opening", 30, 120)
    page = web.get("/pekerjaan")
    assert '<meta http-equiv="refresh" content="2">' in page
    assert "Membuka surat" in page
    assert 'value="25"' in page
    said = web.client.get("/pekerjaan/kemajuan").get_json()
    assert said == {"running": True, "percent": 25, "step": "Membuka surat"}
    # How many letters there are would tell how many are for others.
    assert "120" not in page
    web.session.job = None


def test_nothing_to_show_leads_back(web: Web) -> None:
    assert web.client.get("/pekerjaan").headers["Location"] == "/"
    assert web.client.get("/impor/hasil").headers["Location"] == "/impor"
    assert web.client.get("/pekerjaan/kemajuan").get_json() == {"running": False}


def test_a_slow_clock_is_pointed_out_on_every_page(web: Web) -> None:
    path = web.scene.portal.bundle(web.scene.today + timedelta(days=9))
    upload(web, path)
    page = finished(web)
    assert "Betulkan jam sebelum menghitung tenggat." in page
    page = web.get("/impor")
    assert "Jam komputer ini tertinggal" in page
    assert "terlewat" not in page
    web.scene.later(9)
    assert "Jam komputer ini tertinggal" not in web.get("/impor")


def test_a_bundle_much_older_than_today_is_pointed_out(web: Web) -> None:
    path = web.scene.portal.bundle(web.scene.today)
    web.scene.later(20)
    upload(web, path)
    assert "berakhir 20 hari sebelum tanggal komputer ini" in finished(web)


def test_media_are_what_is_mounted_where_media_belong(tmp_path: Path) -> None:
    table = tmp_path / "mountinfo"
    table.write_bytes(
        b"22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        b"90 22 8:17 / /media/siti/STIK\\040BARU rw - vfat /dev/sdb1 rw\n"
        b"91 22 8:33 / /run/media/siti/A rw - vfat /dev/sdc1 rw\n"
        b"92 22 8:49 / /mediatheque rw - ext4 /dev/sdd1 rw\n"
    )
    assert mounted(table) == [Path("/media/siti/STIK BARU"), Path("/run/media/siti/A")]
    assert mounted(tmp_path / "none") == []
