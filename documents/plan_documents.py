"""The plan and its announcement in the catalogue of documents."""

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from documents.announcement_pdf import render_announcement
from documents.announcement_word import render_announcement_word
from documents.catalogue_entry import About, Asked, Document, Format, Made
from documents.content import AnnouncementContent, PlanContent
from documents.plan_excel import render_plan_excel
from documents.plan_excel_facts import PlanBeside, plan_beside
from documents.plan_facts import announcement_content, plan_content
from documents.plan_pdf import render_plan
from documents.plan_word import render_plan_word
from procedure.acts.templates import template_in_use
from procedure.errors import ProcedureError
from procedure.plans import announcement_of


@dataclass(frozen=True)
class PlanFacts:
    """A plan with its announcement, where it is announced."""

    content: PlanContent
    announcement: AnnouncementContent | None
    beside: PlanBeside  # for the accounts in Excel


@dataclass(frozen=True)
class AnnouncementFacts:
    """An announcement, and the office's own template of it."""

    content: AnnouncementContent
    template: bytes | None


def plan_facts(session: Session, asked: Asked) -> PlanFacts:
    """Return an edition's plan as it stands."""
    made = announcement_of(session, asked.on_record)
    return PlanFacts(
        plan_content(session, asked.on_record),
        announcement_content(session, asked.on_record, made, asked.public_url) if made else None,
        plan_beside(session, asked.on_record),
    )


def announcement_facts(session: Session, asked: Asked) -> AnnouncementFacts:
    """Return an edition's announcement. Raises ``ProcedureError`` ``needs_announced``."""
    made = announcement_of(session, asked.on_record)
    if made is None:
        raise ProcedureError(
            "needs_announced",
            f"แผนฉบับนี้ยังไม่ได้ประกาศใช้ (อยู่ในขั้น “{asked.on_record.standing_th}”) จึงยังไม่มีประกาศ",
            "This edition is not announced yet, so there is no announcement to write out.",
            clause="ข้อ ๒๖",
        )
    own = template_in_use(session, asked.on_record.organization_id)
    return AnnouncementFacts(
        announcement_content(session, asked.on_record, made, asked.public_url), own.content if own else None
    )


def _plan(facts: PlanFacts, kind: Format, fonts_cache: Path) -> list[Made]:
    content = facts.content
    if kind is Format.EXCEL:
        written = render_plan_excel(content, facts.beside)
    elif kind is Format.PDF:
        written = render_plan(content, fonts_cache, facts.announcement)
    else:
        written = render_plan_word(content, facts.announcement)
    return [Made(_file_name("แผนการดำเนินงาน", content), kind, written)]


def _announcement(facts: AnnouncementFacts, kind: Format, fonts_cache: Path) -> list[Made]:
    content = facts.content
    written = (
        render_announcement(content, fonts_cache)
        if kind is Format.PDF
        else render_announcement_word(content, facts.template)
    )
    return [Made(_file_name("ประกาศแผนการดำเนินงาน", content), kind, written)]


def _file_name(what: str, content: PlanContent | AnnouncementContent) -> str:
    return f"{what} {content.fiscal_year} {content.edition_title}".rstrip()


PLAN_DOCUMENTS = (
    Document("plan", "แผนการดำเนินงาน", About.EDITION, (Format.PDF, Format.WORD, Format.EXCEL), plan_facts, _plan),
    Document(
        "announcement",
        "ประกาศใช้แผน",
        About.EDITION,
        (Format.PDF, Format.WORD),
        announcement_facts,
        _announcement,
    ),
)
