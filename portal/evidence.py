"""The evidence files of progress reports, to whoever sees how the post reports."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import Response
from sqlmodel import Session, col, select

from models.evidence import StoredFile
from models.organizations import Officer
from models.quarters import ProgressReport, Submission
from portal.downloads import attachment
from portal.sessions import SignedIn, ThePortal, Visitor, actor_reporting_for, visible
from procedure.evidence import PURPOSE, SUBJECT_KIND

router = APIRouter()


@router.get("/evidence/{file_id}")
def download_evidence(file_id: Annotated[int, Path(ge=1, le=2**31 - 1)], portal: ThePortal, who: SignedIn) -> Response:
    """Return a file's very bytes, always as a download and under the type that its content had; else 404."""
    with portal.database.read() as session:
        file = _find(session, who, file_id)
    if file is None:
        raise HTTPException(404)
    ending = file.name.rsplit(".", 1)[-1]
    return attachment(file.content, file.media_type, file.name, f"evidence-{file.id}.{ending}")


def _find(session: Session, who: Visitor, file_id: int) -> StoredFile | None:
    row = session.exec(
        select(StoredFile, Officer)
        .join(ProgressReport, col(ProgressReport.id) == col(StoredFile.subject_id))
        .join(Submission, col(Submission.id) == col(ProgressReport.submission_id))
        .join(Officer, col(Officer.id) == col(Submission.officer_id))
        .where(
            StoredFile.id == file_id,
            StoredFile.organization_id == who.organization_id,
            StoredFile.purpose == PURPOSE,
            StoredFile.subject_kind == SUBJECT_KIND,
        )
    ).first()
    if row is None:
        return None
    file, officer = row
    return file if visible(who, officer) or actor_reporting_for(who, officer) else None
