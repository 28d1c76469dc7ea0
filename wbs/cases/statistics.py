"""Counts of cases for publication: small ones hidden, the others rounded.

A release is one set of tables over one period. It is published once and not made anew: differences between
two releases of the same period would tell what each of them hides.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from wbs.cases.casefile import Case
from wbs.cases.disclosure import TOTAL, Key, hidden
from wbs.cases.errors import StatisticsError
from wbs.cases.lifecycle import Outcome, State
from wbs.cases.office import Office
from wbs.cases.taxonomy import Class

NONE: Final = "-"
"""The value of a case that has none: no class yet, no outcome yet."""

ROUNDING: Final = 5

QUARTERLY_FROM: Final = 30
"""Fewer cases than this are counted by the year only."""


class Dimension(StrEnum):
    CLASS = "class"
    STATE = "state"
    OUTCOME = "outcome"
    QUARTER = "quarter"
    YEAR = "year"


_DETERMINES: Final = {Dimension.QUARTER: Dimension.YEAR, Dimension.OUTCOME: Dimension.STATE}


@dataclass(frozen=True)
class Facets:
    """What is counted of one case. `received` decides whether it belongs to a period."""

    received: date
    cls: Class | None
    state: State
    outcome: Outcome | None

    def value(self, dimension: Dimension) -> str:
        match dimension:
            case Dimension.CLASS:
                return str(self.cls or NONE)
            case Dimension.STATE:
                return str(self.state)
            case Dimension.OUTCOME:
                return str(self.outcome or NONE)
            case Dimension.QUARTER:
                return _quarter(self.received)
            case Dimension.YEAR:
                return str(self.received.year)


@dataclass(frozen=True)
class Period:
    """Days from `start` up to and including `end`."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def values(self, dimension: Dimension) -> tuple[str, ...]:
        """Every value of the dimension, also those that no case has: an absent line would be a shown zero."""
        match dimension:
            case Dimension.CLASS:
                return *map(str, Class), NONE
            case Dimension.STATE:
                return tuple(map(str, State))
            case Dimension.OUTCOME:
                return *map(str, Outcome), NONE
            case Dimension.QUARTER:
                first, last = (day.year * 4 + (day.month - 1) // 3 for day in (self.start, self.end))
                return tuple(f"{each // 4}-Q{each % 4 + 1}" for each in range(first, last + 1))
            case Dimension.YEAR:
                return tuple(str(year) for year in range(self.start.year, self.end.year + 1))


@dataclass(frozen=True)
class Table:
    """Counts by one or two dimensions, with margins and total under TOTAL.

    A count is rounded to the nearest five, or None where it is hidden: under ten, or hidden so that one
    under ten cannot be computed. Which of the two it is, is not told.
    """

    by: tuple[Dimension, ...]
    values: tuple[tuple[str, ...], ...]
    counts: Mapping[Key, int | None]


def facets(case: Case, office: Office) -> Facets | None:
    """What is counted of a case; None for one whose report has not arrived."""
    if case.report is None or case.facts.received is None:
        return None
    violation = office.violation(case.violation) if case.violation is not None else None
    return Facets(case.facts.received, violation.cls if violation else None, case.state, case.outcome)


def release(
    cases: Iterable[Facets], period: Period, tables: Sequence[tuple[Dimension, ...]]
) -> tuple[Table, ...]:
    """The tables asked for, over the cases received in the period, as they may be published.

    StatisticsError: a table of no or more than two dimensions; a dimension in two tables, or twice in one,
    where a quarter counts as its year and an outcome as its state: such counts add up to each other and
    would tell more together than each alone; quarters for fewer than QUARTERLY_FROM cases.
    """
    counted = [each for each in cases if each.received in period]
    _check(tables, len(counted))
    return tuple(_table(counted, period, by) for by in tables)


def _check(tables: Sequence[tuple[Dimension, ...]], total: int) -> None:
    if not all(1 <= len(by) <= 2 for by in tables):
        raise StatisticsError("a table has one or two dimensions")
    used = [dimension for by in tables for dimension in by]
    if len({_DETERMINES.get(each, each) for each in used}) < len(used):
        raise StatisticsError("a dimension stands in two tables of one release, or twice in one")
    if Dimension.QUARTER in used and total < QUARTERLY_FROM:
        raise StatisticsError(f"fewer than {QUARTERLY_FROM} cases are counted by the year")


def _table(cases: Sequence[Facets], period: Period, by: tuple[Dimension, ...]) -> Table:
    values = tuple(period.values(dimension) for dimension in by)
    found = Counter(key for case in cases for key in _keys([case.value(dimension) for dimension in by]))
    counts = {key: found[key] for key in _all_keys(values)}
    out = hidden(counts)
    rounded = {key: None if key in out else _round(count) for key, count in counts.items()}
    return Table(by, values, rounded)


def _keys(values: Sequence[str]) -> list[Key]:
    """The cell of a case, and every margin above it."""
    keys: list[Key] = [()]
    for value in values:
        keys = [(*key, each) for key in keys for each in (value, TOTAL)]
    return keys


def _all_keys(values: Sequence[Sequence[str]]) -> list[Key]:
    keys: list[Key] = [()]
    for line in values:
        keys = [(*key, each) for key in keys for each in (*line, TOTAL)]
    return keys


def _round(count: int) -> int:
    return (count + ROUNDING // 2) // ROUNDING * ROUNDING


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"
