"""The days an office chooses for one edition: for submitting projects, considering the draft, and announcing.

The law gives these no limit of their own (issue 2, Obligations): none runs until a day is chosen.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from models.kinds import DueDayCause, ObligationRule, ObligationState, Role, SourceKind
from models.obligations import Obligation
from models.organizations import Officer, RoleGrant
from procedure.act import EditionFacts, Outcome, RegisteredAct, begin
from procedure.calendar import thai_date
from procedure.duties import opened_after_its_year, owing_analyst
from procedure.errors import ProcedureError
from procedure.moving import Authority, Moves
from procedure.other_duties import DUTY_NAMES
from procedure.permissions import Actor, Permission, officers_with_role
from procedure.plans import PlanOnRecord, Step, find_edition, identity, require_step, sources_of


class ChooseDays(EditionFacts):
    """The office chooses days for an edition, or moves those it chose before; a day left out stays as it is."""

    projects_by: date | None = Field(default=None, title="ให้กองส่งโครงการภายในวันที่")
    considered_by: date | None = Field(default=None, title="ให้คณะกรรมการพิจารณาร่างภายในวันที่")
    announced_by: date | None = Field(default=None, title="ให้ประกาศใช้แผนภายในวันที่")
    reason: str = Field(default="", title="เหตุผล")

    @model_validator(mode="after")
    def _chooses_something(self) -> Self:
        if self.projects_by is None and self.considered_by is None and self.announced_by is None:
            raise ValueError("choose at least one day")
        return self


_BEFORE_CONSIDERED = (Step.COLLECTING, Step.DRAFTED, Step.SUBMITTED)
_BEFORE_ANNOUNCED = (*_BEFORE_CONSIDERED, Step.RESOLVED, Step.APPROVED)


def choose_days(session: Session, actor: Actor, facts: ChooseDays, as_of: datetime) -> Outcome:
    """Choose the days, or move them: the superseded ones are kept and whoever owes them is told.

    A day that has passed is taken, and nobody is told of it. Raises ``ProcedureError``: ``not_permitted``, ``no_plan``,
    ``no_edition``, ``which_edition``, ``needs_collecting``, ``passes_no_committee``, ``already_done``,
    ``nothing_to_submit``, ``no_executive``, ``no_plan_analyst``.
    """
    recording = begin(session, actor, "choose_days", Permission.CHOOSE_DAYS, as_of)
    on_record = find_edition(session, actor.organization_id, facts.fiscal_year, facts.edition, *_BEFORE_ANNOUNCED)
    moves = Moves(recording, on_record, Authority(DueDayCause.CHOSEN_DAY, recording.today, facts.reason))
    said: list[str] = []
    for rule, due_on in _chosen(on_record, facts):
        known = {row.subject_id: row for row in _owed(session, on_record, rule)}
        owing = _owing(session, on_record, rule)
        if all(one in known and known[one].state is not ObligationState.OPEN for one, _post in owing):
            raise ProcedureError(
                "already_done",
                f"{DUTY_NAMES[rule]}เสร็จสิ้นแล้ว กำหนดเวลาที่สิ้นสุดแล้วไม่เลื่อน",
                f"The duty {rule.value} has ended already; a day that is over never moves.",
            )
        for subject_id, officer_id in owing:
            if (before := known.get(subject_id)) is None:
                session.add(_owe(session, on_record, rule, subject_id, officer_id, due_on, recording.today))
            else:
                moves.move(before, due_on)
        said.append(f"{DUTY_NAMES[rule]}ภายในวันที่ {thai_date(due_on)}")
    session.flush()
    recording.write(
        facts.model_dump(mode="json"), "days_chosen", "edition", on_record.edition_id, moved=len(moves.moved)
    )
    moves.tell()
    return recording.outcome("กำหนดวันแล้ว: " + "; ".join(said), "The days are chosen.", on_record.edition_id)


def _chosen(on_record: PlanOnRecord, facts: ChooseDays) -> Iterator[tuple[ObligationRule, date]]:
    """Yield the duties whose days are chosen, having seen that the edition's step still asks for them."""
    if facts.projects_by is not None:
        require_step(on_record.edition, Step.COLLECTING)
        yield ObligationRule.SUBMIT_PROJECTS, facts.projects_by
    if facts.considered_by is not None:
        require_step(on_record.edition, *_BEFORE_CONSIDERED)
        if not on_record.edition.passes_committee:
            raise ProcedureError(
                "passes_no_committee",
                "การแก้ไขฉบับนี้ไม่ต้องเสนอคณะกรรมการตามการตั้งค่าของหน่วยงาน จึงไม่ต้องกำหนดวันพิจารณา",
                "By the office's settings this amendment passes no committee; choose no day for one.",
            )
        yield ObligationRule.CONSIDER_DRAFT, facts.considered_by
    if facts.announced_by is not None:
        require_step(on_record.edition, *_BEFORE_ANNOUNCED)
        yield ObligationRule.ANNOUNCE_PLAN, facts.announced_by


