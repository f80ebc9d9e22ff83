"""หลักฐานการปิดประกาศและการปลดประกาศ of one place in its lines, whatever renders them.

Source: MOI Regulation 2548 (no. 2, 2559) cl. 26 (2).
"""

from dataclasses import dataclass
from datetime import date

from documents.announcement_text import day_in_full
from documents.content import Picture
from documents.letters import BLANK
from documents.posting_facts import PostingProof, ProofEvent
from procedure.calendar import thai_date


@dataclass(frozen=True)
class ProofSigner:
    """One who signs: as what, and the lines under the signature, the name in brackets."""

    role: str
    lines: list[str]


@dataclass(frozen=True)
class ProofSheet:
    """One sheet of a proof, to sign. ``caption`` stands in the place of photographs where there are none."""

    title: str
    lines: list[str]
    paragraphs: list[str]
    signers: list[ProofSigner]
    caption: str
    photographs: list[Picture]

    def photograph_title(self, number: int) -> str:
        """Return what is read out in the place of a photograph."""
        return f"{self.caption} {number}"


def proof_title(proof: PostingProof) -> str:
    """Return the title of a proof's file."""
    return f"หลักฐานการปิดประกาศ {proof.place}"


def proof_sheets(proof: PostingProof) -> list[ProofSheet]:
    """Return the two sheets of a place: posted, and taken down; what is not on record is left to write by hand."""
    return [_posted(proof), _taken_down(proof)]


def _posted(proof: PostingProof) -> ProofSheet:
    kept = f" ต้องปิดไว้ถึงวันที่ {_day(proof, proof.keep_until)} เป็นอย่างน้อย" if proof.keep_until else ""
    return _sheet(
        proof,
        proof.posted,
        "ปิดประกาศ",
        proof.posted_on,
        [
            f"{_who(proof.posted)} ได้ปิดประกาศตาม{_announcement(proof)} ไว้โดยเปิดเผย ณ {proof.place} "
            f"เมื่อวันที่ {_day(proof, proof.posted_on)} เวลา {BLANK[:12]} น.{kept}",
            *([f"หลักฐานประกอบ: {proof.evidence}"] if proof.evidence else []),
        ],
    )


def _taken_down(proof: PostingProof) -> ProofSheet:
    return _sheet(
        proof,
        proof.taken_down,
        "ปลดประกาศ",
        proof.taken_down_on,
        [
            f"ตามที่ได้ปิดประกาศตาม{_announcement(proof)} ณ {proof.place} ตั้งแต่วันที่ {_day(proof, proof.posted_on)} นั้น",
            f"บัดนี้ ได้ปิดประกาศครบกำหนดแล้ว {_who(proof.taken_down)} ได้ปลดประกาศดังกล่าว "
            f"เมื่อวันที่ {_day(proof, proof.taken_down_on)} เวลา {BLANK[:12]} น.",
        ],
    )


def _sheet(proof: PostingProof, event: ProofEvent, what: str, on: date | None, paragraphs: list[str]) -> ProofSheet:
    day = proof.office.digits.write(thai_date(on)) if on else BLANK
    return ProofSheet(
        title=f"หลักฐานการ{what}",
        lines=[proof.office.name, f"สถานที่: {proof.place}", f"วันที่ {day}"],
        paragraphs=[*paragraphs, "จึงลงลายมือชื่อไว้เป็นหลักฐานต่อหน้าพยาน"],
        signers=[
            ProofSigner(role, [line for line in (f"({person.name or BLANK * 2})", person.post) if line])
            for role, person in zip((f"ผู้{what}", "พยาน", "พยาน"), event.people, strict=True)
        ],
        caption=f"ภาพถ่ายขณะ{what}",
        photographs=event.photographs,
    )


def _who(event: ProofEvent) -> str:
    person = event.people[0]
    return f"ข้าพเจ้า {person.name or BLANK} ตำแหน่ง {person.post or BLANK}"


def _announcement(proof: PostingProof) -> str:
    return f"{proof.announcement} ลงวันที่ {_day(proof, proof.announced_on)}"


def _day(proof: PostingProof, day: date | None) -> str:
    return day_in_full(day, proof.office.digits) if day else BLANK
