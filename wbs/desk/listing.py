"""The list of cases: filtered, sorted, searched and cut into pages by the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wbs.cases.lifecycle import State
from wbs.desk import search
from wbs.desk.casebook import Casebook, Row
from wbs.desk.records import number
from wbs.desk.search import Excerpt


class Order(StrEnum):
    """What the list can be sorted by."""

    DUE = "due"
    LAST = "last"
    NAME = "name"
    STATE = "state"
    READER = "reader"


# What has nothing due, or no letter with a day, comes last whichever way the list is sorted.
_COLUMNS = {
    Order.DUE: "due IS NULL, due",
    Order.LAST: "last IS NULL, last",
    Order.NAME: "id",
    Order.STATE: "state",
    Order.READER: "readers = ',,', readers",
}


@dataclass(frozen=True, kw_only=True)
class Query:
    """What is asked for: every filter that is set must hold; ``page`` counts from 1.

    ``violation`` 0: none was set yet. ``waiting``: for a second person;
    ``lapsed``: to be settled again, see ``cases.lapses``.
    """

    text: str = ""
    states: frozenset[State] = frozenset()
    violation: int | None = None
    reader: str | None = None
    late: bool = False
    unread: bool = False
    waiting: bool = False
    lapsed: bool = False
    order: Order = Order.DUE
    descending: bool = False
    page: int = 1
    size: int = 50


@dataclass(frozen=True)
class Listing:
    """One page, and how many cases and pages there are; a page beyond the last is the last.

    ``excerpts``: of a search, where a case says what was looked for.
    """

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
    excerpts: Mapping[bytes, Excerpt]


@dataclass(frozen=True)
class Counts:
    """How many cases have a report, and how many of them are overdue, unread, wait for a second person, or
    lapsed.
    """

    cases: int
    late: int
    unread: int
    waiting: int
    lapsed: int


def find(casebook: Casebook, query: Query, today: date) -> Listing:
    """Return the page of a query."""
    where, parameters = _where(query, today)
    if looked_for := search.terms(query.text):
        casebook.words()
    total = casebook.catalogue().count(where, parameters)
    pages = max(1, -(-total // query.size))
    page = min(max(1, query.page), pages)
    way = "DESC" if query.descending else "ASC"
    rows = casebook.rows(
        f"{where} ORDER BY {_COLUMNS[query.order]} {way}, id LIMIT ? OFFSET ?",
        [*parameters, query.size, (page - 1) * query.size],
    )
    found = {row.id: casebook.excerpt(row, looked_for) for row in rows} if looked_for else {}
    excerpts = {case: excerpt for case, excerpt in found.items() if excerpt}
    return Listing(tuple(rows), total, page, pages, excerpts)


def counts(casebook: Casebook, today: date) -> Counts:
    """Return the counters for the head of a page."""
    return Counts(
        cases=count(casebook, Query(), today),
        late=count(casebook, Query(late=True), today),
        unread=count(casebook, Query(unread=True), today),
        waiting=count(casebook, Query(waiting=True), today),
        lapsed=count(casebook, Query(lapsed=True), today),
    )


def count(casebook: Casebook, query: Query, today: date) -> int:
    """Return how many cases a query finds."""
    return casebook.catalogue().count(*_where(query, today))


def _where(query: Query, today: date) -> tuple[str, list[str | int]]:
    conditions: list[str] = ["listed"]
    parameters: list[str | int] = []

    def add(condition: str, *values: str | int) -> None:
        conditions.append(condition)
        parameters.extend(values)

    for term in search.terms(query.text):
        condition, values = search.condition(term)
        add(condition, *values)
    if query.states:
        numbers = sorted(number(state) for state in query.states)
        add(f"state IN ({', '.join('?' * len(numbers))})", *numbers)
    if query.violation is not None:
        add("coalesce(violation, 0) = ?", query.violation)
    if query.reader is not None:
        add("instr(readers, ?)", f",{query.reader},")
    if query.late:
        add("due < ?", today.isoformat())
    if query.unread:
        add("id IN (SELECT id FROM letters WHERE NOT shown) AND NOT away")
    if query.waiting:
        add("proposed AND NOT away AND NOT elsewhere")
    if query.lapsed:
        add("lapsed AND NOT away AND NOT elsewhere")
    return " AND ".join(conditions), parameters
