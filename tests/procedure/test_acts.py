"""The acts of a plan: what each writes, and what each refuses, with its code and with nothing written."""

from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from models.kinds import (
    ObligationRule,
    ObligationState,
    OrganizationKind,
    PostingPlace,
    ProgressStatus,
    ResolutionOutcome,
    Role,
    Via,
)
from models.obligations import Event, Obligation
from models.organizations import Organization
from models.plans import Project, ProjectEntry, ProjectSource
from procedure.act import Facts
from procedure.acts.announcing import AnnouncePlan, announce_plan
from procedure.acts.collecting import (
    CorrectProject,
    ImportProjects,
    OpenPlan,
    correct_project,
    import_projects,
    open_plan,
)
from procedure.acts.deciding import ProjectRemark, RecordResolution, record_resolution
from procedure.acts.drafting import CompileDraft, SubmitDraft, compile_draft, submit_draft
from procedure.acts.posting import PostPlan, TakeDownPlan, post_plan, take_down_plan
from procedure.acts.reporting import SubmitReports, submit_reports
from procedure.calendar import at
from procedure.errors import ProcedureError
from procedure.history import step_history
from procedure.permissions import Actor
from procedure.plans import Step, find_plan, step_of
from procedure.report_checks import ProjectProgress
from tests.offices import ANNOUNCED, PROMULGATED, YEAR, Desk, equipment, project

DAY = date(2025, 10, 31)
OPEN = OpenPlan(fiscal_year=YEAR, budget_promulgated_on=PROMULGATED)
IMPORT = ImportProjects(
    fiscal_year=YEAR,
    file_name="plan.xlsx",
    file_sha256="0" * 64,
    file_content=b"x",
    projects=[project()],
    equipment=[equipment()],
)
CORRECT = CorrectProject(fiscal_year=YEAR, project_number=1, reason="แก้ไข", place="หมู่ที่ ๒")
COMPILE = CompileDraft(fiscal_year=YEAR)
SUBMIT = SubmitDraft(fiscal_year=YEAR, submitted_on=DAY)
APPROVE = RecordResolution(fiscal_year=YEAR, number="1", considered_on=DAY, outcome=ResolutionOutcome.APPROVE)
ANNOUNCE = AnnouncePlan(fiscal_year=YEAR, announced_on=DAY, signatory="นายกเทศมนตรีตำบลตัวอย่าง")
POST = PostPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=DAY)
DOWN = TakeDownPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, taken_down_on=DAY)
FACTS: dict[Callable[..., Any], Facts] = {
    open_plan: OPEN,
    import_projects: IMPORT,
    correct_project: CORRECT,
    compile_draft: COMPILE,
    submit_draft: SUBMIT,
    record_resolution: APPROVE,
    announce_plan: ANNOUNCE,
    post_plan: POST,
    take_down_plan: DOWN,
}
STAGES: dict[Step, Callable[[Desk], object]] = {
    Step.COLLECTING: Desk.collect,
    Step.DRAFTED: lambda desk: (desk.collect(), desk.compile()),
    Step.SUBMITTED: lambda desk: (desk.collect(), desk.compile(), desk.submit()),
    Step.APPROVED: lambda desk: (
        desk.collect(),
        desk.compile(),
        desk.submit(),
        desk.resolve(ResolutionOutcome.APPROVE),
    ),
    Step.ANNOUNCED: Desk.announced,
}


def refused(desk: Desk, act: Callable[..., Any], facts: Facts, on: date, actor: Actor | None = None) -> ProcedureError:
    """Return the refusal of an act, having seen that it says what to do and wrote nothing."""
    before = desk.rows()
    with pytest.raises(ProcedureError) as error, desk.database.write() as session:
        act(session, actor or desk.actor(Role.PLAN_ANALYST, on), facts, at(on, time(10)))
    assert desk.rows() == before
    assert error.value.message_th
    assert error.value.message_en
    return error.value


