"""Records: what one fold of a case leaves behind, so that neither the list nor an import folds it again.

A record is no truth of its own: it follows from the case's letters, the half-days in which they arrived, and
what the chain of keyrings said when it was asked. ``questions`` names those, see ``answer``. Packed, it is
what the catalogue keeps.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from wbs.cases.casefile import Case, Filed
from wbs.cases.deadlines import Facts, Step
from wbs.cases.lifecycle import Outcome, State
from wbs.desk.harmless import one_line
from wbs.letters.errors import Unproven
from wbs.letters.halfday import HalfDay
from wbs.letters.keyring import Chain, encode
from wbs.letters.letter import Letter, Message, Note, Report

SNIPPET = 120
_STATES = {state: number for number, state in enumerate(State)}
# Of a text of four thousand signs, more than a snippet shows; runs of spaces become one.
_BEGINNING = 4 * SNIPPET


class Question(NamedTuple):
    """What a fold asked the chain: the key of ``author`` on keyring ``sequence``.

    Without an author the whole of that keyring, for its panel; with sequence 0 as well, the day.
    """

    author: str
    sequence: int


_DAY = Question("", 0)


class Arrival(NamedTuple):
    """A letter of the reporter: its hash, and when it arrived."""

    hash: bytes
    half_day: HalfDay | None


class LastReply(NamedTuple):
    """The reply that stands last: its hash, its author, and the day it was written."""

    hash: bytes
    author: str
    day: date


@dataclass(frozen=True, kw_only=True)
class Record:
    """One case as far as lists and counts go; ``letters`` are its ``reports`` first, then its messages.

    ``carried``: a bundle listed every note, so that nothing waits to be told to others.
    """

    id: bytes
    state: State
    outcome: Outcome | None
    violation: int | None
    readers: tuple[str, ...]
    proposed: bool
    held: bool
    intake: bool
    lapsed: bool
    carried: bool
    excluded: tuple[str, ...]
    recused: tuple[str, ...]
    merged_into: bytes | None
    reports: int
    notes: int
    unproven: int
    revoked: int
    snippet: str
    facts: Facts
    letters: tuple[Arrival, ...]
    reply: LastReply | None

    @property
    def messages(self) -> int:
        """How many messages of the reporter are proven."""
        return len(self.letters) - self.reports

    @property
    def half_day(self) -> HalfDay | None:
        """The half-day in which the report first arrived, as the case has it."""
        first = (letter.half_day for letter in self.letters[: self.reports] if letter.half_day)
        return min(first, default=None)

    @property
    def last(self) -> HalfDay | None:
        """The half-day of the reporter's newest letter."""
        return max((letter.half_day for letter in self.letters if letter.half_day), default=None)


class Columns(NamedTuple):
    """What the catalogue's table of cases has of a record, in its order; ``record`` is the whole, as JSON.

    ``readers`` has a comma before and after each id, ``last`` is a day.
    """

    id: bytes
    state: int
    violation: int | None
    readers: str
    proposed: bool
    held: bool
    lapsed: bool
    last: str | None
    merged: bytes | None
    reports: int
    messages: int
    notes: int
    unproven: int
    revoked: int
    record: str


class Packed(NamedTuple):
    """A record as the catalogue takes it. ``facts``, as JSON, say what is due; ``letters``: hash and day;
    ``carried`` as the record has it."""

    columns: Columns
    facts: str
    excluded: tuple[str, ...]
    recused: tuple[str, ...]
    letters: tuple[tuple[bytes, str | None], ...]
    carried: bool = True


def number(state: State) -> int:
    """Return what stands for a state in its column: its place on the way of a case."""
    return _STATES[state]


def record(case: Case) -> Record:
    """Return what is to be remembered of a case."""
    reply = case.replies[-1] if case.replies else None
    what = case.report.answers["what"] if case.report is not None else ""
    letters: list[Filed[Report] | Filed[Message]] = [*case.versions, *case.messages]
    return Record(
        id=case.id,
        state=case.state,
        outcome=case.outcome,
        violation=case.violation,
        readers=tuple(sorted(case.readers)),
        excluded=tuple(sorted(case.excluded)),
        recused=tuple(sorted(case.recused)),
        proposed=bool(case.proposed),
        held=case.hold is not None,
        intake=case.intake is not None,
        lapsed=bool(case.lapses),
        carried=is_carried(case),
        merged_into=case.merged_into,
        reports=len(case.versions),
        notes=len(case.notes),
        unproven=len(case.unproven),
        revoked=len(case.revoked),
        snippet=one_line(what[:_BEGINNING], SNIPPET),
        facts=case.facts,
        letters=tuple(Arrival(each.hash, each.half_day) for each in letters),
        reply=LastReply(reply.hash, reply.letter.author, reply.letter.day) if reply is not None else None,
    )


def is_carried(case: Case) -> bool:
    """Tell whether a bundle listed every note of a case: until then others may not know what it says."""
    return all(note.half_day is not None for note in case.notes)


