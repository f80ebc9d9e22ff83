"""Events that are told: as what, to which posts, and until when each still asks something of anybody."""

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, and_, col, select

from models.database import in_parts
from models.kinds import NoticeKind, Role, SourceKind
from models.obligations import Event
from models.organizations import Officer
from models.plans import Edition, ProjectEntry, ProjectSource, Resolution, ResolutionRemark
from models.quarters import QuarterRound, Submission
from procedure.holiday_days import HOLIDAYS_FORECAST, has_forecast
from procedure.moving import MOVED, moves_told
from procedure.plans import Step, step_of

PLAN_OPENED, DRAFT_RETURNED, SUBMISSION_RETURNED = "plan_opened", "draft_returned", "submission_returned"

# As what rung and kind of notice an event is told.
TOLD_AS = {
    PLAN_OPENED: ("request", NoticeKind.REQUEST),
    DRAFT_RETURNED: ("returned", NoticeKind.RETURNED),
    SUBMISSION_RETURNED: ("returned", NoticeKind.RETURNED),
    MOVED: ("moved", NoticeKind.REMINDER),
    HOLIDAYS_FORECAST: ("forecast", NoticeKind.REMINDER),
}


def event_is_current(session: Session, event: Event) -> bool:
    """Tell whether an event still asks something of anybody: a request until the plan is compiled, a return until
    the draft is compiled anew or the report sent anew, a moved day until its duties end, forecast holidays until they
    are confirmed."""
    if event.kind == SUBMISSION_RETURNED:
        return session.exec(select(Submission.id).where(unanswered(event.subject_id))).first() is not None
    if event.kind == MOVED:
        return bool(moves_told(session, event))
    if event.kind == HOLIDAYS_FORECAST:
        return has_forecast(session, event.subject_id)
    if event.kind == PLAN_OPENED:
        edition = session.get(Edition, event.subject_id)
        return edition is not None and edition.draft_number == 0
    resolution = session.get(Resolution, event.subject_id)
    edition = session.get(Edition, resolution.edition_id) if resolution else None
    return (
        edition is not None
        and resolution is not None
        and step_of(edition) is Step.COLLECTING
        and edition.draft_number == resolution.draft_number
    )


def unanswered(submission_id: int | Mapped[int]) -> ColumnElement[bool]:
    """Return the condition on ``Submission`` that it is the one meant and that its post has sent none since."""
    later = aliased(Submission)
    newer = select(later.id).where(
        later.round_id == Submission.round_id,
        later.officer_id == Submission.officer_id,
        later.revision > Submission.revision,
    )
    return and_(col(Submission.id) == submission_id, ~newer.exists())


def event_plan(session: Session, event: Event) -> int | None:
    """Return the plan that an event is about, if it is about one."""
    if event.kind == MOVED:
        moved = moves_told(session, event)
        return moved[0][0].plan_id if moved else None
    if event.kind == HOLIDAYS_FORECAST:
        return None
    if event.kind == SUBMISSION_RETURNED:
        returned = session.get_one(Submission, event.subject_id)
        return session.get_one(QuarterRound, returned.round_id).plan_id
    edition_id = event.subject_id
    if event.kind == DRAFT_RETURNED:
        edition_id = session.get_one(Resolution, event.subject_id).edition_id
    return session.get_one(Edition, edition_id).plan_id


def is_silent(session: Session, event: Event) -> bool:
    """Tell whether an event moved days alone that were over when they were recorded."""
    return event.kind == MOVED and all(obligation.silent for obligation, _from in moves_told(session, event))


def sources_asked(session: Session, edition_ids: Iterable[int]) -> dict[int, list[ProjectSource]]:
    """Return the divisions and agencies that the collection of each edition asks, read in a few queries."""
    found: dict[int, list[ProjectSource]] = {}
    for some in in_parts(edition_ids):
        asked = select(ProjectSource).where(
            col(ProjectSource.edition_id).in_(some),
            col(ProjectSource.kind).in_((SourceKind.DIVISION, SourceKind.AGENCY_LETTER)),
        )
        for source in session.exec(asked):
            found.setdefault(source.edition_id, []).append(source)
    return found


def posts_told(
    session: Session,
    event: Event,
    officers: Mapping[int, Officer],
    roles: Mapping[Role, set[int]],
    asked: Iterable[ProjectSource],
) -> list[int]:
    """Return the posts that an event concerns, of the given posts of its office and those that hold each role;
    ``asked`` are the sources that a plan's opening asks."""
    if event.kind == MOVED:
        told = moves_told(session, event) or moves_told(session, event, ended=True)
        return sorted({obligation.officer_id for obligation, _from in told})
    if event.kind == SUBMISSION_RETURNED:
        return [session.get_one(Submission, event.subject_id).officer_id]
    if event.kind == PLAN_OPENED:
        return _asked_posts(asked, officers, roles)
    role = Role.ADMINISTRATOR if event.kind == HOLIDAYS_FORECAST else Role.PLAN_ANALYST
    posts = roles[role]
    return sorted(posts | _remarked_posts(session, event)) if event.kind == DRAFT_RETURNED else sorted(posts)


def _asked_posts(
    sources: Iterable[ProjectSource], officers: Mapping[int, Officer], roles: Mapping[Role, set[int]]
) -> list[int]:
    """Return the posts that collection asks: each division's reporting post, each agency's contact."""
    sources = list(sources)
    divisions = {source.division_id for source in sources if source.division_id}
    agencies = {source.agency_id for source in sources if source.agency_id}
    return sorted(
        post
        for post, officer in officers.items()
        if (post in roles[Role.OFFICER] and officer.division_id in divisions)
        or (post in roles[Role.AGENCY_CONTACT] and officer.agency_id in agencies)
    )


def _remarked_posts(session: Session, event: Event) -> set[int]:
    """Return the posts of the projects that a returned draft's remarks are on."""
    remarked = session.exec(
        select(col(ProjectEntry.officer_id))
        .join(ResolutionRemark, col(ResolutionRemark.project_id) == col(ProjectEntry.project_id))
        .join(Resolution, col(Resolution.id) == col(ResolutionRemark.resolution_id))
        .where(Resolution.id == event.subject_id, ProjectEntry.edition_id == Resolution.edition_id)
    ).all()
    return {post for post in remarked if post is not None}
