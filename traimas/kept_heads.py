"""Heads of the audit chains kept outside the database, and holding them against what it says now.

Whoever can change the database can also build a chain anew: only a head kept elsewhere shows it.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlmodel import Session, col, select

from models.evidence import AuditEntry
from models.organizations import Organization
from procedure.audit import DayHead, daily_heads
from procedure.calendar import thai_date
from procedure.errors import ProcedureError
from procedure.plans import identity
from traimas.answers import CommandError


class KeptHead(BaseModel):
    """A chain's head at the end of a day."""

    model_config = ConfigDict(from_attributes=True, frozen=True)

    day: date
    seq: int
    hash: str


class KeptHeads(BaseModel):
    """The document that is kept: of each organization, by its code, the head of each day."""

    organizations: dict[str, list[KeptHead]]


def heads_of(session: Session, organizations: Iterable[Organization], until: date | None = None) -> KeptHeads:
    """Return the heads of organizations at the end of each day, to be kept outside."""
    found: dict[str, list[DayHead]] = {
        organization.code: daily_heads(session, identity(organization.id), until) for organization in organizations
    }
    return KeptHeads.model_validate({"organizations": found}, from_attributes=True)


def read_heads(file: Path) -> KeptHeads:
    """Read a kept document: a backup's, or one of ``traimas audit heads --json``.

    Raises ``CommandError``: ``unreadable_file``, ``bad_heads_file``.
    """
    try:
        return KeptHeads.model_validate_json(file.read_bytes())
    except OSError as error:
        raise CommandError("unreadable_file", f"เปิดแฟ้ม {file} ไม่ได้", f"Cannot read {file}.") from error
    except ValidationError as error:
        raise CommandError(
            "bad_heads_file",
            f"แฟ้ม {file} ไม่ใช่แฟ้มค่าหัวบันทึกการตรวจสอบ โปรดใช้แฟ้มที่ได้จาก traimas backup หรือ traimas audit heads --json",
            f"{file} is no file of heads; use one of `traimas backup` or `traimas audit heads --json`.",
        ) from error


def check_heads(session: Session, organization: Organization, kept: KeptHeads) -> int:
    """Hold an organization's kept heads against its chain; return how many were checked.

    Raises ``ProcedureError``: ``no_kept_head`` where none is of this organization, ``audit_tail_removed`` and
    ``audit_rewritten`` naming the day after which it happened.
    """
    heads = kept.organizations.get(organization.code, [])
    if not heads:
        raise ProcedureError(
            "no_kept_head",
            f"แฟ้มนี้ไม่มีค่าหัวของหน่วยงานรหัส {organization.code} โปรดตรวจสอบว่าเลือกแฟ้มถูกต้อง",
            f"The file keeps no head of the organization {organization.code}; check that it is the right file.",
        )
    rows = select(col(AuditEntry.seq), col(AuditEntry.hash)).where(
        AuditEntry.organization_id == organization.id, col(AuditEntry.seq).in_({head.seq for head in heads})
    )
    recorded = dict(session.exec(rows).all())
    for head in heads:
        if head.seq not in recorded:
            raise ProcedureError(
                "audit_tail_removed",
                f"ไม่พบรายการที่ {head.seq} ซึ่งเป็นค่าหัวที่เก็บไว้เมื่อสิ้นวันที่ {thai_date(head.day)} แสดงว่ารายการท้ายถูกลบหลังจากวันนั้น",
                f"Entry {head.seq}, the head kept at the end of {head.day}, is gone: the end of the chain was removed.",
            )
        if recorded[head.seq] != head.hash:
            raise ProcedureError(
                "audit_rewritten",
                f"รายการที่ {head.seq} ไม่ตรงกับค่าหัวที่เก็บไว้เมื่อสิ้นวันที่ {thai_date(head.day)} แสดงว่าบันทึกถูกเขียนขึ้นใหม่หลังจากวันนั้น",
                f"Entry {head.seq} is not the head kept at the end of {head.day}: the chain was written anew since.",
            )
    return len(heads)
