"""Quarterly progress: opening a round, submitting a post's reports, closing the round.

No clause fixes quarter days (domain.md 0, finding 6): they are the office's own settings.
"""

from datetime import datetime
from typing import Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from models.kinds import ObligationRule, ObligationState, ProgressStatus, Role, SubmissionKind
from models.obligations import Obligation
from models.organizations import Officer
from models.plans import ProjectEntry
from models.quarters import ProgressReport, QuarterRound, Submission
from procedure.act import Facts, Outcome, RegisteredAct, begin
from procedure.calendar import thai_date
from procedure.duties import day_after, lock_day, meet
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import (
    PlanOnRecord,
    Step,
    edition_in_force,
    entries_in_force,
    find_plan,
    identity,
    require_step,
    step_run,
)
from procedure.progress import budgets, find_round, last_reports, latest_submissions, owed_entries, round_obligations


class OpenQuarter(Facts):
    """A quarter's round opens."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    quarter: int = Field(title="ไตรมาสที่", ge=1, le=4)


class CloseQuarter(Facts):
    """A quarter's round closes after its lock day."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    quarter: int = Field(title="ไตรมาสที่", ge=1, le=4)


class ProjectProgress(Facts):
    """The progress of one project to date; amounts in satang. ``project_id`` is the project's identity."""

    project_id: int = Field(title="เลขประจำโครงการ", ge=1, le=2**31 - 1)
    status: ProgressStatus = Field(title="สถานะ")
    percent: int | None = Field(default=None, title="ความก้าวหน้าสะสม (ร้อยละ)", ge=0, le=100)
    disbursed_satang: int = Field(default=0, title="เบิกจ่ายสะสม (สตางค์)", ge=0)
    result: str = Field(default="", title="ผลการดำเนินงาน", max_length=4000)
    obstacle: str = Field(default="", title="ปัญหาอุปสรรค", max_length=4000)


