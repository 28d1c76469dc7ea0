"""The disk fails, or the process dies, at every step of a put and of a release."""

import errno
import io
import os
import shutil
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.statements import told
from tests.store.conftest import Places
from tests.store.letters import drop
from tests.store.test_drops import MORNING, NEXT_MORNING, contents, files
from wbs.store import blobs, drops
from wbs.store.errors import StoreError, StoreFull
from wbs.store.session import Store

#: Raises what the disk, or the driver of the database, raises.
Fail = Callable[[Store, bool], None]


def driver_error(store: Store, *, no_room: bool) -> Exception:
    """What the store's driver raises where the disk of the database is full, or fails."""
    if store._engine.dialect.name == "postgresql":
        return psycopg.errors.DiskFull() if no_room else psycopg.errors.IoError()
    error = sqlite3.OperationalError("database or disk is full" if no_room else "disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL if no_room else sqlite3.SQLITE_IOERR
    return error


class Faults:
    """Counts the calls that touch disk or database, and lets one of them fail."""

    def __init__(self, store: Store, fail: Fail, left: int) -> None:
        self.left = left
        self._thread = threading.get_ident()
        self._store = store
        self._fail = fail

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with (
            pytest.MonkeyPatch.context() as patch,
            told(self._store._engine, lambda _statement: self.step(of_database=True)),
        ):
            for owner, name in (
                (os, "fsync"),
                (os, "utime"),
                (Path, "rename"),
                (Path, "unlink"),
                (Path, "mkdir"),
            ):
                patch.setattr(owner, name, self._around(getattr(owner, name)))
            yield

    def step(self, *, of_database: bool) -> None:
        # What other tests left running in this process must not take the fault.
        if threading.get_ident() != self._thread:
            return
        self.left -= 1
        if self.left == -1:
            self._fail(self._store, of_database)

    def _around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def faulty(*args: Any, **kwargs: Any) -> Any:
            self.step(of_database=False)
            return call(*args, **kwargs)

        return faulty


def full(store: Store, of_database: bool) -> None:
    raise driver_error(store, no_room=True) if of_database else OSError(errno.ENOSPC, "no room")


def broken(store: Store, of_database: bool) -> None:
    raise driver_error(store, no_room=False) if of_database else OSError(errno.EIO, "broken")


def killed(_store: Store, _of_database: bool) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def steps(store: Store, act: Callable[[Store], object]) -> int:
    """How many calls the act makes when nothing fails."""
    faults = Faults(store, full, 1_000_000)
    with faults():
        act(store)
    store.dispose()
    return 1_000_000 - faults.left


def put(store: Store) -> None:
    drops.put(store, io.BytesIO(drop(1)), MORNING)


@pytest.mark.parametrize(("fail", "named"), [(full, StoreFull), (broken, StoreError)])
def test_a_put_that_fails_anywhere_leaves_nothing_or_says_nothing(
    places: Places,
    tmp_path: Path,
    fail: Fail,
    named: type[StoreError],
) -> None:
    dry = places.open(tmp_path / "dry")
    count = steps(dry, put)
    # Of the database: BEGIN, INSERT and COMMIT, or the one statement that is all three.
    assert count == 4 + {"sqlite": 3, "postgresql": 1}[dry._engine.dialect.name]
    for step in range(count):
        folder = tmp_path / str(step)
        store = places.open(folder)
        put(store)
        with Faults(store, fail, step)(), pytest.raises(named):
            drops.put(store, io.BytesIO(drop(2)), MORNING)
        store.dispose()
        reopened = places.open(folder)
        assert len(files(reopened)) == 1
        assert drops.release(reopened, NEXT_MORNING) == 1
        assert contents(reopened) == [drop(1)]
        reopened.dispose()


def in_child(act: Callable[[], None]) -> bool:
    """Whether the act ended, rather than the process that ran it."""
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize("fail", [full, broken, killed])
def test_a_release_stopped_anywhere_loses_and_doubles_nothing(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fail: Fail
) -> None:
    monkeypatch.setattr(drops, "_GROUP", 2 * len(drop()))
    sent = [drop(seed) for seed in range(3)]

    def fill(store: Store) -> None:
        for letter in sent:
            drops.put(store, io.BytesIO(letter), MORNING)
        drops.put(store, io.BytesIO(sent[0]), MORNING)

    def release(store: Store) -> None:
        drops.release(store, NEXT_MORNING)

    filled = tmp_path / "filled"
    store = places.open(filled)
    fill(store)
    store.dispose()

    def copied(name: str) -> Path:
        shutil.copytree(filled, tmp_path / name)
        places.databases.copy(filled, tmp_path / name)
        return tmp_path / name

    count = steps(places.open(copied("dry")), release)
    assert count >= 25
    for step in range(count):
        folder = copied(str(step))

        def interrupted(folder: Path = folder, step: int = step) -> None:
            store = places.open(folder)
            with Faults(store, fail, step)():
                release(store)

        if fail is killed:
            assert not in_child(interrupted)
        else:
            with pytest.raises(StoreError):
                interrupted()
        again = places.open(folder)
        release(again)
        assert sorted(contents(again)) == sorted(sent)
        assert drops.waiting(again) == {}
        drops.sweep(again, datetime.now(UTC) + timedelta(hours=2))
        assert len(files(again)) == 3
        again.dispose()


def test_a_commit_whose_answer_is_lost_keeps_no_row_without_its_file(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row was written, and the caller is told that it was not: then neither row nor file stays."""
    add = store.add

    def committed_but_failing(*args: Any) -> None:
        add(*args)
        raise StoreError("the connection was lost")

    monkeypatch.setattr(store, "add", committed_but_failing)
    with pytest.raises(StoreError):
        put(store)
    assert files(store) == []
    assert drops.waiting(store) == {}


def test_a_file_waits_for_the_sweep_while_the_database_does_not_answer(store: Store) -> None:
    def silent(_statement: str) -> None:
        raise driver_error(store, no_room=False)

    with told(store._engine, silent), pytest.raises(StoreError):
        put(store)
    assert len(files(store)) == 1
    assert drops.waiting(store) == {}
    assert drops.sweep(store, datetime.now(UTC) + timedelta(hours=2)) == 1


def test_a_connection_on_which_an_addition_failed_is_used_no_more(store: Store) -> None:
    database = store._database
    with database.driver() as first:
        pass
    with pytest.raises(StoreError), database.driver() as failed:
        raise driver_error(store, no_room=False)
    assert failed is first
    with database.driver() as following:
        assert following is not first
    put(store)
    assert len(files(store)) == 1


def test_the_reporters_connection_may_break_at_any_byte(store: Store) -> None:
    class Breaking(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 100_000:
                raise ConnectionResetError(errno.ECONNRESET, "gone")
            return super().read(size)

    with pytest.raises(StoreError):
        drops.put(store, Breaking(drop(n=1)), MORNING)
    assert files(store) == []


def test_fsync_comes_before_the_name_and_the_folder_after(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    for owner, name in ((os, "fsync"), (Path, "rename")):
        plain = getattr(owner, name)

        def noted(*args: Any, plain: Callable[..., Any] = plain, name: str = name) -> Any:
            folder = name == "fsync" and os.path.isdir(f"/proc/self/fd/{args[0]}")  # noqa: PTH112 -- a descriptor
            calls.append("fsync folder" if folder else name)
            return plain(*args)

        monkeypatch.setattr(owner, name, noted)
    # A single statement is PostgreSQL's own transaction.
    last = "COMMIT" if store._engine.dialect.name == "sqlite" else "INSERT"

    def said(statement: str) -> None:
        if statement.startswith(last):
            calls.append("commit")

    with told(store._engine, said):
        put(store)
    assert calls == ["fsync", "rename", "fsync folder", "commit"]
    assert blobs.content_id("ab" * 32) == "ab" * 16
