"""The annual evaluation (ติดตามและประเมินผล) of a plan: reported, presented, announced, posted."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from models.kinds import PostingPlace
from models.records import Record, listed


class Evaluation(Record, table=True):
    """The evaluation of one fiscal year's plan, opened on the day after the year ends.

    The executive is reported to, presents it to the council and to the development committee, and announces it.
    """

    __table_args__ = (
        UniqueConstraint("plan_id"),
        CheckConstraint("announced_on IS NULL OR reported_on IS NOT NULL", name="reported_before_announced"),
        CheckConstraint("announced_on IS NULL OR announced_on >= reported_on", name="announced_after_reported"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    plan_id: int = Field(foreign_key="operation_plan.id")
    opened_on: date
    reported_on: date | None = None
    document: str = ""
    presented_to_council_on: date | None = None
    presented_to_committee_on: date | None = None
    announced_on: date | None = None


class EvaluationPosting(Record, table=True):
    """One place at which the evaluation's results are posted."""

    __tablename__ = "evaluation_posting"
    __table_args__ = (
        UniqueConstraint("evaluation_id", "place"),
        CheckConstraint("taken_down_on IS NULL OR taken_down_on > posted_on", name="down_after_up"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    evaluation_id: int = Field(foreign_key="evaluation.id")
    place: PostingPlace = Field(sa_type=listed(PostingPlace, "place"))
    posted_on: date
    evidence: str = ""
    taken_down_on: date | None = None
