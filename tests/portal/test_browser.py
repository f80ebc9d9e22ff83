"""A phone and a desk in a real browser: the link in the mail, the report, the receipt, the board."""

import io
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
import uvicorn
from playwright.sync_api import Page, sync_playwright
from sqlmodel import select

from flows.perform import NoRequester
from models.contacts import ChannelAccount, Contact
from models.kinds import ProgressStatus
from models.settings import Settings
from portal.app import create_app
from procedure.acts.collecting import OpenPlan, open_plan
from procedure.contacts import confirmation_codes
from tests.portal.office import (
    ADMINISTRATOR,
    ANALYST,
    DRAIN,
    EDUCATION_OFFICER,
    FISCAL_YEAR,
    ROAD,
    TODAY,
    WORKS_HEAD,
    WORKS_OFFICER,
    Office,
    morning,
)
from tests.portal.test_reporting import reported

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = os.environ.get("TRAIMAS_TEST_PICTURES")  # a folder: keep what the pages look like


@contextmanager
def served(office: Office) -> Iterator[str]:
    """Serve the office's portal on loopback; yield its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        app = create_app(office.database, Settings(), NoRequester())
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def press(page: Page, button: str) -> None:
    """Press a button and stay until the page that it leads to is there."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def look(page: Page, name: str) -> None:
    """Check that nothing sticks out sideways; keep a picture where one is asked for."""
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= window, f"{name} is {wide} px wide in a window of {window} px"
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@pytest.mark.browser
def test_an_officer_reports_from_the_mails_link_on_a_phone(office: Office, chromium: str, tmp_path: Path) -> None:
    road, drain = office.projects()[ROAD], office.projects()[DRAIN]
    picture = tmp_path / "ภาพถ่าย.jpg"
    picture.write_bytes(b"\xff\xd8\xff\xe0 picture")
    office.report(EDUCATION_OFFICER, ProgressStatus.COMPLETED, morning(TODAY), percent=100)
    with served(office) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        phone = browser.new_page(viewport={"width": 390, "height": 844}, locale="th-TH")
        refused: list[str] = []
        phone.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
        phone.goto(f"{address}/in/{office.link(WORKS_OFFICER, office.form_path())}")
        look(phone, "phone-link")
        press(phone, "เข้าใช้งาน")
        look(phone, "phone-form")
        card = phone.locator(f"#project-{road}")
        card.get_by_role("radio", name="อยู่ระหว่างดำเนินการ").check()
        card.get_by_label("ความก้าวหน้า").fill("๔๕")
        card.get_by_label("ตามสัญญา").fill("480,000")
        card.get_by_label("เบิกจ่ายสะสม").fill("600,000")
        card.get_by_label("ผลการดำเนินงาน").fill("ลงหินคลุกแล้วเสร็จ รอเทคอนกรีตช่วงที่สอง")
        press(phone, "ส่งรายงาน")
        look(phone, "phone-refused")
        assert phone.get_by_role("alert").is_visible()
        late = phone.locator(f"#project-{drain}")
        late.get_by_label("ประเภทปัญหาและอุปสรรค").select_option("สภาพอากาศหรือภัยพิบัติ")
        late.locator(f"[name=obstacle-{drain}]").fill("น้ำท่วมคลอง เครื่องจักรเข้าพื้นที่ไม่ได้")
        card.get_by_text("ข้อเสนอแนะและหลักฐาน").click()
        card.get_by_label("หลักฐาน").set_input_files(picture)
        card.get_by_label("เบิกจ่ายสะสม").fill("๒๕๐,๐๐๐")
        press(phone, "ส่งรายงาน")
        phone.get_by_role("heading", name="ได้รับรายงานแล้ว").wait_for()
        look(phone, "phone-receipt")
        phone.goto(f"{address}/board")
        look(phone, "phone-board-officer")
        head = browser.new_page(viewport={"width": 390, "height": 844}, locale="th-TH")
        head.goto(f"{address}/in/{office.link(WORKS_HEAD)}")
        press(head, "เข้าใช้งาน")
        with head.expect_navigation():
            head.get_by_role("link", name="ตรวจรายงานไตรมาสที่ ๑").click()
        look(head, "phone-review")
        head.get_by_label("ข้อสังเกต").fill("แนบภาพงานดินด้วย")
        press(head, "ส่งกลับเพื่อแก้ไข")
        phone.goto(f"{address}{office.form_path()}")
        assert phone.get_by_text("ข้อสังเกตของผู้ตรวจ").is_visible()
        look(phone, "phone-form-returned")
        narrow = browser.new_page(viewport={"width": 360, "height": 740}, locale="th-TH")
        narrow.goto(f"{address}/in/{office.link(ANALYST)}")
        press(narrow, "เข้าใช้งาน")
        look(narrow, "phone-board-analyst")
        narrow.set_viewport_size({"width": 1280, "height": 900})
        narrow.locator("details").first.locator("summary").click()
        look(narrow, "desk-board")
        desk = browser.new_page(viewport={"width": 1280, "height": 900}, locale="th-TH")
        desk.goto(f"{address}/in/{office.link(WORKS_OFFICER, office.form_path())}")
        press(desk, "เข้าใช้งาน")
        desk.locator(f"#project-{office.projects()[DRAIN]} summary").first.click()
        look(desk, "desk-form")
        browser.close()
    report = reported(office)
    assert (report.status, report.percent, report.disbursed_satang) == (ProgressStatus.IN_PROGRESS, 45, 250_000_00)
    assert [text for text in refused if "422" not in text] == []  # no style or picture refused by the policy


