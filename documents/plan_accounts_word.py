"""The accounts of a plan as Word tables: forms ผด.01, ผด.02 and ผด.02/1, and the index of their projects."""

from collections.abc import Sequence

from documents.content import AccountGroup, AccountRow, PlanContent
from documents.plan_lines import SummaryLine, amount_of, group_lines, is_tall, subtotal_label, summary_of
from documents.project_index import IndexLine
from documents.word_markup import SIDE, bookmarked, cell, dxa, page_number, paragraph, row, run, table
from documents.word_prose import Entry, heading
from models.kinds import Digits
from procedure.calendar import MONTHS_SHORT

SHADE_LEAD, SHADE_TOTAL, SHADE_MONTH = "EBEBEB", "D7D7D7", "A6A6A6"

_TEXT = 28  # half points
_SUMMARY_WIDTHS = [dxa(width) for width in (8.7, 2.6, 3.0, 3.8, 3.0, 6.2)]
_INDEX_WIDTHS = [dxa(width) for width in (24.3, 3.0)]
_ACCOUNT_WIDTHS = [dxa(width) for width in (1.1, 4.4, 4.8, 2.7, 2.6, 2.5)] + [dxa(0.766)] * 12
# In ems of TH Sarabun: digits are at most that wide, commas and the point less than half of it.
_DIGIT, _MARK = 0.47, 0.2
# Numbers of the bookmarks of rows, behind those of the headings.
_FIRST_ROW_MARK = 10_000


def summary_markup(content: PlanContent) -> str:
    """Return form ผด.01 as a table."""
    summary = summary_of(content)
    headings = (
        "ยุทธศาสตร์/แผนงาน",
        "จำนวนโครงการ\nที่ดำเนินการ",
        "คิดเป็นร้อยละของ\nโครงการทั้งหมด",
        "จำนวนงบประมาณ\n(บาท)",
        "คิดเป็นร้อยละของ\nงบประมาณทั้งหมด",
        "หน่วยงานรับผิดชอบหลัก",
    )
    rows = [row((_label(width, text) for width, text in zip(_SUMMARY_WIDTHS, headings, strict=True)), heading=True)]
    rows += [_summary_row(line) for line in [*summary.lines, *summary.split]]
    for line in summary.beside:
        texts = (line.label, line.count, "", line.amount, "", "")
        rows.append(row(_figure(number, text) for number, text in enumerate(texts)))
    together = len(summary.split) + len(summary.beside)  # the sum total stays with what it is made of
    rows[-together - 1 : -1] = [_kept_with_next(one) for one in rows[-together - 1 : -1]]
    return table(_SUMMARY_WIDTHS, rows) + paragraph(style="Gap")


def account_markup(content: PlanContent, group: AccountGroup, opens: Entry | None, first: int) -> str:
    """Return one group of form ผด.02; ``opens`` is the heading of the strategy that begins with it, ``first`` the
    number of its first row in the order of all accounts."""
    lines = group_lines(group, content.office.digits)
    lead = [paragraph(run(line, bold=True), "Cell") for line in lines]
    if opens is not None:
        small = '<w:spacing w:before="0" w:after="0"/>'
        lead[0] = heading(opens, properties=small)
    return _account(content, "".join(lead), ("โครงการ", "รายละเอียดของกิจกรรม"), group.rows, "โครงการ", first)


def equipment_markup(content: PlanContent) -> str:
    """Return form ผด.02/1: one table for each kind of equipment."""
    first = sum(len(group.rows) for group in content.groups)
    tables = []
    for group in content.equipment:
        if not group.rows:
            continue
        lead = paragraph(run(group.category, bold=True), "Cell")
        names = ("ครุภัณฑ์", "รายละเอียดของครุภัณฑ์")
        tables.append(_account(content, lead, names, group.rows, "รายการ", first))
        first += len(group.rows)
    gap = paragraph(style="Gap")
    return gap.join(tables) + gap if tables else paragraph(style="Cell", text="ไม่มีรายการครุภัณฑ์")


def index_markup(lines: Sequence[IndexLine], digits: Digits) -> str:
    """Return the index as a table: a name, and the pages of the rows that bear it, which Word computes."""
    return table(
        _INDEX_WIDTHS,
        [
            row([_label(_INDEX_WIDTHS[0], "ชื่อ"), _label(_INDEX_WIDTHS[1], "หน้า")], heading=True),
            *(
                row(
                    [
                        cell(_INDEX_WIDTHS[0], paragraph(style="Cell", text=line.name)),
                        cell(_INDEX_WIDTHS[1], paragraph(_pages(line, digits), "Cell", align="right")),
                    ]
                )
                for line in lines
            ),
        ],
    )


def _pages(line: IndexLine, digits: Digits) -> str:
    return run(", ").join(page_number(rf"PAGEREF {_row_mark(one)} \h", digits, "–") for one in line.rows)


def _row_mark(number: int) -> str:
    return f"_Row{number}"


