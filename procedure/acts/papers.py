"""How the office's documents look and who signs them: digits, font, kind of PDF, signatures, item numbers."""

from datetime import datetime
from typing import Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from models.kinds import Digits, ItaPart, PdfKind, SignedPaper
from models.organizations import Officer, Organization
from models.settings import OfficeSettings, PaperFont, PaperSettings, PaperSignature
from procedure.act import Facts, LineFacts, Outcome, RegisteredAct, begin
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission

EVENT = "papers_set"


class SignedBy(LineFacts):
    """Who signs one paper from now on: on a line ``memo=POST`` or ``memo=POST/PRINTED TITLE``; ``memo=`` the usual."""

    paper: SignedPaper = Field(title="เอกสาร")
    post: str = Field(default="", title="ตำแหน่งผู้ลงนาม (เว้นว่าง = ตามปกติ)", max_length=200)
    title: str = Field(default="", title="ข้อความใต้ชื่อแทนชื่อตำแหน่ง (เว้นว่าง = ชื่อตำแหน่ง)", max_length=200)

    @classmethod
    def from_line(cls, line: str) -> dict[str, str]:
        """Return paper, post and printed title. Raises ``ValueError`` for a line without ``=``."""
        paper, sign, rest = line.partition("=")
        if not sign:
            raise ValueError("write it as PAPER=POST or PAPER=POST/PRINTED TITLE")
        post, _slash, title = rest.partition("/")
        return {"paper": paper.strip(), "post": post, "title": title}


class ItaItem(LineFacts):
    """The item number of a part of the ITA pack in a fiscal year: on a line ``2569/plan=o10``; ``2569/plan=`` takes it
    away."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", ge=2500, le=2700)
    part: ItaPart = Field(title="ส่วน")
    item: str = Field(default="", title="ข้อ (เว้นว่าง = ไม่ระบุ)", max_length=20)

    @classmethod
    def from_line(cls, line: str) -> dict[str, str]:
        """Return year, part and item. Raises ``ValueError`` for a line of another form."""
        where, sign, item = line.partition("=")
        year, slash, part = where.partition("/")
        if not sign or not slash:
            raise ValueError("write it as YEAR/PART=ITEM, such as 2569/plan=o10")
        return {"fiscal_year": year.strip(), "part": part.strip(), "item": item}


class SetPapers(Facts):
    """The office says how its documents look and who signs them; what is left out stays as it is."""

    digits: Digits | None = Field(default=None, title="ตัวเลข (thai เลขไทย, arabic เลขอารบิก)")
    font: PaperFont | None = Field(default=None, title="แบบอักษรของแฟ้ม Word และ Excel")
    pdf: PdfKind | None = Field(default=None, title="ชนิด PDF (a-2b จัดเก็บ, a-2a-ua-1 ให้โปรแกรมอ่านออกเสียงได้)")
    signatures: tuple[SignedBy, ...] = Field(default=(), title="ผู้ลงนาม เช่น memo=ปลัดเทศบาล/ข้อความใต้ชื่อ")
    ita_items: tuple[ItaItem, ...] = Field(default=(), title="ข้อ ITA เช่น 2569/plan=o10")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_dump(exclude_none=True, exclude_defaults=True):
            raise ValueError("say at least one thing to change · โปรดระบุสิ่งที่จะเปลี่ยนอย่างน้อยหนึ่งอย่าง")
        return self


def set_papers(session: Session, actor: Actor, facts: SetPapers, as_of: datetime) -> Outcome:
    """Set how the office's documents look and who signs them; kept documents stay as they are.

    Raises ``ProcedureError``: ``not_permitted``, ``unknown_post``, ``papers_unchanged``.
    """
    recording = begin(session, actor, "set_papers", Permission.KEEP_PAPERS, as_of)
    organization = session.exec(
        select(Organization)
        .where(Organization.id == actor.organization_id)
        .execution_options(populate_existing=True)  # as it stands now that the chain is locked
    ).one()
    _require_posts(session, actor.organization_id, facts)
    settings = OfficeSettings.model_validate(organization.settings)
    papers = _changed(settings.papers, facts)
    if papers == settings.papers:
        raise ProcedureError(
            "papers_unchanged",
            "ค่าที่ระบุตรงกับที่ใช้อยู่แล้ว จึงไม่มีการเปลี่ยนแปลง ดูค่าที่ใช้อยู่ได้ด้วย traimas papers show",
            "That is how the papers are set already; nothing was changed. `traimas papers show` tells what is set.",
        )
    organization.settings = settings.model_copy(update={"papers": papers}).model_dump(mode="json")
    session.add(organization)
    said = facts.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    recording.write(said, EVENT, "organization", actor.organization_id)
    return recording.outcome(
        "บันทึกการตั้งค่าเอกสารแล้ว ใช้กับเอกสารที่จัดทำต่อจากนี้ เอกสารที่ประกาศและเก็บไว้แล้วไม่เปลี่ยน",
        "The papers are set, for documents made from now on; what was announced and kept stays as it is.",
        actor.organization_id,
    )


def _require_posts(session: Session, organization_id: int, facts: SetPapers) -> None:
    known = set(session.exec(select(col(Officer.title)).where(Officer.organization_id == organization_id)))
    for signed in facts.signatures:
        if signed.post and signed.post not in known:
            raise ProcedureError(
                "unknown_post",
                f"ไม่พบตำแหน่ง “{signed.post}” ในหน่วยงาน โปรดระบุชื่อตำแหน่งให้ตรงกับทะเบียน",
                f"The organization has no post '{signed.post}'; name one as the register writes it.",
            )


def _changed(papers: PaperSettings, facts: SetPapers) -> PaperSettings:
    signatures = dict(papers.signatures)
    for signed in facts.signatures:
        signatures.pop(signed.paper, None)
        if signed.post or signed.title:
            signatures[signed.paper] = PaperSignature(post=signed.post, title=signed.title)
    items = {year: dict(parts) for year, parts in papers.ita_items.items()}
    for one in facts.ita_items:
        parts = items.setdefault(one.fiscal_year, {})
        parts.pop(one.part, None)
        if one.item:
            parts[one.part] = one.item
    return PaperSettings(
        digits=facts.digits or papers.digits,
        font=facts.font or papers.font,
        pdf=facts.pdf or papers.pdf,
        signatures=signatures,
        ita_items={year: parts for year, parts in items.items() if parts},
    )


ACTS = (
    RegisteredAct(
        set_papers,
        SetPapers,
        Permission.KEEP_PAPERS,
        ("papers", "set"),
        "ตั้งค่าเอกสารของหน่วยงาน",
        options={"signatures": "--signature", "ita_items": "--ita-item"},
    ),
)
