"""How long each clock of the office runs."""

from dataclasses import dataclass

from wbs.cases.errors import OfficeError
from wbs.cases.strict import Table


@dataclass(frozen=True)
class Clocks:
    """Lengths of the clocks, in the unit of the name; `deadlines` says when each starts and stops."""

    opening_workdays: int
    acknowledgement_days: int
    review_workdays: int
    answer_days: int
    completion_days: int
    reminder_days: int
    decision_workdays: int
    feedback_months: int
    retaliation_months: tuple[int, ...]
    return_days: int
    silence_days: int


def read_clocks(table: Table) -> Clocks:
    """Raises OfficeError, also where the lengths contradict each other."""
    clocks = Clocks(
        opening_workdays=table.integer("opening_workdays"),
        acknowledgement_days=table.integer("acknowledgement_days"),
        review_workdays=table.integer("review_workdays"),
        answer_days=table.integer("answer_days"),
        completion_days=table.integer("completion_days"),
        reminder_days=table.integer("reminder_days"),
        decision_workdays=table.integer("decision_workdays"),
        feedback_months=table.integer("feedback_months"),
        retaliation_months=table.integers("retaliation_months"),
        return_days=table.integer("return_days"),
        silence_days=table.integer("silence_days"),
    )
    if clocks.reminder_days >= clocks.completion_days:
        raise OfficeError(table.where("reminder_days"), "must be less than completion_days")
    if list(clocks.retaliation_months) != sorted(set(clocks.retaliation_months)):
        raise OfficeError(table.where("retaliation_months"), "must rise")
    table.close()
    return clocks
