"""The office that the tests of the desk's commands share."""

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.cli.desk_office import Office
from wbs import language


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office(tmp_path)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Clock":
            day: date = made.scene.today
            return cls(day.year, day.month, day.day, 9, tzinfo=tz)  # type: ignore[arg-type]  # as above

    monkeypatch.setattr("wbs.cli.desk.datetime", Clock)
    monkeypatch.setattr("wbs.cli.desk_place.datetime", Clock)
    monkeypatch.setattr(language, "_language", "id")
    return made
