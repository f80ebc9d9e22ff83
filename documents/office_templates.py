"""The files of the office's own: tried before they are kept, on an announcement that it might make."""

import codecs
from datetime import date
from pathlib import Path

from sqlmodel import Session, col, select

from documents.content import AnnouncementContent, Ground
from documents.introduction import introduction
from documents.office_templates_apart import try_apart
from documents.plan_facts import office_of
from documents.signing import first_with, signatory_of
from models.kinds import Capacity, Role, TriggerKind
from models.organizations import Organization
from models.values import FiscalYear
from procedure.acts.templates import LARGEST_TEXT, OfficeFile
from procedure.errors import ProcedureError
from procedure.words import WORDS


def own_file(document: OfficeFile, content: bytes, trial: AnnouncementContent, fonts_cache: Path) -> bytes:
    """Return a file as the act ``keep_template`` takes it, once a document could be made with it: a text as UTF-8.

    Raises ``ProcedureError``: ``template_unreadable``, ``template_wrong``, ``introduction_wrong``,
    ``picture_unreadable``.
    """
    if document is OfficeFile.INTRODUCTION:
        text = _text_of(content)
        introduction(trial.office, text, trial.fiscal_year)
        return text.encode()
    try_apart(content, trial, fonts_cache, picture=document is OfficeFile.GARUDA)
    return content


def _text_of(content: bytes) -> str:
    """Return a text as Notepad saves it: UTF-8 with or without its mark, UTF-16 with it, or Thai Windows (cp874)."""
    if len(content) <= LARGEST_TEXT * 2:
        wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp874"):
            try:
                return content.decode(encoding).replace("\r\n", "\n")
            except UnicodeDecodeError:
                continue
    raise ProcedureError(
        "template_unreadable",
        "แฟ้มนี้ไม่ใช่ข้อความธรรมดา (.txt) หรือใหญ่เกิน 200 กิโลไบต์ โปรดบันทึกเป็น .txt แบบ UTF-8 แล้วส่งใหม่",
        "This is no plain text (.txt), or it is larger than 200 KB; save it as UTF-8 text and bring it again.",
    )


def trial_announcement(session: Session, organization_id: int, on: date) -> AnnouncementContent:
    """Return an announcement that an office might make on a Bangkok day, to try a template on before there is any.

    Its first ground is an annual budget promulgated that day; an acting signatory shows where that line stands.
    """
    organization = session.exec(select(Organization).where(col(Organization.id) == organization_id)).one()
    executive = first_with(session, organization_id, Role.EXECUTIVE)
    title = executive.title if executive else WORDS[organization.kind].executive
    return AnnouncementContent(
        office=office_of(session, organization),
        fiscal_year=FiscalYear.of(on).number,
        edition_title="",
        grounds=[Ground(kind=TriggerKind.ANNUAL_BUDGET, on=on, document="")],
        amended_for="",
        base_announced_on=None,
        committee_approved_on=on,
        announced_on=on,
        signatory_name=signatory_of(session, executive, on).name if executive else "",
        signatory_post=title,
        acting_for=f"{Capacity.ACTING.name_th} {title}",
    )
