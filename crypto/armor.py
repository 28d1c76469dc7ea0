"""The text armour of an age file, for reading only (C2SP age, "ASCII armor"; strict PEM of RFC 7468).

Nothing of ours writes armour; a person may paste one.
"""

from __future__ import annotations

import binascii
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from crypto.errors import ArmorError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----"
_END = b"-----END AGE ENCRYPTED FILE-----"
_COLUMNS = 64
_LINE = 1024  # bytes read at once at most
_BLANK = 1024  # bytes of white space taken before and after


def begins(line: bytes) -> bool:
    """Whether a file whose first line this is can be armour rather than a binary file."""
    return line[:1].isspace() or line.startswith(b"-----")


def unarmor(source: BinaryIO, first: bytes) -> BinaryIO:
    """The binary file inside ``source``, whose first line was read already; ArmorError while reading."""
    return io.BufferedReader(_Reader(_decoded(_lines(source, first))))


class _Reader(io.RawIOBase):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        piece = self._rest or next(self._pieces, b"")
        view = memoryview(buffer).cast("B")
        taken = min(len(piece), len(view))
        view[:taken] = piece[:taken]
        self._rest = piece[taken:]
        return taken


def _lines(source: BinaryIO, first: bytes) -> Iterator[bytes]:
    line = first
    while line:
        yield line
        line = source.readline(_LINE)


def _decoded(lines: Iterator[bytes]) -> Iterator[bytes]:
    if _strip_end(_after_blank(lines)) != _BEGIN:
        raise ArmorError("the armour does not begin as it must")
    short = False
    for line in lines:
        text = _strip_end(line)
        if text == _END:
            if _after_blank(lines):
                raise ArmorError("something follows the armour")
            return
        if short:
            raise ArmorError("a short line stands within the armour")
        short = len(text) < _COLUMNS
        yield _decode(text)
    raise ArmorError("the armour has no end")


def _after_blank(lines: Iterator[bytes]) -> bytes:
    """The next line that is not white space; empty at the end."""
    left = _BLANK
    for line in lines:
        if line.strip():
            return line
        left -= len(line)
        if left < 0:
            raise ArmorError("too much white space stands around the armour")
    return b""


def _strip_end(line: bytes) -> bytes:
    return line.removesuffix(b"\n").removesuffix(b"\r") if line.endswith(b"\n") else line


def _decode(text: bytes) -> bytes:
    if not 0 < len(text) <= _COLUMNS:
        raise ArmorError("a line of the armour is empty or too long")
    try:
        data = binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        raise ArmorError("the armour holds bad base64") from None
    if binascii.b2a_base64(data, newline=False) != text:
        raise ArmorError("the armour holds base64 that is not canonical")
    return data
