"""Steps 2 and 3: compiling a draft from the collected projects, and submitting it to the development committee.

Source: MOI Regulation 2548 cl. 26 (1).
"""

from datetime import date, datetime

from pydantic import Field
from sqlmodel import Session

from models.kinds import EditionKind
from procedure.act import EditionFacts, Outcome, RegisteredAct, begin, require_not_before
from procedure.completeness import findings
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import (
    PlanOnRecord,
    Step,
    entries_of,
    equipment_of,
    find_edition,
    find_plan,
    last_return,
    step_run,
)
from procedure.triggers import triggers_of


class CompileDraft(EditionFacts):
    """The support committee's draft is put together from the collected projects; ``compiled_on`` None is today."""

    compiled_on: date | None = Field(default=None, title="วันที่จัดทำร่าง (เว้นว่าง = วันนี้)")


class SubmitDraft(EditionFacts):
    """The draft is laid before the development committee."""

    submitted_on: date = Field(title="วันที่เสนอร่างต่อคณะกรรมการ")


def compile_draft(session: Session, actor: Actor, facts: CompileDraft, as_of: datetime) -> Outcome:
    """Compile the next draft. Warnings are returned; what must be there and is not refuses the act.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_collecting``, ``date_in_future``, ``no_trigger``,
    ``date_before_promulgation``, ``date_before_base``, ``date_before_return``, ``no_projects``, ``incomplete``.
    """
    recording = begin(session, actor, "compile_draft", Permission.COMPILE_DRAFT, as_of)
    on_record = find_edition(session, actor.organization_id, facts.fiscal_year, facts.edition, Step.COLLECTING)
    edition = on_record.edition
    compiled_on = facts.compiled_on or recording.today
    recording.dated(compiled_on, "วันที่จัดทำร่าง", "The compiling of the draft")
    _require_grounds(session, on_record, compiled_on)
    if returned := last_return(session, on_record):
        require_not_before(
            compiled_on, returned.considered_on, "date_before_return", "วันที่จัดทำร่าง", "The compiling of the draft"
        )
    if not entries_of(session, on_record.edition_id) and not equipment_of(session, on_record.edition_id):
        raise ProcedureError(
            "no_projects",
            "ยังไม่มีโครงการในแผน โปรดนำเข้าโครงการก่อนจัดทำร่าง",
            "The plan has no project yet; import projects before compiling.",
        )
    found = findings(session, on_record)
    errors = [finding for finding in found if finding.error]
    if errors:
        raise ProcedureError(
            "incomplete",
            "ข้อมูลโครงการยังไม่ครบ: " + "; ".join(finding.message_th for finding in errors),
            "The projects are incomplete: " + " ".join(finding.message_en for finding in errors),
        )
    edition.compiled_on = compiled_on
    edition.compiled_by_id = actor.person_id
    edition.draft_number += 1
    session.add(edition)
    version = recording.write(
        {**facts.model_dump(mode="json"), "draft_number": edition.draft_number},
        "draft_compiled",
        "edition",
        on_record.edition_id,
        draft_number=edition.draft_number,
        compiled_on=compiled_on.isoformat(),
    )
    return recording.outcome(
        message_th=f"จัดทำร่างครั้งที่ {edition.draft_number} แล้ว",
        message_en=f"Compiled draft number {edition.draft_number}.",
        subject_id=on_record.edition_id,
        warnings_th=[finding.message_th for finding in found],
        run=step_run("drafting", on_record, version),
    )


def _require_grounds(session: Session, on_record: PlanOnRecord, compiled_on: date) -> None:
    """Refuse a draft that stands on nothing yet: no event of clause 27, or for an amendment no announced plan."""
    what = ("วันที่จัดทำร่าง", "The compiling of the draft")
    if on_record.edition.kind is EditionKind.AMENDMENT:
        base = find_plan(session, on_record.organization_id, on_record.plan.fiscal_year).edition
        require_not_before(compiled_on, base.announced_on or compiled_on, "date_before_base", *what)
        return
    triggers = triggers_of(session, on_record)
    if not triggers:
        raise ProcedureError(
            "no_trigger",
            "ยังไม่ได้บันทึกการประกาศใช้งบประมาณ จึงจัดทำร่างไม่ได้ โปรดบันทึกวันที่ประกาศใช้ก่อน",
            "The budget's promulgation is not recorded yet; record it before compiling.",
            clause="ข้อ ๒๗",
        )
    require_not_before(compiled_on, triggers[0].occurred_on, "date_before_promulgation", *what)


def submit_draft(session: Session, actor: Actor, facts: SubmitDraft, as_of: datetime) -> Outcome:
    """Submit the compiled draft to the development committee.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_drafted``, ``date_in_future``,
    ``date_before_compiling``, ``passes_no_committee``.
    """
    recording = begin(session, actor, "submit_draft", Permission.SUBMIT_DRAFT, as_of)
    on_record = find_edition(session, actor.organization_id, facts.fiscal_year, facts.edition, Step.DRAFTED)
    edition = on_record.edition
    recording.dated(facts.submitted_on, "วันที่เสนอร่าง", "The submission of the draft")
    require_not_before(
        facts.submitted_on,
        edition.compiled_on or facts.submitted_on,
        "date_before_compiling",
        "วันที่เสนอร่าง",
        "The submission of the draft",
    )
    if not edition.passes_committee:
        raise ProcedureError(
            "passes_no_committee",
            "การแก้ไขฉบับนี้ไม่ต้องเสนอคณะกรรมการตามการตั้งค่าของหน่วยงาน ให้ผู้บริหารท้องถิ่นประกาศใช้ได้",
            "By the office's settings this amendment passes no committee; the executive announces it.",
            clause="ข้อ ๒๗",
        )
    edition.submitted_on = facts.submitted_on
    session.add(edition)
    version = recording.write(
        {**facts.model_dump(mode="json"), "draft_number": edition.draft_number},
        "draft_submitted",
        "edition",
        on_record.edition_id,
        submitted_on=facts.submitted_on.isoformat(),
    )
    return recording.outcome(
        message_th=f"เสนอร่างครั้งที่ {edition.draft_number} ต่อคณะกรรมการแล้ว",
        message_en=f"Submitted draft number {edition.draft_number} to the committee.",
        subject_id=on_record.edition_id,
        run=step_run("review", on_record, version),
    )


ACTS = (
    RegisteredAct(
        compile_draft,
        CompileDraft,
        Permission.COMPILE_DRAFT,
        ("plan", "compile"),
        "จัดทำร่างแผนการดำเนินงาน",
        options={"compiled_on": "--on"},
    ),
    RegisteredAct(
        submit_draft,
        SubmitDraft,
        Permission.SUBMIT_DRAFT,
        ("plan", "submit"),
        "เสนอร่างต่อคณะกรรมการพัฒนาท้องถิ่น",
        options={"submitted_on": "--on"},
    ),
)
