"""A letter that is written into the store rather than read by it."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.store.conftest import open_store
from tests.store.letters import drop
from tests.store.test_drops import MORNING, contents, files
from wbs.store import drops
from wbs.store.errors import ShapeError, StoreFull
from wbs.store.session import Store


def writing(letter: bytes, piece: int) -> Callable[[BinaryIO], None]:
    def write(sink: BinaryIO) -> None:
        for start in range(0, len(letter), piece):
            part = memoryview(letter)[start : start + piece]
            assert sink.write(part) == len(part)

    return write


@pytest.mark.parametrize("n", [0, 1, 5])
@pytest.mark.parametrize("piece", [997, 78_094, 1 << 20])
def test_a_letter_written_in_any_pieces_is_whole(store: Store, n: int, piece: int) -> None:
    drops.put_from(store, writing(drop(n=n), piece), MORNING)
    drops.release(store, MORNING, at_once=True)
    assert contents(store) == [drop(n=n)]


class StoppedError(Exception):
    pass


@pytest.mark.parametrize(
    "error", [StoppedError("here"), OSError(errno.ENOSPC, "elsewhere"), KeyboardInterrupt()]
)
@pytest.mark.parametrize("written", [0, 1000, 78_094, 100_000, 143_646])
def test_what_the_writer_raises_passes_and_nothing_is_left(
    store: Store, error: BaseException, written: int
) -> None:
    def write(sink: BinaryIO) -> None:
        sink.write(drop(n=1)[:written])
        raise error

    with pytest.raises(type(error)) as raised:
        drops.put_from(store, write, MORNING)
    assert raised.value is error
    assert files(store) == []
    assert drops.waiting(store) == {}


@pytest.mark.parametrize(
    "letter", [b"", drop()[:-1], drop(n=1)[:-1], drop(n=1) + b"x", b"x" * 78_094, b"x" * 200_000]
)
def test_anything_else_is_refused_and_leaves_nothing(store: Store, letter: bytes) -> None:
    with pytest.raises(ShapeError):
        drops.put_from(store, writing(letter, 65_536), MORNING)
    assert files(store) == []


def test_limits_hold_while_it_is_written(tmp_path: Path) -> None:
    store = open_store(tmp_path, largest=len(drop(n=1)), daily_budget=len(drop(n=1)) + 1000)
    with pytest.raises(ShapeError):
        drops.put_from(store, writing(drop(n=2), 65_536), MORNING)
    drops.put_from(store, writing(drop(n=1), 65_536), MORNING)
    with pytest.raises(StoreFull):
        drops.put_from(store, writing(drop(1, n=1), 65_536), MORNING)
    drops.put_from(store, writing(drop(), 65_536), MORNING)
    assert len(files(store)) == 2
    store.dispose()


def test_space_is_kept_free_for_text(tmp_path: Path) -> None:
    store = open_store(tmp_path, text_reserve=1 << 60)
    with pytest.raises(StoreFull):
        drops.put_from(store, writing(drop(n=1), 65_536), MORNING)
    drops.put_from(store, writing(drop(), 65_536), MORNING)
    assert len(files(store)) == 1
    store.dispose()
