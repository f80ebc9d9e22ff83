"""Sealing the ledger of notices into the audit: digests of what was told, and how, and what was not; and checking them.

A seal is an audit entry that holds the digest of rows which do not change any more: messages that have ended, with
their notices and attempts, and notices that no message ever carried (``seal_notices``, once a day); and what was told
outside the system, with the very act that recorded it. What is withdrawn later by an act stays true to its seal.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.evidence import AuditEntry
from models.kinds import NoticeState
from models.notices import Message, MessageAttempt, Notice
from procedure.audit import canonical_json
from procedure.plans import identity

SEAL, TOLD, UNTOLD = "seal_notices", "record_told", "withdraw_told"
WITHDRAWN = "withdrawn"  # the reason of a told notice that was recorded by mistake

Ranges = list[list[int]]  # first and last number of each unbroken run


@dataclass(frozen=True)
class Seal:
    """One audit entry that seals rows of the ledger, and whether they still say what it sealed."""

    seq: int
    act: str
    as_of: str  # the instant of the act, ISO 8601
    whole: bool
    notices: frozenset[int] = field(repr=False)  # notices that no message carried: told outside, or told to nobody


def seal_of_told(rows: Sequence[Notice]) -> dict[str, object]:
    """Return what the act that records them keeps of notices told outside the system."""
    return {"told": {"notices": [identity(row.id) for row in rows], "digest": _digest(map(_notice_record, rows))}}


def seal_of_ended(session: Session, organization_id: int) -> tuple[dict[str, object], list[Message]]:
    """Return what is to be sealed of an organization, and the messages in it; empty facts where there is nothing.

    Sealed are the messages that have ended and the notices told to nobody that no seal holds yet.
    """
    messages = list(
        session.exec(
            select(Message)
            .where(
                Message.organization_id == organization_id,
                col(Message.ended_at).is_not(None),
                col(Message.sealed_seq).is_(None),
            )
            .order_by(col(Message.id))
        )
    )
    untold = _untold(session, organization_id, after=_last_untold(session, organization_id))
    if not messages and not untold:
        return {}, []
    newest = session.exec(
        select(col(MessageAttempt.id))
        .where(MessageAttempt.organization_id == organization_id)
        .order_by(col(MessageAttempt.id).desc())
    ).first()
    attempts = newest or 0
    return {
        "messages": {
            "first": messages[0].id if messages else None,
            "last": messages[-1].id if messages else None,
            "count": len(messages),
        },
        "untold": _ranges(identity(row.id) for row in untold),
        "attempts_until": attempts,
        "digest": _digest(_sealed_records(session, messages, untold, attempts)),
    }, messages


def read_seals(session: Session, organization_id: int) -> list[Seal]:
    """Return every seal of an organization, oldest first, each checked against the ledger as it stands."""
    entries = session.exec(
        select(AuditEntry)
        .where(AuditEntry.organization_id == organization_id, col(AuditEntry.act).in_((SEAL, TOLD, UNTOLD)))
        .order_by(col(AuditEntry.seq))
    )
    bodies = [(entry.seq, entry.act, json.loads(entry.body)) for entry in entries]
    withdrawn = {number for _seq, act, body in bodies if act == UNTOLD for number in body["facts"]["notices"]}
    seals: list[Seal] = []
    for seq, act, body in bodies:
        facts = body["facts"]
        if act == TOLD:
            numbers = frozenset(facts["told"]["notices"])
            whole = _told_is_whole(session, organization_id, numbers, facts["told"]["digest"], withdrawn)
        elif act == SEAL:
            numbers = frozenset(n for first, last in facts["untold"] for n in range(first, last + 1))
            whole = _ended_is_whole(session, organization_id, seq, numbers, facts)
        else:
            continue
        seals.append(Seal(seq, act, str(body["as_of"]), whole, numbers))
    return seals


def broken_seal(session: Session, organization_id: int) -> int | None:
    """Return the audit number of the first seal that the ledger no longer agrees with, or None if all agree."""
    return next((seal.seq for seal in read_seals(session, organization_id) if not seal.whole), None)


def organizations_to_seal(session: Session) -> list[int]:
    """Return the organizations that have anything to seal: messages that ended, or notices told to nobody."""
    ended = select(col(Message.organization_id)).where(
        col(Message.ended_at).is_not(None), col(Message.sealed_seq).is_(None)
    )
    found = set(session.exec(ended.distinct()))
    newest: dict[int, int] = {}
    untold = select(col(Notice.organization_id), col(Notice.id)).where(*_is_untold()).order_by(col(Notice.id))
    for organization_id, number in session.exec(untold):
        newest[organization_id] = identity(number)
    found |= {one for one, number in newest.items() if number > _last_untold(session, one)}
    return sorted(found)


def _told_is_whole(
    session: Session, organization_id: int, numbers: frozenset[int], kept: str, withdrawn: set[int]
) -> bool:
    rows = _notices(session, organization_id, numbers)
    records = []
    for row in rows:
        record = _notice_record(row)
        if row.id in withdrawn:
            if (row.state, row.reason) != (NoticeState.NOT_SENT, WITHDRAWN):
                return False  # an act withdrew it, and the ledger says otherwise
            record |= {"state": NoticeState.SENT.value, "reason": ""}
        records.append(record)
    return _digest(records) == kept


def _ended_is_whole(
    session: Session, organization_id: int, seq: int, numbers: frozenset[int], facts: dict[str, object]
) -> bool:
    messages = list(
        session.exec(
            select(Message)
            .where(Message.organization_id == organization_id, Message.sealed_seq == seq)
            .order_by(col(Message.id))
        )
    )
    untold = _notices(session, organization_id, numbers)
    attempts = int(str(facts["attempts_until"]))
    return _digest(_sealed_records(session, messages, untold, attempts)) == facts["digest"]


def _untold(session: Session, organization_id: int, after: int) -> list[Notice]:
    return list(
        session.exec(
            select(Notice)
            .where(Notice.organization_id == organization_id, col(Notice.id) > after, *_is_untold())
            .order_by(col(Notice.id))
        )
    )


def _is_untold() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a notice that was told to nobody, and that no message carried."""
    return (
        col(Notice.message_ref).is_(None),
        col(Notice.means).is_(None),
        col(Notice.state) == NoticeState.NOT_SENT,
    )


