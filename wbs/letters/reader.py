"""One reader of the keyring, and the two kinds of public key as text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from crypto import bech32
from crypto.errors import CryptoError
from crypto.minisign import PublicKey
from wbs.letters.canonical import Value
from wbs.letters.errors import FormatError
from wbs.letters.fields import Fields

Role: TypeAlias = Literal["intake", "investigator", "outside"]

ROLES: Mapping[str, Role] = {"intake": "intake", "investigator": "investigator", "outside": "outside"}
READER_ID = re.compile(r"[a-z0-9-]{1,32}")
# The one author that is no reader.
REPORTER = "reporter"

_RECIPIENT_HRP = "age1pq"
_RECIPIENT_SIZE = 1216


@dataclass(frozen=True)
class Reader:
    """One person who reads: a role for a title, never a name; both public keys as text; days inclusive.

    The id stands for that person for good: with new keys it stays, for a new person it is new, since
    letters exclude readers by id.
    """

    id: str
    title: str
    unit: str
    role: Role
    recipient: str
    signing_key: str
    not_before: date
    expires: date

    def is_current(self, today: date) -> bool:
        """Tell whether letters may be sealed to this reader today."""
        return self.not_before <= today <= self.expires


def read_reader(value: Value) -> Reader:
    """Read one element of a keyring's ``readers``; FormatError if anything in it is not as it must be."""
    fields = Fields(value, "a reader")
    reader_id = fields.match("id", READER_ID)
    role = fields.text("role")
    if reader_id == REPORTER or role not in ROLES:
        raise FormatError(f"the reader {reader_id} has an id or a role that no reader has")
    reader = Reader(
        id=reader_id,
        title=fields.line("title", 100),
        unit=fields.line("unit", 100),
        role=ROLES[role],
        recipient=fields.text("recipient"),
        signing_key=fields.text("signing_key"),
        not_before=fields.day("not_before"),
        expires=fields.day("expires"),
    )
    fields.done()
    if reader.expires < reader.not_before:
        raise FormatError(f"the reader {reader_id} expires before the first day")
    recipient_bytes(reader.recipient)
    # Letters name a reader's key by the id that follows from it.
    if reader.signing_key != str(PublicKey(signing_key(reader.signing_key).raw)):
        raise FormatError(f"the signing key of {reader_id} carries a foreign key id")
    return reader


def reader_members(reader: Reader) -> dict[str, Value]:
    """Return the members of a reader as they stand in the keyring."""
    return {
        "id": reader.id,
        "title": reader.title,
        "unit": reader.unit,
        "role": reader.role,
        "recipient": reader.recipient,
        "signing_key": reader.signing_key,
        "not_before": reader.not_before.isoformat(),
        "expires": reader.expires.isoformat(),
    }


def recipient_bytes(text: str) -> bytes:
    """Return the 1,216 bytes of a hybrid recipient in lower case; FormatError for anything else."""
    try:
        hrp, data = bech32.decode(text)
    except CryptoError:
        raise FormatError("a recipient is not bech32") from None
    if (hrp, len(data)) != (_RECIPIENT_HRP, _RECIPIENT_SIZE):
        raise FormatError("a recipient is not of the kind age1pq1…")
    return data


def signing_key(text: str) -> PublicKey:
    """Return the key that minisign's one base64 line stands for; FormatError for anything else."""
    try:
        key = PublicKey.parse(text)
    except CryptoError:
        raise FormatError("a signing key is not minisign's base64") from None
    if str(key) != text:
        raise FormatError("a signing key is not the base64 line alone")
    return key


def key_bytes(text: str) -> bytes:
    """Return the bytes of either kind of key, which are the same under any key id."""
    return recipient_bytes(text) if text.startswith(_RECIPIENT_HRP) else signing_key(text).raw
