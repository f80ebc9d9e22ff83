"""One organization's year end to end: what came of it, and that playing any of it again changes nothing."""

import re
from collections import Counter
from datetime import date, time
from email.message import EmailMessage
from typing import Any

import pypdfium2
import pytest
from sqlmodel import col, select

from flows.announcement import announcement
from flows.collection import collection
from flows.deadlines import deadlines
from flows.dispatch import dispatch
from flows.drafting import drafting
from flows.posting import posting
from flows.quarterly_progress import quarterly_progress
from flows.reminders import reminders
from flows.review import review
from models.database import Database
from models.evidence import StoredFile
from models.kinds import Via
from models.quarters import QuarterRound, Submission
from models.tables import METADATA
from procedure.audit import broken_entry
from procedure.calendar import at
from tests.flows.conftest import PlayedYear
from traimas.demo_year import FISCAL_YEAR, run_here

pytestmark = pytest.mark.prefect


def contents(database: Database) -> dict[str, list[str]]:
    """Return every row of every table, sorted."""
    with database.engine.connect() as connection:
        return {
            name: sorted(repr(row) for row in connection.execute(table.select()).all())
            for name, table in METADATA.tables.items()
        }


def test_the_steps_went_as_the_procedure_says(played_year: PlayedYear) -> None:
    assert played_year.summary["steps"] == [
        step("collection", "2025-09-26", None, "2025-10-07"),
        step("drafting", "2025-10-07", None, "2025-10-08"),
        step("review", "2025-10-08", None, "2025-10-10", "returned"),
        step("review", "2025-10-14", None, "2025-10-16"),
        step("announcement", "2025-10-16", "2025-10-26", "2025-10-17"),
        step("posting", "2025-10-17", "2025-11-01", "2025-10-24"),
        step("quarter_1", "2026-01-01", "2026-01-15", "2026-01-31"),
    ]


def step(name: str, entered: str, due: str | None, done: str, outcome: str = "done") -> dict[str, str | None]:
    return {"name": name, "entered": entered, "due": due, "done": done, "outcome": outcome}


def test_the_quarter_counts_submissions_without_the_liaisons(played_year: PlayedYear) -> None:
    assert played_year.summary["quarter"] == {
        "expected": 7,
        "received": 7,
        "on_time": 5,
        "late": 2,
        "nothing_to_report": 1,
    }


def test_totals_split_ours_from_other_agencies(played_year: PlayedYear) -> None:
    totals: Any = played_year.summary["totals"]
    assert totals["projects"] >= 60
    assert re.fullmatch(r"\d+\.\d\d", totals["own_baht"])
    assert float(totals["other_baht"]) > 0


def test_each_person_heard_once_a_day_and_only_what_was_theirs(played_year: PlayedYear) -> None:
    mails: Any = played_year.summary["mails"]
    assert Counter(mail["kind"] for mail in mails) == {
        "request": 9,  # seven divisions and two agencies
        "returned": 2,  # the analyst and the division of the remarked project
        # The analyst, by when the plan is to be completed; then seven reporting posts and two liaisons.
        "opening": 1 + 9,
        # Seven and three days before; then only the two late ones: the day before, the day, one and three days after.
        "reminder": 5 + 5 + 2 + 2 + 2 + 2,
        "escalation": 2,  # three days after, the heads of the two late divisions
    }
    received = played_year.mailbox.messages()
    assert len(received) == len(mails)
    a_day = Counter((mail["To"], mail["Date"][:16]) for mail in received)
    assert max(a_day.values()) == 1
    escalated = {mail["to"] for mail in mails if mail["kind"] == "escalation"}
    assert escalated == {"palad.head@municipality.example.go.th", "finance.head@municipality.example.go.th"}


def test_one_report_came_through_the_portal(played_year: PlayedYear) -> None:
    with played_year.year.database.engine.connect() as connection:
        doors = connection.exec_driver_sql("SELECT via FROM audit_entry WHERE act = 'submit_reports'").scalars().all()
    assert Counter(doors) == {Via.PORTAL.value: 1, Via.COMMAND_LINE.value: 8}


def test_an_act_recorded_in_the_prefect_ui_is_the_administrators(played_year: PlayedYear) -> None:
    with played_year.year.database.engine.connect() as connection:
        entry = connection.exec_driver_sql(
            "SELECT via, body FROM audit_entry WHERE act = 'post_plan' ORDER BY seq DESC"
        ).first()
    assert entry is not None
    assert entry[0] == Via.PREFECT.value
    assert '"as_administrator":true' in entry[1]


