"""Bundles and outboxes as ustar archives: written and read member by member, in one fixed order.

Nothing but the block at hand is held in memory. Every refusal is a BundleError that names the member.
"""

import hashlib
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from wbs.letters import ustar
from wbs.letters.errors import BundleError, FormatError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK = 1 << 18


class ArchiveWriter:
    """Writes members in the order of the calls; ``finish`` ends the archive."""

    def __init__(self, sink: BinaryIO) -> None:
        """Start an archive at the sink's position."""
        self._sink = sink

    def add(self, name: str, data: bytes) -> None:
        """Write a member that is held in memory."""
        self._sink.write(ustar.header(name, len(data)) + data + bytes(-len(data) % ustar.BLOCK))

    def copy(self, name: str, size: int, sha256: bytes, source: BinaryIO) -> None:
        """Write a member from a stream; BundleError if it is not the bytes announced."""
        self._sink.write(ustar.header(name, size))
        content = Content(source, name, size, sha256)
        while chunk := content.read(_CHUNK):
            self._sink.write(chunk)
        self._sink.write(bytes(-size % ustar.BLOCK))

    def finish(self) -> None:
        """Write the two blocks of zeros."""
        self._sink.write(bytes(ustar.END))


class ArchiveReader:
    """Reads members in the order of the calls, each under the name that must come next."""

    def __init__(self, source: BinaryIO) -> None:
        """Start at the source's position."""
        self._source = source

    def whole(self, name: str, limit: int) -> bytes:
        """Read a member of at most ``limit`` bytes into memory."""
        try:
            size = ustar.size_in(self._exactly(ustar.BLOCK, name), name)
        except FormatError:
            raise BundleError("{name}: bukan kepala berkas yang seharusnya", name=name) from None
        if size > limit:
            raise BundleError("{name}: lebih dari {limit} bita", name=name, limit=limit)
        data = self._exactly(size, name)
        self._padding(-size % ustar.BLOCK, name)
        return data

    def member(self, name: str, size: int, sha256: bytes) -> bytes:
        """Read a member of a known size and hash into memory."""
        pieces: list[bytes] = []
        self.each(name, size, sha256, pieces.append)
        return b"".join(pieces)

    def text(self, name: str, limit: int) -> str:
        """Read a member of at most ``limit`` bytes that is ASCII."""
        try:
            return self.whole(name, limit).decode("ascii")
        except UnicodeDecodeError:
            raise BundleError("{name}: bukan ASCII", name=name) from None

    def each(self, name: str, size: int, sha256: bytes, use: Callable[[bytes], object]) -> None:
        """Hand over a member of a known size and hash piece by piece; it counts once this returns."""
        if self._exactly(ustar.BLOCK, name) != ustar.header(name, size):
            raise BundleError("{name}: bukan kepala berkas yang seharusnya", name=name)
        digest, left, whole = hashlib.sha256(), size, False
        while not whole:
            chunk = self._source.read(min(left, _CHUNK))
            if left and not chunk:
                raise BundleError("{name}: terpotong", name=name)
            digest.update(chunk)
            left -= len(chunk)
            whole = left == 0
            if whole and digest.digest() != sha256:
                raise BundleError("{name}: isinya bukan yang tercantum", name=name)
            use(chunk)
        self._padding(-size % ustar.BLOCK, name)

    def finish(self) -> None:
        """Refuse anything but two blocks of zeros and the end of the source."""
        self._padding(ustar.END, "EOF")
        if self._source.read(1):
            raise BundleError("ada bita sesudah akhir arsip")

    def _padding(self, size: int, name: str) -> None:
        if self._exactly(size, name).strip(b"\0"):
            raise BundleError("{name}: diisi sesuatu selain nol", name=name)

    def _exactly(self, size: int, name: str) -> bytes:
        data = bytearray()
        # An upload's stream may hand out less than was asked for.
        while len(data) < size:
            piece = self._source.read(size - len(data))
            if not piece:
                raise BundleError("{name}: terpotong", name=name)
            data += piece
        return bytes(data)


class Content(io.RawIOBase):
    """The bytes of one member as a stream; the last of them are handed out only once the hash fits."""

    def __init__(self, source: BinaryIO, name: str, size: int, sha256: bytes) -> None:
        """Start where the content begins in the source, which closing this leaves open."""
        self._source = source
        self._name = name
        self._left = size
        self._expected = sha256
        self._digest = hashlib.sha256()

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Read some of the next bytes; 0 at the end. BundleError if there are none, or others than listed."""
        view = memoryview(buffer).cast("B")
        data = self._source.read(min(len(view), self._left))
        if self._left and not data:
            raise BundleError("{name}: terpotong", name=self._name)
        view[: len(data)] = data
        self._digest.update(data)
        self._left -= len(data)
        if self._left == 0 and self._digest.digest() != self._expected:
            raise BundleError("{name}: isinya bukan yang tercantum", name=self._name)
        return len(data)
