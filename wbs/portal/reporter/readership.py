"""Who may read today: the keyring as published, checked against the pin, and what readers say in public."""

import functools
import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from crypto import bech32
from crypto.receipt import spell
from wbs.letters.errors import FormatError, KeyringRefused, LetterError, Reason, Unproven
from wbs.letters.freshness import Collected, Freshness, stale, verify_statement
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import Chain, Reader, SignedKeyring
from wbs.letters.pin import Pin
from wbs.portal.reporter.portal import Portal, Refused, Trouble
from wbs.store.errors import StoreError, Unpublished
from wbs.store.publication import Published

_TROUBLES = {
    Reason.MALFORMED: "keyring_untrusted",
    Reason.WRONG_INSTANCE: "keyring_untrusted",
    Reason.WRONG_ROOTS: "keyring_untrusted",
    Reason.TOO_FEW_SIGNATURES: "keyring_untrusted",
    Reason.BROKEN_CHAIN: "keyring_untrusted",
    Reason.NOT_YET: "keyring_missing",
    Reason.EXPIRED: "keyring_expired",
    Reason.OLDER_THAN_SEEN: "keyring_old",
    Reason.CLOCK: "clock",
}


@dataclass(frozen=True)
class ReaderView:
    """A reader as reporters see them: a role, never a name; ``words`` are four of the key's fingerprint."""

    id: str
    title: str
    unit: str
    role: str
    words: tuple[str, ...]
    current: bool
    new: bool = False


def published(portal: Portal) -> Published:
    """Return the public files; Refused if there are none, or they cannot be read."""
    try:
        return portal.tree.read()
    except Unpublished:
        raise Refused(Trouble("keyring_missing")) from None
    except LetterError:
        raise Refused(Trouble("keyring_untrusted")) from None
    except StoreError:
        raise Refused(Trouble("failed")) from None


def chain(portal: Portal) -> Chain:
    """Return the keyring to seal by and those before it; Refused says why there is none today."""
    public = published(portal)
    if not public.keyrings:
        raise Refused(Trouble("keyring_missing"))
    try:
        return _build(public.keyrings, portal.settings.pin, portal.today(), public.newest_seen)
    except KeyringRefused as error:
        raise Refused(Trouble(_TROUBLES[error.reason])) from None


def freshness_day(portal: Portal, trusted: Chain) -> date | None:
    """Return the day on which a reader last said that this keyring is the newest."""
    signed = published(portal).freshness
    if signed is None:
        return None
    try:
        statement = verify_statement(signed, Freshness, trusted)
    except (Unproven, FormatError):
        return None
    return statement.day if statement.sequence == trusted.current.sequence else None


def warning(portal: Portal, trusted: Chain) -> Trouble | None:
    """Return the one trouble that only warns: nobody has vouched for the keyring for more than 35 days."""
    day = max(filter(None, (freshness_day(portal, trusted), trusted.current.not_before)))
    return Trouble("freshness") if stale(day, portal.today()) else None


def collected_until(portal: Portal, trusted: Chain, readers: Iterable[Reader]) -> HalfDay | None:
    """Return up to which half-day all of these readers who have said anything have opened letters.

    The earliest: a letter from before it was opened by whichever of them it was sealed to.
    """
    ids = {reader.id for reader in readers}
    stated = []
    for signed in published(portal).collected:
        try:
            statement = verify_statement(signed, Collected, trusted)
        except (Unproven, FormatError):
            continue
        if statement.author in ids:
            stated.append(statement.until)
    return min(stated, default=None)


def check(readers: Sequence[Reader], *, confirmed: bool) -> None:
    """Refuse a letter that nobody could read, and ask before one that a single person could."""
    if not readers:
        raise Refused(Trouble("no_reader"))
    if len(readers) == 1 and not confirmed:
        raise Refused(Trouble("one_reader"))


def view(reader: Reader, today: date, new: Collection[str] = ()) -> ReaderView:
    """Return a reader as reporters see them."""
    return ReaderView(
        id=reader.id,
        title=reader.title,
        unit=reader.unit,
        role=reader.role,
        words=spell(hashlib.sha256(bech32.decode(reader.recipient)[1]).digest(), 4),
        current=reader.is_current(today),
        new=reader.id in new,
    )


# Refusals are not kept: they are checked anew each time, and only the cause matters then.
@functools.lru_cache(maxsize=4)
def _build(keyrings: tuple[SignedKeyring, ...], pin: Pin, today: date, newest_seen: int | None) -> Chain:
    return Chain.build(keyrings, pin, today, newest_seen)