@pytest.mark.browser
def test_the_analyst_copies_the_text_for_the_line_group_and_records_who_was_told(office: Office, chromium: str) -> None:
    with served(office) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, locale="th-TH", permissions=["clipboard-read", "clipboard-write"]
        )
        phone = context.new_page()
        refused: list[str] = []
        phone.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
        phone.goto(f"{address}/in/{office.link(ANALYST)}")
        press(phone, "เข้าใช้งาน")
        phone.get_by_role("button", name="คัดลอกข้อความสำหรับส่งในกลุ่มไลน์").click()
        phone.get_by_role("button", name="คัดลอกแล้ว").wait_for()
        copied = phone.evaluate("navigator.clipboard.readText()")
        phone.get_by_text("แจ้งทางไลน์/โทรศัพท์/หนังสือแล้ว").click()
        look(phone, "phone-board-telling")
        phone.get_by_role("radio", name="โทรศัพท์").check()
        press(phone, "บันทึกว่าแจ้งแล้ว")
        said = phone.get_by_role("status").last.inner_text()
        look(phone, "phone-told")
        phone.goto(f"{address}/in/{office.link(ADMINISTRATOR, '/deliveries')}")
        press(phone, "เข้าใช้งาน")
        look(phone, "phone-deliveries")
        without = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
        without.goto(f"{address}/in/{office.link(ANALYST, '/group-text')}")
        without.get_by_role("button", name="เข้าใช้งาน").click()
        shown = without.locator("#group-text").input_value()
        assert not without.get_by_role("button", name="คัดลอกข้อความ").is_visible()
        browser.close()
    assert WORKS_OFFICER in copied
    assert shown == copied
    assert f"{WORKS_OFFICER} ทางโทรศัพท์" in said
    assert refused == []  # no script or style refused by the policy


