"""Part 1 of the plan (ส่วนที่ ๑ บทนำ), in the words of the office: a plain text that an officer edits.

``templates/introduction.txt`` is the text where the office has none of its own. It is the one that was asked for, with
slips of its source mended: doubled and misspelt words, and the three names it used for one committee.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from documents.content import Office
from documents.printable import tidied
from procedure.errors import ProcedureError
from procedure.words import WORDS

USUAL = Path(__file__).parent / "templates" / "introduction.txt"
LONGEST_LINE = 20_000  # characters

_POINT = re.compile(r"[0-9๐-๙]{1,3}[.)]\s+(.*)")
_NAME = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Passage:
    """A paragraph under an optional run-in title, with numbered points after it."""

    text: str = ""
    title: str = ""
    points: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """A numbered section of part 1."""

    title: str
    passages: list[Passage]


@lru_cache(maxsize=1)
def usual_text() -> str:
    """Return the text that comes with the program, for an office to change."""
    return USUAL.read_text(encoding="utf-8")


def introduction(office: Office, text: str | None = None, fiscal_year: int | None = None) -> list[Section]:
    """Return the sections of part 1 for an office, from its own text or from the usual one.

    The usual words are in the office's digits; those of its own text stay as typed, but for the names filled in. The
    year has no name where none is given. Raises ``ProcedureError`` ``introduction_wrong``, naming the line.
    """
    names = names_of(office, fiscal_year)
    found: list[Section] = []
    for number, line in enumerate(_lines(usual_text() if text is None else text), start=1):
        if not line or line.startswith("//"):
            continue
        _take(found, number, office.digits.write(line) if text is None else line, names)
    if not found:
        raise _wrong(1, "ไม่มีหัวข้อ โปรดเริ่มหัวข้อด้วย # และเว้นวรรค", "there is no heading; begin one with # and a space")
    for section in found:
        if not section.passages:
            raise _wrong(0, f"หัวข้อ “{section.title}” ไม่มีข้อความ", f"the heading '{section.title}' has no text under it")
    return found


def names_of(office: Office, fiscal_year: int | None = None) -> dict[str, str]:
    """Return the names that a text may use, with what each stands for."""
    words = WORDS[office.kind]
    names = {
        "us": words.self_reference,
        "office": office.name,
        "executive": words.executive,
        "council": words.council,
        "ordinance": words.ordinance,
        "support_committee": office.support_committee,
        "development_committee": office.development_committee,
    }
    return names if fiscal_year is None else {**names, "fiscal_year": office.digits.write(fiscal_year)}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in tidied(text.removeprefix("\ufeff")).split("\n")]


def _take(found: list[Section], number: int, line: str, names: dict[str, str]) -> None:
    """Put a line where it belongs: a heading, a smaller one, a point, or a paragraph."""
    if len(line) > LONGEST_LINE:
        raise _wrong(number, "บรรทัดยาวเกินไป โปรดแบ่งเป็นหลายย่อหน้า", "the line is too long; make it several paragraphs")
    marks = len(line) - len(line.lstrip("#"))
    said = _filled(line[marks:].strip(), number, names)
    if marks and (marks > 2 or not said or not line[marks].isspace()):
        raise _wrong(
            number,
            "หัวข้อขึ้นต้นด้วย # หรือ ## แล้วเว้นวรรค ตามด้วยข้อความ",
            "a heading is # or ##, a space, and its words",
        )
    if marks == 1:
        found.append(Section(said, []))
        return
    if not found:
        raise _wrong(
            number,
            "มีข้อความอยู่ก่อนหัวข้อแรก โปรดเริ่มด้วย # หัวข้อ",
            "text stands before the first heading; begin with # and a heading",
        )
    passages = found[-1].passages
    if marks == 2:
        passages.append(Passage(title=said))
    elif point := _POINT.fullmatch(said):
        if not passages:
            passages.append(Passage())
        passages[-1].points.append(point[1])
    elif passages and passages[-1].title and not passages[-1].text and not passages[-1].points:
        passages[-1] = Passage(said, passages[-1].title)
    else:
        passages.append(Passage(said))


def _filled(line: str, number: int, names: dict[str, str]) -> str:
    """Return a line with its names filled in, once: what stands for a name is never looked through again."""

    def word(found: re.Match[str]) -> str:
        if found[1] not in names:
            raise _wrong(
                number,
                f"ไม่รู้จักชื่อ {{{found[1]}}} ใช้ได้เฉพาะ {_listed(names)}",
                f"there is no name {{{found[1]}}}; use {_listed(names)}",
            )
        return names[found[1]]

    if "{" in _NAME.sub("", line) or "}" in _NAME.sub("", line):
        raise _wrong(
            number,
            "มีวงเล็บปีกกาไม่ครบคู่ วงเล็บปีกกาใช้กับชื่อเท่านั้น เช่น {us}",
            "a brace stands alone; braces are for names alone, such as {us}",
        )
    return _NAME.sub(word, line)


def _listed(names: dict[str, str]) -> str:
    return " ".join(f"{{{name}}}" for name in names)


def _wrong(line: int, why_th: str, why_en: str) -> ProcedureError:
    where_th, where_en = (f"บรรทัดที่ {line}: ", f"line {line}: ") if line else ("", "")
    return ProcedureError(
        "introduction_wrong",
        f"ข้อความส่วนที่ ๑ ใช้ไม่ได้ {where_th}{why_th} โปรดแก้ไขแล้วส่งใหม่",
        f"The text of part 1 cannot be used: {where_en}{why_en}. Change it and bring it again.",
    )
