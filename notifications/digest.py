"""Writing a message: its notices become one letter in Thai, as text and HTML, most urgent first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlmodel import Session, col, select

from models.kinds import NoticeKind, ObligationRule, Role
from models.notices import Message, Notice
from models.obligations import Event, Obligation
from models.organizations import Officer, Organization, Person, RoleGrant
from models.plans import Edition, OperationPlan, Project, ProjectEntry, Resolution, ResolutionRemark
from models.quarters import QuarterRound, Submission, SubmissionReview
from procedure.audit import current_head
from procedure.calendar import WorkingDays, bangkok_date, thai_date, thai_digits, thai_weekday
from procedure.contacts import address_of
from procedure.duties import explain, short_due
from procedure.duty_subjects import duty_subject
from procedure.holiday_days import HOLIDAYS_FORECAST, forecast_words
from procedure.moving import MOVED, moves_told
from procedure.other_duties import DUTY_NAMES
from procedure.owed import owed_projects
from procedure.permissions import posts_held
from procedure.plans import identity


@dataclass(frozen=True)
class Section:
    """One thing that a letter tells."""

    kind: NoticeKind
    heading: str
    lines: tuple[str, ...]
    items: tuple[str, ...]
    explanation: str = ""


@dataclass(frozen=True)
class WrittenMessage:
    """A message ready to be posted, its link still to be minted."""

    person_email: str
    subject: str
    target: str
    sections: tuple[Section, ...]
    organization_name: str
    person_name: str
    kind: NoticeKind
    closing: str = ""


def write_digest(
    session: Session, message: Message, notices: Sequence[Notice], as_of: datetime, working_days: WorkingDays
) -> WrittenMessage:
    """Write a digest from its notices, most urgent first; nothing is sent or recorded."""
    person = session.get_one(Person, message.person_id)
    organization = session.get_one(Organization, message.organization_id)
    urgency = list(NoticeKind)
    ordered = sorted(notices, key=lambda notice: (-urgency.index(notice.kind), notice.id or 0))
    today = bangkok_date(as_of)
    sections: list[Section] = []
    targets: list[str] = []
    for notice in ordered:
        section, target = _section(session, notice, today, working_days)
        sections.append(section)
        targets.append(target)
    more = f" และอีก {thai_digits(len(sections) - 1)} เรื่อง" if len(sections) > 1 else ""
    return WrittenMessage(
        person_email=address_of(session, message.person_id),
        subject=sections[0].heading + more,
        target=targets[0],
        sections=tuple(sections),
        organization_name=organization.name,
        person_name=person.name,
        kind=ordered[0].kind,
        closing=_audit_head(session, message) if _administers(session, message, today) else "",
    )


def write_sign_in(session: Session, message: Message) -> WrittenMessage:
    """Write the letter that carries a fresh sign-in link and nothing else."""
    person = session.get_one(Person, message.person_id)
    organization = session.get_one(Organization, message.organization_id)
    section = Section(
        NoticeKind.SIGN_IN,
        "ลิงก์เข้าใช้งานใหม่",
        ("ท่านขอลิงก์เข้าใช้งานระบบ หากท่านไม่ได้ขอ ไม่ต้องดำเนินการใด ๆ",),
        (),
    )
    return WrittenMessage(
        person_email=address_of(session, message.person_id),
        subject=section.heading,
        target=message.target,
        sections=(section,),
        organization_name=organization.name,
        person_name=person.name,
        kind=NoticeKind.SIGN_IN,
    )


def render(written: WrittenMessage, link: str | None) -> tuple[str, str]:
    """Return a letter's text and HTML; without a public address it carries no link."""
    values = {"written": written, "link": link, "button": _button(written)}
    return _templates().get_template("digest.txt").render(values), _templates().get_template("digest.html").render(
        values
    )


def _button(written: WrittenMessage) -> str:
    return "เปิดแบบรายงาน" if written.target.startswith("/report") else "เปิดระบบ"


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _administers(session: Session, message: Message, today: date) -> bool:
    held = [post.id for post in posts_held(session, message.organization_id, message.person_id, today)]
    granted = select(RoleGrant).where(col(RoleGrant.officer_id).in_(held), RoleGrant.role == Role.ADMINISTRATOR)
    return session.exec(granted).first() is not None


def _audit_head(session: Session, message: Message) -> str:
    """Return the day's head of the audit chain: kept in a mailbox, it shows whether the chain was changed since."""
    head = current_head(session, message.organization_id)
    return (
        f"ค่าหัวบันทึกการตรวจสอบ ณ วันที่ {thai_date(message.day)} รายการที่ {head.seq}: {head.hash} "
        "(โปรดเก็บไว้ ใช้ตรวจสอบด้วย traimas audit verify --head)"
    )