def _account(
    content: PlanContent, lead: str, names: tuple[str, str], rows: list[AccountRow], unit: str, first: int
) -> str:
    widths, digits = _ACCOUNT_WIDTHS, content.office.digits
    titles = ("ที่", *names, "งบประมาณ\n(บาท)", "สถานที่\nดำเนินการ", "หน่วยงาน\nรับผิดชอบหลัก")
    fixed = list(zip(widths, titles, strict=False))
    years = (
        _label(sum(widths[6:9]), f"พ.ศ. {digits.write(content.fiscal_year - 1)}", span=3),
        _label(sum(widths[9:]), f"พ.ศ. {digits.write(content.fiscal_year)}", span=9),
    )
    months = [_label(widths[6 + n], MONTHS_SHORT[(9 + n) % 12], size=22, tight=True) for n in range(12)]
    lines = [
        row([cell(sum(widths), lead, span=18, fill=SHADE_LEAD)], heading=True),
        row([*(_label(width, title, merge="restart") for width, title in fixed), *years], heading=True),
        row(
            [*(cell(width, paragraph(style="Cell"), merge="continue") for width, _title in fixed), *months],
            heading=True,
        ),
        *(_project(one, digits, number) for number, one in enumerate(rows, start=first)),
    ]
    if not is_tall(rows[-1]):
        lines[-1] = _kept_with_next(lines[-1])  # the sum is never alone on a page
    label, amount = subtotal_label(rows, unit, digits)
    lines.append(
        row(
            [
                cell(sum(widths[:3]), paragraph(run(label, bold=True), "Cell", align="right"), span=3),
                cell(widths[3], _amount(amount, widths[3], bold=True)),
                cell(sum(widths[4:]), paragraph(style="Cell"), span=14),
            ]
        )
    )
    return table(widths, lines)


def _kept_with_next(markup: str) -> str:
    return markup.replace('<w:pStyle w:val="Cell"/>', '<w:pStyle w:val="Cell"/><w:keepNext/>')


def _month(width: int, *, planned: bool) -> str:
    return cell(width, paragraph(style="Cell"), fill=SHADE_MONTH if planned else "", tight=True)


_PLANNED = _month(_ACCOUNT_WIDTHS[6], planned=True)
_UNPLANNED = _month(_ACCOUNT_WIDTHS[6], planned=False)


def _project(one: AccountRow, digits: Digits, number: int) -> str:
    """Return a project's row; its months are twelve cells, shaded where work is planned."""
    widths = _ACCOUNT_WIDTHS
    shown = amount_of(one, digits)
    amount = _amount(shown, widths[3]) if shown else paragraph(style="Cell", text="ไม่ใช้\nงบประมาณ", align="center")
    responsible = "".join(paragraph(style="Cell", text=name) for name in one.responsible)
    if one.other_agency:
        responsible += paragraph(run("(หน่วยงานอื่น)", italic=True), "Cell")
    planned = set(one.months)
    return row(
        [
            cell(widths[0], paragraph(style="Cell", text=digits.write(one.number), align="center"), tight=True),
            cell(
                widths[1],
                paragraph(bookmarked(run(one.name), _row_mark(number), _FIRST_ROW_MARK + number), "Cell"),
            ),
            cell(widths[2], paragraph(style="Cell", text=one.detail)),
            cell(widths[3], amount),
            cell(widths[4], paragraph(style="Cell", text=one.place)),
            cell(widths[5], responsible or paragraph(style="Cell")),
            *(_PLANNED if month in planned else _UNPLANNED for month in range(12)),
        ],
        whole=not is_tall(one),
    )


def _summary_row(line: SummaryLine) -> str:
    if line.kind == "strategy":
        lead = paragraph(run(line.label, bold=True), "Cell")
        return row([cell(sum(_SUMMARY_WIDTHS), lead, span=6, fill=SHADE_LEAD)])
    fill = SHADE_TOTAL if line.kind == "total" else ""
    bold = line.kind in ("subtotal", "total")
    first = {"programme": "", "split": "right"}.get(line.kind, "center")
    indent = '<w:ind w:left="227"/>' if line.kind == "programme" else ""
    label = paragraph(run(line.label, bold=bold), "Cell", properties=indent, align=first)
    figures = (line.projects, line.projects_percent, line.amount, line.amount_percent)
    return row(
        [
            cell(_SUMMARY_WIDTHS[0], label, fill=fill),
            *(_figure(number, text, bold=bold, fill=fill) for number, text in enumerate(figures, start=1)),
            cell(_SUMMARY_WIDTHS[5], paragraph(style="Cell", text=", ".join(line.responsible)), fill=fill),
        ]
    )


def _figure(column: int, text: str, *, bold: bool = False, fill: str = "") -> str:
    width = _SUMMARY_WIDTHS[column]
    return (
        cell(width, _amount(text, width, bold=bold), fill=fill)
        if column
        else cell(width, paragraph(style="Cell", text=text, align="right"))
    )


def _label(width: int, text: str, *, span: int = 1, merge: str = "", size: int = _TEXT, tight: bool = False) -> str:
    content = paragraph(run(text, bold=True, size=size), "Cell", align="center")
    return cell(width, content, span=span, merge=merge, valign="center", tight=tight)


def _amount(text: str, width: int, *, bold: bool = False) -> str:
    """Return an amount on the right of its cell, smaller where it would not fit: an amount is never broken."""
    ems = sum(_MARK if char in ",." else _DIGIT for char in text)
    room = (width - 2 * SIDE) / 10  # half points between the cell's margins
    size = min(_TEXT, int(room / ems)) if ems else _TEXT
    return paragraph(run(text, bold=bold, size=0 if size == _TEXT else size), "Cell", align="right")
