"""The events that start the thirty days of clause 27: which day each counts from, and the edition that discharges it.

Source: MOI Regulation 2548 (no. 2, 2559) cl. 27; domain.md 0, finding 1.
"""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from models.kinds import Approver, EditionKind, ObligationRule, TriggerKind
from models.obligations import Obligation
from models.plans import Edition, Trigger
from models.values import FiscalYear
from procedure.calendar import thai_date
from procedure.duties import owe_by_rule
from procedure.errors import ProcedureError
from procedure.plans import PlanOnRecord, Step, editions_of, identity, step_of

# Money is promulgated or allotted within the months before its year, or within it; anything else is a typing error.
EARLIEST_TRIGGER = timedelta(days=183)

FIRST_OF_OCTOBER_TH = (
    "วันที่ ๑ ตุลาคมเป็นวันเริ่มปีงบประมาณ ซึ่งมักไม่ใช่วันประกาศใช้งบประมาณ โปรดตรวจสอบวันที่ประกาศใช้ตามเอกสาร เพราะสามสิบวันนับแต่วันประกาศใช้"
)


def triggers_of(session: Session, on_record: PlanOnRecord) -> list[Trigger]:
    """Return the events that an edition discharges, earliest first; none for an amendment."""
    mine = select(Trigger).where(Trigger.edition_id == on_record.edition_id)
    return list(session.exec(mine.order_by(col(Trigger.occurred_on), col(Trigger.id))))


def completion_obligations(session: Session, on_record: PlanOnRecord) -> list[Obligation]:
    """Return the duties to complete an edition, one per trigger; the edition is due by the earliest."""
    mine = select(Trigger.id).where(Trigger.edition_id == on_record.edition_id)
    return list(
        session.exec(
            select(Obligation)
            .where(
                Obligation.organization_id == on_record.organization_id,
                Obligation.rule == ObligationRule.COMPLETE_PLAN,
                Obligation.subject_kind == "trigger",
                col(Obligation.subject_id).in_(mine),
            )
            .order_by(col(Obligation.due_on), col(Obligation.id))
        )
    )


def require_within_year(year: FiscalYear, day: date) -> None:
    """Refuse an event dated outside its fiscal year and the months before it: ``date_outside_year``."""
    if not year.first_day - EARLIEST_TRIGGER <= day <= year.last_day:
        raise ProcedureError(
            "date_outside_year",
            f"วันที่ {thai_date(day)} ไม่สอดคล้องกับปีงบประมาณ พ.ศ. {year.number} โปรดตรวจสอบ",
            f"{day.isoformat()} does not fit fiscal year {year.number}; check the date.",
        )


def start_thirty_days(
    session: Session,
    on_record: PlanOnRecord,
    kind: TriggerKind,
    occurred_on: date,
    document: str,
    approver: Approver | None,
    today: date,
) -> Obligation:
    """Record an event for an edition and the duty to complete it that the event starts.

    Raises ``ProcedureError``: ``date_outside_year``, ``trigger_exists``, ``already_promulgated``, ``no_plan_analyst``.
    """
    require_within_year(on_record.fiscal_year, occurred_on)
    of_editions_not_abandoned = (
        select(Trigger)
        .join(Edition, col(Edition.id) == col(Trigger.edition_id))
        .where(Trigger.plan_id == on_record.plan_id, col(Edition.abandoned_on).is_(None))
    )
    for known in session.exec(of_editions_not_abandoned):
        if known.kind is kind is TriggerKind.ANNUAL_BUDGET:
            raise ProcedureError(
                "already_promulgated",
                f"บันทึกการประกาศใช้งบประมาณรายจ่ายประจำปีไว้แล้วเมื่อวันที่ {thai_date(known.occurred_on)} หากวันที่ผิดให้แก้ไขวันเริ่มนับ",
                "The annual budget's promulgation is already recorded; correct its date instead.",
            )
        if (known.kind, known.occurred_on, known.document) == (kind, occurred_on, document):
            raise ProcedureError(
                "trigger_exists",
                f"บันทึกเหตุนี้ไว้แล้ว ({kind.name_th} {thai_date(occurred_on)}) โปรดระบุเลขที่เอกสารหากเป็นคนละเรื่อง",
                "This event is already recorded; give the document's number if it is another one.",
            )
    trigger = Trigger(
        organization_id=on_record.organization_id,
        plan_id=on_record.plan_id,
        edition_id=on_record.edition_id,
        kind=kind,
        occurred_on=occurred_on,
        document=document,
        approver=approver,
    )
    session.add(trigger)
    session.flush()
    # MOI Regulation 2548 (no. 2, 2559) cl. 27: thirty days from each of these events, whatever edition discharges it.
    return owe_by_rule(
        session,
        on_record,
        ObligationRule.COMPLETE_PLAN,
        "trigger",
        identity(trigger.id),
        occurred_on,
        today=today,
        trigger_kind=kind,
    )


def collecting_edition(session: Session, plan: PlanOnRecord) -> PlanOnRecord | None:
    """Return the base plan or addition that still collects projects and so can take another event, if any."""
    for one in editions_of(session, plan):
        if one.edition.kind is not EditionKind.AMENDMENT and step_of(one.edition) is Step.COLLECTING:
            return one
    return None


def next_number(session: Session, plan: PlanOnRecord, kind: EditionKind) -> int:
    """Return the number of a plan's next edition of a kind."""
    of_kind = select(col(Edition.number)).where(Edition.plan_id == plan.plan_id, Edition.kind == kind)
    return max(session.exec(of_kind), default=0) + 1
