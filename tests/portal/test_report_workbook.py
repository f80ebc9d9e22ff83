"""Reporting in Excel on the portal: the post's workbook, and a filled-in one that fills the form, which is signed."""

import io
from typing import Any

import openpyxl
import pytest
from httpx import Response
from sqlmodel import col, select

from documents.quarter_workbook import PROJECTS, SENDING
from models.kinds import ProgressStatus, SubmissionKind
from models.quarters import ProgressReport, Submission
from portal.guards import BODY_LIMIT, WORKBOOK_LIMIT, body_limit
from tests.portal.office import (
    ADMINISTRATOR,
    DRAIN,
    EDUCATION_OFFICER,
    PAO_LIAISON,
    ROAD,
    SIGNS,
    TODAY,
    WORKS_HEAD,
    WORKS_OFFICER,
    Browser,
    Office,
    fields_of,
    morning,
    words,
)

FILL: dict[str, object] = {
    "J7": "อยู่ระหว่าง ดำเนินการ",
    "K7": "๖๐",
    "L7": "๔๘๐,๐๐๐.-",
    "M7": 12_000.5,
    "O7": "เทพื้นแล้ว",
    "J8": "ดำเนินการแล้วเสร็จ",
}


def workbook(client: Browser, path: str) -> bytes:
    response = client.get(f"{path}/workbook")
    assert response.status_code == 200
    assert "attachment" in response.headers["content-disposition"]
    return response.content


def filled(data: bytes, cells: dict[str, object], sheet: str = PROJECTS) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for cell, value in cells.items():
        book[sheet][cell] = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def upload(client: Browser, path: str, data: bytes, name: str = "ไตรมาส ๑.xlsx") -> Response:
    signed = {"signed": fields_of(client.get(path), path)["signed"]}
    return client.post(f"{path}/workbook", signed, files=[("workbook", (name, data, "application/octet-stream"))])


def submissions(office: Office) -> list[Submission]:
    with office.database.read() as session:
        return list(session.exec(select(Submission).order_by(col(Submission.id))))


def reports(office: Office) -> dict[int, dict[str, Any]]:
    with office.database.read() as session:
        rows = session.exec(select(ProgressReport).order_by(col(ProgressReport.id))).all()
    return {row.project_id: row.model_dump(exclude={"id", "submission_id", "recorded_at"}) for row in rows}


def test_a_filled_in_workbook_fills_the_form_and_the_form_is_what_is_signed(office: Office) -> None:
    client, path = office.signed_in(WORKS_OFFICER), office.form_path()
    projects = office.projects()
    page = upload(client, path, filled(workbook(client, path), FILL))
    assert page.status_code == 200
    assert "อ่านจากแฟ้ม ไตรมาส ๑.xlsx แล้ว เปลี่ยนแปลง ๒ โครงการ" in words(page)
    assert not submissions(office)  # nothing is recorded before the officer signs
    fields = fields_of(page, path)
    road, drain = projects[ROAD], projects[DRAIN]
    assert (fields[f"status-{road}"], fields[f"percent-{road}"]) == ("in_progress", "60")
    assert (fields[f"contracted-{road}"], fields[f"disbursed-{road}"]) == ("480,000", "12,000.50")
    assert (fields[f"status-{drain}"], fields[f"percent-{drain}"]) == ("completed", "100")
    sent = client.post(path, {**fields, "kind": "report"})
    assert (sent.status_code, sent.headers["location"]) == (303, f"{path}/received/1")
    found = reports(office)
    assert (
        found[road] | {"status": ProgressStatus.IN_PROGRESS, "percent": 60, "disbursed_satang": 1_200_050}
        == found[road]
    )
    assert found[drain]["status"] is ProgressStatus.COMPLETED
    assert found[projects[SIGNS]]["status"] is ProgressStatus.NOT_STARTED


def test_the_same_file_again_is_known_and_a_changed_cell_is_a_new_revision(office: Office) -> None:
    client, path = office.signed_in(WORKS_OFFICER), office.form_path()
    data = filled(workbook(client, path), FILL)
    client.post(path, {**fields_of(upload(client, path, data), path), "kind": "report"})
    again = upload(client, path, data)
    assert again.status_code == 200
    assert "ตรงกับรายงานที่ส่งไว้แล้ว ไม่ต้องส่งซ้ำ" in words(again)
    changed = upload(client, path, filled(data, {"K7": 65}))
    assert "เปลี่ยนแปลง ๑ โครงการ" in words(changed)
    client.post(path, {**fields_of(changed, path), "kind": "report"})
    assert [row.revision for row in submissions(office)] == [1, 2]


