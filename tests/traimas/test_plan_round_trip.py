"""A plan exported, edited in Excel and imported again: exactly what was edited changes, in every row that was known."""

import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import col, select

from documents.catalogue_entry import Asked
from documents.plan_documents import plan_facts
from documents.plan_excel import render_plan_excel
from documents.workbook import read_workbook
from models.kinds import FundingSource, Programme
from models.plans import Approach, FundingLine, Project, ProjectEntry, Strategy
from models.values import FiscalYear, baht
from procedure.acts.changing import CancelProject, cancel_project, change_project
from procedure.acts.collecting import ImportProjects, import_projects
from procedure.acts.editions import open_amendment, record_trigger
from procedure.errors import ProcedureError
from procedure.import_changes import ImportChanges, compare_import
from procedure.import_records import records_of
from procedure.plans import editions_of, find_plan, identity
from procedure.proposals import ProposedFunding
from tests.offices import OUTSIDE, YEAR, Desk, project
from tests.procedure.test_editions import AMEND, LETTER, change
from tests.procedure.test_editions import DAY as LATER
from traimas.workbooks import facts_of_workbook

DAY = date(2025, 10, 4)
DIVISIONS = ("สำนักปลัดเทศบาล", "กองคลัง", "กองช่าง")
OWN = FundingSource.ANNUAL_BUDGET
PROJECTS = (
    project("โครงการหนึ่ง", divisions=["กองช่าง", "กองคลัง"], detail="สองบรรทัด\nในช่องเดียว"),
    project("=โครงการสอง", approach=None, programme=Programme.COMMERCE, divisions=["กองคลัง"]),
    project("โครงการของ อบจ.", divisions=[], agency=OUTSIDE, learnt_from="หนังสือ อบจ.ตัวอย่าง ที่ ๑/๒๕๖๘"),
    project(
        "อุดหนุนโครงการสองแหล่ง",
        strategy="ด้านสังคมและการศึกษา",
        approach=None,
        programme=Programme.EDUCATION,
        pays_subsidy=False,
        funding=[
            ProposedFunding(source=OWN, amount_satang=12_345_678),
            ProposedFunding(source=FundingSource.ACCUMULATED_FUNDS, amount_satang=1, authority="มติสภา"),
            ProposedFunding(source=OWN, amount_satang=500, fiscal_year=YEAR + 1),
        ],
    ),
    project("โครงการไม่ใช้เงิน", funding=[ProposedFunding(source=FundingSource.NONE, amount_satang=0)], plan_reference=""),
    project("โครงการหนึ่ง", place="หมู่ที่ ๙"),  # named like another
)
Edit = Callable[[Any], object]
ACCOUNT = "แบบ ผด.๐๒"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.collect(*PROJECTS)
    return desk


def exported(desk: Desk) -> bytes:
    with desk.database.read() as session:
        facts = plan_facts(session, Asked(find_plan(session, 1, YEAR), DAY))
    return render_plan_excel(facts.content, facts.beside)


def edited(content: bytes, edit: Edit | None, folder: Path) -> Path:
    """Return the file as somebody saved it after an edit; untouched where there is none."""
    path = folder / "plan.xlsx"
    path.write_bytes(content)
    if edit is not None:
        book = openpyxl.load_workbook(io.BytesIO(content))
        edit(book[ACCOUNT])
        book.save(path)
    return path


def facts_of(path: Path) -> ImportProjects:
    return facts_of_workbook(path, YEAR, DIVISIONS, FundingSource.ANNUAL_BUDGET)


def preview(desk: Desk, facts: ImportProjects) -> ImportChanges:
    with desk.database.read() as session:
        return compare_import(session, find_plan(session, 1, YEAR), facts.projects, facts.equipment)


def brought(desk: Desk, edit: Edit, folder: Path) -> ImportChanges:
    """Import the export with an edit, see that a second time does nothing, and return what the preview said."""
    facts = facts_of(edited(exported(desk), edit, folder))
    shown = preview(desk, facts)
    desk.act(import_projects, facts, DAY)
    assert preview(desk, facts).changed == []
    return shown


