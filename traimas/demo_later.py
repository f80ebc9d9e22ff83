"""What the demo plays after the first quarter: an addition, an amendment, three more quarters, the year's evaluation.

No mails here: the ladder has been seen. Its acts and documents are as real as those before.
"""

import hashlib
from datetime import date
from datetime import time as wall_time
from typing import Any

from sqlmodel import Session, col, select

from flows.perform import perform
from flows.quarterly_progress import quarterly_progress
from models.kinds import (
    Approver,
    FundingSource,
    PostingPlace,
    Programme,
    ProgressStatus,
    ResolutionOutcome,
    Role,
    TransferKind,
    TriggerKind,
    Via,
    YearEndKind,
)
from models.organizations import Division
from models.plans import EntryDivision, Project, Strategy
from procedure.act import Act, Facts
from procedure.acts.announcing import AnnouncePlan, announce_plan
from procedure.acts.changing import CancelProject, ChangeProject, cancel_project, change_project
from procedure.acts.collecting import ImportProjects, import_projects
from procedure.acts.countersigning import CountersignResolution, countersign_resolution
from procedure.acts.deciding import RecordResolution, record_resolution
from procedure.acts.drafting import CompileDraft, SubmitDraft, compile_draft, submit_draft
from procedure.acts.editions import OpenAmendment, RecordTrigger, open_amendment, record_trigger
from procedure.acts.evaluating import (
    AnnounceEvaluation,
    PresentedTo,
    PresentEvaluation,
    ReportEvaluation,
    announce_evaluation,
    present_evaluation,
    report_evaluation,
)
from procedure.acts.evaluation_posting import PostEvaluation, post_evaluation
from procedure.acts.money import TransferBudget, transfer_budget
from procedure.acts.posting import PostPlan, post_plan
from procedure.acts.reporting import SubmitReports, submit_reports
from procedure.acts.year_end import RecordYearEndOutcome, record_year_end_outcome
from procedure.calendar import at, thai_date
from procedure.money import net_budgets
from procedure.permissions import officer_actor, officers_with_role
from procedure.plans import find_plan, identity
from procedure.progress import newest_reports, owed_entries
from procedure.proposals import ProposedFunding, ProposedProject
from traimas.demo_progress import later_progress
from traimas.demo_year import FISCAL_YEAR, DemoYear, InProcessRequester, run_here

LAST_DAY = date(2026, 12, 18)
_ADDED = "โครงการก่อสร้างลานกีฬาเอนกประสงค์ประจำตำบล"
_OPENED = {2: date(2026, 4, 1), 3: date(2026, 7, 1), 4: date(2026, 10, 1)}
_CLOSED = {2: date(2026, 5, 6), 3: date(2026, 7, 31), 4: date(2026, 10, 31)}
_NOON = wall_time(12)


def play_later(year: DemoYear) -> None:
    """Play the year on from the first quarter's summary to the announcement of its evaluation."""
    later = LaterYear(year)
    later.add()
    later.amend()
    later.report(2, date(2026, 4, 10))
    later.close(2)
    later.report(3, date(2026, 7, 9))
    later.close(3)
    later.report(4, date(2026, 10, 9))
    later.end_year()
    later.close(4)
    later.evaluate()


