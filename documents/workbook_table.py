"""Where the table of an operation-plan form stands on a sheet: its header rows, columns, months and years."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from documents.workbook_cells import match_key
from documents.workbook_grid import Grid, column_letter
from documents.workbook_limits import too_large
from documents.workbook_reading import WorkbookProblem, problem
from models.values import FiscalYear
from procedure.calendar import MONTHS, MONTHS_SHORT

# In this order: the later, shorter patterns also occur within the earlier columns' headings.
_COLUMNS = {
    # Our own form for divisions says beside each project what other forms say in heading lines above it.
    "strategy": r"^ยุทธศาสตร์$",
    "approach": r"^แนวทาง$",
    "programme": r"^แผนงาน$",
    "category": r"^ประเภทครุภัณฑ์$",
    "proposal": r"^เสนอปีนี้",
    "key": r"^รหัส(โครงการ|ครุภัณฑ์)$",  # of a file that we wrote: procedure/row_keys.py
    "learnt_from": r"ที่มาของข้อมูล|แหล่งที่มา",
    "agency": r"หน่วยงานอื่น",
    "plan_reference": r"แผนพัฒนาท้องถิ่น",
    "budget_reference": r"ข้อบัญญัติ|เทศบัญญัติ",
    "funding": r"แหล่งงบ|แหล่งเงิน",
    "detail": r"รายละเอียด|^กิจกรรม",
    "place": r"สถานที่",
    "divisions": r"รับผิดชอบ|^หน่วยงาน",
    "budget": r"งบประมาณ",
    "name": r"^(ชื่อ|แผนงาน/|รายการ)?(โครงการ|ครุภัณฑ์)",
    "number": r"^(ที่|ลำดับ|ลำดับที่)$",
}
_WANTED = {"budget": "งบประมาณ (บาท)", "divisions": "หน่วยงานรับผิดชอบหลัก", "months": "ต.ค. ถึง ก.ย."}
GOOD_TO_HAVE = {"detail": "รายละเอียด", "place": "สถานที่ดำเนินการ"}
_LONGEST_HEADING, _LONGEST_NUMBER_HEADING = 60, 20
_MOST_HEADERS = 1_000  # repeated at the head of each page
_HEADER_DEPTH = 3  # rows below ที่ in which the months may stand


_SEPARATORS = str.maketrans("", "", "/-–'’")
_MONTH_NAMES = {
    re.sub(r"[.\s]", "", name): (number - 9) % 12
    for names in (MONTHS, MONTHS_SHORT)
    for number, name in enumerate(names)
}


def month_index(text: str) -> tuple[int, int | None] | None:
    """Return a header's month (0 = October) and its Buddhist-era year if it carries one; none if no month."""
    match = re.fullmatch(
        r"([ก-๛]+)((?:25)?\d\d)?", match_key(text).replace("พ.ศ.", "").replace(".", "").translate(_SEPARATORS)
    )
    if not match or match.group(1) not in _MONTH_NAMES:
        return None
    year = match.group(2)
    return _MONTH_NAMES[match.group(1)], (int(year) % 100 + 2500) if year else None


@dataclass(frozen=True)
class Table:
    """A table's header: its rows, the kind of its items, and the column of each thing."""

    first_row: int
    last_row: int
    kind: Literal["project", "equipment"]
    columns: dict[str, int]
    months: list[tuple[int, int]]  # month index, column
    years: list[tuple[int, tuple[int, int]]]  # the wrong Buddhist-era years its headings say, and their cells


def find_tables(grid: Grid, fiscal_year: FiscalYear) -> list[Table]:
    """Return the headers of a sheet, the first and those repeated on later pages."""
    tables: list[Table] = []
    for row in grid.rows:
        if tables and row <= tables[-1].last_row:
            continue
        number = next((column for column in grid.columns(row) if _heads_numbers(grid.text(row, column))), None)
        if number is None:
            continue
        texts = {column: match_key(grid.text(row, column)) for column in grid.columns(row) if column != number}
        if _is_header(texts):
            table = _table(grid, row, fiscal_year)
            if {"number", "name"} <= table.columns.keys():
                tables.append(table)
            if len(tables) > _MOST_HEADERS:
                raise too_large()
    return tables


def _heads_numbers(text: str) -> bool:
    return len(text) <= _LONGEST_NUMBER_HEADING and bool(re.search(_COLUMNS["number"], match_key(text)))


def _is_header(texts: dict[int, str]) -> bool:
    """Tell whether the cells beside ที่ are headings: the name's, and two more. A project's own words may be "ที่"."""
    kinds = {
        what
        for text in texts.values()
        if len(text) <= _LONGEST_HEADING
        for what in ("name", "detail", "place", "divisions", "budget")
        if re.search(_COLUMNS[what], text)
    }
    return "name" in kinds and len(kinds) > 2


