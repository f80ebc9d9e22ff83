"""The officer's form: what it shows, what it takes, what it refuses, and the receipt."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from flows.instants import mark_rehearsal
from flows.perform import NoRequester, perform
from models.evidence import AuditEntry
from models.kinds import EntryAction, ObligationState, ProgressStatus, Role, SubmissionKind, Via
from models.obligations import Obligation
from models.plans import Project, ProjectEntry
from models.quarters import ProgressReport, QuarterRound, Submission
from portal.report_form import LONGEST_TEXT
from procedure.acts.confirming import ConfirmAmounts, ProjectAmounts, confirm_amounts
from procedure.acts.rounds import CloseQuarter, close_quarter
from procedure.permissions import Actor, officer_actor, officers_with_role, system_actor
from procedure.plans import identity
from tests.portal.office import (
    ADMINISTRATOR,
    DRAIN,
    DUE_ON,
    EDUCATION_OFFICER,
    FISCAL_YEAR,
    LOCK_ON,
    PAO_LIAISON,
    ROAD,
    SIGNS,
    TODAY,
    WORKS_HEAD,
    WORKS_OFFICER,
    Browser,
    Office,
    counted_selects,
    fields_of,
    morning,
    words,
)


def filled(office: Office, client: Browser, title: str = WORKS_OFFICER, **typed: str) -> dict[str, str]:
    """Return the form as shown, why the road and the drain are behind plan told, fields of the road changed."""
    path = office.form_path(title)
    fields = fields_of(client.get(path), path)
    road = office.projects()[ROAD]
    return {**explained(fields), **{f"{name}-{road}": value for name, value in typed.items()}, "kind": "report"}


def untouched(office: Office, client: Browser, title: str = WORKS_OFFICER) -> dict[str, str]:
    """Return the form as shown."""
    path = office.form_path(title)
    return fields_of(client.get(path), path)


def explained(fields: dict[str, str]) -> dict[str, str]:
    """Return a form's fields with an obstacle told for each project that has none: some are behind plan."""
    told = {"obstacle": "ฝนตกหนัก", "obstacle_kind": "weather"}
    return {key: value or told.get(key.split("-")[0], "") for key, value in fields.items()}


def submissions(office: Office) -> list[Submission]:
    with office.database.read() as session:
        return list(session.exec(select(Submission).order_by(col(Submission.id))))


def reported(office: Office, name: str = ROAD) -> ProgressReport:
    """Return the newest report of a project."""
    with office.database.read() as session:
        rows = session.exec(
            select(ProgressReport)
            .where(ProgressReport.project_id == office.projects()[name])
            .order_by(col(ProgressReport.id).desc())
        )
        report = rows.first()
        assert report is not None
        return report


def test_the_form_shows_every_owed_project_with_months_budget_and_why_the_day(office: Office) -> None:
    page = office.signed_in(WORKS_OFFICER).get(office.form_path())
    shown_text = words(page)
    for shown in (ROAD, DRAIN, SIGNS, "งบประมาณ 500,000 บาท", "ต.ค. ๒๕๖๘–ก.พ. ๒๕๖๙", "เม.ย.–พ.ค. ๒๕๖๙"):
        assert shown in shown_text
    assert "ครบกำหนด ๑๕ มกราคม ๒๕๖๙ (เหลือ ๕ วัน)" in shown_text
    assert "ตามกำหนดที่หน่วยงานตั้งไว้ (มิใช่กำหนดตามกฎหมาย) ส่งล่าช้าได้ถึงวันที่ ๓๐ มกราคม ๒๕๖๙" in shown_text
    assert "แข่งขันกีฬาเยาวชน" not in shown_text
    assert "ฐานข้อมูลซ้อม — วันที่สมมุติ ๑๐ มกราคม ๒๕๖๙" in shown_text


def test_a_project_whose_months_have_not_come_says_so_and_is_folded(office: Office) -> None:
    page = office.signed_in(WORKS_OFFICER).get(office.form_path())
    projects = office.projects()
    cards = {name: page.text.split(f'id="project-{key}"')[1].split("</details>")[0] for name, key in projects.items()}
    assert "ยังไม่ถึงกำหนดดำเนินการ" in cards[SIGNS]
    assert "ยังไม่ถึงกำหนดดำเนินการ" not in cards[ROAD]
    assert cards[SIGNS].startswith(">")
    assert cards[ROAD].startswith(" open>")
    assert "ล่าช้ากว่าแผน" in cards[DRAIN]  # its only month, November, is over
    fields = fields_of(page, office.form_path())
    assert fields[f"status-{projects[SIGNS]}"] == "not_started"


