"""The audit chain: one append-only entry per act and organization, each bound to the one before it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.evidence import AuditEntry, AuditHead
from procedure.calendar import bangkok_date
from procedure.permissions import Actor

GENESIS = "0" * 64


@dataclass(frozen=True)
class DayHead:
    """The head of a chain at the end of a Bangkok day of recording: what is kept outside, to be held against it."""

    day: date
    seq: int
    hash: str


def canonical_json(value: object) -> str:
    """Return the one JSON text of a value: keys sorted, no spaces, Thai unescaped."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def lock_chain(session: Session, organization_id: int) -> AuditHead:
    """Lock and return the head of an organization's chain, so that its acts run one after another."""
    statement = select(AuditHead).where(AuditHead.organization_id == organization_id).with_for_update()
    head = session.exec(statement).first()
    if head is None:
        head = AuditHead(organization_id=organization_id)
        session.add(head)
        session.flush()
    return head


def append_entry(
    session: Session, head: AuditHead, actor: Actor, act: str, facts: Mapping[str, object], as_of: datetime
) -> AuditEntry:
    """Append what was done to the chain whose head the caller has locked."""
    seq = head.seq + 1
    body = canonical_json(
        {
            "organization_id": actor.organization_id,
            "seq": seq,
            "act": act,
            "via": actor.via.value,
            "officer_id": actor.officer_id,
            "person_id": actor.person_id,
            "as_administrator": _as_administrator(actor),
            "as_of": as_of.isoformat(),
            "facts": facts,
        }
    )
    entry = AuditEntry(
        organization_id=actor.organization_id,
        seq=seq,
        act=act,
        via=actor.via,
        officer_id=actor.officer_id,
        person_id=actor.person_id,
        as_of=as_of,
        body=body,
        previous_hash=head.hash,
        hash=digest(head.hash + body),
    )
    session.add(entry)
    head.seq, head.hash = seq, entry.hash
    session.add(head)
    return entry


def broken_entry(session: Session, organization_id: int) -> int | None:
    """Return the number of the first entry that is altered, removed or reordered, or None if the chain is whole."""
    previous, expected = GENESIS, 1
    entries = session.exec(
        select(AuditEntry).where(AuditEntry.organization_id == organization_id).order_by(col(AuditEntry.seq))
    )
    for entry in entries:
        whole = (
            entry.seq == expected and entry.previous_hash == previous and entry.hash == digest(previous + entry.body)
        )
        if not whole:
            return expected
        previous, expected = entry.hash, expected + 1
    head = session.get(AuditHead, organization_id)
    recorded = (head.seq, head.hash) if head else (0, GENESIS)
    return None if recorded == (expected - 1, previous) else expected


def has_head(session: Session, organization_id: int, head: str) -> bool:
    """Tell whether a head that was kept outside stands in the chain: a tail removed since then would have taken it."""
    entry = select(AuditEntry).where(AuditEntry.organization_id == organization_id, AuditEntry.hash == head)
    return head == GENESIS or session.exec(entry).first() is not None


def daily_heads(session: Session, organization_id: int, until: date | None = None) -> list[DayHead]:
    """Return the head at the end of each Bangkok day on which anything was recorded, oldest first.

    The day is that of ``recorded_at``, the wall clock: a head kept on a day vouches for what was recorded by then.
    """
    rows = session.exec(
        select(col(AuditEntry.recorded_at), col(AuditEntry.seq), col(AuditEntry.hash))
        .where(AuditEntry.organization_id == organization_id)
        .order_by(col(AuditEntry.seq))
    )
    heads = {(day := bangkok_date(recorded_at)): DayHead(day, seq, text) for recorded_at, seq, text in rows}
    return [head for head in heads.values() if until is None or head.day <= until]


def current_head(session: Session, organization_id: int) -> AuditHead:
    """Return the head of a chain as it stands; of one without entries, the beginning."""
    return session.get(AuditHead, organization_id) or AuditHead(organization_id=organization_id)


def _as_administrator(actor: Actor) -> bool:
    return "administrator" in {role.value for role in actor.roles}
