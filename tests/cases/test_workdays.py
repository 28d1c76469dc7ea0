"""Working days of the ministry."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wbs.cases.office import Office

CALENDAR = Office.default().calendar
days = st.dates(date(2024, 12, 1), date(2028, 1, 31))


def test_idulfitri_of_2026_takes_a_week_out() -> None:
    # 18 to 24 March 2026 are off: Nyepi, Idulfitri, collective leave, and a weekend.
    assert CALENDAR.add(date(2026, 3, 17), 1) == date(2026, 3, 25)


def test_collective_leave_added_in_august_2025_counts() -> None:
    assert CALENDAR.add(date(2025, 8, 15), 1) == date(2025, 8, 19)


def test_weekend_is_not_worked() -> None:
    assert CALENDAR.add(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert CALENDAR.is_working(date(2026, 11, 20))
    assert not CALENDAR.is_working(date(2026, 11, 21))
    assert not CALENDAR.is_working(date(2026, 11, 22))


def test_a_clock_runs_at_least_a_day() -> None:
    with pytest.raises(ValueError, match="at least one"):
        CALENDAR.add(date(2026, 1, 5), 0)


@given(days, st.integers(1, 80))
def test_add_ends_on_the_working_day_that_between_counts(start: date, count: int) -> None:
    end = CALENDAR.add(start, count)
    assert CALENDAR.is_working(end)
    assert CALENDAR.between(start, end) == count
    assert CALENDAR.between(start, end - timedelta(days=1)) == count - 1


@given(days, days, days)
def test_between_adds_up_and_is_never_negative(first: date, second: date, third: date) -> None:
    first, second, third = sorted((first, second, third))
    assert CALENDAR.between(first, third) == CALENDAR.between(first, second) + CALENDAR.between(second, third)
    assert CALENDAR.between(third, first) == 0
