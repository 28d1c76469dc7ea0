"""The reply board: one public file with every reply in it, which says of none whose it is.

    wbs/v1 board <instance as 32 hex digits> 0 <N>\\n
    N × (r[16] ‖ tag[16])      sorted by r, each r once
    N × sealed[8192]           in the same order

r is random; tag is HMAC-SHA256(T, "wbs/v1/reply" ‖ r)[:16] under the thread key T of the reporter whose reply
the slot holds. The 0 is the number of bits of T that the board is split by; no other number is read. A reader
of the board takes the whole file and tests every entry, so that where it looks tells nothing.
"""

import hmac
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from mmap import mmap
from typing import BinaryIO

from wbs.letters.errors import FormatError

SLOT = 8192

_R = 16
_TAG = 16
_ENTRY = _R + _TAG
_HEADER = re.compile(rb"wbs/v1 board ([0-9a-f]{32}) 0 (0|[1-9][0-9]{0,6})\n")
_HEADER_LIMIT = 64
# Bytes of a board that readers take, and the slots that are no more.
LIMIT = 64 << 20
MOST_SLOTS = (LIMIT - _HEADER_LIMIT) // (_ENTRY + SLOT)


@dataclass(frozen=True)
class Slot:
    """One sealed reply of 8,192 bytes under its random name and the tag by which its reporter finds it."""

    r: bytes
    tag: bytes
    sealed: bytes

    def __post_init__(self) -> None:
        """Raise FormatError for a part of another length."""
        if (len(self.r), len(self.tag), len(self.sealed)) != (_R, _TAG, SLOT):
            raise FormatError("a slot is 16 bytes of r, 16 of tag and 8,192 of reply")


def tag(thread: bytes, r: bytes) -> bytes:
    """Return the 16 bytes by which the holder of the thread key knows the slot named r."""
    return hmac.digest(thread, b"wbs/v1/reply" + r, "sha256")[:_TAG]


def write(sink: BinaryIO, instance: bytes, slots: Sequence[Slot]) -> None:
    """Write the board; FormatError unless the slots are sorted by r and each r stands once."""
    _check_instance(instance)
    _check_order([slot.r for slot in slots])
    sink.write(b"wbs/v1 board %s 0 %d\n" % (instance.hex().encode(), len(slots)))
    sink.write(b"".join(slot.r + slot.tag for slot in slots))
    for slot in slots:
        sink.write(slot.sealed)


def read(data: bytes | mmap, instance: bytes) -> "Board":
    """Read a board of this instance, checked as a whole; FormatError for anything else."""
    _check_instance(instance)
    header = _HEADER.match(data[:_HEADER_LIMIT])
    if header is None:
        raise FormatError("not a reply board")
    if header[1] != instance.hex().encode():
        raise FormatError("the reply board of another portal")
    count = int(header[2])
    start = header.end()
    if len(data) != start + count * (_ENTRY + SLOT):
        raise FormatError("the reply board does not have the size that its first line says")
    index = data[start : start + count * _ENTRY]
    entries = [(index[at : at + _R], index[at + _R : at + _ENTRY]) for at in range(0, len(index), _ENTRY)]
    _check_order([r for r, _ in entries])
    return Board(data, start + len(index), entries)


class Board:
    """A board as read: len() slots, found by the thread key or by position."""

    def __init__(self, data: bytes | mmap, start: int, entries: list[tuple[bytes, bytes]]) -> None:
        """Hold the data, whose slots begin at ``start``; made by ``read``."""
        self._data = data
        self._start = start
        self._entries = entries

    def __len__(self) -> int:
        """Return the number of slots."""
        return len(self._entries)

    def entries(self) -> Iterator[tuple[bytes, bytes]]:
        """Return each r with its tag, in the order of the slots."""
        return iter(self._entries)

    def slot(self, position: int) -> Slot:
        """Return the slot at a position from 0; IndexError outside the board."""
        if not 0 <= position < len(self._entries):
            raise IndexError("the reply board has no such slot")
        at = self._start + position * SLOT
        return Slot(*self._entries[position], self._data[at : at + SLOT])

    def matches(self, thread: bytes) -> list[int]:
        """Return the positions that belong to the thread key.

        Every entry is tested, each in constant time, so the time taken depends on the board alone.
        """
        found = [hmac.compare_digest(tag(thread, r), theirs) for r, theirs in self._entries]
        return [position for position, own in enumerate(found) if own]


def _check_instance(instance: bytes) -> None:
    if len(instance) != 16:
        raise FormatError("an instance has 16 bytes")


def _check_order(names: Sequence[bytes]) -> None:
    if any(one >= following for one, following in itertools.pairwise(names)):
        raise FormatError("the slots are not sorted by r, each r once")