def test_what_is_wrong_is_told_at_the_field_with_its_cell(office: Office) -> None:
    client, path = office.signed_in(WORKS_OFFICER), office.form_path()
    cells = {**FILL, "K7": "มาก", "P7": "ฝน", "M8": 999_999}
    page = upload(client, path, filled(workbook(client, path), cells))
    assert page.status_code == 422
    said = words(page)
    assert "ช่อง K7: “มาก” ไม่ใช่ความก้าวหน้าเป็นร้อยละ" in said
    assert "ช่อง P7: อ่านประเภทปัญหา “ฝน” ไม่ได้" in said
    assert "ช่อง M8: โครงการ “ขุดลอกทางระบายน้ำ” เบิกจ่ายเกินงบประมาณ" in said  # as the act would refuse it
    fields, road = fields_of(page, path), office.projects()[ROAD]
    assert (fields[f"percent-{road}"], fields[f"result-{road}"]) == ("มาก", "เทพื้นแล้ว")  # to be mended in the form
    assert not submissions(office)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "โปรดเลือกแฟ้ม Excel"),
        (b"PK\x03\x04junk", "เปิดแฟ้มไม่ได้"),
        (b"a,b\n1,2\n", "ไม่พบตาราง"),
    ],
)
def test_a_file_that_is_no_workbook_of_ours_is_refused(office: Office, data: bytes, said: str) -> None:
    client, path = office.signed_in(WORKS_OFFICER), office.form_path()
    page = upload(client, path, data)
    assert page.status_code == 422
    assert said in words(page)
    assert "อ่านจากแฟ้ม" not in words(page)


def test_another_posts_file_and_a_missing_row_are_refused(office: Office) -> None:
    path = office.form_path()
    client, other = office.signed_in(WORKS_OFFICER), office.signed_in(EDUCATION_OFFICER)
    page = upload(client, path, workbook(other, office.form_path(EDUCATION_OFFICER)))
    assert page.status_code == 422
    assert "ไม่พบตำแหน่ง" in words(page)
    assert DRAIN in words(page)  # the form stands as it was
    book = openpyxl.load_workbook(io.BytesIO(workbook(client, path)))
    book[PROJECTS].delete_rows(9)
    saved = io.BytesIO()
    book.save(saved)
    page = upload(client, path, saved.getvalue())
    assert f"“{SIGNS}”" in words(page)
    assert page.status_code == 422


def test_a_liaison_that_was_told_nothing_finds_its_answer_in_the_form(office: Office) -> None:
    client, path = office.signed_in(ADMINISTRATOR), office.form_path(PAO_LIAISON)
    cells: dict[str, object] = {"C7": "ไม่ได้รับแจ้ง", "D7": "หนังสือ อบจ. ที่ ๙", "E7": "๙ ม.ค. ๒๕๖๙"}
    page = upload(client, path, filled(workbook(client, path), cells, SENDING))
    assert "แฟ้มเลือก “ไม่ได้รับแจ้ง”" in words(page)
    fields = fields_of(page, path)
    assert (fields["source"], fields["asked_on"]) == ("หนังสือ อบจ. ที่ ๙", "9 ม.ค. 2569")
    assert client.post(path, {**fields, "kind": "not_informed"}).status_code == 303
    (sent,) = submissions(office)
    assert (sent.kind, sent.source) == (SubmissionKind.NOT_INFORMED, "หนังสือ อบจ. ที่ ๙")


def test_the_head_may_and_other_posts_may_not(office: Office) -> None:
    path = office.form_path()
    head = office.signed_in(WORKS_HEAD)
    data = workbook(head, path)
    assert upload(head, path, filled(data, FILL)).status_code == 200
    stranger = office.signed_in(EDUCATION_OFFICER)
    signed = {"signed": fields_of(stranger.get("/board"), "/sign-out")["signed"]}
    assert stranger.get(f"{path}/workbook").status_code == 404
    sent = stranger.post(f"{path}/workbook", signed, files=[("workbook", ("a.xlsx", data, "application/zip"))])
    assert sent.status_code == 404
    assert head.post(f"{path}/workbook", {"signed": "forged"}).status_code == 403
    assert office.signed_in(WORKS_OFFICER).get(f"{office.form_path(quarter=2)}/workbook").status_code == 404


def test_a_workbook_may_be_larger_than_a_plain_form(office: Office) -> None:
    multipart = [(b"content-type", b"multipart/form-data; boundary=x")]
    path = f"{office.form_path()}/workbook"
    assert body_limit({"type": "http", "path": path, "headers": multipart}) == WORKBOOK_LIMIT
    assert body_limit({"type": "http", "path": path, "headers": []}) == BODY_LIMIT
    assert body_limit({"type": "http", "path": f"{path}/x", "headers": multipart}) == BODY_LIMIT


def test_a_locked_quarter_shows_no_way_to_send(office: Office) -> None:
    office.report(WORKS_OFFICER, ProgressStatus.IN_PROGRESS, morning(TODAY))
    assert "รายงานด้วย Excel" in words(office.signed_in(WORKS_OFFICER).get(office.form_path()))
    assert "รายงานด้วย Excel" not in words(office.signed_in(WORKS_OFFICER).get(office.form_path(quarter=2)))
