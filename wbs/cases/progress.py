"""How a case moves: the acts of its readers, applied one by one in the order of the fold."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from wbs.cases.deadlines import Step
from wbs.cases.errors import IllegalTransition
from wbs.cases.lifecycle import NEEDS_SECOND, Outcome, State, advance
from wbs.cases.proof import copied_reply
from wbs.letters.letter import Note, Reply
from wbs.letters.note import (
    Assigned,
    Categorised,
    Comment,
    Declared,
    Event,
    Grant,
    Held,
    Intake,
    Merged,
    Opened,
    Recused,
    Referred,
    Released,
    ReplyCopy,
    StateChanged,
    Unmerged,
    Withdrawn,
)


class Verdict(StrEnum):
    """What a letter did to the case's state."""

    NONE = "none"
    MOVED = "moved"
    PROPOSED = "proposed"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why an act did not count. The letter is kept and shown all the same."""

    NO_WAY = "no-way"
    UNKNOWN_STATE = "unknown-state"
    MERGED_ELSEWHERE = "merged-elsewhere"
    EXCLUDED = "excluded"
    RECUSED = "recused"
    NO_REPLY_INSIDE = "no-reply-inside"


@dataclass(frozen=True)
class Effect:
    verdict: Verdict = Verdict.NONE
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Proposal:
    """A state that waits for a second person: who set it so far, and since when.

    `received`: how many letters of the reporter they had then, as they say; 0 where they do not.
    """

    state: State
    outcome: Outcome
    author: str
    day: date
    received: int

    @property
    def key(self) -> tuple[State, Outcome, str]:
        """What is proposed, and by whom."""
        return self.state, self.outcome, self.author


@dataclass(frozen=True)
class Referral:
    body: str
    day: date


@dataclass(frozen=True)
class Hold:
    """A litigation hold: who placed it, since when, and why."""

    author: str
    day: date
    text: str = field(repr=False)


def _refused(why: Refusal) -> Effect:
    return Effect(Verdict.REFUSED, why)


class Progress:
    """The moving part of a fold.

    A move that the table does not allow from the present state is refused and changes nothing. A state of
    NEEDS_SECOND is proposed until a second author sets the same state and outcome with no move between, or
    until its author takes it back. Taking back moves nothing, whatever has become of the case meanwhile.
    Whoever the report excluded, or a reply earlier in the order, or who stepped back, decides nothing more,
    and what they proposed is no proposal any more.
    A case that went on as another one moves no more until a note undoes that, naming the other.
    A hold stands until anyone releases the case; one that is placed meanwhile adds nothing.
    """

    def __init__(self, readers: set[str], excluded: set[str]) -> None:
        self.readers = readers
        self.excluded = excluded
        self.recused: dict[str, date] = {}
        self.declared: set[str] = set()
        self.hold: Hold | None = None
        self.state = State.TERKIRIM
        self.outcome: Outcome | None = None
        self.violation: int | None = None
        self.merged_into: bytes | None = None
        self.intake: tuple[str, date] | None = None
        self.opened: date | None = None
        self.steps: list[Step] = []
        self.told: list[Step] = []
        self.referrals: list[Referral] = []
        self.proposals: list[Proposal] = []
        self._been: set[tuple[str, str | None]] = {(self.state, self.outcome)}

    def was(self, state: str, outcome: str | None) -> bool:
        """Tell whether the case is in a state, or ever came into it."""
        return (state, outcome) in self._been

    @property
    def standing(self) -> tuple[object, ...]:
        """What acts decide of a case, to compare by."""
        readers = self.readers - self.excluded - set(self.recused)
        moved = (self.state, self.outcome, self.violation, self.merged_into)
        return *moved, frozenset(self.proposals), frozenset(readers), self.hold

    def apply(self, letter: Reply | Note) -> Effect:
        """Let one act take effect; acts must come in the order of the fold."""
        if isinstance(letter, Note) and isinstance(letter.body, Comment | ReplyCopy):
            hollow = isinstance(letter.body, ReplyCopy) and copied_reply(letter.body) is None
            return _refused(Refusal.NO_REPLY_INSIDE) if hollow else Effect()
        if letter.author in self.excluded:
            return _refused(Refusal.EXCLUDED)
        if letter.author in self.recused:
            return _refused(Refusal.RECUSED)
        if isinstance(letter, Reply):
            self.readers = set(letter.readers)
            self.excluded |= set(letter.excluded)
            self._forget_proposals(self.excluded)
            if letter.state in State.__members__:
                self.told.append(Step(letter.day, State(letter.state)))
            return self._move(letter.author, letter.day, letter.state, letter.outcome, letter.received)
        return self._note(letter.author, letter.day, letter.body)

    def _note(self, author: str, day: date, body: Event) -> Effect:
        effect = Effect()
        match body:
            case StateChanged():
                effect = self._move(author, day, body.state, body.outcome, body.received or 0)
            case Withdrawn():
                effect = self._withdraw(author, body)
            case Referred():
                effect = self._move(author, day, State.DITERUSKAN, None)
                if effect.verdict is not Verdict.REFUSED:
                    self.referrals.append(Referral(body.body, day))
            case Merged():
                effect = self._merge(author, day, body.into)
            case Unmerged():
                effect = self._unmerge(author, day, body.into)
            case _:
                self._record(author, day, body)
        return effect

    def _withdraw(self, author: str, body: Withdrawn) -> Effect:
        left = [each for each in self.proposals if each.key != (body.state, body.outcome, author)]
        effect = Effect(Verdict.WITHDRAWN if len(left) < len(self.proposals) else Verdict.NONE)
        self.proposals = left
        return effect

    def _record(self, author: str, day: date, body: Event) -> None:
        """Take in what is true whatever the state."""
        match body:
            case Opened():
                self.opened = self.opened or day
            case Assigned():
                self.readers = set(body.to)
            case Grant():
                self.readers |= set(body.to)
            case Recused():
                self.recused[author] = day
                self._forget_proposals({author})
            case Declared():
                self.declared.add(author)
            case Categorised():
                self.violation = body.violation
            case Intake():
                self.intake = self.intake or (body.channel, body.received)
            case Held():
                self.hold = self.hold or Hold(author, day, body.text)
            case Released():
                self.hold = None

    def _forget_proposals(self, authors: set[str]) -> None:
        self.proposals = [each for each in self.proposals if each.author not in authors]

    def _merge(self, author: str, day: date, into: bytes) -> Effect:
        if self.merged_into is not None and self.merged_into != into:
            return _refused(Refusal.MERGED_ELSEWHERE)
        effect = self._move(author, day, State.DIGABUNG, None)
        if effect.verdict is not Verdict.REFUSED:
            self.merged_into = into
        return effect

    def _unmerge(self, author: str, day: date, into: bytes) -> Effect:
        if self.merged_into != into:
            return _refused(Refusal.NO_WAY)
        self.merged_into = None
        return self._move(author, day, State.TELAAH, None)

    def _move(self, author: str, day: date, state: str, outcome: str | None, received: int = 0) -> Effect:
        try:
            to, result = State(state), Outcome(outcome) if outcome is not None else None
        except ValueError:
            return _refused(Refusal.UNKNOWN_STATE)
        if (to, result) == (self.state, self.outcome):
            return Effect()
        if self.merged_into is not None:
            # Who moves it may not know that it was merged; undoing that is said by name.
            return _refused(Refusal.NO_WAY)
        try:
            advance(self.state, to, result)
        except IllegalTransition:
            return _refused(Refusal.NO_WAY)
        if to in NEEDS_SECOND and result is not None:
            same = [each for each in self.proposals if (each.state, each.outcome) == (to, result)]
            if all(each.author == author for each in same):
                # Who proposes the same again may have read more by now.
                since = same[0].day if same else day
                self.proposals = [each for each in self.proposals if each not in same]
                self.proposals.append(Proposal(to, result, author, since, received))
                return Effect(Verdict.PROPOSED)
        self.state, self.outcome = to, result
        self._been.add((to, result))
        self.steps.append(Step(day, to))
        self.proposals = []
        return Effect(Verdict.MOVED)
