"""What is waited for at once is done once, for everyone or for no one."""

import io
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.databases import WIB
from tests.statements import told
from tests.store.letters import drop
from tests.store.test_drops import MORNING
from wbs.store import drops
from wbs.store.errors import StoreError, StoreFull
from wbs.store.migrate import migrate
from wbs.store.session import Store
from wbs.store.sqlite import SQLite
from wbs.store.together import Together

OTHERS = 3


class Work:
    """Work that waits to be let go, and fails if it is told to."""

    def __init__(self) -> None:
        self.done: list[list[int]] = []
        self.begun, self.go = threading.Event(), threading.Event()
        self.error: BaseException | None = None
        self.together: Together[int] = Together(self)

    def __call__(self, items: Sequence[int]) -> None:
        self.begun.set()
        assert self.go.wait(60)
        self.done.append(list(items))
        if self.error is not None:
            raise self.error

    def gathered(self) -> int:
        batch = self.together._gathering
        return len(batch.items) if batch else 0


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.001)


def test_alone_it_is_done_at_once() -> None:
    work = Work()
    work.go.set()
    work.together.do(1)
    work.together.do(2)
    assert work.done == [[1], [2]]


def test_what_comes_meanwhile_is_done_in_one() -> None:
    work = Work()
    with ThreadPoolExecutor(OTHERS + 1) as pool:
        first = pool.submit(work.together.do, 0)
        assert work.begun.wait(60)
        others = [pool.submit(work.together.do, number + 1) for number in range(OTHERS)]
        until(lambda: work.gathered() == OTHERS)
        assert not any(each.done() for each in [first, *others])
        work.go.set()
        for each in [first, *others]:
            each.result(60)
    assert (work.done[0], sorted(work.done[1])) == ([0], [1, 2, 3])


@pytest.mark.parametrize(
    ("error", "expected"), [(StoreFull("no room"), StoreFull), (RuntimeError("secret"), StoreError)]
)
def test_what_fails_fails_for_all_and_for_nothing_after(
    error: BaseException, expected: type[StoreError]
) -> None:
    work = Work()
    with ThreadPoolExecutor(OTHERS + 1) as pool:
        first = pool.submit(work.together.do, 0)
        assert work.begun.wait(60)
        others = [pool.submit(work.together.do, number + 1) for number in range(OTHERS)]
        until(lambda: work.gathered() == OTHERS)
        work.error = error
        work.go.set()
        raised = [each.exception(60) for each in [first, *others]]
    # Of each batch, the thread that did the work has the error itself.
    assert sum(each is error for each in raised) == 2
    assert sum(type(each) is expected and each is not error for each in raised) == OTHERS - 1
    assert not any("secret" in str(each) for each in raised if each is not error)
    work.error = None
    work.together.do(9)
    assert work.done[-1] == [9]


def test_letters_that_come_at_once_share_a_commit(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/wbs.sqlite", tmp_path, WIB)
    other = Store(f"sqlite:///{tmp_path}/wbs.sqlite", tmp_path, WIB)
    migrate(store)
    said: list[str] = []
    database = store._database
    assert isinstance(database, SQLite)

    def waiting() -> int:
        batch = database._adding._gathering
        return len(batch.items) if batch else 0

    sent = [drop(seed) for seed in range(OTHERS + 1)]
    with ThreadPoolExecutor(OTHERS + 1) as pool, told(store._engine, said.append):
        with other.unit():
            # The first waits for the writer; the others gather behind it.
            puts = [pool.submit(drops.put, store, io.BytesIO(letter), MORNING) for letter in sent]
            until(lambda: waiting() == OTHERS)
            assert not any(each.done() for each in puts)
        for each in puts:
            each.result(30)
    assert said.count("COMMIT") == 2
    assert sum(drops.waiting(store).values()) == OTHERS + 1
    store.dispose()
    other.dispose()
