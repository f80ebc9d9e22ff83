"""Quarterly progress: rounds, submissions of posts and the progress reports they sign."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from models.kinds import ProgressStatus, SubmissionKind
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


class Submission(Record, table=True):
    """What one post signed for one quarter (การส่งรายงาน); revisions are numbered and never overwritten.

    ``submitted_at`` is the UTC instant by which lateness goes; ``edition_id`` is the edition reported on.
    """

    __table_args__ = (UniqueConstraint("round_id", "officer_id", "revision"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    round_id: int = Field(foreign_key="quarter_round.id")
    officer_id: int = Field(foreign_key="officer.id")
    edition_id: int = Field(foreign_key="edition.id")
    revision: int
    kind: SubmissionKind = Field(sa_type=listed(SubmissionKind, "kind"))
    submitted_at: datetime
    signed_by_id: int | None = Field(default=None, foreign_key="person.id")


class ProgressReport(Record, table=True):
    """The progress (รายงานความก้าวหน้า) of one project within a submission; amounts to date, in satang."""

    __tablename__ = "progress_report"
    __table_args__ = (
        UniqueConstraint("submission_id", "project_id"),
        CheckConstraint("percent IS NULL OR percent BETWEEN 0 AND 100", name="percent_in_range"),
        CheckConstraint("status <> 'completed' OR percent IS NULL OR percent = 100", name="completed_is_100"),
        CheckConstraint("disbursed_satang >= 0", name="disbursed_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    submission_id: int = Field(foreign_key="submission.id")
    project_id: int = Field(foreign_key="project.id", index=True)
    status: ProgressStatus = Field(sa_type=listed(ProgressStatus, "status"))
    percent: int | None = None
    disbursed_satang: int = 0
    result: str = ""
    obstacle: str = ""
