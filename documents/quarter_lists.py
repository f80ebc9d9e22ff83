"""The tables of a quarter's report that name projects: sources, subsidies, obstacles, changes, and the matrix."""

from documents.quarter_content import QuarterReport, ReportLine
from documents.report_table import Column, Kind, Row, Table, numbered, share
from models.values import baht_with_commas
from procedure.calendar import thai_date_short
from procedure.money_sources import MoneyKind

_NUMBER = Column("ที่", Kind.COUNT, 1)
_PROJECT = Column("โครงการ", Kind.TEXT, 7.6)
_UNIT = Column("หน่วยงาน", Kind.TEXT, 3.8)
_BUDGET = Column("งบประมาณ\nหลังโอน (บาท)", Kind.MONEY, 2.7)
_PAID = Column("เบิกจ่ายแล้ว\n(บาท)", Kind.MONEY, 2.7)


def several_sources(report: QuarterReport) -> Table:
    """Return our own projects that have money of several kinds, with what the plan gives of each."""
    write = report.office.digits.write
    rows = [
        (
            line.name,
            line.unit,
            "\n".join(f"{part.kind.name_th} {write(baht_with_commas(part.satang))}" for part in line.funding),
            line.budget_satang,
            line.disbursed_satang,
        )
        for line in _own(report)
        if len(line.funding) > 1 or any(part.kind is MoneyKind.SEVERAL for part in line.disbursed)
    ]
    sources = Column("แหล่งเงินตามแผน (บาท)", Kind.TEXT, 6.5)
    return Table(
        "โครงการที่ใช้เงินหลายแหล่ง", "หลายแหล่งเงิน", (_NUMBER, _PROJECT, _UNIT, sources, _BUDGET, _PAID), numbered(rows)
    )


def earmarked(report: QuarterReport) -> Table:
    """Return our own projects with an earmarked subsidy (เงินอุดหนุนเฉพาะกิจ), apart as form แบบที่ ๒ has them."""
    members = [line for line in _own(report) if any(part.kind is MoneyKind.EARMARKED for part in line.funding)]
    given = [sum(part.satang for part in line.funding if part.kind is MoneyKind.EARMARKED) for line in members]
    rows = [
        (
            line.name,
            line.unit,
            satang,
            line.budget_satang,
            line.disbursed_satang,
            share(line.disbursed_satang, line.budget_satang),
            line.label,
        )
        for line, satang in zip(members, given, strict=True)
    ]
    budget, paid = sum(line.budget_satang for line in members), sum(line.disbursed_satang for line in members)
    total = Row((None, "รวม", None, sum(given), budget, paid, share(paid, budget), None), total=True)
    return Table(
        "โครงการที่ได้รับเงินอุดหนุนเฉพาะกิจ",
        "เงินอุดหนุนเฉพาะกิจ",
        (
            _NUMBER,
            _PROJECT,
            _UNIT,
            Column("เงินอุดหนุน\nเฉพาะกิจ (บาท)", Kind.MONEY, 2.7),
            _BUDGET,
            _PAID,
            Column("ร้อยละที่\nเบิกจ่าย", Kind.PERCENT, 1.6),
            Column("ผลการดำเนินงาน", Kind.TEXT, 4.2),
        ),
        (*numbered(rows), total) if rows else (),
        empty="ไม่มีโครงการที่ได้รับเงินอุดหนุนเฉพาะกิจ",
    )


def changes_of_the_plan(report: QuarterReport) -> Table:
    """Return what additions and amendments did to projects in the quarter, and until the plan was counted."""
    write = report.office.digits.write
    rows = [
        (
            write(thai_date_short(change.announced_on))
            + ("\n(หลังสิ้นไตรมาส)" if change.announced_on > report.last_day else ""),
            write(change.edition),
            change.action + (write(f" เข้ากับโครงการลำดับที่ {change.into}") if change.into is not None else ""),
            write(f"ลำดับที่ {change.number} ") + change.name,
            change.reason or "–",
        )
        for change in report.changes
    ]
    counts: dict[str, int] = {}
    for change in report.changes:
        counts[change.action] = counts.get(change.action, 0) + 1
    return Table(
        "การเปลี่ยนแปลงโครงการในแผน",
        "การเปลี่ยนแปลง",
        (
            _NUMBER,
            Column("วันที่ประกาศ", Kind.CENTRED, 3),
            Column("ฉบับ", Kind.TEXT, 3.6),
            Column("การเปลี่ยนแปลง", Kind.TEXT, 4.4),
            Column("โครงการ", Kind.TEXT, 8.6),
            Column("เหตุผล", Kind.TEXT, 6),
        ),
        numbered(rows),
        empty="ไม่มีการเปลี่ยนแปลงโครงการในแผน",
        note=write(" · ".join(f"{action} {count} โครงการ" for action, count in counts.items())),
    )


