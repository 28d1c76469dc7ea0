"""The clocks of a case: what is due, and when, given today.

A clock is a function below; its docstring says what starts and what stops it. Days of arrival are those of
half-days, which may be up to half a day early: no clock is longer than it says. In a case that went on as
another one (DIGABUNG) only what its own reporter is owed is due; before a letter has arrived, nothing is.
"""

import calendar as months
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from wbs.cases.clocks import Clocks
from wbs.cases.lifecycle import State
from wbs.cases.workdays import WorkingDays


class Clock(StrEnum):
    OPENING = "opening"
    ACKNOWLEDGEMENT = "acknowledgement"
    REVIEW = "review"
    ANSWER = "answer"
    COMPLETION = "completion"
    DECISION = "decision"
    FEEDBACK = "feedback"
    RETALIATION = "retaliation"


class Kind(StrEnum):
    """What is due: the end of a clock, a word to the reporter before it, a look at new facts, a question."""

    DEADLINE = "deadline"
    REMINDER = "reminder"
    REOPENABLE = "reopenable"
    CHECK = "check"


@dataclass(frozen=True)
class Step:
    """A state and the day on which the case came into it, or a reply told it to the reporter."""

    day: date
    state: State


@dataclass(frozen=True)
class Facts:
    """What the clocks go by. Sequences are in the order of the fold, `messages` (days of arrival) by day."""

    received: date | None = None
    opened: date | None = None
    steps: tuple[Step, ...] = ()
    replies: tuple[Step, ...] = ()
    messages: tuple[date, ...] = ()

    @property
    def acknowledged(self) -> date | None:
        """The day of the first reply, whatever it says."""
        return self.replies[0].day if self.replies else None

    @property
    def state(self) -> State:
        return self.steps[-1].state if self.steps else State.TERKIRIM


@dataclass(frozen=True)
class Due:
    """One thing due. `overdue_by` counts days after `due_on`, 0 until then.

    `provisional`: it hangs on a year whose holidays are not decreed yet and may still move to a later day.
    """

    clock: Clock
    kind: Kind
    due_on: date
    overdue_by: int
    provisional: bool


DECIDED: Final = frozenset({State.DITERUSKAN, State.TTL, State.TINDAK, State.SELESAI})
CLOSED: Final = frozenset({State.TTL, State.SELESAI})
_ONLY_RECEIVED: Final = frozenset({State.TERKIRIM, State.DITERIMA})
_FEEDBACK: Final = DECIDED | {State.INVESTIGASI, State.DITUNDA}


@dataclass(frozen=True)
class _Desk:
    """One case on one day, for the functions below."""

    facts: Facts
    received: date
    clocks: Clocks
    calendar: WorkingDays

    def workdays(self, clock: Clock, start: date, count: int, kind: Kind = Kind.DEADLINE) -> "_Found":
        end = self.calendar.add(start, count)
        return _Found(clock, kind, end, not self.calendar.is_settled(start, end))


@dataclass(frozen=True)
class _Found:
    clock: Clock
    kind: Kind
    due_on: date
    provisional: bool = False


def due(facts: Facts, clocks: Clocks, calendar: WorkingDays, today: date) -> list[Due]:
    """Everything that runs, the longest overdue first."""
    if facts.received is None:
        return []
    desk = _Desk(facts, facts.received, clocks, calendar)
    running = _CLOCKS if facts.state is not State.DIGABUNG else _MERGED
    found = [item for clock in running for item in clock(desk)]
    found.sort(key=lambda item: (item.due_on, item.clock, item.kind))
    return [
        Due(item.clock, item.kind, item.due_on, max(0, (today - item.due_on).days), item.provisional)
        for item in found
    ]


