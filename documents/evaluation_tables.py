"""The tables of the annual evaluation, made from its content: the same for PDF and Excel."""

from collections.abc import Sequence

from documents.evaluation_content import EvaluationContent
from documents.evaluation_lists import (
    carried_table,
    course_table,
    dropped_table,
    outcomes_table,
    posted_table,
    unfinished_table,
)
from documents.result_tables import Cell, Column, Kind, ResultTable, Row, share
from procedure.calendar import thai_date
from procedure.evaluation import EvaluationLine, Figures
from procedure.matrix import Tally

_OWN, _OTHER = "งบประมาณของหน่วยงาน (บาท)", "งบประมาณของหน่วยงานอื่น (บาท)"
_COUNTS = (
    Column("ตามแผน", Kind.COUNT, 9, "จำนวนโครงการ"),
    Column("แล้วเสร็จ", Kind.COUNT, 9, "จำนวนโครงการ"),
    Column("ร้อยละที่แล้วเสร็จ", Kind.PERCENT, 12, "จำนวนโครงการ"),
    Column("อยู่ระหว่างดำเนินการ", Kind.COUNT, 14, "จำนวนโครงการ"),
    Column("ยังไม่ดำเนินการ", Kind.COUNT, 11, "จำนวนโครงการ"),
    Column("ยกเลิก", Kind.COUNT, 9, "จำนวนโครงการ"),
    Column("ไม่ได้รายงาน", Kind.COUNT, 9, "จำนวนโครงการ"),
)
_MONEY = tuple(
    Column(title, kind, width, group)
    for group in (_OWN, _OTHER)
    for title, kind, width in (
        ("ตามแผนหลังโอน", Kind.MONEY, 16),
        ("ก่อหนี้ผูกพัน", Kind.MONEY, 16),
        ("เบิกจ่าย", Kind.MONEY, 16),
        ("ร้อยละที่เบิกจ่าย", Kind.PERCENT, 10),
    )
)
_PARTS = (("ยุทธศาสตร์", "by_strategy"), ("แผนงาน", "by_programme"), ("หน่วยงาน", "by_division"))


def evaluation_title(content: EvaluationContent) -> str:
    """Return what the document is called, in Arabic digits; an interim one says so."""
    between = "ระหว่างปี " if content.interim else ""
    return f"รายงานผลการดำเนินงานตามแผนการดำเนินงาน {between}ประจำปีงบประมาณ พ.ศ. {content.fiscal_year}"


def evaluation_stand(content: EvaluationContent) -> tuple[str, ...]:
    """Return on what the figures stand, line by line in Arabic digits: the day, and what may still change."""
    ended = len(content.tables.totals)
    lines = [f"ข้อมูล ณ วันที่ {thai_date(content.on, digits='arabic')} ผลถึงสิ้นไตรมาสที่ {ended}"]
    if content.interim:
        lines.append("ยังไม่สิ้นปีงบประมาณ ตัวเลขเป็นผลระหว่างปี มิใช่ผลทั้งปี")
    if content.open_until is not None:
        until = thai_date(content.open_until, digits="arabic")
        lines.append(f"รอบรายงานไตรมาสที่ {ended} ยังรับรายงานถึงวันที่ {until} ตัวเลขอาจเปลี่ยนแปลง")
    return tuple(lines)


def evaluation_sections(content: EvaluationContent) -> list[ResultTable]:
    """Return the document's tables in their order, numbered."""
    tables: list[ResultTable] = []
    total = content.tables.totals[-1]
    for label, name in _PARTS:
        lines: Sequence[EvaluationLine] = getattr(content.tables, name)
        tables += [_counts(content, label, lines, total), _money(label, lines, total)]
    tables += [
        _progress(content.tables.totals),
        _submissions(content),
        unfinished_table(content),
        dropped_table(content),
        outcomes_table(content),
        carried_table(content),
        course_table(content),
        posted_table(content),
    ]
    return [
        ResultTable(f"{number}. {one.title}", one.sheet, one.columns, one.rows, one.empty, one.notes)
        for number, one in enumerate(tables, start=1)
    ]


def _counted(figures: Figures) -> tuple[Cell, ...]:
    return (
        figures.projects,
        figures.completed,
        share(figures.completed, figures.projects),
        figures.in_progress,
        figures.not_started,
        figures.cancelled,
        figures.not_reported,
    )


def _valued(figures: Figures) -> tuple[Cell, ...]:
    return (
        figures.own_budget_satang,
        figures.own_contracted_satang,
        figures.own_disbursed_satang,
        share(figures.own_disbursed_satang, figures.own_budget_satang),
        figures.other_budget_satang,
        figures.other_contracted_satang,
        figures.other_disbursed_satang,
        share(figures.other_disbursed_satang, figures.other_budget_satang),
    )


