"""หลักฐานการปิดประกาศและการปลดประกาศ of one place as a Word file: two sheets to sign, with photographs."""

from docx.oxml.ns import qn
from docx.parts.story import StoryPart

from documents.posting_facts import PostingProof
from documents.posting_text import ProofSheet, ProofSigner, proof_sheets, proof_title
from documents.word_markup import cell, dxa, paragraph, row, run, table
from documents.word_pages import add, file_of, new_document
from documents.word_pictures import height_within, picture_run
from documents.word_prose import prose

_SIGNS = [dxa(9.0), dxa(6.8)]
_ROOM = "." * 60
_UNDER_DOTS = f'<w:ind w:left="{dxa(3.0)}"/>'
_WIDTH = 15.8  # centimetres
_HEIGHTS = (9.0, 7.0, 5.2, 5.2)  # of one, two, three and four photographs, in centimetres
_EMPTY = 6.0
_APART = '<w:spacing w:before="80" w:after="80"/>'


def render_posting_proof(proof: PostingProof) -> bytes:
    """Return the proof of one place; what is not on record (who posted, the witnesses) is left to write by hand."""
    document = new_document(proof_title(proof), proof.office, proof.posted_on)
    first, second = proof_sheets(proof)
    markup = _sheet(first, document.part, "") + _sheet(second, document.part, "<w:pageBreakBefore/>")
    add(document, markup)
    # One photograph may show both the posting and the taking down: Word wants each place that shows it numbered apart.
    for number, shown in enumerate(document.element.body.iter(qn("wp:docPr")), start=1):
        shown.set("id", str(number))
    return file_of(document)


def _sheet(sheet: ProofSheet, part: StoryPart, breaks: str) -> str:
    office, *lines = sheet.lines
    return "".join(
        [
            paragraph(run(sheet.title, bold=True, size=40), properties=breaks, align="center"),
            paragraph(run(office, bold=True), "Centred"),
            *(paragraph(run(line), "Centred") for line in lines),
            *(prose(text) for text in sheet.paragraphs),
            _signatures(sheet.signers),
            _photographs(sheet, part),
        ]
    )


def _signatures(signers: list[ProofSigner]) -> str:
    before = '<w:spacing w:before="240"/>'
    rows = []
    for signer in signers:
        signed = paragraph(run(f"ลงชื่อ {_ROOM}"), properties=before, align="right")
        named = "".join(paragraph(run(line), properties=_UNDER_DOTS, align="center") for line in signer.lines)
        role = paragraph(run(signer.role), properties=before)
        rows.append(row([cell(_SIGNS[0], signed + named), cell(_SIGNS[1], role)]))
    return table(_SIGNS, rows, borders=False) + paragraph(style="Gap")


def _photographs(sheet: ProofSheet, part: StoryPart) -> str:
    """Return the photographs, one large, two side by side, up to four in two rows; boxes to glue them in for none."""
    count = len(sheet.photographs)
    across = 1 if count == 1 else 2
    widths = [dxa(_WIDTH / across)] * across
    if not count:
        room = paragraph(run(f"({sheet.caption})"), "Cell", align="center")
        boxes = row([cell(width, room, valign="center") for width in widths], height=dxa(_EMPTY))
        return table(widths, [boxes]) + paragraph(style="Gap")
    within = (_WIDTH / across - 0.4, _HEIGHTS[count - 1])
    shown = [
        paragraph(
            picture_run(part, picture, height_within(picture, *within), sheet.photograph_title(number)),
            properties=_APART,
            align="center",
        )
        for number, picture in enumerate(sheet.photographs, start=1)
    ]
    shown += [paragraph()] * (-count % across)
    rows = [
        row([cell(width, one, valign="center") for width, one in zip(widths, shown[first:], strict=False)])
        for first in range(0, len(shown), across)
    ]
    return table(widths, rows, borders=False) + paragraph(style="Gap")
