"""Drawing pages: the templates, their Thai filters, and what every page shows around its content."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from models.quarters import Submission
from models.values import FiscalYear, PlannedMonths, baht_with_commas
from procedure.calendar import (
    BANGKOK,
    MONTHS_SHORT,
    bangkok_date,
    buddhist_year,
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


def months_text(bits: int, fiscal_year: FiscalYear) -> str:
    """Return planned months as runs with Buddhist-era years: ``ต.ค.–ธ.ค. ๒๕๖๘, มี.ค. ๒๕๖๙``; empty for none."""
    starts = fiscal_year.month_starts()
    runs: list[list[date]] = []
    previous = -2
    for index in PlannedMonths(bits).indexes:
        if index != previous + 1:
            runs.append([])
        runs[-1].append(starts[index])
        previous = index
    return ", ".join(_run_text(run[0], run[-1]) for run in runs)


def _run_text(first: date, last: date) -> str:
    ending = f"{MONTHS_SHORT[last.month - 1]} {thai_digits(buddhist_year(last))}"
    if first == last:
        return ending
    beginning = MONTHS_SHORT[first.month - 1]
    if first.year != last.year:
        beginning += f" {thai_digits(buddhist_year(first))}"
    return f"{beginning}–{ending}"


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