def _last_untold(session: Session, organization_id: int) -> int:
    """Return the highest number of a notice told to nobody that a seal holds."""
    entries = session.exec(
        select(col(AuditEntry.body))
        .where(AuditEntry.organization_id == organization_id, AuditEntry.act == SEAL)
        .order_by(col(AuditEntry.seq).desc())
    )
    return next((runs[-1][1] for body in entries if (runs := json.loads(body)["facts"]["untold"])), 0)


def _notices(session: Session, organization_id: int, numbers: Iterable[int]) -> list[Notice]:
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


def _sealed_records(
    session: Session, messages: Sequence[Message], untold: Sequence[Notice], attempts_until: int
) -> Iterable[dict[str, object]]:
    carried: dict[int, list[Notice]] = defaultdict(list)
    tried: dict[int, list[MessageAttempt]] = defaultdict(list)
    if messages:
        first, last, office = messages[0].id, messages[-1].id, messages[0].organization_id
        notices = select(Notice).where(Notice.organization_id == office, col(Notice.message_ref).between(first, last))
        for notice in session.exec(notices.order_by(col(Notice.id))):
            carried[identity(notice.message_ref)].append(notice)
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
            "notices": [_notice_record(row) for row in carried[number]],
            "attempts": [_row(row, _OF_ATTEMPT) for row in tried[number]],
        }
    for notice in untold:
        yield _notice_record(notice)


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


def _notice_record(notice: Notice) -> dict[str, object]:
    return _row(notice, _OF_NOTICE)


def _row(row: Message | MessageAttempt | Notice, names: Sequence[str]) -> dict[str, object]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _digest(records: Iterable[dict[str, object]]) -> str:
    """Return the SHA-256 over the canonical JSON of each record, a line each."""
    summed = hashlib.sha256()
    for record in records:
        summed.update(canonical_json(record).encode() + b"\n")
    return summed.hexdigest()


def _ranges(numbers: Iterable[int]) -> Ranges:
    runs: Ranges = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return runs
