"""The sample year from its budget to its evaluation, played on one office, and its duties at six dates for the docs.

``python -m tests.sample_year`` plays it and writes the tables of docs/obligations.md; a test sees that they are true.
"""

import os
import tempfile
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

from flows.perform import perform
from flows.quarterly_progress import keep_rounds
from models.kinds import (
    Approver,
    ObstacleKind,
    PostingPlace,
    ProgressStatus,
    ResolutionOutcome,
    ReviewOutcome,
    Role,
    SubmissionKind,
    TransferKind,
    TriggerKind,
    Via,
    YearEndKind,
)
from models.settings import settings
from procedure.acts.announcing import AnnouncePlan, announce_plan
from procedure.acts.changing import ChangeProject, change_project
from procedure.acts.collecting import ImportProjects, import_projects
from procedure.acts.drafting import CompileDraft, SubmitDraft, compile_draft, submit_draft
from procedure.acts.editions import OpenAmendment, RecordTrigger, open_amendment, record_trigger
from procedure.acts.evaluating import (
    AnnounceEvaluation,
    PresentedTo,
    PresentEvaluation,
    ReportEvaluation,
    announce_evaluation,
    present_evaluation,
    report_evaluation,
)
from procedure.acts.evaluation_posting import PostEvaluation, post_evaluation
from procedure.acts.money import TransferBudget, transfer_budget
from procedure.acts.posting import PostPlan, TakeDownPlan, post_plan, take_down_plan
from procedure.acts.quarter_days import GrantException, grant_exception
from procedure.acts.reporting import SubmitReports, submit_reports
from procedure.acts.reviewing import ReviewSubmission, review_submission
from procedure.acts.year_end import RecordYearEndOutcome, record_year_end_outcome
from procedure.calendar import at, last_instant, thai_date
from procedure.permissions import officer_actor
from procedure.progress import owed_entries
from procedure.report_checks import ProjectProgress
from tests.offices import ANNOUNCED, OUTSIDE, POSTED, YEAR, Desk, project

DOCUMENT = Path(__file__).parent.parent / "docs" / "obligations.md"
# Before the announcement and after it, in the first and the second quarter's round, after the year's end, in December.
DATES = (
    date(2025, 10, 10),
    date(2025, 10, 31),
    date(2026, 1, 16),
    date(2026, 4, 21),
    date(2026, 10, 16),
    date(2026, 12, 20),
)
BEGIN, END = "<!-- tables begin -->", "<!-- tables end -->"
WORKS, FINANCE = "ผู้รายงานความก้าวหน้า กองช่าง", "ผู้รายงานความก้าวหน้า กองคลัง"
LIAISON = f"ผู้ประสานงาน {OUTSIDE}"
SIGNATORY = "นายกเทศมนตรีตำบลตัวอย่าง"


