"""How one field of a letter stands in JSON and what it may be; a record is a dataclass of such fields.

A field's codec stands beside its type: ``case: Annotated[bytes, hex_bytes(32)]``. A field whose default is
None may be absent; null never stands for it. Every refusal is a FormatError that begins with the field's
name.
"""

import base64
import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, get_type_hints

from crypto import bech32
from crypto.errors import CryptoError
from crypto.minisign import PublicKey
from wbs.letters import canonical
from wbs.letters.canonical import Value
from wbs.letters.errors import FormatError
from wbs.letters.halfday import HalfDay

RECIPIENT_HRP = "age1pq"
RECIPIENT_SIZE = 1216

_DAY = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}")
_HEX = re.compile(r"[0-9a-f]*")


@dataclass(frozen=True)
class Codec:
    """``read`` checks a JSON value and returns the field's; ``write`` goes back and checks nothing."""

    read: Callable[[Value], Any]
    write: Callable[[Any], Value]


def pattern(expression: str, means: str) -> Codec:
    """Return a codec of strings that match a regular expression as a whole."""
    compiled = re.compile(expression)

    def read(value: Value) -> str:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            raise FormatError(f"not {means}")
        return value

    return Codec(read, _same)


def prose(limit: int, *, empty: bool = False) -> Codec:
    """Return a codec of free text, at most ``limit`` bytes as JSON; blank only where ``empty``.

    What a person typed stays as typed: no normalisation, and only NUL is refused.
    """

    def read(value: Value) -> str:
        if not isinstance(value, str):
            raise FormatError("not a string")
        if "\0" in value:
            raise FormatError("holds a NUL")
        if not empty and not value.strip():
            raise FormatError("blank")
        if len(canonical.dumps(value)) > limit:
            raise FormatError(f"longer than {limit} bytes")
        return value

    return Codec(read, _same)


def line(limit: int) -> Codec:
    """Return a codec of one line of 1 to ``limit`` characters without controls."""

    def read(value: Value) -> str:
        if not isinstance(value, str) or not 1 <= len(value) <= limit or not value.strip():
            raise FormatError(f"not a line of 1 to {limit} characters")
        if any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in value):
            raise FormatError("holds a control character")
        return value

    return Codec(read, _same)


def choice(*options: str) -> Codec:
    """Return a codec of a closed list of strings."""

    def read(value: Value) -> str:
        if not isinstance(value, str) or value not in options:
            raise FormatError(f"not one of {', '.join(options)}")
        return value

    return Codec(read, _same)


def integer(least: int, most: int) -> Codec:
    """Return a codec of integers in a closed range."""

    def read(value: Value) -> int:
        if not isinstance(value, int) or not least <= value <= most:
            raise FormatError(f"not an integer from {least} to {most}")
        return value

    return Codec(read, _same)


def hex_bytes(length: int) -> Codec:
    """Return a codec of exactly ``length`` bytes, at most 64, as lower-case hex."""

    def read(value: Value) -> bytes:
        if not isinstance(value, str) or len(value) != 2 * length or not _HEX.fullmatch(value):
            raise FormatError(f"not {length} bytes as lower-case hex")
        return bytes.fromhex(value)

    return Codec(read, lambda value: bytes(value).hex())


def base64_bytes(limit: int) -> Codec:
    """Return a codec of 65 to ``limit`` bytes as padded base64 in its one spelling."""

    def read(value: Value) -> bytes:
        refusal = FormatError(f"not 65 to {limit} bytes as base64")
        if not isinstance(value, str) or len(value) > (limit + 2) // 3 * 4:
            raise refusal
        try:
            data = base64.b64decode(value, validate=True)
        except ValueError:
            raise refusal from None
        if base64.b64encode(data).decode() != value or not 65 <= len(data) <= limit:
            raise refusal
        return data

    return Codec(read, lambda value: base64.b64encode(value).decode())


