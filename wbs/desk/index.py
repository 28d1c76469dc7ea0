"""The index: every opened letter in one sealed file, so that unlocking does not open each letter anew.

``salt[16] ‖ STREAM`` under HKDF(shelf key, salt, "wbs/v1/index"). Inside, ``count[4] ‖ digest[32] …`` of the
signatures found to fit (see ``cases.proof``), then for each file that was tried
``drop[32] ‖ length[4] ‖ letter.json ‖ length[4] ‖ signature``, both empty for a file that is for others.
A cache: whatever is wrong with it, it is made anew from the letters.
"""

import io
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from crypto import stream
from crypto.errors import CryptoError
from wbs.desk import files
from wbs.desk.catalogue import Catalogue
from wbs.letters.signed import Signed

_SALT = 16
_HASH = 32
_LENGTH = 4


class Place(NamedTuple):
    """What an opened letter says it is, not verified, and the cases that it speaks of.

    ``kind``: ``report``, ``message``, ``reply``, or a note's event. More cases than one: a note that copies
    a reply to another case.
    """

    kind: str
    cases: tuple[bytes, ...]


NOWHERE = Place("", ())


def place(signed: Signed) -> Place:
    """Read where a letter of the format belongs."""
    letter = json.loads(signed.json)
    case = bytes.fromhex(letter["case"])
    if letter["kind"] != "note":
        return Place(letter["kind"], (case,))
    body = letter["body"]
    also = _case_of_reply(body["json"]) if body["event"] == "reply" else case
    return Place(body["event"], (case,) if also in (case, b"") else (case, also))


def _case_of_reply(text: str) -> bytes:
    """Return what a copy names as its case; empty if what was copied names none."""
    try:
        return bytes.fromhex(json.loads(text)["case"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return b""


class Index:
    """Letters by the hash of the file they came in; None for a file that nothing here opens."""

    def __init__(self, path: Path, key: bytes, *, random: Callable[[int], bytes] = os.urandom) -> None:
        """Read the file under the 32-byte shelf key; a missing or unreadable one is empty."""
        self._path = path
        self._key = key
        self._random = random
        self.fitting: set[bytes] = set()
        self.catalogue = Catalogue()
        self._known: dict[bytes, Signed | None] = {}
        self._places: dict[bytes, Place] = {}
        self._by_case: dict[bytes, list[bytes]] = defaultdict(list)
        self._read()
        self._saved = len(self.fitting)
        self.version = 0

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

    def place(self, drop: bytes) -> Place:
        """Return where an opened letter belongs."""
        return self._places[drop]

    def of_case(self, case: bytes) -> Iterator[tuple[bytes, Signed]]:
        """Yield each opened letter that speaks of a case."""
        for drop in self._by_case.get(case, ()):
            signed = self._known[drop]
            if signed is not None:
                yield drop, signed

    def put(self, drop: bytes, signed: Signed | None) -> None:
        """Remember what trying a file gave; ``save`` makes it last."""
        self.remove(drop)
        self._known[drop] = signed
        self.version += 1
        if signed is not None:
            self._file(drop, place(signed))
            self.touch(drop)

    def remove(self, drop: bytes) -> None:
        """Forget a file."""
        self._known.pop(drop, None)
        self.touch(drop)
        for case in self._places.pop(drop, NOWHERE).cases:
            self._by_case[case].remove(drop)

    def touch(self, drop: bytes) -> None:
        """Mark the cases of a letter as changed, if it was opened."""
        found = self._places.get(drop)
        if found is not None:
            self.catalogue.touch(found.cases)

    def _file(self, drop: bytes, found: Place) -> None:
        self._places[drop] = found
        for case in found.cases:
            self._by_case[case].append(drop)

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
        for drop, signed in self.letters():
            self._file(drop, place(signed))
            self.touch(drop)

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
