"""What a disk tells of letters that came one way, so that two ways can be compared."""

import io
import re
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from pathlib import Path

from crypto import header
from crypto.errors import NoMatch
from crypto.header import decode_base64
from crypto.hybrid import Identity

_NONCE = 16
_NAME = re.compile(r"[0-9a-f]{32,64}")
# Of two sets from one source, one in a hundred million lies further apart than this.
_SIGMAS = 6.0


def tree(folder: Path) -> Counter[tuple[object, ...]]:
    """Return every file and folder as the system lists it, but for random names and what the moment sets.

    The latter are ctime, which nobody can set, and the times of folders that letters are renamed into.
    """
    found: Counter[tuple[object, ...]] = Counter()
    for path in (folder, *folder.rglob("*")):
        entry = path.lstat()
        name = _NAME.sub("*", str(path.relative_to(folder)))
        about: list[object] = [name, oct(entry.st_mode), entry.st_uid, entry.st_gid]
        if path.is_file() and name.startswith("blobs"):
            about += [entry.st_size, entry.st_blocks, entry.st_mtime_ns, entry.st_atime_ns, entry.st_nlink]
        elif name in ("spool", "parts"):
            about += [entry.st_mtime_ns, entry.st_nlink]
        found[tuple(about)] += 1
    return found


def rows(folder: Path) -> Counter[tuple[object, ...]]:
    """Return every row of every table, random names replaced, and what the database's file says of itself."""
    database = sqlite3.connect(folder / "wbs.sqlite")
    found: Counter[tuple[object, ...]] = Counter()
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in names:
        for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 -- names of our own tables
            found[(table, *(_NAME.sub("*", each) if isinstance(each, str) else each for each in row))] += 1
    for pragma in ("user_version", "schema_version", "journal_mode"):
        found[(pragma, *database.execute(f"PRAGMA {pragma}").fetchone())] += 1
    database.close()
    return found


def pages(folder: Path) -> int:
    """Return the pages of the database's file."""
    database = sqlite3.connect(folder / "wbs.sqlite")
    (count,) = database.execute("PRAGMA page_count").fetchone()
    database.close()
    return int(count)


def journal(folder: Path) -> int:
    """Return the bytes of the database's journal."""
    path = folder / "wbs.sqlite-wal"
    return path.stat().st_size if path.exists() else 0


@dataclass(frozen=True)
class Sealed:
    """A sealed letter as far as anyone can look into it."""

    enc: tuple[bytes, ...]
    body: tuple[bytes, ...]
    mac: bytes
    nonce: bytes
    payload: bytes
    first: bytes

    @classmethod
    def of(cls, content: bytes) -> "Sealed":
        """Take a letter apart."""
        source = io.BytesIO(content)
        parsed = header.parse(source)
        at = source.tell()
        return cls(
            tuple(decode_base64(stanza.args[0]) for stanza in parsed.stanzas),
            tuple(stanza.body for stanza in parsed.stanzas),
            parsed.mac,
            content[at : at + _NONCE],
            content[at + _NONCE :],
            content[: at + _NONCE + 4096],
        )


def place_of(content: bytes, reader: Identity) -> int | None:
    """Return which stanza a reader opens; None if it is for others."""
    for number, stanza in enumerate(header.parse(io.BytesIO(content)).stanzas):
        try:
            reader.unwrap([stanza])
        except NoMatch:
            continue
        return number
    return None


def told_apart(one: Sequence[bytes], other: Sequence[bytes]) -> list[str]:
    """Return by what two sets of sealed letters of one size can be told apart; nothing, if they cannot."""
    ours, theirs = [Sealed.of(each) for each in one], [Sealed.of(each) for each in other]
    both = (ours, theirs)
    found = []
    # What never changes within one way and does within the other: text, order of fields, a bit that is fixed.
    if len({_constant([each.first for each in side]) for side in both}) > 1:
        found.append("constant bits")
    parts = {
        "enc": [[b"".join(each.enc) for each in side] for side in both],
        "body": [[b"".join(each.body) for each in side] for side in both],
        "mac and nonce": [[each.mac + each.nonce for each in side] for side in both],
        "payload": [[each.payload for each in side] for side in both],
    }
    found += [name for name, (left, right) in parts.items() if _far(_bytes(left), _bytes(right))]
    # The last 32 bytes of an enc are an X25519 key.
    keys = [[key[-1:] for each in side for key in (enc[-32:] for enc in each.enc)] for side in both]
    if _far(_bytes(keys[0]), _bytes(keys[1])):
        found.append("last byte of keys")
    if _far(*(Counter(_rises(each.enc) for each in side) for side in both)):
        found.append("order of stanzas by enc")
    if _far(*(Counter(_rises(each.body) for each in side) for side in both)):
        found.append("order of stanzas by body")
    for side in both:
        values = [value for each in side for value in (*each.enc, *each.body, each.mac, each.nonce)]
        if len(set(values)) < len(values):
            found.append("repeated values")
    return found


def _far(one: Counter[int], other: Counter[int]) -> bool:
    """Pearson's chi-square of two samples, against what chance makes of it."""
    left, right = one.total(), other.total()
    kinds = one.keys() | other.keys()
    statistic = 0.0
    for kind in kinds:
        together = one[kind] + other[kind]
        for count, total in ((one[kind], left), (other[kind], right)):
            expected = together * total / (left + right)
            statistic += (count - expected) ** 2 / expected
    freedom = len(kinds) - 1
    return statistic > freedom + _SIGMAS * sqrt(2 * freedom) + _SIGMAS**2


def places_differ(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether a reader's stanza stands elsewhere in one way than in the other."""
    return _far(Counter(one), Counter(other))


def _bytes(contents: Sequence[bytes]) -> Counter[int]:
    counted: Counter[int] = Counter()
    for content in contents:
        counted.update(content)
    return counted


def _constant(contents: Sequence[bytes]) -> tuple[int, int]:
    """Return the bits that are the same in all, and what they are."""
    numbers = [int.from_bytes(content, "big") for content in contents]
    differing = 0
    for number in numbers:
        differing |= number ^ numbers[0]
    same = ~differing & ((1 << 8 * len(contents[0])) - 1)
    return same, numbers[0] & same


def _rises(values: Sequence[bytes]) -> int:
    """Return how many are larger than the one before."""
    return sum(one < other for one, other in pairwise(values))
