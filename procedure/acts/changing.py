"""Changing the plan in force within an edition being prepared: a project's content or months, a merger, a cancellation.

What was announced stays as it is; each change is an entry of the new edition, written from the entry in force. Source:
MOI Regulation 2548 cl. 27 (amendment); design.md, Editions.
"""

from datetime import datetime
from typing import Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, delete, select

from models.kinds import EditionKind, EntryAction
from models.plans import EntryDivision, FundingLine, Project, ProjectEntry
from procedure.act import EditionFacts, Outcome, RegisteredAct, begin
from procedure.entry_copies import EntryInForce, copied_entry, entry_in_force, fund_entry
from procedure.entry_writer import EntryWriter
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import PlanOnRecord, Step, find_edition, identity, step_run
from procedure.proposals import ProposedFunding


class ProjectFacts(EditionFacts):
    """The facts of an act on one project in an edition being prepared."""

    project_number: int = Field(title="ลำดับโครงการ", ge=1, le=100_000)
    reason: str = Field(title="เหตุผล", min_length=1)


class ChangeProject(ProjectFacts):
    """What of a project changes; what is not given stays. ``added_funding`` is money that an addition brings."""

    authority: str = Field(title="อำนาจ/เอกสารอ้างอิง", min_length=1)
    name: str | None = Field(default=None, title="ชื่อโครงการ", min_length=1)
    detail: str | None = Field(default=None, title="รายละเอียด/ปริมาณงาน")
    place: str | None = Field(default=None, title="สถานที่ดำเนินการ", min_length=1)
    months: int | None = Field(default=None, title="เดือนที่ดำเนินการ (บิต ๐ = ตุลาคม)", ge=1, le=4095)
    divisions: list[str] | None = Field(default=None, title="หน่วยงานรับผิดชอบ", min_length=1)
    added_funding: list[ProposedFunding] = Field(default_factory=list, title="งบประมาณที่เพิ่ม")

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        given = (self.name, self.detail, self.place, self.months, self.divisions)
        if all(value is None for value in given) and not self.added_funding:
            raise ValueError("a change gives at least one new value")
        return self


class CancelProject(ProjectFacts):
    """A project is cancelled, by what authority and why."""

    authority: str = Field(title="อำนาจ/เอกสารอ้างอิง", min_length=1)


class MergeProjects(ProjectFacts):
    """A project is merged into another, which takes over its money."""

    into_number: int = Field(title="รวมเข้ากับโครงการลำดับที่", ge=1, le=100_000)
    authority: str = Field(title="อำนาจ/เอกสารอ้างอิง", min_length=1)


class WithdrawEntry(ProjectFacts):
    """What an edition being prepared does to a project is taken out again."""


def change_project(session: Session, actor: Actor, facts: ChangeProject, as_of: datetime) -> Outcome:
    """Change a project of the plan in force within an addition or amendment that is being prepared.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``no_edition``, ``which_edition``, ``needs_collecting``,
    ``not_in_base``, ``unknown_project``, ``not_in_force``, ``money_needs_addition``, ``unknown_division``,
    ``no_reporting_officer``, ``other_agencys_project``.
    """
    recording = begin(session, actor, "change_project", Permission.CHANGE_PLAN, as_of)
    on_record = _edition_in_preparation(session, actor, facts)
    if facts.added_funding and on_record.edition.kind is not EditionKind.ADDITION:
        raise ProcedureError(
            "money_needs_addition",
            "เงินที่เพิ่มเข้ามาต้องจัดทำเป็นแผนเพิ่มเติม หรือบันทึกเป็นการโอนงบประมาณ",
            "Money that comes in belongs to an addition, or is recorded as a transfer.",
        )
    before = entry_in_force(session, on_record, facts.project_number, recording.today)
    entry = before.own or copied_entry(session, on_record, before, EntryAction.CHANGE)
    entry.reason, entry.authority = facts.reason, facts.authority
    for field in ("name", "detail", "place", "months"):
        if (value := getattr(facts, field)) is not None:
            setattr(entry, field, value)
    session.add(entry)
    session.flush()
    if facts.divisions is not None:
        if session.get_one(Project, entry.project_id).agency_id is not None:
            raise ProcedureError(
                "other_agencys_project",
                f"โครงการลำดับที่ {facts.project_number} เป็นของหน่วยงานอื่น จึงกำหนดกองรับผิดชอบไม่ได้",
                f"Project {facts.project_number} is another agency's; no division of ours is responsible for it.",
            )
        EntryWriter(session, on_record).keep_divisions(entry, facts.divisions)
    fund_entry(session, on_record, identity(entry.id), facts.added_funding)
    version = recording.write(
        {**facts.model_dump(mode="json"), "edition": on_record.name},
        "project_changed",
        "project",
        entry.project_id,
        edition=on_record.name,
    )
    return recording.outcome(
        message_th=f"บันทึกการเปลี่ยนแปลงโครงการ “{entry.name}” ในฉบับ{on_record.title} แล้ว",
        message_en=f"Project number {facts.project_number} is changed in {on_record.name}.",
        subject_id=entry.project_id,
        run=step_run("collection", on_record, version),
    )


