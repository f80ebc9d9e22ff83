"""From which money an amount was paid: said only where it is certain, and whole under several sources where not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedure.money_sources import MoneyKind, ProjectSources

BUDGET, ACCUMULATED, EARMARKED, OTHER, SEVERAL = MoneyKind


@pytest.mark.parametrize(
    ("sources", "satang", "parts"),
    [
        pytest.param(ProjectSources({BUDGET: 100}), 40, {BUDGET: 40}, id="one source"),
        pytest.param(ProjectSources({ACCUMULATED: 100}), 100, {ACCUMULATED: 100}, id="accumulated funds, all of it"),
        pytest.param(ProjectSources({BUDGET: 60, ACCUMULATED: 40}), 0, {}, id="nothing paid"),
        pytest.param(ProjectSources({BUDGET: 60, ACCUMULATED: 40}), 50, {SEVERAL: 50}, id="paid in part"),
        pytest.param(ProjectSources({BUDGET: 60, ACCUMULATED: 40}), 99, {SEVERAL: 99}, id="a satang is left"),
        pytest.param(ProjectSources({BUDGET: 60, ACCUMULATED: 40}), 100, {BUDGET: 60, ACCUMULATED: 40}, id="all paid"),
        pytest.param(
            ProjectSources({BUDGET: 60, ACCUMULATED: 40}, moved=True),
            100,
            {SEVERAL: 100},
            id="some was transferred away",
        ),
        pytest.param(
            ProjectSources({ACCUMULATED: 40}, {BUDGET}, moved=True),
            10,
            {SEVERAL: 10},
            id="budget was transferred to it",
        ),
        pytest.param(ProjectSources({BUDGET: 60}, {BUDGET}, moved=True), 70, {BUDGET: 70}, id="more of the same kind"),
        pytest.param(ProjectSources(moved_in={BUDGET}, moved=True), 5, {BUDGET: 5}, id="transferred money alone"),
        pytest.param(ProjectSources(), 5, {OTHER: 5}, id="the plan names no money"),
    ],
)
def test_an_amount_is_parted_where_its_source_is_certain(
    sources: ProjectSources, satang: int, parts: dict[MoneyKind, int]
) -> None:
    assert sources.parts(satang) == parts


@given(
    given=st.dictionaries(st.sampled_from([BUDGET, ACCUMULATED, EARMARKED, OTHER]), st.integers(1, 10**12)),
    moved_in=st.sets(st.sampled_from([BUDGET, ACCUMULATED, EARMARKED, OTHER])),
    satang=st.integers(0, 10**12),
)
def test_no_satang_is_lost_in_the_parting(given: dict[MoneyKind, int], moved_in: set[MoneyKind], satang: int) -> None:
    for paid in (satang, sum(given.values())):
        assert sum(ProjectSources(given, moved_in, moved=bool(moved_in)).parts(paid).values()) == paid
