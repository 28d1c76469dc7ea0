"""The catalogue: a database in memory with one line for each case, and the words of every letter.

    cases     the record of a case (``records``), with the columns by which lists are sorted and filtered
    stale     cases of which something changed: their line is gone, and they are to be folded again
    asked     what each fold asked the chain of keyrings; ``answers``, what the chain said
    letters   letters of reporters: when they arrived, and whether they were shown here
    settings  what the lines were made under: settings of the office

Nothing of it reaches a disk but sealed, within the index: see ``image``. What is searched lies in a second
database beside it (``search``), made anew at the first search of a session.
"""

import sqlite3
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from wbs.cases.deadlines import CLOSED, Clock, Due, Kind
from wbs.desk.records import Packed, Question, Record, number, unpack

SCHEMA = """
CREATE TABLE cases (
    listed INTEGER, away INTEGER, elsewhere INTEGER, due TEXT, clock TEXT, kind TEXT, provisional INTEGER,
    id BLOB PRIMARY KEY,
    state INTEGER, violation INTEGER, readers TEXT, proposed INTEGER, held INTEGER, lapsed INTEGER, last TEXT,
    merged BLOB,
    reports INTEGER, messages INTEGER, notes INTEGER, unproven INTEGER, revoked INTEGER,
    record TEXT
) WITHOUT ROWID;
CREATE INDEX by_due ON cases (listed, due, id);
CREATE INDEX by_merged ON cases (merged) WHERE merged IS NOT NULL;
CREATE TABLE stale (id BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE asked (
    author TEXT, sequence INTEGER, id BLOB, PRIMARY KEY (author, sequence, id)
) WITHOUT ROWID;
CREATE INDEX asked_by ON asked (id);
CREATE TABLE answers (
    author TEXT, sequence INTEGER, answer TEXT, PRIMARY KEY (author, sequence)
) WITHOUT ROWID;
CREATE TABLE letters (hash BLOB PRIMARY KEY, id BLOB, day TEXT, shown INTEGER) WITHOUT ROWID;
CREATE INDEX letters_of ON letters (id);
CREATE INDEX unread ON letters (id) WHERE NOT shown;
CREATE INDEX by_day ON letters (day);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
_INSERT = "INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ID = 32


class Line(NamedTuple):
    """A case in a list: its record, the first thing due, and whether a letter was not shown here yet.

    ``away``: this desk's reader stepped back from it; then nothing is due here, and nothing unread.
    ``elsewhere``: only colleagues have it; then nothing is due here.
    """

    record: Record
    due: Due | None
    unread: bool
    away: bool
    elsewhere: bool


class Tally(NamedTuple):
    """How many letters of a case are what."""

    reports: int
    messages: int
    notes: int
    unproven: int
    revoked: int


class Fresh(NamedTuple):
    """What the line of a case is made of; ``asked`` is what the fold that made it asked.

    ``listed``: this desk's reader may be told of the case; ``away``: but stepped back from it;
    ``elsewhere``: but only colleagues have it.
    """

    packed: Packed
    due: Due | None
    asked: Collection[Question]
    listed: bool
    away: bool
    elsewhere: bool


class Catalogue:
    """An open catalogue; its ``database`` may be asked, and is changed by the methods here."""

    def __init__(self, image: bytes = b"") -> None:
        """Start from an image, or empty."""
        # Pages come from several threads, one at a time.
        self.database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        if image:
            self.database.deserialize(image)
        self.changed = False
        # A large sort must not go to a file.
        self.database.execute("PRAGMA temp_store = MEMORY")
        if not image:
            self.database.executescript(SCHEMA)

    @contextmanager
    def _together(self) -> Iterator[None]:
        """Make changes all or none, and thousands of them faster."""
        self.database.execute("BEGIN")
        try:
            yield
        except BaseException:
            self.database.execute("ROLLBACK")
            raise
        self.database.execute("COMMIT")

    def image(self) -> bytes:
        """Return the whole of it, to start from again."""
        return self.database.serialize()

    def setting(self, name: str) -> str | None:
        """Return a setting."""
        row = self.database.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return row[0] if row is not None else None

    def set(self, name: str, value: str) -> None:
        """Note a setting."""
        self.changed = True
        self.database.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def touch(self, cases: Iterable[bytes]) -> None:
        """Mark cases as changed."""
        self.changed = True
        ids = [(each,) for each in cases]
        with self._together():
            self.database.executemany("DELETE FROM cases WHERE id = ?", ids)
            self.database.executemany("INSERT OR IGNORE INTO stale VALUES (?)", ids)

    def stale(self) -> list[bytes]:
        """Return the cases that changed since they were put."""
        return [row[0] for row in self.database.execute("SELECT id FROM stale ORDER BY id")]

    def forget(self, cases: Mapping[bytes, Collection[Question]]) -> None:
        """Remove cases and all that belongs to them, but for the questions whose answers could bring them
        back."""
        self.changed = True
        ids = [(each,) for each in cases]
        for table in ("cases", "stale", "asked", "letters"):
            self.database.executemany(f"DELETE FROM {table} WHERE id = ?", ids)  # noqa: S608 -- names above
        self.database.executemany(
            "INSERT INTO asked VALUES (?, ?, ?)",
            ((*each, case) for case, asked in cases.items() for each in asked),
        )

    def put(self, lines: Collection[Fresh], shown: Container[bytes]) -> None:
        """Set the lines of cases, each given once; ``shown`` are letters that were shown."""
        with self._together():
            self.forget({line.packed.columns.id: line.asked for line in lines})
            self.database.executemany(
                _INSERT,
                (
                    (line.listed, line.away, line.elsewhere, *_columns(line.due), *line.packed.columns)
                    for line in lines
                ),
            )
            self.database.executemany(
                "INSERT OR REPLACE INTO letters VALUES (?, ?, ?, ?)",
                (
                    (digest, line.packed.columns.id, day, digest in shown)
                    for line in lines
                    for digest, day in line.packed.letters
                ),
            )

    def set_due(self, case: bytes, due: Due | None, elsewhere: bool) -> None:
        """Set the first thing due in a case, and whether only colleagues have it."""
        self.changed = True
        self.database.execute(
            "UPDATE cases SET due = ?, clock = ?, kind = ?, provisional = ?, elsewhere = ? WHERE id = ?",
            (*_columns(due), elsewhere, case),
        )

    def shown(self, letters: Iterable[bytes]) -> None:
        """Note that letters were shown."""
        self.changed = True
        self.database.executemany(
            "UPDATE letters SET shown = 1 WHERE hash = ?", [(each,) for each in letters]
        )

    def begins(self, name: bytes) -> list[bytes]:
        """Return the cases whose id begins so."""
        last = name.ljust(_ID, b"\xff")
        rows = self.database.execute("SELECT id FROM cases WHERE id BETWEEN ? AND ?", (name, last))
        return [row[0] for row in rows]

    def oldest_letter(self, since: date) -> date | None:
        """Return when the first letter of a listed case, open or held, arrived, on ``since`` or later."""
        closed = ", ".join(str(number(state)) for state in CLOSED)
        row = self.database.execute(
            f"SELECT day FROM letters JOIN cases USING (id) WHERE day >= ? "  # noqa: S608 -- numbers of states
            f"AND listed AND (held OR state NOT IN ({closed})) ORDER BY day LIMIT 1",
            (since.isoformat(),),
        ).fetchone()
        return date.fromisoformat(row[0]) if row is not None else None

    def ids(self) -> list[bytes]:
        """Return every case, in order."""
        return [row[0] for row in self.database.execute("SELECT id FROM cases ORDER BY id")]

    def __contains__(self, case: bytes) -> bool:
        """Tell whether there is a line for a case."""
        return self.database.execute("SELECT 1 FROM cases WHERE id = ?", (case,)).fetchone() is not None

    def __len__(self) -> int:
        """Return the number of lines."""
        count: int = self.database.execute("SELECT count(*) FROM cases").fetchone()[0]
        return count

    def record(self, case: bytes) -> Record | None:
        """Return the record of a case, if there is one."""
        row = self.database.execute("SELECT record FROM cases WHERE id = ?", (case,)).fetchone()
        return unpack(case, row[0]) if row is not None else None

    def records(self) -> Iterator[Record]:
        """Yield every record, in the order of ids."""
        for id_, text in self.database.execute("SELECT id, record FROM cases ORDER BY id").fetchall():
            yield unpack(id_, text)

    def tallies(self) -> dict[bytes, Tally]:
        """Count the letters of every listed case."""
        counts = "SELECT id, reports, messages, notes, unproven, revoked FROM cases WHERE listed"
        rows = self.database.execute(counts)
        return {id_: Tally(*counts) for id_, *counts in rows}

    def lines(self, where: str, parameters: Sequence[str | int | bytes], today: date) -> list[Line]:
        """Return the lines of cases: what stands after WHERE, with its parameters; see the tables above."""
        rows = self.database.execute(
            "SELECT id, record, clock, kind, due, provisional, "  # noqa: S608 -- conditions of our own
            "NOT away AND EXISTS (SELECT 1 FROM letters WHERE letters.id = cases.id AND NOT shown), "
            "away, elsewhere "
            f"FROM cases WHERE {where}",
            parameters,
        )
        return [
            Line(unpack(id_, record), _due(clock, kind, due, provisional, today), *map(bool, flags))
            for id_, record, clock, kind, due, provisional, *flags in rows
        ]

    def count(self, where: str, parameters: Sequence[str | int | bytes]) -> int:
        """Return how many cases there are of which this holds."""
        row = self.database.execute(f"SELECT count(*) FROM cases WHERE {where}", parameters).fetchone()  # noqa: S608 -- as above
        count: int = row[0]
        return count

    def merged_from(self, case: bytes) -> tuple[bytes, ...]:
        """Return the cases that went on as this one."""
        found = self.database.execute("SELECT id FROM cases WHERE merged = ? ORDER BY id", (case,))
        return tuple(row[0] for row in found)

    def circles(self) -> list[bytes]:
        """Return the listed cases that go on as each other, so that none of them goes on; by id.

        A circle through a case that this desk's reader may not be told of is none.
        """
        merged = "SELECT id, merged FROM cases WHERE merged IS NOT NULL AND listed"
        onward: dict[bytes, bytes] = dict(self.database.execute(merged))
        found: set[bytes] = set()
        # From whose start each case was come by: what is met twice on one way lies on a circle.
        begun: dict[bytes, bytes] = {}
        for start in onward:
            at = start
            while at in onward and at not in begun:
                begun[at] = start
                at = onward[at]
            while begun.get(at) == start and at not in found:
                found.add(at)
                at = onward[at]
        return sorted(found)

    def answers(self) -> dict[Question, str]:
        """Return what the chain said to each question."""
        rows = self.database.execute("SELECT author, sequence, answer FROM answers")
        return {Question(author, sequence): answer for author, sequence, answer in rows}

    def set_answers(self, answers: Mapping[Question, str]) -> None:
        """Note what the chain says."""
        self.changed |= bool(answers)
        rows = [(*question, answer) for question, answer in answers.items()]
        self.database.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", rows)

    def who_asked(self, question: Question) -> list[bytes]:
        """Return the cases whose fold asked a question."""
        rows = self.database.execute("SELECT id FROM asked WHERE author = ? AND sequence = ?", question)
        return [row[0] for row in rows]


def _due(clock: str, kind: str, day: str | None, provisional: int, today: date) -> Due | None:
    if day is None:
        return None
    due_on = date.fromisoformat(day)
    return Due(Clock(clock), Kind(kind), due_on, max(0, (today - due_on).days), bool(provisional))


def _columns(due: Due | None) -> tuple[str | None, str | None, str | None, bool | None]:
    if due is None:
        return None, None, None, None
    return due.due_on.isoformat(), due.clock, due.kind, due.provisional