def _counts(content: EvaluationContent, label: str, lines: Sequence[EvaluationLine], total: Figures) -> ResultTable:
    notes = ["จำนวนตามแผนนับโครงการที่ยกเลิกด้วย โครงการที่รวมเข้ากับโครงการอื่นนับอยู่ในโครงการนั้น"]
    if content.unreported_completed:
        notes.append(
            f"ในจำนวนที่ไม่ได้รายงานไตรมาสที่ {len(content.tables.totals)} มีโครงการที่รายงานก่อนหน้านั้นแล้วว่าแล้วเสร็จ "
            f"{content.unreported_completed} โครงการ ซึ่งไม่นับเป็นแล้วเสร็จในตาราง"
        )
    rows = [Row((line.label, *_counted(line.quarters[-1]))) for line in lines]
    return ResultTable(
        f"ผลการดำเนินงานแยกตาม{label}",
        f"โครงการ {label}",
        (Column(label, Kind.TYPED, 40), *_COUNTS),
        (*rows, Row(("รวม", *_counted(total)), total=True)),
        notes=tuple(notes),
    )


def _money(label: str, lines: Sequence[EvaluationLine], total: Figures) -> ResultTable:
    rows = [Row((line.label, *_valued(line.quarters[-1]))) for line in lines]
    return ResultTable(
        f"งบประมาณแยกตาม{label}",
        f"งบประมาณ {label}",
        (Column(label, Kind.TYPED, 36), *_MONEY),
        (*rows, Row(("รวม", *_valued(total)), total=True)),
        notes=("โครงการที่ยกเลิกไม่เหลืองบประมาณ เงินที่เบิกจ่ายไปแล้วยังนับเป็นเบิกจ่าย",),
    )


def _progress(totals: Sequence[Figures]) -> ResultTable:
    return ResultTable(
        "ผลการดำเนินงานรายไตรมาส (สะสมถึงสิ้นไตรมาส)",
        "รายไตรมาส",
        (
            Column("ไตรมาสที่", Kind.COUNT, 9),
            *_COUNTS,
            Column("ของหน่วยงาน", Kind.MONEY, 16, "เบิกจ่าย (บาท)"),
            Column("ของหน่วยงานอื่น", Kind.MONEY, 16, "เบิกจ่าย (บาท)"),
        ),
        tuple(
            Row((number, *_counted(one), one.own_disbursed_satang, one.other_disbursed_satang))
            for number, one in enumerate(totals, start=1)
        ),
    )


def _submissions(content: EvaluationContent) -> ResultTable:
    def cells(tally: Tally) -> tuple[Cell, ...]:
        return (
            tally.expected,
            tally.received,
            tally.on_time,
            tally.late,
            tally.nothing,
            tally.missing,
            share(tally.received, tally.expected),
            share(tally.on_time, tally.expected),
        )

    whole = sum((line.posts for line in content.quarters), Tally())
    rows = [Row((str(line.quarter), *cells(line.posts))) for line in content.quarters]
    informed = sum((line.liaisons for line in content.quarters), Tally())
    notes = ["รายงานที่ได้รับ = ตามกำหนด + ล่าช้า ส่วนที่ไม่มีผลการดำเนินงานนับอยู่ในที่ได้รับแล้ว"]
    if informed.expected:
        notes.append(
            f"ผู้ประสานงานหน่วยงานอื่นไม่นับรวมในตาราง: ต้องส่ง {informed.expected} ได้รับ {informed.received} "
            f"ในจำนวนนี้ไม่ได้รับแจ้งจากหน่วยงานอื่น {informed.not_informed}"
        )
    return ResultTable(
        "การส่งรายงานความก้าวหน้ารายไตรมาส",
        "การส่งรายงาน",
        (
            Column("ไตรมาสที่", Kind.WORDS, 10),
            Column("ต้องส่ง", Kind.COUNT, 10),
            Column("ได้รับ", Kind.COUNT, 10),
            Column("ตามกำหนด", Kind.COUNT, 10),
            Column("ล่าช้า", Kind.COUNT, 10),
            Column("ไม่มีผลการดำเนินงาน", Kind.COUNT, 12),
            Column("ไม่ส่ง", Kind.COUNT, 10),
            Column("ร้อยละที่ได้รับ", Kind.PERCENT, 12),
            Column("ร้อยละที่ตามกำหนด", Kind.PERCENT, 12),
        ),
        (*rows, Row(("รวม", *cells(whole)), total=True)),
        notes=tuple(notes),
    )
