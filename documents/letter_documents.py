"""The office's letters, meeting papers and proofs of posting in the catalogue of documents."""

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlmodel import Session

from documents.catalogue_entry import About, Asked, Document, Format, Made
from documents.collection_facts import collection_letters
from documents.letter_pdf import render_letter
from documents.letter_word import render_letter_word
from documents.letters import Letter
from documents.meeting_facts import meeting_papers
from documents.meeting_word import render_agenda, render_invitation, render_minutes
from documents.meetings import MeetingPapers
from documents.meetings_about import meetings_about
from documents.posting_facts import PostingProof, posting_proofs
from documents.posting_pdf import render_posting_proof_pdf
from documents.posting_text import proof_title
from documents.posting_word import render_posting_proof
from procedure.errors import ProcedureError

_PAPERS: tuple[tuple[str, Callable[[MeetingPapers], bytes]], ...] = (
    ("หนังสือเชิญประชุม", render_invitation),
    ("ระเบียบวาระการประชุม", render_agenda),
    ("รายงานการประชุม", render_minutes),
)


def meetings_held(session: Session, asked: Asked) -> list[MeetingPapers]:
    """Return the papers of the meetings on record at which the edition was considered.

    Raises ``ProcedureError``: ``no_meeting_yet``, ``passes_no_committee``.
    """
    held = meetings_about(session, asked.on_record)
    if not held and not asked.on_record.edition.passes_committee:
        raise ProcedureError(
            "passes_no_committee",
            "แผนฉบับนี้ผู้บริหารแก้ไขได้โดยไม่ต้องเสนอคณะกรรมการ จึงไม่มีเอกสารการประชุม",
            "The executive amends the plan in this edition without a committee, so it has no meeting's papers.",
        )
    if not held:
        raise ProcedureError(
            "no_meeting_yet",
            "ยังไม่ได้บันทึกการประชุมที่พิจารณาแผนฉบับนี้ โปรดบันทึกก่อน หรือระบุวันประชุมด้วย traimas documents meeting",
            "No meeting about this edition is on record yet; record it first, or name its day with "
            "`traimas documents meeting`.",
        )
    return [meeting_papers(session, asked.on_record, committee.kind, meeting.number) for meeting, committee in held]


def letter_files(letters: Sequence[Letter], kind: Format, fonts_cache: Path) -> list[Made]:
    """Return letters as files, in Word or PDF."""
    return [
        Made(
            letter.file_name,
            kind,
            render_letter(letter, fonts_cache) if kind is Format.PDF else render_letter_word(letter),
        )
        for letter in letters
    ]


def meeting_files(meetings: Sequence[MeetingPapers], kind: Format, _fonts_cache: Path) -> list[Made]:
    """Return the three papers of each meeting as Word files; committees number theirs apart, so the name says which."""
    return [Made(f"{name} {papers.of_file}", kind, render(papers)) for papers in meetings for name, render in _PAPERS]


def _proofs(proofs: Sequence[PostingProof], kind: Format, fonts_cache: Path) -> list[Made]:
    return [
        Made(
            proof_title(proof),
            kind,
            render_posting_proof_pdf(proof, fonts_cache) if kind is Format.PDF else render_posting_proof(proof),
        )
        for proof in proofs
    ]


LETTER_DOCUMENTS = (
    Document(
        "collection",
        "หนังสือขอข้อมูลโครงการ",
        About.EDITION,
        (Format.PDF, Format.WORD),
        lambda session, asked: collection_letters(session, asked.on_record, asked.on),
        letter_files,
    ),
    Document("meetings", "เอกสารการประชุม", About.EDITION, (Format.WORD,), meetings_held, meeting_files),
    Document(
        "posting",
        "หลักฐานการปิดประกาศ",
        About.EDITION,
        (Format.PDF, Format.WORD),
        lambda session, asked: posting_proofs(session, asked.on_record),
        _proofs,
    ),
)
