"""The tables of a quarter's report, form แบบที่ ๒: counts and money by strategy, programme and unit, what was submitted.

``quarter_lists``, ``quarter_obstacles`` and ``quarter_matrices`` have those that name projects and posts.
"""

from documents.quarter_content import QuarterReport
from documents.quarter_lists import carried_work, changes_of_the_plan, earmarked, merged, several_sources, transfers
from documents.quarter_matrices import post_matrix, project_matrix, quarter_matrix
from documents.quarter_obstacles import behind_plan, obstacles_by_kind, other_obstacles
from documents.quarter_sums import (
    STATUSES,
    Counts,
    Money,
    Parted,
    by_programme,
    by_strategy,
    by_unit,
    counts_of,
    disbursed_from,
    money_of,
)
from documents.report_table import Cell, Column, Kind, Row, Table, share
from models.values import baht_with_commas
from procedure.calendar import thai_date
from procedure.money_sources import MoneyKind

_DISBURSED = "เบิกจ่ายแล้ว (บาท)"
_ALL = "รวม"


def report_title(report: QuarterReport) -> str:
    """Return what the report is called, in the office's digits."""
    return report.office.digits.write(
        f"รายงานผลการดำเนินงานตามแผนการดำเนินงาน ไตรมาสที่ {report.quarter} ประจำปีงบประมาณ พ.ศ. {report.fiscal_year}"
    )


def lines_under_title(report: QuarterReport) -> list[str]:
    """Return the lines under the title: the period, the days of the round, and as of when it is told."""
    write = report.office.digits.write
    told = (
        f"ปิดรอบวันที่ {thai_date(report.closed_on)} · ข้อมูล ณ วันที่ {thai_date(report.told_on)}"
        if report.closed_on
        else f"รายงานระหว่างรอบ (ยังไม่ปิดรอบ) ข้อมูล ณ วันที่ {thai_date(report.told_on)}"
    )
    return [
        write(f"ระหว่างวันที่ {thai_date(report.first_day)} ถึงวันที่ {thai_date(report.last_day)}"),
        write(f"กำหนดส่งรายงานภายในวันที่ {thai_date(report.due_on)} · {told}"),
    ]


def report_tables(report: QuarterReport) -> list[Table]:
    """Return the report's tables in order, numbered; those that only tell of what happened are left out where it did
    not."""
    always = [
        submissions(report),
        *(
            table
            for first, parted in (
                ("ยุทธศาสตร์", by_strategy(report)),
                ("หน่วยงานรับผิดชอบหลัก", by_unit(report)),
                ("แผนงาน", by_programme(report)),
            )
            for table in (_status_table(first, parted), _money_table(report, first, parted))
        ),
        money_by_source(report),
        several_sources(report),
        earmarked(report),
        obstacles_by_kind(report),
        behind_plan(report),
        other_obstacles(report),
        changes_of_the_plan(report),
        transfers(report),
        merged(report),
        carried_work(report),
        quarter_matrix(report),
        project_matrix(report),
        post_matrix(report),
    ]
    told = [table for table in always if table.rows or table.empty]
    write = report.office.digits.write
    return [
        Table(write(f"{number}. ") + table.title, table.sheet, table.columns, table.rows, table.empty, table.note)
        for number, table in enumerate(told, start=1)
    ]


def submissions(report: QuarterReport) -> Table:
    """Return the counts of submissions of the quarter."""
    counts = report.counts
    row = (
        ("รายงานที่ต้องส่ง", counts.expected),
        ("ได้รับแล้ว", counts.received),
        ("ส่งตามกำหนด", counts.on_time),
        ("ส่งล่าช้า", counts.late),
        ("ไม่มีผลการดำเนินงาน\n(อยู่ในที่ได้รับแล้ว)", counts.nothing),
        ("ส่งกลับเพื่อแก้ไข\n(อยู่ในที่ได้รับแล้ว)", counts.returned),
        ("ไม่ส่งรายงาน" if report.closed_on else "ยังไม่ส่งรายงาน", counts.expected - counts.received),
        ("ผู้ประสานงานที่ไม่ได้\nรับแจ้ง (ไม่นับรวม)", counts.not_informed),
    )
    return Table(
        "การส่งรายงานของไตรมาส",
        "การส่งรายงาน",
        tuple(Column(label, Kind.COUNT, 3.4) for label, _number in row),
        (Row(tuple(number for _label, number in row)),),
    )


def _status_table(first: str, parted: Parted) -> Table:
    lines = [(label, counts_of(members)) for label, members in parted]
    total = sum((counts for _label, counts in lines), Counts())
    columns = [Column(first, Kind.TEXT, 6.6)]
    for name, _status in STATUSES:
        label = name.replace("ระหว่าง", "ระหว่าง\n")  # where a narrow heading breaks
        columns += [Column("จำนวน", Kind.COUNT, 1.35, label), Column("ร้อยละ", Kind.PERCENT, 1.6, label)]
    columns += [
        Column("เพิ่มเติม*", Kind.COUNT, 1.6),
        Column("จำนวน", Kind.COUNT, 1.35, "รวม"),
        Column("ร้อยละ", Kind.PERCENT, 1.6, "รวม"),
        Column("ล่าช้ากว่า\nแผน*", Kind.COUNT, 1.7),
    ]

    def row(label: str, counts: Counts, *, is_total: bool = False) -> Row:
        cells: list[Cell] = [label]
        for _label, name in STATUSES:
            cells += [getattr(counts, name), share(getattr(counts, name), counts.total)]
        return Row(
            (*cells, counts.added, counts.total, share(counts.total, total.total), counts.behind), total=is_total
        )

    return Table(
        f"จำนวนโครงการตามผลการดำเนินงาน แยกตาม{first}",
        f"โครงการตาม{_SHEETS[first]}",
        tuple(columns),
        (*(row(label, counts) for label, counts in lines), row(_ALL, total, is_total=True)),
        note="* นับอยู่ในจำนวนรวมแล้ว ร้อยละของผลการดำเนินงานคิดจากจำนวนรวมในแถวเดียวกัน ร้อยละของจำนวนรวมคิดจากโครงการทั้งหมด",
    )


