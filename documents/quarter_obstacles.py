"""Obstacles in a quarter's report: by kind, of the projects behind plan, and of the others."""

from documents.quarter_content import QuarterReport, ReportLine
from documents.quarter_sums import counted
from documents.report_table import Column, Kind, Row, Table, months_words, numbered
from models.kinds import ObstacleKind


def obstacles_by_kind(report: QuarterReport) -> Table:
    """Return how many projects met each kind of obstacle, and how many of them are behind plan."""
    told = [line for line in counted(report) if line.obstacle_kind or line.obstacle]
    rows = []
    for kind in (*ObstacleKind, None):
        members = [line for line in told if line.obstacle_kind is kind]
        if members:
            name = kind.name_th if kind else "ไม่ระบุประเภท"
            rows.append(Row((name, len(members), sum(line.behind for line in members))))
    total = Row(("รวม", len(told), sum(line.behind for line in told)), total=True)
    return Table(
        "ปัญหา อุปสรรค ตามประเภท",
        "อุปสรรคตามประเภท",
        (
            Column("ประเภทของปัญหา อุปสรรค", Kind.TEXT, 10),
            Column("จำนวนโครงการ", Kind.COUNT, 4),
            Column("ในจำนวนนี้\nล่าช้ากว่าแผน", Kind.COUNT, 4),
        ),
        (*rows, total) if rows else (),
        empty="ไม่มีรายงานปัญหา อุปสรรค",
    )


def behind_plan(report: QuarterReport) -> Table:
    """Return the projects behind plan on the quarter's last day, with their obstacles."""
    members = [line for line in counted(report) if line.behind]
    return _obstacle_table(report, "โครงการที่ล่าช้ากว่าแผน", "ล่าช้ากว่าแผน", members, "ไม่มีโครงการที่ล่าช้ากว่าแผน")


def other_obstacles(report: QuarterReport) -> Table:
    """Return the obstacles of projects that are not behind plan."""
    members = [line for line in counted(report) if not line.behind and (line.obstacle or line.obstacle_kind)]
    return _obstacle_table(report, "ปัญหา อุปสรรคของโครงการอื่น", "อุปสรรคอื่น", members, "")


def _obstacle_table(report: QuarterReport, title: str, sheet: str, members: list[ReportLine], empty: str) -> Table:
    write = report.office.digits.write
    rows = [
        (
            line.name,
            line.unit,
            months_words(line.months, report.office.digits),
            line.label + (write(f" {line.percent}%") if line.percent is not None else ""),
            line.obstacle_kind.name_th if line.obstacle_kind else "–",
            line.obstacle or "–",
            line.proposal or "–",
        )
        for line in members
    ]
    return Table(
        title,
        sheet,
        (
            Column("ที่", Kind.COUNT, 1),
            Column("โครงการ", Kind.TEXT, 7.6),
            Column("หน่วยงาน", Kind.TEXT, 3.8),
            Column("เดือนตามแผน", Kind.CENTRED, 2.4),
            Column("ผลการดำเนินงาน", Kind.TEXT, 2.9),
            Column("ประเภท", Kind.TEXT, 2.6),
            Column("ปัญหา อุปสรรค", Kind.TEXT, 4),
            Column("ข้อเสนอแนะ", Kind.TEXT, 3),
        ),
        numbered(rows),
        empty=empty,
    )
