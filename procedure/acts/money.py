"""Budget transfers and changes during the year (โอนงบประมาณ, แก้ไขเปลี่ยนแปลงคำชี้แจง).

Who may approve which transfer is a matter of the budget rules and of the paper named; the record keeps both.
"""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session

from models.kinds import Approver, TransferKind
from models.money import BudgetTransfer
from models.plans import Project
from models.values import baht_with_commas
from procedure.act import Facts, Outcome, RegisteredAct, begin
from procedure.amounts import known_amounts
from procedure.calendar import thai_date, thai_digits
from procedure.errors import ProcedureError
from procedure.money import PlanMoney, lowest_net, named_project, plan_money
from procedure.permissions import Actor, Permission
from procedure.plans import PlanOnRecord, Step, find_plan, identity, require_step

PROPOSES_EDITION = (TransferKind.NEW_ITEM, TransferKind.CHANGE_DETAIL)
EDITION_PROPOSED_TH = "ควรจัดทำแก้ไขแผนการดำเนินงานให้ตรงกับที่อนุมัติ เนื่องจากมีรายการใหม่หรือเปลี่ยนแปลงสถานที่ ปริมาณ หรือเดือนที่ดำเนินการ"


class TransferBudget(Facts):
    """Money moved from one budget line to another, or a changed explanation; amount in satang.

    Each side is a project's number in the plan or, in words, a budget line outside it. A change of place, quantity or
    month is ``change_detail`` and moves no money.
    """

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    kind: TransferKind = Field(
        title="ลักษณะ (increase โอนเพิ่ม, decrease โอนลด, new_item ตั้งจ่ายรายการใหม่, change_detail แก้ไขคำชี้แจง)"
    )
    from_project: int | None = Field(default=None, ge=1, le=100_000, title="โอนจากโครงการลำดับที่")
    from_item: str = Field(default="", max_length=400, title="หรือโอนจากรายการนอกแผน")
    to_project: int | None = Field(default=None, ge=1, le=100_000, title="โอนไปโครงการลำดับที่")
    to_item: str = Field(default="", max_length=400, title="หรือโอนไปรายการนอกแผน/รายการใหม่")
    amount_satang: int = Field(default=0, ge=0, le=10**14, title="จำนวนเงิน (สตางค์)")
    approver: Approver = Field(title="ผู้อนุมัติ (executive ผู้บริหารท้องถิ่น, council สภาท้องถิ่น)")
    approved_on: date = Field(title="วันที่อนุมัติ")
    document: str = Field(min_length=1, max_length=400, title="เลขที่หนังสือหรือรายงานการประชุม")
    reason: str = Field(default="", max_length=2000, title="เหตุผล")


