"""The page of postings: photographs from a phone, who signs the proof, corrections, and who may do what."""

import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from models.kinds import PostingEvent, PostingPlace
from portal.guards import BODY_LIMIT, PHOTOGRAPHS_LIMIT
from procedure.acts.collecting import OpenPlan, open_plan
from procedure.acts.posting_evidence import KeepPostingPhotograph, keep_posting_photograph
from procedure.plans import find_plan, postings_of
from procedure.posting_evidence import photographs_of, signers_of
from tests.photographs import from_a_phone, picture
from tests.portal.office import (
    ADMINISTRATOR,
    ANALYST,
    CLERK,
    FISCAL_YEAR,
    PROVINCE,
    TODAY,
    WORKS_HEAD,
    WORKS_OFFICER,
    Browser,
    Files,
    Office,
    fields_of,
    morning,
    other_organization,
)
from tests.portal.test_browser import ARGUMENTS, look, press, served

BOARD = {"fiscal_year": FISCAL_YEAR, "place": PostingPlace.OFFICE_BOARD, "event": PostingEvent.POSTED}
MEANT = {"year": str(FISCAL_YEAR), "edition": "base", "place": "office_board", "event": "posted"}


def signed(client: Browser) -> dict[str, str]:
    return {**MEANT, "signed": fields_of(client.get("/board"), "/sign-out")["signed"]}


def files(*contents: bytes) -> Files:
    return [("photograph", (f"IMG_{number}.jpg", content, "image/jpeg")) for number, content in enumerate(contents)]


def keep(office: Office, content: bytes) -> None:
    facts = KeepPostingPhotograph(**BOARD, file_name="ภาพ.png", file_content=content)
    office.act(keep_posting_photograph, facts, ANALYST, morning(TODAY))


def kept(office: Office) -> list[tuple[int, int]]:
    """Return numbers and file ids of the photographs in use of the posting on the office's board."""
    with office.database.read() as session:
        (posting,) = postings_of(session, find_plan(session, office.organization_id, FISCAL_YEAR))
        lines = photographs_of(session, posting, PostingEvent.POSTED)
    return [(line.number, line.file_id) for line in lines if not line.removed]


def test_the_analyst_keeps_photographs_from_a_phone_and_takes_one_out(office: Office) -> None:
    client = office.signed_in(ANALYST)
    assert 'href="/postings?year=2569"' in client.get("/board").text
    empty = ("photograph", ("", b"", "application/octet-stream"))  # the camera's field, left alone
    sent = client.post("/postings/photographs", signed(client), files=[empty, *files(from_a_phone(), picture(30, 20))])
    assert (sent.status_code, sent.headers["location"]) == (303, "/postings?year=2569&said=kept")
    (first, file_id), (second, _other) = kept(office)
    shown = client.get(f"/postings/photograph/{file_id}")
    assert shown.headers["content-type"] == "image/jpeg"
    with Image.open(io.BytesIO(shown.content)) as upright:
        assert upright.width < upright.height
    page = client.get("/postings")
    assert f'src="/postings/photograph/{file_id}"' in page.text
    without_reason = client.post("/postings/remove", {**signed(client), "number": str(first)})
    assert (without_reason.status_code, len(kept(office))) == (422, 2)
    client.post("/postings/remove", {**signed(client), "number": str(first), "reason": "ถ่ายผิดป้าย"})
    assert [number for number, _file in kept(office)] == [second]
    assert client.get(f"/postings/photograph/{file_id}").status_code == 404


def test_a_file_that_is_no_photograph_is_told_and_those_before_it_stay(office: Office) -> None:
    client = office.signed_in(ANALYST)
    sent = client.post("/postings/photographs", signed(client), files=files(picture(3, 3), b"%PDF-1.7", picture(4, 4)))
    assert sent.status_code == 422
    assert "HEIC" in sent.text
    assert len(kept(office)) == 1
    nothing = client.post("/postings/photographs", signed(client), files=files(b""))
    assert nothing.status_code == 422
    assert "ยังไม่ได้เลือกภาพ" in nothing.text


def test_no_more_photographs_are_taken_than_a_proof_shows(office: Office) -> None:
    client = office.signed_in(ANALYST)
    many = files(*(picture(width, 9) for width in range(1, 7)))
    sent = client.post("/postings/photographs", signed(client), files=many)
    assert (sent.status_code, len(kept(office))) == (422, 4)
    assert "เก็บภาพได้ครั้งละไม่เกิน ๔ ภาพ" in sent.text
    assert "ครบ ๔ ภาพแล้ว" in sent.text


def test_who_posted_and_the_witnesses_are_recorded_and_shown_again(office: Office) -> None:
    client = office.signed_in(ANALYST)
    people = {"name": "นายหนึ่ง <b>", "post": "เจ้าพนักงานธุรการ", "second_witness": "นายสาม"}
    done = client.post("/postings/signers", {**signed(client), **people})
    assert done.headers["location"] == "/postings?year=2569&said=recorded"
    fields = fields_of(client.get("/postings"), "/postings/signers")
    assert (fields["name"], fields["first_witness"], fields["second_witness"]) == ("นายหนึ่ง <b>", "", "นายสาม")
    again = client.post("/postings/signers", {**signed(client), **people})
    assert again.status_code == 422
    with office.database.read() as session:
        (posting,) = postings_of(session, find_plan(session, office.organization_id, FISCAL_YEAR))
        assert set(signers_of(session, posting, PostingEvent.POSTED)) == {0, 2}


