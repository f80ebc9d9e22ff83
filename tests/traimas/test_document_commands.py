"""The command line writes the office's documents out: the plan, the announcement, letters and papers."""

import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from documents.catalogue_entry import Format
from models.kinds import PostingPlace
from procedure.acts.posting import PostPlan, post_plan
from tests.documents.word_reading import assert_well_made, read_word
from tests.offices import POSTED, YEAR, Desk
from tests.photographs import picture
from tests.traimas.conftest import Run
from traimas.document_sets import write_set

OF_THE_YEAR = ("--year", "2569", "--json")


def written(answer: tuple[int, str, str]) -> list[Path]:
    """Return the files that a command says it wrote; each is there."""
    code, out, err = answer
    assert code == 0, out + err
    files = [Path(name) for name in json.loads(out)["files"]]
    assert all(file.stat().st_size for file in files)
    return files


@pytest.mark.parametrize("document", ["plan", "announcement"])
def test_a_document_is_written_in_word_and_in_pdf(traimas: Run, tmp_path: Path, document: str) -> None:
    Desk(tmp_path).announced()
    out = tmp_path / "new" / f"{document}.docx"
    (word,) = written(traimas("documents", document, *OF_THE_YEAR, "--out", str(out)))
    assert "ประกาศเทศบาลตำบลตัวอย่าง" in read_word(word.read_bytes()).whole
    pdf = ("--format", "pdf", "--out", str(tmp_path / "out.pdf"))
    (file,) = written(traimas("documents", document, *OF_THE_YEAR, *pdf))
    assert file.read_bytes().startswith(b"%PDF-")
    if document == "plan":
        excel = ("--format", "xlsx", "--out", str(tmp_path / "plan.xlsx"))
        (file,) = written(traimas("documents", document, *OF_THE_YEAR, *excel))
        assert "โครงการหนึ่ง" in "".join(
            str(cell.value) for sheet in load_workbook(file) for row in sheet for cell in row
        )


def test_a_draft_has_no_announcement_yet(traimas: Run, tmp_path: Path) -> None:
    Desk(tmp_path).collect()
    code, out, _err = traimas("documents", "announcement", *OF_THE_YEAR, "--out", str(tmp_path / "a.docx"))
    assert (code, json.loads(out)["error"]["code"]) == (1, "needs_announced")
    (file,) = written(traimas("documents", "plan", *OF_THE_YEAR, "--out", str(tmp_path / "plan.docx")))
    assert "โครงการหนึ่ง" in read_word(file.read_bytes()).whole


def test_the_letters_of_collection_fill_a_folder(traimas: Run, tmp_path: Path) -> None:
    Desk(tmp_path).collect()
    asked = ("--number", "ทต ๑/ว ๒", "--by", "6/10/2568", "--as-of", "2025-09-29")
    files = written(traimas("documents", "collection", *OF_THE_YEAR, *asked, "--out", str(tmp_path / "letters")))
    assert len({file.name for file in files}) == len(files) == 9
    assert all("ทต ๑/ว ๒" in read_word(file.read_bytes()).whole for file in files)
    pdf = ("--format", "pdf", "--out", str(tmp_path / "pdf"))
    assert {file.suffix for file in written(traimas("documents", "collection", *OF_THE_YEAR, *pdf))} == {".pdf"}


def test_a_meetings_papers_are_three(traimas: Run, tmp_path: Path) -> None:
    Desk(tmp_path).announced()
    told = (
        "--committee",
        "support",
        "--meeting",
        "2/2568",
        "--on",
        "2025-10-06",
        "--at",
        "09.30",
        "--place",
        "ห้องประชุม",
    )
    files = written(traimas("documents", "meeting", *OF_THE_YEAR, *told, "--out", str(tmp_path / "meeting")))
    assert [file.name for file in files] == [
        "หนังสือเชิญประชุม คณะกรรมการสนับสนุน ครั้งที่ 2-2568.docx",
        "ระเบียบวาระการประชุม คณะกรรมการสนับสนุน ครั้งที่ 2-2568.docx",
        "รายงานการประชุม คณะกรรมการสนับสนุน ครั้งที่ 2-2568.docx",
    ]


