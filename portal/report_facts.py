"""Reading a post's report of one quarter from the record: what it owes, what was sent, who may send it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import HTTPException
from sqlmodel import Session, col, select

from models.kinds import ObligationRule
from models.obligations import Obligation
from models.organizations import Agency, Division, Officer
from models.plans import ProjectEntry
from models.quarters import ProgressReport, QuarterRound, Submission
from portal.report_form import TypedReport, prefilled
from portal.sessions import Visitor, actor_reporting_for
from procedure.calendar import WorkingDays, bangkok_date
from procedure.duties import explain
from procedure.errors import ProcedureError
from procedure.owed import owed_budgets, owed_projects
from procedure.permissions import Actor
from procedure.plans import PlanOnRecord, find_plan
from procedure.progress import find_round, last_values


@dataclass(frozen=True)
class PostReport:
    """A post's report of one quarter as it stands on record, and as whom the visitor makes it.

    ``submissions`` are its revisions, oldest first; ``sent`` are the reports of the newest; ``before`` are the
    fields to start from: those of the newest revision, else what was last reported in any quarter.
    """

    actor: Actor
    officer: Officer
    unit: str
    on_record: PlanOnRecord
    number: int
    round: QuarterRound | None
    obligation: Obligation | None
    submissions: tuple[Submission, ...]
    sent: Mapping[int, ProgressReport]
    entries: tuple[ProjectEntry, ...]
    budgets: Mapping[int, int]
    before: Mapping[int, TypedReport]

    @property
    def fiscal_year(self) -> int:
        return self.on_record.plan.fiscal_year

    @property
    def path(self) -> str:
        return f"/report/{self.fiscal_year}/{self.number}/{self.officer.id}"

    @property
    def latest(self) -> Submission | None:
        return self.submissions[-1] if self.submissions else None

    @property
    def late(self) -> bool:
        """Tell whether the post's report came late; that goes by its first submission."""
        if self.round is None or not self.submissions:
            return False
        return bangkok_date(self.submissions[0].submitted_at) > self.round.due_on

    def why(self) -> tuple[str, str] | None:
        """Return why the report falls due that day, in Thai and English."""
        # The office sets the day itself: working days play no part in it.
        return explain(self.obligation, WorkingDays()) if self.obligation else None

    def timing(self, today: date) -> str:
        """Return how a day stands against the round: not_open, open, late or locked."""
        if self.round is None:
            return "not_open"
        if self.round.closed_on is not None or today > self.round.lock_on:
            return "locked"
        return "late" if today > self.round.due_on else "open"


def find_report(
    session: Session, who: Visitor, fiscal_year: int, number: int, officer_id: int, today: date
) -> PostReport:
    """Return what a post reports for a quarter.

    Raises 404 for whoever may not report for the post, and for another organization's: they are told nothing.
    """
    row = session.exec(
        select(Officer, col(Division.name), col(Agency.name))
        .outerjoin(Division, col(Division.id) == col(Officer.division_id))
        .outerjoin(Agency, col(Agency.id) == col(Officer.agency_id))
        .where(Officer.id == officer_id, Officer.organization_id == who.organization_id)
    ).first()
    actor = actor_reporting_for(who, row[0]) if row else None
    if row is None or actor is None:
        raise HTTPException(404)
    officer, division, agency = row
    try:
        on_record = find_plan(session, who.organization_id, fiscal_year)
    except ProcedureError:
        raise HTTPException(404) from None
    quarter_round = find_round(session, on_record.plan_id, number)
    owed = owed_projects(session, on_record, officer_id, number, today)
    entries = owed.entries
    submissions = _submissions(session, quarter_round, officer_id)
    sent = _reports(session, submissions[-1]) if submissions else {}
    known = last_values(session, on_record, owed, officer_id, number)
    return PostReport(
        actor=actor,
        officer=officer,
        unit=division or agency or "",
        on_record=on_record,
        number=number,
        round=quarter_round,
        obligation=_obligation(session, quarter_round, officer_id),
        submissions=submissions,
        sent=sent,
        entries=tuple(entries),
        budgets=owed_budgets(session, on_record, owed, today),
        before={entry.project_id: prefilled(known.get(entry.project_id)) for entry in entries},
    )


def _submissions(session: Session, quarter_round: QuarterRound | None, officer_id: int) -> tuple[Submission, ...]:
    if quarter_round is None:
        return ()
    mine = select(Submission).where(Submission.round_id == quarter_round.id, Submission.officer_id == officer_id)
    return tuple(session.exec(mine.order_by(col(Submission.revision))))


def _reports(session: Session, submission: Submission) -> dict[int, ProgressReport]:
    rows = session.exec(select(ProgressReport).where(ProgressReport.submission_id == submission.id))
    return {row.project_id: row for row in rows}


def _obligation(session: Session, quarter_round: QuarterRound | None, officer_id: int) -> Obligation | None:
    if quarter_round is None:
        return None
    return session.exec(
        select(Obligation).where(
            Obligation.organization_id == quarter_round.organization_id,
            Obligation.rule == ObligationRule.REPORT_QUARTER,
            Obligation.subject_kind == "quarter_round",
            Obligation.subject_id == quarter_round.id,
            Obligation.officer_id == officer_id,
        )
    ).first()


@dataclass(frozen=True)
class ReceivedLine:
    """What was received of one project."""

    name: str
    report: ProgressReport


def received_lines(session: Session, submission: Submission) -> list[ReceivedLine]:
    """Return a submission's reports with the names that its projects had in the edition reported on or before."""
    rows = session.exec(
        select(ProgressReport, ProjectEntry)
        .join(ProjectEntry, col(ProjectEntry.project_id) == col(ProgressReport.project_id))
        .where(
            ProgressReport.submission_id == submission.id,
            col(ProjectEntry.edition_id) <= submission.edition_id,
        )
        .order_by(col(ProjectEntry.edition_id), col(ProgressReport.project_id))
    ).all()
    newest = {report.project_id: ReceivedLine(entry.name, report) for report, entry in rows}
    return [newest[project_id] for project_id in sorted(newest)]
