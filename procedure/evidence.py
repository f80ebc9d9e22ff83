"""Evidence files of progress reports: what is taken, told by the content and never by the name."""

import hashlib
import re
from collections.abc import Sequence

from pydantic import Field
from sqlmodel import Session

from models.evidence import StoredFile
from procedure.act import Facts
from procedure.errors import ProcedureError

LARGEST_FILE = 10 * 1024 * 1024  # bytes
MOST_FILES = 10  # of one submission
PURPOSE = "progress_evidence"
SUBJECT_KIND = "progress_report"

# The bytes that a file of each kind begins with.
_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"%PDF-", "application/pdf", "pdf"),
)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class EvidenceFile(Facts):
    """A file that shows a project's progress; the audit keeps its name and SHA-256, not its bytes."""

    project_id: int = Field(title="รหัสโครงการ", ge=1, le=2**31 - 1)
    name: str = Field(title="ชื่อแฟ้ม", max_length=255)
    content: bytes = Field(title="เนื้อหา", exclude=True, repr=False)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def audited(self) -> dict[str, object]:
        """Return what the audit says of the file."""
        return {"project_id": self.project_id, "name": self.name, "sha256": self.sha256}


def evidence_type(content: bytes) -> tuple[str, str] | None:
    """Return the media type and ending of a JPEG, PNG or PDF by how it begins; None for anything else."""
    for signature, media_type, ending in _SIGNATURES:
        if content.startswith(signature):
            return media_type, ending
    return None


def check_evidence(files: Sequence[EvidenceFile], projects: dict[int, str]) -> list[ProcedureError]:
    """Return what is wrong with evidence files; ``projects`` are those that may have some, by id, with their names.

    Codes: ``evidence_too_many``, ``evidence_not_owed``, ``evidence_too_large``, ``evidence_type``.
    """
    wrong: list[ProcedureError] = []
    if len(files) > MOST_FILES:
        wrong.append(
            ProcedureError(
                "evidence_too_many",
                f"แนบแฟ้มหลักฐานได้ครั้งละไม่เกิน {MOST_FILES} แฟ้ม โปรดส่งเพิ่มในฉบับถัดไป",
                f"At most {MOST_FILES} files go with one submission; send the others with a next one.",
            )
        )
    for file in files:
        if file.project_id not in projects:
            wrong.append(
                ProcedureError(
                    "evidence_not_owed",
                    "มีแฟ้มหลักฐานของโครงการที่ตำแหน่งนี้ไม่ต้องรายงาน",
                    "A file belongs to a project that this post does not report.",
                )
            )
        elif len(file.content) > LARGEST_FILE:
            wrong.append(
                ProcedureError(
                    "evidence_too_large",
                    f"โครงการ “{projects[file.project_id]}” แฟ้ม {file.name} ใหญ่เกิน 10 เมกะไบต์ โปรดย่อแล้วแนบใหม่",
                    f"The file {file.name} is larger than 10 MB; make it smaller and attach it again.",
                    project_id=file.project_id,
                )
            )
        elif evidence_type(file.content) is None:
            wrong.append(
                ProcedureError(
                    "evidence_type",
                    f"โครงการ “{projects[file.project_id]}” แฟ้ม {file.name} ไม่ใช่ภาพ JPEG, PNG หรือเอกสาร PDF",
                    f"The file {file.name} is no JPEG, PNG or PDF.",
                    project_id=file.project_id,
                )
            )
    return wrong


def keep_evidence(session: Session, organization_id: int, report_id: int, file: EvidenceFile) -> None:
    """Keep a checked file of a progress report, under its own name with the ending that its content has."""
    kind = evidence_type(file.content)
    if kind is None:
        raise RuntimeError("a file was not checked before it was kept")
    media_type, ending = kind
    base = _UNPRINTABLE.sub("", re.split(r"[\\/]", file.name)[-1])
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", base).strip(" .")[:120] or "หลักฐาน"
    session.add(
        StoredFile(
            organization_id=organization_id,
            purpose=PURPOSE,
            subject_kind=SUBJECT_KIND,
            subject_id=report_id,
            facts_digest=file.sha256,
            name=f"{stem}.{ending}",
            media_type=media_type,
            sha256=file.sha256,
            content=file.content,
        )
    )
