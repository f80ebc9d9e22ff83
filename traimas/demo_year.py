"""The year that the demo plays, day by day: who does what when, and what comes of it."""

import asyncio
import re
import time
import tomllib
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path
from typing import Any

import click
import httpx
from prefect import tags
from prefect.client.schemas.objects import State
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogHandler
from sqlmodel import Session, col, select

from documents.workbook import read_workbook
from documents.workbook_proposals import proposals
from flows.announcement import announcement
from flows.collection import collection
from flows.deadlines import deadlines
from flows.dispatch import dispatch
from flows.drafting import drafting
from flows.instants import mark_rehearsal
from flows.perform import perform
from flows.posting import posting
from flows.quarterly_progress import quarterly_progress
from flows.reminders import reminders
from flows.review import review
from models.database import Database
from models.kinds import (
    CommitteeKind,
    FundingSource,
    MessageState,
    OrganizationKind,
    PostingPlace,
    ResolutionOutcome,
    Role,
    SubmissionKind,
    Via,
)
from models.notices import Message
from models.organizations import Division, Officer, Person, RoleGrant
from models.plans import Project, ProjectEntry
from models.settings import settings
from models.values import FiscalYear
from notifications.links import SIGN_IN_PATH, add_link
from procedure.act import Act, Facts, Outcome, StepRun
from procedure.acts.announcing import AnnouncePlan, announce_plan
from procedure.acts.collecting import CorrectProject, OpenPlan, correct_project, import_projects, open_plan
from procedure.acts.committees import RecordMeeting, record_meeting
from procedure.acts.countersigning import CountersignResolution, countersign_resolution
from procedure.acts.deciding import ProjectRemark, RecordResolution, record_resolution
from procedure.acts.drafting import CompileDraft, SubmitDraft, compile_draft, submit_draft
from procedure.acts.posting import PostPlan, TakeDownPlan, post_plan, take_down_plan
from procedure.acts.reporting import SubmitReports, submit_reports
from procedure.calendar import at, bangkok_date, thai_date
from procedure.committees import appointment_on, committee_of, members_of
from procedure.contacts import address_of
from procedure.errors import ProcedureError
from procedure.establishing import OfficeDescription, establish_organization
from procedure.permissions import holder_of, officer_actor, officers_with_role
from procedure.plans import find_plan, identity
from procedure.progress import budgets, owed_entries
from procedure.report_checks import ProjectProgress
from samples.make_workbook import PROJECT_TO_CORRECT, QUIET_DIVISION
from traimas.demo_portal import send_report
from traimas.demo_progress import first_progress
from traimas.launcher import HOST, Children, LaunchError, Ports, health_url
from traimas.mailbox import Mailbox

FISCAL_YEAR = 2569
LAST_DAY = date(2026, 2, 1)
FLOWS: dict[str, Callable[..., Coroutine[Any, Any, State[Any]]]] = {
    "collection": collection,
    "drafting": drafting,
    "review": review,
    "announcement": announcement,
    "posting": posting,
}
WORKER_SECONDS = 150.0


class InProcessRequester:
    """Answers an act's request for a run by calling the flow here, against the server."""

    def request(self, run: StepRun, as_of: datetime | None) -> None:
        if run.deployment in FLOWS:
            parameters = {"organization_id": run.organization_id, "fiscal_year": run.fiscal_year, "as_of": as_of}
            run_here(FLOWS[run.deployment], **parameters)


def run_here(flow: Callable[..., Coroutine[Any, Any, State[Any]]], **parameters: object) -> State[Any]:
    """Run a flow in this process and return its final state. Raises ``RuntimeError`` if it did not complete."""
    with tags("rehearsal"):
        state = asyncio.run(flow(**parameters, return_state=True))
    if not state.is_completed():
        raise RuntimeError(f"{getattr(flow, 'name', flow)} ended {state.name}: {state.message}")
    return state


