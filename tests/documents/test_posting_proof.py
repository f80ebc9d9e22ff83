"""The proof of a posting as PDF and Word: the people, the days and the photographs on record, room for what is not."""

import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from documents.letters import BLANK
from documents.posting_facts import PostingProof, posting_proofs
from documents.posting_pdf import render_posting_proof_pdf
from documents.posting_text import proof_sheets
from documents.posting_word import render_posting_proof
from models.kinds import Digits, PdfKind, PostingEvent, PostingPlace
from procedure.acts.posting import PostPlan, TakeDownPlan, post_plan, take_down_plan
from procedure.acts.posting_evidence import (
    KeepPostingPhotograph,
    RecordPostingSigners,
    RemovePostingPhotograph,
    keep_posting_photograph,
    record_posting_signers,
    remove_posting_photograph,
)
from procedure.plans import find_plan
from tests.documents.libreoffice import LibreOffice
from tests.documents.test_plan_pdf import squeezed
from tests.documents.word_reading import assert_well_made, read_word
from tests.offices import POSTED, YEAR, Desk
from tests.photographs import picture

Reader = Callable[[bytes], list[str]]
WEBSITE = {"fiscal_year": YEAR, "place": PostingPlace.WEBSITE}
DOWN = date(2025, 11, 24)
PEOPLE = RecordPostingSigners(
    **WEBSITE,
    event=PostingEvent.POSTED,
    name="นายหนึ่ง ที่ ๑",
    post="เจ้าพนักงานธุรการ",
    first_witness="นางสอง ที่ 2",
    first_witness_post="นักจัดการงานทั่วไป",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return an office whose plan hung on its website, with three photographs shown, and hangs on its board."""
    desk = Desk(tmp_path_factory.mktemp("posting")).announced()
    desk.act(post_plan, PostPlan(**WEBSITE, posted_on=POSTED, evidence="https://example.go.th/69"), POSTED)
    desk.act(post_plan, PostPlan(fiscal_year=YEAR, place=PostingPlace.OFFICE_BOARD, posted_on=POSTED), POSTED)
    desk.act(take_down_plan, TakeDownPlan(**WEBSITE, taken_down_on=DOWN), DOWN)
    for event, size in (
        (PostingEvent.POSTED, (400, 300)),
        (PostingEvent.POSTED, (1, 1)),
        (PostingEvent.POSTED, (300, 400)),
        (PostingEvent.TAKEN_DOWN, (400, 300)),
    ):
        facts = KeepPostingPhotograph(**WEBSITE, event=event, file_name="ภาพ", file_content=picture(*size))
        desk.act(keep_posting_photograph, facts, DOWN)
    wrong = RemovePostingPhotograph(**WEBSITE, event=PostingEvent.POSTED, number=2, reason="ไม่ชัด")
    desk.act(remove_posting_photograph, wrong, DOWN)
    desk.act(record_posting_signers, PEOPLE, DOWN)
    return desk


@pytest.fixture(scope="module")
def proofs(desk: Desk) -> list[PostingProof]:
    with desk.database.read() as session:
        return posting_proofs(session, find_plan(session, 1, YEAR))


def lines_of(proof: PostingProof) -> list[str]:
    return [
        line
        for sheet in proof_sheets(proof)
        for line in (
            sheet.title,
            *sheet.lines,
            *sheet.paragraphs,
            *(one for signer in sheet.signers for one in (*signer.lines, signer.role)),
        )
    ]


def test_a_proof_names_who_posted_and_the_witnesses_and_shows_the_photographs_in_use(
    proofs: list[PostingProof],
) -> None:
    posted, taken_down = proof_sheets(proofs[0])
    assert posted.paragraphs[0].startswith("ข้าพเจ้า นายหนึ่ง ที่ ๑ ตำแหน่ง เจ้าพนักงานธุรการ ได้ปิดประกาศ")
    assert [(signer.role, signer.lines) for signer in posted.signers] == [
        ("ผู้ปิดประกาศ", ["(นายหนึ่ง ที่ ๑)", "เจ้าพนักงานธุรการ"]),
        ("พยาน", ["(นางสอง ที่ 2)", "นักจัดการงานทั่วไป"]),
        ("พยาน", [f"({'.' * 48})"]),
    ]
    assert f"ข้าพเจ้า {BLANK} ตำแหน่ง {BLANK} ได้ปลดประกาศ" in taken_down.paragraphs[1]
    assert (len(posted.photographs), len(taken_down.photographs)) == (2, 1)
    assert all(not sheet.photographs for sheet in proof_sheets(proofs[1]))


@pytest.mark.parametrize("kind", PdfKind)
def test_the_pdf_says_every_line_and_shows_every_photograph_on_two_pages(
    proofs: list[PostingProof], fonts_cache: Path, pdfium: Reader, kind: PdfKind
) -> None:
    for one, shown in zip(proofs, ([2, 1], [0, 0]), strict=True):
        proof = one.model_copy(update={"office": one.office.model_copy(update={"pdf": kind})})
        file = render_posting_proof_pdf(proof, fonts_cache)
        said = "".join(pdfium(file))
        for line in lines_of(proof):
            assert squeezed(line) in said
        with pypdfium2.PdfDocument(file) as pdf:
            images = [sum(one.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for one in page.get_objects()) for page in pdf]
        assert images == shown
        assert ("(ภาพถ่ายขณะปิดประกาศ)" in said) == (shown == [0, 0])
        assert render_posting_proof_pdf(proof, fonts_cache) == file


def test_the_word_file_says_every_line_and_shows_every_photograph_at_its_shape(proofs: list[PostingProof]) -> None:
    file = render_posting_proof(proofs[0])
    assert_well_made(file)
    said = read_word(file).whole.replace("\u00a0", " ")
    for line in lines_of(proofs[0]):
        assert line in said
    shapes = [(one.width, one.height) for one in Document(io.BytesIO(file)).inline_shapes]
    assert [round(width / height, 2) for width, height in shapes] == [1.33, 0.75, 1.33]
    numbers = Document(io.BytesIO(file)).element.body.xpath(".//wp:docPr/@id")
    assert len(set(numbers)) == len(numbers) == 3


def test_a_proof_in_arabic_digits_keeps_what_people_typed(proofs: list[PostingProof]) -> None:
    office = proofs[0].office.model_copy(update={"digits": Digits.ARABIC})
    told = proofs[0].model_copy(update={"office": office, "announcement": "ประกาศเทศบาล"})
    said = "\n".join(lines_of(told))
    assert "เมื่อวันที่ 24 ตุลาคม พ.ศ. 2568" in said
    assert [line for line in lines_of(told) if set("๐๑๒๓๔๕๖๗๘๙") & set(line.replace("นายหนึ่ง ที่ ๑", ""))] == []


@pytest.mark.office
def test_libreoffice_shows_a_proof_on_two_pages(proofs: list[PostingProof], libreoffice: LibreOffice) -> None:
    if shutil.which("pdfimages") is None:
        pytest.skip("poppler is not installed")
    pdf = libreoffice.pdf_of(render_posting_proof(proofs[0]))
    listed = subprocess.run(["pdfimages", "-list", pdf], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()[2:]]
    assert [page for page, _number, kind, *_rest in rows if kind == "image"] == ["1", "1", "2"]
    with pypdfium2.PdfDocument(pdf) as read:
        assert len(read) == 2
