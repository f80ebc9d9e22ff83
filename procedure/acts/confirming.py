"""The finance division (กองคลัง) confirms what is contracted and disbursed to the end of a quarter."""

import hashlib
from datetime import date, datetime
from pathlib import PurePath

from pydantic import Field
from sqlmodel import Session, select

from models.evidence import StoredFile
from models.money import ConfirmedAmount
from models.plans import OperationPlan
from procedure.act import Facts, Outcome, Recording, RegisteredAct, begin, require_not_before
from procedure.amounts import Amounts, confirmed_amounts, differences
from procedure.audit import canonical_json, digest
from procedure.errors import ProcedureError
from procedure.money import named_project, plan_money
from procedure.permissions import Actor, Permission
from procedure.plans import PlanOnRecord, Step, find_plan, identity, require_step


class ProjectAmounts(Facts):
    """One project's amounts to date, in satang. ``origin_year``: the fiscal year of its plan, for carried work."""

    project_number: int = Field(ge=1, le=100_000, title="โครงการลำดับที่")
    contracted_satang: int = Field(ge=0, le=10**14, title="ก่อหนี้ผูกพันสะสม (สตางค์)")
    disbursed_satang: int = Field(ge=0, le=10**14, title="เบิกจ่ายสะสม (สตางค์)")
    origin_year: int | None = Field(default=None, title="ปีงบประมาณของโครงการ (เว้นว่างเมื่อเป็นโครงการของปีนี้)")