@pytest.mark.parametrize(
    ("stage", "act", "facts", "code"),
    [
        (None, open_plan, {"budget_promulgated_on": DAY + timedelta(days=1)}, "date_in_future"),
        (None, open_plan, {"budget_promulgated_on": date(2024, 9, 26)}, "date_outside_year"),
        (None, open_plan, {"fiscal_year": 2026}, "bad_fiscal_year"),  # a Gregorian year typed
        (Step.DRAFTED, submit_draft, {"submitted_on": DAY + timedelta(days=1)}, "date_in_future"),
        (Step.DRAFTED, submit_draft, {"submitted_on": date(2025, 10, 6)}, "date_before_compiling"),
        (Step.SUBMITTED, record_resolution, {"considered_on": DAY + timedelta(days=1)}, "date_in_future"),
        (Step.SUBMITTED, record_resolution, {"considered_on": date(2025, 10, 7)}, "date_before_submission"),
        (Step.SUBMITTED, record_resolution, {"outcome": ResolutionOutcome.RETURN}, "return_without_remarks"),
        (
            Step.SUBMITTED,
            record_resolution,
            {"project_remarks": [ProjectRemark(project_number=99, remark="แก้")]},
            "unknown_project",
        ),
        (
            Step.SUBMITTED,
            record_resolution,
            {"project_remarks": [ProjectRemark(project_number=1, remark="แก้")] * 2},
            "double_remark",
        ),
        (Step.COLLECTING, compile_draft, {"fiscal_year": 2**63}, "no_plan"),
        (Step.COLLECTING, compile_draft, {"compiled_on": DAY + timedelta(days=1)}, "date_in_future"),
        (Step.COLLECTING, compile_draft, {"compiled_on": date(2025, 9, 25)}, "date_before_promulgation"),
        (Step.APPROVED, announce_plan, {"announced_on": DAY + timedelta(days=1)}, "date_in_future"),
        (Step.APPROVED, announce_plan, {"announced_on": date(2025, 10, 9)}, "date_before_approval"),
        (Step.APPROVED, announce_plan, {"signatory": "ผู้อำนวยการกองช่าง"}, "unknown_signatory"),
        (Step.ANNOUNCED, post_plan, {"posted_on": DAY + timedelta(days=1)}, "date_in_future"),
        (Step.ANNOUNCED, post_plan, {"posted_on": date(2025, 10, 16)}, "date_before_announcement"),
        (Step.ANNOUNCED, take_down_plan, {}, "not_posted"),
        (Step.COLLECTING, import_projects, {"projects": [], "equipment": []}, "empty_import"),
        (Step.COLLECTING, import_projects, {"projects": [project(divisions=["กองไม่มี"])]}, "unknown_division"),
        (Step.COLLECTING, import_projects, {"projects": [project(divisions=[], agency="อื่น")]}, "unknown_agency"),
        (Step.COLLECTING, correct_project, {"project_number": 99}, "unknown_project"),
    ],
)
def test_wrong_facts_are_refused(
    tmp_path: Path, stage: Step | None, act: Callable[..., Any], facts: dict[str, Any], code: str
) -> None:
    desk = Desk(tmp_path)
    if stage:
        STAGES[stage](desk)
    assert refused(desk, act, FACTS[act].model_copy(update=facts), DAY).code == code


def test_opening_a_plan_starts_thirty_days_that_a_sunday_does_not_move(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    outcome = desk.open()
    with desk.database.read() as session:
        obligation = session.exec(select(Obligation)).one()
        sources = session.exec(select(ProjectSource).order_by(col(ProjectSource.id))).all()
    assert (obligation.rule, obligation.due_on) == (ObligationRule.COMPLETE_PLAN, date(2025, 10, 26))
    assert [source.asked_on for source in sources] == [PROMULGATED] * 9 + [None, None]
    assert outcome.run is not None
    assert outcome.run.deployment == "collection"
    assert [run.idempotency_key for run in desk.requester.asked] == [outcome.run.idempotency_key]


def test_importing_again_changes_nothing_and_a_changed_row_replaces_its_own(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect(project("หนึ่ง"), project("สอง"))
    kept = {name: n for name, n in desk.rows().items() if name not in ("audit_entry", "event")}
    desk.bring(project("หนึ่ง"), project("สอง", place="หมู่ที่ ๗"))
    assert {name: n for name, n in desk.rows().items() if name not in ("audit_entry", "event")} == kept
    with desk.database.read() as session:
        places = session.exec(select(col(ProjectEntry.place)).order_by(col(ProjectEntry.project_id))).all()
    assert list(places) == ["หมู่ที่ ๑", "หมู่ที่ ๗"]


def test_two_rows_alike_in_name_are_two_projects_also_when_imported_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect(project("โครงการซ้ำชื่อ"), project("โครงการซ้ำชื่อ", place="หมู่ที่ ๒"))
    desk.bring(project("โครงการซ้ำชื่อ"), project("โครงการซ้ำชื่อ", place="หมู่ที่ ๓"))
    with desk.database.read() as session:
        places = session.exec(select(col(ProjectEntry.place)).order_by(col(ProjectEntry.project_id))).all()
    assert list(places) == ["หมู่ที่ ๑", "หมู่ที่ ๓"]
    assert desk.rows()["funding_line"] == 3  # two projects and the equipment item


def test_importing_the_same_file_again_keeps_what_was_corrected_since(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect(project())
    desk.act(correct_project, CORRECT, date(2025, 10, 6))
    before = desk.rows()
    desk.bring(project())
    assert desk.rows() == before
    with desk.database.read() as session:
        assert session.exec(select(col(ProjectEntry.place))).one() == "หมู่ที่ ๒"


def test_an_import_tells_which_sources_have_answered(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    quoted = project(
        "โครงการทางหลวงชนบท", divisions=[], agency="แขวงทางหลวงชนบทตัวอย่าง", learnt_from="แผนพัฒนาจังหวัด หน้า ๓"
    )
    desk.collect(project(), quoted)
    with desk.database.read() as session:
        sources = {source.title: source for source in session.exec(select(ProjectSource))}
    assert sources["กองช่าง"].answered_on == date(2025, 10, 3)
    assert sources["กองคลัง"].answered_on == date(2025, 10, 3)  # by its equipment alone
    assert sources["กองการศึกษา"].answered_on is None
    assert sources["แผนพัฒนาจังหวัด"].looked_through_on == date(2025, 10, 3)
    assert sources["แขวงทางหลวงชนบทตัวอย่าง"].answered_on is None  # found in a plan, not told by the agency
    assert sources["แผนพัฒนาอำเภอ"].looked_through_on is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"months": 0}, "ยังไม่ระบุเดือนที่ดำเนินการ"),
        ({"place": ""}, "ยังไม่ระบุสถานที่ดำเนินการ"),
        ({"divisions": [], "agency": "แขวงทางหลวงชนบทตัวอย่าง"}, "ยังไม่ระบุที่มาของข้อมูล"),
        ({"funding": []}, "ยังไม่ระบุแหล่งงบประมาณ"),
    ],
)
def test_an_incomplete_project_stops_the_draft_and_is_named(tmp_path: Path, change: dict[str, Any], code: str) -> None:
    desk = Desk(tmp_path)
    desk.collect(project("โครงการขาด", **change))
    refusal = refused(desk, compile_draft, COMPILE, DAY)
    assert refusal.code == "incomplete"
    assert "โครงการขาด" in refusal.message_th
    assert code in refusal.message_th


