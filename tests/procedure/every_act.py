"""One example of every act in the register: facts that would do, and where they are done or how they are refused.

A new act of the register needs its line in ``EXAMPLES``; ``test_every_act.py`` fails until it has one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from models.kinds import (
    Approver,
    CommitteeKind,
    Digits,
    ExtensionPaper,
    Means,
    MemberRole,
    PostingEvent,
    PostingPlace,
    ResolutionOutcome,
    ReviewOutcome,
    SubmissionKind,
    TransferKind,
    TriggerKind,
    YearEndKind,
)
from procedure.act import Facts
from procedure.acts.announcing import AnnouncePlan
from procedure.acts.changing import CancelProject, ChangeProject, MergeProjects, WithdrawEntry
from procedure.acts.channel_accounts import SetChannelAccount, SetRegisterAddress
from procedure.acts.choosing import ChooseDays
from procedure.acts.collecting import CorrectProject, ImportProjects, OpenPlan
from procedure.acts.committees import AppointCommittee, RecordMeeting
from procedure.acts.confirming import ConfirmAmounts, ConfirmWorkbook, ProjectAmounts
from procedure.acts.contacts import AddContact, ChooseChannel, ConfirmContact, RemoveContact
from procedure.acts.correcting import CorrectPosting, CorrectTrigger
from procedure.acts.countersigning import CountersignResolution
from procedure.acts.deciding import RecordResolution
from procedure.acts.drafting import CompileDraft, SubmitDraft
from procedure.acts.editions import AbandonEdition, OpenAmendment, RecordTrigger
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
from procedure.acts.papers import SetPapers
from procedure.acts.posting import PostPlan, TakeDownPlan
from procedure.acts.posting_evidence import KeepPostingPhotograph, RecordPostingSigners, RemovePostingPhotograph
from procedure.acts.posts import AssignPost, EndAssignment, RecordLeave
from procedure.acts.publishing import PublishSixMonths
from procedure.acts.quarter_days import ChooseQuarterDay, GrantException
from procedure.acts.recomputing import RecomputeDays
from procedure.acts.reporting import RecordPaperReports, SubmitReports
from procedure.acts.resending import SendAgain
from procedure.acts.reviewing import ReviewSubmission
from procedure.acts.rounds import CloseQuarter, OpenQuarter
from procedure.acts.sealing import SealNotices
from procedure.acts.telling import RecordTold, WithdrawTold
from procedure.acts.templates import DropTemplate, KeepTemplate
from procedure.acts.year_end import RecordYearEndOutcome
from procedure.committees import MemberDescription
from tests.offices import POSTED, PROMULGATED, YEAR, equipment, project
from tests.photographs import LINE
from tests.procedure.quarters import FINANCE, WORKS
from tests.procedure.stages import (
    AFTER_ANNOUNCEMENT,
    AFTER_YEAR,
    ANYWHERE,
    ASKED_TODAY,
    BEFORE_ANNOUNCEMENT,
    DAY,
    EVALUATED_ON,
    IN_OCTOBER,
    QUARTER_DAY,
    REPORTED_ON,
    TAKING_REPORTS,
    WITH_PLAN,
    WITH_ROUND,
    YEAR_OVER_DAY,
    Stage,
)


@dataclass(frozen=True)
class Example:
    """Facts of an act, or how they are made from the posts' ids by title; where it is done; what is said elsewhere.

    ``refused`` names the code of a stage; of the others it is ``no_plan`` before the plan is open, and ``elsewhere``
    after. All is said of roles that have the act's permission; the others are ``not_permitted``.
    """

    facts: Facts | Callable[[Mapping[str, int]], Facts]
    done_at: frozenset[Stage]
    elsewhere: str = ""
    refused: Mapping[Stage, str] = field(default_factory=dict)

    def facts_at(self, posts: Mapping[str, int]) -> Facts:
        """Return the facts in an office whose posts have these ids."""
        return self.facts if isinstance(self.facts, Facts) else self.facts(posts)

    def told(self, stage: Stage) -> str:
        """Return what an actor with the permission must be told at a stage."""
        if stage in self.done_at:
            return "done"
        return self.refused.get(stage) or ("no_plan" if stage is Stage.NO_PLAN else self.elsewhere)


def at_all(stages: frozenset[Stage], code: str) -> dict[Stage, str]:
    """Return one code for several stages."""
    return dict.fromkeys(stages, code)


NEXT_YEAR = date(2027, 2, 1)  # a day after every stage, for what may lie ahead
AUDITOR = "ผู้ตรวจสอบภายใน"
AMOUNTS = (ProjectAmounts(project_number=1, contracted_satang=500, disbursed_satang=400),)
AUTHORITY = {"reason": "ตามหนังสือ", "authority": "บันทึกข้อความ ที่ ๑"}
A_PROJECT = {"fiscal_year": YEAR, "project_number": 1}
FIRST_QUARTER = {"fiscal_year": YEAR, "quarter": 1}
AT_COMMITTEE = frozenset({Stage.COLLECTING, Stage.DRAFTED, Stage.SUBMITTED})
PREPARING = frozenset({Stage.COLLECTING, Stage.AMENDING, Stage.ADDING})
OPEN_EVALUATION = frozenset({Stage.EVALUATING, Stage.REPORTED, Stage.EVALUATED})
WEBSITE_POSTED = {"fiscal_year": YEAR, "place": PostingPlace.WEBSITE, "event": PostingEvent.POSTED}

_BASE: dict[str, Example] = {
    "open_plan": Example(
        OpenPlan(fiscal_year=YEAR, budget_promulgated_on=PROMULGATED), frozenset({Stage.NO_PLAN}), "plan_exists"
    ),
    "import_projects": Example(
        ImportProjects(
            fiscal_year=YEAR,
            file_name="plan.xlsx",
            file_sha256="1" * 64,
            file_content=b"x",
            projects=[project("โครงการใหม่")],
            equipment=[equipment("เครื่องพิมพ์")],
        ),
        PREPARING,
        "needs_collecting",
    ),
    "correct_project": Example(
        CorrectProject(**A_PROJECT, reason="แก้ไข", place="หมู่ที่ ๒"),
        frozenset({Stage.COLLECTING, Stage.AMENDING}),
        "needs_collecting",
        {Stage.ADDING: "unknown_project"},
    ),
    "choose_days": Example(
        ChooseDays(fiscal_year=YEAR, announced_by=date(2025, 11, 14)),
        BEFORE_ANNOUNCEMENT | PREPARING,
        "needs_collecting",
    ),
    "appoint_committee": Example(
        AppointCommittee(
            committee=CommitteeKind.SUPPORT,
            order_number="200/2568",
            ordered_on=DAY,
            from_on=DAY,
            until_on=date(2029, 10, 30),
            members=[MemberDescription(title="ปลัดเทศบาลตำบลตัวอย่าง", role=MemberRole.CHAIR)],
        ),
        ANYWHERE,
    ),
    "record_meeting": Example(
        RecordMeeting(
            committee=CommitteeKind.DEVELOPMENT,
            number="9/2568",
            held_on=DAY,
            online=True,
            attendees=["นายกเทศมนตรีตำบลตัวอย่าง", "ผู้แทนประชาคม หมู่ที่ ๑"],
        ),
        ANYWHERE,
    ),
    "compile_draft": Example(
        CompileDraft(fiscal_year=YEAR),
        frozenset({Stage.COLLECTING, Stage.AMENDING}),
        "needs_collecting",
        {Stage.ADDING: "no_projects"},
    ),
    "submit_draft": Example(
        SubmitDraft(fiscal_year=YEAR, submitted_on=DAY), frozenset({Stage.DRAFTED}), "needs_drafted"
    ),
    "record_resolution": Example(
        RecordResolution(
            fiscal_year=YEAR, number="1/2568", considered_on=date(2025, 10, 10), outcome=ResolutionOutcome.APPROVE
        ),
        frozenset({Stage.SUBMITTED}),
        "needs_submitted",
    ),
    "countersign_resolution": Example(
        CountersignResolution(fiscal_year=YEAR, signed_on=DAY), frozenset({Stage.RESOLVED}), "needs_resolved"
    ),
    "announce_plan": Example(
        AnnouncePlan(fiscal_year=YEAR, announced_on=DAY, signatory="นายกเทศมนตรีตำบลตัวอย่าง"),
        frozenset({Stage.APPROVED}),
        "needs_approved",
    ),
    "extend_completion": Example(
        ExtendCompletion(fiscal_year=YEAR, days=15, paper=ExtensionPaper.ORDER, dated_on=date(2025, 10, 28)),
        BEFORE_ANNOUNCEMENT | {Stage.ADDING},
        "already_completed",
        {Stage.AMENDING: "no_time_limit"},
    ),
    "correct_trigger": Example(
        CorrectTrigger(
            fiscal_year=YEAR,
            kind=TriggerKind.ANNUAL_BUDGET,
            recorded_as=PROMULGATED,
            occurred_on=date(2025, 9, 25),
            **AUTHORITY,
        ),
        WITH_PLAN,
    ),
    "post_plan": Example(
        PostPlan(fiscal_year=YEAR, place=PostingPlace.OFFICE_BOARD, posted_on=DAY),
        AFTER_ANNOUNCEMENT,
        "needs_announced",
    ),
    "take_down_plan": Example(
        TakeDownPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, taken_down_on=date(2025, 12, 1)),
        WITH_ROUND,
        "needs_announced",
        at_all(IN_OCTOBER, "not_posted"),
    ),
    "keep_posting_photograph": Example(
        KeepPostingPhotograph(**WEBSITE_POSTED, file_name="ภาพ.png", file_content=LINE),
        WITH_ROUND,
        "needs_announced",
        at_all(IN_OCTOBER, "not_posted"),
    ),
    "remove_posting_photograph": Example(
        RemovePostingPhotograph(**WEBSITE_POSTED, number=1, reason="ภาพไม่ชัด"),
        WITH_ROUND,
        "needs_announced",
        at_all(IN_OCTOBER, "not_posted"),
    ),
    "record_posting_signers": Example(
        RecordPostingSigners(**WEBSITE_POSTED, name="ผู้ปิดประกาศ", first_witness="พยานคนหนึ่ง"),
        WITH_ROUND,
        "needs_announced",
        at_all(IN_OCTOBER, "not_posted"),
    ),
    "correct_posting": Example(
        CorrectPosting(
            fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=POSTED.replace(day=POSTED.day - 1), **AUTHORITY
        ),
        WITH_ROUND,
        "needs_announced",
        at_all(IN_OCTOBER, "not_posted"),
    ),
}

_EDITIONS: dict[str, Example] = {
    "record_trigger": Example(
        RecordTrigger(fiscal_year=YEAR, kind=TriggerKind.OTHER_AGENCY, occurred_on=DAY, document="ที่ อบจ ๒/๒๕๖๘"),
        WITH_PLAN,
    ),
    "open_amendment": Example(
        OpenAmendment(fiscal_year=YEAR, reason="เปลี่ยนสถานที่"), AFTER_ANNOUNCEMENT, "needs_announced"
    ),
    "abandon_edition": Example(
        AbandonEdition(fiscal_year=YEAR, dated_on=DAY, **AUTHORITY),
        frozenset({Stage.AMENDING, Stage.ADDING}),
        "needs_collecting",
        at_all(BEFORE_ANNOUNCEMENT, "base_stays"),
    ),
    "change_project": Example(
        ChangeProject(**A_PROJECT, **AUTHORITY, place="หมู่ที่ ๒"),
        frozenset({Stage.AMENDING, Stage.ADDING}),
        "needs_collecting",
        {Stage.COLLECTING: "not_in_base"},
    ),
    "cancel_project": Example(
        CancelProject(fiscal_year=YEAR, project_number=2, **AUTHORITY),
        frozenset({Stage.AMENDING}),
        "needs_collecting",
        {Stage.COLLECTING: "only_in_amendment", Stage.ADDING: "only_in_amendment"},
    ),
    "merge_projects": Example(
        MergeProjects(fiscal_year=YEAR, project_number=2, into_number=1, **AUTHORITY),
        frozenset({Stage.AMENDING}),
        "needs_collecting",
        {Stage.COLLECTING: "only_in_amendment", Stage.ADDING: "only_in_amendment"},
    ),
    "withdraw_entry": Example(
        WithdrawEntry(**A_PROJECT, reason="บันทึกผิด"),
        frozenset({Stage.COLLECTING, Stage.AMENDING}),
        "needs_collecting",
        {Stage.ADDING: "unknown_project"},
    ),
}

_QUARTERS: dict[str, Example] = {
    "choose_quarter_day": Example(
        ChooseQuarterDay(**FIRST_QUARTER, due_on=date(2026, 1, 20), reason="ปีใหม่"),
        BEFORE_ANNOUNCEMENT | IN_OCTOBER | TAKING_REPORTS,
        "round_closed",
        {Stage.QUARTER_LOCKED: "due_in_past"},
    ),
    "grant_exception": Example(
        GrantException(
            **FIRST_QUARTER,
            post=WORKS,
            authority="นายกเทศมนตรี",
            document="บันทึกข้อความ ที่ ๒",
            dated_on=QUARTER_DAY,
            expires_on=date(2026, 2, 28),
        ),
        WITH_ROUND,
        "round_not_open",
    ),
    "open_quarter": Example(
        OpenQuarter(fiscal_year=YEAR, quarter=2),
        AFTER_YEAR | {Stage.QUARTER_LOCKED},
        "needs_announced",
        at_all(IN_OCTOBER | TAKING_REPORTS, "too_early"),
    ),
    "close_quarter": Example(
        CloseQuarter(**FIRST_QUARTER),
        frozenset({Stage.QUARTER_LOCKED}),
        "round_not_open",
        {**at_all(TAKING_REPORTS, "too_early"), **at_all(AFTER_YEAR, "round_closed")},
    ),
    "recompute_days": Example(RecomputeDays(fiscal_year=YEAR), frozenset({Stage.QUARTER_SENT}), "nothing_to_move"),
    "submit_reports": Example(
        lambda posts: SubmitReports(**FIRST_QUARTER, officer_id=posts[WORKS], kind=SubmissionKind.NOTHING),
        TAKING_REPORTS,
        "round_not_open",
        at_all(AFTER_YEAR | {Stage.QUARTER_LOCKED}, "locked"),
    ),
    "record_paper_reports": Example(
        lambda posts: RecordPaperReports(
            **FIRST_QUARTER,
            officer_id=posts[WORKS],
            kind=SubmissionKind.NOTHING,
            received_on=QUARTER_DAY,
            document="บันทึกข้อความ ที่ ๓",
        ),
        WITH_ROUND,
        "needs_announced",
        at_all(IN_OCTOBER, "date_in_future"),
    ),
    "review_submission": Example(
        ReviewSubmission(**FIRST_QUARTER, post=WORKS, revision=1, outcome=ReviewOutcome.ACCEPTED),
        frozenset({Stage.QUARTER_SENT}),
        "no_submission",
    ),
}

_MONEY: dict[str, Example] = {
    "transfer_budget": Example(
        TransferBudget(
            fiscal_year=YEAR,
            kind=TransferKind.DECREASE,
            from_project=1,
            to_item="งบกลาง",
            amount_satang=100,
            approver=Approver.EXECUTIVE,
            approved_on=DAY,
            document="บันทึกข้อความ ที่ ๔",
        ),
        AFTER_ANNOUNCEMENT,
        "needs_announced",
    ),
    "confirm_amounts": Example(
        ConfirmAmounts(**FIRST_QUARTER, confirmed_on=QUARTER_DAY, document="ที่ กค ๑", amounts=AMOUNTS),
        WITH_ROUND,
        "needs_announced",
        at_all(IN_OCTOBER, "date_in_future"),
    ),
    "confirm_workbook": Example(
        ConfirmWorkbook(
            **FIRST_QUARTER,
            confirmed_on=QUARTER_DAY,
            document="ที่ กค ๑",
            amounts=AMOUNTS,
            file_name="q1.xlsx",
            file_content=b"x",
        ),
        WITH_ROUND,
        "needs_announced",
        at_all(IN_OCTOBER, "date_in_future"),
    ),
    "record_year_end_outcome": Example(
        RecordYearEndOutcome(
            **A_PROJECT,
            kind=YearEndKind.LAPSED,
            amount_satang=100,
            authority="บันทึกข้อความ ที่ ๕",
            dated_on=date(2026, 9, 30),
        ),
        AFTER_YEAR,
        "needs_announced",
        at_all(AFTER_ANNOUNCEMENT - AFTER_YEAR, "date_in_future"),
    ),
}

_EVALUATION: dict[str, Example] = {
    "open_evaluation": Example(
        OpenEvaluation(fiscal_year=YEAR),
        frozenset({Stage.YEAR_OVER}),
        "needs_announced",
        {**at_all(AFTER_ANNOUNCEMENT - AFTER_YEAR, "too_early"), **at_all(OPEN_EVALUATION, "evaluation_open")},
    ),
    "report_evaluation": Example(
        ReportEvaluation(fiscal_year=YEAR, reported_on=YEAR_OVER_DAY, document="ที่ ๑/๒๕๖๙"),
        frozenset({Stage.EVALUATING}),
        "evaluation_not_open",
        {Stage.REPORTED: "already_reported", Stage.EVALUATED: "already_reported"},
    ),
    "present_evaluation": Example(
        PresentEvaluation(fiscal_year=YEAR, to=PresentedTo.COUNCIL, presented_on=REPORTED_ON),
        frozenset({Stage.REPORTED, Stage.EVALUATED}),
        "evaluation_not_open",
        {Stage.EVALUATING: "needs_report"},
    ),
    "announce_evaluation": Example(
        AnnounceEvaluation(fiscal_year=YEAR, announced_on=REPORTED_ON),
        frozenset({Stage.REPORTED}),
        "evaluation_not_open",
        {Stage.EVALUATING: "needs_report", Stage.EVALUATED: "already_announced"},
    ),
    "publish_six_months": Example(
        PublishSixMonths(fiscal_year=YEAR, place="www.example.go.th", file_name="6.json", file_content=b"{}"),
        frozenset({Stage.YEAR_OVER, Stage.EVALUATING, Stage.REPORTED, Stage.EVALUATED}),
        "ita_too_early",
        at_all(BEFORE_ANNOUNCEMENT, "needs_announced"),
    ),
    "post_evaluation": Example(
        PostEvaluation(fiscal_year=YEAR, place=PostingPlace.OFFICE_BOARD, posted_on=EVALUATED_ON),
        frozenset({Stage.EVALUATED}),
        "evaluation_not_open",
        {Stage.EVALUATING: "needs_evaluation_announced", Stage.REPORTED: "needs_evaluation_announced"},
    ),
    "take_down_evaluation": Example(
        TakeDownEvaluation(fiscal_year=YEAR, place=PostingPlace.WEBSITE, taken_down_on=date(2027, 1, 7)),
        frozenset({Stage.EVALUATED}),
        "evaluation_not_open",
        {Stage.EVALUATING: "not_posted", Stage.REPORTED: "not_posted"},
    ),
}

# What an office keeps whatever its plan stands at.
_OFFICE: dict[str, Example] = {
    "assign_post": Example(
        AssignPost(officer=AUDITOR, name="ผู้ดำรงตำแหน่งคนใหม่", email="new@example.go.th", from_on=NEXT_YEAR), ANYWHERE
    ),
    "end_assignment": Example(EndAssignment(officer=AUDITOR, until_on=NEXT_YEAR), ANYWHERE),
    "record_leave": Example(
        RecordLeave(
            officer="นายกเทศมนตรีตำบลตัวอย่าง",
            from_on=NEXT_YEAR,
            until_on=NEXT_YEAR,
            substitute="ปลัดเทศบาลตำบลตัวอย่าง",
            authority="คำสั่งที่ ๑/๒๕๗๐",
        ),
        ANYWHERE,
    ),
    "record_holiday": Example(RecordHoliday(on_day=NEXT_YEAR, name="วันหยุดพิเศษ", authority="มติคณะรัฐมนตรี"), ANYWHERE),
    "keep_template": Example(KeepTemplate(file_name="ประกาศ.docx", file_content=b"PK\x03\x04"), ANYWHERE),
    "drop_template": Example(DropTemplate(), ANYWHERE),
    "set_papers": Example(SetPapers(digits=Digits.ARABIC), ANYWHERE),
    "withdraw_holiday": Example(WithdrawHoliday(on_day=date(2025, 12, 31), authority="มติคณะรัฐมนตรี"), ANYWHERE),
    "confirm_holidays": Example(ConfirmHolidays(year=2570, authority="มติคณะรัฐมนตรี"), ANYWHERE),
    "record_told": Example(
        RecordTold(post=WORKS, means=Means.LETTER, told_on=QUARTER_DAY, document="ที่ ๖/๒๕๖๙"),
        WITH_ROUND,
        "date_in_future",
        {Stage.NO_PLAN: "date_in_future"},
    ),
    "withdraw_told": Example(
        WithdrawTold(post=WORKS, means=Means.PHONE, told_on=QUARTER_DAY, reason="บันทึกผิดตำแหน่ง"),
        frozenset({Stage.QUARTER_SENT}),
        "not_recorded",
        {Stage.NO_PLAN: "not_recorded"},
    ),
    "send_again": Example(
        SendAgain(post=FINANCE, day=QUARTER_DAY),
        frozenset({Stage.QUARTER_SENT}),
        "nothing_given_up",
        {Stage.NO_PLAN: "nothing_given_up"},
    ),
    "seal_notices": Example(
        SealNotices(), frozenset({Stage.QUARTER_SENT}), "nothing_to_seal", {Stage.NO_PLAN: "nothing_to_seal"}
    ),
    "warn_of_forecasts": Example(
        WarnOfForecasts(),
        # From 1 October on of either year; between January and September there is nothing to confirm yet.
        ANYWHERE - TAKING_REPORTS - {Stage.QUARTER_LOCKED, Stage.EVALUATED},
        "nothing_to_confirm",
    ),
}

_CONTACTS: dict[str, Example] = {
    "add_contact": Example(AddContact(channel="mail", address="own@example.go.th"), ANYWHERE),
    # A wrong code is counted, not refused; the address was given on the day of the stages before the announcement.
    "confirm_contact": Example(ConfirmContact(channel="line", code="no code"), ASKED_TODAY, "code_expired"),
    "remove_contact": Example(RemoveContact(channel="line"), ANYWHERE),
    "choose_channel": Example(ChooseChannel(channel="mail"), ANYWHERE),
    "set_channel_account": Example(SetChannelAccount(channel="line", account={"token": "x"}), ANYWHERE),
    "set_register_address": Example(
        SetRegisterAddress(officer=AUDITOR, channel="mail", address="new@example.go.th"), ANYWHERE
    ),
}

EXAMPLES: dict[str, Example] = {**_BASE, **_EDITIONS, **_QUARTERS, **_MONEY, **_EVALUATION, **_OFFICE, **_CONTACTS}
