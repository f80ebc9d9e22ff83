"""Submitting a post's reports of a quarter: signed in the system, or on paper and typed in later."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Self

from pydantic import Field, model_validator
from sqlmodel import Session

from models.kinds import ObligationRule, ObligationState, Role, SubmissionKind
from models.organizations import Officer
from models.quarters import ProgressReport, QuarterRound, Submission
from procedure.act import Facts, Outcome, Recording, RegisteredAct, begin, require_not_before, require_not_future
from procedure.duties import meet
from procedure.errors import ProcedureError
from procedure.evidence import EvidenceFile, check_evidence, keep_evidence
from procedure.permissions import Actor, Permission
from procedure.plans import PlanOnRecord, Step, edition_in_force, find_plan, identity, require_step, step_run
from procedure.progress import find_round, latest_submissions, round_obligations
from procedure.report_checks import (
    OwedReports,
    ProjectProgress,
    complete_reports,
    owed_reports,
    report_warnings,
    wrong_reports,
)
from procedure.rounds import open_round, require_taken


class SubmittedReports(Facts):
    """One post's submission for one quarter: a report of every project it owes, nothing to report, or not informed."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    quarter: int = Field(title="ไตรมาสที่", ge=1, le=4)
    officer_id: int = Field(title="รหัสตำแหน่งผู้รายงาน", ge=1, le=2**31 - 1)
    kind: SubmissionKind = Field(
        default=SubmissionKind.REPORT, title="report รายงาน, nothing ไม่มีผล, not_informed ไม่ได้รับแจ้ง"
    )
    reports: tuple[ProjectProgress, ...] = Field(default=(), title="รายงานรายโครงการ")
    source: str = Field(default="", title="ไม่ได้รับแจ้ง: สอบถามใคร (เอกสารหรือผู้ให้ข้อมูล)", max_length=500)
    asked_on: date | None = Field(default=None, title="ไม่ได้รับแจ้ง: สอบถามเมื่อวันที่")

    @model_validator(mode="after")
    def _only_a_report_carries_reports(self) -> Self:
        if self.kind is not SubmissionKind.REPORT and self.reports:
            raise ValueError("only a submission of reports carries reports")
        return self


class SubmitReports(SubmittedReports):
    """One post's submission for one quarter, with the files that show the progress."""

    evidence: tuple[EvidenceFile, ...] = Field(default=(), title="แฟ้มหลักฐาน")


class RecordPaperReports(SubmittedReports):
    """A post's submission on paper, typed in later."""

    received_on: date = Field(title="ได้รับรายงานเมื่อวันที่")
    document: str = Field(title="เอกสาร (เลขที่หนังสือหรือบันทึก)", min_length=1, max_length=500)


def submit_reports(session: Session, actor: Actor, facts: SubmitReports, as_of: datetime) -> Outcome:
    """Sign a post's submission for a quarter. A second one is a new revision; lateness goes by the first.

    Raises ``ProcedureError``: ``not_permitted``, ``not_your_post``, ``no_plan``, ``round_not_open``, ``locked``,
    ``nothing_owed``, ``not_a_liaison``, ``source_missing``, ``date_in_future``, and those of
    ``procedure.report_checks`` and ``procedure.evidence``, which name the project.
    """
    recording = begin(session, actor, "submit_reports", Permission.REPORT, as_of)
    officer = _own_post(session, actor, facts.officer_id)
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    quarter_round = find_round(session, on_record.plan_id, facts.quarter)
    if quarter_round is None:
        raise ProcedureError(
            "round_not_open",
            f"ยังไม่เปิดรอบรายงานไตรมาสที่ {facts.quarter}",
            f"The round of quarter {facts.quarter} is not open yet.",
        )
    signing = _Signing(recording, on_record, quarter_round, officer, facts, recording.today)
    evidence = [file.audited() for file in facts.evidence]
    return signing.sign("reports_submitted", facts.evidence, evidence=evidence)


