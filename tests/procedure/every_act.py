"""One example of every act in the register: facts that would do, and where they are done or how they are refused.

A new act of the register needs its line in ``EXAMPLES``; ``test_every_act.py`` fails until it has one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from models.kinds import (
    Approver,
    ExtensionPaper,
    PostingPlace,
    ResolutionOutcome,
    Role,
    SubmissionKind,
    TransferKind,
    TriggerKind,
    YearEndKind,
)
from procedure.act import Facts
from procedure.acts.announcing import AnnouncePlan
from procedure.acts.choosing import ChooseDays
from procedure.acts.collecting import CorrectProject, ImportProjects, OpenPlan
from procedure.acts.confirming import ConfirmAmounts, ConfirmWorkbook, ProjectAmounts
from procedure.acts.correcting import CorrectPosting, CorrectTrigger
from procedure.acts.deciding import RecordResolution
from procedure.acts.drafting import CompileDraft, SubmitDraft
from procedure.acts.evaluating import (
    AnnounceEvaluation,
    OpenEvaluation,
    PresentedTo,
    PresentEvaluation,
    ReportEvaluation,
)
from procedure.acts.evaluation_posting import PostEvaluation, TakeDownEvaluation
from procedure.acts.extending import ExtendCompletion
from procedure.acts.holidays import ConfirmHolidays, RecordHoliday, WarnOfForecasts, WithdrawHoliday
from procedure.acts.money import TransferBudget
from procedure.acts.posting import PostPlan, TakeDownPlan
from procedure.acts.recomputing import RecomputeDays
from procedure.acts.reporting import SubmitReports
from procedure.acts.rounds import CloseQuarter, OpenQuarter
from procedure.acts.year_end import RecordYearEndOutcome
from tests.offices import PROMULGATED, YEAR, Desk, equipment, project


class Stage(StrEnum):
    """Where the office stands when an act is tried."""

    NO_PLAN = "no_plan"
    COLLECTING = "collecting"
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ANNOUNCED = "announced"
    QUARTER_OPEN = "quarter_open"  # posted on the website on 24 October, first round opened on 1 January


DAY = date(2025, 10, 31)
LATER = date(2026, 1, 5)
# Acts are tried by posts of this division where their role has several; the first is the one that reports.
DIVISION = "กองช่าง"
REPORTING_POST = f"ผู้รายงานความก้าวหน้า {DIVISION}"
# How an office comes to a stage, and the day on which acts are tried there.
STAGES: dict[Stage, tuple[Callable[[Desk], object], date]] = {
    Stage.NO_PLAN: (lambda _desk: None, DAY),
    Stage.COLLECTING: (Desk.collect, DAY),
    Stage.DRAFTED: (lambda desk: (desk.collect(), desk.compile()), DAY),
    Stage.SUBMITTED: (lambda desk: (desk.collect(), desk.compile(), desk.submit()), DAY),
    Stage.APPROVED: (
        lambda desk: (desk.collect(), desk.compile(), desk.submit(), desk.resolve(ResolutionOutcome.APPROVE)),
        DAY,
    ),
    Stage.ANNOUNCED: (Desk.announced, DAY),
    Stage.QUARTER_OPEN: (Desk.quarter_open, LATER),
}
AFTER_ANNOUNCEMENT = frozenset({Stage.ANNOUNCED, Stage.QUARTER_OPEN})
BEFORE_ANNOUNCEMENT = frozenset({Stage.COLLECTING, Stage.DRAFTED, Stage.SUBMITTED, Stage.APPROVED})
WITH_PLAN = BEFORE_ANNOUNCEMENT | AFTER_ANNOUNCEMENT


@dataclass(frozen=True)
class Example:
    """Facts of an act, or how they are made from the posts' ids by title; where it is done; what is said elsewhere.

    ``refused`` names the code of a stage; where it names none, the code is ``no_plan`` before the plan is open, and
    ``needs_`` and a step after. ``done_at`` and ``refused`` are for roles that have the act's permission; ``by_role``
    names the code of a role that has it and is still refused where the others are done (``not_your_post``).
    """

    facts: Facts | Callable[[Mapping[str, int]], Facts]
    done_at: frozenset[Stage]
    refused: Mapping[Stage, str] = field(default_factory=dict)
    by_role: Mapping[Role, str] = field(default_factory=dict)

    def facts_at(self, posts: Mapping[str, int]) -> Facts:
        """Return the facts in an office whose posts have these ids."""
        return self.facts if isinstance(self.facts, Facts) else self.facts(posts)

    def fits(self, stage: Stage, role: Role | None, told: str) -> bool:
        """Tell whether this is what an actor with the permission must be told at a stage (None: the schedule)."""
        if stage in self.done_at:
            return told == (self.by_role.get(role, "done") if role else "done")
        if stage in self.refused:
            return told == self.refused[stage]
        return told == "no_plan" if stage is Stage.NO_PLAN else told.startswith("needs_")


def at_all(stages: frozenset[Stage], code: str) -> dict[Stage, str]:
    """Return one code for several stages."""
    return dict.fromkeys(stages, code)


CONFIRMED: dict[str, Any] = {
    "fiscal_year": YEAR,
    "quarter": 1,
    "confirmed_on": date(2026, 1, 5),
    "document": "ที่ กค ๑/๒๕๖๙",
    "amounts": (ProjectAmounts(project_number=1, contracted_satang=2, disbursed_satang=1),),
}
CORRECTED: dict[str, Any] = {"reason": "พิมพ์วันที่ผิด", "authority": "บันทึกข้อความ ที่ ๑/๒๕๖๘"}
NOT_EVALUATED = at_all(WITH_PLAN, "evaluation_not_open")  # the year is not over at any stage
EXAMPLES: dict[str, Example] = {
    "open_plan": Example(
        OpenPlan(fiscal_year=YEAR, budget_promulgated_on=PROMULGATED),
        frozenset({Stage.NO_PLAN}),
        at_all(WITH_PLAN, "plan_exists"),
    ),
    "import_projects": Example(
        ImportProjects(
            fiscal_year=YEAR,
            file_name="plan.xlsx",
            file_sha256="1" * 64,
            file_content=b"x",
            projects=[project()],
            equipment=[equipment()],
        ),
        frozenset({Stage.COLLECTING}),
    ),
    "correct_project": Example(
        CorrectProject(fiscal_year=YEAR, project_number=1, reason="แก้ไข", place="หมู่ที่ ๒"), frozenset({Stage.COLLECTING})
    ),
    "compile_draft": Example(CompileDraft(fiscal_year=YEAR), frozenset({Stage.COLLECTING})),
    "submit_draft": Example(SubmitDraft(fiscal_year=YEAR, submitted_on=DAY), frozenset({Stage.DRAFTED})),
    "record_resolution": Example(
        RecordResolution(fiscal_year=YEAR, number="1", considered_on=DAY, outcome=ResolutionOutcome.APPROVE),
        frozenset({Stage.SUBMITTED}),
    ),
    "announce_plan": Example(
        AnnouncePlan(fiscal_year=YEAR, announced_on=DAY, signatory="นายกเทศมนตรีตำบลตัวอย่าง"), frozenset({Stage.APPROVED})
    ),
    "extend_completion": Example(
        ExtendCompletion(fiscal_year=YEAR, days=15, paper=ExtensionPaper.ORDER, dated_on=date(2025, 10, 20)),
        BEFORE_ANNOUNCEMENT,
        at_all(AFTER_ANNOUNCEMENT, "already_completed"),
    ),
    "choose_days": Example(ChooseDays(fiscal_year=YEAR, announced_by=date(2025, 11, 10)), BEFORE_ANNOUNCEMENT),
    "correct_trigger": Example(
        CorrectTrigger(
            fiscal_year=YEAR,
            kind=TriggerKind.ANNUAL_BUDGET,
            recorded_as=PROMULGATED,
            occurred_on=date(2025, 9, 23),
            **CORRECTED,
        ),
        WITH_PLAN,
    ),
    "correct_posting": Example(
        CorrectPosting(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=date(2025, 10, 22), **CORRECTED),
        frozenset({Stage.QUARTER_OPEN}),
        {Stage.ANNOUNCED: "not_posted"},
    ),
    "post_plan": Example(
        PostPlan(fiscal_year=YEAR, place=PostingPlace.OFFICE_BOARD, posted_on=DAY), AFTER_ANNOUNCEMENT
    ),
    "take_down_plan": Example(
        TakeDownPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, taken_down_on=date(2025, 12, 1)),
        frozenset({Stage.QUARTER_OPEN}),
        {Stage.ANNOUNCED: "not_posted"},
    ),
    "recompute_days": Example(RecomputeDays(fiscal_year=YEAR), frozenset(), at_all(WITH_PLAN, "nothing_to_move")),
    "open_evaluation": Example(OpenEvaluation(fiscal_year=YEAR), frozenset(), at_all(AFTER_ANNOUNCEMENT, "too_early")),
    "report_evaluation": Example(
        ReportEvaluation(fiscal_year=YEAR, reported_on=DAY, document="ที่ ๑/๒๕๖๙"), frozenset(), NOT_EVALUATED
    ),
    "present_evaluation": Example(
        PresentEvaluation(fiscal_year=YEAR, to=PresentedTo.COUNCIL, presented_on=DAY), frozenset(), NOT_EVALUATED
    ),
    "announce_evaluation": Example(AnnounceEvaluation(fiscal_year=YEAR, announced_on=DAY), frozenset(), NOT_EVALUATED),
    "post_evaluation": Example(
        PostEvaluation(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=DAY), frozenset(), NOT_EVALUATED
    ),
    "take_down_evaluation": Example(
        TakeDownEvaluation(fiscal_year=YEAR, place=PostingPlace.WEBSITE, taken_down_on=DAY), frozenset(), NOT_EVALUATED
    ),
    "record_holiday": Example(
        RecordHoliday(on_day=date(2026, 1, 15), name="วันหยุดพิเศษ", authority="มติคณะรัฐมนตรี"), frozenset(Stage)
    ),
    "withdraw_holiday": Example(WithdrawHoliday(on_day=date(2026, 1, 2), authority="มติคณะรัฐมนตรี"), frozenset(Stage)),
    "confirm_holidays": Example(ConfirmHolidays(year=2569, authority="มติคณะรัฐมนตรี"), frozenset(Stage)),
    "warn_of_forecasts": Example(
        WarnOfForecasts(), frozenset(Stage) - {Stage.QUARTER_OPEN}, {Stage.QUARTER_OPEN: "nothing_to_confirm"}
    ),
    "open_quarter": Example(
        OpenQuarter(fiscal_year=YEAR, quarter=1),
        frozenset(),
        {Stage.ANNOUNCED: "too_early", Stage.QUARTER_OPEN: "round_open"},
    ),
    "submit_reports": Example(
        lambda posts: SubmitReports(
            fiscal_year=YEAR, quarter=1, officer_id=posts[REPORTING_POST], kind=SubmissionKind.NOTHING
        ),
        frozenset({Stage.QUARTER_OPEN}),
        at_all(WITH_PLAN, "round_not_open"),
    ),
    "close_quarter": Example(
        CloseQuarter(fiscal_year=YEAR, quarter=1),
        frozenset(),
        {**at_all(WITH_PLAN, "round_not_open"), Stage.QUARTER_OPEN: "too_early"},
    ),
    "transfer_budget": Example(
        TransferBudget(
            fiscal_year=YEAR,
            kind=TransferKind.DECREASE,
            from_project=1,
            to_project=2,
            amount_satang=1_000_000,
            approver=Approver.EXECUTIVE,
            approved_on=date(2025, 10, 20),
            document="บันทึกอนุมัติที่ ๑/๒๕๖๙",
        ),
        AFTER_ANNOUNCEMENT,
    ),
    "confirm_amounts": Example(
        ConfirmAmounts(**CONFIRMED), frozenset({Stage.QUARTER_OPEN}), {Stage.ANNOUNCED: "date_in_future"}
    ),
    "confirm_workbook": Example(
        ConfirmWorkbook(**CONFIRMED, file_name="q1.xlsx", file_content=b"workbook"),
        frozenset({Stage.QUARTER_OPEN}),
        {Stage.ANNOUNCED: "date_in_future"},
    ),
    "record_year_end_outcome": Example(
        RecordYearEndOutcome(
            fiscal_year=YEAR,
            project_number=1,
            kind=YearEndKind.CARRIED_COMMITTED,
            amount_satang=1_000_000,
            authority="บันทึกอนุมัติที่ ๒/๒๕๖๙",
            dated_on=DAY,
            expires_on=date(2027, 3, 31),
        ),
        AFTER_ANNOUNCEMENT,
    ),
}
