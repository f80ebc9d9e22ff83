"""The workbook that a division fills in: last year's projects, what may be filled in, and what the importer reads."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from documents.division_form import DivisionForm, ProjectRow, division_form, division_forms
from documents.division_workbook import INSTRUCTIONS, render_division_workbook
from documents.plan_excel_facts import SOURCE_NAMES
from documents.workbook import WorkbookReading, read_workbook
from documents.workbook_cells import find_funding
from documents.workbook_proposals import proposals
from flows.perform import perform
from models.kinds import Digits, FundingSource, ObstacleKind, Programme, ProgressStatus, Role
from models.values import FiscalYear, baht
from procedure.acts.choosing import ChooseDays, choose_days
from procedure.acts.collecting import ImportProjects, OpenPlan, import_projects, open_plan
from procedure.acts.reporting import SubmitReports, submit_reports
from procedure.calendar import at
from procedure.errors import ProcedureError
from procedure.import_changes import compare_import
from procedure.plans import find_plan
from procedure.progress import owed_entries
from procedure.report_checks import ProjectProgress
from tests.documents.libreoffice import LibreOffice
from tests.offices import THREE_PROJECTS, YEAR, Desk, equipment, project

NEXT_YEAR = YEAR + 1
OPENED = date(2026, 9, 25)
WORKS = "กองช่าง"
LONG = "ก่อสร้างถนน คสล. สายบ้านตัวอย่าง หมู่ที่ ๑ (ช่วงที่ 2)"
PROJECTS = (
    *THREE_PROJECTS,
    project(LONG, detail="=SUM(A1:A9) กว้าง 4.00 เมตร", place="-@หมู่ที่ ๑", divisions=[WORKS, "กองคลัง"], months=0b111),
    project(
        "ไม่ใช้เงิน",
        strategy="ยุทธศาสตร์ที่ไม่มีเลข",
        approach="แนวทางอื่น",
        programme=Programme.EDUCATION,
        funding=[{"source": FundingSource.NONE, "amount_satang": 0}],
    ),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An office in its second year: last year's first quarter reported, the new plan open, a day chosen."""
    desk = Desk(tmp_path_factory.mktemp("second-year"))
    desk.quarter_open(*PROJECTS)
    post = desk.post_of("ผู้รายงานความก้าวหน้า กองช่าง")
    with desk.database.read() as session:
        owed = owed_entries(session, find_plan(session, 1, YEAR).plan_id, post, date(2026, 1, 5))
    reports = tuple(
        ProjectProgress(
            project_id=entry.project_id,
            status=ProgressStatus.IN_PROGRESS,
            percent=40,
            disbursed_satang=0 if entry.name == "ไม่ใช้เงิน" else 1_234_567,
            obstacle_kind=ObstacleKind.WEATHER,
            obstacle="ฝนตก",
        )
        for entry in owed
    )
    facts = SubmitReports(fiscal_year=YEAR, quarter=1, officer_id=post, reports=reports)
    actor = desk.actor(Role.OFFICER, date(2026, 1, 5), post)
    perform(desk.database, desk.requester, submit_reports, actor, facts, at(date(2026, 1, 5), time(9)))
    desk.act(open_plan, OpenPlan(fiscal_year=NEXT_YEAR, budget_promulgated_on=OPENED), OPENED)
    chosen = ChooseDays(fiscal_year=NEXT_YEAR, projects_by=date(2026, 10, 5))
    desk.act(choose_days, chosen, OPENED)
    return desk


def form_of(desk: Desk, division: str = WORKS, year: int = NEXT_YEAR) -> DivisionForm:
    with desk.database.read() as session:
        return division_form(session, find_plan(session, 1, year), division, OPENED)


def read(content: bytes) -> WorkbookReading:
    return read_workbook(content, FiscalYear(NEXT_YEAR), [WORKS, "กองคลัง"])


def errors(reading: WorkbookReading) -> list[tuple[str | None, int | None, str | None, str]]:
    return [(one.sheet, one.row, one.column, one.code) for one in reading.problems if one.severity == "error"]


@pytest.fixture(scope="module")
def form(desk: Desk) -> DivisionForm:
    return form_of(desk)


@pytest.fixture(scope="module")
def content(form: DivisionForm) -> bytes:
    return render_division_workbook(form)


