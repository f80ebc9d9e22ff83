"""The charts of a quarter's report: projects by status, budget against disbursed, planned against actual months.

One drawing (``templates/quarter_charts.typ``): in the PDF itself, and as a picture in Word. Excel draws the same
numbers with its own charts.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from documents.quarter_content import QuarterReport, ReportLine
from documents.quarter_sums import STATUSES, by_strategy, counts_of, money_of
from documents.report_table import share
from documents.typst_pages import typeset_picture
from models.kinds import ProgressStatus
from models.values import baht_with_commas
from procedure.calendar import MONTHS_SHORT

PICTURE_PPI = 200
WIDTH_CM = 25.0  # of the drawing, as it stands on a page that lies
_BEGUN = (ProgressStatus.IN_PROGRESS, ProgressStatus.COMPLETED)


@dataclass(frozen=True)
class StatusBar:
    """Projects of one status, and their share of all in hundredths of a percent."""

    label: str
    projects: int
    share: int


@dataclass(frozen=True)
class MoneyBar:
    """Our own budget of one strategy and what of it was disbursed, in satang."""

    label: str
    budget: int
    disbursed: int


@dataclass(frozen=True)
class MonthPoint:
    """By the end of a month: projects that should have begun and been completed by the plan, and those that had.

    What had is known at the ends of quarters alone (None: between them, or still to come).
    """

    label: str
    planned_begun: int
    begun: int | None
    planned_completed: int
    completed: int | None


@dataclass(frozen=True)
class Charts:
    """The numbers of the three charts."""

    statuses: list[StatusBar]
    money: list[MoneyBar]
    months: list[MonthPoint]


def charts_of(report: QuarterReport) -> Charts:
    """Return the numbers that the report's charts draw."""
    counts = counts_of(report.projects)
    money = [(label, money_of(members)) for label, members in by_strategy(report)]
    return Charts(
        statuses=[
            StatusBar(label, getattr(counts, name), share(getattr(counts, name), counts.total))
            for label, name in STATUSES
        ],
        money=[MoneyBar(label, one.budget, one.disbursed) for label, one in money],
        months=[_point(report, month) for month in range(12)],
    )


def chart_texts(report: QuarterReport) -> list[tuple[str, str]]:
    """Return the title of each chart and its words for those who do not see it, in the office's digits."""
    write = report.office.digits.write
    charts = charts_of(report)
    statuses = ", ".join(f"{bar.label} {bar.projects} โครงการ" for bar in charts.statuses)
    money = "; ".join(
        f"{bar.label} งบประมาณ {baht_with_commas(bar.budget)} บาท เบิกจ่าย {baht_with_commas(bar.disbursed)} บาท"
        for bar in charts.money
    )
    now = charts.months[3 * report.quarter - 1]
    months = (
        f"เมื่อสิ้นเดือน {now.label} ตามแผนเริ่มแล้ว {now.planned_begun} โครงการ จริง {now.begun} "
        f"ตามแผนแล้วเสร็จ {now.planned_completed} โครงการ จริง {now.completed}"
    )
    return [
        ("จำนวนโครงการตามผลการดำเนินงาน", write(statuses)),
        ("งบประมาณและการเบิกจ่าย แยกตามยุทธศาสตร์ (บาท)", write(money)),
        ("แผนและผลรายเดือน (จำนวนโครงการสะสม)", write(months)),
    ]


def drawing(report: QuarterReport) -> dict[str, Any]:
    """Return what the template of the charts draws."""
    write = report.office.digits.write
    charts = charts_of(report)
    (statuses, statuses_alt), (money, money_alt), (months, months_alt) = chart_texts(report)

    def number(value: int | None) -> str:
        return "" if value is None else write(f"{value:,}")

    return {
        "statuses": {
            "title": statuses,
            "alt": f"{statuses}: {statuses_alt}",
            "bars": [
                [
                    bar.label,
                    bar.projects,
                    write(f"{bar.projects:,} โครงการ (ร้อยละ {bar.share // 100}.{bar.share % 100:02d})"),
                ]
                for bar in charts.statuses
            ],
        },
        "money": {
            "title": money,
            "alt": f"{money}: {money_alt}",
            "legend": ["งบประมาณหลังโอน", "เบิกจ่ายแล้ว"],
            "bars": [
                [
                    bar.label,
                    bar.budget,
                    write(baht_with_commas(bar.budget)),
                    bar.disbursed,
                    write(baht_with_commas(bar.disbursed)),
                ]
                for bar in charts.money
            ],
        },
        "months": {
            "title": months,
            "alt": f"{months}: {months_alt}",
            "legend": ["ตามแผน", "ผลจริง ณ สิ้นไตรมาส"],
            "panels": [
                {
                    "title": title,
                    "bars": [
                        [point.label, planned, number(planned), actual, number(actual)]
                        for point, planned, actual in points
                    ],
                }
                for title, points in (
                    ("โครงการที่เริ่มดำเนินการแล้ว", [(p, p.planned_begun, p.begun) for p in charts.months]),
                    ("โครงการที่แล้วเสร็จ", [(p, p.planned_completed, p.completed) for p in charts.months]),
                )
            ],
        },
    }


def charts_picture(report: QuarterReport, fonts_cache: Path) -> bytes:
    """Return the drawing of the charts as a PNG, ``WIDTH_CM`` wide at 200 dots to an inch."""
    told: date = report.told_on
    return typeset_picture(
        "quarter_picture",
        {"charts": drawing(report), "title": "", "office": ""},
        dated=told,
        fonts_cache=fonts_cache,
        digits=report.office.digits,
        ppi=PICTURE_PPI,
    )


def _point(report: QuarterReport, month: int) -> MonthPoint:
    # Projects with planned months that are not cancelled: of the others no plan can be told.
    planned = [
        line for line in report.projects if line.counted and line.months and line.status is not ProgressStatus.CANCELLED
    ]
    quarter = (month + 1) // 3 if month % 3 == 2 and (month + 1) // 3 <= report.quarter else None
    statuses = [_by(line, quarter) for line in planned] if quarter else None
    return MonthPoint(
        label=MONTHS_SHORT[(9 + month) % 12],
        planned_begun=sum(min(line.months) <= month for line in planned),
        begun=None if statuses is None else sum(status in _BEGUN for status in statuses),
        planned_completed=sum(max(line.months) <= month for line in planned),
        completed=None if statuses is None else statuses.count(ProgressStatus.COMPLETED),
    )


def _by(line: ReportLine, quarter: int) -> ProgressStatus | None:
    """Return the newest status known of a project by the end of a quarter."""
    told = (line.status_in(number) for number in range(quarter, 0, -1))
    return next((status for status in told if status is not None), None)
