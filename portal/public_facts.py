"""Reading what anybody may see of a plan: its announced editions, where they were posted, and closed quarters."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, and_, col, or_, select

from models.evidence import StoredFile
from models.organizations import Organization
from models.plans import Announcement, Edition, OperationPlan, Posting
from models.quarters import QuarterRound
from procedure.acts.posting import PLACE_NAMES
from procedure.plans import PlanOnRecord, identity

ANNOUNCED = {"announced_plan": "แผนการดำเนินงาน", "announcement": "ประกาศ"}
SUMMARY = "quarter_summary"


@dataclass(frozen=True)
class PublicFile:
    """A kept file that anybody may have."""

    file_id: int
    title: str


@dataclass(frozen=True)
class PostedAt:
    """A place at which an edition was posted, and until when."""

    place: str
    posted_on: date
    taken_down_on: date | None


@dataclass(frozen=True)
class PublicEdition:
    """An announced edition; its files are there once they are made."""

    title: str
    announced_on: date
    files: tuple[PublicFile, ...]
    postings: tuple[PostedAt, ...]


@dataclass(frozen=True)
class PublicQuarter:
    """A closed quarter, and the summary of it."""

    number: int
    closed_on: date
    file: PublicFile


@dataclass(frozen=True)
class PublicPlan:
    """What anybody may see of an organization's plan of a year."""

    organization: str
    code: str
    fiscal_year: int
    editions: tuple[PublicEdition, ...]
    quarters: tuple[PublicQuarter, ...]
    years: tuple[int, ...]


def public_plan(session: Session, code: str, fiscal_year: int) -> PublicPlan | None:
    """Return what is public of a plan, None where there is no such plan or nothing of it is announced."""
    organization = session.exec(select(Organization).where(Organization.code == code)).first()
    if organization is None:
        return None
    rows = session.exec(
        select(OperationPlan, Edition, Announcement)
        .join(Edition, col(Edition.plan_id) == col(OperationPlan.id))
        .join(Announcement, col(Announcement.edition_id) == col(Edition.id))
        .where(
            OperationPlan.organization_id == organization.id,
            col(Edition.announced_on).is_not(None),
            col(Edition.abandoned_on).is_(None),
        )
        .order_by(col(Announcement.announced_on), col(Edition.id))
    ).all()
    of_year = [row for row in rows if row[0].fiscal_year == fiscal_year]
    if not of_year:
        return None
    plan_id = identity(of_year[0][0].id)
    announcements = [identity(announcement.id) for _plan, _edition, announcement in of_year]
    rounds = _closed_rounds(session, plan_id)
    files = _files(session, identity(organization.id), announcements, [identity(row.id) for row in rounds])
    posted = _postings(session, announcements)
    return PublicPlan(
        organization=organization.name,
        code=organization.code,
        fiscal_year=fiscal_year,
        editions=tuple(
            PublicEdition(
                title=PlanOnRecord(organization, plan, edition).title or "แผนการดำเนินงาน",
                announced_on=announcement.announced_on,
                files=tuple(
                    PublicFile(files[purpose, identity(announcement.id)], title)
                    for purpose, title in ANNOUNCED.items()
                    if (purpose, announcement.id) in files
                ),
                postings=tuple(posted[identity(announcement.id)]),
            )
            for plan, edition, announcement in of_year
        ),
        quarters=tuple(
            PublicQuarter(row.number, row.closed_on, PublicFile(files[SUMMARY, identity(row.id)], "สรุปผลการดำเนินงาน"))
            for row in rounds
            if row.closed_on and (SUMMARY, row.id) in files
        ),
        years=tuple(sorted({plan.fiscal_year for plan, _edition, _announcement in rows}, reverse=True)),
    )


def public_file(session: Session, public: PublicPlan, file_id: int) -> StoredFile | None:
    """Return a file that the public page of a plan offers, with its bytes; None for any other."""
    offered = {file.file_id for edition in public.editions for file in edition.files}
    offered |= {quarter.file.file_id for quarter in public.quarters}
    if file_id not in offered:
        return None
    return session.exec(
        select(StoredFile)
        .join(Organization, col(Organization.id) == col(StoredFile.organization_id))
        .where(StoredFile.id == file_id, Organization.code == public.code)
    ).first()


def _closed_rounds(session: Session, plan_id: int) -> list[QuarterRound]:
    closed = select(QuarterRound).where(QuarterRound.plan_id == plan_id, col(QuarterRound.closed_on).is_not(None))
    return list(session.exec(closed.order_by(col(QuarterRound.number))))


def _postings(session: Session, announcements: list[int]) -> dict[int, list[PostedAt]]:
    posted: dict[int, list[PostedAt]] = defaultdict(list)
    rows = select(Posting).where(col(Posting.announcement_id).in_(announcements))
    for row in session.exec(rows.order_by(col(Posting.posted_on), col(Posting.id))):
        posted[row.announcement_id].append(PostedAt(PLACE_NAMES[row.place], row.posted_on, row.taken_down_on))
    return posted


def _files(
    session: Session, organization_id: int, announcements: list[int], rounds: list[int]
) -> dict[tuple[str, int], int]:
    """Return the newest kept file of each purpose and subject, without its bytes."""
    rows = session.exec(
        select(col(StoredFile.purpose), col(StoredFile.subject_id), col(StoredFile.id))
        .where(
            StoredFile.organization_id == organization_id,
            or_(
                and_(
                    col(StoredFile.purpose).in_(ANNOUNCED),
                    StoredFile.subject_kind == "announcement",
                    col(StoredFile.subject_id).in_(announcements),
                ),
                and_(col(StoredFile.purpose) == SUMMARY, col(StoredFile.subject_id).in_(rounds)),
            ),
        )
        .order_by(col(StoredFile.id))
    )
    return {(purpose, subject_id): identity(file_id) for purpose, subject_id, file_id in rows}
