"""Finding plans and their editions, telling the step an edition stands at, and the plan in force on a day."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from models.kinds import EditionKind, EntryAction, ResolutionOutcome, SourceKind
from models.organizations import Organization
from models.plans import (
    Announcement,
    Edition,
    EquipmentItem,
    OperationPlan,
    Posting,
    ProjectEntry,
    ProjectSource,
    Resolution,
)
from models.settings import OfficeSettings
from models.values import FiscalYear
from procedure.act import StepRun
from procedure.calendar import thai_date_short, thai_digits
from procedure.errors import ProcedureError


class Step(StrEnum):
    """Where an edition stands, told from its recorded dates."""

    COLLECTING = "collecting"
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    RESOLVED = "resolved"
    APPROVED = "approved"
    ANNOUNCED = "announced"

    @property
    def name_th(self) -> str:
        return _STEP_NAMES[self]


_STEP_NAMES = {
    Step.COLLECTING: "รวบรวมโครงการ",
    Step.DRAFTED: "จัดทำร่างแล้ว รอเสนอคณะกรรมการ",
    Step.SUBMITTED: "เสนอคณะกรรมการแล้ว รอมติ",
    Step.RESOLVED: "มีมติเห็นชอบแล้ว รอปลัดลงนามรับรอง",
    Step.APPROVED: "คณะกรรมการเห็นชอบแล้ว รอประกาศ",
    Step.ANNOUNCED: "ประกาศใช้แล้ว",
}


def step_of(edition: Edition) -> Step:
    """Return the step of an edition. The database's constraints keep its dates in order."""
    if edition.announced_on:
        return Step.ANNOUNCED
    if edition.approved_on:
        return Step.APPROVED
    if edition.resolved_on:
        return Step.RESOLVED
    if edition.submitted_on:
        return Step.SUBMITTED
    if edition.compiled_on:
        return Step.DRAFTED
    return Step.COLLECTING


def require_step(edition: Edition, *allowed: Step) -> None:
    """Refuse an act that does not fit the edition's step: ``needs_`` and the first step that it needs."""
    step = step_of(edition)
    if step not in allowed:
        raise ProcedureError(
            f"needs_{allowed[0].value}",
            f"แผนอยู่ในขั้น “{step.name_th}” จึงดำเนินการนี้ไม่ได้ ต้องอยู่ในขั้น "
            + " หรือ ".join(f"“{name.name_th}”" for name in allowed),
            f"The plan is at the step '{step.value}'; this needs the step "
            + " or ".join(f"'{name.value}'" for name in allowed)
            + ".",
            clause="ข้อ ๒๖",
        )


@dataclass(frozen=True)
class PlanOnRecord:
    """A plan with its organization and one of its editions."""

    organization: Organization
    plan: OperationPlan
    edition: Edition

    @property
    def plan_id(self) -> int:
        return identity(self.plan.id)

    @property
    def edition_id(self) -> int:
        return identity(self.edition.id)

    @property
    def organization_id(self) -> int:
        return identity(self.organization.id)

    @property
    def fiscal_year(self) -> FiscalYear:
        return FiscalYear(self.plan.fiscal_year)

    @property
    def office_settings(self) -> OfficeSettings:
        return OfficeSettings.model_validate(self.organization.settings)

    @property
    def name(self) -> str:
        """Return the edition's name in acts: ``base``, ``addition-1``, ``amendment-2``."""
        kind = self.edition.kind
        return kind.value if kind is EditionKind.BASE else f"{kind.value}-{self.edition.number}"

    @property
    def title(self) -> str:
        """Return what documents call the edition: nothing for the base plan, ``เพิ่มเติม ครั้งที่ ๑``,
        ``แก้ไข ครั้งที่ ๑/๒๕๖๙``; the word is the office's own."""
        word, number = self.office_settings.edition_word, thai_digits(self.edition.number)
        if self.edition.kind is EditionKind.ADDITION:
            return f"เพิ่มเติม {word} {number}"
        if self.edition.kind is EditionKind.AMENDMENT:
            return f"แก้ไข {word} {number}/{thai_digits(self.plan.fiscal_year)}"
        return ""

    @property
    def standing_th(self) -> str:
        """Return in Thai at which step the edition stands; an amendment that passes no committee waits for none."""
        step = step_of(self.edition)
        if step is Step.DRAFTED and not self.edition.passes_committee:
            return "จัดทำร่างแล้ว รอประกาศ"
        return step.name_th


Fits = Callable[[PlanOnRecord], bool]


