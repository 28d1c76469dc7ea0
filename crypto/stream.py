"""STREAM: chunks of 64 KiB under ChaCha20-Poly1305, as age v1 writes its payload (C2SP age, "Payload").

The nonce of a chunk is its number (11 bytes, big-endian) and one byte that is 1 on the last chunk, so chunks
can be neither reordered nor cut off. A key seals one stream, ever: the nonces start at zero.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from crypto.errors import PayloadError

CHUNK = 64 * 1024
TAG = 16
KEY = 32

_SEALED = CHUNK + TAG
_BATCH = 16  # chunks per read and write

# (number of the first chunk, batch, whether it is the last, where to) -> (bytes to write, what ends it there)
_Work = Callable[[int, memoryview, bool, memoryview], tuple[int, PayloadError | None]]


def seal_stream(
    source: BinaryIO, sink: BinaryIO, key: bytes, watch: Callable[[memoryview], object] | None = None
) -> None:
    """Seals ``source`` to its end under a 32-byte key that seals nothing else.

    ``watch`` is shown what was read, in order, once it is written. Memory is constant. Past the first MiB a
    second thread helps; it uses ``source``, ``sink`` and ``watch`` too, but none at the same time.
    """
    aead = ChaCha20Poly1305(key)

    def seal(number: int, batch: memoryview, final: bool, sealed: memoryview) -> tuple[int, None]:
        end = 0
        for start in range(0, len(batch) or 1, CHUNK):
            chunk = batch[start : start + CHUNK]
            nonce = _nonce(number + start // CHUNK, final and start + CHUNK >= len(batch))
            end += aead.encrypt_into(nonce, chunk, None, sealed[end : end + len(chunk) + TAG])
        return end, None

    _Pump(source, sink, seal, CHUNK, _SEALED, watch).run()


def open_stream(source: BinaryIO, sink: BinaryIO, key: bytes) -> None:
    """Opens what ``seal_stream`` sealed, with the same memory and threads.

    Only authenticated chunks reach ``sink``. PayloadError if ``source`` is not exactly the whole stream: what
    stands before the fault is in ``sink`` then.
    """
    _Pump(source, sink, _opening(key), _SEALED, CHUNK).run()


def opened(source: BinaryIO, key: bytes) -> Iterator[bytes]:
    """Gives what ``open_stream`` would write, chunk by chunk, as it is asked for; PayloadError likewise.

    The chunks count as the whole only once the iterator has ended.
    """
    work = _opening(key)
    buffer, chunk = memoryview(bytearray(_SEALED + 1)), memoryview(bytearray(CHUNK))
    held = number = 0
    final = False
    while not final:
        length = held + fill(source, buffer[held:])
        final = length <= _SEALED
        end, fault = work(number, buffer[: min(length, _SEALED)], final, chunk)
        if end:
            yield bytes(chunk[:end])
        if fault:
            raise fault
        # The byte read ahead, by which the last chunk is known, begins the next one.
        buffer[:1] = buffer[_SEALED:]
        held, number = 1, number + 1


def fill(source: BinaryIO, buffer: memoryview) -> int:
    """Reads until ``buffer`` is full or ``source`` ends, whatever it gives at a time; how many bytes."""
    count = 0
    while count < len(buffer):
        if isinstance(source, io.RawIOBase | io.BufferedIOBase):
            got = source.readinto(buffer[count:])
        else:  # all that BinaryIO promises
            data = source.read(len(buffer) - count)
            buffer[count : count + len(data)] = data
            got = len(data)
        if got is None:
            raise BlockingIOError("the source has no bytes yet; it must wait for them")
        if got == 0:
            break
        count += got
    return count


def write_all(sink: BinaryIO, data: bytes | memoryview) -> None:
    """Writes everything, also to a raw stream that takes less at a time."""
    view = memoryview(data)
    while view:
        written = sink.write(view)
        if not written:
            raise BlockingIOError("the sink takes no bytes now; it must wait until it can")
        view = view[written:]


def _opening(key: bytes) -> _Work:
    aead = ChaCha20Poly1305(key)

    def open_(
        number: int, batch: memoryview, final: bool, result: memoryview
    ) -> tuple[int, PayloadError | None]:
        end = 0
        for start in range(0, len(batch) or 1, _SEALED):
            chunk = batch[start : start + _SEALED]
            here = number + start // _SEALED
            last = final and start + _SEALED >= len(batch)
            if len(chunk) < TAG or (len(chunk) == TAG and here > 0):
                return end, PayloadError("the payload is cut off")
            room = result[end : end + len(chunk) - TAG]
            if not _open_chunk(aead, _nonce(here, last), chunk, room):
                # A wrong end is told from a changed chunk; only a whole chunk may stand before others.
                if len(chunk) == _SEALED and _open_chunk(aead, _nonce(here, not last), chunk, room):
                    fault = "the payload is cut off" if last else "something follows the payload"
                    return end + len(room), PayloadError(fault)
                return end, PayloadError(f"chunk {here + 1} of the payload is changed or cut off")
            end += len(room)
        return end, None

    return open_


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _open_chunk(aead: ChaCha20Poly1305, nonce: bytes, chunk: memoryview, room: memoryview) -> bool:
    try:
        aead.decrypt_into(nonce, chunk, None, room)
    except InvalidTag:
        return False
    return True


class Pieces(io.RawIOBase):
    """Pieces of bytes as something to read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        """Read from ``pieces`` as far as is asked for; what they raise passes."""
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # BufferedReader gives just that
        """Read what is there of a piece."""
        while not self._rest:
            try:
                self._rest = memoryview(next(self._pieces))
            except StopIteration:
                return 0
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