def transfers(report: QuarterReport) -> Table:
    """Return the budget transferred in the quarter, and until the plan was counted."""
    write = report.office.digits.write
    rows = [
        (
            write(thai_date_short(line.approved_on))
            + ("\n(หลังสิ้นไตรมาส)" if line.approved_on > report.last_day else ""),
            line.kind.name_th,
            line.giver or "–",
            line.taker or "–",
            line.satang,
            line.document,
        )
        for line in report.transfers
    ]
    return Table(
        "การโอนและแก้ไขเปลี่ยนแปลงงบประมาณ",
        "การโอนงบประมาณ",
        (
            _NUMBER,
            Column("วันที่อนุมัติ", Kind.CENTRED, 3),
            Column("ประเภท", Kind.TEXT, 3.6),
            Column("โอนจาก", Kind.TEXT, 6.5),
            Column("โอนไป", Kind.TEXT, 6.5),
            Column("จำนวนเงิน\n(บาท)", Kind.MONEY, 2.9),
            Column("เอกสาร", Kind.TEXT, 3.6),
        ),
        numbered(rows),
    )


def merged(report: QuarterReport) -> Table:
    """Return the projects that were merged into others, with what was reported of them before."""
    write = report.office.digits.write
    members = [line for line in report.projects if not line.counted]
    rows = [
        (
            write(f"ลำดับที่ {line.number} ") + line.name,
            line.unit,
            write(f"ลำดับที่ {line.merged_into}"),
            line.contracted_satang,
            line.disbursed_satang,
        )
        for line in members
    ]
    total = (
        None,
        "รวม",
        None,
        None,
        sum(x.contracted_satang for x in members),
        sum(x.disbursed_satang for x in members),
    )
    return Table(
        "โครงการที่รวมเข้ากับโครงการอื่นแล้ว",
        "โครงการที่รวมแล้ว",
        (
            _NUMBER,
            _PROJECT,
            _UNIT,
            Column("รวมเข้ากับ\nโครงการ", Kind.CENTRED, 3),
            Column("ตามสัญญา\nก่อนรวม (บาท)", Kind.MONEY, 3.4),
            Column("เบิกจ่ายที่รายงานไว้\nก่อนรวม (บาท)", Kind.MONEY, 3.4),
        ),
        (*numbered(rows), Row(total, total=True)) if rows else (),
        note="ไม่นับในจำนวนและยอดของตารางข้างต้น เพราะรายงานของโครงการที่รับรวมอาจแสดงยอดนี้ไว้แล้ว",
    )


def carried_work(report: QuarterReport) -> Table:
    """Return the work carried on from earlier years, outside this year's counts and totals."""
    write = report.office.digits.write
    rows = [
        (
            line.name,
            write(f"ลำดับที่ {line.origin_number} พ.ศ. {line.origin_year}"),
            line.division,
            f"{line.outcome} {write(f'ถึงวันที่ {thai_date_short(line.expires_on)}')}",
            write(line.status),
            line.satang,
            line.disbursed_satang,
        )
        for line in report.carried
    ]
    total = (
        *(None,) * 5,
        "รวม",
        sum(x.satang for x in report.carried),
        sum(x.disbursed_satang for x in report.carried),
    )
    return Table(
        "งานที่ดำเนินการต่อจากปีงบประมาณก่อน (ไม่นับรวมในยอดของปีนี้)",
        "งานต่อจากปีก่อน",
        (
            _NUMBER,
            Column("โครงการ", Kind.TEXT, 6.6),
            Column("แผนเดิม", Kind.TEXT, 3),
            Column("หน่วยงาน", Kind.TEXT, 3.4),
            Column("กันเงิน/ขยายเวลา", Kind.TEXT, 4.4),
            Column("ผลการดำเนินงาน", Kind.TEXT, 3.6),
            _BUDGET,
            _PAID,
        ),
        (*numbered(rows), Row(total, total=True)) if rows else (),
    )


def _own(report: QuarterReport) -> list[ReportLine]:
    return [line for line in report.projects if line.counted and not line.outside]
