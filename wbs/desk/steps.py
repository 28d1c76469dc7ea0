"""The steps that a case can take now, as they are offered: only those that the fold will let count."""

from dataclasses import dataclass

from wbs.cases.casefile import Case
from wbs.cases.lifecycle import NEEDS_SECOND, OUTCOMES, Outcome, State
from wbs.cases.progress import Proposal
from wbs.desk import rules
from wbs.desk.desk import reporter_letters

_NAMING = frozenset({State.DIGABUNG, State.DITERUSKAN})


@dataclass(frozen=True)
class Step:
    """A state to go to, with the outcome that belongs to it.

    ``proposes``: set by this reader now, it waits for a second person. ``seconds``: it confirms a proposal.
    """

    state: State
    outcome: Outcome | None
    proposes: bool = False
    seconds: Proposal | None = None

    @property
    def code(self) -> str:
        """How a form names the step."""
        return f"{self.state}/{self.outcome}" if self.outcome is not None else str(self.state)


def steps(case: Case, me: str) -> list[Step]:
    """Return every legal step, in the order of the graph and of the outcomes.

    DIGABUNG and DITERUSKAN are not among them: a merger names a case, a referral a body, and notes do that.
    Nor does a merged case have any: to undo that, a note names the other case.
    """
    if case.merged_into is not None:
        return []
    ways = [each for each in rules.legal_steps(case.state) if each not in _NAMING]
    return [_step(case, me, state, outcome) for state in ways for outcome in _outcomes(state)]


def newer(case: Case, proposal: Proposal) -> int:
    """Return how many more letters of the reporter there are here than whoever proposed a state had."""
    return max(0, len(reporter_letters(case)) - proposal.received)


def answer_steps(case: Case, me: str) -> list[Step]:
    """Return those of ``steps`` that an answer can bring: it proposes nothing, for the reporter reads it."""
    return [each for each in steps(case, me) if not each.proposes]


def _outcomes(state: State) -> list[Outcome | None]:
    allowed = OUTCOMES.get(state)
    return [None] if allowed is None else [each for each in Outcome if each in allowed]


def _step(case: Case, me: str, state: State, outcome: Outcome | None) -> Step:
    if state not in NEEDS_SECOND:
        return Step(state, outcome)
    same = [each for each in case.proposed if (each.state, each.outcome) == (state, outcome)]
    other = next((each for each in same if each.author != me), None)
    return Step(state, outcome, proposes=other is None, seconds=other)
