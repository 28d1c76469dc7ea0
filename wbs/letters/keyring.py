"""The keyring: who reads, with which keys, until when; signed by the roots that the pin names.

``keyring.json`` is canonical JSON; beside it stands a .minisig of each root that signed (kind ``keyring``).
Each keyring names the one before by its SHA-256, so the current one vouches for all that came before.
"""

import functools
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated, Self

from crypto.minisign import PublicKey, SigningKey
from wbs.letters import canonical
from wbs.letters.canonical import Value
from wbs.letters.codec import (
    DAY,
    HASH,
    RECIPIENT,
    RECIPIENT_HRP,
    SIGNING_KEY,
    Codec,
    array,
    integer,
    line,
    record,
)
from wbs.letters.errors import FormatError, KeyringRefused, Reason, Unproven
from wbs.letters.pin import INSTANCE, MAX_ROOTS, ROOTS, THRESHOLD, Pin
from wbs.letters.reader import Reader, Role
from wbs.letters.signed import Signed, check, sign

__all__ = [
    "Chain",
    "Keyring",
    "KeyringRefused",
    "Pin",
    "Reader",
    "Reason",
    "Role",
    "SignedKeyring",
    "accept",
    "accept_new_pin",
    "decode",
    "encode",
    "sign_keyring",
    "signers",
]

MAX_AGE = timedelta(days=400)


def _read_key(value: Value) -> str:
    codec = RECIPIENT if isinstance(value, str) and value.startswith(RECIPIENT_HRP) else SIGNING_KEY
    key: str = codec.read(value)
    return key


_KEY = Codec(_read_key, RECIPIENT.write)
# What a reader may still be heard in after leaving; everything else speaks for the office today.
_ARCHIVED_KINDS = frozenset({"reply", "note"})


@dataclass(frozen=True)
class Keyring:
    """One keyring as read; ``previous`` is the SHA-256 of the one before, absent from the first only.

    Fewer intake readers than ``panel`` is no fault of the format: an office that lost its people must still
    be able to publish that. Whoever seals asks or refuses; the ceremony warns.
    """

    instance: Annotated[bytes, INSTANCE]
    name: Annotated[str, line(200)]
    sequence: Annotated[int, integer(1, 999_999)]
    previous: Annotated[bytes | None, HASH] = field(default=None, kw_only=True)
    not_before: Annotated[date, DAY]
    expires: Annotated[date, DAY]
    panel: Annotated[int, integer(2, 8)]
    readers: Annotated[tuple[Reader, ...], array(record(Reader), 64, least=1)]
    revoked: Annotated[tuple[str, ...], array(_KEY, 256)]
    roots: Annotated[tuple[str, ...], ROOTS]
    threshold: Annotated[int, THRESHOLD]
    settings: Annotated[bytes, HASH]

    def reader(self, reader_id: str) -> Reader | None:
        """Return the reader with this id, current or not."""
        return next((reader for reader in self.readers if reader.id == reader_id), None)

    def current_readers(self, today: date) -> tuple[Reader, ...]:
        """Return the readers whose own dates hold today, in the order of the keyring."""
        return tuple(reader for reader in self.readers if reader.is_current(today))

    @property
    def pin(self) -> Pin:
        """The pin that this keyring fits."""
        return Pin(self.instance, self.roots, self.threshold)


_KEYRING = record(Keyring, wbs=1)


@dataclass(frozen=True)
class SignedKeyring:
    """A keyring's bytes and the texts of the .minisig files beside it; nothing is verified yet."""

    json: bytes
    signatures: tuple[str, ...]

    @property
    def hash(self) -> bytes:
        """SHA-256 of the JSON: what the next keyring names this one by."""
        return hashlib.sha256(self.json).digest()


def encode(keyring: Keyring) -> bytes:
    """Write a keyring as canonical JSON; FormatError if ``decode`` would refuse it."""
    data = canonical.dumps(_KEYRING.write(keyring))
    decode(data)
    return data


# Pure, and asked for the same few keyrings on every page; bech32 takes a millisecond a reader.
@functools.lru_cache(maxsize=64)
def decode(data: bytes) -> Keyring:
    """Read a keyring; FormatError, with what and where, if anything in it is not as it must be."""
    keyring: Keyring = _KEYRING.read(canonical.loads(data))
    keyring.pin.check()
    if (keyring.previous is None) != (keyring.sequence == 1):
        raise FormatError("previous: every keyring but the first names the one before")
    if not timedelta(0) <= keyring.expires - keyring.not_before <= MAX_AGE:
        raise FormatError(f"expires: not 0 to {MAX_AGE.days} days after not_before")
    if list(keyring.revoked) != sorted(keyring.revoked):
        raise FormatError("revoked: not sorted")
    for reader in keyring.readers:
        if reader.expires < reader.not_before:
            raise FormatError(f"readers: {reader.id} expires before the first day")
    if len({reader.id for reader in keyring.readers}) != len(keyring.readers):
        raise FormatError("readers: two have one id")
    # No key twice, whatever it is for: a root that reads, or a revoked key in use, is a mistake.
    # Each key has one spelling, so texts can be compared.
    keys = [key for reader in keyring.readers for key in (reader.recipient, reader.signing_key)]
    keys += [*keyring.revoked, *keyring.roots]
    if len(set(keys)) != len(keys):
        raise FormatError("a key stands in the keyring twice")
    return keyring


