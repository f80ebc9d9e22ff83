"""The index of a plan's projects and equipment (ดัชนีโครงการ): every name once, whole, with the rows that bear it.

In the accounts a name breaks over several lines of a narrow cell, where searches that go line by line do not find it;
in the index it stands on one line.
"""

import re
from dataclasses import dataclass

from documents.content import AccountRow, PlanContent

_LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
_MARKS = re.compile("[็-์ฺ]")  # tones and the like: they tell names apart only where all letters are the same
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class IndexLine:
    """A name, and its rows' numbers in the order of the plan's accounts, from 0: projects first, then equipment."""

    name: str
    rows: list[int]


def rows_in_order(content: PlanContent) -> list[AccountRow]:
    """Return all rows of a plan's accounts as they come in it: projects, then equipment."""
    projects = [row for group in content.groups for row in group.rows]
    return projects + [row for group in content.equipment for row in group.rows]


def index_title(content: PlanContent) -> str:
    """Return what the index is called."""
    return "ดัชนีโครงการและครุภัณฑ์" if any(group.rows for group in content.equipment) else "ดัชนีโครงการ"


def index_of(content: PlanContent) -> list[IndexLine]:
    """Return the index in the order of a Thai dictionary; a name's own line ends become blanks."""
    found: dict[str, list[int]] = {}
    for number, row in enumerate(rows_in_order(content)):
        found.setdefault(_BLANKS.sub(" ", row.name).strip(), []).append(number)
    return [IndexLine(name, found[name]) for name in sorted(found, key=dictionary_order)]


def dictionary_order(name: str) -> tuple[str, str]:
    """Return what Thai names are sorted by: a vowel written before its consonant counts after it, tones count last."""
    spoken = _LEADING_VOWEL.sub(r"\2\1", name)
    return _MARKS.sub("", spoken), spoken
