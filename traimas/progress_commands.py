"""``traimas quarter matrix``: how each post has reported over a fiscal year's four quarters."""

from datetime import date
from typing import TYPE_CHECKING

import click

from traimas.answers import say_json, say_table
from traimas.options import as_of_option, instant_of, json_option, organization_option, year_option

if TYPE_CHECKING:
    from procedure.matrix import MatrixCell, MatrixRow, ProgressMatrix, Tally

CELL_TH = {
    "open": "รอรายงาน",
    "late": "เกินกำหนด",
    "met": "ตรงเวลา",
    "met_late": "ล่าช้า",
    "missed": "ขาดส่ง",
    "withdrawn": "ยกเว้น",
    "not_yet": "ยังไม่ถึง",
    "not_opened": "ไม่ได้เปิดรอบ",
    "none": "-",
}


@click.command("matrix")
@year_option
@organization_option
@as_of_option
@json_option
def quarter_matrix(fiscal_year: int, organization: str, as_of_day: date | None, as_json: bool) -> None:
    """Show each post's four quarters: received, on time, late, nothing, returned, with rates; liaison posts apart."""
    from flows.instants import present_instant
    from procedure.matrix import progress_matrix
    from procedure.plans import find_plan
    from traimas.office import OfficeDesk

    desk = OfficeDesk(organization)
    instant = instant_of(as_of_day) or present_instant(desk.database)
    with desk.database.read() as session:
        matrix = progress_matrix(session, find_plan(session, desk.organization_id, fiscal_year), instant)
    if as_json:
        say_json({"fiscal_year": fiscal_year, "as_of": instant.isoformat(), **_document(matrix)})
    else:
        _say(matrix)


def _document(matrix: "ProgressMatrix") -> dict[str, object]:
    return {
        "posts": [_row(row) for row in matrix.posts],
        "quarters": [{"quarter": number, **_counts(matrix.quarter(number))} for number in range(1, 5)],
        "all": _counts(matrix.tally),
        "liaisons": [_row(row) for row in matrix.liaisons],
    }


def _row(row: "MatrixRow") -> dict[str, object]:
    return {
        "post": row.officer.title,
        "unit": row.unit,
        "quarters": [_cell(cell) for cell in row.cells],
        **_counts(row.tally),
    }


def _cell(cell: "MatrixCell") -> dict[str, object]:
    return {
        "quarter": cell.quarter,
        "standing": cell.standing,
        "received_on": cell.received_on.isoformat() if cell.received_on else None,
        "nothing": cell.nothing,
        "returned": cell.returned,
        "not_informed": {"source": cell.source, "asked_on": cell.asked_on.isoformat() if cell.asked_on else None}
        if cell.not_informed
        else None,
    }


def _counts(tally: "Tally") -> dict[str, object]:
    return {
        "expected": tally.expected,
        "received": tally.received,
        "on_time": tally.on_time,
        "late": tally.late,
        "nothing": tally.nothing,
        "returned": tally.returned,
        "not_informed": tally.not_informed,
        "missing": tally.missing,
        "received_rate": tally.received_rate,
        "on_time_rate": tally.on_time_rate,
    }


def _say(matrix: "ProgressMatrix") -> None:
    headings = ["ตำแหน่ง", "ไตรมาส 1", "ไตรมาส 2", "ไตรมาส 3", "ไตรมาส 4", "ได้รับ", "ตรงเวลา"]
    rows = [
        [row.officer.title, *map(_words, row.cells), _share(row.tally.received, row.tally), _on_time(row.tally)]
        for row in matrix.posts
    ]
    quarters = [matrix.quarter(number) for number in range(1, 5)]
    total = matrix.tally
    received = [_share(tally.received, tally) for tally in quarters]
    on_time = [_share(tally.on_time, tally) for tally in quarters]
    rows += [
        ["ได้รับ", *received, _share(total.received, total), ""],
        ["ตรงเวลา", *on_time, "", _on_time(total)],
    ]
    say_table(headings, rows)
    if matrix.liaisons:
        click.echo("\nผู้ประสานงานหน่วยงานอื่น (ไม่นับในอัตรา)")
        say_table(headings[:5], [[row.officer.title, *map(_words, row.cells)] for row in matrix.liaisons])


def _words(cell: "MatrixCell") -> str:
    if cell.not_informed:
        return f"ไม่ได้รับแจ้ง ({cell.source} {cell.asked_on})"
    more = "ไม่มีผล" if cell.nothing else ""
    if cell.returned:
        more = "ส่งกลับ"
    return CELL_TH[cell.standing] + (f" ({more})" if more else "")


def _share(part: int, tally: "Tally") -> str:
    if not tally.expected:
        return "-"
    return f"{part}/{tally.expected} ({100 * part / tally.expected:.1f}%)"


def _on_time(tally: "Tally") -> str:
    return _share(tally.on_time, tally)
