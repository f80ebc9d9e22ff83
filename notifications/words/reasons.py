"""Why a message could not be delivered, in words: the stable codes of the channels, said for an administrator."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from notifications.channels.register import CHANNELS


class _Why(NamedTuple):
    pattern: str
    th: str
    en: str


# The first that matches is said; a code that none knows stands for itself.
_REASONS: Sequence[_Why] = (
    _Why(r"quota", "โควตาข้อความของเดือนนี้หมดแล้ว", "the month's quota of messages is spent"),
    _Why(r"no_address|no_contact", "ไม่มีที่อยู่สำหรับส่ง", "there is no address to send to"),
    _Why(r"no_such_channel|no_account", "ช่องทางนี้ยังไม่ได้ตั้งค่า", "the channel is not set up"),
    _Why(r"account_unusable", "ค่าที่ตั้งไว้ของช่องทางนี้ใช้ไม่ได้", "the settings of the channel cannot be used"),
    _Why(r"_invalid|smtputf8", "ที่อยู่ไม่ถูกรูปแบบหรือใช้ส่งไม่ได้", "the address is malformed or cannot be used"),
    _Why(r"host_refused", "ไม่อนุญาตให้ส่งไปยังเครื่องปลายทางนี้", "sending to that host is not allowed"),
    _Why(r"auth|_401|_403|smtp_53\d", "บัญชีหรือรหัสผ่านสำหรับส่งใช้ไม่ได้", "the account or its password is not accepted"),
    _Why(r"_429|rate", "ผู้ให้บริการจำกัดจำนวนข้อความ", "the provider limits how many messages it takes"),
    _Why(r"smtp_sender", "เครื่องบริการอีเมลไม่รับที่อยู่ผู้ส่งของหน่วยงาน", "the mail server refused the office's sender address"),
    _Why(r"smtp_(rcpt_)?55[0134]", "ไม่มีตู้จดหมายนี้ หรือปลายทางไม่รับ", "the mailbox does not exist or was refused"),
    _Why(r"smtp_.*5\d\d", "เครื่องบริการอีเมลปฏิเสธข้อความ", "the mail server refused the message"),
    _Why(r"smtp_.*4\d\d", "เครื่องบริการอีเมลยังไม่รับข้อความ", "the mail server did not take the message for now"),
    _Why(r"_4\d\d", "ผู้ให้บริการปฏิเสธข้อความ", "the provider refused the message"),
    _Why(r"_5\d\d", "ระบบของผู้ให้บริการขัดข้อง", "the provider's system is out of order"),
    _Why(r"tls|ssl|certificate", "การเข้ารหัสของเครื่องบริการใช้ไม่ได้", "the server's encryption could not be used"),
    _Why(r"timeout|unknown|no_answer|lost|garbled", "ส่งแล้วแต่ไม่ได้รับคำตอบ", "it was handed over and no answer came"),
    _Why(
        r"connect|refused|unreachable|oserror|gaierror|dropped", "ติดต่อเครื่องบริการไม่ได้", "the server could not be reached"
    ),
)


def reason_words(code: str) -> tuple[str, str]:
    """Return in Thai and English why a message was given up, with the code that an administrator looks up."""
    for why in _REASONS:
        if re.search(why.pattern, code, re.IGNORECASE):
            return f"{why.th} ({code})", f"{why.en} ({code})"
    return (f"เหตุอื่น ({code})", f"another reason ({code})") if code else ("ไม่ทราบเหตุ", "for an unknown reason")


def channel_name(name: str) -> tuple[str, str]:
    """Return what a channel is called in Thai and English; one that was deleted since goes by its own name."""
    channel = CHANNELS.get(name)
    return (channel.title_th, channel.title_en) if channel else (name, name)
