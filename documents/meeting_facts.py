"""Reading from the record what the papers of a committee's meeting say, before it is held or after."""

from datetime import date

from sqlmodel import Session, col, select

from documents.account_totals import plan_totals
from documents.announcement_text import AMENDED, REGULATION
from documents.content import Office
from documents.letters import BLANK, Letter, LetterKind, Signatory
from documents.meetings import AgendaItem, Attendant, MeetingPapers, when
from documents.plan_facts import office_of, plan_content
from documents.plan_lines import draft_mark, plan_title
from documents.signing import chosen_post, paper_signatory, planning_division, printed_title, signatory_of
from models.committees import Attendance, CommitteeAppointment, CommitteeMember, Meeting
from models.kinds import CommitteeKind, Digits, MemberRole, ResolutionOutcome, SignedPaper
from models.organizations import Officer
from models.plans import Resolution
from models.values import baht_with_commas
from procedure.calendar import thai_date
from procedure.committees import appointment_on, committee_of, find_meeting, members_of, quorum_of
from procedure.errors import ProcedureError
from procedure.plans import PlanOnRecord

_RESOLVED = {
    ResolutionOutcome.APPROVE: "เห็นชอบ",
    ResolutionOutcome.APPROVE_WITH_CHANGES: "เห็นชอบโดยให้แก้ไข",
    ResolutionOutcome.RETURN: "ให้ส่งกลับไปแก้ไข",
}


def meeting_papers(
    session: Session,
    on_record: PlanOnRecord,
    kind: CommitteeKind,
    number: str,
    held_on: date | None = None,
    at: str = "",
    place: str = "",
    letter_number: str = "",
    dated_on: date | None = None,
) -> MeetingPapers:
    """Return the papers of a support or development committee's meeting about an edition.

    A meeting on record speaks for itself; one to come is told by its day, hour and place. The invitation bears
    ``dated_on``, else the meeting's own day. Raises ``ProcedureError``: ``no_committee``, ``no_appointment``,
    ``no_plan_analyst``, ``meeting_day_missing``.
    """
    committee = committee_of(session, on_record.organization_id, kind)
    meeting = find_meeting(session, committee, number)
    on = meeting.held_on if meeting else held_on
    if on is None:
        raise ProcedureError(
            "meeting_day_missing",
            f"ยังไม่ได้บันทึกการประชุม{committee.title} ครั้งที่ {number} โปรดระบุวันที่ประชุม",
            f"The meeting {number} is not on record; say on which day it is to be held.",
        )
    appointment = (
        session.get_one(CommitteeAppointment, meeting.appointment_id)
        if meeting
        else appointment_on(session, committee, on)
    )
    members = members_of(session, appointment)
    came = _attended(session, meeting)
    where = (meeting.place or "สื่ออิเล็กทรอนิกส์" if meeting else place) or BLANK
    office = office_of(session, on_record.organization)
    ours = office.digits.write
    shown = ours(number)
    signs = {
        role: _signs(session, members, role, on, f"{title}{committee.title}")
        for role, title in ((MemberRole.CHAIR, "ประธาน"), (MemberRole.SECRETARY, "เลขานุการ"))
    }
    hour = ours(at)
    return MeetingPapers(
        office=office,
        kind=kind,
        committee=committee.title,
        number=shown,
        held_on=on,
        at=hour,
        place=where,
        members=[_attendant(session, member, on, came) for member in members],
        quorum=meeting.quorum if meeting else quorum_of(on_record.office_settings.quorum, len(members)),
        agenda=_agenda(session, on_record, kind, meeting),
        chair=signs[MemberRole.CHAIR],
        secretary=signs[MemberRole.SECRETARY],
        invitation=Letter(
            kind=LetterKind.OUTSIDE,
            file_name=f"หนังสือเชิญประชุม {committee.title}",
            office=office,
            division=planning_division(session, on_record.organization_id)[0],
            number=letter_number,
            dated_on=dated_on or on,
            subject=f"ขอเชิญประชุม{committee.title} ครั้งที่ {shown}",
            to=f"{committee.title.removeprefix('คณะ')}ทุกท่าน",
            attachments=[
                ours("๑. ระเบียบวาระการประชุม จำนวน ๑ ชุด"),
                f"{ours('๒.')} บัญชีรายชื่อ{committee.title} {ours('จำนวน ๑ ชุด')}",
            ],
            paragraphs=_invites(on_record, office, kind, committee.title, shown, when(on, hour, office.digits), where),
            signatory=_calls(session, on_record, members, on, f"ประธาน{committee.title}"),
        ),
    )


def _attended(session: Session, meeting: Meeting | None) -> set[int] | None:
    if meeting is None:
        return None
    rows = session.exec(select(col(Attendance.member_id)).where(Attendance.meeting_id == meeting.id))
    return set(rows)


def _attendant(session: Session, member: CommitteeMember, on: date, came: set[int] | None) -> Attendant:
    return Attendant(
        name=_name(session, member, on),
        post=member.title,
        duty=member.role.name_th,
        present=None if came is None else member.id in came,
    )


