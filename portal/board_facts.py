"""Reading the board from the record: deadlines, sources, the quarters of each post, and the kept documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_
from sqlmodel import Session, col, or_, select

from models.evidence import StoredFile
from models.kinds import ObligationRule, ObligationState, SourceKind, SubmissionKind
from models.obligations import Obligation
from models.organizations import Agency, Division, Officer, Organization
from models.plans import Announcement, Edition, OperationPlan
from models.quarters import QuarterRound, Submission
from portal.pages import Present
from portal.sessions import Visitor, actor_reporting_for
from procedure.calendar import WorkingDays, thai_digits
from procedure.duties import explain, short_due, short_duty, standing
from procedure.other_duties import DUTY_NAMES
from procedure.plans import PlanOnRecord, entries_in_force, identity, sources_of
from procedure.progress import RoundCounts, count_round

PURPOSES = {
    "draft_plan": "ร่างแผนการดำเนินงาน",
    "announcement": "ประกาศ",
    "announced_plan": "แผนการดำเนินงานที่ประกาศใช้",
    "quarter_summary": "สรุปผลรายไตรมาส",
}


@dataclass(frozen=True)
class Deadline:
    """An open deadline: in short, in full, how it stands, and how many posts owe it."""

    short: str
    why_th: str
    why_en: str
    standing: str
    posts: int


@dataclass(frozen=True)
class SourceLine:
    """A source of collection, and the days on which it was asked, answered or looked through."""

    kind: SourceKind
    title: str
    asked_on: date | None
    answered_on: date | None
    looked_through_on: date | None


@dataclass(frozen=True)
class QuarterCell:
    """How one post stands in one quarter. ``path`` opens the form, where the visitor may report."""

    standing: str
    nothing: bool = False
    path: str | None = None


@dataclass(frozen=True)
class PostLine:
    """One post's row of the quarter matrix; ``own`` marks what the visitor holds or heads."""

    title: str
    unit: str
    liaison: bool
    own: bool
    cells: tuple[QuarterCell, ...]


@dataclass(frozen=True)
class FileLine:
    """A kept document to download."""

    file_id: int
    title: str
    name: str


def plans_of(session: Session, organization_id: int) -> list[PlanOnRecord]:
    """Return an organization's plans, newest fiscal year first."""
    rows = session.exec(
        select(Organization, OperationPlan, Edition)
        .join(OperationPlan, col(OperationPlan.organization_id) == col(Organization.id))
        .join(Edition, col(Edition.plan_id) == col(OperationPlan.id))
        .where(Organization.id == organization_id, Edition.number == 0)
        .order_by(col(OperationPlan.fiscal_year).desc())
    ).all()
    return [PlanOnRecord(*row) for row in rows]


@dataclass(frozen=True)
class _Post:
    officer: Officer
    unit: str
    position: int


@dataclass(frozen=True)
class BoardFacts:
    """What the board reads once and its parts share."""

    plan: PlanOnRecord
    posts: Mapping[int, _Post]
    obligations: Sequence[Obligation]
    rounds: Sequence[QuarterRound]


def read_board(session: Session, plan: PlanOnRecord) -> BoardFacts:
    """Read a plan's posts, obligations and rounds."""
    officers = session.exec(
        select(Officer, col(Division.name), col(Division.position), col(Agency.name))
        .outerjoin(Division, col(Division.id) == col(Officer.division_id))
        .outerjoin(Agency, col(Agency.id) == col(Officer.agency_id))
        .where(Officer.organization_id == plan.organization_id)
        .order_by(col(Officer.id))
    ).all()
    posts = {
        # A post outside the divisions stands after them.
        identity(officer.id): _Post(officer, division or agency or "", position or len(officers) + 1)
        for officer, division, position, agency in officers
    }
    obligations = session.exec(
        select(Obligation)
        .where(Obligation.plan_id == plan.plan_id, Obligation.organization_id == plan.organization_id)
        .order_by(col(Obligation.due_on), col(Obligation.id))
    ).all()
    rounds = session.exec(
        select(QuarterRound).where(QuarterRound.plan_id == plan.plan_id).order_by(col(QuarterRound.number))
    ).all()
    return BoardFacts(plan, posts, obligations, rounds)


def visible(who: Visitor, officer: Officer) -> bool:
    """Tell whether a visitor sees how a post reports: readers of all see every post, others their own division's."""
    return who.reads_all or any(
        actor.officer_id == officer.id or (actor.division_id is not None and actor.division_id == officer.division_id)
        for actor in who.actors
    )


def open_deadlines(facts: BoardFacts, who: Visitor, now: Present, working_days: WorkingDays) -> list[Deadline]:
    """Return the open deadlines, one per duty: those of many posts for one quarter stand together."""
    groups: dict[tuple[ObligationRule, int, str], list[Obligation]] = {}
    for row in facts.obligations:
        of_many = row.rule in (ObligationRule.REPORT_QUARTER, ObligationRule.SUBMIT_PROJECTS)
        seen = not of_many or visible(who, facts.posts[row.officer_id].officer)
        if row.state is ObligationState.OPEN and row.opens_on <= now.today and seen:
            # Each division owes its projects for a source of its own: by one day they stand together.
            apart = row.due_on.toordinal() if row.rule is ObligationRule.SUBMIT_PROJECTS else row.subject_id
            groups.setdefault((row.rule, apart, row.subject_kind), []).append(row)
    numbers = {row.id: row.number for row in facts.rounds}
    deadlines: list[Deadline] = []
    for group in groups.values():
        first = group[0]
        why_th, why_en = explain(first, working_days)
        if first.rule is ObligationRule.REPORT_QUARTER:
            number = thai_digits(numbers[first.subject_id])
            short = f"{DUTY_NAMES[first.rule]} ไตรมาสที่ {number} ภายใน{short_due(first)}"
        else:
            short = short_duty(first, working_days)
        deadlines.append(Deadline(short, why_th, why_en, standing(first, now.as_of), len(group)))
    return deadlines


