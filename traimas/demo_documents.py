"""The Word documents of the demo year: what an office would edit, sign and send, from the record as it stands."""

from datetime import date
from pathlib import Path

from sqlmodel import Session, col, select

from documents.announcement_word import render_announcement_word
from documents.collection_facts import collection_letters
from documents.letter_word import render_letter_word
from documents.meeting_facts import meeting_papers
from documents.meeting_word import render_agenda, render_invitation, render_minutes
from documents.plan_facts import announcement_content, plan_content
from documents.plan_word import render_plan_word
from documents.posting_facts import posting_proofs
from documents.posting_word import render_posting_proof
from models.committees import Committee, Meeting
from models.database import Database
from procedure.plans import PlanOnRecord, announcement_of, find_plan
from traimas.document_files import in_folder


def write_word_documents(database: Database, organization_id: int, fiscal_year: int, out: Path, on: date) -> list[Path]:
    """Write the Word documents of an announced base plan into a folder, as of a Bangkok day; return the files."""
    with database.read() as session:
        on_record = find_plan(session, organization_id, fiscal_year)
        named = _documents(session, on_record, on)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for path, content in in_folder(out, named, "docx"):
        path.write_bytes(content)
        written.append(path)
    return written


def _documents(session: Session, on_record: PlanOnRecord, on: date) -> list[tuple[str, bytes]]:
    made = announcement_of(session, on_record)
    announcement = announcement_content(session, on_record, made) if made else None
    named = [("แผนการดำเนินงาน", render_plan_word(plan_content(session, on_record), announcement))]
    if announcement is not None:
        named.append(("ประกาศ", render_announcement_word(announcement)))
    named += [(letter.file_name, render_letter_word(letter)) for letter in collection_letters(session, on_record, on)]
    held = session.exec(
        select(Meeting, Committee)
        .join(Committee, col(Committee.id) == col(Meeting.committee_id))
        .where(Meeting.organization_id == on_record.organization_id)
        .order_by(col(Meeting.id))
    )
    for meeting, committee in held:
        papers = meeting_papers(session, on_record, committee.kind, meeting.number)
        named += [
            (f"หนังสือเชิญประชุม ครั้งที่ {papers.number}", render_invitation(papers)),
            (f"ระเบียบวาระการประชุม ครั้งที่ {papers.number}", render_agenda(papers)),
            (f"รายงานการประชุม ครั้งที่ {papers.number}", render_minutes(papers)),
        ]
    if made is not None:
        proofs = posting_proofs(session, on_record)
        named += [(f"หลักฐานการปิดประกาศ {proof.place}", render_posting_proof(proof)) for proof in proofs]
    return named
