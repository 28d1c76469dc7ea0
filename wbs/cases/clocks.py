"""How long each clock of the office runs."""

from dataclasses import dataclass


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
