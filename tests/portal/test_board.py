"""The board: what it shows to whom, and its documents."""

import hashlib
from datetime import date, timedelta
from urllib.parse import quote

from sqlmodel import select

from flows.instants import mark_rehearsal
from flows.perform import NoRequester, perform
from models.evidence import StoredFile
from models.kinds import ObligationRule, ProgressStatus, Role, SubmissionKind, TriggerKind, Via
from models.obligations import Obligation
from models.organizations import Assignment, Division, Installation, Officer, Person, RoleGrant
from models.quarters import QuarterRound
from procedure.acts.editions import RecordTrigger, record_trigger
from procedure.acts.reporting import SubmitReports, submit_reports
from procedure.acts.rounds import CloseQuarter, close_quarter
from procedure.permissions import officer_actor, officers_with_role, system_actor
from procedure.plans import find_plan, identity
from tests.portal.office import (
    ANALYST,
    DUE_ON,
    EDUCATION_OFFICER,
    FISCAL_YEAR,
    LOCK_ON,
    PAO_LIAISON,
    TODAY,
    WORKS_HEAD,
    WORKS_OFFICER,
    Office,
    counted_selects,
    morning,
    other_organization,
    words,
)

AUDITOR = "ผู้ตรวจสอบภายใน"


def keep(
    office: Office, purpose: str, subject_id: int, name: str, content: bytes, subject_kind: str = "edition"
) -> int:
    with office.database.write() as session:
        row = StoredFile(
            organization_id=office.organization_id,
            purpose=purpose,
            subject_kind=subject_kind,
            subject_id=subject_id,
            facts_digest=hashlib.sha256(content).hexdigest(),
            name=name,
            media_type="application/pdf",
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
        )
        session.add(row)
        session.flush()
        return identity(row.id)


def edition_id(office: Office) -> int:
    with office.database.read() as session:
        return find_plan(session, office.organization_id, FISCAL_YEAR).edition_id


def test_the_board_shows_steps_deadlines_sources_and_quarters(office: Office) -> None:
    text = words(office.signed_in(ANALYST).get("/board"))
    for shown in (
        "แผนการดำเนินงาน ปีงบประมาณ พ.ศ. ๒๕๖๙",
        "รวบรวมโครงการ",
        "คณะกรรมการพิจารณา",
        "ประกาศใช้",
        "ปิดประกาศ",
        "กำหนด ๑ พ.ย. ๒๕๖๘",
        "รายงานความก้าวหน้า ไตรมาสที่ ๑ ภายในวันพฤหัสบดีที่ ๑๕ ม.ค. ๒๕๖๙ (ค้าง ๓ ตำแหน่ง)",
        "ตามกำหนดที่หน่วยงานตั้งไว้ (มิใช่กำหนดตามกฎหมาย)",
        "กองคลัง",
        "แผนพัฒนาจังหวัด",
        "ไตรมาสที่ ๑ ได้รับ ๐ จาก ๒ ตำแหน่ง",
        "ผู้ประสานงานหน่วยงานอื่น",
        "ฐานข้อมูลซ้อม — วันที่สมมุติ ๑๐ มกราคม ๒๕๖๙",
    ):
        assert shown in text


