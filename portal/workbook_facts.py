"""What the workbooks' pages show: the editions being collected, the forms to download, and what a file would do."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from documents.plan_excel_facts import SOURCE_NAMES
from documents.workbook_apart import read_apart
from documents.workbook_proposals import proposals, rows_with_errors
from documents.workbook_reading import WorkbookProblem, WorkbookReading
from models.database import Database
from models.kinds import EditionKind, FundingSource, Role
from models.organizations import Division, Organization
from models.plans import Edition, OperationPlan
from portal.sent_files import SentFile
from portal.sessions import Visitor
from procedure.acts.collecting import ImportProjects
from procedure.errors import ProcedureError
from procedure.import_changes import FIELDS_TH, ImportChanges, compare_import
from procedure.permissions import Actor, Permission
from procedure.plans import PlanOnRecord, identity

PATH = "/workbooks"
FUNDINGS = [(source, name) for source, name in SOURCE_NAMES.items() if source is not FundingSource.NONE]
MOST_SHOWN = 200  # lines of a list on the page; the rest is counted


@dataclass(frozen=True)
class OpenEdition:
    """An edition whose projects are being collected; ``key`` is what forms and addresses call it."""

    on_record: PlanOnRecord
    key: str
    title: str

    @property
    def has_forms(self) -> bool:
        """Tell whether divisions fill in workbooks for it: an amendment changes projects one by one."""
        return self.on_record.edition.kind is not EditionKind.AMENDMENT


@dataclass(frozen=True)
class Sent:
    """A file as it was sent, and what was chosen with it."""

    file: SentFile
    funding: FundingSource


@dataclass(frozen=True)
class ShownList:
    """A list of the preview: how many there are, and the first of them."""

    count: int
    shown: Sequence[str]

    @property
    def more(self) -> int:
        return self.count - len(self.shown)


@dataclass(frozen=True)
class Preview:
    """What importing a file would do, and what is wrong with it. Nothing of it is recorded."""

    edition: OpenEdition
    sent: Sent
    facts: ImportProjects
    changes: ImportChanges
    errors: list[WorkbookProblem]
    warnings: list[WorkbookProblem]
    refused: ProcedureError | None  # what the record says against the file as a whole
    seen: str = field(repr=False)  # the digest of all this: the import is of what was shown, or shows it anew

    @property
    def unreadable(self) -> bool:
        """Tell whether the file could not be opened at all: then there is no copy of it either."""
        return any(one.code == "unreadable_file" for one in self.errors)

    @property
    def rows(self) -> int:
        """Return how many rows can be imported."""
        if self.refused:
            return 0
        return len(self.facts.projects) + len(self.facts.equipment)

    @property
    def lists(self) -> list[tuple[str, str, ShownList]]:
        """Return what would become of each row: how it is marked, what that is called, and which rows."""
        changes = self.changes
        changed = [f"{row.name}: {', '.join(FIELDS_TH[what] for what in row.fields)}" for row in changes.changed]
        return [
            (mark, name, ShownList(len(rows), rows[:MOST_SHOWN]))
            for mark, name, rows in (
                ("good", "จะเพิ่ม", changes.added),
                ("warn", "จะแก้ไข", changed),
                ("plain", "คงเดิม", changes.left),
                ("dim", "อยู่ในแผนแต่ไม่อยู่ในแฟ้ม (คงไว้)", changes.not_in_file),
            )
        ]


def importer(who: Visitor) -> Actor | None:
    """Return as whom a visitor may import projects, or None; a post of their own goes before the administrator's."""
    able = [actor for actor in who.actors if actor.may(Permission.IMPORT_PROJECTS)]
    able.sort(key=lambda actor: Role.ADMINISTRATOR in actor.roles)
    return able[0] if able else None


def forms_of(session: Session, who: Visitor) -> list[Division]:
    """Return the divisions whose workbook a visitor may download: all for who imports, else the own of those who
    report for a division or head it."""
    mine = select(Division).where(Division.organization_id == who.organization_id)
    if importer(who) is None:
        own = {actor.division_id for actor in who.actors if actor.may(Permission.REPORT)}
        mine = mine.where(col(Division.id).in_([one for one in own if one is not None]))
    return list(session.exec(mine.order_by(col(Division.position))))


def may_see_workbooks(who: Visitor) -> bool:
    """Tell whether the page of the workbooks holds anything for a visitor."""
    return importer(who) is not None or any(
        actor.division_id is not None and actor.may(Permission.REPORT) for actor in who.actors
    )


def open_editions(session: Session, organization_id: int) -> list[OpenEdition]:
    """Return the editions of an organization that are being collected, the newest first."""
    rows = session.exec(
        select(Organization, OperationPlan, Edition)
        .join(OperationPlan, col(OperationPlan.organization_id) == col(Organization.id))
        .join(Edition, col(Edition.plan_id) == col(OperationPlan.id))
        .where(
            Organization.id == organization_id,
            # Collecting, as ``step_of`` tells it: every later step needs the draft.
            col(Edition.compiled_on).is_(None),
            col(Edition.announced_on).is_(None),
            col(Edition.abandoned_on).is_(None),
        )
        .order_by(col(OperationPlan.fiscal_year).desc(), col(Edition.id).desc())
    )
    found = [PlanOnRecord(*row) for row in rows]
    return [OpenEdition(one, f"{one.plan.fiscal_year}-{one.name}", one.title or "แผนหลัก") for one in found]


def division_names(session: Session, organization_id: int) -> list[str]:
    """Return the names of an organization's divisions, in order."""
    rows = select(Division).where(Division.organization_id == organization_id).order_by(col(Division.position))
    return [row.name for row in session.exec(rows)]


def preview_of(database: Database, who: Visitor, edition: OpenEdition, sent: Sent) -> Preview:
    """Read a file apart and hold it against what is on record; nothing is written.

    What the record refuses (a key of another edition, an amount of several sources) is the preview's ``refused``.
    """
    with database.read() as session:
        divisions = division_names(session, who.organization_id)
    reading = read_apart(sent.file.content, edition.on_record.fiscal_year, divisions, sent.file.name)
    facts = facts_of(reading, edition, sent)
    changes, refused = ImportChanges(), None
    try:
        with database.read() as session:
            changes = compare_import(session, edition.on_record, facts.projects, facts.equipment)
    except ProcedureError as error:
        refused = error
    digest = hashlib.sha256(
        repr((edition.key, identity(edition.on_record.edition.id), sent.funding, facts.file_sha256, changes)).encode()
    )
    return Preview(
        edition=edition,
        sent=sent,
        facts=facts,
        changes=changes,
        errors=[one for one in reading.problems if one.severity == "error"],
        warnings=[one for one in reading.problems if one.severity == "warning"],
        refused=refused,
        seen=digest.hexdigest(),
    )


def facts_of(reading: WorkbookReading, edition: OpenEdition, sent: Sent) -> ImportProjects:
    """Return the facts of importing the rows that could be read."""
    facts = proposals(reading, sent.file.content, sent.file.name, sent.funding)
    return facts.model_copy(update={"edition": edition.on_record.name, "rows_left_out": len(rows_with_errors(reading))})
