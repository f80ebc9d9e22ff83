"""What a document of the catalogue can be asked for: each edition of a plan, each quarter's round, or the year."""

from datetime import date

from sqlmodel import Session, col, select

from documents.catalogue_entry import About, Asked
from models.quarters import QuarterRound
from procedure.plans import PlanOnRecord, editions_of

YEAR = "year"


def subjects_of(
    session: Session, plan: PlanOnRecord, about: About, on: date, public_url: str | None
) -> list[tuple[str, Asked]]:
    """Return what can be asked for on a Bangkok day, each by its name: ``base``, ``addition-1``, ``quarter-2``,
    ``year``. A quarter can be asked for once its round is open."""
    if about is About.YEAR:
        return [(YEAR, Asked(plan, on, public_url=public_url))]
    if about is About.QUARTER:
        rounds = session.exec(
            select(QuarterRound)
            .where(QuarterRound.plan_id == plan.plan_id, QuarterRound.organization_id == plan.organization_id)
            .order_by(col(QuarterRound.number))
        )
        return [(f"quarter-{row.number}", Asked(plan, on, row, public_url)) for row in rounds]
    return [(edition.name, Asked(edition, on, public_url=public_url)) for edition in editions_of(session, plan)]
