"""Moving the due day of an open obligation: the superseded day is kept, and whoever owes it is told.

Extensions, corrected dates, chosen days and holidays all move by this one function; a closed obligation never moves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from models.kinds import DueDayCause, ExtensionPaper, ObligationState
from models.obligations import DueDayChange, Event, Obligation
from procedure.act import Recording
from procedure.calendar import bangkok_date, nth_day, thai_date
from procedure.duties import opened_after_its_year
from procedure.plans import PlanOnRecord, identity

MOVED = "due_day_moved"


@dataclass(frozen=True)
class Authority:
    """By what a due day moves: the cause, the day of its paper, and the paper itself as far as there is one."""

    cause: DueDayCause
    dated_on: date
    reason: str = ""
    paper: ExtensionPaper | None = None
    number: str = ""


@dataclass
class Moves:
    """The due days that one act moves, told to the owing posts by one event when the act ends."""

    recording: Recording
    on_record: PlanOnRecord
    authority: Authority
    moved: list[dict[str, object]] = field(default_factory=list)

    def move(self, obligation: Obligation, to_due_on: date, *, days: int | None = None) -> bool:
        """Move one obligation's due day and keep the superseded one; return whether it moved.

        A closed obligation and an unchanged day stay as they are. ``days`` are those granted by an extension, else the
        difference. Notices of the old day are superseded and the ladder is planned anew (``due_version``).
        """
        before = obligation.due_on
        if obligation.state is not ObligationState.OPEN or before == to_due_on:
            return False
        self.keep(obligation, to_due_on, days=(to_due_on - before).days if days is None else days)
        obligation.due_on = to_due_on
        obligation.due_version += 1
        today = self.recording.today
        obligation.silent = to_due_on < today or opened_after_its_year(self.recording.session, self.on_record)
        self.recording.session.add(obligation)
        self.moved.append(
            {"obligation_id": obligation.id, "from": before.isoformat(), "to": to_due_on.isoformat()},
        )
        return True

    def keep(self, obligation: Obligation, to_due_on: date, *, days: int, withdrew_late: bool = True) -> None:
        """Keep a change of a due day; ``withdrew_late`` false: an extension that came too late and moves nothing."""
        by = self.authority
        self.recording.session.add(
            DueDayChange(
                organization_id=obligation.organization_id,
                obligation_id=identity(obligation.id),
                cause=by.cause,
                from_due_on=obligation.due_on,
                to_due_on=to_due_on,
                days=days,
                paper=by.paper,
                number=by.number,
                reason=by.reason,
                dated_on=by.dated_on,
                withdrew_late=withdrew_late,
                as_of=self.recording.as_of,
            )
        )

    def tell(self) -> None:
        """Write the event by which each owing post is told once of its moved day; nothing if no day moved."""
        if self.moved:
            plan_id, cause = self.on_record.plan_id, self.authority.cause.value
            self.recording.tell(MOVED, "operation_plan", plan_id, cause=cause, moves=self.moved)


def moves_told(session: Session, event: Event, *, ended: bool = False) -> list[tuple[Obligation, date]]:
    """Return the obligations whose days an event moved, each with its superseded day, while that is still true.

    Left out are those that have ended, but with ``ended``, and those moved again since.
    """
    moved: dict[int, tuple[date, date]] = {}
    for told in _listed(event.payload.get("moves")):
        days = date.fromisoformat(str(told["from"])), date.fromisoformat(str(told["to"]))
        moved[int(str(told["obligation_id"]))] = days
    found: list[tuple[Obligation, date]] = []
    rows = select(Obligation).where(Obligation.organization_id == event.organization_id, col(Obligation.id).in_(moved))
    for obligation in session.exec(rows.order_by(col(Obligation.id))):
        before, after = moved[identity(obligation.id)]
        if ended or (obligation.state is ObligationState.OPEN and obligation.due_on == after):
            found.append((obligation, before))
    return found


def _listed(moves: object) -> list[Mapping[str, object]]:
    return moves if isinstance(moves, list) else []


def recount(session: Session, obligation: Obligation, law_due: date) -> tuple[date, date | None]:
    """Return the due day of a corrected period with its extensions counted on, and the newest one that came too late.

    An extension that withdrew "late" once keeps doing so; one that came after the wrong due day counts if it is dated
    on or before the corrected one. Source: Supreme Court 2981/2545 (counted on from the due day).
    """
    due, late_on = law_due, None
    for extension in superseded_days(session, obligation):
        if extension.cause is not DueDayCause.EXTENSION:
            continue
        if extension.withdrew_late or extension.dated_on <= due:
            due = nth_day(due, extension.days)
        else:
            late_on = extension.dated_on
    return due, late_on


def superseded_days(session: Session, obligation: Obligation) -> list[DueDayChange]:
    """Return how an obligation's due day moved, oldest first."""
    return list(
        session.exec(
            select(DueDayChange).where(DueDayChange.obligation_id == obligation.id).order_by(col(DueDayChange.id))
        )
    )


def changes_by_obligation(session: Session, organization_id: int) -> dict[int, list[DueDayChange]]:
    """Return how the due days of an organization moved, oldest first, by obligation."""
    found: dict[int, list[DueDayChange]] = {}
    rows = select(DueDayChange).where(DueDayChange.organization_id == organization_id).order_by(col(DueDayChange.id))
    for change in session.exec(rows):
        found.setdefault(change.obligation_id, []).append(change)
    return found


_CAUSES = {
    DueDayCause.EXTENSION: ("ขยายเวลา", "extension"),
    DueDayCause.CORRECTION: ("แก้ไขวันที่ที่บันทึกผิด", "corrected date"),
    DueDayCause.HOLIDAY: ("วันหยุดหรือวันของไตรมาสเปลี่ยน", "holiday or quarter day"),
    DueDayCause.CHOSEN_DAY: ("หน่วยงานกำหนดวันใหม่", "newly chosen day"),
}


def explain_change(change: DueDayChange) -> tuple[str, str]:
    """Return in Thai and English how a due day moved, or that an extension came too late to move it."""
    why_th, why_en = _CAUSES[change.cause]
    recorded = bangkok_date(change.as_of)
    paper = f"{change.paper.name_th}{f'ที่ {change.number}' if change.number else ''} " if change.paper else ""
    if not change.withdrew_late:
        return (
            f"{paper}ลงวันที่ {thai_date(change.dated_on)} ขยายเวลาภายหลังครบกำหนด "
            f"จึงไม่เลื่อนจากวันที่ {thai_date(change.from_due_on)}",
            f"An extension dated {change.dated_on} came after the due day {change.from_due_on} and does not move it.",
        )
    return (
        f"กำหนดเดิมวันที่ {thai_date(change.from_due_on)} เลื่อนเป็นวันที่ {thai_date(change.to_due_on)} ({why_th} {paper}"
        f"ลงวันที่ {thai_date(change.dated_on)} บันทึกวันที่ {thai_date(recorded)})",
        f"Moved from {change.from_due_on} to {change.to_due_on} ({why_en}, dated {change.dated_on}, "
        f"recorded {recorded}).",
    )
