"""STREAM: chunks of 64 KiB under ChaCha20-Poly1305, as age v1 writes its payload (C2SP age, "Payload").

The nonce of a chunk is its number (11 bytes, big-endian) and one byte that is 1 on the last chunk, so chunks
can be neither reordered nor cut off. A key seals one stream, ever: the nonces start at zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from crypto.errors import PayloadError

CHUNK = 64 * 1024
TAG = 16
KEY = 32

_BATCH = 16  # chunks per read and write


def seal_stream(source: BinaryIO, sink: BinaryIO, key: bytes) -> None:
    """Seals ``source`` to its end under a 32-byte key that seals nothing else. Memory is constant."""
    aead = ChaCha20Poly1305(key)
    sealed = memoryview(bytearray(_BATCH * (CHUNK + TAG)))
    number = 0
    for batch, final in _batches(source, _BATCH * CHUNK):
        end = 0
        for start in range(0, len(batch) or 1, CHUNK):
            chunk = batch[start : start + CHUNK]
            last = final and start + CHUNK >= len(batch)
            end += aead.encrypt_into(_nonce(number, last), chunk, None, sealed[end : end + len(chunk) + TAG])
            number += 1
        write_all(sink, sealed[:end])


def open_stream(source: BinaryIO, sink: BinaryIO, key: bytes) -> None:
    """Opens what ``seal_stream`` sealed. Only authenticated chunks reach ``sink``.

    PayloadError if ``source`` is not exactly the whole stream; the chunks before the fault are in ``sink``.
    """
    aead = ChaCha20Poly1305(key)
    opened = memoryview(bytearray(_BATCH * CHUNK))
    number = 0
    for batch, final in _batches(source, _BATCH * (CHUNK + TAG)):
        end = 0
        try:
            for start in range(0, len(batch) or 1, CHUNK + TAG):
                chunk = batch[start : start + CHUNK + TAG]
                last = final and start + CHUNK + TAG >= len(batch)
                if len(chunk) < TAG or (len(chunk) == TAG and number):
                    raise PayloadError("the payload ends where a chunk should follow")
                end += aead.decrypt_into(
                    _nonce(number, last), chunk, None, opened[end : end + len(chunk) - TAG]
                )
                number += 1
        except InvalidTag:
            raise PayloadError(
                f"chunk {number} of the payload is changed, or the payload is cut off"
            ) from None
        finally:
            write_all(sink, opened[:end])


def write_all(sink: BinaryIO, data: bytes | memoryview) -> None:
    """Writes everything, also to a raw stream that takes less at a time."""
    view = memoryview(data)
    while view:
        view = view[sink.write(view) :]


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _batches(source: BinaryIO, size: int) -> Iterator[tuple[memoryview, bool]]:
    """Pieces of exactly ``size`` bytes, and whether each is the last, which may be shorter; never none."""
    piece = read_full(source, size)
    while len(piece) == size and (following := read_full(source, size)):
        yield memoryview(piece), False
        piece = following
    yield memoryview(piece), True


def read_full(source: BinaryIO, size: int) -> bytes:
    """``size`` bytes, or fewer at the end of ``source`` only, also from a raw stream or a pipe."""
    data = source.read(size)
    if len(data) == size or not data:
        return data
    parts = [data]
    left = size - len(data)
    while left and (data := source.read(left)):
        parts.append(data)
        left -= len(data)
    return b"".join(parts)
