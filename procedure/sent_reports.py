"""A submission before it is signed: whether it says what was sent already, and all that it would be refused for."""

from datetime import date

from sqlmodel import Session, select

from models.kinds import SubmissionKind
from models.quarters import ProgressReport, QuarterRound
from procedure.acts.reporting import SubmitReports, SubmittedReports
from procedure.errors import ProcedureError
from procedure.plans import PlanOnRecord, identity
from procedure.progress import latest_submissions
from procedure.report_checks import ProjectProgress, all_refusals, complete_reports, owed_reports


def sent_already(
    session: Session, on_record: PlanOnRecord, quarter_round: QuarterRound, facts: SubmittedReports, on: date
) -> bool:
    """Tell whether the newest submission of a post says just what another would, by what it owes on a day."""
    latest = latest_submissions(session, identity(quarter_round.id)).get(facts.officer_id)
    if latest is None or latest.kind is not facts.kind:
        return False
    if facts.kind is not SubmissionKind.REPORT:
        return (facts.source, facts.asked_on) == (latest.source, latest.asked_on)
    rows = session.exec(select(ProgressReport).where(ProgressReport.submission_id == latest.id))
    sent = {row.project_id: ProjectProgress.sent(row) for row in rows}
    try:
        owed = owed_reports(session, on_record, quarter_round, facts.officer_id, on)
        return {row.project_id: row for row in complete_reports(owed, facts.reports)} == sent
    except ProcedureError:
        return False  # the act says what is wrong with it


def every_refusal(
    session: Session,
    on_record: PlanOnRecord,
    quarter_round: QuarterRound,
    facts: SubmittedReports,
    first: ProcedureError,
    on: date,
) -> list[ProcedureError]:
    """Return all that a submission is wrong in, where the act has named the ``first`` alone."""
    if first.project_id is None:
        return [first]
    owed = owed_reports(session, on_record, quarter_round, facts.officer_id, on)
    evidence = facts.evidence if isinstance(facts, SubmitReports) else ()
    return all_refusals(owed, facts.reports, evidence) or [first]
