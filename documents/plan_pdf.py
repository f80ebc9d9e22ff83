"""The operation plan as a PDF: cover, foreword, contents, announcement, part 1, the accounts of part 2 (forms ผด.01,
02, 02/1), and the index of projects."""

from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

from documents.account_totals import month_marks
from documents.announcement_pictures import announcement_pictures
from documents.announcement_text import announcement_text
from documents.content import AccountRow, AnnouncementContent, PlanContent
from documents.foreword import chart_after, foreword, foreword_signed, step_chart
from documents.introduction import introduction
from documents.plan_lines import (
    CHART,
    PART_1,
    PART_2,
    amount_of,
    area_of,
    draft_mark,
    forms_of,
    group_lines,
    is_tall,
    plan_title,
    spoken_months,
    strategy_title,
    subtotal_label,
    summary_of,
)
from documents.project_index import index_of, index_title
from documents.typst_pages import typeset
from models.kinds import PdfKind
from procedure.calendar import MONTHS_SHORT


def render_plan(content: PlanContent, fonts_cache: Path, announcement: AnnouncementContent | None = None) -> bytes:
    """Return the plan as a PDF of the office's kind, A4, the accounts on landscape pages.

    All totals are computed from the rows. ``announcement`` is bound into the plan once it is made; a draft has none.
    ``fonts_cache`` is a folder where the prepared fonts are kept.
    """
    office, digits = content.office, content.office.digits
    sections = introduction(office, content.introduction, content.fiscal_year)
    data = {
        "title": plan_title(content.fiscal_year, content.edition_title, digits),
        "year": digits.write(content.fiscal_year),
        "year_before": digits.write(content.fiscal_year - 1),
        "edition": content.edition_title,
        "draft": draft_mark(content),
        "office": office.name,
        "area": area_of(office),
        "words": {
            "part_1": digits.write(PART_1),
            "part_2": digits.write(PART_2),
            "chart": CHART,
            "index": index_title(content),
        },
        "foreword": {"paragraphs": foreword(content), "signed": foreword_signed(content)},
        "announcement": asdict(announcement_text(announcement)) if announcement else None,
        "introduction": [asdict(section) for section in sections],
        "chart_after": chart_after(sections),
        "chart": step_chart(office),
        "forms": [{**asdict(form), "listed": form.listed} for form in forms_of(digits)],
        "months": [MONTHS_SHORT[(9 + n) % 12] for n in range(12)],
        "summary": asdict(summary_of(content)),
        "strategies": _strategies(content),
        "equipment": [
            {"category": group.category, **_rows(group.rows, "รายการ", content)}
            for group in content.equipment
            if group.rows
        ],
        "index": [asdict(line) for line in index_of(content)],
    }
    return typeset(
        "plan",
        data,
        dated=content.dated_on,
        fonts_cache=fonts_cache,
        digits=digits,
        kind=office.pdf,
        pictures=announcement_pictures(announcement) if announcement else None,
    )


def _strategies(content: PlanContent) -> list[dict[str, Any]]:
    """Return the groups of form ผด.02 under their strategies, in the plan's order."""
    digits = content.office.digits
    filled = [group for group in content.groups if group.rows]
    return [
        {
            "title": strategy_title(*key, digits),
            "groups": [
                {"lines": group_lines(group, digits), **_rows(group.rows, "โครงการ", content)} for group in groups
            ],
        }
        for key, groups in groupby(filled, key=lambda group: (group.strategy_number, group.strategy))
    ]


def _rows(rows: list[AccountRow], unit: str, content: PlanContent) -> dict[str, Any]:
    label, amount = subtotal_label(rows, unit, content.office.digits)
    return {"rows": [_row(row, content) for row in rows], "subtotal": {"label": label, "amount": amount}}


def _row(row: AccountRow, content: PlanContent) -> dict[str, Any]:
    office = content.office
    listened_to = office.pdf is PdfKind.ACCESSIBLE  # the other kind keeps no alternative text
    return {
        "number": office.digits.write(row.number),
        "name": row.name,
        "detail": row.detail,
        "amount": amount_of(row, office.digits),
        "place": row.place,
        "responsible": row.responsible,
        "other_agency": row.other_agency,
        "months": month_marks(row.months),
        "spoken": spoken_months(row, content.fiscal_year, office.digits) if listened_to else {},
        "tall": is_tall(row),
    }
