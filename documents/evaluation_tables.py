"""The tables of the annual evaluation, made from its content: the same for PDF and Excel."""

from collections.abc import Sequence
from datetime import date

from documents.evaluation_content import EvaluationContent
from documents.result_tables import Band, Cell, Column, Kind, ResultTable, Row, share
from models.kinds import YearEndKind
from procedure.acts.posting import PLACE_NAMES
from procedure.calendar import thai_date, thai_date_short
from procedure.evaluation import EvaluationLine, Figures
from procedure.matrix import Tally

_NUMBER = Column("ลำดับที่", Kind.COUNT, 7)
_NAME = Column("โครงการ", Kind.TYPED, 34)
_UNIT = Column("หน่วยงานรับผิดชอบ", Kind.TYPED, 20)
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
        lines.append(f"รอบรายงานไตรมาสที่ {ended} ยังรับรายงานถึงวันที่ {thai_date(content.open_until, digits='arabic')} ตัวเลขอาจเปลี่ยนแปลง")
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
        _unfinished(content),
        _dropped(content),
        _outcomes(content),
        _carried(content),
        _course(content),
        _posted(content),
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


def _counts(
    content: EvaluationContent, label: str, lines: Sequence[EvaluationLine], total: Figures
) -> ResultTable:
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


def _unfinished(content: EvaluationContent) -> ResultTable:
    return ResultTable(
        "โครงการที่ยังไม่แล้วเสร็จ และปัญหา อุปสรรค",
        "ยังไม่แล้วเสร็จ",
        (
            _NUMBER,
            _NAME,
            _UNIT,
            Column("สถานะ", Kind.WORDS, 22),
            Column("ร้อยละ", Kind.COUNT, 8),
            Column("งบประมาณหลังโอน (บาท)", Kind.MONEY, 16),
            Column("เบิกจ่าย (บาท)", Kind.MONEY, 16),
            Column("ปัญหา อุปสรรค", Kind.TYPED, 30),
            Column("ข้อเสนอแนะ", Kind.TYPED, 22),
        ),
        tuple(
            Row(
                (
                    line.number,
                    line.name,
                    line.unit,
                    line.status,
                    line.percent,
                    line.net_satang,
                    line.disbursed_satang,
                    line.obstacle,
                    line.proposal,
                )
            )
            for line in content.unfinished
        ),
        empty="ทุกโครงการแล้วเสร็จหรือยกเลิก",
    )


def _dropped(content: EvaluationContent) -> ResultTable:
    return ResultTable(
        "โครงการที่ยกเลิกและโครงการที่รวมเข้ากับโครงการอื่น",
        "ยกเลิกและรวม",
        (
            _NUMBER,
            _NAME,
            _UNIT,
            Column("ผล", Kind.WORDS, 24),
            Column("งบประมาณก่อนยกเลิก (บาท)", Kind.MONEY, 16),
            Column("เบิกจ่ายไปแล้ว (บาท)", Kind.MONEY, 16),
            Column("เหตุผล", Kind.TYPED, 28),
            Column("อำนาจ/หนังสือ", Kind.TYPED, 22),
        ),
        tuple(
            Row(
                (
                    line.number,
                    line.name,
                    line.unit,
                    line.fate,
                    line.net_satang,
                    line.disbursed_satang,
                    line.reason,
                    line.authority,
                )
            )
            for line in content.dropped
        ),
        empty="ไม่มีโครงการที่ยกเลิกหรือรวม",
        notes=("เงินของโครงการที่รวมแล้วรายงานต่อในโครงการที่รวมเข้าไป จึงไม่นับซ้ำในยอดรวม",)
        if any(line.net_satang is None for line in content.dropped)
        else (),
    )


