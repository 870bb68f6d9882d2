"""Days are Shanghai's; months are counted as the Civil Code counts them."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_app.domain.days import SHANGHAI, after_months, day_of
from tests.domain.arbitrary import MOMENTS, quick


def test_the_day_begins_at_midnight_in_shanghai_wherever_the_phone_thinks_it_is() -> None:
    late = datetime(2026, 11, 22, 16, 0, tzinfo=timezone(timedelta(0)))
    assert day_of(late) == date(2026, 11, 23)
    assert day_of(late - timedelta(seconds=1)) == date(2026, 11, 22)


@quick
@given(MOMENTS)
def test_every_moment_a_fact_may_carry_has_a_day(at: datetime) -> None:
    assert day_of(at) == (at.astimezone(timezone(timedelta(0))) + timedelta(hours=8)).date()
    assert day_of(at.astimezone(SHANGHAI)) == day_of(at)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 6, 1), 0, date(2025, 6, 1)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 6, 1), 2**53 - 1, date.max),
        (date(2025, 6, 1), -(2**53), date.min),
    ],
)
def test_months_end_on_the_same_day_or_that_months_last(start: date, months: int, end: date) -> None:
    assert after_months(start, months) == end


def _one_month_on(year: int, month: int) -> tuple[int, int]:
    return (year + 1, 1) if month == 12 else (year, month + 1)


def _by_walking(start: date, months: int) -> date:
    """The same, month by month and then day by day back to a day that exists."""
    year, month, day = start.year, start.month, start.day
    for _ in range(months):
        year, month = _one_month_on(year, month)
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


@quick
@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(0, 600))
def test_months_are_what_walking_through_the_calendar_gives(start: date, months: int) -> None:
    assert after_months(start, months) == _by_walking(start, months)
