"""What an addition or amendment changes of the plan in force before it, and the three files that say it."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from documents.catalogue_entry import Asked, Format
from documents.changes_documents import CHANGES_DOCUMENTS, changes_facts
from documents.edition_changes import Change, EditionChanges, months_text
from documents.edition_changes_excel import render_edition_changes_excel
from documents.edition_changes_facts import edition_changes
from documents.edition_changes_pdf import render_edition_changes
from documents.edition_changes_word import render_edition_changes_word
from documents.plan_facts import plan_content
from models.kinds import Digits, EntryAction, FundingSource
from procedure.acts.changing import CancelProject, MergeProjects, cancel_project, change_project, merge_projects
from procedure.acts.editions import OpenAmendment, open_amendment, record_trigger
from procedure.errors import ProcedureError
from procedure.plans import editions_of, find_plan
from procedure.proposals import ProposedFunding
from tests.offices import THREE_PROJECTS, YEAR, Desk, project
from tests.procedure.test_editions import AMEND, DAY, LETTER, announce_addition, announce_amendment, bring, change

LATER = date(2026, 4, 1)
FUNDS = ProposedFunding(source=FundingSource.ACCUMULATED_FUNDS, amount_satang=12_345_678, authority="มติสภา ครั้งที่ 2")
EVEN = 40_000_000  # four projects of 100,000 baht


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An addition that adds and changes, then an amendment that changes, cancels and merges, both announced."""
    desk = Desk(tmp_path_factory.mktemp("changes"))
    desk.announced(*THREE_PROJECTS, project("โครงการสี่"))
    desk.act(record_trigger, LETTER, DAY)
    bring(desk, "โครงการเพิ่ม")
    words = {"name": "=โครงการหนึ่ง 2", "place": "หมู่ที่ 9", "divisions": ["กองคลัง", "กองช่าง"]}
    changed = change(1, months=0b100000000111, added_funding=[FUNDS], **words)
    desk.act(change_project, changed, DAY)
    announce_addition(desk, "addition-1", DAY)
    desk.act(open_amendment, AMEND, LATER)
    desk.act(change_project, change(1, detail="ขยายผิวทาง"), LATER)
    why = {"fiscal_year": YEAR, "reason": "ซ้ำซ้อน", "authority": "บันทึก ที่ 7"}
    desk.act(cancel_project, CancelProject(project_number=2, **why), LATER)
    desk.act(merge_projects, MergeProjects(project_number=4, into_number=5, **why), LATER)
    announce_amendment(desk, "amendment-1", LATER)
    return desk


def changes_of(desk: Desk, position: int, on: date = LATER) -> EditionChanges:
    """Return what an edition changes, by its place in the order of opening."""
    with desk.database.read() as session:
        return edition_changes(session, editions_of(session, find_plan(session, 1, YEAR))[position], on)


@pytest.fixture(scope="module")
def addition(office: Desk) -> EditionChanges:
    return changes_of(office, 1)


@pytest.fixture(scope="module")
def amendment(office: Desk) -> EditionChanges:
    return changes_of(office, 2)


def fields(change: Change) -> dict[str, tuple[str, str]]:
    return {field.label: field.texts(Digits.ARABIC) for field in change.fields}


def test_an_addition_says_what_is_new_and_each_field_that_changed(addition: EditionChanges) -> None:
    (new,), (changed,) = addition.of(EntryAction.ADD), addition.of(EntryAction.CHANGE)
    assert (new.key, new.name) == ("69-P5", "โครงการเพิ่ม")
    assert fields(new)["งบประมาณ (บาท)"] == ("–", "100,000")
    assert fields(new)["เดือนที่ดำเนินการ"] == ("–", "พ.ย. – ธ.ค. ๒๕๖๘")
    assert (changed.name, changed.why) == ("โครงการหนึ่ง", "จำเป็น (บันทึก ที่ ๑)")
    assert fields(changed) == {
        "ชื่อโครงการ": ("โครงการหนึ่ง", "=โครงการหนึ่ง 2"),
        "สถานที่ดำเนินการ": ("หมู่ที่ ๑", "หมู่ที่ 9"),
        "เดือนที่ดำเนินการ": ("พ.ย. – ธ.ค. ๒๕๖๘", "ต.ค. – ธ.ค. ๒๕๖๘, ก.ย. ๒๕๖๙"),
        "หน่วยงานรับผิดชอบ": ("กองช่าง", "กองคลัง, กองช่าง"),
        "แหล่งงบประมาณ": ("งบประมาณรายจ่ายประจำปี", "งบประมาณรายจ่ายประจำปี, เงินสะสม"),
        "งบประมาณ (บาท)": ("100,000", "223,456.78"),
    }


