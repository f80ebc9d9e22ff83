"""A day as it stands in the ledger: who hears what, why, when and how, and who does not and why. No address is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlmodel import Session, and_, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from models.kinds import NoticeState, ObligationRule, ObligationState
from models.notices import Message, Notice
from models.obligations import Event, Obligation
from models.organizations import Officer, Organization
from models.plans import OperationPlan
from models.quarters import QuarterRound
from notifications.event_notices import DRAFT_RETURNED, PLAN_OPENED, SUBMISSION_RETURNED
from notifications.ladder import next_rung, rung_days
from notifications.still_true import keep_true
from procedure.calendar import WorkingDays, thai_digits
from procedure.duty_subjects import duty_subjects
from procedure.holiday_days import HOLIDAYS_FORECAST, office_working_days
from procedure.moving import MOVED
from procedure.other_duties import DUTY_NAMES
from procedure.plans import identity

T = TypeVar("T")

ALREADY_MET, NOT_TODAY = "already_met", "not_today"
# A met duty is named on its days for as long as its ladder is not weekly yet.
NAMED_FOR = timedelta(days=7)

EVENTS_TH = {
    PLAN_OPENED: "ขอโครงการเพื่อจัดทำแผนการดำเนินงาน",
    DRAFT_RETURNED: "คณะกรรมการส่งร่างแผนกลับแก้ไข",
    SUBMISSION_RETURNED: "ส่งรายงานกลับเพื่อแก้ไข",
    MOVED: "เลื่อนกำหนด",
    HOLIDAYS_FORECAST: "วันหยุดราชการปีถัดไปยังไม่ยืนยัน",
}


@dataclass(frozen=True)
class ToldLine:
    """One thing that a post hears on a day. ``days_left`` is negative once late; an event has no due day."""

    organization: str
    post: str
    rung: str
    kind: str
    about_th: str
    owed_by: str
    due_on: date | None
    days_left: int | None
    passed_from: str
    send_at: datetime
    channel: str
    state: str


@dataclass(frozen=True)
class UntoldLine:
    """One thing that a post does not hear on a day, and why; ``next_on`` is the day of the duty's next rung."""

    organization: str
    post: str
    rung: str
    about_th: str
    owed_by: str
    due_on: date | None
    reason: str
    next_on: date | None = None


@dataclass(frozen=True)
class DayTold:
    """Who hears on a Bangkok day and who does not; ``unreadable`` are the codes of offices left out."""

    day: date
    told: tuple[ToldLine, ...]
    untold: tuple[UntoldLine, ...]
    unreadable: tuple[str, ...] = ()


def planned_ids(session: Session, organization_id: int | None) -> tuple[int, set[int]]:
    """Return the newest notice's number and the numbers of those that wait to be told."""
    newest = session.exec(select(col(Notice.id)).order_by(col(Notice.id).desc())).first() or 0
    waiting = select(col(Notice.id)).where(Notice.state == NoticeState.PLANNED)
    if organization_id is not None:
        waiting = waiting.where(Notice.organization_id == organization_id)
    return newest, {identity(number) for number in session.exec(waiting)}


def read_day(
    session: Session, day: date, before: tuple[int, set[int]], organization_id: int | None, unreadable: Sequence[int]
) -> DayTold:
    """Tell a day once it is planned; ``before`` is what ``planned_ids`` said just before.

    What is no longer true is recorded as not sent on the way, as a sender would.
    """
    return _Reading(session, day, organization_id).read(before, unreadable)


