"""Reading the board from the record: deadlines, sources, the quarters of each post, and the kept documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_
from sqlmodel import Session, col, or_, select

from models.evidence import StoredFile
from models.kinds import ObligationRule, ObligationState, ProgressStatus, SourceKind
from models.obligations import Obligation
from models.organizations import Agency, Division, Officer, Organization
from models.plans import Announcement, Edition, OperationPlan
from models.quarters import LockException, QuarterRound
from portal.pages import Present
from portal.sessions import Visitor, actor_reporting_for, actor_reviewing, visible
from procedure.calendar import WorkingDays, thai_digits
from procedure.duties import explain, short_due, short_duty, standing
from procedure.duty_subjects import duty_subjects
from procedure.matrix import MatrixCell, ProgressMatrix, Tally
from procedure.money import net_budgets
from procedure.other_duties import DUTY_NAMES
from procedure.plans import PlanOnRecord, editions_of, entries_in_force, identity, sources_of
from procedure.progress import ProgressLabel, behind_plan, newest_reports, progress_label

PURPOSES = {
    "draft_plan": "ร่างแผนการดำเนินงาน",
    "announcement": "ประกาศ",
    "announced_plan": "แผนการดำเนินงานที่ประกาศใช้",
    "quarter_summary": "สรุปผลรายไตรมาส",
}


@dataclass(frozen=True)
class Deadline:
    """An open deadline: in short, the edition or place it is about, in full, how it stands, and how many owe it."""

    short: str
    about: str
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
    """How one post stands in one quarter. ``path`` opens the form, where the visitor may report, or else the receipt.

    ``to_do`` marks what waits for the visitor's own report; ``review_path`` opens the review that waits for them.
    """

    standing: str
    nothing: bool = False
    returned: bool = False
    not_informed: bool = False
    source: str = ""
    asked_on: date | None = None
    path: str | None = None
    to_do: bool = False
    review_path: str | None = None


@dataclass(frozen=True)
class PostLine:
    """One post's row of the quarter matrix; ``own`` marks what the visitor holds or heads."""

    title: str
    unit: str
    liaison: bool
    own: bool
    cells: tuple[QuarterCell, ...]
    tally: Tally


@dataclass(frozen=True)
class ProjectLine:
    """What a project is called by its newest report."""

    name: str
    label: ProgressLabel
    behind: bool
    percent: int | None
    disbursed_satang: int


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


def open_deadlines(
    session: Session, facts: BoardFacts, who: Visitor, now: Present, working_days: WorkingDays
) -> list[Deadline]:
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
    subjects = duty_subjects(session, [group[0] for group in groups.values()])
    deadlines: list[Deadline] = []
    for group in groups.values():
        first = group[0]
        why_th, why_en = explain(first, working_days)
        if first.rule is ObligationRule.REPORT_QUARTER:
            number = thai_digits(numbers[first.subject_id])
            short = f"{DUTY_NAMES[first.rule]} ไตรมาสที่ {number} ภายใน{short_due(first)}"
        else:
            short = short_duty(first, working_days)
        about = subjects[identity(first.id)]
        deadlines.append(Deadline(short, about, why_th, why_en, standing(first, now.as_of), len(group)))
    return deadlines


def source_lines(session: Session, plan: PlanOnRecord, who: Visitor) -> list[SourceLine]:
    """Return the sources that collection asks; a visitor who does not read all sees only their own units'."""
    divisions = {actor.division_id for actor in who.actors} - {None}
    return [
        SourceLine(row.kind, row.title, row.asked_on, row.answered_on, row.looked_through_on)
        for row in sources_of(session, plan)
        if who.reads_all or row.division_id in divisions
    ]


def quarter_matrix(
    session: Session, matrix: ProgressMatrix, facts: BoardFacts, who: Visitor, now: Present
) -> list[PostLine]:
    """Return the four quarters of each reporting post that the visitor sees: by the divisions, liaisons last."""
    leave = _leave_in_force(session, facts, now)
    rounds = {row.number: row for row in matrix.rounds}
    return [
        PostLine(
            title=row.officer.title,
            unit=row.unit,
            liaison=row.liaison,
            own=any(
                actor.officer_id == row.officer.id
                or (actor.division_id and actor.division_id == row.officer.division_id)
                for actor in who.actors
            ),
            cells=tuple(
                _cell(cell, row.officer, rounds.get(cell.quarter), leave, facts, who, now) for cell in row.cells
            ),
            tally=row.tally,
        )
        for row in (*matrix.posts, *matrix.liaisons)
        if visible(who, row.officer)
    ]


