"""The office that the portal's tests visit: two organizations, one plan announced, its first quarter open."""

import asyncio
import re
import tomllib
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from html.parser import HTMLParser
from pathlib import Path

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Cookies, Response
from sqlalchemy import event
from sqlmodel import col, select

from flows.instants import mark_rehearsal, present_instant
from flows.perform import NoRequester, perform
from models.database import Database
from models.kinds import (
    Capacity,
    CommitteeKind,
    FundingSource,
    ObstacleKind,
    PostingPlace,
    Programme,
    ProgressStatus,
    ResolutionOutcome,
    Role,
    Via,
)
from models.organizations import Assignment, Officer, Organization
from models.settings import Settings
from notifications.links import add_link
from portal.app import create_app
from procedure.act import Act, F
from procedure.acts.announcing import AnnouncePlan, announce_plan
from procedure.acts.collecting import ImportProjects, OpenPlan, import_projects, open_plan
from procedure.acts.committees import RecordMeeting, record_meeting
from procedure.acts.countersigning import CountersignResolution, countersign_resolution
from procedure.acts.deciding import RecordResolution, record_resolution
from procedure.acts.drafting import CompileDraft, SubmitDraft, compile_draft, submit_draft
from procedure.acts.posting import PostPlan, post_plan
from procedure.acts.reporting import SubmitReports, submit_reports
from procedure.acts.rounds import OpenQuarter, open_quarter
from procedure.calendar import at
from procedure.committees import appointment_on, committee_of, members_of
from procedure.contacts import address_of
from procedure.establishing import OfficeDescription, establish_organization
from procedure.permissions import officer_actor, officers_with_role, system_actor
from procedure.plans import find_plan, identity
from procedure.progress import owed_entries
from procedure.proposals import ProposedFunding, ProposedProject
from procedure.report_checks import ProjectProgress

SAMPLES = Path(__file__).parents[2] / "samples"
FISCAL_YEAR = 2569
TODAY = date(2026, 1, 10)
DUE_ON = date(2026, 1, 15)
LOCK_ON = date(2026, 1, 30)

WORKS, EDUCATION = "กองช่าง", "กองการศึกษา"
WORKS_OFFICER = "ผู้รายงานความก้าวหน้า กองช่าง"
WORKS_HEAD = "ผู้อำนวยการกองช่าง"
EDUCATION_OFFICER = "ผู้รายงานความก้าวหน้า กองการศึกษา"
PAO_LIAISON = "ผู้ประสานงาน องค์การบริหารส่วนจังหวัดตัวอย่าง"
ANALYST = "นักวิเคราะห์นโยบายและแผนชำนาญการ"
ADMINISTRATOR = "ผู้ดูแลระบบ"
CLERK = "ปลัดเทศบาลตำบลตัวอย่าง"
ROAD, DRAIN, SIGNS, SPORTS = "ก่อสร้างถนนคอนกรีต", "ขุดลอกทางระบายน้ำ", "ติดตั้งป้ายจราจร", "แข่งขันกีฬาเยาวชน"
BRIDGE = "ซ่อมสะพานข้ามคลอง"
PROVINCE = "องค์การบริหารส่วนจังหวัดตัวอย่าง"


def project(
    name: str, division: str | None, months: list[int], baht: int, agency: str | None = None
) -> ProposedProject:
    return ProposedProject(
        strategy="การพัฒนาโครงสร้างพื้นฐาน",
        approach="พัฒนาเส้นทางคมนาคม",
        programme=Programme.INDUSTRY_AND_CIVIL_WORKS,
        name=name,
        place="หมู่ที่ ๒",
        months=sum(1 << month for month in months),
        divisions=[division] if division else [],
        agency=agency,
        learnt_from="หนังสือแจ้งแผน" if agency else "",
        funding=[ProposedFunding(source=FundingSource.ANNUAL_BUDGET, amount_satang=baht * 100)],
    )


PROJECTS = [
    project(ROAD, WORKS, [0, 1, 2, 3, 4], 500_000),
    project(DRAIN, WORKS, [1], 120_000),
    project(SIGNS, WORKS, [6, 7], 80_000),
    project(SPORTS, EDUCATION, [2, 3], 60_000),
    project(BRIDGE, None, [2], 900_000, agency=PROVINCE),
]


Files = list[tuple[str, tuple[str, bytes, str]]]  # the field, and the file's name, bytes and claimed type


