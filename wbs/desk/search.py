"""Full-text search: the words of every letter on the shelf, proven or not, by the cases that it speaks of.

The words lie in memory only and never reach a disk, not even sealed: the first search of a session gathers
them.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from wbs.desk.harmless import harmless
from wbs.desk.index import Index
from wbs.letters.canonical import Value
from wbs.letters.signed import Signed

_SCHEMA = """
ATTACH ':memory:' AS search;
CREATE TABLE search.places (letter INTEGER, id BLOB, PRIMARY KEY (letter, id)) WITHOUT ROWID;
CREATE VIRTUAL TABLE search.words USING fts5 (
    body, content = '', detail = 'full', tokenize = "unicode61 remove_diacritics 2"
);
"""
# A case's name is looked for from as many hex digits as ``Desk.find`` asks for.
_NAME = 4
_HEX = frozenset("0123456789abcdef")
# Of one case, so that a very long one keeps the list from nobody.
_LOOKED = 200_000
# So little before the first word that it is seen in a narrow column too.
_BEFORE, _AFTER = 15, 120
# SQLite nests conditions 1,000 deep at most.
_MOST = 50


class Search:
    """The words of the letters in an index, beside its catalogue."""

    def __init__(self, index: Index) -> None:
        """Gather nothing yet."""
        self._index = index
        self._database: sqlite3.Connection = index.catalogue.database
        self._gathered: set[bytes] = set()
        self._version = -1

    def gather(self) -> None:
        """Take in the letters that came since the last time."""
        if self._version == self._index.version:
            return
        if self._version < 0:
            self._database.executescript(_SCHEMA)
        fresh = [(drop, signed) for drop, signed in self._index.letters() if drop not in self._gathered]
        start = len(self._gathered)
        words = [" ".join(_words(json.loads(signed.json))) for _drop, signed in fresh]
        self._database.executemany(
            "INSERT INTO search.words (rowid, body) VALUES (?, ?)", enumerate(words, start)
        )
        places = [
            (number, case)
            for number, (drop, _signed) in enumerate(fresh, start)
            for case in self._index.place(drop).cases
        ]
        self._database.executemany("INSERT INTO search.places VALUES (?, ?)", places)
        self._gathered.update(drop for drop, _signed in fresh)
        self._version = self._index.version


def terms(text: str) -> list[str]:
    """Return what is looked for: words, of which each must stand in a case, or begin a word or its name.

    Of a longer text, the first fifty.
    """
    # SQLite ends a text at a NUL.
    words = text.replace("\0", " ").lower().split()
    return [word for word in words if any(sign.isalnum() for sign in word)][:_MOST]


def condition(term: str) -> tuple[str, list[str]]:
    """Return an SQL condition on ``cases.id`` for one term, and its parameters."""
    # Quotes make of whatever was typed words to look for, and no language of queries.
    quoted = '"' + term.replace('"', '""') + '" *'
    found = (
        "id IN (SELECT places.id FROM search.words JOIN search.places ON letter = words.rowid "
        "WHERE words MATCH ?)"
    )
    if len(term) >= _NAME and _HEX.issuperset(term):
        return f"({found} OR lower(hex(id)) LIKE ?)", [quoted, f"{term}%"]
    return found, [quoted]


class Piece(NamedTuple):
    """A harmless piece of a line; ``hit``: what was looked for."""

    text: str
    hit: bool


class Excerpt(NamedTuple):
    """A piece of a letter; ``kind`` as ``index.Place`` has it."""

    kind: str
    pieces: tuple[Piece, ...]


def excerpt(letters: Iterable[Signed], looked_for: Sequence[str]) -> Excerpt | None:
    """Return the first place in letters where a word begins with one that was looked for.

    None: the word is in none of them, but in the case's name or in a letter that was left out; it was found
    by its plain letters (``e`` for ``é``), or spread over two texts; or it stands beyond the first
    ``_LOOKED`` signs.
    """
    begins = _begins(looked_for)
    left = _LOOKED
    for signed in letters:
        letter = json.loads(signed.json)
        for text in _words(letter):
            if found := begins.search(text, 0, left):
                kind = letter["body"]["event"] if letter["kind"] == "note" else letter["kind"]
                return Excerpt(kind, tuple(_around(text, found, begins)))
            left -= len(text)
            if left <= 0:
                return None
    return None


def _begins(looked_for: Sequence[str]) -> re.Pattern[str]:
    """Return what finds the beginning of a word as the index does, which knows letters and digits only."""
    words = sorted(
        (re.findall(r"[^\W_]+", term) for term in looked_for), key=lambda runs: -sum(map(len, runs))
    )
    # An accent written as a sign of its own belongs to the word that it stands in.
    ways = "|".join(r"[\W_]+".join(runs) for runs in words)
    return re.compile(rf"(?<![^\W_])(?<![\u0300-\u036f])(?:{ways})", re.IGNORECASE)


def _around(text: str, first: re.Match[str], begins: re.Pattern[str]) -> Iterator[Piece]:
    at, end = first.start(), max(first.end(), first.start() + _AFTER)
    before = _line(text[max(0, at - _BEFORE) : at])
    if at > _BEFORE or len(before) > _BEFORE:
        # Its first word is a cut one.
        before = "…" + before[-_BEFORE:].partition(" ")[2]
    yield Piece(before, hit=False)
    for found in begins.finditer(text, at, end):
        yield Piece(_line(text[at : found.start()]), hit=False)
        yield Piece(_line(found[0]), hit=True)
        at = found.end()
    yield Piece(_line(text[at:end]) + "…" * (end < len(text)), hit=False)


def _line(text: str) -> str:
    """Return a text as one harmless line, with a blank at an end that has some."""
    line = harmless(" ".join(text.split()))
    return f"{' ' * text[:1].isspace()}{line}{' ' * (text[-1:].isspace() and bool(line))}"


def _words(letter: dict[str, Value]) -> Iterator[str]:
    """Yield what people wrote in a letter of the format, and the names of its files."""
    match letter:
        case {"kind": "report", "answers": dict(answers)}:
            yield from answers.values()
        case {"kind": "note", "body": {"event": "reply", "json": str(reply)}}:
            yield from _copied(reply)
        case {"kind": "note", "body": dict(body)}:
            yield from (
                value for name in ("text", "body", "channel") if isinstance(value := body.get(name), str)
            )
        case {"text": str(text)}:
            yield text
            attachments = letter.get("attachments")
            if isinstance(attachments, list):
                yield from (each["name"] for each in attachments)


def _copied(reply: str) -> Iterator[str]:
    """Yield the text of a reply, if what was copied is one."""
    try:
        copy = json.loads(reply)
    except (ValueError, RecursionError):
        return
    match copy:
        case {"text": str(text)}:
            # Not canonical: it may hold half of a surrogate pair.
            yield text.encode(errors="replace").decode()
