"""Rehearsal offices for tests: a real database, the sample municipality, and its people at work."""

import shutil
import tomllib
from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from flows.instants import mark_rehearsal
from flows.perform import perform
from models.committees import Meeting
from models.database import Database
from models.kinds import (
    CommitteeKind,
    EquipmentCategory,
    FundingSource,
    PostingPlace,
    Programme,
    ResolutionOutcome,
    Role,
    Via,
)
from models.notices import Notice
from models.organizations import Officer
from models.tables import METADATA
from procedure.act import Act, Facts, Outcome, StepRun
from procedure.acts.announcing import AnnouncePlan, announce_plan
from procedure.acts.collecting import ImportProjects, OpenPlan, import_projects, open_plan
from procedure.acts.committees import RecordMeeting, record_meeting
from procedure.acts.countersigning import CountersignResolution, countersign_resolution
from procedure.acts.deciding import RecordResolution, record_resolution
from procedure.acts.drafting import CompileDraft, SubmitDraft, compile_draft, submit_draft
from procedure.acts.posting import PostPlan, post_plan
from procedure.acts.rounds import OpenQuarter, open_quarter
from procedure.calendar import at
from procedure.committees import appointment_on, committee_of, members_of
from procedure.establishing import OfficeDescription, establish_organization
from procedure.permissions import Actor, officer_actor, officers_with_role, system_actor
from procedure.plans import Step, editions_of, find_plan, identity, step_of
from procedure.proposals import ProposedEquipment, ProposedFunding, ProposedProject

SAMPLES = Path(__file__).parent.parent / "samples"
YEAR = 2569
PROMULGATED = date(2025, 9, 26)
ANNOUNCED = date(2025, 10, 17)
POSTED = date(2025, 10, 24)


_STAGES: dict[tuple[str, str], Path] = {}


class Remembered:
    """A requester that keeps what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[StepRun] = []

    def request(self, run: StepRun, _as_of: datetime | None) -> None:
        self.asked.append(run)


@lru_cache(maxsize=4)
def _template(sample: str) -> Path:
    """Return a database file with an established organization, made once and copied for each test."""
    path = Path(mkdtemp(prefix="traimas-office-")) / "office.sqlite3"
    return _settled_copy(established(f"sqlite:///{path}", sample), path)


def established(url: str, sample: str) -> Database:
    """Make a rehearsal database with a sample organization at an address, and return it."""
    database = Database(url)
    database.upgrade()
    mark_rehearsal(database, PROMULGATED)
    described = OfficeDescription.model_validate(tomllib.loads((SAMPLES / sample).read_text(encoding="utf-8")))
    with database.write() as session:
        establish_organization(session, described, at(PROMULGATED, time(8)))
    return database


def _settled_copy(database: Database, path: Path) -> Path:
    """Return a copy of a database file with its write-ahead log written back."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()
    copy = Path(mkdtemp(prefix="traimas-stage-")) / "office.sqlite3"
    shutil.copy(path, copy)
    return copy


def project(name: str = "โครงการหนึ่ง", **changes: Any) -> ProposedProject:
    """Return a complete proposed project of กองช่าง, with changes."""
    facts: dict[str, Any] = {
        "strategy": "ยุทธศาสตร์ด้านโครงสร้างพื้นฐาน",
        "approach": "แนวทางก่อสร้างและบำรุงรักษา",
        "programme": Programme.INDUSTRY_AND_CIVIL_WORKS,
        "name": name,
        "detail": "รายละเอียด",
        "place": "หมู่ที่ ๑",
        "months": 0b000000000110,  # พ.ย. – ธ.ค.
        "divisions": ["กองช่าง"],
        "plan_reference": "หน้า ๑",
        "budget_reference": "หน้า ๒",
        "funding": [ProposedFunding(source=FundingSource.ANNUAL_BUDGET, amount_satang=10_000_000)],
    }
    return ProposedProject(**{**facts, **changes})


