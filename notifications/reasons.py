"""Why a message or a notice stands as it does, in words: for each reason code of the ledger what it means, what to do.

The codes are written by the planner, the dispatcher and the channels; one that is not known here is shown as it is.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """A reason code in Thai and English: a sentence each, with what to do where anything is to be done."""

    th: str
    en: str


_REASONS: dict[str, tuple[str, str]] = {
    # Told to nobody, or not any more.
    "no_address": (
        "ผู้ดำรงตำแหน่งไม่มีที่อยู่สำหรับแจ้ง โปรดเพิ่มที่อยู่อีเมลหรือไลน์ หรือแจ้งเป็นบันทึกข้อความ",
        "The holder has no address: add a mail or LINE address, or tell them by memo.",
    ),
    "vacant_post": (
        "ไม่มีผู้ดำรงตำแหน่งในวันนั้น โปรดบันทึกผู้ดำรงตำแหน่งหรือผู้รักษาราชการแทน",
        "Nobody held the post that day: record who holds it or acts in it.",
    ),
    "on_leave": (
        "ผู้ดำรงตำแหน่งลา และไม่มีผู้รักษาราชการแทน โปรดบันทึกผู้รักษาราชการแทน",
        "The holder was on leave and nobody acted: record a substitute.",
    ),
    "post_left": (
        "ผู้รับพ้นจากตำแหน่งนี้แล้ว ผู้ดำรงตำแหน่งคนใหม่ได้รับแจ้งแทน",
        "The recipient left the post; whoever holds it now is told.",
    ),
    "locked": ("ปิดรับรายงานแล้ว จึงไม่เตือนอีก", "The report is taken no more; nobody is reminded of it."),
    "superseded": ("มีข้อความใหม่กว่าในเรื่องเดียวกัน", "A newer notice of the same matter took its place."),
    "already_met": ("ดำเนินการแล้วก่อนถึงเวลาส่ง จึงไม่ต้องแจ้ง", "It was done before the message was sent."),
    "missed": ("ปิดรับแล้วก่อนถึงเวลาส่ง", "The duty had been closed as missed before the message was sent."),
    "withdrawn": ("ยกเลิกแล้ว จึงไม่ต้องแจ้ง", "The duty, or the record of telling, was withdrawn."),
    "old_year": (
        "เป็นเรื่องของปีงบประมาณที่บันทึกย้อนหลัง จึงไม่แจ้ง",
        "It belongs to a year that was typed in when it was over: nobody is told.",
    ),
    "nothing_left_to_tell": ("ทุกเรื่องในข้อความนี้ไม่ต้องแจ้งแล้ว", "Nothing in the message was still to be told."),
    "folded_into_a_later_day": (
        "รวมไปกับข้อความของวันถัดมา จึงไม่ส่งแยก",
        "What it carried went into a later day's message.",
    ),
    "asked_anew": ("ผู้รับขอใหม่ ฉบับนี้จึงไม่ส่ง", "It was asked for anew; the newer one is sent."),
    "sent_again": ("สั่งส่งใหม่แล้วในข้อความฉบับใหม่", "It was ordered to be sent again, in a new message."),
    "expired": ("พ้นเวลาที่ข้อความนี้มีความหมายแล้ว", "The time in which it meant anything was over."),
    # Limits.
    "rate_limited": (
        "รอโควตาการส่งของผู้ให้บริการ ระบบจะส่งต่อเอง",
        "It waits for the provider's sending limit; the system goes on by itself.",
    ),
    "quota_spent": (
        "โควตาข้อความไลน์ของเดือนนี้หมดแล้ว ระบบส่งทางอีเมลแทนหากมีที่อยู่ โปรดซื้อโควตาเพิ่มหรือรอเดือนถัดไป",
        "The month's LINE quota is spent; mail takes over where there is an address. Buy more, or wait for next month.",
    ),
    # How the channel is set up.
    "no_such_channel": (
        "ระบบไม่มีช่องทางนี้หรือยังไม่ได้ตั้งค่า โปรดเลือกช่องทางอื่น",
        "The installation has no such channel, or it is not set up: choose another.",
    ),
    "no_account": (
        "หน่วยงานยังไม่ได้ตั้งค่าบัญชีของช่องทางนี้ โปรดตั้งค่าบัญชี",
        "The office has no account on this channel: set it up.",
    ),
    "account_unusable": (
        "บัญชีของช่องทางนี้ใช้ไม่ได้ โปรดตรวจสอบและตั้งค่าใหม่",
        "The office's account on this channel cannot be used: check it and set it anew.",
    ),
    "webhook_host_refused": (
        "ปลายทาง webhook อยู่ในเครือข่ายภายในซึ่งไม่ได้อนุญาต โปรดเพิ่มใน TRAIMAS_WEBHOOK_HOSTS หากตั้งใจ",
        "The webhook's host is private and not allowed: list it in TRAIMAS_WEBHOOK_HOSTS if it is meant.",
    ),
    # Addresses.
    "address_invalid": ("รูปแบบที่อยู่อีเมลไม่ถูกต้อง โปรดแก้ไขที่อยู่", "The mail address is malformed: correct it."),
    "line_address_invalid": ("รหัสผู้ใช้ไลน์ไม่ถูกต้อง โปรดแก้ไข", "The LINE user id is malformed: correct it."),
    "webhook_address_invalid": ("ที่อยู่ของ webhook ไม่ถูกต้อง โปรดแก้ไข", "The webhook's address is malformed: correct it."),
    "smtputf8_not_offered": (
        "เครื่องส่งอีเมลไม่รับที่อยู่ที่ไม่ใช่อักษรละติน โปรดใช้ที่อยู่อื่น",
        "The mail server takes no such address (not ASCII): use another address.",
    ),
    "message_id_invalid": ("ข้อความมีเลขประจำตัวผิดรูป โปรดแจ้งผู้พัฒนา", "The message's id is malformed: tell the makers."),
    "one_recipient_needed": ("ที่อยู่ผู้รับไม่ใช่ที่อยู่เดียว โปรดแก้ไข", "The address is not one address: correct it."),
    # The way to the server.
    "timeout": ("เครื่องปลายทางไม่ตอบในเวลา ระบบจะลองใหม่เอง", "No answer in time; the system tries again."),
    "connection_refused": (
        "เครื่องส่งไม่รับการเชื่อมต่อ ระบบจะลองใหม่เอง หากเป็นต่อเนื่องโปรดตรวจสอบเครื่องส่งอีเมล",
        "The server refused the connection; the system tries again. If it goes on, check the mail server.",
    ),
    "dropped": ("การเชื่อมต่อขาดระหว่างส่ง ระบบจะลองใหม่เอง", "The connection was dropped; the system tries again."),
    "unreachable": (
        "ติดต่อเครื่องปลายทางไม่ได้ ระบบจะลองใหม่เอง โปรดตรวจสอบเครือข่าย",
        "The server cannot be reached; the system tries again. Check the network.",
    ),
    "host_not_found": (
        "ไม่พบชื่อเครื่องส่ง โปรดตรวจสอบการตั้งค่าและ DNS",
        "The server's name is unknown: check settings and DNS.",
    ),
    "tls_certificate": (
        "ใบรับรองของเครื่องส่งไม่น่าเชื่อถือ โปรดตรวจสอบชื่อเครื่องและใบรับรอง",
        "The server's certificate is not trusted: check its name and certificate.",
    ),
    "tls": ("เข้ารหัสการเชื่อมต่อไม่สำเร็จ โปรดตรวจสอบการตั้งค่า TLS", "TLS failed: check the settings."),
    "garbled": (
        "คำตอบของเครื่องส่งอ่านไม่ออก อาจส่งถึงแล้วหรือไม่ ระบบจะลองใหม่ด้วยเลขเดิม",
        "The answer could not be read: it may have been accepted. The system tries again under the same Message-ID.",
    ),
    "starttls_not_offered": (
        "เครื่องส่งอีเมลไม่รองรับการเข้ารหัสที่ตั้งไว้ โปรดตรวจสอบ TRAIMAS_MAIL_URL",
        "The mail server does not offer the encryption that is set: check TRAIMAS_MAIL_URL.",
    ),
    "smtp_auth_not_offered": (
        "เครื่องส่งอีเมลไม่รับการลงชื่อเข้าใช้ โปรดตรวจสอบ TRAIMAS_MAIL_URL",
        "The mail server takes no login: check TRAIMAS_MAIL_URL.",
    ),
    "smtp_auth_no_way": (
        "ไม่มีวิธีลงชื่อเข้าใช้ที่เครื่องส่งอีเมลรับ โปรดตรวจสอบกับผู้ให้บริการ",
        "The mail server takes no way of logging in that we have: ask the provider.",
    ),
    "no_free_connection": ("การเชื่อมต่อเต็ม ระบบจะลองใหม่เอง", "No connection was free in time; the system tries again."),
    "closed": ("ผู้ส่งปิดทำการก่อนถึงข้อความนี้ ระบบจะลองใหม่เอง", "The sender was ending; the system tries again."),
    "not_tried": ("ยังไม่ได้ลองส่ง ระบบจะลองใหม่เอง", "It was not tried; the system tries again."),
    "crashed": (
        "ผู้ส่งหยุดกลางคัน ระบบจะส่งต่อด้วยเลขเดิม",
        "The sender stopped midway; the system goes on under the same Message-ID.",
    ),
}
_FAMILIES: tuple[tuple[str, tuple[str, str]], ...] = (
    (
        r"smtp_auth_(\d{3})",
        (
            "เครื่องส่งอีเมลไม่รับชื่อผู้ใช้หรือรหัสผ่าน ({0}) โปรดตรวจสอบ TRAIMAS_MAIL_URL",
            "The mail server refused our login ({0}): check TRAIMAS_MAIL_URL.",
        ),
    ),
    (
        r"smtp_sender_(\d{3})",
        (
            "เครื่องส่งอีเมลไม่รับที่อยู่ผู้ส่งของระบบ ({0}) โปรดตรวจสอบ TRAIMAS_SENDER_ADDRESS",
            "The mail server refused our own sender address ({0}): check TRAIMAS_SENDER_ADDRESS.",
        ),
    ),
    (
        r"smtp_(55[013])",
        (
            "ไม่มีกล่องจดหมายนี้หรือไม่รับจดหมาย ({0}) โปรดตรวจสอบที่อยู่อีเมลของผู้ดำรงตำแหน่ง",
            "The mailbox does not exist or takes no mail ({0}): check the holder's address.",
        ),
    ),
    (
        r"smtp_(552)",
        ("กล่องจดหมายเต็ม ({0}) โปรดแจ้งผู้รับ", "The mailbox is full ({0}): tell the recipient."),
    ),
    (
        r"smtp_(5\d\d)",
        (
            "เครื่องส่งอีเมลปฏิเสธจดหมาย ({0}) โปรดตรวจสอบกับผู้ให้บริการ",
            "The mail server refused the mail ({0}): ask the provider.",
        ),
    ),
    (
        r"smtp_(\d{3})",
        (
            "เครื่องส่งอีเมลยังไม่รับในขณะนี้ ({0}) ระบบจะลองใหม่เอง",
            "The mail server did not take it for now ({0}); the system tries again.",
        ),
    ),
    (
        r"(?:line|webhook)_(401|403)",
        (
            "บัญชีของช่องทางไม่มีสิทธิส่ง ({0}) โปรดตั้งค่ารหัสของบัญชีใหม่",
            "The account's key is not accepted ({0}): set the account's key anew.",
        ),
    ),
    (
        r"(?:line|webhook)_(429)",
        (
            "ส่งถี่เกินที่ผู้ให้บริการรับ ({0}) ระบบจะลองใหม่เอง",
            "Too many requests for the provider ({0}); the system tries again.",
        ),
    ),
    (
        r"line_(400|404)",
        (
            "ไลน์ไม่รู้จักผู้รับนี้ หรือผู้รับยังไม่เป็นเพื่อนกับบัญชีของหน่วยงาน ({0}) โปรดตรวจสอบรหัสผู้ใช้",
            "LINE does not know this user, or they are not a friend of the office's account ({0}): check the user id.",
        ),
    ),
    (
        r"(?:line|webhook)_(4\d\d)",
        ("ผู้ให้บริการปฏิเสธข้อความ ({0}) โปรดตรวจสอบการตั้งค่า", "The provider refused the message ({0}): check the settings."),
    ),
    (
        r"(?:line|webhook)_(\d{3})",
        (
            "ผู้ให้บริการขัดข้องชั่วคราว ({0}) ระบบจะลองใหม่เอง",
            "The provider is out of order for now ({0}); the system tries again.",
        ),
    ),
    (
        r"(?:line|webhook)_(no_answer(?:_in_time)?)",
        (
            "ผู้ให้บริการไม่ตอบ อาจส่งถึงแล้วหรือไม่ ระบบจะลองใหม่ด้วยเลขเดิม",
            "No answer: it may have been accepted. The system tries again under the same key.",
        ),
    ),
    (
        r"(?:line|webhook)_(unresolved|not_connected|no_tls|not_handed_over)",
        ("ติดต่อผู้ให้บริการไม่ได้ ({0}) ระบบจะลองใหม่เอง", "The provider cannot be reached ({0}); the system tries again."),
    ),
    # What an exception of Python's is called: a fault of ours or of the network, tried again.
    (
        r"([A-Z][A-Za-z0-9]*(?:Error|Exception|Disconnected))",
        (
            "เกิดข้อผิดพลาดระหว่างเขียนหรือส่ง ({0}) ระบบจะลองใหม่เอง หากเป็นต่อเนื่องโปรดดูบันทึกของระบบ",
            "Writing or sending failed ({0}); the system tries again. If it goes on, see the log.",
        ),
    ),
)


def reason_in_words(code: str) -> Reason:
    """Return what a reason code means; nothing for none, and the code itself where it is not known."""
    if not code:
        return Reason("", "")
    known = _REASONS.get(code)
    if known is not None:
        return Reason(*known)
    for pattern, (thai, english) in _FAMILIES:
        if match := re.fullmatch(pattern, code):
            return Reason(thai.format(match.group(1)), english.format(match.group(1)))
    return Reason(code, code)
