"""What an edition changes, as a PDF: money before and after by strategy, then each project and what differs in it."""

from pathlib import Path
from typing import Any

from documents.edition_changes import (
    ACTION_TITLES,
    EQUIPMENT_TITLE,
    FIELD_HEADINGS,
    MONEY_HEADINGS,
    Change,
    EditionChanges,
)
from documents.typst_pages import typeset
from models.kinds import Digits


def render_edition_changes(content: EditionChanges, fonts_cache: Path) -> bytes:
    """Return the changes as a tagged PDF of the office's kind, A4 landscape, headings repeated.

    ``fonts_cache`` is a folder where the prepared fonts are kept.
    """
    office, digits = content.office, content.office.digits
    sections = [
        {"title": title, "changes": [_change(one, digits) for one in content.of(action)]}
        for action, title in ACTION_TITLES.items()
        if content.of(action)
    ]
    if content.equipment:
        sections.append(
            {"title": digits.write(EQUIPMENT_TITLE), "changes": [_change(one, digits) for one in content.equipment]}
        )
    data: dict[str, Any] = {
        "title": content.title,
        "office": office.name,
        "draft": digits.write(f"ร่างครั้งที่ {content.draft_number}") if content.draft_number is not None else "",
        "compared": content.compared,
        "reason": content.reason,
        "money_headings": MONEY_HEADINGS,
        "money": [
            {"label": one.label, "figures": one.texts(digits), "bold": one is content.whole} for one in content.money
        ],
        "headings": FIELD_HEADINGS,
        "sections": sections,
    }
    return typeset(
        "edition_changes", data, dated=content.dated_on, fonts_cache=fonts_cache, digits=digits, kind=office.pdf
    )


def _change(one: Change, digits: Digits) -> dict[str, Any]:
    return {
        "number": digits.write(one.number),
        "name": one.name,
        "under": f"{one.strategy} {one.programme}".rstrip(),
        "why": one.why,
        "fields": [
            {"label": field.label, "sides": field.texts(digits), "money": field.label.startswith("งบประมาณ")}
            for field in one.fields
        ],
    }
