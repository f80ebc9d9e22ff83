"""Who signs a quarter's report: the post that the office chose, else the head of the division that makes the plan."""

from datetime import date

from sqlmodel import Session, select

from documents.letters import Signatory
from documents.signing import first_with, planning_division, signatory_of
from models.kinds import Role, SignedPaper
from models.organizations import Officer
from models.settings import PaperSignature
from procedure.plans import PlanOnRecord


def report_signatory(session: Session, on_record: PlanOnRecord, on: date) -> Signatory:
    """Return who signs the report on a Bangkok day; nobody's name where there is no such post."""
    signature = on_record.office_settings.papers.signatures.get(SignedPaper.QUARTER_REPORT, PaperSignature())
    chosen = session.exec(
        select(Officer).where(Officer.organization_id == on_record.organization_id, Officer.title == signature.post)
    ).first()
    has_analyst = first_with(session, on_record.organization_id, Role.PLAN_ANALYST) is not None
    usual = planning_division(session, on_record.organization_id)[1] if has_analyst else None
    post = chosen or usual
    if post is None:
        return Signatory(name="", post=signature.title)
    signatory = signatory_of(session, post, on)
    return signatory.model_copy(update={"post": signature.title}) if signature.title else signatory
