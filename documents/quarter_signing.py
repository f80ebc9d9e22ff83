"""Who signs a quarter's report: the post that the office chose, else the head of the division that makes the plan."""

from datetime import date

from sqlmodel import Session

from documents.letters import Signatory
from documents.signing import first_with, paper_signatory, planning_division
from models.kinds import Role, SignedPaper
from procedure.plans import PlanOnRecord


def report_signatory(session: Session, on_record: PlanOnRecord, on: date) -> Signatory:
    """Return who signs the report on a Bangkok day; nobody's name where there is no such post."""
    has_analyst = first_with(session, on_record.organization_id, Role.PLAN_ANALYST) is not None
    usual = planning_division(session, on_record.organization_id)[1] if has_analyst else None
    return paper_signatory(session, on_record.organization, SignedPaper.QUARTER_REPORT, on, usual)