class ConfirmAmounts(Facts):
    """What the finance division confirms of a quarter, project by project."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    quarter: int = Field(ge=1, le=4, title="ไตรมาสที่")
    confirmed_on: date = Field(title="วันที่ยืนยันยอด")
    document: str = Field(min_length=1, max_length=400, title="เลขที่หนังสือ")
    amounts: tuple[ProjectAmounts, ...] = Field(min_length=1, title="ยอดของแต่ละโครงการ")


class ConfirmWorkbook(ConfirmAmounts):
    """The same, read from a workbook. The file itself is kept; the audit holds its digest."""

    file_name: str = Field(max_length=200, title="ชื่อแฟ้ม")
    file_content: bytes = Field(exclude=True, repr=False, title="แฟ้ม")


def confirm_amounts(session: Session, actor: Actor, facts: ConfirmAmounts, as_of: datetime) -> Outcome:
    """Record the confirmed amounts that differ from what was confirmed before, each as its next revision.

    What a post reported is never overwritten: the difference is listed. Confirming the same again changes nothing.
    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_announced``, ``date_in_future``,
    ``date_before_quarter_end``, ``unknown_project``, ``project_twice``.
    """
    return _confirm(begin(session, actor, "confirm_amounts", Permission.CONFIRM_AMOUNTS, as_of), facts, b"")


def confirm_workbook(session: Session, actor: Actor, facts: ConfirmWorkbook, as_of: datetime) -> Outcome:
    """Record the amounts of a workbook that the finance division filled in, and keep the workbook.

    Raises ``ProcedureError`` as ``confirm_amounts`` does.
    """
    recording = begin(session, actor, "confirm_workbook", Permission.CONFIRM_AMOUNTS, as_of)
    return _confirm(recording, facts, facts.file_content)


def _confirm(recording: Recording, facts: ConfirmAmounts, file: bytes) -> Outcome:
    session, actor = recording.session, recording.actor
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    require_step(on_record.edition, Step.ANNOUNCED)
    recording.dated(facts.confirmed_on, "วันที่ยืนยันยอด", "The confirmation")
    require_not_before(
        facts.confirmed_on,
        on_record.fiscal_year.quarter(facts.quarter).last_day,
        "date_before_quarter_end",
        "วันที่ยืนยันยอด",
        "The confirmation",
    )
    given = _by_project(session, on_record, facts.amounts)
    newest = confirmed_amounts(session, on_record, facts.quarter)
    changed = 0
    for project_id, amounts in given.items():
        before = newest.get(project_id)
        if before and Amounts(before.contracted_satang, before.disbursed_satang) == amounts:
            continue
        changed += 1
        session.add(
            ConfirmedAmount(
                organization_id=actor.organization_id,
                plan_id=on_record.plan_id,
                project_id=project_id,
                quarter=facts.quarter,
                revision=before.revision + 1 if before else 1,
                contracted_satang=amounts.contracted_satang,
                disbursed_satang=amounts.disbursed_satang,
                confirmed_on=facts.confirmed_on,
                document=facts.document,
            )
        )
    if not changed:
        return recording.outcome(
            message_th="ยอดทั้งหมดตรงกับที่ยืนยันไว้แล้ว จึงไม่มีการเปลี่ยนแปลง",
            message_en="All amounts are as confirmed before; nothing was changed.",
            subject_id=on_record.plan_id,
        )
    session.flush()
    sha256 = hashlib.sha256(file).hexdigest() if file else ""
    if isinstance(facts, ConfirmWorkbook):
        _keep_file(session, on_record, facts, sha256)
    rows = [
        [project_id, amounts.contracted_satang, amounts.disbursed_satang]
        for project_id, amounts in sorted(given.items())
    ]
    recording.write(
        # A bulk act is one audit entry with a digest of its rows.
        {
            **facts.model_dump(mode="json", exclude={"amounts"}),
            **({"file_sha256": sha256} if file else {}),
            "projects": len(given),
            "changed": changed,
            "digest": digest(canonical_json(rows)),
        },
        "amounts_confirmed",
        "operation_plan",
        on_record.plan_id,
        quarter=facts.quarter,
        changed=changed,
    )
    differing = len(differences(session, on_record, facts.quarter))
    return recording.outcome(
        message_th=f"ยืนยันยอดไตรมาสที่ {facts.quarter} แล้ว {len(given)} โครงการ (เปลี่ยนแปลง {changed})",
        message_en=f"Confirmed the amounts of quarter {facts.quarter} for {len(given)} projects ({changed} changed).",
        subject_id=on_record.plan_id,
        warnings_th=[
            *_over_budget(session, on_record, given, recording.today),
            *([f"มี {differing} โครงการที่ยอดรายงานไม่ตรงกับกองคลัง โปรดดูรายการผลต่าง"] if differing else []),
        ],
    )


def _by_project(session: Session, on_record: PlanOnRecord, rows: tuple[ProjectAmounts, ...]) -> dict[int, Amounts]:
    """Return the amounts by project, or refuse a project that is unknown or named twice."""
    plans: dict[int, PlanOnRecord] = {on_record.plan.fiscal_year: on_record}
    given: dict[int, Amounts] = {}
    for row in rows:
        year = row.origin_year or on_record.plan.fiscal_year
        if year not in plans:
            plans[year] = find_plan(session, on_record.organization_id, year)
        project = named_project(session, plans[year], row.project_number)
        project_id = identity(project.id)
        if year > on_record.plan.fiscal_year:
            raise ProcedureError(
                "unknown_project",
                f"โครงการปีงบประมาณ พ.ศ. {year} ยังไม่เริ่มในปี {on_record.plan.fiscal_year} โปรดตรวจสอบปีงบประมาณ",
                f"A project of {year} has no amounts in fiscal year {on_record.plan.fiscal_year}; check the year.",
            )
        if project_id in given:
            raise ProcedureError(
                "project_twice",
                f"มีโครงการลำดับที่ {row.project_number} ซ้ำกัน โปรดเหลือไว้เพียงแถวเดียว",
                f"Project number {row.project_number} is named twice; keep one row of it.",
                project_id=project_id,
            )
        given[project_id] = Amounts(row.contracted_satang, row.disbursed_satang)
    return given


def _over_budget(session: Session, on_record: PlanOnRecord, given: dict[int, Amounts], today: date) -> list[str]:
    """Return a warning for each project disbursed above its net budget: a transfer may be missing from the record."""
    plans = {on_record.plan_id: on_record.plan}
    plans |= {
        identity(row.id): row
        for row in session.exec(
            select(OperationPlan).where(
                OperationPlan.organization_id == on_record.organization_id,
                OperationPlan.fiscal_year < on_record.plan.fiscal_year,
            )
        )
    }
    warnings: list[str] = []
    for plan in plans.values():
        money = plan_money(session, plan, today)
        for project_id, entry in money.in_force.items():
            amounts = given.get(project_id)
            if amounts and amounts.disbursed_satang > money.net(project_id):
                warnings.append(f"โครงการ “{entry.name}” เบิกจ่ายเกินงบประมาณหลังโอน โปรดตรวจสอบว่าบันทึกการโอนครบแล้ว")
    return warnings


def _keep_file(session: Session, on_record: PlanOnRecord, facts: ConfirmWorkbook, sha256: str) -> None:
    kept = select(StoredFile).where(
        StoredFile.organization_id == on_record.organization_id,
        StoredFile.purpose == "finance_workbook",
        StoredFile.subject_id == on_record.plan_id,
        StoredFile.facts_digest == sha256,
    )
    if session.exec(kept).first():
        return
    session.add(
        StoredFile(
            organization_id=on_record.organization_id,
            purpose="finance_workbook",
            subject_kind="operation_plan",
            subject_id=on_record.plan_id,
            facts_digest=sha256,
            name=PurePath(facts.file_name).name,
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            sha256=sha256,
            content=facts.file_content,
        )
    )


ACTS = (
    RegisteredAct(
        confirm_amounts,
        ConfirmAmounts,
        Permission.CONFIRM_AMOUNTS,
        ("finance", "confirm"),
        "กองคลังยืนยันยอดก่อหนี้ผูกพันและเบิกจ่าย",
        options={"confirmed_on": "--on"},
    ),
    RegisteredAct(
        confirm_workbook,
        ConfirmWorkbook,
        Permission.CONFIRM_AMOUNTS,
        ("finance", "import"),
        "กองคลังยืนยันยอดด้วยแฟ้ม Excel",
        in_prefect=False,
    ),
)
