"""The executive's announcement in Word: made from a template that each office can replace with its own."""

import io

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import LxmlError

from documents.announcement_text import AnnouncementText, announcement_text, day_in_full
from documents.content import AnnouncementContent
from documents.plan_lines import plan_title
from documents.word_markup import dxa, paragraph, run, shown
from documents.word_pages import add, file_of, new_document, settled
from documents.word_prose import joined, prose, signature, spaced
from documents.word_templates import require_template
from procedure.calendar import thai_digits
from procedure.errors import ProcedureError
from procedure.words import WORDS

_GARUDA = dxa(3.2)  # the garuda of three centimetres stands here; offices put in their own


def announcement_markup(text: AnnouncementText, title: str = "") -> str:
    """Return an announcement's paragraphs; ``title`` is a heading in the place of its title line."""
    return "".join(
        [
            *_opening(text, title),
            *(prose(one) for one in text.paragraphs),
            _given_on(text.given_on),
            signature([text.signatory, text.post, text.acting_for]),
        ]
    )


def announcement_template(content: AnnouncementContent) -> bytes:
    """Return the template that an announcement is made from where the office has none of its own: a Word file with
    names in double braces, for the office to change. It bears the day of ``content``, of which it says nothing else."""
    document = new_document("แม่แบบประกาศ", content.office, content.announced_on)
    words = {name: f"{{{{ {name} }}}}" for name in ("title", "subject", "given_on", "signatory", "post", "acting_for")}
    text = AnnouncementText(office="", paragraphs=[], **words)
    post, acting = (_only_if(name, signature([words[name]], room=0)) for name in ("post", "acting_for"))
    markup = [
        *_opening(text, ""),
        paragraph(run("{%p for paragraph in paragraphs %}")),
        prose("{{ paragraph }}"),
        paragraph(run("{%p endfor %}")),
        _given_on(text.given_on),
        signature([text.signatory]),
        post,
        acting,
    ]
    add(document, "".join(markup))
    return file_of(document)


def render_announcement_word(content: AnnouncementContent, template: bytes | None = None) -> bytes:
    """Return the announcement as a .docx, made from the office's own template or from ours.

    A template is foreign text: it is run in Jinja's sandbox, with nothing but texts in reach, and a name that it
    asks for and nobody gives is an error. Raises ``ProcedureError``: ``template_unreadable``, ``template_wrong``.
    """
    if template is not None:
        require_template(template)
    made = DocxTemplate(io.BytesIO(template or announcement_template(content)))
    sandbox = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    words = words_of(content)
    try:
        made.render(words, sandbox)
    except (TemplateError, LxmlError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        # A template is a small program of the office's: whatever it stumbles over is told to whoever wrote it.
        raise ProcedureError(
            "template_wrong",
            f"แม่แบบประกาศใช้ไม่ได้: {error} ใช้ได้เฉพาะชื่อเหล่านี้: {', '.join(words)}",
            f"The template cannot be filled in: {error}. It may use these names: {', '.join(words)}.",
        ) from error
    core = made.docx.core_properties
    core.title, core.author = str(words["title"]), content.office.name
    written = io.BytesIO()
    made.save(written)
    return settled(written.getvalue())


def words_of(content: AnnouncementContent) -> dict[str, str | list[str]]:
    """Return the names that a template may use, with what each stands for in one announcement."""
    text, office = announcement_text(content), content.office
    words = WORDS[office.kind]
    approved, base = content.committee_approved_on, content.base_announced_on
    plain = {
        "office": office.name,
        "district": office.district,
        "province": office.province,
        "title": text.title,
        "subject": text.subject,
        "given_on": text.given_on,
        "signatory": text.signatory,
        "post": text.post,
        "acting_for": text.acting_for,
        "plan": plan_title(content.fiscal_year, content.edition_title),
        "fiscal_year": thai_digits(content.fiscal_year),
        "edition": content.edition_title,
        "announced_on": day_in_full(content.announced_on),
        "committee_approved_on": day_in_full(approved) if approved else "",
        "base_announced_on": day_in_full(base) if base else "",
        "amended_for": content.amended_for,
        "support_committee": office.support_committee,
        "development_committee": office.development_committee,
        "ordinance": words.ordinance,
        "executive": words.executive,
        "council": words.council,
    }
    return {
        **{name: shown(value) for name, value in plain.items()},
        "paragraphs": [shown(joined(one)) for one in text.paragraphs],
    }


def _opening(text: AnnouncementText, title: str) -> list[str]:
    return [
        spaced(_GARUDA),
        title or paragraph(run(text.title, bold=True), "Centred"),
        paragraph(run(text.subject, bold=True), "Centred"),
        paragraph(run("_" * 32), "Centred"),
    ]


def _given_on(text: str) -> str:
    return paragraph(run(text), properties=f'<w:spacing w:before="240"/><w:ind w:left="{dxa(4.5)}"/>')


def _only_if(name: str, markup: str) -> str:
    return paragraph(run(f"{{%p if {name} %}}")) + markup + paragraph(run("{%p endif %}"))
