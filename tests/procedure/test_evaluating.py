"""The yearly evaluation: opened when the year is over, reported, presented, announced, posted; its tables add up."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from flows.perform import perform
from flows.quarterly_progress import keep_rounds
from models.evaluations import Evaluation
from models.kinds import ObligationRule, ObstacleKind, PostingPlace, ProgressStatus, Role
from models.obligations import Obligation
from procedure.acts.evaluating import (
    AnnounceEvaluation,
    OpenEvaluation,
    PresentedTo,
    PresentEvaluation,
    ReportEvaluation,
    announce_evaluation,
    open_evaluation,
    present_evaluation,
    report_evaluation,
)
from procedure.acts.evaluation_posting import (
    PostEvaluation,
    TakeDownEvaluation,
    post_evaluation,
    take_down_evaluation,
)
from procedure.acts.reporting import SubmitReports, submit_reports
from procedure.acts.rounds import OpenQuarter, open_quarter
from procedure.calendar import at
from procedure.duties import explain, short_duty, standing
from procedure.errors import ProcedureError
from procedure.evaluation import EvaluationTables, Figures, evaluation_tables
from procedure.holiday_days import seed_working_days
from procedure.other_duties import DUTY_NAMES, evaluation_due
from procedure.permissions import system_actor
from procedure.plans import find_plan
from procedure.progress import owed_entries
from procedure.report_checks import ProjectProgress
from tests.offices import YEAR, Desk
from tests.procedure.test_acts import refused

OPENED, REPORTED = date(2026, 10, 1), date(2026, 12, 9)
REPORT = ReportEvaluation(fiscal_year=YEAR, reported_on=REPORTED, document="ที่ ๑/๒๕๖๙")
PRESENT = PresentEvaluation(fiscal_year=YEAR, to=PresentedTo.COUNCIL, presented_on=date(2026, 12, 15))
ANNOUNCE = AnnounceEvaluation(fiscal_year=YEAR, announced_on=date(2026, 12, 24))
POST = PostEvaluation(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=date(2026, 12, 24))
DOWN = TakeDownEvaluation(fiscal_year=YEAR, place=PostingPlace.WEBSITE, taken_down_on=date(2027, 1, 24))
LAST = date(2027, 2, 1)
STEPS: list[tuple[Callable[..., Any], Any]] = [
    (report_evaluation, REPORT),
    (present_evaluation, PRESENT),
    (present_evaluation, PRESENT.model_copy(update={"to": PresentedTo.COMMITTEE})),
    (announce_evaluation, ANNOUNCE),
    (post_evaluation, POST),
    (take_down_evaluation, DOWN),
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return an office whose evaluation has been opened by the schedule on 1 October."""
    desk = Desk(tmp_path).announced()
    keep_rounds(desk.database, None, None, at(OPENED, time(0, 10)))
    return desk


def through(desk: Desk, steps: int, on: date = LAST) -> None:
    for act, facts in STEPS[:steps]:
        desk.act(act, facts, on)


def duties(desk: Desk) -> dict[str, Obligation]:
    with desk.database.read() as session:
        rows = session.exec(select(Obligation).where(col(Obligation.subject_kind).startswith("evaluation"))).all()
        return {row.rule.value: row for row in rows}


def test_the_schedule_opens_it_the_day_after_the_year_and_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    keep_rounds(desk.database, None, None, at(date(2026, 9, 30), time(23, 59)))
    assert not duties(desk)
    for on in (date(2026, 10, 3), date(2026, 10, 4)):  # the machine was off for two days
        keep_rounds(desk.database, None, None, at(on, time(0, 10)))
    with desk.database.read() as session:
        assert session.exec(select(Evaluation)).one().opened_on == OPENED
    assert {rule: row.due_on for rule, row in duties(desk).items()} == {
        rule: date(2026, 12, 31) for rule in ("report_evaluation", "present_to_council", "present_to_committee")
    }