_SHEETS = {"ยุทธศาสตร์": "ยุทธศาสตร์", "หน่วยงานรับผิดชอบหลัก": "หน่วยงาน", "แผนงาน": "แผนงาน"}


def _money_table(report: QuarterReport, first: str, parted: Parted) -> Table:
    lines = [(label, money_of(members)) for label, members in parted]
    total = sum((money for _label, money in lines), Money())
    ours, others = report.office.name, "หน่วยงานอื่น (บาท)"
    columns = (
        Column(first, Kind.TEXT, 4.6),
        Column("งบประมาณ\nหลังโอน", Kind.MONEY, 2.5, f"{ours} (บาท)"),
        Column("ตามสัญญา", Kind.MONEY, 2.25, f"{ours} (บาท)"),
        *(
            Column(name, Kind.MONEY, 2.05, _DISBURSED)
            for name in ("จากงบประมาณ", "จากเงินสะสม", "เงินอุดหนุน\nเฉพาะกิจ", "แหล่งเงินอื่น", "หลายแหล่งเงิน*")
        ),
        Column("รวมเบิกจ่าย", Kind.MONEY, 2.4, _DISBURSED),
        Column("ร้อยละที่\nเบิกจ่าย", Kind.PERCENT, 1.5),
        Column("งบประมาณ", Kind.MONEY, 2.25, others),
        Column("เบิกจ่าย", Kind.MONEY, 2.1, others),
    )

    def row(label: str, money: Money, *, is_total: bool = False) -> Row:
        return Row(
            (
                label,
                money.budget,
                money.contracted,
                money.from_budget,
                money.from_accumulated,
                money.from_earmarked,
                money.from_other,
                money.from_several,
                money.disbursed,
                share(money.disbursed, money.budget),
                money.other_budget,
                money.other_disbursed,
            ),
            total=is_total,
        )

    saved = sum(line.saved_satang for line in report.projects if not line.outside)
    left = report.office.digits.write(f" เงินเหลือจ่ายของโครงการที่เบิกจ่ายงวดสุดท้ายแล้ว {baht_with_commas(saved)} บาท")
    return Table(
        f"การใช้จ่ายงบประมาณ แยกตาม{first}",
        f"การเงินตาม{_SHEETS[first]}",
        columns,
        (*(row(label, money) for label, money in lines), row(_ALL, total, is_total=True)),
        note="ยอดเบิกจ่ายสะสมตามรายงานล่าสุดถึงไตรมาสนี้ รวมโครงการที่ยกเลิกแล้ว ไม่รวมงานที่ดำเนินการต่อจากปีก่อน "
        "* โครงการที่ใช้เงินหลายแหล่งซึ่งรายงานไม่ได้แยกยอดเบิกจ่าย" + (left if saved else ""),
    )


def money_by_source(report: QuarterReport) -> Table:
    """Return our own projects by the kind of their money."""
    own = [line for line in report.projects if line.counted and not line.outside]
    rows: list[Row] = []
    for kind in MoneyKind:
        given = sum(part.satang for line in own for part in line.funding if part.kind is kind)
        having = sum(any(part.kind is kind for part in line.funding) for line in own)
        paid = disbursed_from(own, kind)
        if kind is MoneyKind.SEVERAL and paid:
            rows.append(Row(("หลายแหล่งเงิน (รายงานไม่ได้แยกยอด)", None, None, paid)))
        elif having or paid:
            rows.append(Row((kind.name_th, having, given, paid)))
    given = sum(part.satang for line in own for part in line.funding)
    paid = sum(line.disbursed_satang for line in own)
    rows.append(Row((_ALL, None, given, paid), total=True))
    return Table(
        f"แหล่งเงินของโครงการของ{report.office.name}",
        "แหล่งเงิน",
        (
            Column("แหล่งเงิน", Kind.TEXT, 8),
            Column("จำนวนโครงการ\nที่ใช้เงินแหล่งนี้", Kind.COUNT, 4),
            Column("งบประมาณตามแผน\nก่อนโอน (บาท)", Kind.MONEY, 5),
            Column(_DISBURSED, Kind.MONEY, 5),
        ),
        tuple(rows),
        note="โครงการที่ใช้เงินหลายแหล่งนับในทุกแหล่งที่ใช้ จึงไม่มียอดรวมจำนวนโครงการ งบประมาณของโครงการที่ยกเลิกคือยอดก่อนยกเลิก",
    )
