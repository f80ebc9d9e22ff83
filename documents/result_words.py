"""What documents of results say of a project in words: its sources of money, its months with their years, how far it
came by what was reported, and what stood in its way."""

from collections.abc import Iterable

from models.kinds import FundingSource, SubmissionKind
from models.quarters import ProgressReport
from models.values import BUDDHIST_ERA_OFFSET, FiscalYear, Quarter, baht_with_commas
from procedure.calendar import MONTHS_SHORT
from procedure.evaluation import SignedReport
from procedure.progress import progress_label

NOT_REPORTED_TH = "ไม่ได้รายงาน"


def duration_words(months: Iterable[int], fiscal_year: FiscalYear) -> str:
    """Return planned months (0 = October to 11 = September) with their Buddhist-era years, each run as one:
    ``พ.ย. 2568 – ธ.ค. 2568, มี.ค. 2569``; nothing for none."""
    runs: list[list[int]] = []
    for month in sorted(set(months)):
        if runs and runs[-1][-1] == month - 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    starts = fiscal_year.month_starts()

    def name(month: int) -> str:
        return f"{MONTHS_SHORT[starts[month].month - 1]} {starts[month].year + BUDDHIST_ERA_OFFSET}"

    return ", ".join(name(run[0]) if len(run) == 1 else f"{name(run[0])} – {name(run[-1])}" for run in runs)


def sources_words(sources: Iterable[tuple[FundingSource, int]]) -> str:
    """Return the sources of a project's money, each with its amount where there are several; satang in, baht out."""
    found = list(sources)
    if not found:
        return FundingSource.NONE.name_th
    if len(found) == 1:
        return found[0][0].name_th
    return ", ".join(f"{source.name_th} {baht_with_commas(satang)} บาท" for source, satang in found)


def progress_words(signed: SignedReport | None, quarter: Quarter, months: int, net_satang: int) -> str:
    """Return what a project is called at the end of a quarter by its newest report up to it.

    An older report than the quarter's own is said to be that: nobody vouched for it since. So are values that a liaison
    post carried on because the other agency told it nothing.
    """
    if signed is None:
        return NOT_REPORTED_TH
    label = progress_label(signed.report, months, net_satang, quarter.fiscal_year.quarter(signed.quarter)).in_full
    if signed.submission.kind is SubmissionKind.NOT_INFORMED:
        label += " (ไม่ได้รับแจ้งจากหน่วยงานอื่น)"
    if signed.quarter == quarter.number:
        return label
    return f"{NOT_REPORTED_TH} (รายงานล่าสุดไตรมาสที่ {signed.quarter}: {label})"


def obstacle_words(report: ProgressReport | None) -> str:
    """Return the obstacle that a post reported, its kind before what it wrote."""
    if report is None:
        return ""
    kind = report.obstacle_kind.name_th if report.obstacle_kind else ""
    return ": ".join(part for part in (kind, report.obstacle) if part)
