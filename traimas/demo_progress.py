"""The progress that the demo's posts report: made up, by their months, and never less than was told before."""

from collections.abc import Sequence
from datetime import timedelta

from models.kinds import ObstacleKind, ProgressStatus
from models.plans import ProjectEntry
from models.quarters import ProgressReport
from models.values import PlannedMonths
from procedure.plans import PlanOnRecord
from procedure.progress import behind_plan
from procedure.report_checks import ProjectProgress


def first_progress(owed: Sequence[tuple[ProjectEntry, int]], plan: PlanOnRecord) -> list[ProjectProgress]:
    """Return what a post could report by the first quarter's end, of its projects with their budgets in satang."""
    ended = plan.fiscal_year.quarter(1).last_day
    after = ended + timedelta(days=1)
    reports: list[ProjectProgress] = []
    for number, (entry, satang) in enumerate(owed):
        months = PlannedMonths(entry.months)
        if not months.begun(plan.fiscal_year, ended) or number % 7 == 5:
            status, percent, spent, result = ProgressStatus.NOT_STARTED, 0, 0, ""
        elif months.last_month_ended(plan.fiscal_year, after) and number % 5 != 4:
            status, percent, spent, result = ProgressStatus.COMPLETED, 100, satang, "ดำเนินการแล้วเสร็จตามแผน"
        else:
            status, percent, spent, result = ProgressStatus.IN_PROGRESS, 40, satang // 4, "อยู่ระหว่างดำเนินการ"
        behind = behind_plan(status, entry.months, plan.fiscal_year, after)
        reports.append(
            ProjectProgress(
                project_id=entry.project_id,
                status=status,
                percent=percent,
                disbursed_satang=spent,
                result=result,
                obstacle_kind=ObstacleKind.PROCUREMENT if behind else None,
                obstacle="อยู่ระหว่างจัดหาผู้รับจ้าง" if behind else "",
            )
        )
    return reports


def later_progress(
    entry: ProjectEntry, satang: int, before: ProgressReport | None, plan: PlanOnRecord, quarter: int
) -> ProjectProgress:
    """Return what a post could report of a project by a later quarter's end.

    ``satang`` is its net budget, ``before`` what was last reported of it.
    """
    ended = plan.fiscal_year.quarter(quarter).last_day
    after = ended + timedelta(days=1)
    months = PlannedMonths(entry.months)
    told = before.percent or 0 if before else 0
    spent = before.disbursed_satang if before else 0
    if before is not None and before.status is ProgressStatus.COMPLETED:
        status, percent = ProgressStatus.COMPLETED, 100
    elif not months.begun(plan.fiscal_year, ended):
        status, percent = (ProgressStatus.IN_PROGRESS if told else ProgressStatus.NOT_STARTED), told
    elif months.last_month_ended(plan.fiscal_year, after) and entry.project_id % 6:
        status, percent, spent = ProgressStatus.COMPLETED, 100, satang
    else:
        status, percent = ProgressStatus.IN_PROGRESS, max(told, 20 * quarter)
        spent = max(spent, satang * (quarter - 1) // 4)
    behind = behind_plan(status, entry.months, plan.fiscal_year, after)
    return ProjectProgress(
        project_id=entry.project_id,
        status=status,
        percent=percent,
        contracted_satang=max(spent, satang * 3 // 4 if percent else 0),
        disbursed_satang=spent,
        result={ProgressStatus.COMPLETED: "ดำเนินการแล้วเสร็จ", ProgressStatus.IN_PROGRESS: "อยู่ระหว่างดำเนินการ"}.get(
            status, ""
        ),
        obstacle_kind=ObstacleKind.CONTRACTOR if behind else None,
        obstacle="ผู้รับจ้างส่งมอบงานล่าช้ากว่างวดงาน" if behind else "",
        final_payment=status is ProgressStatus.COMPLETED,
    )