def test_the_matrix_tells_on_time_late_nothing_and_missing_apart(office: Office) -> None:
    office.report(WORKS_OFFICER, ProgressStatus.IN_PROGRESS, morning(TODAY))
    nothing = SubmitReports(
        fiscal_year=FISCAL_YEAR, quarter=1, officer_id=office.post(EDUCATION_OFFICER), kind=SubmissionKind.NOTHING
    )
    late_on = DUE_ON + timedelta(days=1)
    office.act(submit_reports, nothing, EDUCATION_OFFICER, morning(late_on))
    over = LOCK_ON + timedelta(days=1)
    closed = CloseQuarter(fiscal_year=FISCAL_YEAR, quarter=1)
    perform(office.database, NoRequester(), close_quarter, system_actor(office.organization_id), closed, morning(over))
    mark_rehearsal(office.database, over)
    page = office.signed_in(AUDITOR).get("/board").text
    rows = {
        title: page.split(f'<th scope="row">{title}')[1].split("</tr>")[0]
        for title in (WORKS_OFFICER, EDUCATION_OFFICER, PAO_LIAISON)
    }
    assert "ตรงเวลา" in rows[WORKS_OFFICER]
    assert "ล่าช้า" in rows[EDUCATION_OFFICER]
    assert "ไม่มีผล" in rows[EDUCATION_OFFICER]
    assert "ขาดส่ง" in rows[PAO_LIAISON]
    assert rows[WORKS_OFFICER].count("ยังไม่ถึง") == 3
    assert page.index(EDUCATION_OFFICER) < page.index("ผู้ประสานงานหน่วยงานอื่น") < page.index(f">{PAO_LIAISON}")
    assert (
        "ได้รับ ๒ จาก ๒ ตำแหน่ง · ตรงเวลา ๑ · ล่าช้า ๑ · ไม่มีผล ๑ · ส่งกลับ ๐ · ยังขาด ๐ อัตราการส่ง ๑๐๐.๐ % · ตรงเวลา ๕๐.๐ %"
        in words(office.signed_in(AUDITOR).get("/board"))
    )


def test_an_officer_sees_only_the_own_division_and_the_way_to_the_own_form(office: Office) -> None:
    for title in (WORKS_OFFICER, WORKS_HEAD):
        page = office.signed_in(title).get("/board")
        assert f'href="{office.form_path()}"' in page.text
        assert EDUCATION_OFFICER not in page.text
        assert PAO_LIAISON not in page.text
        assert "กองคลัง" not in page.text
        assert "ได้รับ ๐ จาก" not in words(page)


def test_a_reader_of_all_is_offered_no_form(office: Office) -> None:
    assert "/report/" not in office.signed_in(AUDITOR).get("/board").text


def test_the_newest_plan_is_shown_and_another_organizations_is_not(office: Office) -> None:
    client = office.signed_in(ANALYST)
    assert client.get("/board", {"year": str(FISCAL_YEAR)}).status_code == 200
    for year in ("2568", "0", "99999999999999999999", "x"):
        assert client.get("/board", {"year": year}).status_code == 404
    elsewhere = Office(office.database, other_organization(office.database)).signed_in(ANALYST)
    assert "ยังไม่ได้เปิดแผน" in words(elsewhere.get("/board"))
    assert elsewhere.get("/board", {"year": str(FISCAL_YEAR)}).status_code == 404


def test_a_database_in_real_use_shows_no_banner(office: Office) -> None:
    with office.database.write() as session:
        row = session.get_one(Installation, 1)
        row.rehearsal, row.rehearsal_on = False, None
        session.add(row)
        for held in session.exec(select(Assignment)):
            held.from_on = date(2025, 1, 1)
    assert "ฐานข้อมูลซ้อม" not in office.signed_in(ANALYST).get("/board").text


def test_the_newest_document_of_each_kind_is_offered_and_comes_as_it_was_kept(office: Office) -> None:
    edition = edition_id(office)
    keep(office, "draft_plan", edition, "ร่างแผนการดำเนินงาน-2569-ครั้งที่-1.pdf", b"%PDF one")
    newest = keep(office, "draft_plan", edition, "ร่างแผนการดำเนินงาน-2569-ครั้งที่-2.pdf", b"%PDF two")
    client = office.signed_in(ANALYST)
    page = client.get("/board").text
    assert f'href="/files/{newest}"' in page
    assert page.count('href="/files/') == 1
    file = client.get(f"/files/{newest}")
    assert file.content == b"%PDF two"
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["x-content-type-options"] == "nosniff"
    assert file.headers["content-disposition"] == (
        f'attachment; filename="draft_plan-{newest}.pdf"; '
        f"filename*=UTF-8''{quote('ร่างแผนการดำเนินงาน-2569-ครั้งที่-2.pdf')}"
    )


