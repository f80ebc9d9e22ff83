"""The public page, the page of documents and that of the papers in a real browser, on a phone and at a desk."""

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.portal.office import ANALYST, Office
from tests.portal.test_browser import ARGUMENTS, look, press, served
from tests.portal.test_public_page import PAGE, close_first_quarter, kept, open_addition
from tests.procedure.test_office_papers import PLAIN

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def at_both(page: Page, name: str) -> None:
    """Look at a page as wide as a phone and as a desk's window."""
    for called, size in (("phone", PHONE), ("desk", DESK)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        look(page, f"{name}-{called}")


@pytest.mark.browser
def test_the_pages_of_documents_fit_a_phone_and_a_desk(office: Office, chromium: str) -> None:
    kept(office, "announced_plan", b"%PDF plan")
    kept(office, "announcement", b"%PDF letter")
    close_first_quarter(office)
    open_addition(office)
    with served(office) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page(locale="th-TH")
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
        page.goto(address + PAGE)
        at_both(page, "public")
        with page.expect_download() as taken:
            page.get_by_role("button", name="แผนการดำเนินงาน (PDF)").click()
        assert taken.value.suggested_filename == "announced_plan.pdf"
        page.goto(f"{address}/in/{office.link(ANALYST, '/documents')}")
        press(page, "เข้าใช้งาน")
        at_both(page, "documents")
        page.goto(f"{address}/papers")
        page.get_by_label("ภาพ PNG").set_input_files({"name": "ครุฑ.svg", "mimeType": "image/svg+xml", "buffer": PLAIN})
        press(page, "ใช้ภาพนี้")
        assert page.get_by_role("img", name="ตราครุฑของหน่วยงาน").evaluate("image => image.naturalWidth") > 0
        press(page, "ดูตัวอย่าง")
        assert page.get_by_role("region", name="ตัวอย่าง").is_visible()
        at_both(page, "papers")
        page.goto(f"{address}/documents/2569/addition-1/announcement.pdf")
        assert page.get_by_role("alert").is_visible()
        at_both(page, "refused")
        browser.close()
    assert [line for line in refused if "409" not in line] == []
