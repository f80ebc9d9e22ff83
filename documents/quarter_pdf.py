"""A quarter's report as a PDF."""

from pathlib import Path
from typing import Any

from documents.quarter_charts import drawing
from documents.quarter_content import QuarterReport
from documents.quarter_tables import lines_under_title, report_tables, report_title
from documents.report_table import Table, shown
from documents.typst_pages import typeset
from models.kinds import Digits

_PAGE, _SIDES, _DIGIT = 27.3, 0.25, 0.21  # centimetres: between the margins, at a cell's sides, a digit of Sarabun
CHARTS_AFTER = 2  # the charts stand after the counts and the money by strategy


def render_quarter_report(report: QuarterReport, fonts_cache: Path) -> bytes:
    """Return the report as a PDF, A4 lying; totals and charts are computed from its lines."""
    digits = report.office.digits
    data = {
        "title": report_title(report),
        "office": report.office.name,
        "lines": lines_under_title(report),
        "mark": "" if report.closed_on else " (รายงานระหว่างรอบ)",
        "tables": [_prepared(table, digits) for table in report_tables(report)],
        "charts": drawing(report),
        "charts_after": CHARTS_AFTER,
        "signed": report.signatory.lines,
    }
    return typeset(
        "quarter", data, dated=report.told_on, fonts_cache=fonts_cache, digits=digits, kind=report.office.pdf
    )


def _prepared(table: Table, digits: Digits) -> dict[str, Any]:
    kinds = [column.kind for column in table.columns]
    room = [_PAGE * column.width / sum(one.width for one in table.columns) - _SIDES for column in table.columns]
    return {
        "title": table.title,
        "widths": [column.width for column in table.columns],
        "kinds": [kind.value for kind in kinds],
        "names": [column.name for column in table.columns],
        "grouped": table.grouped,
        "heads": [[name, span] for name, span in table.heads],
        "under": [bool(column.group) for column in table.columns],
        "rows": [
            [
                "heading" if row.heading else "total" if row.total else "plain",
                [
                    _fitting(shown(value, kind, digits), fit) if isinstance(value, int) else value or ""
                    for value, kind, fit in zip(row.cells, kinds, room, strict=False)
                ],
            ]
            for row in table.rows
        ],
        "empty": table.empty,
        "note": table.note,
    }


def _fitting(number: str, room: float) -> str | dict[str, str]:
    """Return a number, or it as one to be measured and set smaller where it may be too wide: that takes time."""
    return {"wide": number} if len(number) * _DIGIT > room else number
