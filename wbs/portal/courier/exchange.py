"""Bundles out and outboxes in: what the courier's pages and ``wbs courier`` both do."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import BinaryIO

from wbs.letters.bundle import DropEntry, write_volumes
from wbs.letters.halfday import HalfDay
from wbs.letters.outbox import read_outbox
from wbs.letters.pin import Pin
from wbs.store import drops, exports, keeping, keyrings
from wbs.store.board import Applied, apply_outbox
from wbs.store.errors import StoreError
from wbs.store.publication import PublicTree
from wbs.store.session import Store

# Half-days are written for one millennium.
_FIRST, _LAST = date(2000, 1, 2), date(2999, 12, 31)


@dataclass(frozen=True)
class Exported:
    """A bundle of the letters that arrived after ``since`` (None: of all) and up to ``until``.

    ``warning``: why some letters are not in it yet; "" if all are that should be.
    """

    since: HalfDay | None
    until: HalfDay
    letters: int
    volumes: int
    warning: str


def before(day: date) -> HalfDay:
    """Return the half-day after which everything arrived on that day or later."""
    return HalfDay(min(max(day, _FIRST), _LAST) - timedelta(days=1), "B")


def export(
    store: Store,
    pin: Pin,
    now: datetime,
    open_volume: Callable[[int], BinaryIO],
    *,
    since: HalfDay | None,
    at_once: bool,
    actor: str,
) -> Exported:
    """Release what is due, write a bundle, and record it; StoreError, BundleError.

    A letter that cannot be released does not hold up the others: ``warning`` tells, and ``until`` stays
    before it, so that a later bundle brings it.
    """
    warning = ""
    try:
        keeping.tidy(store, pin.instance, now, at_once=at_once)
    except StoreError as error:
        warning = str(error)
    until = drops.released_until(store, now, at_once=at_once)
    public = PublicTree(store.public)
    with public.open_board() as file:
        board = file.read()
    letters = list(drops.released(store, since))

    def open_drop(entry: DropEntry) -> BinaryIO:
        return drops.open_drop(store, entry)

    volumes = write_volumes(
        open_volume,
        letters,
        open_drop,
        public.keyrings(),
        board,
        instance=pin.instance,
        until=until,
        since=since,
    )
    today = now.astimezone(store.zone).date()
    exports.note(store, actor, since=since, until=until, letters=len(letters), day=today)
    return Exported(since, until, len(letters), volumes, warning)


def import_outbox(
    store: Store,
    pin: Pin,
    source: BinaryIO,
    now: datetime,
    *,
    actor: str,
    random: Callable[[int], bytes] = os.urandom,
) -> Applied:
    """Verify an outbox and apply it, whole or not at all; twice changes nothing.

    KeyringRefused: the portal has no keyring in force. BundleError, OutboxRefused: the cause, in words.
    """
    chain = keyrings.chain(store, pin, now.astimezone(store.zone).date())
    return apply_outbox(store, read_outbox(source, chain), chain, now, actor=actor, random=random)
