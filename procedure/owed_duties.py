"""What is owed now and by which posts: each duty with its name, its days, and the division that it stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.kinds import ObligationRule, ObligationState
from models.obligations import Obligation
from models.organizations import Division, Officer
from models.plans import OperationPlan
from models.quarters import QuarterRound
from procedure.calendar import bangkok_date, thai_digits
from procedure.duty_subjects import duty_subjects
from procedure.other_duties import DUTY_NAMES
from procedure.plans import identity


@dataclass(frozen=True)
class Duty:
    """What is owed: a rule's duty of a fiscal year (Buddhist era), of a quarter, about an edition or a place."""

    rule: ObligationRule
    fiscal_year: int
    quarter: int | None = None
    about: str = ""

    @property
    def name_th(self) -> str:
        """Return its name within a sentence: ``รายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙``."""
        if self.quarter is not None:
            return f"{DUTY_NAMES[self.rule]} ไตรมาสที่ {thai_digits(self.quarter)}/{thai_digits(self.fiscal_year)}"
        about = f"{DUTY_NAMES[self.rule]} {self.about}".strip()
        return f"{about} ปีงบประมาณ พ.ศ. {thai_digits(self.fiscal_year)}"

    @property
    def verb_th(self) -> str:
        """Return what the reader is asked to do about it."""
        return "รายงาน" if self.quarter is not None else "ดำเนินการ"


@dataclass(frozen=True)
class OwedDuty:
    """A duty that one post owes. ``days`` are those left until the due day, negative once it is late."""

    duty: Duty
    obligation_id: int
    officer_id: int
    post: str
    division_id: int | None
    division: str
    due_on: date
    lock_on: date | None
    days: int


def duties_of(session: Session, obligations: Sequence[Obligation]) -> dict[int, Duty]:
    """Return what each obligation is, by its id; a fixed number of queries."""
    plans = {row.plan_id for row in obligations}
    years = {
        identity(plan.id): plan.fiscal_year
        for plan in session.exec(select(OperationPlan).where(col(OperationPlan.id).in_(plans)))
    }
    rounds = {row.subject_id for row in obligations if row.rule is ObligationRule.REPORT_QUARTER}
    numbers = {
        identity(row.id): row.number
        for row in session.exec(select(QuarterRound).where(col(QuarterRound.id).in_(rounds)))
    }
    others = [row for row in obligations if row.rule is not ObligationRule.REPORT_QUARTER]
    about = duty_subjects(session, others) if others else {}
    return {
        identity(row.id): Duty(
            row.rule,
            years[row.plan_id],
            numbers[row.subject_id] if row.rule is ObligationRule.REPORT_QUARTER else None,
            about.get(identity(row.id), ""),
        )
        for row in obligations
    }


def owed_now(session: Session, organization_id: int, as_of: datetime, within_days: int | None = None) -> list[OwedDuty]:
    """Return an organization's duties that are open at an instant: late, or due within so many days or at any time.

    Longest late first, then by due day and post. Left out are periods to keep up,
    which never fall due, and what was over when it was recorded.
    """
    today = bangkok_date(as_of)
    statement = select(Obligation).where(
        Obligation.organization_id == organization_id,
        Obligation.state == ObligationState.OPEN,
        col(Obligation.opens_on) <= today,
        col(Obligation.silent).is_(False),
    )
    open_now = [
        row
        for row in session.exec(statement.order_by(col(Obligation.due_on), col(Obligation.id)))
        if not row.rule.minimum and (within_days is None or (row.due_on - today).days <= within_days)
    ]
    duties = duties_of(session, open_now)
    posts = {
        identity(row.id): row for row in session.exec(select(Officer).where(Officer.organization_id == organization_id))
    }
    divisions = {
        identity(row.id): row.name
        for row in session.exec(select(Division).where(Division.organization_id == organization_id))
    }
    owed: list[OwedDuty] = []
    for row in open_now:
        post = posts[row.officer_id]
        owed.append(
            OwedDuty(
                duty=duties[identity(row.id)],
                obligation_id=identity(row.id),
                officer_id=row.officer_id,
                post=post.title,
                division_id=post.division_id,
                division=divisions[post.division_id] if post.division_id is not None else "",
                due_on=row.due_on,
                lock_on=row.lock_on,
                days=(row.due_on - today).days,
            )
        )
    return owed
