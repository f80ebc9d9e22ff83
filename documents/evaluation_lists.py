"""The evaluation's lists, project by project and duty by duty, as tables for PDF and Excel."""

from datetime import date

from documents.evaluation_content import EvaluationContent
from documents.result_tables import Band, Column, Kind, ResultTable, Row
from models.kinds import YearEndKind
from procedure.acts.posting import PLACE_NAMES
from procedure.calendar import thai_date_short

_NUMBER = Column("ลำดับที่", Kind.COUNT, 7)
_NAME = Column("โครงการ", Kind.TYPED, 34)
_UNIT = Column("หน่วยงานรับผิดชอบ", Kind.TYPED, 20)


def unfinished_table(content: EvaluationContent) -> ResultTable:
    """Return the projects that are not completed, with what stands in their way."""
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


def dropped_table(content: EvaluationContent) -> ResultTable:
    """Return the cancelled and merged projects with what was disbursed of them."""
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


def outcomes_table(content: EvaluationContent) -> ResultTable:
    """Return what becomes of each project's money at the year's end, and the sums of each way."""
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


def carried_table(content: EvaluationContent) -> ResultTable:
    """Return the work carried on from earlier years, with sums of its own."""
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


def course_table(content: EvaluationContent) -> ResultTable:
    """Return how the evaluation was reported, presented and announced, against its days."""
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


def posted_table(content: EvaluationContent) -> ResultTable:
    """Return where the results were posted."""
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