def cancel_project(session: Session, actor: Actor, facts: CancelProject, as_of: datetime) -> Outcome:
    """Cancel a project of the plan in force within an amendment. Its unspent money stays in the budget.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``no_edition``, ``which_edition``, ``needs_collecting``,
    ``only_in_amendment``, ``unknown_project``, ``not_in_force``, ``already_changed``.
    """
    recording = begin(session, actor, "cancel_project", Permission.CHANGE_PLAN, as_of)
    on_record = _amendment(session, actor, facts)
    before = entry_in_force(session, on_record, facts.project_number, recording.today)
    _require_untouched(before, facts.project_number)
    entry = copied_entry(session, on_record, before, EntryAction.CANCEL)
    entry.reason, entry.authority = facts.reason, facts.authority
    session.add(entry)
    version = recording.write(
        {**facts.model_dump(mode="json"), "edition": on_record.name},
        "project_cancelled",
        "project",
        entry.project_id,
        edition=on_record.name,
    )
    return recording.outcome(
        message_th=f"บันทึกการยกเลิกโครงการ “{entry.name}” ใน{on_record.title} แล้ว",
        message_en=f"Project number {facts.project_number} is cancelled in {on_record.name}.",
        subject_id=entry.project_id,
        run=step_run("collection", on_record, version),
    )


def merge_projects(session: Session, actor: Actor, facts: MergeProjects, as_of: datetime) -> Outcome:
    """Merge a project into another within an amendment: the other's entry takes over its funding lines.

    Raises ``ProcedureError``: as ``cancel_project`` does, and ``merge_into_itself``.
    """
    recording = begin(session, actor, "merge_projects", Permission.CHANGE_PLAN, as_of)
    on_record = _amendment(session, actor, facts)
    if facts.project_number == facts.into_number:
        raise ProcedureError("merge_into_itself", "รวมโครงการเข้ากับตัวเองไม่ได้", "A project cannot be merged into itself.")
    before = entry_in_force(session, on_record, facts.project_number, recording.today)
    _require_untouched(before, facts.project_number)
    target = entry_in_force(session, on_record, facts.into_number, recording.today)
    if target.own is not None and target.own.action is not EntryAction.CHANGE:
        _require_untouched(target, facts.into_number)
    merged = copied_entry(session, on_record, before, EntryAction.MERGE)
    merged.merged_into_id = target.entry.project_id
    merged.reason, merged.authority = facts.reason, facts.authority
    taker = target.own or copied_entry(session, on_record, target, EntryAction.CHANGE)
    taker.reason = taker.reason or facts.reason
    taker.authority = taker.authority or facts.authority
    session.add_all([merged, taker])
    session.flush()
    for line in session.exec(select(FundingLine).where(FundingLine.entry_id == merged.id)).all():
        session.add(FundingLine(**{**line.model_dump(exclude={"id", "recorded_at"}), "entry_id": taker.id}))
    version = recording.write(
        {**facts.model_dump(mode="json"), "edition": on_record.name},
        "projects_merged",
        "project",
        merged.project_id,
        edition=on_record.name,
        into=facts.into_number,
    )
    return recording.outcome(
        message_th=f"รวมโครงการ “{merged.name}” เข้ากับ “{taker.name}” ใน{on_record.title} แล้ว",
        message_en=f"Project number {facts.project_number} is merged into {facts.into_number} in {on_record.name}.",
        subject_id=merged.project_id,
        run=step_run("collection", on_record, version),
    )


