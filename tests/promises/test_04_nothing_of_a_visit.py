"""Promise 4: of a reporter's visit no address, user agent, referrer, cookie, or time finer than half a day is
stored or logged; after a release the order of arrival is gone from tables, files and journal."""

import hashlib
import io
import os
import re
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.portal.process import Running, free_port, lay_out, running
from tests.portal.site import Site
from tests.store.conftest import open_store
from tests.store.letters import drop
from wbs.store import drops
from wbs.store.session import Store

CANARY = "kanari-6e1d"
MORNING = datetime(2026, 1, 31, 1, 0, tzinfo=UTC)
# A moment of a day, in any of the usual spellings, or as seconds since 1970 in this decade.
_FINE_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:|\b\d\d:\d\d\b|\b1[78]\d{8}(\.\d+)?\b")
LETTERS = 48


def rows(folder: Path) -> str:
    """Return everything that stands in the database, as text."""
    database = sqlite3.connect(folder / "wbs.sqlite")
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    said = str([database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names])  # noqa: S608
    database.close()
    return said


def everything(folder: Path) -> Iterable[tuple[Path, bytes]]:
    return (
        (path, path.read_bytes()) for path in folder.rglob("*") if path.is_file() and not path.is_symlink()
    )


@pytest.mark.process
def test_nothing_that_tells_who_came_is_stored_or_logged(tmp_path: Path) -> None:
    port = free_port()
    telling = {
        "User-Agent": CANARY,
        "Referer": f"http://{CANARY}/",
        "Cookie": f"x={CANARY}",
        "X-Forwarded-For": "203.0.113.77",
        "Accept-Language": CANARY,
    }
    with running(lay_out(tmp_path, port), port, tmp_path / "log") as server:
        _, state = server.form_state()
        filed = visit(server, f"what=Ada+uang&state={state}", telling)
        assert "Laporan terkirim" in filed
        server.get("/bantuan", **telling)
        server.request("GET", f"/tidak-ada/{CANARY}", headers=telling)
    for path, data in everything(tmp_path):
        assert CANARY.encode() not in data, path
        assert b"203.0.113.77" not in data, path
    log = (tmp_path / "log").read_text()
    assert "/lapor" not in log
    assert not re.search(r"\d\d:\d\d:\d\d", log)


def visit(server: Running, body: str, headers: dict[str, str]) -> str:
    kind = {"Origin": server.origin, "Content-Type": "application/x-www-form-urlencoded"}
    return server.request("POST", "/lapor/kirim", body.encode(), {**headers, **kind})[1].decode()


def test_no_page_sets_a_cookie(site: Site) -> None:
    code = site.file()
    for path in ("/", "/saring", "/lapor", "/status", "/coba", "/kunci", "/bantuan", "/en/", "/board"):
        assert "Set-Cookie" not in site.get(path).headers
    assert "Set-Cookie" not in site.status(code).headers


def test_no_time_finer_than_half_a_day_stands_in_a_table(site: Site) -> None:
    site.time.moment = datetime(2026, 1, 31, 7, 23, 41, tzinfo=UTC)
    site.file()
    said = rows(site.settings.data)
    assert "2026-01-31A" in said
    assert not _FINE_TIME.search(said)
    site.letters()
    assert not _FINE_TIME.search(rows(site.settings.data))


def test_a_files_time_is_the_beginning_of_its_half_day(site: Site) -> None:
    site.time.moment = datetime(2026, 1, 31, 7, 23, 41, tzinfo=UTC)
    site.file()
    shown = {(path.stat().st_mtime, path.stat().st_atime) for path in blobs(site.settings.data)}
    start = datetime(2026, 1, 30, 23, 0, tzinfo=UTC).timestamp()
    assert shown == {(start, start)}


def blobs(folder: Path) -> list[Path]:
    return [path for path in (folder / "blobs").rglob("*") if path.is_file()]


@pytest.fixture
def arrived(tmp_path: Path) -> tuple[Store, Path, list[str]]:
    """A store in which letters arrived one after another; their hashes in that order."""
    store = open_store(tmp_path)
    hashes = []
    for number in range(LETTERS):
        letter = drop(number)
        drops.put(store, io.BytesIO(letter), MORNING + timedelta(minutes=number))
        hashes.append(hashlib.sha256(letter).hexdigest())
    return store, tmp_path, hashes


def places(folder: Path, hashes: Sequence[str]) -> dict[str, list[int]]:
    """Return where each letter stands, in every order that the disk shows: lower is earlier."""
    files = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in blobs(folder)}
    listed: list[str] = []
    for parent, _, names in os.walk(folder / "blobs"):
        listed += [str(Path(parent, name)) for name in names]
    database = (folder / "wbs.sqlite").read_bytes()
    stats = {digest: path.stat() for digest, path in files.items()}
    return {
        "inode": [stats[digest].st_ino for digest in hashes],
        "change": [stats[digest].st_ctime_ns for digest in hashes],
        "modification": [stats[digest].st_mtime_ns for digest in hashes],
        "listing": [listed.index(str(files[digest])) for digest in hashes],
        "name": [int(files[digest].name[:8], 16) for digest in hashes],
        "row": [database.rindex(digest.encode()) for digest in hashes],
    }


def correlation(values: Sequence[int]) -> float:
    """Return Spearman's rank correlation of the values with their order."""
    order = sorted(range(len(values)), key=lambda place: values[place])
    ranks = {place: rank for rank, place in enumerate(order)}
    distance = sum((place - ranks[place]) ** 2 for place in range(len(values)))
    n = len(values)
    return 1 - 6 * distance / (n * (n * n - 1))


def test_after_a_release_the_order_of_arrival_is_gone(arrived: tuple[Store, Path, list[str]]) -> None:
    store, folder, hashes = arrived
    assert drops.release(store, MORNING + timedelta(hours=36)) == LETTERS
    store.dispose()
    for name, values in places(folder, hashes).items():
        if len(set(values)) > 1:
            # By chance about once in 300,000 runs: six orders, five standard deviations each.
            assert abs(correlation(values)) < 5 / (LETTERS - 1) ** 0.5, name


def test_before_the_release_the_order_could_be_told(arrived: tuple[Store, Path, list[str]]) -> None:
    store, folder, hashes = arrived
    store.dispose()
    # What SECURITY.md says of the time until then; it also shows that the test above can fail.
    assert correlation(places(folder, hashes)["change"]) > 0.95


def test_after_a_release_nothing_of_the_first_rows_is_left(arrived: tuple[Store, Path, list[str]]) -> None:
    store, folder, _ = arrived
    first = [path.name.encode() for path in blobs(folder)]
    assert len(first) == LETTERS
    drops.release(store, MORNING + timedelta(hours=36))
    store.dispose()
    for path, data in everything(folder):
        assert not [name for name in first if name in data], path
        assert path.name.encode() not in first


def test_a_letter_is_shown_at_the_second_boundary_and_not_before(
    arrived: tuple[Store, Path, list[str]],
) -> None:
    store, _, _ = arrived
    assert drops.release(store, datetime(2026, 1, 31, 22, 59, tzinfo=UTC)) == 0
    assert drops.release(store, datetime(2026, 1, 31, 23, 0, tzinfo=UTC)) == LETTERS
    store.dispose()
