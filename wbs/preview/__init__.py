"""A stranger's file, turned into letters or pixels: text, pictures, pages of a PDF.

Pure: bytes in, bytes out; nothing of ours, no network, no disk. All of it but this module and ``signature``
runs in a child process under limits (``wbs.confined``), one module for each kind: ``text``, ``picture``,
``pages``. What comes back is no file any more: characters, or so many pixels, of which whoever asked makes a
file of its own.
"""

import struct
from enum import IntEnum, StrEnum
from typing import Final

ANSWER: Final = struct.Struct(">4I")
"""What a child writes first: an Outcome, how many pages there are, width and height.

Text has neither width nor height; UTF-8 follows to the end. Otherwise width × height × 4 bytes follow: red,
green, blue and one that says nothing, from the top. Nothing follows an outcome but SHOWN.
"""

#: Characters on one page of text.
TEXT_PAGE: Final = 20_000
#: The longer side of a picture in pixels, as asked for: to look at, and to look closely.
SIDES: Final = (1_800, 4_000)
#: The most pixels that a picture's header may name; every telephone's are fewer.
PIXELS: Final = 120_000_000
#: The most pages of text or of a PDF.
PAGES: Final = 1_000_000


class Kind(StrEnum):
    """What a file may be shown as; each names the module that runs in the child."""

    TEXT = "text"
    PICTURE = "picture"
    PAGES = "pages"


class Outcome(IntEnum):
    """How it went.

    NO_PAGE: fewer pages than that. DAMAGED: not what it begins like, or cut off. LOCKED: needs a password.
    TOO_LARGE: more pixels than PIXELS, or a page of no size. UNKNOWN: neither text nor anything known.
    """

    SHOWN = 0
    NO_PAGE = 1
    DAMAGED = 2
    LOCKED = 3
    TOO_LARGE = 4
    UNKNOWN = 5