def add_months(day: date, count: int) -> date:
    """The same day of the month `count` months on, or that month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _opening(desk: _Desk) -> Iterator[_Found]:
    """From the first arrival until someone opened the case; a reply or a move shows that someone did."""
    if desk.facts.opened is None and not desk.facts.replies and not desk.facts.steps:
        yield desk.workdays(Clock.OPENING, desk.received, desk.clocks.opening_workdays)


def _acknowledgement(desk: _Desk) -> Iterator[_Found]:
    """From the first arrival until the first reply, in calendar days."""
    if desk.facts.acknowledged is None:
        end = desk.received + timedelta(days=desk.clocks.acknowledgement_days)
        yield _Found(Clock.ACKNOWLEDGEMENT, Kind.DEADLINE, end)


def _review(desk: _Desk) -> Iterator[_Found]:
    """From the opening until the case leaves TELAAH; again from each return to it.

    Stands still in KLARIFIKASI until the reporter answers; the answer starts it anew.
    """
    facts = desk.facts
    start: date | None = None
    if facts.state in (State.TERKIRIM, State.DITERIMA, State.TELAAH):
        ways = pairwise((Step(desk.received, State.TERKIRIM), *facts.steps))
        # Merging and undoing that gains no time.
        reviews = [to.day for at, to in ways if to.state is State.TELAAH and at.state is not State.DIGABUNG]
        start = reviews[-1] if len(reviews) > 1 else _first(facts.opened, facts.acknowledged, *reviews)
    elif facts.state is State.KLARIFIKASI:
        start = _answered(facts)
    if start is not None:
        yield desk.workdays(Clock.REVIEW, start, desk.clocks.review_workdays)


def _answer(desk: _Desk) -> Iterator[_Found]:
    """From the first arrival until a reply that says more than "received". Runs on in DITUNDA.

    In DIGABUNG until a reply that says so: what was said before does not tell the reporter of it.
    """
    merged = desk.facts.state is State.DIGABUNG
    if all(
        reply.state is not State.DIGABUNG if merged else reply.state in _ONLY_RECEIVED
        for reply in desk.facts.replies
    ):
        end = desk.received + timedelta(days=desk.clocks.answer_days)
        yield _Found(Clock.ANSWER, Kind.DEADLINE, end)


def _completion(desk: _Desk) -> Iterator[_Found]:
    """From the move to KLARIFIKASI until a message of the reporter arrives, or the case leaves the state.

    A reminder is due before the end, until a reply after the asking day was sent. After the end the case may
    be closed for want of facts, and stays reopenable: a message that arrives on or after the closing day is
    to be looked at within the opening's working days, until a later reply answers it.
    """
    facts, clocks = desk.facts, desk.clocks
    if facts.state is State.KLARIFIKASI and _answered(facts) is None:
        asked = facts.steps[-1].day
        if not any(reply.day > asked for reply in facts.replies):
            yield _Found(Clock.COMPLETION, Kind.REMINDER, asked + timedelta(days=clocks.reminder_days))
        yield _Found(Clock.COMPLETION, Kind.DEADLINE, asked + timedelta(days=clocks.completion_days))
    if facts.state in CLOSED:
        closed = facts.steps[-1].day
        later = max((reply.day for reply in facts.replies), default=closed)
        unseen = [day for day in facts.messages if day > later or day == later == closed]
        if unseen:
            yield desk.workdays(Clock.COMPLETION, unseen[0], clocks.opening_workdays, Kind.REOPENABLE)


def _decision(desk: _Desk) -> Iterator[_Found]:
    """From the first arrival, or the last reopening, until the case is decided: DECIDED.

    Stopped while the case is in DITUNDA: another authority's process sets the pace there. The working days
    spent in it are added to the end.
    """
    start, held, pause = desk.received, 0, None
    decided = False
    for step in desk.facts.steps:
        if pause is not None:
            held += desk.calendar.between(pause, step.day)
            pause = None
        if decided and step.state is State.TELAAH:
            start, held, decided = step.day, 0, False
        elif step.state in DECIDED:
            decided = True
        elif step.state is State.DITUNDA:
            pause = step.day
    if not decided and pause is None:
        yield desk.workdays(Clock.DECISION, start, desk.clocks.decision_workdays + held)


def _feedback(desk: _Desk) -> Iterator[_Found]:
    """From the acknowledgement, or the end of its days where none was sent by then, until a reply tells
    what was decided or is being done. A late acknowledgement gains no time. Runs on in DITUNDA.
    """
    if not any(reply.state in _FEEDBACK for reply in desk.facts.replies):
        latest = desk.received + timedelta(days=desk.clocks.acknowledgement_days)
        start = min(desk.facts.acknowledged or latest, latest)
        yield _Found(Clock.FEEDBACK, Kind.DEADLINE, add_months(start, desk.clocks.feedback_months))


def _retaliation(desk: _Desk) -> Iterator[_Found]:
    """From the last closing (CLOSED): the first check without a reply on or after its day."""
    if desk.facts.state in CLOSED:
        last = max((reply.day for reply in desk.facts.replies), default=desk.received)
        for count in desk.clocks.retaliation_months:
            day = add_months(desk.facts.steps[-1].day, count)
            if last < day:
                yield _Found(Clock.RETALIATION, Kind.CHECK, day)
                return


_CLOCKS: Final[tuple[Callable[[_Desk], Iterator[_Found]], ...]] = (
    _opening,
    _acknowledgement,
    _review,
    _answer,
    _completion,
    _decision,
    _feedback,
    _retaliation,
)
# Of what became of it the reporter of a merged case is told, too; all else runs in the other case.
_MERGED: Final[tuple[Callable[[_Desk], Iterator[_Found]], ...]] = (_acknowledgement, _answer)


def _answered(facts: Facts) -> date | None:
    """The day of the first message on or after the case's last step."""
    return next((day for day in facts.messages if day >= facts.steps[-1].day), None)


def _first(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)