def sign_keyring(data: bytes, key: SigningKey) -> str:
    """Return a root's signature as the text of a .minisig; FormatError if the bytes are no keyring."""
    return sign("keyring", decode(data).instance, canonical.loads(data), key).signature


def signers(signed: SignedKeyring, roots: Iterable[str], instance: bytes) -> frozenset[str]:
    """Return those of the roots that signed these bytes as a keyring of the instance."""
    return frozenset(root for root in roots if _signed_by(signed, PublicKey.parse(root), instance))


def accept(
    signed: SignedKeyring, pin: Pin, today: date, newest_seen: int | None, *, witness: date | None = None
) -> Keyring:
    """Return the keyring if letters may be sealed by it today.

    ``newest_seen`` is the highest sequence ever accepted here, for those who remember. ``witness`` is a date
    from elsewhere (the server's): where it would have the keyring current and ours does not, the reason is
    the clock, as it is where today lies more than 400 days before the keyring.

    KeyringRefused with the first reason that holds, in the order: MALFORMED, WRONG_INSTANCE, WRONG_ROOTS,
    TOO_FEW_SIGNATURES, OLDER_THAN_SEEN, CLOCK, NOT_YET, EXPIRED.
    """
    keyring = _read(signed)
    if keyring.instance != pin.instance:
        raise KeyringRefused(Reason.WRONG_INSTANCE)
    if keyring.pin != pin:
        raise KeyringRefused(Reason.WRONG_ROOTS)
    _check_signed(signed, pin)
    _check_seen(keyring, newest_seen)
    if keyring.not_before <= today <= keyring.expires:
        return keyring
    if witness is not None and keyring.not_before <= witness <= keyring.expires:
        raise KeyringRefused(Reason.CLOCK, f"today would be {today}, elsewhere it is {witness}")
    if today < keyring.not_before:
        far = keyring.not_before - today > MAX_AGE
        raise KeyringRefused(Reason.CLOCK if far else Reason.NOT_YET, f"from {keyring.not_before}")
    raise KeyringRefused(Reason.EXPIRED, f"since {keyring.expires}")


def accept_new_pin(signed: SignedKeyring, old: Pin, newest_seen: int | None) -> Pin:
    """Return the pin of a keyring that changes roots or threshold.

    It takes the old threshold of the old roots and the new threshold of the new ones. Its dates are not
    looked at: ``accept`` does that under the new pin. KeyringRefused otherwise.
    """
    keyring = _read(signed)
    if keyring.instance != old.instance:
        raise KeyringRefused(Reason.WRONG_INSTANCE)
    _check_signed(signed, old)
    _check_signed(signed, keyring.pin)
    _check_seen(keyring, newest_seen)
    return keyring.pin


