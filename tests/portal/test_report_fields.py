"""The form in full: money, obstacles, subsidies, what has not come yet, liaisons, evidence, leave; and reviews."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from flows.instants import mark_rehearsal
from flows.perform import NoRequester, perform
from models.evidence import StoredFile
from models.kinds import ObstacleKind, ProgressStatus, SubmissionKind
from models.plans import ProjectEntry
from procedure.acts.quarter_days import GrantException, grant_exception
from procedure.acts.reporting import RecordPaperReports, record_paper_reports
from procedure.acts.rounds import OpenQuarter, open_quarter
from procedure.evidence import LARGEST_FILE
from procedure.permissions import system_actor
from tests.portal.office import (
    ADMINISTRATOR,
    ANALYST,
    DRAIN,
    FISCAL_YEAR,
    LOCK_ON,
    PAO_LIAISON,
    ROAD,
    SIGNS,
    TODAY,
    WORKS_HEAD,
    WORKS_OFFICER,
    Browser,
    Files,
    Office,
    counted_selects,
    fields_of,
    morning,
    words,
)
from tests.portal.test_reporting import filled, reported, submissions, untouched

JPEG, PNG, PDF = b"\xff\xd8\xff\xe0 picture", b"\x89PNG\r\n\x1a\n picture", b"%PDF-1.7 paper"


def file(office: Office, content: bytes, name: str = "ภาพถ่าย.jpg", project: str = ROAD) -> Files:
    return [(f"evidence-{office.projects()[project]}", (name, content, "application/x-anything"))]


def kept(office: Office) -> list[StoredFile]:
    with office.database.read() as session:
        return list(
            session.exec(
                select(StoredFile).where(StoredFile.purpose == "progress_evidence").order_by(col(StoredFile.id))
            )
        )


def unfreeze(session: Session) -> None:
    """Let a test change an announced entry, which the database refuses."""
    connection = session.connection()
    for (trigger,) in connection.execute(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'project_entry'")
    ).all():
        connection.exec_driver_sql(f"DROP TRIGGER {trigger}")


def test_every_field_is_taken_kept_and_shown_on_the_receipt_and_in_the_next_form(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    typed = {
        "status": "completed",
        "percent": "",
        "contracted": "๔๘๐,๐๐๐",
        "disbursed": "470,000",
        "final_payment": "1",
        "obstacle_kind": "contractor",
        "obstacle": "ผู้รับจ้างส่งงานช้า",
        "proposal": "กำหนดงวดงานให้ถี่ขึ้น",
    }
    answer = client.post(office.form_path(), filled(office, client, **typed))
    assert answer.status_code == 303
    road = reported(office)
    assert (road.status, road.percent, road.contracted_satang, road.disbursed_satang, road.final_payment) == (
        ProgressStatus.COMPLETED,
        100,
        480_000_00,
        470_000_00,
        True,
    )
    assert (road.obstacle_kind, road.obstacle, road.proposal) == (
        ObstacleKind.CONTRACTOR,
        "ผู้รับจ้างส่งงานช้า",
        "กำหนดงวดงานให้ถี่ขึ้น",
    )
    receipt = words(client.get(answer.headers["location"]))
    for shown in (
        "เงินเหลือจ่าย 30,000 บาท",
        "สัญญา 480,000 บาท",
        "(งวดสุดท้ายแล้ว)",
        "ปัญหาและอุปสรรค (ผู้รับจ้างหรือผู้ขาย): ผู้รับจ้างส่งงานช้า",
        "ข้อเสนอแนะ: กำหนดงวดงานให้ถี่ขึ้น",
    ):
        assert shown in receipt
    page = client.get(office.form_path())
    fields, key = fields_of(page, office.form_path()), office.projects()[ROAD]
    assert (fields[f"contracted-{key}"], fields[f"final_payment-{key}"], fields[f"obstacle_kind-{key}"]) == (
        "480,000",
        "1",
        "contractor",
    )
    assert "เงินเหลือจ่าย 30,000 บาท" in words(page)


def test_a_completed_project_that_awaits_payment_says_so(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    answer = client.post(office.form_path(), filled(office, client, status="completed", contracted="480,000"))
    assert "แล้วเสร็จ รอเบิกจ่าย" in words(client.get(answer.headers["location"]))
    assert "แล้วเสร็จ รอเบิกจ่าย" in words(client.get("/board"))
    assert "ล่าช้ากว่าแผน" not in card(client.get(office.form_path()).text, office, ROAD)


def card(page: str, office: Office, name: str) -> str:
    return page.split(f'id="project-{office.projects()[name]}"')[1].split("</details>", maxsplit=1)[0]


def test_a_contract_above_the_budget_is_taken_and_marked(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    answer = client.post(office.form_path(), filled(office, client, contracted="500,000.01"))
    assert "วงเงินตามสัญญาสูงกว่างบประมาณ" in words(client.get(answer.headers["location"]))


def test_all_that_is_missing_is_told_at_once_and_nothing_typed_is_lost(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    road, drain = office.projects()[ROAD], office.projects()[DRAIN]
    typed = {
        **untouched(office, client),
        f"status-{road}": "in_progress",  # construction: its percent is missing
        f"proposal-{road}": "ขอขยายสัญญา",
        f"final_payment-{road}": "1",
        f"obstacle_kind-{drain}": "weather",  # behind plan: the obstacle itself is missing
        "kind": "report",
    }
    page = client.post(office.form_path(), typed)
    assert page.status_code == 422
    assert "ต้องระบุความก้าวหน้าเป็นร้อยละ" in page.text.split(f'id="percent-{road}-problem"')[1].split("</small>")[0]
    assert "โปรดระบุปัญหาและอุปสรรคพร้อมประเภท" in page.text.split(f'id="obstacle-{drain}-problem"')[1].split("</small>")[0]
    shown = fields_of(page, office.form_path())
    for name in (f"proposal-{road}", f"final_payment-{road}", f"obstacle_kind-{drain}"):
        assert shown[name] == typed[name]
    assert submissions(office) == []


def test_why_a_percent_falls_is_asked_only_when_it_falls(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    client.post(office.form_path(), filled(office, client, status="in_progress", percent="60"))
    road = office.projects()[ROAD]
    open_second_quarter(office)
    client = office.signed_in(WORKS_OFFICER)
    path = office.form_path(quarter=2)
    page = client.get(path)
    assert "fall_reason" not in page.text
    fields = {**fields_of(page, path), f"percent-{road}": "50", "kind": "report"}
    told = {"obstacle": "ฝนตกหนัก", "obstacle_kind": "weather"}
    fields = {key: value or told.get(key.split("-")[0], "") for key, value in fields.items()}
    refused = client.post(path, fields)
    assert "ลดลงจากร้อยละ 60" in words(refused)
    again = fields_of(refused, path)
    assert again[f"percent-{road}"] == "50"
    answer = client.post(path, {**again, f"fall_reason-{road}": "รื้อทำใหม่", "kind": "report"})
    assert answer.status_code == 303
    assert "เหตุที่ความก้าวหน้าลดลง: รื้อทำใหม่" in words(client.get(answer.headers["location"]))


def open_second_quarter(office: Office) -> None:
    day = date(2026, 4, 2)
    mark_rehearsal(office.database, day)
    facts = OpenQuarter(fiscal_year=FISCAL_YEAR, quarter=2)
    perform(office.database, NoRequester(), open_quarter, system_actor(office.organization_id), facts, morning(day))


def test_a_subsidy_asks_for_the_recipients_report(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    assert "recipient_report" not in client.get(office.form_path()).text
    road = office.projects()[ROAD]
    with office.database.write() as session:
        unfreeze(session)
        entry = session.exec(select(ProjectEntry).where(ProjectEntry.project_id == road)).one()
        entry.pays_subsidy = True
        session.add(entry)
    refused = client.post(office.form_path(), filled(office, client, status="completed"))
    problem = refused.text.split(f'id="recipient_report-{road}-problem"')[1].split("</small>")[0]
    assert "จนกว่าผู้รับเงินอุดหนุนจะรายงานผล" in problem
    typed = filled(office, client, status="completed", recipient_report="หนังสือ ที่ ๙/๒๕๖๙")
    answer = client.post(office.form_path(), typed)
    assert "รายงานของผู้รับเงินอุดหนุน: หนังสือ ที่ ๙/๒๕๖๙" in words(client.get(answer.headers["location"]))


def test_projects_whose_months_have_not_come_stand_together_under_one_signature(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    page = client.get(office.form_path())
    group = page.text.split('<details class="not-yet">')[1]
    assert "ยังไม่ถึงกำหนดดำเนินการ ๑ โครงการ" in words(page)
    assert SIGNS in group
    assert ROAD not in group
    signs = office.projects()[SIGNS]
    typed = {key: value for key, value in filled(office, client).items() if not key.endswith(f"-{signs}")}
    assert client.post(office.form_path(), typed).status_code == 303  # left out, and signed all the same
    assert reported(office, SIGNS).status is ProgressStatus.NOT_STARTED


def test_a_liaison_says_that_it_was_not_informed_and_whom_it_asked(office: Office) -> None:
    administrator = office.signed_in(ADMINISTRATOR)
    path = office.form_path(PAO_LIAISON)
    fields = untouched(office, administrator, PAO_LIAISON)
    assert "not_informed" not in administrator.get(office.form_path()).text
    for typed, thai in (
        ({"source": "", "asked_on": ""}, "โปรดระบุว่าสอบถามจากใคร"),
        ({"source": "โทรศัพท์ อบจ.", "asked_on": "เมื่อวาน"}, "วันที่สอบถามไม่ถูกต้อง"),
        ({"source": "โทรศัพท์ อบจ.", "asked_on": "11/1/2569"}, "เป็นวันในอนาคต"),
    ):
        refused = administrator.post(path, {**fields, **typed, "kind": "not_informed"})
        assert refused.status_code == 422
        assert thai in words(refused)
        assert fields_of(refused, path)["source"] == typed["source"]
        assert fields_of(refused, path)["asked_on"] == typed["asked_on"]
    told = {"source": "โทรศัพท์ อบจ.", "asked_on": "๙ มกราคม ๒๕๖๙", "kind": "not_informed"}
    answer = administrator.post(path, {**fields, **told})
    receipt = words(administrator.get(answer.headers["location"]))
    assert "ไม่ได้รับแจ้ง" in receipt
    assert "สอบถาม โทรศัพท์ อบจ. เมื่อ ๙ มกราคม ๒๕๖๙ แล้ว" in receipt
    assert [row.kind for row in submissions(office)] == [SubmissionKind.NOT_INFORMED]
    assert "ไม่ได้รับแจ้ง โทรศัพท์ อบจ. ๙ ม.ค. ๒๕๖๙" in words(office.signed_in(ANALYST).get("/board"))


def test_evidence_is_kept_shown_and_given_back_as_it_came(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    files = file(office, JPEG) + file(office, PDF, "หนังสือ.html", DRAIN) + file(office, b"", "", SIGNS)
    answer = client.post(office.form_path(), filled(office, client), files=files)
    assert answer.status_code == 303
    picture, paper = kept(office)
    assert (picture.name, paper.name) == ("ภาพถ่าย.jpg", "หนังสือ.pdf")
    for page in (client.get(answer.headers["location"]), client.get(office.form_path())):
        assert f'href="/evidence/{picture.id}">ภาพถ่าย.jpg' in page.text
    got = client.get(f"/evidence/{paper.id}")
    assert (got.content, got.headers["content-type"]) == (PDF, "application/pdf")
    assert got.headers["content-disposition"].startswith(f'attachment; filename="evidence-{paper.id}.pdf"; ')
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"] == "default-src 'none'; sandbox"
    with office.database.read() as session:
        workbook = session.exec(select(StoredFile.id).where(StoredFile.purpose == "imported_workbook")).one()
    assert office.signed_in(ADMINISTRATOR).get(f"/evidence/{workbook}").status_code == 404


@pytest.mark.parametrize(
    ("content", "thai"),
    [
        (b"<html><script>alert(1)</script>", "ไม่ใช่ภาพ JPEG, PNG หรือเอกสาร PDF"),
        (PNG.ljust(LARGEST_FILE + 1), "ใหญ่เกิน 10 เมกะไบต์"),
    ],
)
def test_a_file_that_is_no_evidence_is_told_at_its_project_and_the_text_stays(
    office: Office, content: bytes, thai: str
) -> None:
    client = office.signed_in(WORKS_OFFICER)
    typed = filled(office, client, result="เทคอนกรีตแล้ว")
    page = client.post(office.form_path(), typed, files=file(office, content))
    assert page.status_code == 422
    road = office.projects()[ROAD]
    assert thai in page.text.split(f'id="evidence-{road}-problem"')[1].split("</small>")[0]
    assert "โปรดเลือกแฟ้มหลักฐานอีกครั้ง: ภาพถ่าย.jpg" in words(page)
    assert fields_of(page, office.form_path())[f"result-{road}"] == "เทคอนกรีตแล้ว"
    assert (submissions(office), kept(office)) == ([], [])


def test_the_button_pressed_twice_keeps_the_files_once_and_a_new_file_is_a_new_revision(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    typed = filled(office, client)
    for _press in range(2):
        assert client.post(office.form_path(), typed, files=file(office, JPEG)).status_code == 303
    assert (len(submissions(office)), len(kept(office))) == (1, 1)
    client.post(office.form_path(), filled(office, client), files=file(office, PNG, "ใหม่.png"))
    assert (len(submissions(office)), len(kept(office))) == (2, 2)
    assert client.get(office.form_path()).text.count('href="/evidence/') == 2


def test_nothing_to_report_does_not_drop_a_file(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    answer = client.post(office.form_path(), {**untouched(office, client), "kind": "nothing"}, files=file(office, PDF))
    assert answer.status_code == 422
    assert kept(office) == []


def test_leave_to_report_after_the_lock_opens_the_form_again(office: Office) -> None:
    late = LOCK_ON + timedelta(days=4)
    executive = "นายกเทศมนตรีตำบลตัวอย่าง"
    facts = GrantException(
        fiscal_year=FISCAL_YEAR,
        quarter=1,
        post=WORKS_OFFICER,
        authority=executive,
        document="บันทึก ที่ ๕/๒๕๖๙",
        dated_on=late,
        expires_on=late + timedelta(days=3),
    )
    office.act(grant_exception, facts, executive, morning(late))
    mark_rehearsal(office.database, late)
    client = office.signed_in(WORKS_OFFICER)
    page = client.get(office.form_path())
    assert "ได้รับอนุญาตให้ส่งได้ถึงวันที่ ๖ กุมภาพันธ์ ๒๕๖๙ (บันทึก ที่ ๕/๒๕๖๙)" in words(page)
    assert f'class="todo" href="{office.form_path()}"' in client.get("/board").text
    answer = client.post(office.form_path(), filled(office, client))
    assert "ล่าช้ากว่ากำหนด" in words(client.get(answer.headers["location"]))
    mark_rehearsal(office.database, late + timedelta(days=4))
    assert "<textarea" not in client.get(office.form_path()).text


def test_the_receipt_of_a_paper_shows_both_days_and_whoever_reads_all_sees_it(office: Office) -> None:
    facts = RecordPaperReports(
        fiscal_year=FISCAL_YEAR,
        quarter=1,
        officer_id=office.post(WORKS_OFFICER),
        kind=SubmissionKind.NOTHING,
        received_on=date(2026, 1, 6),
        document="บันทึกข้อความ ที่ ๑",
    )
    office.act(record_paper_reports, facts, ANALYST, morning(TODAY))
    page = words(office.signed_in("ผู้ตรวจสอบภายใน").get(f"{office.form_path()}/received/1"))
    assert "ได้รับเมื่อ ๖ มกราคม ๒๕๖๙ (บันทึกข้อความ ที่ ๑)" in page
    assert "(บันทึกย้อนหลัง ๔ วัน)" in page
    assert "แก้ไขและส่งฉบับใหม่" not in page
    assert f"{office.form_path()}/received/1" in office.signed_in("ผู้ตรวจสอบภายใน").get("/board").text


def review_path(office: Office) -> str:
    return office.form_path().replace("/report/", "/review/")


def said(office: Office, head: Browser, outcome: str, remarks: str = "") -> dict[str, str]:
    path = review_path(office)
    return {**fields_of(head.get(path), path), "outcome": outcome, "remarks": remarks}


def test_a_head_sees_what_waits_returns_it_with_remarks_and_accepts_the_next(office: Office) -> None:
    office.report(WORKS_OFFICER, ProgressStatus.IN_PROGRESS, morning(TODAY))
    head, officer = office.signed_in(WORKS_HEAD), office.signed_in(WORKS_OFFICER)
    path = review_path(office)
    assert f'href="{path}"' in head.get("/board").text
    assert "รายงานที่รอท่านตรวจ" not in words(officer.get("/board"))
    missing = head.post(path, said(office, head, "returned", "  "))
    assert missing.status_code == 422
    assert "โปรดระบุข้อสังเกตว่าให้แก้ไขอะไร" in words(missing)
    assert head.post(path, said(office, head, "returned", "แนบภาพถ่าย\nด้วย")).status_code == 303
    assert f'href="{path}"' not in head.get("/board").text
    board = words(officer.get("/board"))
    assert "(ส่งกลับเพื่อแก้ไข)" in board
    assert "ส่งกลับแก้ไข" in board
    assert "ส่งกลับ ๑" in words(office.signed_in(ANALYST).get("/board"))
    form = words(officer.get(office.form_path()))
    assert "ส่งกลับเพื่อแก้ไข ข้อสังเกตของผู้ตรวจ: แนบภาพถ่าย ด้วย" in form
    answer = officer.post(office.form_path(), filled(office, officer), files=file(office, JPEG))
    assert answer.status_code == 303
    assert "ภาพถ่าย.jpg" in words(head.get(path))
    assert head.post(path, said(office, head, "accepted")).status_code == 303
    assert "ผู้ตรวจรับรายงานแล้ว" in words(officer.get(office.form_path()))
    assert "<textarea" not in head.get(path).text  # reviewed


def test_a_review_of_a_revision_that_was_superseded_meanwhile_is_refused_and_the_remarks_stay(office: Office) -> None:
    office.report(WORKS_OFFICER, ProgressStatus.IN_PROGRESS, morning(TODAY))
    head = office.signed_in(WORKS_HEAD)
    typed = said(office, head, "returned", "แก้ยอดเบิกจ่าย")
    office.report(WORKS_OFFICER, ProgressStatus.IN_PROGRESS, morning(TODAY), percent=60)
    refused = head.post(review_path(office), typed)
    assert refused.status_code == 422
    assert "โปรดตรวจฉบับล่าสุด" in words(refused)
    assert "แก้ยอดเบิกจ่าย" in refused.text
    assert fields_of(refused, review_path(office))["revision"] == "2"


def test_a_head_does_not_review_the_own_report(office: Office) -> None:
    head = office.signed_in(WORKS_HEAD)
    assert head.post(office.form_path(), filled(office, head)).status_code == 303
    refused = head.post(review_path(office), said(office, head, "accepted"))
    assert refused.status_code == 422
    assert "จึงตรวจเองไม่ได้" in words(refused)


@pytest.mark.parametrize("changes", [{"outcome": "x"}, {"revision": "x"}, {"revision": "๑x"}, {"outcome": ""}])
def test_a_forged_review_is_not_there(office: Office, changes: dict[str, str]) -> None:
    office.report(WORKS_OFFICER, ProgressStatus.IN_PROGRESS, morning(TODAY))
    head = office.signed_in(WORKS_HEAD)
    assert head.post(review_path(office), {**said(office, head, "accepted"), **changes}).status_code == 404
    assert office.signed_in(WORKS_HEAD).get(review_path(office)).status_code == 200


def test_there_is_nothing_to_review_before_a_report_was_sent(office: Office) -> None:
    assert office.signed_in(WORKS_HEAD).get(review_path(office)).status_code == 404


def test_a_review_page_costs_few_queries(office: Office) -> None:
    office.report(WORKS_OFFICER, ProgressStatus.IN_PROGRESS, morning(TODAY))
    head = office.signed_in(WORKS_HEAD)
    with counted_selects(office.database) as selects:
        assert head.get(review_path(office)).status_code == 200
    assert len(selects) <= 28


def test_the_board_calls_each_project_by_its_label(office: Office) -> None:
    office.report(WORKS_OFFICER, ProgressStatus.IN_PROGRESS, morning(TODAY))
    board = words(office.signed_in(WORKS_OFFICER).get("/board"))
    assert f"{ROAD} ร้อยละ ๕๐ · เบิกจ่าย 0 บาท อยู่ระหว่างดำเนินการ" in board
    assert f"{DRAIN} ร้อยละ ๕๐ · เบิกจ่าย 0 บาท อยู่ระหว่างดำเนินการ ล่าช้ากว่าแผน" in board
    assert "แข่งขันกีฬาเยาวชน" not in board  # another division's
    assert "แข่งขันกีฬาเยาวชน เบิกจ่าย 0 บาท ยังไม่ดำเนินการ" in words(office.signed_in(ANALYST).get("/board"))
