"""The matrix of a plan's reports: each post over four quarters, with counts and rates; liaison posts stand apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.kinds import ObligationRule, ObligationState, ReviewOutcome, SubmissionKind
from models.obligations import Obligation
from models.organizations import Agency, Division, Officer
from models.quarters import QuarterRound, Submission, SubmissionReview
from procedure.calendar import bangkok_date
from procedure.duties import lock_day, standing
from procedure.plans import PlanOnRecord, entries_in_force, identity

QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True)
class Tally:
    """Counts of submissions; received = on time + late, and what was returned or nothing to report is within it."""

    expected: int = 0
    received: int = 0
    on_time: int = 0
    late: int = 0
    nothing: int = 0
    returned: int = 0
    not_informed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    @property
    def missing(self) -> int:
        """Return what is expected and not received, whether or not it may still come."""
        return self.expected - self.received

    @property
    def received_rate(self) -> float | None:
        """Return received of expected in percent, one decimal; None where nothing is expected."""
        return _rate(self.received, self.expected)

    @property
    def on_time_rate(self) -> float | None:
        """Return received on time of expected in percent, one decimal; None where nothing is expected."""
        return _rate(self.on_time, self.expected)


@dataclass(frozen=True)
class MatrixCell:
    """How a post stands in one quarter.

    ``standing`` is that of its obligation (open, late, met, met_late, missed, withdrawn), ``not_yet`` before the round
    opens, ``not_opened`` where the plan was announced after the quarter's lock day (papers may still open the round),
    ``none`` where the post owes nothing. ``source`` and ``asked_on``: whom a liaison asked that told it nothing.
    """

    quarter: int
    standing: str
    tally: Tally = Tally()
    revision: int | None = None
    received_on: date | None = None
    source: str = ""
    asked_on: date | None = None
    accepted: bool = False

    @property
    def nothing(self) -> bool:
        return self.tally.nothing > 0

    @property
    def returned(self) -> bool:
        return self.tally.returned > 0

    @property
    def not_informed(self) -> bool:
        return self.tally.not_informed > 0


@dataclass(frozen=True)
class MatrixRow:
    """A post's four quarters; ``unit`` is its division or the agency that it reports for."""

    officer: Officer
    unit: str
    liaison: bool
    cells: tuple[MatrixCell, ...]

    @property
    def tally(self) -> Tally:
        return _sum(cell.tally for cell in self.cells)


@dataclass(frozen=True)
class ProgressMatrix:
    """The posts in the order of their divisions, and our liaison posts, which no rate counts."""

    posts: tuple[MatrixRow, ...]
    liaisons: tuple[MatrixRow, ...]
    rounds: tuple[QuarterRound, ...]

    def quarter(self, number: int) -> Tally:
        """Return the counts of a quarter over the posts in the rates."""
        return _sum(row.cells[number - 1].tally for row in self.posts)

    @property
    def tally(self) -> Tally:
        """Return the counts of all quarters over the posts in the rates."""
        return _sum(row.tally for row in self.posts)


def _unopened(on_record: PlanOnRecord, number: int, today: date) -> str:
    """Return how a quarter without a round stands, by the office's usual days."""
    office = on_record.office_settings
    due_on = office.quarter_due_on(on_record.fiscal_year.quarter(number))
    return "not_opened" if today > lock_day(due_on, office.lock_after_days) else "not_yet"


