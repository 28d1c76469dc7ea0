"""The keyrings that the portal serves: all that ever were, in their chain."""

from datetime import date

from sqlalchemy import Connection

from wbs.letters import keyring
from wbs.letters.errors import FormatError, KeyringRefused, Reason
from wbs.letters.keyring import Chain, Pin, SignedKeyring
from wbs.store import documents
from wbs.store.documents import Document
from wbs.store.session import Store

_PREFIX = "keyring/"


def install(store: Store, signed: SignedKeyring, pin: Pin, today: date) -> None:
    """Keep a keyring to serve; ``publication.publish`` must follow.

    It is one that can be sealed to today, or published ahead, and follows the newest one kept; or an older
    one that a keyring kept names as its ``previous``. The same one again adds its signatures.
    KeyringRefused as ``letters.keyring.accept``; BROKEN_CHAIN if it has no place here.
    """
    with store.unit() as unit:
        kept = {decoded.sequence: one for one in held(unit) for decoded in [keyring.decode(one.json)]}
        new = _read(signed)
        if not any(keyring.decode(one.json).previous == signed.hash for one in kept.values()):
            _check_newest(signed, new, kept, pin, today)
        same = kept.get(new.sequence)
        if same is not None and same.json != signed.json:
            raise KeyringRefused(Reason.BROKEN_CHAIN, f"there is another keyring {new.sequence}")
        signatures = (*(same.signatures if same else ()), *signed.signatures)
        name = f"{_PREFIX}{new.sequence}"
        documents.replace(unit, Document(name, signed.json, tuple(dict.fromkeys(signatures))))


def held(unit: Connection) -> list[SignedKeyring]:
    """Give all keyrings kept, oldest first."""
    found = [SignedKeyring(one.json, one.signatures) for one in documents.find(unit, _PREFIX)]
    return sorted(found, key=sequence_of)


def chain(store: Store, pin: Pin, today: date) -> Chain:
    """Give the chain of the keyrings kept; KeyringRefused, if none can be sealed to today."""
    with store.reading() as unit:
        return Chain.build(held(unit), pin, today, newest(unit, today))


def newest(unit: Connection, today: date) -> int | None:
    """Give the sequence of the newest keyring whose first day has come."""
    begun = [one.sequence for one in map(_read, held(unit)) if one.not_before <= today]
    return max(begun, default=None)


def sequence_of(signed: SignedKeyring) -> int:
    """Give the sequence of a keyring that was accepted before."""
    return _read(signed).sequence


def _read(signed: SignedKeyring) -> keyring.Keyring:
    try:
        return keyring.decode(signed.json)
    except FormatError as error:
        raise KeyringRefused(Reason.MALFORMED, str(error)) from error


def _check_newest(
    signed: SignedKeyring, new: keyring.Keyring, kept: dict[int, SignedKeyring], pin: Pin, today: date
) -> None:
    top = max(kept, default=None)
    try:
        keyring.accept(signed, pin, today, top)
    except KeyringRefused as error:
        if error.reason is not Reason.NOT_YET:
            raise
    if top is None or new.sequence == top:
        return
    if new.sequence != top + 1 or new.previous != kept[top].hash:
        raise KeyringRefused(Reason.BROKEN_CHAIN, f"keyring {new.sequence} does not follow keyring {top}")