@pytest.mark.browser
def test_an_officer_adds_an_address_and_types_its_code_on_a_phone(office: Office, chromium: str) -> None:
    with office.database.write() as session:
        account = ChannelAccount(
            organization_id=office.organization_id, channel="line", account="{}", monthly_quota=200
        )
        session.add(account)
    with served(office) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
        page.goto(f"{url}/in/{office.link(ADMINISTRATOR, '/channels')}")
        press(page, "เข้าใช้งาน")
        page.locator("#address-line").fill("U" + "0123456789abcdef" * 2)
        way = page.locator("article", has=page.locator("#address-line"))
        with page.expect_navigation():
            way.get_by_role("button", name="ส่งรหัสยืนยัน").click()
        look(page, "channels-waiting")
        with office.database.read() as session:
            contact = session.exec(select(Contact).where(Contact.channel == "line")).one()
        page.locator("#code-line").fill("000000" if confirmation_codes(contact)[0] != "000000" else "111111")
        press(page, "ยืนยันที่อยู่")
        assert page.get_by_text("เหลือ ๔ ครั้ง").is_visible()
        page.locator("#code-line").fill(confirmation_codes(contact)[0])
        press(page, "ยืนยันที่อยู่")
        assert page.get_by_text("ยืนยันแล้ว", exact=True).is_visible()
        look(page, "channels-confirmed")
        page.goto(f"{url}/channels/office")
        look(page, "channels-office")
        browser.close()


def _with_a_wrong_budget(content: bytes, path: Path) -> Path:
    """The works division's form as it comes back: its budgets as last year's, one of them spoilt by a word."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["ผด.02 โครงการ"]["H7"] = "แสนสอง"
    book.save(path)
    return path


@pytest.mark.browser
def test_an_analyst_imports_a_divisions_workbook_without_the_row_that_cannot_be_read(
    office: Office, chromium: str, tmp_path: Path
) -> None:
    office.act(open_plan, OpenPlan(fiscal_year=FISCAL_YEAR + 1), ANALYST, morning(TODAY))
    with served(office) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        desk = browser.new_page(viewport={"width": 1280, "height": 900}, locale="th-TH")
        refused: list[str] = []
        desk.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
        desk.goto(f"{address}/in/{office.link(ANALYST)}")
        press(desk, "เข้าใช้งาน")
        desk.get_by_role("link", name="แฟ้มโครงการ (Excel)").click()
        look(desk, "workbooks-desk")
        with desk.expect_download() as form:
            desk.get_by_role("link", name="กองช่าง").click()
        assert form.value.suggested_filename == "แบบเสนอโครงการ กองช่าง 2570.xlsx"
        file = _with_a_wrong_budget(form.value.path().read_bytes(), tmp_path / "กองช่าง ส่งคืน.xlsx")
        before = file.read_bytes()
        desk.get_by_label("แฟ้มแบบ").set_input_files(file)
        press(desk, "ตรวจแฟ้มและดูตัวอย่าง")
        assert desk.get_by_role("alert").get_by_text("ช่อง H7").is_visible()
        look(desk, "workbook-preview-desk")
        desk.set_viewport_size({"width": 390, "height": 844})
        look(desk, "workbook-preview-phone")
        with desk.expect_download() as copy:
            desk.get_by_role("button", name="ดาวน์โหลดสำเนา").click()
        commented = openpyxl.load_workbook(io.BytesIO(copy.value.path().read_bytes()))["ผด.02 โครงการ"]["H7"].comment
        press(desk, "นำเข้าเฉพาะแถวที่อ่านได้")
        look(desk, "workbooks-phone")
        said = desk.get_by_role("status").last.inner_text()
        desk.get_by_role("link", name="ไปหน้ากระดานติดตาม").first.click()
        assert desk.get_by_role("heading", name="ปีงบประมาณ พ.ศ. ๒๕๗๐").is_visible()
        answered = desk.locator("li", has_text="กองช่าง").get_by_text("ตอบแล้ว").is_visible()
        browser.close()
    assert commented is not None
    assert "แสนสอง" in commented.text
    assert "นำเข้า 2 โครงการ (ใหม่ 2)" in said
    assert "เว้นแถวที่มีข้อผิดพลาดไว้ 1 แถว" in said
    assert answered
    assert file.read_bytes() == before
    assert refused == []
