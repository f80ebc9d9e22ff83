"""Reading how the office's papers are set, for the page that changes it."""

from dataclasses import dataclass
from datetime import date
from typing import get_args

from sqlmodel import Session, col, select

from models.kinds import Digits, ItaPart, PdfKind, SignedPaper
from models.organizations import Officer, Organization
from models.settings import OfficeSettings, PaperFont, PaperSettings, PaperSignature
from models.values import FiscalYear
from procedure.acts.templates import OfficeFile, template_in_use

PDF_NAMES = {
    PdfKind.ARCHIVE: "PDF/A-2b (จัดเก็บถาวร)",
    PdfKind.ACCESSIBLE: "PDF/A-2a + UA-1 (ให้โปรแกรมอ่านออกเสียง)",
}


@dataclass(frozen=True)
class PapersShown:
    """How the papers are set, and what can be chosen. ``files`` are the names of the office's own files in use."""

    papers: PaperSettings
    posts: list[str]
    files: dict[str, str]
    ita_year: int

    digits = tuple(Digits)
    fonts = get_args(PaperFont)
    pdf_names = PDF_NAMES
    signed_papers = tuple(SignedPaper)
    ita_parts = tuple(ItaPart)

    def signature(self, paper: SignedPaper) -> PaperSignature:
        """Return who signs a paper; an empty one where it is the usual signatory."""
        return self.papers.signatures.get(paper, PaperSignature())

    def item(self, part: ItaPart) -> str:
        """Return the item number of a part in the year shown."""
        return self.papers.ita_items.get(self.ita_year, {}).get(part, "")


def read_papers(session: Session, organization_id: int, on: date) -> PapersShown:
    """Return how an organization's papers are set; the ITA's items are those of the fiscal year of a Bangkok day."""
    organization = session.exec(select(Organization).where(Organization.id == organization_id)).one()
    posts = session.exec(
        select(col(Officer.title)).where(Officer.organization_id == organization_id).order_by(col(Officer.id))
    )
    used = {one: template_in_use(session, organization_id, one) for one in OfficeFile}
    return PapersShown(
        papers=OfficeSettings.model_validate(organization.settings).papers,
        posts=list(posts),
        files={one.value: file.name for one, file in used.items() if file},
        ita_year=FiscalYear.of(on).number,
    )
