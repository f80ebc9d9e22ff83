"""The letters of collection: a memo to each division, a letter to each agency, as the record has them."""

import io
import re
import tomllib
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from sqlmodel import Session, col, select

from documents.announcement_text import ground_told
from documents.collection_facts import collection_letters, head_of_agency
from documents.content import Ground, Picture
from documents.division_form import division_forms
from documents.letter_pdf import render_letter
from documents.letter_word import render_letter_word
from documents.letters import BLANK, Letter, LetterKind
from documents.signing import signatory_of
from flows.perform import perform
from models.kinds import Capacity, Digits, PdfKind, Role, SignedPaper, Via
from models.organizations import Assignment, Officer, Organization
from models.plans import ProjectSource
from models.settings import OfficeSettings, PaperSettings, PaperSignature
from procedure.acts.choosing import ChooseDays, choose_days
from procedure.acts.collecting import OpenPlan, open_plan
from procedure.acts.editions import OpenAmendment, open_amendment
from procedure.calendar import at, thai_date
from procedure.errors import ProcedureError
from procedure.establishing import OfficeDescription, establish_organization
from procedure.permissions import Actor
from procedure.plans import Step, find_edition, find_plan, identity
from procedure.triggers import triggers_of
from tests.documents.test_plan_pdf import squeezed
from tests.documents.word_reading import assert_well_made, read_word
from tests.offices import PROMULGATED, SAMPLES, YEAR, Desk
from tests.photographs import picture

ON = date(2025, 9, 29)
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def letters_of(desk: Desk, **asked: object) -> list[Letter]:
    with desk.database.read() as session:
        return collection_letters(session, find_plan(session, 1, YEAR), ON, **asked)  # type: ignore[arg-type]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.open()
    return desk


def act_for(session: Session, title: str, substitute: str) -> None:
    """Let the holder of one post act in another from the plan's opening on."""
    posts = {row.title: row.id for row in session.exec(select(Officer))}
    person = session.exec(select(Assignment).where(Assignment.officer_id == posts[substitute])).one()
    session.add(
        Assignment(
            organization_id=1,
            officer_id=posts[title] or 0,
            person_id=person.person_id,
            from_on=PROMULGATED,
            capacity=Capacity.ACTING,
            authority="คำสั่งที่ ๑/๒๕๖๘",
        )
    )


def test_every_division_gets_a_memo_through_the_clerk_and_every_agency_a_letter(desk: Desk) -> None:
    letters = letters_of(desk)
    with desk.database.read() as session:
        sources = session.exec(select(ProjectSource).order_by(col(ProjectSource.id))).all()
    divisions = [source.title for source in sources if source.division_id]
    agencies = [source.title for source in sources if source.agency_id]
    memos = [letter for letter in letters if letter.kind is LetterKind.MEMO]
    outside = [letter for letter in letters if letter.kind is LetterKind.OUTSIDE]
    assert len(letters) == len(divisions) + len(agencies)
    assert [f"บันทึกข้อความ {name}" for name in divisions] == [memo.file_name for memo in memos]
    assert {memo.through for memo in memos} == {"ปลัดเทศบาลตำบลตัวอย่าง"}
    assert memos[2].to == "ผู้อำนวยการกองช่าง"
    assert [letter.to for letter in outside] == [head_of_agency(name) for name in agencies]
    assert {letter.signatory.post for letter in outside} == {"นายกเทศมนตรีตำบลตัวอย่าง"}
    for letter in letters:
        assert letter.dated_on == PROMULGATED  # the day on which the source was asked
        assert "๒๖ กันยายน พ.ศ. ๒๕๖๘" in letter.paragraphs[0]


@pytest.mark.parametrize(
    ("agency", "head"),
    [
        ("องค์การบริหารส่วนจังหวัดตัวอย่าง", "นายกองค์การบริหารส่วนจังหวัดตัวอย่าง"),
        ("เทศบาลเมืองตัวอย่าง", "นายกเทศมนตรีเมืองตัวอย่าง"),
        ("แขวงทางหลวงชนบทตัวอย่าง", "ผู้อำนวยการแขวงทางหลวงชนบทตัวอย่าง"),
        ("อำเภอตัวอย่าง", "นายอำเภอตัวอย่าง"),
        ("การประปาส่วนภูมิภาคสาขาตัวอย่าง", "ผู้จัดการการประปาส่วนภูมิภาคสาขาตัวอย่าง"),
        ("กลุ่มชลประทานตัวอย่าง", "หัวหน้ากลุ่มชลประทานตัวอย่าง"),
    ],
)
def test_a_letter_addresses_the_head_of_an_agency(agency: str, head: str) -> None:
    assert head_of_agency(agency) == head