def test_the_audit_chain_is_whole_after_a_year(played_year: PlayedYear) -> None:
    with played_year.year.database.read() as session:
        assert broken_entry(session, 1) is None


@pytest.mark.parametrize(
    ("purpose", "said"),
    [
        ("announced_plan", "โครงการก่อสร้างรางระบายน้ำคอนกรีตเสริมเหล็กภายในหมู่บ้าน"),
        ("announced_plan", "บ้านตัวอย่างหมู่ที่๒จากถนนสายหลักถึงลำห้วยสาธารณะ"),  # as corrected
        ("announcement", "ประกาศณวันที่๑๗ตุลาคมพ.ศ.๒๕๖๘"),
        ("quarter_summary", "ส่งล่าช้า"),
    ],
)
def test_the_documents_say_what_the_record_says(played_year: PlayedYear, purpose: str, said: str) -> None:
    with played_year.year.database.read() as session:
        file = session.exec(select(StoredFile).where(StoredFile.purpose == purpose)).one()
    pages = pypdfium2.PdfDocument(file.content)
    text = re.sub(r"\s+", "", "".join(page.get_textpage().get_text_range() for page in pages))
    assert said in text.replace("2", "๒")


def test_every_run_is_on_the_server_under_the_date_it_worked_at(played_year: PlayedYear) -> None:
    runs: Any = played_year.summary["flow_runs"]
    states = {(run["flow"], run["state_name"]) for run in runs}
    assert {
        ("collection", "AwaitingProjects"),
        ("drafting", "Drafted"),
        ("review", "AwaitingResolution"),
        ("review", "Returned"),
        ("review", "AwaitingCountersignature"),
        ("review", "Approved"),
        ("announcement", "Announced"),
        ("post_plan", "Recorded"),
        ("posting", "KeepPosted"),
        ("posting", "PostingComplete"),
        ("quarterly_progress", "RoundsKept"),
        ("deadlines", "Swept"),
    } <= states
    found = played_year.year.api.post("/flow_runs/filter", json={"limit": 200}).json()
    names = {run["name"] for run in found if not run["auto_scheduled"]}
    assert "drafting-2569-2025-10-07" in names
    assert "quarterly_progress-2026-01-01" in names
    artifacts = played_year.year.api.post("/artifacts/filter", json={"limit": 200}).json()
    assert {"collection", "drafting", "quarterly-progress"} <= {artifact["key"] for artifact in artifacts}


def test_playing_anything_again_changes_no_record_and_sends_no_mail(played_year: PlayedYear) -> None:
    year = played_year.year
    before, received = contents(year.database), len(played_year.mailbox.received)
    of_plan = {"organization_id": year.organization_id, "fiscal_year": FISCAL_YEAR}
    evening = at(date(2026, 2, 1), time(18))
    for flow in (posting, announcement, review, drafting, collection):
        run_here(flow, **of_plan, as_of=evening)
    for day in (date(2026, 1, 31), date(2026, 1, 1), date(2026, 1, 18), date(2026, 1, 5)):  # out of order
        run_here(quarterly_progress, as_of=at(day, time(0, 10)))
        run_here(reminders, as_of=at(day, time(0, 30)))
        run_here(dispatch, as_of=at(day, time(8, 30)))
    for _twice in range(2):
        run_here(deadlines, as_of=evening)
    assert contents(year.database) == before
    assert len(played_year.mailbox.received) == received


def test_a_scheduled_run_without_a_day_touches_nothing_in_a_rehearsal(played_year: PlayedYear) -> None:
    before = contents(played_year.year.database)
    for flow in (deadlines, quarterly_progress, reminders, dispatch):
        assert run_here(flow).name == "Rehearsal"
    assert contents(played_year.year.database) == before


def test_reports_name_the_edition_and_keep_their_signer(played_year: PlayedYear) -> None:
    with played_year.year.database.read() as session:
        submissions = session.exec(select(Submission)).all()
        quarter_round = session.exec(select(QuarterRound).where(col(QuarterRound.number) == 1)).one()
    assert {submission.edition_id for submission in submissions} == {1}
    assert all(submission.signed_by_id for submission in submissions)
    assert quarter_round.closed_on == date(2026, 1, 31)


def test_mails_are_readable_by_a_plain_reader(played_year: PlayedYear) -> None:
    for mail in played_year.mailbox.messages():
        assert isinstance(mail, EmailMessage)
        assert mail["To"].endswith("example.go.th")
        plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
        assert plain is not None
        assert html is not None
        assert mail["Subject"].split(" และอีก ")[0] in plain.get_content()
