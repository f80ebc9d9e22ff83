"""The summary of one quarter's progress as a PDF, once the round is closed."""

from pathlib import Path
from typing import Any

from documents.account_totals import percent
from documents.content import ProgressCounts, QuarterSummaryContent
from documents.plan_lines import thai_amount
from documents.typst_pages import typeset
from procedure.calendar import thai_date, thai_date_short, thai_digits

_COUNTED = (
    "projects",
    "not_started",
    "in_progress",
    "completed",
    "cancelled",
    "not_reported",
    "behind_plan",
    "own_satang",
    "other_satang",
    "own_contracted_satang",
    "own_disbursed_satang",
    "other_disbursed_satang",
)


def render_quarter_summary(content: QuarterSummaryContent, fonts_cache: Path) -> bytes:
    """Return the quarter's summary as a PDF/A-2b, A4 landscape.

    Totals are computed from the lines. Ours and other agencies' money stand apart; the percentage is of ours.
    """
    quarter = thai_digits(content.quarter)
    missing = content.expected - content.received
    data = {
        "title": f"สรุปผลการดำเนินงานตามแผนการดำเนินงาน ไตรมาสที่ {quarter} "
        f"ประจำปีงบประมาณ พ.ศ. {thai_digits(content.fiscal_year)}",
        "office": content.office.name,
        "period": f"ระหว่างวันที่ {thai_date(content.first_day)} ถึงวันที่ {thai_date(content.last_day)}",
        "days": f"กำหนดส่งรายงานภายในวันที่ {thai_date(content.due_on)} · ปิดรอบวันที่ {thai_date(content.closed_on)}",
        "counts": [
            [label, thai_digits(f"{number:,}")]
            for label, number in (
                ("รายงานที่ต้องส่ง", content.expected),
                ("ได้รับแล้ว", content.received),
                ("ส่งตามกำหนด", content.on_time),
                ("ส่งล่าช้า", content.late),
                ("ไม่มีผลการดำเนินงาน (นับอยู่ในที่ได้รับแล้ว)", content.nothing_to_report),
                ("ส่งกลับเพื่อแก้ไข (นับอยู่ในที่ได้รับแล้ว)", content.returned),
                ("ไม่ส่งรายงาน", missing),
                ("ผู้ประสานงานที่ไม่ได้รับแจ้ง (ไม่นับรวม)", content.not_informed),
            )
        ],
        "tables": [
            {"title": "๑. ผลการดำเนินงานแยกตามยุทธศาสตร์", "first": "ยุทธศาสตร์", **_table(content.by_strategy)},
            {"title": "๒. ผลการดำเนินงานแยกตามหน่วยงานรับผิดชอบหลัก", "first": "หน่วยงาน", **_table(content.by_division)},
        ],
        "notes": _notes(content),
        "submissions": [
            {
                "post": line.post,
                "division": line.division,
                "liaison": line.liaison,
                "outcome": line.outcome,
                "on": thai_date_short(line.submitted_on) if line.submitted_on else "–",
            }
            for line in content.submissions
        ],
        "behind_plan": [line.model_dump() for line in content.behind_plan],
        "carried": [
            {
                "name": line.name,
                "division": line.division,
                "origin": f"ลำดับที่ {thai_digits(line.origin_number)} พ.ศ. {thai_digits(line.origin_year)}",
                "outcome": f"{line.outcome} ถึงวันที่ {thai_date_short(line.expires_on)}",
                "status": thai_digits(line.status),
                "amounts": [thai_amount(line.satang), thai_amount(line.disbursed_satang)],
            }
            for line in content.carried
        ],
    }
    return typeset("quarter_summary", data, dated=content.closed_on, fonts_cache=fonts_cache)


def _notes(content: QuarterSummaryContent) -> list[str]:
    """Return what the columns hold that has a name of its own."""
    notes: list[str] = []
    if content.not_yet_due:
        notes.append(f"ยังไม่ดำเนินการ รวมโครงการที่ยังไม่ถึงกำหนดดำเนินการ {thai_digits(content.not_yet_due)} โครงการ")
    if content.awaits_payment:
        notes.append(f"แล้วเสร็จ รวมโครงการที่แล้วเสร็จ รอเบิกจ่าย {thai_digits(content.awaits_payment)} โครงการ")
    if content.saved_satang:
        notes.append(f"เงินเหลือจ่ายของโครงการที่เบิกจ่ายงวดสุดท้ายแล้ว {thai_amount(content.saved_satang)} บาท")
    return notes


def _table(lines: list[ProgressCounts]) -> dict[str, Any]:
    total = ProgressCounts(label="รวม", **{name: sum(getattr(line, name) for line in lines) for name in _COUNTED})
    return {"lines": [_line(line) for line in lines], "total": _line(total)}


def _line(line: ProgressCounts) -> dict[str, Any]:
    return {
        "label": line.label,
        "numbers": [thai_digits(f"{getattr(line, name):,}") for name in _COUNTED[:7]],
        "amounts": [thai_amount(getattr(line, name)) for name in _COUNTED[7:]],
        "percent": thai_digits(percent(line.own_disbursed_satang, line.own_satang)),
    }
