"""Folding a report where it was opened: what its case is as long as no other letter speaks of it.

Most letters that a bundle brings are such reports. Whether this one is, only the desk can tell; see
``Casebook.refresh``.
"""

from dataclasses import dataclass
from typing import Any

from wbs.cases.casefile import Entry, fold
from wbs.desk.records import Question, Record, pack, questions, record, unpack
from wbs.letters.keyring import Chain
from wbs.letters.letter import Report


@dataclass(frozen=True)
class Folded:
    """The record of a case that only the file ``drop`` speaks of, also packed, with what making it asked and
    found out."""

    drop: bytes
    record: Record
    packed: str
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
    return Folded(entry.drop, made, pack(made), frozenset(questions(cases.values())), frozenset(fitting))


def to_json(folded: Folded) -> list[Any]:
    """Write what was folded, all but its drop."""
    return [
        folded.record.id.hex(),
        folded.packed,
        [list(each) for each in folded.asked],
        [each.hex() for each in folded.fitting],
    ]


def from_json(drop: bytes, value: list[Any]) -> Folded:
    """Read what ``to_json`` wrote."""
    id_, packed, asked, fitting = value
    return Folded(
        drop,
        unpack(bytes.fromhex(id_), packed),
        packed,
        frozenset(Question(*each) for each in asked),
        frozenset(bytes.fromhex(each) for each in fitting),
    )