def equipment(name: str = "เครื่องคอมพิวเตอร์") -> ProposedEquipment:
    """Return a complete proposed equipment item."""
    return ProposedEquipment(
        category=EquipmentCategory.COMPUTER,
        name=name,
        months=1,
        division="กองคลัง",
        funding=[ProposedFunding(source=FundingSource.ANNUAL_BUDGET, amount_satang=4_800_000)],
    )


OUTSIDE = "องค์การบริหารส่วนจังหวัดตัวอย่าง"
THREE_PROJECTS = (
    project("โครงการหนึ่ง"),
    project("โครงการสอง", divisions=["กองคลัง"], programme=Programme.COMMERCE),
    project("โครงการของ อบจ.", divisions=[], agency=OUTSIDE, learnt_from="หนังสือ อบจ.ตัวอย่าง ที่ ๑/๒๕๖๘"),
)


class Desk:
    """An office at work: acts by role, on a day, at a time."""

    def __init__(self, folder: Path, sample: str = "municipality.toml", url: str = "") -> None:
        """Work on a SQLite file in a folder, or on an ``established`` database at an address."""
        self.sample = sample
        self.path = folder / "traimas.sqlite3"
        if url:
            self.database = Database(url)
        else:
            shutil.copy(_template(sample), self.path)
            self.database = Database(f"sqlite:///{self.path}")
        self.requester = Remembered()
        self.organization_id = 1

    def actor(self, role: Role, on: date, post: int | None = None) -> Actor:
        """Return the actor of a role's first post, or of a post by its id."""
        with self.database.read() as session:
            post = post or identity(officers_with_role(session, self.organization_id, role)[0].id)
            return officer_actor(session, self.organization_id, post, on, Via.COMMAND_LINE)

    def post_of(self, title: str) -> int:
        """Return a post's id by its title."""
        with self.database.read() as session:
            return identity(session.exec(select(col(Officer.id)).where(Officer.title == title)).one())

    def act(
        self, act: Act[Any], facts: Facts, on: date, role: Role = Role.PLAN_ANALYST, clock: time = time(10)
    ) -> Outcome:
        """Perform an act on a Bangkok day."""
        return perform(self.database, self.requester, act, self.actor(role, on), facts, at(on, clock))

    def open(self) -> Outcome:
        facts = OpenPlan(fiscal_year=YEAR, budget_promulgated_on=PROMULGATED)
        return self.act(open_plan, facts, PROMULGATED)

    def collect(self, *projects: ProposedProject) -> Outcome:
        self.open()
        return self.bring(*(projects or THREE_PROJECTS))

    def bring(self, *projects: ProposedProject) -> Outcome:
        facts = ImportProjects(
            fiscal_year=YEAR,
            file_name="plan.xlsx",
            file_sha256="0" * 64,
            file_content=b"workbook",
            projects=list(projects),
            equipment=[equipment()],
        )
        return self.act(import_projects, facts, date(2025, 10, 3))

    def compile(self, on: date = date(2025, 10, 7)) -> Outcome:
        return self.act(compile_draft, CompileDraft(fiscal_year=YEAR), on)

    def submit(self, on: date = date(2025, 10, 8)) -> Outcome:
        return self.act(submit_draft, SubmitDraft(fiscal_year=YEAR, submitted_on=on), on)

    def members(self, on: date, committee: CommitteeKind = CommitteeKind.DEVELOPMENT) -> list[str]:
        """Return the titles of a committee's members in force on a day."""
        with self.database.read() as session:
            appointment = appointment_on(session, committee_of(session, self.organization_id, committee), on)
            return [member.title for member in members_of(session, appointment)]

    def meet(
        self,
        number: str = "1/2568",
        on: date = date(2025, 10, 10),
        committee: CommitteeKind = CommitteeKind.DEVELOPMENT,
        present: int | None = None,
    ) -> Outcome:
        """Record a meeting of a committee with all its members, or with the first so many of them."""
        facts = RecordMeeting(
            committee=committee,
            number=number,
            held_on=on,
            place="ห้องประชุม",
            attendees=self.members(on, committee)[:present],
        )
        return self.act(record_meeting, facts, on)

    def resolve(
        self, outcome: ResolutionOutcome, on: date = date(2025, 10, 10), *, countersign: bool = True, **facts: Any
    ) -> Outcome:
        """Record a resolution, the meeting of that day before it, and the clerk's countersignature after it."""
        with self.database.read() as session:
            held = session.exec(select(Meeting).order_by(col(Meeting.id))).all()
        number = next((row.number for row in held if row.held_on == on), "")
        if not number:
            number = f"{len(held) + 1}/2568"
            self.meet(number, on)
        resolved = RecordResolution(fiscal_year=YEAR, number=number, considered_on=on, outcome=outcome, **facts)
        outcome_of_act = self.act(record_resolution, resolved, on)
        with self.database.read() as session:
            editions = editions_of(session, find_plan(session, self.organization_id, YEAR))
        if countersign and any(step_of(one.edition) is Step.RESOLVED for one in editions):
            self.countersign(on)
        return outcome_of_act

    def countersign(self, on: date = date(2025, 10, 10)) -> Outcome:
        return self.act(countersign_resolution, CountersignResolution(fiscal_year=YEAR, signed_on=on), on, Role.CLERK)

    def announce(self, on: date = ANNOUNCED) -> Outcome:
        facts = AnnouncePlan(fiscal_year=YEAR, announced_on=on, signatory="นายกเทศมนตรีตำบลตัวอย่าง")
        return self.act(announce_plan, facts, on, Role.EXECUTIVE)

    def announced(self, *projects: ProposedProject) -> "Desk":
        """Bring the plan to its announcement on 17 October 2568."""
        return self._staged("announced", self._announce_all, projects)

    def quarter_open(self, *projects: ProposedProject) -> "Desk":
        """Bring the plan to its first quarter's round, opened on 1 January 2569."""
        return self._staged("quarter_open", self._open_first_quarter, projects)

    def _staged(self, stage: str, build: Callable[..., None], projects: tuple[ProposedProject, ...]) -> "Desk":
        """Build a stage, or copy the file of one already built from the same sample and the usual projects."""
        key = (self.sample, stage)
        self.database.engine.dispose()
        on_file = self.database.url.startswith("sqlite") and not projects
        if not on_file or key not in _STAGES:
            build(*projects)
            if on_file:
                _STAGES[key] = _settled_copy(self.database, self.path)
        else:
            shutil.copy(_STAGES[key], self.path)
        return self

    def _announce_all(self, *projects: ProposedProject) -> None:
        self.collect(*projects)
        self.compile()
        self.submit()
        self.resolve(ResolutionOutcome.APPROVE)
        self.announce()

    def _open_first_quarter(self, *projects: ProposedProject) -> None:
        self.announced(*projects)
        posted = PostPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=POSTED)
        self.act(post_plan, posted, POSTED)
        facts = OpenQuarter(fiscal_year=YEAR, quarter=1)
        as_of = at(date(2026, 1, 1), time(0, 10))
        perform(self.database, self.requester, open_quarter, system_actor(self.organization_id), facts, as_of)

    def rows(self) -> dict[str, int]:
        """Return the number of rows of every table."""
        with self.database.engine.connect() as connection:
            return {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in METADATA.tables.items()
            }

    def notices(self) -> list[tuple[str, str, str, str]]:
        """Return the ledger: post title, rung, state and reason, in order."""
        with self.database.read() as session:
            rows = session.exec(
                select(Notice, Officer)
                .join(Officer, col(Officer.id) == col(Notice.officer_id))
                .order_by(col(Notice.id))
            ).all()
            return [(officer.title, notice.rung, notice.state.value, notice.reason) for notice, officer in rows]
