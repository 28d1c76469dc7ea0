"""The index: every opened letter in one sealed file, so that unlocking does not open each letter anew.

``salt[16] ‖ STREAM`` under HKDF(shelf key, salt, "wbs/v1/index 2"). Inside, ``length[4] ‖ head`` as JSON, and
four parts whose lengths the head tells: ``digest[32] …`` of the signatures found to fit, see ``cases.proof``;
for each file that was tried ``_LETTER``, the cases that the letter speaks of, its signature and letter.json,
or none of these for a file that is for others or damaged; the catalogue; and the journal's state as of the
head's mark. A cache: whatever is wrong with it, it is made anew from the letters. So are catalogue and state
of another ``make``, and files that nothing opened are tried again: an older desk may not have been able to
read them.
"""

import hashlib
import io
import json
import os
import struct
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

import wbs
from crypto import stream
from crypto.errors import CryptoError
from wbs.desk import checkpoint, files
from wbs.desk.catalogue import SCHEMA, Catalogue
from wbs.desk.journal import Mark
from wbs.desk.state import State
from wbs.letters.signed import Signed

_SALT = 16
_HASH = 32
_LENGTH = 4
# File, kind, how many cases, bytes of signature and of letter.json.
_LETTER = struct.Struct("<32sBBHI")
# In the place of a kind, of a file without a letter.
_FOR_OTHERS, _DAMAGED = 0, 1
# What the records of cases and the journal's state were made by, and what they are made of.
_MAKE = hashlib.sha256("\n".join((wbs.__version__, SCHEMA, checkpoint.FIELDS)).encode()).hexdigest()


class Place(NamedTuple):
    """What an opened letter says it is, not verified, and the cases that it speaks of.

    ``kind``: ``report``, ``message``, ``reply``, or a note's event. More cases than one: a note that copies
    a reply to another case.
    """

    kind: str
    cases: tuple[bytes, ...]


NOWHERE = Place("", ())


class Found(NamedTuple):
    """What trying a file gave: its letter, or whether it is damaged; ``place``, where that is known."""

    drop: bytes
    signed: Signed | None
    damaged: bool = False
    place: Place | None = None


def place(signed: Signed) -> Place:
    """Read where a letter of the format belongs."""
    letter = json.loads(signed.json)
    case = bytes.fromhex(letter["case"])
    if letter["kind"] != "note":
        return Place(letter["kind"], (case,))
    body = letter["body"]
    also = _case_of_reply(body["json"]) if body["event"] == "reply" else case
    return Place(body["event"], (case,) if also in (case, b"") else (case, also))


def _place(found: Found) -> Place:
    if found.signed is None:
        return NOWHERE
    return found.place or place(found.signed)


