"""The operation plan as a PDF: cover, contents, part 1, and the accounts of part 2 (forms ผด.01, 02, 02/1)."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from documents.account_totals import month_marks
from documents.content import AccountRow, PlanContent
from documents.introduction import introduction
from documents.plan_lines import (
    amount_of,
    area_of,
    draft_mark,
    group_lines,
    is_tall,
    plan_title,
    strategy_title,
    subtotal_label,
    summary_of,
)
from documents.typst_pages import typeset
from procedure.calendar import MONTHS_SHORT, thai_digits


def render_plan(content: PlanContent, fonts_cache: Path) -> bytes:
    """Return the plan as a PDF/A-2b, A4, the accounts on landscape pages.

    All totals are computed from the rows. ``fonts_cache`` is a folder where the prepared fonts are kept.
    """
    data = {
        "title": plan_title(content.fiscal_year, content.edition_title),
        "year": thai_digits(content.fiscal_year),
        "year_before": thai_digits(content.fiscal_year - 1),
        "edition": content.edition_title,
        "draft": draft_mark(content),
        "office": content.office.name,
        "area": area_of(content.office),
        "months": [MONTHS_SHORT[(9 + n) % 12] for n in range(12)],
        "introduction": [
            asdict(section) for section in introduction(content.office, content.introduction, content.fiscal_year)
        ],
        "summary": asdict(summary_of(content)),
        "accounts": _accounts(content),
        "equipment": [
            {"category": group.category, **_rows(group.rows, "รายการ")} for group in content.equipment if group.rows
        ],
    }
    return typeset("plan", data, dated=content.dated_on, fonts_cache=fonts_cache)


def _accounts(content: PlanContent) -> list[dict[str, Any]]:
    """Return the groups of form ผด.02, each telling whether it opens a strategy."""
    accounts: list[dict[str, Any]] = []
    opened: set[tuple[int, str]] = set()
    for group in content.groups:
        if not group.rows:
            continue
        key = (group.strategy_number, group.strategy)
        accounts.append(
            {
                "strategy": strategy_title(*key),
                "opens_strategy": key not in opened,
                "lines": group_lines(group),
                **_rows(group.rows, "โครงการ"),
            }
        )
        opened.add(key)
    return accounts


def _rows(rows: list[AccountRow], unit: str) -> dict[str, Any]:
    label, amount = subtotal_label(rows, unit)
    return {"rows": [_row(row) for row in rows], "subtotal": {"label": label, "amount": amount}}


def _row(row: AccountRow) -> dict[str, Any]:
    return {
        "number": thai_digits(row.number),
        "name": row.name,
        "detail": row.detail,
        "amount": amount_of(row),
        "place": row.place,
        "responsible": row.responsible,
        "other_agency": row.other_agency,
        "months": month_marks(row.months),
        "tall": is_tall(row),
    }