def test_it_explains_december_and_that_new_years_eve_is_a_holiday(desk: Desk) -> None:
    duty = duties(desk)["report_evaluation"]
    th, en = explain(duty, seed_working_days())
    assert th.startswith(
        "ต้องรายงานผลการติดตามและประเมินผลต่อผู้บริหารท้องถิ่นภายในวันที่ ๓๑ ธันวาคม ๒๕๖๙ "
        "เนื่องจากต้องรายงานและเสนอผลอย่างน้อยปีละหนึ่งครั้งภายในเดือนธันวาคม ตามข้อ ๒๙ (๓) แห่ง"
    )
    assert "ระบบไม่เลื่อนกำหนดออกไป" in th
    assert "within December" in en
    assert short_duty(duty, seed_working_days()).startswith("รายงานผลการประเมินภายในวันพฤหัสบดีที่ ๓๑ ธ.ค. ๒๕๖๙ (ควร")


def test_the_whole_way_meets_every_duty(desk: Desk) -> None:
    through(desk, len(STEPS))
    ended = {rule: (row.state.value, row.ended_on, row.late) for rule, row in duties(desk).items()}
    assert ended == {
        "report_evaluation": ("met", REPORTED, False),
        "present_to_council": ("met", date(2026, 12, 15), False),
        "present_to_committee": ("met", date(2026, 12, 15), False),
        "announce_evaluation": ("met", date(2026, 12, 24), False),  # the fifteenth day
        "keep_evaluation_posted": ("met", date(2027, 1, 24), False),
    }


@pytest.mark.parametrize(
    ("announced_on", "late"), [(date(2026, 12, 24), False), (date(2026, 12, 25), True)]
)  # the fifteenth day, and the sixteenth
def test_the_results_are_announced_within_fifteen_days_of_the_report(
    desk: Desk, announced_on: date, late: bool
) -> None:
    through(desk, 1)
    desk.act(announce_evaluation, ANNOUNCE.model_copy(update={"announced_on": announced_on}), LAST)
    assert duties(desk)["announce_evaluation"].late is late


def test_results_come_down_after_thirty_full_days_and_not_before(desk: Desk) -> None:
    through(desk, 5)
    kept = duties(desk)["keep_evaluation_posted"]
    assert standing(kept, at(date(2027, 1, 23), time(12))) == "keeping"
    assert standing(kept, at(date(2027, 1, 24), time(0))) == "may_end"
    early = refused(desk, take_down_evaluation, DOWN.model_copy(update={"taken_down_on": date(2027, 1, 23)}), LAST)
    assert early.code == "too_early"
    assert early.message_th.startswith("ยังปลดประกาศไม่ได้ เนื่องจากต้องปิดประกาศผลการติดตามและประเมินผลไว้ไม่น้อยกว่าสามสิบวัน")


@pytest.mark.parametrize(
    ("done", "act", "facts", "code"),
    [
        (0, report_evaluation, REPORT.model_copy(update={"reported_on": date(2027, 2, 2)}), "date_in_future"),
        (0, report_evaluation, REPORT.model_copy(update={"reported_on": date(2026, 9, 30)}), "date_before_opening"),
        (0, present_evaluation, PRESENT, "needs_report"),
        (0, announce_evaluation, ANNOUNCE, "needs_report"),
        (0, post_evaluation, POST, "needs_evaluation_announced"),
        (0, take_down_evaluation, DOWN, "not_posted"),
        (1, report_evaluation, REPORT, "already_reported"),
        (1, present_evaluation, PRESENT.model_copy(update={"presented_on": date(2026, 12, 8)}), "date_before_report"),
        (1, present_evaluation, PRESENT.model_copy(update={"presented_on": date(2027, 2, 2)}), "date_in_future"),
        (1, announce_evaluation, ANNOUNCE.model_copy(update={"announced_on": date(2026, 12, 8)}), "date_before_report"),
        (1, announce_evaluation, ANNOUNCE.model_copy(update={"announced_on": date(2027, 2, 2)}), "date_in_future"),
        (2, present_evaluation, PRESENT, "already_presented"),
        (4, announce_evaluation, ANNOUNCE, "already_announced"),
        (4, post_evaluation, POST.model_copy(update={"posted_on": date(2026, 12, 23)}), "date_before_announcement"),
        (4, post_evaluation, POST.model_copy(update={"posted_on": date(2027, 2, 2)}), "date_in_future"),
        (5, post_evaluation, POST, "already_posted"),
        (5, take_down_evaluation, DOWN.model_copy(update={"taken_down_on": date(2027, 2, 2)}), "date_in_future"),
        (5, take_down_evaluation, DOWN.model_copy(update={"place": PostingPlace.OFFICE_BOARD}), "not_posted"),
        (6, take_down_evaluation, DOWN, "already_taken_down"),
    ],
)
def test_what_does_not_fit_is_refused(desk: Desk, done: int, act: Callable[..., Any], facts: Any, code: str) -> None:
    through(desk, done)
    assert refused(desk, act, facts, LAST).code == code


