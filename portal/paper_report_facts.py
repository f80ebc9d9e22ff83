"""What the page of reports on paper shows: a division's workbook, and what each post in it would sign by it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from documents.quarter_workbook import KIND_NAMES
from documents.quarter_workbook_facts import quarter_books
from documents.quarter_workbook_reading import read_quarter_workbook
from documents.workbook_apart import cells_apart
from documents.workbook_reading import WorkbookProblem
from flows.perform import perform, try_act
from flows.quarter_import import PostPart, QuarterImport
from models.kinds import Role
from models.organizations import Organization
from models.plans import Edition, OperationPlan
from models.quarters import QuarterRound, Submission
from portal.pages import Present
from portal.sent_files import SentFile
from portal.sessions import Portal, Visitor
from procedure.act import Outcome
from procedure.acts.register import registered
from procedure.acts.reporting import SubmittedReports
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import PlanOnRecord, identity
from procedure.progress import latest_submissions

PATH = "/reports/workbook"


@dataclass(frozen=True)
class OpenRound:
    """A quarter's round; ``key`` is what forms call it."""

    on_record: PlanOnRecord
    quarter_round: QuarterRound

    @property
    def key(self) -> str:
        return f"{self.on_record.plan.fiscal_year}-{self.quarter_round.number}"


@dataclass(frozen=True)
class SentPaper:
    """A file as it was sent, and the paper that it came with."""

    file: SentFile
    received_on: date
    document: str


@dataclass(frozen=True)
class PaperPreview:
    """What importing a file would have each post sign, and what is wrong with it. Nothing of it is recorded."""

    round: OpenRound
    sent: SentPaper
    importing: QuarterImport
    parts: Sequence[PostPart] = ()
    problems: Sequence[WorkbookProblem] = ()
    refused: ProcedureError | None = None  # what the record says against the file as a whole
    latest: Mapping[int, Submission] = field(default_factory=dict)  # what each post has sent so far

    @property
    def wrong(self) -> bool:
        """Tell whether anything keeps the file from being taken: then nothing of it is."""
        return bool(self.problems or self.refused or any(part.refusals for part in self.parts))

    @property
    def to_send(self) -> int:
        """Return how many posts' reports would be recorded."""
        return sum(part.standing == "would_send" for part in self.parts)

    def kind_of(self, part: PostPart) -> str:
        """Return what a post would send, as its workbook calls it."""
        return KIND_NAMES[part.filled.kind]

    @property
    def seen(self) -> str:
        """Return the digest of all this: the import is of what was shown, or shows it anew."""
        told = [
            (
                part.facts.model_dump_json(),
                part.standing,
                part.changed(),
                [(cell, error.code) for cell, error in part.refusals],
                latest.revision if (latest := self.latest.get(part.facts.officer_id)) else 0,
            )
            for part in self.parts
        ]
        file = hashlib.sha256(self.sent.file.content).hexdigest()
        paper = (self.sent.received_on, self.sent.document)
        return hashlib.sha256(repr((identity(self.round.quarter_round.id), file, paper, told)).encode()).hexdigest()


def paper_recorder(who: Visitor) -> Actor | None:
    """Return as whom a visitor records reports on paper, or None; a post of their own goes before the
    administrator's."""
    able = [actor for actor in who.actors if actor.may(Permission.RECORD_PAPER_REPORTS)]
    able.sort(key=lambda actor: Role.ADMINISTRATOR in actor.roles)
    return able[0] if able else None


def open_rounds(session: Session, organization_id: int) -> list[OpenRound]:
    """Return the rounds of an organization that were opened, the newest first; also closed ones, for a paper may have
    come in time."""
    rows = session.exec(
        select(Organization, OperationPlan, Edition, QuarterRound)
        .join(OperationPlan, col(OperationPlan.organization_id) == col(Organization.id))
        .join(Edition, col(Edition.plan_id) == col(OperationPlan.id))
        .join(QuarterRound, col(QuarterRound.plan_id) == col(OperationPlan.id))
        .where(Organization.id == organization_id, Edition.number == 0)
        .order_by(col(OperationPlan.fiscal_year).desc(), col(QuarterRound.number).desc())
    )
    return [OpenRound(PlanOnRecord(office, plan, edition), one) for office, plan, edition, one in rows]


def preview_of(portal: Portal, actor: Actor, now: Present, chosen: OpenRound, sent: SentPaper) -> PaperPreview:
    """Read a file apart and try what each post in it would sign; nothing is written."""
    importing = _importing(portal, actor, now, chosen, sent.received_on)
    try:
        with portal.database.read() as session:
            books = quarter_books(session, chosen.on_record, chosen.quarter_round, sent.received_on)
    except ProcedureError as error:
        return PaperPreview(chosen, sent, importing, refused=error)
    reading = read_quarter_workbook(sent.file.content, books, sent.file.name, cells_apart)
    if reading.problems:
        return PaperPreview(chosen, sent, importing, problems=reading.problems)
    year, number = chosen.on_record.plan.fiscal_year, chosen.quarter_round.number
    parts = [
        PostPart(filled, filled.paper_facts(year, number, sent.received_on, sent.document)) for filled in reading.posts
    ]
    with portal.database.read() as session:
        for part in parts:
            importing.compare(session, part)
        latest = latest_submissions(session, identity(chosen.quarter_round.id))
    for part in parts:
        with portal.database.read() as session:
            importing.try_part(session, part)
    return PaperPreview(chosen, sent, importing, parts, latest=latest)


def _importing(portal: Portal, actor: Actor, now: Present, chosen: OpenRound, on: date) -> QuarterImport:
    act = registered("record_paper_reports").act

    def tries(facts: SubmittedReports) -> Outcome:
        return try_act(portal.database, act, actor, facts, now.as_of)

    def sends(facts: SubmittedReports) -> Outcome:
        return perform(portal.database, portal.requester, act, actor, facts)

    return QuarterImport(chosen.on_record, chosen.quarter_round, on, tries, sends)