def record_paper_reports(session: Session, actor: Actor, facts: RecordPaperReports, as_of: datetime) -> Outcome:
    """Record a submission that a post made on paper; lateness goes by the day it was received.

    Taken after the lock if it was received by the lock day, or under an exception in force on the day of receipt: a
    post counted as missing has then reported after all. A round that was never opened (an old year, or one before the
    system) is opened by it, and the sweep closes it. Raises ``ProcedureError``: ``not_permitted``, ``unknown_officer``,
    ``no_plan``, ``needs_announced``, ``too_early``, ``date_in_future``, ``received_before_opening``, and as
    ``submit_reports``.
    """
    recording = begin(session, actor, "record_paper_reports", Permission.RECORD_PAPER_REPORTS, as_of)
    officer = session.get(Officer, facts.officer_id)
    if officer is None or officer.organization_id != actor.organization_id:
        raise ProcedureError("unknown_officer", "ไม่พบตำแหน่งนี้ในหน่วยงาน", "The organization has no such post.")
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    require_step(on_record.edition, Step.ANNOUNCED)
    require_not_future(facts.received_on, recording.today, "วันที่ได้รับรายงาน", "The day of receipt")
    quarter_round = find_round(session, on_record.plan_id, facts.quarter)
    opened = quarter_round is None
    if quarter_round is None:
        quarter_round = open_round(session, on_record, facts.quarter, recording.today)
    require_not_before(
        facts.received_on,
        quarter_round.opens_on,
        "received_before_opening",
        "วันที่ได้รับรายงาน",
        "The day of receipt",
    )
    signing = _Signing(recording, on_record, quarter_round, officer, facts, facts.received_on)
    return signing.sign("reports_submitted", (), opened_round=opened)


