"""What an edition changes, as a Word file that an office may edit: the same tables as the PDF."""

from documents.edition_changes import (
    ACTION_TITLES,
    EQUIPMENT_TITLE,
    FIELD_HEADINGS,
    MONEY_HEADINGS,
    Change,
    EditionChanges,
)
from documents.plan_accounts_word import SHADE_LEAD, SHADE_TOTAL
from documents.word_markup import cell, dxa, paragraph, row, run, table
from documents.word_pages import Paper, add, file_of, lay_out, new_document, number_pages
from models.kinds import Digits

_MONEY_WIDTHS = [dxa(width) for width in (9.7, 2.4, 3.9, 2.4, 3.9, 3.9)]
_FIELD_WIDTHS = [dxa(width) for width in (1.6, 8.0, 3.6, 6.5, 6.5)]
_FEW_ROWS = 12  # of one change, that surely fit on a page


def render_edition_changes_word(content: EditionChanges) -> bytes:
    """Return the changes as a Word file (.docx), A4 landscape, the tables' headings repeated on each page."""
    digits = content.office.digits
    document = new_document(content.title, content.office, content.dated_on)
    section = document.sections[0]
    lay_out(section, Paper.ACCOUNT)
    number_pages(section, digits)
    add(document, _opening(content))
    add(document, _money(content))
    for action, title in ACTION_TITLES.items():
        if of_action := content.of(action):
            add(document, _changes(title, of_action, digits))
    if content.equipment:
        add(document, _changes(digits.write(EQUIPMENT_TITLE), content.equipment, digits))
    return file_of(document)


def _opening(content: EditionChanges) -> str:
    mark = "" if content.draft_number is None else content.office.digits.write(f" (ร่างครั้งที่ {content.draft_number})")
    lines = [
        paragraph(run(content.title, bold=True, size=36), "Centred"),
        paragraph(run(content.office.name + mark, bold=True), "Centred"),
        paragraph(text=content.compared),
    ]
    if content.reason:
        lines.append(paragraph(text=f"เหตุผลที่แก้ไขแผน: {content.reason}"))
    return "".join(lines)


def _money(content: EditionChanges) -> str:
    digits = content.office.digits
    rows = [_heading_row(_MONEY_WIDTHS, MONEY_HEADINGS)]
    for line in content.money:
        bold, fill = line is content.whole, SHADE_TOTAL if line is content.whole else ""
        texts = (line.label, *line.texts(digits))
        sides = ("", "center", "right", "center", "right", "right")
        rows.append(
            row(
                cell(width, paragraph(run(text, bold=bold), "Cell", align=side), fill=fill)
                for width, text, side in zip(_MONEY_WIDTHS, texts, sides, strict=True)
            )
        )
    return _title("จำนวนและงบประมาณก่อนและหลัง") + table(_MONEY_WIDTHS, rows) + paragraph(style="Gap")


def _changes(title: str, changes: list[Change], digits: Digits) -> str:
    rows = [_heading_row(_FIELD_WIDTHS, FIELD_HEADINGS)]
    for change in changes:
        rows += _change(change, digits)
    return _title(title) + table(_FIELD_WIDTHS, rows) + paragraph(style="Gap")


def _change(change: Change, digits: Digits) -> list[str]:
    """Return the rows of one project, a row for each thing that differs; its name stands beside them all."""
    named = paragraph(run(change.name, bold=True), "Cell")
    named += paragraph(run(f"{change.strategy} {change.programme}".rstrip(), size=24), "Cell")
    if change.why:
        named += paragraph(style="Cell", text=f"เหตุผล: {change.why}")
    rows = []
    for at, field in enumerate(change.fields):
        merge = "restart" if at == 0 else "continue"
        before, after = field.texts(digits)
        side = "right" if field.label.startswith("งบประมาณ") else ""
        number = paragraph(style="Cell", text=digits.write(change.number), align="center")
        cells = [
            cell(_FIELD_WIDTHS[0], number if at == 0 else paragraph(style="Cell"), merge=merge),
            cell(_FIELD_WIDTHS[1], named if at == 0 else paragraph(style="Cell"), merge=merge),
            cell(_FIELD_WIDTHS[2], paragraph(style="Cell", text=field.label)),
            cell(_FIELD_WIDTHS[3], paragraph(style="Cell", text=before, align=side)),
            cell(_FIELD_WIDTHS[4], paragraph(style="Cell", text=after, align=side)),
        ]
        rows.append(row(cells))
    # The rows of one project stay on one page where they surely fit on it.
    return [*(_kept_with_next(one) for one in rows[:-1]), rows[-1]] if len(rows) <= _FEW_ROWS else rows


def _kept_with_next(markup: str) -> str:
    return markup.replace('<w:pStyle w:val="Cell"/>', '<w:pStyle w:val="Cell"/><w:keepNext/>')


def _heading_row(widths: list[int], headings: tuple[str, ...]) -> str:
    return row(
        (
            cell(width, paragraph(run(text, bold=True), "Cell", align="center"), fill=SHADE_LEAD, valign="center")
            for width, text in zip(widths, headings, strict=True)
        ),
        heading=True,
    )


def _title(text: str) -> str:
    return paragraph(run(text, bold=True), properties="<w:keepNext/>")
