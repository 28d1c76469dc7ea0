"""Promise 9: a disk that fills up while letters come in, and is freed again.

The disk is 2 MB of memory, mounted where only the server sees it. It is freed in two ways: another program's
file goes, and an administrator makes it larger.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults import portal as running
from tests.faults.pages import Page
from tests.faults.portal import Portal
from tests.faults.reporter import SEND, Sending, is_sent, towards

pytestmark = pytest.mark.process

_MB = 1 << 20
_SMALL, _LARGE = "2m", "8m"
# A folder that is mounted keeps what was in it.
_MOUNT = """
    set -e
    mount -t tmpfs -o size=$1,mode=0700 small "$2"
    cp -a "$3/." "$2"
    mount --move "$2" "$3" 2>/dev/null || mount --bind "$2" "$3"
    shift 3
    exec "$@"
"""


@contextmanager
def small_disk(folder: Path, place: str) -> Iterator[Portal]:
    """Run a portal whose ``place`` within its folder has 2 MB."""
    (folder / "small").mkdir()
    unshare = ["unshare", "--mount" if os.geteuid() == 0 else "--map-root-user", "--mount"]
    mounted = folder / "data" / place
    mounted.mkdir(parents=True, exist_ok=True)
    within = [*unshare, "sh", "-c", _MOUNT, "sh", _SMALL, str(folder / "small"), str(mounted)]
    with running.portal(folder, within=within) as portal:
        yield portal


def enlarge(portal: Portal, place: str) -> None:
    """Make the disk larger, as an administrator does."""
    enter = ["nsenter", "-t", str(portal.worker), "--mount"]
    if os.geteuid() != 0:
        enter += ["--user", "--preserve-credentials"]
    options = f"remount,size={_LARGE}"
    subprocess.run([*enter, "mount", "-o", options, f"{portal.data}/{place}".rstrip("/")], check=True)


def fill_up(portal: Portal) -> tuple[Sending, Page]:
    """File reports until one is refused; that one, and what was said."""
    for number in range(100):
        report, form = portal.report(f"Laporan nomor {number} <penuh> & lengkap.")
        page = portal.reporter.visitor.send(form)
        if not is_sent(page):
            return report, page
        portal.go_on(report, page)
    raise AssertionError("the disk takes everything")


def check_refused(page: Page, text: str) -> None:
    assert page.status == 503, page.text
    assert "Belum terkirim" in page.text
    assert "penuh" in page.text
    assert any(form.holds(text) for form in page.forms)


@pytest.mark.parametrize("place", ["blobs", "."], ids=["letters", "letters-and-database"])
def test_reports_are_refused_while_the_disk_is_full(tmp_path: Path, place: str) -> None:
    with small_disk(tmp_path, place) as portal:
        filler = portal.holding / place / "filler"
        filler.write_bytes(bytes(_MB // 2))
        refused, page = fill_up(portal)
        assert len(portal.accepted) >= 4
        check_refused(page, refused.text)
        portal.check(tmp_path / "full")
        # The same form, once there is room; then the same again with the disk made larger.
        filler.unlink()
        portal.go_on(refused, page)
        refused, page = fill_up(portal)
        check_refused(page, refused.text)
        enlarge(portal, place)
        portal.go_on(refused, page)
        assert refused.asked_again == 0
        portal.check(tmp_path / "end")


def test_files_are_refused_while_the_spool_is_full(tmp_path: Path) -> None:
    with small_disk(tmp_path, "spool") as portal:
        filler = portal.holding / "spool" / "filler"
        filler.write_bytes(bytes(_MB))
        message, form = portal.upload("Bukti <satu> & dua.")
        page = portal.reporter.visitor.send(form, message.files)
        check_refused(page, message.text)
        assert [path.name for path in filler.parent.iterdir()] == ["filler"]
        filler.unlink()
        portal.go_on(message, page)
        assert message.asked_again == 0
        portal.check(tmp_path / "end")


def test_a_message_with_files_is_refused_while_the_disk_is_full(tmp_path: Path) -> None:
    with small_disk(tmp_path, "blobs") as portal:
        message, form = portal.message("Bukti <satu> & dua.")
        filler = portal.holding / "blobs" / "filler"
        filler.write_bytes(bytes(_MB))
        page = portal.reporter.visitor.send(form)
        check_refused(page, message.text)
        portal.check(tmp_path / "full")
        filler.unlink()
        # Neither the files nor the ten words are asked for again.
        assert towards(message, page).action == SEND
        portal.go_on(message, page)
        assert (message.asked_again, message.chosen_again) == (0, 1)
        portal.check(tmp_path / "end")
