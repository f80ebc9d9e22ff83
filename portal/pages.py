"""Drawing pages: the templates, their Thai filters, and what every page shows around its content."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from models.quarters import Submission
from models.values import baht_with_commas
from procedure.calendar import (
    BANGKOK,
    bangkok_date,
    thai_date,
    thai_date_short,
    thai_digits,
)

if TYPE_CHECKING:
    from portal.sessions import Visitor


@dataclass(frozen=True)
class Present:
    """The instant at which a request is answered; ``rehearsal`` marks it as a supposed one."""

    as_of: datetime
    rehearsal: bool

    @property
    def today(self) -> date:
        """Return the Bangkok date."""
        return bangkok_date(self.as_of)


def page(
    name: str, present: Present | None, visitor: "Visitor | None" = None, status: int = 200, **values: object
) -> HTMLResponse:
    """Return a page drawn from a template; ``present`` None leaves out the rehearsal's banner."""
    template = _templates().get_template(name)
    return HTMLResponse(template.render(present=present, visitor=visitor, **values), status_code=status)


def row_number(text: str) -> int | None:
    """Return a row's number as a form or an address bar gives it, or None for what can be none."""
    return int(text) if text.isdecimal() and len(text) <= 9 else None


def thai_time(instant: datetime) -> str:
    """Return an instant as offices write it: ``๑๐ มกราคม ๒๕๖๙ เวลา ๑๔.๓๒ น.`` (Asia/Bangkok)."""
    local = instant.astimezone(BANGKOK)
    return f"{thai_date(local.date())} เวลา {thai_digits(f'{local:%H.%M}')} น."


def days_later(submission: Submission) -> int:
    """Return how many days after it was received a submission was recorded."""
    return (bangkok_date(submission.submitted_at) - submission.received_on).days


@lru_cache(maxsize=1)
def _templates() -> Environment:
    # Everything is escaped, whatever the template is called.
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        thai_date=thai_date,
        thai_date_short=thai_date_short,
        thai_digits=thai_digits,
        thai_time=thai_time,
        baht=baht_with_commas,
        days_later=days_later,
    )
    return environment
