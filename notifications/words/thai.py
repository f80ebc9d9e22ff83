"""The words of messages in Thai, as offices write to each other: firmer the later it is."""

from notifications.words import thai_events as events
from notifications.words.phrases import Said
from notifications.words.reasons import channel_name
from notifications.words.thai_events import OPEN, OPEN_REPORT
from notifications.written import (
    AlarmSection,
    ConfirmationSection,
    DraftReturnedSection,
    DutySection,
    ForecastSection,
    Instead,
    MovedSection,
    Reader,
    ReportReturnedSection,
    RequestSection,
    Section,
    SignInSection,
    Standing,
    WrittenMessage,
)
from procedure.calendar import thai_date, thai_date_short, thai_digits, thai_weekday
from procedure.words import OfficeWords

_NOT_ASKED = "หากท่านมิได้ขอ ไม่ต้องดำเนินการใด ๆ"
_STANDING = {
    Standing.LATE: "เกินกำหนด",
    Standing.TODAY: "ครบกำหนดวันนี้",
    Standing.RETURNED: "ส่งกลับให้แก้ไข",
    Standing.NEAR: "ใกล้ครบกำหนด",
    Standing.MOVED: "เลื่อนกำหนด",
    Standing.OPENING: "เปิดรอบแล้ว",
    Standing.PLAIN: "เรื่องอื่น",
}
# From this day on nobody is asked to hurry any more, but to do it at once.
FIRM_FROM_DAYS = 7


class Thai:
    """Thai phrases, with what an office calls its own people."""

    lang = "th"

    def __init__(self, office: OfficeWords) -> None:
        self.office = office

    def say(self, section: Section) -> Said:
        """Return a section in Thai. Raises ``TypeError`` for a kind of section that has no words."""
        office = self.office
        match section:
            case DutySection(reader=Reader.OWING):
                return _owing(section, office)
            case DutySection(reader=Reader.HEAD):
                return _head(section, office)
            case DutySection():
                return _above(section, office)
            case MovedSection():
                return events.moved(section)
            case RequestSection():
                return events.request(section)
            case DraftReturnedSection():
                return events.draft_returned(section)
            case ReportReturnedSection():
                return events.report_returned(section)
            case ForecastSection():
                heading = f"วันหยุดราชการ พ.ศ. {thai_digits(section.year)} ยังไม่ยืนยัน"
                return Said(heading, (section.words.th, *events.passed_on(section.passed)), button=OPEN)
            case SignInSection():
                lines = ("ท่านขอลิงก์สำหรับเข้าใช้งานระบบ โปรดใช้ลิงก์ในข้อความนี้", _NOT_ASKED)
                return Said("ลิงก์เข้าใช้งานใหม่", lines, button="เข้าใช้งานระบบ")
            case ConfirmationSection():
                # The code in Arabic digits, so that it can be copied into the form.
                asked = "โปรดกรอกรหัสนี้ในหน้าช่องทางรับข้อความของท่าน เพื่อยืนยันว่าที่อยู่นี้เป็นของท่าน"
                return Said("ยืนยันที่อยู่สำหรับรับข้อความ", (f"รหัสยืนยัน {section.code}", asked, _NOT_ASKED))
            case AlarmSection():
                return events.alarm(section)
        raise TypeError(f"no Thai words for {type(section).__name__}")

    def subject(self, first: Said, others: int, others_late: int) -> str:
        """Return the subject: ``… และอีก ๒ เรื่อง (เกินกำหนด ๑ เรื่อง)``."""
        if not others:
            return first.heading
        late = f" (เกินกำหนด {thai_digits(others_late)} เรื่อง)" if others_late else ""
        return f"{first.heading} และอีก {thai_digits(others)} เรื่อง{late}"

    def salutation(self, written: WrittenMessage) -> str:
        """Return the salutation: a clerk's and an executive's letter addresses the post, any other the person."""
        readers = {section.reader for section in written.sections}
        if len(readers) == 1 and (lead := self.lead(written.sections[0])):
            return lead
        return f"เรียน {written.person}"

    def lead(self, section: Section) -> str:
        """Return ``เรียน ปลัดเทศบาล เพื่อโปรดทราบและพิจารณาสั่งการ`` before what has gone up to the reader."""
        if section.reader is Reader.CLERK:
            return f"เรียน {self.office.clerk} เพื่อโปรดทราบและพิจารณาสั่งการ"
        if section.reader is Reader.EXECUTIVE:
            return f"เรียน {self.office.executive} เพื่อโปรดทราบและพิจารณาสั่งการ"
        return ""

    def summary(self, written: WrittenMessage) -> str:
        """Return ``เรื่องที่แจ้งท่านวันนี้มี ๒ เรื่อง ได้แก่ เกินกำหนด ๑ เรื่อง ครบกำหนดวันนี้ ๑ เรื่อง``."""
        if len(written.sections) == 1:
            return ""
        found = [section.standing for section in written.sections]
        parts = [f"{name} {thai_digits(found.count(one))} เรื่อง" for one, name in _STANDING.items() if one in found]
        return f"เรื่องที่แจ้งท่านวันนี้มี {thai_digits(len(found))} เรื่อง ได้แก่ {' '.join(parts)}"

    def why_deadline(self, explanation: str) -> str:
        """Return the explanation of a due day, introduced."""
        return f"เหตุผลของกำหนดเวลา: {explanation}"

    def number(self, number: int) -> str:
        """Return a number in Thai digits."""
        return thai_digits(number)

    def more_items(self, count: int) -> str:
        """Return ``และอีก ๑๓๕ โครงการ``."""
        return f"และอีก {thai_digits(count)} โครงการ"

    def more_sections(self, count: int) -> str:
        """Return ``และอีก ๓ เรื่อง``."""
        return f"และอีก {thai_digits(count)} เรื่อง"

    def instead(self, instead: Instead, channel: str) -> str:
        """Return why a message comes by this channel."""
        this, other = channel_name(channel)[0], channel_name(instead.channel)[0]
        if instead.quota_spent:
            return f"ส่งทาง{this}เพราะโควตาข้อความ{other}ของเดือนนี้หมดแล้ว"
        return f"ส่งทาง{this}เพราะส่งข้อความทาง{other}ถึงท่านไม่สำเร็จ"

    def without_link(self, written: WrittenMessage) -> str:
        """Return where to go without a link: to the memo or workbook that is attached, or to the analyst."""
        if written.carries_memo:
            return "โปรดดำเนินการตามเอกสารที่แนบ แล้วส่งคืนนักวิเคราะห์นโยบายและแผน"
        return "โปรดติดต่อนักวิเคราะห์นโยบายและแผนของหน่วยงานเพื่อดำเนินการ"

    def link_note(self) -> str:
        """Return whose a link is and how often it may be used."""
        return "ลิงก์นี้เป็นของท่านเท่านั้นและใช้ได้ครั้งเดียว หากหมดอายุให้กดขอลิงก์ใหม่ในหน้าเดียวกัน"

    def footer(self, written: WrittenMessage) -> str:
        """Return who sends the letter."""
        return f"{written.organization} · ส่งโดยระบบไตรมาส (Traimas)"

    def closing(self, written: WrittenMessage) -> str:
        """Return the head of the audit chain, to be kept."""
        head = written.chain_head
        if head is None:
            return ""
        return (
            f"ค่าหัวบันทึกการตรวจสอบ ณ วันที่ {thai_date(head.on)} รายการที่ {head.seq}: {head.hash} "
            "(โปรดเก็บไว้ ใช้ตรวจสอบด้วย traimas audit verify --head)"
        )


