"""Large drops on their way in: a browser sends the sealed file in parts, so that a broken line costs one.

    parts/<upload>/<number>      the part as it came: 4 MiB of ciphertext, the last one what is left
    parts/<upload>/answer        once the drop is stored: what was answered, for whoever asks again

``upload`` is random and made by the browser. An entry tells how large a drop is, and (by the inode's own
time, which nobody can set) when its parts came, for an hour at most.
"""

import fcntl
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from crypto import stream
from wbs.portal.config import Settings
from wbs.portal.reporter.scratch import Scratch, Sink, place
from wbs.store import shape
from wbs.store.errors import ShapeError, StoreFull, disk

PART = 4 << 20
"""Bytes of a part, and of the largest drop that comes in one request."""

_CHUNK = 256 * 1024
_UPLOAD = re.compile(r"[0-9a-f]{32}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,3}")
_SIZE = re.compile(r"[1-9][0-9]{0,10}")
_ANSWER = "answer"


class PartsMissing(Exception):
    """Not all parts are there (any more); ``numbers`` are those that are not."""

    def __init__(self, numbers: list[int]) -> None:
        """Keep the numbers."""
        super().__init__("parts are missing")
        self.numbers = numbers


class Incoming(Scratch):
    """The folder of all uploads."""

    def upload(self, upload: str, size: str) -> "Upload":
        """Return an upload, begun or not; ShapeError unless that is how one is named and how large one is."""
        if not (_UPLOAD.fullmatch(upload) and _SIZE.fullmatch(size)):
            raise ShapeError("not an upload")
        shape.check_size(int(size))
        if int(size) <= PART:
            raise ShapeError("so small a letter comes in one request")
        return Upload(self, self.folder / upload, int(size))


def open_incoming(
    settings: Settings, clock: Callable[[], datetime], random: Callable[[int], bytes] = os.urandom
) -> Incoming:
    """Open the folder that is beside a portal's letters; it leaves free what is kept for text."""
    return Incoming(*place(settings, "parts", clock), random)


class Upload:
    """The parts of one drop of ``size`` bytes. Methods raise StoreFull or StoreError if the disk fails."""

    def __init__(self, incoming: Incoming, folder: Path, size: int) -> None:
        """Work with an upload; ``Incoming`` makes them."""
        self.size = size
        self._incoming = incoming
        self._folder = folder

    @property
    def count(self) -> int:
        """How many parts it has."""
        return -(-self.size // PART)

    def length(self, number: str) -> int:
        """Return the bytes that a part must have; ShapeError if there is none of this number."""
        if not _NUMBER.fullmatch(number) or int(number) >= self.count:
            raise ShapeError("not the number of a part")
        return self._length(int(number))

    def check_room(self, number: int = 0) -> None:
        """Refuse with StoreFull what the disk cannot hold: the parts from ``number`` on, and the drop."""
        if 2 * self.size - number * PART > self._incoming.room():
            raise StoreFull("there is no room for attachments now; text is still taken")

    def put(self, number: str, source: BinaryIO) -> None:
        """Bring a part to disk, in place of what had its number before.

        ShapeError, StoreFull or StoreError, or what ``source`` raises: then nothing of it is kept.
        """
        length = self.length(number)
        with disk():
            self._folder.mkdir(mode=0o700, exist_ok=True)
        # A name of its own: the same part may come twice at once, on a line that broke and on the next.
        part = self._folder / f".{number}.{self._incoming.random(8).hex()}"
        try:
            with self._sink(part, self._incoming.room) as sink:
                if _copy(source, sink) != length:
                    raise ShapeError("the part has not the bytes that it must have")
                # A crash must not leave one that has the length and not the bytes.
                sink.finish(self._incoming.shown())
            self._rename(part, number)
            if self.answer() is not None:
                # The drop was stored while this came once more.
                with disk():
                    (self._folder / number).unlink(missing_ok=True)
        except BaseException:
            with disk():
                part.unlink(missing_ok=True)
            raise

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let whoever else finishes this upload at the same moment wait; PartsMissing if nothing came."""
        with disk():
            try:
                lock = os.open(self._folder / ".lock", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except FileNotFoundError:
                raise PartsMissing(list(range(self.count))) from None
        try:
            with disk():
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def check(self) -> None:
        """Refuse with PartsMissing an upload that is not whole."""
        missing = [number for number in range(self.count) if not self._is_there(number)]
        if missing:
            raise PartsMissing(missing)

    def copy(self, sink: BinaryIO) -> None:
        """Write the parts in their order; PartsMissing if they are swept meanwhile."""
        for number in range(self.count):
            with disk():
                try:
                    source = (self._folder / str(number)).open("rb", buffering=0)
                except FileNotFoundError:
                    raise PartsMissing([number]) from None
                with source:
                    _copy(source, sink)

    def finish(self, answer: bytes) -> None:
        """Remove the parts, which a stored drop has taken; the answer stays."""
        part = self._folder / f".{_ANSWER}"
        # So little, from which so much becomes free, may come out of what is kept for text.
        with self._sink(part, lambda: len(answer)) as sink:
            stream.write_all(cast("BinaryIO", sink), answer)
            sink.finish(self._incoming.shown())
        self._rename(part, _ANSWER)
        with disk():
            for path in self._folder.iterdir():
                if _NUMBER.fullmatch(path.name):
                    path.unlink(missing_ok=True)
        self._show()

    def answer(self) -> bytes | None:
        """Return what ``finish`` was given; None before it."""
        with disk():
            try:
                return (self._folder / _ANSWER).read_bytes()
            except FileNotFoundError:
                return None

    def _length(self, number: int) -> int:
        return min(PART, self.size - number * PART)

    def _is_there(self, number: int) -> bool:
        with disk():
            try:
                return (self._folder / str(number)).stat().st_size == self._length(number)
            except FileNotFoundError:
                return False

    def _sink(self, path: Path, room: Callable[[], int]) -> Sink:
        with disk():
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
            return Sink(os.open(path, flags, 0o600), room)

    def _rename(self, part: Path, name: str) -> None:
        with disk():
            part.rename(self._folder / name)
        self._show()

    def _show(self) -> None:
        with disk():
            os.utime(self._folder, (self._incoming.shown(),) * 2)


def _copy(source: BinaryIO, sink: "BinaryIO | Sink") -> int:
    size = 0
    while data := source.read(_CHUNK):
        stream.write_all(cast("BinaryIO", sink), data)
        size += len(data)
    return size