def test_an_amendment_is_held_against_the_plan_that_the_addition_had_made(amendment: EditionChanges) -> None:
    assert amendment.editions_before == ["แผนการดำเนินงาน", "เพิ่มเติม ครั้งที่ ๑"]
    changed, taker = amendment.of(EntryAction.CHANGE)
    assert (changed.name, fields(changed)) == (
        "=โครงการหนึ่ง 2",
        {"รายละเอียด": ("รายละเอียด", "ขยายผิวทาง"), "งบประมาณ (บาท)": ("223,456.78", "223,456.78")},
    )
    assert fields(taker) == {"งบประมาณ (บาท)": ("100,000", "200,000")}
    (cancelled,), (merged,) = amendment.of(EntryAction.CANCEL), amendment.of(EntryAction.MERGE)
    assert (cancelled.name, fields(cancelled)) == ("โครงการสอง", {"งบประมาณ (บาท)": ("100,000", "–")})
    assert (merged.name, fields(merged)["รวมเข้ากับโครงการ"]) == ("โครงการสี่", ("–", "๕. โครงการเพิ่ม"))


def test_money_before_and_after_is_the_plans_to_the_satang(
    office: Desk, addition: EditionChanges, amendment: EditionChanges
) -> None:
    with_addition = EVEN + 10_000_000 + FUNDS.amount_satang
    assert (addition.whole.satang_before, addition.whole.satang_after) == (EVEN, with_addition)
    assert (addition.whole.count_before, addition.whole.count_after) == (4, 5)
    # A cancelled project's money is out of the plan; a merged one's goes on in another.
    assert (amendment.whole.satang_before, amendment.whole.difference) == (with_addition, -10_000_000)
    assert (amendment.whole.count_before, amendment.whole.count_after) == (5, 3)
    assert addition.whole_equipment.satang_before == addition.whole_equipment.satang_after == 4_800_000
    for content in (addition, amendment):
        assert sum(line.satang_after for line in content.strategies) == content.whole.satang_after
    with office.database.read() as session:
        base = plan_content(session, find_plan(session, 1, YEAR))
    assert sum(row.satang for group in base.groups for row in group.rows) == addition.whole.satang_before


def test_the_base_plan_changes_nothing_and_says_so(office: Desk) -> None:
    with office.database.read() as session, pytest.raises(ProcedureError) as error:
        changes_facts(session, Asked(find_plan(session, 1, YEAR), LATER))
    assert error.value.code == "base_changes_nothing"
    assert "โปรดเลือกฉบับเพิ่มเติมหรือแก้ไข" in error.value.message_th


