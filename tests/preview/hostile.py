"""What a child says once its decoder was taken over, or how it ends. Runs in the child only.

The file's second line says which.
"""

import ctypes
from collections.abc import Sequence
from typing import BinaryIO

from wbs.preview import ANSWER, PAGES, TEXT_PAGE, Outcome

_SHOWN = Outcome.SHOWN


def work(_arguments: Sequence[str], source: BinaryIO, sink: BinaryIO) -> None:
    """Do what the file's second line says."""
    what = source.read().split(b"\n")[1].decode()
    if what == "crashes":
        sink.write(ANSWER.pack(_SHOWN, 1, 1, 1) + bytes(4))
        sink.flush()
        ctypes.string_at(0)
    if what == "never ends":
        while True:
            pass
    if what == "takes all memory":
        sink.write(bytes(8 << 30)[:1])
    if what == "writes for ever":
        while True:
            sink.write(bytes(1 << 16))
    sink.write(LIES[what])


ABOUT_ANYTHING = {
    "says nothing": b"",
    "says half": ANSWER.pack(_SHOWN, 1, 1, 1)[:-1],
    "another outcome": ANSWER.pack(99, 1, 1, 1),
    "no pages": ANSWER.pack(_SHOWN, 0, 1, 1) + bytes(4),
    "many pages": ANSWER.pack(_SHOWN, PAGES + 1, 1, 1) + bytes(4),
    "says more": ANSWER.pack(Outcome.DAMAGED, 0, 0, 0) + b"more",
}
ABOUT_PICTURES = {
    "no pixels": ANSWER.pack(_SHOWN, 1, 0, 0),
    "few pixels": ANSWER.pack(_SHOWN, 1, 10, 10) + bytes(399),
    "more pixels": ANSWER.pack(_SHOWN, 1, 10, 10) + bytes(401),
    "wide": ANSWER.pack(_SHOWN, 1, 1_801, 1) + bytes(4 * 1_801),
    "high": ANSWER.pack(_SHOWN, 1, 1, 2**32 - 1) + bytes(4),
}
ABOUT_TEXT = {
    "no text": ANSWER.pack(_SHOWN, 1, 0, 0) + b"\xff\xfe",
    "long text": ANSWER.pack(_SHOWN, 1, 0, 0) + b"a" * (TEXT_PAGE * 16 + 1),
}
LIES = ABOUT_ANYTHING | ABOUT_PICTURES | ABOUT_TEXT