def _case_of_reply(text: str) -> bytes:
    """Return what a copy names as its case; empty if what was copied names none."""
    try:
        case = bytes.fromhex(json.loads(text)["case"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return b""
    # Nobody has verified it, and the file has room for ids alone.
    return case if len(case) == _HASH else b""


class Index:
    """Letters by the hash of the file they came in; None for a file that nothing here opens."""

    def __init__(self, path: Path, key: bytes, *, random: Callable[[int], bytes] = os.urandom) -> None:
        """Read the file under the 32-byte shelf key; a missing or unreadable one is empty."""
        self._path = path
        self._key = key
        self._random = random
        self.fitting: set[bytes] = set()
        self.catalogue = Catalogue()
        self.mark: Mark | None = None
        self.state = State()
        self.damaged: set[bytes] = set()
        self._known: dict[bytes, Signed | None] = {}
        self._places: dict[bytes, Place] = {}
        self._by_case: dict[bytes, list[bytes]] = defaultdict(list)
        self._read()
        self._saved = len(self.fitting)
        self.version = 0

    @property
    def behind(self) -> bool:
        """Whether more was found out about the letters than the file says."""
        return len(self.fitting) > self._saved or self.catalogue.changed

    def start_anew(self) -> None:
        """Forget what the file says of cases and of the journal."""
        self.catalogue = Catalogue()
        self.mark, self.state = None, State()
        for found in self._places.values():
            self.catalogue.touch(found.cases)

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
        """Tell whether a file was tried, nothing here opened it, and it is not a damaged one."""
        return drop in self._known and self._known[drop] is None and drop not in self.damaged

    def place(self, drop: bytes) -> Place:
        """Return where an opened letter belongs."""
        return self._places[drop]

    def of_case(self, case: bytes) -> Iterator[tuple[bytes, Signed]]:
        """Yield each opened letter that speaks of a case."""
        for drop in self._by_case.get(case, ()):
            signed = self._known.get(drop)
            if signed is not None:
                yield drop, signed

    def put(self, drop: bytes, signed: Signed | None, *, damaged: bool = False) -> None:
        """Remember what trying a file gave; ``save`` makes it last."""
        self.put_all([Found(drop, signed, damaged)])

    def put_all(self, found: Iterable[Found]) -> None:
        """Remember what trying files gave."""
        placed = [(each, _place(each)) for each in found]
        # First: wherever this ends, no letter is known whose cases are not marked.
        self.catalogue.touch(case for _, at in placed for case in at.cases)
        self.version += 1
        for each, at in placed:
            self.remove(each.drop)
            if each.signed is not None:
                self._file(each.drop, at)
            self._known[each.drop] = each.signed
            if each.damaged:
                self.damaged.add(each.drop)

    def remove(self, drop: bytes) -> None:
        """Forget a file."""
        if drop not in self._known:
            return
        del self._known[drop]
        self.damaged.discard(drop)
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

    def save(self, mark: Mark, state: State) -> None:
        """Write the whole index, with the journal's state as of a mark in it."""
        kinds = sorted({found.kind for found in self._places.values()})
        codes = {kind: code for code, kind in enumerate(kinds)}
        parts = [
            b"".join(self.fitting),
            b"".join(self._letter(drop, signed, codes) for drop, signed in self._known.items()),
            self.catalogue.image(),
            checkpoint.pack(state),
        ]
        head = {
            "make": _MAKE,
            "kinds": kinds,
            "lengths": [len(part) for part in parts],
            "mark": [mark.size, mark.sha256.hex(), mark.previous.hex()],
        }
        text = json.dumps(head).encode()
        salt = self._random(_SALT)
        plain = io.BytesIO(b"".join([len(text).to_bytes(_LENGTH, "big"), text, *parts]))
        sealed = io.BytesIO()
        stream.seal_stream(plain, sealed, self._stream_key(salt))
        files.write(self._path, salt + sealed.getvalue())
        self._saved = len(self.fitting)
        self.catalogue.changed = False

    def _letter(self, drop: bytes, signed: Signed | None, codes: Mapping[str, int]) -> bytes:
        if signed is None:
            return _LETTER.pack(drop, _DAMAGED if drop in self.damaged else _FOR_OTHERS, 0, 0, 0)
        found, signature = self._places[drop], signed.signature.encode()
        head = _LETTER.pack(drop, codes[found.kind], len(found.cases), len(signature), len(signed.json))
        return b"".join([head, *found.cases, signature, signed.json])

    def _read(self) -> None:
        try:
            data = self._path.read_bytes()
        except OSError:
            return
        plain = io.BytesIO()
        try:
            stream.open_stream(io.BytesIO(memoryview(data)[_SALT:]), plain, self._stream_key(data[:_SALT]))
        except CryptoError:
            return
        opened = plain.getbuffer()
        end = _LENGTH + int.from_bytes(opened[:_LENGTH], "big")
        head = json.loads(bytes(opened[_LENGTH:end]))
        parts = []
        for length in head["lengths"]:
            parts.append(opened[end : end + length])
            end += length
        fitting, letters, catalogue, state = parts
        self.fitting.update(bytes(fitting[at : at + _HASH]) for at in range(0, len(fitting), _HASH))
        self._read_letters(letters, head["kinds"])
        if head["make"] != _MAKE:
            self._known, self.damaged = dict(self.letters()), set()
        else:
            size, sha256, previous = head["mark"]
            self.catalogue = Catalogue(bytes(catalogue))
            self.mark = Mark(size, bytes.fromhex(sha256), bytes.fromhex(previous))
            self.state = checkpoint.unpack(state)

    def _read_letters(self, data: memoryview, kinds: Sequence[str]) -> None:
        """Read what ``_letter`` wrote, in one loop: there are thousands."""
        at, count = 0, len(data)
        places: dict[tuple[int, bytes], Place] = {}
        while at < count:
            drop, kind, cases, signature, size = _LETTER.unpack_from(data, at)
            at += _LETTER.size
            if not cases:
                self._known[drop] = None
                if kind == _DAMAGED:
                    self.damaged.add(drop)
                continue
            middle = at + _HASH * cases
            ids = bytes(data[at:middle])
            at = middle + signature
            self._known[drop] = Signed(bytes(data[at : at + size]), str(data[middle:at], "ascii"))
            at += size
            if (kind, ids) not in places:
                each = tuple(ids[start : start + _HASH] for start in range(0, len(ids), _HASH))
                places[kind, ids] = Place(kinds[kind], each)
            self._file(drop, places[kind, ids])

    def _stream_key(self, salt: bytes) -> bytes:
        return HKDF(SHA256(), stream.KEY, salt, b"wbs/v1/index 2").derive(self._key)
