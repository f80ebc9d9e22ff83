"""Anybody reads the announced plan on the web; drafts and others' files are never there."""

from datetime import date

import pytest
from sqlmodel import select

from flows.perform import NoRequester, perform
from models.kinds import TriggerKind
from models.plans import Announcement
from models.quarters import QuarterRound
from procedure.acts.editions import RecordTrigger, record_trigger
from procedure.acts.rounds import CloseQuarter, close_quarter
from procedure.permissions import system_actor
from procedure.plans import identity
from tests.portal.office import ANALYST, FISCAL_YEAR, Office, counted_selects, morning, words
from tests.portal.test_board import edition_id, keep

PAGE = f"/public/sample-municipality/{FISCAL_YEAR}"


def announcement_id(office: Office) -> int:
    with office.database.read() as session:
        return identity(session.exec(select(Announcement.id)).one())


def kept(office: Office, purpose: str, content: bytes, kind: str = "announcement") -> int:
    return keep(office, purpose, announcement_id(office), f"{purpose}.pdf", content, kind)


def open_addition(office: Office) -> None:
    """Begin an addition for a subsidy of which a letter told."""
    letter = RecordTrigger(
        fiscal_year=FISCAL_YEAR,
        kind=TriggerKind.OTHER_AGENCY,
        occurred_on=date(2026, 1, 5),
        document="หนังสือ ที่ ๑/๒๕๖๙",
    )
    office.act(record_trigger, letter, ANALYST, morning(date(2026, 1, 6)))


def close_first_quarter(office: Office) -> int:
    """Close quarter 1 and keep its summary; return the file's number."""
    on = date(2026, 1, 31)
    facts = CloseQuarter(fiscal_year=FISCAL_YEAR, quarter=1)
    perform(office.database, NoRequester(), close_quarter, system_actor(office.organization_id), facts, morning(on))
    with office.database.read() as session:
        round_id = identity(session.exec(select(QuarterRound.id)).one())
    return keep(office, "quarter_summary", round_id, "สรุปผล.pdf", b"%PDF summary", "quarter_round")


def test_anybody_reads_what_was_announced_and_where_it_was_posted(office: Office) -> None:
    client = office.client()
    said = words(client.get(PAGE))
    for shown in (
        "ประจำปีงบประมาณ พ.ศ. ๒๕๖๙",
        "เทศบาลตำบลตัวอย่าง",
        "๑๗ ตุลาคม ๒๕๖๘",
        "ป้ายประกาศสำนักงาน ปิดประกาศ ๒๔ ตุลาคม",
    ):
        assert shown in said
    assert "กำลังจัดทำแฟ้ม" in said
    plan, letter = kept(office, "announced_plan", b"%PDF plan"), kept(office, "announcement", b"%PDF letter")
    summary = close_first_quarter(office)
    page = client.get(PAGE)
    assert "ไตรมาสที่ ๑ สรุปผลการดำเนินงาน (PDF) ณ วันที่ ๓๑ มกราคม ๒๕๖๙" in words(page)
    assert "noindex" not in page.text
    for file_id, content in ((plan, b"%PDF plan"), (letter, b"%PDF letter"), (summary, b"%PDF summary")):
        assert f"{PAGE}/files/{file_id}" in page.text
        answer = client.get(f"{PAGE}/files/{file_id}")
        assert (answer.content, answer.headers["content-type"]) == (content, "application/pdf")
        assert "attachment" in answer.headers["content-disposition"]


def test_a_draft_is_never_there(office: Office) -> None:
    draft = keep(office, "draft_plan", edition_id(office), "ร่าง.pdf", b"%PDF draft")
    # Files of other subjects that bear the same numbers, and an addition that is being prepared.
    other = kept(office, "announced_plan", b"%PDF other", kind="edition")
    of_no_round = keep(office, "quarter_summary", 1, "สรุปผล.pdf", b"%PDF open", "quarter_round")
    open_addition(office)
    client = office.client()
    page = client.get(PAGE)
    assert "/files/" not in page.text
    assert "เพิ่มเติม" not in words(page)
    for file_id in (draft, other, of_no_round, 999_999):
        assert client.get(f"{PAGE}/files/{file_id}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/public/sample-municipality/2568",
        "/public/sample-subdistrict/2569",  # which has no plan
        "/public/nobody/2569",
        "/public/1/2569",
        "/public/sample-municipality/1",
        "/public/sample-municipality/abc",
        f"/public/{'x' * 50}/2569",
        "/public/sample-municipality",
        f"{PAGE}/files/99999999999999999999",
        f"{PAGE}/files/abc",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(office: Office, path: str) -> None:
    answer = office.client().get(path)
    assert (answer.status_code, "ไม่พบหน้านี้" in answer.text) == (404, True)


def test_a_file_of_one_organization_is_not_on_anothers_page(office: Office) -> None:
    plan = kept(office, "announced_plan", b"%PDF plan")
    assert office.client().get(f"/public/sample-subdistrict/{FISCAL_YEAR}/files/{plan}").status_code == 404


def test_the_page_costs_few_queries_however_much_was_posted(office: Office) -> None:
    kept(office, "announced_plan", b"%PDF plan")
    client = office.client()
    close_first_quarter(office)
    with counted_selects(office.database) as seen:
        assert client.get(PAGE).status_code == 200
    assert len(seen) <= 7
    assert not [statement for statement in seen if "stored_file.content" in statement]
