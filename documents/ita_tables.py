"""The parts for the ITA as tables, with their titles and what their figures stand on: the same for PDF and Excel."""

from datetime import date

from documents.ita_content import ItaFile, ItaProject, ItaSums
from documents.result_tables import Band, Cell, Column, Kind, ResultTable, Row, share
from documents.result_words import sources_words
from models.kinds import Digits, ItaPart
from models.values import baht_with_commas
from procedure.calendar import thai_date, thai_date_short

_FIRST = (
    Column("ลำดับที่", Kind.COUNT, 7),
    Column("โครงการ", Kind.TYPED, 32),
    Column("หน่วยงาน", Kind.TYPED, 18),
)
_SOURCE = Column("แหล่งงบประมาณ", Kind.WORDS, 20)
_DURATION = Column("ระยะเวลาดำเนินการ", Kind.WORDS, 18)
_STATUS = Column("สถานะ", Kind.WORDS, 23)
_PERCENT = Column("ร้อยละ ความก้าวหน้า", Kind.COUNT, 12)
_OBSTACLE = Column("ปัญหา อุปสรรค", Kind.TYPED, 24)
_REPORT = Column("ตามรายงาน", Kind.WORDS, 18)
_COLUMNS: dict[ItaPart, tuple[Column, ...]] = {
    ItaPart.PLAN: (
        *_FIRST,
        Column("สถานที่ดำเนินการ", Kind.TYPED, 24),
        Column("งบประมาณ (บาท)", Kind.MONEY, 16),
        _SOURCE,
        _DURATION,
    ),
    ItaPart.SIX_MONTHS: (
        *_FIRST,
        Column("งบประมาณหลังโอน (บาท)", Kind.MONEY, 15),
        _SOURCE,
        _DURATION,
        _STATUS,
        _PERCENT,
        Column("สิ้นไตรมาส 1", Kind.MONEY, 14, "เบิกจ่าย (บาท)"),
        Column("สิ้นไตรมาส 2", Kind.MONEY, 14, "เบิกจ่าย (บาท)"),
        _OBSTACLE,
        _REPORT,
    ),
    ItaPart.RESULTS: (
        *_FIRST,
        Column("งบประมาณหลังโอน (บาท)", Kind.MONEY, 15),
        _SOURCE,
        _DURATION,
        _STATUS,
        _PERCENT,
        Column("ก่อหนี้ผูกพัน (บาท)", Kind.MONEY, 14),
        Column("เบิกจ่าย (บาท)", Kind.MONEY, 14),
        Column("ผลเมื่อสิ้นปี", Kind.WORDS, 18),
        _OBSTACLE,
        _REPORT,
    ),
}
_SHEETS = {ItaPart.PLAN: "แผนการดำเนินงาน", ItaPart.SIX_MONTHS: "รอบ 6 เดือน", ItaPart.RESULTS: "ผลการดำเนินงาน"}


def ita_title(file: ItaFile, digits: Digits) -> str:
    """Return a part's title in the office's digits; the item's number before it, where one is set, as it was set."""
    title = digits.write(file.title_th)
    return f"{file.item} {title}" if file.item else title


def ita_stand(file: ItaFile) -> list[str]:
    """Return on what the figures stand, line by line in Arabic digits."""
    if file.part is ItaPart.PLAN:
        return [f"แผนการดำเนินงานที่ใช้อยู่ ณ วันที่ {_full(file.as_at)}"]
    of_what = "ไตรมาสที่ 1 และ 2" if file.part is ItaPart.SIX_MONTHS else "ไตรมาสที่ 1 ถึง 4"
    lines = [f"ข้อมูล ณ วันที่ {_full(file.as_at)} ตามรายงาน{of_what} ที่บันทึกถึงวันที่ {_full(file.recorded_through)}"]
    if file.settles_after is not None:
        lines.append(f"รอบรายงานยังเปิดรับถึงวันที่ {_full(file.settles_after)} ข้อมูลอาจเปลี่ยนแปลงจนถึงวันนั้น")
    return lines


