"""Ready texts for replies to reporters."""

from dataclasses import asdict, dataclass
from typing import Final

from wbs.cases.clocks import Clocks
from wbs.cases.errors import IllegalTransition, OfficeError
from wbs.cases.lifecycle import Outcome, State, check_outcome
from wbs.cases.strict import Table, unique
from wbs.cases.text import Text

ACKNOWLEDGEMENT: Final = "acknowledgement"
"""Key of the ready reply that a desk sends by itself on first opening a case."""

READY_TEXT_BYTES: Final = 1_200
"""A ready text stays below this in either language, so that a reply made of it always fits its slot."""


@dataclass(frozen=True)
class ReadyReply:
    """A ready text for replies, with the state (and outcome) it goes with; None: the case stays as it is.

    ``before``: the states of a case that it fits, empty: every one.
    """

    key: str
    state: State | None
    outcome: Outcome | None
    before: frozenset[State]
    text: Text


def read_replies(root: Table, clocks: Clocks) -> tuple[ReadyReply, ...]:
    """Every `[[reply]]`, with lengths filled in from the clocks. Raises OfficeError."""
    replies = []
    for table in root.tables("reply"):
        state, outcome = _step(table)
        before = _before(table)
        replies.append(ReadyReply(table.key(), state, outcome, before, _ready_text(table, clocks)))
        table.close()
    if ACKNOWLEDGEMENT not in unique("reply", (reply.key for reply in replies)):
        raise OfficeError(f"reply.{ACKNOWLEDGEMENT}", "is missing")
    return tuple(replies)


def _step(table: Table) -> tuple[State | None, Outcome | None]:
    state, outcome = table.optional_string("state"), table.optional_string("outcome")
    if state is not None and state not in set(State):
        raise OfficeError(table.where("state"), f"is no state: {state}")
    if outcome is not None and (state is None or outcome not in set(Outcome)):
        raise OfficeError(table.where("outcome"), f"is no outcome of a state: {outcome}")
    step = State(state) if state else None, Outcome(outcome) if outcome else None
    try:
        if step[0] is not None:
            check_outcome(step[0], step[1])
    except IllegalTransition as error:
        raise OfficeError(table.where("outcome"), str(error)) from None
    return step


def _before(table: Table) -> frozenset[State]:
    names = table.optional_strings("from")
    if unknown := [name for name in names if name not in set(State)]:
        raise OfficeError(table.where("from"), f"is no state: {unknown[0]}")
    return frozenset(State(name) for name in names)


def _ready_text(table: Table, clocks: Clocks) -> Text:
    """The text with `{name of a clock}` filled in, so that a sentence cannot promise another length."""
    filled = []
    for text in table.text("text"):
        for name, length in asdict(clocks).items():
            text = text.replace(f"{{{name}}}", str(length))
        if "{" in text or "}" in text:
            raise OfficeError(table.where("text"), "names a clock that is not known")
        if len(text.encode()) > READY_TEXT_BYTES:
            raise OfficeError(table.where("text"), f"must be at most {READY_TEXT_BYTES} bytes")
        filled.append(text)
    return Text(*filled)