def _section(session: Session, notice: Notice, today: date, working_days: WorkingDays) -> tuple[Section, str]:
    if notice.obligation_id is not None:
        obligation = session.get_one(Obligation, notice.obligation_id)
        return _obligation_section(session, notice, obligation, today, working_days)
    event = session.get_one(Event, notice.event_id)
    if event.kind == "submission_returned":
        return _returned_report_section(session, event)
    if event.kind == MOVED:
        return _moved_section(session, event, notice, working_days), "/board"
    if event.kind == HOLIDAYS_FORECAST:
        return _forecast_section(session, event, notice), "/board"
    if notice.kind is NoticeKind.RETURNED:
        return _returned_section(session, event), "/board"
    return _request_section(session, event, notice), "/board"


def _obligation_section(
    session: Session, notice: Notice, obligation: Obligation, today: date, working_days: WorkingDays
) -> tuple[Section, str]:
    plan = session.get_one(OperationPlan, obligation.plan_id)
    what, items, target = DUTY_NAMES[obligation.rule], [], "/board"
    if obligation.rule is ObligationRule.REPORT_QUARTER:
        quarter_round = session.get_one(QuarterRound, obligation.subject_id)
        what = f"รายงานความก้าวหน้า ไตรมาสที่ {thai_digits(quarter_round.number)}/{thai_digits(plan.fiscal_year)}"
        target = f"/report/{plan.fiscal_year}/{quarter_round.number}/{obligation.officer_id}"
        owed = owed_projects(session, plan, obligation.officer_id, quarter_round.number, today)
        items = [entry.name for entry in owed.own]
        items += [
            f"{one.entry.name} (กันเงินจากปีงบประมาณ พ.ศ. {thai_digits(one.plan.fiscal_year)})" for one in owed.carried
        ]
    else:
        about = " ".join((what, duty_subject(session, obligation))).strip()
        what = f"{about} ปีงบประมาณ พ.ศ. {thai_digits(plan.fiscal_year)}"
    explanation, _english = explain(obligation, working_days)
    days = (obligation.due_on - today).days
    if notice.kind is NoticeKind.ESCALATION:
        post = session.get_one(Officer, obligation.officer_id).title
        heading = f"หน่วยงานในกำกับของท่านยังไม่ได้{what}"
        lines = [f"{post} เกินกำหนดแล้ว {thai_digits(-days)} วัน (ครบกำหนด{short_due(obligation)}) โปรดกำกับติดตาม"]
        return Section(notice.kind, heading, tuple(lines), (), explanation), "/board"
    if notice.kind is NoticeKind.OPENING:
        heading = f"ขอให้{what}"
        line = f"เปิดรอบรายงานแล้ว ครบกำหนด{short_due(obligation)} เหลือเวลา {thai_digits(days)} วัน"
    elif days > 0:
        heading = f"ใกล้ครบกำหนด{what}"
        line = f"เหลือเวลา {thai_digits(days)} วัน ครบกำหนด{short_due(obligation)}"
    elif days == 0:
        heading = f"ครบกำหนดวันนี้: {what}"
        line = f"ครบกำหนดวันนี้ {thai_weekday(today)}ที่ {thai_date(today)} ภายในเวลา ๒๓.๕๙ น."
    else:
        heading = f"เกินกำหนดแล้ว {thai_digits(-days)} วัน: {what}"
        line = f"เกินกำหนดแล้ว {thai_digits(-days)} วัน (ครบกำหนด{short_due(obligation)}) โปรดดำเนินการโดยเร็ว"
    lines = [line]
    if items:
        lines.append(f"โครงการที่ต้องรายงาน {thai_digits(len(items))} โครงการ")
    return Section(notice.kind, heading, tuple(lines), tuple(items), explanation), target


def _moved_section(session: Session, event: Event, notice: Notice, working_days: WorkingDays) -> Section:
    """Tell a post of its days that moved: the superseded one and the new one, once for each."""
    mine = [(row, before) for row, before in moves_told(session, event) if row.officer_id == notice.officer_id]
    plan = session.get_one(OperationPlan, mine[0][0].plan_id)
    year = thai_digits(plan.fiscal_year)
    lines = [
        f"{' '.join((DUTY_NAMES[row.rule], duty_subject(session, row))).strip()} ปีงบประมาณ พ.ศ. {year}: "
        f"กำหนดเดิม{thai_weekday(before)}ที่ {thai_date(before)} "
        f"เลื่อนเป็น{thai_weekday(row.due_on)}ที่ {thai_date(row.due_on)}"
        for row, before in mine
    ]
    explanation, _english = explain(mine[0][0], working_days)
    return Section(notice.kind, f"เลื่อนกำหนด{DUTY_NAMES[mine[0][0].rule]}", tuple(lines), (), explanation)