def ita_table(file: ItaFile) -> ResultTable:
    """Return the part's table: projects by strategy, then the sums of ours and of other agencies' apart."""
    rows: list[Row | Band] = []
    for strategy in dict.fromkeys(project.strategy for project in file.projects):
        rows.append(Band(strategy))
        rows += [Row(_cells(file.part, one)) for one in file.projects if one.strategy == strategy]
    rows.append(Row(_sum_cells(file.part, "รวมของหน่วยงาน", file.own), total=True))
    if file.other_agencies.projects:
        rows.append(Row(_sum_cells(file.part, "รวมของหน่วยงานอื่น", file.other_agencies), total=True))
    return ResultTable(
        file.part.name_th, _SHEETS[file.part], _COLUMNS[file.part], tuple(rows), notes=tuple(_notes(file))
    )


def _cells(part: ItaPart, one: ItaProject) -> tuple[Cell, ...]:
    first: tuple[Cell, ...] = (one.number, one.name, one.responsible)
    source = sources_words((line.source, line.amount_satang) for line in one.funding) if not one.merged_into else ""
    if part is ItaPart.PLAN:
        return (*first, one.place, one.planned_budget_satang, source, one.duration_th)
    told: tuple[Cell, ...] = (*first, one.budget_satang, source, one.duration_th, one.status_th, one.percent)
    tail: tuple[Cell, ...] = (one.obstacle or "", _report(one))
    if part is ItaPart.SIX_MONTHS:
        return (*told, one.disbursed_first_quarter_satang, one.disbursed_satang, *tail)
    return (*told, one.contracted_satang, one.disbursed_satang, _outcome(one), *tail)


def _sum_cells(part: ItaPart, label: str, sums: ItaSums) -> tuple[Cell, ...]:
    first: tuple[Cell, ...] = (None, label, None)
    count = f"{sums.projects:,} โครงการ"
    if part is ItaPart.PLAN:
        return (*first, None, sums.planned_budget_satang, count, None)
    if part is ItaPart.SIX_MONTHS:
        spent = f"เบิกจ่ายร้อยละ {share(sums.disbursed_satang, sums.budget_satang)}"
        return (
            *first,
            sums.budget_satang,
            count,
            None,
            spent,
            None,
            sums.disbursed_first_quarter_satang,
            sums.disbursed_satang,
            None,
            None,
        )
    spent = f"เบิกจ่ายร้อยละ {share(sums.disbursed_satang, sums.budget_satang)}"
    told = (*first, sums.budget_satang, count, None, spent, None, sums.contracted_satang, sums.disbursed_satang)
    return (*told, None, None, None)


def _report(one: ItaProject) -> str | None:
    if one.report is None:
        return None
    received = thai_date_short(one.report.received_on, digits="arabic")
    return f"ไตรมาสที่ {one.report.quarter} ครั้งที่ {one.report.revision} ได้รับ {received}"


def _outcome(one: ItaProject) -> str | None:
    if one.outcome is None:
        return None
    until = f" ถึงวันที่ {thai_date_short(one.outcome.expires_on, digits='arabic')}" if one.outcome.expires_on else ""
    return f"{one.outcome.kind_th}{until}"


def _notes(file: ItaFile) -> list[str]:
    if file.part is ItaPart.PLAN:
        return ["งบประมาณตามแผนก่อนการโอน ครุภัณฑ์ตามแบบ ผด.02/1 แสดงในแผนฉบับเต็ม"]
    notes = ["เบิกจ่ายเป็นยอดสะสม โครงการที่ไม่ได้รายงานไตรมาสล่าสุดแสดงตามรายงานก่อนหน้า"]
    if file.left_out_projects:
        spent = baht_with_commas(file.left_out_disbursed_satang)
        notes.append(f"ไม่รวมโครงการที่ยกเลิกแล้ว {file.left_out_projects:,} โครงการ ซึ่งเบิกจ่ายไปแล้ว {spent} บาท")
    if file.left_out_merged:
        notes.append(f"โครงการที่รวมเข้ากับโครงการอื่นแล้ว {file.left_out_merged:,} โครงการ แสดงในโครงการที่รวมเข้าไป")
    return notes


def _full(day: date) -> str:
    return thai_date(day, digits="arabic")