def transfer_budget(session: Session, actor: Actor, facts: TransferBudget, as_of: datetime) -> Outcome:
    """Record an approved transfer or change. The net budgets follow from it; nothing else is rewritten.

    A backdated one must leave the giver enough on every day since. Raises ``ProcedureError``: ``not_permitted``,
    ``no_plan``, ``needs_announced``, ``bad_sides``, ``bad_amount``, ``date_in_future``, ``date_outside_year``,
    ``unknown_project``, ``project_merged``, ``project_cancelled``, ``other_agencys_project``,
    ``transfer_exceeds_budget``, ``transfer_below_disbursed``.
    """
    recording = begin(session, actor, "transfer_budget", Permission.TRANSFER_BUDGET, as_of)
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    require_step(on_record.edition, Step.ANNOUNCED)
    _require_sides(facts)
    recording.dated(facts.approved_on, "วันที่อนุมัติ", "The approval")
    _require_within_year(facts, on_record)
    # Money approved between 1 October and the announcement moves within the plan as it was first announced.
    in_plan_on = max(facts.approved_on, on_record.edition.announced_on or facts.approved_on)
    then, now = plan_money(session, on_record, in_plan_on), plan_money(session, on_record, recording.today)
    giver = _party(session, on_record, facts.from_project, then)
    taker = _party(session, on_record, facts.to_project, then)
    if taker is not None:
        _require_in_force(taker, now)
    if giver is not None and facts.amount_satang:
        _require_enough(session, on_record, giver, facts.amount_satang, in_plan_on, recording.today)
    proposes = facts.kind in PROPOSES_EDITION
    transfer = BudgetTransfer(
        organization_id=actor.organization_id,
        plan_id=on_record.plan_id,
        kind=facts.kind,
        from_project_id=giver.id if giver else None,
        from_item=facts.from_item,
        to_project_id=taker.id if taker else None,
        to_item=facts.to_item,
        amount_satang=facts.amount_satang,
        approver=facts.approver,
        approved_on=facts.approved_on,
        document=facts.document,
        reason=facts.reason,
        proposes_edition=proposes,
    )
    session.add(transfer)
    session.flush()
    recording.write(
        facts.model_dump(mode="json"),
        "budget_transferred",
        "budget_transfer",
        identity(transfer.id),
        from_project_id=transfer.from_project_id,
        to_project_id=transfer.to_project_id,
        proposes_edition=proposes,
    )
    amount = baht_with_commas(facts.amount_satang)
    return recording.outcome(
        message_th=f"บันทึก{facts.kind.name_th}แล้ว"
        + (f" จำนวน {thai_digits(amount)} บาท" if facts.amount_satang else "")
        + f" อนุมัติโดย{facts.approver.name_th} วันที่ {thai_date(facts.approved_on)}",
        message_en=f"Recorded: {facts.kind.value} of {amount} baht, approved on {facts.approved_on}."
        if facts.amount_satang
        else f"Recorded: {facts.kind.value}, approved on {facts.approved_on}.",
        subject_id=identity(transfer.id),
        warnings_th=[EDITION_PROPOSED_TH] if proposes else [],
    )


def _require_sides(facts: TransferBudget) -> None:
    """Refuse sides that do not fit the kind: ``bad_sides``, and an amount that does not: ``bad_amount``."""
    one_giver = (facts.from_project is not None) != bool(facts.from_item)
    one_taker = (facts.to_project is not None) != bool(facts.to_item)
    moves = one_giver and one_taker and (facts.from_project is None or facts.from_project != facts.to_project)
    fits, wanted_th, wanted_en = {
        TransferKind.INCREASE: (
            moves and facts.to_project is not None,
            "โอนเพิ่ม ต้องระบุโครงการที่รับโอน และโครงการหรือรายการที่โอนออก",
            "An increase names the project that receives, and the project or item that gives.",
        ),
        TransferKind.DECREASE: (
            moves and facts.from_project is not None,
            "โอนลด ต้องระบุโครงการที่โอนออก และโครงการหรือรายการที่รับโอน",
            "A decrease names the project that gives, and the project or item that receives.",
        ),
        TransferKind.NEW_ITEM: (
            moves and bool(facts.to_item),
            "โอนตั้งจ่ายรายการใหม่ ต้องระบุชื่อรายการใหม่ และโครงการหรือรายการที่โอนออก",
            "A new item is named in words, with the project or item that gives.",
        ),
        TransferKind.CHANGE_DETAIL: (
            facts.to_project is not None
            and facts.from_project in (None, facts.to_project)
            and not (facts.from_item or facts.to_item),
            "แก้ไขเปลี่ยนแปลงคำชี้แจง ต้องระบุโครงการเดียว และไม่มีรายการนอกแผน",
            "A change of detail names one project and no item outside the plan.",
        ),
    }[facts.kind]
    if not fits:
        raise ProcedureError("bad_sides", f"คู่โอนไม่ถูกต้อง: {wanted_th} โปรดแก้ไข", f"Wrong sides. {wanted_en}")
    if (facts.kind is TransferKind.CHANGE_DETAIL) != (facts.amount_satang == 0):
        raise ProcedureError(
            "bad_amount",
            "การโอนต้องระบุจำนวนเงิน ส่วนการแก้ไขเปลี่ยนแปลงคำชี้แจงไม่มีจำนวนเงิน โปรดตรวจสอบ",
            "A transfer moves an amount; a change of detail moves none. Check the amount and the kind.",
        )


