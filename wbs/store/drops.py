"""The drop box: letters come in, wait for their release, are fetched, and leave by age alone."""

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import BinaryIO

from sqlalchemy import delete, func, insert, select, tuple_

from wbs.letters.bundle import DropEntry
from wbs.letters.halfday import HalfDay
from wbs.store import shape
from wbs.store.arrivals import charge, pending_row, room, shown, stage, stage_from, withdraw
from wbs.store.blobs import Blob, content_id
from wbs.store.errors import StoreError, StoreFull
from wbs.store.schema import drops, drops_pending
from wbs.store.session import Store

#: Days after its arrival that a letter stays.
KEPT_DAYS = 400

# Bytes released in one transaction: what a release needs of free disk.
_GROUP = 64 << 20
_PAGE = 500
# A put commits within the busy timeout of its file's last byte.
_STRAY_AGE = timedelta(hours=1)
# Lets the one index serve both kinds.
_either = drops.c.large.in_((0, 1))


def put(
    store: Store, source: BinaryIO, now: datetime, *, random: Callable[[int], bytes] = os.urandom
) -> None:
    """Store a letter; on return, file, folder and row are on disk.

    ShapeError: not a letter. StoreFull: no room for it now. StoreError: disk or database failed. Whichever it
    is, nothing of the letter is kept.
    """
    half_day = HalfDay.of(now, store.zone)
    _enter(store, stage(store, source, half_day, room=_room(store, half_day), random=random), half_day)


def put_from(
    store: Store,
    write: Callable[[BinaryIO], object],
    now: datetime,
    *,
    random: Callable[[int], bytes] = os.urandom,
) -> None:
    """As ``put``, for a letter that ``write`` writes to the sink it is called with.

    What ``write`` raises passes through, and nothing of the letter is kept.
    """
    half_day = HalfDay.of(now, store.zone)
    _enter(store, stage_from(store, write, half_day, room=_room(store, half_day), random=random), half_day)


def largest(store: Store, now: datetime) -> int:
    """Bytes that a sealed letter above the text size may have now; StoreFull if there is no room for any."""
    return _room(store, HalfDay.of(now, store.zone))()


def release(
    store: Store,
    now: datetime,
    *,
    at_once: bool = False,
    random: Callable[[int], bytes] = os.urandom,
) -> int:
    """Release what arrived before the last full half-day (``at_once``: everything); how many letters.

    Files and rows are written anew in shuffled order and the originals removed. A letter that turns up twice
    is released once. Stopped at any point, nothing is lost or doubled, and the next call goes on.
    StoreError, after all others are released, if a letter's file is missing or damaged.
    """
    with store.alone():
        with store.reading() as unit:
            rows = [
                (Blob(row.id, row.size, row.sha256), HalfDay.parse(row.half_day))
                for row in unit.execute(select(drops_pending))
            ]
        due = [row for row in rows if at_once or row[1].visible_from(store.zone) <= now]
        due.sort(key=lambda _: random(16))
        damaged = sum(_release(store, group, random) for group in _groups(due))
        store.clear_journal()
    if damaged:
        raise StoreError(f"letters whose file is missing or damaged, and which were not released: {damaged}")
    return len(due)


def _release(store: Store, group: list[tuple[Blob, HalfDay]], random: Callable[[int], bytes]) -> int:
    with store.reading() as unit:
        names = [content_id(blob.sha256) for blob, _ in group]
        known = set(unit.scalars(select(drops.c.id).where(drops.c.id.in_(names))))
    rows, gone = [], []
    for blob, half_day in group:
        name = content_id(blob.sha256)
        if name not in known:
            try:
                store.blobs.release(blob, str(half_day), shown(store, half_day))
            except StoreFull:
                raise
            except StoreError:
                continue
            known.add(name)
            rows.append(_row(blob, half_day))
        gone.append(blob.id)
    if gone:
        with store.unit() as unit:
            stay = [row._asdict() for row in unit.execute(select(drops_pending)) if row.id not in gone]
            stay.sort(key=lambda _: random(16))
            # All rows go and the others come back: only an emptied table leaves no trace of its rows' order.
            unit.execute(delete(drops_pending))
            if stay:
                unit.execute(insert(drops_pending), stay)
            if rows:
                unit.execute(insert(drops), rows)
        for name in gone:
            store.blobs.discard(name)
        store.blobs.settle()
    return len(group) - len(gone)


def page(
    store: Store, since: HalfDay | None, after: DropEntry | None = None, limit: int = _PAGE
) -> list[DropEntry]:
    """Up to ``limit`` released letters of after ``since``, text first, from the one after ``after``."""
    columns = drops.c
    # No identifier sorts after "g": this is the end of the half-day ``since``.
    start = ("", "") if since is None else (str(since), "g")
    large, key = 0, start
    if after is not None:
        large, key = int(_is_large(after.size)), (str(after.half_day), after.id)
    found: list[DropEntry] = []
    with store.reading() as unit:
        while large <= 1 and len(found) < limit:
            statement = (
                select(columns.id, columns.half_day, columns.size, columns.sha256)
                .where(columns.large == large, tuple_(columns.half_day, columns.id) > key)
                .order_by(columns.half_day, columns.id)
                .limit(limit - len(found))
            )
            found += (
                DropEntry(drop_id, HalfDay.parse(half_day), size, bytes.fromhex(sha256))
                for drop_id, half_day, size, sha256 in unit.execute(statement)
            )
            large, key = large + 1, start
    return found