def test_empty_references_are_warnings_only(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect(project("โครงการหนึ่ง", plan_reference="", budget_reference=""))
    assert len(desk.compile().warnings_th) == 2


def test_a_returned_draft_opens_the_edition_again_and_keeps_the_resolution(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    desk.compile()
    desk.submit()
    desk.resolve(ResolutionOutcome.RETURN, project_remarks=[ProjectRemark(project_number=1, remark="ระบุหมู่ที่")])
    with desk.database.read() as session:
        assert step_of(find_plan(session, 1, YEAR).edition) is Step.COLLECTING
    desk.act(correct_project, CORRECT, date(2025, 10, 14))
    assert "ครั้งที่ 2" in desk.compile(date(2025, 10, 14)).message_th
    with desk.database.read() as session:
        one = select(ProjectEntry).join(Project, col(Project.id) == col(ProjectEntry.project_id))
        entry = session.exec(one.where(Project.number == 1)).one()
    assert entry.place == "หมู่ที่ ๒"


def test_a_draft_is_not_compiled_before_it_was_returned(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    STAGES[Step.SUBMITTED](desk)
    desk.resolve(ResolutionOutcome.RETURN, remarks="แก้ไข")
    early = CompileDraft(fiscal_year=YEAR, compiled_on=date(2025, 10, 9))
    assert refused(desk, compile_draft, early, DAY).code == "date_before_return"


def test_a_year_may_be_typed_weeks_later_with_the_papers_own_dates(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    later = date(2025, 12, 20)
    desk.act(compile_draft, CompileDraft(fiscal_year=YEAR, compiled_on=date(2025, 10, 7)), later)
    desk.act(submit_draft, SubmitDraft(fiscal_year=YEAR, submitted_on=date(2025, 10, 8)), later)
    approved = RecordResolution(
        fiscal_year=YEAR, number="1", considered_on=date(2025, 10, 10), outcome=ResolutionOutcome.APPROVE
    )
    desk.meet("1", date(2025, 10, 10))
    desk.act(record_resolution, approved, later)
    desk.countersign(later)
    desk.act(announce_plan, ANNOUNCE.model_copy(update={"announced_on": ANNOUNCED}), later, Role.EXECUTIVE)
    with desk.database.read() as session:
        completion = session.exec(select(Obligation).where(Obligation.rule == ObligationRule.COMPLETE_PLAN)).one()
        steps = step_history(session, find_plan(session, 1, YEAR), at(later, time(18)))
    assert (completion.ended_on, completion.late) == (ANNOUNCED, False)
    assert [(step.name, step.done) for step in steps][:2] == [
        ("collection", date(2025, 10, 7)),
        ("drafting", date(2025, 10, 8)),
    ]


def test_the_announcement_meets_completion_and_starts_fifteen_days(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    with desk.database.read() as session:
        rows = {row.rule: row for row in session.exec(select(Obligation))}
    assert rows[ObligationRule.COMPLETE_PLAN].state is ObligationState.MET
    assert rows[ObligationRule.COMPLETE_PLAN].ended_on == ANNOUNCED
    assert not rows[ObligationRule.COMPLETE_PLAN].late
    assert rows[ObligationRule.POST_ANNOUNCEMENT].due_on == date(2025, 11, 1)  # a Saturday, not moved


@pytest.mark.parametrize(
    ("announced_on", "late"),
    [(date(2025, 10, 26), False), (date(2025, 10, 27), True)],  # the thirtieth day, a Sunday, and the day after
)
def test_completion_is_late_on_the_thirty_first_day(tmp_path: Path, announced_on: date, late: bool) -> None:
    desk = Desk(tmp_path)
    STAGES[Step.APPROVED](desk)
    desk.announce(announced_on)
    with desk.database.read() as session:
        row = session.exec(select(Obligation).where(Obligation.rule == ObligationRule.COMPLETE_PLAN)).one()
    assert row.late is late


@pytest.mark.parametrize(("posted_on", "late"), [(date(2025, 11, 1), False), (date(2025, 11, 2), True)])
def test_posting_is_late_on_the_sixteenth_day(tmp_path: Path, posted_on: date, late: bool) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(post_plan, POST.model_copy(update={"posted_on": posted_on}), posted_on)
    with desk.database.read() as session:
        row = session.exec(select(Obligation).where(Obligation.rule == ObligationRule.POST_ANNOUNCEMENT)).one()
    assert row.late is late


def test_posting_is_met_by_the_first_place_and_kept_up_place_by_place(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    board, website = date(2025, 10, 24), date(2025, 11, 5)
    desk.act(post_plan, POST.model_copy(update={"place": PostingPlace.OFFICE_BOARD, "posted_on": board}), board)
    desk.act(post_plan, POST.model_copy(update={"posted_on": website}), website)
    again = POST.model_copy(update={"posted_on": website})
    assert refused(desk, post_plan, again, website).code == "already_posted"
    with desk.database.read() as session:
        met = session.exec(select(Obligation).where(Obligation.rule == ObligationRule.POST_ANNOUNCEMENT)).one()
        kept = session.exec(select(Obligation).where(Obligation.rule == ObligationRule.KEEP_POSTED)).all()
    assert (met.ended_on, met.late) == (board, False)
    assert sorted(row.due_on for row in kept) == [date(2025, 11, 23), date(2025, 12, 5)]


def test_taking_down_is_refused_on_the_thirtieth_day_and_accepted_on_the_day_after(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    posted = date(2025, 10, 24)
    desk.act(post_plan, POST.model_copy(update={"posted_on": posted}), posted)
    thirtieth, after = posted + timedelta(days=30), posted + timedelta(days=31)
    refusal = refused(desk, take_down_plan, DOWN.model_copy(update={"taken_down_on": thirtieth}), thirtieth)
    assert refusal.code == "too_early"
    assert refusal.message_th.startswith("ยังปลดประกาศไม่ได้ เนื่องจาก")
    assert "๒๔ พฤศจิกายน ๒๕๖๘" in refusal.message_th
    assert refusal.clause is not None
    assert "ข้อ ๒๖ (๒)" in refusal.clause
    down = DOWN.model_copy(update={"taken_down_on": after})
    desk.act(take_down_plan, down, after)
    assert refused(desk, take_down_plan, down, after).code == "already_taken_down"


def test_each_act_leaves_one_audit_entry_and_one_event(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    before = desk.rows()
    desk.announced()
    after = desk.rows()
    assert after["audit_entry"] - before["audit_entry"] == 8
    with desk.database.read() as session:
        kinds = session.exec(select(col(Event.kind)).order_by(col(Event.id))).all()
    assert list(kinds) == [
        "plan_opened",
        "projects_imported",
        "draft_compiled",
        "draft_submitted",
        "meeting_held",
        "draft_approved",
        "resolution_countersigned",
        "plan_announced",
    ]


def test_a_report_of_another_organizations_post_is_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.write() as session:
        session.add(Organization(id=2, code="other", kind=OrganizationKind.TOWN, name="เทศบาลเมืองอื่น"))
    actor = Actor(organization_id=2, via=Via.PORTAL, officer_id=99, person_id=99, roles=frozenset({Role.OFFICER}))
    facts = SubmitReports(
        fiscal_year=YEAR,
        quarter=1,
        officer_id=desk.post_of("ผู้รายงานความก้าวหน้า กองช่าง"),
        reports=(ProjectProgress(project_id=1, status=ProgressStatus.NOT_STARTED),),
    )
    assert refused(desk, submit_reports, facts, date(2026, 1, 5), actor).code == "not_your_post"