def test_a_report_is_received_as_typed_and_the_receipt_says_what_when_and_on_time(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    typed = filled(
        office, client, status="in_progress", percent="๔๕", disbursed="๑๒๓,๔๕๖.๕๐", result=" ลงหินคลุกแล้ว\r\nรอเทคอนกรีต "
    )
    answer = client.post(office.form_path(), typed)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{office.form_path()}/received/1")
    (submission,) = submissions(office)
    assert (submission.kind, submission.signed_by_id) == (SubmissionKind.REPORT, office.person(WORKS_OFFICER))
    road = reported(office)
    assert (road.status, road.percent, road.disbursed_satang) == (ProgressStatus.IN_PROGRESS, 45, 123_456_50)
    assert road.result == "ลงหินคลุกแล้ว\nรอเทคอนกรีต"
    shown_text = words(client.get(answer.headers["location"]))
    for shown in ("ได้รับรายงานแล้ว", "ภายในกำหนด", ROAD, "ร้อยละ 45", "เบิกจ่าย 123,456.50 บาท", "๑๐ มกราคม ๒๕๖๙ เวลา"):
        assert shown in shown_text
    assert client.get(f"{office.form_path()}/received/2").status_code == 404


def test_the_receipt_shows_how_the_amounts_stand_against_the_finance_division(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    client.post(office.form_path(), filled(office, client, status="in_progress", percent="45", disbursed="123,456.50"))
    receipt = f"{office.form_path()}/received/1"
    assert "รอกองคลังยืนยันยอด" in words(client.get(receipt))
    with office.database.read() as session:
        number = session.get_one(Project, office.projects()[ROAD]).number
    for disbursed, shown in ((12_345_650, "กองคลังยืนยันแล้ว"), (12_000_000, "ไม่ตรงกับกองคลัง (กองคลัง: สัญญา")):
        road = ProjectAmounts(
            project_number=number,
            contracted_satang=reported(office).contracted_satang,
            disbursed_satang=disbursed,
        )
        facts = ConfirmAmounts(
            fiscal_year=FISCAL_YEAR, quarter=1, confirmed_on=TODAY, document="ที่ กค ๑", amounts=(road,)
        )
        perform(office.database, NoRequester(), confirm_amounts, finance_officer(office), facts, morning(TODAY))
        shown_text = words(client.get(receipt))
        assert shown in shown_text
    assert "เบิกจ่าย 120,000 บาท" in shown_text  # the confirmed amount, beside the reported one
    assert "เบิกจ่าย 123,456.50 บาท" in shown_text


def finance_officer(office: Office) -> Actor:
    with office.database.read() as session:
        post = identity(officers_with_role(session, 1, Role.FINANCE_OFFICER)[0].id)
        return officer_actor(session, 1, post, TODAY, Via.PORTAL)


def test_the_act_is_audited_as_done_through_the_portal(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    client.post(office.form_path(), filled(office, client))
    with office.database.read() as session:
        entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert entry is not None
    assert (entry.act, entry.via, entry.officer_id) == ("submit_reports", Via.PORTAL, office.post(WORKS_OFFICER))


def test_a_second_report_is_a_new_revision_prefilled_with_the_first(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    client.post(office.form_path(), filled(office, client, status="in_progress", percent="40"))
    page = client.get(office.form_path())
    assert "ส่งแล้ว ฉบับที่ ๑" in words(page)
    assert fields_of(page, office.form_path())[f"percent-{office.projects()[ROAD]}"] == "40"
    answer = client.post(office.form_path(), filled(office, client, percent="60"))
    assert answer.headers["location"].endswith("/received/2")
    assert [row.revision for row in submissions(office)] == [1, 2]
    assert "ฉบับที่ ๒" in words(client.get(answer.headers["location"]))


def test_a_correction_of_a_quarter_starts_from_that_quarters_values_not_a_later_ones(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    client.post(office.form_path(), filled(office, client, status="in_progress", percent="40"))
    (sent,) = submissions(office)
    earlier = reported(office)
    with office.database.write() as session:
        first = session.get_one(QuarterRound, sent.round_id)
        later = QuarterRound(**first.model_dump(exclude={"id", "number", "recorded_at"}), number=2)
        session.add(later)
        session.flush()
        again = Submission(**{**sent.model_dump(exclude={"id", "recorded_at"}), "round_id": later.id})
        session.add(again)
        session.flush()
        changed = {"submission_id": again.id, "percent": 80}
        session.add(ProgressReport(**{**earlier.model_dump(exclude={"id", "recorded_at"}), **changed}))
    road = f"percent-{office.projects()[ROAD]}"
    assert fields_of(client.get(office.form_path()), office.form_path())[road] == "40"


def test_the_button_pressed_twice_makes_one_submission(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    typed = filled(office, client, status="in_progress", percent="40")
    first, second = client.post(office.form_path(), typed), client.post(office.form_path(), typed)
    assert first.headers["location"] == second.headers["location"]
    assert len(submissions(office)) == 1


def test_another_page_opened_before_a_newer_report_does_not_overwrite_it_unseen(office: Office) -> None:
    officer, head = office.signed_in(WORKS_OFFICER), office.signed_in(WORKS_HEAD)
    old = filled(office, head, status="in_progress", percent="10")
    officer.post(office.form_path(), filled(office, officer, status="in_progress", percent="50"))
    refused = head.post(office.form_path(), old)
    assert refused.status_code == 422
    assert "มีการส่งรายงานฉบับที่ ๑ หลังจากที่ท่านเปิดหน้านี้" in words(refused)
    fields = fields_of(refused, office.form_path())
    assert fields[f"percent-{office.projects()[ROAD]}"] == "10"
    assert fields["seen"] == "1"
    assert len(submissions(office)) == 1


def test_completed_fills_the_hundred_percent_nobody_retyped(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    client.post(office.form_path(), filled(office, client, status="in_progress", percent="70"))
    client.post(office.form_path(), filled(office, client, status="completed"))
    assert (reported(office).status, reported(office).percent) == (ProgressStatus.COMPLETED, 100)


def test_nothing_to_report_signs_the_last_values(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    answer = client.post(office.form_path(), {**untouched(office, client), "kind": "nothing"})
    assert answer.status_code == 303
    assert submissions(office)[0].kind is SubmissionKind.NOTHING
    assert "ขอรับรองว่าไม่มีผลการดำเนินงานในไตรมาสนี้" in words(client.get(answer.headers["location"]))
    again = client.post(office.form_path(), {**untouched(office, client), "kind": "nothing"})
    assert again.headers["location"].endswith("/received/2")


def test_nothing_to_report_does_not_drop_what_was_typed(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    answer = client.post(office.form_path(), {**filled(office, client, result="งานเดิน"), "kind": "nothing"})
    assert answer.status_code == 422
    assert fields_of(answer, office.form_path())[f"result-{office.projects()[ROAD]}"] == "งานเดิน"
    assert submissions(office) == []


@pytest.mark.parametrize(
    ("field", "value", "thai", "english"),
    [
        ("percent", "101", "ความก้าวหน้าต้องเป็นจำนวนเต็ม", "whole number from 0 to 100"),
        ("percent", "4.5", "ความก้าวหน้าต้องเป็นจำนวนเต็ม", "whole number from 0 to 100"),
        ("percent", "ครึ่งหนึ่ง", "ความก้าวหน้าต้องเป็นจำนวนเต็ม", "whole number from 0 to 100"),
        ("disbursed", "12,34", "จำนวนเงินไม่ถูกต้อง", "no amount in baht"),
        ("disbursed", "-5", "จำนวนเงินไม่ถูกต้อง", "no amount in baht"),
        ("disbursed", "9" * 31, "จำนวนเงินไม่ถูกต้อง", "no amount in baht"),
        ("contracted", "9" * 20, "จำนวนเงินไม่ถูกต้อง", "no amount in baht"),  # more than a database holds
        ("contracted", "1,000,000,000,000.01", "จำนวนเงินไม่ถูกต้อง", "no amount in baht"),
        ("disbursed", "500,000.01", "เบิกจ่ายเกินงบประมาณ", "more is disbursed than its budget"),
        ("status", "half-way", "โปรดเลือกสถานะ", "Choose a status"),
        ("result", "ก" * (LONGEST_TEXT + 1), "ข้อความยาวเกิน 4,000 ตัวอักษร", "longer than 4,000"),
    ],
)
def test_a_wrong_field_is_told_at_the_field_and_keeps_everything_typed(
    office: Office, field: str, value: str, thai: str, english: str
) -> None:
    client = office.signed_in(WORKS_OFFICER)
    road, drain = office.projects()[ROAD], office.projects()[DRAIN]
    typed = {**filled(office, client, **{field: value}), f"obstacle-{drain}": "น้ำท่วม"}
    page = client.post(office.form_path(), typed)
    assert page.status_code == 422
    problem = page.text.split(f'id="{field}-{road}-problem"')[1].split("</small>")[0]
    assert thai in problem
    assert english in problem
    shown = fields_of(page, office.form_path())
    assert shown[f"obstacle-{drain}"] == "น้ำท่วม"
    if field != "status":
        assert shown[f"{field}-{road}"] == value
    assert submissions(office) == []


def test_percent_short_of_completed_is_refused_at_the_field_and_a_revision_may_correct_downwards(
    office: Office,
) -> None:
    client = office.signed_in(WORKS_OFFICER)
    client.post(office.form_path(), filled(office, client, status="in_progress", percent="70"))
    road = office.projects()[ROAD]
    short = client.post(office.form_path(), filled(office, client, status="completed", percent="90"))
    assert "ต้องเป็นร้อยละ 100" in short.text.split(f'id="percent-{road}-problem"')[1].split("</small>")[0]
    assert len(submissions(office)) == 1
    client.post(office.form_path(), filled(office, client, status="in_progress", percent="60"))
    assert len(submissions(office)) == 2


def test_wrong_fields_of_all_projects_are_told_together(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    drain = office.projects()[DRAIN]
    page = client.post(office.form_path(), {**filled(office, client, percent="x"), f"disbursed-{drain}": "y"})
    assert page.text.count('class="problem"') == 2


def test_hostile_text_is_shown_as_text(office: Office) -> None:
    hostile = "<script>alert(1)</script>\"' onfocus=x"
    client = office.signed_in(WORKS_OFFICER)
    page = client.post(office.form_path(), filled(office, client, result=f"{hostile}</textarea>", percent=hostile))
    assert page.status_code == 422
    assert "<script" not in page.text
    assert fields_of(page, office.form_path())[f"percent-{office.projects()[ROAD]}"] == hostile
    accepted = client.post(office.form_path(), filled(office, client, result=hostile))
    receipt = client.get(accepted.headers["location"])
    assert "<script" not in receipt.text
    assert "&lt;script&gt;" in receipt.text


@pytest.mark.parametrize(
    ("day", "shown", "late"),
    [
        pytest.param(DUE_ON, "ครบกำหนดวันนี้ ภายในเวลา ๒๓.๕๙ น.", False, id="Thursday, the due day"),
        pytest.param(DUE_ON + timedelta(days=1), "เกินกำหนดแล้ว (ครบกำหนด ๑๕ มกราคม ๒๕๖๙)", True, id="the day after"),
        pytest.param(LOCK_ON, "ยังส่งล่าช้าได้ถึงวันที่ ๓๐ มกราคม ๒๕๖๙", True, id="the lock day"),
    ],
)
def test_a_report_is_taken_to_the_end_of_the_lock_day(office: Office, day: date, shown: str, late: bool) -> None:
    mark_rehearsal(office.database, day)
    client = office.signed_in(WORKS_OFFICER)
    assert shown in words(client.get(office.form_path()))
    receipt = client.get(client.post(office.form_path(), filled(office, client)).headers["location"])
    assert ("ล่าช้ากว่ากำหนด" in words(receipt)) is late
    with office.database.read() as session:
        owed = session.exec(select(Obligation).where(Obligation.officer_id == office.post(WORKS_OFFICER))).one()
    assert (owed.state, owed.late) == (ObligationState.MET, late)


@pytest.mark.parametrize("closed", [False, True])
def test_a_locked_round_shows_no_form_and_takes_no_report(office: Office, closed: bool) -> None:
    early = office.signed_in(WORKS_OFFICER)
    typed = filled(office, early, result="มาช้าไป")
    mark_rehearsal(office.database, LOCK_ON + timedelta(days=1))
    if closed:
        close = CloseQuarter(fiscal_year=FISCAL_YEAR, quarter=1)
        actor = system_actor(office.organization_id)
        perform(office.database, NoRequester(), close_quarter, actor, close, morning(LOCK_ON + timedelta(days=1)))
    client = office.signed_in(WORKS_OFFICER)
    page = client.get(office.form_path())
    assert "ปิดรับรายงานแล้วเมื่อสิ้นวันที่ ๓๐ มกราคม ๒๕๖๙" in words(page)
    assert "ไม่ได้รับรายงานของตำแหน่งนี้" in words(page)
    assert "<textarea" not in page.text
    signed = fields_of(page, "/sign-out")["signed"]
    refused = client.post(office.form_path(), {**typed, "signed": signed})
    assert refused.status_code == 422
    assert "ปิดรับรายงานไตรมาสที่ 1 แล้ว" in words(refused)
    assert "The round closed at the end of 2026-01-30" in words(refused)
    assert "มาช้าไป" in refused.text
    assert submissions(office) == []


def test_a_quarter_not_open_yet_shows_when_it_opens(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    page = client.get(office.form_path(quarter=2))
    assert page.status_code == 200
    assert "ยังไม่เปิดรอบรายงาน" in words(page)
    assert "<textarea" not in page.text
    signed = fields_of(page, "/sign-out")["signed"]
    refused = client.post(office.form_path(quarter=2), {"signed": signed, "kind": "nothing"})
    assert "ยังไม่เปิดรอบรายงานไตรมาสที่ 2" in words(refused)


def test_a_head_reports_for_the_division_and_an_administrator_for_any_post(office: Office) -> None:
    head = office.signed_in(WORKS_HEAD)
    assert head.get(office.form_path(EDUCATION_OFFICER)).status_code == 404
    assert head.post(office.form_path(), filled(office, head)).status_code == 303
    administrator = office.signed_in(ADMINISTRATOR)
    path = office.form_path(PAO_LIAISON)
    fields = fields_of(administrator.get(path), path)
    assert administrator.post(path, {**explained(fields), "kind": "report"}).status_code == 303
    assert [row.signed_by_id for row in submissions(office)] == [
        office.person(WORKS_HEAD),
        office.person(ADMINISTRATOR),
    ]


def test_one_person_reports_for_each_post_held(office: Office) -> None:
    office.give(EDUCATION_OFFICER, WORKS_OFFICER)
    client = office.signed_in(WORKS_OFFICER)
    for title in (WORKS_OFFICER, EDUCATION_OFFICER):
        path = office.form_path(title)
        fields = fields_of(client.get(path), path)
        assert client.post(path, {**explained(fields), "kind": "report"}).status_code == 303
    assert [row.officer_id for row in submissions(office)] == [
        office.post(WORKS_OFFICER),
        office.post(EDUCATION_OFFICER),
    ]


def test_a_report_of_many_projects_costs_no_more_queries(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    office.report(WORKS_OFFICER, ProgressStatus.IN_PROGRESS, morning(TODAY), percent=10)
    with counted_selects(office.database) as few:
        assert client.get(office.form_path()).status_code == 200
    add_projects(office, 60)
    with counted_selects(office.database) as many:
        page = client.get(office.form_path())
    assert page.text.count('<details class="project"') == 63
    assert len(few) == len(many) <= 25


def add_projects(office: Office, count: int) -> None:
    """Give the works officer more projects in force: an edition's trigger would refuse them by an act."""
    with office.database.write() as session:
        like = session.exec(select(ProjectEntry).where(ProjectEntry.project_id == office.projects()[ROAD])).one()
        plan_id = session.get_one(Project, like.project_id).plan_id
        for (trigger,) in (
            session.connection()
            .execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'project_entry'"))
            .all()
        ):
            session.connection().exec_driver_sql(f"DROP TRIGGER {trigger}")
        for number in range(100, 100 + count):
            added = Project(organization_id=office.organization_id, plan_id=plan_id, number=number)
            session.add(added)
            session.flush()
            entry = ProjectEntry(**like.model_dump(exclude={"id", "project_id", "recorded_at", "version", "name"}))
            entry.project_id, entry.name, entry.action = added.id or 0, f"โครงการที่ {number}", EntryAction.ADD
            session.add(entry)
