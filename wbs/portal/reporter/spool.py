"""Files between their upload and their letter: sealed on disk, each batch by a key that no disk ever holds.

    spool/<id>/<name>        nonce[16] ‖ STREAM, under HKDF-SHA256(key, nonce, "wbs/v1/spool/" ‖ name)
    spool/<id>/mark          likewise: what the letter was that the batch went into

Id and key of a batch, its ``ref``, live in the sealed hidden field and in the memory of a request. So a disk
tells how many files there are, how large, and (by the inode's own time, which nobody can set) when they came,
for an hour at most: then, or once the letter is stored, they are removed.
"""

import contextlib
import fcntl
import hashlib
import io
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crypto import stream
from crypto.errors import PayloadError
from wbs.portal.config import Settings
from wbs.portal.reporter.scratch import Scratch, Sink, place
from wbs.store.errors import disk

_ID = 16
_KEY = 32
_NONCE = 16
REF = _ID + _KEY
"""Bytes of a batch's reference: its id and its key."""

_NAME = re.compile(r"[0-9]{2}c?|manifest")
_MARK = "mark"


class SpoolLost(Exception):
    """The batch, or a file of it, is not there (any more) or not what was put into it."""


@dataclass(frozen=True)
class Spooled:
    """What a file's bytes were."""

    size: int
    sha256: bytes


class Spool(Scratch):
    """The folder of all batches."""

    def begin(self) -> "Batch":
        """Begin an empty batch."""
        ref = self.random(REF)
        batch = Batch(self, self._path(ref), ref)
        with disk():
            batch.folder.mkdir(mode=0o700)
        return batch

    def resume(self, ref: bytes) -> "Batch":
        """Find a batch again; SpoolLost."""
        if len(ref) != REF or not self._path(ref).is_dir():
            raise SpoolLost
        return Batch(self, self._path(ref), ref)

    def _path(self, ref: bytes) -> Path:
        return self.folder / ref[:_ID].hex()


def open_spool(
    settings: Settings, clock: Callable[[], datetime], random: Callable[[int], bytes] = os.urandom
) -> Spool:
    """Open the spool that is beside a portal's letters; it leaves free what is kept for text."""
    return Spool(*place(settings, "spool", clock), random)


class Batch:
    """The files of one upload. A name is two digits, two digits and ``c``, or ``manifest``."""

    def __init__(self, spool: Spool, folder: Path, ref: bytes) -> None:
        """Work with a batch that there is; ``Spool`` makes them."""
        self.ref = ref
        self.folder = folder
        self._spool = spool

    def put(self, name: str, source: BinaryIO) -> Spooled:
        """Seal ``source``, to its end, under a name, in place of what had it before.

        SpoolLost, StoreFull or StoreError, or what ``source`` raises: then nothing of it is kept.
        """
        return self._put(_named(name), source)

    def open(self, name: str) -> BinaryIO:
        """Open a file to be read; SpoolLost, also while it is read."""
        return cast("BinaryIO", io.BufferedReader(self._open(_named(name))))

    def discard(self, name: str) -> None:
        """Remove a file, if it is there."""
        with disk():
            (self.folder / _named(name)).unlink(missing_ok=True)

    def close(self) -> None:
        """Remove the whole batch, if it is there."""
        with disk(), contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self.folder)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let whoever else sends this batch at the same moment wait; SpoolLost."""
        with disk(), _lost():
            descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with disk():
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def finish(self, mark: bytes) -> None:
        """Remove the files, which a letter has taken; ``mark``, up to 64 bytes, and the manifest stay."""
        self._put(_MARK, io.BytesIO(mark))
        with disk():
            for path in self.folder.iterdir():
                if path.name not in (_MARK, "manifest"):
                    path.unlink(missing_ok=True)

    def mark(self) -> bytes | None:
        """Return what ``finish`` was given; None before it. SpoolLost."""
        if not (self.folder / _MARK).exists():
            return None
        with self._open(_MARK) as file:
            return file.read()

    def _put(self, name: str, source: BinaryIO) -> Spooled:
        part = self.folder / f".{name}"
        nonce = self._spool.random(_NONCE)
        digest = _Digest()
        try:
            with disk(), _lost():
                descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with Sink(descriptor, self._spool.room) as sink:
                stream.write_all(cast("BinaryIO", sink), nonce)
                pieces = cast("BinaryIO", _Source(source))
                stream.seal_stream(pieces, cast("BinaryIO", sink), self._key(name, nonce), digest.update)
                sink.show(self._spool.shown())
            with disk(), _lost():
                part.rename(self.folder / name)
                os.utime(self.folder, (self._spool.shown(),) * 2)
        except BaseException:
            with disk():
                part.unlink(missing_ok=True)
            raise
        return Spooled(digest.size, digest.sha256.digest())

    def _open(self, name: str) -> "_Opened":
        with disk(), _lost():
            file = (self.folder / name).open("rb", buffering=0)
        return _Opened(file, lambda nonce: self._key(name, nonce))

    def _key(self, name: str, nonce: bytes) -> bytes:
        # The nonce, since a name may be put twice, and a key must seal one stream.
        label = b"wbs/v1/spool/" + name.encode()
        return HKDF(SHA256(), stream.KEY, nonce, label).derive(self.ref[_ID:])


class _Source:
    """A source in pieces that memory is kept for: the system maps, clears and takes back larger ones."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source

    def read(self, size: int) -> bytes:
        return self._source.read(min(size, stream.CHUNK))


class _Digest:
    def __init__(self) -> None:
        self.sha256, self.size = hashlib.sha256(), 0

    def update(self, data: memoryview) -> None:
        self.sha256.update(data)
        self.size += len(data)


class _Opened(stream.Pieces):
    """A file's content; SpoolLost while it is read."""

    def __init__(self, file: BinaryIO, key: Callable[[bytes], bytes]) -> None:
        super().__init__(self._chunks(file, key))
        self._file = file

    def close(self) -> None:
        self._file.close()
        super().close()

    @staticmethod
    def _chunks(file: BinaryIO, key: Callable[[bytes], bytes]) -> Iterator[bytes]:
        with disk(), _lost():
            yield from stream.opened(file, key(file.read(_NONCE)))


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError("not a name of the spool")
    return name


@contextmanager
def _lost() -> Iterator[None]:
    try:
        yield
    except (PayloadError, FileNotFoundError):
        raise SpoolLost from None
