"""The words of the memo that stands in for a message: to an officer, a head, and those who decide."""

from datetime import date, time
from pathlib import Path

import pytest

from models.kinds import Digits
from models.organizations import Organization
from models.settings import OfficeSettings, PaperSettings
from procedure.calendar import at
from procedure.errors import ProcedureError
from procedure.owed_memo import MemoFacts, memo_facts
from tests.offices import Desk, project

WORKS, HEAD, CLERK = "ผู้รายงานความก้าวหน้า กองช่าง", "ผู้อำนวยการกองช่าง", "ปลัดเทศบาลตำบลตัวอย่าง"
BEFORE, LATE = date(2026, 1, 12), date(2026, 1, 22)  # a Monday, and a week after the due day


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path).quarter_open()


def memo(desk: Desk, post: str, on: date) -> MemoFacts:
    with desk.database.read() as session:
        return memo_facts(session, 1, desk.post_of(post), at(on, time(9)))


def test_an_officer_is_asked_for_the_report_with_its_projects(desk: Desk) -> None:
    facts = memo(desk, WORKS, BEFORE)
    assert facts.office == "กองยุทธศาสตร์และงบประมาณ เทศบาลตำบลตัวอย่าง"
    assert (facts.subject, facts.to) == ("ขอให้รายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙", WORKS)
    assert facts.items == (
        "รายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙ ครบกำหนดวันพฤหัสบดีที่ ๑๕ มกราคม ๒๕๖๙ เหลือเวลา ๓ วัน "
        "จำนวน ๑ โครงการ ได้แก่ (๑) โครงการหนึ่ง",
    )
    assert facts.closing == "จึงเรียนมาเพื่อโปรดดำเนินการภายในกำหนด"
    assert facts.signatory == "นักวิเคราะห์นโยบายและแผนชำนาญการ"


def test_the_words_of_a_memo_follow_the_offices_digits_and_names_keep_theirs(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open(project("ถนนสาย ๑"))
    with desk.database.write() as session:
        office = session.get_one(Organization, 1)
        office.settings = OfficeSettings(papers=PaperSettings(digits=Digits.ARABIC)).model_dump(mode="json")
        session.add(office)
    facts = memo(desk, WORKS, BEFORE)
    assert facts.subject == "ขอให้รายงานความก้าวหน้า ไตรมาสที่ 1/2569"
    assert facts.items == (
        "รายงานความก้าวหน้า ไตรมาสที่ 1/2569 ครบกำหนดวันพฤหัสบดีที่ 15 มกราคม 2569 เหลือเวลา 3 วัน "
        "จำนวน 1 โครงการ ได้แก่ (1) ถนนสาย ๑",
    )


def test_a_late_officer_is_urged(desk: Desk) -> None:
    facts = memo(desk, WORKS, LATE)
    assert facts.subject == "ขอให้เร่งรัดการรายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙"
    assert "ในจำนวนนี้เกินกำหนดแล้ว ๑ เรื่อง ดังนี้" in facts.paragraphs[0]
    assert "เกินกำหนดแล้ว ๗ วัน" in facts.items[0]
    assert facts.closing == "จึงเรียนมาเพื่อโปรดดำเนินการโดยเร็ว"


def test_a_head_is_told_of_the_own_division_alone(desk: Desk) -> None:
    facts = memo(desk, HEAD, LATE)
    assert facts.subject == "รายงานหน่วยงานที่ยังไม่ได้รายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙"
    assert len(facts.items) == 1
    assert facts.items[0].startswith(f"{WORKS}: ")
    assert facts.closing == "จึงเรียนมาเพื่อโปรดทราบและกำกับติดตามให้ดำเนินการโดยเร็ว"


def test_the_clerk_is_asked_to_decide_on_every_division_but_no_liaison(desk: Desk) -> None:
    facts = memo(desk, CLERK, LATE)
    assert len(facts.items) == 2
    assert not any("ผู้ประสานงาน" in item for item in facts.items)
    assert facts.closing == "จึงเรียนมาเพื่อโปรดทราบและพิจารณาสั่งการ"


def test_nobody_needs_a_memo_about_nothing(desk: Desk) -> None:
    with pytest.raises(ProcedureError) as nothing:
        memo(desk, HEAD, BEFORE)
    assert nothing.value.code == "nothing_owed"


def test_another_organizations_post_is_unknown(desk: Desk) -> None:
    with desk.database.read() as session, pytest.raises(ProcedureError) as unknown:
        memo_facts(session, 2, desk.post_of(WORKS), at(LATE, time(9)))
    assert unknown.value.code == "unknown_officer"