class Browser:
    """A browser without pictures: requests go straight into the application, and redirects are not followed."""

    def __init__(self, app: FastAPI, base_url: str, *, raises: bool = True) -> None:
        self.app = app
        self.client = AsyncClient(transport=ASGITransport(app=app, raise_app_exceptions=raises), base_url=base_url)

    @property
    def cookies(self) -> Cookies:
        return self.client.cookies

    def get(self, path: str, params: dict[str, str] | None = None) -> Response:
        return self.request("GET", path, params=params)

    def post(
        self,
        path: str,
        data: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        files: Files | None = None,
    ) -> Response:
        return self.request("POST", path, data=data, headers=headers, files=files)

    def request(
        self,
        method: str,
        path: str,
        data: dict[str, str] | None = None,
        params: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        content: bytes | AsyncIterator[bytes] | None = None,
        files: Files | None = None,
    ) -> Response:
        return asyncio.run(
            self.client.request(method, path, data=data, params=params, headers=headers, content=content, files=files)
        )


@dataclass
class Office:
    """An organization in a database of its own file, with its portal."""

    database: Database
    organization_id: int

    @property
    def now(self) -> datetime:
        return present_instant(self.database)

    def client(self, public_url: str | None = None) -> Browser:
        app = create_app(self.database, Settings(public_url=public_url), NoRequester())
        return Browser(app, public_url or "http://testserver")

    def act(self, act: Act[F], facts: F, title: str, as_of: datetime) -> None:
        """Perform an act as whoever holds a post."""
        with self.database.read() as session:
            actor = officer_actor(session, self.organization_id, self.post(title), as_of.date(), Via.COMMAND_LINE)
        perform(self.database, NoRequester(), act, actor, facts, as_of)

    def post(self, title: str) -> int:
        with self.database.read() as session:
            return identity(
                session.exec(
                    select(col(Officer.id)).where(
                        Officer.organization_id == self.organization_id, Officer.title == title
                    )
                ).one()
            )

    def person(self, title: str) -> int:
        with self.database.read() as session:
            return session.exec(
                select(col(Assignment.person_id)).where(Assignment.officer_id == self.post(title))
            ).one()

    def link(self, title: str, target: str = "/board", valid_for: timedelta = timedelta(days=1)) -> str:
        with self.database.write() as session:
            return add_link(session, self.organization_id, self.person(title), target, self.now, valid_for)

    def signed_in(self, title: str, public_url: str | None = None) -> Browser:
        client = self.client(public_url)
        response = client.post(f"/in/{self.link(title)}")
        assert response.status_code == 303
        return client

    def form_path(self, title: str = WORKS_OFFICER, quarter: int = 1) -> str:
        return f"/report/{FISCAL_YEAR}/{quarter}/{self.post(title)}"

    def projects(self, title: str = WORKS_OFFICER) -> dict[str, int]:
        with self.database.read() as session:
            plan = find_plan(session, self.organization_id, FISCAL_YEAR)
            return {row.name: row.project_id for row in owed_entries(session, plan.plan_id, self.post(title), TODAY)}

    def report(self, title: str, status: ProgressStatus, as_of: datetime, percent: int | None = 50) -> None:
        """Have a post report all its projects alike, outside the portal."""
        facts = SubmitReports(
            fiscal_year=FISCAL_YEAR,
            quarter=1,
            officer_id=self.post(title),
            reports=tuple(
                ProjectProgress(
                    project_id=key,
                    status=status,
                    percent=percent,
                    obstacle_kind=ObstacleKind.WEATHER,
                    obstacle="ฝนตกหนัก",
                )
                for key in self.projects(title).values()
            ),
        )
        self.act(submit_reports, facts, title, as_of)

    def give(self, title: str, to: str, *, acting: bool = False, from_on: date = date(2025, 6, 1)) -> None:
        """Have the holder of the post ``to`` hold the post ``title`` as well."""
        with self.database.write() as session:
            session.add(
                Assignment(
                    organization_id=self.organization_id,
                    officer_id=self.post(title),
                    person_id=self.person(to),
                    from_on=from_on,
                    capacity=Capacity.ACTING if acting else Capacity.OWN,
                )
            )


