"""Folding a report where it was opened: what its case is as long as no other letter speaks of it.

Most letters that a bundle brings are such reports. Whether this one is, only the desk can tell; see
``Casebook.refresh``.
"""

from dataclasses import dataclass
from typing import Any

from wbs.cases.casefile import Entry, fold
from wbs.desk.records import Columns, Packed, Question, pack, questions, record
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import Chain
from wbs.letters.letter import Report


@dataclass(frozen=True)
class Folded:
    """A case that only the file ``drop`` speaks of, which came in ``half_day``: its record, packed, with what
    making it asked and found out."""

    drop: bytes
    half_day: HalfDay | None
    packed: Packed
    asked: frozenset[Question]
    fitting: frozenset[bytes]


def fold_alone(entry: Entry, chain: Chain) -> Folded | None:
    """Fold a letter by itself; None unless it is a report that proves itself."""
    if not isinstance(entry.peeked, Report) or entry.drop is None:
        return None
    fitting: set[bytes] = set()
    cases = fold([entry], chain, fitting)
    made = record(cases[entry.peeked.case])
    if not made.reports:
        return None
    asked = frozenset(questions(cases.values()))
    return Folded(entry.drop, entry.half_day, pack(made), asked, frozenset(fitting))


def to_json(folded: Folded) -> list[Any]:
    """Write what was folded; who reads it knows the letter, and when it came."""
    # What it is merged into is none: a report alone goes on as no other.
    # Nor has it notes that wait to be carried.
    (id_, *columns), facts, excluded, recused, letters, _carried = folded.packed
    return [
        [id_.hex(), *columns],
        facts,
        excluded,
        recused,
        [(digest.hex(), day) for digest, day in letters],
        list(folded.asked),
        [each.hex() for each in folded.fitting],
    ]


def from_json(drop: bytes, half_day: HalfDay, value: list[Any]) -> Folded:
    """Read what ``to_json`` wrote."""
    (id_, *columns), facts, excluded, recused, letters, asked, fitting = value
    packed = Packed(
        Columns(bytes.fromhex(id_), *columns),
        facts,
        tuple(excluded),
        tuple(recused),
        tuple((bytes.fromhex(digest), day) for digest, day in letters),
    )
    return Folded(
        drop,
        half_day,
        packed,
        frozenset(Question(*each) for each in asked),
        frozenset(bytes.fromhex(each) for each in fitting),
    )
