"""The papers of a committee's meeting as Word files: invitation, agenda, and the skeleton of the minutes."""

from collections.abc import Iterable

from docx.document import Document as WordDocument

from documents.letter_word import letter_markup
from documents.letters import BLANK
from documents.meetings import Attendant, MeetingPapers
from documents.word_markup import cell, dxa, paragraph, row, run, table
from documents.word_pages import add, file_of, new_document, number_pages
from documents.word_prose import prose, signature

_WIDTHS = [dxa(width) for width in (1.2, 5.6, 5.6, 3.6)]


def render_invitation(papers: MeetingPapers) -> bytes:
    """Return the invitation to a meeting, with the list of the committee behind it."""
    listed = paragraph(
        run(f"บัญชีรายชื่อ{papers.committee}", bold=True),
        properties='<w:pageBreakBefore/><w:spacing w:after="120"/>',
        align="center",
    )
    document = _document(papers, papers.invitation.subject)
    add(document, letter_markup(papers.invitation, document.part) + listed + _list(papers, papers.members))
    return file_of(document)


def render_agenda(papers: MeetingPapers) -> bytes:
    """Return the agenda of a meeting."""
    markup = [*_title(papers, "ระเบียบวาระการประชุม"), *_items(papers, minutes=False)]
    return _file(papers, f"ระเบียบวาระ{papers.title}", "".join(markup))


def render_minutes(papers: MeetingPapers) -> bytes:
    """Return the skeleton of a meeting's minutes: what is on record stands in it, the rest is left to write."""
    came = [member for member in papers.members if member.present is not False]
    absent = [member for member in papers.members if member.present is False]
    markup = [
        *_title(papers, "รายงานการประชุม"),
        _label("ผู้มาประชุม"),
        _list(papers, came),
        _label("ผู้ไม่มาประชุม"),
        _list(papers, absent) if absent else paragraph(run("ไม่มี" if came and came[0].present else BLANK)),
        _label("ผู้เข้าร่วมประชุม"),
        paragraph(run(BLANK)),
        _label(f"เริ่มประชุมเวลา {papers.at or BLANK[:12]} น."),
        prose(_opening(papers)),
        *_items(papers, minutes=True),
        _label(f"เลิกประชุมเวลา {BLANK[:12]} น."),
        signature([*papers.secretary.lines, "ผู้จดรายงานการประชุม"]),
        signature([*papers.chair.lines, "ผู้ตรวจรายงานการประชุม"]),
    ]
    document = _document(papers, f"รายงาน{papers.title}")
    add(document, "".join(markup))
    number_pages(document.sections[0], papers.office.digits)
    return file_of(document)


def _opening(papers: MeetingPapers) -> str:
    present = sum(member.present is True for member in papers.members)
    ours = papers.office.digits.write
    members, quorum = ours(len(papers.members)), ours(papers.quorum)
    if not any(member.present is not None for member in papers.members):
        return (
            f"เมื่อกรรมการมาประชุม {BLANK[:8]} คน จากกรรมการทั้งหมด {members} คน (องค์ประชุมไม่น้อยกว่า {quorum} คน) "
            "ประธานกล่าวเปิดประชุมและดำเนินการประชุมตามระเบียบวาระ ดังนี้"
        )
    reached = "ครบองค์ประชุม" if present >= papers.quorum else "ไม่ครบองค์ประชุม"
    return (
        f"เมื่อกรรมการมาประชุม {ours(present)} คน จากกรรมการทั้งหมด {members} คน {reached} "
        f"(ไม่น้อยกว่า {quorum} คน) ประธานกล่าวเปิดประชุมและดำเนินการประชุมตามระเบียบวาระ ดังนี้"
    )


def _title(papers: MeetingPapers, what: str) -> Iterable[str]:
    for line in (what + papers.committee, f"ครั้งที่ {papers.number}", *papers.when_and_where):
        yield paragraph(run(line, bold=True), "Centred")
    yield paragraph(run("_" * 32), "Centred")


def _items(papers: MeetingPapers, *, minutes: bool) -> Iterable[str]:
    ours = papers.office.digits.write
    for number, item in enumerate(papers.agenda, start=1):
        title = f"ระเบียบวาระที่ {ours(number)} {item.title}"
        yield paragraph(run(title, bold=True), properties='<w:keepNext/><w:spacing w:before="160"/>')
        numbered = [f"{ours(f'{number}.{n}')} {text}" for n, text in enumerate(item.details, start=1)]
        yield from (prose(text) for text in numbered)
        if not minutes:
            continue
        yield prose(BLANK * 2) if not numbered else ""
        if item.resolves:
            resolved = run("มติที่ประชุม ", bold=True) + run(item.resolution or BLANK * 2)
            yield paragraph(resolved, properties='<w:spacing w:before="120"/>')


def _list(papers: MeetingPapers, members: list[Attendant]) -> str:
    titles = ("ที่", "ชื่อ - สกุล", "ตำแหน่ง", "หน้าที่ในคณะกรรมการ")
    rows = [
        row(
            (
                cell(width, paragraph(run(title, bold=True), "Cell", align="center"))
                for width, title in zip(_WIDTHS, titles, strict=True)
            ),
            heading=True,
        )
    ]
    for number, member in enumerate(members, start=1):
        texts = (papers.office.digits.write(number), member.name or BLANK, member.post, member.duty)
        rows.append(
            row(cell(width, paragraph(style="Cell", text=text)) for width, text in zip(_WIDTHS, texts, strict=True))
        )
    return table(_WIDTHS, rows) + paragraph(style="Gap")


def _label(text: str) -> str:
    return paragraph(run(text, bold=True), properties='<w:keepNext/><w:spacing w:before="160" w:after="60"/>')


def _file(papers: MeetingPapers, title: str, markup: str) -> bytes:
    document = _document(papers, title)
    add(document, markup)
    return file_of(document)


def _document(papers: MeetingPapers, title: str) -> WordDocument:
    return new_document(title, papers.office, papers.invitation.dated_on)
