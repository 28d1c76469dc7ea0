"""The half-day: the finest time that is kept of a letter's arrival.

06:00 to 18:00 in the office's zone is ``2026-01-31A``; 18:00 to 06:00 is ``2026-01-31B``, named for the date
on which it starts. A boundary belongs to the half-day that it opens.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, Self
from zoneinfo import ZoneInfo

from wbs.letters.errors import FormatError

_MORNING = time(6)
_EVENING = time(18)
# One millennium: stepping to a neighbour never leaves the calendar.
_TEXT = re.compile(r"(2[0-9]{3}-[0-9]{2}-[0-9]{2})([AB])")


@dataclass(frozen=True, order=True)
class HalfDay:
    """Half a day; in order of time."""

    day: date
    half: Literal["A", "B"]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2026-01-31A``; FormatError for anything else."""
        match = _TEXT.fullmatch(text)
        if match is None:
            raise FormatError("a half-day is written 2026-01-31A or 2026-01-31B")
        try:
            day = date.fromisoformat(match[1])
        except ValueError:
            raise FormatError("a half-day names a date that does not exist") from None
        return cls(day, "A" if match[2] == "A" else "B")

    @classmethod
    def of(cls, moment: datetime, zone: ZoneInfo) -> Self:
        """Return the half-day in which an aware moment falls."""
        if moment.tzinfo is None:
            raise ValueError("a moment without a zone falls into no half-day")
        local = moment.astimezone(zone)
        if local.time() < _MORNING:
            return cls(local.date() - timedelta(days=1), "B")
        return cls(local.date(), "A" if local.time() < _EVENING else "B")

    def __str__(self) -> str:
        """Return ``2026-01-31A``."""
        return f"{self.day.isoformat()}{self.half}"

    def next(self) -> "HalfDay":
        """Return the half-day that follows."""
        if self.half == "A":
            return HalfDay(self.day, "B")
        return HalfDay(self.day + timedelta(days=1), "A")

    def start(self, zone: ZoneInfo) -> datetime:
        """Return the boundary that opens it, in the zone."""
        return datetime.combine(self.day, _MORNING if self.half == "A" else _EVENING, zone)

    def end(self, zone: ZoneInfo) -> datetime:
        """Return the boundary that closes it, which belongs to the next."""
        return self.next().start(zone)

    def visible_from(self, zone: ZoneInfo) -> datetime:
        """Return when readers see what arrived in it: the second boundary after the arrival."""
        return self.next().end(zone)