def test_the_word_file_says_every_line_of_a_letter(desk: Desk) -> None:
    for letter in letters_of(desk, number="ทต ๕๒๐๐๑/ว ๑๒", by=date(2025, 10, 6)):
        file = render_letter_word(letter)
        assert_well_made(file)
        text = read_word(file).whole
        for said in (
            letter.subject,
            letter.to,
            letter.through,
            "ทต ๕๒๐๐๑/ว ๑๒",
            "๒๖ กันยายน ๒๕๖๘",
            *letter.attachments,
            *letter.paragraphs,
            *letter.signatory.lines,
        ):
            assert said in text
        assert ("บันทึกข้อความ" in text) == (letter.kind is LetterKind.MEMO)
        assert ("ขอแสดงความนับถือ" in text) == (letter.kind is LetterKind.OUTSIDE)
        assert "ภายในวันที่ ๖ ตุลาคม ๒๕๖๘" in text
        assert render_letter_word(letter) == file


@pytest.mark.poppler
def test_the_pdf_says_what_the_word_file_says(
    desk: Desk, fonts_cache: Path, pdftotext: Callable[[bytes], list[str]]
) -> None:
    letters = letters_of(desk)
    for letter in (letters[0], letters[-1]):
        pages = pdftotext(render_letter(letter, fonts_cache))
        assert len(pages) == 1
        for said in (letter.subject, letter.to, *letter.paragraphs, *letter.signatory.lines):
            assert squeezed(said) in pages[0]


def in_arabic(session: Session, **more: str) -> None:
    """Let the office write Arabic digits, for readers who listen to its PDFs."""
    office = session.get_one(Organization, 1)
    papers = PaperSettings.model_validate({"digits": Digits.ARABIC, "pdf": PdfKind.ACCESSIBLE, **more})
    office.settings = OfficeSettings(papers=papers).model_dump(mode="json")
    session.add(office)


def test_an_office_that_writes_arabic_digits_finds_no_thai_one_of_ours_in_its_letters(
    desk: Desk, fonts_cache: Path, pdfium: Callable[[bytes], list[str]]
) -> None:
    with desk.database.write() as session:
        in_arabic(session)
    letters = letters_of(desk, number="ทต ๕๒๐๐๑/ว ๑๒", by=date(2025, 10, 6))
    with desk.database.read() as session:
        (trigger,) = triggers_of(session, find_plan(session, 1, YEAR))
    ground = Ground(kind=trigger.kind, on=trigger.occurred_on, document="", approver=trigger.approver)
    happened = ground_told(ground, letters[0].office, "2569")  # of the announcement's words
    for letter in (letters[0], letters[-1]):
        word = read_word(render_letter_word(letter)).whole
        (page,) = pdfium(render_letter(letter, fonts_cache))
        for said in (word.replace(happened, ""), page.replace(squeezed(happened), "")):
            assert re.findall("[๐-๙]+", said) == ["๕๒๐๐๑", "๑๒"]  # as the analyst typed it
        assert "ภายในวันที่ 6 ตุลาคม 2568" in word
        assert "ผด.02" in page


@pytest.mark.parametrize("kind", PdfKind)
def test_the_garuda_stands_at_the_head_of_a_letter_where_the_office_has_a_picture(
    desk: Desk, fonts_cache: Path, kind: PdfKind
) -> None:
    letters = letters_of(desk)
    emblem = Picture(ending="png", content=picture(200, 220))
    heights = {LetterKind.MEMO: 1.5, LetterKind.OUTSIDE: 3.0}
    for plain in (letters[0], letters[-1]):
        letter = with_garuda(plain, emblem, kind)
        with pypdfium2.PdfDocument(render_letter(letter, fonts_cache)) as pdf:
            (shown,) = (one for one in pdf[0].get_objects() if one.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE)
            left, bottom, right, top = (side / 72 * 2.54 for side in shown.get_bounds())
        height = heights[letter.kind]
        assert (top - bottom, 29.7 - top) == pytest.approx((height, 1.5), abs=0.02)
        middle = 10.5 if letter.kind is LetterKind.OUTSIDE else 3.0 + (right - left) / 2
        assert (left + right) / 2 == pytest.approx(middle, abs=0.02)
        word = render_letter_word(letter)
        assert_well_made(word)
        (anchor,) = Document(io.BytesIO(word)).element.body.iter(f"{{{DRAWING}}}anchor")
        assert int(anchor.find(f"{{{DRAWING}}}extent").get("cy")) == height * 360_000
        assert anchor.find(f"{{{DRAWING}}}docPr").get("descr") == "ตราครุฑ"


def with_garuda(letter: Letter, emblem: Picture, kind: PdfKind) -> Letter:
    """Return a letter of an office that keeps a picture of the Garuda."""
    return letter.model_copy(update={"office": letter.office.model_copy(update={"garuda": emblem, "pdf": kind})})


def test_room_is_left_for_what_nobody_recorded(desk: Desk) -> None:
    text = read_word(render_letter_word(letters_of(desk)[0])).whole
    assert f"ที่  {BLANK}" in text
    assert f"ภายในวันที่ {BLANK}" in text


