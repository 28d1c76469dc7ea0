"""A page of text, whichever of the usual encodings it is in. Runs in the child only."""

import codecs
import re
from collections.abc import Sequence
from typing import BinaryIO, Final

from wbs.preview import ANSWER, PAGES, TEXT_PAGE, Outcome

_TAB: Final = 4
# What no text holds; a form feed ends a printed page, and an escape colours a log.
_CONTROLS: Final = re.compile(r"[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Each codec is a module, and the child opens no file once it has read the first byte.
for _name in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"):
    codecs.lookup(_name)
# Without a mark; every text of Latin letters in UTF-16 holds zeros, so the order matters little.
_GUESSES: Final = ("utf-8", "utf-16-le", "utf-16-be", "cp1252")


def work(arguments: Sequence[str], source: BinaryIO, sink: BinaryIO) -> None:
    """Write page ``arguments[0]`` of the ``arguments[2]`` bytes that ``source`` holds."""
    text = decoded(source.read(int(arguments[2])))
    if text is None:
        sink.write(ANSWER.pack(Outcome.UNKNOWN, 0, 0, 0))
        return
    page, pages = int(arguments[0]), max(1, -(-len(text) // TEXT_PAGE))
    if not page <= pages <= PAGES:
        sink.write(ANSWER.pack(Outcome.NO_PAGE, 0, 0, 0))
        return
    shown = text[(page - 1) * TEXT_PAGE : page * TEXT_PAGE].replace("\r\n", "\n").replace("\r", "\n")
    sink.write(ANSWER.pack(Outcome.SHOWN, pages, 0, 0))
    sink.write(shown.replace("\f", "\n").expandtabs(_TAB).encode())


def decoded(data: bytes) -> str | None:
    """Return the text that these bytes are, None if they are none in any encoding that we guess."""
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in marked or _GUESSES:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text) and (marked or encoding in ("utf-8", "cp1252") or _plain(text)):
            return text
    return None


def _plain(text: str) -> bool:
    """Tell whether what UTF-16 makes of unmarked bytes is a text: half of it is ASCII."""
    return 2 * sum(sign.isascii() for sign in text[:TEXT_PAGE]) >= len(text[:TEXT_PAGE])
