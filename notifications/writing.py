"""Putting a claimed message into words with its links, and the words into what its channel takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from models.contacts import Contact
from models.kinds import NoticeKind
from models.notices import Message, Notice
from models.settings import OfficeSettings, Settings
from notifications.channels.contract import Attachment, Outgoing
from notifications.channels.register import CHANNELS
from notifications.digest import (
    WrittenMessage,
    link_targets,
    plain_text,
    render,
    write_alarm,
    write_confirmation,
    write_digest,
    write_sign_in,
)
from notifications.giving_up import to_alarm_of
from notifications.links import SIGN_IN_PATH, add_link
from notifications.messages import ASKED_FOR
from procedure.calendar import WorkingDays
from procedure.contacts import confirmation_codes

# What is asked for now carries a link that is short-lived.
SIGN_IN_VALID_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class ReadyMessage:
    """A message in words, the address it goes to and its links by target; neither of these is ever printed."""

    to: str = field(repr=False)
    written: WrittenMessage = field(repr=False)
    links: Mapping[str, str] = field(repr=False)

    def outgoing(self, message_id: str, sent_on: datetime, sender_name: str, memo: Attachment | None) -> Outgoing:
        """Return what the channel takes: a letter with its files, or on a plain channel a short text."""
        channel = CHANNELS.get(self.written.channel)
        if channel is not None and channel.plain:
            text, html = plain_text(self.written, self.links), ""
            attachments: tuple[Attachment, ...] = ()
        else:
            written = replace(self.written, attachments=(*self.written.attachments, *((memo,) if memo else ())))
            text, html = render(written, self.links)
            attachments = written.attachments
        return Outgoing(
            to=self.to,
            subject=self.written.subject,
            text=text,
            html=html,
            message_id=message_id,
            sent_on=sent_on,
            sender_name=sender_name,
            attachments=attachments,
        )


def write(
    session: Session,
    message: Message,
    notices: Sequence[Notice],
    contact: Contact,
    as_of: datetime,
    office: OfficeSettings,
    settings: Settings,
    working_days: WorkingDays,
) -> ReadyMessage | None:
    """Write a message as of an instant and mint its links; None if there is nothing to say any more.

    Without a public address there are no links. Raises what reading the rows raises.
    """
    written = _in_words(session, message, notices, contact, as_of, settings, working_days)
    if written is None:
        return None
    links: dict[str, str] = {}
    if settings.public_url:
        base = settings.public_url.rstrip("/") + SIGN_IN_PATH
        valid_for = SIGN_IN_VALID_FOR if message.kind in ASKED_FOR else timedelta(days=office.link_days)
        for target in link_targets(written):
            token = add_link(
                session, message.organization_id, message.person_id, target, as_of, valid_for, message_ref=message.id
            )
            links[target] = base + token
    return ReadyMessage(contact.address, written, links)


def _in_words(
    session: Session,
    message: Message,
    notices: Sequence[Notice],
    contact: Contact,
    as_of: datetime,
    settings: Settings,
    working_days: WorkingDays,
) -> WrittenMessage | None:
    if message.digest:
        return write_digest(session, message, notices, as_of, working_days, settings.public_url)
    if message.kind is NoticeKind.CONFIRMATION:
        return write_confirmation(session, message, confirmation_codes(contact)[0])
    if message.kind is NoticeKind.ALARM:
        given_up = to_alarm_of(session, message)
        return write_alarm(session, message, given_up) if given_up else None
    return write_sign_in(session, message)
