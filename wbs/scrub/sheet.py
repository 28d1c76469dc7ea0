"""Large worksheets (ISO/IEC 29500-1, 18.3.1): their cells are set aside while the rest is edited.

As a tree a million cells take a gigabyte, and there is nothing in them that we look for.
"""

from __future__ import annotations

import re
from typing import Final

#: Smaller parts are parsed whole.
LARGE: Final = 4 << 20

#: Cells are put back as they stood, among what is written as UTF-8.
_OTHER_CODE: Final = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
_START: Final = re.compile(rb"<sheetData(?:\s[^<>]*)?(?<!/)>")
_END: Final = b"</sheetData>"
_EMPTY: Final = b"<sheetData/>"
#: What follows a prefix, in a tag or perhaps in a text.
_PREFIXED: Final = re.compile(rb":([A-Za-z_][\w.-]*)(?=[\s=/>])")
#: Those that Excel writes into cells: the height of a row, and that spaces count.
_KNOWN: Final = frozenset({b"dyDescent", b"space"})
#: A formula that may name a folder: these are cut.
_FOLDER: Final = re.compile(
    rb"<f(?:\s[^<>]*)?>[^<]*(?:\\|(?<!http)(?<!https):/|(?:['\[]|&apos;)https?:/|file:|\.\./|/\[|%5c|%2f"
    rb"|/(?:users|home|root|tmp|var|run|mnt|media|volumes|private)/)",
    re.IGNORECASE,
)


def set_aside(part: bytes) -> tuple[bytes, bytes]:
    """The part with an empty element for its cells, and the cells.

    All of it, and nothing aside, unless it is certain where they are (no comment, CDATA or declaration could
    hide a tag) and that there is nothing of another namespace among them, and no folder in a formula.
    """
    if len(part) < LARGE or b"<!" in part or b"<?" in part[1:] or _OTHER_CODE.match(part):
        return part, b""
    start, end = _START.search(part), part.find(_END)
    if start is None or end < start.end() or part.count(_END) > 1 or _EMPTY in part:
        return part, b""
    cells = part[start.start() : end + len(_END)]
    if b"xmlns" in cells or set(_PREFIXED.findall(cells)) - _KNOWN or _FOLDER.search(cells):
        return part, b""
    return part[: start.start()] + _EMPTY + part[end + len(_END) :], cells


def put_back(part: bytes, cells: bytes) -> bytes:
    """The edited part with its cells again."""
    return part.replace(_EMPTY, cells, 1) if cells else part
