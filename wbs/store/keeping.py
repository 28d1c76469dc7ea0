"""What must be done twice a day, and may be done at any time: the one list of it."""

from dataclasses import dataclass
from datetime import datetime

from wbs.store import board, drops
from wbs.store.session import Store


@dataclass(frozen=True)
class Kept:
    """How many letters were released and expired, slots taken down, and stray files removed."""

    released: int
    expired: int
    slots: int
    strays: int


def tidy(store: Store, instance: bytes, now: datetime, *, at_once: bool = False) -> Kept:
    """Release, expire, sweep, and bring the public files up to date; StoreError as each of them."""
    today = now.astimezone(store.zone).date()
    strays = drops.sweep(store, now)
    slots = board.expire_slots(store, instance, today)
    expired = drops.expire(store, today)
    # Last, because it alone can fail for a single letter's sake.
    return Kept(drops.release(store, now, at_once=at_once), expired, slots, strays)