def progress_matrix(session: Session, on_record: PlanOnRecord, as_of: datetime) -> ProgressMatrix:
    """Return the matrix of a plan as it stands at an instant, in a fixed number of queries.

    A submission counts from the Bangkok day it was received, also one typed in later; the newest revision tells what it
    is. Posts are those that owe a report, or whose projects are in force.
    """
    today = bangkok_date(as_of)
    posts = _posts(session, on_record.organization_id)
    rounds = [
        row
        for row in session.exec(
            select(QuarterRound).where(QuarterRound.plan_id == on_record.plan_id).order_by(col(QuarterRound.number))
        )
        if row.opens_on <= today
    ]
    owed = {
        (row.officer_id, row.subject_id): row
        for row in session.exec(
            select(Obligation).where(
                Obligation.organization_id == on_record.organization_id,
                Obligation.plan_id == on_record.plan_id,
                Obligation.rule == ObligationRule.REPORT_QUARTER,
            )
        )
    }
    received = _received(session, rounds, today)
    reviews = _reviews(session, received, as_of)
    owing = {officer_id for officer_id, _round in owed} | {
        entry.officer_id for entry in entries_in_force(session, on_record.plan_id, today) if entry.officer_id
    }
    rows: list[tuple[tuple[int, int], MatrixRow]] = []
    for officer_id in owing:
        officer, unit, position = posts[officer_id]
        cells = {
            row.number: _cell(row, owed.get((officer_id, identity(row.id))), received, reviews, as_of) for row in rounds
        }
        row = MatrixRow(
            officer=officer,
            unit=unit,
            liaison=officer.agency_id is not None,
            cells=tuple(
                cells.get(number) or MatrixCell(number, _unopened(on_record, number, today)) for number in QUARTERS
            ),
        )
        rows.append(((position, officer_id), row))
    ordered = [row for _order, row in sorted(rows, key=lambda pair: pair[0])]
    return ProgressMatrix(
        posts=tuple(row for row in ordered if not row.liaison),
        liaisons=tuple(row for row in ordered if row.liaison),
        rounds=tuple(rounds),
    )


_Key = tuple[int, int]  # post and round


def _posts(session: Session, organization_id: int) -> dict[int, tuple[Officer, str, int]]:
    """Return each post with its unit and place in the order of divisions; a post outside them stands after them."""
    rows = session.exec(
        select(Officer, col(Division.name), col(Division.position), col(Agency.name))
        .outerjoin(Division, col(Division.id) == col(Officer.division_id))
        .outerjoin(Agency, col(Agency.id) == col(Officer.agency_id))
        .where(Officer.organization_id == organization_id)
    ).all()
    return {
        identity(officer.id): (officer, agency or division or "", position or len(rows) + 1)
        for officer, division, position, agency in rows
    }


def _received(session: Session, rounds: list[QuarterRound], today: date) -> dict[_Key, tuple[Submission, Submission]]:
    """Return each post's first and newest submission of a round by a day."""
    rows = session.exec(
        select(Submission)
        .where(col(Submission.round_id).in_([row.id for row in rounds]), col(Submission.received_on) <= today)
        .order_by(col(Submission.revision))
    )
    found: dict[_Key, tuple[Submission, Submission]] = {}
    for row in rows:
        key = (row.officer_id, row.round_id)
        found[key] = (found[key][0] if key in found else row, row)
    return found


def _reviews(
    session: Session, received: dict[_Key, tuple[Submission, Submission]], as_of: datetime
) -> dict[int, ReviewOutcome]:
    newest = [row.id for _first, row in received.values()]
    rows = session.exec(
        select(SubmissionReview).where(
            col(SubmissionReview.submission_id).in_(newest), col(SubmissionReview.reviewed_at) <= as_of
        )
    )
    return {row.submission_id: row.outcome for row in rows}


def _cell(
    quarter_round: QuarterRound,
    obligation: Obligation | None,
    received: dict[_Key, tuple[Submission, Submission]],
    reviews: dict[int, ReviewOutcome],
    as_of: datetime,
) -> MatrixCell:
    if obligation is None:
        return MatrixCell(quarter_round.number, "none")
    stands = standing(obligation, as_of)
    first, newest = received.get((obligation.officer_id, identity(quarter_round.id)), (None, None))
    came = stands in ("met", "met_late") and first is not None and newest is not None
    if not came or first is None or newest is None:
        expected = int(obligation.state is not ObligationState.WITHDRAWN)
        return MatrixCell(quarter_round.number, stands, Tally(expected=expected))
    outcome = reviews.get(identity(newest.id))
    return MatrixCell(
        quarter=quarter_round.number,
        standing=stands,
        tally=Tally(
            expected=1,
            received=1,
            on_time=int(stands == "met"),
            late=int(stands == "met_late"),
            nothing=int(newest.kind is SubmissionKind.NOTHING),
            returned=int(outcome is ReviewOutcome.RETURNED),
            not_informed=int(newest.kind is SubmissionKind.NOT_INFORMED),
        ),
        revision=newest.revision,
        received_on=first.received_on,
        source=newest.source,
        asked_on=newest.asked_on,
        accepted=outcome is ReviewOutcome.ACCEPTED,
    )


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total += tally
    return total


def _rate(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None