def test_a_division_is_asked_by_the_day_that_was_chosen(desk: Desk) -> None:
    chosen = date(2025, 10, 3)
    desk.act(choose_days, ChooseDays(fiscal_year=YEAR, projects_by=chosen), ON)
    letters = letters_of(desk, by=date(2025, 10, 10))
    said = {letter.kind: letter.paragraphs[1] for letter in letters}
    assert thai_date(chosen) in said[LetterKind.MEMO]
    assert thai_date(date(2025, 10, 10)) in said[LetterKind.OUTSIDE]


def test_whoever_acts_signs_with_the_own_post_and_for_whom(desk: Desk) -> None:
    with desk.database.write() as session:
        act_for(session, "นายกเทศมนตรีตำบลตัวอย่าง", "ปลัดเทศบาลตำบลตัวอย่าง")
    signatory = letters_of(desk)[-1].signatory
    assert signatory.lines == [
        "(ผู้ดำรงตำแหน่งปลัดเทศบาลตำบลตัวอย่าง)",
        "ปลัดเทศบาลตำบลตัวอย่าง",
        "รักษาราชการแทน นายกเทศมนตรีตำบลตัวอย่าง",
    ]


def test_a_vacant_post_leaves_room_for_a_name(desk: Desk) -> None:
    with desk.database.write() as session:
        officer = Officer(organization_id=1, title="รองปลัดเทศบาล")
        session.add(officer)
        session.flush()
        assert signatory_of(session, officer, ON).lines == [f"({BLANK})", "รองปลัดเทศบาล"]


def choose_signature(desk: Desk, paper: SignedPaper, post: str, title: str = "") -> None:
    """Let the office's settings say who signs a paper."""
    with desk.database.write() as session:
        office = session.get_one(Organization, 1)
        papers = PaperSettings(signatures={paper: PaperSignature(post=post, title=title)})
        office.settings = OfficeSettings(papers=papers).model_dump(mode="json")
        session.add(office)


def test_the_post_that_the_office_chose_signs_under_the_title_that_it_prints(desk: Desk) -> None:
    choose_signature(desk, SignedPaper.LETTER, "ปลัดเทศบาลตำบลตัวอย่าง", "ปลัดเทศบาล ปฏิบัติราชการแทนนายกเทศมนตรี")
    memo, *_others, letter = letters_of(desk)
    assert letter.signatory.lines == [
        "(ผู้ดำรงตำแหน่งปลัดเทศบาลตำบลตัวอย่าง)",
        "ปลัดเทศบาล ปฏิบัติราชการแทนนายกเทศมนตรี",
    ]
    assert memo.signatory.post == "ผู้อำนวยการกองยุทธศาสตร์และงบประมาณ"  # a memo is signed as before


def test_a_chosen_post_that_is_no_longer_on_record_leaves_the_usual_one(desk: Desk) -> None:
    choose_signature(desk, SignedPaper.LETTER, "รองนายกเทศมนตรีคนที่เก้า")
    assert letters_of(desk)[-1].signatory.post == "นายกเทศมนตรีตำบลตัวอย่าง"


def test_whoever_acts_in_a_chosen_post_signs_for_its_printed_title(desk: Desk) -> None:
    choose_signature(desk, SignedPaper.MEMO, "นายกเทศมนตรีตำบลตัวอย่าง", "นายกเทศมนตรี")
    with desk.database.write() as session:
        act_for(session, "นายกเทศมนตรีตำบลตัวอย่าง", "ปลัดเทศบาลตำบลตัวอย่าง")
    assert letters_of(desk)[0].signatory.lines[1:] == ["ปลัดเทศบาลตำบลตัวอย่าง", "รักษาราชการแทน นายกเทศมนตรี"]


def test_the_letters_of_one_office_say_nothing_of_another(desk: Desk) -> None:
    before = letters_of(desk)
    described = OfficeDescription.model_validate(tomllib.loads((SAMPLES / "subdistrict.toml").read_text("utf-8")))
    with desk.database.write() as session:
        other = identity(establish_organization(session, described, at(PROMULGATED, time(8))).id)
    administrator = Actor(organization_id=other, via=Via.COMMAND_LINE, roles=frozenset({Role.ADMINISTRATOR}))
    facts = OpenPlan(fiscal_year=YEAR, budget_promulgated_on=PROMULGATED)
    perform(desk.database, desk.requester, open_plan, administrator, facts, at(PROMULGATED, time(10)))
    assert letters_of(desk) == before
    with desk.database.read() as session:
        letters = collection_letters(session, find_plan(session, other, YEAR), ON)
    assert {letter.office.name for letter in letters} == {"องค์การบริหารส่วนตำบลตัวอย่าง"}
    assert not any("เทศบาลตำบล" in letter.model_dump_json() for letter in letters)


def test_an_amendment_asks_nobody_for_projects(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    on = date(2026, 3, 20)
    desk.act(open_amendment, OpenAmendment(fiscal_year=YEAR, reason="เลื่อนเดือนที่ดำเนินการ"), on)
    with desk.database.read() as session:
        amendment = find_edition(session, 1, YEAR, "amendment-1", *Step)
        for asks in (collection_letters, division_forms):
            with pytest.raises(ProcedureError) as refused:
                asks(session, amendment, on)
            assert refused.value.code == "amends_by_act"
