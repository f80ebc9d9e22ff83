"""The steps themselves, as plain functions: each looks at the facts, does what can be done now, and says so.

The step flows call them for one plan; the sweep of ``deadlines`` calls them for every plan.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from documents.announcement_pdf import render_announcement
from documents.keeping import facts_digest, find_kept, keep_file
from documents.plan_facts import announcement_content, plan_content
from documents.plan_pdf import render_plan
from flows.runs import StepResult
from models.database import Database
from models.settings import settings
from models.values import baht_with_commas
from notifications.planning import plan_notices
from procedure.calendar import WorkingDays, bangkok_date, thai_date
from procedure.completeness import findings
from procedure.duties import day_after
from procedure.plans import (
    Step,
    announcement_of,
    entries_of,
    find_plan,
    identity,
    last_return,
    postings_of,
    resolutions_of,
    source_standing,
    sources_of,
    step_of,
)
from procedure.rules import due_day

PlanStep = Callable[[Database, int, int, datetime], StepResult]


def collect(database: Database, organization_id: int, fiscal_year: int, as_of: datetime) -> StepResult:
    """Ask the sources for their projects, and tell which have answered."""
    with database.write() as session:
        planned = plan_notices(session, as_of, organization_id)
    with database.read() as session:
        on_record = find_plan(session, organization_id, fiscal_year)
        entries = entries_of(session, on_record.edition_id)
        found = findings(session, on_record)
        sources = sources_of(session, on_record)
        step = step_of(on_record.edition)
    did = [f"ข้อความที่วางแผนส่ง {planned.planned} ข้อความ", f"โครงการในแผน {len(entries)} โครงการ"]
    did += [f"{source.title}: {source_standing(source)}" for source in sources]
    if step is not Step.COLLECTING:
        return StepResult("Collected", f"รวบรวมแล้ว {len(entries)} โครงการ", did)
    if not entries:
        return StepResult("AwaitingProjects", "รอกองและหน่วยงานอื่นส่งโครงการ", did)
    errors = sum(finding.error for finding in found)
    did += [finding.message_th for finding in found]
    if errors:
        return StepResult("AwaitingProjects", f"ข้อมูลยังไม่ครบ {errors} รายการ", did)
    return StepResult("AwaitingDraft", f"รวบรวมแล้ว {len(entries)} โครงการ รอจัดทำร่าง", did)


def draft(database: Database, organization_id: int, fiscal_year: int, as_of: datetime) -> StepResult:
    """Render the compiled draft, once per draft."""
    del as_of  # the draft says what was compiled, whenever it is rendered
    with database.read() as session:
        on_record = find_plan(session, organization_id, fiscal_year)
        if step_of(on_record.edition) is Step.COLLECTING:
            return StepResult("AwaitingDraft", "รอจัดทำร่าง")
        if step_of(on_record.edition) is Step.ANNOUNCED:
            return StepResult("Drafted", "แผนประกาศใช้แล้ว")
        content = plan_content(session, on_record)
    digest = facts_digest(content)
    name = f"ร่างแผนการดำเนินงาน-{fiscal_year}-ครั้งที่-{content.draft_number}.pdf"
    with database.read() as session:
        if find_kept(session, organization_id, "draft_plan", on_record.edition_id, digest):
            return StepResult("Drafted", f"ร่างครั้งที่ {content.draft_number} จัดทำไว้แล้ว")
    pdf = render_plan(content, settings().cache_dir)
    with database.write() as session:
        keep_file(session, organization_id, "draft_plan", "edition", on_record.edition_id, digest, name, pdf)
    total = sum(row.satang for group in content.groups for row in group.rows)
    return StepResult(
        "Drafted",
        f"จัดทำร่างครั้งที่ {content.draft_number} แล้ว",
        [name, f"งบประมาณทุกโครงการ {baht_with_commas(total)} บาท"],
    )


def review(database: Database, organization_id: int, fiscal_year: int, as_of: datetime) -> StepResult:
    """Tell what the committee resolved; plan the notices of a returned draft."""
    with database.write() as session:
        planned = plan_notices(session, as_of, organization_id)
    did = [f"ข้อความที่วางแผนส่ง {planned.planned} ข้อความ"]
    with database.read() as session:
        on_record = find_plan(session, organization_id, fiscal_year)
        returned = last_return(session, on_record)
        resolutions = resolutions_of(session, on_record)
        step = step_of(on_record.edition)
    if step is Step.SUBMITTED:
        return StepResult("AwaitingResolution", "รอมติคณะกรรมการพัฒนาท้องถิ่น", did)
    if step is Step.RESOLVED:
        return StepResult("AwaitingCountersignature", "มีมติเห็นชอบแล้ว รอปลัดลงนามรับรอง", did)
    if step in (Step.APPROVED, Step.ANNOUNCED):
        return StepResult("Approved", f"คณะกรรมการเห็นชอบ (ครั้งที่ {resolutions[-1].number})", did)
    if returned:
        return StepResult("Returned", f"ส่งกลับแก้ไข (ครั้งที่ {returned.number})", did)
    return StepResult("AwaitingSubmission", "รอเสนอร่างต่อคณะกรรมการ", did)


def announce(database: Database, organization_id: int, fiscal_year: int, as_of: datetime) -> StepResult:
    """Render the announcement and the announced plan, once."""
    del as_of  # the announcement carries its own date
    with database.read() as session:
        on_record = find_plan(session, organization_id, fiscal_year)
        announcement = announcement_of(session, on_record)
        if announcement is None:
            return StepResult("AwaitingAnnouncement", "รอผู้บริหารท้องถิ่นประกาศใช้แผน")
        letter = announcement_content(session, on_record, announcement)
        plan = plan_content(session, on_record)
    subject_id = identity(announcement.id)
    fonts = settings().cache_dir
    documents = (
        (
            "announcement",
            f"ประกาศแผนการดำเนินงาน-{fiscal_year}.pdf",
            facts_digest(letter),
            partial(render_announcement, letter, fonts),
        ),
        ("announced_plan", f"แผนการดำเนินงาน-{fiscal_year}.pdf", facts_digest(plan), partial(render_plan, plan, fonts)),
    )
    did: list[str] = []
    for purpose, name, digest, render in documents:
        with database.read() as session:
            if find_kept(session, organization_id, purpose, subject_id, digest):
                continue
        pdf = render()
        with database.write() as session:
            keep_file(session, organization_id, purpose, "announcement", subject_id, digest, name, pdf)
        did.append(name)
    return StepResult("Announced", f"ประกาศ ณ วันที่ {thai_date(announcement.announced_on)}", did)


def post(database: Database, organization_id: int, fiscal_year: int, as_of: datetime) -> StepResult:
    """Tell where the plan is posted and until when each place keeps it up."""
    today = bangkok_date(as_of)
    with database.read() as session:
        on_record = find_plan(session, organization_id, fiscal_year)
        if announcement_of(session, on_record) is None:
            return StepResult("AwaitingAnnouncement", "รอผู้บริหารท้องถิ่นประกาศใช้แผน")
        postings = postings_of(session, on_record)
    if not postings:
        return StepResult("AwaitingPosting", "รอปิดประกาศ")
    did: list[str] = []
    for posting in postings:
        kept = due_day("keep-posted", posting.posted_on, WorkingDays()).due
        state = (
            f"ปลดประกาศเมื่อวันที่ {thai_date(posting.taken_down_on)}"
            if posting.taken_down_on
            else f"ปลดประกาศได้ตั้งแต่วันที่ {thai_date(day_after(kept))}"
        )
        did.append(f"{posting.place.value}: ปิดประกาศวันที่ {thai_date(posting.posted_on)} {state}")
    up = [posting for posting in postings if posting.taken_down_on is None]
    if not up:
        return StepResult("PostingComplete", "ปิดประกาศครบกำหนดและปลดแล้วทุกแห่ง", did)
    if any(today <= due_day("keep-posted", posting.posted_on, WorkingDays()).due for posting in up):
        return StepResult("KeepPosted", "ปิดประกาศอยู่ ยังไม่ครบสามสิบวัน", did)
    return StepResult("MayBeTakenDown", "ปิดประกาศครบสามสิบวันแล้ว", did)


PLAN_STEPS: dict[str, PlanStep] = {
    "collection": collect,
    "drafting": draft,
    "review": review,
    "announcement": announce,
    "posting": post,
}