class _Signing:
    """One submission under way, on paper or not: checked, written, and the post's obligation met."""

    def __init__(
        self,
        recording: Recording,
        on_record: PlanOnRecord,
        quarter_round: QuarterRound,
        officer: Officer,
        facts: SubmittedReports,
        received_on: date,
    ) -> None:
        self.recording = recording
        self.session = recording.session
        self.on_record = on_record
        self.round = quarter_round
        self.officer = officer
        self.facts = facts
        self.received_on = received_on

    def sign(self, event: str, files: Sequence[EvidenceFile], **audited: object) -> Outcome:
        """Check and write the submission; return what was received."""
        recording, facts, number = self.recording, self.facts, self.round.number
        by_leave = require_taken(self.session, self.round, facts.officer_id, self.received_on)
        self._require_informed()
        owed = owed_reports(self.session, self.on_record, self.round, facts.officer_id, self.received_on)
        reports = self._checked(owed, files)
        submission = self._write(reports, files)
        late = self._meet()
        version = recording.write(
            {**facts.model_dump(mode="json"), "revision": submission.revision, **audited},
            event,
            "submission",
            identity(submission.id),
            late=late,
            by_exception=by_leave,
        )
        days_after = (recording.today - self.received_on).days
        return Outcome(
            act=recording.act,
            message_th=f"รับรายงานไตรมาสที่ {number} แล้ว ({len(reports)} โครงการ)"
            + (" ล่าช้ากว่ากำหนด" if late else " ภายในกำหนด")
            + (f" บันทึกย้อนหลัง {days_after} วัน" if days_after else ""),
            message_en=f"Received the reports of quarter {number} ({len(reports)} projects), "
            + ("late" if late else "on time")
            + (f"; recorded {days_after} days after they were received." if days_after else "."),
            subject_id=identity(submission.id),
            warnings_th=report_warnings(owed, reports) if facts.kind is SubmissionKind.REPORT else [],
            run=step_run("quarterly_progress", self.on_record, version),
        )

    def _require_informed(self) -> None:
        """Refuse "not informed" from a post that reports our own projects, or without whom it asked and when."""
        facts = self.facts
        if facts.kind is not SubmissionKind.NOT_INFORMED:
            return
        if self.officer.agency_id is None:
            raise ProcedureError(
                "not_a_liaison",
                "เลือก “ไม่ได้รับแจ้ง” ได้เฉพาะตำแหน่งผู้ประสานงานหน่วยงานอื่น โปรดรายงานผล หรือรับรองว่าไม่มีผลการดำเนินงาน",
                "Only a liaison post may say that it was not informed; report, or sign that there is nothing.",
            )
        if not facts.source or facts.asked_on is None:
            raise ProcedureError(
                "source_missing",
                "โปรดระบุว่าสอบถามจากใครหรือหนังสือใด และสอบถามเมื่อวันที่เท่าใด",
                "Tell whom you asked, or by what letter, and on which day.",
            )
        require_not_future(facts.asked_on, self.recording.today, "วันที่สอบถาม", "The day of asking")

    def _checked(self, owed: OwedReports, files: Sequence[EvidenceFile]) -> list[ProjectProgress]:
        if self.facts.kind is SubmissionKind.REPORT:
            reports = complete_reports(owed, self.facts.reports)
            wrong = wrong_reports(owed, reports)
        else:
            reports, wrong = owed.carried(), []
        wrong += check_evidence(files, {entry.project_id: entry.name for entry in owed.entries})
        if wrong:
            raise wrong[0]
        return reports

    def _write(self, reports: list[ProjectProgress], files: Sequence[EvidenceFile]) -> Submission:
        session, facts, organization_id = self.session, self.facts, self.recording.actor.organization_id
        edition = edition_in_force(session, self.on_record.plan_id, self.received_on)
        earlier = latest_submissions(session, identity(self.round.id)).get(facts.officer_id)
        paper = facts.document if isinstance(facts, RecordPaperReports) else ""
        submission = Submission(
            organization_id=organization_id,
            round_id=identity(self.round.id),
            officer_id=facts.officer_id,
            # Carried work may be reported before this year's own plan was announced.
            edition_id=identity(edition.id) if edition else self.on_record.edition_id,
            revision=earlier.revision + 1 if earlier else 1,
            kind=facts.kind,
            submitted_at=self.recording.as_of,
            received_on=self.received_on,
            document=paper,
            source=facts.source if facts.kind is SubmissionKind.NOT_INFORMED else "",
            asked_on=facts.asked_on if facts.kind is SubmissionKind.NOT_INFORMED else None,
            # A paper bears its own signature; who typed it in stands in the audit.
            signed_by_id=None if paper else self.recording.actor.person_id,
        )
        session.add(submission)
        session.flush()
        rows: dict[int, ProgressReport] = {}
        for report in reports:
            rows[report.project_id] = ProgressReport(
                organization_id=organization_id, submission_id=identity(submission.id), **report.model_dump()
            )
        session.add_all(rows.values())
        session.flush()
        kept: set[tuple[int, str]] = set()
        for file in files:
            if (file.project_id, file.sha256) not in kept:  # chosen twice by mistake
                kept.add((file.project_id, file.sha256))
                keep_evidence(session, organization_id, identity(rows[file.project_id].id), file)
        return submission

    def _meet(self) -> bool:
        """Meet the post's obligation on the day of receipt and tell whether it was late; what counted as missing is met
        after all. An obligation met by an earlier revision stays as it is."""
        organization_id, round_id = self.recording.actor.organization_id, identity(self.round.id)
        meet(
            self.session,
            organization_id,
            ObligationRule.REPORT_QUARTER,
            "quarter_round",
            round_id,
            self.received_on,
            officer_id=self.facts.officer_id,
        )
        late = self.received_on > self.round.due_on
        for obligation in round_obligations(self.session, self.round):
            if obligation.officer_id != self.facts.officer_id:
                continue
            if obligation.state is ObligationState.MISSED:
                obligation.state, obligation.ended_on = ObligationState.MET, self.received_on
                obligation.late = self.received_on > obligation.due_on
                self.session.add(obligation)
            late = obligation.late
        return late


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


def _own_post(session: Session, actor: Actor, officer_id: int) -> Officer:
    officer = session.get(Officer, officer_id)
    if officer is None or not may_report_for(actor, officer):
        raise ProcedureError(
            "not_your_post",
            "ท่านรายงานได้เฉพาะโครงการของตำแหน่งหรือกองของท่าน",
            "You may report only for your own post or division.",
        )
    return officer


ACTS = (
    RegisteredAct(
        submit_reports,
        SubmitReports,
        Permission.REPORT,
        ("quarter", "submit"),
        "ส่งรายงานความก้าวหน้าของไตรมาส",
        in_prefect=False,  # it may carry files
    ),
    RegisteredAct(
        record_paper_reports,
        RecordPaperReports,
        Permission.RECORD_PAPER_REPORTS,
        ("quarter", "record-paper"),
        "บันทึกรายงานความก้าวหน้าที่ได้รับเป็นเอกสาร",
    ),
)
