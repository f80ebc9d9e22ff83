"""The ladder: on which days its rungs fall, and which levels of the office join when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kinds import NoticeKind, ObligationRule
from models.obligations import Obligation
from models.settings import OfficeSettings
from notifications.ladder import LADDERS, Level, levels_told, next_rung, rung_days
from procedure.calendar import WorkingDays
from procedure.holiday_days import seed_working_days

SEED = seed_working_days()
RULES = [rule for rule in ObligationRule if not rule.minimum]


def duty(
    opens_on: date, due_on: date, lock_on: date | None = None, rule: ObligationRule = ObligationRule.REPORT_QUARTER
) -> Obligation:
    return Obligation(
        organization_id=1,
        rule=rule,
        plan_id=1,
        subject_kind="quarter_round",
        subject_id=1,
        officer_id=1,
        started_on=opens_on - timedelta(days=1),
        opens_on=opens_on,
        due_on=due_on,
        lock_on=lock_on,
    )


def days_of(obligation: Obligation, until: date, working_days: WorkingDays = SEED) -> dict[str, str]:
    """Return the rungs up to a day, each with its weekday and day as ``Mon 5 Jan``."""
    found = rung_days(obligation, until, working_days)
    return {one.rung.name: f"{one.day:%a} {one.day.day} {one.day:%b}" for one in found}


def test_every_duty_has_its_ladder_and_a_period_to_keep_up_has_no_rung() -> None:
    assert set(LADDERS) == set(ObligationRule)
    assert {rule for rule, ladder in LADDERS.items() if not ladder.rungs} == {r for r in ObligationRule if r.minimum}
    for ladder in LADDERS.values():
        names = [rung.name for rung in ladder.rungs]
        offsets = [rung.offset for rung in ladder.rungs[1:] if rung.offset is not None]
        assert len(set(names)) == len(names)
        assert offsets == sorted(offsets)


QUARTERS = [
    pytest.param(
        duty(date(2026, 1, 1), date(2026, 1, 15), date(2026, 1, 30)),
        {
            "opening": "Mon 5 Jan",  # the 1st and 2nd are holidays, then a weekend
            "due-7": "Thu 8 Jan",
            "due-3": "Mon 12 Jan",
            "due-1": "Wed 14 Jan",
            "due": "Thu 15 Jan",
            "due+1": "Fri 16 Jan",
            "due+3": "Sun 18 Jan",  # from the due day on as it stands
            "due+7": "Thu 22 Jan",
            "due+14": "Thu 29 Jan",  # weekly from here, until the reports are locked on the 30th
        },
        id="first quarter, due on a Thursday",
    ),
    pytest.param(
        duty(date(2026, 4, 1), date(2026, 4, 20), date(2026, 5, 5)),
        {
            "opening": "Wed 1 Apr",
            "due-7": "Fri 10 Apr",  # the 13th to the 15th are Songkran, before them a weekend
            "due-3": "Fri 17 Apr",  # and the day before the due day, a Sunday, would fall here too
            "due": "Mon 20 Apr",
            "due+1": "Tue 21 Apr",
            "due+3": "Thu 23 Apr",
            "due+7": "Mon 27 Apr",
            "due+14": "Mon 4 May",  # Coronation Day, as it stands
        },
        id="second quarter, over Songkran",
    ),
    pytest.param(
        duty(date(2026, 1, 12), date(2026, 1, 15), date(2026, 1, 30)),
        {"opening": "Mon 12 Jan", "due-1": "Wed 14 Jan", "due": "Thu 15 Jan"},
        id="opened three days before: what falls before or then is the opening",
    ),
    pytest.param(
        duty(date(2026, 1, 10), date(2026, 1, 11), date(2026, 1, 30)),
        {"due": "Sun 11 Jan"},
        id="opened on the Saturday before a Sunday: the day itself takes the opening's place",
    ),
    pytest.param(
        duty(date(2026, 1, 16), date(2026, 1, 30), date(2026, 1, 30)),
        {
            "opening": "Fri 16 Jan",
            "due-7": "Fri 23 Jan",
            "due-3": "Tue 27 Jan",
            "due-1": "Thu 29 Jan",
            "due": "Fri 30 Jan",
        },
        id="taken over late, due on the lock day: nothing after it",
    ),
]


@pytest.mark.parametrize(("obligation", "expected"), QUARTERS)
def test_the_rungs_fall_on_their_days(obligation: Obligation, expected: dict[str, str]) -> None:
    found = days_of(obligation, date(2026, 12, 31))
    if "due-3" in expected and "due-1" not in expected:  # of two on one day the later is told
        expected = {("due-1" if name == "due-3" else name): day for name, day in expected.items()}
    shown = {name: day for name, day in found.items() if name in expected or "due+1" in expected}
    assert shown == expected


def test_a_rung_before_the_due_day_moves_back_to_a_working_day() -> None:
    of_law = duty(date(2025, 10, 13), date(2025, 10, 28), rule=ObligationRule.POST_ANNOUNCEMENT)
    assert days_of(of_law, date(2025, 10, 28)) == {
        "opening": "Tue 14 Oct",  # the 13th is a holiday
        "due-7": "Tue 21 Oct",
        "due-3": "Fri 24 Oct",  # three days before is a Saturday
        "due-1": "Mon 27 Oct",
        "due": "Tue 28 Oct",
    }


def test_a_duty_without_a_lock_day_is_told_weekly_for_as_long_as_it_is_owed() -> None:
    of_law = duty(date(2025, 10, 1), date(2025, 10, 31), rule=ObligationRule.COMPLETE_PLAN)
    late = [one for one in rung_days(of_law, date(2026, 10, 31), SEED) if (one.rung.offset or 0) > 7]
    assert [one.rung.name for one in late] == [f"due+{7 * week}" for week in range(2, 53)]
    assert all((one.day - of_law.due_on).days == one.rung.offset for one in late)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (date(2025, 12, 1), "opening"),
        (date(2026, 1, 5), "due-7"),
        (date(2026, 1, 22), "due+14"),
        (date(2026, 1, 29), None),  # the next would be after the lock day
    ],
)
def test_the_next_rung_is_told(after: date, expected: str | None) -> None:
    quarter = duty(date(2026, 1, 1), date(2026, 1, 15), date(2026, 1, 30))
    coming = next_rung(quarter, after, SEED)
    assert (coming.rung.name if coming else None) == expected


@pytest.mark.parametrize(
    ("settings", "joins"),
    [
        ({}, {"division_head": "due+3", "clerk": "due+7", "executive": None}),
        ({"executive_from_days": 14}, {"division_head": "due+3", "clerk": "due+7", "executive": "due+14"}),
        ({"head_from_days": 1, "clerk_from_days": 3}, {"division_head": "due+1", "clerk": "due+3", "executive": None}),
        ({"head_from_days": 5}, {"division_head": "due+7", "clerk": "due+7", "executive": None}),  # the next rung after
    ],
)
def test_an_office_sets_when_each_level_joins(settings: dict[str, int], joins: dict[str, str | None]) -> None:
    quarter = duty(date(2026, 1, 1), date(2026, 1, 15), date(2026, 3, 30))
    office = OfficeSettings.model_validate(settings)
    told = {one.rung.name: levels_told(one.rung, office) for one in rung_days(quarter, date(2026, 3, 30), SEED)}
    first = {
        level.value: next((name for name, levels in told.items() if level in levels), None)
        for level in (Level.DIVISION_HEAD, Level.CLERK, Level.EXECUTIVE)
    }
    assert first == joins
    assert all(levels[0] is Level.OWING_POST for levels in told.values())


WINDOW = date(2026, 1, 1)
holidays = st.sets(st.integers(0, 120), max_size=30)


@given(
    opens=st.integers(10, 60),
    length=st.integers(0, 60),
    lock=st.one_of(st.none(), st.integers(0, 40)),
    off=holidays,
    rule=st.sampled_from(RULES),
)
def test_no_ladder_breaks_its_promises(
    opens: int, length: int, lock: int | None, off: set[int], rule: ObligationRule
) -> None:
    opens_on = WINDOW + timedelta(days=opens)
    due_on = opens_on + timedelta(days=length)
    lock_on = None if lock is None else due_on + timedelta(days=lock)
    working_days = WorkingDays({WINDOW + timedelta(days=n): "วันหยุด" for n in off})
    obligation = duty(opens_on, due_on, lock_on, rule)
    until = due_on + timedelta(days=60)
    found = rung_days(obligation, until, working_days)
    days = [one.day for one in found]
    assert days == sorted(set(days))  # in order, never two on one day
    assert all(opens_on <= day <= (lock_on or until) for day in days)
    assert found[0].day <= due_on  # nobody first hears of a duty when it is late
    for one in found:
        natural = due_on + timedelta(days=one.rung.offset or 0)
        if one.rung.offset is None:
            assert one.day == due_on or working_days.is_working_day(one.day)
            assert one.rung.kind is NoticeKind.OPENING
        elif one.rung.offset < 0:
            assert one.day <= natural
            assert working_days.is_working_day(one.day)
            assert not any(
                working_days.is_working_day(one.day + timedelta(days=n + 1)) for n in range((natural - one.day).days)
            )
        else:
            assert one.day == natural
    assert due_on in days
    for shorter in (opens_on, due_on, due_on + timedelta(days=8)):  # looking less far changes nothing of what has come
        assert rung_days(obligation, shorter, working_days) == [one for one in found if one.day <= shorter]
