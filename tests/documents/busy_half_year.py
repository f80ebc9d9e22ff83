"""Half a year in which much happens: names like formulas, two sources of money, satang, a project cancelled and one
merged, reports late and in two revisions."""

import sqlite3
from contextlib import closing
from datetime import date, time
from pathlib import Path
from typing import Any

from flows.perform import perform
from models.database import Database
from models.kinds import FundingSource, ObstacleKind, ProgressStatus, Role, Via
from models.organizations import Organization
from models.settings import OfficeSettings, PaperSettings
from procedure.acts.announcing import AnnouncePlan, announce_plan
from procedure.acts.changing import CancelProject, MergeProjects, cancel_project, merge_projects
from procedure.acts.drafting import CompileDraft, compile_draft
from procedure.acts.editions import OpenAmendment, open_amendment
from procedure.acts.quarter_days import GrantException, grant_exception
from procedure.acts.reporting import SubmitReports, submit_reports
from procedure.acts.rounds import CloseQuarter, OpenQuarter, close_quarter, open_quarter
from procedure.calendar import at
from procedure.permissions import officer_actor, system_actor
from procedure.progress import owed_entries
from procedure.proposals import ProposedFunding
from procedure.report_checks import ProjectProgress
from tests.offices import OUTSIDE, YEAR, Desk, project

WORKS, FINANCE = "ผู้รายงานความก้าวหน้า กองช่าง", "ผู้รายงานความก้าวหน้า กองคลัง"
LIAISON = f"ผู้ประสานงาน {OUTSIDE}"
LOCKED = date(2026, 5, 5)  # the last day of the second round
FORMULA = "=SUM(1;2) โครงการ 1"
CANCELLED, MERGED, TAKER, AGENCYS = "-โครงการที่ยกเลิก", "@โครงการที่รวมแล้ว", "+โครงการที่รับงาน", "โครงการของ อบจ. ระยะที่ 2"


def money(satang: int, source: FundingSource = FundingSource.ANNUAL_BUDGET) -> ProposedFunding:
    return ProposedFunding(source=source, amount_satang=satang)


PROJECTS = (
    project(FORMULA, funding=[money(1_234_567), money(100_050, FundingSource.ACCUMULATED_FUNDS)], months=0b101),
    project(CANCELLED, funding=[money(5_000_001)]),
    project(MERGED, divisions=["กองคลัง"], funding=[money(2_000_000)]),
    project(TAKER, divisions=["กองคลัง"], funding=[money(3_000_000)]),
    project(AGENCYS, divisions=[], agency=OUTSIDE, learnt_from="หนังสือ ๑", funding=[money(9_999_999)]),
)


def busy_half_year(folder: Path) -> Desk:
    """Return an office whose second round is over, on 6 May 2569."""
    desk = Desk(folder).quarter_open(*PROJECTS)
    report(desk, 1, WORKS, date(2026, 1, 12), {1: 200_001, 2: 1_000_003})
    report(desk, 1, FINANCE, date(2026, 1, 20), {3: 500_000, 4: 7})
    report(desk, 1, LIAISON, date(2026, 1, 14), {5: 1_000_001})
    on = date(2026, 3, 20)
    desk.act(open_amendment, OpenAmendment(fiscal_year=YEAR, reason="ปรับแผน"), on)
    why = {"fiscal_year": YEAR, "authority": "คำสั่ง ที่ 2/2569"}
    desk.act(cancel_project, CancelProject(project_number=2, reason="=ซ้ำซ้อน", **why), on)
    desk.act(merge_projects, MergeProjects(project_number=3, into_number=4, reason="พื้นที่เดียวกัน", **why), on)
    desk.act(compile_draft, CompileDraft(fiscal_year=YEAR), on)
    signed = AnnouncePlan(fiscal_year=YEAR, announced_on=on, signatory="นายกเทศมนตรีตำบลตัวอย่าง")
    desk.act(announce_plan, signed, on, Role.EXECUTIVE)
    by_system(desk, open_quarter, OpenQuarter(fiscal_year=YEAR, quarter=2), date(2026, 4, 1))
    report(desk, 2, WORKS, date(2026, 4, 10), {1: 300_001})
    report(desk, 2, WORKS, date(2026, 4, 24), {1: 300_011})  # a second revision
    report(desk, 2, FINANCE, date(2026, 4, 15), {4: 600_007})
    by_system(desk, close_quarter, CloseQuarter(fiscal_year=YEAR, quarter=2), date(2026, 5, 6))
    return desk


def corrected_after_the_lock(desk: Desk) -> None:
    """Let the works division report once more by leave of an exception, after the round was locked."""
    leave = GrantException(
        fiscal_year=YEAR,
        quarter=2,
        post=WORKS,
        authority="ปลัดเทศบาลตำบลตัวอย่าง",
        document="บันทึก ที่ ๕/๒๕๖๙",
        dated_on=date(2026, 5, 11),
        expires_on=date(2026, 5, 15),
    )
    desk.act(grant_exception, leave, date(2026, 5, 11), Role.EXECUTIVE)
    report(desk, 2, WORKS, date(2026, 5, 13), {1: 1_000_000})


def report(desk: Desk, quarter: int, title: str, on: date, disbursed: dict[int, int]) -> None:
    """Report a post's projects as in progress, with satang disbursed to date by project."""
    post = desk.post_of(title)
    with desk.database.read() as session:
        actor = officer_actor(session, 1, post, on, Via.PORTAL)
        owed = [entry.project_id for entry in owed_entries(session, 1, post, on)]
    told = {
        "status": ProgressStatus.IN_PROGRESS,
        "percent": 30,
        "obstacle": "-ฝนตกชุก 3 วัน",
        "obstacle_kind": ObstacleKind.WEATHER,
    }
    reports = tuple(ProjectProgress(project_id=one, disbursed_satang=disbursed[one], **told) for one in owed)
    sent = SubmitReports(fiscal_year=YEAR, quarter=quarter, officer_id=post, reports=reports)
    perform(desk.database, desk.requester, submit_reports, actor, sent, at(on, time(10)))


def by_system(desk: Desk, act: Any, facts: Any, on: date) -> None:
    perform(desk.database, desk.requester, act, system_actor(1), facts, at(on, time(0, 10)))


def with_papers(desk: Desk, folder: Path, papers: PaperSettings) -> Database:
    """Return a copy of an office's database in a folder, in which the office writes its papers in its own way."""
    copy = folder / "with-papers.sqlite3"
    with closing(sqlite3.connect(desk.path)) as before, closing(sqlite3.connect(copy)) as after:
        before.backup(after)
    database = Database(f"sqlite:///{copy}")
    with database.write() as session:
        session.get_one(Organization, 1).settings = OfficeSettings(papers=papers).model_dump(mode="json")
    return database
