"""What the tables of the annual evaluation say, before they have a shape.

Amounts are integer satang; days are Gregorian dates; the renderers write Thai dates and digits.
"""

from dataclasses import dataclass
from datetime import date

from documents.content import CarriedLine, Office
from documents.letters import Signatory
from models.kinds import PostingPlace, YearEndKind
from procedure.evaluation import EvaluationTables
from procedure.matrix import Tally


@dataclass(frozen=True)
class UnfinishedLine:
    """A project that is neither completed nor cancelled, with what its post said of it. ``percent`` may be unknown."""

    number: int
    name: str
    unit: str
    status: str
    percent: int | None
    net_satang: int
    disbursed_satang: int
    obstacle: str
    proposal: str


@dataclass(frozen=True)
class DroppedLine:
    """A project that was cancelled, by an edition or by its post's report, or merged into another one.

    ``net_satang`` is what it had when it was cancelled; None of a merged one, whose money is the other's.
    """

    number: int
    name: str
    unit: str
    fate: str
    net_satang: int | None
    disbursed_satang: int
    reason: str
    authority: str


@dataclass(frozen=True)
class OutcomeLine:
    """What becomes of a project's money at the year's end; ``kind`` None: nothing is on record yet."""

    number: int
    name: str
    unit: str
    kind: YearEndKind | None
    satang: int
    authority: str
    expires_on: date | None


@dataclass(frozen=True)
class CourseLine:
    """One duty of the evaluation: when it was due, when it was done, and how that stands in words of ours."""

    duty: str
    due_on: date
    done_on: date | None
    standing: str
    document: str = ""


@dataclass(frozen=True)
class PostedLine:
    """A place at which the results were posted, until when they stay up at least, and when they were taken down."""

    place: PostingPlace
    posted_on: date
    until: date | None
    taken_down_on: date | None


@dataclass(frozen=True)
class QuarterLine:
    """How the posts reported in one quarter, and our liaison posts beside them."""

    quarter: int
    posts: Tally
    liaisons: Tally


@dataclass(frozen=True)
class EvaluationContent:
    """The evaluation of a year as it stands on a Bangkok day.

    ``tables`` hold the quarters that had ended. ``interim``: the year is not over; ``open_until``: the last of these
    quarters still takes reports, until that day.
    """

    office: Office
    fiscal_year: int
    on: date
    interim: bool
    open_until: date | None
    unreported_completed: int  # projects that the last quarter has no report of, completed by an earlier one
    tables: EvaluationTables
    quarters: tuple[QuarterLine, ...]
    unfinished: tuple[UnfinishedLine, ...]
    dropped: tuple[DroppedLine, ...]
    outcomes: tuple[OutcomeLine, ...]
    carried: tuple[CarriedLine, ...]
    course: tuple[CourseLine, ...]
    posted: tuple[PostedLine, ...]
    signatory: Signatory
