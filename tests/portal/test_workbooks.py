"""The page of the workbooks: forms for divisions, a file previewed without a trace, and imported as it was shown."""

import base64
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from httpx import Response
from sqlmodel import col, select

from documents.workbook import read_workbook
from models.evidence import AuditEntry, StoredFile
from models.kinds import Role
from models.organizations import Division, RoleGrant
from models.plans import ProjectEntry
from models.values import FiscalYear
from portal.guards import LARGEST_PLAN_FILE, PLAN_FILE_LIMIT
from procedure.acts.collecting import OpenPlan, open_plan
from procedure.audit import broken_entry
from tests.documents.test_hostile_workbooks import BILLION_LAUGHS, SHEET, changed
from tests.portal.office import (
    ADMINISTRATOR,
    ANALYST,
    CLERK,
    EDUCATION_OFFICER,
    FISCAL_YEAR,
    PAO_LIAISON,
    PROVINCE,
    ROAD,
    TODAY,
    WORKS,
    WORKS_HEAD,
    WORKS_OFFICER,
    Browser,
    Office,
    counted_selects,
    fields_of,
    morning,
    other_organization,
    words,
)

SAMPLES = Path(__file__).parents[1] / "documents" / "workbooks"
NEXT_YEAR = FISCAL_YEAR + 1
EDITION = f"{NEXT_YEAR}-base"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def collecting(office: Office) -> Office:
    """The office with next year's plan open for projects."""
    office.act(open_plan, OpenPlan(fiscal_year=NEXT_YEAR), ANALYST, morning(TODAY))
    return office


def division(office: Office, name: str = WORKS) -> int:
    with office.database.read() as session:
        found = session.exec(
            select(col(Division.id)).where(Division.organization_id == office.organization_id, Division.name == name)
        ).one()
        assert found is not None
        return found


def form_of(client: Browser, office: Office, name: str = WORKS) -> Response:
    return client.get(f"/workbooks/forms/{EDITION}/{division(office, name)}")