class DemoYear:
    """The story of one fiscal year over one rehearsal database."""

    evening = wall_time(18)

    def __init__(self, children: Children, ports: Ports, mailbox: Mailbox | None) -> None:
        self.children = children
        self.ports = ports
        self.mailbox = mailbox
        self.database = Database(settings().url)
        self.organization_id = 0
        self.background = ThreadPoolExecutor(max_workers=1)
        self.worker_ready: Future[None] = Future()
        self.kind = OrganizationKind.SUBDISTRICT_MUNICIPALITY
        self.api = httpx.Client(
            base_url=children.environment["PREFECT_API_URL"],
            auth=httpx.BasicAuth(*children.environment["PREFECT_API_AUTH_STRING"].split(":", 1)),
            timeout=30,
        )

    def establish(self, office_file: Path, kind: OrganizationKind) -> None:
        """Make the rehearsal database and its organization."""
        self.kind = kind
        described = OfficeDescription.model_validate(tomllib.loads(office_file.read_text(encoding="utf-8")))
        self.database.upgrade()
        mark_rehearsal(self.database, date(2025, 9, 26))
        with self.database.write() as session:
            organization = establish_organization(session, described, at(date(2025, 9, 26), wall_time(8)))
            self.organization_id = identity(organization.id)
            click.echo(f"{organization.name} (ฐานข้อมูลซ้อม)")

    def start_servers(self) -> None:
        """Start the Prefect server and the portal; deploying and the worker follow while the year begins."""
        began = time.monotonic()
        server = self.children.start_server()
        portal = self.children.start_portal(self.ports.portal)
        self.children.wait_until_answers(server, health_url(self.children.environment))
        self.worker_ready = self.background.submit(self._deploy)
        self.children.wait_until_answers(portal, f"http://{HOST}:{self.ports.portal}/health")
        click.echo(f"เซิร์ฟเวอร์พร้อมใน {time.monotonic() - began:.0f} วินาที (servers ready)")

    def _deploy(self) -> None:
        self.children.deploy()
        self.children.start_worker()

    def close(self) -> None:
        """Send what Prefect still holds of logs and events, before the server is ended."""
        self.background.shutdown(cancel_futures=True)
        APILogHandler().flush()
        EventsWorker.drain_all(timeout=5)
        self.api.close()

    def play(self, workbook_file: Path) -> None:
        """Play the steps, then the first quarter."""
        self._collect(workbook_file)
        self._draft_and_review()
        self._announce()
        self._post_and_take_down()
        self._first_quarter()
        self.day(LAST_DAY, "ตรวจงานค้างทั้งหมด")
        run_here(deadlines, as_of=at(LAST_DAY, wall_time(9)))

    def _collect(self, workbook_file: Path) -> None:
        self.day(date(2025, 9, 26), "ประกาศใช้งบประมาณ เปิดแผน ขอโครงการจากกองและหน่วยงานอื่น")
        self.act(
            open_plan,
            OpenPlan(
                fiscal_year=FISCAL_YEAR,
                budget_promulgated_on=date(2025, 9, 26),
                document="งบประมาณรายจ่ายประจำปีงบประมาณ พ.ศ. 2569",
            ),
            Role.PLAN_ANALYST,
            at(date(2025, 9, 26), wall_time(10)),
        )
        run_here(dispatch, as_of=at(date(2025, 9, 26), wall_time(10, 5)))
        self.day(date(2025, 10, 3), "นำเข้าแบบ ผด.02 ที่รวบรวมได้")
        reading = read_workbook(workbook_file, FiscalYear(FISCAL_YEAR), self._division_names())
        facts = proposals(reading, workbook_file.read_bytes(), workbook_file.name, FundingSource.ANNUAL_BUDGET)
        self.act(import_projects, facts, Role.PLAN_ANALYST, at(date(2025, 10, 3), wall_time(14)))

    def _draft_and_review(self) -> None:
        self.day(date(2025, 10, 7), "จัดทำร่างครั้งที่ 1 และเสนอคณะกรรมการ")
        year = CompileDraft(fiscal_year=FISCAL_YEAR)
        self.act(compile_draft, year, Role.PLAN_ANALYST, at(date(2025, 10, 7), wall_time(11)))
        submitted = SubmitDraft(fiscal_year=FISCAL_YEAR, submitted_on=date(2025, 10, 8))
        self.act(submit_draft, submitted, Role.PLAN_ANALYST, at(date(2025, 10, 8), wall_time(9)))
        self.day(date(2025, 10, 10), "คณะกรรมการพัฒนาประชุม ส่งกลับแก้ไข")
        self.meet("1/2568", date(2025, 10, 10))
        number = self._project_number(PROJECT_TO_CORRECT)
        remark = ProjectRemark(project_number=number, remark="ให้ระบุหมู่ที่และระยะทางของสถานที่ดำเนินการให้ชัดเจน")
        returned = RecordResolution(
            fiscal_year=FISCAL_YEAR,
            number="1/2568",
            considered_on=date(2025, 10, 10),
            outcome=ResolutionOutcome.RETURN,
            remarks="ให้แก้ไขสถานที่ดำเนินการแล้วเสนอใหม่",
            project_remarks=[remark],
        )
        self.act(record_resolution, returned, Role.PLAN_ANALYST, at(date(2025, 10, 10), wall_time(15)))
        run_here(dispatch, as_of=at(date(2025, 10, 10), wall_time(15, 5)))
        self.day(date(2025, 10, 14), "แก้ไขโครงการ จัดทำร่างครั้งที่ 2 เสนอใหม่")
        corrected = CorrectProject(
            fiscal_year=FISCAL_YEAR,
            project_number=number,
            reason="ตามข้อสังเกตของคณะกรรมการ ครั้งที่ 1/2568",
            place="บ้านตัวอย่าง หมู่ที่ 2 จากถนนสายหลักถึงลำห้วยสาธารณะ",
        )
        self.act(correct_project, corrected, Role.PLAN_ANALYST, at(date(2025, 10, 14), wall_time(9)))
        self.act(compile_draft, year, Role.PLAN_ANALYST, at(date(2025, 10, 14), wall_time(10)))
        submitted = SubmitDraft(fiscal_year=FISCAL_YEAR, submitted_on=date(2025, 10, 14))
        self.act(submit_draft, submitted, Role.PLAN_ANALYST, at(date(2025, 10, 14), wall_time(11)))
        self.day(date(2025, 10, 16), "คณะกรรมการพัฒนาประชุม เห็นชอบ ปลัดลงนามรับรอง")
        self.meet("2/2568", date(2025, 10, 16))
        approved = RecordResolution(
            fiscal_year=FISCAL_YEAR,
            number="2/2568",
            considered_on=date(2025, 10, 16),
            outcome=ResolutionOutcome.APPROVE,
        )
        self.act(record_resolution, approved, Role.PLAN_ANALYST, at(date(2025, 10, 16), wall_time(15)))
        # The analyst prepared the draft and recorded its approval: the clerk countersigns.
        signed = CountersignResolution(fiscal_year=FISCAL_YEAR, signed_on=date(2025, 10, 16))
        self.act(countersign_resolution, signed, Role.CLERK, at(date(2025, 10, 16), wall_time(16)))

    def meet(self, number: str, on: date) -> None:
        """Record a meeting of the development committee; two members sent their apologies."""
        with self.database.read() as session:
            committee = committee_of(session, self.organization_id, CommitteeKind.DEVELOPMENT)
            members = [member.title for member in members_of(session, appointment_on(session, committee, on))]
        met = RecordMeeting(
            committee=CommitteeKind.DEVELOPMENT,
            number=number,
            held_on=on,
            place="ห้องประชุมสำนักงาน",
            attendees=members[:7] + members[9:],
        )
        self.act(record_meeting, met, Role.PLAN_ANALYST, at(on, wall_time(13)))

    def _announce(self) -> None:
        self.day(date(2025, 10, 17), "ผู้บริหารประกาศใช้แผน")
        with self.database.read() as session:
            signatory = officers_with_role(session, self.organization_id, Role.EXECUTIVE)[0].title
        facts = AnnouncePlan(fiscal_year=FISCAL_YEAR, announced_on=date(2025, 10, 17), signatory=signatory)
        self.act(announce_plan, facts, Role.EXECUTIVE, at(date(2025, 10, 17), wall_time(10)))

    def _post_and_take_down(self) -> None:
        self.day(date(2025, 10, 24), "ปิดประกาศที่ป้ายสำนักงานและเว็บไซต์")
        posted = PostPlan(fiscal_year=FISCAL_YEAR, place=PostingPlace.OFFICE_BOARD, posted_on=date(2025, 10, 24))
        self.act(post_plan, posted, Role.PLAN_ANALYST, at(date(2025, 10, 24), wall_time(9)))
        # One act and one step through the process worker, as an administrator records it in the Prefect UI: the
        # act's own request for its step goes to the same server.
        on_website = PostPlan(
            fiscal_year=FISCAL_YEAR,
            place=PostingPlace.WEBSITE,
            posted_on=date(2025, 10, 24),
            evidence="https://www.example.go.th/plan/2569",
        )
        self._record_through_worker("post_plan", on_website, at(date(2025, 10, 24), wall_time(10)), "posting")
        self.day(date(2025, 11, 23), "ขอปลดประกาศในวันที่ P+30: ระบบต้องปฏิเสธ")
        down = TakeDownPlan(fiscal_year=FISCAL_YEAR, place=PostingPlace.OFFICE_BOARD, taken_down_on=date(2025, 11, 23))
        try:
            self.act(take_down_plan, down, Role.PLAN_ANALYST, at(date(2025, 11, 23), wall_time(9)))
        except ProcedureError as refusal:
            click.echo(f"    ปฏิเสธ [{refusal.code}] {refusal.message_th}")
        else:
            raise RuntimeError("taking down on P + 30 must be refused")
        self.day(date(2025, 11, 24), "ปลดประกาศในวันที่ P+31")
        for place in (PostingPlace.OFFICE_BOARD, PostingPlace.WEBSITE):
            down = TakeDownPlan(fiscal_year=FISCAL_YEAR, place=place, taken_down_on=date(2025, 11, 24))
            self.act(take_down_plan, down, Role.PLAN_ANALYST, at(date(2025, 11, 24), wall_time(9)))

    def _first_quarter(self) -> None:
        self.day(date(2026, 1, 1), "เปิดรอบรายงานไตรมาสที่ 1 (วันหยุด จึงยังไม่ส่งข้อความ)")
        run_here(quarterly_progress, as_of=at(date(2026, 1, 1), wall_time(0, 10)))
        self._morning(date(2026, 1, 1))
        self.day(date(2026, 1, 5), "วันทำการแรก: ส่งข้อความเปิดรอบ")
        self._morning(date(2026, 1, 5))
        posts, liaisons, quiet = self.reporting_posts()
        late, through_portal, prompt = posts[:2], posts[2], posts[3:]
        self.day(date(2026, 1, 7), "รายงานผ่านลิงก์ในจดหมาย และรายงานอื่น")
        self._report_through_portal(through_portal, at(date(2026, 1, 7), wall_time(10)))
        for post in prompt:
            self._report(post, at(date(2026, 1, 7), wall_time(11)))
        self.day(date(2026, 1, 8), "เตือน 7 วันก่อนครบกำหนด")
        self._morning(date(2026, 1, 8))
        self.day(date(2026, 1, 12), "เตือน 3 วันก่อนครบกำหนด")
        self._morning(date(2026, 1, 12))
        self._report(quiet, at(date(2026, 1, 13), wall_time(9)), SubmissionKind.NOTHING)
        for post in liaisons:
            self._report(post, at(date(2026, 1, 13), wall_time(10)))
        self.day(date(2026, 1, 14), "เตือน 1 วันก่อนครบกำหนด")
        self._morning(date(2026, 1, 14))
        self.day(date(2026, 1, 15), "วันครบกำหนด")
        self._morning(date(2026, 1, 15))
        self.day(date(2026, 1, 16), "เกินกำหนด 1 วัน: แจ้งผู้รายงาน")
        self._morning(date(2026, 1, 16))
        self.day(date(2026, 1, 18), "เกินกำหนด 3 วัน: แจ้งผู้รายงานและผู้อำนวยการกอง สองกองจึงรายงาน")
        self._morning(date(2026, 1, 18))
        for post in late:
            self._report(post, at(date(2026, 1, 18), wall_time(14)))
        self.day(date(2026, 1, 31), "ปิดรอบ สรุปไตรมาสที่ 1")
        run_here(quarterly_progress, as_of=at(date(2026, 1, 31), wall_time(0, 10)))
        self._morning(date(2026, 1, 31))  # seals what was told into the audit; nobody owes anything

    def day(self, day: date, what: str) -> None:
        mark_rehearsal(self.database, day)
        click.echo(f"{thai_date(day)}: {what}")

    def _morning(self, day: date) -> None:
        """Run the day's scheduled flows at their hours."""
        run_here(reminders, as_of=at(day, wall_time(0, 30)))
        run_here(dispatch, as_of=at(day, wall_time(8, 30)))

    def act(self, act: Act[Any], facts: Facts, role: Role, as_of: datetime) -> Outcome:
        with self.database.read() as session:
            post = identity(officers_with_role(session, self.organization_id, role)[0].id)
            actor = officer_actor(session, self.organization_id, post, bangkok_date(as_of), Via.COMMAND_LINE)
        outcome = perform(self.database, InProcessRequester(), act, actor, facts, as_of)
        click.echo(f"    {outcome.message_th}")
        return outcome

    def _division_names(self) -> list[str]:
        with self.database.read() as session:
            rows = session.exec(select(Division).where(Division.organization_id == self.organization_id)).all()
            return [row.name for row in rows]

    def _project_number(self, name: str) -> int:
        with self.database.read() as session:
            return session.exec(
                select(col(Project.number))
                .join(ProjectEntry, col(ProjectEntry.project_id) == col(Project.id))
                .where(ProjectEntry.organization_id == self.organization_id, ProjectEntry.name == name)
            ).one()

    def reporting_posts(self) -> tuple[list[int], list[int], int]:
        """Return the divisions' reporting posts, our liaison posts, and the post with nothing to report yet."""
        with self.database.read() as session:
            rows = session.exec(
                select(Officer, Division)
                .join(RoleGrant, col(RoleGrant.officer_id) == col(Officer.id))
                .join(Division, col(Division.id) == col(Officer.division_id), isouter=True)
                .where(Officer.organization_id == self.organization_id, RoleGrant.role == Role.OFFICER)
                .order_by(col(Officer.id))
            ).all()
        liaisons = [identity(officer.id) for officer, _division in rows if officer.agency_id]
        quiet = [
            identity(o.id)
            for o, division in rows
            if division is not None and division.name == QUIET_DIVISION[self.kind]
        ]
        posts = [
            identity(o.id)
            for o, division in rows
            if division is not None and division.name != QUIET_DIVISION[self.kind]
        ]
        return posts, liaisons, quiet[0]

    def _report(self, post: int, as_of: datetime, kind: SubmissionKind = SubmissionKind.REPORT) -> None:
        with self.database.read() as session:
            reports = [] if kind is SubmissionKind.NOTHING else self.progress_of(session, post, as_of)
            actor = officer_actor(session, self.organization_id, post, bangkok_date(as_of), Via.COMMAND_LINE)
        facts = SubmitReports(fiscal_year=FISCAL_YEAR, quarter=1, officer_id=post, kind=kind, reports=tuple(reports))
        outcome = perform(self.database, InProcessRequester(), submit_reports, actor, facts, as_of)
        click.echo(f"    {outcome.message_th}")

    def _report_through_portal(self, post: int, as_of: datetime) -> None:
        """Report as an officer with a phone does: through the link of the opening mail."""
        with self.database.read() as session:
            reports = self.progress_of(session, post, as_of)
            holder = holder_of(session, post, bangkok_date(as_of))
            person = session.get(Person, holder.person_id) if holder else None
            if person is None:
                raise RuntimeError("a sample post is vacant")
        receipt = send_report(self._link_for(post, person, as_of), reports)
        if "รับรายงาน" not in receipt:
            raise RuntimeError("the portal's receipt does not say that the report was received")
        click.echo(f"    รายงานผ่านพอร์ทัล {len(reports)} โครงการ")

    def _link_for(self, post: int, person: Person, as_of: datetime) -> str:
        """Return the link in the newest mail to a person; where mail goes elsewhere, a link minted for the demo."""
        with self.database.read() as session:
            address = address_of(session, identity(person.id))
        for message in reversed(self.mailbox.messages() if self.mailbox else []):
            if message["To"] == address:
                text = message.get_body(("plain",))
                found = re.search(rf"https?://\S+{SIGN_IN_PATH}\S+", text.get_content() if text else "")
                if found:
                    return found.group()
        with self.database.write() as session:
            target = f"/report/{FISCAL_YEAR}/1/{post}"
            valid_for = timedelta(hours=1)
            token = add_link(session, self.organization_id, identity(person.id), target, as_of, valid_for)
        return f"{settings().public_url}{SIGN_IN_PATH}{token}"

    def progress_of(self, session: Session, post: int, as_of: datetime) -> list[ProjectProgress]:
        """Return what a post reports of its projects at the end of the first quarter."""
        plan = find_plan(session, self.organization_id, FISCAL_YEAR)
        entries = owed_entries(session, plan.plan_id, post, bangkok_date(as_of))
        budget = budgets(session, [identity(entry.id) for entry in entries])
        return first_progress([(entry, budget.get(identity(entry.id), 0)) for entry in entries], plan)

    def _record_through_worker(self, deployment: str, facts: Facts, as_of: datetime, step: str) -> None:
        """Record an act in a run of its deployment, and wait for it and for the step run that it asks for."""
        self.worker_ready.result()
        found = self.api.get(f"/deployments/name/{deployment}/{deployment}").raise_for_status().json()
        run = (
            self.api.post(
                f"/deployments/{found['id']}/create_flow_run",
                json={
                    "parameters": {"facts": facts.model_dump(mode="json"), "as_of": as_of.isoformat()},
                    "state": {"type": "SCHEDULED"},
                },
            )
            .raise_for_status()
            .json()
        )
        state = self._wait_for_run({"id": {"any_": [run["id"]]}})
        click.echo(f"    ผ่าน process worker: {deployment} {state['name']}: {state['message']}")
        if state["name"] != "Recorded":
            raise RuntimeError(f"{deployment} ended {state['name']}: {state['message']}")
        state = self._wait_for_run({"deployment_id": {"any_": [self._asked_step(step, as_of)]}})
        click.echo(f"    ผ่าน process worker: {step} {state['name']}: {state['message']}")

    def _asked_step(self, step: str, as_of: datetime) -> str:
        """Return the deployment of the step whose run the act asked for.

        An act asks once and for at most two seconds; where the machine was busy then, the run is asked for here.
        """
        deployment_id = str(self.api.get(f"/deployments/name/{step}/{step}").raise_for_status().json()["id"])
        wanted = {"flow_runs": {"deployment_id": {"any_": [deployment_id]}}}
        if not self.api.post("/flow_runs/filter", json=wanted).raise_for_status().json():
            parameters = {"organization_id": self.organization_id, "fiscal_year": FISCAL_YEAR}
            body = {"parameters": {**parameters, "as_of": as_of.isoformat()}, "state": {"type": "SCHEDULED"}}
            self.api.post(f"/deployments/{deployment_id}/create_flow_run", json=body).raise_for_status()
        return deployment_id

    def _wait_for_run(self, flow_runs: dict[str, object]) -> dict[str, Any]:
        deadline = time.monotonic() + WORKER_SECONDS
        while time.monotonic() < deadline:
            rows = self.api.post("/flow_runs/filter", json={"flow_runs": flow_runs}).raise_for_status().json()
            if rows and all(row["state_type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED") for row in rows):
                return dict(rows[0]["state"])
            time.sleep(0.5)
        raise LaunchError(f"the worker did not finish a run in {WORKER_SECONDS:.0f} s; see the worker's log")

    def sent_mails(self) -> list[tuple[Message, str]]:
        """Return the messages sent, in order, with their recipients' addresses."""
        with self.database.read() as session:
            rows = session.exec(
                select(Message)
                .where(Message.state == MessageState.SENT)
                .order_by(col(Message.sent_at), col(Message.id))
            ).all()
            return [(message, address_of(session, message.person_id)) for message in rows]

    def flow_runs(self) -> list[dict[str, str]]:
        """Return every flow run on the server, oldest first, by flow and final state."""
        flows = {
            row["id"]: row["name"]
            for row in self.api.post("/flows/filter", json={"limit": 200}).raise_for_status().json()
        }
        rows: list[dict[str, Any]] = []
        while True:
            page = {"limit": 200, "offset": len(rows), "sort": "EXPECTED_START_TIME_ASC"}
            # Scheduled runs of the crons lie ahead; only runs that were played are told.
            ended = {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"]}}}
            found = self.api.post("/flow_runs/filter", json={**page, "flow_runs": ended}).raise_for_status().json()
            rows += found
            if len(found) < 200:
                return [{"flow": flows[row["flow_id"]], "state_name": row["state_name"]} for row in rows]
