"""Working days: Monday to Friday less national holidays and collective leave (cuti bersama)."""

from collections.abc import Collection
from datetime import date, timedelta

_DAY = timedelta(days=1)
_FRIDAY = 4


class WorkingDays:
    """A calendar of working days.

    `holidays` are the days off besides weekends; `settled` the years whose holidays are decreed in full. For
    other years only what is known counts, so a day found there may still move: ask `is_settled`.
    """

    def __init__(self, holidays: Collection[date], settled: Collection[int]) -> None:
        self._holidays = frozenset(holidays)
        self._settled = frozenset(settled)

    def is_working(self, day: date) -> bool:
        return day.weekday() <= _FRIDAY and day not in self._holidays

    def add(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which is not counted itself; `count` is at least 1."""
        if count < 1:
            raise ValueError("a clock runs for at least one working day")
        while count:
            day += _DAY
            count -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`; 0 where end <= start."""
        return sum(self.is_working(start + n * _DAY) for n in range(1, (end - start).days + 1))

    def is_settled(self, start: date, end: date) -> bool:
        """Whether every year from `start` to `end` has its holidays decreed."""
        return all(year in self._settled for year in range(start.year, end.year + 1))
