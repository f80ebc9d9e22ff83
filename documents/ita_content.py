"""What an office publishes for the integrity and transparency assessment (ITA): three files, each a plain model.

``ItaFile`` is what machines read, and its keys are a promise: ``schema_version`` rises when one changes. Amounts are
integer satang, days Gregorian, months ``YYYY-MM``.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from documents.content import Office
from models.kinds import FundingSource, ItaPart, OrganizationKind, YearEndKind

Status = Literal["not_started", "in_progress", "completed", "cancelled", "merged", "not_reported"]


class _Published(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ItaFunding(_Published):
    """A source of a project's money, as its plan names it; satang."""

    source: FundingSource
    source_th: str
    amount_satang: int = Field(ge=0)


class ItaReport(_Published):
    """The progress report that a project's figures stand on."""

    quarter: int = Field(ge=1, le=4)
    revision: int = Field(ge=1)
    received_on: date
    post: str


class ItaOutcome(_Published):
    """What becomes of a project's money at the year's end; satang."""

    kind: YearEndKind
    kind_th: str
    amount_satang: int = Field(ge=0)
    expires_on: date | None
    authority: str


class ItaProject(_Published):
    """One project. What a part does not tell is None: the plan no progress, the six months no outcome.

    ``planned_budget_satang`` is what the plan gives it, ``budget_satang`` what it has after transfers. ``status`` is
    ``not_reported`` where the last quarter has no report of it: its figures are then those of ``report``, an earlier
    one. ``disbursed_satang`` is to date, ``disbursed_first_quarter_satang`` to the end of quarter 1.
    """

    number: int
    name: str
    place: str
    strategy: str
    programme: str
    responsible: str
    other_agency: bool
    funding: list[ItaFunding]
    planned_budget_satang: int
    budget_satang: int
    planned_months: list[str]
    duration_th: str
    status: Status | None = None
    status_th: str | None = None
    percent: int | None = None
    contracted_satang: int | None = None
    disbursed_first_quarter_satang: int | None = None
    disbursed_satang: int | None = None
    obstacle: str | None = None
    report: ItaReport | None = None
    outcome: ItaOutcome | None = None
    merged_into: int | None = None


class ItaSums(_Published):
    """Sums over the projects of one side; satang."""

    projects: int
    planned_budget_satang: int
    budget_satang: int
    contracted_satang: int
    disbursed_first_quarter_satang: int
    disbursed_satang: int


class ItaOrganization(_Published):
    """Who publishes."""

    name: str
    kind: OrganizationKind
    district: str
    province: str


class ItaFile(_Published):
    """One part of the pack. Raises ``ValueError`` where the sums or the fingerprint do not fit the projects.

    ``as_at`` is the day the projects and budgets stand at; ``recorded_through`` the last day whose recordings count,
    ``settled`` whether the last round was closed by then. ``left_out_projects``: those that an edition had cancelled
    by that day, with what was disbursed of them; ``left_out_merged``: those that count with what they went into.
    """

    format: Literal["traimas.ita"] = "traimas.ita"
    schema_version: Literal["1.0"] = "1.0"
    part: ItaPart
    item: str | None
    title_th: str
    organization: ItaOrganization
    fiscal_year_be: int
    fiscal_year_from: date
    fiscal_year_to: date
    as_at: date
    recorded_through: date
    settled: bool
    settles_after: date | None
    currency: Literal["THB"] = "THB"
    amounts_in: Literal["satang"] = "satang"
    projects: list[ItaProject]
    own: ItaSums
    other_agencies: ItaSums
    left_out_projects: int = 0
    left_out_merged: int = 0
    left_out_disbursed_satang: int = 0
    facts_sha256: str = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for sums, other in ((self.own, False), (self.other_agencies, True)):
            if sums != sums_of(project for project in self.projects if project.other_agency is other):
                raise ValueError("the sums are not those of the projects")
        if self.facts_sha256 and self.facts_sha256 != fingerprint(self):
            raise ValueError("the fingerprint is not that of the facts")
        return self


class ItaContent(BaseModel):
    """A part, and the office in whose way it is written out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    office: Office
    file: ItaFile


def sums_of(projects: Iterable[ItaProject]) -> ItaSums:
    """Return the sums over some projects; what is not told adds nothing."""
    found = list(projects)
    return ItaSums(
        projects=len(found),
        planned_budget_satang=sum(one.planned_budget_satang for one in found),
        budget_satang=sum(one.budget_satang for one in found),
        contracted_satang=sum(one.contracted_satang or 0 for one in found),
        disbursed_first_quarter_satang=sum(one.disbursed_first_quarter_satang or 0 for one in found),
        disbursed_satang=sum(one.disbursed_satang or 0 for one in found),
    )


def fingerprint(file: ItaFile) -> str:
    """Return the SHA-256 of what a file says: two files with the same one say the same."""
    said = file.model_dump(mode="json", exclude={"facts_sha256"})
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def sealed(file: ItaFile) -> ItaFile:
    """Return the file with its fingerprint."""
    return file.model_copy(update={"facts_sha256": fingerprint(file)})
