"""The staff record: what couriers and administrators did, each entry bound to the one before.

It says nothing about reporters. Entries carry a date and no time. Changing, removing or reordering one breaks
the chain; cutting off the newest ones does not, so the head is shown to the couriers, who can note it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from wbs.letters import canonical
from wbs.store.errors import RecordBroken
from wbs.store.schema import staff_record
from wbs.store.session import Store

#: What the first entry names as the one before.
GENESIS = bytes(32)

_PAGE = 500


@dataclass(frozen=True)
class Entry:
    """One deed; ``sequence`` counts from 1."""

    sequence: int
    day: date
    actor: str
    action: str
    detail: str
    previous: bytes

    @property
    def hash(self) -> bytes:
        """What the next entry carries: SHA-256 over canonical JSON of all fields."""
        members: dict[str, canonical.Value] = {
            "sequence": self.sequence,
            "day": self.day.isoformat(),
            "actor": self.actor,
            "action": self.action,
            "detail": self.detail,
            "previous": self.previous.hex(),
        }
        return hashlib.sha256(canonical.dumps(members)).digest()


def append(unit: Connection, actor: str, action: str, detail: str, day: date) -> None:
    """Write an entry within the transaction of the deed itself."""
    last = _last(unit)
    unit.execute(
        insert(staff_record).values(
            sequence=last.sequence + 1 if last else 1,
            day=day.isoformat(),
            actor=actor,
            action=action,
            detail=detail,
            previous=last.hash if last else GENESIS,
        )
    )


def newest(store: Store, count: int) -> list[Entry]:
    """Give the last entries, newest first."""
    statement = select(staff_record).order_by(staff_record.c.sequence.desc()).limit(count)
    with store.reading() as unit:
        return [_entry(row) for row in unit.execute(statement)]


def entries(store: Store) -> Iterator[Entry]:
    """Give all entries, oldest first."""
    after = 0
    while True:
        statement = (
            select(staff_record)
            .where(staff_record.c.sequence > after)
            .order_by(staff_record.c.sequence)
            .limit(_PAGE)
        )
        with store.reading() as unit:
            found = [_entry(row) for row in unit.execute(statement)]
        if not found:
            return
        yield from found
        after = found[-1].sequence


def verify_chain(store: Store) -> bytes:
    """Give the hash of the newest entry; RecordBroken names the first entry that does not follow."""
    head = GENESIS
    for number, entry in enumerate(entries(store), start=1):
        if (entry.sequence, entry.previous) != (number, head):
            raise RecordBroken(
                "catatan {number} dari catatan staf hilang, atau yang sebelumnya diubah", number=number
            )
        head = entry.hash
    return head


def _last(unit: Connection) -> Entry | None:
    row = unit.execute(select(staff_record).order_by(staff_record.c.sequence.desc()).limit(1)).first()
    return _entry(row) if row is not None else None


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.sequence, date.fromisoformat(row.day), row.actor, row.action, row.detail, row.previous)