def _cell(
    cell: MatrixCell,
    officer: Officer,
    quarter_round: QuarterRound | None,
    leave: set[tuple[int, int]],
    facts: BoardFacts,
    who: Visitor,
    now: Present,
) -> QuarterCell:
    if quarter_round is None or cell.standing in ("none", "not_yet", "not_opened"):
        return QuarterCell(cell.standing)
    form = f"/report/{facts.plan.plan.fiscal_year}/{cell.quarter}/{officer.id}"
    receipt = f"{form}/received/{cell.revision}" if cell.revision else None
    excepted = (identity(quarter_round.id), identity(officer.id)) in leave
    taken = now.today <= quarter_round.lock_on or excepted
    waits = cell.standing in ("open", "late") or cell.returned or (cell.standing == "missed" and excepted)
    unreviewed = cell.revision is not None and not cell.accepted and not cell.returned
    return QuarterCell(
        standing=cell.standing,
        nothing=cell.nothing,
        returned=cell.returned,
        not_informed=cell.not_informed,
        source=cell.source,
        asked_on=cell.asked_on,
        path=form if actor_reporting_for(who, officer) else receipt,
        to_do=taken and waits and actor_reporting_for(who, officer) is not None,
        review_path=form.replace("/report/", "/review/", 1) if unreviewed and actor_reviewing(who, officer) else None,
    )


def _leave_in_force(session: Session, facts: BoardFacts, now: Present) -> set[tuple[int, int]]:
    """Return the rounds and posts that may be reported today though the round has locked."""
    rows = session.exec(
        select(col(LockException.round_id), col(LockException.officer_id)).where(
            col(LockException.round_id).in_([row.id for row in facts.rounds]),
            col(LockException.dated_on) <= now.today,
            col(LockException.expires_on) >= now.today,
        )
    ).all()
    return {(round_id, officer_id) for round_id, officer_id in rows}


def project_lines(
    session: Session, matrix: ProgressMatrix, facts: BoardFacts, who: Visitor, now: Present
) -> list[tuple[str, list[ProjectLine]]]:
    """Return the projects in force that the visitor sees, by the unit that reports them, called by their newest report.

    What a project is called, and whether it is behind plan, is told for the end of the newest quarter that has opened;
    nothing is told before the first one has.
    """
    if not matrix.rounds:
        return []
    newest_round = matrix.rounds[-1]
    quarter = facts.plan.fiscal_year.quarter(newest_round.number)
    units = {row.officer.id: row.unit for row in (*matrix.posts, *matrix.liaisons) if visible(who, row.officer)}
    entries = [entry for entry in entries_in_force(session, facts.plan.plan_id, now.today) if entry.officer_id in units]
    net = net_budgets(session, facts.plan, now.today)
    reports = newest_reports(session, facts.plan.plan_id, now.today)
    lines: dict[str, list[ProjectLine]] = {unit: [] for unit in units.values()}
    for entry in entries:
        report = reports.get(entry.project_id)
        status = report.status if report else ProgressStatus.NOT_STARTED
        lines[units[entry.officer_id]].append(
            ProjectLine(
                name=entry.name,
                label=progress_label(report, entry.months, net.get(entry.project_id, 0), quarter),
                behind=behind_plan(status, entry.months, quarter.fiscal_year, newest_round.opens_on),
                percent=report.percent if report else None,
                disbursed_satang=report.disbursed_satang if report else 0,
            )
        )
    return [(unit, projects) for unit, projects in lines.items() if projects]


def newest_files(session: Session, facts: BoardFacts) -> list[FileLine]:
    """Return the newest document of each purpose and subject of a plan and of all its editions, without their bytes."""
    plan = facts.plan
    editions = {one.edition_id: one.title for one in editions_of(session, plan)}
    announced = session.exec(
        select(Announcement.id, Announcement.edition_id).where(col(Announcement.edition_id).in_(editions))
    ).all()
    announcements = {identity(number): editions[edition_id] for number, edition_id in announced}
    rows = session.exec(
        select(col(StoredFile.id), col(StoredFile.purpose), col(StoredFile.subject_id), col(StoredFile.name))
        .where(
            StoredFile.organization_id == plan.organization_id,
            or_(
                and_(col(StoredFile.purpose) == "draft_plan", col(StoredFile.subject_id).in_(editions)),
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
    titles = {"draft_plan": editions, "announcement": announcements, "announced_plan": announcements}
    newest = {
        (purpose, subject_id): FileLine(
            identity(file_id), f"{PURPOSES[purpose]} {titles.get(purpose, {}).get(subject_id, '')}".strip(), name
        )
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