def source_lines(session: Session, plan: PlanOnRecord, who: Visitor) -> list[SourceLine]:
    """Return the sources that collection asks; a visitor who does not read all sees only their own units'."""
    divisions = {actor.division_id for actor in who.actors} - {None}
    return [
        SourceLine(row.kind, row.title, row.asked_on, row.answered_on, row.looked_through_on)
        for row in sources_of(session, plan)
        if who.reads_all or row.division_id in divisions
    ]


def quarter_matrix(session: Session, facts: BoardFacts, who: Visitor, now: Present) -> list[PostLine]:
    """Return each reporting post's four quarters, in the order of the divisions, liaison posts last."""
    owed = {
        (row.officer_id, row.subject_id): row for row in facts.obligations if row.rule is ObligationRule.REPORT_QUARTER
    }
    nothing = _nothing_reported(session, facts)
    owing = {officer_id for officer_id, _round in owed} | {
        entry.officer_id for entry in entries_in_force(session, facts.plan.plan_id, now.today)
    }
    lines: list[tuple[tuple[bool, int, int], PostLine]] = []
    for officer_id in owing - {None}:
        post = facts.posts[identity(officer_id)]
        if not visible(who, post.officer):
            continue
        cells = {
            row.number: _cell(row, owed.get((identity(officer_id), identity(row.id))), nothing, post, facts, who, now)
            for row in facts.rounds
        }
        liaison = post.officer.agency_id is not None
        line = PostLine(
            title=post.officer.title,
            unit=post.unit,
            liaison=liaison,
            own=any(
                actor.officer_id == officer_id or (actor.division_id and actor.division_id == post.officer.division_id)
                for actor in who.actors
            ),
            cells=tuple(cells.get(number, QuarterCell("not_yet")) for number in range(1, 5)),
        )
        lines.append(((liaison, post.position, identity(officer_id)), line))
    return [line for _order, line in sorted(lines, key=lambda pair: pair[0])]


def _cell(
    quarter_round: QuarterRound,
    obligation: Obligation | None,
    nothing: set[tuple[int, int]],
    post: _Post,
    facts: BoardFacts,
    who: Visitor,
    now: Present,
) -> QuarterCell:
    if obligation is None:
        return QuarterCell("none")
    may = actor_reporting_for(who, post.officer) is not None
    fiscal_year = facts.plan.plan.fiscal_year
    return QuarterCell(
        standing=standing(obligation, now.as_of),
        nothing=(identity(quarter_round.id), obligation.officer_id) in nothing,
        path=f"/report/{fiscal_year}/{quarter_round.number}/{obligation.officer_id}" if may else None,
    )


def _nothing_reported(session: Session, facts: BoardFacts) -> set[tuple[int, int]]:
    """Return the rounds and posts whose newest submission is that there is nothing to report."""
    rows = session.exec(
        select(col(Submission.round_id), col(Submission.officer_id), col(Submission.kind))
        .where(col(Submission.round_id).in_([row.id for row in facts.rounds]))
        .order_by(col(Submission.revision))
    ).all()
    newest = {(round_id, officer_id): kind for round_id, officer_id, kind in rows}
    return {key for key, kind in newest.items() if kind is SubmissionKind.NOTHING}


def round_rates(session: Session, facts: BoardFacts) -> list[tuple[int, RoundCounts]]:
    """Return the counts of each opened quarter, over the posts in the rates."""
    return [(row.number, count_round(session, row)) for row in facts.rounds]


def newest_files(session: Session, facts: BoardFacts) -> list[FileLine]:
    """Return the newest document of each purpose and subject of a plan, without their bytes."""
    plan = facts.plan
    announcements = select(Announcement.id).where(Announcement.edition_id == plan.edition_id)
    rows = session.exec(
        select(col(StoredFile.id), col(StoredFile.purpose), col(StoredFile.subject_id), col(StoredFile.name))
        .where(
            StoredFile.organization_id == plan.organization_id,
            or_(
                and_(col(StoredFile.purpose) == "draft_plan", col(StoredFile.subject_id) == plan.edition_id),
                and_(
                    col(StoredFile.purpose).in_(("announcement", "announced_plan")),
                    col(StoredFile.subject_id).in_(announcements),
                ),
                and_(
                    col(StoredFile.purpose) == "quarter_summary",
                    col(StoredFile.subject_id).in_([row.id for row in facts.rounds]),
                ),
            ),
        )
        .order_by(col(StoredFile.id))
    ).all()
    newest = {
        (purpose, subject_id): FileLine(identity(file_id), PURPOSES[purpose], name)
        for file_id, purpose, subject_id, name in rows
    }
    order = list(PURPOSES)
    return [line for _key, line in sorted(newest.items(), key=lambda pair: (order.index(pair[0][0]), pair[0][1]))]


def find_file(session: Session, organization_id: int, file_id: int) -> StoredFile | None:
    """Return a document that the board offers, of this organization only."""
    return session.exec(
        select(StoredFile).where(
            StoredFile.id == file_id,
            StoredFile.organization_id == organization_id,
            col(StoredFile.purpose).in_(PURPOSES),
        )
    ).first()
