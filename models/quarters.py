"""Quarterly progress: rounds, submissions of posts and the progress reports they sign."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from models.kinds import ObstacleKind, ProgressStatus, ReviewOutcome, SubmissionKind
from models.records import Record, listed


class QuarterRound(Record, table=True):
    """One quarter's collection of reports: when it opens, is due, locks, and when it was closed."""

    __tablename__ = "quarter_round"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("number BETWEEN 1 AND 4", name="four_quarters"),
        CheckConstraint("opens_on <= due_on AND due_on <= lock_on", name="days_in_order"),
        CheckConstraint("closed_on IS NULL OR closed_on > lock_on", name="closed_after_lock"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    plan_id: int = Field(foreign_key="operation_plan.id")
    number: int
    opens_on: date
    due_on: date
    lock_on: date
    opened_on: date
    closed_on: date | None = None


class ChosenQuarterDay(Record, table=True):
    """A quarter's due and lock day as this plan's office chose them, in place of its usual ones."""

    __tablename__ = "chosen_quarter_day"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("number BETWEEN 1 AND 4", name="four_quarters"),
        CheckConstraint("due_on <= lock_on", name="days_in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    plan_id: int = Field(foreign_key="operation_plan.id")
    number: int
    due_on: date
    lock_on: date


class LockException(Record, table=True):
    """Leave for one post to report after the lock day, by what authority and until when (inclusive); append-only."""

    __tablename__ = "lock_exception"
    __table_args__ = (CheckConstraint("expires_on >= dated_on", name="expires_after_dated"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    round_id: int = Field(foreign_key="quarter_round.id")
    officer_id: int = Field(foreign_key="officer.id")
    authority: str
    document: str
    dated_on: date
    expires_on: date


class Submission(Record, table=True):
    """What one post signed for one quarter (การส่งรายงาน); revisions are numbered and never overwritten.

    ``submitted_at`` is the UTC instant of the recording; ``received_on`` the Bangkok day by which lateness goes: the
    same day, or for a report on paper (``document``) the day it was received. ``edition_id`` is the edition reported
    on. ``source`` and ``asked_on`` say whom a liaison post asked that told it nothing.
    """

    __table_args__ = (
        UniqueConstraint("round_id", "officer_id", "revision"),
        CheckConstraint("kind <> 'not_informed' OR (source <> '' AND asked_on IS NOT NULL)", name="asked_somebody"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    round_id: int = Field(foreign_key="quarter_round.id")
    officer_id: int = Field(foreign_key="officer.id")
    edition_id: int = Field(foreign_key="edition.id")
    revision: int
    kind: SubmissionKind = Field(sa_type=listed(SubmissionKind, "kind"))
    submitted_at: datetime
    received_on: date
    document: str = ""
    source: str = ""
    asked_on: date | None = None
    signed_by_id: int | None = Field(default=None, foreign_key="person.id")


class SubmissionReview(Record, table=True):
    """A reviewer's word on a submission: accepted, or returned for correction (ส่งกลับเพื่อแก้ไข); append-only."""

    __tablename__ = "submission_review"
    __table_args__ = (
        UniqueConstraint("submission_id"),
        CheckConstraint("outcome <> 'returned' OR remarks <> ''", name="return_says_why"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    submission_id: int = Field(foreign_key="submission.id")
    outcome: ReviewOutcome = Field(sa_type=listed(ReviewOutcome, "outcome"))
    remarks: str = ""
    officer_id: int | None = Field(default=None, foreign_key="officer.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    reviewed_at: datetime


class ProgressReport(Record, table=True):
    """The progress (รายงานความก้าวหน้า) of one project within a submission; amounts to date, in satang.

    ``final_payment``: all that will be paid is paid, and what is left of the budget is money saved (เงินเหลือจ่าย).
    ``fall_reason`` says why the percent is less than an earlier quarter's, ``recipient_report`` by what paper the
    recipient of a subsidy reported.
    """

    __tablename__ = "progress_report"
    __table_args__ = (
        UniqueConstraint("submission_id", "project_id"),
        CheckConstraint("percent IS NULL OR percent BETWEEN 0 AND 100", name="percent_in_range"),
        CheckConstraint("status <> 'completed' OR percent IS NULL OR percent = 100", name="completed_is_100"),
        CheckConstraint("disbursed_satang >= 0", name="disbursed_not_negative"),
        CheckConstraint("contracted_satang >= 0", name="contracted_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    submission_id: int = Field(foreign_key="submission.id")
    project_id: int = Field(foreign_key="project.id", index=True)
    status: ProgressStatus = Field(sa_type=listed(ProgressStatus, "status"))
    percent: int | None = None
    contracted_satang: int = Field(default=0, sa_type=BigInteger)
    disbursed_satang: int = Field(default=0, sa_type=BigInteger)
    final_payment: bool = False
    result: str = ""
    obstacle_kind: ObstacleKind | None = Field(
        default=None, sa_type=listed(ObstacleKind, "obstacle_kind"), nullable=True
    )
    obstacle: str = ""
    proposal: str = ""
    fall_reason: str = ""
    recipient_report: str = ""