def filled(content: bytes, change: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_division_gets_its_projects_of_last_year_as_they_stand(form: DivisionForm) -> None:
    assert [row.name for row in form.projects] == ["โครงการหนึ่ง", LONG, "ไม่ใช้เงิน"]
    assert not any(row.in_plan for row in form.projects)
    status = "อยู่ระหว่างดำเนินการ ร้อยละ 40"
    assert [(row.last_year.status, row.last_year.satang) for row in form.projects if row.last_year] == [
        *((status, 1_234_567), (status, 1_234_567), (status, 0))
    ]
    assert (form.return_to, form.due_on) == ("กองยุทธศาสตร์และงบประมาณ", date(2026, 10, 5))


def test_the_importer_reads_the_form_back_exactly(form: DivisionForm, content: bytes) -> None:
    reading = read(content)
    assert errors(reading) == []
    year = FiscalYear(NEXT_YEAR)
    assert [
        (
            *(item.strategy, item.approach, item.programme, item.name, item.detail, item.budget_baht, item.place),
            *(tuple(item.divisions), tuple(item.planned_months.indexes), item.plan_reference, item.funding),
        )
        for item in reading.projects
    ] == [
        (
            *(row.strategy, row.approach, row.programme, row.name, row.detail, baht(row.satang)),
            *("" if row.place == "-" else row.place, row.divisions, row.months, row.plan_reference, row.source),
        )
        for row in form.projects
    ]
    assert reading.fiscal_year == year.number


@pytest.mark.office
def test_libreoffice_saves_the_form_and_it_is_still_read_as_it_was(content: bytes, libreoffice: LibreOffice) -> None:
    saved = libreoffice.converted(content, "form.xlsx", "ods").read_bytes()
    assert read(saved).projects == read(content).projects


def test_the_same_form_gives_the_same_bytes(form: DivisionForm, content: bytes) -> None:
    assert render_division_workbook(form) == content


def test_a_new_project_is_typed_into_an_empty_row_and_one_of_last_year_is_left_out(content: bytes) -> None:
    def fill(book: Any) -> None:
        sheet = book["ผด.02 โครงการ"]
        sheet["B6"] = "ไม่เสนอ"
        new = {"C": "ยุทธศาสตร์ที่ไม่มีเลข", "E": "แผนงานการศึกษา", "F": "วันเด็ก", "G": "จัดงาน", "H": "๕๐,๐๐๐", "J": "ลาน"}
        for letter, text in {**new, "O": "x"}.items():
            sheet[f"{letter}9"] = text
        item = {"B": "ครุภัณฑ์คอมพิวเตอร์หรืออิเล็กทรอนิกส์", "C": "เครื่องพิมพ์", "D": "1 เครื่อง", "E": 8000, "G": "กอง", "I": "✓"}
        for letter, value in item.items():
            book["ผด.02-1 ครุภัณฑ์"][f"{letter}6"] = value

    reading = read(filled(content, fill))
    assert errors(reading) == []
    assert [(item.kind, item.name, item.budget_baht, item.divisions) for item in reading.projects] == [
        ("project", LONG, "100000.00", [WORKS, "กองคลัง"]),
        ("project", "ไม่ใช้เงิน", "0.00", [WORKS]),
        ("project", "วันเด็ก", "50000.00", [WORKS]),
        ("equipment", "เครื่องพิมพ์", "8000.00", [WORKS]),
    ]


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("C9", None, "strategy_missing"),
        ("E9", None, "programme_missing"),
        ("E9", "แผนงานอวกาศ", "programme_unknown"),
        ("F9", None, "name_missing"),
        ("H9", None, "budget_missing"),
        ("H9", "ห้าหมื่น", "budget_unreadable"),
        ("L9", None, "no_months"),
        ("I9", "กระเป๋าตัวเอง", "funding_unknown"),
    ],
)
def test_what_is_wrong_in_a_row_is_named_at_its_own_cell(
    content: bytes, cell: str, value: str | None, code: str
) -> None:
    def fill(book: Any) -> None:
        good = {
            "C": "ก",
            "E": "แผนงานการศึกษา",
            "F": "วันเด็ก",
            "G": "จัดงาน",
            "H": 5,
            "I": "เงินสะสม",
            "J": "ลาน",
            "L": "x",
        }
        for letter, given in good.items():
            book["ผด.02 โครงการ"][f"{letter}9"] = given
        book["ผด.02 โครงการ"][cell] = value

    assert errors(read(filled(content, fill))) == [("ผด.02 โครงการ", 9, cell[0], code)]


