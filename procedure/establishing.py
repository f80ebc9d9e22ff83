"""Establishing an organization in the record: its divisions, agencies, posts, people and committees."""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session, select

from models.committees import Committee
from models.kinds import CommitteeKind, OrganizationKind, Role, Via
from models.organizations import Agency, Assignment, Division, Officer, Organization, Person, RoleGrant
from models.settings import OfficeSettings
from procedure.act import Facts
from procedure.audit import append_entry, lock_chain
from procedure.committees import AppointmentDescription, appoint
from procedure.contacts import add_register_address
from procedure.errors import ProcedureError
from procedure.holiday_days import keep_seed_holidays
from procedure.permissions import Actor
from procedure.plans import identity
from procedure.words import WORDS


class PostDescription(Facts):
    """A post and who holds it. ``division`` or ``agency`` says where it belongs."""

    title: str = Field(min_length=1)
    roles: list[Role] = Field(min_length=1)
    division: str | None = None
    agency: str | None = None
    holder: str = Field(min_length=1)
    email: str | None = Field(default=None, pattern=r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+$")


class CommitteeDescription(AppointmentDescription):
    """A committee's appointment order, and the title that the office gives the committee, if not the usual one."""

    title: str = ""


class OfficeDescription(Facts):
    """An organization as its administrator describes it in a file."""

    code: str = Field(pattern=r"^[a-z0-9-]{2,40}$")
    kind: OrganizationKind
    name: str = Field(min_length=1)
    district: str = ""
    province: str = ""
    in_office_from: date
    divisions: list[str] = Field(min_length=1)
    agencies: list[str] = Field(default_factory=list)
    posts: list[PostDescription] = Field(min_length=1)
    committees: list[CommitteeDescription] = Field(default_factory=list)
    settings: OfficeSettings = OfficeSettings()


def establish_organization(session: Session, description: OfficeDescription, as_of: datetime) -> Organization:
    """Write an organization, its posts and holders, its committees and the holidays; the first audit entry.

    Raises ``ProcedureError``: ``organization_exists``, ``unknown_division``, ``unknown_agency``, ``double_name``, and
    what ``appoint`` raises.
    """
    if session.exec(select(Organization).where(Organization.code == description.code)).first():
        raise ProcedureError(
            "organization_exists",
            f"มีหน่วยงานรหัส {description.code} อยู่แล้ว",
            f"An organization with the code {description.code} is already on record.",
        )
    organization = Organization(
        code=description.code,
        kind=description.kind,
        name=description.name,
        district=description.district,
        province=description.province,
        settings=description.settings.model_dump(mode="json"),
    )
    session.add(organization)
    session.flush()
    organization_id = identity(organization.id)
    for position, name in enumerate(_distinct(description.divisions), start=1):
        session.add(Division(organization_id=organization_id, position=position, name=name))
    for name in _distinct(description.agencies):
        session.add(Agency(organization_id=organization_id, name=name))
    for kind in CommitteeKind:
        own = [described.title for described in description.committees if described.committee is kind]
        title = next(filter(None, own), WORDS[description.kind].committee(kind))
        session.add(Committee(organization_id=organization_id, kind=kind, title=title))
    session.flush()
    _fill_posts(session, organization_id, description)
    for described in description.committees:
        appoint(session, organization_id, described)
    keep_seed_holidays(session)
    head = lock_chain(session, organization_id)
    facts = description.model_dump(mode="json", exclude={"posts": {"__all__": {"email", "holder"}}})
    append_entry(session, head, Actor(organization_id, Via.COMMAND_LINE), "establish_organization", facts, as_of)
    session.flush()
    return organization


def _distinct(names: list[str]) -> list[str]:
    for name in names:
        if names.count(name) > 1:
            raise ProcedureError("double_name", f"ชื่อ “{name}” ซ้ำกัน", f"The name '{name}' stands twice.")
    return names


def _fill_posts(session: Session, organization_id: int, description: OfficeDescription) -> None:
    _distinct([post.title for post in description.posts])
    divisions = {
        row.name: row.id for row in session.exec(select(Division).where(Division.organization_id == organization_id))
    }
    agencies = {
        row.name: row.id for row in session.exec(select(Agency).where(Agency.organization_id == organization_id))
    }
    persons: dict[str, Person] = {}
    for post in description.posts:
        for name, known, code in (
            (post.division, divisions, "unknown_division"),
            (post.agency, agencies, "unknown_agency"),
        ):
            if name is not None and name not in known:
                raise ProcedureError(
                    code,
                    f"ตำแหน่ง “{post.title}” อยู่ใน “{name}” ซึ่งไม่มีในรายการ",
                    f"The post '{post.title}' belongs to '{name}', which is not listed.",
                )
        officer = Officer(
            organization_id=organization_id,
            title=post.title,
            division_id=divisions[post.division] if post.division else None,
            agency_id=agencies[post.agency] if post.agency else None,
        )
        person = persons.get(post.email or "")
        if person is None:
            person = Person(organization_id=organization_id, name=post.holder)
        session.add_all([officer, person])
        session.flush()
        if post.email and post.email not in persons:
            add_register_address(session, person, post.email)
            persons[post.email] = person
        session.add(
            Assignment(
                organization_id=organization_id,
                officer_id=identity(officer.id),
                person_id=identity(person.id),
                from_on=description.in_office_from,
            )
        )
        for role in post.roles:
            session.add(RoleGrant(organization_id=organization_id, officer_id=identity(officer.id), role=role))
