"""หลักฐานการปิดประกาศและการปลดประกาศ of one place as a Word file: two pages to sign, with room for photographs.

Source: MOI Regulation 2548 (no. 2, 2559) cl. 26 (2).
"""

from documents.announcement_text import day_in_full
from documents.letters import BLANK
from documents.posting_facts import PostingProof
from documents.word_markup import cell, dxa, paragraph, row, run, table
from documents.word_pages import add, file_of, new_document
from documents.word_prose import prose
from procedure.calendar import thai_date

_PHOTOGRAPH = [dxa(7.9), dxa(7.9)]
_SIGNS = [dxa(9.0), dxa(6.8)]


def render_posting_proof(proof: PostingProof) -> bytes:
    """Return the proof of one place; what is not on record (who posted, the witnesses) is left to write by hand."""
    document = new_document(f"หลักฐานการปิดประกาศ {proof.place}", proof.office, proof.posted_on)
    add(document, _posted(proof) + _taken_down(proof))
    return file_of(document)


def _posted(proof: PostingProof) -> str:
    kept = f" ต้องปิดไว้ถึงวันที่ {day_in_full(proof.keep_until)} เป็นอย่างน้อย" if proof.keep_until else ""
    evidence = [prose(f"หลักฐานประกอบ: {proof.evidence}")] if proof.evidence else []
    return "".join(
        [
            *_title("หลักฐานการปิดประกาศ", proof, thai_date(proof.posted_on)),
            prose(
                f"ข้าพเจ้า {BLANK} ตำแหน่ง {BLANK} ได้ปิดประกาศตาม{proof.announcement} "
                f"ลงวันที่ {day_in_full(proof.announced_on)} ไว้โดยเปิดเผย ณ {proof.place} "
                f"เมื่อวันที่ {day_in_full(proof.posted_on)} เวลา {BLANK[:12]} น.{kept}"
            ),
            *evidence,
            prose("จึงลงลายมือชื่อไว้เป็นหลักฐานต่อหน้าพยาน"),
            _signatures("ผู้ปิดประกาศ"),
            _photographs("ภาพถ่ายขณะปิดประกาศ"),
        ]
    )


def _taken_down(proof: PostingProof) -> str:
    taken = proof.taken_down_on
    down, on = (day_in_full(taken), thai_date(taken)) if taken else (BLANK, BLANK)
    return "".join(
        [
            *_title("หลักฐานการปลดประกาศ", proof, on, new_page=True),
            prose(
                f"ตามที่ได้ปิดประกาศตาม{proof.announcement} ลงวันที่ {day_in_full(proof.announced_on)} ณ {proof.place} "
                f"ตั้งแต่วันที่ {day_in_full(proof.posted_on)} นั้น"
            ),
            prose(
                f"บัดนี้ ได้ปิดประกาศครบกำหนดแล้ว ข้าพเจ้า {BLANK} ตำแหน่ง {BLANK} ได้ปลดประกาศดังกล่าว "
                f"เมื่อวันที่ {down} เวลา {BLANK[:12]} น."
            ),
            prose("จึงลงลายมือชื่อไว้เป็นหลักฐานต่อหน้าพยาน"),
            _signatures("ผู้ปลดประกาศ"),
            _photographs("ภาพถ่ายขณะปลดประกาศ"),
        ]
    )


def _title(what: str, proof: PostingProof, on: str, *, new_page: bool = False) -> list[str]:
    breaks = "<w:pageBreakBefore/>" if new_page else ""
    return [
        paragraph(run(what, bold=True, size=40), properties=breaks, align="center"),
        paragraph(run(proof.office.name, bold=True), "Centred"),
        paragraph(run(f"สถานที่: {proof.place}"), "Centred"),
        paragraph(run(f"วันที่ {on}"), "Centred"),
    ]


def _signatures(who: str) -> str:
    lines = []
    for role in (who, "พยาน", "พยาน"):
        signed = paragraph(run(f"ลงชื่อ {BLANK * 2}"), properties='<w:spacing w:before="280"/>', align="right")
        named = paragraph(run(f"({BLANK * 2})"), align="right")
        place = paragraph(run(role), properties='<w:spacing w:before="280"/>')
        lines.append(row([cell(_SIGNS[0], signed + named), cell(_SIGNS[1], place)]))
    return table(_SIGNS, lines, borders=False) + paragraph()


def _photographs(what: str) -> str:
    boxes = [cell(width, paragraph(run(f"({what})"), "Cell", align="center"), valign="center") for width in _PHOTOGRAPH]
    return table(_PHOTOGRAPH, [row(boxes, height=dxa(6.0))]) + paragraph(style="Gap")
