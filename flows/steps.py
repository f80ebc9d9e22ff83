"""The steps themselves, as plain functions: each looks at the facts, does what can be done now, and says so.

The step flows call them for one plan; the sweep of ``deadlines`` calls them for every plan.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from documents.announcement_pdf import render_announcement
from documents.keeping import facts_digest, find_kept, keep_file, kept_purposes
from documents.plan_facts import announcement_content, plan_content
from documents.plan_pdf import render_plan
from flows.runs import StepResult
from models.database import Database
from models.kinds import EditionKind
from models.plans import Announcement
from models.settings import settings
from models.values import baht_with_commas
from notifications.planning import plan_notices
from procedure.calendar import WorkingDays, bangkok_date, thai_date
from procedure.completeness import findings
from procedure.duties import day_after
from procedure.plans import (
    PlanOnRecord,
    Step,
    announcement_of,
    editions_of,
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
    """Ask the sources for their projects, and tell which have answered; of several editions the newest collecting."""
    with database.write() as session:
        planned = plan_notices(session, as_of, organization_id)
    with database.read() as session:
        editions = editions_of(session, find_plan(session, organization_id, fiscal_year))
        collecting = [one for one in editions if step_of(one.edition) is Step.COLLECTING]
        on_record = collecting[-1] if collecting else editions[-1]
        entries = entries_of(session, on_record.edition_id)
        found = findings(session, on_record)
        sources = sources_of(session, on_record)
        step = step_of(on_record.edition)
    did = [f"ข้อความที่วางแผนส่ง {planned.planned} ข้อความ", f"โครงการในแผน{on_record.title} {len(entries)} โครงการ"]
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
    """Render the compiled draft of each edition, once per draft."""
    del as_of  # the draft says what was compiled, whenever it is rendered
    with database.read() as session:
        editions = editions_of(session, find_plan(session, organization_id, fiscal_year))
    waiting = [one for one in editions if step_of(one.edition) not in (Step.COLLECTING, Step.ANNOUNCED)]
    if not waiting:
        announced = all(step_of(one.edition) is Step.ANNOUNCED for one in editions)
        return StepResult("Drafted", "แผนประกาศใช้แล้ว") if announced else StepResult("AwaitingDraft", "รอจัดทำร่าง")
    did: list[str] = []
    for one in waiting:
        did += _draft_edition(database, one)
    number = waiting[-1].edition.draft_number
    return StepResult("Drafted", f"จัดทำร่างครั้งที่ {number} แล้ว" if did else f"ร่างครั้งที่ {number} จัดทำไว้แล้ว", did)


def _draft_edition(database: Database, on_record: PlanOnRecord) -> list[str]:
    organization_id = on_record.organization_id
    with database.read() as session:
        content = plan_content(session, on_record)
        digest = facts_digest(content)
        if find_kept(session, organization_id, "draft_plan", on_record.edition_id, digest):
            return []
    name = f"ร่างแผนการดำเนินงาน-{_label(on_record)}-ครั้งที่-{content.draft_number}.pdf"
    pdf = render_plan(content, settings().cache_dir)
    with database.write() as session:
        keep_file(session, organization_id, "draft_plan", "edition", on_record.edition_id, digest, name, pdf)
    total = sum(row.satang for group in content.groups for row in group.rows)
    return [name, f"งบประมาณทุกโครงการ {baht_with_commas(total)} บาท"]


def _label(on_record: PlanOnRecord) -> str:
    """Return what file names say of an edition: ``2569``, ``2569-เพิ่มเติม-1``."""
    year, edition = str(on_record.plan.fiscal_year), on_record.edition
    if edition.kind is EditionKind.BASE:
        return year
    return f"{year}-{'เพิ่มเติม' if edition.kind is EditionKind.ADDITION else 'แก้ไข'}-{edition.number}"


def review(database: Database, organization_id: int, fiscal_year: int, as_of: datetime) -> StepResult:
    """Tell what the committee resolved; plan the notices of a returned draft."""
    with database.write() as session:
        planned = plan_notices(session, as_of, organization_id)
    did = [f"ข้อความที่วางแผนส่ง {planned.planned} ข้อความ"]
    with database.read() as session:
        editions = editions_of(session, find_plan(session, organization_id, fiscal_year))
        considered = [one for one in editions if step_of(one.edition) in (Step.SUBMITTED, Step.APPROVED)]
        on_record = considered[-1] if considered else editions[-1]
        returned = last_return(session, on_record)
        resolutions = resolutions_of(session, on_record)
        step = step_of(on_record.edition)
    if step is Step.SUBMITTED:
        return StepResult("AwaitingResolution", "รอมติคณะกรรมการพัฒนาท้องถิ่น", did)
    if step is Step.RESOLVED:
        return StepResult("AwaitingCountersignature", "มีมติเห็นชอบแล้ว รอปลัดลงนามรับรอง", did)
    if step in (Step.APPROVED, Step.ANNOUNCED):
        by = f" (ครั้งที่ {resolutions[-1].number})" if resolutions else ""
        return StepResult("Approved", f"คณะกรรมการเห็นชอบ{by}", did)
    if returned:
        return StepResult("Returned", f"ส่งกลับแก้ไข (ครั้งที่ {returned.number})", did)
    return StepResult("AwaitingSubmission", "รอเสนอร่างต่อคณะกรรมการ", did)


def announce(database: Database, organization_id: int, fiscal_year: int, as_of: datetime) -> StepResult:
    """Render the announcement and the plan of each announced edition, once: what was announced is those very bytes."""
    del as_of  # the announcement carries its own date
    did: list[str] = []
    newest: Announcement | None = None
    with database.read() as session:
        editions = editions_of(session, find_plan(session, organization_id, fiscal_year))
    for one in editions:
        with database.read() as session:
            announcement = announcement_of(session, one)
        if announcement is not None:
            newest = announcement
            did += _render_announced(database, one, announcement)
    if newest is None:
        return StepResult("AwaitingAnnouncement", "รอผู้บริหารท้องถิ่นประกาศใช้แผน")
    return StepResult("Announced", f"ประกาศ ณ วันที่ {thai_date(newest.announced_on)}", did)


def _render_announced(database: Database, on_record: PlanOnRecord, announcement: Announcement) -> list[str]:
    organization_id, subject_id, fonts = on_record.organization_id, identity(announcement.id), settings().cache_dir
    with database.read() as session:
        kept = kept_purposes(session, organization_id, "announcement", subject_id)
        if {"announcement", "announced_plan"} <= kept:
            return []
        letter = announcement_content(session, on_record, announcement, settings().public_url)
        plan = plan_content(session, on_record)
    label = _label(on_record)
    documents = (
        ("announcement", f"ประกาศแผนการดำเนินงาน-{label}.pdf", [letter], partial(render_announcement, letter, fonts)),
        # The announcement is bound into the plan.
        ("announced_plan", f"แผนการดำเนินงาน-{label}.pdf", [plan, letter], partial(render_plan, plan, fonts, letter)),
    )
    did: list[str] = []
    for purpose, name, contents, render in documents:
        if purpose in kept:
            continue
        pdf, digest = render(), facts_digest(*contents)
        with database.write() as session:
            keep_file(session, organization_id, purpose, "announcement", subject_id, digest, name, pdf)
        did.append(name)
    return did


def post(database: Database, organization_id: int, fiscal_year: int, as_of: datetime) -> StepResult:
    """Tell where each edition is posted and until when each place keeps it up."""
    today = bangkok_date(as_of)
    with database.read() as session:
        editions = editions_of(session, find_plan(session, organization_id, fiscal_year))
        announced = [one for one in editions if one.edition.announced_on and one.edition.needs_posting]
        postings = {one.name: postings_of(session, one) for one in announced}
    if not announced:
        return StepResult("AwaitingAnnouncement", "รอผู้บริหารท้องถิ่นประกาศใช้แผน")
    did: list[str] = []
    for one in announced:
        for posting in postings[one.name]:
            kept = due_day("keep-posted", posting.posted_on, WorkingDays()).due
            state = (
                f"ปลดประกาศเมื่อวันที่ {thai_date(posting.taken_down_on)}"
                if posting.taken_down_on
                else f"ปลดประกาศได้ตั้งแต่วันที่ {thai_date(day_after(kept))}"
            )
            what = f"{one.title} " if one.title else ""
            did.append(f"{what}{posting.place.value}: ปิดประกาศวันที่ {thai_date(posting.posted_on)} {state}")
    if any(not found for found in postings.values()):
        return StepResult("AwaitingPosting", "รอปิดประกาศ", did)
    up = [posting for found in postings.values() for posting in found if posting.taken_down_on is None]
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
