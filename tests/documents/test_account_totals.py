"""The figures of a plan are computed from its rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.account_totals import Sum, month_marks, percent, plan_totals, sum_of
from tests.documents.sample_content import group, plan, row, town_plan


@pytest.mark.parametrize(
    ("months", "marks"),
    [
        ([], "............"),
        ([0], "o..........."),
        ([11], "...........o"),
        ([0, 1], "<>.........."),
        ([2, 3, 4], "..<->......."),
        ([4, 3, 2, 2], "..<->......."),
        ([0, 2, 4], "o.o.o......."),
        ([1, 2, 7, 8, 9], ".<>....<->.."),
        (list(range(12)), "<---------->"),
        ([2, 3], "..<>........"),  # the turn of the calendar year breaks no bar
    ],
)
def test_months_that_touch_form_one_bar(months: list[int], marks: str) -> None:
    names = {".": "", "o": "single", "<": "start", "-": "middle", ">": "end"}
    assert month_marks(months) == [names[mark] for mark in marks]


@given(st.sets(st.integers(0, 11)))
def test_every_bar_that_opens_closes(months: set[int]) -> None:
    marks = month_marks(sorted(months))
    assert {n for n, mark in enumerate(marks) if mark} == months
    assert marks.count("start") == marks.count("end")
    runs = sum(month - 1 not in months for month in months)
    assert marks.count("start") + marks.count("single") == runs


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(0, 0, "0.00"), (0, 5, "0.00"), (1, 3, "33.33"), (2, 3, "66.67"), (1, 800, "0.13"), (7, 7, "100.00")],
)
def test_percent_rounds_halves_up(part: int, whole: int, share: str) -> None:
    assert percent(part, whole) == share


def test_a_row_without_budget_counts_but_adds_no_money() -> None:
    assert sum_of([row(1, satang=500), row(2, satang=700, no_budget=True)]) == Sum(2, 500)


def test_approaches_of_one_programme_are_one_line_of_the_summary() -> None:
    groups = [
        group([row(1, satang=100, responsible=["กองช่าง"])], approach="ก"),
        group([row(2, satang=200, responsible=["กองคลัง", "กองช่าง"], other_agency=True)], approach="ข"),
        group([row(3, satang=400)], strategy_number=2, strategy="ด้านสังคม"),
    ]
    totals = plan_totals(plan(groups))
    assert [(line.number, line.total) for line in totals.strategies] == [(1, Sum(2, 300)), (2, Sum(1, 400))]
    (programme,) = totals.strategies[0].programmes
    assert programme.responsible == ["กองช่าง", "กองคลัง"]
    assert (totals.own, totals.other, totals.projects) == (Sum(2, 500), Sum(1, 200), Sum(3, 700))


def test_strategies_add_up_to_the_projects_and_equipment_stands_beside() -> None:
    totals = plan_totals(town_plan())
    assert sum((line.total for line in totals.strategies), Sum(0, 0)) == totals.projects
    assert totals.projects.count == 60
    assert totals.own_equipment.count == 3
    assert totals.everything == totals.projects + totals.own_equipment
