"""Encodings of XML: decided here, since each that only one program knows is a way to be read differently."""

from __future__ import annotations

import re
from typing import Final

from wbs.scrub.findings import Kept

_UTF8: Final = "utf-8"
_BOM: Final = "\ufeff"
#: Names of encodings, and Python's; in others no office program writes.
_ENCODINGS: Final = {
    "utf-8": _UTF8, "utf8": _UTF8, "us-ascii": "ascii", "ascii": "ascii", "iso-8859-1": "latin-1",
    "iso_8859-1": "latin-1", "latin1": "latin-1", "windows-1252": "cp1252",
}  # fmt: skip
_DECLARED: Final = re.compile(
    rb"<\?xml[^>]*?[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*[\"']([A-Za-z][\w.-]*)[\"']"
)


def recoded(data: bytes) -> bytes:
    """A part as UTF-8 without its mark; what it declares stays as it is, and is wrong. Kept: damaged."""
    encoding = _encoding(data)
    if encoding == _UTF8:
        return data.removeprefix(_BOM.encode())
    try:
        return data.decode(encoding).removeprefix(_BOM).encode()
    except UnicodeError as error:
        raise Kept("damaged") from error


def _encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"<\0?\0")):
        return "utf-16-le"
    if data.startswith((b"\xfe\xff", b"\0<\0?")):
        return "utf-16-be"
    declared = _DECLARED.match(data.removeprefix(_BOM.encode())[:1000])
    known = _ENCODINGS.get(declared[1].decode().lower()) if declared else _UTF8
    if known is None:
        raise Kept("damaged")
    return known
