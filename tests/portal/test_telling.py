"""Telling outside the system from the portal: the text for the LINE group, the record of it, and the memo."""

import subprocess
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col, select

from models.kinds import Means, NoticeState
from models.notices import Notice
from models.organizations import Officer
from tests.portal.office import (
    ADMINISTRATOR,
    ANALYST,
    CLERK,
    EDUCATION_OFFICER,
    TODAY,
    WORKS_HEAD,
    WORKS_OFFICER,
    Browser,
    Office,
    counted_selects,
    fields_of,
    other_organization,
    words,
)

FORM = "/told"


def told(office: Office) -> list[tuple[str, str, date, str]]:
    with office.database.read() as session:
        rows = session.exec(
            select(Notice, Officer)
            .join(Officer, col(Officer.id) == col(Notice.officer_id))
            .where(col(Notice.means).is_not(None), Notice.state == NoticeState.SENT)
            .order_by(col(Notice.id))
        ).all()
        return [(officer.title, row.means or "", row.told_on or TODAY, row.document) for row, officer in rows]


def record(client: Browser, **changes: str) -> tuple[int, str]:
    answer = client.post(FORM, {**fields_of(client.get("/group-text"), FORM), **changes})
    return answer.status_code, words(answer)


@pytest.mark.parametrize("title", [ANALYST, ADMINISTRATOR, CLERK])
def test_the_board_offers_the_text_for_the_line_group_and_the_form(office: Office, title: str) -> None:
    page = office.signed_in(title).get("/board")
    assert "คัดลอกข้อความสำหรับส่งในกลุ่มไลน์" in page.text
    assert f"- {WORKS_OFFICER}" in page.text.split('id="group-text"')[1].split("</textarea>")[0]
    assert fields_of(page, FORM)["told_on"] == "10/1/2569"
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert page.text.count("<script") == 1


def test_an_officer_is_offered_none_of_it_and_the_page_has_no_script(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    page = client.get("/board")
    assert "กลุ่มไลน์" not in page.text
    assert "<script" not in page.text
    assert client.get("/group-text").status_code == 404
    signed = fields_of(page, "/sign-out")["signed"]
    assert client.post(FORM, {"signed": signed, "post": "all", "means": "phone"}).status_code == 404


def test_without_a_script_the_text_stands_on_its_own_page_to_be_selected(office: Office) -> None:
    page = office.signed_in(ANALYST).get("/group-text")
    assert '<textarea id="group-text" rows="8" readonly' in page.text
    assert '<details id="group-text-shown" open>' in page.text


def test_all_posts_that_owe_something_are_recorded_at_once_and_only_once(office: Office) -> None:
    client = office.signed_in(ANALYST)
    status, text = record(client, means="line")
    assert status == 200
    assert f"บันทึกแล้วว่าแจ้ง {WORKS_OFFICER} ทางไลน์" in text
    rows = told(office)
    assert {(means, on, document) for _title, means, on, document in rows} == {(Means.LINE, TODAY, "")}
    assert {WORKS_OFFICER, EDUCATION_OFFICER} <= {title for title, *_rest in rows}
    status, text = record(client, means="line")
    assert (status, told(office)) == (422, rows)
    assert "ไม่ต้องบันทึกซ้ำ" in text


def test_one_post_is_told_by_a_letter_with_its_number(office: Office) -> None:
    client = office.signed_in(ANALYST)
    post = str(office.post(WORKS_OFFICER))
    status, text = record(client, post=post, means="letter")
    assert (status, told(office)) == (422, [])
    assert "ต้องระบุเลขที่หนังสือ" in text
    status, _text = record(client, post=post, means="letter", document="ที่ ๑/๒๕๖๙", told_on="9/1/2569")
    assert status == 200
    assert told(office) == [(WORKS_OFFICER, Means.LETTER, date(2026, 1, 9), "ที่ ๑/๒๕๖๙")]


@pytest.mark.parametrize(
    ("field", "value"), [("told_on", "วันนี้"), ("told_on", ""), ("means", "pigeon"), ("document", "x" * 101)]
)
def test_what_cannot_be_read_is_said_once_for_all_posts(office: Office, field: str, value: str) -> None:
    status, text = record(office.signed_in(ANALYST), **{field: value})
    assert (status, told(office)) == (422, [])
    assert text.count("Choose the means") == 1


def test_a_head_records_for_the_own_division_and_sees_no_other(office: Office) -> None:
    client = office.signed_in(WORKS_HEAD)
    text = client.get("/group-text").text
    assert WORKS_OFFICER in text
    assert EDUCATION_OFFICER not in text
    assert record(client, post=str(office.post(WORKS_OFFICER)))[0] == 200
    assert record(client, post=str(office.post(EDUCATION_OFFICER)))[0] == 404
    assert client.get(f"/memo/{office.post(EDUCATION_OFFICER)}.pdf").status_code == 404
    assert [title for title, *_rest in told(office)] == [WORKS_OFFICER]


def test_another_organizations_posts_are_not_there(office: Office) -> None:
    elsewhere = Office(office.database, other_organization(office.database))
    client = elsewhere.signed_in(ADMINISTRATOR)
    signed = fields_of(client.get("/board"), "/sign-out")["signed"]
    for post in (str(office.post(WORKS_OFFICER)), "999999", "0", "-1", "ก", "9" * 30):
        form = {"signed": signed, "post": post, "means": "phone", "told_on": TODAY.isoformat()}
        assert client.post(FORM, form).status_code == 404
    assert client.get(f"/memo/{office.post(WORKS_OFFICER)}.pdf").status_code == 404
    assert told(office) == []


def test_the_memo_says_what_the_post_owes(office: Office, tmp_path: Path) -> None:
    client = office.signed_in(ANALYST)
    answer = client.get(f"/memo/{office.post(WORKS_OFFICER)}.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    file = tmp_path / "memo.pdf"
    file.write_bytes(answer.content)
    said = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True).stdout.decode()
    assert "บันทึกข้อความ" in said
    assert WORKS_OFFICER in said
    assert "รายงานความก้าวหน้า" in said
    assert client.get(f"/memo/{office.post('ผู้ตรวจสอบภายใน')}.pdf").status_code == 404


def test_the_page_takes_a_fixed_number_of_queries(office: Office) -> None:
    client = office.signed_in(ANALYST)
    with counted_selects(office.database) as seen:
        client.get("/group-text")
    assert len(seen) <= 15
