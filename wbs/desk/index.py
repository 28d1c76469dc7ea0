"""The index: every opened letter in one sealed file, so that unlocking does not open each letter anew.

``salt[16] ‖ STREAM`` under HKDF(shelf key, salt, "wbs/v1/index"). Inside, ``count[4] ‖ digest[32] …`` of the
signatures found to fit (see ``cases.proof``), then for each file that was tried
``drop[32] ‖ length[4] ‖ letter.json ‖ length[4] ‖ signature``, both empty for a file that is for others.
A cache: whatever is wrong with it, it is made anew from the letters.
"""

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crypto import stream
from crypto.errors import CryptoError
from wbs.desk import files
from wbs.letters.signed import Signed

_SALT = 16
_HASH = 32
_LENGTH = 4


class Index:
    """Letters by the hash of the file they came in; None for a file that nothing here opens."""

    def __init__(self, path: Path, key: bytes, *, random: Callable[[int], bytes] = os.urandom) -> None:
        """Read the file under the 32-byte shelf key; a missing or unreadable one is empty."""
        self._path = path
        self._key = key
        self._random = random
        self.fitting: set[bytes] = set()
        self._known: dict[bytes, Signed | None] = {}
        self._read()
        self._saved = len(self.fitting)

    @property
    def behind(self) -> bool:
        """Whether more signatures were found to fit than the file says."""
        return len(self.fitting) > self._saved

    def __len__(self) -> int:
        """Return the number of opened letters."""
        return sum(signed is not None for signed in self._known.values())

    def __contains__(self, drop: bytes) -> bool:
        """Tell whether a file was tried."""
        return drop in self._known

    def letters(self) -> Iterator[tuple[bytes, Signed]]:
        """Yield each opened letter."""
        return ((drop, signed) for drop, signed in self._known.items() if signed is not None)

    def get(self, drop: bytes) -> Signed | None:
        """Return the letter in a file, if it was opened."""
        return self._known.get(drop)

    def is_for_others(self, drop: bytes) -> bool:
        """Tell whether a file was tried and nothing here opened it."""
        return drop in self._known and self._known[drop] is None

    def put(self, drop: bytes, signed: Signed | None) -> None:
        """Remember what trying a file gave; ``save`` makes it last."""
        self._known[drop] = signed

    def remove(self, drop: bytes) -> None:
        """Forget a file."""
        self._known.pop(drop, None)

    def save(self) -> None:
        """Write the whole index."""
        salt = self._random(_SALT)
        plain = io.BytesIO()
        plain.write(len(self.fitting).to_bytes(_LENGTH, "big") + b"".join(self.fitting))
        for drop, signed in self._known.items():
            plain.write(drop)
            for part in (signed.json, signed.signature.encode()) if signed is not None else (b"", b""):
                plain.write(len(part).to_bytes(_LENGTH, "big") + part)
        plain.seek(0)
        sealed = io.BytesIO()
        stream.seal_stream(plain, sealed, self._stream_key(salt))
        files.write(self._path, salt + sealed.getvalue())
        self._saved = len(self.fitting)

    def _read(self) -> None:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return
        plain = io.BytesIO()
        try:
            stream.open_stream(io.BytesIO(data[_SALT:]), plain, self._stream_key(data[:_SALT]))
        except CryptoError:
            return
        opened = plain.getbuffer()
        start = _LENGTH + _HASH * int.from_bytes(opened[:_LENGTH], "big")
        self.fitting.update(bytes(opened[at : at + _HASH]) for at in range(_LENGTH, start, _HASH))
        self._known.update(_records(opened[start:]))

    def _stream_key(self, salt: bytes) -> bytes:
        return HKDF(SHA256(), stream.KEY, salt, b"wbs/v1/index").derive(self._key)


def _records(data: memoryview) -> Iterator[tuple[bytes, Signed | None]]:
    at = 0

    def take(count: int) -> bytes:
        nonlocal at
        at += count
        return bytes(data[at - count : at])

    while at < len(data):
        drop = take(_HASH)
        json = take(int.from_bytes(take(_LENGTH), "big"))
        signature = take(int.from_bytes(take(_LENGTH), "big"))
        yield drop, Signed(json, signature.decode()) if json else None
