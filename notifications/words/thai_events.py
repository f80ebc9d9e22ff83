"""The Thai words of what happened: moved days, requests, returned drafts and reports, and what was not delivered."""

from notifications.words.phrases import Said
from notifications.words.reasons import channel_name, reason_words
from notifications.written import (
    AlarmSection,
    DraftReturnedSection,
    MovedSection,
    Passed,
    ReportReturnedSection,
    RequestSection,
    Unreached,
)
from procedure.calendar import thai_date, thai_digits, thai_weekday
from procedure.other_duties import DUTY_NAMES

OPEN_REPORT, OPEN = "เปิดแบบรายงาน", "เปิดระบบ"


def passed_on(passed: Passed | None, *, acts: bool = False) -> tuple[str, ...]:
    """Say why the reader is told in another post's place; ``acts``: to do it, else to have it done."""
    if passed is None:
        return ()
    why = {
        Unreached.VACANT: f"ตำแหน่ง{passed.post}ว่าง",
        Unreached.ON_LEAVE: f"ผู้ดำรงตำแหน่ง{passed.post}อยู่ระหว่างการลา",
        Unreached.NO_ADDRESS: f"ตำแหน่ง{passed.post}ยังไม่มีที่อยู่สำหรับรับข้อความ",
    }[passed.why]
    return (f"{why} จึงแจ้งท่านเพื่อโปรด{'ดำเนินการแทน' if acts else 'พิจารณามอบหมายผู้ดำเนินการ'}",)


def moved(section: MovedSection) -> Said:
    """Say which due days moved."""
    lines = [
        f"{move.duty.name_th}: กำหนดเดิม{thai_weekday(move.before)}ที่ {thai_date(move.before)} "
        f"เลื่อนเป็น{thai_weekday(move.after)}ที่ {thai_date(move.after)}"
        for move in section.moves
    ]
    lines += passed_on(section.passed)
    heading = f"เลื่อนกำหนด{DUTY_NAMES[section.moves[0].duty.rule]}"
    return Said(heading, tuple(lines), status="เลื่อนกำหนด", explanation=section.explanation.th, button=OPEN)


def request(section: RequestSection) -> Said:
    """Ask for projects."""
    year = thai_digits(section.fiscal_year)
    lines = (
        f"ขอให้{section.post} ส่งรายการโครงการ/กิจกรรมที่จะดำเนินการจริงในปีงบประมาณ พ.ศ. {year} ตามแบบ ผด.๐๒ "
        "(ครุภัณฑ์ตามแบบ ผด.๐๒/๑) ต่อนักวิเคราะห์นโยบายและแผน",
        "โปรดระบุงบประมาณ แหล่งงบประมาณ สถานที่ หน่วยงานรับผิดชอบ และเดือนที่ดำเนินการให้ครบทุกโครงการ",
        *passed_on(section.passed),
    )
    why = "ตามข้อ ๒๖ (๑) แห่งระเบียบกระทรวงมหาดไทยว่าด้วยการจัดทำแผนพัฒนาขององค์กรปกครองส่วนท้องถิ่นฯ"
    heading = f"ขอให้ส่งโครงการเพื่อจัดทำแผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. {year}"
    return Said(heading, lines, explanation=why, button=OPEN)


def draft_returned(section: DraftReturnedSection) -> Said:
    """Say that the committee sent a draft back."""
    lines = [
        f"คณะกรรมการพัฒนาท้องถิ่น ในการประชุมครั้งที่ {thai_digits(section.number)} "
        f"วันที่ {thai_date(section.considered_on)} มีมติส่งร่างครั้งที่ {thai_digits(section.draft_number)} กลับแก้ไข"
    ]
    if section.remarks:
        lines.append(f"ข้อสังเกต: {section.remarks}")
    return Said(
        "คณะกรรมการส่งร่างแผนการดำเนินงานกลับแก้ไข",
        (*lines, *passed_on(section.passed)),
        status="ส่งกลับให้แก้ไข",
        items_title=f"ข้อสังเกตรายโครงการ {thai_digits(len(section.items))} โครงการ" if section.items else "",
        items=tuple(f"{name}: {remark}" for name, remark in section.items),
        button=OPEN,
    )


def report_returned(section: ReportReturnedSection) -> Said:
    """Say that a reviewer sent a report back."""
    lines = (
        f"ผู้ตรวจส่งรายงานฉบับที่ {thai_digits(section.revision)} กลับเพื่อแก้ไข โปรดแก้ไขแล้วส่งใหม่"
        f"ภายในวันที่ {thai_date(section.lock_on)} รายงานนี้ยังถือว่าได้รับแล้วตามวันที่ส่งครั้งแรก",
        f"ข้อสังเกต: {section.remarks}",
        *passed_on(section.passed),
    )
    heading = f"ส่งกลับเพื่อแก้ไข: {section.duty.name_th}"
    return Said(heading, lines, status="ส่งกลับให้แก้ไข", button=OPEN_REPORT)


def alarm(section: AlarmSection) -> Said:
    """Say what could not be delivered, why, and where to look."""
    count = sum(one.count for one in section.given_up)
    lines = [
        f"{channel_name(one.channel)[0]} {thai_digits(one.count)} ข้อความ: {reason_words(one.reason)[0]}"
        for one in section.given_up
    ]
    lines.append("โปรดตรวจสอบที่หน้ารายการส่งข้อความ (/deliveries) แก้ไขเหตุ หรือแจ้งผู้รับด้วยวิธีอื่นแล้วบันทึกไว้")
    heading = f"มีข้อความที่ส่งไม่ถึงผู้รับ {thai_digits(count)} ข้อความ"
    return Said(heading, tuple(lines), status="ส่งไม่สำเร็จ", button="เปิดรายการส่งข้อความ")