def content_of(desk: Desk) -> dict[str, dict[str, object]]:
    """Return all that is on record of the projects and the equipment, by key."""
    with desk.database.read() as session:
        records = records_of(session, find_plan(session, 1, YEAR))
        found: dict[str, dict[str, object]] = {}
        for one in records.projects:
            entry = one.entry.model_dump(exclude={"version", "recorded_at"})
            found[one.key] = {
                **entry,
                "strategy": one.strategy,
                "approach": one.approach,
                "agency": one.agency,
                "divisions": one.divisions,
                "funding": one.funding,
            }
        for thing in records.equipment:
            item = thing.item.model_dump(exclude={"recorded_at"})
            found[thing.key] = {**item, "division": thing.division, "funding": thing.funding}
        return found


def row_of(sheet: Any, key: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 19).value == key)


def changed_fields(before: dict[str, dict[str, object]], after: dict[str, dict[str, object]]) -> dict[str, set[str]]:
    assert before.keys() <= after.keys()
    return {
        key: differing
        for key, row in before.items()
        if (differing := {name for name, value in row.items() if after[key][name] != value})
    }


def test_our_own_reader_reads_the_export_exactly(desk: Desk) -> None:
    reading = read_workbook(exported(desk), FiscalYear(YEAR), DIVISIONS)
    left_empty = {"no_budget", "reference_missing", "detail_missing", "place_missing"}
    assert {found.code for found in reading.problems} == left_empty | {"duplicate_project"}
    with desk.database.read() as session:
        sums = {
            identity(entry.id): sum(
                line.amount_satang
                for line in session.exec(select(FundingLine).where(FundingLine.entry_id == entry.id))
                if line.fiscal_year == YEAR
            )
            for entry in session.exec(select(ProjectEntry))
        }
        wanted = sorted(
            (f"69-P{number}", entry.name, entry.months, baht(sums[identity(entry.id)]))
            for entry, number in session.exec(
                select(ProjectEntry, col(Project.number)).join(Project, col(Project.id) == col(ProjectEntry.project_id))
            )
        )
    read = [item for item in reading.projects if item.kind == "project"]
    assert sorted((one.key, one.name, one.planned_months.bits, one.budget_baht) for one in read) == wanted
    assert [one.key for one in reading.projects if one.kind == "equipment"] == ["69-E1"]


def test_the_subtotals_and_form_one_equal_the_database(desk: Desk) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported(desk)), data_only=True)
    with desk.database.read() as session:
        lines = session.exec(select(FundingLine).where(FundingLine.fiscal_year == YEAR)).all()
    whole = sum(line.amount_satang for line in lines if line.entry_id is not None)
    everything = sum(line.amount_satang for line in lines)
    account = {row[0].value: row for row in book[ACCOUNT].iter_rows()}
    assert round(account["รวมทั้งสิ้น"][3].value * 100) == whole
    assert account["รวมทั้งสิ้น"][1].value == len(PROJECTS)
    subtotals = [row for row in book[ACCOUNT].iter_rows() if row[0].value == "รวม"]
    assert sum(round(row[3].value * 100) for row in subtotals) == whole
    summary = {row[0].value: row for row in book["แบบ ผด.๐๑"].iter_rows()}
    assert round(summary["รวมทั้งสิ้น"][3].value * 100) == whole
    assert round(summary["โครงการและครุภัณฑ์ทั้งสองแบบ"][3].value * 100) == everything
    assert summary["หน่วยงานอื่น"][1].value == 1


def test_an_export_that_nobody_edited_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    before, rows = content_of(desk), desk.rows()
    facts = facts_of(edited(exported(desk), None, tmp_path))
    shown = preview(desk, facts)
    assert (shown.added, shown.changed, shown.not_in_file) == ([], [], [])
    for _time in range(2):
        desk.act(import_projects, facts, DAY)
    # Saved again by another program, without the sums' values, it says the same.
    desk.act(import_projects, facts_of(edited(exported(desk), lambda _sheet: None, tmp_path)), DAY)
    assert content_of(desk) == before
    assert desk.rows() == rows


def rename(sheet: Any) -> None:
    sheet.cell(row_of(sheet, "69-P1"), 2).value = "โครงการชื่อใหม่"


