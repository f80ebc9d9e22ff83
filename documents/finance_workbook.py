"""The Excel workbook in which the finance division (กองคลัง) confirms a quarter: written for it, and read back.

One sheet, one row per project. Only the two last columns are filled in; a row left empty in both is not confirmed yet.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from documents.content import Office
from documents.excel_pages import OfficeBook
from documents.filled_table import TableHeader, header_of, whole_number
from documents.finance_facts import FinanceRow
from documents.finance_problems import finance_problem
from documents.workbook_cells import is_blank, is_total, match_key, read_amount
from documents.workbook_files import open_grids
from documents.workbook_grid import Grid, column_letter
from documents.workbook_limits import UnreadableFile
from documents.workbook_reading import WorkbookProblem
from procedure.acts.confirming import ProjectAmounts
from procedure.calendar import bangkok_date

SHEET = "ยืนยันยอด"
YEAR, NUMBER, NAME, NET = "ปีงบประมาณ", "ลำดับที่โครงการ", "โครงการ", "งบประมาณหลังโอน (บาท)"
CONTRACTED, DISBURSED = "ยืนยัน: ก่อหนี้ผูกพันสะสม (บาท)", "ยืนยัน: เบิกจ่ายสะสม (บาท)"
HEADINGS = (
    YEAR,
    NUMBER,
    NAME,
    NET,
    "ตามรายงาน: ก่อหนี้ผูกพัน (บาท)",
    "ตามรายงาน: เบิกจ่าย (บาท)",
    "ยืนยันล่าสุด: ก่อหนี้ผูกพัน (บาท)",
    "ยืนยันล่าสุด: เบิกจ่าย (บาท)",
    CONTRACTED,
    DISBURSED,
)
_READ = (YEAR, NUMBER, NAME, CONTRACTED, DISBURSED)
_WIDTHS = (12, 12, 48, 18, 18, 18, 18, 18, 20, 20)
_HEADER_ROW = 4  # counted from nought; the title, the quarter and two lines of how to fill it in stand above


@dataclass
class FinanceReading:
    """What a workbook says, or cell by cell what is wrong with it."""

    amounts: list[ProjectAmounts] = field(default_factory=list)
    problems: list[WorkbookProblem] = field(default_factory=list)


def write_finance_workbook(
    rows: Sequence[FinanceRow], office: Office, fiscal_year: int, quarter: int, as_of: datetime
) -> bytes:
    """Return the workbook (.xlsx) of a quarter, to be filled in by the finance division.

    A name that begins with ``=``, ``+``, ``-`` or ``@`` is written as text, and stays text when the cell is edited. The
    same rows on the same Bangkok day give the same bytes.
    """
    digits = office.digits
    quarter_line = digits.write(_quarter_line(fiscal_year, quarter))
    book = OfficeBook(office, quarter_line, bangkok_date(as_of))
    sheet = book.sheet(SHEET, _WIDTHS, headings=(_HEADER_ROW, _HEADER_ROW))
    sheet.freeze_panes(_HEADER_ROW + 1, 3)
    book.text(sheet, 0, 0, f"แบบยืนยันยอดก่อหนี้ผูกพันและเบิกจ่าย {office.name}", "title")
    book.text(sheet, 1, 0, quarter_line, "title")
    guide = "กรอกเฉพาะสองช่องสุดท้าย เป็นยอดสะสมถึงสิ้นไตรมาส หน่วยบาท พิมพ์เลขไทยหรือมีจุลภาคได้"
    book.text(sheet, 2, 0, guide, "plain")
    book.text(sheet, 3, 0, digits.write("แถวใดยังไม่ยืนยัน ให้เว้นว่างทั้งสองช่อง ยอดที่เป็นศูนย์ให้พิมพ์ 0"), "plain")
    for column, heading in enumerate(HEADINGS):
        book.text(sheet, _HEADER_ROW, column, heading, "head")
    for at, row in enumerate(rows, start=_HEADER_ROW + 1):
        book.number(sheet, at, 0, row.fiscal_year, "ordinal")
        book.number(sheet, at, 1, row.number, "ordinal")
        book.text(sheet, at, 2, row.name)
        book.money(sheet, at, 3, row.net_satang)
        for column, amounts, cell in (
            (4, row.reported, "money"),
            (6, row.confirmed, "money"),
            (8, row.entered, "fill_money"),
        ):
            book.money(sheet, at, column, amounts.contracted_satang if amounts else None, cell)
            book.money(sheet, at, column + 1, amounts.disbursed_satang if amounts else None, cell)
    return book.close()


def read_finance_workbook(
    data: bytes, fiscal_year: int, quarter: int, known: Mapping[tuple[int, int], str], file_name: str = ""
) -> FinanceReading:
    """Read a filled-in workbook. Any problem is named with its cell and what to do, in Thai and English.

    ``known`` are the projects that may be confirmed, by fiscal year and number, with their names: a row whose number
    and name do not belong together was moved, and is refused. Nothing is guessed and nothing is written.
    """
    reading = FinanceReading()
    try:
        grids = [grid for grid in open_grids(data) if not grid.hidden]
    except UnreadableFile as error:
        reading.problems.append(
            finance_problem("unreadable_file", file_name=file_name, seen=error.english, seen_th=error.thai)
        )
        return reading
    found = [(grid, header) for grid in grids if (header := header_of(grid, HEADINGS, _is_header)) is not None]
    if len(found) != 1:
        code = "several_tables" if found else "not_a_finance_workbook"
        reading.problems.append(finance_problem(code, file_name=file_name))
        return reading
    grid, header = found[0]
    if missing := [heading for heading in _READ if heading not in header.columns]:
        reading.problems += [finance_problem("column_missing", sheet=grid.title, wanted=one) for one in missing]
        return reading
    wanted = match_key(_quarter_line(fiscal_year, quarter))
    if not any(match_key(grid.text(row, column)) == wanted for row, column in grid.cells_above(header.row)):
        reading.problems.append(
            finance_problem("wrong_quarter", sheet=grid.title, wanted=_quarter_line(fiscal_year, quarter))
        )
        return reading
    _Rows(grid, header, fiscal_year, known, reading).read()
    if not reading.amounts and not reading.problems:
        reading.problems.append(finance_problem("nothing_filled_in", sheet=grid.title))
    return reading


def _is_header(columns: Collection[str]) -> bool:
    return NUMBER in columns and (CONTRACTED in columns or DISBURSED in columns)


class _Rows:
    """Goes down the table once and takes the rows that are filled in."""

    def __init__(
        self,
        grid: Grid,
        header: TableHeader,
        fiscal_year: int,
        known: Mapping[tuple[int, int], str],
        reading: FinanceReading,
    ) -> None:
        self.grid = grid
        self.header = header
        self.fiscal_year = fiscal_year
        self.known = known
        self.reading = reading
        self.seen: dict[tuple[int, int], str] = {}

    def read(self) -> None:
        for row in self.grid.rows:
            if row > self.header.row:
                self._row(row)

    def _row(self, row: int) -> None:
        if any(is_total(self.grid.text(row, self.header.columns[heading])) for heading in (YEAR, NUMBER, NAME)):
            return  # a sum that somebody added below
        before = len(self.reading.problems)
        contracted, disbursed = self._amount(row, CONTRACTED), self._amount(row, DISBURSED)
        if contracted is None and disbursed is None and len(self.reading.problems) == before:
            return
        year, number = self._whole(row, YEAR), self._whole(row, NUMBER)
        if year is not None and number is not None:
            self._check_project(row, year, number)
        if len(self.reading.problems) > before or year is None or number is None:
            return
        for heading, amount in ((CONTRACTED, contracted), (DISBURSED, disbursed)):
            if amount is None:
                self._say("amount_missing", row, heading)
        if contracted is not None and disbursed is not None:
            self.reading.amounts.append(
                ProjectAmounts(
                    project_number=number,
                    contracted_satang=contracted,
                    disbursed_satang=disbursed,
                    origin_year=None if year == self.fiscal_year else year,
                )
            )

    def _check_project(self, row: int, year: int, number: int) -> None:
        name = self.known.get((year, number))
        if name is None:
            self._say("project_unknown", row, NUMBER, seen=number, year=year)
        elif match_key(self.grid.text(row, self.header.columns[NAME])) != match_key(name):
            self._say("name_differs", row, NAME, seen=number, wanted=name)
        elif (first := self.seen.get((year, number))) is not None:
            self._say("project_twice", row, NUMBER, seen=number, wanted=first)
        else:
            self.seen[year, number] = f"{column_letter(self.header.columns[NUMBER])}{row}"

    def _amount(self, row: int, heading: str) -> int | None:
        """Return an amount in satang; None where the cell is empty, or is wrong and has been named."""
        column = self.header.columns[heading]
        if (row, column) in self.grid.unreadable:
            self._say("cell_unreadable", row, heading, seen=self.grid.formula(row, column))
            return None
        if is_blank(self.grid.text(row, column)):
            return None
        amount = read_amount(self.grid.value(row, column))
        if amount.satang is None:
            self._say("amount_unreadable", row, heading, seen=self.grid.text(row, column))
        return amount.satang

    def _whole(self, row: int, heading: str) -> int | None:
        column = self.header.columns[heading]
        if (number := whole_number(self.grid, row, column)) is not None:
            return number
        self._say("number_unreadable", row, heading, seen=self.grid.text(row, column), wanted=heading)
        return None

    def _say(
        self, code: str, row: int, heading: str, seen: object = "", wanted: object = "", year: object = ""
    ) -> None:
        self.reading.problems.append(
            finance_problem(
                code,
                sheet=self.grid.title,
                row=row,
                column=column_letter(self.header.columns[heading]),
                seen=seen,
                wanted=wanted,
                year=year,
            )
        )


def _quarter_line(fiscal_year: int, quarter: int) -> str:
    return f"ไตรมาสที่ {quarter} ปีงบประมาณ พ.ศ. {fiscal_year}"


def known_projects(rows: Sequence[FinanceRow]) -> dict[tuple[int, int], str]:
    """Return the projects that a workbook may confirm, by fiscal year and number."""
    return {(row.fiscal_year, row.number): row.name for row in rows}