def establish_all(path: Path) -> None:
    """Establish two organizations in a rehearsal at ``path``; announce, post and open quarter 1 of the first."""
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    mark_rehearsal(database, TODAY)
    ids = []
    for sample in ("municipality", "subdistrict"):
        described = OfficeDescription.model_validate(tomllib.loads((SAMPLES / f"{sample}.toml").read_text("utf-8")))
        with database.write() as session:
            ids.append(identity(establish_organization(session, described, morning(date(2025, 9, 1))).id))
    office = Office(database, ids[0])
    promulgated = date(2025, 9, 26)
    opened = OpenPlan(fiscal_year=FISCAL_YEAR, budget_promulgated_on=promulgated)
    office.act(open_plan, opened, ANALYST, morning(promulgated))
    bring_in(office, PROJECTS)
    year = CompileDraft(fiscal_year=FISCAL_YEAR)
    office.act(compile_draft, year, ANALYST, morning(date(2025, 10, 6)))
    submitted = SubmitDraft(fiscal_year=FISCAL_YEAR, submitted_on=date(2025, 10, 8))
    office.act(submit_draft, submitted, ANALYST, morning(date(2025, 10, 8)))
    with database.read() as session:
        committee = committee_of(session, office.organization_id, CommitteeKind.DEVELOPMENT)
        members = members_of(session, appointment_on(session, committee, date(2025, 10, 10)))
    met = RecordMeeting(
        committee=CommitteeKind.DEVELOPMENT,
        number="1/2568",
        held_on=date(2025, 10, 10),
        place="ห้องประชุม",
        attendees=[member.title for member in members],
    )
    office.act(record_meeting, met, ANALYST, morning(date(2025, 10, 10)))
    resolved = RecordResolution(
        fiscal_year=FISCAL_YEAR, number="1/2568", considered_on=date(2025, 10, 10), outcome=ResolutionOutcome.APPROVE
    )
    office.act(record_resolution, resolved, ANALYST, morning(date(2025, 10, 10)))
    signed = CountersignResolution(fiscal_year=FISCAL_YEAR, signed_on=date(2025, 10, 10))
    office.act(countersign_resolution, signed, CLERK, morning(date(2025, 10, 10)))
    announce_and_open(office)
    database.engine.dispose()


def bring_in(office: Office, projects: list[ProposedProject]) -> None:
    """Import projects on 3 October 2568."""
    facts = ImportProjects(
        fiscal_year=FISCAL_YEAR,
        file_name="ผด.02.xlsx",
        file_sha256=f"{len(projects):064x}",
        file_content=b"workbook",
        projects=projects,
        equipment=[],
    )
    office.act(import_projects, facts, ANALYST, morning(date(2025, 10, 3)))


def announce_and_open(office: Office) -> None:
    """Announce the approved plan, post it, and open quarter 1."""
    with office.database.read() as session:
        signatory = officers_with_role(session, office.organization_id, Role.EXECUTIVE)[0].title
    announced = AnnouncePlan(fiscal_year=FISCAL_YEAR, announced_on=date(2025, 10, 17), signatory=signatory)
    office.act(announce_plan, announced, signatory, morning(date(2025, 10, 17)))
    posted = PostPlan(fiscal_year=FISCAL_YEAR, place=PostingPlace.OFFICE_BOARD, posted_on=date(2025, 10, 24))
    office.act(post_plan, posted, ANALYST, morning(date(2025, 10, 24)))
    actor = system_actor(office.organization_id)
    quarter = OpenQuarter(fiscal_year=FISCAL_YEAR, quarter=1)
    perform(office.database, NoRequester(), open_quarter, actor, quarter, morning(date(2026, 1, 1)))


def morning(day: date) -> datetime:
    return at(day, time(9))


def other_organization(database: Database) -> int:
    with database.read() as session:
        return identity(
            session.exec(select(col(Organization.id)).where(Organization.code == "sample-subdistrict")).one()
        )


def address(office: Office, title: str) -> str:
    with office.database.read() as session:
        return address_of(session, office.person(title))


class _Fields(HTMLParser):
    """The fields of a page's forms, by the form's action."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self.current: dict[str, str] = {}
        self.writing = self.choosing = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.current = self.forms.setdefault(given["action"], {})
        elif tag == "input" and given.get("type") != "file":
            if given.get("type") not in ("radio", "checkbox") or "checked" in given:
                self.current[given["name"]] = given.get("value", "")
        elif tag == "select":
            self.choosing = given["name"]
        elif tag == "option" and (self.choosing not in self.current or "selected" in given):
            self.current[self.choosing] = given["value"]
        elif tag == "textarea" and "name" in given:
            self.writing = given["name"]
            self.current[self.writing] = ""

    def handle_data(self, data: str) -> None:
        if self.writing:
            self.current[self.writing] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.writing = ""


def fields_of(page: Response, action: str) -> dict[str, str]:
    """Return what a form of a page would send, as it stands."""
    return dict(_Fields(page.text).forms[action])


def words(page: Response) -> str:
    """Return a page's text, white space evened."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


@contextmanager
def counted_selects(database: Database) -> Iterator[list[str]]:
    """Collect the SELECT statements made within."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