def withdraw_entry(session: Session, actor: Actor, facts: WithdrawEntry, as_of: datetime) -> Outcome:
    """Take a project's entry out of an edition that is being prepared: what was in force before goes on.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``no_edition``, ``which_edition``, ``needs_collecting``,
    ``unknown_project``, ``merged_into``.
    """
    recording = begin(session, actor, "withdraw_entry", Permission.CHANGE_PLAN, as_of)
    on_record = find_edition(session, actor.organization_id, facts.fiscal_year, facts.edition, Step.COLLECTING)
    entry = session.exec(
        select(ProjectEntry)
        .join(Project, col(Project.id) == col(ProjectEntry.project_id))
        .where(ProjectEntry.edition_id == on_record.edition_id, Project.number == facts.project_number)
    ).first()
    if entry is None:
        raise ProcedureError(
            "unknown_project",
            f"ฉบับนี้ไม่มีโครงการลำดับที่ {facts.project_number}",
            f"This edition does nothing to project number {facts.project_number}.",
        )
    merged = select(ProjectEntry).where(
        ProjectEntry.edition_id == on_record.edition_id, ProjectEntry.merged_into_id == entry.project_id
    )
    if session.exec(merged).first() or entry.action is EntryAction.MERGE:
        raise ProcedureError(
            "merged_into",
            "โครงการนี้อยู่ในการรวมโครงการ เงินของโครงการได้รวมกันแล้ว โปรดบันทึกการเปลี่ยนแปลงแทนการถอน",
            "This project is part of a merger and the money is joined; record a change instead of withdrawing.",
        )
    entry_id, name, project_id = identity(entry.id), entry.name, entry.project_id
    session.exec(delete(EntryDivision).where(col(EntryDivision.entry_id) == entry_id))
    session.exec(delete(FundingLine).where(col(FundingLine.entry_id) == entry_id))
    session.delete(entry)
    session.flush()
    version = recording.write(
        {**facts.model_dump(mode="json"), "edition": on_record.name, "name": name},
        "entry_withdrawn",
        "project",
        project_id,
        edition=on_record.name,
    )
    return recording.outcome(
        message_th=f"ถอนโครงการ “{name}” ออกจากฉบับที่กำลังจัดทำแล้ว",
        message_en=f"Project number {facts.project_number} is taken out of {on_record.name}.",
        subject_id=project_id,
        run=step_run("collection", on_record, version),
    )


def _edition_in_preparation(session: Session, actor: Actor, facts: EditionFacts) -> PlanOnRecord:
    on_record = find_edition(
        session,
        actor.organization_id,
        facts.fiscal_year,
        facts.edition,
        Step.COLLECTING,
        fits=lambda one: one.edition.kind is not EditionKind.BASE,
    )
    if on_record.edition.kind is EditionKind.BASE:
        raise ProcedureError(
            "not_in_base",
            "แผนหลักยังไม่ประกาศใช้ จึงใช้การแก้ไขรายละเอียดโครงการแทน",
            "The base plan is not announced yet: correct the project in it instead.",
        )
    return on_record


def _amendment(session: Session, actor: Actor, facts: EditionFacts) -> PlanOnRecord:
    on_record = find_edition(
        session,
        actor.organization_id,
        facts.fiscal_year,
        facts.edition,
        Step.COLLECTING,
        fits=lambda one: one.edition.kind is EditionKind.AMENDMENT,
    )
    if on_record.edition.kind is not EditionKind.AMENDMENT:
        raise ProcedureError(
            "only_in_amendment",
            "การยกเลิกหรือรวมโครงการต้องทำในการแก้ไขแผน โปรดเปิดการแก้ไขแผนก่อน",
            "Projects are cancelled or merged in an amendment; open one first.",
            clause="ข้อ ๒๗",
        )
    return on_record


def _require_untouched(before: EntryInForce, number: int) -> None:
    if before.own is not None:
        raise ProcedureError(
            "already_changed",
            f"ฉบับนี้มีการเปลี่ยนแปลงโครงการลำดับที่ {number} อยู่แล้ว โปรดถอนก่อน",
            f"This edition already does something to project number {number}; withdraw that first.",
        )


_BY_NUMBER = {"project_number": "--project"}
ACTS = (
    RegisteredAct(
        change_project,
        ChangeProject,
        Permission.CHANGE_PLAN,
        ("project", "change"),
        "เปลี่ยนแปลงโครงการในฉบับที่กำลังจัดทำ",
        options=_BY_NUMBER,
    ),
    RegisteredAct(
        cancel_project,
        CancelProject,
        Permission.CHANGE_PLAN,
        ("project", "cancel"),
        "ยกเลิกโครงการในการแก้ไขแผน",
        options=_BY_NUMBER,
    ),
    RegisteredAct(
        merge_projects,
        MergeProjects,
        Permission.CHANGE_PLAN,
        ("project", "merge"),
        "รวมโครงการในการแก้ไขแผน",
        options={**_BY_NUMBER, "into_number": "--into"},
    ),
    RegisteredAct(
        withdraw_entry,
        WithdrawEntry,
        Permission.CHANGE_PLAN,
        ("project", "withdraw"),
        "ถอนโครงการออกจากฉบับที่กำลังจัดทำ",
        options=_BY_NUMBER,
    ),
)
