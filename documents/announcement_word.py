"""The executive's announcement in Word: made from a template that each office can replace with its own."""

import io

from docx.parts.story import StoryPart
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import LxmlError

from documents.announcement_pictures import announcement_pictures
from documents.announcement_text import AnnouncementText, announcement_text, day_in_full
from documents.content import AnnouncementContent, Picture
from documents.plan_lines import plan_title
from documents.word_markup import dxa, paragraph, run, shown
from documents.word_pages import add, file_of, new_document, settled
from documents.word_pictures import picture_run
from documents.word_prose import joined, prose, signature
from documents.word_templates import require_template
from procedure.errors import ProcedureError
from procedure.words import WORDS

_ROOM = dxa(3.2)
_SMALL = 22  # half points
# Heights in centimetres, and what is read out in their place.
_SHOWN = {"garuda": (3.0, "ตราครุฑ"), "qr": (2.4, "คิวอาร์โค้ดของหน้าเผยแพร่แผน")}


def announcement_markup(content: AnnouncementContent, part: StoryPart, title: str = "") -> str:
    """Return an announcement's paragraphs for a document's ``part``; ``title`` is a heading in the place of its title
    line."""
    text, pictures = announcement_text(content), announcement_pictures(content)
    drawn = {name: picture_run(part, picture, *_SHOWN[name]) for name, picture in pictures.items()}
    return "".join(
        [
            _garuda(drawn.get("garuda", "")),
            *_opening(text, title),
            *(prose(one) for one in text.paragraphs),
            _given_on(text.given_on),
            signature([text.signatory, text.post, text.acting_for]),
            paragraph(drawn["qr"]) + paragraph(run(text.public_page, size=_SMALL)) if "qr" in drawn else "",
        ]
    )


def announcement_template(content: AnnouncementContent) -> bytes:
    """Return the template that an announcement is made from where the office has none of its own: a Word file with
    names in double braces, for the office to change. It bears the day of ``content``, of which it says nothing else."""
    document = new_document("แม่แบบประกาศ", content.office, content.announced_on)
    names = ("title", "subject", "given_on", "signatory", "post", "acting_for", "public_page")
    words = {name: f"{{{{ {name} }}}}" for name in names}
    text = AnnouncementText(office="", paragraphs=[], **words)
    post, acting = (_only_if(name, signature([words[name]], room=0)) for name in ("post", "acting_for"))
    markup = [
        _garuda(run("{{ garuda }}")),
        *_opening(text, ""),
        paragraph(run("{%p for paragraph in paragraphs %}")),
        prose("{{ paragraph }}"),
        paragraph(run("{%p endfor %}")),
        _given_on(text.given_on),
        signature([text.signatory]),
        post,
        acting,
        _only_if("public_page", paragraph(run("{{ qr }}")) + paragraph(run(text.public_page, size=_SMALL))),
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
    pictures = dict.fromkeys(_SHOWN, "") | {
        name: _Drawn(made, picture, *_SHOWN[name]) for name, picture in announcement_pictures(content).items()
    }
    try:
        made.render({**words, **pictures}, sandbox)
    except (TemplateError, LxmlError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        # A template is a small program of the office's: whatever it stumbles over is told to whoever wrote it.
        raise ProcedureError(
            "template_wrong",
            f"แม่แบบประกาศใช้ไม่ได้: {error} ใช้ได้เฉพาะชื่อเหล่านี้: {', '.join([*words, *pictures])}",
            f"The template cannot be filled in: {error}. It may use these names: {', '.join([*words, *pictures])}.",
        ) from error
    core = made.docx.core_properties
    core.title, core.author = str(words["title"]), content.office.name
    written = io.BytesIO()
    made.save(written)
    return settled(written.getvalue())


def words_of(content: AnnouncementContent) -> dict[str, str | list[str]]:
    """Return the names that a template may use, with what each stands for in one announcement."""
    text, office = announcement_text(content), content.office
    words, digits = WORDS[office.kind], office.digits
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
        "public_page": text.public_page,
        "plan": digits.write(plan_title(content.fiscal_year, content.edition_title)),
        "fiscal_year": digits.write(content.fiscal_year),
        "edition": digits.write(content.edition_title),
        "announced_on": day_in_full(content.announced_on, digits),
        "committee_approved_on": day_in_full(approved, digits) if approved else "",
        "base_announced_on": day_in_full(base, digits) if base else "",
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


def _garuda(content: str) -> str:
    """Return the place of the Garuda: as high without a picture, for a stamp."""
    return paragraph(content, "Centred", properties=f'<w:spacing w:line="{_ROOM}" w:lineRule="atLeast"/>')


def _opening(text: AnnouncementText, title: str) -> list[str]:
    return [
        title or paragraph(run(text.title, bold=True), "Centred"),
        paragraph(run(text.subject, bold=True), "Centred"),
        paragraph(run("_" * 32), "Centred"),
    ]


def _given_on(text: str) -> str:
    return paragraph(run(text), properties=f'<w:spacing w:before="240"/><w:ind w:left="{dxa(4.5)}"/>')


def _only_if(name: str, markup: str) -> str:
    return paragraph(run(f"{{%p if {name} %}}")) + markup + paragraph(run("{%p endif %}"))


class _Drawn:
    """A picture where a template asks for it. Nothing else of it is in a template's reach: the sandbox keeps names
    that begin with an underscore."""

    def __init__(self, made: DocxTemplate, picture: Picture, height: float, alt: str) -> None:
        self._made, self._picture, self._height, self._alt = made, picture, height, alt

    def __html__(self) -> str:
        part = self._made.current_rendering_part  # the page's, or that of a header or footer
        drawn = picture_run(part, self._picture, self._height, self._alt)
        return f'</w:t></w:r>{drawn}<w:r><w:t xml:space="preserve">'

    __str__ = __html__
