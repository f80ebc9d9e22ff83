"""Every reason in the ledger has words: what it means in Thai and English, and what is to be done."""

import re
from pathlib import Path

import pytest

import notifications
from models.kinds import ObligationState
from notifications.reasons import reason_in_words

# Where a reason is written: Delivery(Result.FAILED, "timeout"), reason = "vacant_post", NoWay("no_account") and so on.
WRITTEN = re.compile(
    r"""(?:Result\.[A-Z]+,\s|reason\s?=\s?|MessageState\.[A-Z]+,\s|NoWay(?:Out)?\(|NotSent\()f?"([a-z_{}]+)\""""
)
FILLED = {"{code}": "550", "{answer.status}": "503", "{failed}": "not_connected", "{lost}": "no_answer"}


def reasons_in_code() -> list[str]:
    """Return the reasons that stand in our own code, their numbers filled in."""
    found: set[str] = set()
    for path in Path(notifications.__file__).parent.rglob("*.py"):
        found |= set(WRITTEN.findall(path.read_text(encoding="utf-8")))
    for placeholder, value in FILLED.items():
        found = {reason.replace(placeholder, value) for reason in found}
    return sorted(found)


@pytest.mark.parametrize("code", reasons_in_code())
def test_a_reason_that_our_code_writes_is_said_in_words(code: str) -> None:
    assert "{" not in code, f"say in FILLED what {code} becomes"
    assert reason_in_words(code).th != code, f"notifications/reasons.py has no words for {code}"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("smtp_550", "โปรดตรวจสอบที่อยู่อีเมล"),
        ("smtp_450", "ระบบจะลองใหม่เอง"),
        ("smtp_554", "ปฏิเสธจดหมาย"),
        ("smtp_auth_535", "TRAIMAS_MAIL_URL"),
        ("smtp_sender_553", "TRAIMAS_SENDER_ADDRESS"),
        ("line_401", "ไม่มีสิทธิส่ง"),
        ("line_429", "ถี่เกิน"),
        ("line_400", "เป็นเพื่อน"),
        ("webhook_404", "ปฏิเสธข้อความ"),
        ("webhook_503", "ขัดข้องชั่วคราว"),
        ("line_no_answer_in_time", "ไม่ตอบ"),
        ("ConnectionRefusedError", "ConnectionRefusedError"),
        ("SMTPServerDisconnected", "ระบบจะลองใหม่เอง"),
        ("timeout", "ไม่ตอบในเวลา"),
        ("no_address", "เพิ่มที่อยู่"),
        ("vacant_post", "บันทึกผู้ดำรงตำแหน่ง"),
        ("on_leave", "ผู้รักษาราชการแทน"),
        ("quota_spent", "โควตา"),
        ("superseded", "ใหม่กว่า"),
        ("post_left", "คนใหม่"),
        ("locked", "ปิดรับ"),
        ("old_year", "ย้อนหลัง"),
        ("rate_limited", "รอโควตา"),
        ("asked_anew", "ขอใหม่"),
        ("already_met", "ดำเนินการแล้ว"),
        ("folded_into_a_later_day", "วันถัดมา"),
        (ObligationState.MISSED.value, "ปิดรับ"),
        (ObligationState.WITHDRAWN.value, "ยกเลิก"),
    ],
)
def test_a_reason_says_what_it_means_and_what_to_do(code: str, said: str) -> None:
    words = reason_in_words(code)
    assert said in words.th
    assert words.en.isascii()


def test_a_reason_that_nobody_knows_is_shown_as_it_is_and_none_says_nothing() -> None:
    assert reason_in_words("something_new").th == reason_in_words("something_new").en == "something_new"
    assert reason_in_words("").th == ""
