"""หลักฐานการปิดประกาศและการปลดประกาศ of one place as a PDF: what the Word file says, from the same lines."""

from pathlib import Path

from documents.posting_facts import PostingProof
from documents.posting_text import proof_sheets, proof_title
from documents.typst_pages import typeset


def render_posting_proof_pdf(proof: PostingProof, fonts_cache: Path) -> bytes:
    """Return the proof of one place as a PDF of the office's kind: two sheets, each with up to four photographs."""
    sheets = proof_sheets(proof)
    data = {
        "title": proof_title(proof),
        "office": proof.office.name,
        "sheets": [
            {
                "title": sheet.title,
                "lines": sheet.lines,
                "paragraphs": sheet.paragraphs,
                "signers": [{"role": signer.role, "lines": signer.lines} for signer in sheet.signers],
                "caption": sheet.caption,
                "photographs": [sheet.photograph_title(n) for n in range(1, len(sheet.photographs) + 1)],
            }
            for sheet in sheets
        ],
    }
    return typeset(
        "posting",
        data,
        dated=proof.posted_on,
        fonts_cache=fonts_cache,
        digits=proof.office.digits,
        kind=proof.office.pdf,
        pictures={
            f"photograph-{of}-{number}": picture
            for of, sheet in enumerate(sheets)
            for number, picture in enumerate(sheet.photographs)
        },
    )
