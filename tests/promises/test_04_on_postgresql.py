"""Promise 4 on PostgreSQL: after a release the order of arrival is gone from tables and, where the role may
ask for it, from the server's journal, which is the one place that knows the moment of a commit."""

import hashlib
import io
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.databases import Served
from tests.promises.test_04_nothing_of_a_visit import LETTERS, MORNING, blobs, correlation
from tests.store.letters import drop
from wbs.store import drops
from wbs.store.session import Store

LATER = MORNING + timedelta(hours=36)


@pytest.fixture
def arrived(postgresql_store: Store) -> tuple[Store, list[str]]:
    """A store in which letters arrived one after another; their hashes in that order."""
    hashes = []
    for number in range(LETTERS):
        drops.put(postgresql_store, io.BytesIO(drop(number)), MORNING + timedelta(minutes=number))
        hashes.append(hashlib.sha256(drop(number)).hexdigest())
    return postgresql_store, hashes


def places(store: Store, table: str, hashes: list[str]) -> dict[str, list[int]]:
    """Where each letter stands in the orders that a table shows: its place, and who wrote it."""
    # A place is a page and a number in it.
    asked = f"SELECT sha256, ctid::text::point, xmin::text::bigint FROM {table}"  # noqa: S608 -- a name of ours
    with store.reading() as unit:
        rows = {sha256: (point, xmin) for sha256, point, xmin in unit.execute(text(asked))}
    pages = [tuple(map(int, rows[digest][0].strip("()").split(","))) for digest in hashes]
    order = sorted(pages)
    return {"place": [order.index(page) for page in pages], "writer": [rows[digest][1] for digest in hashes]}


def knowing(folder: Path, marks: list[bytes]) -> list[Path]:
    """The server's files that hold one of the marks."""
    found = []
    for path in folder.rglob("*"):
        try:
            data = path.read_bytes()
        except (IsADirectoryError, FileNotFoundError):
            # What the server removes meanwhile holds nothing any more.
            continue
        if any(mark in data for mark in marks):
            found.append(path)
    return found


def test_before_the_release_the_order_can_be_told(arrived: tuple[Store, list[str]]) -> None:
    store, hashes = arrived
    for values in places(store, "drops_pending", hashes).values():
        assert correlation(values) > 0.95


def test_after_a_release_the_order_of_arrival_is_gone_from_the_tables(
    arrived: tuple[Store, list[str]],
) -> None:
    store, hashes = arrived
    assert drops.release(store, LATER) == LETTERS
    found = places(store, "drops", hashes)
    assert abs(correlation(found["place"])) < 5 / (LETTERS - 1) ** 0.5
    # One transaction wrote them all.
    assert len(set(found["writer"])) == 1


def test_what_waits_is_written_anew_too(arrived: tuple[Store, list[str]]) -> None:
    store, hashes = arrived
    drops.put(store, io.BytesIO(drop(99)), MORNING - timedelta(days=1))
    assert drops.release(store, MORNING) == 1
    found = places(store, "drops_pending", hashes)
    assert abs(correlation(found["place"])) < 5 / (LETTERS - 1) ** 0.5
    assert len(set(found["writer"])) == 1


def test_after_a_release_nothing_of_the_first_rows_is_left_on_the_servers_disk(
    arrived: tuple[Store, list[str]], served_databases: Served
) -> None:
    store, _ = arrived
    first = [path.name.encode() for path in blobs(store.folder)]
    data = served_databases.server.data
    # That this can be seen at all: the journal knows each row, and when it was written.
    assert {path.parent.name for path in knowing(data, first)} >= {"pg_wal"}
    drops.release(store, LATER)
    assert knowing(data, first) == []


def test_without_leave_for_checkpoints_the_tables_are_written_anew_all_the_same(
    arrived: tuple[Store, list[str]], served_databases: Served
) -> None:
    store, hashes = arrived
    with served_databases.server.admin(served_databases.name(store.folder)) as admin:
        admin.execute("REVOKE EXECUTE ON FUNCTION pg_switch_wal() FROM wbs")
    drops.release(store, LATER)
    with store.reading() as unit:
        assert unit.scalar(text("SELECT pg_relation_size('drops_pending')")) == 0
    assert abs(correlation(places(store, "drops", hashes)["place"])) < 5 / (LETTERS - 1) ** 0.5
