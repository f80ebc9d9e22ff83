"""How long the reading of a workbook takes, as a multiple of calamine's bare read of its cells (one run, medians).

The workbook has 5,000 projects with marks in cells, fills and subtotals, as one office could at most send. Reading it
means headings, amounts, months, divisions, totals and every problem; calamine only hands over the values of the cells.
Run: ``python -m benchmarks.workbooks``. The last line is one JSON object with the ratios.
"""

import io
import json
import resource
import statistics
import time
from collections.abc import Callable

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

from documents.workbook import read_workbook
from documents.workbook_files import open_grids
from models.kinds import Programme
from models.values import FiscalYear
from procedure.calendar import MONTHS_SHORT

PROJECTS = 5_000
ROUNDS = 3
HEADINGS = ("ที่", "โครงการ", "รายละเอียดของกิจกรรม", "งบประมาณ (บาท)", "สถานที่ดำเนินการ", "หน่วยงานรับผิดชอบหลัก")


def make_workbook(projects: int) -> bytes:
    """Return a ผด.02 workbook (.xlsx) of so many projects, ten to a programme, with a subtotal for each programme."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("แผน")
        box, filled = book.add_format({"border": 1}), book.add_format({"bg_color": "#4472C4", "border": 1})
        sheet.write(0, 0, "แผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. 2569")
        for column, heading in enumerate(HEADINGS):
            sheet.merge_range(1, column, 2, column, heading, box)
        sheet.merge_range(1, 6, 1, 8, "พ.ศ. 2568", box)
        sheet.merge_range(1, 9, 1, 17, "พ.ศ. 2569", box)
        for month in range(12):
            sheet.write(2, 6 + month, MONTHS_SHORT[(month + 9) % 12], box)
        sheet.write(3, 0, "1. ยุทธศาสตร์การพัฒนาด้านโครงสร้างพื้นฐาน")
        row, programmes = 4, list(Programme)
        for number in range(projects):
            if number % 10 == 0:
                sheet.write(row, 0, f"1.1 {programmes[number // 10 % 12].name_th}")
                row += 1
            sheet.write(row, 0, number % 10 + 1, box)
            sheet.write(row, 1, f"โครงการก่อสร้างถนนคอนกรีตเสริมเหล็ก หมู่ที่ {number}", box)
            sheet.write(row, 2, "ก่อสร้างถนน คสล. กว้าง 4 เมตร ยาว 250 เมตร", box)
            sheet.write(row, 3, f"{498_000 + number:,} บาท", box)
            sheet.write(row, 4, "หมู่ที่ 3 บ้านหนองบัว", box)
            sheet.write(row, 5, "กองช่าง", box)
            for month in range(12):
                if month == number % 12:
                    sheet.write(row, 6 + month, "X", box)
                else:
                    sheet.write_blank(row, 6 + month, None, filled if month == (number + 1) % 12 else box)
            row += 1
            if number % 10 == 9:
                sheet.write(row, 0, "รวม 10 โครงการ")
                sheet.write(row, 3, sum(498_000 + one for one in range(number - 9, number + 1)))
                row += 1
    return stream.getvalue()


def measure() -> dict[str, float]:
    """Measure each reader in turn, round by round, so that noise falls on all alike; return the ratios."""
    data = make_workbook(PROJECTS)

    def bare() -> None:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        assert len(book.get_sheet_by_index(0).to_python()) > PROJECTS

    def whole() -> None:
        reading = read_workbook(data, FiscalYear(2569))
        assert len(reading.projects) == PROJECTS
        assert reading.problems == []

    def cells() -> None:
        assert len(open_grids(data)) == 1

    def with_openpyxl() -> None:
        assert openpyxl.load_workbook(io.BytesIO(data)).active.max_row > PROJECTS

    readers: dict[str, Callable[[], None]] = {
        "calamine": bare,
        "cells_fills_merges": cells,
        "read_workbook": whole,
        "openpyxl_load": with_openpyxl,
    }
    taken: dict[str, list[float]] = {name: [] for name in readers}
    for _round in range(ROUNDS):
        for name, reader in readers.items():
            began = time.perf_counter()
            reader()
            taken[name].append(time.perf_counter() - began)
    medians = {name: statistics.median(values) for name, values in taken.items()}
    for name, value in medians.items():
        print(f"{name:20} {value:.3f} s  {value / medians['calamine']:.1f} x")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (openpyxl's among it)")
    return {name: round(value / medians["calamine"], 1) for name, value in medians.items() if name != "calamine"}


if __name__ == "__main__":
    print(json.dumps({"projects": PROJECTS, "ratio_to_calamine_bare_read": measure()}))
