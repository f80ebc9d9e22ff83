"""What an edition changes, in Excel: money before and after, and a line for each thing that differs, to be filtered."""

from documents.edition_changes import (
    ACTION_TITLES,
    EQUIPMENT_TITLE,
    MONEY_HEADINGS,
    NONE,
    Change,
    EditionChanges,
    FieldChange,
    MoneyLine,
)
from documents.excel_pages import OfficeBook

_MONEY_WIDTHS = (56, 12, 22, 12, 22, 22)
_FIELD_HEADINGS = ("รหัส", "สิ่งที่ทำ", "โครงการ/ครุภัณฑ์", "ยุทธศาสตร์/แผนงาน", "รายการ", "เดิม", "ใหม่", "เหตุผลและอำนาจ")
_FIELD_WIDTHS = (13, 16, 32, 28, 18, 30, 30, 30)
_HEADER = 4


def render_edition_changes_excel(content: EditionChanges) -> bytes:
    """Return the changes as an Excel workbook (.xlsx); amounts are numbers to the satang."""
    book = OfficeBook(content.office, content.title, content.dated_on)
    _money(book, content)
    _fields(book, content)
    return book.close()


def _titles(book: OfficeBook, sheet: object, content: EditionChanges) -> None:
    for row, text in enumerate((content.title, content.office.name, content.compared)):
        book.text(sheet, row, 0, text, "subtitle" if row else "title")
    if content.reason:
        book.text(sheet, 3, 0, f"เหตุผลที่แก้ไขแผน: {content.reason}", "plain")


def _money(book: OfficeBook, content: EditionChanges) -> None:
    sheet = book.sheet("งบประมาณก่อนและหลัง", _MONEY_WIDTHS, headings=(_HEADER, _HEADER))
    _titles(book, sheet, content)
    for column, heading in enumerate(MONEY_HEADINGS):
        book.text(sheet, _HEADER, column, heading, "head")
    first, at = _HEADER + 2, _HEADER + 1
    for line in content.strategies:
        _money_line(book, sheet, at, line)
        at += 1
    whole = content.whole
    book.text(sheet, at, 0, whole.label, "sum_label")
    for column, value, name in (
        (1, whole.count_before, "sum_count"),
        (2, whole.satang_before / 100, "sum_money"),
        (3, whole.count_after, "sum_count"),
        (4, whole.satang_after / 100, "sum_money"),
        (5, whole.difference / 100, "sum_money"),
    ):
        letter = "ABCDEF"[column]
        total = f"SUM({letter}{first}:INDEX({letter}:{letter},ROW()-1))"
        book.formula(sheet, at, column, f"=ROUND({total},2)" if content.strategies else "=0", value, name)
    for line in content.money[len(content.strategies) + 1 :]:
        at += 1
        _money_line(book, sheet, at, line)


def _money_line(book: OfficeBook, sheet: object, at: int, line: MoneyLine) -> None:
    book.text(sheet, at, 0, line.label)
    book.number(sheet, at, 1, line.count_before)
    book.money(sheet, at, 2, line.satang_before)
    book.number(sheet, at, 3, line.count_after)
    book.money(sheet, at, 4, line.satang_after)
    book.formula(sheet, at, 5, f"=ROUND(E{at + 1}-C{at + 1},2)", line.difference / 100, "money")


def _fields(book: OfficeBook, content: EditionChanges) -> None:
    sheet = book.sheet("รายการเปลี่ยนแปลง", _FIELD_WIDTHS, headings=(_HEADER, _HEADER))
    _titles(book, sheet, content)
    for column, heading in enumerate(_FIELD_HEADINGS):
        book.text(sheet, _HEADER, column, heading, "head")
    at = _HEADER + 1
    equipment = content.office.digits.write(EQUIPMENT_TITLE)
    rows = [(one, ACTION_TITLES[one.action]) for one in content.changes]
    rows += [(one, f"{equipment}: {one.action.name_th}") for one in content.equipment]
    for change, title in rows:
        for field in change.fields:
            _field(book, sheet, at, change, title, field)
            at += 1
    sheet.autofilter(_HEADER, 0, max(at - 1, _HEADER), len(_FIELD_HEADINGS) - 1)


def _field(book: OfficeBook, sheet: object, at: int, change: Change, title: str, field: FieldChange) -> None:
    under = f"{change.strategy} {change.programme}".rstrip()
    for column, text in enumerate((change.key, title, change.name, under, field.label)):
        book.text(sheet, at, column, text, "key" if column == 0 else "text")
    for column, text, satang in ((5, field.before, field.satang_before), (6, field.after, field.satang_after)):
        if satang is not None:
            book.money(sheet, at, column, satang)
        else:
            book.text(sheet, at, column, text or NONE)
    book.text(sheet, at, 7, change.why)