def _table(grid: Grid, first_row: int, fiscal_year: FiscalYear) -> Table:
    rows = range(first_row, first_row + _HEADER_DEPTH + 1)
    found = {row: [(month_index(grid.text(row, column)), column) for column in grid.columns(row)] for row in rows}
    months_row = max(rows, key=lambda row: (sum(month is not None for month, _ in found[row]), -row))
    months = [(month[0], column) for month, column in found[months_row] if month]
    last_row = max(months_row, *(grid.last_row_of(first_row, column) for column in grid.columns(first_row)))
    header = range(first_row, last_row + 1)
    texts: dict[int, str] = {}
    for row in header:
        for column in grid.columns(row):
            if not any(column == month_column for _, month_column in months):
                texts[column] = texts.get(column, "") + match_key(grid.text(row, column))
    columns: dict[str, int] = {}
    taken: set[int] = set()
    for what, pattern in _COLUMNS.items():
        here = [column for column, text in texts.items() if column not in taken and re.search(pattern, text)]
        if what == "budget":  # the form's own heading before a local one such as งบประมาณที่ใช้จริง
            here.sort(key=lambda column: not re.fullmatch(r"(จำนวน)?งบประมาณ\(?(บาท)?\)?", texts[column]))
        if here:
            columns[what] = here[0]
            taken.update(here)
    # A numbering line (1) (2) (3) under the headings belongs to the header.
    below = [grid.text(last_row + 1, column) for column in grid.columns(last_row + 1)]
    if len(below) > 2 and all(re.fullmatch(r"\(\d+\)", match_key(text)) for text in below):
        last_row += 1
    kind: Literal["project", "equipment"] = (
        "equipment" if re.match(r"(ชื่อ|รายการ)?ครุภัณฑ์", texts.get(columns.get("name", 0), "")) else "project"
    )
    wrong_years = _wrong_years(grid, header, months, fiscal_year)
    wrong_years += [
        (month[1], (months_row, column))
        for month, column in found[months_row]
        if month and month[1] and month[1] != _year_of(month[0], fiscal_year)
    ]
    return Table(first_row, last_row, kind, columns, sorted(months), wrong_years)


def _year_of(month: int, fiscal_year: FiscalYear) -> int:
    return fiscal_year.number - 1 if month < 3 else fiscal_year.number


def _wrong_years(
    grid: Grid, header: range, months: list[tuple[int, int]], fiscal_year: FiscalYear
) -> list[tuple[int, tuple[int, int]]]:
    wrong = []
    for row in header:
        for column in grid.columns(row):
            match = re.fullmatch(r"(?:ปี)?(?:งบประมาณ)?(?:พ\.?ศ\.?)?(25\d\d)", match_key(grid.text(row, column)))
            if not match:
                continue
            year = int(match.group(1))
            span = grid.span(row, column)
            under = [month for month, month_column in months if month_column in span] if len(span) > 1 else []
            # A heading that is not merged has no known width: only its year can be checked.
            expected = {_year_of(month, fiscal_year) for month in under} or {fiscal_year.number - 1, fiscal_year.number}
            if expected != {year} and (under or year not in expected):
                wrong.append((year, (row, column)))
    return wrong


def missing(table: Table) -> list[str]:
    """Return the columns without which no row can be read."""
    return [what for what in _WANTED if not (table.months if what == "months" else what in table.columns)]


def refusals(grid: Grid, table: Table) -> Iterator[WorkbookProblem]:
    """Yield what is wrong with a header; with an error the sheet is not read."""
    row = table.first_row
    for what in missing(table):
        yield problem("column_missing", sheet=grid.title, row=row, wanted=_WANTED[what])
    for what, name in GOOD_TO_HAVE.items():
        if what not in table.columns:
            yield problem("column_absent", sheet=grid.title, row=row, wanted=name)
    indexes = [month for month, _ in table.months]
    for month, column in table.months:
        if indexes.count(month) > 1:
            seen = grid.text(row, column) or next(
                grid.text(r, column) for r in range(row, table.last_row + 1) if grid.text(r, column)
            )
            yield problem("header_unclear", sheet=grid.title, row=row, column=column_letter(column), seen=seen)
            return
    budget = table.columns.get("budget")
    if budget:
        heading = " ".join(grid.text(r, budget) for r in range(row, table.last_row + 1))
        if re.search(r"(ล้าน|แสน|หมื่น|พัน)บาท", match_key(heading)):
            yield problem("header_unclear", sheet=grid.title, row=row, column=column_letter(budget), seen=heading)
