"""An office in its quarters, for tests: reporting, rounds by the schedule, and what is owed."""

from datetime import date, time
from typing import Any

from sqlmodel import select

from flows.perform import perform
from models.kinds import ObstacleKind, ProgressStatus, Role
from models.obligations import Obligation
from models.quarters import QuarterRound
from procedure.act import Outcome
from procedure.acts.reporting import RecordPaperReports, SubmitReports, record_paper_reports, submit_reports
from procedure.acts.rounds import CloseQuarter, OpenQuarter, close_quarter, open_quarter
from procedure.calendar import at
from procedure.permissions import system_actor
from procedure.plans import find_plan
from procedure.progress import owed_entries
from procedure.report_checks import ProjectProgress
from tests.offices import YEAR, Desk

WORKS = "ผู้รายงานความก้าวหน้า กองช่าง"
WORKS_HEAD = "ผู้อำนวยการกองช่าง"
FINANCE = "ผู้รายงานความก้าวหน้า กองคลัง"
LIAISON = "ผู้ประสานงาน องค์การบริหารส่วนจังหวัดตัวอย่าง"
DUE, LOCK = date(2026, 1, 15), date(2026, 1, 30)


def progress(project_id: int = 1, **changes: Any) -> ProjectProgress:
    """Return a report that holds: under way at 40 percent, behind plan for the weather."""
    facts: dict[str, Any] = {
        "project_id": project_id,
        "status": ProgressStatus.IN_PROGRESS,
        "percent": 40,
        "obstacle_kind": ObstacleKind.WEATHER,
        "obstacle": "ฝนตกหนัก",
    }
    return ProjectProgress(**{**facts, **changes})


def owed_ids(desk: Desk, title: str, on: date) -> list[int]:
    with desk.database.read() as session:
        plan = find_plan(session, 1, YEAR)
        return [entry.project_id for entry in owed_entries(session, plan.plan_id, desk.post_of(title), on)]


def report(desk: Desk, title: str, on: date, clock: time = time(10), by: str = "", **changes: Any) -> Outcome:
    """Submit a post's reports of its projects, as its holder or as the holder of the post ``by``."""
    post = desk.post_of(title)
    reports = tuple(progress(number) for number in owed_ids(desk, title, on))
    facts = SubmitReports(**{"fiscal_year": YEAR, "quarter": 1, "officer_id": post, "reports": reports, **changes})
    actor = desk.actor(Role.OFFICER, on, desk.post_of(by) if by else post)
    return perform(desk.database, desk.requester, submit_reports, actor, facts, at(on, clock))


def paper(
    desk: Desk, title: str, received_on: date, on: date, role: Role = Role.PLAN_ANALYST, **changes: Any
) -> Outcome:
    """Record on a day a post's submission that came on paper."""
    facts: dict[str, Any] = {
        "fiscal_year": YEAR,
        "quarter": 1,
        "officer_id": desk.post_of(title),
        "reports": tuple(progress(number) for number in owed_ids(desk, title, received_on)),
        "received_on": received_on,
        "document": "บันทึกข้อความ ที่ ๑/๒๕๖๙",
    }
    return desk.act(record_paper_reports, RecordPaperReports(**{**facts, **changes}), on, role)


def open_round(desk: Desk, quarter: int, on: date) -> Outcome:
    facts = OpenQuarter(fiscal_year=YEAR, quarter=quarter)
    return perform(desk.database, desk.requester, open_quarter, system_actor(1), facts, at(on, time(0, 10)))


def close_round(desk: Desk, quarter: int, on: date, clock: time = time(0, 10)) -> Outcome:
    facts = CloseQuarter(fiscal_year=YEAR, quarter=quarter)
    return perform(desk.database, desk.requester, close_quarter, system_actor(1), facts, at(on, clock))


def obligation_of(desk: Desk, title: str, quarter: int = 1) -> Obligation:
    with desk.database.read() as session:
        return session.exec(
            select(Obligation)
            .join(QuarterRound, QuarterRound.id == Obligation.subject_id)  # type: ignore[arg-type]
            .where(
                Obligation.officer_id == desk.post_of(title),
                Obligation.subject_kind == "quarter_round",
                QuarterRound.number == quarter,
            )
        ).one()


def round_of(desk: Desk, quarter: int = 1) -> QuarterRound:
    with desk.database.read() as session:
        return session.exec(select(QuarterRound).where(QuarterRound.number == quarter)).one()
