"""The reports of closed rounds are kept once for their facts; what an earlier version kept stays those very bytes."""

from datetime import date, time
from pathlib import Path

import pytest
from sqlmodel import col, select

from documents.keeping import facts_digest, keep_file
from documents.quarter_summary import quarter_summary_content
from flows.quarterly_progress import keep_rounds
from models.evidence import StoredFile
from models.kinds import ReviewOutcome, Role
from models.settings import OfficeSettings
from procedure.acts.reviewing import ReviewSubmission, review_submission
from procedure.calendar import at
from procedure.plans import find_plan
from tests.offices import YEAR, Desk
from tests.procedure.quarters import DUE, WORKS, close_round, report, round_of

IN_SPRING = at(date(2026, 2, 10), time(12))
RETURNED = ReviewSubmission(
    fiscal_year=YEAR, quarter=1, post=WORKS, revision=1, outcome=ReviewOutcome.RETURNED, remarks="แก้ยอด"
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An office whose first round is closed, and of which no report is kept yet."""
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, DUE)
    close_round(desk, 1, date(2026, 1, 31))
    return desk


def kept(desk: Desk) -> list[bytes]:
    with desk.database.read() as session:
        mine = select(StoredFile).where(StoredFile.purpose == "quarter_summary").order_by(col(StoredFile.id))
        return [row.content for row in session.exec(mine)]


def keep(desk: Desk) -> None:
    """Keep the rounds as the schedule does daily and the sweep four times an hour."""
    for anew in (True, False, True):
        result = keep_rounds(desk.database, None, None, IN_SPRING, summaries_anew=anew)
        assert not result.failed


def keep_as_before(desk: Desk) -> None:
    """Keep the summary of the first round as the version before the report of today did: under its own facts."""
    with desk.database.write() as session:
        plan = find_plan(session, 1, YEAR)
        content = quarter_summary_content(session, plan, round_of(desk))
        round_id = round_of(desk).id or 0
        digest = facts_digest(content)
        keep_file(session, 1, "quarter_summary", "quarter_round", round_id, digest, "สรุปผล.pdf", b"as it was")


def test_an_upgrade_leaves_the_summaries_of_rounds_closed_before_as_they_are(desk: Desk) -> None:
    keep_as_before(desk)
    keep(desk)
    assert kept(desk) == [b"as it was"]


def test_once_something_changed_in_such_a_round_its_report_is_added_beside(desk: Desk) -> None:
    keep_as_before(desk)
    desk.act(review_submission, RETURNED, IN_SPRING.date(), Role.ADMINISTRATOR)
    keep(desk)
    first, second = kept(desk)
    assert first == b"as it was"
    assert second.startswith(b"%PDF-")


def test_a_round_closed_now_is_reported_once_however_often_it_is_kept(desk: Desk) -> None:
    keep(desk)
    (only,) = kept(desk)
    with desk.database.write() as session:
        organization = find_plan(session, 1, YEAR).organization
        papers = {"papers": {"digits": "arabic", "pdf": "a-2a-ua-1"}}
        chosen = OfficeSettings.model_validate({**organization.settings, **papers})
        organization.settings = chosen.model_dump(mode="json")
    keep(desk)
    assert kept(desk) == [only]  # other digits are no news of a closed quarter