def test_an_edition_in_preparation_is_held_against_the_plan_in_force_on_the_day(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(open_amendment, OpenAmendment(fiscal_year=YEAR, reason="เลื่อนเดือน"), DAY)
    desk.act(change_project, change(1, place="หมู่ที่ ๔"), DAY)
    content = changes_of(desk, 1, DAY)
    assert (content.editions_before, content.draft_number, content.reason) == (["แผนการดำเนินงาน"], 0, "เลื่อนเดือน")
    assert fields(content.changes[0])["สถานที่ดำเนินการ"] == ("หมู่ที่ ๑", "หมู่ที่ ๔")


@pytest.mark.parametrize(
    ("indexes", "said"),
    [
        ([], "–"),
        ([0], "ต.ค. 2568"),
        ([2, 3], "ธ.ค. 2568 – ม.ค. 2569"),  # over the turn of the calendar year
        ([0, 1, 5, 11], "ต.ค. – พ.ย. 2568, มี.ค. 2569, ก.ย. 2569"),
        (list(range(12)), "ต.ค. 2568 – ก.ย. 2569"),
    ],
)
def test_months_are_said_as_runs_over_two_calendar_years(indexes: list[int], said: str) -> None:
    assert months_text(indexes, YEAR, Digits.ARABIC) == said


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def texts_of(content: EditionChanges) -> list[str]:
    """Return all that a document must say."""
    digits = content.office.digits
    found = [content.title, content.office.name, content.compared]
    for one in [*content.changes, *content.equipment]:
        found += [one.name, one.why]
        found += [text for field in one.fields for text in (field.label, *field.texts(digits))]
    for line in content.money:
        found += [line.label, *line.texts(digits)]
    return [squeezed(text) for text in found if text]


@pytest.mark.parametrize("digits", Digits)
def test_the_pdf_says_every_change_found_whole_by_both_readers(
    addition: EditionChanges,
    amendment: EditionChanges,
    fonts_cache: Path,
    pdftotext: Callable[[bytes], list[str]],
    pdfium: Callable[[bytes], list[str]],
    digits: Digits,
) -> None:
    for content in (addition, amendment):
        office = content.office.model_copy(update={"digits": digits})
        shown = content.model_copy(update={"office": office})
        pdf = render_edition_changes(shown, fonts_cache)
        for reader in (pdftotext, pdfium):
            whole = "".join(reader(pdf))
            missing = [text for text in texts_of(shown) if text not in whole and len(text) < 20]
            assert missing == []
            assert all(squeezed(one.name) in whole for one in shown.changes)
        assert digits.write("หน้า1จาก") in pdftotext(pdf)[0]


def test_the_word_file_says_every_change(addition: EditionChanges, amendment: EditionChanges) -> None:
    for content in (addition, amendment):
        document = docx.Document(io.BytesIO(render_edition_changes_word(content)))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        whole = squeezed("".join([paragraph.text for paragraph in document.paragraphs] + cells))
        assert [text for text in texts_of(content) if text not in whole] == []


def test_the_workbook_holds_the_amounts_as_numbers_and_sums_them(
    addition: EditionChanges, amendment: EditionChanges
) -> None:
    for content in (addition, amendment):
        book = openpyxl.load_workbook(io.BytesIO(render_edition_changes_excel(content)), data_only=True)
        money: dict[Any, Any] = {row[0].value: row for row in book["งบประมาณก่อนและหลัง"].iter_rows()}
        whole = money[content.whole.label]
        assert [round(whole[column].value * 100) for column in (2, 4, 5)] == [
            content.whole.satang_before,
            content.whole.satang_after,
            content.whole.difference,
        ]
        rows = list(book["รายการเปลี่ยนแปลง"].iter_rows(min_row=6))
        listed = [(one, field) for one in [*content.changes, *content.equipment] for field in one.fields]
        assert len(rows) == len(listed)
        for row, (one, field) in zip(rows, listed, strict=True):
            assert (row[0].value, row[2].value, row[4].value) == (one.key, one.name, field.label)
            assert row[2].data_type == "s"
            sides = ((row[5], field.before, field.satang_before), (row[6], field.after, field.satang_after))
            for cell, text, satang in sides:
                assert cell.value == (text or "–") if satang is None else round(cell.value * 100) == satang


def test_the_catalogue_writes_it_in_three_formats(amendment: EditionChanges, fonts_cache: Path) -> None:
    (document,) = CHANGES_DOCUMENTS
    made = [one for kind in document.formats for one in document.render(amendment, kind, fonts_cache)]
    assert [one.format for one in made] == [Format.PDF, Format.WORD, Format.EXCEL]
    assert {one.name for one in made} == {"รายการเปลี่ยนแปลง แผนปี 2569 แก้ไข ครั้งที่ ๑/๒๕๖๙"}
    again = [one for kind in document.formats for one in document.render(amendment, kind, fonts_cache)]
    assert [one.content for one in again] == [one.content for one in made]
