"""One attachment, shown: as text or as pixels that a confined child made of it, or not at all and why.

The desk compares a file's first bytes and decodes none of it. The child may be taken over by the file: all
that is believed of it is numbers within bounds, text as UTF-8, and so many pixels, of which the desk makes a
file of its own. The stranger's file passes from the sealed shelf through memory, never through a disk.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from wbs.confined import ConfinedError, run
from wbs.desk.attachments import Numbered
from wbs.desk.desk import Desk
from wbs.desk.png import png
from wbs.desk.saving import open_into
from wbs.language import N_
from wbs.preview import ANSWER, PAGES, SIDES, TEXT_PAGE, Kind, Outcome
from wbs.preview.signature import HEAD, kind_of

#: The largest file that is looked into, in bytes; it stands in the desk's memory and in the child's.
LARGEST: Final = 256 << 20
#: Seconds and bytes of address space for one page. docs/adr/0027 has the measurements.
SECONDS: Final = 20
MEMORY: Final = 1 << 30

MODULES: Final[Mapping[Kind, str]] = {kind: f"wbs.preview.{kind}" for kind in Kind}
"""What runs in the child for each kind."""

# Tabs become spaces, and a character has at most four bytes.
_LONGEST_TEXT: Final = TEXT_PAGE * 4 * 4

TOO_LARGE: Final = N_("Berkas ini terlalu besar untuk ditampilkan di sini.")
STOPPED: Final = N_(
    "Program pembaca berhenti di tengah berkas ini, atau melewati batas waktu dan memori. "
    "Bisa jadi berkas ini sengaja dibuat begitu. Meja ini tidak terganggu."
)
WHY: Final = {
    Outcome.NO_PAGE: N_("Halaman itu tidak ada."),
    Outcome.DAMAGED: N_("Berkas ini rusak, terpotong, atau isinya bukan jenis yang ditunjukkan awalnya."),
    Outcome.LOCKED: N_("Berkas ini terkunci dengan kata sandi."),
    Outcome.TOO_LARGE: N_("Gambar atau halaman ini melewati batas ukuran. Bisa jadi sengaja dibuat begitu."),
    Outcome.UNKNOWN: N_("Jenis berkas ini tidak ditampilkan di sini."),
}


@dataclass(frozen=True)
class Preview:
    """``page`` of ``pages``: its text, or its picture as a PNG file that the desk made.

    ``kind`` is None for what only an export gives out; then ``why`` is the reason, a sentence to be
    translated. What ``text`` says is a stranger's, not harmless yet.
    """

    kind: Kind | None
    page: int = 1
    pages: int = 0
    text: str = field(default="", repr=False)
    image: bytes = field(default=b"", repr=False)
    why: str = ""


class _LieError(Exception):
    """The child said something that cannot be."""


def preview(desk: Desk, numbered: Numbered, page: int = 1, *, close: bool = False) -> Preview:
    """Return one page of an attachment; ``close``: a picture with more pixels. ShelfError as ``content``."""
    return draw(content(desk, numbered), page, close=close)


def content(desk: Desk, numbered: Numbered) -> bytes | None:
    """Return an attachment's bytes, size and hash checked; None if they are more than LARGEST.

    ShelfError if no sealed file on the shelf holds it whole.
    """
    if numbered.attachment.size > LARGEST:
        return None
    sink = io.BytesIO()
    open_into(desk, numbered, sink)
    return sink.getvalue()


def draw(data: bytes | None, page: int = 1, *, close: bool = False) -> Preview:
    """Return one page of what ``content`` returned. It takes SECONDS at most, and nothing of the desk's."""
    if data is None:
        return Preview(None, why=TOO_LARGE)
    if not 1 <= page <= PAGES:
        return Preview(None, page, why=WHY[Outcome.NO_PAGE])
    kind = kind_of(data[:HEAD])
    side = SIDES[close]
    try:
        return run(
            MODULES[kind],
            (str(page), str(side), str(len(data))),
            io.BytesIO(data),
            lambda said: _heed(said, kind, page, side),
            seconds=SECONDS,
            memory=MEMORY,
        )
    except (ConfinedError, _LieError):
        return Preview(None, page, why=STOPPED)


def _heed(said: BinaryIO, kind: Kind, page: int, side: int) -> Preview:
    head = said.read(ANSWER.size)
    if len(head) != ANSWER.size:
        raise _LieError
    outcome, pages, width, height = ANSWER.unpack(head)
    if outcome in WHY:
        return Preview(None, page, why=WHY[Outcome(outcome)])
    if outcome != Outcome.SHOWN or not page <= pages <= PAGES:
        raise _LieError
    if kind is Kind.TEXT:
        return Preview(kind, page, pages, text=_text(said))
    if not (0 < width <= side and 0 < height <= side):
        raise _LieError
    try:
        return Preview(kind, page, pages, image=png(width, height, said.read(4 * width * height)))
    except ValueError:
        raise _LieError from None


def _text(said: BinaryIO) -> str:
    # One byte more makes the answer too long, which ``run`` notices.
    try:
        return said.read(_LONGEST_TEXT).decode()
    except UnicodeDecodeError:
        raise _LieError from None
