"""Putting a claimed message into words, and the words into what a channel takes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from models.contacts import Contact
from models.kinds import NoticeKind
from models.notices import Message, Notice
from models.organizations import Organization, Person
from models.settings import OfficeSettings, Settings
from notifications.channels.contract import Attachment, Outgoing
from notifications.digest import Section, WrittenMessage, render, write_digest, write_sign_in
from notifications.giving_up import to_alarm_of
from notifications.links import SIGN_IN_PATH, add_link
from notifications.messages import ASKED_FOR_NOW
from procedure.calendar import thai_digits
from procedure.holiday_days import office_working_days

# What is asked for now carries a link that is short-lived.
SIGN_IN_VALID_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class ReadyMessage:
    """A message in words, with the address it goes to and its links minted; neither is ever printed."""

    to: str = field(repr=False)
    written: WrittenMessage
    links: dict[str, str] = field(repr=False)
    template_version: str = ""

    @property
    def subject(self) -> str:
        return self.written.subject


def write(
    session: Session, message: Message, notices: Sequence[Notice], contact: Contact, as_of: datetime
) -> ReadyMessage | None:
    """Write a message as of an instant and mint its links; None if there is nothing left to say."""
    if message.digest:
        written = write_digest(session, message, notices, as_of, office_working_days(session))
    elif message.kind is NoticeKind.ALARM:
        given_up = to_alarm_of(session, message)
        if not given_up:
            return None
        written = _write_alarm(session, message, given_up)
    else:
        written = write_sign_in(session, message)
    return ReadyMessage(contact.address, written, {})


def mint_links(
    session: Session, message: Message, ready: ReadyMessage, office: OfficeSettings, as_of: datetime, chosen: Settings
) -> ReadyMessage:
    """Mint a single-use link for each page; without a public address there is none."""
    if not chosen.public_url:
        return ready
    valid_for = SIGN_IN_VALID_FOR if message.kind in ASKED_FOR_NOW else timedelta(days=office.link_days)
    base = chosen.public_url.rstrip("/") + SIGN_IN_PATH
    for target in {ready.written.target}:
        token = add_link(
            session, message.organization_id, message.person_id, target, as_of, valid_for, message_ref=message.id
        )
        ready.links[target] = base + token
    return ready


def outgoing(
    ready: ReadyMessage, message_id: str, as_of: datetime, sender_name: str, memo: Attachment | None
) -> Outgoing:
    """Return what a channel takes."""
    text, html = render(ready.written, ready.links.get(ready.written.target))
    return Outgoing(
        to=ready.to,
        subject=ready.written.subject,
        text=text,
        html=html,
        message_id=message_id,
        sent_on=as_of,
        sender_name=sender_name,
        attachments=(memo,) if memo else (),
    )


def _write_alarm(session: Session, message: Message, given_up: dict[tuple[str, str], int]) -> WrittenMessage:
    lines = tuple(
        f"{channel}: ส่งไม่สำเร็จ {thai_digits(count)} ฉบับ ({reason})"
        for (channel, reason), count in sorted(given_up.items())
    )
    heading = f"ส่งข้อความไม่สำเร็จ {thai_digits(sum(given_up.values()))} ฉบับ"
    section = Section(NoticeKind.ALARM, heading, ("โปรดตรวจสอบช่องทางการส่งและที่อยู่ในทะเบียน",), lines)
    return WrittenMessage(
        person_email="",
        subject=heading,
        target=message.target,
        sections=(section,),
        organization_name=session.get_one(Organization, message.organization_id).name,
        person_name=session.get_one(Person, message.person_id).name,
        kind=NoticeKind.ALARM,
    )