class SampleYear:
    """One office through fiscal year 2569: base plan, an addition, an amendment, four quarters, the evaluation."""

    def __init__(self, folder: Path, url: str = "") -> None:
        """Work on a SQLite file in a folder, or on an ``established`` database at an address."""
        self.desk = Desk(folder, url=url)

    def play(self) -> Desk:
        """Play the year to 20 December 2569 and return the office."""
        self._base_plan()
        self._first_quarter()
        self._addition_and_amendment()
        self._later_quarters()
        self._year_end_and_evaluation()
        return self.desk

    def _base_plan(self) -> None:
        self.desk.collect()
        self.desk.compile()
        self.desk.submit()
        self.desk.resolve(ResolutionOutcome.RETURN, remarks="ให้ระบุสถานที่ให้ชัดเจน")
        self.desk.compile(date(2025, 10, 14))
        self.desk.submit(date(2025, 10, 14))
        self.desk.resolve(ResolutionOutcome.APPROVE, date(2025, 10, 16))
        self.desk.announce(ANNOUNCED)
        website = {"fiscal_year": YEAR, "place": PostingPlace.WEBSITE}
        self.desk.act(post_plan, PostPlan(**website, posted_on=POSTED), POSTED)
        down = date(2025, 11, 24)
        self.desk.act(take_down_plan, TakeDownPlan(**website, taken_down_on=down), down)

    def _first_quarter(self) -> None:
        self._night(date(2026, 1, 1))
        self._report(1, WORKS, date(2026, 1, 12), {"percent": 60, "disbursed_satang": 4_000_000})
        self._report(1, LIAISON, date(2026, 1, 14), kind=SubmissionKind.NOTHING)
        self._report(1, FINANCE, date(2026, 1, 19), {"percent": 20})
        self._night(date(2026, 1, 31))

    def _addition_and_amendment(self) -> None:
        received, on = date(2026, 2, 9), date(2026, 2, 11)
        letter = RecordTrigger(
            fiscal_year=YEAR, kind=TriggerKind.OTHER_AGENCY, occurred_on=received, document="หนังสือ ที่ ๑/๒๕๖๙"
        )
        self.desk.act(record_trigger, letter, on)
        more = ImportProjects(
            fiscal_year=YEAR,
            file_name="more.xlsx",
            file_sha256="2" * 64,
            file_content=b"more",
            projects=[project("โครงการเพิ่มเติม", months=0b000110000000)],
            equipment=[],
        )
        self.desk.act(import_projects, more, on)
        announced = date(2026, 3, 3)
        self.desk.act(compile_draft, CompileDraft(fiscal_year=YEAR), announced)
        self.desk.act(submit_draft, SubmitDraft(fiscal_year=YEAR, submitted_on=announced), announced)
        self.desk.resolve(ResolutionOutcome.APPROVE, announced)
        self._announce_and_post(announced)
        moved = TransferBudget(
            fiscal_year=YEAR,
            kind=TransferKind.INCREASE,
            from_project=2,
            to_project=1,
            amount_satang=1_000_000,
            approver=Approver.EXECUTIVE,
            approved_on=date(2026, 3, 16),
            document="บันทึก ที่ ๒/๒๕๖๙",
        )
        self.desk.act(transfer_budget, moved, date(2026, 3, 16))
        on = date(2026, 3, 20)
        self.desk.act(open_amendment, OpenAmendment(fiscal_year=YEAR, reason="เลื่อนเดือนที่ดำเนินการ"), on)
        later = ChangeProject(
            fiscal_year=YEAR, project_number=2, reason="รอผลประกวดราคา", authority="บันทึก ที่ ๓/๒๕๖๙", months=0b110000000
        )
        self.desk.act(change_project, later, on)
        self.desk.act(compile_draft, CompileDraft(fiscal_year=YEAR), on)
        self._announce_and_post(on)

    def _later_quarters(self) -> None:
        self._night(date(2026, 4, 1))
        done = {"status": ProgressStatus.COMPLETED, "disbursed_satang": 10_000_000}
        self._report(2, WORKS, date(2026, 4, 10), done)
        returned = ReviewSubmission(
            fiscal_year=YEAR, quarter=2, post=WORKS, revision=1, outcome=ReviewOutcome.RETURNED, remarks="ให้ระบุงวดสุดท้าย"
        )
        self.desk.act(review_submission, returned, date(2026, 4, 16), Role.ADMINISTRATOR)
        self._report(2, WORKS, date(2026, 4, 17), {**done, "final_payment": True})
        silent: dict[str, Any] = {
            "kind": SubmissionKind.NOT_INFORMED,
            "source": "หนังสือ ที่ ๔/๒๕๖๙",
            "asked_on": date(2026, 4, 10),
        }
        self._report(2, LIAISON, date(2026, 4, 20), **silent)
        self._night(date(2026, 5, 6))  # กองคลัง has not reported: missed
        leave = GrantException(
            fiscal_year=YEAR,
            quarter=2,
            post=FINANCE,
            authority="ปลัดเทศบาลตำบลตัวอย่าง",
            document="บันทึก ที่ ๕/๒๕๖๙",
            dated_on=date(2026, 5, 11),
            expires_on=date(2026, 5, 15),
        )
        self.desk.act(grant_exception, leave, date(2026, 5, 11), Role.EXECUTIVE)
        self._report(2, FINANCE, date(2026, 5, 13), {"percent": 20})
        for quarter, opens in ((3, date(2026, 7, 1)), (4, date(2026, 10, 1))):
            self._night(opens)
            self._report(quarter, FINANCE, opens.replace(day=9), {"percent": 60})
            if quarter == 3:
                self._report(quarter, WORKS, opens.replace(day=14), done)
                self._report(quarter, LIAISON, opens.replace(day=15), kind=SubmissionKind.NOTHING)
                self._night(date(2026, 7, 31))

    def _year_end_and_evaluation(self) -> None:
        kept = RecordYearEndOutcome(
            fiscal_year=YEAR,
            project_number=2,
            kind=YearEndKind.CARRIED_COMMITTED,
            amount_satang=9_000_000,
            authority="ผู้บริหารท้องถิ่น บันทึก ที่ ๖/๒๕๖๙",
            dated_on=date(2026, 9, 30),
            expires_on=date(2027, 3, 31),
        )
        self.desk.act(record_year_end_outcome, kept, date(2026, 10, 5))
        self._night(date(2026, 10, 31))
        reported, presented, announced = date(2026, 12, 8), date(2026, 12, 14), date(2026, 12, 16)
        report = ReportEvaluation(fiscal_year=YEAR, reported_on=reported, document="หนังสือ ที่ ๗/๒๕๖๙")
        self.desk.act(report_evaluation, report, reported)
        council = PresentEvaluation(fiscal_year=YEAR, to=PresentedTo.COUNCIL, presented_on=presented)
        self.desk.act(present_evaluation, council, presented)
        self.desk.act(announce_evaluation, AnnounceEvaluation(fiscal_year=YEAR, announced_on=announced), announced)
        posted = PostEvaluation(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=announced)
        self.desk.act(post_evaluation, posted, announced)

    def _night(self, day: date) -> None:
        """Do what the schedule does ten minutes past midnight."""
        kept = keep_rounds(self.desk.database, None, None, at(day, time(0, 10)))
        assert not kept.failed

    def _announce_and_post(self, on: date) -> None:
        announced = AnnouncePlan(fiscal_year=YEAR, announced_on=on, signatory=SIGNATORY)
        self.desk.act(announce_plan, announced, on, Role.EXECUTIVE)
        self.desk.act(post_plan, PostPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=on), on)

    def _report(
        self, quarter: int, title: str, on: date, progress: Mapping[str, Any] | None = None, **facts: Any
    ) -> None:
        post = self.desk.post_of(title)
        with self.desk.database.read() as session:
            actor = officer_actor(session, self.desk.organization_id, post, on, Via.PORTAL)
            owed = [entry.project_id for entry in owed_entries(session, 1, post, on)]
        told = {
            "status": ProgressStatus.IN_PROGRESS,
            "obstacle": "รอผู้รับจ้าง",
            "obstacle_kind": ObstacleKind.CONTRACTOR,
            **(progress or {}),
        }
        reports = tuple(ProjectProgress(project_id=one, **told) for one in owed) if progress is not None else ()
        sent = SubmitReports(fiscal_year=YEAR, quarter=quarter, officer_id=post, reports=reports, **facts)
        perform(self.desk.database, self.desk.requester, submit_reports, actor, sent, at(on, time(10)))


def tables() -> str:
    """Return the duties of the settings' one organization as they stand at the six dates."""
    from traimas.office import STANDING_TH, OfficeDesk

    office = OfficeDesk("")
    parts: list[str] = []
    for on in DATES:
        lines = ["| # | duty | owed by | from | due | stands |", "|---|---|---|---|---|---|"]
        for row in office.obligations(last_instant(on)):
            stands = STANDING_TH[str(row["standing"])]
            lines.append(
                f"| {row['id']} | {row['rule']} | {row['owed_by']} | {row['started']} | {row['due']} | {stands} |"
            )
        parts.append(f"### {on.isoformat()} · {thai_date(on)}\n\n" + "\n".join(lines))
    return "\n\n".join(parts)


def written(text: str) -> str:
    """Return a document with the tables put between their marks."""
    before, rest = text.split(BEGIN)
    _old, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        os.environ["TRAIMAS_DATA_DIR"] = made
        settings.cache_clear()
        SampleYear(Path(made)).play()
        DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
