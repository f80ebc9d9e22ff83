"""Reading a CSV file: UTF-8 with or without its mark, UTF-16 as Excel's "Unicode text", or Thai Windows (cp874)."""

import codecs
import csv
import io
import re

from documents.workbook_grid import SheetCells
from documents.workbook_limits import LONGEST_TEXT, MOST_CELLS, Limits, UnreadableFile, damaged, too_large

TITLE = "CSV"
_LARGEST = 10 * 1024 * 1024  # bytes; 5,000 projects are some 3 MB
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


def read_csv(data: bytes) -> SheetCells:
    """Return the one sheet of a CSV file. Raises ``UnreadableFile`` if it is no text, or far more than a plan."""
    if len(data) > _LARGEST:
        raise too_large()
    text = _decoded(data)
    if not text.strip() or _CONTROL.search(text):
        raise UnreadableFile("it is no spreadsheet", "ไม่ใช่แฟ้มตารางคำนวณ")
    delimiter = _delimiter(text)
    if text.count(delimiter) > MOST_CELLS * 4:
        raise too_large()
    if delimiter not in text:
        raise UnreadableFile("it is no spreadsheet", "ไม่ใช่แฟ้มตารางคำนวณ")
    cells = SheetCells(TITLE)
    limits = Limits()
    csv.field_size_limit(LONGEST_TEXT * 2)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            limits.count_row()
            for column, value in enumerate(row, start=1):
                if value:
                    limits.count_cell(value)
                    cells.values[number, column] = value
    except csv.Error as error:
        raise damaged() from error
    return cells


def _decoded(data: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _in(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # TIS-620, and Windows' cp874 that adds a few signs to it. Thai text is never valid UTF-8 by chance.
        return _in(data, "cp874")


def _in(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            "its text is in no known encoding; save it as “CSV UTF-8” or as .xlsx",
            "ไม่ทราบรหัสอักขระของแฟ้ม โปรดบันทึกเป็น “CSV UTF-8” หรือ .xlsx",
        ) from error


def _delimiter(text: str) -> str:
    """Return the sign that parts the columns: the one that stands most often outside quotation marks at the top."""
    outside = "".join(text[:20_000].split('"')[::2])
    return max(",;\t", key=outside.count)