def _owing(section: DutySection, office: OfficeWords) -> Said:
    """Say a duty to the post that owes it."""
    what, verb, days = section.duty.name_th, section.duty.verb_th, thai_digits(abs(section.days))
    due = _short_day(section)
    status = f"เหลือ {days} วัน"
    if section.standing is Standing.LATE:
        heading, status = f"เกินกำหนดแล้ว {days} วัน: {what}", f"เกินกำหนดแล้ว {days} วัน"
        lines = [*_late_words(section, office), f"ครบกำหนดเมื่อ{due}"]
    elif section.standing is Standing.TODAY:
        heading, status = f"ครบกำหนดวันนี้: {what}", "ครบกำหนดวันนี้"
        lines = [f"ครบกำหนดวันนี้ {due} ภายในเวลา ๒๓.๕๙ น. โปรด{verb}ภายในวันนี้"]
    elif section.standing is Standing.OPENING:
        heading = f"ขอให้{what}"
        opened = "เปิดรอบรายงานแล้ว " if section.duty.quarter is not None else ""
        lines = [f"{opened}ครบกำหนด{due} เหลือเวลา {days} วัน"]
    else:
        heading = f"ใกล้ครบกำหนด{what}"
        left = "ครบกำหนดวันพรุ่งนี้" if section.days == 1 else f"เหลือเวลา {days} วัน ครบกำหนด"
        lines = [f"{left}{' ' if section.days == 1 else ''}{due} โปรด{verb}ภายในกำหนด"]
    lines = [
        *([f"ในตำแหน่ง{_posts(section)}"] if section.named else []),
        *lines,
        *events.passed_on(section.passed, acts=True),
    ]
    return Said(
        heading,
        tuple(lines),
        status=status,
        title="" if section.standing in (Standing.OPENING, Standing.NEAR) else what,
        items_title=f"โครงการที่ต้องรายงาน {thai_digits(len(section.items))} โครงการ" if section.items else "",
        items=tuple(
            item.name
            if item.carried_from is None
            else f"{item.name} (กันเงินจากปีงบประมาณ พ.ศ. {thai_digits(item.carried_from)})"
            for item in section.items
        ),
        explanation=section.explanation.th,
        button=OPEN_REPORT if section.target.startswith("/report") else OPEN,
    )


