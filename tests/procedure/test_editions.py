"""Additions and amendments: what starts their thirty days, what they do to projects, and the plan in force."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from documents.account_totals import plan_totals
from documents.plan_facts import plan_content
from models.kinds import (
    Approver,
    FundingSource,
    ObligationRule,
    ObligationState,
    PostingPlace,
    ResolutionOutcome,
    Role,
    TriggerKind,
)
from models.obligations import Obligation
from models.organizations import Organization
from models.plans import FundingLine, Project, ProjectEntry
from procedure.acts.announcing import AnnouncePlan, announce_plan
from procedure.acts.changing import (
    CancelProject,
    ChangeProject,
    MergeProjects,
    WithdrawEntry,
    cancel_project,
    change_project,
    merge_projects,
    withdraw_entry,
)
from procedure.acts.choosing import ChooseDays, choose_days
from procedure.acts.collecting import ImportProjects, OpenPlan, import_projects, open_plan
from procedure.acts.drafting import CompileDraft, SubmitDraft, compile_draft, submit_draft
from procedure.acts.editions import (
    AbandonEdition,
    OpenAmendment,
    RecordTrigger,
    abandon_edition,
    open_amendment,
    record_trigger,
)
from procedure.acts.posting import PostPlan, post_plan
from procedure.calendar import last_instant
from procedure.duties import explain
from procedure.duty_subjects import duty_subject
from procedure.history import step_history
from procedure.holiday_days import office_working_days
from procedure.plans import Step, entries_in_force, find_edition, find_plan
from procedure.project_history import project_history
from procedure.proposals import ProposedFunding
from tests.offices import ANNOUNCED, YEAR, Desk, equipment, project
from tests.procedure.test_acts import refused

DAY = date(2026, 2, 2)
LETTER = RecordTrigger(
    fiscal_year=YEAR, kind=TriggerKind.OTHER_AGENCY, occurred_on=date(2026, 1, 31), document="หนังสือ ที่ ๑/๒๕๖๙"
)
AMEND = OpenAmendment(fiscal_year=YEAR, reason="สถานที่ดำเนินการเปลี่ยนแปลง")


def change(number: int = 1, **facts: Any) -> ChangeProject:
    return ChangeProject(fiscal_year=YEAR, project_number=number, reason="จำเป็น", authority="บันทึก ที่ ๑", **facts)


def bring(desk: Desk, *names: str, on: date = DAY, edition: str = "") -> None:
    facts = ImportProjects(
        fiscal_year=YEAR,
        edition=edition,
        file_name="more.xlsx",
        file_sha256="1" * 64,
        file_content=b"more",
        projects=[project(name) for name in names],
        equipment=[],
    )
    desk.act(import_projects, facts, on)


def announce(desk: Desk, edition: str, on: date) -> None:
    facts = AnnouncePlan(fiscal_year=YEAR, edition=edition, announced_on=on, signatory="นายกเทศมนตรีตำบลตัวอย่าง")
    desk.act(announce_plan, facts, on, Role.EXECUTIVE)


def announce_addition(desk: Desk, edition: str, on: date) -> None:
    """Bring an addition through the committee to its announcement, all on one day."""
    desk.act(compile_draft, CompileDraft(fiscal_year=YEAR, edition=edition), on)
    desk.act(submit_draft, SubmitDraft(fiscal_year=YEAR, edition=edition, submitted_on=on), on)
    desk.resolve(ResolutionOutcome.APPROVE, on, edition=edition)
    announce(desk, edition, on)


def announce_amendment(desk: Desk, edition: str, on: date) -> None:
    desk.act(compile_draft, CompileDraft(fiscal_year=YEAR, edition=edition), on)
    announce(desk, edition, on)


def in_force(session: Session, on: date) -> dict[int, ProjectEntry]:
    plan = find_plan(session, 1, YEAR)
    numbers = {row.id: row.number for row in session.exec(select(Project))}
    return {numbers[entry.project_id]: entry for entry in entries_in_force(session, plan.plan_id, on)}


def change_settings(desk: Desk, **changed: object) -> None:
    with desk.database.write() as session:
        row = session.get_one(Organization, 1)
        row.settings = {**row.settings, **changed}
        session.add(row)


@pytest.mark.parametrize(
    ("kind", "occurred_on", "due_on", "words"),
    [
        # 31 January 2569, a Saturday: short February (domain.md 2)
        (TriggerKind.SUPPLEMENTARY_BUDGET, date(2026, 1, 31), date(2026, 3, 2), "งบประมาณรายจ่ายเพิ่มเติม"),
        (TriggerKind.ACCUMULATED_FUNDS, date(2026, 1, 5), date(2026, 2, 4), "เงินสะสม"),
        (TriggerKind.OTHER_AGENCY, date(2026, 1, 9), date(2026, 2, 8), "ลงรับหนังสือวันที่"),  # due on a Sunday
        (TriggerKind.ALLOTTED_SUBSIDY, date(2026, 1, 12), date(2026, 2, 11), "ลงรับหนังสือวันที่"),
    ],
)
def test_each_event_starts_its_own_thirty_days(
    tmp_path: Path, kind: TriggerKind, occurred_on: date, due_on: date, words: str
) -> None:
    desk = Desk(tmp_path).announced()
    approver = Approver.COUNCIL if kind is TriggerKind.ACCUMULATED_FUNDS else None
    facts = RecordTrigger(fiscal_year=YEAR, kind=kind, occurred_on=occurred_on, document="ที่ ๑", approver=approver)
    desk.act(record_trigger, facts, DAY)
    with desk.database.read() as session:
        opened = find_edition(session, 1, YEAR, "addition-1", Step.COLLECTING)
        duty = session.exec(
            select(Obligation).where(
                Obligation.rule == ObligationRule.COMPLETE_PLAN, Obligation.state == ObligationState.OPEN
            )
        ).one()
        told, _english = explain(duty, office_working_days(session))
    assert opened.title == "เพิ่มเติม ครั้งที่ ๑"
    assert duty.due_on == due_on
    assert words in told


def test_one_edition_discharges_several_events_and_is_due_by_the_earliest(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(record_trigger, LETTER, DAY)
    earlier = LETTER.model_copy(update={"kind": TriggerKind.ALLOTTED_SUBSIDY, "occurred_on": date(2026, 1, 20)})
    desk.act(record_trigger, earlier, DAY)
    bring(desk, "โครงการจากหนังสือ")
    with desk.database.read() as session:
        plan = find_plan(session, 1, YEAR)
        waiting = [line for line in step_history(session, plan, last_instant(DAY)) if line.edition]
    assert [line.name for line in waiting] == ["collection"]
    announce_addition(desk, "addition-1", date(2026, 2, 25))
    with desk.database.read() as session:
        duties = session.exec(select(Obligation).where(Obligation.trigger_kind != TriggerKind.ANNUAL_BUDGET)).all()
        announced = [line for line in step_history(session, plan, last_instant(DAY)) if line.name == "announcement"]
    assert {(duty.due_on, duty.ended_on, duty.late) for duty in duties} == {
        (date(2026, 3, 2), date(2026, 2, 25), False),
        (date(2026, 2, 19), date(2026, 2, 25), True),
    }
    assert (announced[-1].due, announced[-1].outcome) == (date(2026, 2, 19), "late")


def test_an_event_opens_a_new_addition_once_the_last_one_is_with_the_committee(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(record_trigger, LETTER, DAY)
    bring(desk, "โครงการจากหนังสือ")
    desk.act(compile_draft, CompileDraft(fiscal_year=YEAR), DAY)
    second = LETTER.model_copy(update={"document": "หนังสือ ที่ ๒/๒๕๖๙"})
    assert "เพิ่มเติม ครั้งที่ ๒" in desk.act(record_trigger, second, DAY).message_th
    assert refused(desk, record_trigger, second, DAY).code == "trigger_exists"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": TriggerKind.ACCUMULATED_FUNDS}, "approver_missing"),
        ({"kind": TriggerKind.ACCUMULATED_FUNDS, "approver": Approver.EXECUTIVE}, "executive_may_not_approve"),
        ({"occurred_on": date(2026, 2, 3)}, "date_in_future"),
        ({"occurred_on": date(2025, 3, 1)}, "date_outside_year"),
        ({"kind": TriggerKind.ANNUAL_BUDGET}, "needs_collecting"),
        ({"edition": "amendment-1"}, "not_an_addition"),
        ({"edition": "addition-9"}, "no_edition"),
        ({"edition": "base"}, "needs_collecting"),
    ],
)
def test_an_event_that_cannot_be_is_refused(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(open_amendment, AMEND, DAY)
    assert refused(desk, record_trigger, LETTER.model_copy(update=changes), DAY).code == code


def test_the_executive_approves_accumulated_funds_where_the_office_says_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    change_settings(desk, executive_may_approve_accumulated_funds=True)
    facts = LETTER.model_copy(update={"kind": TriggerKind.ACCUMULATED_FUNDS, "approver": Approver.EXECUTIVE})
    assert desk.act(record_trigger, facts, DAY).subject_id == 2


def test_nothing_runs_until_the_budget_is_promulgated(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    opened = desk.act(open_plan, OpenPlan(fiscal_year=YEAR), date(2025, 9, 1))
    assert "ยังไม่เริ่มนับ" in opened.message_th
    assert not desk.rows()["obligation"]
    desk.bring(project())
    late = date(2025, 10, 20)
    assert refused(desk, compile_draft, CompileDraft(fiscal_year=YEAR), late).code == "no_trigger"
    promulgated = RecordTrigger(
        fiscal_year=YEAR, kind=TriggerKind.ANNUAL_BUDGET, occurred_on=date(2025, 10, 15), document="เทศบัญญัติ"
    )
    assert "๑๔ พฤศจิกายน ๒๕๖๘" in desk.act(record_trigger, promulgated, late).message_th
    assert refused(desk, record_trigger, promulgated, late).code == "already_promulgated"
    desk.compile(late)


def test_promulgation_typed_on_the_first_of_october_is_questioned(tmp_path: Path) -> None:
    first = date(2025, 10, 1)
    outcome = Desk(tmp_path).act(open_plan, OpenPlan(fiscal_year=YEAR, budget_promulgated_on=first), first)
    assert any("๑ ตุลาคม" in warning for warning in outcome.warnings_th)


def test_an_amendment_has_no_thirty_days_and_needs_no_committee_by_default(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(open_amendment, AMEND, DAY)
    desk.act(change_project, change(place="หมู่ที่ ๙"), DAY)
    desk.act(compile_draft, CompileDraft(fiscal_year=YEAR), DAY)
    submit = SubmitDraft(fiscal_year=YEAR, submitted_on=DAY)
    assert refused(desk, submit_draft, submit, DAY).code == "passes_no_committee"
    announce(desk, "", DAY)
    with desk.database.read() as session:
        amendment = find_edition(session, 1, YEAR, "amendment-1", Step.ANNOUNCED)
        rules = [row.rule for row in session.exec(select(Obligation).where(Obligation.started_on >= DAY))]
        place = in_force(session, DAY)[1].place, in_force(session, DAY - timedelta(days=1))[1].place
    assert amendment.title == "แก้ไข ครั้งที่ ๑/๒๕๖๙"
    assert rules == [ObligationRule.POST_ANNOUNCEMENT]  # its own fifteen days; no thirty
    assert place == ("หมู่ที่ ๙", "หมู่ที่ ๑")


def test_an_office_may_let_amendments_pass_the_committee_and_leave_them_unposted(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    change_settings(desk, amendment_passes_committee=True, amendment_posted=False, edition_word="ฉบับที่")
    desk.act(open_amendment, AMEND, DAY)
    desk.act(change_project, change(months=0b11), DAY)
    desk.act(compile_draft, CompileDraft(fiscal_year=YEAR), DAY)
    early = AnnouncePlan(fiscal_year=YEAR, announced_on=DAY, signatory="นายกเทศมนตรีตำบลตัวอย่าง")
    assert refused(desk, announce_plan, early, DAY).code == "needs_approved"
    desk.act(submit_draft, SubmitDraft(fiscal_year=YEAR, submitted_on=DAY), DAY)
    desk.resolve(ResolutionOutcome.APPROVE, DAY)
    announce(desk, "", DAY)
    with desk.database.read() as session:
        assert find_edition(session, 1, YEAR, "amendment-1", Step.ANNOUNCED).title == "แก้ไข ฉบับที่ ๑/๒๕๖๙"
        assert not session.exec(select(Obligation).where(Obligation.started_on == DAY)).all()


def test_a_later_edition_is_not_announced_before_the_base_plan(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    on = date(2025, 10, 7)
    desk.compile(on)
    letter = LETTER.model_copy(update={"occurred_on": date(2025, 10, 6)})
    desk.act(record_trigger, letter, on)
    bring(desk, "โครงการจากหนังสือ", on=on)
    desk.act(compile_draft, CompileDraft(fiscal_year=YEAR, edition="addition-1"), on)
    desk.act(submit_draft, SubmitDraft(fiscal_year=YEAR, edition="addition-1", submitted_on=on), on)
    desk.resolve(ResolutionOutcome.APPROVE, on, edition="addition-1")
    facts = AnnouncePlan(fiscal_year=YEAR, announced_on=on, signatory="นายกเทศมนตรีตำบลตัวอย่าง")
    assert refused(desk, announce_plan, facts, on).code == "base_not_announced"


def test_several_editions_at_one_step_must_be_named(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(record_trigger, LETTER, DAY)
    desk.act(open_amendment, AMEND, DAY)
    refusal = refused(desk, compile_draft, CompileDraft(fiscal_year=YEAR), DAY)
    assert refusal.code == "which_edition"
    assert "addition-1, amendment-1" in refusal.message_en


def test_a_project_is_cancelled_and_another_merged_into_a_third_with_its_money(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced(*(project(f"โครงการที่ {n}") for n in range(1, 5)))
    desk.act(open_amendment, AMEND, DAY)
    named = {"fiscal_year": YEAR, "reason": "ซ้ำซ้อน", "authority": "คำสั่ง ที่ ๑"}
    desk.act(cancel_project, CancelProject(project_number=1, **named), DAY)
    desk.act(merge_projects, MergeProjects(project_number=2, into_number=3, **named), DAY)
    again = CancelProject(project_number=1, **named)
    assert refused(desk, cancel_project, again, DAY).code == "already_changed"
    itself = MergeProjects(project_number=4, into_number=4, **named)
    assert refused(desk, merge_projects, itself, DAY).code == "merge_into_itself"
    merged = WithdrawEntry(fiscal_year=YEAR, project_number=3, reason="พิมพ์ผิด")
    assert refused(desk, withdraw_entry, merged, DAY).code == "merged_into"
    announce_amendment(desk, "amendment-1", DAY)
    with desk.database.read() as session:
        entries = in_force(session, DAY)
        funded = session.exec(select(col(FundingLine.amount_satang)).where(FundingLine.entry_id == entries[3].id)).all()
        told = project_history(session, find_plan(session, 1, YEAR), 2)
        taker = project_history(session, find_plan(session, 1, YEAR), 3)
    assert taker[-1].what_th == "แก้ไข ครั้งที่ ๑/๒๕๖๙: เปลี่ยนแปลง งบประมาณ จาก ๑๐๐,๐๐๐ บาท เป็น ๒๐๐,๐๐๐ บาท"
    assert set(entries) == {3, 4}
    assert sum(funded) == 20_000_000
    assert [line.what_th for line in told] == [
        "แผนหลัก: เพิ่ม",
        "แก้ไข ครั้งที่ ๑/๒๕๖๙: รวมโครงการเข้ากับโครงการลำดับที่ ๓",
    ]
    desk.act(open_amendment, AMEND, DAY)
    assert refused(desk, change_project, change(1, place="x"), DAY).code == "not_in_force"
    assert refused(desk, change_project, change(99, place="x"), DAY).code == "unknown_project"


def test_a_moved_project_says_from_which_months_to_which(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(open_amendment, AMEND, DAY)
    desk.act(change_project, change(months=0b110000000000, divisions=["กองคลัง"]), DAY)
    announce_amendment(desk, "", DAY)
    with desk.database.read() as session:
        told = project_history(session, find_plan(session, 1, YEAR), 1)[-1]
        officer = in_force(session, DAY)[1].officer_id
    assert told.what_th.endswith("เดือนที่ดำเนินการ จาก พ.ย. ธ.ค. เป็น ส.ค. ก.ย.; หน่วยงานรับผิดชอบ จาก กองช่าง เป็น กองคลัง")
    assert (told.on, told.reason, told.authority) == (DAY, "จำเป็น", "บันทึก ที่ ๑")
    assert officer == desk.post_of("ผู้รายงานความก้าวหน้า กองคลัง")


def test_what_is_withdrawn_from_an_amendment_leaves_what_was_in_force(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(open_amendment, AMEND, DAY)
    desk.act(change_project, change(place="หมู่ที่ ๙"), DAY)
    withdrawn = WithdrawEntry(fiscal_year=YEAR, project_number=1, reason="พิมพ์ผิด")
    desk.act(withdraw_entry, withdrawn, DAY)
    assert refused(desk, withdraw_entry, withdrawn, DAY).code == "unknown_project"
    assert refused(desk, compile_draft, CompileDraft(fiscal_year=YEAR), DAY).code == "no_projects"


def test_an_edition_does_not_undo_what_another_announced_meanwhile(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    for place in ("หมู่ที่ ๘", "หมู่ที่ ๙"):
        desk.act(open_amendment, AMEND, DAY)
        number = "amendment-1" if place.endswith("๘") else "amendment-2"
        desk.act(change_project, change(place=place, edition=number), DAY)
        desk.act(compile_draft, CompileDraft(fiscal_year=YEAR, edition=number), DAY)
    announce(desk, "amendment-2", DAY)
    facts = AnnouncePlan(fiscal_year=YEAR, edition="amendment-1", announced_on=DAY, signatory="นายกเทศมนตรีตำบลตัวอย่าง")
    refusal = refused(desk, announce_plan, facts, DAY)
    assert refusal.code == "project_changed_since"
    assert refusal.project_id is not None


def test_an_addition_may_bring_money_to_a_project_in_force_and_an_amendment_may_not(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(record_trigger, LETTER, DAY)
    more = [ProposedFunding(source=FundingSource.SUPPLEMENTARY_BUDGET, amount_satang=500)]
    desk.act(change_project, change(added_funding=more, edition="addition-1"), DAY)
    desk.act(open_amendment, AMEND, DAY)
    facts = change(2, added_funding=more, edition="amendment-1")
    assert refused(desk, change_project, facts, DAY).code == "money_needs_addition"
    named = {"fiscal_year": YEAR, "reason": "x", "authority": "y", "edition": "addition-1"}
    assert refused(desk, cancel_project, CancelProject(project_number=2, **named), DAY).code == "only_in_amendment"
    announce_addition(desk, "addition-1", DAY)
    with desk.database.read() as session:
        lines = session.exec(select(FundingLine).where(FundingLine.entry_id == in_force(session, DAY)[1].id)).all()
    assert sorted(line.amount_satang for line in lines) == [500, 10_000_000]


def test_projects_of_the_base_plan_are_not_changed_before_it_is_announced(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    on = date(2025, 10, 6)
    assert refused(desk, change_project, change(place="x"), on).code == "not_in_base"
    assert refused(desk, open_amendment, AMEND, on).code == "needs_announced"


def test_a_like_named_project_of_an_addition_is_taken_with_a_warning(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(record_trigger, LETTER, DAY)
    facts = ImportProjects(
        fiscal_year=YEAR,
        file_name="more.xlsx",
        file_sha256="1" * 64,
        file_content=b"more",
        projects=[project("โครงการหนึ่ง")],
        equipment=[equipment()],
    )
    outcome = desk.act(import_projects, facts, DAY)
    assert any("ลำดับที่ 1" in warning for warning in outcome.warnings_th)
    with desk.database.read() as session:
        numbers = session.exec(select(col(Project.number)).order_by(col(Project.number))).all()
    assert list(numbers) == [1, 2, 3, 4]


def test_each_edition_is_posted_for_itself(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    website = PostPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=date(2025, 10, 24))
    desk.act(post_plan, website, date(2025, 10, 24))
    desk.act(open_amendment, AMEND, DAY)
    desk.act(change_project, change(place="x"), DAY)
    announce_amendment(desk, "", DAY)
    desk.act(post_plan, website.model_copy(update={"posted_on": DAY}), DAY)  # the one not posted yet is meant
    with desk.database.read() as session:
        met = session.exec(select(Obligation).where(Obligation.rule == ObligationRule.POST_ANNOUNCEMENT)).all()
    assert [duty.ended_on for duty in met] == [date(2025, 10, 24), DAY]


def test_each_duty_says_which_edition_and_place_it_is_about(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(record_trigger, LETTER, DAY)
    bring(desk, "โครงการเพิ่มเติม")
    desk.act(choose_days, ChooseDays(fiscal_year=YEAR, considered_by=DAY), DAY)
    announce_addition(desk, "addition-1", DAY)
    for edition in ("base", "addition-1"):
        posted = PostPlan(fiscal_year=YEAR, edition=edition, place=PostingPlace.WEBSITE, posted_on=DAY)
        desk.act(post_plan, posted, DAY)
    with desk.database.read() as session:
        duties = session.exec(select(Obligation).order_by(col(Obligation.id))).all()
        about = [(one.rule.value, duty_subject(session, one)) for one in duties]
    assert about == [
        ("complete_plan", ""),
        ("post_announcement", ""),
        ("complete_plan", "เพิ่มเติม ครั้งที่ ๑"),
        ("consider_draft", "เพิ่มเติม ครั้งที่ ๑"),
        ("post_announcement", "เพิ่มเติม ครั้งที่ ๑"),
        ("keep_posted", "(เว็บไซต์ของหน่วยงาน)"),
        ("keep_posted", "เพิ่มเติม ครั้งที่ ๑ (เว็บไซต์ของหน่วยงาน)"),
    ]


# One step of an amendment: the project's number, and what is done to it.
STEP = st.tuples(st.integers(1, 4), st.sampled_from(["change", "cancel", "nothing"]))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amendments=st.lists(st.lists(STEP, min_size=1, max_size=3), min_size=1, max_size=3))
def test_the_plan_in_force_is_the_fold_of_its_editions(tmp_path: Path, amendments: list[list[tuple[int, str]]]) -> None:
    desk = Desk(tmp_path).announced(*(project(f"โครงการที่ {n}") for n in range(1, 5)))
    model = dict.fromkeys(range(1, 5), "หมู่ที่ ๑")
    history = [(ANNOUNCED, dict(model))]
    on = DAY
    for steps in amendments:
        desk.act(open_amendment, AMEND, on)
        touched: set[int] = set()
        for number, what in steps:
            if number not in model or number in touched or what == "nothing":
                continue
            touched.add(number)
            if what == "change":
                model[number] = f"ที่ {on.isoformat()}"
                desk.act(change_project, change(number, place=model[number]), on)
            else:
                del model[number]
                facts = CancelProject(fiscal_year=YEAR, project_number=number, reason="x", authority="y")
                desk.act(cancel_project, facts, on)
        if not touched:
            break
        announce_amendment(desk, "", on)
        history.append((on, dict(model)))
        on += timedelta(days=1)
    with desk.database.read() as session:
        for day, expected in history:
            assert {number: entry.place for number, entry in in_force(session, day).items()} == expected
    desk.database.engine.dispose()


def test_an_amendments_accounts_count_what_goes_on_and_show_what_is_dropped(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced(*(project(f"โครงการที่ {n}") for n in range(1, 4)))
    desk.act(open_amendment, AMEND, DAY)
    cancelled = CancelProject(fiscal_year=YEAR, project_number=1, reason="ซ้ำซ้อน", authority="คำสั่ง ที่ ๑")
    desk.act(cancel_project, cancelled, DAY)
    desk.act(change_project, change(2, place="หมู่ที่ ๙"), DAY)
    with desk.database.read() as session:
        content = plan_content(session, find_edition(session, 1, YEAR, "amendment-1", Step.COLLECTING))
    rows = {row.name: row for group in content.groups for row in group.rows}
    totals = plan_totals(content).projects
    assert rows["โครงการที่ 1"].dropped == "ยกเลิก"
    assert "ซ้ำซ้อน (คำสั่ง ที่ ๑)" in rows["โครงการที่ 1"].detail
    assert (totals.count, totals.satang) == (1, 10_000_000)


def test_what_is_typed_days_after_its_paper_says_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    on, typed = date(2025, 10, 7), date(2025, 10, 10)
    outcome = desk.act(compile_draft, CompileDraft(fiscal_year=YEAR, compiled_on=on), typed)
    assert outcome.message_th.endswith("(บันทึกย้อนหลัง ๓ วัน)")
    assert outcome.message_en.endswith("(recorded 3 days later)")
    with desk.database.read() as session:
        (collected, _drafting) = step_history(session, find_plan(session, 1, YEAR), last_instant(typed))
    assert collected.recorded is not None
    assert (collected.done, collected.recorded.recorded_on) == (on, typed)


def test_an_edition_given_up_leaves_no_duty_and_its_event_may_be_recorded_anew(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(record_trigger, LETTER, DAY)
    desk.act(open_amendment, AMEND, DAY)
    given_up = AbandonEdition(
        fiscal_year=YEAR, edition="addition-1", reason="ลงรับผิดเรื่อง", authority="บันทึก ที่ ๑", dated_on=DAY
    )
    desk.act(abandon_edition, given_up, DAY)
    assert refused(desk, abandon_edition, given_up, DAY).code == "no_edition"
    base = given_up.model_copy(update={"edition": "base"})
    assert refused(desk, abandon_edition, base, DAY).code == "needs_collecting"
    with desk.database.read() as session:
        states = session.exec(
            select(col(Obligation.state)).where(Obligation.trigger_kind == TriggerKind.OTHER_AGENCY)
        ).all()
    assert list(states) == [ObligationState.WITHDRAWN]
    desk.act(record_trigger, LETTER, DAY)
    with desk.database.read() as session:
        assert find_edition(session, 1, YEAR, "addition-2", Step.COLLECTING).edition.number == 2


def test_the_base_plan_is_not_given_up(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    on = date(2025, 10, 6)
    facts = AbandonEdition(fiscal_year=YEAR, reason="x", authority="y", dated_on=on)
    assert refused(desk, abandon_edition, facts, on).code == "base_stays"


def test_another_agencys_project_is_given_to_no_division(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(open_amendment, AMEND, DAY)
    assert refused(desk, change_project, change(3, divisions=["กองช่าง"]), DAY).code == "other_agencys_project"


def test_a_null_byte_in_a_fact_says_nothing(tmp_path: Path) -> None:
    assert OpenAmendment(fiscal_year=YEAR, reason="เลื่อน\x00เดือน").reason == "เลื่อนเดือน"
