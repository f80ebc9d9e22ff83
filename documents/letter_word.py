"""Official letters as Word files: บันทึกข้อความ and หนังสือภายนอก, in the shape of the Office's correspondence rules."""

from docx.parts.story import StoryPart

from documents.letter_garuda import floating_garuda
from documents.letters import Letter, LetterKind, addressee, date_line, number_line, sender_lines
from documents.word_markup import dxa, paragraph, run
from documents.word_pages import Paper, add, file_of, new_document, text_width
from documents.word_prose import prose, signature, spaced

_WIDTH = text_width(Paper.LETTER)
_MIDDLE = dxa(8.0)
_PAPER_MIDDLE = dxa(7.5)  # of A4, from a left margin of 3 cm: the date begins under the Garuda's middle
_LABEL = 40  # half points: the labels of a memo's head are set in 20 points
_HANGING = '<w:ind w:left="{0}" w:hanging="{0}"/>'


def render_letter_word(letter: Letter) -> bytes:
    """Return a letter as a .docx, A4: the Garuda or room for it, and room for the signature."""
    document = new_document(letter.subject, letter.office, letter.dated_on)
    add(document, letter_markup(letter, document.part))
    return file_of(document)


def letter_markup(letter: Letter, part: StoryPart) -> str:
    """Return a letter's paragraphs, for a file of its own or within another, whose ``part`` takes the Garuda."""
    return _memo(letter, part) if letter.kind is LetterKind.MEMO else _outside(letter, part)


def _memo(letter: Letter, part: StoryPart) -> str:
    garuda = floating_garuda(part, letter.office.garuda, 1.5, left=3.0) if letter.office.garuda else ""
    parts = [
        paragraph(garuda + run("บันทึกข้อความ", bold=True, size=58), align="center"),
        _headed([("ส่วนราชการ", f"{letter.division} {letter.office.name}")]),
        _headed([("ที่", number_line(letter)), ("วันที่", date_line(letter))]),
        _headed([("เรื่อง", letter.subject)]),
        _labelled("เรียน", [addressee(letter)], 1.5),
    ]
    if letter.attachments:
        parts.append(_labelled("สิ่งที่ส่งมาด้วย", letter.attachments, 2.8))
    parts += [prose(text) for text in letter.paragraphs]
    parts.append(signature(letter.signatory.lines))
    if letter.endorsed_by is not None:
        parts += [
            paragraph(run("ความเห็น/คำสั่ง", bold=True), properties='<w:keepNext/><w:spacing w:before="240"/>'),
            *(_dotted_line() for _ in range(2)),
            signature(letter.endorsed_by.lines),
        ]
    return "".join(parts)


def _outside(letter: Letter, part: StoryPart) -> str:
    garuda = floating_garuda(part, letter.office.garuda, 3.0) if letter.office.garuda else ""
    right = f'<w:tabs><w:tab w:val="left" w:pos="{_MIDDLE + dxa(2.0)}"/></w:tabs>'
    first, *others = sender_lines(letter)
    parts = [
        spaced(dxa(1.9)),
        paragraph(garuda + run(f"ที่ {number_line(letter)}\t{first}"), properties=right),
        *(paragraph(run(f"\t{line}"), properties=right) for line in others),
        paragraph(
            run(date_line(letter)),
            properties=f'<w:spacing w:before="120" w:after="120"/><w:ind w:left="{_PAPER_MIDDLE}"/>',
        ),
        _labelled("เรื่อง", [letter.subject], 1.3),
        _labelled("เรียน", [addressee(letter)], 1.3),
    ]
    if letter.attachments:
        parts.append(_labelled("สิ่งที่ส่งมาด้วย", letter.attachments, 2.8))
    parts += [prose(text) for text in letter.paragraphs]
    parts += [
        signature(["ขอแสดงความนับถือ"], room=240),
        signature(letter.signatory.lines),
        paragraph(run(letter.division), properties='<w:keepLines/><w:spacing w:before="900"/>'),
        paragraph(run("โทร. " + "." * 40)),
    ]
    return "".join(parts)


def _headed(pairs: list[tuple[str, str]]) -> str:
    """Return a line of a memo's head: labels in bold, the rest of the line dotted."""
    stops = "".join(
        f'<w:tab w:val="left" w:leader="dot" w:pos="{_MIDDLE * (number + 1)}"/>' for number in range(len(pairs) - 1)
    )
    tabs = f'<w:tabs>{stops}<w:tab w:val="right" w:leader="dot" w:pos="{_WIDTH}"/></w:tabs>'
    content = "".join(run(f"{label}  ", bold=True, size=_LABEL) + run(f"{text}\t") for label, text in pairs)
    return paragraph(content, properties=tabs)


def _labelled(label: str, lines: list[str], indent: float) -> str:
    hanging = _HANGING.format(dxa(indent))
    stop = f'<w:tabs><w:tab w:val="left" w:pos="{dxa(indent)}"/></w:tabs><w:spacing w:before="120"/>'
    return "".join(
        paragraph(run(f"{label if number == 0 else ''}\t{line}"), properties=stop + hanging)
        for number, line in enumerate(lines)
    )


def _dotted_line() -> str:
    tabs = f'<w:keepNext/><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{_WIDTH}"/></w:tabs>'
    return paragraph(run("\t"), properties=tabs)