# The page, a photograph, and an act by its form.
BY_ROLE = [
    pytest.param(ADMINISTRATOR, (200, 200, 303), id="administrator"),
    pytest.param(ANALYST, (200, 200, 303), id="plan analyst"),
    pytest.param(CLERK, (200, 200, 404), id="clerk"),
    pytest.param("นายกเทศมนตรีตำบลตัวอย่าง", (200, 200, 404), id="executive"),
    pytest.param("ผู้ตรวจสอบภายใน", (200, 200, 404), id="auditor"),
    pytest.param(WORKS_HEAD, (404, 404, 404), id="division head"),
    pytest.param(WORKS_OFFICER, (404, 404, 404), id="officer"),
    pytest.param(f"ผู้แทน {PROVINCE}", (404, 404, 404), id="agency contact"),
    pytest.param(None, (303, 303, 401), id="nobody"),
]


@pytest.mark.parametrize(("title", "expected"), BY_ROLE)
def test_each_role_sees_and_does_its_own(office: Office, title: str | None, expected: tuple[int, ...]) -> None:
    keep(office, picture(9, 9))
    ((number, file_id),) = kept(office)
    client = office.signed_in(title) if title else office.client()
    fields = signed(client) if title else MEANT
    told = (
        client.get("/postings").status_code,
        client.get(f"/postings/photograph/{file_id}").status_code,
        client.post("/postings/signers", {**fields, "name": "นายหนึ่ง"}).status_code,
    )
    assert told == expected
    if expected[2] != 303:
        removal = {**fields, "number": str(number), "reason": "ไม่ชัด"}
        assert client.post("/postings/remove", removal).status_code == expected[2]
        more = client.post("/postings/photographs", fields, files=files(picture(8, 8)))
        assert more.status_code == expected[2]
        assert kept(office) == [(number, file_id)]
    if title in (CLERK, "ผู้ตรวจสอบภายใน"):
        assert "<form" not in client.get("/postings").text.split("<main")[1]


def test_a_form_of_no_session_changes_nothing(office: Office) -> None:
    client = office.signed_in(ANALYST)
    forged = {**MEANT, "signed": "0" * 64}
    assert client.post("/postings/photographs", forged, files=files(picture(8, 8))).status_code == 403
    foreign = {"sec-fetch-site": "cross-site"}
    assert client.post("/postings/signers", {**signed(client), "name": "ก"}, headers=foreign).status_code == 403
    assert not kept(office)


def test_another_organizations_photographs_and_postings_are_not_there(office: Office) -> None:
    keep(office, picture(9, 9))
    ((_number, file_id),) = kept(office)
    elsewhere = Office(office.database, other_organization(office.database))
    promulgated = date(2025, 9, 26)
    opened = OpenPlan(fiscal_year=FISCAL_YEAR, budget_promulgated_on=promulgated)
    elsewhere.act(open_plan, opened, ANALYST, morning(promulgated))
    client = elsewhere.signed_in(ANALYST)
    theirs, unknown = (client.get(f"/postings/photograph/{one}") for one in (file_id, 999_999))
    assert (theirs.status_code, theirs.text) == (unknown.status_code, unknown.text) == (404, unknown.text)
    assert "ยังไม่ได้บันทึกการปิดประกาศ" in client.get("/postings").text
    refused = client.post("/postings/signers", {**signed(client), "name": "นายหนึ่ง"})
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("kind", "size", "status"),
    [
        ("multipart/form-data; boundary=x", BODY_LIMIT + 1, 403),
        ("multipart/form-data; boundary=x", PHOTOGRAPHS_LIMIT + 1, 413),
        ("application/x-www-form-urlencoded", BODY_LIMIT + 1, 413),
    ],
    ids=["photographs", "more than four", "no files"],
)
def test_the_photographs_of_one_form_have_a_limit(office: Office, kind: str, size: int, status: int) -> None:
    client = office.signed_in(ANALYST)
    body = b"--x--" + b" " * (size - 5)
    sent = client.request("POST", "/postings/photographs", headers={"content-type": kind}, content=body)
    assert sent.status_code == status


@pytest.mark.browser
def test_the_analyst_adds_photographs_on_a_phone(office: Office, chromium: str, tmp_path: Path) -> None:
    taken = tmp_path / "IMG_2034.jpg"
    taken.write_bytes(from_a_phone(1600, 1200))
    keep(office, picture(1200, 800))
    with served(office) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        phone = browser.new_page(viewport={"width": 390, "height": 844}, locale="th-TH")
        wrong: list[str] = []
        phone.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        phone.goto(f"{address}/in/{office.link(ANALYST, '/postings')}")
        press(phone, "เข้าใช้งาน")
        phone.get_by_label("ถ่ายภาพด้วยกล้อง").set_input_files(taken)
        press(phone, "เก็บภาพปิดประกาศ")
        phone.get_by_text("ผู้ปิดประกาศและพยาน").click()
        phone.get_by_label("ชื่อ - สกุล").first.fill("ชื่อผู้ปิดประกาศ")
        look(phone, "phone-postings")
        press(phone, "บันทึกรายชื่อ")
        assert phone.get_by_role("status").last.is_visible()
        shown = phone.locator(".photographs img").evaluate_all("all => all.map(one => one.naturalWidth)")
        browser.close()
    assert shown == [1200, 1200]
    assert not wrong
