"""Who signs the office's letters on a day: a post's holder, with the own post and in whose place."""

from datetime import date

from sqlmodel import Session, col, select

from documents.letters import Signatory
from models.kinds import Capacity, Role, SignedPaper
from models.organizations import Assignment, Division, Officer, Organization, Person, RoleGrant
from models.settings import OfficeSettings, PaperSignature
from procedure.duties import owing_analyst
from procedure.permissions import holder_of, in_force, officers_with_role
from procedure.plans import identity


def paper_signatory(
    session: Session, organization: Organization, paper: SignedPaper, on: date, usual: Officer | None
) -> Signatory:
    """Return who signs one of the office's papers on a Bangkok day, under the title that the office prints for them.

    The post is the one chosen in the office's settings, else the ``usual`` one, as where the chosen is no longer on
    record. With neither, name and post are empty but for a title of the settings.
    """
    officer = chosen_post(session, organization, paper) or usual
    title = printed_title(organization, paper)
    return signatory_of(session, officer, on, title) if officer else Signatory(name="", post=title)


def chosen_post(session: Session, organization: Organization, paper: SignedPaper) -> Officer | None:
    """Return the post that the office chose to sign a paper; None where it chose none, or one no longer on record."""
    chosen = _signature(organization, paper).post
    return (
        session.exec(
            select(Officer).where(Officer.organization_id == organization.id, Officer.title == chosen)
        ).one_or_none()
        if chosen
        else None
    )


def printed_title(organization: Organization, paper: SignedPaper) -> str:
    """Return what the office prints under the name on a paper in the place of the post's title, or nothing."""
    return _signature(organization, paper).title


def _signature(organization: Organization, paper: SignedPaper) -> PaperSignature:
    papers = OfficeSettings.model_validate(organization.settings).papers
    return papers.signatures.get(paper, PaperSignature())


def signatory_of(session: Session, officer: Officer, on: date, title: str = "") -> Signatory:
    """Return the signature of a post on a Bangkok day; whoever acts signs with the own post, if there is one.

    ``title`` is printed in the place of the post's own.
    """
    post = title or officer.title
    holder = holder_of(session, identity(officer.id), on)
    person = session.get(Person, holder.person_id) if holder else None
    if holder is None or person is None:
        return Signatory(name="", post=post)
    if holder.capacity is Capacity.OWN:
        return Signatory(name=person.name, post=post)
    own = session.exec(
        select(Officer)
        .join(Assignment, col(Assignment.officer_id) == col(Officer.id))
        .where(Assignment.person_id == person.id, Assignment.capacity == Capacity.OWN, in_force(Assignment, on))
        .order_by(col(Officer.id))
    ).first()
    acting_for = f"{holder.capacity.name_th} {post}"
    return Signatory(name=person.name, post=own.title if own else "", acting_for=acting_for)


def first_with(session: Session, organization_id: int, role: Role) -> Officer | None:
    """Return the first post that holds a role, if any does."""
    return next(iter(officers_with_role(session, organization_id, role)), None)


def head_of_division(session: Session, organization_id: int, division_id: int | None) -> Officer | None:
    """Return the post that heads a division, if there is one on record."""
    if division_id is None:
        return None
    return session.exec(
        select(Officer)
        .join(RoleGrant, col(RoleGrant.officer_id) == col(Officer.id))
        .where(
            Officer.organization_id == organization_id,
            Officer.division_id == division_id,
            RoleGrant.role == Role.DIVISION_HEAD,
        )
        .order_by(col(Officer.id))
    ).first()


def planning_division(session: Session, organization_id: int) -> tuple[str, Officer]:
    """Return the division that makes the plan, by the plan analyst's, and the post that signs for it.

    Raises ``ProcedureError`` ``no_plan_analyst``.
    """
    analyst = session.get_one(Officer, owing_analyst(session, organization_id))
    division = session.get(Division, analyst.division_id) if analyst.division_id else None
    head = head_of_division(session, organization_id, analyst.division_id)
    return (division.name if division else ""), head or analyst
