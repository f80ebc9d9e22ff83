"""Money that moves during the year: transfers, what the finance division confirms, and what becomes of the rest."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from models.kinds import Approver, TransferKind, YearEndKind
from models.records import Record, listed


class BudgetTransfer(Record, table=True):
    """A transfer or change of a budget line (โอนงบประมาณ, แก้ไขเปลี่ยนแปลงคำชี้แจง); append-only.

    Each side is a project of the plan or, in words, a budget line outside it. Amount in satang; nought for a change of
    detail. The net budget is derived from these rows, never stored.
    """

    __tablename__ = "budget_transfer"
    __table_args__ = (
        CheckConstraint("amount_satang >= 0", name="amount_not_negative"),
        CheckConstraint("(kind = 'change_detail') = (amount_satang = 0)", name="only_detail_moves_nothing"),
        # A new item may be paid for by a line outside the plan: it enters the plan by an edition.
        CheckConstraint(
            "from_project_id IS NOT NULL OR to_project_id IS NOT NULL OR kind = 'new_item'", name="touches_the_plan"
        ),
        CheckConstraint("from_project_id IS NULL OR from_item = ''", name="one_giver"),
        CheckConstraint("to_project_id IS NULL OR to_item = ''", name="one_taker"),
        CheckConstraint(
            "from_project_id IS NULL OR to_project_id IS NULL OR from_project_id <> to_project_id OR amount_satang = 0",
            name="not_to_itself",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    plan_id: int = Field(foreign_key="operation_plan.id", index=True)
    kind: TransferKind = Field(sa_type=listed(TransferKind, "kind"))
    from_project_id: int | None = Field(default=None, foreign_key="project.id")
    from_item: str = ""
    to_project_id: int | None = Field(default=None, foreign_key="project.id")
    to_item: str = ""
    amount_satang: int = Field(sa_type=BigInteger)
    approver: Approver = Field(sa_type=listed(Approver, "approver"))
    approved_on: date
    document: str
    reason: str = ""
    proposes_edition: bool = False


class ConfirmedAmount(Record, table=True):
    """What the finance division (กองคลัง) confirms of a project to the end of a quarter, in satang; append-only.

    The newest revision stands. A difference from the progress report is listed, never overwritten.
    """

    __tablename__ = "confirmed_amount"
    __table_args__ = (
        UniqueConstraint("plan_id", "project_id", "quarter", "revision"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="four_quarters"),
        CheckConstraint("contracted_satang >= 0 AND disbursed_satang >= 0", name="amounts_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    plan_id: int = Field(
        foreign_key="operation_plan.id"
    )  # of the quarter; a carried project's own plan is an earlier one
    project_id: int = Field(foreign_key="project.id", index=True)
    quarter: int
    revision: int
    contracted_satang: int = Field(sa_type=BigInteger)
    disbursed_satang: int = Field(sa_type=BigInteger)
    confirmed_on: date
    document: str = ""


class YearEndOutcome(Record, table=True):
    """What becomes of an unfinished project at 30 September, by what authority and until when; append-only.

    The newest revision stands: money kept by the council may later be extended, or lapse.
    """

    __tablename__ = "year_end_outcome"
    __table_args__ = (
        UniqueConstraint("project_id", "revision"),
        CheckConstraint("amount_satang >= 0", name="amount_not_negative"),
        CheckConstraint(
            "(kind IN ('carried_committed', 'carried_uncommitted', 'extended')) = (expires_on IS NOT NULL)",
            name="what_is_carried_expires",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    plan_id: int = Field(foreign_key="operation_plan.id", index=True)
    project_id: int = Field(foreign_key="project.id")
    revision: int
    kind: YearEndKind = Field(sa_type=listed(YearEndKind, "kind"))
    amount_satang: int = Field(sa_type=BigInteger)
    authority: str
    dated_on: date
    expires_on: date | None = None
