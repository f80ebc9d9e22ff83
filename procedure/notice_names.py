"""What the ledger's codes are called in Thai: kinds and rungs of notices, and what became of them."""

from models.kinds import Means, NoticeKind

KIND_NAMES = {
    NoticeKind.REQUEST: "คำขอและแจ้งเปลี่ยนกำหนด",
    NoticeKind.OPENING: "เปิดรอบรายงาน",
    NoticeKind.REMINDER: "เตือนกำหนดเวลา",
    NoticeKind.RETURNED: "ส่งกลับแก้ไข",
    NoticeKind.ESCALATION: "รายงานผู้บังคับบัญชา",
    NoticeKind.SIGN_IN: "ลิงก์เข้าใช้งาน",
    NoticeKind.CONFIRMATION: "ยืนยันที่อยู่",
    NoticeKind.ALARM: "แจ้งผู้ดูแลระบบ",
}
# Of a message as it stands, of a notice as it ended, and of what was told outside the system.
OUTCOME_NAMES = {
    "planned": "รอส่ง",
    "claimed": "กำลังส่ง",
    "failed": "จะส่งซ้ำ",
    "unknown": "ไม่ทราบผล จะส่งซ้ำ",
    "given_up": "ส่งไม่สำเร็จ",
    "sent": "ส่งแล้ว",
    "not_sent": "ไม่ได้ส่ง",
    "withdrawn": "ถอนแล้ว",
    "told": "แจ้งแล้ว",
}
_RUNGS = {
    "opening": "เริ่ม",
    "due": "วันครบกำหนด",
    "request": "ขอโครงการ",
    "returned": "ส่งกลับแก้ไข",
    "moved": "เลื่อนกำหนด",
    "forecast": "วันหยุด",
}


def rung_name(rung: str) -> str:
    """Return what a rung is called: ``ก่อน 3 วัน``, ``แจ้งทางโทรศัพท์``; its code where it is not known."""
    if rung.startswith("due-"):
        return f"ก่อน {rung[4:]} วัน"
    if rung.startswith("due+"):
        return f"เกิน {rung[4:]} วัน"
    means = told_by(rung)
    return f"แจ้งทาง{means.name_th}" if means else _RUNGS.get(rung, rung)


def told_by(rung: str) -> Means | None:
    """Return the means of a notice that was told outside the system, or None: ``phone 2026-01-16``."""
    means, space, _day = rung.partition(" ")
    return Means(means) if space and means in {one.value for one in Means} else None