def test_only_what_is_to_be_filled_in_is_open_and_excel_checks_it_in_thai(content: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == [INSTRUCTIONS, "ผด.02 โครงการ", "ผด.02-1 ครุภัณฑ์", "รายการให้เลือก"]
    sheet = book["ผด.02 โครงการ"]
    assert all(one.protection.sheet and one.protection.password is None for one in book)
    open_cells = {cell.column_letter for cell in sheet[7] if not cell.protection.locked}
    assert open_cells == set("BCDEFGHIJ") | {*"LMNOPQRSTUVW", "X", "Y"}  # not ที่, the division, last year's result
    checks = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    budget = checks["H6:H38"]
    assert (budget.type, budget.operator, budget.formula1) == ("decimal", "greaterThanOrEqual", "0")
    assert all(re.search("[ก-๛]", one.error) and len(one.error) < 226 for one in checks.values())
    assert checks["L6:W38"].formula1 == '"✓,x,/"'
    listed = book["รายการให้เลือก"]
    assert listed.sheet_state == "hidden"
    assert [cell.value for cell in listed["A"] if cell.value] == ["ยุทธศาสตร์ด้านโครงสร้างพื้นฐาน", "ยุทธศาสตร์ที่ไม่มีเลข"]
    assert len([cell for cell in listed["C"] if cell.value]) == 12
    page = sheet.page_setup
    assert (page.orientation, str(page.paperSize), sheet.print_title_rows) == ("landscape", "9", "$4:$5")


def test_the_instructions_say_to_whom_and_by_when_and_are_not_read_as_a_plan(content: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content))
    said = " ".join(str(cell.value) for row in book[INSTRUCTIONS] for cell in row if cell.value)
    assert "ส่งคืนกองยุทธศาสตร์และงบประมาณ ภายในวันที่ ๕ ตุลาคม ๒๕๖๙" in said
    headings = {str(cell.value) for cell in book["ผด.02 โครงการ"][4] if cell.value} - {"พ.ศ. ๒๕๖๙", "พ.ศ. ๒๕๗๐"}
    assert all(heading in said for heading in headings)


def test_our_numbers_follow_the_offices_digits(form: DivisionForm) -> None:
    office = form.office.model_copy(update={"digits": Digits.ARABIC, "font": "TH Sarabun New"})
    own = replace(form, office=office, projects=tuple(_plain(row) for row in form.projects))
    content = render_division_workbook(own)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        texts = parts.read("xl/sharedStrings.xml").decode() + parts.read("xl/workbook.xml").decode()
        assert 'name val="TH Sarabun New"' in parts.read("xl/styles.xml").decode()
    assert "ปีงบประมาณ พ.ศ. 2570" in texts
    assert not re.search("[๐-๙]", texts)
    assert errors(read(content)) == []


def _plain(row: ProjectRow) -> ProjectRow:
    return replace(row, name=row.name.replace("๑", "1"), place="บ้าน", plan_reference="หน้า 1")


def test_a_division_without_projects_gets_the_empty_form(desk: Desk) -> None:
    form = form_of(desk, "กองการศึกษา")
    assert form.projects == ()
    reading = read(render_division_workbook(form))
    assert (reading.projects, reading.problems) == ([], [])


def test_an_office_in_its_first_year_sends_empty_forms(tmp_path: Path) -> None:
    first = Desk(tmp_path)
    first.open()
    form = form_of(first, year=YEAR)
    assert (form.projects, form.strategies) == ((), ())
    assert read_workbook(render_division_workbook(form), FiscalYear(YEAR), [WORKS]).problems == []


def test_once_imported_the_form_shows_this_years_projects_and_importing_it_changes_nothing(
    desk: Desk, content: bytes, tmp_path: Path
) -> None:
    again = Desk(tmp_path)
    desk.database.engine.dispose()
    again.path.write_bytes(desk.path.read_bytes())
    facts = ImportProjects.model_validate(
        {
            **dict(proposals(read(content), content, "กองช่าง.xlsx", FundingSource.ANNUAL_BUDGET)),
            "equipment": [equipment().model_copy(update={"division": WORKS})],
        }
    )
    again.act(import_projects, facts, date(2026, 9, 28))
    form = form_of(again)
    assert [(row.name, row.in_plan, row.last_year is not None) for row in form.projects] == [
        ("โครงการหนึ่ง", True, True),
        (LONG, True, True),
        ("ไม่ใช้เงิน", True, True),
    ]
    reading = read(render_division_workbook(form))
    facts = proposals(reading, b"", "", FundingSource.ANNUAL_BUDGET)
    with again.database.read() as session:
        changes = compare_import(session, find_plan(session, 1, NEXT_YEAR), facts.projects, facts.equipment)
    assert (changes.nothing, len(changes.left), changes.not_in_file) == (True, 4, [])


def test_an_unknown_division_is_refused_with_those_there_are(desk: Desk) -> None:
    with pytest.raises(ProcedureError, match="กองอวกาศ") as refused:
        form_of(desk, "กองอวกาศ")
    assert refused.value.code == "unknown_division"
    assert WORKS in refused.value.message_th


def test_every_division_has_its_form_in_the_offices_order(desk: Desk) -> None:
    with desk.database.read() as session:
        forms = division_forms(session, find_plan(session, 1, NEXT_YEAR), OPENED)
    assert [form.division for form in forms][:3] == ["สำนักปลัดเทศบาล", "กองคลัง", WORKS]
    assert [row.name for form in forms for row in form.projects if form.division == "กองคลัง"] == ["โครงการสอง"]


@pytest.mark.parametrize("source", list(FundingSource))
def test_each_source_to_choose_is_known_to_the_reader(source: FundingSource) -> None:
    assert find_funding(SOURCE_NAMES[source]) is source