def identity(value: int | None) -> int:
    """Return the id of a row that has been flushed."""
    if value is None:
        raise RuntimeError("the row has no id yet")
    return value


def step_run(deployment: str, on_record: PlanOnRecord, version: int) -> StepRun:
    """Return the run of a step flow for one plan at one version of its facts."""
    return StepRun(
        deployment=deployment,
        organization_id=on_record.organization_id,
        fiscal_year=on_record.plan.fiscal_year,
        version=version,
    )


def find_plan(session: Session, organization_id: int, fiscal_year: int) -> PlanOnRecord:
    """Return the plan of an organization and fiscal year (Buddhist era) with its base edition.

    Raises ``ProcedureError`` ``no_plan``.
    """
    row = (
        None
        if not 2400 <= fiscal_year <= 2700
        else session.exec(
            select(Organization, OperationPlan, Edition)
            .join(OperationPlan, col(OperationPlan.organization_id) == col(Organization.id))
            .join(Edition, col(Edition.plan_id) == col(OperationPlan.id))
            .where(Organization.id == organization_id, OperationPlan.fiscal_year == fiscal_year, Edition.number == 0)
        ).first()
    )
    if row is None:
        raise ProcedureError(
            "no_plan",
            f"ยังไม่ได้เปิดแผนการดำเนินงานปีงบประมาณ พ.ศ. {fiscal_year} โปรดเปิดแผนก่อน",
            f"The plan of fiscal year {fiscal_year} is not open; open it first.",
        )
    return PlanOnRecord(*row)


def editions_of(session: Session, plan: PlanOnRecord) -> list[PlanOnRecord]:
    """Return a plan's editions in the order they were opened, the base plan first; abandoned ones are left out."""
    mine = select(Edition).where(Edition.plan_id == plan.plan_id, col(Edition.abandoned_on).is_(None))
    rows = session.exec(mine.order_by(col(Edition.id)))
    return [replace(plan, edition=row) for row in rows]


def require_collects(on_record: PlanOnRecord) -> None:
    """Refuse what asks for projects of an edition that collects none: ``ProcedureError`` ``amends_by_act``."""
    if on_record.edition.kind is EditionKind.AMENDMENT:
        raise ProcedureError(
            "amends_by_act",
            "ฉบับแก้ไขเปลี่ยนแปลงโครงการทีละโครงการ จึงไม่มีหนังสือหรือแบบขอโครงการ "
            "โปรดบันทึกการเปลี่ยนแปลงด้วย traimas project change",
            "An amendment changes projects one by one, so nobody is asked for projects by letter or form; record each "
            "change with `traimas project change`.",
        )


def find_edition(
    session: Session, organization_id: int, fiscal_year: int, name: str, *steps: Step, fits: Fits | None = None
) -> PlanOnRecord:
    """Return the edition that an act means: the one named, or with no name the only one at the steps it needs.

    ``fits`` narrows the choice further where no name is given. Raises ``ProcedureError``: ``no_plan``, ``no_edition``,
    ``which_edition`` where several could be meant, and ``needs_…`` as ``require_step`` does.
    """
    plan = find_plan(session, organization_id, fiscal_year)
    editions = editions_of(session, plan)
    if name:
        named = [one for one in editions if one.name == name]
        if not named:
            raise ProcedureError(
                "no_edition",
                f"แผนปีงบประมาณ พ.ศ. {fiscal_year} ไม่มีฉบับ {name} มีเพียง {', '.join(one.name for one in editions)}",
                f"The plan of {fiscal_year} has no edition {name}; it has {', '.join(one.name for one in editions)}.",
            )
        require_step(named[0].edition, *steps)
        return named[0]
    at_step = [one for one in editions if step_of(one.edition) in steps]
    meant = [one for one in at_step if fits is None or fits(one)] or at_step[-1:]
    if not meant:
        require_step(editions[-1].edition, *steps)
    if len(meant) > 1:
        raise ProcedureError(
            "which_edition",
            f"มีหลายฉบับที่ดำเนินการนี้ได้ โปรดระบุฉบับ: {', '.join(one.name for one in meant)}",
            f"Several editions could be meant; name one of {', '.join(one.name for one in meant)}.",
        )
    return meant[0]


def all_plans(session: Session) -> list[PlanOnRecord]:
    """Return the plans of all organizations, for the scheduled flows, in one query."""
    rows = session.exec(
        select(Organization, OperationPlan, Edition)
        .join(OperationPlan, col(OperationPlan.organization_id) == col(Organization.id))
        .join(Edition, col(Edition.plan_id) == col(OperationPlan.id))
        .where(Edition.number == 0)
        .order_by(col(OperationPlan.id))
    ).all()
    return [PlanOnRecord(*row) for row in rows]