def _outcomes(content: EvaluationContent) -> ResultTable:
    rows: list[Row | Band] = [
        Row(
            (
                line.number,
                line.name,
                line.unit,
                line.kind.name_th if line.kind else "ยังไม่บันทึกผลเมื่อสิ้นปี (เงินคงเหลือ)",
                line.satang,
                _short(line.expires_on),
                line.authority,
            )
        )
        for line in content.outcomes
    ]
    for kind in (*YearEndKind, None):
        of_kind = [line.satang for line in content.outcomes if line.kind is kind]
        if of_kind:
            label = f"รวม {kind.name_th}" if kind else "รวม ยังไม่บันทึกผล"
            rows.append(Row((None, label, None, f"{len(of_kind)} โครงการ", sum(of_kind), None, None), total=True))
    return ResultTable(
        "ผลของเงินที่เหลือเมื่อสิ้นปีงบประมาณ (กันเงิน ขยายเวลาเบิกจ่าย ตกเป็นเงินสะสม)",
        "ผลเมื่อสิ้นปี",
        (
            _NUMBER,
            _NAME,
            _UNIT,
            Column("ผล", Kind.WORDS, 30),
            Column("จำนวนเงิน (บาท)", Kind.MONEY, 16),
            Column("ถึงวันที่", Kind.WORDS, 14),
            Column("อำนาจ/หนังสือ", Kind.TYPED, 30),
        ),
        tuple(rows),
        empty="ไม่มีเงินที่ต้องกัน ขยายเวลา หรือตกเป็นเงินสะสม",
    )


def _carried(content: EvaluationContent) -> ResultTable:
    rows: list[Row | Band] = [
        Row(
            (
                line.name,
                f"ลำดับที่ {line.origin_number} พ.ศ. {line.origin_year}",
                line.division,
                f"{line.outcome} ถึงวันที่ {_short(line.expires_on)}",
                line.status,
                line.satang,
                line.disbursed_satang,
            )
        )
        for line in content.carried
    ]
    if rows:
        sums = (sum(line.satang for line in content.carried), sum(line.disbursed_satang for line in content.carried))
        rows.append(Row(("รวม", None, None, None, None, *sums), total=True))
    return ResultTable(
        "งานที่ดำเนินการต่อจากปีงบประมาณก่อน (ไม่นับรวมในยอดของปีนี้)",
        "งานต่อจากปีก่อน",
        (
            _NAME,
            Column("แผนเดิม", Kind.WORDS, 18),
            _UNIT,
            Column("กันเงิน/ขยายเวลา", Kind.WORDS, 28),
            Column("สถานะ", Kind.WORDS, 22),
            Column("งบประมาณ (บาท)", Kind.MONEY, 16),
            Column("เบิกจ่าย (บาท)", Kind.MONEY, 16),
        ),
        tuple(rows),
        empty="ไม่มีงานที่ดำเนินการต่อจากปีงบประมาณก่อน",
    )


def _course(content: EvaluationContent) -> ResultTable:
    return ResultTable(
        "การรายงาน เสนอ และประกาศผลการติดตามและประเมินผล",
        "การรายงานผล",
        (
            Column("เรื่อง", Kind.WORDS, 50),
            Column("กำหนดภายในวันที่", Kind.WORDS, 18),
            Column("ดำเนินการเมื่อวันที่", Kind.WORDS, 18),
            Column("ผล", Kind.WORDS, 18),
            Column("หนังสือ", Kind.TYPED, 26),
        ),
        tuple(
            Row((line.duty, _short(line.due_on), _short(line.done_on), line.standing, line.document))
            for line in content.course
        ),
        empty="ยังไม่เปิดการประเมินผลประจำปี",
    )


def _posted(content: EvaluationContent) -> ResultTable:
    return ResultTable(
        "การปิดประกาศผลการติดตามและประเมินผล",
        "การปิดประกาศผล",
        (
            Column("สถานที่", Kind.WORDS, 40),
            Column("ปิดประกาศเมื่อวันที่", Kind.WORDS, 20),
            Column("ปิดไว้อย่างน้อยถึงวันที่", Kind.WORDS, 20),
            Column("ปลดประกาศเมื่อวันที่", Kind.WORDS, 20),
        ),
        tuple(
            Row((PLACE_NAMES[line.place], _short(line.posted_on), _short(line.until), _short(line.taken_down_on)))
            for line in content.posted
        ),
        empty="ยังไม่ได้ปิดประกาศผล",
    )


def _short(day: date | None) -> str | None:
    return thai_date_short(day, digits="arabic") if day else None