def pay(sheet: Any) -> None:
    sheet.cell(row_of(sheet, "69-P1"), 4).value = "๑๒๓,๔๕๖.๗๘"


def another_source(sheet: Any) -> None:
    sheet.cell(row_of(sheet, "69-P2"), 20).value = "เงินสะสม"


def no_money(sheet: Any) -> None:
    sheet.cell(row_of(sheet, "69-P2"), 4).value = 0


def move_months(sheet: Any) -> None:
    row = row_of(sheet, "69-P6")
    sheet.cell(row, 8).value = None  # November
    sheet.cell(row, 18).value = "x"  # September


def hand_over(sheet: Any) -> None:
    sheet.cell(row_of(sheet, "69-P2"), 6).value = "กองช่าง / กองคลัง"


def move_place(sheet: Any) -> None:
    sheet.cell(row_of(sheet, "69-P3"), 5).value = "หมู่ที่ ๒ "


def other_page(sheet: Any) -> None:
    sheet.cell(row_of(sheet, "69-P2"), 24).value = "หน้า ๓"


@pytest.mark.parametrize(
    ("edit", "key", "fields", "said"),
    [
        (rename, "69-P1", {"name"}, ("name",)),
        (pay, "69-P1", {"funding"}, ("funding",)),
        (another_source, "69-P2", {"funding"}, ("funding",)),
        (no_money, "69-P2", {"funding"}, ("funding",)),
        (move_months, "69-P6", {"months"}, ("months",)),
        (hand_over, "69-P2", {"divisions", "officer_id", "source_id"}, ("divisions",)),
        (move_place, "69-P3", {"place"}, ("place",)),
        (other_page, "69-P2", {"budget_reference"}, ("budget_reference",)),
    ],
)
def test_exactly_what_was_edited_changes(
    desk: Desk, tmp_path: Path, edit: Edit, key: str, fields: set[str], said: tuple[str, ...]
) -> None:
    before = content_of(desk)
    shown = brought(desk, edit, tmp_path)
    assert (shown.added, [row.fields for row in shown.changed], shown.not_in_file) == ([], [said], [])
    assert changed_fields(before, content_of(desk)) == {key: fields}


def test_an_amount_and_a_page_in_the_budget_are_kept_to_the_satang_and_by_their_own_authority(
    desk: Desk, tmp_path: Path
) -> None:
    brought(desk, pay, tmp_path)
    assert content_of(desk)["69-P1"]["funding"] == [
        ProposedFunding(source=OWN, amount_satang=12_345_678, fiscal_year=YEAR)
    ]


def test_a_row_without_key_is_a_new_project_under_the_headings_on_record(desk: Desk, tmp_path: Path) -> None:
    def add(sheet: Any) -> None:
        row = row_of(sheet, "69-P4")
        sheet.insert_rows(row + 1)
        for column, value in ((1, 2), (2, "โครงการใหม่"), (4, 99.99), (5, "หมู่ที่ ๕"), (6, "กองคลัง"), (9, "/")):
            sheet.cell(row + 1, column).value = value

    before = content_of(desk)
    shown = brought(desk, add, tmp_path)
    assert (shown.added, shown.changed) == (["โครงการใหม่"], [])
    after = content_of(desk)
    assert changed_fields(before, after) == {}
    assert after["69-P7"]["strategy"] == "ด้านสังคมและการศึกษา"
    with desk.database.read() as session:
        assert (len(session.exec(select(Strategy)).all()), len(session.exec(select(Approach)).all())) == (2, 1)


def test_a_row_that_was_copied_must_lose_its_key(desk: Desk, tmp_path: Path) -> None:
    def copy(sheet: Any) -> None:
        row = row_of(sheet, "69-P1")
        values = [sheet.cell(row, column).value for column in range(1, 25)]
        sheet.insert_rows(row + 1)
        for column, value in enumerate(values, start=1):
            sheet.cell(row + 1, column).value = value

    with pytest.raises(ProcedureError) as error:
        facts_of(edited(exported(desk), copy, tmp_path))
    assert error.value.code == "workbook_has_errors"
    assert "รหัส “69-P1” มีอยู่แล้ว" in error.value.message_th


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [(19, "69-P99", "key_not_in_edition"), (4, 7, "several_sources")],
)
def test_what_a_workbook_cannot_say_of_a_known_row_is_refused(
    desk: Desk, tmp_path: Path, column: int, value: object, code: str
) -> None:
    def edit(sheet: Any) -> None:
        sheet.cell(row_of(sheet, "69-P4"), column).value = value

    before = content_of(desk)
    facts = facts_of(edited(exported(desk), edit, tmp_path))
    with pytest.raises(ProcedureError) as error:
        desk.act(import_projects, facts, DAY)
    assert error.value.code == code
    assert content_of(desk) == before


