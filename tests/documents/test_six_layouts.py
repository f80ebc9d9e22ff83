"""The six layouts that offices use, read exactly as their officers mean them, in every format they come in."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from documents.workbook import WorkbookReading, read_workbook
from models.values import FiscalYear

WORKBOOKS = Path(__file__).parent / "workbooks"
FY2569 = FiscalYear(2569)
LAYOUTS = ["tidy", "thai-digits", "unreadable-cells", "ticks-and-continuations", "filled-cells", "drawn-arrows"]


def assert_reads_as_meant(reading: WorkbookReading, layout: str, *, sheet: str | None = None) -> None:
    """Hold a reading against the layout's JSON: every key that it has, in order, nothing more and nothing less."""
    expected = json.loads((WORKBOOKS / f"{layout}.json").read_text(encoding="utf-8"))
    if sheet is not None:
        for project in expected["projects"]:
            project["sheet"] = sheet
    document = reading.model_dump(mode="json")
    assert document["fiscal_year"] == expected["fiscal_year"]
    read = [
        {key: project[key] for key in wanted}
        for project, wanted in zip(document["projects"], expected["projects"], strict=True)
    ]
    assert read == expected["projects"]
    errors = [problem for problem in document["problems"] if problem["severity"] == "error"]
    assert [
        {key: problem[key] for key in wanted} for problem, wanted in zip(errors, expected["problems"], strict=True)
    ] == expected["problems"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_reads_as_its_officer_means_it(layout: str) -> None:
    reading = read_workbook(WORKBOOKS / f"{layout}.xlsx", FY2569)
    assert_reads_as_meant(reading, layout)
    # The totals of the six agree with their rows, and nothing else is odd about them.
    assert {problem.code for problem in reading.problems if problem.severity == "warning"} <= {"no_budget"}


@pytest.mark.parametrize("suffix", ["xls", "ods"])
@pytest.mark.parametrize("layout", ["tidy", "filled-cells", "drawn-arrows"])
def test_a_layout_saved_in_another_format_reads_the_same(layout: str, suffix: str) -> None:
    """The files were saved by LibreOffice from the .xlsx: marks, fills and drawn connectors survive in all three."""
    assert_reads_as_meant(read_workbook(WORKBOOKS / f"{layout}.{suffix}", FY2569), layout)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "tis-620", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_layout_saved_as_csv_reads_the_same(encoding: str, delimiter: str) -> None:
    sheet = openpyxl.load_workbook(WORKBOOKS / "ticks-and-continuations.xlsx").active
    text = io.StringIO(newline="")
    # Thai Windows knows no ✓ and no √: there an officer types a slash.
    rows = [["" if v is None else str(v).replace("✓", "/").replace("√", "/") for v in row] for row in sheet.values]
    csv.writer(text, delimiter=delimiter).writerows(rows)
    reading = read_workbook(text.getvalue().encode(encoding), FY2569)
    assert_reads_as_meant(reading, "ticks-and-continuations", sheet="CSV")