class SubmitReports(Facts):
    """One post's submission for one quarter: a report of every project it owes, or nothing to report."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    quarter: int = Field(title="ไตรมาสที่", ge=1, le=4)
    officer_id: int = Field(title="เลขประจำตำแหน่งที่รายงาน", ge=1, le=2**31 - 1)
    kind: SubmissionKind = Field(
        default=SubmissionKind.REPORT, title="ประเภท (report รายงาน, nothing ไม่มีผลการดำเนินงาน)"
    )
    reports: tuple[ProjectProgress, ...] = Field(default=(), title="รายงานรายโครงการ")

    @model_validator(mode="after")
    def _nothing_is_nothing(self) -> Self:
        if self.kind is SubmissionKind.NOTHING and self.reports:
            raise ValueError("a submission of nothing to report carries no reports")
        return self


def open_quarter(session: Session, actor: Actor, facts: OpenQuarter, as_of: datetime) -> Outcome:
    """Open a round the day after its quarter ends: one obligation per post with projects in force.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_announced``, ``too_early``, ``round_open``.
    """
    recording = begin(session, actor, "open_quarter", Permission.KEEP_ROUNDS, as_of)
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    require_step(on_record.edition, Step.ANNOUNCED)
    quarter = on_record.fiscal_year.quarter(facts.quarter)
    opens_on = day_after(quarter.last_day)
    if recording.today < opens_on:
        raise ProcedureError(
            "too_early",
            f"ยังเปิดรอบรายงานไม่ได้ ไตรมาสสิ้นสุดวันที่ {thai_date(quarter.last_day)}",
            f"The round opens on {opens_on}, after the quarter has ended.",
        )
    if find_round(session, on_record.plan_id, facts.quarter):
        raise ProcedureError("round_open", "เปิดรอบรายงานไตรมาสนี้ไว้แล้ว", "The quarter's round is already open.")
    due_on = on_record.office_settings.quarter_due_on(quarter)
    quarter_round = QuarterRound(
        organization_id=on_record.organization_id,
        plan_id=on_record.plan_id,
        number=facts.quarter,
        opens_on=opens_on,
        due_on=due_on,
        lock_on=lock_day(due_on, on_record.office_settings.lock_after_days),
        opened_on=recording.today,
    )
    session.add(quarter_round)
    session.flush()
    posts = {entry.officer_id for entry in entries_in_force(session, on_record.plan_id, recording.today)}
    for officer in session.exec(select(Officer).where(col(Officer.id).in_(posts)).order_by(col(Officer.id))):
        session.add(
            Obligation(
                organization_id=on_record.organization_id,
                rule=ObligationRule.REPORT_QUARTER,
                plan_id=on_record.plan_id,
                subject_kind="quarter_round",
                subject_id=identity(quarter_round.id),
                officer_id=identity(officer.id),
                started_on=quarter.last_day,
                opens_on=opens_on,
                due_on=due_on,
                lock_on=quarter_round.lock_on,
                # A liaison post reports for another agency, outside on-time rates and escalation.
                in_rates=officer.agency_id is None,
            )
        )
    version = recording.write(
        facts.model_dump(mode="json"), "quarter_opened", "quarter_round", identity(quarter_round.id)
    )
    return Outcome(
        act="open_quarter",
        message_th=f"เปิดรอบรายงานไตรมาสที่ {facts.quarter} ครบกำหนดวันที่ {thai_date(due_on)}",
        message_en=f"Opened the round of quarter {facts.quarter}, due {due_on}.",
        subject_id=identity(quarter_round.id),
        run=step_run("quarterly_progress", on_record, version),
    )


def submit_reports(session: Session, actor: Actor, facts: SubmitReports, as_of: datetime) -> Outcome:
    """Sign a post's submission for a quarter. A second one is a new revision; lateness goes by the first.

    Raises ``ProcedureError``: ``not_permitted``, ``not_your_post``, ``no_plan``, ``round_not_open``, ``locked``,
    ``nothing_owed``, ``reports_missing``, ``reports_not_owed``, ``percent_not_100``, ``percent_fell``,
    ``disbursed_over_budget``.
    """
    recording = begin(session, actor, "submit_reports", Permission.REPORT, as_of)
    _require_own_post(session, actor, facts.officer_id)
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    quarter_round = find_round(session, on_record.plan_id, facts.quarter)
    if quarter_round is None:
        raise ProcedureError(
            "round_not_open",
            f"ยังไม่เปิดรอบรายงานไตรมาสที่ {facts.quarter}",
            f"The round of quarter {facts.quarter} is not open yet.",
        )
    # Taken until the end of the lock day (23:59:59 Asia/Bangkok), also on the day itself.
    if recording.today > quarter_round.lock_on or quarter_round.closed_on is not None:
        raise ProcedureError(
            "locked",
            f"ปิดรับรายงานไตรมาสที่ {facts.quarter} แล้วเมื่อสิ้นวันที่ {thai_date(quarter_round.lock_on)} "
            "โปรดติดต่อนักวิเคราะห์นโยบายและแผน",
            f"The round closed at the end of {quarter_round.lock_on}; ask the plan analyst.",
        )
    entries = owed_entries(session, on_record.plan_id, facts.officer_id, recording.today)
    reports = _checked_reports(session, on_record, facts, entries)
    edition = edition_in_force(session, on_record.plan_id, recording.today)
    earlier = latest_submissions(session, identity(quarter_round.id)).get(facts.officer_id)
    submission = Submission(
        organization_id=actor.organization_id,
        round_id=identity(quarter_round.id),
        officer_id=facts.officer_id,
        edition_id=identity(edition.id if edition else None),
        revision=earlier.revision + 1 if earlier else 1,
        kind=facts.kind,
        submitted_at=as_of,
        received_on=recording.today,
        signed_by_id=actor.person_id,
    )
    session.add(submission)
    session.flush()
    for report in reports:
        session.add(
            ProgressReport(
                organization_id=actor.organization_id, submission_id=identity(submission.id), **report.model_dump()
            )
        )
    meet(
        session,
        actor.organization_id,
        ObligationRule.REPORT_QUARTER,
        "quarter_round",
        identity(quarter_round.id),
        recording.today,
        officer_id=facts.officer_id,
    )
    late = recording.today > quarter_round.due_on
    version = recording.write(
        {**facts.model_dump(mode="json"), "revision": submission.revision},
        "reports_submitted",
        "submission",
        identity(submission.id),
        late=late,
    )
    return Outcome(
        act="submit_reports",
        message_th=f"รับรายงานไตรมาสที่ {facts.quarter} แล้ว ({len(reports)} โครงการ)"
        + (" ล่าช้ากว่ากำหนด" if late else " ภายในกำหนด"),
        message_en=f"Received the reports of quarter {facts.quarter} ({len(reports)} projects), "
        + ("late." if late else "on time."),
        subject_id=identity(submission.id),
        run=step_run("quarterly_progress", on_record, version),
    )


def close_quarter(session: Session, actor: Actor, facts: CloseQuarter, as_of: datetime) -> Outcome:
    """Close a round after its lock day: what was not received is missed.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``round_not_open``, ``round_closed``, ``too_early``.
    """
    recording = begin(session, actor, "close_quarter", Permission.KEEP_ROUNDS, as_of)
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    quarter_round = find_round(session, on_record.plan_id, facts.quarter)
    if quarter_round is None:
        raise ProcedureError("round_not_open", "ยังไม่เปิดรอบรายงานไตรมาสนี้", "The quarter's round is not open.")
    if quarter_round.closed_on is not None:
        raise ProcedureError("round_closed", "ปิดรอบรายงานไตรมาสนี้แล้ว", "The quarter's round is already closed.")
    if recording.today <= quarter_round.lock_on:
        raise ProcedureError(
            "too_early",
            f"ยังปิดรอบไม่ได้ รับรายงานล่าช้าถึงวันที่ {thai_date(quarter_round.lock_on)}",
            f"Late reports are taken until {quarter_round.lock_on}.",
        )
    # The round closes when its lock day is over, however late the schedule comes to say so.
    quarter_round.closed_on = day_after(quarter_round.lock_on)
    session.add(quarter_round)
    for obligation in round_obligations(session, quarter_round):
        if obligation.state is ObligationState.OPEN:
            obligation.state, obligation.ended_on, obligation.late = (
                ObligationState.MISSED,
                quarter_round.closed_on,
                True,
            )
            session.add(obligation)
    version = recording.write(
        facts.model_dump(mode="json"), "quarter_closed", "quarter_round", identity(quarter_round.id)
    )
    return Outcome(
        act="close_quarter",
        message_th=f"ปิดรอบรายงานไตรมาสที่ {facts.quarter} แล้ว",
        message_en=f"Closed the round of quarter {facts.quarter}.",
        subject_id=identity(quarter_round.id),
        run=step_run("quarterly_progress", on_record, version),
    )


def may_report_for(actor: Actor, officer: Officer) -> bool:
    """Tell whether an actor may report for a post: the own one, a head those of the division, an administrator any."""
    if officer.organization_id != actor.organization_id:
        return False
    same_division = officer.division_id is not None and officer.division_id == actor.division_id
    return (
        officer.id == actor.officer_id
        or Role.ADMINISTRATOR in actor.roles
        or (Role.DIVISION_HEAD in actor.roles and same_division)
    )


def _require_own_post(session: Session, actor: Actor, officer_id: int) -> None:
    officer = session.get(Officer, officer_id)
    if officer is None or not may_report_for(actor, officer):
        raise ProcedureError(
            "not_your_post",
            "ท่านรายงานได้เฉพาะโครงการของตำแหน่งหรือกองของท่าน",
            "You may report only for your own post or division.",
        )


def _checked_reports(
    session: Session, on_record: PlanOnRecord, facts: SubmitReports, entries: list[ProjectEntry]
) -> list[ProjectProgress]:
    """Return one report per project that the post owes, or refuse what does not fit."""
    if not entries:
        raise ProcedureError("nothing_owed", "ตำแหน่งนี้ไม่มีโครงการที่ต้องรายงาน", "This post has no project to report.")
    if facts.kind is SubmissionKind.NOTHING:
        last = last_reports(session, on_record.plan_id, facts.officer_id, facts.quarter)
        return [_last_values(entry.project_id, last.get(entry.project_id)) for entry in entries]
    given = {report.project_id: report for report in facts.reports}
    names = {entry.project_id: entry.name for entry in entries}
    if missing := [name for project_id, name in names.items() if project_id not in given]:
        raise ProcedureError(
            "reports_missing",
            "ยังไม่ได้รายงานโครงการ: " + "; ".join(missing),
            f"{len(missing)} projects of this post are not reported yet.",
        )
    if len(given) != len(facts.reports) or set(given) - set(names):
        raise ProcedureError(
            "reports_not_owed",
            "มีโครงการที่ตำแหน่งนี้ไม่ต้องรายงานหรือรายงานซ้ำ",
            "The submission names a project twice, or one that this post does not report.",
        )
    budget = budgets(session, [identity(entry.id) for entry in entries])
    # A revision may correct its own quarter downwards; what an earlier quarter signed stands.
    earlier = last_reports(session, on_record.plan_id, facts.officer_id, facts.quarter - 1)
    for entry in entries:
        _check_report(entry, given[entry.project_id], earlier.get(entry.project_id), budget.get(identity(entry.id), 0))
    return [given[entry.project_id] for entry in entries]


def _check_report(
    entry: ProjectEntry, report: ProjectProgress, before: ProgressReport | None, budget_satang: int
) -> None:
    if report.status is ProgressStatus.COMPLETED and report.percent not in (None, 100):
        raise ProcedureError(
            "percent_not_100",
            f"โครงการ “{entry.name}” ดำเนินการแล้วเสร็จ ความก้าวหน้าต้องเป็นร้อยละ 100",
            f"'{entry.name}' is completed: its percent must be 100.",
            project_id=entry.project_id,
        )
    if before and before.percent is not None and report.percent is not None and report.percent < before.percent:
        raise ProcedureError(
            "percent_fell",
            f"โครงการ “{entry.name}” ความก้าวหน้าลดลงจากร้อยละ {before.percent} โปรดตรวจสอบ",
            f"'{entry.name}': percent falls from {before.percent}; check it.",
            project_id=entry.project_id,
        )
    if report.disbursed_satang > budget_satang:
        raise ProcedureError(
            "disbursed_over_budget",
            f"โครงการ “{entry.name}” เบิกจ่ายเกินงบประมาณ โปรดตรวจสอบจำนวนเงิน",
            f"'{entry.name}': more is disbursed than its budget; check the amount.",
            project_id=entry.project_id,
        )


def _last_values(project_id: int, before: ProgressReport | None) -> ProjectProgress:
    if before is None:
        return ProjectProgress(project_id=project_id, status=ProgressStatus.NOT_STARTED)
    return ProjectProgress(
        project_id=project_id,
        status=before.status,
        percent=before.percent,
        disbursed_satang=before.disbursed_satang,
        result=before.result,
        obstacle=before.obstacle,
    )


ACTS = (
    # The rounds are kept by the schedule alone.
    RegisteredAct(
        open_quarter,
        OpenQuarter,
        Permission.KEEP_ROUNDS,
        ("quarter", "open"),
        "เปิดรอบรายงานไตรมาส",
        in_prefect=False,
    ),
    RegisteredAct(
        submit_reports,
        SubmitReports,
        Permission.REPORT,
        ("quarter", "submit"),
        "ส่งรายงานความก้าวหน้ารายไตรมาส",
    ),
    RegisteredAct(
        close_quarter,
        CloseQuarter,
        Permission.KEEP_ROUNDS,
        ("quarter", "close"),
        "ปิดรอบรายงานไตรมาส",
        in_prefect=False,
    ),
)
