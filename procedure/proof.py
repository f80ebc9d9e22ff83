"""Proof of notice: for each duty of a year, every notice of it, how it was given, what became of it, and its seal."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import cast

from sqlmodel import Session, col, or_, select

from models.addresses import AddressKeyError
from models.contacts import Contact
from models.kinds import NoticeState
from models.notices import Message, Notice
from models.obligations import DueDayChange, Obligation
from models.organizations import Officer
from models.plans import OperationPlan
from procedure.audit import broken_entry
from procedure.calendar import BANGKOK
from procedure.duty_subjects import duty_subjects
from procedure.notice_seals import read_seals
from procedure.other_duties import DUTY_NAMES
from procedure.plans import identity


class SealStanding(StrEnum):
    """Whether the audit covers a row, and whether the row is still what it covers."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_SEALED = "not_sealed_yet"

    @property
    def name_th(self) -> str:
        return {"agrees": "ตรงกับที่ผนึก", "differs": "ไม่ตรงกับที่ผนึก", "not_sealed_yet": "ยังไม่ได้ผนึก"}[self.value]


@dataclass(frozen=True)
class ProofRow:
    """One notice of a duty. Posts, never persons; times are Asia/Bangkok; ``due_on`` is the day in force for it then.

    ``way`` is the channel that carried it, or the means by which the post was told outside the system. ``address`` is
    masked. ``recorded_by`` is the post that recorded the latter.
    """

    obligation: int
    duty: str
    owed_by: str
    notice: int
    told: str
    instead_of: str
    kind: str
    rung: str
    due_on: date
    way: str
    address: str
    template_version: str
    for_day: date | None
    sent_at: datetime | None
    ended_at: datetime | None
    attempts: int
    outcome: str
    reason: str
    message_id: str
    document: str
    recorded_by: str
    recorded_at: datetime
    sealed_by: int | None
    seal: SealStanding


@dataclass(frozen=True)
class Proof:
    """The proof of a year; ``broken_entry`` is the audit entry from which on the chain itself is not whole."""

    rows: list[ProofRow]
    broken_seals: list[int]
    broken_entry: int | None


def proof_of_notice(session: Session, organization_id: int, fiscal_year: int, post: str = "") -> Proof:
    """Return every notice of a year's duties, by duty and in the order in which they were planned.

    ``post`` leaves in what that post owes or was told. Every seal of the office is computed anew.
    """
    posts = {
        identity(row.id): row.title
        for row in session.exec(select(Officer).where(Officer.organization_id == organization_id))
    }
    obligations = {
        identity(row.id): row
        for row in session.exec(
            select(Obligation)
            .join(OperationPlan, col(OperationPlan.id) == col(Obligation.plan_id))
            .where(Obligation.organization_id == organization_id, OperationPlan.fiscal_year == fiscal_year)
        )
    }
    seals = read_seals(session, organization_id)
    whole = {seal.seq: seal.whole for seal in seals}
    sealing = {number: seal.seq for seal in seals for number in seal.notices}
    broken = broken_entry(session, organization_id)
    days = _due_days(session, organization_id)
    about = duty_subjects(session, list(obligations.values()))
    statement = (
        select(Notice, Message, Contact)
        .join(Obligation, col(Obligation.id) == col(Notice.obligation_id))
        .join(OperationPlan, col(OperationPlan.id) == col(Obligation.plan_id))
        .outerjoin(Message, col(Message.id) == col(Notice.message_ref))
        .outerjoin(Contact, col(Contact.id) == col(Message.contact_id))
        .where(Notice.organization_id == organization_id, OperationPlan.fiscal_year == fiscal_year)
        .order_by(col(Notice.obligation_id), col(Notice.id))
    )
    if post:
        mine = select(Officer.id).where(Officer.organization_id == organization_id, Officer.title == post)
        statement = statement.where(or_(col(Notice.officer_id).in_(mine), col(Obligation.officer_id).in_(mine)))
    rows = []
    found = cast("Iterable[tuple[Notice, Message | None, Contact | None]]", session.exec(statement))
    for notice, message, contact in found:
        obligation = obligations[identity(notice.obligation_id)]
        seq = message.sealed_seq if message else sealing.get(identity(notice.id))
        number = identity(obligation.id)
        rows.append(
            ProofRow(
                obligation=number,
                duty=" ".join(part for part in (DUTY_NAMES[obligation.rule], about[number]) if part),
                owed_by=posts[obligation.officer_id],
                notice=identity(notice.id),
                told=posts[notice.officer_id],
                instead_of=posts[notice.passed_from_id] if notice.passed_from_id else "",
                kind=notice.kind.value,
                rung=notice.rung,
                due_on=_due_day(obligation, days[number], notice.due_version),
                way=notice.means.value if notice.means else message.channel if message else "",
                address=_masked(contact),
                template_version=message.template_version if message else "",
                for_day=notice.told_on or (message.day if message else None),
                sent_at=_local(message.sent_at) if message else None,
                ended_at=_local(message.ended_at) if message else None,
                attempts=message.attempts if message else 0,
                outcome=_outcome(notice, message),
                reason=notice.reason or (message.reason if message else ""),
                message_id=message.message_id if message else "",
                document=notice.document,
                recorded_by=posts[notice.told_by_id] if notice.told_by_id else "",
                recorded_at=notice.recorded_at.astimezone(BANGKOK),
                sealed_by=seq,
                seal=_standing(seq, whole, broken),
            )
        )
    return Proof(rows, [seal.seq for seal in seals if not seal.whole], broken)


def _standing(seq: int | None, whole: dict[int, bool], broken: int | None) -> SealStanding:
    if seq is None:
        return SealStanding.NOT_SEALED
    # A seal vouches for nothing where the chain that holds it is broken, or where there is no such seal.
    agrees = whole.get(seq, False) and (broken is None or seq < broken)
    return SealStanding.AGREES if agrees else SealStanding.DIFFERS


def _outcome(notice: Notice, message: Message | None) -> str:
    """Return what became of a notice: as its message still stands while it is planned, else as it ended."""
    if notice.means is not None:
        return "told" if notice.state is NoticeState.SENT else "withdrawn"
    if notice.state is NoticeState.PLANNED and message is not None:
        return message.state.value
    return notice.state.value


def _local(instant: datetime | None) -> datetime | None:
    return instant.astimezone(BANGKOK) if instant else None


def _masked(contact: Contact | None) -> str:
    """Return an address with all but its first letter and its domain hidden: ``k•••@example.go.th``."""
    if contact is None:
        return ""
    try:
        name, at, domain = contact.address.partition("@")
    except AddressKeyError:
        return "•••"
    return f"{name[:1]}•••{at}{domain}"


def _due_days(session: Session, organization_id: int) -> dict[int, list[date]]:
    """Return the superseded due days of each obligation, oldest first."""
    days: dict[int, list[date]] = defaultdict(list)
    rows = session.exec(
        select(DueDayChange)
        .where(DueDayChange.organization_id == organization_id, col(DueDayChange.withdrew_late))
        .order_by(col(DueDayChange.id))
    )
    for row in rows:
        days[row.obligation_id].append(row.from_due_on)
    return days


def _due_day(obligation: Obligation, superseded: Sequence[date], version: int) -> date:
    """Return the due day of a version; versions count from 1, and each superseded day had its own."""
    return superseded[version - 1] if version <= len(superseded) else obligation.due_on
