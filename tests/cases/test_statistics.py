"""Published counts: what is small is hidden, and cannot be computed from what is shown."""

import itertools
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases.story import V2, Story, reviewed
from wbs.cases.disclosure import SMALL, TOTAL, VAGUE, Key, hidden
from wbs.cases.errors import StatisticsError
from wbs.cases.lifecycle import OUTCOMES, Outcome, State
from wbs.cases.office import Office
from wbs.cases.statistics import NONE, Dimension, Facets, Period, Table, facets, release
from wbs.cases.taxonomy import Class
from wbs.letters.note import Categorised

D = Dimension
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def cases(
    count: int, cls: Class | None = Class.CORRUPTION, state: State = State.TELAAH, month: int = 2
) -> list[Facets]:
    outcome = min(OUTCOMES[state]) if state in OUTCOMES else None
    return [Facets(date(2026, month, 3), cls, state, outcome)] * count


def table(counted: list[Facets], *by: Dimension, period: Period = YEAR) -> Table:
    return release(counted, period, [by])[0]


# --- what is shown ----------------------------------------------------------------------------------------


def test_counts_are_rounded_to_five_and_small_ones_hidden() -> None:
    made = table(cases(42) + cases(23, Class.ASSET) + cases(3, Class.CONDUCT), D.CLASS)
    assert made.values == (("C", "A", "S", "K", "L", NONE),)
    assert {key[0]: count for key, count in made.counts.items()} == {
        "C": 40, "A": None, "S": None, "K": None, "L": None, NONE: None, TOTAL: 70,
    }  # fmt: skip


def test_a_second_count_is_hidden_only_where_the_first_could_be_computed() -> None:
    counted = cases(42) + cases(23, Class.ASSET) + cases(3, Class.CONDUCT) + cases(4, Class.STATEMENT)
    assert table(counted, D.CLASS).counts["A",] == 25


def test_a_small_total_hides_everything() -> None:
    assert set(table(cases(9), D.CLASS, D.STATE).counts.values()) == {None}
    assert table([], D.CLASS).counts[TOTAL,] is None


def test_two_dimensions_come_with_margins() -> None:
    made = table(cases(30) + cases(30, Class.ASSET, State.SELESAI), D.CLASS, D.STATE)
    assert made.counts[TOTAL, TOTAL] == 60
    assert len(made.counts) == 7 * 12


def test_values_without_a_case_have_a_line_all_the_same() -> None:
    made = table(cases(40), D.QUARTER)
    assert made.values == (("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"),)
    assert Period(date(2025, 11, 1), date(2026, 2, 1)).values(D.QUARTER) == ("2025-Q4", "2026-Q1")
    assert Period(date(2025, 11, 1), date(2026, 2, 1)).values(D.YEAR) == ("2025", "2026")


def test_cases_outside_the_period_do_not_count() -> None:
    counted = cases(30, month=2) + cases(30, month=11)
    half = Period(date(2026, 1, 1), date(2026, 6, 30))
    assert table(counted, D.STATE, period=half).counts[TOTAL,] == 30


def test_outcomes_and_years_are_counted() -> None:
    made = table(cases(20, state=State.TTL) + cases(31), D.OUTCOME, D.YEAR)
    assert made.values == ((*Outcome, NONE), ("2026",))
    assert made.counts[NONE, "2026"] == made.counts[NONE, TOTAL] == 30
    # Or the zeros beside it would be known.
    assert made.counts[Outcome.BUKAN_KEWENANGAN, "2026"] is None


@pytest.mark.parametrize(
    "tables",
    [
        [()],
        [(D.CLASS, D.STATE, D.YEAR)],
        [(D.CLASS, D.CLASS)],
        [(D.CLASS,), (D.CLASS, D.STATE)],
        [(D.STATE,), (D.OUTCOME,)],
        [(D.YEAR, D.QUARTER)],
    ],
)
def test_tables_that_tell_too_much_together_are_refused(tables: list[tuple[Dimension, ...]]) -> None:
    with pytest.raises(StatisticsError):
        release(cases(100), YEAR, tables)


def test_few_cases_are_counted_by_the_year_only() -> None:
    with pytest.raises(StatisticsError):
        table(cases(29), D.QUARTER)
    assert table(cases(30), D.QUARTER).counts[TOTAL,] == 30
    assert table(cases(29), D.YEAR).counts[TOTAL,] == 30


def test_facets_of_a_case_come_from_its_fold() -> None:
    story = reviewed()
    story.note(2, Categorised(9))
    story.state(2, "TTL", "data-kurang")
    story.state(3, "TTL", "data-kurang", V2)
    found = facets(story.case(), Office.default())
    assert found == Facets(date(2026, 1, 31), Class.ASSET, State.TTL, Outcome.DATA_KURANG)