def test_a_key_of_another_years_plan_names_no_row_of_this_one(desk: Desk, tmp_path: Path) -> None:
    def edit(sheet: Any) -> None:
        sheet.cell(row_of(sheet, "69-P2"), 19).value = "68-P1"

    shown = preview(desk, facts_of(edited(exported(desk), edit, tmp_path)))
    # Known by its name, as any file's row is, and by that file's word for the authority of its money.
    assert (shown.added, [row.name for row in shown.changed]) == ([], ["=โครงการสอง"])


def test_the_plan_in_force_is_not_brought_again_into_an_addition(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    path = edited(exported(desk), None, tmp_path)
    desk.act(record_trigger, LETTER, LATER)
    with pytest.raises(ProcedureError) as error:
        desk.act(import_projects, facts_of(path), LATER)
    assert error.value.code == "key_not_in_edition"


def test_an_amendment_goes_out_and_in_without_its_reasons_becoming_details(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(open_amendment, AMEND, LATER)
    desk.act(change_project, change(1, place="หมู่ที่ ๔"), LATER)
    desk.act(cancel_project, CancelProject(fiscal_year=YEAR, project_number=2, reason="ซ้ำ", authority="บันทึก"), LATER)
    with desk.database.read() as session:
        on_record = editions_of(session, find_plan(session, 1, YEAR))[1]
        facts = plan_facts(session, Asked(on_record, LATER))
    content = render_plan_excel(facts.content, facts.beside)
    rows = desk.rows()
    desk.act(import_projects, facts_of(edited(content, None, tmp_path)), LATER)
    assert desk.rows() == rows

    def pay_more(sheet: Any) -> None:
        sheet.cell(row_of(sheet, "69-P1"), 4).value = 1

    with pytest.raises(ProcedureError) as error:
        desk.act(import_projects, facts_of(edited(content, pay_more, tmp_path)), LATER)
    assert error.value.code == "money_of_plan_in_force"


@pytest.mark.office
def test_libreoffice_saves_the_file_and_it_still_says_the_same(desk: Desk, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice Calc")

    def rename_and_pay(sheet: Any) -> None:
        rename(sheet)
        sheet.cell(row_of(sheet, "69-P1"), 4).value = 0.01

    path = edited(exported(desk), rename_and_pay, tmp_path)
    out = tmp_path / "saved"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(path)]
    subprocess.run(command, capture_output=True, timeout=240, check=True)
    facts = facts_of(out / "plan.xlsx")
    assert [row.fields for row in preview(desk, facts).changed] == [("name", "funding")]
    # The sums follow what was typed, and no line of form ผด.01 differs from its rows.
    codes = {found.code for found in read_workbook(out / "plan.xlsx", FiscalYear(YEAR), DIVISIONS).problems}
    assert "total_differs" not in codes
    desk.act(import_projects, facts, DAY)
    book = openpyxl.load_workbook(out / "plan.xlsx", data_only=True)
    ours = openpyxl.load_workbook(io.BytesIO(exported(desk)), data_only=True)
    for name in ("แบบ ผด.๐๑", ACCOUNT, "แบบ ผด.๐๒-๑"):
        computed = [cell.value for line in book[name].iter_rows(max_col=5) for cell in line]
        written = [cell.value for line in ours[name].iter_rows(max_col=5) for cell in line]
        numbers = [(one, other) for one, other in zip(computed, written, strict=True) if isinstance(other, int | float)]
        assert len(numbers) >= 5
        assert [one for one, _other in numbers] == pytest.approx([other for _one, other in numbers], abs=1e-9)