def _owing(session: Session, on_record: PlanOnRecord, rule: ObligationRule) -> list[tuple[int, int]]:
    """Return subject and post of what is still to be done: each division that has not answered, else the edition."""
    if rule is ObligationRule.SUBMIT_PROJECTS:
        return _divisions_to_answer(session, on_record)
    if rule is ObligationRule.CONSIDER_DRAFT:
        return [(on_record.edition_id, owing_analyst(session, on_record.organization_id))]
    executives = officers_with_role(session, on_record.organization_id, Role.EXECUTIVE)
    if not executives:
        raise ProcedureError(
            "no_executive",
            "หน่วยงานยังไม่มีตำแหน่งผู้บริหารท้องถิ่น โปรดเพิ่มตำแหน่งก่อน",
            "The organization has no executive's post; add one first.",
        )
    return [(on_record.edition_id, identity(executives[0].id))]


def _divisions_to_answer(session: Session, on_record: PlanOnRecord) -> list[tuple[int, int]]:
    reporting = session.exec(
        select(Officer)
        .join(RoleGrant, col(RoleGrant.officer_id) == col(Officer.id))
        .where(Officer.organization_id == on_record.organization_id, RoleGrant.role == Role.OFFICER)
        .order_by(col(Officer.id).desc())
    )
    posts = {row.division_id: identity(row.id) for row in reporting if row.division_id}
    waiting = [
        (identity(row.id), posts[row.division_id])
        for row in sources_of(session, on_record)
        if row.kind is SourceKind.DIVISION and row.answered_on is None and row.division_id in posts
    ]
    if not waiting:
        raise ProcedureError(
            "nothing_to_submit",
            "ทุกกองส่งโครงการแล้ว หรือยังไม่มีตำแหน่งผู้รายงานของกอง จึงไม่ต้องกำหนดวันส่งโครงการ",
            "Every division has answered, or none has a post that reports; there is no day to choose.",
        )
    return waiting


def _subject_kind(rule: ObligationRule) -> str:
    return "project_source" if rule is ObligationRule.SUBMIT_PROJECTS else "edition"


def _owed(session: Session, on_record: PlanOnRecord, rule: ObligationRule) -> list[Obligation]:
    subjects = [on_record.edition_id]
    if rule is ObligationRule.SUBMIT_PROJECTS:
        subjects = [identity(row.id) for row in sources_of(session, on_record)]
    return list(
        session.exec(
            select(Obligation).where(
                Obligation.organization_id == on_record.organization_id,
                Obligation.rule == rule,
                Obligation.subject_kind == _subject_kind(rule),
                col(Obligation.subject_id).in_(subjects),
            )
        )
    )


def _owe(
    session: Session,
    on_record: PlanOnRecord,
    rule: ObligationRule,
    subject_id: int,
    officer_id: int,
    due_on: date,
    today: date,
) -> Obligation:
    return Obligation(
        organization_id=on_record.organization_id,
        rule=rule,
        plan_id=on_record.plan_id,
        subject_kind=_subject_kind(rule),
        subject_id=subject_id,
        officer_id=officer_id,
        started_on=min(today, due_on),
        opens_on=min(today, due_on),
        due_on=due_on,
        silent=due_on < today or opened_after_its_year(session, on_record),
    )


ACTS = (RegisteredAct(choose_days, ChooseDays, Permission.CHOOSE_DAYS, ("plan", "choose-days"), "กำหนดวันของแผนนี้"),)
