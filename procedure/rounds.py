"""A quarter's round in the record: opening it with its obligations, and who may still report once it has locked."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from models.kinds import ObligationRule, ObligationState
from models.obligations import Obligation
from models.organizations import Officer
from models.plans import OperationPlan
from models.quarters import LockException, QuarterRound
from procedure.calendar import thai_date
from procedure.duties import day_after
from procedure.errors import ProcedureError
from procedure.moving import Moves
from procedure.owed import reporting_posts
from procedure.plans import PlanOnRecord, entries_in_force, identity
from procedure.progress import reports_in, round_obligations
from procedure.quarter_days import quarter_days
from procedure.year_end import carried_entries


def open_round(session: Session, on_record: PlanOnRecord, number: int, today: date) -> QuarterRound:
    """Open a quarter's round: one obligation per post with projects in force or carried on from earlier years.

    A round whose lock day is over (an old year typed in later) is silent: nobody is told. Its posts are those of the
    day it should have opened, or of the announcement if that came later. Raises ``ProcedureError`` ``too_early``.
    """
    quarter = on_record.fiscal_year.quarter(number)
    opens_on = day_after(quarter.last_day)
    if today < opens_on:
        raise ProcedureError(
            "too_early",
            f"ยังเปิดรอบรายงานไม่ได้ ไตรมาสสิ้นสุดวันที่ {thai_date(quarter.last_day)}",
            f"The round opens on {opens_on}, after the quarter has ended.",
        )
    due_on, lock_on = quarter_days(session, on_record, number)
    quarter_round = QuarterRound(
        organization_id=on_record.organization_id,
        plan_id=on_record.plan_id,
        number=number,
        opens_on=opens_on,
        due_on=due_on,
        lock_on=lock_on,
        opened_on=today,
    )
    session.add(quarter_round)
    session.flush()
    silent = today > lock_on
    asked_on = max(opens_on, on_record.edition.announced_on or opens_on) if silent else today
    _owe_reports(
        session, quarter_round, reporting_posts(session, on_record, number, asked_on), opens_on, due_on, silent=silent
    )
    return quarter_round


def follow_plan_in_force(session: Session, on_record: PlanOnRecord, today: date) -> None:
    """Have the rounds that still take reports asked of the posts that have something to report, once an edition or the
    outcome of a year's end changed what is in force or carried on.

    An open duty of a post that has nothing left to report (its projects cancelled, merged or given to another post) is
    withdrawn. A post that takes over projects owes their report, unless the round already has it: by the due day, or
    by the lock day where the due day is over. A project that was not in force when the round opened is no cause.
    """
    rounds = session.exec(
        select(QuarterRound, OperationPlan)
        .join(OperationPlan, col(OperationPlan.id) == col(QuarterRound.plan_id))
        .where(
            QuarterRound.organization_id == on_record.organization_id,
            # Work carried on is reported in the rounds of later years.
            col(OperationPlan.fiscal_year) >= on_record.plan.fiscal_year,
            col(QuarterRound.closed_on).is_(None),
            col(QuarterRound.lock_on) >= today,
        )
    ).all()
    for row, plan in rounds:
        owed = {one.officer_id: one for one in round_obligations(session, row)}
        owing = reporting_posts(session, plan, row.number, today)
        for obligation in owed.values():
            if obligation.state is ObligationState.OPEN and obligation.officer_id not in owing:
                obligation.state, obligation.ended_on = ObligationState.WITHDRAWN, today
                session.add(obligation)
        taken_over = _posts_taking_over(session, plan, row, today)
        due_on = row.due_on if today <= row.due_on else row.lock_on
        for post in taken_over & owed.keys():
            again = owed[post]
            if again.state is ObligationState.WITHDRAWN:
                again.state, again.ended_on, again.due_on = ObligationState.OPEN, None, due_on
                again.due_version += 1
                session.add(again)
        _owe_reports(session, row, taken_over - owed.keys(), max(today, row.opens_on), due_on, silent=False)


def _posts_taking_over(session: Session, plan: OperationPlan, quarter_round: QuarterRound, today: date) -> set[int]:
    """Return the posts that now report what the round was opened for, or carried work, of which it has no report."""
    plan_id = quarter_round.plan_id
    before = {entry.project_id for entry in entries_in_force(session, plan_id, quarter_round.opened_on)}
    own = [entry for entry in entries_in_force(session, plan_id, today) if entry.project_id in before]
    carried = carried_entries(session, plan.organization_id, plan.fiscal_year, today, quarter=quarter_round.number)
    reported = reports_in(session, quarter_round)
    return {
        entry.officer_id
        for entry in [*own, *(one.entry for one in carried)]
        if entry.officer_id is not None and entry.project_id not in reported
    }


def _owe_reports(
    session: Session, quarter_round: QuarterRound, posts: set[int], opens_on: date, due_on: date, *, silent: bool
) -> None:
    for officer in session.exec(select(Officer).where(col(Officer.id).in_(posts)).order_by(col(Officer.id))):
        session.add(
            Obligation(
                organization_id=quarter_round.organization_id,
                rule=ObligationRule.REPORT_QUARTER,
                plan_id=quarter_round.plan_id,
                subject_kind="quarter_round",
                subject_id=identity(quarter_round.id),
                officer_id=identity(officer.id),
                started_on=quarter_round.opens_on - timedelta(days=1),  # the quarter's last day
                opens_on=opens_on,
                due_on=due_on,
                lock_on=quarter_round.lock_on,
                silent=silent,
                # A liaison post reports for another agency, outside on-time rates and escalation.
                in_rates=officer.agency_id is None,
            )
        )
    session.flush()


def exception_in_force(
    session: Session, quarter_round: QuarterRound, officer_id: int, on: date
) -> LockException | None:
    """Return the leave by which a post may report on a day after the lock; of several the one that lasts longest."""
    return session.exec(
        select(LockException)
        .where(
            LockException.round_id == quarter_round.id,
            LockException.officer_id == officer_id,
            col(LockException.dated_on) <= on,
            col(LockException.expires_on) >= on,
        )
        .order_by(col(LockException.expires_on).desc(), col(LockException.id))
    ).first()


def require_taken(session: Session, quarter_round: QuarterRound, officer_id: int, received_on: date) -> bool:
    """Refuse (``locked``) a report received after the lock day without leave; return whether it came by such leave.

    Taken until the end of the lock day (23:59:59 Asia/Bangkok), also on the day itself.
    """
    if received_on <= quarter_round.lock_on:
        return False
    if exception_in_force(session, quarter_round, officer_id, received_on) is not None:
        return True
    raise ProcedureError(
        "locked",
        f"ปิดรับรายงานไตรมาสที่ {quarter_round.number} แล้วเมื่อสิ้นวันที่ {thai_date(quarter_round.lock_on)} "
        "โปรดติดต่อนักวิเคราะห์นโยบายและแผน",
        f"The round closed at the end of {quarter_round.lock_on}; ask the plan analyst.",
    )


def move_round(moves: Moves, quarter_round: QuarterRound, due_on: date, lock_on: date) -> None:
    """Move an open round and its open obligations; a post that was given more time of its own keeps it."""
    session, before = moves.recording.session, quarter_round.due_on
    quarter_round.due_on, quarter_round.lock_on = due_on, lock_on
    session.add(quarter_round)
    for obligation in round_obligations(session, quarter_round):
        if obligation.state is not ObligationState.OPEN:
            continue
        own_time = obligation.due_on != before and obligation.due_on > due_on
        obligation.lock_on = max(lock_on, obligation.due_on) if own_time else lock_on
        session.add(obligation)
        if not own_time:
            moves.move(obligation, due_on)
