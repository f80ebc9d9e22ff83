"""What a quarter's report says, before it has a shape: one line for each project, and what happened to the plan.

Amounts are integer satang; days are Gregorian dates. All tables, totals and charts are computed from these lines.
"""

from datetime import date

from pydantic import BaseModel, ConfigDict

from documents.content import CarriedLine, Office
from documents.letters import Signatory
from models.kinds import ObstacleKind, ProgressStatus, TransferKind
from procedure.money_sources import MoneyKind


class QuarterFacts(BaseModel):
    """The facts of a quarter, as its renderers take them."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class QuarterStanding(QuarterFacts):
    """How a project stood in one quarter's round: its status (None: not reported) and, where told, its percent.

    ``in_plan``: the plan in force on the round's lock day had it already.
    """

    status: ProgressStatus | None
    percent: int | None
    in_plan: bool = True


class FundingPart(QuarterFacts):
    """What the plan gives a project from one kind of source."""

    kind: MoneyKind
    satang: int


class ReportLine(QuarterFacts):
    """A project of this year's plan at the end of a quarter.

    ``status`` None: not reported in this round. One cancelled by an edition is counted as cancelled and has no budget
    any more; a merged one is not counted, for it goes on within ``merged_into``. ``disbursed`` is to date by the newest
    report, in parts by the source it surely came from. ``quarters`` are the rounds of the year up to this one.
    """

    number: int
    name: str
    strategy: int  # its place among the report's strategies
    programme: str
    unit: str  # the leading division, or the agency of another agency's project
    outside: bool
    months: list[int]  # 0 = October to 11 = September
    status: ProgressStatus | None
    label: str
    percent: int | None
    quarters: list[QuarterStanding]
    added: bool  # by an addition to the plan
    merged_into: int | None = None  # the number of the project that it went into
    budget_satang: int  # after transfers
    contracted_satang: int
    funding: list[FundingPart]
    disbursed: list[FundingPart]
    saved_satang: int = 0
    behind: bool
    obstacle_kind: ObstacleKind | None = None
    obstacle: str = ""
    proposal: str = ""

    @property
    def disbursed_satang(self) -> int:
        """Return all that was disbursed to date."""
        return sum(part.satang for part in self.disbursed)

    @property
    def counted(self) -> bool:
        """Tell whether the project is one of the plan's still: a merged one is counted within another."""
        return self.merged_into is None

    def status_in(self, quarter: int) -> ProgressStatus | None:
        """Return the status in a quarter up to the report's own; None: not reported."""
        return self.status if quarter == len(self.quarters) else self.quarters[quarter - 1].status


class PlanChange(QuarterFacts):
    """What an edition did to a project. ``into`` is the number of the project that it was merged into."""

    announced_on: date
    edition: str  # เพิ่มเติม ครั้งที่ ๑
    action: str
    number: int
    name: str
    reason: str
    into: int | None = None


class TransferLine(QuarterFacts):
    """Budget moved between projects, or between a project and a line outside the plan, which is said in words."""

    approved_on: date
    kind: TransferKind
    giver: str
    taker: str
    satang: int
    document: str


class SubmissionCounts(QuarterFacts):
    """Counts of submissions of the quarter; received = on time + late, nothing and returned are within it."""

    expected: int
    received: int
    on_time: int
    late: int
    nothing: int
    returned: int
    not_informed: int  # of liaison posts, apart from the counts


class PostCell(QuarterFacts):
    """How a post stands in one quarter; ``standing`` as ``procedure.matrix.MatrixCell`` has it."""

    standing: str
    nothing: bool = False
    returned: bool = False
    not_informed: bool = False
    received_on: date | None = None
    source: str = ""
    asked_on: date | None = None


class PostLine(QuarterFacts):
    """A reporting post over the quarters up to this one."""

    post: str
    unit: str
    liaison: bool
    quarters: list[PostCell]


class QuarterReport(QuarterFacts):
    """The report of one quarter: final once its round is closed, until then interim as of ``told_on``."""

    office: Office
    fiscal_year: int
    quarter: int
    first_day: date
    last_day: date
    due_on: date
    closed_on: date | None  # None: interim
    told_on: date
    strategies: list[str]
    units: list[str]  # divisions in their order, then agencies
    counts: SubmissionCounts
    projects: list[ReportLine]
    changes: list[PlanChange]
    transfers: list[TransferLine]
    carried: list[CarriedLine]
    posts: list[PostLine]
    signatory: Signatory

    @property
    def told(self) -> "QuarterReport":
        """Return the report without what is no fact of the quarter: how the office writes, and who signs.

        By it a closed round's file is known again: an office that takes up other digits does not report anew.
        """
        usual = Office(**self.office.model_dump(exclude={"digits", "font", "pdf", "garuda"}))
        return self.model_copy(update={"office": usual, "signatory": Signatory(name="", post="")})
