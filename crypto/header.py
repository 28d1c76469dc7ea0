"""The grammar of an age v1 header (C2SP age, "Header"); knows no keys.

The grammar is one-to-one: a header that parses serialises to the bytes it was parsed from, so the MAC can
be computed over what was understood instead of over what was read.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from crypto.errors import HeaderError

#: Bytes of a whole header. Eight hybrid stanzas take 12,600.
LIMIT = 64 * 1024

_VERSION = "age-encryption.org/v1"
_COLUMNS = 64
_ARGUMENT = re.compile(r"[!-~]+")
_LINE = re.compile(rb"[ -~]*\n")


@dataclass(frozen=True)
class Stanza:
    """The file key wrapped for one recipient. HeaderError if the grammar cannot express it."""

    type: str
    args: tuple[str, ...]
    body: bytes

    def __post_init__(self) -> None:
        if not all(_ARGUMENT.fullmatch(argument) for argument in (self.type, *self.args)):
            raise HeaderError("a stanza's argument is empty or not printable ASCII")


@dataclass(frozen=True)
class Header:
    """At least one stanza, and the 32-byte MAC that stands under them."""

    stanzas: tuple[Stanza, ...]
    mac: bytes


def parse(source: BinaryIO, first: bytes | None = None) -> Header:
    """Reads exactly the header, so that ``source`` stands at the payload; HeaderError if it is not one.

    ``first`` is the first line with its end, where the caller has read it already.
    """
    lines = _lines(source, first)
    if next(lines) != _VERSION:
        raise HeaderError("this is not an age file of version 1")
    stanzas = []
    while (line := next(lines)).startswith("-> "):
        kind, *args = line[3:].split(" ")
        stanzas.append(Stanza(kind, tuple(args), _body(lines)))
    if not stanzas:
        raise HeaderError("the header has no stanza")
    mark, separator, text = line.partition(" ")
    if (mark, separator) != ("---", " "):
        raise HeaderError("a header line is neither a stanza nor the MAC")
    mac_ = decode_base64(text)
    if len(mac_) != hashlib.sha256().digest_size:
        raise HeaderError("the header's MAC has the wrong length")
    return Header(tuple(stanzas), mac_)


def serialize(header: Header) -> bytes:
    """The header's bytes, from the version line to the end of the MAC line."""
    return _signed(header.stanzas) + f" {encode_base64(header.mac)}\n".encode()


def mac(key: bytes, stanzas: Sequence[Stanza]) -> bytes:
    """HMAC-SHA-256 over everything up to and including the mark "---"."""
    return hmac.digest(key, _signed(stanzas), "sha256")


def encode_base64(data: bytes) -> str:
    """Standard base64 without padding."""
    return binascii.b2a_base64(data, newline=False).rstrip(b"=").decode()


def decode_base64(text: str) -> bytes:
    """The inverse of ``encode_base64`` and of nothing else; HeaderError."""
    try:
        data = binascii.a2b_base64(text + "=" * (-len(text) % 4), strict_mode=True)
    except ValueError:
        raise HeaderError("the header holds bad base64") from None
    if encode_base64(data) != text:
        raise HeaderError("the header holds base64 that is not canonical")
    return data


def _signed(stanzas: Sequence[Stanza]) -> bytes:
    lines = [_VERSION]
    for stanza in stanzas:
        lines.append(" ".join(("->", stanza.type, *stanza.args)))
        text = encode_base64(stanza.body)
        # A body that fills its last line is followed by an empty one: the short line is what ends it.
        lines += [text[start : start + _COLUMNS] for start in range(0, len(text) + 1, _COLUMNS)]
    return "\n".join([*lines, "---"]).encode()


def _lines(source: BinaryIO, first: bytes | None) -> Iterator[str]:
    left = LIMIT
    line = source.readline(left) if first is None else first
    while True:
        left -= len(line)
        if not line.endswith(b"\n"):
            raise HeaderError("the header is cut off or too long")
        if not _LINE.fullmatch(line):
            raise HeaderError("the header holds a byte that is not printable ASCII")
        yield line[:-1].decode()
        line = source.readline(left)


def _body(lines: Iterator[str]) -> bytes:
    parts = []
    while True:
        line = next(lines)
        if len(line) > _COLUMNS:
            raise HeaderError("a line of a stanza's body is too long")
        parts.append(decode_base64(line))
        if len(line) < _COLUMNS:
            return b"".join(parts)