def test_a_case_without_its_report_or_class_is_told_apart() -> None:
    story = Story()
    story.message(1)
    assert facets(story.case(), Office.default()) is None
    story.report(1)
    found = facets(story.case(), Office.default())
    assert found is not None
    assert found.value(D.CLASS) == NONE


# --- what cannot be computed -----------------------------------------------------------------------------


def summed(cells: Mapping[Key, int]) -> dict[Key, int]:
    """Cells with every margin and the total."""
    counts: dict[Key, int] = {}
    for cell, count in cells.items():
        for key in itertools.product(*((value, TOTAL) for value in cell)):
            counts[key] = counts.get(key, 0) + count
    return counts


def compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to write a total as so many counts."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in compositions(total - first, parts - 1):
            yield first, *rest


def possible_values(cells: Mapping[Key, int], out: frozenset[Key]) -> dict[Key, set[int]]:
    """By trying every table of the same total: what each hidden count could be."""
    counts = summed(cells)
    found: dict[Key, set[int]] = {key: set() for key in out}
    for guess in compositions(sum(cells.values()), len(cells)):
        other = summed(dict(zip(cells, guess, strict=True)))
        if all(other[key] == count for key, count in counts.items() if key not in out):
            for key in out:
                found[key].add(other[key])
    return found


def cells_of(*lines: str) -> st.SearchStrategy[dict[Key, int]]:
    keys = list(itertools.product(*lines))
    counts = st.lists(st.integers(0, 12), min_size=len(keys), max_size=len(keys))
    return counts.map(lambda found: dict(zip(keys, found, strict=True)))


@settings(max_examples=40)
@given(cells_of("abcd") | cells_of("ab", "xy"))
def test_every_table_with_the_same_shown_counts_leaves_a_small_one_vague(cells: dict[Key, int]) -> None:
    counts = summed(cells)
    out = hidden(counts)
    if sum(cells.values()) < SMALL:
        assert out == counts.keys()
        return
    values = possible_values(cells, out)
    for key, count in counts.items():
        assert count >= SMALL or key in out
        assert count >= SMALL or len(values[key]) >= VAGUE, (key, values[key])


def rank(rows: list[list[Fraction]]) -> int:
    """By elimination."""
    rows = [row[:] for row in rows]
    done = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        for n in range(done + 1, len(rows)):
            factor = rows[n][column] / rows[done][column]
            rows[n] = [a - factor * b for a, b in zip(rows[n], rows[done], strict=True)]
        done += 1
    return done


def computable(counts: Mapping[Key, int], out: frozenset[Key]) -> list[Key]:
    """Small counts that follow from sums and differences of shown ones: linear algebra over the cells."""
    cells = [key for key in counts if TOTAL not in key]

    def row(key: Key) -> list[Fraction]:
        return [Fraction(all(k in (TOTAL, c) for k, c in zip(key, cell, strict=True))) for cell in cells]

    shown = [row(key) for key in counts if key not in out]
    known = rank(shown)
    return [key for key in out if counts[key] < SMALL and rank([*shown, row(key)]) == known]


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from([0, 0, 1, 4, 9, 10, 11, 30, 200]), min_size=20, max_size=20),
    st.sampled_from([("abcd", "vwxyz"), ("ab", "0123456789")]),
)
def test_no_small_count_is_a_sum_or_difference_of_shown_ones(
    found: list[int], lines: tuple[str, str]
) -> None:
    counts = summed(dict(zip(itertools.product(*lines), found, strict=True)))
    out = hidden(counts)
    if counts[TOTAL, TOTAL] >= SMALL:
        assert (TOTAL, TOTAL) not in out
        assert computable(counts, out) == []


@settings(max_examples=25)
@given(cells_of("abcd") | cells_of("ab", "xy"))
def test_nothing_is_hidden_that_need_not_be(cells: dict[Key, int]) -> None:
    counts = summed(cells)
    out = hidden(counts)
    if sum(cells.values()) >= SMALL:
        for key in out:
            values = possible_values(cells, out - {key})
            assert counts[key] < SMALL or any(
                counts[each] < SMALL and len(found) < VAGUE for each, found in values.items()
            )


def test_the_oracle_sees_a_table_that_only_hides_what_is_small() -> None:
    counts = summed({("a", "x"): 3, ("a", "y"): 20, ("b", "x"): 30, ("b", "y"): 40})
    assert computable(counts, frozenset({("a", "x")})) == [("a", "x")]
    assert computable(counts, hidden(counts)) == []
