"""Why a message could not be delivered, in words: the stable codes of the channels, said for an administrator."""

import re
from collections.abc import Sequence
from typing import NamedTuple


class _Why(NamedTuple):
    pattern: str
    th: str
    en: str


# The first that matches is said; a code that none knows stands for itself.
_REASONS: Sequence[_Why] = (
    _Why(r"quota", "โควตาข้อความของเดือนนี้หมดแล้ว", "the month's quota of messages is spent"),
    _Why(r"no_address|no_contact", "ไม่มีที่อยู่สำหรับส่ง", "there is no address to send to"),
    _Why(r"smtp_53\d|401|403|auth", "บัญชีหรือรหัสผ่านสำหรับส่งใช้ไม่ได้", "the account or its password is not accepted"),
    _Why(r"429|rate", "ผู้ให้บริการจำกัดจำนวนข้อความ", "the provider limits how many messages it takes"),
    _Why(r"smtp_55[0134]|mailbox", "ปลายทางไม่รับที่อยู่นี้ หรือไม่มีตู้จดหมายนี้", "the mailbox does not exist or was refused"),
    _Why(r"smtp_5", "เครื่องบริการอีเมลปฏิเสธข้อความ", "the mail server refused the message"),
    _Why(r"smtp_4", "เครื่องบริการอีเมลยังไม่รับข้อความ", "the mail server did not take the message for now"),
    _Why(r"timeout|unknown|no_answer", "ส่งแล้วแต่ไม่ได้รับคำตอบ", "it was handed over and no answer came"),
    _Why(r"connection|refused|unreachable|oserror|gaierror", "ติดต่อเครื่องบริการไม่ได้", "the server could not be reached"),
    _Why(r"tls|ssl|certificate", "การเข้ารหัสของเครื่องบริการใช้ไม่ได้", "the server's encryption could not be used"),
)

CHANNEL_NAMES = {
    "mail": ("อีเมล", "mail"),
    "line": ("ไลน์", "LINE"),
    "webhook": ("ระบบส่งข้อความของหน่วยงาน", "the webhook"),
}


def reason_words(code: str) -> tuple[str, str]:
    """Return in Thai and English why a message was given up, with the code that an administrator looks up."""
    for why in _REASONS:
        if re.search(why.pattern, code, re.IGNORECASE):
            return f"{why.th} ({code})", f"{why.en} ({code})"
    return (f"เหตุอื่น ({code})", f"another reason ({code})") if code else ("ไม่ทราบเหตุ", "for an unknown reason")


def channel_name(name: str) -> tuple[str, str]:
    """Return what a channel is called in Thai and English; one that these words do not know goes by its own name."""
    return CHANNEL_NAMES.get(name, (name, name))