def array(item: Codec, most: int, *, least: int = 0) -> Codec:
    """Return a codec of a tuple of ``least`` to ``most`` different items."""

    def read(value: Value) -> tuple[Any, ...]:
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise FormatError(f"not an array of {least} to {most}")
        items = tuple(_at(f"[{i}]", item, v) for i, v in enumerate(value))
        if len(set(items)) != len(items):
            raise FormatError("holds something twice")
        return items

    return Codec(read, lambda value: [item.write(v) for v in value])


def record(cls: type[Any], **constants: str | int) -> Codec:
    """Return a codec of a dataclass whose fields are annotated with theirs, beside constant members."""
    hints = get_type_hints(cls, include_extras=True)
    optional = {f.name for f in dataclasses.fields(cls) if f.default is None}
    codecs: dict[str, Codec] = {f.name: hints[f.name].__metadata__[0] for f in dataclasses.fields(cls)}

    def read(value: Value) -> Any:
        if not isinstance(value, dict):
            raise FormatError("not an object")
        for name, constant in constants.items():
            if value.get(name) != constant:
                raise FormatError(f"{name}: not {constant!r}")
        members = {name: member for name, member in value.items() if name not in constants}
        for name in sorted(members.keys() - codecs.keys()):
            raise FormatError(f"{name}: unknown")
        for name in sorted(codecs.keys() - members.keys() - optional):
            raise FormatError(f"{name}: missing")
        return cls(**{name: _at(name, codecs[name], member) for name, member in members.items()})

    def write(value: Any) -> Value:
        members = {name: getattr(value, name) for name in codecs}
        return {**constants, **{name: codecs[name].write(v) for name, v in members.items() if v is not None}}

    return Codec(read, write)


def tagged(tag: str, *classes: type[Any], **constants: str | int) -> Codec:
    """Return a codec of one of several records, told apart by the member ``tag``: the class's own ``tag``."""
    codecs = {getattr(cls, tag): record(cls, **constants, **{tag: getattr(cls, tag)}) for cls in classes}

    def read(value: Value) -> Any:
        if not isinstance(value, dict):
            raise FormatError("not an object")
        name = value.get(tag)
        if not isinstance(name, str) or name not in codecs:
            raise FormatError(f"{tag}: not one of {', '.join(codecs)}")
        return codecs[name].read(value)

    return Codec(read, lambda value: codecs[getattr(value, tag)].write(value))


def _same(value: Any) -> Any:
    return value


def _at(name: str, codec: Codec, value: Value) -> Any:
    try:
        return codec.read(value)
    except FormatError as error:
        raise FormatError(f"{name}: {error}") from None


def _read_day(value: Value) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise FormatError("not a date like 2026-01-31")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise FormatError("a date that does not exist") from None


def _read_half_day(value: Value) -> HalfDay:
    if not isinstance(value, str):
        raise FormatError("not a half-day")
    return HalfDay.parse(value)


def _read_recipient(value: Value) -> str:
    if not isinstance(value, str):
        raise FormatError("not a recipient")
    try:
        hrp, data = bech32.decode(value)
    except CryptoError:
        raise FormatError("not a recipient") from None
    if hrp != RECIPIENT_HRP or len(data) != RECIPIENT_SIZE:
        raise FormatError("not a recipient of the post-quantum kind")
    return value


def _read_signing_key(value: Value) -> str:
    if not isinstance(value, str):
        raise FormatError("not a signing key")
    try:
        key = PublicKey.parse(value)
    except CryptoError:
        raise FormatError("not a signing key") from None
    if str(PublicKey(key.raw)) != value:
        raise FormatError("a signing key with a foreign key id")
    return value


DAY = Codec(_read_day, date.isoformat)
HALF_DAY = Codec(_read_half_day, str)
RECIPIENT = Codec(_read_recipient, _same)
SIGNING_KEY = Codec(_read_signing_key, _same)
READER_ID = pattern(r"(?!reporter\Z)[a-z0-9-]{1,32}", "a reader's id")
CODE = pattern(r"[a-z0-9][a-z0-9_-]{0,31}", "a short code")
HASH = hex_bytes(32)
