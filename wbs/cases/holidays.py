"""Days off by decree, year by year."""

from dataclasses import dataclass
from datetime import date

from wbs.cases.errors import OfficeError
from wbs.cases.strict import Table, unique


@dataclass(frozen=True)
class HolidayYear:
    """Days off of one year by decree. `provisional`: not decreed yet, only fixed dates are listed."""

    year: int
    source: str
    provisional: bool
    national: dict[date, str]
    leave: dict[date, str]


def read_years(root: Table) -> tuple[HolidayYear, ...]:
    """Every `[[holidays]]`, one for a year. Raises OfficeError."""
    years = []
    for table in root.tables("holidays"):
        year = HolidayYear(
            year=table.integer("year", 2000),
            source=table.string("source"),
            provisional=table.boolean("provisional"),
            national=table.days("national"),
            leave=table.days("leave"),
        )
        for day in (*year.national, *year.leave):
            if day.year != year.year:
                raise OfficeError(table.where(day.isoformat()), f"does not lie in {year.year}")
        table.close()
        years.append(year)
    unique("holidays", (str(year.year) for year in years))
    return tuple(years)
