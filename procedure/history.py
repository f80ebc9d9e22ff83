"""The steps of a plan as they happened, each with its deadline: what the board, the status and reports show."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.kinds import ObligationRule, ResolutionOutcome
from models.obligations import Event, Obligation
from models.quarters import QuarterRound
from procedure.calendar import bangkok_date
from procedure.plans import PlanOnRecord, announcement_of, editions_of, identity, postings_of, resolutions_of
from procedure.recorded_days import RecordedDay, recorded_days
from procedure.triggers import completion_obligations


@dataclass(frozen=True)
class StepLine:
    """One step: when it was entered, due (None without a limit of its own) and done, and how it came out.

    ``outcome`` is done, returned, late or open; late also while open and past due.
    """

    name: str
    entered: date
    due: date | None
    done: date | None
    outcome: str
    edition: str = ""  # "" for the base plan, else เพิ่มเติม ครั้งที่ ๑
    recorded: RecordedDay | None = None  # the day its end bears and the day that was recorded on


STEP_NAMES_TH = {
    "collection": "รวบรวมโครงการ",
    "drafting": "จัดทำร่าง",
    "review": "คณะกรรมการพิจารณา",
    "announcement": "ประกาศใช้",
    "posting": "ปิดประกาศ",
    "quarter_1": "ไตรมาสที่ ๑",
    "quarter_2": "ไตรมาสที่ ๒",
    "quarter_3": "ไตรมาสที่ ๓",
    "quarter_4": "ไตรมาสที่ ๔",
}


def step_history(session: Session, on_record: PlanOnRecord, as_of: datetime) -> list[StepLine]:
    """Return the steps entered so far, in order: of the base plan, of each later edition, then of the quarters.

    ``review`` stands once per draft considered.
    """
    lines: list[StepLine] = []
    for one in editions_of(session, on_record):
        lines += _edition_lines(session, one, as_of)
    rounds = select(QuarterRound).where(QuarterRound.plan_id == on_record.plan_id).order_by(col(QuarterRound.number))
    for row in session.exec(rounds):
        # A round is done when it closes; each post's lateness stands in the quarter's matrix.
        outcome = "done" if row.closed_on else "open"
        lines.append(StepLine(f"quarter_{row.number}", row.opens_on, row.due_on, row.closed_on, outcome))
    return lines


def _edition_lines(session: Session, on_record: PlanOnRecord, as_of: datetime) -> list[StepLine]:
    edition = on_record.edition
    today = bangkok_date(as_of)
    resolutions = resolutions_of(session, on_record)
    compiled = _first_compiled(session, on_record)
    first_submitted = resolutions[0].submitted_on if resolutions else edition.submitted_on
    lines = [_line("collection", edition.opened_on, None, compiled, today)]
    ended: list[tuple[str, int]] = [("draft_compiled", on_record.edition_id)]
    if compiled:
        # An amendment that passes no committee is drafted once it is compiled.
        drafted = first_submitted if edition.passes_committee else edition.compiled_on
        lines.append(_line("drafting", compiled, None, drafted, today))
        ended.append(("draft_submitted", on_record.edition_id))
    for resolution in resolutions:
        returned = resolution.outcome is ResolutionOutcome.RETURN
        lines.append(
            StepLine(
                "review", resolution.submitted_on, None, resolution.considered_on, "returned" if returned else "done"
            )
        )
        ended.append(("draft_returned" if returned else "draft_approved", identity(resolution.id)))
    if edition.submitted_on and not edition.resolved_on:
        lines.append(_line("review", edition.submitted_on, None, None, today))
        ended.append(("", 0))
    ready_on = edition.approved_on if edition.passes_committee else edition.compiled_on
    if ready_on:
        due = min((duty.due_on for duty in completion_obligations(session, on_record)), default=None)
        lines.append(_line("announcement", ready_on, due, edition.announced_on, today))
        announcement = announcement_of(session, on_record)
        ended.append(("plan_announced", identity(announcement.id) if announcement else 0))
    if edition.announced_on and edition.needs_posting:
        postings = postings_of(session, on_record)
        posted = postings[0].posted_on if postings else None
        lines.append(_line("posting", edition.announced_on, _posting_due(session, on_record), posted, today))
        ended.append(("plan_posted", identity(postings[0].id) if postings else 0))
    recorded = recorded_days(session, on_record.organization_id, ended)
    return [
        replace(line, edition=on_record.title, recorded=recorded.get(end))
        for line, end in zip(lines, ended, strict=True)
    ]


def _line(name: str, entered: date, due: date | None, done: date | None, today: date) -> StepLine:
    late = due is not None and (done or today) > due
    return StepLine(name, entered, due, done, "late" if late else "done" if done else "open")


def _first_compiled(session: Session, on_record: PlanOnRecord) -> date | None:
    event = session.exec(
        select(Event)
        .where(
            Event.kind == "draft_compiled", Event.subject_kind == "edition", Event.subject_id == on_record.edition_id
        )
        .order_by(col(Event.id))
    ).first()
    return date.fromisoformat(str(event.payload["compiled_on"])) if event else None


def _posting_due(session: Session, on_record: PlanOnRecord) -> date | None:
    announcement = announcement_of(session, on_record)
    if announcement is None:
        return None
    return session.exec(
        select(col(Obligation.due_on)).where(
            Obligation.organization_id == on_record.organization_id,
            Obligation.rule == ObligationRule.POST_ANNOUNCEMENT,
            Obligation.subject_kind == "announcement",
            Obligation.subject_id == announcement.id,
        )
    ).first()
