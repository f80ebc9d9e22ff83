"""What a seal is taken over: the rows of the ledger as records in one order, and their digest.

What is listed here is what the seals of all offices hold: a column that comes later is not added, or old seals break.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from types import MappingProxyType

from sqlmodel import Session, col, select

from models.kinds import NoticeState
from models.notices import Message, MessageAttempt, Notice
from procedure.audit import canonical_json
from procedure.plans import identity


def notices_numbered(session: Session, organization_id: int, numbers: Iterable[int]) -> list[Notice]:
    """Return an organization's notices of these numbers, in order."""
    wanted = set(numbers)
    if not wanted:
        return []
    # By range, for there may be more of them than a statement takes.
    rows = session.exec(
        select(Notice)
        .where(
            Notice.organization_id == organization_id,
            col(Notice.id) >= min(wanted),
            col(Notice.id) <= max(wanted),
        )
        .order_by(col(Notice.id))
    )
    return [row for row in rows if row.id in wanted]


def ended_records(
    session: Session,
    messages: Sequence[Message],
    untold: Sequence[Notice],
    attempts_until: int,
    moved: Mapping[int, int] = MappingProxyType({}),
) -> Iterable[dict[str, object]]:
    """Yield what is sealed; ``moved`` are notices that have been sent again since, and the message they came from."""
    carried: dict[int, list[dict[str, object]]] = defaultdict(list)
    tried: dict[int, list[MessageAttempt]] = defaultdict(list)
    if messages:
        first, last, office = messages[0].id, messages[-1].id, messages[0].organization_id
        notices = select(Notice).where(Notice.organization_id == office, col(Notice.message_ref).between(first, last))
        here = [row for row in session.exec(notices) if row.id not in moved]
        away = notices_numbered(session, office, moved)
        reasons = {identity(row.id): row.reason for row in messages}
        for notice in sorted([*here, *away], key=lambda row: identity(row.id)):
            record = notice_record(notice)
            number = identity(notice.message_ref)
            if identity(notice.id) in moved:
                number = moved[identity(notice.id)]
                unsent = {"message_ref": number, "state": NoticeState.NOT_SENT.value, "reason": reasons.get(number)}
                record |= unsent
            carried[number].append(record)
        attempts = select(MessageAttempt).where(
            MessageAttempt.organization_id == office,
            col(MessageAttempt.message_ref).between(first, last),
            col(MessageAttempt.id) <= attempts_until,  # a slow sender may record one after the message has ended
        )
        for attempt in session.exec(attempts.order_by(col(MessageAttempt.id))):
            tried[attempt.message_ref].append(attempt)
    for message in messages:
        number = identity(message.id)
        yield {
            "message": _row(message, _OF_MESSAGE),
            "notices": carried[number],
            "attempts": [_row(row, _OF_ATTEMPT) for row in tried[number]],
        }
    for notice in untold:
        yield notice_record(notice)


_OF_MESSAGE = [
    "id",
    "person_id",
    "day",
    "channel",
    "digest",
    "kind",
    "message_id",
    "send_at",
    "state",
    "attempts",
    "sent_at",
    "ended_at",
    "contact_id",
    "stands_in_for_id",
    "subject",
    "template_version",
    "reason",
]
_OF_ATTEMPT = ["number", "channel", "began_at", "ended_at", "state", "reason"]
_OF_NOTICE = [
    "id",
    "obligation_id",
    "event_id",
    "officer_id",
    "person_id",
    "rung",
    "due_version",
    "kind",
    "message_ref",
    "state",
    "reason",
    "passed_from_id",
    "means",
    "told_on",
    "told_by_id",
    "document",
]


def notice_record(notice: Notice) -> dict[str, object]:
    """Return what is sealed of one notice."""
    return _row(notice, _OF_NOTICE)


def _row(row: Message | MessageAttempt | Notice, names: Sequence[str]) -> dict[str, object]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def digest_of(records: Iterable[dict[str, object]]) -> str:
    """Return the SHA-256 over the canonical JSON of each record, a line each."""
    summed = hashlib.sha256()
    for record in records:
        summed.update(canonical_json(record).encode() + b"\n")
    return summed.hexdigest()