class _Pump:
    """Takes batches from ``source`` through ``work`` to ``sink``, in order, by two threads side by side.

    Each thread reads a batch, works on it and writes it, so a batch stays in the cache of one core; the
    library lets go of the interpreter for each chunk. One reads at a time, and they write in turns.
    """

    def __init__(
        self,
        source: BinaryIO,
        sink: BinaryIO,
        work: _Work,
        unit: int,
        unit_out: int,
        watch: Callable[[memoryview], object] | None = None,
    ) -> None:
        self._source, self._sink, self._work, self._watch = source, sink, work, watch
        self._unit, self._unit_out = unit, unit_out
        self._reading = Lock()
        self._ended = False
        self._carried = b""  # the byte read ahead, to know whether a batch is the last
        self._number = 0
        self._turn = Lock()  # free once the last batch that was read is written
        self._failed = False

    def run(self) -> None:
        """To the end of ``source``, or to the first failure, which is raised; nothing is written after it."""
        # Most letters are one chunk; memory and a thread for more would take longer than the chunk.
        if not self._step(*self._buffers(1)):
            return
        buffers = self._buffers(_BATCH)
        if not self._step(*buffers):
            return
        with ThreadPoolExecutor(1) as pool:
            other = pool.submit(self._loop, *self._buffers(_BATCH))
            self._loop(*buffers)
            other.result()

    def _buffers(self, chunks: int) -> tuple[memoryview, memoryview]:
        """Room for so many chunks before the work, and the byte after them; and for what becomes of them."""
        return memoryview(bytearray(chunks * self._unit + 1)), memoryview(bytearray(chunks * self._unit_out))

    def _loop(self, buffer: memoryview, result: memoryview) -> None:
        while self._step(buffer, result):
            pass

    def _step(self, buffer: memoryview, result: memoryview) -> bool:
        """Takes one batch through; whether there may be another."""
        with self._reading:
            if self._ended:
                return False
            self._ended = True  # and stays so if reading fails
            size = len(buffer) - 1
            buffer[: len(self._carried)] = self._carried
            length = len(self._carried) + fill(self._source, buffer[len(self._carried) :])
            self._ended = final = length <= size
            self._carried = bytes(buffer[size:length])
            number, self._number = self._number, self._number + size // self._unit
            before, self._turn = self._turn, Lock()
            after = self._turn
            after.acquire()
        written = False
        try:
            end, fault = self._work(number, buffer[: min(length, size)], final, result)
            with before:
                if self._failed:
                    return False
                write_all(self._sink, result[:end])
                if self._watch:
                    self._watch(buffer[: min(length, size)])
            if fault:
                raise fault
            written = True
            return not final
        finally:
            self._failed |= not written  # before the next batch may have its turn
            after.release()