def sources_of(session: Session, on_record: PlanOnRecord) -> list[ProjectSource]:
    """Return the sources that collection asks or looks through, in their order."""
    mine = select(ProjectSource).where(ProjectSource.edition_id == on_record.edition_id)
    return list(session.exec(mine.order_by(col(ProjectSource.id))).all())


def source_standing(source: ProjectSource) -> str:
    """Return in Thai how a source stands: asked, answered or looked through, and on which day."""
    if source.kind in (SourceKind.PROVINCIAL_PLAN, SourceKind.DISTRICT_PLAN):
        done = source.looked_through_on
        return f"ตรวจดูแล้ว {thai_date_short(done)}" if done else "ยังไม่ได้ตรวจดู"
    if source.answered_on:
        return f"ตอบแล้ว {thai_date_short(source.answered_on)}"
    return f"ถามแล้ว {thai_date_short(source.asked_on)}" if source.asked_on else "ยังไม่ได้ถาม"


def announcement_of(session: Session, on_record: PlanOnRecord) -> Announcement | None:
    """Return the announcement of the edition, if it is made."""
    return session.exec(select(Announcement).where(Announcement.edition_id == on_record.edition_id)).first()


def postings_of(session: Session, on_record: PlanOnRecord) -> list[Posting]:
    """Return the places at which the edition was posted, oldest first."""
    return list(
        session.exec(
            select(Posting)
            .join(Announcement, col(Announcement.id) == col(Posting.announcement_id))
            .where(Announcement.edition_id == on_record.edition_id)
            .order_by(col(Posting.posted_on), col(Posting.id))
        ).all()
    )


def resolutions_of(session: Session, on_record: PlanOnRecord) -> list[Resolution]:
    """Return the committee's resolutions on the edition, oldest first."""
    return list(
        session.exec(
            select(Resolution).where(Resolution.edition_id == on_record.edition_id).order_by(col(Resolution.id))
        ).all()
    )


def last_return(session: Session, on_record: PlanOnRecord) -> Resolution | None:
    """Return the resolution that sent the draft back, if the newest one did."""
    resolutions = resolutions_of(session, on_record)
    return resolutions[-1] if resolutions and resolutions[-1].outcome is ResolutionOutcome.RETURN else None


def entries_of(session: Session, edition_id: int) -> list[ProjectEntry]:
    """Return the entries of an edition in the order of their projects' numbers."""
    return list(
        session.exec(
            select(ProjectEntry).where(ProjectEntry.edition_id == edition_id).order_by(col(ProjectEntry.project_id))
        ).all()
    )


def equipment_of(session: Session, edition_id: int) -> list[EquipmentItem]:
    """Return the equipment items of an edition in the order of their numbers."""
    mine = select(EquipmentItem).where(EquipmentItem.edition_id == edition_id)
    return list(session.exec(mine.order_by(col(EquipmentItem.number))).all())


def latest_entries(session: Session, plan_id: int, on: date) -> dict[int, ProjectEntry]:
    """Return each project's latest entry over the editions announced by a Bangkok day, by project.

    Cancelled and merged projects are among them. Source: design.md, Editions.
    """
    rows = session.exec(
        select(ProjectEntry, col(Edition.announced_on))
        .join(Edition, col(Edition.id) == col(ProjectEntry.edition_id))
        .where(Edition.plan_id == plan_id, col(Edition.announced_on) <= on)
        .order_by(col(Edition.announced_on), col(Edition.id), col(ProjectEntry.project_id))
    ).all()
    return {entry.project_id: entry for entry, _announced in rows}


def entries_in_force(session: Session, plan_id: int, on: date) -> list[ProjectEntry]:
    """Return the plan in force on a Bangkok day, by project: the fold of the editions announced by then.

    Cancelled and merged projects are left out. Source: design.md, Editions.
    """
    dropped = (EntryAction.CANCEL, EntryAction.MERGE)
    latest = sorted(latest_entries(session, plan_id, on).items())
    return [entry for _project, entry in latest if entry.action not in dropped]


def edition_in_force(session: Session, plan_id: int, on: date) -> Edition | None:
    """Return the newest edition announced by a day."""
    return session.exec(
        select(Edition)
        .where(Edition.plan_id == plan_id, col(Edition.announced_on) <= on)
        .order_by(col(Edition.announced_on).desc(), col(Edition.id).desc())
    ).first()
