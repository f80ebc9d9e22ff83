"""What the quarter's summary reads from the record: labels, contracts, what was returned, and who was not informed."""

from datetime import date, time
from pathlib import Path

from sqlmodel import select

from documents.keeping import facts_digest
from documents.quarter_summary import QuarterSummaryContent, quarter_summary_content
from models.kinds import ReviewOutcome, Role, SubmissionKind
from models.quarters import QuarterRound
from procedure.acts.reviewing import ReviewSubmission, review_submission
from procedure.calendar import at
from procedure.plans import find_plan
from tests.documents.sample_content import quarter_summary
from tests.offices import OUTSIDE, YEAR, Desk, project
from tests.procedure.quarters import FINANCE, LIAISON, WORKS, WORKS_HEAD, close_round, progress, report

JANUARY = 0b1000


def summary(desk: Desk) -> QuarterSummaryContent:
    with desk.database.read() as session:
        return quarter_summary_content(session, find_plan(session, 1, YEAR), session.exec(select(QuarterRound)).one())


def test_the_summary_calls_projects_by_their_labels_and_counts_what_was_returned(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open(
        project("ถนน"),
        project("ราง"),
        project("ป้าย", months=JANUARY),
        project("สะพาน"),
        project("ตลาด", divisions=["กองคลัง"]),
        project("โครงการของ อบจ.", divisions=[], agency=OUTSIDE, learnt_from="หนังสือ อบจ."),
    )
    said = (
        progress(1, status="completed", percent=100, contracted_satang=9_000_000, disbursed_satang=4_000_000),
        progress(
            2,
            status="completed",
            percent=100,
            contracted_satang=8_000_000,
            disbursed_satang=8_000_000,
            final_payment=True,
        ),
        progress(4, contracted_satang=1),
    )
    report(desk, WORKS, date(2026, 1, 9), reports=said)
    on = date(2026, 1, 12)
    returned = ReviewSubmission(
        fiscal_year=YEAR, quarter=1, post=WORKS, revision=1, outcome=ReviewOutcome.RETURNED, remarks="แก้"
    )
    head = desk.actor(Role.DIVISION_HEAD, on, desk.post_of(WORKS_HEAD))
    with desk.database.write() as session:
        review_submission(session, head, returned, at(on, time(10)))
    asked = {"source": "หนังสือ อบจ.", "asked_on": date(2026, 1, 5)}
    report(desk, LIAISON, on, kind=SubmissionKind.NOT_INFORMED, reports=(), **asked)  # type: ignore[arg-type]
    close_round(desk, 1, date(2026, 1, 31))
    content = summary(desk)
    assert (content.expected, content.received, content.on_time, content.returned, content.not_informed) == (
        2,
        1,
        1,
        1,
        1,
    )
    assert (content.not_yet_due, content.awaits_payment, content.saved_satang) == (1, 1, 2_000_000)
    (works,) = [line for line in content.by_division if line.label == "กองช่าง"]
    assert (works.not_started, works.in_progress, works.completed) == (1, 1, 2)  # not yet due is not started
    assert works.own_contracted_satang == 17_000_001
    outcomes = {line.post: line.outcome for line in content.submissions}
    assert outcomes[WORKS] == "ส่งตามกำหนด (ส่งกลับเพื่อแก้ไข)"
    assert outcomes[LIAISON] == "ไม่ได้รับแจ้ง (สอบถาม หนังสือ อบจ. ๕ ม.ค. ๒๕๖๙)"
    assert outcomes[FINANCE] == "ไม่ส่งรายงาน"
    assert {(line.name, line.status) for line in content.behind_plan} == {
        ("สะพาน", "อยู่ระหว่างดำเนินการ"),
        ("ตลาด", "ยังไม่ดำเนินการ"),
        ("โครงการของ อบจ.", "ยังไม่ดำเนินการ"),
    }
    assert content.carried == []


def test_a_summary_kept_before_these_were_told_is_known_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    close_round(desk, 1, date(2026, 1, 31))
    told = summary(desk).model_dump()
    for name in ("returned", "not_informed", "not_yet_due", "awaits_payment", "saved_satang", "carried"):
        assert name not in told


def test_the_digest_of_a_summary_kept_earlier_is_still_the_same() -> None:
    """By it the files of rounds closed before the report of today are known again: it may never change."""
    assert facts_digest(quarter_summary()) == "146e5b571b5776bd941792351ff2b840fb87efe8756afcc7aef3ceff29907867"
