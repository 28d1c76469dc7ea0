"""Write-once ciphertext in a folder: the seam for an object store.

    pending/<random id>                letters that arrived
    released/<half-day>/<id>           letters that readers may fetch, by the half-day of their arrival

A file is complete and on disk before it has its name. Its times are those of its half-day's start; only the
inode's own (ctime, which nobody can set) says more, until the release writes the file anew.
"""

import hashlib
import math
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from wbs.store.errors import NotFound, StoreError, disk
from wbs.store.together import Together

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Blob:
    """A file that is on disk: 32 hex digits, bytes, SHA-256 as hex."""

    id: str
    size: int
    sha256: str


class Writing:
    """A file being written: durable once ``finish`` has returned; to be abandoned after any failure."""

    def __init__(self, folder: Path, name: str, time: int, settle: Callable[[], object]) -> None:
        """Begin the file, of which ``time`` is what it will show; ``settle`` brings the folder to disk."""
        self._settle = settle
        self._part, self._path = folder / f".{name}", folder / name
        self._time = time
        self._digest, self._size = hashlib.sha256(), 0
        with disk():
            self._file = self._part.open("wb", buffering=0)

    def write(self, data: bytes | memoryview) -> int:
        """Write all of it."""
        view = memoryview(data)
        self._digest.update(view)
        self._size += len(view)
        with disk():
            while view:
                view = view[self._file.write(view) :]
        return len(data)

    def finish(self) -> Blob:
        """Bring the file to disk, and only then give it its name."""
        with disk():
            os.utime(self._file.fileno(), (self._time, self._time))
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.rename(self._path)
        self._settle()
        return Blob(self._path.name, self._size, self._digest.hexdigest())

    def abandon(self) -> None:
        """Remove it, finished or not."""
        with disk():
            self._file.close()
            self._part.unlink(missing_ok=True)
            self._path.unlink(missing_ok=True)


class Blobs:
    """The folder; made where it is missing. Every method raises StoreFull or StoreError if the disk fails."""

    def __init__(self, folder: Path) -> None:
        """Open the folder."""
        self.pending = folder / "pending"
        self.released = folder / "released"
        with disk():
            for part in (self.pending, self.released):
                part.mkdir(mode=0o700, parents=True, exist_ok=True)
        # One flush of the folder is one for all whose files have got their names.
        self._settling: Together[None] = Together(lambda _: _sync(self.pending))

    def free(self) -> int:
        """Bytes that the disk still takes."""
        with disk():
            return shutil.disk_usage(self.pending).free

    def begin(self, time: int, random: Callable[[int], bytes]) -> Writing:
        """Begin a new file in ``pending``; ``time`` is the one it will show, in seconds."""
        return Writing(self.pending, random(16).hex(), time, lambda: self._settling.do(None))

    def release(self, blob: Blob, half_day: str, time: int) -> None:
        """Write a pending file anew, as one that is named by its content; the old one stays.

        NotFound, if the file is missing; StoreError, if its content is not what arrived.
        """
        folder = self.released / half_day
        with disk():
            if not folder.is_dir():
                folder.mkdir(mode=0o700)
                _sync(self.released)
            with self._open(self.pending / blob.id) as source:
                file = Writing(folder, content_id(blob.sha256), time, lambda: _sync(folder))
                _write(file, _checked(source, blob.sha256))

    def open(self, half_day: str, name: str) -> BinaryIO:
        """Open a released file; NotFound."""
        with disk():
            return self._open(self.released / half_day / name)

    def discard(self, name: str) -> None:
        """Remove a pending file, if it is there."""
        with disk():
            (self.pending / name).unlink(missing_ok=True)

    def expire(self, half_day: str, name: str) -> None:
        """Remove a released file, and its folder with the last one."""
        folder = self.released / half_day
        with disk():
            (folder / name).unlink(missing_ok=True)
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def settle(self) -> None:
        """Make what was discarded stay so."""
        with disk():
            _sync(self.pending)
            _sync(self.released)

    def strays(self, known: Callable[[str | None], set[str]], before: float) -> Iterator[Path]:
        """Files older than ``before`` (seconds) that no row knows.

        ``known`` gives the ids of the rows: pending, or released in a half-day.
        """
        with disk():
            folders = [(self.pending, None), *((path, path.name) for path in self.released.iterdir())]
            for folder, half_day in folders:
                # Listed before the rows are read: what comes later is in neither.
                names = [entry for entry in folder.iterdir() if _changed(entry) < before]
                if names:
                    ids = known(half_day)
                    yield from (entry for entry in names if entry.name not in ids)

    @staticmethod
    def _open(path: Path) -> BinaryIO:
        try:
            return path.open("rb")
        except FileNotFoundError:
            raise NotFound("a letter's file is missing") from None


def content_id(sha256: str) -> str:
    """The identifier of a released letter."""
    return sha256[:32]


def _checked(source: BinaryIO, sha256: str) -> Iterator[bytes]:
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != sha256:
        raise StoreError("a letter's file is not what arrived")


def _write(file: Writing, chunks: Iterable[bytes]) -> Blob:
    try:
        for chunk in chunks:
            file.write(chunk)
        return file.finish()
    except BaseException:
        file.abandon()
        raise


def _changed(path: Path) -> float:
    try:
        return path.stat().st_ctime
    except FileNotFoundError:
        # Renamed by a put since the folder was listed.
        return math.inf


def _sync(folder: Path) -> None:
    with disk():
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
