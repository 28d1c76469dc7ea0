"""A letter coming in: its file is staged first, and its row makes it a letter."""

import io
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import BinaryIO

from sqlalchemy import Connection, Dialect, delete, insert, select, update

from wbs.letters.halfday import HalfDay
from wbs.store import shape
from wbs.store.blobs import Blob
from wbs.store.errors import ShapeError, StoreError, StoreFull
from wbs.store.schema import budgets, drops_pending
from wbs.store.session import Store

_CHUNK = 65_536
_ENTER = insert(drops_pending)
_COLUMNS = [column.name for column in drops_pending.columns]


def stage(
    store: Store,
    source: BinaryIO,
    half_day: HalfDay,
    *,
    room: Callable[[], int] | None = None,
    random: Callable[[int], bytes] = os.urandom,
) -> Blob:
    """Write a letter's file without its row; ``enter`` or ``withdraw`` must follow.

    ``room`` gives the bytes that a letter above the text size may have; without it, none is taken.
    """
    # One byte more than a text letter has tells the two apart before anything touches the disk.
    head = _read(source, shape.TEXT_SEALED + 1)
    shape.check_header(head[: shape.HEADER])
    if len(head) < shape.TEXT_SEALED:
        raise ShapeError("the letter is cut off")
    chunks: Iterable[bytes] = (head,)
    if len(head) > shape.TEXT_SEALED:
        if room is None:
            raise ShapeError("the letter has not the size of text")
        chunks = _large(store, head, source, room())
    return store.blobs.put(chunks, shown(store, half_day), random)


def enter(unit: Connection, blob: Blob, half_day: HalfDay) -> None:
    """Make a staged file a letter."""
    row = {"id": blob.id, "half_day": str(half_day), "size": blob.size, "sha256": blob.sha256}
    sql, names = _entering(unit.dialect)
    unit.exec_driver_sql(sql, tuple(row[name] for name in names))


@lru_cache(maxsize=4)
def _entering(dialect: Dialect) -> tuple[str, list[str]]:
    """The one statement of every put, and its parameters in order: compiled once, not looked up each time."""
    compiled = _ENTER.compile(dialect=dialect, column_keys=_COLUMNS)
    return str(compiled), list(compiled.positiontup or _COLUMNS)


def withdraw(store: Store, blobs: Iterable[Blob]) -> None:
    """Take back staged files whose transaction failed, and their rows, should it have succeeded after all.

    Where the database does not answer, the files stay for the sweep: a row must never lack its file.
    """
    ids = [blob.id for blob in blobs]
    try:
        with store.unit() as unit:
            unit.execute(delete(drops_pending).where(drops_pending.c.id.in_(ids)))
        for name in ids:
            store.blobs.discard(name)
    except StoreError:
        # What is being raised already says that the letter was not taken.
        return


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


def _large(store: Store, head: bytes, source: BinaryIO, room: int) -> Iterator[bytes]:
    size, chunk = 0, head
    while chunk:
        size += len(chunk)
        if size > store.limits.largest:
            raise ShapeError("the letter is larger than letters may be")
        if size > room or store.blobs.free() - len(chunk) < store.limits.text_reserve:
            raise StoreFull("there is no room for attachments now; text is still taken")
        yield chunk
        chunk = _read(source, _CHUNK)
    shape.check_size(size)


def _read(source: BinaryIO, size: int) -> bytes:
    data = io.BytesIO()
    while left := size - data.tell():
        if not (part := source.read(left)):
            break
        data.write(part)
    return data.getvalue()
