"""Money, fiscal years, quarters and planned months."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values import FiscalYear, PlannedMonths, Quarter, baht, baht_with_commas, satang_from_baht


@given(st.integers(0, 10**14))
def test_an_amount_survives_writing_and_reading(satang: int) -> None:
    assert satang_from_baht(baht(satang)) == satang
    assert satang_from_baht(baht_with_commas(satang)) == satang


@pytest.mark.parametrize("text", ["", "-", "-5", "1.234", "1,23", "12,34,567", "ตามข้อบัญญัติ", "1e6", "๑๐", "1 000", "."])
def test_what_is_no_amount_is_refused_and_never_zero(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        satang_from_baht(text)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_day_lies_in_its_fiscal_year_and_quarter(day: date) -> None:
    year, quarter = FiscalYear.of(day), Quarter.of(day)
    assert year.first_day <= day <= year.last_day
    assert quarter.first_day <= day <= quarter.last_day
    assert quarter.fiscal_year == year


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        (date(2025, 9, 30), 2568, 4),  # the last day of a fiscal year
        (date(2025, 10, 1), 2569, 1),  # the first day of the next
        (date(2025, 12, 31), 2569, 1),  # the year's turn stays within quarter 1
        (date(2026, 1, 1), 2569, 2),
        (date(2024, 2, 29), 2567, 2),  # a leap day
    ],
)
def test_known_days_of_the_fiscal_calendar(day: date, year: int, quarter: int) -> None:
    assert (FiscalYear.of(day).number, Quarter.of(day).number) == (year, quarter)


def test_quarters_follow_one_another_without_a_gap() -> None:
    year = FiscalYear(2569)
    days = [(year.quarter(n).first_day, year.quarter(n).last_day) for n in range(1, 5)]
    assert days[0][0] == year.first_day
    assert days[-1][1] == year.last_day
    assert all(after[0] == before[1] + timedelta(days=1) for before, after in pairwise(days))


def test_a_planned_month_has_ended_only_once_the_next_has_begun() -> None:
    year, months = FiscalYear(2569), PlannedMonths.from_indexes([1, 2])  # พ.ย. – ธ.ค.
    assert months.labels(year) == ["2568-11", "2568-12"]
    assert not months.first_month_ended(year, date(2025, 11, 30))
    assert months.first_month_ended(year, date(2025, 12, 1))
    assert not months.last_month_ended(year, date(2025, 12, 31))
    assert months.last_month_ended(year, date(2026, 1, 1))
    assert not months.begun(year, date(2025, 10, 31))
    assert months.begun(year, date(2025, 11, 1))


def test_september_ends_with_the_fiscal_year() -> None:
    year, months = FiscalYear(2569), PlannedMonths.from_indexes([11])
    assert not months.last_month_ended(year, date(2026, 9, 30))
    assert months.last_month_ended(year, date(2026, 10, 1))