def questions(cases: Iterable[Case]) -> set[Question]:
    """Return what the fold that made these cases asked the chain, all of it."""
    asked: set[Question] = set()
    for case in cases:
        letters: list[Filed[Letter]] = [
            *case.versions,
            *case.replies,
            *case.notes,
            *case.revoked,
            *case.unproven,
        ]
        for filed in letters:
            letter = filed.letter
            if isinstance(letter, Report):
                asked.add(Question("", letter.keyring))
                if filed.half_day is None:
                    # The panel of a report that no bundle has brought is that of the day.
                    asked.add(_DAY)
            elif not isinstance(letter, Message):
                asked.add(Question(letter.author, letter.keyring))
    return asked


def answer(question: Question, chain: Chain) -> str:
    """Return what the chain says, as a text to compare by."""
    if question == _DAY:
        return chain.today.isoformat()
    if not question.author:
        keyring = chain.by_sequence.get(question.sequence)
        return hashlib.sha256(encode(keyring)).hexdigest() if keyring is not None else ""
    revoked = chain.revoked_key(question.author, question.sequence)
    if revoked is not None:
        # What a revoked key had settled also hangs on who is a reader now.
        return f"{revoked} {','.join(reader.id for reader in chain.current.readers)}"
    try:
        key, _former = chain.author_key(question.author, question.sequence, Note.kind)
    except Unproven:
        return ""
    return str(key)


def pack(record: Record) -> Packed:
    """Make a record ready for the catalogue."""
    last = record.last
    columns = Columns(
        id=record.id,
        state=number(record.state),
        violation=record.violation,
        readers=f",{','.join(record.readers)},",
        proposed=record.proposed,
        held=record.held,
        lapsed=record.lapsed,
        last=_text(last.day if last is not None else None),
        merged=record.merged_into,
        reports=record.reports,
        messages=record.messages,
        notes=record.notes,
        unproven=record.unproven,
        revoked=record.revoked,
        record=_to_json(record),
    )
    letters = ((each.hash, _text(each.half_day.day if each.half_day else None)) for each in record.letters)
    return Packed(
        columns, pack_facts(record.facts), record.excluded, record.recused, tuple(letters), record.carried
    )


def pack_facts(facts: Facts) -> str:
    """Write what says what is due: the same text for the same facts."""
    return json.dumps(_facts_to_json(facts))


def unpack_facts(text: str) -> Facts:
    """Read what ``pack_facts`` wrote."""
    return _facts(json.loads(text))


def _facts_to_json(facts: Facts) -> list[Any]:
    return [
        _text(facts.received),
        _text(facts.opened),
        [(step.day.isoformat(), step.state) for step in facts.steps],
        [(step.day.isoformat(), step.state) for step in facts.replies],
        [day.isoformat() for day in facts.messages],
    ]


def _facts(value: list[Any]) -> Facts:
    received, opened, steps, replies, messages = value
    return Facts(
        received=_day(received),
        opened=_day(opened),
        steps=tuple(Step(date.fromisoformat(day), State(to)) for day, to in steps),
        replies=tuple(Step(date.fromisoformat(day), State(to)) for day, to in replies),
        messages=tuple(date.fromisoformat(day) for day in messages),
    )


def _to_json(record: Record) -> str:
    """Write a record as JSON, all but its id."""
    reply = record.reply
    return json.dumps(
        [
            record.state,
            record.outcome,
            record.violation,
            record.readers,
            record.excluded,
            record.recused,
            [record.proposed, record.held, record.intake, record.lapsed, record.carried],
            record.merged_into.hex() if record.merged_into is not None else None,
            [record.reports, record.notes, record.unproven, record.revoked],
            record.snippet,
            _facts_to_json(record.facts),
            [(letter.hash.hex(), _text(letter.half_day)) for letter in record.letters],
            (reply.hash.hex(), reply.author, reply.day.isoformat()) if reply is not None else None,
        ]
    )


def unpack(id_: bytes, text: str) -> Record:
    """Read the ``record`` of what ``pack`` made."""
    state, outcome, violation, readers, excluded, recused, flags, into, counts, *rest = json.loads(text)
    snippet, facts, letters, reply = rest
    proposed, held, intake, lapsed, carried = flags
    reports, notes, unproven, revoked = counts
    return Record(
        id=id_,
        state=State(state),
        outcome=Outcome(outcome) if outcome is not None else None,
        violation=violation,
        readers=tuple(readers),
        excluded=tuple(excluded),
        recused=tuple(recused),
        proposed=proposed,
        held=held,
        intake=intake,
        lapsed=lapsed,
        carried=carried,
        merged_into=bytes.fromhex(into) if into is not None else None,
        reports=reports,
        notes=notes,
        unproven=unproven,
        revoked=revoked,
        snippet=snippet,
        facts=_facts(facts),
        letters=tuple(
            Arrival(bytes.fromhex(digest), HalfDay.parse(half_day) if half_day is not None else None)
            for digest, half_day in letters
        ),
        reply=LastReply(bytes.fromhex(reply[0]), reply[1], date.fromisoformat(reply[2])) if reply else None,
    )


def _text(value: date | HalfDay | None) -> str | None:
    return str(value) if value is not None else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None
