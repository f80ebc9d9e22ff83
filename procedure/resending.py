"""Carrying notices anew: from a message that was given up into the person's next one."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlmodel import Session, col, select

from models.kinds import MessageState, NoticeKind, NoticeState
from models.notices import Message, Notice
from models.settings import OfficeSettings
from procedure.calendar import at, bangkok_date
from procedure.plans import identity


def carry_again(
    session: Session, given_up: Message, notices: Sequence[Notice], office: OfficeSettings, as_of: datetime
) -> dict[str, object]:
    """Move notices from a message that was given up into the person's next digest; return what moved, for the audit.

    The seal of the old message knows by that what it carried. The next digest is one that still waits, or a new one on
    the first Bangkok day that has none; quiet hours are kept by the sender.
    """
    urgency = list(NoticeKind)
    kind = max((notice.kind for notice in notices), key=urgency.index)
    message = _next_digest(session, given_up, kind, office, as_of)
    if urgency.index(kind) > urgency.index(message.kind):
        message.kind = kind
        session.add(message)
    for notice in notices:
        notice.state, notice.reason, notice.message_ref = NoticeState.PLANNED, "", identity(message.id)
        session.add(notice)
    session.flush()
    return {
        "from": identity(given_up.id),
        "to": identity(message.id),
        "notices": [identity(notice.id) for notice in notices],
    }


def _next_digest(
    session: Session, given_up: Message, kind: NoticeKind, office: OfficeSettings, as_of: datetime
) -> Message:
    day = bangkok_date(as_of)
    known: dict[date, list[Message]] = defaultdict(list)
    digests = select(Message).where(Message.person_id == given_up.person_id, Message.digest, col(Message.day) >= day)
    for row in session.exec(digests.order_by(col(Message.id)).with_for_update()):  # no sender claims one meanwhile
        known[row.day].append(row)
    while day in known:
        waiting = [row for row in known[day] if row.state is MessageState.PLANNED]
        if waiting:
            return waiting[0]
        day += timedelta(days=1)
    send_at = max(at(day, office.send_at), as_of)
    message = Message(
        organization_id=given_up.organization_id,
        person_id=given_up.person_id,
        day=day,
        channel=given_up.channel,
        digest=True,
        kind=kind,
        message_id=f"{uuid4()}@traimas",
        send_at=send_at,
        give_up_at=send_at + timedelta(hours=office.retry_hours),
    )
    session.add(message)
    session.flush()
    return message
