"""Seeing that every address which waits for its code is sent one, whichever door it was given at."""

from datetime import datetime

from sqlalchemy import exists
from sqlmodel import Session, col, select

from models.contacts import Contact
from models.kinds import ContactSource, NoticeKind
from models.notices import Message
from notifications.asking import request_confirmation
from procedure.contacts import CODE_VALID_FOR


def ask_confirmations(session: Session, as_of: datetime, organization_id: int | None = None) -> int:
    """Write the message with the code for each waiting address that has none yet; return how many.

    Of one organization or of all. Called by each dispatch, and by the portal so that nobody waits for it; a second
    call writes nothing. An address whose code would have expired is left alone.
    """
    asked = exists().where(col(Message.contact_id) == col(Contact.id), col(Message.kind) == NoticeKind.CONFIRMATION)
    waiting = (
        select(Contact)
        .where(
            Contact.source == ContactSource.PERSON,
            col(Contact.confirmed_at).is_(None),
            col(Contact.ended_at).is_(None),
            col(Contact.asked_at) >= as_of - CODE_VALID_FOR,
            ~asked,
        )
        .order_by(col(Contact.id))
    )
    if organization_id is not None:
        waiting = waiting.where(Contact.organization_id == organization_id)
    contacts = session.exec(waiting).all()
    for contact in contacts:
        request_confirmation(session, contact, as_of)
    return len(contacts)
