"""A letter coming in: its file is staged first, and its row makes it a letter."""

import os
from collections.abc import Callable, Iterable
from datetime import date
from typing import BinaryIO, cast

from sqlalchemy import Connection, delete, insert, select, update

from wbs.letters.halfday import HalfDay
from wbs.store import shape
from wbs.store.blobs import Blob, Writing
from wbs.store.errors import ShapeError, StoreError, StoreFull, disk
from wbs.store.schema import budgets, drops_pending
from wbs.store.session import Store


def stage(
    store: Store,
    source: BinaryIO,
    half_day: HalfDay,
    *,
    room: Callable[[], int] | None = None,
    random: Callable[[int], bytes] = os.urandom,
) -> Blob:
    """Write a letter's file without its row; ``pending_row`` or ``withdraw`` must follow.

    ``room`` gives the bytes that a letter above the text size may have; without it, none is taken.
    """

    def copy(sink: BinaryIO) -> None:
        with disk():
            # One read takes a text letter whole.
            while chunk := source.read(shape.TEXT_SEALED):
                sink.write(chunk)

    return stage_from(store, copy, half_day, room=room, random=random)


def stage_from(
    store: Store,
    write: Callable[[BinaryIO], object],
    half_day: HalfDay,
    *,
    room: Callable[[], int] | None = None,
    random: Callable[[int], bytes] = os.urandom,
) -> Blob:
    """As ``stage``, for a letter that ``write`` writes to the sink it is called with; its errors pass."""
    arriving = _Arriving(store, lambda: store.blobs.begin(shown(store, half_day), random), room)
    try:
        # All that sealing asks of its sink is ``write``.
        write(cast("BinaryIO", arriving))
        return arriving.finish()
    except BaseException:
        arriving.abandon()
        raise


def pending_row(blob: Blob, half_day: HalfDay) -> dict[str, str | int]:
    """What makes a staged file a letter: its row of ``drops_pending``."""
    return {"id": blob.id, "half_day": str(half_day), "size": blob.size, "sha256": blob.sha256}


def withdraw(store: Store, blobs: Iterable[Blob]) -> None:
    """Take back staged files whose transaction failed, and their rows, should it have succeeded after all.

    A transaction whose end is not known still holds its part of the writers' lock, and this waits for it.
    Where the database does not answer, the files stay for the sweep: a row must never lack its file.
    """
    staged = list(blobs)
    try:
        try:
            _forget(store, staged, written_over=True)
        except StoreFull:
            # For the failed commit there was less room still: nothing of it can come back.
            _forget(store, staged, written_over=False)
        for blob in staged:
            store.blobs.discard(blob.id)
    except StoreError:
        # What is being raised already says that the letter was not taken.
        return


def _forget(store: Store, staged: list[Blob], *, written_over: bool) -> None:
    ours = drops_pending.c.id.in_([blob.id for blob in staged])
    with store.unit() as unit:
        unit.execute(delete(drops_pending).where(ours))
        if staged and written_over:
            # A commit whose flush failed still stands in SQLite's journal, and a crash would bring it back:
            # what is written next takes its place.
            rows = [{"id": blob.id, "half_day": "", "size": 0, "sha256": blob.sha256} for blob in staged]
            unit.execute(insert(drops_pending), rows)
            unit.execute(delete(drops_pending).where(ours))


def room(store: Store, day: date) -> int:
    """Give the bytes that a letter above the text size may have today; StoreFull if there are none."""
    with store.reading() as unit:
        taken = unit.scalar(select(budgets.c.bytes).where(budgets.c.day == str(day))) or 0
    left = store.limits.daily_budget - taken
    if left < shape.sealed_size(1):
        raise StoreFull("today's room for letters with attachments is used up")
    return min(store.limits.largest, left)


def charge(unit: Connection, day: date, size: int, budget: int) -> None:
    """Count a letter above the text size to its day; StoreFull if the day has no room for it."""
    unit.execute(delete(budgets).where(budgets.c.day < str(day)))
    add = update(budgets).where(budgets.c.day == str(day)).values(bytes=budgets.c.bytes + size)
    if not unit.execute(add).rowcount:
        unit.execute(insert(budgets).values(day=str(day), bytes=size))
    if (unit.scalar(select(budgets.c.bytes).where(budgets.c.day == str(day))) or 0) > budget:
        raise StoreFull("today's room for letters with attachments is used up")


def shown(store: Store, half_day: HalfDay) -> int:
    """Give the time that a file of a half-day shows, in seconds."""
    return int(half_day.start(store.zone).timestamp())


class _Arriving:
    """Passes a letter on to its file, as far as it has the shape of one and there is room for it."""

    def __init__(self, store: Store, begin: Callable[[], Writing], room: Callable[[], int] | None) -> None:
        self._store, self._begin, self._room = store, begin, room
        # Nothing touches the disk before a text letter is whole, or is known to be a larger one.
        self._head = bytearray()
        self._file: Writing | None = None
        self._size = self._most = 0

    def write(self, data: bytes | memoryview) -> int:
        """Take the next bytes; ShapeError, StoreFull or StoreError."""
        self._size += len(data)
        if self._file is None:
            self._head += data
            if self._size <= shape.TEXT_SEALED:
                return len(data)
            shape.check_header(bytes(self._head[: shape.HEADER]))
            if self._room is None:
                raise ShapeError("the letter has not the size of text")
            self._most = self._room()
            self._check_room(self._size)
            self._file = self._begin()
            self._file.write(memoryview(self._head))
        else:
            self._check_room(len(data))
            self._file.write(data)
        return len(data)

    def finish(self) -> Blob:
        """Bring the letter to disk, if it is whole."""
        if self._file is None:
            shape.check_header(bytes(self._head[: shape.HEADER]))
            if self._size < shape.TEXT_SEALED:
                raise ShapeError("the letter is cut off")
            self._file = self._begin()
            self._file.write(memoryview(self._head))
        else:
            shape.check_size(self._size)
        return self._file.finish()

    def abandon(self) -> None:
        """Remove what was written."""
        if self._file is not None:
            self._file.abandon()

    def _check_room(self, more: int) -> None:
        if self._size > self._store.limits.largest:
            raise ShapeError("the letter is larger than letters may be")
        if self._size > self._most or self._store.blobs.free() - more < self._store.limits.text_reserve:
            raise StoreFull("there is no room for attachments now; text is still taken")