def test_each_place_of_posting_has_its_file(traimas: Run, tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(post_plan, PostPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=POSTED), POSTED)
    (file,) = written(traimas("documents", "posting", *OF_THE_YEAR, "--out", str(tmp_path / "posting")))
    assert file.name == "หลักฐานการปิดประกาศ เว็บไซต์ของหน่วยงาน.docx"
    shown = tmp_path / "ภาพ.png"
    shown.write_bytes(picture(40, 30))
    there = ("--fiscal-year", "2569", "--at", "website", "--when", "posted", "--as-of", "2025-11-03", "--json")
    code, said, err = traimas("plan", "keep-photograph", str(shown), *there)
    assert code == 0, said + err
    signed = ("--name", "นายหนึ่ง", "--first-witness", "นางสอง")
    code, said, err = traimas("plan", "record-signers", *there, *signed)
    assert code == 0, said + err
    (file,) = written(
        traimas("documents", "posting", *OF_THE_YEAR, "--format", "pdf", "--out", str(tmp_path / "posting"))
    )
    assert b"/Image" in file.read_bytes()
    code, said, _err = traimas("plan", "remove-photograph", *there, "--number", "1", "--reason", "ภาพไม่ชัด")
    assert code == 0, said


def test_an_office_keeps_its_own_template_and_gives_it_up_again(traimas: Run, tmp_path: Path) -> None:
    Desk(tmp_path).announced()
    as_of = ("--as-of", "2025-11-03", "--json")
    ours, out = tmp_path / "template.docx", ("--out", str(tmp_path / "announcement.docx"))
    written(traimas("documents", "template", "--out", str(ours), *as_of))
    document = Document(str(ours))
    document.paragraphs[1].insert_paragraph_before("คำประกาศของ {{ office }}")
    own = tmp_path / "own.docx"
    document.save(str(own))

    def announced() -> str:
        (file,) = written(traimas("documents", "announcement", *OF_THE_YEAR, *out))
        return read_word(file.read_bytes()).whole

    before = announced()
    code, said, err = traimas("documents", "keep-template", str(own), *as_of)
    assert code == 0, said + err
    assert announced() == before.replace("ประกาศเทศบาล", "คำประกาศของ เทศบาลตำบลตัวอย่าง\nประกาศเทศบาล", 1)
    code, said, _err = traimas("documents", "keep-template", str(own), *as_of)
    assert (code, json.loads(said)["error"]["code"]) == (1, "template_unchanged")
    assert traimas("documents", "keep-template", str(ours), *as_of)[0] == 0
    assert announced() == before
    assert traimas("documents", "keep-template", str(own), *as_of)[0] == 0  # one that was kept before
    assert announced() != before
    assert traimas("documents", "drop-template", *as_of)[0] == 0
    assert announced() == before


def test_a_template_that_no_announcement_can_be_made_from_is_not_kept(traimas: Run, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    wrong = Document()
    wrong.add_paragraph("{{ mayor }}")
    wrong.save(str(tmp_path / "wrong.docx"))
    before = desk.rows()
    code, out, _err = traimas("documents", "keep-template", str(tmp_path / "wrong.docx"), "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "template_wrong")
    code, out, _err = traimas("documents", "keep-template", str(tmp_path / "none.docx"), "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, "unreadable_file")
    assert desk.rows() == before


def test_a_file_that_cannot_be_written_is_told(traimas: Run, tmp_path: Path) -> None:
    Desk(tmp_path).collect()
    (tmp_path / "file").write_text("", encoding="utf-8")
    code, out, _err = traimas("documents", "plan", *OF_THE_YEAR, "--out", str(tmp_path / "file" / "plan.docx"))
    assert (code, json.loads(out)["error"]["code"]) == (2, "unwritable_file")


def test_the_demos_documents_are_whole(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(post_plan, PostPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=POSTED), POSTED)
    files = write_set(desk.database, 1, YEAR, tmp_path / "documents", POSTED, formats=[Format.WORD]).files
    assert len(files) == 2 + 9 + 3 + 1
    for file in files:
        assert len(file.stem) < 80, "a name that was cut"
        assert_well_made(file.read_bytes())


def test_the_six_months_are_written_as_they_were_published(traimas: Run, tmp_path: Path) -> None:
    Desk(tmp_path).announced()
    publishing = ("documents", "publish-six-months", *OF_THE_YEAR, "--place", "www.example.go.th")
    code, out, _err = traimas(*publishing, "--as-of", "2026-03-30")
    assert (code, json.loads(out)["error"]["code"]) == (1, "ita_too_early")
    code, out, err = traimas(*publishing, "--as-of", "2026-04-10")
    assert code == 0, out + err
    chosen = ("--only", "ita-six-months", "--format", "json", "--as-of", "2026-05-20", "--out", str(tmp_path / "all"))
    (file,) = written(traimas("documents", "all", *OF_THE_YEAR, *chosen))
    assert json.loads(file.read_bytes())["recorded_through"] == "2026-04-10"