class LaterYear:
    """The rest of the story, on the same office."""

    def __init__(self, year: DemoYear) -> None:
        self.year = year

    def add(self) -> None:
        """Bring an addition for an allotted subsidy through the committee, announce and post it."""
        received, announced = date(2026, 2, 9), date(2026, 3, 3)
        self.year.day(received, "ได้รับแจ้งจัดสรรเงินอุดหนุนเฉพาะกิจ จัดทำแผนเพิ่มเติม ครั้งที่ 1")
        told = RecordTrigger(
            fiscal_year=FISCAL_YEAR,
            kind=TriggerKind.ALLOTTED_SUBSIDY,
            occurred_on=received,
            document="หนังสือ ที่ มท 0000/ว 1",
        )
        self._analyst(record_trigger, told, received)
        self._analyst(import_projects, self._added_project(), received)
        self._analyst(compile_draft, CompileDraft(fiscal_year=FISCAL_YEAR), received)
        submitted = SubmitDraft(fiscal_year=FISCAL_YEAR, submitted_on=received)
        self._analyst(submit_draft, submitted, received)
        self.year.day(announced, "คณะกรรมการพัฒนาเห็นชอบ ประกาศใช้และปิดประกาศแผนเพิ่มเติม")
        self.year.meet("1/2569", announced)
        approved = RecordResolution(
            fiscal_year=FISCAL_YEAR, number="1/2569", considered_on=announced, outcome=ResolutionOutcome.APPROVE
        )
        self._analyst(record_resolution, approved, announced)
        signed = CountersignResolution(fiscal_year=FISCAL_YEAR, signed_on=announced)
        self.year.act(countersign_resolution, signed, Role.CLERK, at(announced, _NOON))
        self._announce_and_post(announced)

    def amend(self) -> None:
        """Transfer money, then amend the plan: one project later in the year, one cancelled."""
        on = date(2026, 3, 20)
        self.year.day(on, "โอนงบประมาณ แล้วแก้ไขแผน ครั้งที่ 1: เลื่อนหนึ่งโครงการ ยกเลิกหนึ่งโครงการ")
        receiving, giving, moved, dropped = self._changed_projects()
        transfer = TransferBudget(
            fiscal_year=FISCAL_YEAR,
            kind=TransferKind.INCREASE,
            from_project=giving,
            to_project=receiving,
            amount_satang=500_000,
            document="บันทึกอนุมัติ ที่ 1/2569",
            approved_on=on,
            approver=Approver.EXECUTIVE,
        )
        self._analyst(transfer_budget, transfer, on)
        opened = OpenAmendment(fiscal_year=FISCAL_YEAR, reason="ผลการประกวดราคาล่าช้าและไม่มีผู้เข้าร่วมโครงการ")
        self._analyst(open_amendment, opened, on)
        changed = ChangeProject(
            fiscal_year=FISCAL_YEAR,
            project_number=moved,
            reason="รอผลประกวดราคา",
            authority="บันทึกอนุมัติ ที่ 2/2569",
            months=0b111000000000,
        )
        self._analyst(change_project, changed, on)
        cancelled = CancelProject(
            fiscal_year=FISCAL_YEAR,
            project_number=dropped,
            reason="ไม่มีผู้สมัครเข้าร่วม",
            authority="บันทึกอนุมัติ ที่ 3/2569",
        )
        self._analyst(cancel_project, cancelled, on)
        self._analyst(compile_draft, CompileDraft(fiscal_year=FISCAL_YEAR), on)
        self._announce_and_post(on)

    def report(self, quarter: int, on: date) -> None:
        """Open a quarter's round, and let every post report what it owes on a day."""
        opened = _OPENED[quarter]
        self.year.day(opened, f"ไตรมาสที่ {quarter}: เปิดรอบ ทุกตำแหน่งรายงานในวันที่ {thai_date(on)}")
        run_here(quarterly_progress, as_of=at(opened, wall_time(0, 10)))
        posts, liaisons, quiet = self.year.reporting_posts()
        for post in (*posts, quiet, *liaisons):
            self._report(quarter, post, on)

    def close(self, quarter: int) -> None:
        """Close a quarter's round, and with it its summary."""
        closed = _CLOSED[quarter]
        self.year.day(closed, f"สรุปไตรมาสที่ {quarter}")
        run_here(quarterly_progress, as_of=at(closed, wall_time(0, 10)))

    def end_year(self) -> None:
        """Keep the money of a project under contract for the next year."""
        ended = date(2026, 10, 12)
        self.year.day(ended, "กันเงินโครงการที่ก่อหนี้ผูกพันแล้วและยังไม่แล้วเสร็จ")
        with self.year.database.read() as session:
            plan = find_plan(session, self.year.organization_id, FISCAL_YEAR)
            reports = newest_reports(session, plan.plan_id, ended)
            unfinished = next(
                (project, report)
                for project, report in ((row, reports.get(identity(row.id))) for row in self._projects(session))
                if report and report.status is ProgressStatus.IN_PROGRESS and report.contracted_satang
            )
        project, report = unfinished
        kept = RecordYearEndOutcome(
            fiscal_year=FISCAL_YEAR,
            project_number=project.number,
            kind=YearEndKind.CARRIED_COMMITTED,
            amount_satang=report.contracted_satang - report.disbursed_satang,
            authority="ผู้บริหารท้องถิ่น บันทึก ที่ 4/2569",
            dated_on=date(2026, 9, 30),
            expires_on=date(2027, 3, 31),
        )
        self._analyst(record_year_end_outcome, kept, ended)

    def evaluate(self) -> None:
        """Report, present, announce and post the year's evaluation."""
        reported, presented, announced = date(2026, 12, 4), date(2026, 12, 11), date(2026, 12, 16)
        self.year.day(reported, "รายงานผลประจำปีต่อผู้บริหาร เสนอสภา ประกาศผล และปิดประกาศ")
        told = ReportEvaluation(fiscal_year=FISCAL_YEAR, reported_on=reported, document="บันทึก ที่ 5/2569")
        self._analyst(report_evaluation, told, reported)
        for to in PresentedTo:
            self._analyst(
                present_evaluation,
                PresentEvaluation(fiscal_year=FISCAL_YEAR, to=to, presented_on=presented),
                presented,
            )
        result = AnnounceEvaluation(fiscal_year=FISCAL_YEAR, announced_on=announced)
        self._analyst(announce_evaluation, result, announced)
        posted = PostEvaluation(fiscal_year=FISCAL_YEAR, place=PostingPlace.WEBSITE, posted_on=announced)
        self._analyst(post_evaluation, posted, announced)
        self.year.day(LAST_DAY, "จัดทำเอกสารทั้งปี")

    def _analyst(self, act: Act[Any], facts: Facts, on: date) -> None:
        self.year.act(act, facts, Role.PLAN_ANALYST, at(on, _NOON))

    def _announce_and_post(self, on: date) -> None:
        with self.year.database.read() as session:
            signatory = officers_with_role(session, self.year.organization_id, Role.EXECUTIVE)[0].title
        announced = AnnouncePlan(fiscal_year=FISCAL_YEAR, announced_on=on, signatory=signatory)
        self.year.act(announce_plan, announced, Role.EXECUTIVE, at(on, _NOON))
        self._analyst(post_plan, PostPlan(fiscal_year=FISCAL_YEAR, place=PostingPlace.WEBSITE, posted_on=on), on)

    def _added_project(self) -> ImportProjects:
        with self.year.database.read() as session:
            strategy = session.exec(
                select(Strategy)
                .where(Strategy.organization_id == self.year.organization_id)
                .order_by(col(Strategy.number))
            ).first()
            division = session.exec(
                select(Division.name)
                .join(EntryDivision, col(EntryDivision.division_id) == col(Division.id))
                .where(Division.organization_id == self.year.organization_id)
                .order_by(col(EntryDivision.id))
            ).first()
        if strategy is None or division is None:
            raise RuntimeError("the demo's plan holds no strategy or no division's project")
        added = ProposedProject(
            strategy=strategy.name,
            programme=Programme.RELIGION_CULTURE_RECREATION,
            name=_ADDED,
            detail="ก่อสร้างลานกีฬาคอนกรีตเสริมเหล็ก ขนาด 20 x 40 เมตร หนา 0.10 เมตร",
            place="หมู่ที่ 1 บ้านตัวอย่าง",
            months=0b011110000000,  # พ.ค. – ส.ค.
            divisions=[division],
            plan_reference="เพิ่มเติม ครั้งที่ 1 หน้า 3",
            budget_reference="หนังสือจัดสรร หน้า 1",
            funding=[ProposedFunding(source=FundingSource.EARMARKED_SUBSIDY, amount_satang=85_000_050)],
        )
        return ImportProjects(
            fiscal_year=FISCAL_YEAR,
            file_name="เพิ่มเติม.xlsx",
            file_sha256=hashlib.sha256(_ADDED.encode()).hexdigest(),
            file_content=_ADDED.encode(),
            projects=[added],
            equipment=[],
        )

    def _changed_projects(self) -> tuple[int, int, int, int]:
        """Return by number who receives money, who gives, what is moved to later months and what is cancelled."""
        with self.year.database.read() as session:
            plan = find_plan(session, self.year.organization_id, FISCAL_YEAR)
            reports = newest_reports(session, plan.plan_id, date(2026, 3, 20))
            waiting = [
                row.number
                for row in self._projects(session)
                if (report := reports.get(identity(row.id))) and report.status is ProgressStatus.NOT_STARTED
            ]
            going = [
                row.number
                for row in self._projects(session)
                if (report := reports.get(identity(row.id))) and report.status is ProgressStatus.IN_PROGRESS
            ]
        return going[0], waiting[0], waiting[1], waiting[2]

    def _projects(self, session: Session) -> list[Project]:
        """Return the office's own projects by their numbers."""
        rows = session.exec(
            select(Project)
            .where(Project.organization_id == self.year.organization_id, col(Project.agency_id).is_(None))
            .order_by(col(Project.number))
        )
        return list(rows)

    def _report(self, quarter: int, post: int, on: date) -> None:
        with self.year.database.read() as session:
            plan = find_plan(session, self.year.organization_id, FISCAL_YEAR)
            entries = owed_entries(session, plan.plan_id, post, on)
            budget = net_budgets(session, plan, on)
            before = newest_reports(session, plan.plan_id, on)
            reports = tuple(
                later_progress(entry, budget.get(entry.project_id, 0), before.get(entry.project_id), plan, quarter)
                for entry in entries
            )
            actor = officer_actor(session, self.year.organization_id, post, on, Via.COMMAND_LINE)
        facts = SubmitReports(fiscal_year=FISCAL_YEAR, quarter=quarter, officer_id=post, reports=reports)
        perform(self.year.database, InProcessRequester(), submit_reports, actor, facts, at(on, _NOON))
