"""The office's own template of its announcements: the one in use, and an announcement to try one on."""

from datetime import date

from sqlmodel import Session, col, select

from documents.content import AnnouncementContent, Ground
from documents.plan_facts import office_of
from documents.signing import first_with, signatory_of
from models.kinds import Capacity, Role, TriggerKind
from models.organizations import Organization
from models.values import FiscalYear
from procedure.words import WORDS


def trial_announcement(session: Session, organization_id: int, on: date) -> AnnouncementContent:
    """Return an announcement that an office might make on a Bangkok day, to try a template on before there is any.

    Its first ground is an annual budget promulgated that day; an acting signatory shows where that line stands.
    """
    organization = session.exec(select(Organization).where(col(Organization.id) == organization_id)).one()
    executive = first_with(session, organization_id, Role.EXECUTIVE)
    title = executive.title if executive else WORDS[organization.kind].executive
    return AnnouncementContent(
        office=office_of(session, organization),
        fiscal_year=FiscalYear.of(on).number,
        edition_title="",
        grounds=[Ground(kind=TriggerKind.ANNUAL_BUDGET, on=on, document="")],
        amended_for="",
        base_announced_on=None,
        committee_approved_on=on,
        announced_on=on,
        signatory_name=signatory_of(session, executive, on).name if executive else "",
        signatory_post=title,
        acting_for=f"{Capacity.ACTING.name_th} {title}",
    )
