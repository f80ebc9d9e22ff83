"""Telling outside the system: what a post is told of on a day, by telephone or otherwise, and the rows that say so."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from models.kinds import Means, NoticeKind, NoticeState, ObligationRule, ObligationState, Role
from models.notices import Notice
from models.obligations import DueDayChange, Obligation
from models.organizations import Officer, RoleGrant
from procedure.calendar import bangkok_date
from procedure.permissions import Actor, Permission, holder_of
from procedure.plans import identity

# Over whom these hear that something is late: a head over the own division, the others over the whole office.
_OVER_ALL = (Role.CLERK, Role.EXECUTIVE)
_TELLS_ALL = (Role.PLAN_ANALYST, Role.CLERK, Role.ADMINISTRATOR)


def may_tell(actor: Actor, officer: Officer) -> bool:
    """Tell whether an actor may record that a post was told: a head of the own division's posts, the others of any."""
    if officer.organization_id != actor.organization_id or not actor.may(Permission.RECORD_TOLD):
        return False
    same_division = officer.division_id is not None and officer.division_id == actor.division_id
    return same_division or any(role in actor.roles for role in _TELLS_ALL)


def told_of(session: Session, officer: Officer, on: date, obligation_id: int | None = None) -> list[Obligation]:
    """Return what a post is told of on a Bangkok day: what it owed then, and what was late below it.

    What is late in the division is told to its head, what is late anywhere to the clerk and the executive; liaison
    posts stand outside that. Minimum periods are owed by nobody, and what was over when it was typed in
    (``Obligation.silent``) is told only if it is named by ``obligation_id``.
    """
    roles = set(session.exec(select(col(RoleGrant.role)).where(RoleGrant.officer_id == officer.id)))
    late = and_(col(Obligation.due_on) < on, col(Obligation.in_rates))
    concerned: list[ColumnElement[bool]] = [col(Obligation.officer_id) == officer.id]
    if Role.DIVISION_HEAD in roles and officer.division_id is not None:
        own = select(Officer.id).where(Officer.division_id == officer.division_id)
        concerned.append(and_(late, col(Obligation.officer_id).in_(own)))
    if roles.intersection(_OVER_ALL):
        concerned.append(late)
    statement = open_on(on).where(Obligation.organization_id == officer.organization_id, or_(*concerned))
    if obligation_id is not None:
        statement = statement.where(Obligation.id == obligation_id)
    else:
        statement = statement.where(~col(Obligation.silent))
    return list(session.exec(statement.order_by(col(Obligation.due_on), col(Obligation.id))))


def open_on(on: date) -> SelectOfScalar[Obligation]:
    """Return the statement that reads what was open, and could be late, on a Bangkok day."""
    return select(Obligation).where(
        col(Obligation.rule).not_in([rule for rule in ObligationRule if rule.minimum]),
        Obligation.state != ObligationState.WITHDRAWN,
        col(Obligation.opens_on) <= on,
        or_(col(Obligation.ended_on).is_(None), col(Obligation.ended_on) >= on),
    )


def add_told(
    session: Session,
    officer: Officer,
    obligations: Sequence[Obligation],
    means: Means,
    on: date,
    document: str,
    told_by_id: int | None,
) -> list[Notice]:
    """Write that a post was told of its obligations on a Bangkok day; return the new rows, none for what is recorded.

    The same is recorded once: by the same means, on the same day, under the same document. The person is whoever held
    the post that day, or nobody.
    """
    held = holder_of(session, identity(officer.id), on)
    known = _known(session, officer, obligations, means, on)
    versions = _versions(session, obligations, on)
    rows: list[Notice] = []
    for obligation in obligations:
        before = known[identity(obligation.id)]
        if any(row.state is NoticeState.SENT and row.document == document for row in before):
            continue
        number = f" {len(before) + 1}" if before else ""
        rows.append(
            Notice(
                organization_id=officer.organization_id,
                obligation_id=obligation.id,
                officer_id=identity(officer.id),
                person_id=held.person_id if held else None,
                rung=f"{means.value} {on.isoformat()}{number}",
                due_version=versions[identity(obligation.id)],
                kind=NoticeKind.REMINDER if obligation.officer_id == officer.id else NoticeKind.ESCALATION,
                state=NoticeState.SENT,
                means=means,
                told_on=on,
                told_by_id=told_by_id,
                document=document,
            )
        )
    session.add_all(rows)
    session.flush()
    return rows


def told_rows(
    session: Session, officer: Officer, means: Means, on: date, document: str, obligation_id: int | None
) -> list[Notice]:
    """Return the rows that say a post was told by a means on a Bangkok day, and that stand; of one obligation, or all.

    An empty ``document`` means any.
    """
    statement = select(Notice).where(
        Notice.organization_id == officer.organization_id,
        Notice.officer_id == officer.id,
        Notice.means == means,
        Notice.told_on == on,
        Notice.state == NoticeState.SENT,
    )
    if document:
        statement = statement.where(Notice.document == document)
    if obligation_id is not None:
        statement = statement.where(Notice.obligation_id == obligation_id)
    return list(session.exec(statement.order_by(col(Notice.id))))


def _known(
    session: Session, officer: Officer, obligations: Sequence[Obligation], means: Means, on: date
) -> dict[int, list[Notice]]:
    rows = session.exec(
        select(Notice).where(
            col(Notice.obligation_id).in_([row.id for row in obligations]),
            Notice.officer_id == officer.id,
            Notice.means == means,
            Notice.told_on == on,
        )
    )
    known: dict[int, list[Notice]] = defaultdict(list)
    for row in rows:
        known[identity(row.obligation_id)].append(row)
    return known


def _versions(session: Session, obligations: Sequence[Obligation], on: date) -> dict[int, int]:
    """Return the version of each due day as it was known on a Bangkok day: what moved it since is not counted."""
    later: dict[int, int] = defaultdict(int)
    changes = select(DueDayChange).where(
        col(DueDayChange.obligation_id).in_([row.id for row in obligations]), col(DueDayChange.withdrew_late)
    )
    for change in session.exec(changes):
        later[change.obligation_id] += bangkok_date(change.as_of) > on
    return {identity(row.id): max(1, row.due_version - later[identity(row.id)]) for row in obligations}
