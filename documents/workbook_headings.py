"""The heading lines of a workbook's form: which strategy, approach, programme and category a row stands under."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, TypeVar

from documents.workbook_cells import clean_text, match_key, one_line
from models.kinds import EquipmentCategory, Programme


def loose_key(text: str) -> str:
    """Return a key for names of programmes and categories: without the words that offices drop or swap."""
    key = match_key(text).replace("พานิชย์", "พาณิชย์").replace("อิเล็คทรอ", "อิเล็กทรอ")
    return re.sub(r"[\s.,:;\-–ๆ()/\"“”]|และ|หรือ|ของ|การ|งาน|เรียบร้อย", "", key)


_PROGRAMMES = {loose_key(programme.name_th.removeprefix("แผนงาน")): programme for programme in Programme}
_CATEGORIES = {loose_key(category.name_th.removeprefix("ครุภัณฑ์")): category for category in EquipmentCategory}
# Shorter names that can mean only one of the fourteen.
_CATEGORIES |= {
    loose_key(short): category
    for short, category in {
        "คอมพิวเตอร์": EquipmentCategory.COMPUTER,
        "ยานพาหนะ": EquipmentCategory.VEHICLES,
        "วิทยาศาสตร์": EquipmentCategory.SCIENCE_OR_MEDICINE,
        "การแพทย์": EquipmentCategory.SCIENCE_OR_MEDICINE,
    }.items()
}


Name = TypeVar("Name", Programme, EquipmentCategory)
_CLOSE = 0.85  # of difflib's ratio; the twelve programmes' names are below 0.6 of each other
_SHORTEST_MENDED = 6


def find_programme(text: str) -> Programme | None:
    """Return the programme a heading names, with or without แผนงาน; none if it is not one of the twelve."""
    return _nearest(loose_key(clean_text(text).removeprefix("แผนงาน")), _PROGRAMMES)


def find_category(text: str) -> EquipmentCategory | None:
    """Return the equipment category a heading names; none if it is not one of the fourteen."""
    plain = clean_text(text).removeprefix("ประเภท").strip()
    return _nearest(loose_key(plain.removeprefix("ครุภัณฑ์")), _CATEGORIES)


def _nearest(key: str, names: Mapping[str, Name]) -> Name | None:
    """Return what a name means, also where a letter or two are wrong, as long as it can mean only one thing."""
    if key in names or len(key) < _SHORTEST_MENDED:
        return names.get(key)
    close = {names[one] for one in get_close_matches(key[:80], names, n=3, cutoff=_CLOSE)}
    return close.pop() if len(close) == 1 else None


@dataclass(frozen=True)
class Heading:
    """A heading line: its level (``strategy``, ``approach``, ``programme``, ``category``) and its text, unnumbered."""

    level: str
    text: str


_NUMBER = r"(?:\(?[\d๐-๙]+(?:[.\-][\d๐-๙]+)*[.)]*|[ก-ฮ][.)])?"
_HEADING = re.compile(
    rf"{_NUMBER}\s*(ยุทธศาสตร์|ประเด็นการพัฒนา|แนวทาง|แผนงาน(?!\s*/|(?:และ)?โครงการ)|ประเภทครุภัณฑ์|ครุภัณฑ์)(.*)", re.DOTALL
)
_LEVELS = {
    "ยุทธศาสตร์": "strategy",
    "ประเด็นการพัฒนา": "strategy",
    "แนวทาง": "approach",
    "แผนงาน": "programme",
    "ประเภทครุภัณฑ์": "category",
    "ครุภัณฑ์": "category",
}
_OTHERS_STRATEGY = re.compile(r"ยุทธศาสตร์(การพัฒนา)?(ของ)?(กลุ่ม)?(จังหวัด|ชาติ|ภาค)")


def read_heading(text: str) -> Heading | None:
    """Read a heading line such as ``1.1 แผนงานการศึกษา``; none if it is none. A strategy of the province or nation,
    which some forms name above the office's own, has the level ``other``."""
    line = re.sub(r"\s*\(ต่อ\)$", "", one_line(text))
    match = _HEADING.fullmatch(line)
    if not match:
        return None
    label, rest = match.group(1), match.group(2)
    if _OTHERS_STRATEGY.match(match_key(label + rest)):
        return Heading("other", line)
    # ยุทธศาสตร์ที่ 1 การพัฒนา… and ยุทธศาสตร์การพัฒนาที่ 1 ด้าน…: the number goes, the words stay.
    said = re.sub(r"^((?:การพัฒนา)?)\s*(?:ที่)?\s*[\d๐-๙]+(?:\.[\d๐-๙]+)*[.)]?(?=\s|$|[ก-ฮเ-ไ:])", r"\1 ", rest)
    numbered = said != rest
    said = one_line(re.sub(r"^((?:การพัฒนา)?)\s*[:\-–]\s*", r"\1 ", said.strip()))
    said = re.sub(r"^การพัฒนา (?=การ|ด้าน)", "การพัฒนา", said)
    if said.startswith(label):  # ยุทธศาสตร์ที่ 1 ยุทธศาสตร์การพัฒนา…
        said = said.removeprefix(label).strip()
    if not said:
        return Heading(_LEVELS[label], "")
    glued = not numbered or said.startswith(("การ", "ด้าน"))
    return Heading(_LEVELS[label], label + ("" if glued else " ") + said)


def headings_in(text: str) -> list[Heading]:
    """Return the headings in a cell, one a line; a line that begins no heading goes on from the one above."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and not read_heading(line):
            lines[-1] += " " + line
        else:
            lines.append(line)
    found = [read_heading(line) for line in lines]
    return [heading for heading in found if heading] if found and found[0] else []


@dataclass
class HeadingsInForce:
    """The headings above the row being read."""

    strategy: str | None = None
    approach: str | None = None
    programme: Programme | None = None
    category: EquipmentCategory | None = None
    programme_said: bool = False  # a programme heading stands there, known or not
    category_said: bool = False
    approach_is_inner: bool = False  # the last approach was said under a programme, not above it

    def take(self, heading: Heading, kind: Literal["project", "equipment"]) -> str | None:
        """Put a heading in force; return the code of what is wrong with it, if anything."""
        text = heading.text
        if heading.level == "strategy" and text != self.strategy:  # the same one again heads the next page
            self.strategy, self.approach, self.programme = text or None, None, None
            self.programme_said = self.approach_is_inner = False
        elif heading.level == "approach" and text != self.approach:
            outer = self.approach is not None and not self.approach_is_inner
            if outer and self.programme_said:
                self.programme, self.programme_said = None, False  # programmes stand under approaches here
            self.approach_is_inner = self.programme_said
            self.approach = text or None
        elif heading.level == "programme":
            programme = find_programme(text)
            if self.approach_is_inner and programme != self.programme:
                self.approach, self.approach_is_inner = None, False
            self.programme, self.programme_said = programme, True
            if programme is None and kind == "project":
                return "programme_unknown"
        elif heading.level == "category":
            self.category, self.category_said = find_category(text), True
            if kind == "project":
                return "line_not_read"
            if self.category is None:
                return "category_unknown"
        return None

    def missing(self, kind: Literal["project", "equipment"]) -> list[str]:
        """Return the codes of the headings that an item of this kind lacks."""
        if kind == "equipment":
            return [] if self.category_said else ["category_missing"]
        lacking = ["strategy_missing"] if self.strategy is None else []
        return lacking if self.programme_said else [*lacking, "programme_missing"]
