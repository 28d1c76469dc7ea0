from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wbs.letters.errors import FormatError
from wbs.letters.halfday import HalfDay

WIB = ZoneInfo("Asia/Jakarta")
ZONES = st.sampled_from([WIB, ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")])
MOMENTS = st.datetimes(datetime(2001, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 -- the zone is beside it
HALF_DAYS = st.builds(HalfDay, st.dates(date(2001, 1, 1), date(2099, 12, 31)), st.sampled_from(["A", "B"]))


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("2026-01-31T06:00:00+07:00", "2026-01-31A"),
        ("2026-01-31T17:59:59.999999+07:00", "2026-01-31A"),
        ("2026-01-31T18:00:00+07:00", "2026-01-31B"),
        ("2026-02-01T05:59:59.999999+07:00", "2026-01-31B"),
        ("2026-02-01T00:00:00+07:00", "2026-01-31B"),
        ("2026-01-31T23:00:00+00:00", "2026-02-01A"),
        ("2026-01-01T00:00:00+07:00", "2025-12-31B"),
    ],
)
def test_a_moment_falls_into_the_half_day_of_the_office(moment: str, text: str) -> None:
    assert str(HalfDay.of(datetime.fromisoformat(moment), WIB)) == text


@given(MOMENTS, ZONES)
def test_a_half_day_holds_its_moments(moment: datetime, zone: ZoneInfo) -> None:
    half_day = HalfDay.of(moment, zone)
    assert half_day.start(zone) <= moment < half_day.end(zone)
    assert half_day.end(zone) - half_day.start(zone) == timedelta(hours=12)


@given(MOMENTS, ZONES)
def test_readers_see_a_letter_at_the_second_boundary(moment: datetime, zone: ZoneInfo) -> None:
    half_day = HalfDay.of(moment, zone)
    waited = half_day.visible_from(zone) - moment
    assert timedelta(hours=12) < waited <= timedelta(hours=24)
    assert half_day.visible_from(zone) == half_day.next().next().start(zone)


@given(HALF_DAYS)
def test_a_half_day_comes_back_from_its_text(half_day: HalfDay) -> None:
    assert HalfDay.parse(str(half_day)) == half_day


@given(HALF_DAYS, HALF_DAYS)
def test_order_is_time_for_the_object_and_for_its_text(one: HalfDay, other: HalfDay) -> None:
    assert (one < other) == (one.start(WIB) < other.start(WIB)) == (str(one) < str(other))
    assert one < one.next()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-01-31",
        "2026-01-31C",
        "2026-01-31a",
        "2026-1-31A",
        "20260131A",
        "2026-02-30A",
        "2026-01-31A ",
        "2026-01-31A\n",
        " 2026-01-31A",
        "２０２６-01-31A",
        "0001-01-01A",
        "9999-12-31B",
        "2026-W05-6A",
    ],
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        HalfDay.parse(text)


def test_a_moment_without_a_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="zone"):
        HalfDay.of(datetime(2026, 1, 31, 12), WIB)  # noqa: DTZ001 -- that is the test
