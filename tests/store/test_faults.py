"""The disk fails, or the process dies, at every step of a put and of a release."""

import errno
import io
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from tests.store.conftest import open_store
from tests.store.letters import drop
from tests.store.test_drops import MORNING, NEXT_MORNING, contents, files
from wbs.store import arrivals, blobs, drops
from wbs.store.errors import StoreError, StoreFull
from wbs.store.session import Store

Fail = Callable[[type[OSError | sqlite3.Error]], None]


class Faults:
    """Counts the calls that touch disk or database, and lets one of them fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, store: Store, fail: Fail) -> None:
        self.left = -1
        self._fail = fail
        for owner, name in (
            (os, "fsync"),
            (os, "utime"),
            (Path, "rename"),
            (Path, "unlink"),
            (Path, "mkdir"),
        ):
            monkeypatch.setattr(owner, name, self._around(getattr(owner, name)))
        for moment in ("begin", "before_cursor_execute", "commit"):
            event.listen(store._engine, moment, lambda *_args: self.step(sqlite3.OperationalError))

    def step(self, kind: type[OSError | sqlite3.Error]) -> None:
        self.left -= 1
        if self.left == -1:
            self._fail(kind)

    def _around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def faulty(*args: Any, **kwargs: Any) -> Any:
            self.step(OSError)
            return call(*args, **kwargs)

        return faulty


def full(kind: type[OSError | sqlite3.Error]) -> None:
    error = kind(errno.ENOSPC, "no room")
    if isinstance(error, sqlite3.Error):
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise error


def broken(kind: type[OSError | sqlite3.Error]) -> None:
    raise kind(errno.EIO, "broken")


def killed(_kind: type[OSError | sqlite3.Error]) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def steps(folder: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[Store], object]) -> int:
    """How many calls the act makes when nothing fails."""
    store = open_store(folder)
    with monkeypatch.context() as patch:
        faults = Faults(patch, store, full)
        faults.left = 1_000_000
        act(store)
        taken = 1_000_000 - faults.left
    store.dispose()
    return taken


def put(store: Store) -> None:
    drops.put(store, io.BytesIO(drop(1)), MORNING)


@pytest.mark.parametrize(("fail", "named"), [(full, StoreFull), (broken, StoreError)])
def test_a_put_that_fails_anywhere_leaves_nothing_or_says_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fail: Fail,
    named: type[StoreError],
) -> None:
    (tmp_path / "dry").mkdir()
    count = steps(tmp_path / "dry", monkeypatch, put)
    assert count >= 7
    for step in range(count):
        folder = tmp_path / str(step)
        folder.mkdir()
        store = open_store(folder)
        put(store)
        with monkeypatch.context() as patch:
            faults = Faults(patch, store, fail)
            faults.left = step
            with pytest.raises(named):
                drops.put(store, io.BytesIO(drop(2)), MORNING)
        store.dispose()
        reopened = open_store(folder)
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
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fail: Fail
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
    filled.mkdir()
    store = open_store(filled)
    fill(store)
    store.dispose()
    shutil.copytree(filled, tmp_path / "dry")
    count = steps(tmp_path / "dry", monkeypatch, release)
    assert count >= 25
    for step in range(count):
        folder = tmp_path / str(step)
        shutil.copytree(filled, folder)

        def interrupted(folder: Path = folder, step: int = step) -> None:
            store = open_store(folder)
            with monkeypatch.context() as patch:
                faults = Faults(patch, store, fail)
                faults.left = step
                release(store)

        if fail is killed:
            assert not in_child(interrupted)
        else:
            with pytest.raises(StoreError):
                interrupted()
        again = open_store(folder)
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
    enter = arrivals.enter

    def committed_but_failing(*args: Any) -> None:
        enter(*args)
        connection = args[0]
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(drops, "enter", committed_but_failing)
    with pytest.raises(StoreError):
        put(store)
    assert files(store) == []
    assert drops.waiting(store) == {}


def test_a_file_waits_for_the_sweep_while_the_database_does_not_answer(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_args: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(drops, "enter", silent)
        event.listen(store._engine, "begin", silent)
        with pytest.raises(StoreError):
            put(store)
        event.remove(store._engine, "begin", silent)
    assert len(files(store)) == 1
    assert drops.waiting(store) == {}
    assert drops.sweep(store, datetime.now(UTC) + timedelta(hours=2)) == 1


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
    event.listen(store._engine, "commit", lambda _connection: calls.append("commit"))
    put(store)
    assert calls == ["fsync", "rename", "fsync folder", "commit"]
    assert blobs.content_id("ab" * 32) == "ab" * 16
