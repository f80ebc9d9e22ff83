"""What a duty is about, where a plan has several editions and an edition hangs at several places."""

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import Session, col, select

from models.kinds import PostingPlace
from models.obligations import Obligation
from models.organizations import Organization
from models.plans import Announcement, Edition, OperationPlan, Posting, ProjectSource, Trigger
from procedure.acts.posting import PLACE_NAMES
from procedure.plans import PlanOnRecord, identity


def duty_subject(session: Session, obligation: Obligation) -> str:
    """Return in Thai what one duty is about, as ``duty_subjects`` does."""
    return duty_subjects(session, [obligation])[identity(obligation.id)]


def duty_subjects(session: Session, obligations: Sequence[Obligation]) -> dict[int, str]:
    """Return in Thai the edition that each duty is about, and for the days a plan stays posted the place.

    Nothing for the base plan's other duties, and for those of no edition; else ``เพิ่มเติม ครั้งที่ ๑ (เว็บไซต์ของหน่วยงาน)``.
    A fixed number of queries. Returned by obligation.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for row in obligations:
        wanted[row.subject_kind].add(row.subject_id)
    edition_of = {("edition", number): number for number in wanted["edition"]}
    places: dict[int, PostingPlace] = {}
    if wanted["posting"]:
        postings = select(Posting, Announcement).join(
            Announcement, col(Announcement.id) == col(Posting.announcement_id)
        )
        for posting, announcement in session.exec(postings.where(col(Posting.id).in_(wanted["posting"]))):
            edition_of["posting", identity(posting.id)] = announcement.edition_id
            places[identity(posting.id)] = posting.place
    for kind, table in (("trigger", Trigger), ("announcement", Announcement), ("project_source", ProjectSource)):
        if wanted[kind]:
            rows = session.exec(select(table.id, table.edition_id).where(col(table.id).in_(wanted[kind])))
            edition_of |= {(kind, identity(number)): edition_id for number, edition_id in rows}
    titles = _titles(session, set(edition_of.values()))
    about: dict[int, str] = {}
    for row in obligations:
        number = edition_of.get((row.subject_kind, row.subject_id))
        title = titles.get(number, "") if number is not None else ""
        place = f"({PLACE_NAMES[places[row.subject_id]]})" if row.subject_kind == "posting" else ""
        about[identity(row.id)] = f"{title} {place}".strip()
    return about


def _titles(session: Session, edition_ids: set[int]) -> dict[int, str]:
    if not edition_ids:
        return {}
    rows = session.exec(
        select(Organization, OperationPlan, Edition)
        .join(OperationPlan, col(OperationPlan.organization_id) == col(Organization.id))
        .join(Edition, col(Edition.plan_id) == col(OperationPlan.id))
        .where(col(Edition.id).in_(edition_ids))
    )
    return {identity(row[2].id): PlanOnRecord(*row).title for row in rows}
