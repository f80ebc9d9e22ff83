"""What becomes of a project that is unfinished at 30 September, by what authority and until when."""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session

from models.kinds import YearEndKind
from models.money import YearEndOutcome
from models.values import baht_with_commas
from procedure.act import Facts, Outcome, RegisteredAct, begin, require_not_before
from procedure.amounts import known_amounts
from procedure.calendar import thai_date
from procedure.errors import ProcedureError
from procedure.money import named_project, plan_money
from procedure.permissions import Actor, Permission
from procedure.plans import PlanOnRecord, Step, find_plan, identity, require_step
from procedure.rounds import follow_plan_in_force
from procedure.year_end import outcomes_of


class RecordYearEndOutcome(Facts):
    """What was decided of one unfinished project's money; amount in satang."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ. ของโครงการ", examples=[2569])
    project_number: int = Field(ge=1, le=100_000, title="โครงการลำดับที่")
    kind: YearEndKind = Field(
        title="ผล (carried_committed กันเงินก่อหนี้ผูกพันแล้ว, carried_uncommitted กันเงินยังไม่ก่อหนี้ผูกพัน, extended ขยายเวลาเบิกจ่าย, "
        "lapsed ตกเป็นเงินสะสม, cancelled ยกเลิก)"
    )
    amount_satang: int = Field(ge=0, le=10**14, title="จำนวนเงิน (สตางค์)")
    authority: str = Field(min_length=1, max_length=400, title="ผู้อนุมัติและเลขที่หนังสือ/มติสภาท้องถิ่น")
    dated_on: date = Field(title="ลงวันที่")
    expires_on: date | None = Field(default=None, title="เบิกจ่ายได้ถึงวันที่ (เฉพาะกันเงินหรือขยายเวลา)")


def record_year_end_outcome(session: Session, actor: Actor, facts: RecordYearEndOutcome, as_of: datetime) -> Outcome:
    """Record what becomes of an unfinished project; a later decision is the next revision and stands in its place.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_announced``, ``unknown_project``,
    ``project_not_in_force``, ``other_agencys_project``, ``date_in_future``, ``date_outside_year``,
    ``date_before_last_outcome``, ``expiry_missing``, ``expiry_not_needed``, ``expiry_within_year``,
    ``amount_exceeds_rest``.
    """
    recording = begin(session, actor, "record_year_end_outcome", Permission.DECIDE_YEAR_END, as_of)
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    require_step(on_record.edition, Step.ANNOUNCED)
    recording.dated(facts.dated_on, "วันที่ของผลสิ้นปีงบประมาณ", "The decision")
    require_not_before(
        facts.dated_on,
        on_record.fiscal_year.first_day,
        "date_outside_year",
        "วันที่ของผลสิ้นปีงบประมาณ",
        "The decision",
    )
    project_id, name = _project(session, on_record, facts.project_number, recording.today)
    earlier = outcomes_of(session, project_id)
    if earlier:
        require_not_before(
            facts.dated_on,
            earlier[-1].dated_on,
            "date_before_last_outcome",
            "วันที่ของผลสิ้นปีงบประมาณ",
            "The decision",
        )
    _require_expiry(on_record, facts)
    _require_rest(session, on_record, project_id, facts, recording.today)
    outcome = YearEndOutcome(
        organization_id=actor.organization_id,
        plan_id=on_record.plan_id,
        project_id=project_id,
        revision=earlier[-1].revision + 1 if earlier else 1,
        kind=facts.kind,
        amount_satang=facts.amount_satang,
        authority=facts.authority,
        dated_on=facts.dated_on,
        expires_on=facts.expires_on,
    )
    session.add(outcome)
    session.flush()
    follow_plan_in_force(session, on_record, recording.today)
    recording.write(
        {**facts.model_dump(mode="json"), "revision": outcome.revision},
        "year_end_decided",
        "year_end_outcome",
        identity(outcome.id),
        project_id=project_id,
        kind=facts.kind.value,
        carries=facts.kind.carries,
    )
    until = f" เบิกจ่ายได้ถึงวันที่ {thai_date(facts.expires_on)}" if facts.expires_on else ""
    return recording.outcome(
        message_th=f"บันทึกผลสิ้นปีของโครงการ “{name}”: {facts.kind.name_th}{until}",
        message_en=f"Recorded for project {facts.project_number}: {facts.kind.value}"
        + (f", until {facts.expires_on}." if facts.expires_on else "."),
        subject_id=identity(outcome.id),
    )


def _project(session: Session, on_record: PlanOnRecord, number: int, today: date) -> tuple[int, str]:
    """Return a project of ours that is in force, with its name."""
    project = named_project(session, on_record, number)
    if project.agency_id is not None:
        raise ProcedureError(
            "other_agencys_project",
            f"โครงการลำดับที่ {number} เป็นของหน่วยงานอื่น หน่วยงานนั้นเป็นผู้ดำเนินการเมื่อสิ้นปี โปรดตรวจสอบลำดับที่",
            f"Project {number} is another agency's, which decides on its own money. Check the number.",
        )
    entry = plan_money(session, on_record, today).in_force.get(identity(project.id))
    if entry is None:
        raise ProcedureError(
            "project_not_in_force",
            f"โครงการลำดับที่ {number} ยกเลิกหรือรวมกับโครงการอื่นแล้ว จึงไม่ต้องบันทึกผลสิ้นปี โปรดตรวจสอบลำดับที่",
            f"Project {number} was cancelled or merged, and has no outcome of its own. Check the number.",
            project_id=project.id,
        )
    return entry.project_id, entry.name


def _require_expiry(on_record: PlanOnRecord, facts: RecordYearEndOutcome) -> None:
    """Refuse money carried on without a last day, and a last day of money that is not carried."""
    if facts.kind.carries and facts.expires_on is None:
        raise ProcedureError(
            "expiry_missing",
            "การกันเงินหรือขยายเวลาต้องระบุวันสุดท้ายที่เบิกจ่ายได้ โปรดระบุวันที่",
            "Money that is carried on has a last day; name it.",
        )
    if not facts.kind.carries and facts.expires_on is not None:
        raise ProcedureError(
            "expiry_not_needed",
            "เงินที่ตกเป็นเงินสะสมหรือโครงการที่ยกเลิกไม่มีวันสุดท้ายที่เบิกจ่ายได้ โปรดเว้นว่าง",
            "Money that lapses, or a cancelled project, has no last day; leave it empty.",
        )
    if facts.expires_on is not None and facts.expires_on <= max(on_record.fiscal_year.last_day, facts.dated_on):
        raise ProcedureError(
            "expiry_within_year",
            f"วันสุดท้ายที่เบิกจ่ายได้ต้องอยู่หลังวันที่ {thai_date(on_record.fiscal_year.last_day)} และหลังวันที่อนุมัติ โปรดตรวจสอบวันที่",
            f"The last day must be after {on_record.fiscal_year.last_day} and after the decision; check the date.",
        )


def _require_rest(
    session: Session, on_record: PlanOnRecord, project_id: int, facts: RecordYearEndOutcome, today: date
) -> None:
    """Refuse more than the net budget less what is disbursed by the newest amounts."""
    net = plan_money(session, on_record, today).net(project_id)
    known = known_amounts(session, on_record.organization_id, [project_id], today)[project_id].newest
    rest = max(net - known.disbursed_satang, 0)
    if facts.amount_satang > rest:
        raise ProcedureError(
            "amount_exceeds_rest",
            f"โครงการนี้เหลือเงิน {baht_with_commas(rest)} บาท (งบประมาณหลังโอนหักเบิกจ่าย) น้อยกว่าที่ระบุ โปรดตรวจสอบจำนวนเงิน",
            f"{baht_with_commas(rest)} baht is left (net budget less disbursed), less than stated; check the amount.",
            project_id=project_id,
        )


ACTS = (
    RegisteredAct(
        record_year_end_outcome,
        RecordYearEndOutcome,
        Permission.DECIDE_YEAR_END,
        ("money", "decide-year-end"),
        "บันทึกผลสิ้นปีงบประมาณของโครงการ",
        options={"project_number": "--project", "dated_on": "--dated", "expires_on": "--until"},
    ),
)
