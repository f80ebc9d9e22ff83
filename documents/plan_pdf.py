"""The operation plan as a PDF: cover, contents, part 1, and the accounts of part 2 (forms ผด.01, 02, 02/1)."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from documents.account_totals import Sum, month_marks, percent, plan_totals, sum_of
from documents.content import AccountGroup, AccountRow, PlanContent
from documents.introduction import introduction
from documents.typst_pages import thai_amount, typeset
from procedure.calendar import MONTHS_SHORT, thai_digits

# Characters that surely fit on a line of the name, detail, place and responsible columns (plan.typ), and the
# lines that surely fit on a page: a row with more may be split between pages, shorter rows stay whole.
_LINE_WIDTHS = (24, 28, 12, 11)
_PAGE_LINES = 22


def render_plan(content: PlanContent, fonts_cache: Path) -> bytes:
    """Return the plan as a PDF/A-2b, A4, the accounts on landscape pages.

    All totals are computed from the rows. ``fonts_cache`` is a folder where the prepared fonts are kept.
    """
    year = thai_digits(content.fiscal_year)
    title = f"แผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. {year}"
    if content.edition_title:
        title += f" {content.edition_title}"
    draft = "" if content.draft_number is None else f"ร่างครั้งที่ {thai_digits(content.draft_number)}"
    data = {
        "title": title,
        "year": year,
        "year_before": thai_digits(content.fiscal_year - 1),
        "edition": content.edition_title,
        "draft": draft,
        "office": content.office.name,
        "area": f"{_prefixed('อำเภอ', content.office.district)} {_prefixed('จังหวัด', content.office.province)}",
        "months": [MONTHS_SHORT[(9 + n) % 12] for n in range(12)],
        "introduction": [asdict(section) for section in introduction(content.office)],
        "summary": _summary(content),
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
                "strategy": _strategy_title(*key),
                "opens_strategy": key not in opened,
                "lines": _group_lines(group),
                **_rows(group.rows, "โครงการ"),
            }
        )
        opened.add(key)
    return accounts


def _group_lines(group: AccountGroup) -> list[str]:
    approach = [_prefixed("แนวทางการพัฒนา ", group.approach, "แนวทาง")] if group.approach else []
    return [_strategy_title(group.strategy_number, group.strategy), *approach, group.programme]


def _strategy_title(number: int, name: str) -> str:
    """Return the strategy with its number; offices write ยุทธศาสตร์ (ที่ …) into the name or leave it out."""
    if name.startswith("ยุทธศาสตร์ที่"):
        return name
    if name.startswith(("ยุทธศาสตร์", "ประเด็น")):  # some offices now say ประเด็นการพัฒนา (domain.md 3.4)
        return f"{thai_digits(number)}. {name}"
    return f"ยุทธศาสตร์ที่ {thai_digits(number)} {name}"


def _prefixed(prefix: str, name: str, present: str = "") -> str:
    return name if name.startswith(present or prefix) else prefix + name


def _rows(rows: list[AccountRow], unit: str) -> dict[str, Any]:
    total = sum_of(rows)
    return {
        "rows": [_row(row) for row in rows],
        "subtotal": {"label": f"รวม {thai_digits(total.count)} {unit}", "amount": thai_amount(total.satang)},
    }


def _row(row: AccountRow) -> dict[str, Any]:
    texts = (row.name, row.detail, row.place, "\n".join(row.responsible))
    lines = (_line_count(text, width) for text, width in zip(texts, _LINE_WIDTHS, strict=True))
    return {
        "number": thai_digits(row.number),
        "name": row.name,
        "detail": row.detail,
        "amount": row.dropped or ("" if row.no_budget else thai_amount(row.satang)),
        "place": row.place,
        "responsible": row.responsible,
        "other_agency": row.other_agency,
        "months": month_marks(row.months),
        "tall": max(lines) > _PAGE_LINES,
    }


def _line_count(text: str, width: int) -> int:
    return sum(len(line) // width + 1 for line in text.split("\n"))


def _summary(content: PlanContent) -> dict[str, Any]:
    """Return the lines of form ผด.01, and the split between own and other agencies' money."""
    totals = plan_totals(content)
    whole = totals.projects

    def line(kind: str, label: str, part: Sum, responsible: list[str]) -> dict[str, Any]:
        return {
            "kind": kind,
            "label": label,
            "projects": thai_digits(f"{part.count:,}"),
            "projects_percent": thai_digits(percent(part.count, whole.count)),
            "amount": thai_amount(part.satang),
            "amount_percent": thai_digits(percent(part.satang, whole.satang)),
            "responsible": responsible,
        }

    lines: list[dict[str, Any]] = []
    for strategy in totals.strategies:
        lines.append({"kind": "strategy", "label": _strategy_title(strategy.number, strategy.strategy)})
        lines += [line("programme", p.programme, p.total, p.responsible) for p in strategy.programmes]
        lines.append(line("subtotal", "รวม", strategy.total, []))
    lines.append(line("total", "รวมทั้งสิ้น", whole, []))
    split = [
        line("split", f"งบประมาณของ{content.office.name}", totals.own, []),
        line("split", "หน่วยงานอื่น", totals.other, []),
    ]
    beside = []
    if totals.own_equipment.count or totals.other_equipment.count:
        beside.append(_beside("ครุภัณฑ์ตามแบบ ผด.๐๒/๑ (รายการ)", totals.own_equipment))
        if totals.other_equipment.count:
            beside.append(_beside("ครุภัณฑ์ตามแบบ ผด.๐๒/๑ ของหน่วยงานอื่น (รายการ)", totals.other_equipment))
        beside.append(_beside("รวมโครงการและครุภัณฑ์", totals.everything))
    return {"lines": lines, "split": split, "beside": beside}


def _beside(label: str, part: Sum) -> dict[str, str]:
    return {"label": label, "count": thai_digits(f"{part.count:,}"), "amount": thai_amount(part.satang)}
