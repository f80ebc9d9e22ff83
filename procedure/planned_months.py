"""Planned months in words, as forms and workbooks show them."""

from datetime import date

from models.kinds import Digits
from models.values import FiscalYear, PlannedMonths
from procedure.calendar import MONTHS_SHORT, buddhist_year


def months_text(bits: int, fiscal_year: FiscalYear, digits: Digits = Digits.THAI) -> str:
    """Return planned months as runs with Buddhist-era years: ``ต.ค.–ธ.ค. ๒๕๖๘, มี.ค. ๒๕๖๙``; empty for none."""
    starts = fiscal_year.month_starts()
    runs: list[list[date]] = []
    previous = -2
    for index in PlannedMonths(bits).indexes:
        if index != previous + 1:
            runs.append([])
        runs[-1].append(starts[index])
        previous = index
    return digits.write(", ".join(_run_text(run[0], run[-1]) for run in runs))


def _run_text(first: date, last: date) -> str:
    ending = f"{MONTHS_SHORT[last.month - 1]} {buddhist_year(last)}"
    if first == last:
        return ending
    beginning = MONTHS_SHORT[first.month - 1]
    if first.year != last.year:
        beginning += f" {buddhist_year(first)}"
    return f"{beginning}–{ending}"