def released(store: Store, since: HalfDay | None) -> Iterator[DropEntry]:
    """Give all released letters that arrived after ``since`` (None: all), text first, page by page."""
    after = None
    while rows := page(store, since, after):
        yield from rows
        after = rows[-1]


def released_until(store: Store, now: datetime, *, at_once: bool = False) -> HalfDay:
    """Give the half-day up to whose end every letter is released, if ``release`` was called at ``now``.

    A letter that could not be released holds it back, so that no bundle ever leaves that letter out.
    """
    # The office's zones know no summer time.
    due = HalfDay.of(now - timedelta(hours=12 if at_once else 24), store.zone)
    stuck = min(waiting(store), default=None)
    if stuck is None or stuck > due:
        return due
    return HalfDay.of(stuck.start(store.zone) - timedelta(hours=12), store.zone)


def open_drop(store: Store, entry: DropEntry) -> BinaryIO:
    """Open a released letter's file; NotFound."""
    return store.blobs.open(str(entry.half_day), entry.id)


def waiting(store: Store) -> dict[HalfDay, int]:
    """How many letters each half-day of arrival has that are not yet released."""
    statement = select(drops_pending.c.half_day, func.count()).group_by(drops_pending.c.half_day)
    with store.reading() as unit:
        return {HalfDay.parse(half_day): count for half_day, count in unit.execute(statement)}


def amount(store: Store, since: HalfDay | None) -> tuple[int, int]:
    """How many released letters arrived after ``since``, and their bytes together."""
    after = drops.c.half_day > ("" if since is None else str(since))
    with store.reading() as unit:
        row = unit.execute(select(func.count(), func.sum(drops.c.size)).where(_either, after)).one()
    return row[0], int(row[1] or 0)


def expire(store: Store, today: date) -> int:
    """Remove the letters that arrived more than 400 days ago, and every trace of them; how many."""
    before = f"{today - timedelta(days=KEPT_DAYS)}A"
    # Says to the next call that this one was stopped before the traces were gone.
    marker = store.folder / "expiring"
    with store.alone():
        with store.reading() as unit:
            old = list(
                unit.execute(select(drops.c.id, drops.c.half_day).where(_either, drops.c.half_day < before))
            )
        if not old and not marker.exists():
            return 0
        marker.touch()
        with store.unit() as unit:
            unit.execute(delete(drops).where(_either, drops.c.half_day < before))
        for drop_id, half_day in old:
            store.blobs.expire(half_day, drop_id)
        store.clear_pages()
        marker.unlink()
    return len(old)


def sweep(store: Store, now: datetime) -> int:
    """Remove files older than an hour that no row knows: what interrupted calls have left; how many."""

    def known(half_day: str | None) -> set[str]:
        statement = select(drops_pending.c.id)
        if half_day is not None:
            statement = select(drops.c.id).where(_either, drops.c.half_day == half_day)
        with store.reading() as unit:
            return set(unit.scalars(statement))

    count = 0
    with store.alone():
        for path in store.blobs.strays(known, (now - _STRAY_AGE).timestamp()):
            path.unlink(missing_ok=True)
            count += 1
        store.blobs.settle()
    return count


def _room(store: Store, half_day: HalfDay) -> Callable[[], int]:
    return lambda: room(store, half_day.day)


def _enter(store: Store, blob: Blob, half_day: HalfDay) -> None:
    try:
        # Letters of text need not wait for each other; what counts to the day's budget does.
        if not _is_large(blob.size):
            store.add(drops_pending, pending_row(blob, half_day))
            return
        with store.unit() as unit:
            charge(unit, half_day.day, blob.size, store.limits.daily_budget)
            unit.execute(insert(drops_pending), pending_row(blob, half_day))
    except BaseException:
        withdraw(store, [blob])
        raise


def _is_large(size: int) -> bool:
    return size > shape.TEXT_SEALED


def _row(blob: Blob, half_day: HalfDay) -> dict[str, str | int]:
    return {
        "id": content_id(blob.sha256),
        "half_day": str(half_day),
        "size": blob.size,
        "sha256": blob.sha256,
        "large": int(_is_large(blob.size)),
    }


def _groups(due: list[tuple[Blob, HalfDay]]) -> Iterator[list[tuple[Blob, HalfDay]]]:
    group: list[tuple[Blob, HalfDay]] = []
    size = 0
    for item in due:
        if group and size + item[0].size > _GROUP:
            yield group
            group, size = [], 0
        group.append(item)
        size += item[0].size
    if group:
        yield group
