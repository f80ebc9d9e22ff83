"""The page of reports on paper: a division's workbook is previewed without a trace and recorded as it was shown."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from httpx import Response
from playwright.sync_api import sync_playwright
from sqlmodel import select

from documents.quarter_workbook import write_quarter_workbook
from documents.quarter_workbook_documents import workbooks_in
from models.evidence import AuditEntry
from models.kinds import ProgressStatus
from models.quarters import QuarterRound
from portal.guards import BODY_LIMIT, LARGEST_PLAN_FILE, PLAN_FILE_LIMIT, body_limit
from procedure.plans import find_plan
from tests.portal.office import (
    ADMINISTRATOR,
    ANALYST,
    CLERK,
    EDUCATION_OFFICER,
    FISCAL_YEAR,
    PROVINCE,
    ROAD,
    TODAY,
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
from tests.portal.test_browser import ARGUMENTS, look, press, served
from tests.portal.test_report_workbook import FILL, filled, reports, submissions
from tests.portal.test_workbooks import everything

PATH = "/reports/workbook"
PAPER = {"round": f"{FISCAL_YEAR}-1", "document": "ทต 52002/118"}


def division_file(office: Office, unit: str = "กองช่าง") -> bytes:
    """Return the workbook of a whole division, as the office gives it out."""
    with office.database.read() as session:
        on_record = find_plan(session, office.organization_id, FISCAL_YEAR)
        (quarter_round,) = session.exec(select(QuarterRound).where(QuarterRound.plan_id == on_record.plan_id))
        books = workbooks_in(session, on_record, quarter_round, TODAY)
    return write_quarter_workbook(next(book for book in books if book.unit == unit))


def preview(client: Browser, content: bytes, name: str = "กองช่าง.xlsx", **changes: str) -> Response:
    fields = {**fields_of(client.get(PATH), f"{PATH}/preview"), **PAPER, **changes}
    return client.post(f"{PATH}/preview", fields, files=[("file", (name, content, "application/zip"))])


def send(client: Browser, shown: Response, **changes: str) -> Response:
    fields = {**fields_of(shown, f"{PATH}/import"), **changes}
    return client.post(f"{PATH}/import", files=[(key, (None, value, None)) for key, value in fields.items()])  # type: ignore[misc]


def test_what_came_on_paper_is_shown_and_then_recorded_as_the_act_records_it(office: Office) -> None:
    client, content = office.signed_in(ANALYST), filled(division_file(office), FILL)
    assert PATH in client.get("/board").text
    before = everything(office)
    shown = preview(client, content, received_on="๙/๑/๒๕๖๙")
    text = words(shown)
    assert (shown.status_code, everything(office) == before) == (200, True)
    assert f"{ROAD} สถานะ, ความก้าวหน้า" in text
    assert "บันทึกรายงาน ๑ ตำแหน่ง" in text
    done = send(client, shown)
    assert "บันทึกแล้ว ๑ ตำแหน่ง" in words(done)
    (sent,) = submissions(office)
    assert (sent.received_on, sent.document) == (date(2026, 1, 9), "ทต 52002/118")
    found = reports(office)[office.projects()[ROAD]]
    assert (found["status"], found["percent"], found["disbursed_satang"]) == (ProgressStatus.IN_PROGRESS, 60, 1_200_050)
    with office.database.read() as session:
        newest = session.exec(select(AuditEntry).order_by(AuditEntry.id.desc())).first()  # type: ignore[union-attr]
        assert newest is not None
        assert (newest.act, newest.via.value) == ("record_paper_reports", "portal")
    again = preview(client, content, received_on="9/1/2569")
    assert "รายงานในแฟ้มตรงกับที่บันทึกไว้แล้ว" in words(again)
    assert "บันทึกรายงาน ๑ ตำแหน่ง" not in words(again)


def test_a_report_that_came_meanwhile_is_shown_before_it_is_replaced(office: Office) -> None:
    client, content = office.signed_in(ANALYST), filled(division_file(office), FILL)
    shown = preview(client, content)
    office.report(WORKS_OFFICER, ProgressStatus.IN_PROGRESS, morning(TODAY))
    late = send(client, shown)
    assert (late.status_code, len(submissions(office))) == (422, 1)
    assert "เปลี่ยนไปหลังจากที่ท่านดูตัวอย่าง" in words(late)
    assert "แทนฉบับที่ ๑" in words(late)
    forged = send(client, late, document="อื่น")  # nor is another paper's number what was shown
    assert (forged.status_code, len(submissions(office))) == (422, 1)
    assert send(client, late).status_code == 200
    assert [row.revision for row in submissions(office)] == [1, 2]


def test_what_is_wrong_keeps_the_whole_file_out_and_is_named_by_its_cell(office: Office) -> None:
    client, empty = office.signed_in(ANALYST), division_file(office)
    unread = preview(client, filled(empty, {**FILL, "K7": "มาก"}))
    assert (unread.status_code, "ช่อง K7" in words(unread)) == (422, True)
    refused = preview(client, filled(empty, {**FILL, "M8": 999_999}))
    assert (refused.status_code, "ช่อง M8: " in words(refused)) == (422, True)
    assert "เบิกจ่ายเกินงบประมาณ" in words(refused)
    early = preview(client, filled(empty, FILL), received_on="1/12/2568")
    assert (early.status_code, f"{PATH}/import" in early.text) == (422, False)
    future = preview(client, filled(empty, FILL), received_on=f"{TODAY + timedelta(days=1):%Y-%m-%d}")
    assert (future.status_code, '<form method="post" action="/reports' in future.text) == (422, False)
    assert not submissions(office)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"received_on": "วานนี้"}, "อ่านวันที่ได้รับรายงานไม่ได้"),
        ({"document": " "}, "โปรดระบุเลขที่หนังสือ"),
        ({"document": "ก" * 501}, "โปรดระบุเลขที่หนังสือ"),
        ({"round": "2569-4"}, "ยังไม่เคยเปิดรอบ"),
    ],
)
def test_what_the_paper_must_say_is_asked_for_and_what_was_typed_stays(
    office: Office, changes: dict[str, str], said: str
) -> None:
    answer = preview(office.signed_in(ANALYST), b"x", **changes)
    assert (answer.status_code, said in words(answer)) == (422, True)
    typed = fields_of(answer, f"{PATH}/preview")
    wanted = {**PAPER, **changes}["document"].strip()
    assert typed["document"] == wanted


def test_files_that_are_none_of_ours_are_refused_in_words(office: Office) -> None:
    client = office.signed_in(ANALYST)
    for content, said in ((b"PK\x03\x04 broken", "เปิดแฟ้มไม่ได้"), (b"a,b\n1,2\n", "ไม่พบตาราง")):
        answer = preview(client, content, '"><script>.xlsx')
        assert (answer.status_code, said in words(answer), "<script>" in answer.text) == (422, True, False)
    assert "แฟ้มใหญ่เกิน 5 MB" in words(preview(client, bytes(LARGEST_PLAN_FILE + 1)))
    assert "โปรดเลือกแฟ้ม" in words(preview(client, b"", ""))
    multipart = [(b"content-type", b"multipart/form-data; boundary=x")]
    limits = [body_limit({"type": "http", "path": f"{PATH}{end}", "headers": multipart}) for end in ("/import", "/x")]
    assert limits == [PLAN_FILE_LIMIT, BODY_LIMIT]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param(ADMINISTRATOR, (200, 422, 403), id="administrator"),
        pytest.param(ANALYST, (200, 422, 403), id="plan analyst"),
        pytest.param(WORKS_HEAD, (404, 404, 404), id="division head"),
        pytest.param(EDUCATION_OFFICER, (404, 404, 404), id="officer"),
        pytest.param(CLERK, (404, 404, 404), id="clerk"),
        pytest.param("นายกเทศมนตรีตำบลตัวอย่าง", (404, 404, 404), id="executive"),
        pytest.param("ผู้ตรวจสอบภายใน", (404, 404, 404), id="auditor"),
        pytest.param(f"ผู้แทน {PROVINCE}", (404, 404, 404), id="agency contact"),
        pytest.param(None, (303, 401, 401), id="nobody"),
    ],
)
def test_only_who_records_papers_reaches_the_page(office: Office, title: str | None, expected: tuple[int, ...]) -> None:
    client = office.signed_in(title) if title else office.client()
    board = client.get("/board")
    signed = {"signed": fields_of(board, "/sign-out")["signed"]} if title else {}
    answers = (client.get(PATH), *(client.post(f"{PATH}/{button}", signed) for button in ("preview", "import")))
    assert tuple(answer.status_code for answer in answers) == expected
    assert (PATH in board.text) is (expected[0] == 200)
    if title is None:
        assert f'value="{PATH}"' in answers[1].text  # back to the page that can be read
    else:
        for button in ("preview", "import"):
            assert client.post(f"{PATH}/{button}", {"signed": "x"}).status_code == 403
            assert client.post(f"{PATH}/{button}", signed, headers={"Origin": "https://x.example"}).status_code == 403


def test_another_organizations_file_and_round_are_not_taken(office: Office) -> None:
    elsewhere = Office(office.database, other_organization(office.database))
    client = elsewhere.signed_in(ADMINISTRATOR)
    assert "ยังไม่เคยเปิดรอบ" in words(client.get(PATH))
    signed = {"signed": fields_of(client.get("/board"), "/sign-out")["signed"], **PAPER, "received_on": "9/1/2569"}
    sent = client.post(
        f"{PATH}/preview", signed, files=[("file", ("a.xlsx", division_file(office), "application/zip"))]
    )
    assert (sent.status_code, "ยังไม่เคยเปิดรอบ" in words(sent), ROAD in sent.text) == (422, True, False)


def test_the_preview_keeps_to_a_few_queries(office: Office) -> None:
    client, content = office.signed_in(ANALYST), filled(division_file(office), FILL)
    fields = {**fields_of(client.get(PATH), f"{PATH}/preview"), **PAPER}
    with counted_selects(office.database) as seen:
        client.post(f"{PATH}/preview", fields, files=[("file", ("a.xlsx", content, "application/zip"))])
    assert len(seen) <= 90


@pytest.mark.browser
def test_the_analyst_records_a_divisions_file_at_a_desk_and_sees_it_on_a_phone(
    office: Office, chromium: str, tmp_path: Path
) -> None:
    file = tmp_path / "กองช่าง ไตรมาส ๑.xlsx"
    file.write_bytes(filled(division_file(office), FILL))
    with served(office) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="th-TH")
        page.goto(f"{address}/in/{office.link(ANALYST, PATH)}")
        press(page, "เข้าใช้งาน")
        look(page, "desk-paper-reports")
        page.get_by_label("แฟ้ม Excel ที่กรอกแล้ว").set_input_files(file)
        page.get_by_label("เลขที่หนังสือ").fill("ทต 52002/118")
        press(page, "ตรวจแฟ้มและดูตัวอย่าง")
        for width, name in ((390, "phone"), (1280, "desk")):
            page.set_viewport_size({"width": width, "height": 844})
            look(page, f"{name}-paper-reports-preview")
        page.set_viewport_size({"width": 390, "height": 844})
        press(page, "บันทึกรายงาน ๑ ตำแหน่ง")
        look(page, "phone-paper-reports")
        assert page.get_by_text("บันทึกแล้ว ๑ ตำแหน่ง").is_visible()
        browser.close()
    assert len(submissions(office)) == 1
