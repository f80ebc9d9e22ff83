"""The board: steps, deadlines, sources and quarters of a plan, and its documents to download."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import HTMLResponse, Response

from portal.board_facts import (
    find_file,
    newest_files,
    open_deadlines,
    plans_of,
    project_lines,
    quarter_matrix,
    read_board,
    source_lines,
)
from portal.delivery_facts import may_see_deliveries
from portal.downloads import attachment
from portal.pages import page
from portal.paper_report_facts import paper_recorder
from portal.sessions import PortalNow, SignedIn, ThePortal
from portal.telling import Typed, read_telling, typed_day
from portal.workbook_facts import may_see_workbooks
from procedure.history import STEP_NAMES_TH, step_history
from procedure.holiday_days import forecast_warning, office_working_days
from procedure.matrix import progress_matrix
from procedure.permissions import Permission
from procedure.plans import step_of

router = APIRouter()


@router.get("/board")
def show_board(portal: ThePortal, now: PortalNow, who: SignedIn, year: int | None = None) -> HTMLResponse:
    """Show the board of a fiscal year's plan, the newest by default; whoever does not read all sees their own part."""
    with portal.database.read() as session:
        plans = plans_of(session, who.organization_id)
        if not plans and year is None:
            return page("no_plan.html", now, who)
        plan = next((row for row in plans if year is None or row.plan.fiscal_year == year), None)
        if plan is None:
            raise HTTPException(404)
        facts = read_board(session, plan)
        reported = progress_matrix(session, plan, now.as_of)
        matrix = quarter_matrix(session, reported, facts, who, now)
        telling = read_telling(session, portal, who, now)
        return page(
            "board.html",
            now,
            who,
            plan=plan,
            step=step_of(plan.edition),
            years=[row.plan.fiscal_year for row in plans],
            steps=step_history(session, plan, now.as_of),
            step_names=STEP_NAMES_TH,
            deadlines=open_deadlines(session, facts, who, now, office_working_days(session)),
            sources=source_lines(session, plan, who),
            regular=[line for line in matrix if not line.liaison],
            liaisons=[line for line in matrix if line.liaison],
            to_report=[
                (line, number, cell)
                for line in matrix
                for number, cell in enumerate(line.cells, start=1)
                if line.own and cell.to_do
            ],
            to_review=[
                (line, number, cell)
                for line in matrix
                for number, cell in enumerate(line.cells, start=1)
                if cell.review_path
            ],
            rates=[(row.number, reported.quarter(row.number)) for row in reported.rounds] if who.reads_all else [],
            total=reported.tally,
            projects=project_lines(session, reported, facts, who, now),
            files=newest_files(session, facts) if who.reads_all else [],
            telling=telling,
            told=Typed(told_on=typed_day(now.today)),
            sees_deliveries=may_see_deliveries(who),
            sees_postings=who.reads_all and plan.edition.announced_on is not None,
            sees_workbooks=may_see_workbooks(who),
            records_paper=paper_recorder(who) is not None,
            forecast=forecast_warning(session, now.as_of) if who.reads_all else None,
            reads_all=who.reads_all,
            keeps_papers=any(actor.may(Permission.KEEP_PAPERS) for actor in who.actors),
            public_path=f"/public/{plan.organization.code}/{plan.plan.fiscal_year}"
            if plan.edition.announced_on
            else "",
        )


@router.get("/files/{file_id}")
def download(file_id: Annotated[int, Path(ge=1, le=2**31 - 1)], portal: ThePortal, who: SignedIn) -> Response:
    """Return a kept document's very bytes, to whoever reads all of its organization."""
    if not who.reads_all:
        raise HTTPException(404)
    with portal.database.read() as session:
        file = find_file(session, who.organization_id, file_id)
    if file is None:
        raise HTTPException(404)
    return attachment(file.content, file.media_type, file.name, f"{file.purpose}-{file.id}.pdf")