@pytest.mark.parametrize(("act", "facts"), STEPS[:1] + STEPS[3:])
def test_before_the_year_is_over_nothing_is_evaluated(tmp_path: Path, act: Callable[..., Any], facts: Any) -> None:
    desk = Desk(tmp_path).announced()
    assert refused(desk, act, facts, LAST).code == "evaluation_not_open"
    other = facts.model_copy(update={"fiscal_year": 2570})
    assert refused(desk, act, other, LAST).code == "no_plan"


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.CLERK, Role.OFFICER, Role.AUDITOR])
def test_only_the_analyst_records_it(desk: Desk, role: Role) -> None:
    for act, facts in STEPS:
        assert refused(desk, act, facts, LAST, desk.actor(role, LAST)).code == "not_permitted"


def test_the_schedule_alone_opens_it_and_only_when_it_is_time(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    facts, system = OpenEvaluation(fiscal_year=YEAR), system_actor(1)
    assert refused(desk, open_evaluation, facts, OPENED, desk.actor(Role.ADMINISTRATOR, OPENED)).code == "not_permitted"
    assert refused(desk, open_evaluation, facts, date(2026, 9, 30), system).code == "too_early"
    perform(desk.database, desk.requester, open_evaluation, system, facts, at(OPENED, time(1)))
    assert refused(desk, open_evaluation, facts, OPENED, system).code == "evaluation_open"


def test_a_plan_that_was_never_announced_is_not_evaluated(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    keep_rounds(desk.database, None, None, at(OPENED, time(0, 10)))
    assert not duties(desk)
    facts = OpenEvaluation(fiscal_year=YEAR)
    assert refused(desk, open_evaluation, facts, OPENED, system_actor(1)).code == "needs_announced"


def test_years_before_the_rule_are_refused_rather_than_counted(desk: Desk) -> None:
    with desk.database.read() as session:
        this_year = find_plan(session, 1, YEAR).fiscal_year
    assert evaluation_due(type(this_year)(2561)) == date(2018, 12, 31)
    with pytest.raises(ProcedureError) as before:
        evaluation_due(type(this_year)(2560))
    assert before.value.code == "rule_not_in_force"


def report_quarter(desk: Desk, number: int, told: dict[str, tuple[ProgressStatus, int]]) -> None:
    """Open a quarter's round and let each post named report its one project: status and satang disbursed to date."""
    last_day = (date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30))[number - 1]
    on = date(last_day.year + (last_day.month == 12), last_day.month % 12 + 1, 2)
    opened = OpenQuarter(fiscal_year=YEAR, quarter=number)
    perform(desk.database, desk.requester, open_quarter, system_actor(1), opened, at(on, time(1)))
    for title, (status, disbursed) in told.items():
        post = desk.post_of(title)
        with desk.database.read() as session:
            ids = [entry.project_id for entry in owed_entries(session, 1, post, on)]
        reports = tuple(
            ProjectProgress(
                project_id=one,
                status=status,
                percent={ProgressStatus.COMPLETED: 100, ProgressStatus.IN_PROGRESS: 50}.get(status),
                disbursed_satang=disbursed,
                obstacle="ฝนตกชุก",
                obstacle_kind=ObstacleKind.WEATHER,
            )
            for one in ids
        )
        facts = SubmitReports(fiscal_year=YEAR, quarter=number, officer_id=post, reports=reports)
        actor = desk.actor(Role.OFFICER, on, post)
        perform(desk.database, desk.requester, submit_reports, actor, facts, at(on, time(10)))


WORKS, FINANCE = "ผู้รายงานความก้าวหน้า กองช่าง", "ผู้รายงานความก้าวหน้า กองคลัง"
LIAISON = "ผู้ประสานงาน องค์การบริหารส่วนจังหวัดตัวอย่าง"


def year_reported(desk: Desk) -> EvaluationTables:
    started, completed = ProgressStatus.IN_PROGRESS, ProgressStatus.COMPLETED
    none = ProgressStatus.NOT_STARTED
    report_quarter(desk, 1, {WORKS: (started, 1_000_000), FINANCE: (none, 0), LIAISON: (none, 0)})
    report_quarter(desk, 2, {WORKS: (started, 4_000_000), LIAISON: (started, 2_000_000)})  # กองคลัง is missing
    report_quarter(
        desk, 3, {WORKS: (completed, 9_000_000), FINANCE: (started, 50_000), LIAISON: (completed, 9_999_999)}
    )
    with desk.database.read() as session:
        return evaluation_tables(session, find_plan(session, 1, YEAR))


def test_each_quarter_adds_up_to_its_totals_in_every_table(tmp_path: Path) -> None:
    tables = year_reported(Desk(tmp_path).announced())
    assert len(tables.totals) == 4
    for lines in (tables.by_strategy, tables.by_programme, tables.by_division):
        for number in range(4):
            assert sum((line.quarters[number] for line in lines), Figures()) == tables.totals[number]
    for total in tables.totals:
        parts = total.completed + total.in_progress + total.not_started + total.cancelled + total.not_reported
        assert parts == total.projects == 3


def test_the_quarters_say_what_was_reported_and_what_was_not(tmp_path: Path) -> None:
    first, second, third, fourth = year_reported(Desk(tmp_path).announced()).totals
    assert (first.in_progress, first.not_started, first.not_reported) == (1, 2, 0)
    assert (second.in_progress, second.not_reported) == (2, 1)
    assert (third.completed, third.in_progress) == (2, 1)
    assert (fourth.not_reported, fourth.own_disbursed_satang) == (3, third.own_disbursed_satang)  # to date
    assert [one.own_disbursed_satang for one in (first, second, third)] == [1_000_000, 4_000_000, 9_050_000]
    assert [one.other_disbursed_satang for one in (first, second, third)] == [0, 2_000_000, 9_999_999]
    assert {one.own_budget_satang for one in (first, second, third, fourth)} == {20_000_000}
    assert {one.other_budget_satang for one in (first, second, third, fourth)} == {10_000_000}


def test_other_agencies_stand_under_their_own_names(tmp_path: Path) -> None:
    tables = year_reported(Desk(tmp_path).announced())
    assert [line.label for line in tables.by_division] == ["กองคลัง", "กองช่าง", "องค์การบริหารส่วนจังหวัดตัวอย่าง"]
    agency = tables.by_division[-1].quarters[2]
    assert (agency.projects, agency.own_budget_satang, agency.other_budget_satang) == (1, 0, 10_000_000)


def test_the_tables_of_a_day_in_the_year_hold_the_quarters_that_had_ended(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    year_reported(desk)
    with desk.database.read() as session:
        plan = find_plan(session, 1, YEAR)
        ends = [len(evaluation_tables(session, plan, at(on, time(9))).totals) for on in (OPENED, date(2026, 9, 30))]
        early = evaluation_tables(session, plan, at(date(2026, 1, 2), time(9))).totals
    assert ends == [4, 3]
    assert [one.not_reported for one in early] == [3]  # the reports came an hour later


def test_duty_names_cover_every_rule() -> None:
    assert set(DUTY_NAMES) == set(ObligationRule)