@dataclass(frozen=True)
class Chain:
    """The current keyring, and the earlier ones that it vouches for, by sequence (itself included).

    Made by ``build``, for one day.
    """

    current: Keyring
    by_sequence: Mapping[int, Keyring]
    today: date
    _revoked: frozenset[str]

    @classmethod
    def build(
        cls,
        keyrings: Sequence[SignedKeyring],
        pin: Pin,
        today: date,
        newest_seen: int | None,
        *,
        witness: date | None = None,
    ) -> Self:
        """Take the newest keyring that is accepted, and link the older ones to it.

        One that is malformed, published ahead or otherwise not accepted stands for nothing as long as
        another is; if none is, KeyringRefused says why the newest was not (NOT_YET only where that is all
        there is to say). BROKEN_CHAIN: there is an older one that ``previous`` does not lead to, or there
        are two newest ones. CLOCK, too: the witness would have a newer one accepted than today does.
        """
        current = _newest(keyrings, pin, today, newest_seen, witness)
        if witness is not None:
            _check_clock(keyrings, pin, current, witness)
        older = _older(keyrings, current)
        linked = {current.sequence: current}
        oldest = current
        while oldest.previous is not None and oldest.previous in older:
            before = older.pop(oldest.previous)
            if (before.instance, before.sequence) != (current.instance, oldest.sequence - 1):
                raise KeyringRefused(Reason.BROKEN_CHAIN, f"keyring {oldest.sequence} does not follow")
            linked[before.sequence] = oldest = before
        if older:
            sequence = max(keyring.sequence for keyring in older.values())
            raise KeyringRefused(Reason.BROKEN_CHAIN, f"nothing leads to keyring {sequence}")
        return cls(current, linked, today, frozenset(current.revoked))

    @property
    def complete(self) -> bool:
        """Whether the chain reaches back to the first keyring; if not, old replies stay unproven."""
        return 1 in self.by_sequence

    def author_key(self, author: str, sequence: int, kind: str) -> tuple[PublicKey, bool]:
        """Return the key that the author signs with under a keyring, and whether they have left since.

        Unproven: no such keyring in the chain, no such reader on it, or the current keyring revokes the key;
        or, for kinds other than ``reply`` and ``note``, the author is no current reader any more.
        """
        keyring = self.by_sequence.get(sequence)
        reader = keyring.reader(author) if keyring is not None else None
        if reader is None:
            raise Unproven(f"no reader {author!r} on keyring {sequence}")
        if reader.signing_key in self._revoked:
            raise Unproven(f"the key of {author!r} on keyring {sequence} is revoked")
        now = self.current.reader(author)
        former = now is None or not now.is_current(self.today)
        if former and kind not in _ARCHIVED_KINDS:
            raise Unproven(f"{author!r} is no current reader")
        return PublicKey.parse(reader.signing_key), former

    def revoked_key(self, author: str, sequence: int) -> PublicKey | None:
        """Return the key that the author signed with under a keyring, if the current one revokes it.

        None, too, where no keyring here says that it was theirs.
        """
        keyring = self.by_sequence.get(sequence)
        reader = keyring.reader(author) if keyring is not None else None
        if reader is None or reader.signing_key not in self._revoked:
            return None
        return PublicKey.parse(reader.signing_key)


def _newest(
    keyrings: Sequence[SignedKeyring], pin: Pin, today: date, newest_seen: int | None, witness: date | None
) -> Keyring:
    accepted: list[Keyring] = []
    refused: list[tuple[bool, int, KeyringRefused]] = []
    for signed in keyrings:
        try:
            accepted.append(accept(signed, pin, today, newest_seen, witness=witness))
        except KeyringRefused as error:
            sequence = 0 if error.reason is Reason.MALFORMED else decode(signed.json).sequence
            refused.append((error.reason is not Reason.NOT_YET, sequence, error))
    if accepted:
        newest = max(accepted, key=lambda keyring: keyring.sequence)
        if any(keyring != newest for keyring in accepted if keyring.sequence == newest.sequence):
            raise KeyringRefused(Reason.BROKEN_CHAIN, f"there are two keyrings {newest.sequence}")
        return newest
    if not refused:
        raise KeyringRefused(Reason.MALFORMED, "there is no keyring")
    raise max(refused, key=lambda refusal: refusal[:2])[2]


def _check_clock(keyrings: Sequence[SignedKeyring], pin: Pin, current: Keyring, witness: date) -> None:
    """Refuse to seal by an older keyring, perhaps to someone who has left since, because a clock is slow."""
    for signed in keyrings:
        try:
            newer = accept(signed, pin, witness, None)
        except KeyringRefused:
            continue
        if newer.sequence > current.sequence:
            raise KeyringRefused(Reason.CLOCK, f"elsewhere it is {witness}, with keyring {newer.sequence}")


def _older(keyrings: Sequence[SignedKeyring], current: Keyring) -> dict[bytes, Keyring]:
    older: dict[bytes, Keyring] = {}
    for signed in keyrings:
        try:
            keyring = decode(signed.json)
        except FormatError:
            continue
        if keyring.sequence < current.sequence:
            older[signed.hash] = keyring
    return older


def _read(signed: SignedKeyring) -> Keyring:
    # A root change carries the signatures of both sets.
    if len(signed.signatures) > 2 * MAX_ROOTS:
        raise KeyringRefused(Reason.MALFORMED, "more signatures than there can be roots")
    try:
        return decode(signed.json)
    except FormatError as error:
        raise KeyringRefused(Reason.MALFORMED, str(error)) from error


def _check_signed(signed: SignedKeyring, pin: Pin) -> None:
    count = len(signers(signed, pin.roots, pin.instance))
    if count < pin.threshold:
        raise KeyringRefused(Reason.TOO_FEW_SIGNATURES, f"{count} of {pin.threshold}")


def _check_seen(keyring: Keyring, newest_seen: int | None) -> None:
    if newest_seen is not None and keyring.sequence < newest_seen:
        raise KeyringRefused(Reason.OLDER_THAN_SEEN, f"{keyring.sequence} after {newest_seen}")


def _signed_by(signed: SignedKeyring, key: PublicKey, instance: bytes) -> bool:
    for signature in signed.signatures:
        try:
            check("keyring", instance, Signed(signed.json, signature), key)
        except Unproven:
            continue
        return True
    return False
