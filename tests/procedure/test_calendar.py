"""Counting days, Thai dates and digits, working days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedure.calendar import (
    WorkingDays,
    arabic_digits,
    bangkok_date,
    is_late,
    last_instant,
    nth_day,
    parse_date,
    thai_date,
    thai_date_short,
    thai_digits,
)

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(DAYS, st.integers(1, 400))
def test_counting_agrees_with_a_walk_over_the_calendar(start: date, days: int) -> None:
    day, counted = start, 0  # the day of the event is not counted
    while counted < days:
        day += timedelta(days=1)
        counted += 1
    assert nth_day(start, days) == day


@given(DAYS)
def test_every_written_date_is_read_back(day: date) -> None:
    for text in (
        thai_date(day),
        thai_date(day, digits="arabic"),
        thai_date_short(day),
        thai_date_short(day).replace(".", ""),
        f"{day.day}/{day.month}/{day.year + 543}",
        thai_digits(f"{day.day}/{day.month}/{day.year + 543}"),
        day.isoformat(),
        thai_digits(day.isoformat()),
    ):
        assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "26 ก.ย. 2568",
        "26 ก.ย 2568",
        "26 กย 2568",
        "๒๖ กันยายน ๒๕๖๘",
        "วันที่ 26 กันยายน พ.ศ. 2568",
        " 26/9/2568 ",
        "2025-09-26",
    ],
)
def test_the_ways_people_type_one_day(text: str) -> None:
    assert parse_date(text) == date(2025, 9, 26)


@pytest.mark.parametrize(
    "text",
    ["", "26", "2568-09-26", "26/9/2025", "31 ก.ย. 2568", "29 ก.พ. 2568", "26 กันยา 2568", "13/13/2568", "26-9-2568"],
)
def test_what_is_no_date_or_a_century_off_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the calendar's own message for impossible days
        parse_date(text)


@given(st.text())
def test_digits_survive_both_ways(text: str) -> None:
    assert arabic_digits(thai_digits(arabic_digits(text))) == arabic_digits(text)


def test_the_due_day_lasts_until_its_last_second_in_bangkok() -> None:
    due = date(2026, 1, 15)
    assert not is_late(due, datetime(2026, 1, 15, 16, 59, 59, tzinfo=UTC))  # 23:59:59 in Bangkok
    assert is_late(due, datetime(2026, 1, 15, 17, 0, 0, tzinfo=UTC))  # 00:00 of the next day
    assert bangkok_date(last_instant(due)) == due


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        bangkok_date(datetime(2026, 1, 15))  # noqa: DTZ001


@given(DAYS, st.sets(st.integers(-20, 20)))
def test_working_days_are_the_nearest_ones(day: date, offsets: set[int]) -> None:
    calendar = WorkingDays({day + timedelta(days=n): "วันหยุด" for n in offsets})
    before, after = calendar.on_or_before(day), calendar.on_or_after(day)
    assert before <= day <= after
    assert calendar.is_working_day(before)
    assert calendar.is_working_day(after)
    between = [before + timedelta(days=n) for n in range(1, (after - before).days)]
    assert not any(calendar.is_working_day(skipped) for skipped in between if skipped != day)