def filled(content: bytes, **cells: object) -> bytes:
    """The form as a division sends it back: last year's projects are left out, one new project stands in row 9."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["ผด.02 โครงการ"]
    columns = {str(cell.value): cell.column_letter for cell in sheet[4] if cell.value}
    for row in range(6, 9):
        sheet[f"{columns['เสนอปีนี้']}{row}"] = "ไม่เสนอ"
    new = {
        "ยุทธศาสตร์": "การพัฒนาโครงสร้างพื้นฐาน", "แผนงาน": "แผนงานอุตสาหกรรมและการโยธา", "โครงการ": "วางท่อระบายน้ำ",
        "รายละเอียด": "ท่อ คสล.", "งบประมาณ (บาท)": 250_000, "สถานที่ดำเนินการ": "หมู่ที่ 3", "พ.ศ. ๒๕๖๙": "✓",
    }  # fmt: skip
    for heading, value in {**new, **cells}.items():
        sheet[f"{columns[heading]}9"] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def preview(client: Browser, content: bytes, name: str = "แบบ กองช่าง.xlsx", **changes: str) -> Response:
    fields = fields_of(client.get("/workbooks"), "/workbooks/preview") | changes
    return client.post("/workbooks/preview", fields, files=[("file", (name, content, XLSX))])


def send(
    client: Browser, shown: Response, path: str = "/workbooks/import", rows: str = "all", **changes: str
) -> Response:
    """Press a button of the preview: the whole file goes back with it."""
    fields = {**fields_of(shown, "/workbooks/import"), "rows": rows, **changes}
    return client.post(path, files=[(key, (None, value, None)) for key, value in fields.items()])  # type: ignore[misc]


def names(office: Office) -> list[str]:
    with office.database.read() as session:
        rows = session.exec(
            select(col(ProjectEntry.name)).where(ProjectEntry.organization_id == office.organization_id)
        )
        return list(rows)


def everything(office: Office) -> list[str]:
    with office.database.engine.connect() as connection:
        return [line for line in connection.connection.driver_connection.iterdump() if "portal_session" not in line]  # type: ignore[union-attr]


def test_a_division_gets_its_form_and_the_filled_file_is_previewed_imported_and_on_record(collecting: Office) -> None:
    form = form_of(collecting.signed_in(WORKS_HEAD), collecting)
    assert form.headers["content-type"] == XLSX
    assert [item.name for item in read_workbook(form.content, FiscalYear(NEXT_YEAR)).projects] == [
        ROAD, "ขุดลอกทางระบายน้ำ", "ติดตั้งป้ายจราจร"
    ]  # fmt: skip
    client = collecting.signed_in(ANALYST)
    content = filled(form.content)
    shown = preview(client, content)
    assert "๑ รายการ จะเพิ่ม" in words(shown)
    assert "วางท่อระบายน้ำ" in words(shown)
    assert "นำเข้าทั้งหมด ๑ รายการ" in words(shown)
    done = send(client, shown)
    assert done.status_code == 200
    assert "นำเข้า 1 โครงการ (ใหม่ 1)" in words(done)
    assert "วางท่อระบายน้ำ" in names(collecting)
    with collecting.database.read() as session:
        (kept,) = session.exec(
            select(StoredFile).where(StoredFile.purpose == "imported_workbook", StoredFile.name == "แบบ กองช่าง.xlsx")
        )
        newest = session.exec(
            select(AuditEntry)
            .where(AuditEntry.organization_id == collecting.organization_id)
            .order_by(col(AuditEntry.id).desc())
        ).first()
        assert newest is not None
        assert (newest.act, newest.via.value) == ("import_projects", "portal")
        assert broken_entry(session, collecting.organization_id) is None
    assert kept.content == content
    again = preview(client, content)
    assert "ตรงกับที่บันทึกไว้แล้ว" in words(again)


def test_a_preview_writes_nothing(collecting: Office) -> None:
    client = collecting.signed_in(ANALYST)
    content = filled(form_of(client, collecting).content, โครงการ=None)
    before = everything(collecting)
    shown = preview(client, content)
    assert shown.status_code == 200
    assert send(client, shown, "/workbooks/copy").status_code == 200
    assert send(client, shown).status_code == 422  # a row with an error is not imported unasked
    assert everything(collecting) == before


def test_each_wrong_cell_is_named_with_what_was_read_and_the_other_rows_are_imported_on_request(
    collecting: Office,
) -> None:
    client = collecting.signed_in(ANALYST)
    content = filled(form_of(client, collecting).content, **{"งบประมาณ (บาท)": "สองแสน", "ยุทธศาสตร์": "ใหม่"})
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["ผด.02 โครงการ"]["B6"] = None  # last year's road is proposed again
    stream = io.BytesIO()
    book.save(stream)
    shown = preview(client, stream.getvalue())
    text = words(shown)
    assert "แผ่นงาน “ผด.02 โครงการ” ช่อง H9" in text
    assert "งบประมาณ “สองแสน” อ่านเป็นจำนวนเงินเดียวไม่ได้" in text
    assert "sheet “ผด.02 โครงการ”, cell H9" in text
    assert "นำเข้าทั้งหมด" not in text
    copied = send(client, shown, "/workbooks/copy")
    assert "มีหมายเหตุ" not in copied.headers["content-disposition"]  # percent-encoded, as RFC 5987 asks
    comment = openpyxl.load_workbook(io.BytesIO(copied.content))["ผด.02 โครงการ"]["H9"].comment
    assert comment is not None
    assert "สองแสน" in comment.text
    refused = send(client, shown)
    assert (refused.status_code, ROAD in names(collecting)) == (422, True)
    assert names(collecting).count(ROAD) == 1
    done = send(client, shown, rows="readable")
    assert "เว้นแถวที่มีข้อผิดพลาดไว้ 1 แถว" in words(done)
    assert names(collecting).count(ROAD) == 2
    assert "วางท่อระบายน้ำ" not in names(collecting)


def test_an_import_is_of_what_was_shown_or_the_preview_is_shown_again(collecting: Office) -> None:
    client = collecting.signed_in(ANALYST)
    content = form_of(client, collecting).content
    first, second = preview(client, filled(content)), preview(client, filled(content))
    assert send(client, first).status_code == 200
    late = send(client, second)  # meanwhile the plan has changed
    assert (late.status_code, "เปลี่ยนไปหลังจากที่ท่านดูตัวอย่าง" in words(late)) == (422, True)
    other = base64.b64encode(filled(content, โครงการ="อีกโครงการ")).decode()
    swapped = send(client, second, content=other)
    assert swapped.status_code == 422
    assert "อีกโครงการ" not in names(collecting)
    assert send(client, swapped).status_code == 200  # seen now
    assert "อีกโครงการ" in names(collecting)


def test_a_row_of_another_edition_is_refused_before_anything_is_imported(collecting: Office) -> None:
    client = collecting.signed_in(ANALYST)
    content = filled(form_of(client, collecting).content, รหัสโครงการ="70-P99")
    shown = preview(client, content)
    assert "รหัส 70-P99" in words(shown)
    assert "นำเข้าทั้งหมด" not in words(shown)
    assert send(client, shown).status_code == 422


def test_a_refusal_of_the_act_is_said_on_the_page(collecting: Office) -> None:
    with collecting.database.write() as session:
        post = collecting.post("ผู้รายงานความก้าวหน้า กองการศึกษา")
        for grant in session.exec(select(RoleGrant).where(RoleGrant.officer_id == post)):
            grant.role = Role.FINANCE_OFFICER
            session.add(grant)
    client = collecting.signed_in(ANALYST)
    content = form_of(client, collecting, "กองการศึกษา").content
    shown = preview(client, content)
    refused = send(client, shown)
    assert refused.status_code == 422
    assert "ยังไม่มีตำแหน่งผู้รายงาน" in words(refused)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "ว่าง.csv", "ไม่ใช่แฟ้มตารางคำนวณ"),
        ("ที่,ชื่อ\n1,ก\n".encode(), "a.csv", "ไม่พบแบบ ผด.02"),
        (b"\x00\x01 nothing", "a.xlsx", "เปิดแฟ้มไม่ได้"),
        (b"PK\x03\x04 broken", "a.xlsx", "ไม่ใช่แฟ้ม Excel ที่สมบูรณ์"),
        (changed({"xl/vbaProject.bin": b"x"}), "macro.xlsx", "มาโคร"),
        (changed({SHEET: BILLION_LAUGHS + "<l>&d;</l>"}), "bomb.xlsx", "แฟ้มไม่ได้มาจาก Excel"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_words_and_cannot_be_imported(
    collecting: Office, content: bytes, name: str, said: str
) -> None:
    client = collecting.signed_in(ANALYST)
    shown = preview(client, content, name)
    assert shown.status_code == 200
    assert said in words(shown)
    assert "นำเข้าทั้งหมด" not in words(shown)


def test_a_zip_bomb_costs_the_reading_process_and_not_the_portal(collecting: Office) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(200 * 2**20))
    client = collecting.signed_in(ANALYST)
    assert "ใหญ่กว่า 50 MB เมื่อคลายแล้ว" in words(preview(client, bomb.getvalue()))
    assert client.get("/workbooks").status_code == 200


def test_no_file_one_that_is_too_large_and_no_open_plan_are_said(office: Office, collecting: Office) -> None:
    client = collecting.signed_in(ANALYST)
    fields = fields_of(client.get("/workbooks"), "/workbooks/preview")
    none = client.post("/workbooks/preview", fields, files=[("file", ("", b"", XLSX))])
    assert (none.status_code, "โปรดเลือกแฟ้ม" in words(none)) == (422, True)
    large = preview(client, bytes(LARGEST_PLAN_FILE + 1))
    assert (large.status_code, "แฟ้มใหญ่เกิน 5 MB" in words(large)) == (422, True)
    assert preview(client, bytes(PLAN_FILE_LIMIT)).status_code == 413
    closed = preview(client, b"x", edition=f"{FISCAL_YEAR}-base")  # announced
    assert (closed.status_code, "ไม่มีแผนที่กำลังรวบรวมโครงการ" in words(closed)) == (422, True)


def test_a_largest_file_comes_back_whole_from_the_preview(collecting: Office) -> None:
    client = collecting.signed_in(ANALYST)
    content = changed({"xl/media/image1.bin": __import__("random").Random(1).randbytes(LARGEST_PLAN_FILE - 100_000)})
    shown = preview(client, content)
    assert base64.b64decode(fields_of(shown, "/workbooks/import")["content"]) == content
    assert send(client, shown, rows="readable").status_code == 422  # its errors are said; nothing of it was lost


# The page, the own division's form, another division's form, and each of the three buttons.
BY_ROLE = [
    pytest.param(ADMINISTRATOR, (200, 200, 200, 422, 403, 403), id="administrator"),
    pytest.param(ANALYST, (200, 200, 200, 422, 403, 403), id="plan analyst"),
    pytest.param(WORKS_HEAD, (200, 200, 404, 404, 404, 404), id="division head"),
    pytest.param(WORKS_OFFICER, (200, 200, 404, 404, 404, 404), id="officer"),
    pytest.param(EDUCATION_OFFICER, (200, 404, 200, 404, 404, 404), id="officer, another division"),
    pytest.param(PAO_LIAISON, (404, 404, 404, 404, 404, 404), id="liaison post"),
    pytest.param(CLERK, (404, 404, 404, 404, 404, 404), id="clerk"),
    pytest.param("นายกเทศมนตรีตำบลตัวอย่าง", (404, 404, 404, 404, 404, 404), id="executive"),
    pytest.param("ผู้ตรวจสอบภายใน", (404, 404, 404, 404, 404, 404), id="auditor"),
    pytest.param(f"ผู้แทน {PROVINCE}", (404, 404, 404, 404, 404, 404), id="agency contact"),
    pytest.param(None, (303, 303, 303, 401, 401, 401), id="nobody"),
]


@pytest.mark.parametrize(("title", "expected"), BY_ROLE)
def test_each_role_reaches_its_own_workbooks_only(
    collecting: Office, title: str | None, expected: tuple[int, ...]
) -> None:
    client = collecting.signed_in(title) if title else collecting.client()
    signed = {"signed": fields_of(client.get("/board"), "/sign-out")["signed"], "edition": EDITION} if title else {}
    pages = (
        client.get("/workbooks"),
        form_of(client, collecting),
        form_of(client, collecting, "กองการศึกษา"),
        *(client.post(f"/workbooks/{button}", signed) for button in ("preview", "import", "copy")),
    )
    assert tuple(page.status_code for page in pages) == expected
    assert ("/workbooks" in client.get("/board").text) is (expected[0] == 200)


def test_an_expired_session_leads_back_to_the_page_that_can_be_read(collecting: Office) -> None:
    answer = collecting.client().post("/workbooks/preview", {})
    assert (answer.status_code, 'value="/workbooks"' in answer.text) == (401, True)


def test_a_form_that_is_not_of_this_session_is_refused(collecting: Office) -> None:
    client, other = collecting.signed_in(ANALYST), collecting.signed_in(ADMINISTRATOR)
    theirs = fields_of(other.get("/workbooks"), "/workbooks/preview")
    for path in ("preview", "import", "copy"):
        for fields in ({}, {"signed": "x"}, theirs):
            assert client.post(f"/workbooks/{path}", fields).status_code == 403
        foreign = client.post(
            f"/workbooks/{path}",
            fields_of(client.get("/workbooks"), "/workbooks/preview"),
            headers={"Origin": "https://elsewhere.example"},
        )
        assert foreign.status_code == 403


def test_another_organizations_divisions_and_editions_are_not_there(collecting: Office) -> None:
    elsewhere = Office(collecting.database, other_organization(collecting.database))
    client = elsewhere.signed_in(ADMINISTRATOR)
    theirs = form_of(client, collecting)
    unknown = client.get(f"/workbooks/forms/{EDITION}/999999")
    assert (theirs.status_code, theirs.text) == (unknown.status_code, unknown.text) == (404, unknown.text)
    elsewhere.act(open_plan, OpenPlan(fiscal_year=NEXT_YEAR), ANALYST, morning(TODAY))
    assert form_of(client, collecting).status_code == 404
    assert form_of(collecting.signed_in(ADMINISTRATOR), elsewhere, "กองช่าง").status_code == 404
    content = form_of(client, elsewhere).content
    send(client, preview(client, filled(content)))
    with collecting.database.read() as session:
        rows = session.exec(select(ProjectEntry).where(ProjectEntry.name == "วางท่อระบายน้ำ"))
        assert {row.organization_id for row in rows} == {elsewhere.organization_id}


@pytest.mark.parametrize(
    "path", ["2570-base/0", "2570-base/99999999999", "abc/1", "2570-amendment-1/1", "2569-base/1", "2571-base/1"]
)
def test_a_form_that_cannot_be_is_not_there(collecting: Office, path: str) -> None:
    assert collecting.signed_in(ANALYST).get(f"/workbooks/forms/{path}").status_code == 404


def test_what_is_shown_of_a_file_is_text(collecting: Office) -> None:
    client = collecting.signed_in(ANALYST)
    content = filled(form_of(client, collecting).content, โครงการ="<script>alert(1)</script>", แผนงาน="<b>x</b>")
    shown = preview(client, content, '"><img src=x>.xlsx')
    assert not re.search(r"<script|<b>x|<img", shown.text)
    assert "default-src 'none'" in shown.headers["content-security-policy"]


def test_the_pages_keep_to_a_few_queries(collecting: Office) -> None:
    client = collecting.signed_in(ANALYST)
    content = filled(form_of(client, collecting).content)
    with counted_selects(collecting.database) as seen:
        client.get("/workbooks")
    assert len(seen) <= 9
    with counted_selects(collecting.database) as seen:
        form_of(client, collecting)
    assert len(seen) <= 45
    fields = fields_of(client.get("/workbooks"), "/workbooks/preview")
    with counted_selects(collecting.database) as seen:
        client.post("/workbooks/preview", fields, files=[("file", ("a.xlsx", content, XLSX))])
    assert len(seen) <= 25
