"""What letters, announcements and the plan share in Word: prose, signatures, contents, the chart of steps."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.word_markup import bookmarked, cell, dxa, page_number, paragraph, row, run, table
from models.kinds import Digits

SIGNATURE_INDENT = dxa(7.0)
TAB = "\t"
_BEFORE_NUMBER = re.compile("(พ\\.ศ\\.|ข้อ|วันที่|ฉบับที่|ครั้งที่) (?=[๐-๙0-9])")


@dataclass(frozen=True)
class Entry:
    """A line of the contents: level 1 to 3, its words, and its number, by which its heading is found."""

    level: int
    text: str
    number: int

    @property
    def bookmark(self) -> str:
        return f"_Toc{1000 + self.number}"


def heading(entry: Entry, *, properties: str = "") -> str:
    """Return the heading that a line of the contents refers to."""
    return paragraph(
        bookmarked(run(entry.text), entry.bookmark, entry.number), f"Heading{entry.level}", properties=properties
    )


def contents(entries: Sequence[Entry], digits: Digits) -> str:
    """Return a table of contents whose page numbers Word and LibreOffice find by themselves.

    It is lines with references, no TOC field: in one, LibreOffice would keep whatever numbers were written before.
    """
    return "".join(
        paragraph(
            f'<w:hyperlink w:anchor="{entry.bookmark}" w:history="1">{run(entry.text + TAB)}'
            + page_number(rf"PAGEREF {entry.bookmark} \h", digits, "–")
            + "</w:hyperlink>",
            f"TOC{entry.level}",
        )
        for entry in entries
    )


def joined(text: str) -> str:
    """Return prose whose years, clauses and days stay on the line of the word before them."""
    return _BEFORE_NUMBER.sub("\\1\u00a0", text)


def prose(text: str) -> str:
    """Return a paragraph of prose, its first line set in."""
    return paragraph(style="Prose", text=joined(text))


def points(lines: Iterable[str]) -> str:
    """Return numbered points, each a paragraph of its own, as officials write them."""
    return "".join(prose(line) for line in lines)


def signature(lines: Iterable[str], *, room: int = 900) -> str:
    """Return a signature: name, post and in whose place, in the right half, with ``room`` above it to sign in."""
    shown = [part for line in lines if line for part in line.split("\n")]
    markup = []
    for number, line in enumerate(shown):
        before = f'<w:spacing w:before="{room}"/>' if number == 0 else ""
        indent = f'<w:ind w:left="{SIGNATURE_INDENT}"/>'
        markup.append(paragraph(run(line), properties=f"<w:keepLines/>{before}{indent}", align="center"))
    return "".join(markup)


def chart(boxes: Sequence[str], width: int) -> str:
    """Return boxes one under the other with an arrow between two."""
    rows = []
    for number, box in enumerate(boxes):
        if number:
            rows.append(row([cell(width, paragraph(style="Centred", text="↓"))]))
        inside = paragraph(style="Centred", text=box)
        rows.append(row([cell(width, inside, fill="F2F2F2", valign="center", lined=True)]))
    return table([width], rows, borders=False, centred=True)


def spaced(after: int) -> str:
    """Return an empty paragraph of a height, where a garuda or a photograph will stand."""
    return paragraph(properties=f'<w:spacing w:line="{after}" w:lineRule="exact"/>')
