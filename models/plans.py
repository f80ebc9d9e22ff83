"""The yearly operation plan: editions, projects and their entries, equipment, funding, and what was decided."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, UniqueConstraint
from sqlmodel import Field

from models.kinds import (
    Approver,
    Capacity,
    EditionKind,
    EntryAction,
    EquipmentCategory,
    FundingSource,
    PostingEvent,
    PostingPlace,
    Programme,
    ResolutionOutcome,
    SourceKind,
    TriggerKind,
)
from models.records import Record, listed


class OperationPlan(Record, table=True):
    """The operation plan (แผนการดำเนินงาน) of one organization and fiscal year (Buddhist era)."""

    __tablename__ = "operation_plan"
    __table_args__ = (UniqueConstraint("organization_id", "fiscal_year"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    fiscal_year: int


_edition_version = Column("version", Integer, nullable=False)


class Edition(Record, table=True):
    """An edition of a plan: base (number 0), additions and amendments.

    The step is decided by these dates: each needs the one before it. A return by the committee empties
    ``compiled_on`` and ``submitted_on``; the resolution keeps what was considered. ``resolved_on`` is the committee's
    approval, ``approved_on`` the same day once it needs no countersignature any more. ``passes_committee`` and
    ``needs_posting`` are the office's settings as they stood when the edition was opened.
    """

    __table_args__ = (
        UniqueConstraint("plan_id", "kind", "number"),
        CheckConstraint("submitted_on IS NULL OR compiled_on IS NOT NULL", name="compiled_before_submitted"),
        CheckConstraint("resolved_on IS NULL OR submitted_on IS NOT NULL", name="submitted_before_resolved"),
        CheckConstraint("resolved_on IS NULL OR resolved_on >= submitted_on", name="resolved_after_submitted"),
        CheckConstraint(
            "approved_on IS NULL OR (resolved_on IS NOT NULL AND resolved_on = approved_on)",
            name="approved_as_resolved",
        ),
        CheckConstraint(
            "announced_on IS NULL OR approved_on IS NOT NULL OR (NOT passes_committee AND compiled_on IS NOT NULL)",
            name="approved_before_announced",
        ),
        CheckConstraint("announced_on IS NULL OR announced_on >= approved_on", name="announced_after_approved"),
        CheckConstraint("passes_committee OR kind = 'amendment'", name="amendment_alone_passes_none"),
        CheckConstraint("(kind = 'base') = (number = 0)", name="base_is_number_nought"),
        CheckConstraint(
            "abandoned_on IS NULL OR (announced_on IS NULL AND kind <> 'base')", name="only_unannounced_abandoned"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    plan_id: int = Field(foreign_key="operation_plan.id")
    kind: EditionKind = Field(sa_type=listed(EditionKind, "kind"))
    number: int
    opened_on: date
    uses_approaches: bool = True
    reason: str = ""
    passes_committee: bool = True
    needs_posting: bool = True
    draft_number: int = 0
    compiled_on: date | None = None
    compiled_by_id: int | None = Field(default=None, foreign_key="person.id")
    submitted_on: date | None = None
    resolved_on: date | None = None
    approved_on: date | None = None
    announced_on: date | None = None
    abandoned_on: date | None = None  # given up before its announcement; its number is not used again
    version: int = Field(default=1, sa_column=_edition_version)

    __mapper_args__ = {"version_id_col": _edition_version}  # noqa: RUF012 - SQLAlchemy reads it off the class


class Trigger(Record, table=True):
    """An event that starts the thirty days of clause 27, discharged by an edition.

    ``occurred_on``: promulgation of a budget, approval of accumulated funds (``approver`` says whose), or the day
    that a letter was received (วันที่ลงรับหนังสือ).
    """

    __table_args__ = (UniqueConstraint("edition_id", "kind", "occurred_on", "document"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    plan_id: int = Field(foreign_key="operation_plan.id")
    edition_id: int = Field(foreign_key="edition.id")
    kind: TriggerKind = Field(sa_type=listed(TriggerKind, "kind"))
    occurred_on: date
    document: str = ""
    approver: Approver | None = Field(default=None, sa_type=listed(Approver, "approver"), nullable=True)


class ProjectSource(Record, table=True):
    """A source that collection asks or looks through: a division, an agency's letter, an integrated plan."""

    __tablename__ = "project_source"
    __table_args__ = (
        UniqueConstraint("edition_id", "kind", "title"),
        CheckConstraint("kind <> 'division' OR division_id IS NOT NULL", name="division_named"),
        CheckConstraint("kind <> 'agency_letter' OR agency_id IS NOT NULL", name="agency_named"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    edition_id: int = Field(foreign_key="edition.id")
    kind: SourceKind = Field(sa_type=listed(SourceKind, "kind"))
    title: str
    division_id: int | None = Field(default=None, foreign_key="division.id")
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    asked_on: date | None = None
    answered_on: date | None = None
    looked_through_on: date | None = None
    reference: str = ""


class Strategy(Record, table=True):
    """A strategy (ยุทธศาสตร์) that projects are grouped by."""

    __table_args__ = (UniqueConstraint("plan_id", "name"), UniqueConstraint("plan_id", "number"))

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    plan_id: int = Field(foreign_key="operation_plan.id")
    number: int
    name: str


class Approach(Record, table=True):
    """A development approach (แนวทาง) under a strategy."""

    __table_args__ = (UniqueConstraint("strategy_id", "name"), UniqueConstraint("strategy_id", "number"))

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    strategy_id: int = Field(foreign_key="strategy.id")
    number: int
    name: str


class Project(Record, table=True):
    """The identity of a project; what it says stands in its entries, one per edition."""

    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    plan_id: int = Field(foreign_key="operation_plan.id")
    number: int
    agency_id: int | None = Field(default=None, foreign_key="agency.id")  # set: another agency's project


_entry_version = Column("version", Integer, nullable=False)


class ProjectEntry(Record, table=True):
    """The whole content of a project in one edition; frozen by trigger once the edition is announced.

    ``months`` are twelve bits (bit 0 = October). ``officer_id`` is the post that reports the project.
    ``based_on_id`` is the entry in force that a change, cancellation or merger was written from. ``pays_subsidy``: the
    money is paid out to a recipient, whose report completes the project.
    """

    __tablename__ = "project_entry"
    __table_args__ = (
        UniqueConstraint("edition_id", "project_id"),
        CheckConstraint("months BETWEEN 0 AND 4095", name="twelve_months"),
        Index(None, "officer_id", "edition_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    edition_id: int = Field(foreign_key="edition.id")
    project_id: int = Field(foreign_key="project.id", index=True)
    action: EntryAction = Field(sa_type=listed(EntryAction, "action"))
    merged_into_id: int | None = Field(default=None, foreign_key="project.id")
    strategy_id: int = Field(foreign_key="strategy.id")
    approach_id: int | None = Field(default=None, foreign_key="approach.id")
    programme: Programme = Field(sa_type=listed(Programme, "programme"))
    name: str
    detail: str = ""
    place: str = ""
    months: int = 0
    officer_id: int | None = Field(default=None, foreign_key="officer.id")
    source_id: int | None = Field(default=None, foreign_key="project_source.id")
    learnt_from: str = ""
    plan_reference: str = ""
    budget_reference: str = ""
    pays_subsidy: bool = False
    based_on_id: int | None = Field(default=None, foreign_key="project_entry.id")
    reason: str = ""
    authority: str = ""
    version: int = Field(default=1, sa_column=_entry_version)

    __mapper_args__ = {"version_id_col": _entry_version}  # noqa: RUF012 - SQLAlchemy reads it off the class


class EntryDivision(Record, table=True):
    """A division responsible for a project in one edition; position 0 leads and reports."""

    __tablename__ = "entry_division"
    __table_args__ = (UniqueConstraint("entry_id", "division_id"), UniqueConstraint("entry_id", "position"))

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    entry_id: int = Field(foreign_key="project_entry.id")
    division_id: int = Field(foreign_key="division.id", index=True)
    position: int


class EquipmentItem(Record, table=True):
    """An equipment item (ครุภัณฑ์, ผด.02/1) in one edition; frozen like an entry.

    A change or cancellation names the item of an earlier edition that it replaces.
    """

    __tablename__ = "equipment_item"
    __table_args__ = (
        UniqueConstraint("edition_id", "number"),
        CheckConstraint("months BETWEEN 0 AND 4095", name="twelve_months"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    edition_id: int = Field(foreign_key="edition.id")
    number: int
    action: EntryAction = Field(sa_type=listed(EntryAction, "action"), default=EntryAction.ADD)
    replaces_id: int | None = Field(default=None, foreign_key="equipment_item.id")
    category: EquipmentCategory = Field(sa_type=listed(EquipmentCategory, "category"))
    name: str
    detail: str = ""
    place: str = ""
    months: int = 0
    division_id: int = Field(foreign_key="division.id")
    reason: str = ""
    authority: str = ""


class FundingLine(Record, table=True):
    """Money of a project or an equipment item: source, the fiscal year of the money, amount in satang, authority.

    A commitment over several years has a line for each year; a plan counts its own year's.
    """

    __tablename__ = "funding_line"
    __table_args__ = (
        CheckConstraint("(entry_id IS NULL) <> (equipment_id IS NULL)", name="one_subject"),
        CheckConstraint("amount_satang >= 0", name="amount_not_negative"),
        CheckConstraint("source <> 'none' OR amount_satang = 0", name="no_source_no_money"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    entry_id: int | None = Field(default=None, foreign_key="project_entry.id", index=True)
    equipment_id: int | None = Field(default=None, foreign_key="equipment_item.id", index=True)
    source: FundingSource = Field(sa_type=listed(FundingSource, "source"))
    fiscal_year: int
    amount_satang: int = Field(sa_type=BigInteger)
    authority: str = ""


class Resolution(Record, table=True):
    """What a committee resolved (มติ) on a submitted draft."""

    __table_args__ = (
        UniqueConstraint("edition_id", "draft_number"),
        CheckConstraint("considered_on >= submitted_on", name="considered_after_submitted"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    edition_id: int = Field(foreign_key="edition.id")
    committee_id: int = Field(foreign_key="committee.id")
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id")  # None: recorded before meetings were kept
    recorded_by_id: int | None = Field(default=None, foreign_key="person.id")
    draft_number: int
    submitted_on: date
    considered_on: date
    number: str
    outcome: ResolutionOutcome = Field(sa_type=listed(ResolutionOutcome, "outcome"))
    remarks: str = ""


class ResolutionRemark(Record, table=True):
    """A committee's remark on one project."""

    __tablename__ = "resolution_remark"
    __table_args__ = (UniqueConstraint("resolution_id", "project_id"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    resolution_id: int = Field(foreign_key="resolution.id")
    project_id: int = Field(foreign_key="project.id")
    remark: str


class Countersignature(Record, table=True):
    """The clerk's countersignature on an approval that was recorded by whoever prepared the draft."""

    __table_args__ = (UniqueConstraint("resolution_id"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    resolution_id: int = Field(foreign_key="resolution.id")
    officer_id: int = Field(foreign_key="officer.id")
    person_id: int = Field(foreign_key="person.id")
    signed_on: date


class Announcement(Record, table=True):
    """The executive's announcement (ประกาศ) of an edition."""

    __table_args__ = (UniqueConstraint("edition_id"),)

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    edition_id: int = Field(foreign_key="edition.id")
    announced_on: date
    signatory_id: int = Field(foreign_key="officer.id")
    signatory_name: str
    acting_for: str | None = None  # the line under the name: รักษาราชการแทน and the post acted for
    capacity: Capacity = Field(sa_type=listed(Capacity, "capacity"), default=Capacity.OWN)
    authority: str = ""


class Posting(Record, table=True):
    """One place at which an announced plan is posted (ปิดประกาศ)."""

    __table_args__ = (
        UniqueConstraint("announcement_id", "place"),
        CheckConstraint("taken_down_on IS NULL OR taken_down_on > posted_on", name="down_after_up"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id")
    announcement_id: int = Field(foreign_key="announcement.id")
    place: PostingPlace = Field(sa_type=listed(PostingPlace, "place"))
    posted_on: date
    evidence: str = ""
    taken_down_on: date | None = None


class PostingSigner(Record, table=True):
    """Who signs the proof that a plan was posted at a place or taken down: position 0 did it, 1 and 2 are witnesses.

    Recording them again replaces them; the audit keeps both.
    """

    __tablename__ = "posting_signer"
    __table_args__ = (
        UniqueConstraint("posting_id", "event", "position"),
        CheckConstraint("position BETWEEN 0 AND 2", name="one_and_two_witnesses"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organization_id: int = Field(foreign_key="organization.id", index=True)
    posting_id: int = Field(foreign_key="posting.id")
    event: PostingEvent = Field(sa_type=listed(PostingEvent, "event"))
    position: int
    name: str = ""
    post: str = ""
