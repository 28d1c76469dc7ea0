"""The journal: what the desk did, one sealed record after another, each durable before it is said.

A record is ``length[4] ‖ check[4] ‖ salt[16] ‖ ChaCha20-Poly1305``, the length big-endian and of what follows
the check, which is SHA-256(P ‖ length)[:4] with P the SHA-256 of the record before (32 zero bytes for the
first): a spoiled length is told from a torn record. Its key is HKDF(shelf key, salt, "wbs/v1/journal"), its
nonce zero, its associated data P. So each record has a key of its own: a copy of the shelf that goes on
elsewhere never uses one twice; and none can be changed, moved or left out but at the end.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from wbs.desk import files
from wbs.desk.errors import ShelfError
from wbs.letters import canonical
from wbs.letters.canonical import Value
from wbs.letters.errors import FormatError

_SALT = 16
_TAG = 16
_LENGTH = 4
_CHECK = 4
_LIMIT = 2**24
_FIRST = bytes(32)


@dataclass(frozen=True)
class Mark:
    """A place in a journal: how many bytes come before it, their SHA-256, and P of the next record."""

    size: int
    sha256: bytes
    previous: bytes


class Journal:
    """An open journal: iterate what stands in it, append to its end."""

    def __init__(
        self,
        path: Path,
        key: bytes,
        *,
        since: Mark | None = None,
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        """Read the file under the 32-byte shelf key; a missing one is empty.

        ``since``: a mark that is to be trusted. Where the file still begins with just the bytes before it,
        only what follows is read, and the journal is ``resumed``.

        A last record that a power cut tore is removed, cut short or with zeros in its place or where its end
        should be: it had not been said to be saved. ShelfError for damage anywhere else, or another key.
        """
        self._path = path
        self._key = key
        self._random = random
        self._previous = _FIRST
        self._records: list[Value] = []
        self._size = 0
        self._hash = hashlib.sha256()
        self.torn = False
        self.resumed = False
        if path.exists():
            self._read(path.read_bytes(), since)
        else:
            files.write(path, b"")

    def __iter__(self) -> Iterator[Value]:
        """Yield every record in the order of writing; of a resumed journal, those after the mark."""
        return iter(tuple(self._records))

    @property
    def mark(self) -> Mark:
        """The end of the journal."""
        return Mark(self._size, self._hash.digest(), self._previous)

    def append(self, record: Value) -> None:
        """Seal one record and write it through to the disk; ShelfError if that fails, and nothing counts."""
        salt = self._random(_SALT)
        sealed = _aead(self._key, salt).encrypt(bytes(12), canonical.dumps(record), self._previous)
        body = salt + sealed
        if len(body) > _LIMIT:
            raise ShelfError("Langkah ini terlalu besar untuk jurnal. Tidak ada yang tersimpan.")
        data = self._head(len(body)) + body
        try:
            with self._path.open("r+b", buffering=0) as sink:
                if sink.seek(0, os.SEEK_END) < self._size:
                    raise OSError(0, "the end of the journal is gone")
                # What a failed append left, where even taking it back failed, never comes before a record.
                sink.truncate(self._size)
                sink.seek(self._size)
                try:
                    if sink.write(data) != len(data):
                        raise OSError(0, "the disk took only a part")
                    os.fsync(sink.fileno())
                except OSError:
                    sink.truncate(self._size)
                    raise
        except OSError as error:
            raise ShelfError(
                "Jurnal tidak dapat ditulis ({error}). Tidak ada yang tersimpan.", error=error
            ) from None
        self._go_on(data)
        self._records.append(record)

    def _go_on(self, data: bytes) -> None:
        """Count a record in."""
        self._previous = hashlib.sha256(data).digest()
        self._size += len(data)
        self._hash.update(data)

    def _resume(self, data: bytes, since: Mark) -> None:
        before = hashlib.sha256(memoryview(data)[: since.size])
        if len(data) >= since.size and before.digest() == since.sha256:
            self._previous, self._size, self._hash = since.previous, since.size, before
            self.resumed = True

    def _read(self, data: bytes, since: Mark | None) -> None:
        if since is not None:
            self._resume(data, since)
        at = self._size
        while at < len(data):
            head = data[at : at + _LENGTH + _CHECK]
            if not any(head) and not any(data[at:]):
                # The file had grown, and what was to stand there never came to the disk.
                self._drop_torn(at)
                return
            size = int.from_bytes(head[:_LENGTH], "big")
            start, end = at + len(head), at + len(head) + size
            if len(head) == _LENGTH + _CHECK and head != self._head(size):
                raise self._damaged()
            if end > len(data) or len(head) < _LENGTH + _CHECK or _is_torn(data, start, end):
                self._drop_torn(at)
                return
            self._records.append(self._open(data[start:end]))
            self._go_on(data[at:end])
            at = end

    def _head(self, size: int) -> bytes:
        length = size.to_bytes(_LENGTH, "big")
        return length + hashlib.sha256(self._previous + length).digest()[:_CHECK]

    def _damaged(self) -> ShelfError:
        number = len(self._records) + 1
        return ShelfError("Catatan jurnal {number} rusak, atau dari meja lain.", number=number)

    def _open(self, body: bytes) -> Value:
        if not _SALT + _TAG <= len(body) <= _LIMIT:
            raise self._damaged()
        try:
            plain = _aead(self._key, body[:_SALT]).decrypt(bytes(12), body[_SALT:], self._previous)
            record = canonical.loads(plain, limit=_LIMIT)
        except (InvalidTag, FormatError):
            raise self._damaged() from None
        return record

    def _drop_torn(self, at: int) -> None:
        with self._path.open("r+b") as sink:
            sink.truncate(at)
            os.fsync(sink.fileno())
        self.torn = True


def fits(path: Path, key: bytes) -> bool:
    """Tell whether a shelf key is the journal's, by its first record; one without records is anybody's.

    Only reads; OSError if that fails.
    """
    data = path.read_bytes()
    size = int.from_bytes(data[:_LENGTH], "big")
    body = data[_LENGTH + _CHECK :][:size]
    if len(body) < size or len(body) < _SALT + _TAG:
        return True
    try:
        _aead(key, body[:_SALT]).decrypt(bytes(12), body[_SALT:], _FIRST)
    except InvalidTag:
        return False
    return True


def _aead(key: bytes, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt, b"wbs/v1/journal").derive(key))


def _is_torn(data: bytes, start: int, end: int) -> bool:
    """Tell whether a record is the last, and the disk has zeros where its tag should be: no tag is zero."""
    return end == len(data) and data[max(start, end - _TAG) : end] == bytes(_TAG)
