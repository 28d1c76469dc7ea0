"""What waits for a courier, and what couriers have taken."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, insert, literal, select, union_all

from wbs.letters.halfday import HalfDay
from wbs.store import record
from wbs.store.schema import drops, drops_pending, exports
from wbs.store.session import Store


@dataclass(frozen=True)
class Overview:
    """Letters by half-day of arrival: not yet released, and released since the last export.

    ``last``: up to which half-day the last export went, and on which date that was first exported.
    """

    waiting: dict[HalfDay, int]
    ready: dict[HalfDay, int]
    last: tuple[HalfDay, date] | None


def overview(store: Store) -> Overview:
    """Give the overview, by one statement."""
    last = select(func.coalesce(func.max(exports.c.until), "")).scalar_subquery()
    statement = union_all(
        select(literal("waiting"), drops_pending.c.half_day, func.count()).group_by(drops_pending.c.half_day),
        # Counted apart, so that the index serves both.
        *(
            select(literal("ready"), drops.c.half_day, func.count())
            .where(drops.c.large == large, drops.c.half_day > last)
            .group_by(drops.c.half_day)
            for large in (0, 1)
        ),
        select(exports.c.day, exports.c.until, literal(0)).where(exports.c.until == last),
    )
    found = Overview({}, {}, None)
    with store.reading() as unit:
        for kind, text, count in unit.execute(statement):
            half_day = HalfDay.parse(text)
            if kind in ("waiting", "ready"):
                counts = found.waiting if kind == "waiting" else found.ready
                counts[half_day] = counts.get(half_day, 0) + count
            else:
                found = Overview(found.waiting, found.ready, (half_day, date.fromisoformat(kind)))
    return found


def last(store: Store) -> HalfDay | None:
    """Give up to which half-day the last export went."""
    with store.reading() as unit:
        until = unit.scalar(select(func.max(exports.c.until)))
    return HalfDay.parse(until) if until else None


def note(store: Store, actor: str, *, since: HalfDay | None, until: HalfDay, letters: int, day: date) -> None:
    """Record that a bundle was handed out."""
    with store.unit() as unit:
        there = unit.scalar(select(exports.c.until).where(exports.c.until == str(until)))
        if there is None:
            unit.execute(insert(exports).values(until=str(until), day=str(day)))
        # Only the newest is ever asked for.
        unit.execute(delete(exports).where(exports.c.until < str(until)))
        detail = f"after={since or '-'} until={until} letters={letters}"
        record.append(unit, actor, "export", detail, day)
