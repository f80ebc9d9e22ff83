"""Where an office can stand when an act is tried: each stage made once, from the one before it, and put back."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from sqlmodel import select

from models.contacts import Contact
from models.kinds import (
    ContactSource,
    Means,
    MessageState,
    NoticeState,
    PostingEvent,
    PostingPlace,
    ResolutionOutcome,
    Role,
    TriggerKind,
)
from models.notices import Message, Notice
from models.organizations import Organization, Person
from notifications.planning import plan_notices
from procedure.acts.changing import ChangeProject, change_project
from procedure.acts.editions import OpenAmendment, RecordTrigger, open_amendment, record_trigger
from procedure.acts.evaluating import (
    AnnounceEvaluation,
    OpenEvaluation,
    ReportEvaluation,
    announce_evaluation,
    open_evaluation,
    report_evaluation,
)
from procedure.acts.evaluation_posting import PostEvaluation, post_evaluation
from procedure.acts.holidays import RecordHoliday, record_holiday
from procedure.acts.posting import PostPlan, post_plan
from procedure.acts.posting_evidence import KeepPostingPhotograph, keep_posting_photograph
from procedure.acts.telling import RecordTold, record_told
from procedure.calendar import at
from procedure.permissions import system_actor
from procedure.plans import identity
from tests.offices import POSTED, YEAR, Desk
from tests.photographs import DOT
from tests.procedure.quarters import DUE, FINANCE, WORKS, close_round, open_round, report


class Stage(StrEnum):
    """Where the office stands when an act is tried."""

    NO_PLAN = "no_plan"
    COLLECTING = "collecting"
    DRAFTED = "drafted"
    SUBMITTED = "submitted"  # the committee's meeting is on record
    RESOLVED = "resolved"  # approved by the committee, the clerk has not countersigned
    APPROVED = "approved"
    ANNOUNCED = "announced"
    AMENDING = "amending"  # an amendment collects; it changes project 1
    ADDING = "adding"  # an addition was opened by another agency's letter; nothing is in it yet
    QUARTER_OPEN = "quarter_open"  # posted on the website on 24 October, first round opened on 1 January
    # The works post was told by telephone and has sent: a submission waits for review; the due day has become a
    # holiday, which moves it. Some notices are told to nobody; the message to the finance post was given up.
    QUARTER_SENT = "quarter_sent"
    QUARTER_LOCKED = "quarter_locked"  # the lock day is over, the schedule has not closed the round
    YEAR_OVER = "year_over"  # the first round closed; the schedule has not opened the evaluation
    EVALUATING = "evaluating"
    REPORTED = "reported"  # the evaluation is reported, not announced
    EVALUATED = "evaluated"  # announced, and posted on the website more than thirty days ago


BEFORE_ANNOUNCEMENT = frozenset({Stage.COLLECTING, Stage.DRAFTED, Stage.SUBMITTED, Stage.RESOLVED, Stage.APPROVED})
IN_OCTOBER = frozenset({Stage.ANNOUNCED, Stage.AMENDING, Stage.ADDING})  # announced, no quarter has ended
TAKING_REPORTS = frozenset({Stage.QUARTER_OPEN, Stage.QUARTER_SENT})
WITH_ROUND = TAKING_REPORTS | {Stage.QUARTER_LOCKED, Stage.YEAR_OVER, Stage.EVALUATING, Stage.REPORTED, Stage.EVALUATED}
AFTER_YEAR = frozenset({Stage.YEAR_OVER, Stage.EVALUATING, Stage.REPORTED, Stage.EVALUATED})
AFTER_ANNOUNCEMENT = IN_OCTOBER | WITH_ROUND
WITH_PLAN = BEFORE_ANNOUNCEMENT | AFTER_ANNOUNCEMENT
ANYWHERE = WITH_PLAN | {Stage.NO_PLAN}
ASKED_TODAY = BEFORE_ANNOUNCEMENT | IN_OCTOBER | {Stage.NO_PLAN}  # on DAY every person was asked for a code

DAY = date(2025, 10, 31)
QUARTER_DAY = date(2026, 1, 5)
SENT_ON = date(2026, 1, 6)
LOCKED_DAY = date(2026, 4, 1)
YEAR_OVER_DAY = date(2026, 10, 5)
REPORTED_ON = date(2026, 12, 1)
EVALUATED_ON = date(2026, 12, 7)
EVALUATED_DAY = date(2027, 1, 11)


@dataclass(frozen=True)
class Reached:
    """How an office comes to a stage: what it does after another stage, and the day on which acts are tried there."""

    on: date
    after: Stage | None
    does: Callable[[Desk], object]


def _addresses_given(desk: Desk) -> None:
    """Have every person give an address of their own on the morning of ``DAY``, which none of them confirms."""
    with desk.database.write() as session:
        for person in session.exec(select(Person)):
            session.add(
                Contact(
                    organization_id=1,
                    person_id=identity(person.id),
                    channel="line",
                    address=f"address-{person.id}",
                    fingerprint=f"{person.id}",
                    source=ContactSource.PERSON,
                    asked_at=at(DAY, time(9)),
                )
            )


def _submitted(desk: Desk) -> None:
    desk.submit()
    desk.meet()


def _amending(desk: Desk) -> None:
    desk.act(open_amendment, OpenAmendment(fiscal_year=YEAR, reason="เปลี่ยนสถานที่"), date(2025, 10, 28))
    changed = ChangeProject(
        fiscal_year=YEAR, project_number=1, reason="เปลี่ยนสถานที่", authority="ผู้บริหารท้องถิ่น", place="หมู่ที่ ๓"
    )
    desk.act(change_project, changed, date(2025, 10, 28))


def _adding(desk: Desk) -> None:
    came = RecordTrigger(
        fiscal_year=YEAR, kind=TriggerKind.OTHER_AGENCY, occurred_on=date(2025, 10, 27), document="ที่ อบจ ๑/๒๕๖๘"
    )
    desk.act(record_trigger, came, date(2025, 10, 28))


def _quarter_open(desk: Desk) -> None:
    desk.act(post_plan, PostPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=POSTED), POSTED)
    board = {"fiscal_year": YEAR, "place": PostingPlace.WEBSITE, "event": PostingEvent.POSTED}
    shown = KeepPostingPhotograph(**board, file_name="ภาพ.png", file_content=DOT)
    desk.act(keep_posting_photograph, shown, POSTED)
    open_round(desk, 1, date(2026, 1, 1))


def _quarter_sent(desk: Desk) -> None:
    with desk.database.write() as session:
        plan_notices(session, at(QUARTER_DAY, time(0, 30)))  # some are told to nobody, and wait to be sealed
        told = select(Notice).where(Notice.officer_id == desk.post_of(FINANCE), Notice.rung == "opening")
        notice = session.exec(told).one()
        message = session.get_one(Message, notice.message_ref)
        message.state, message.reason, message.ended_at = MessageState.GIVEN_UP, "smtp_550", at(QUARTER_DAY, time(9))
        notice.state, notice.reason = NoticeState.NOT_SENT, "smtp_550"
        session.add_all((message, notice))
    call = RecordTold(post=WORKS, means=Means.PHONE, told_on=QUARTER_DAY)
    desk.act(record_told, call, QUARTER_DAY)
    report(desk, WORKS, SENT_ON)
    with desk.database.write() as session:
        office = session.exec(select(Organization)).one()
        office.settings = {**office.settings, "quarter_due_next_working_day": True}
        session.add(office)
    holiday = RecordHoliday(on_day=DUE, name="วันหยุดพิเศษ", authority="มติคณะรัฐมนตรี")
    desk.act(record_holiday, holiday, SENT_ON, Role.ADMINISTRATOR)


def _evaluating(desk: Desk) -> None:
    facts = OpenEvaluation(fiscal_year=YEAR)
    with desk.database.write() as session:
        open_evaluation(session, system_actor(1), facts, at(date(2026, 10, 1), time(0, 10)))


def _reported(desk: Desk) -> None:
    facts = ReportEvaluation(fiscal_year=YEAR, reported_on=REPORTED_ON, document="ที่ ๑/๒๕๖๙")
    desk.act(report_evaluation, facts, REPORTED_ON)


def _evaluated(desk: Desk) -> None:
    announced = AnnounceEvaluation(fiscal_year=YEAR, announced_on=EVALUATED_ON)
    desk.act(announce_evaluation, announced, EVALUATED_ON)
    posted = PostEvaluation(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=EVALUATED_ON)
    desk.act(post_evaluation, posted, EVALUATED_ON)


# In an order that makes each stage after the one it comes from.
STAGES: dict[Stage, Reached] = {
    Stage.NO_PLAN: Reached(DAY, None, _addresses_given),
    Stage.COLLECTING: Reached(DAY, Stage.NO_PLAN, Desk.collect),
    Stage.DRAFTED: Reached(DAY, Stage.COLLECTING, Desk.compile),
    Stage.SUBMITTED: Reached(DAY, Stage.DRAFTED, _submitted),
    Stage.RESOLVED: Reached(
        DAY, Stage.SUBMITTED, lambda desk: desk.resolve(ResolutionOutcome.APPROVE, countersign=False)
    ),
    Stage.APPROVED: Reached(DAY, Stage.RESOLVED, Desk.countersign),
    Stage.ANNOUNCED: Reached(DAY, Stage.APPROVED, Desk.announce),
    Stage.AMENDING: Reached(DAY, Stage.ANNOUNCED, _amending),
    Stage.ADDING: Reached(DAY, Stage.ANNOUNCED, _adding),
    Stage.QUARTER_OPEN: Reached(QUARTER_DAY, Stage.ANNOUNCED, _quarter_open),
    Stage.QUARTER_SENT: Reached(SENT_ON, Stage.QUARTER_OPEN, _quarter_sent),
    Stage.QUARTER_LOCKED: Reached(LOCKED_DAY, Stage.QUARTER_OPEN, lambda _desk: None),
    Stage.YEAR_OVER: Reached(YEAR_OVER_DAY, Stage.QUARTER_LOCKED, lambda desk: close_round(desk, 1, LOCKED_DAY)),
    Stage.EVALUATING: Reached(YEAR_OVER_DAY, Stage.YEAR_OVER, _evaluating),
    Stage.REPORTED: Reached(EVALUATED_ON, Stage.EVALUATING, _reported),
    Stage.EVALUATED: Reached(EVALUATED_DAY, Stage.REPORTED, _evaluated),
}


def stands(desk: Desk) -> dict[Stage, sqlite3.Connection]:
    """Bring one office through every stage and return what its database holds at each, kept in memory."""
    held: dict[Stage, sqlite3.Connection] = {}
    for stage, reached in STAGES.items():
        if reached.after is not None:
            put_back(desk, held[reached.after])
        reached.does(desk)
        held[stage] = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(desk.path)) as office:
            office.backup(held[stage])
    return held


def put_back(desk: Desk, held: sqlite3.Connection) -> None:
    """Bring the office back to a stage: by one engine, which has compiled its statements already."""
    with closing(sqlite3.connect(desk.path)) as office:
        held.backup(office)
