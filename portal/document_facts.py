"""Reading what the page of documents offers: the catalogue for a year, by edition, quarter and year."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from documents.catalogue import CATALOGUE
from documents.catalogue_entry import About, Asked, Document, Format
from documents.catalogue_subjects import subjects_of
from models.evidence import StoredFile
from models.plans import Announcement
from procedure.calendar import thai_digits
from procedure.plans import PlanOnRecord, Step, identity, step_of

FORMAT_NAMES = {
    Format.PDF: "PDF",
    Format.WORD: "Word",
    Format.EXCEL: "Excel",
    Format.CSV: "CSV",
    Format.JSON: "JSON",
}
# Documents whose PDF is kept when an edition is announced: from then on those very bytes are given.
_KEPT = {"plan": "announced_plan", "announcement": "announcement"}


@dataclass(frozen=True)
class FormatLink:
    """A format of a document: what it is called, and where one tap gets it; ``kept`` is what was announced."""

    name: str
    path: str
    kept: bool = False


@dataclass(frozen=True)
class DocumentLine:
    """A document with its formats."""

    title: str
    links: tuple[FormatLink, ...]


@dataclass(frozen=True)
class Group:
    """The documents of one edition, one quarter, or the year."""

    title: str
    edition: str  # เพิ่มเติม ครั้งที่ ๑; "" for the base plan, quarters and the year
    note: str
    lines: tuple[DocumentLine, ...]


def document_groups(session: Session, subjects: dict[About, list[tuple[str, Asked]]]) -> list[Group]:
    """Return the catalogue as the page shows it, for what can be asked for."""
    editions = [asked.on_record for _name, asked in subjects[About.EDITION]]
    kept = kept_files(session, editions)
    groups: list[Group] = []
    for about in (About.EDITION, About.QUARTER, About.YEAR):
        documents = [document for document in CATALOGUE if document.about is about]
        for name, asked in subjects[about] if documents else []:
            lines = tuple(DocumentLine(one.title_th, _links(one, name, asked.on_record, kept)) for one in documents)
            groups.append(Group(*_titles(about, asked), lines))
    return groups


def asked_for(
    session: Session, plan: PlanOnRecord, on: date, public_url: str | None
) -> dict[About, list[tuple[str, Asked]]]:
    """Return what the documents of a year can be asked for on a Bangkok day, by what they are about."""
    return {about: subjects_of(session, plan, about, on, public_url) for about in About}


def kept_files(session: Session, editions: list[PlanOnRecord]) -> dict[tuple[int, str], int]:
    """Return the newest file kept of each announced edition, by the edition and the document's key."""
    if not editions:
        return {}
    keys = {purpose: key for key, purpose in _KEPT.items()}
    rows = session.exec(
        select(col(Announcement.edition_id), col(StoredFile.purpose), col(StoredFile.id))
        .join(Announcement, col(Announcement.id) == col(StoredFile.subject_id))
        .where(
            StoredFile.organization_id == editions[0].organization_id,
            StoredFile.subject_kind == "announcement",
            col(StoredFile.purpose).in_(keys),
            col(Announcement.edition_id).in_([one.edition_id for one in editions]),
        )
        .order_by(col(StoredFile.id))
    )
    return {(edition_id, keys[purpose]): identity(file_id) for edition_id, purpose, file_id in rows}


def _links(
    document: Document, name: str, on_record: PlanOnRecord, kept: dict[tuple[int, str], int]
) -> tuple[FormatLink, ...]:
    year = on_record.plan.fiscal_year
    return tuple(
        FormatLink(
            FORMAT_NAMES[kind],
            f"/documents/{year}/{name}/{document.key}.{kind.value}",
            kind is Format.PDF and document.about is About.EDITION and (on_record.edition_id, document.key) in kept,
        )
        for kind in document.formats
    )


def _titles(about: About, asked: Asked) -> tuple[str, str, str]:
    """Return a group's title, its edition and a note."""
    if about is About.QUARTER and asked.quarter_round is not None:
        note = "ปิดรอบแล้ว" if asked.quarter_round.closed_on else "ยังไม่ปิดรอบ ตัวเลขยังเปลี่ยนได้"
        return f"ไตรมาสที่ {thai_digits(asked.quarter_round.number)}", "", note
    if about is About.YEAR:
        return "ทั้งปี", "", ""
    announced = step_of(asked.on_record.edition) is Step.ANNOUNCED
    return "แผนการดำเนินงาน", asked.on_record.title, "" if announced else asked.on_record.standing_th
