"""What a reporter's file gives away is looked for, and taken out, in a child process and never in the portal.

The child reads one stranger's file and may be taken over by it: whatever it says is checked, what it gives
back is counted and hashed, and nothing of it is believed unless it ended as it should.
"""

import hashlib
import io
import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, Final

from wbs.confined import CHUNK, ConfinedError, run
from wbs.portal.privacy import operations
from wbs.scrub import IMAGE_LIMIT, KINDS, WARNINGS

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: Seconds and bytes of address space for one file. docs/adr/0014 has the measurements.
SECONDS: Final = 20
MEMORY: Final = 768 << 20

_MODULE = "wbs.scrub.pipe"
# For a file that is too large to be cleaned: it loads no parser.
_GLANCE = "wbs.scrub.glance"
_NAMES = {"format", "type", "found", "removed", "warning", "size", "sha256"}
_FORMATS = ("", "jpeg", "png", "webp", "heic", "pdf", "ooxml", "odf")
# As a letter takes it.
_MEDIA_TYPE = re.compile(r"[a-z]{1,20}/[a-z0-9][a-z0-9.+-]{0,62}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST_LINE = 4096
# All that is read of a file that is too large to be cleaned.
_HEAD = 4096
# Others wait for their turn: memory stays bounded however many files come.
_AT_ONCE = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Examined:
    """A file's format, media type, what was found and removed, and the warning, as in wbs.scrub.Scrubbed.

    ``cleaned``: whether ``keep`` got a whole cleaned file; if not, nothing that it got may be used.
    """

    format: str
    type: str
    found: tuple[str, ...]
    removed: tuple[str, ...]
    warning: str
    cleaned: bool


FAILED: Final = Examined("", "application/octet-stream", (), (), "failed", cleaned=False)


class _LieError(Exception):
    """The child said or gave something that cannot be."""


def examine(source: BinaryIO, size: int, keep: Callable[[BinaryIO], object]) -> Examined:
    """Examine a file of ``size`` bytes; hand ``keep`` the cleaned file, if there is one, at most once.

    Whatever the file does, an answer comes; FAILED at worst. What ``source`` and ``keep`` raise passes on.
    """
    whole = size <= IMAGE_LIMIT
    given = source if whole else io.BytesIO(_head(source))
    with _AT_ONCE:
        try:
            return run(
                _MODULE if whole else _GLANCE,
                (),
                given,
                lambda said: _heed(said, keep),
                seconds=SECONDS,
                memory=MEMORY,
            )
        except (ConfinedError, _LieError):
            return FAILED


def check() -> None:
    """Tell whoever operates the portal if no file can be examined here, whatever it is."""
    if examine(io.BytesIO(), 0, lambda _cleaned: None) == FAILED:
        operations.error("no file can be examined on this machine; see docs/adr/0014")


def _head(source: BinaryIO) -> bytes:
    head = b""
    while len(head) < _HEAD and (more := source.read(_HEAD - len(head))):
        head += more
    return head


def _heed(said: BinaryIO, keep: Callable[[BinaryIO], object]) -> Examined:
    examined, size, sha256 = _told(said.readline(_LONGEST_LINE))
    if not size:
        return examined
    content = _Content(said, size)
    keep(io.BufferedReader(content, CHUNK))
    if content.left or content.hash.hexdigest() != sha256:
        raise _LieError
    return replace(examined, cleaned=True)


def _told(line: bytes) -> tuple[Examined, int, str]:
    """Return what the child's line says, with size and hash of what follows; _LieError if it cannot be so."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _LieError from error
    if not isinstance(told, dict) or told.keys() != _NAMES:
        raise _LieError
    found, removed, size = _kinds(told["found"]), _kinds(told["removed"]), told["size"]
    possible = (
        set(removed) <= set(found)
        and type(size) is int
        and 0 <= size <= IMAGE_LIMIT
        and (size > 0 or not removed)
        and told["format"] in _FORMATS
        and told["warning"] in ("", *WARNINGS)
    )
    if not possible:
        raise _LieError
    kind = _matching(_MEDIA_TYPE, told["type"])
    return (
        Examined(told["format"], kind, found, removed, told["warning"], cleaned=False),
        size,
        _matching(_SHA256, told["sha256"]),
    )


def _kinds(told: object) -> tuple[str, ...]:
    """Return kinds of KINDS, each once and in its order; _LieError if these are not."""
    if not isinstance(told, list) or told != [kind for kind in KINDS if kind in told]:
        raise _LieError
    return tuple(told)


def _matching(pattern: re.Pattern[str], told: object) -> str:
    if not isinstance(told, str) or not pattern.fullmatch(told):
        raise _LieError
    return told


class _Content(io.RawIOBase):
    """The next ``left`` bytes of what the child writes, hashed as they pass."""

    def __init__(self, said: BinaryIO, size: int) -> None:
        """Begin with nothing passed."""
        self.left = size
        self.hash = hashlib.sha256()
        self._said = said

    def readable(self) -> bool:
        """Say so: io.BufferedReader asks."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Pass on some bytes; 0 at the end, or where the child ended before it."""
        view = memoryview(buffer)
        data = self._said.read(min(len(view), self.left))
        view[: len(data)] = data
        self.hash.update(data)
        self.left -= len(data)
        return len(data)
