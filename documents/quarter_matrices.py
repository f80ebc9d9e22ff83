"""The matrices of a quarter's report: projects, and posts, over the quarters of the year."""

from documents.quarter_content import PostCell, QuarterReport, ReportLine
from documents.quarter_sums import STATUSES, by_programme, by_strategy, by_unit
from documents.report_table import Cell, Column, Kind, Row, Table, months_words
from models.kinds import ProgressStatus
from procedure.calendar import thai_date_short

_SHORT = {
    ProgressStatus.NOT_STARTED: "ยังไม่เริ่ม",
    ProgressStatus.IN_PROGRESS: "ดำเนินการอยู่",
    ProgressStatus.COMPLETED: "แล้วเสร็จ",
    ProgressStatus.CANCELLED: "ยกเลิก",
}


def quarter_matrix(report: QuarterReport) -> Table:
    """Return how the projects stood in each quarter, per strategy, unit and programme; quarters to come are empty."""
    write = report.office.digits.write
    rows: list[Row] = []
    for first, parted in (
        ("ยุทธศาสตร์", by_strategy(report)),
        ("หน่วยงานรับผิดชอบหลัก", by_unit(report)),
        ("แผนงาน", by_programme(report)),
    ):
        rows.append(Row((first,), heading=True))
        rows += [Row((label, *_quarters_of(report, members))) for label, members in parted]
    rows.append(Row(("รวม", *_quarters_of(report, report.projects)), total=True))
    return Table(
        "ผลการดำเนินงานสะสมรายไตรมาส แยกตามยุทธศาสตร์ หน่วยงาน และแผนงาน (จำนวนโครงการ)",
        "รายไตรมาส",
        (
            Column("ยุทธศาสตร์ หน่วยงาน แผนงาน", Kind.TEXT, 6.5),
            *(
                Column(name, Kind.COUNT, 1.04, write(f"ไตรมาสที่ {number}"))
                for number in (1, 2, 3, 4)
                for name in ("แล้ว\nเสร็จ", "อยู่\nระหว่าง", "ยังไม่\nเริ่ม", "ยกเลิก", "ไม่\nรายงาน")
            ),
        ),
        tuple(rows),
        note=write(f"โครงการตามแผนที่ใช้บังคับในรายงานนี้ นับตั้งแต่ไตรมาสที่เข้าแผน ไตรมาสหลังไตรมาสที่ {report.quarter} ยังไม่มีข้อมูล"),
    )


def _quarters_of(report: QuarterReport, members: list[ReportLine]) -> list[Cell]:
    cells: list[Cell] = [None] * 20
    counted = [line for line in members if line.counted]
    for number in range(report.quarter):
        statuses = [line.status_in(number + 1) for line in counted if line.quarters[number].in_plan]
        for place, (_label, name) in enumerate(STATUSES):
            cells[5 * number + place] = sum((status.value if status else "not_reported") == name for status in statuses)
    return cells


def project_matrix(report: QuarterReport) -> Table:
    """Return each project over the quarters of the year, by unit; quarters to come are empty."""
    write = report.office.digits.write
    rows: list[Row] = []
    for unit, members in by_unit(report):
        counted = [line for line in members if line.counted]
        if counted:
            rows.append(Row((f"{unit} ({write(len(counted))} โครงการ)",), heading=True))
        rows += [
            Row(
                (
                    line.number,
                    line.name,
                    report.strategies[line.strategy],
                    line.programme.removeprefix("แผนงาน"),
                    months_words(line.months, report.office.digits),
                    *(_standing_words(report, line, n) for n in range(1, report.quarter + 1)),
                    *(None,) * (4 - report.quarter),
                    line.budget_satang,
                    line.disbursed_satang,
                )
            )
            for line in counted
        ]
    return Table(
        "ผลการดำเนินงานรายโครงการ รายไตรมาส",
        "รายโครงการ",
        (
            Column("ลำดับ", Kind.COUNT, 1.1),
            Column("โครงการ", Kind.TEXT, 5.8),
            Column("ยุทธศาสตร์", Kind.TEXT, 3.3),
            Column("แผนงาน", Kind.TEXT, 2.6),
            Column("เดือนตามแผน", Kind.CENTRED, 2),
            *(Column(write(f"ไตรมาส {n}"), Kind.CENTRED, 1.9, "ผลการดำเนินงาน (ร้อยละ)") for n in (1, 2, 3, 4)),
            Column("งบประมาณ\nหลังโอน (บาท)", Kind.MONEY, 2.4),
            Column("เบิกจ่ายแล้ว\n(บาท)", Kind.MONEY, 2.4),
        ),
        tuple(rows),
        empty="ไม่มีโครงการในแผน",
    )


def _standing_words(report: QuarterReport, line: ReportLine, quarter: int) -> str:
    if not line.quarters[quarter - 1].in_plan:
        return "–"  # not in the plan yet
    status, percent = line.status_in(quarter), line.quarters[quarter - 1].percent
    if status is None:
        return "ไม่ได้รายงาน"
    return _SHORT[status] + (report.office.digits.write(f" {percent}") if percent is not None else "")


def post_matrix(report: QuarterReport) -> Table:
    """Return each reporting post over the quarters up to this one."""
    write = report.office.digits.write
    quarters = range(1, report.quarter + 1)
    return Table(
        "การส่งรายงานของผู้รายงาน",
        "ผู้รายงาน",
        (
            Column("ที่", Kind.COUNT, 1),
            Column("ตำแหน่งผู้รายงาน", Kind.TEXT, 6.5),
            Column("หน่วยงาน", Kind.TEXT, 4.8),
            *(Column(write(f"ไตรมาสที่ {number}"), Kind.CENTRED, 3.75) for number in quarters),
        ),
        tuple(
            Row(
                (
                    number,
                    line.post + (" (ผู้ประสานงานหน่วยงานอื่น)" if line.liaison else ""),
                    line.unit,
                    *(_post_words(report, cell) for cell in line.quarters),
                )
            )
            for number, line in enumerate(report.posts, start=1)
        ),
        empty="ไม่มีผู้ต้องส่งรายงาน",
    )


_STANDINGS = {
    "met": "ส่งตามกำหนด",
    "met_late": "ส่งล่าช้า",
    "missed": "ไม่ส่งรายงาน",
    "open": "ยังไม่ส่งรายงาน",
    "late": "ยังไม่ส่งรายงาน (เกินกำหนด)",
}


def _post_words(report: QuarterReport, cell: PostCell) -> str:
    write = report.office.digits.write
    if cell.not_informed and cell.asked_on is not None:
        return f"ไม่ได้รับแจ้ง (สอบถาม {cell.source} {write(thai_date_short(cell.asked_on))})"
    words = _STANDINGS.get(cell.standing, "–")
    if cell.received_on is not None:
        words += write(f" {thai_date_short(cell.received_on)}")
    words += " (ไม่มีผลการดำเนินงาน)" if cell.nothing else ""
    return words + (" (ส่งกลับเพื่อแก้ไข)" if cell.returned else "")
