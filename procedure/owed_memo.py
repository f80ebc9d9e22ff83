"""What a memo (บันทึกข้อความ) tells a post: the facts of the paper that stands in for a message that cannot be sent."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.kinds import Digits, ObligationRule, PdfKind, Role
from models.obligations import Obligation
from models.organizations import Division, Officer, Organization, RoleGrant
from models.plans import OperationPlan
from models.settings import OfficeSettings
from procedure.calendar import bangkok_date, thai_date, thai_weekday
from procedure.errors import ProcedureError
from procedure.owed import owed_projects
from procedure.owed_duties import OwedDuty, owed_now
from procedure.permissions import officers_with_role
from procedure.words import WORDS, OfficeWords

PROJECTS_LISTED = 30


@dataclass(frozen=True)
class MemoFacts:
    """The facts of a memo; ``number`` is empty where it is to be filled in by hand. ``digits`` are those of its words,
    as the office chose them; ``pdf`` is what its file conforms to."""

    office: str
    number: str
    day: date
    subject: str
    to: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...]
    closing: str
    signatory: str
    digits: Digits = Digits.THAI
    pdf: PdfKind = PdfKind.ARCHIVE


@dataclass(frozen=True)
class _Told:
    """What a memo tells: what the post owes itself, and what is late below it."""

    own: tuple[OwedDuty, ...]
    below: tuple[OwedDuty, ...]
    decides: bool  # the clerk or the executive, who are asked to decide
    digits: Digits


def memo_facts(session: Session, organization_id: int, officer_id: int, as_of: datetime) -> MemoFacts:
    """Return the memo that tells a post of what it owes, and of what is late below it, at an instant.

    Raises ``ProcedureError``: ``unknown_officer``, ``nothing_owed``.
    """
    officer = session.exec(
        select(Officer).where(Officer.id == officer_id, Officer.organization_id == organization_id)
    ).first()
    if officer is None:
        raise ProcedureError(
            "unknown_officer", "ไม่พบตำแหน่งนี้ในหน่วยงาน", "The organization has no such post; check the list of posts."
        )
    organization = session.get_one(Organization, organization_id)
    papers = OfficeSettings.model_validate(organization.settings).papers
    told = _told(session, officer, as_of, papers.digits)
    if not told.own and not told.below:
        raise ProcedureError(
            "nothing_owed",
            f"{officer.title} ไม่มีเรื่องที่ค้าง จึงไม่ต้องทำบันทึกข้อความ",
            f"{officer.title} owes nothing; no memo is needed.",
        )
    words, today = WORDS[organization.kind], bangkok_date(as_of)
    analysts = officers_with_role(session, organization_id, Role.PLAN_ANALYST)
    analyst = analysts[0] if analysts else None
    return MemoFacts(
        office=_office(session, organization, words, analyst),
        number="",
        day=today,
        subject=_subject(told),
        to=officer.title,
        paragraphs=_paragraphs(organization, officer, told, today),
        items=(*_own_items(session, told, as_of), *(f"{one.post}: {_item(one, told.digits)}" for one in told.below)),
        closing=_closing(told),
        signatory=analyst.title if analyst else "",
        digits=papers.digits,
        pdf=papers.pdf,
    )


def _told(session: Session, officer: Officer, as_of: datetime, digits: Digits) -> _Told:
    """Return what is owed by a post and, to a head, the clerk or the executive, what is late below it."""
    roles = set(session.exec(select(col(RoleGrant.role)).where(RoleGrant.officer_id == officer.id)).all())
    decides = bool(roles & {Role.CLERK, Role.EXECUTIVE})
    owed = owed_now(session, officer.organization_id, as_of)
    # Liaison posts report for others: outside escalation (design.md, Roles).
    in_rates = set(
        session.exec(
            select(col(Obligation.id)).where(
                col(Obligation.id).in_([one.obligation_id for one in owed]), col(Obligation.in_rates)
            )
        ).all()
    )
    leads = Role.DIVISION_HEAD in roles and officer.division_id is not None
    return _Told(
        own=tuple(one for one in owed if one.officer_id == officer.id),
        below=tuple(
            one
            for one in owed
            if one.officer_id != officer.id
            and one.days < 0
            and one.obligation_id in in_rates
            and (decides or (leads and one.division_id == officer.division_id))
        ),
        decides=decides,
        digits=digits,
    )


def _office(session: Session, organization: Organization, words: OfficeWords, analyst: Officer | None) -> str:
    """Return the part of the office that writes: the plan analyst's division, else the clerk's office."""
    division = session.get_one(Division, analyst.division_id).name if analyst and analyst.division_id else ""
    return f"{division or words.clerk_office} {organization.name}"


def _subject(told: _Told) -> str:
    """Return the subject, firmer once something is late."""
    everything = (*told.own, *told.below)
    names = list(dict.fromkeys(_name(one, told.digits) for one in everything))
    what = names[0] if len(names) == 1 else "การดำเนินการตามกำหนดเวลาของแผนการดำเนินงาน"
    if told.below and not told.own:
        return f"รายงานหน่วยงานที่ยังไม่ได้{names[0]}" if len(names) == 1 else "รายงานเรื่องที่เกินกำหนดเวลาของแผนการดำเนินงาน"
    if any(one.days < 0 for one in told.own):
        return f"ขอให้เร่งรัด{'การ' if len(names) == 1 else ''}{what}"
    return f"ขอให้{what}" if len(names) == 1 else f"แจ้ง{what}"


def _paragraphs(organization: Organization, officer: Officer, told: _Told, today: date) -> tuple[str, ...]:
    ours = told.digits.write
    day = f"{thai_weekday(today)}ที่ {ours(thai_date(today))}"
    paragraphs: list[str] = []
    if told.own:
        late = sum(one.days < 0 for one in told.own)
        overdue = f" ในจำนวนนี้เกินกำหนดแล้ว {ours(late)} เรื่อง" if late else ""
        paragraphs.append(
            f"ด้วย ณ {day} {officer.title} มีเรื่องที่ต้องดำเนินการตามแผนการดำเนินงานของ{organization.name} "
            f"จำนวน {ours(len(told.own))} เรื่อง{overdue}"
        )
    if told.below:
        whose = f"หน่วยงานของ{organization.name}" if told.decides else "หน่วยงานในสังกัดของท่าน"
        paragraphs.append(
            f"{'อนึ่ง' if told.own else 'ด้วย'} ณ {day} {whose}มีเรื่องที่เกินกำหนดเวลาและยังมิได้ดำเนินการ "
            f"จำนวน {ours(len(told.below))} เรื่อง"
        )
    paragraphs[-1] += " ดังนี้"
    return tuple(paragraphs)


def _name(one: OwedDuty, digits: Digits) -> str:
    """Return a duty's name with its year in the office's digits; a place in it keeps its own."""
    words, year = one.duty.name_th.rsplit(" ", 1)
    return f"{words} {digits.write(year)}"


def _item(one: OwedDuty, digits: Digits) -> str:
    due = f"{thai_weekday(one.due_on)}ที่ {digits.write(thai_date(one.due_on))}"
    return f"{_name(one, digits)} ครบกำหนด{due} {days_th(one.days, digits)}"


def _own_items(session: Session, told: _Told, as_of: datetime) -> tuple[str, ...]:
    """Return what a post owes itself, each report with the projects that it is on."""
    items: list[str] = []
    ours = told.digits.write
    for one in told.own:
        item = _item(one, told.digits)
        if one.duty.rule is ObligationRule.REPORT_QUARTER:
            names = _projects(session, one, bangkok_date(as_of), told.digits)
            more = len(names) - PROJECTS_LISTED
            rest = f" และอีก {ours(more)} โครงการ" if more > 0 else ""
            item += f" จำนวน {ours(len(names))} โครงการ ได้แก่ {' '.join(names[:PROJECTS_LISTED])}{rest}"
        items.append(item)
    return tuple(items)


def _projects(session: Session, one: OwedDuty, today: date, digits: Digits) -> list[str]:
    obligation = session.get_one(Obligation, one.obligation_id)
    plan = session.get_one(OperationPlan, obligation.plan_id)
    owed = owed_projects(session, plan, one.officer_id, one.duty.quarter or 0, today)
    return [f"({digits.write(number)}) {entry.name}" for number, entry in enumerate(owed.entries, start=1)]


def days_th(days: int, digits: Digits = Digits.THAI) -> str:
    """Return in Thai how many days are left, or how late something is."""
    if days < 0:
        return f"เกินกำหนดแล้ว {digits.write(-days)} วัน"
    return f"เหลือเวลา {digits.write(days)} วัน" if days else "ครบกำหนดวันนี้"


def _closing(told: _Told) -> str:
    if told.decides:
        return "จึงเรียนมาเพื่อโปรดทราบและพิจารณาสั่งการ"
    if told.below:
        return "จึงเรียนมาเพื่อโปรดทราบและกำกับติดตามให้ดำเนินการโดยเร็ว"
    if any(one.days < 0 for one in told.own):
        return "จึงเรียนมาเพื่อโปรดดำเนินการโดยเร็ว"
    return "จึงเรียนมาเพื่อโปรดดำเนินการภายในกำหนด"
