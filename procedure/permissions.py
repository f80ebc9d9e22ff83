"""Who may do what: permissions, the roles that hold them, and the actor of an act."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from models.kinds import Capacity, Role, Via
from models.organizations import Assignment, Officer, RoleGrant
from procedure.errors import ProcedureError


class Permission(StrEnum):
    """What an act needs of its actor."""

    OPEN_PLAN = "open_plan"
    IMPORT_PROJECTS = "import_projects"
    CORRECT_PROJECT = "correct_project"
    COMPILE_DRAFT = "compile_draft"
    SUBMIT_DRAFT = "submit_draft"
    RECORD_RESOLUTION = "record_resolution"
    ANNOUNCE_PLAN = "announce_plan"
    EXTEND_TIME = "extend_time"
    POST_PLAN = "post_plan"
    TAKE_DOWN_PLAN = "take_down_plan"
    REPORT = "report"
    KEEP_ROUNDS = "keep_rounds"  # open and close quarters: the scheduled flows alone
    RECORD_TRIGGER = "record_trigger"
    OPEN_AMENDMENT = "open_amendment"
    CHANGE_PLAN = "change_plan"  # change, merge and cancel projects in an edition being prepared
    CORRECT_DATE = "correct_date"
    CHOOSE_DAYS = "choose_days"
    RECORD_MEETING = "record_meeting"
    APPOINT_COMMITTEE = "appoint_committee"
    COUNTERSIGN = "countersign"
    KEEP_POSTS = "keep_posts"  # assignments, leave and substitutes
    TRANSFER_BUDGET = "transfer_budget"
    CONFIRM_AMOUNTS = "confirm_amounts"
    DECIDE_YEAR_END = "decide_year_end"
    REVIEW_REPORTS = "review_reports"
    RECORD_PAPER_REPORTS = "record_paper_reports"
    GRANT_EXCEPTION = "grant_exception"
    RECORD_EVALUATION = "record_evaluation"
    KEEP_HOLIDAYS = "keep_holidays"
    KEEP_TEMPLATES = "keep_templates"  # the office's own wording of its documents
    KEEP_PAPERS = "keep_papers"  # how the office's documents look, and who signs them
    RECORD_TOLD = "record_told"  # that somebody was told by LINE, by telephone or by letter
    SEND_AGAIN = "send_again"  # what was given up in sending
    KEEP_OWN_CONTACTS = "keep_own_contacts"  # how whoever holds the post is reached
    KEEP_CHANNELS = "keep_channels"  # the office's accounts, and its register's addresses
    READ_ALL = "read_all"


_ANALYST = frozenset(
    {
        Permission.OPEN_PLAN,
        Permission.IMPORT_PROJECTS,
        Permission.CORRECT_PROJECT,
        Permission.COMPILE_DRAFT,
        Permission.SUBMIT_DRAFT,
        Permission.RECORD_RESOLUTION,
        Permission.POST_PLAN,
        Permission.TAKE_DOWN_PLAN,
        Permission.RECORD_TRIGGER,
        Permission.CHANGE_PLAN,
        Permission.CORRECT_DATE,
        Permission.CHOOSE_DAYS,
        Permission.RECORD_MEETING,
        Permission.APPOINT_COMMITTEE,
        Permission.TRANSFER_BUDGET,
        Permission.DECIDE_YEAR_END,
        Permission.RECORD_PAPER_REPORTS,
        Permission.RECORD_EVALUATION,
        Permission.KEEP_TEMPLATES,
        Permission.KEEP_PAPERS,
        Permission.RECORD_TOLD,
        Permission.READ_ALL,
    }
)

# Whatever post somebody holds, how they are reached is theirs to say.
_EVERYBODY = frozenset({Permission.KEEP_OWN_CONTACTS})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    # The analyst keeps the record of the announcement; the announcement itself is the executive's, whose post
    # signs it: ``announce_plan`` checks the signatory. design.md, Roles. An amendment is begun by the analyst, who
    # prepares it; it is the executive's once he announces it (domain.md 1.1, clause 27).
    Role.PLAN_ANALYST: _EVERYBODY | _ANALYST | {Permission.ANNOUNCE_PLAN, Permission.OPEN_AMENDMENT},
    Role.EXECUTIVE: _EVERYBODY
    | frozenset(
        {
            Permission.ANNOUNCE_PLAN,
            Permission.EXTEND_TIME,
            Permission.OPEN_AMENDMENT,
            Permission.GRANT_EXCEPTION,
            Permission.READ_ALL,
        }
    ),
    Role.OFFICER: _EVERYBODY | frozenset({Permission.REPORT}),
    Role.DIVISION_HEAD: _EVERYBODY | frozenset({Permission.REPORT, Permission.REVIEW_REPORTS, Permission.RECORD_TOLD}),
    Role.CLERK: _EVERYBODY | frozenset({Permission.COUNTERSIGN, Permission.RECORD_TOLD, Permission.READ_ALL}),
    Role.AUDITOR: _EVERYBODY | frozenset({Permission.READ_ALL}),
    Role.FINANCE_OFFICER: _EVERYBODY | frozenset({Permission.CONFIRM_AMOUNTS}),
    Role.AGENCY_CONTACT: _EVERYBODY,
    # An administrator records any of these, marked so in the audit; the rounds are kept by the schedule alone.
    Role.ADMINISTRATOR: frozenset(Permission) - {Permission.KEEP_ROUNDS},
}


@dataclass(frozen=True)
class Actor:
    """Who acts: a post and the person who holds it, their roles, and the door they came through."""

    organization_id: int
    via: Via
    officer_id: int | None = None
    person_id: int | None = None
    division_id: int | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)

    def may(self, permission: Permission) -> bool:
        """Tell whether any role of the actor holds the permission; the schedule may do what it is for."""
        if self.via is Via.SYSTEM:
            return permission in (Permission.KEEP_ROUNDS, Permission.READ_ALL)
        return any(permission in PERMISSIONS[role] for role in self.roles)


def system_actor(organization_id: int) -> Actor:
    """Return the actor of the scheduled flows."""
    return Actor(organization_id=organization_id, via=Via.SYSTEM)


def officer_actor(session: Session, organization_id: int, officer_id: int, on: date, via: Via) -> Actor:
    """Return the actor for whoever holds a post on a Bangkok day.

    Raises ``ProcedureError`` ``unknown_officer`` if the organization has no such post, and
    ``vacant_post`` if nobody holds it that day.
    """
    officer = session.exec(
        select(Officer).where(Officer.id == officer_id, Officer.organization_id == organization_id)
    ).first()
    if officer is None:
        raise ProcedureError(
            "unknown_officer", "ไม่พบตำแหน่งนี้ในหน่วยงาน", "The organization has no such post; check the list of posts."
        )
    holder = holder_of(session, officer_id, on)
    if holder is None:
        raise ProcedureError(
            "vacant_post",
            f"ไม่มีผู้ดำรงตำแหน่ง{officer.title}ในวันดังกล่าว โปรดบันทึกผู้ดำรงตำแหน่งก่อน",
            f"Nobody holds the post {officer.title} on that day; record an assignment first.",
        )
    roles = session.exec(select(col(RoleGrant.role)).where(RoleGrant.officer_id == officer_id)).all()
    return Actor(
        organization_id=organization_id,
        via=via,
        officer_id=officer_id,
        person_id=holder.person_id,
        division_id=officer.division_id,
        roles=frozenset(roles),
    )


def holder_of(session: Session, officer_id: int, on: date) -> Assignment | None:
    """Return the assignment by which a post is held on a day; an acting holder goes before the regular one."""
    return session.exec(
        select(Assignment)
        .where(Assignment.officer_id == officer_id, in_force(Assignment, on))
        .order_by((col(Assignment.capacity) != Capacity.OWN).desc(), col(Assignment.from_on).desc(), col(Assignment.id))
    ).first()


def posts_held(session: Session, organization_id: int, person_id: int, on: date) -> list[Officer]:
    """Return the posts that a person holds on a Bangkok day; a post with an acting holder is the acting one's."""
    acting = aliased(Assignment)
    replaced = exists().where(
        col(acting.officer_id) == col(Assignment.officer_id),
        col(acting.capacity) != Capacity.OWN,
        in_force(acting, on),
    )
    held = select(Assignment.officer_id).where(
        Assignment.person_id == person_id,
        in_force(Assignment, on),
        or_(col(Assignment.capacity) != Capacity.OWN, ~replaced),
    )
    statement = select(Officer).where(Officer.organization_id == organization_id, col(Officer.id).in_(held))
    return list(session.exec(statement.order_by(col(Officer.id))))


def in_force(assignment: type[Assignment], on: date) -> ColumnElement[bool]:
    """Return the condition that an assignment is in force on a Bangkok day."""
    until = col(assignment.until_on)
    return (col(assignment.from_on) <= on) & or_(until.is_(None), until >= on)


def officers_with_role(session: Session, organization_id: int, role: Role) -> list[Officer]:
    """Return the posts of an organization that hold a role, in the order they were recorded."""
    return list(
        session.exec(
            select(Officer)
            .join(RoleGrant, col(RoleGrant.officer_id) == col(Officer.id))
            .where(Officer.organization_id == organization_id, RoleGrant.role == role)
            .order_by(col(Officer.id))
        ).all()
    )
