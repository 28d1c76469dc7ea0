"""A code's replies: found on the board, opened and proven, in the memory of one request.

Every entry of the board is tested, and always sixteen slots (or, where a case has more replies, the next
multiple) are opened: those that are missing are made up by a slot that opens for nobody, so that a code with
replies and one without cost the same.
"""

import functools
import hashlib
import mmap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from markupsafe import escape

from crypto.receipt import ReporterKeys
from wbs import sealing
from wbs.cases.thread import Gap, Thread, ThreadItem, reporter_view
from wbs.letters import board
from wbs.letters.errors import FormatError, LetterError
from wbs.letters.keyring import Chain
from wbs.letters.signed import Signed
from wbs.portal.reporter.portal import Portal, Refused, Trouble
from wbs.sealing import SealingError
from wbs.store.errors import StoreError

SLOTS = 16
"""Slots opened at a time."""

# Escaped bytes of reply texts on one page: with the rest of it they stay inside the page's size.
_PAGE_TEXT = 28 * 1024


@dataclass(frozen=True)
class ReplyView:
    """One proven reply as the page shows it; ``state`` and ``outcome`` are codes."""

    day: date
    state: str | None
    outcome: str | None
    text: str
    author_title: str
    author_unit: str
    former: bool
    forked: bool
    gap: Gap | None


@dataclass(frozen=True)
class Page:
    """Replies of one page, newest first, and what claims to be one and is not."""

    items: Sequence[ReplyView]
    unproven: Sequence[Signed]


def find(portal: Portal, keys: ReporterKeys, chain: Chain, excluded: Iterable[str]) -> Thread:
    """Return the replies to the case of these keys; Refused if the board cannot be read.

    ``excluded``: whom the reporter names today.
    """
    found = _board(portal)
    positions = found.matches(keys.thread)
    count = max(SLOTS, -(-len(positions) // SLOTS) * SLOTS)
    slots = [found.slot(position).sealed for position in positions]
    slots += [_dummy()] * (count - len(slots))
    identity = sealing.reporter_identity(keys.identity_seed)
    opened = []
    for slot in slots:
        try:
            opened.append(sealing.open_reply(slot, identity))
        except (SealingError, LetterError):
            # A filler, or what someone who knows the thread has put there.
            continue
    to = hashlib.sha256(identity.recipient.raw).digest()
    return reporter_view(opened, chain, keys.case, to=to, excluded=tuple(excluded))


def pages(thread: Thread, chain: Chain) -> list[Page]:
    """Return the replies, newest first, as pages of at most sixteen whose texts have a bounded length."""
    made: list[list[ReplyView]] = [[]]
    room = _PAGE_TEXT
    for item in reversed(thread.items):
        length = len(escape(item.reply.text).encode())
        if made[-1] and (length > room or len(made[-1]) == SLOTS):
            made.append([])
            room = _PAGE_TEXT
        made[-1].append(_view(item, chain))
        room -= length
    return [Page(items, thread.unproven) for items in made]


def _view(item: ThreadItem, chain: Chain) -> ReplyView:
    reader = chain.by_sequence[item.reply.keyring].reader(item.reply.author)
    return ReplyView(
        day=item.reply.day,
        state=item.state,
        outcome=item.outcome,
        text=item.reply.text,
        author_title=item.title,
        author_unit=reader.unit if reader is not None else "",
        former=item.former,
        forked=item.fork,
        gap=item.gap,
    )


def _board(portal: Portal) -> board.Board:
    try:
        try:
            return _read_board(portal.tree.board_path, portal.instance)
        except FileNotFoundError:
            # Two publications have passed since the path was read.
            return _read_board(portal.tree.board_path, portal.instance)
    except (StoreError, FormatError, OSError):
        raise Refused(Trouble("failed")) from None


# The path is named for its content, so a board that was read once stays right.
@functools.lru_cache(maxsize=2)
def _read_board(path: Path, instance: bytes) -> board.Board:
    with path.open("rb") as file:
        return board.read(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), instance)


@functools.cache
def _dummy() -> bytes:
    return sealing.filler_slot().sealed
