"""Obligations (who owes what by when) and events (what happened)."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from models.kinds import DueDayCause, ExtensionPaper, ObligationRule, ObligationState, TriggerKind
from models.records import Record, listed


class Obligation(Record, table=True):
    """A duty (กำหนดเวลา) of a post: the rule, the day it counts from, the due day, and how it ended.

    Late from 00:00 Asia/Bangkok of the day after ``due_on``. For ``keep_posted``, ``due_on`` is the last day
    that the plan must stay up, and the duty is never late. ``due_version`` rises whenever ``due_on`` moves.
    ``in_rates`` is false for our liaison posts, which stand outside on-time rates and escalation. ``trigger_kind`` is
    the event that the thirty days of clause 27 count from. ``silent``: recorded when it was over already (a year typed
    in later), so that nobody is told.
    """

    __table_args__ = (
        UniqueConstraint("organization_id", "rule", "subject_kind", "subject_id", "officer_id"),
        CheckConstraint("(state = 'open') = (ended_on IS NULL)", name="ended_or_open"),
        Index(None, "state", "due_on"),
        Index(None, "officer_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    rule: ObligationRule = Field(sa_type=listed(ObligationRule, "rule"))
    plan_id: int = Field(foreign_key="operation_plan.id", index=True)
    subject_kind: str = Field(max_length=40)
    subject_id: int
    officer_id: int = Field(foreign_key="officer.id")
    started_on: date
    opens_on: date
    due_on: date
    lock_on: date | None = None
    due_version: int = 1
    in_rates: bool = True
    trigger_kind: TriggerKind | None = Field(default=None, sa_type=listed(TriggerKind, "trigger_kind"), nullable=True)
    silent: bool = False
    extended_late_on: date | None = None  # an extension dated after the due day: kept and shown, it moves nothing
    state: ObligationState = Field(sa_type=listed(ObligationState, "state"), default=ObligationState.OPEN)
    ended_on: date | None = None
    late: bool = False


class DueDayChange(Record, table=True):
    """Why and how a due day moved: every superseded date is kept. Append-only.

    ``withdrew_late`` is false for an extension dated after the due day that it meant to move: the day stays.
    ``paper`` stands for extensions alone.
    """

    __tablename__ = "due_day_change"
    __table_args__ = (
        CheckConstraint("cause <> 'extension' OR (days > 0 AND paper IS NOT NULL)", name="extension_has_its_paper"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    obligation_id: int = Field(foreign_key="obligation.id", index=True)
    cause: DueDayCause = Field(sa_type=listed(DueDayCause, "cause"), default=DueDayCause.EXTENSION)
    from_due_on: date
    to_due_on: date
    days: int
    paper: ExtensionPaper | None = Field(default=None, sa_type=listed(ExtensionPaper, "paper"), nullable=True)
    number: str = ""
    reason: str = ""
    dated_on: date
    withdrew_late: bool
    as_of: datetime


class Event(Record, table=True):
    """Something that happened (เหตุการณ์), written in the act's own transaction."""

    __table_args__ = (Index(None, "kind", "subject_kind", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    kind: str = Field(max_length=60)
    subject_kind: str = Field(max_length=40)
    subject_id: int
    payload: dict[str, object] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    as_of: datetime
