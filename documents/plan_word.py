"""The operation plan as a Word file that offices edit: what the PDF says, from the same facts.

Cover, foreword, contents, announcement, part 1, the accounts of part 2 (forms ผด.01, 02, 02/1), index of projects.
"""

from collections.abc import Iterator

from docx.parts.story import StoryPart

from documents.announcement_text import announcement_text
from documents.announcement_word import announcement_markup
from documents.content import AnnouncementContent, PlanContent
from documents.foreword import chart_after, foreword, foreword_signed, step_chart
from documents.introduction import Section, introduction
from documents.plan_accounts_word import account_markup, equipment_markup, index_markup, summary_markup
from documents.plan_lines import CHART, PART_1, PART_2, area_of, draft_mark, forms_of, plan_title, strategy_title
from documents.project_index import index_of, index_title
from documents.word_markup import dxa, paragraph, run
from documents.word_pages import Paper, add, file_of, head, new_document, new_section, number_pages
from documents.word_prose import Entry, chart, contents, heading, points, prose, signature, spaced

_CLOSE = '<w:spacing w:before="0" w:after="60"/>'  # headings over an account, whose page is low


def render_plan_word(content: PlanContent, announcement: AnnouncementContent | None) -> bytes:
    """Return the plan as a .docx: A4, the accounts on lying pages with headings that repeat.

    All totals are computed from the rows. ``announcement`` stands in the plan once it is made. Pages are numbered
    through the whole file; Word puts the numbers into the contents when it opens it.
    """
    digits = content.office.digits
    title = plan_title(content.fiscal_year, content.edition_title, digits)
    document = new_document(title, content.office, content.dated_on, has_contents=True)
    outline = _Outline(content, announcement)
    add(document, _cover(content))
    front = new_section(document, Paper.LETTER)
    head(front, Paper.LETTER, [(f"{title} {content.office.name}", "", draft_mark(content))])
    number_pages(front, digits)
    add(document, _front(content, announcement, outline, document.part))
    forms = (summary_markup(content), _accounts(content, outline), equipment_markup(content))
    for number, (form, markup) in enumerate(zip(forms_of(digits), forms, strict=True)):
        section = new_section(document, Paper.ACCOUNT)
        lines = [(draft_mark(content), form.name, form.form), ("", title, ""), ("", content.office.name, "")]
        head(section, Paper.ACCOUNT, lines, boxed=0)
        number_pages(section, digits)
        opening = heading(outline.part_2, properties=_CLOSE) if number == 0 else ""
        add(document, opening + heading(outline.forms[number], properties=_CLOSE) + markup)
    if outline.index:
        section = new_section(document, Paper.ACCOUNT)
        head(section, Paper.ACCOUNT, [(f"{title} {content.office.name}", "", draft_mark(content))])
        number_pages(section, digits)
        add(document, heading(outline.index, properties=_CLOSE) + index_markup(index_of(content), digits))
    return file_of(document)


class _Outline:
    """The lines of the contents, in the order of the plan."""

    def __init__(self, content: PlanContent, announcement: AnnouncementContent | None) -> None:
        self.entries: list[Entry] = []
        digits = content.office.digits
        forms = [form.listed for form in forms_of(digits)]
        self.foreword = self._entry(1, "คำนำ")
        self.announcement = self._entry(1, announcement_text(announcement).title) if announcement else None
        self.part_1 = self._entry(1, digits.write(PART_1))
        self.sections = [self._entry(2, section.title) for section in _part_1(content)]
        self.part_2 = self._entry(1, digits.write(PART_2))
        self.forms = [self._entry(2, form) for form in forms[:2]]
        filled = [group for group in content.groups if group.rows]
        self.strategies = {
            key: self._entry(3, strategy_title(*key, digits))
            for key in dict.fromkeys((group.strategy_number, group.strategy) for group in filled)
        }
        self.forms += [self._entry(2, form) for form in forms[2:]]
        self.index = self._entry(1, index_title(content)) if index_of(content) else None

    def _entry(self, level: int, text: str) -> Entry:
        entry = Entry(level, text, len(self.entries) + 1)
        self.entries.append(entry)
        return entry


def _cover(content: PlanContent) -> str:
    mark, year = draft_mark(content), content.office.digits.write(content.fiscal_year)
    return "".join(
        [
            paragraph(run(mark, bold=True, size=40, boxed=True), align="right") if mark else paragraph(),
            spaced(dxa(7.0)),
            paragraph(style="Title", text="แผนการดำเนินงาน"),
            paragraph(style="Subtitle", text=f"ประจำปีงบประมาณ พ.ศ. {year}"),
            paragraph(style="Subtitle", text=content.edition_title) if content.edition_title else "",
            spaced(dxa(8.0)),
            paragraph(style="Subtitle", text=content.office.name),
            paragraph(style="Centred", content=run(area_of(content.office), size=40)),
        ]
    )


def _front(content: PlanContent, announcement: AnnouncementContent | None, outline: _Outline, part: StoryPart) -> str:
    return "".join(
        [
            heading(outline.foreword),
            *(prose(text) for text in foreword(content)),
            signature(foreword_signed(content)),
            paragraph(run("สารบัญ", bold=True, size=40), properties="<w:pageBreakBefore/>", align="center"),
            paragraph(run("หน้า"), align="right"),
            contents(outline.entries, content.office.digits),
            _announcement(announcement, outline, part),
            heading(outline.part_1, properties="<w:pageBreakBefore/>"),
            *_introduction(content, outline),
        ]
    )


def _announcement(announcement: AnnouncementContent | None, outline: _Outline, part: StoryPart) -> str:
    if announcement is None or outline.announcement is None:
        return ""
    title = heading(outline.announcement, properties='<w:spacing w:after="0"/>')
    return paragraph(properties="<w:pageBreakBefore/>") + announcement_markup(announcement, part, title)


def _introduction(content: PlanContent, outline: _Outline) -> Iterator[str]:
    sections, digits = _part_1(content), content.office.digits
    for number, (section, entry) in enumerate(zip(sections, outline.sections, strict=True)):
        yield heading(entry)
        for passage in section.passages:
            if passage.title:
                yield paragraph(run(passage.title, bold=True), properties='<w:keepNext/><w:spacing w:before="120"/>')
            if passage.text:
                yield prose(passage.text)
            yield points(f"{digits.write(n)}. {point}" for n, point in enumerate(passage.points, start=1))
        if number == chart_after(sections):
            title = run(CHART, bold=True)
            yield paragraph(title, properties='<w:keepNext/><w:spacing w:before="240" w:after="120"/>', align="center")
            yield chart(step_chart(content.office), dxa(13.0)) + paragraph()


def _part_1(content: PlanContent) -> list[Section]:
    return introduction(content.office, content.introduction, content.fiscal_year)


def _accounts(content: PlanContent, outline: _Outline) -> str:
    """Return the tables of form ผด.02; a strategy begins on a new page with its heading inside the first table."""
    markup: list[str] = []
    opened: set[tuple[int, str]] = set()
    first = 0
    for group in content.groups:
        if not group.rows:
            continue
        key = (group.strategy_number, group.strategy)
        opens = key not in opened
        if markup:
            markup.append(paragraph(style="Gap", properties="<w:pageBreakBefore/>" if opens else ""))
        markup.append(account_markup(content, group, outline.strategies[key] if opens else None, first))
        opened.add(key)
        first += len(group.rows)
    return "".join(markup) + paragraph(style="Gap") if markup else paragraph(style="Cell", text="ไม่มีโครงการ")