class _Reading:
    """The rows of one day, read together: a few queries for all of them."""

    def __init__(self, session: Session, day: date, organization_id: int | None) -> None:
        self.session = session
        self.day = day
        self.organization_id = organization_id
        self.working_days: WorkingDays = office_working_days(session)
        officers = self._mine(select(Officer), Officer.organization_id)
        self.titles = {identity(row.id): row.title for row in session.exec(officers)}
        organizations = select(Organization)
        if organization_id is not None:
            organizations = organizations.where(Organization.id == organization_id)
        self.codes = {identity(row.id): row.code for row in session.exec(organizations)}
        self.duties: dict[int, Obligation] = {}
        self.events: dict[int, Event] = {}
        self.about: dict[int, str] = {}

    def read(self, before: tuple[int, set[int]], unreadable: Sequence[int]) -> DayTold:
        told = self._told()
        untold = self._not_sent(*before)
        self._read_causes([*(notice for notice, _message in told), *untold])
        untold = [notice for notice in untold if self._is_of_the_day(notice, before[0])]
        concerned = {notice.obligation_id for notice in [*(notice for notice, _message in told), *untold]}
        lines = [self._told_line(notice, message) for notice, message in told]
        others = [self._untold_line(notice) for notice in untold]
        others += [line for duty in self.duties.values() if duty.id not in concerned for line in self._quiet(duty)]
        return DayTold(
            self.day,
            tuple(sorted(lines, key=lambda line: (line.organization, line.send_at, line.post, line.about_th))),
            tuple(sorted(others, key=lambda line: (line.organization, line.reason, line.post, line.about_th))),
            tuple(self.codes[number] for number in unreadable),
        )

    def _mine(self, statement: SelectOfScalar[T], column: int) -> SelectOfScalar[T]:
        return statement if self.organization_id is None else statement.where(col(column) == self.organization_id)

    def _told(self) -> list[tuple[Notice, Message]]:
        rows = self.session.exec(
            select(Notice, Message)
            .join(Message, col(Message.id) == col(Notice.message_ref))
            .where(Message.day == self.day, Message.digest, Notice.state != NoticeState.NOT_SENT)
            .order_by(col(Notice.id))
        ).all()
        mine = [(n, m) for n, m in rows if self.organization_id in (None, n.organization_id)]
        keep_true(self.session, [notice for notice, _message in mine if notice.state is NoticeState.PLANNED])
        self.session.flush()
        return [(notice, message) for notice, message in mine if notice.state is not NoticeState.NOT_SENT]

    def _not_sent(self, newest: int, waiting: set[int]) -> list[Notice]:
        """Return what was recorded as not sent just now, and what was earlier of duties that are still open."""
        rows = self._mine(select(Notice), Notice.organization_id).where(Notice.state == NoticeState.NOT_SENT)
        still_open = select(Obligation.id).where(
            Obligation.id == Notice.obligation_id, Obligation.state == ObligationState.OPEN
        )
        just_now = or_(col(Notice.id) > newest, col(Notice.id).in_(waiting))
        return list(self.session.exec(rows.where(or_(just_now, still_open.exists())).order_by(col(Notice.id))))

    def _is_of_the_day(self, notice: Notice, newest: int) -> bool:
        """Tell whether a notice that was not sent was to be told on this day: planned just now, or of today's rung."""
        if identity(notice.id) > newest or notice.obligation_id is None:
            return True
        duty = self.duties[notice.obligation_id]
        return notice.due_version == duty.due_version and notice.rung in self._rungs_today(duty)

    def _rungs_today(self, duty: Obligation) -> list[str]:
        return [one.rung.name for one in rung_days(duty, self.day, self.working_days) if one.day == self.day]

    def _read_causes(self, notices: Sequence[Notice]) -> None:
        named = {notice.obligation_id for notice in notices if notice.obligation_id is not None}
        recently_met = and_(Obligation.state == ObligationState.MET, col(Obligation.due_on) >= self.day - NAMED_FOR)
        wanted = or_(
            col(Obligation.id).in_(named),
            and_(
                col(Obligation.opens_on) <= self.day,
                or_(col(Obligation.state) == ObligationState.OPEN, recently_met),
            ),
        )
        duties = self._mine(select(Obligation).where(wanted), Obligation.organization_id)
        self.duties = {identity(row.id): row for row in self.session.exec(duties)}
        events = {notice.event_id for notice in notices if notice.event_id is not None}
        found = self.session.exec(select(Event).where(col(Event.id).in_(events)))
        self.events = {identity(row.id): row for row in found}
        self.about = duties_told(self.session, list(self.duties.values()))

    def _told_line(self, notice: Notice, message: Message) -> ToldLine:
        duty = self.duties.get(notice.obligation_id or 0)
        return ToldLine(
            organization=self.codes[notice.organization_id],
            post=self.titles[notice.officer_id],
            rung=notice.rung,
            kind=notice.kind.value,
            about_th=self._about(notice),
            owed_by=self.titles[duty.officer_id] if duty else "",
            due_on=duty.due_on if duty else None,
            days_left=(duty.due_on - self.day).days if duty else None,
            passed_from=self.titles[notice.passed_from_id] if notice.passed_from_id else "",
            send_at=message.send_at,
            channel=message.channel,
            state=notice.state.value,
        )

    def _untold_line(self, notice: Notice) -> UntoldLine:
        duty = self.duties.get(notice.obligation_id or 0)
        return UntoldLine(
            organization=self.codes[notice.organization_id],
            post=self.titles[notice.officer_id],
            rung=notice.rung,
            about_th=self._about(notice),
            owed_by=self.titles[duty.officer_id] if duty else "",
            due_on=duty.due_on if duty else None,
            reason=notice.reason,
        )

    def _quiet(self, duty: Obligation) -> Iterable[UntoldLine]:
        """Yield why a duty that has no notice on this day tells nobody: it was met, or no rung falls on it."""
        rungs = self._rungs_today(duty)
        met = duty.state is ObligationState.MET
        if duty.rule.minimum or (met and not rungs):
            return
        coming = None if met else next_rung(duty, self.day, self.working_days)
        owed_by = self.titles[duty.officer_id]
        yield UntoldLine(
            organization=self.codes[duty.organization_id],
            post=owed_by,
            rung=rungs[-1] if rungs else "",
            about_th=self.about[identity(duty.id)],
            owed_by=owed_by,
            due_on=duty.due_on,
            reason=ALREADY_MET if met else NOT_TODAY,
            next_on=coming.day if coming else None,
        )

    def _about(self, notice: Notice) -> str:
        if notice.obligation_id is not None:
            return self.about[notice.obligation_id]
        return EVENTS_TH[self.events[notice.event_id or 0].kind]


def duties_told(session: Session, duties: Sequence[Obligation]) -> dict[int, str]:
    """Return in Thai, in one line each, what some duties are: ``รายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙``. By obligation."""
    plan_ids = {duty.plan_id for duty in duties}
    years = dict(
        session.exec(
            select(col(OperationPlan.id), col(OperationPlan.fiscal_year)).where(col(OperationPlan.id).in_(plan_ids))
        ).all()
    )
    of_rounds = {duty.subject_id for duty in duties if duty.rule is ObligationRule.REPORT_QUARTER}
    numbers = dict(
        session.exec(
            select(col(QuarterRound.id), col(QuarterRound.number)).where(col(QuarterRound.id).in_(of_rounds))
        ).all()
    )
    subjects = duty_subjects(session, duties)
    told: dict[int, str] = {}
    for duty in duties:
        year, name = thai_digits(years[duty.plan_id]), DUTY_NAMES[duty.rule]
        if duty.rule is ObligationRule.REPORT_QUARTER:
            told[identity(duty.id)] = f"{name} ไตรมาสที่ {thai_digits(numbers[duty.subject_id])}/{year}"
        else:
            told[identity(duty.id)] = f"{f'{name} {subjects[identity(duty.id)]}'.strip()} ปีงบประมาณ พ.ศ. {year}"
    return told