def _require_within_year(facts: TransferBudget, on_record: PlanOnRecord) -> None:
    """Refuse money moved outside the fiscal year; what is carried on may still have its explanation changed."""
    year = on_record.fiscal_year
    too_late = facts.approved_on > year.last_day and facts.kind is not TransferKind.CHANGE_DETAIL
    if facts.approved_on < year.first_day or too_late:
        raise ProcedureError(
            "date_outside_year",
            f"วันที่อนุมัติ {thai_date(facts.approved_on)} อยู่นอกปีงบประมาณ พ.ศ. {facts.fiscal_year} โปรดตรวจสอบวันที่หรือปี",
            f"{facts.approved_on} is outside fiscal year {facts.fiscal_year}; check the date or the year.",
        )


def _party(session: Session, on_record: PlanOnRecord, number: int | None, then: PlanMoney) -> Project | None:
    """Return the project of a side that is one, or refuse what cannot give or take money of ours."""
    if number is None:
        return None
    project = named_project(session, on_record, number)
    if project.agency_id is not None:
        raise ProcedureError(
            "other_agencys_project",
            f"โครงการลำดับที่ {number} เป็นของหน่วยงานอื่น จึงโอนงบประมาณไม่ได้ โปรดตรวจสอบลำดับที่",
            f"Project {number} is another agency's; its money is not ours to move. Check the number.",
        )
    if (into := then.merged_into.get(identity(project.id))) is not None:
        target = session.get_one(Project, then.holder(into))
        raise ProcedureError(
            "project_merged",
            f"โครงการลำดับที่ {number} รวมเข้ากับโครงการลำดับที่ {target.number} แล้ว โปรดระบุลำดับที่ {target.number}",
            f"Project {number} was merged into number {target.number}; name that one.",
            project_id=target.id,
        )
    return project


def _require_in_force(taker: Project, now: PlanMoney) -> None:
    """Refuse money for what the plan in force does not have. A transfer typed late may name one merged since."""
    if now.holder(identity(taker.id)) not in now.in_force:
        raise ProcedureError(
            "project_cancelled",
            f"โครงการลำดับที่ {taker.number} ไม่อยู่ในแผนที่ใช้อยู่ จึงรับโอนหรือแก้ไขไม่ได้",
            f"Project {taker.number} is not in the plan in force; it can take no money and no change.",
            project_id=taker.id,
        )


def _require_enough(
    session: Session, on_record: PlanOnRecord, giver: Project, amount_satang: int, then: date, today: date
) -> None:
    """Refuse more than the giver has on any day since the approval, or than it has not yet spent."""
    project_id = identity(giver.id)
    left = lowest_net(session, on_record, project_id, min(then, today), today)
    if amount_satang > left:
        raise ProcedureError(
            "transfer_exceeds_budget",
            f"โครงการลำดับที่ {giver.number} มีงบประมาณหลังโอนเหลือ {baht_with_commas(left)} บาท ไม่พอโอน "
            f"{baht_with_commas(amount_satang)} บาท โปรดตรวจสอบจำนวนเงินและวันที่อนุมัติ",
            f"Project {giver.number} has {baht_with_commas(left)} baht left, less than "
            f"{baht_with_commas(amount_satang)}; check the amount and the day of approval.",
            project_id=project_id,
        )
    now = plan_money(session, on_record, today)
    holder = now.holder(project_id)
    spent = known_amounts(session, on_record.organization_id, [holder], today)[holder].newest.committed_satang
    if now.net(project_id) - amount_satang < spent:
        raise ProcedureError(
            "transfer_below_disbursed",
            f"โครงการลำดับที่ {giver.number} ก่อหนี้ผูกพันหรือเบิกจ่ายแล้ว {baht_with_commas(spent)} บาท "
            "หากโอนออกจะเหลืองบประมาณน้อยกว่านั้น โปรดลดจำนวนที่โอน หรือแก้ยอดที่รายงานให้ถูกต้องก่อน",
            f"Project {giver.number} has {baht_with_commas(spent)} baht contracted or disbursed; the transfer would "
            "leave less. Move a smaller amount, or have the reported amounts corrected first.",
            project_id=project_id,
        )


ACTS = (
    RegisteredAct(
        transfer_budget, TransferBudget, Permission.TRANSFER_BUDGET, ("money", "transfer"), "บันทึกการโอนงบประมาณ"
    ),
)