def test_a_later_editions_deadlines_and_documents_are_shown_by_its_name(office: Office) -> None:
    on = morning(TODAY)
    with office.database.write() as session:
        analyst = officers_with_role(session, office.organization_id, Role.PLAN_ANALYST)[0]
        actor = officer_actor(session, office.organization_id, identity(analyst.id), TODAY, Via.COMMAND_LINE)
    letter = RecordTrigger(
        fiscal_year=FISCAL_YEAR, kind=TriggerKind.OTHER_AGENCY, occurred_on=TODAY, document="หนังสือ ที่ ๑/๒๕๖๙"
    )
    opened = perform(office.database, NoRequester(), record_trigger, actor, letter, on)
    assert opened.subject_id is not None
    kept = keep(office, "draft_plan", opened.subject_id, "ร่าง-เพิ่มเติม.pdf", b"%PDF more")
    shown = words(office.signed_in(ANALYST).get("/board"))
    assert "· เพิ่มเติม ครั้งที่ ๑" in shown
    assert "ร่างแผนการดำเนินงาน เพิ่มเติม ครั้งที่ ๑ ร่าง-เพิ่มเติม.pdf" in shown
    assert office.signed_in(ANALYST).get(f"/files/{kept}").content == b"%PDF more"


def test_documents_are_for_readers_of_all_of_the_same_organization_only(office: Office) -> None:
    kept = keep(office, "draft_plan", edition_id(office), "ร่าง.pdf", b"%PDF")
    with office.database.read() as session:
        workbook = session.exec(select(StoredFile).where(StoredFile.purpose == "imported_workbook")).one().id
    elsewhere = Office(office.database, other_organization(office.database)).signed_in(ANALYST)
    assert elsewhere.get(f"/files/{kept}").status_code == 404
    assert office.signed_in(WORKS_OFFICER).get(f"/files/{kept}").status_code == 404
    assert "/files/" not in office.signed_in(WORKS_OFFICER).get("/board").text
    analyst = office.signed_in(ANALYST)
    assert analyst.get(f"/files/{workbook}").status_code == 404
    assert analyst.get(f"/files/{kept + 1}").status_code == 404
    assert analyst.get("/files/99999999999999999999").status_code == 404


def test_a_board_of_many_posts_and_four_quarters_costs_few_queries(office: Office) -> None:
    client = office.signed_in(ANALYST)
    with counted_selects(office.database) as few:
        client.get("/board")
    with office.database.write() as session:
        plan = find_plan(session, office.organization_id, FISCAL_YEAR)
        division = session.exec(select(Division).where(Division.organization_id == office.organization_id)).first()
        assert division is not None
        first = session.exec(select(QuarterRound)).one()
        rounds = [first.id]
        for number in (2, 3, 4):
            more = QuarterRound(**first.model_dump(exclude={"id", "number", "recorded_at"}), number=number)
            session.add(more)
            session.flush()
            rounds.append(more.id)
        like = session.exec(select(Obligation).where(Obligation.rule == ObligationRule.REPORT_QUARTER)).first()
        assert like is not None
        for number in range(40):
            officer = Officer(organization_id=plan.organization_id, title=f"ตำแหน่งที่ {number}", division_id=division.id)
            person = Person(organization_id=plan.organization_id, name=f"ผู้ดำรงตำแหน่ง {number}")
            session.add_all([officer, person])
            session.flush()
            session.add(
                RoleGrant(organization_id=plan.organization_id, officer_id=identity(officer.id), role=Role.OFFICER)
            )
            for round_id in rounds:
                row = Obligation(**like.model_dump(exclude={"id", "recorded_at"}))
                row.officer_id, row.subject_id = identity(officer.id), identity(round_id)
                session.add(row)
    with counted_selects(office.database) as many:
        page = client.get("/board")
    assert page.text.count('<th scope="row">') == 43
    assert len(few) <= len(many) <= 46