def _name(session: Session, member: CommitteeMember, on: date) -> str:
    officer = session.get(Officer, member.officer_id) if member.officer_id else None
    return signatory_of(session, officer, on).name if officer else ""


def _signs(
    session: Session, members: list[CommitteeMember], role: MemberRole, on: date, as_what: str, title: str = ""
) -> Signatory:
    """Return the signature of the committee's chair or secretary, under the own post (or ``title``) the duty."""
    for member in members:
        if member.role is role:
            officer = session.get(Officer, member.officer_id) if member.officer_id else None
            own = (
                signatory_of(session, officer, on, title) if officer else Signatory(name="", post=title or member.title)
            )
            lines = [line for line in (own.acting_for, as_what) if line]
            return Signatory(name=own.name, post=own.post, acting_for="\n".join(lines))
    return Signatory(name="", post=as_what)


def _calls(
    session: Session, on_record: PlanOnRecord, members: list[CommitteeMember], on: date, as_chair: str
) -> Signatory:
    """Return who signs the invitation: the chair as such, or the post that the office chose, as that post."""
    paper, organization = SignedPaper.INVITATION, on_record.organization
    chosen = chosen_post(session, organization, paper)
    if chosen is None or any(m.officer_id == chosen.id for m in members if m.role is MemberRole.CHAIR):
        return _signs(session, members, MemberRole.CHAIR, on, as_chair, printed_title(organization, paper))
    return paper_signatory(session, organization, paper, on, chosen)


def _invites(
    on_record: PlanOnRecord, office: Office, kind: CommitteeKind, committee: str, number: str, day: str, place: str
) -> list[str]:
    ours = office.digits.write
    plan = plan_title(on_record.plan.fiscal_year, on_record.title, office.digits)
    # MOI Regulation 2548 (no. 2, 2559) cl. 26: (1) the support committee drafts, (2) the other considers
    clause, does = ("ข้อ ๒๖ (๑)", "จัดทำร่าง") if kind is CommitteeKind.SUPPORT else ("ข้อ ๒๖ (๒)", "พิจารณาร่าง")
    return [
        f"ด้วย{on_record.organization.name} กำหนดจัดประชุม{committee} ครั้งที่ {number} เพื่อ{does}{plan} "
        f"ตาม{ours(f'{REGULATION} {AMENDED} {clause}')}",
        f"จึงขอเชิญท่านเข้าร่วมประชุมใน{day} ณ {place} รายละเอียดตามระเบียบวาระการประชุมที่ส่งมาด้วย",
        "จึงเรียนมาเพื่อโปรดทราบและเข้าร่วมประชุมตามวัน เวลา และสถานที่ดังกล่าว",
    ]


def _agenda(
    session: Session, on_record: PlanOnRecord, kind: CommitteeKind, meeting: Meeting | None
) -> list[AgendaItem]:
    content = plan_content(session, on_record)
    ours, totals = content.office.digits.write, plan_totals(content)
    plan = plan_title(content.fiscal_year, content.edition_title, content.office.digits)
    figures = ours(
        f"โครงการ {totals.projects.count:,} โครงการ งบประมาณ {baht_with_commas(totals.projects.satang)} บาท "
        f"ครุภัณฑ์ {totals.own_equipment.count + totals.other_equipment.count:,} รายการ "
        f"งบประมาณ {baht_with_commas(totals.own_equipment.satang + totals.other_equipment.satang)} บาท"
    )
    if kind is CommitteeKind.SUPPORT:
        considered = [f"การจัดทำร่าง{plan}", f"ข้อมูลที่รวบรวมได้: {figures}"]
    else:
        mark = draft_mark(content)
        considered = [f"การพิจารณาร่าง{plan}" + (f" ({mark})" if mark else ""), f"ร่างที่เสนอ: {figures}"]
    return [
        AgendaItem(title="เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ"),
        AgendaItem(title="เรื่องรับรองรายงานการประชุมครั้งที่แล้ว", resolves=True),
        AgendaItem(
            title="เรื่องเพื่อทราบ", details=[ours(f"การจัดทำแผนการดำเนินงานตาม{REGULATION} {AMENDED} ข้อ ๒๖ และข้อ ๒๗")]
        ),
        AgendaItem(
            title="เรื่องเพื่อพิจารณา",
            details=considered,
            resolves=True,
            resolution=_resolved(session, on_record, meeting, content.office.digits),
        ),
        AgendaItem(title="เรื่องอื่น ๆ"),
    ]


def _resolved(session: Session, on_record: PlanOnRecord, meeting: Meeting | None, digits: Digits) -> str:
    if meeting is None:
        return ""
    row = session.exec(
        select(Resolution).where(
            Resolution.edition_id == on_record.edition_id, col(Resolution.meeting_id) == meeting.id
        )
    ).first()
    if row is None:
        return ""
    remarks = f" {row.remarks}" if row.remarks else ""
    return f"{_RESOLVED[row.outcome]}{remarks} (เสนอเมื่อวันที่ {digits.write(thai_date(row.submitted_on))})"
