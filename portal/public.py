"""The public page of a plan: anybody reads it, without signing in; drafts are never there."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import HTMLResponse, Response

from portal.downloads import attachment
from portal.pages import page
from portal.public_facts import PublicPlan, public_file, public_plan
from portal.sessions import PortalNow, ThePortal

router = APIRouter(prefix="/public/{code}/{fiscal_year}")

Code = Annotated[str, Path(max_length=40)]
Year = Annotated[int, Path(ge=2400, le=2700)]
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("")
def show_plan(code: Code, fiscal_year: Year, portal: ThePortal, now: PortalNow) -> HTMLResponse:
    """Show the announced editions of a plan, where they were posted, and the summaries of its closed quarters."""
    with portal.database.read() as session:
        plan = _found(public_plan(session, code, fiscal_year))
    return page("public_plan.html", now, plan=plan)


@router.get("/files/{file_id}")
def download_public(code: Code, fiscal_year: Year, file_id: Id, portal: ThePortal) -> Response:
    """Return the very bytes of a file that the page offers."""
    with portal.database.read() as session:
        plan = _found(public_plan(session, code, fiscal_year))
        file = public_file(session, plan, file_id)
    if file is None:
        raise HTTPException(404)
    return attachment(file.content, file.media_type, file.name, f"{file.purpose}-{file.id}.pdf")


def _found(plan: PublicPlan | None) -> PublicPlan:
    if plan is None:
        raise HTTPException(404)
    return plan
