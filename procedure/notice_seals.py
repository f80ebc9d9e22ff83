"""Sealing the ledger of notices into the audit: digests of what was told, and how, and what was not; and checking them.

A seal is an audit entry that holds the digest of rows which do not change any more: messages that have ended, with
their notices and attempts, and notices that no message ever carried (``seal_notices``, once a day); and what was told
outside the system, with the very act that recorded it. What is withdrawn later by an act stays true to its seal.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.evidence import AuditEntry
from models.kinds import NoticeState
from models.notices import Message, MessageAttempt, Notice
from procedure.plans import identity
from procedure.sealed_records import digest_of, ended_records, notice_record, notices_numbered

SEAL, TOLD, UNTOLD, AGAIN = "seal_notices", "record_told", "withdraw_told", "send_again"
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
    return {"told": {"notices": [identity(row.id) for row in rows], "digest": digest_of(map(notice_record, rows))}}


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
        "digest": digest_of(ended_records(session, messages, untold, attempts)),
    }, messages


def read_seals(session: Session, organization_id: int) -> list[Seal]:
    """Return every seal of an organization, oldest first, each checked against the ledger as it stands."""
    entries = session.exec(
        select(AuditEntry)
        .where(AuditEntry.organization_id == organization_id, col(AuditEntry.act).in_((SEAL, TOLD, UNTOLD, AGAIN)))
        .order_by(col(AuditEntry.seq))
    )
    bodies = [(entry.seq, entry.act, json.loads(entry.body)) for entry in entries]
    withdrawn = {number for _seq, act, body in bodies if act == UNTOLD for number in body["facts"]["notices"]}
    moves = [(seq, move) for seq, act, body in bodies if act == AGAIN for move in body["facts"]["moved"]]
    seals: list[Seal] = []
    for seq, act, body in bodies:
        facts = body["facts"]
        if act == TOLD:
            numbers = frozenset(facts["told"]["notices"])
            whole = _told_is_whole(session, organization_id, numbers, facts["told"]["digest"], withdrawn)
        elif act == SEAL:
            numbers = frozenset(n for first, last in facts["untold"] for n in range(first, last + 1))
            moved = {number: move["from"] for at, move in reversed(moves) if at > seq for number in move["notices"]}
            whole = _ended_is_whole(session, organization_id, seq, numbers, facts, moved)
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
    rows = notices_numbered(session, organization_id, numbers)
    records = []
    for row in rows:
        record = notice_record(row)
        if row.id in withdrawn:
            if (row.state, row.reason) != (NoticeState.NOT_SENT, WITHDRAWN):
                return False  # an act withdrew it, and the ledger says otherwise
            record |= {"state": NoticeState.SENT.value, "reason": ""}
        records.append(record)
    return digest_of(records) == kept


def _ended_is_whole(
    session: Session,
    organization_id: int,
    seq: int,
    numbers: frozenset[int],
    facts: dict[str, object],
    moved: dict[int, int],
) -> bool:
    messages = list(
        session.exec(
            select(Message)
            .where(Message.organization_id == organization_id, Message.sealed_seq == seq)
            .order_by(col(Message.id))
        )
    )
    untold = notices_numbered(session, organization_id, numbers)
    attempts = int(str(facts["attempts_until"]))
    return digest_of(ended_records(session, messages, untold, attempts, moved)) == facts["digest"]


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


def _ranges(numbers: Iterable[int]) -> Ranges:
    runs: Ranges = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return runs
