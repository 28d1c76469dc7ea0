"""The reply board: outboxes come in whole, slots live for 60 days."""

import hashlib
import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from wbs.letters.board import MOST_SLOTS, Slot
from wbs.letters.errors import LetterError
from wbs.letters.freshness import Collected, Freshness, Statistics, verify_statement
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import Chain
from wbs.letters.outbox import Outbox
from wbs.letters.signed import Signed
from wbs.store import arrivals, documents, record, shape
from wbs.store.blobs import Blob
from wbs.store.documents import Document
from wbs.store.errors import OutboxRefused, ShapeError
from wbs.store.publication import publish
from wbs.store.schema import drops_pending, outboxes, slots
from wbs.store.session import Store

#: Days that a reply stays on the board; the desk writes the last one of an open case anew.
SLOT_DAYS = 60

# An outbox older than 30 days is refused, so that this long is long enough to know it again.
_OUTBOX_DAYS = 60


@dataclass(frozen=True)
class Applied:
    """What an outbox brought; ``again``: it had been applied before, and brought nothing."""

    author: str
    slots: int
    drops: int
    again: bool = False


def apply_outbox(
    store: Store,
    outbox: Outbox,
    chain: Chain,
    now: datetime,
    *,
    actor: str,
    random: Callable[[int], bytes] = os.urandom,
) -> Applied:
    """Apply an outbox that ``read_outbox`` accepted by this chain, whole or not at all, and publish it.

    Twice changes nothing. OutboxRefused names the cause; StoreFull and StoreError as ``drops.put``.
    """
    half_day = HalfDay.of(now, store.zone)
    today = now.astimezone(store.zone).date()
    statements = _statements(outbox, chain)
    for slot in outbox.slots:
        _check_slot(slot)
    name = _name(outbox)
    applied = Applied(outbox.author, len(outbox.slots), len(outbox.drops))
    staged = _stage(store, outbox, half_day, random)
    try:
        with store.unit() as unit:
            again = unit.scalar(select(outboxes.c.sha256).where(outboxes.c.sha256 == name)) is not None
            if not again:
                _enter_slots(unit, outbox, today)
                if staged:
                    unit.execute(
                        insert(drops_pending), [arrivals.pending_row(blob, half_day) for blob in staged]
                    )
                for statement in statements:
                    _enter_statement(unit, *statement)
                unit.execute(insert(outboxes).values(sha256=name, applied=str(today)))
                detail = f"{outbox.author} {name} slots={applied.slots} drops={applied.drops}"
                record.append(unit, actor, "import", detail, today)
    except BaseException:
        arrivals.withdraw(store, staged)
        raise
    if again:
        arrivals.withdraw(store, staged)
        applied = Applied(outbox.author, 0, 0, again=True)
    publish(store, outbox.instance, today)
    return applied


def expire_slots(store: Store, instance: bytes, today: date) -> int:
    """Take from the board what has been on it for 60 days, and publish; how many."""
    with store.unit() as unit:
        before = str(today - timedelta(days=SLOT_DAYS))
        count = unit.execute(delete(slots).where(slots.c.published < before)).rowcount
        before = str(today - timedelta(days=_OUTBOX_DAYS))
        unit.execute(delete(outboxes).where(outboxes.c.applied < before))
    publish(store, instance, today)
    return count


def _statements(outbox: Outbox, chain: Chain) -> list[tuple[str, Signed, str]]:
    try:
        freshness = verify_statement(outbox.freshness, Freshness, chain)
        collected = verify_statement(outbox.collected, Collected, chain)
        found = [
            ("freshness", outbox.freshness, "day"),
            (f"collected/{collected.author}", outbox.collected, "until"),
        ]
        if outbox.statistics is not None:
            statistics = verify_statement(outbox.statistics, Statistics, chain)
            found.append((f"statistics/{statistics.author}", outbox.statistics, "day"))
    except LetterError as error:
        raise OutboxRefused("sebuah pernyataan tidak terbukti ({error})", error=error) from error
    if freshness.sequence < chain.current.sequence:
        raise OutboxRefused(
            "meja itu mengenal daftar kunci {known}, sedangkan yang berlaku {current}. "
            "Bawakan bundel baru, lalu buat kotak keluar baru.",
            known=freshness.sequence,
            current=chain.current.sequence,
        )
    return found


def _check_slot(slot: Slot) -> None:
    try:
        shape.check_slot(slot.sealed)
    except ShapeError as error:
        raise OutboxRefused(
            "balasan {name} tidak berbentuk benar ({error})", name=slot.r.hex(), error=error
        ) from error


def _name(outbox: Outbox) -> str:
    digest = hashlib.sha256(repr((outbox.instance, outbox.author, outbox.sequence, outbox.day)).encode())
    for _, statement in outbox.statements():
        digest.update(statement.hash)
    for slot in outbox.slots:
        digest.update(slot.r + slot.tag + hashlib.sha256(slot.sealed).digest())
    for drop in outbox.drops:
        digest.update(hashlib.sha256(drop).digest())
    return digest.hexdigest()


def _stage(store: Store, outbox: Outbox, half_day: HalfDay, random: Callable[[int], bytes]) -> list[Blob]:
    staged: list[Blob] = []
    try:
        for number, drop in enumerate(outbox.drops, start=1):
            try:
                staged.append(arrivals.stage(store, io.BytesIO(drop), half_day, random=random))
            except ShapeError as error:
                raise OutboxRefused(
                    "catatan ke-{number} tidak berbentuk benar ({error})", number=number, error=error
                ) from error
    except BaseException:
        arrivals.withdraw(store, staged)
        raise
    return staged


def _enter_slots(unit: Connection, outbox: Outbox, today: date) -> None:
    for slot in outbox.slots:
        values = {"r": slot.r, "tag": slot.tag, "sealed": slot.sealed}
        there = unit.execute(
            select(slots.c.r, slots.c.tag, slots.c.sealed).where(slots.c.r == slot.r)
        ).first()
        if there is None:
            unit.execute(insert(slots).values(**values, published=str(today)))
        elif there._asdict() != values:
            raise OutboxRefused("papan sudah punya balasan lain bernama {name}", name=slot.r.hex())
    count = unit.scalar(select(func.count()).select_from(slots)) or 0
    if count > MOST_SLOTS:
        # Every desk refuses a bundle with more, and would get no letters either.
        raise OutboxRefused("papan balasan penuh: paling banyak {limit}", limit=MOST_SLOTS)


def _enter_statement(unit: Connection, name: str, signed: Signed, key: str) -> None:
    for there in documents.find(unit, name):
        # Both are ISO dates, which sort as text.
        if there.name == name and json.loads(there.json)[key] >= json.loads(signed.json)[key]:
            return
    documents.replace(unit, Document(name, signed.json, (signed.signature,)))