def _late_words(section: DutySection, office: OfficeWords) -> list[str]:
    """Say firmly that a duty is late, and truly who above was told of it."""
    late, verb = f"เกินกำหนดแล้ว {thai_digits(-section.days)} วัน", section.duty.verb_th
    if asked := _asked_to_decide(section, office):
        return [f"{late} ได้เรียน{asked}เพื่อพิจารณาสั่งการแล้ว โปรด{verb}ทันที"]
    words = [f"{late} โปรด{verb}{'ทันที' if -section.days >= FIRM_FROM_DAYS else 'โดยเร็ว'}"]
    heads = [post for level, post in section.told_up if level is Reader.HEAD]
    return words + ([f"ทั้งนี้ ได้แจ้ง{'และ'.join(heads)}ทราบด้วยแล้ว"] if heads else [])


def _asked_to_decide(section: DutySection, office: OfficeWords) -> str:
    levels = {level for level, _post in section.told_up}
    names = {Reader.CLERK: office.clerk, Reader.EXECUTIVE: office.executive}
    return "และ".join(name for level, name in names.items() if level in levels)


def _head(section: DutySection, office: OfficeWords) -> Said:
    """Say a duty to the head of the division that owes it."""
    what, verb, days, due = section.duty.name_th, section.duty.verb_th, abs(section.days), _short_day(section)
    if section.standing is Standing.LATE:
        late = f"เกินกำหนดแล้ว {thai_digits(days)} วัน"
        title, status = f"หน่วยงานในกำกับของท่านยังไม่ได้{what}", late
        heading = f"{title} {late}"
        urge = f"โปรดกำกับติดตามให้{verb}โดยเร็ว"
        if asked := _asked_to_decide(section, office):
            urge = f"ได้เรียน{asked}เพื่อพิจารณาสั่งการแล้ว โปรดสั่งการให้{verb}ทันที"
        elif days >= FIRM_FROM_DAYS:
            urge = f"โปรดสั่งการให้{verb}ทันที"
        lines = [f"{_posts(section)} {late} (ครบกำหนด{due}) {urge}"]
    elif section.standing is Standing.TODAY:
        heading = title = f"หน่วยงานในกำกับของท่านครบกำหนดวันนี้: {what}"
        status = "ครบกำหนดวันนี้"
        lines = [f"{_posts(section)} ครบกำหนดวันนี้ {due} โปรดกำกับให้{verb}ภายในวันนี้"]
    else:
        opening = section.standing is Standing.OPENING
        heading = title = f"หน่วยงานในกำกับของท่าน{'ต้อง' if opening else 'ใกล้ครบกำหนด'}{what}"
        status = f"เหลือ {thai_digits(days)} วัน"
        lines = [f"{_posts(section)} ครบกำหนด{due} เหลือเวลา {thai_digits(days)} วัน โปรดกำกับให้{verb}ภายในกำหนด"]
    lines += events.passed_on(section.passed)
    button = OPEN_REPORT if section.target.startswith("/report") else OPEN
    return Said(heading, tuple(lines), status, title, explanation=section.explanation.th, button=button)


def _above(section: DutySection, office: OfficeWords) -> Said:
    """Say a duty to the clerk or the executive, who is asked to decide."""
    what, verb, days = section.duty.name_th, section.duty.verb_th, thai_digits(abs(section.days))
    who = section.division or _posts(section)
    if section.standing is Standing.LATE:
        late = f"เกินกำหนดแล้ว {days} วัน"
        title, status = f"{who}ยังไม่ได้{what}", late
        heading = f"{title} {late}"
        lines = [f"{_posts(section)} ยังไม่ได้{verb} ครบกำหนด{_short_day(section)} {late}"]
    else:
        heading = title = f"{who}ต้อง{what}"
        status = f"เหลือ {days} วัน"
        lines = [f"{_posts(section)} ครบกำหนด{_short_day(section)}"]
        if section.standing is Standing.TODAY:
            status = "ครบกำหนดวันนี้"
    lines += events.passed_on(section.passed)
    if asked := _asked_to_decide(section, office):
        lines.append(f"ทั้งนี้ ได้เรียน{asked}ด้วยแล้ว")
    return Said(heading, tuple(lines), status, title, explanation=section.explanation.th, button=OPEN)


def _posts(section: DutySection) -> str:
    return " และ".join(section.posts)


def _short_day(section: DutySection) -> str:
    return f"{thai_weekday(section.due_on)}ที่ {thai_date_short(section.due_on)}"
