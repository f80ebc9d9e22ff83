"""An office in its first quarter, for the report's tests: money of all kinds, a cancellation, a merger, a transfer."""

from datetime import date
from pathlib import Path
from typing import Any

from models.kinds import Approver, FundingSource, Programme, ProgressStatus, SubmissionKind, TransferKind
from procedure.acts.changing import CancelProject, MergeProjects, cancel_project, merge_projects
from procedure.acts.editions import open_amendment
from procedure.acts.money import TransferBudget, transfer_budget
from procedure.proposals import ProposedFunding
from tests.offices import OUTSIDE, YEAR, Desk, project
from tests.procedure.quarters import FINANCE, LIAISON, WORKS, close_round, progress, report
from tests.procedure.test_editions import AMEND, announce_amendment

AMENDED = date(2026, 1, 13)
CLOSED = date(2026, 1, 31)
BUDGET, ACCUMULATED, EARMARKED = (
    FundingSource.ANNUAL_BUDGET,
    FundingSource.ACCUMULATED_FUNDS,
    FundingSource.EARMARKED_SUBSIDY,
)


def money(*parts: tuple[FundingSource, int]) -> list[ProposedFunding]:
    return [ProposedFunding(source=source, amount_satang=satang) for source, satang in parts]


PROJECTS = (
    project("ถนนสองแหล่งเงิน", funding=money((BUDGET, 10_000_000), (ACCUMULATED, 5_000_033))),
    project("รางระบายน้ำ 12 จุด", funding=money((ACCUMULATED, 7_000_001))),
    project(
        "โรงเรียน",
        divisions=["กองคลัง"],
        programme=Programme.EDUCATION,
        funding=money((EARMARKED, 3_000_050)),
    ),
    project("=1+1 ตลาด", divisions=["กองคลัง"], programme=Programme.COMMERCE),
    project("สะพาน"),
    project("ป้าย"),
    project("จ่ายครบสองแหล่ง", funding=money((BUDGET, 2_000_000), (ACCUMULATED, 1_000_001))),
    project("โครงการของ อบจ.", divisions=[], agency=OUTSIDE, learnt_from="หนังสือ อบจ."),
)


def first_quarter(folder: Path) -> Desk:
    """Play the quarter: reports on 9 and 12 January, an amendment on the 13th, the close on the 31st."""
    desk = Desk(folder).quarter_open(*PROJECTS)
    done = {"status": ProgressStatus.COMPLETED, "percent": 100}
    works = (
        progress(1, disbursed_satang=4_000_007, contracted_satang=9_000_000, obstacle="รอผู้รับจ้าง 3 ราย"),
        progress(2, disbursed_satang=1_000_003),
        progress(5, disbursed_satang=1_234_567),
        progress(6, disbursed_satang=111_111, percent=20),
        progress(7, disbursed_satang=3_000_001, **done),
    )
    report(desk, WORKS, date(2026, 1, 9), reports=works)
    finance = (
        progress(3, disbursed_satang=3_000_000, final_payment=True, obstacle="", obstacle_kind=None, **done),
        progress(4, status=ProgressStatus.NOT_STARTED, percent=None),
    )
    report(desk, FINANCE, date(2026, 1, 12), reports=finance)
    asked: Any = {"source": "หนังสือ อบจ. ที่ 5", "asked_on": date(2026, 1, 5)}
    report(desk, LIAISON, date(2026, 1, 12), kind=SubmissionKind.NOT_INFORMED, reports=(), **asked)
    moved = TransferBudget(
        fiscal_year=YEAR,
        kind=TransferKind.INCREASE,
        from_project=4,
        to_project=2,
        amount_satang=999,
        approver=Approver.EXECUTIVE,
        approved_on=AMENDED,
        document="บันทึก ที่ 2",
    )
    desk.act(transfer_budget, moved, AMENDED)
    desk.act(open_amendment, AMEND, AMENDED)
    named = {"fiscal_year": YEAR, "reason": "ไม่มีผู้เสนอราคา 2 ครั้ง", "authority": "บันทึก ที่ ๑"}
    desk.act(cancel_project, CancelProject(project_number=5, **named), AMENDED)
    desk.act(merge_projects, MergeProjects(project_number=6, into_number=4, **named), AMENDED)
    announce_amendment(desk, "", AMENDED)
    close_round(desk, 1, CLOSED)
    return desk