def _forecast_section(session: Session, event: Event, notice: Notice) -> Section:
    lines, _english = forecast_words(session, event.subject_id)
    return Section(notice.kind, f"วันหยุดราชการ พ.ศ. {thai_digits(event.subject_id)} ยังไม่ยืนยัน", (lines,), ())


def _request_section(session: Session, event: Event, notice: Notice) -> Section:
    plan = session.exec(
        select(OperationPlan)
        .join(Edition, col(Edition.plan_id) == col(OperationPlan.id))
        .where(Edition.id == event.subject_id)
    ).one()
    officer = session.get_one(Officer, notice.officer_id)
    year = thai_digits(plan.fiscal_year)
    heading = f"ขอให้ส่งโครงการเพื่อจัดทำแผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. {year}"
    lines = [
        f"ขอให้{officer.title} ส่งรายการโครงการ/กิจกรรมที่จะดำเนินการจริงในปีงบประมาณ พ.ศ. {year} ตามแบบ ผด.๐๒ "
        "(ครุภัณฑ์ตามแบบ ผด.๐๒/๑) ต่อนักวิเคราะห์นโยบายและแผน",
        "โปรดระบุงบประมาณ แหล่งงบประมาณ สถานที่ หน่วยงานรับผิดชอบ และเดือนที่ดำเนินการให้ครบทุกโครงการ",
    ]
    explanation = "ตามข้อ ๒๖ (๑) แห่งระเบียบกระทรวงมหาดไทยว่าด้วยการจัดทำแผนพัฒนาขององค์กรปกครองส่วนท้องถิ่นฯ"
    return Section(notice.kind, heading, tuple(lines), (), explanation)


def _returned_section(session: Session, event: Event) -> Section:
    resolution = session.get_one(Resolution, event.subject_id)
    remarks = session.exec(
        select(col(ProjectEntry.name), col(ResolutionRemark.remark))
        .join(Project, col(Project.id) == col(ResolutionRemark.project_id))
        .join(ProjectEntry, col(ProjectEntry.project_id) == col(Project.id))
        .where(ResolutionRemark.resolution_id == identity(resolution.id))
        .where(ProjectEntry.edition_id == resolution.edition_id)
    ).all()
    lines = [
        f"คณะกรรมการพัฒนาท้องถิ่น ในการประชุมครั้งที่ {thai_digits(resolution.number)} "
        f"วันที่ {thai_date(resolution.considered_on)} มีมติส่งร่างครั้งที่ {thai_digits(resolution.draft_number)} กลับแก้ไข"
    ]
    if resolution.remarks:
        lines.append(f"ข้อสังเกต: {resolution.remarks}")
    items = tuple(f"{name}: {remark}" for name, remark in remarks)
    return Section(NoticeKind.RETURNED, "คณะกรรมการส่งร่างแผนการดำเนินงานกลับแก้ไข", tuple(lines), items)


def _returned_report_section(session: Session, event: Event) -> tuple[Section, str]:
    submission, quarter_round, plan, review = session.exec(
        select(Submission, QuarterRound, OperationPlan, SubmissionReview)
        .join(QuarterRound, col(QuarterRound.id) == col(Submission.round_id))
        .join(OperationPlan, col(OperationPlan.id) == col(QuarterRound.plan_id))
        .join(SubmissionReview, col(SubmissionReview.submission_id) == col(Submission.id))
        .where(Submission.id == event.subject_id)
    ).one()
    what = f"รายงานความก้าวหน้า ไตรมาสที่ {thai_digits(quarter_round.number)}/{thai_digits(plan.fiscal_year)}"
    lines = (
        f"ผู้ตรวจส่งรายงานฉบับที่ {thai_digits(submission.revision)} กลับเพื่อแก้ไข โปรดแก้ไขแล้วส่งใหม่"
        f"ภายในวันที่ {thai_date(quarter_round.lock_on)} รายงานนี้ยังถือว่าได้รับแล้วตามวันที่ส่งครั้งแรก",
        f"ข้อสังเกต: {review.remarks}",
    )
    target = f"/report/{plan.fiscal_year}/{quarter_round.number}/{submission.officer_id}"
    return Section(NoticeKind.RETURNED, f"ส่งกลับเพื่อแก้ไข: {what}", lines, ()), target
