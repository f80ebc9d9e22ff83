"""Reading from the record what the three parts for the ITA say.

The six months are a snapshot at 31 March: the projects and budgets in force that day, and the reports of quarters 1 and
2 that were recorded by the day asked for, but never after the second round's lock. What a post corrects later, by leave
of an exception, changes no snapshot; and what was published (``publish_six_months``) stays until the office publishes
another.
"""

from datetime import date

from sqlmodel import Session

from documents.ita_content import ItaContent, ItaFile, ItaOutcome
from documents.ita_reading import ItaReader
from documents.plan_facts import office_of
from models.kinds import EntryAction, ItaPart
from procedure.acts.publishing import published_six_months, require_six_months
from procedure.calendar import last_instant, thai_date
from procedure.duties import day_after
from procedure.errors import ProcedureError
from procedure.evaluation import SignedReport, project_standings, signed_reports
from procedure.plans import PlanOnRecord
from procedure.progress import find_round
from procedure.quarter_days import quarter_days
from procedure.year_end import newest_outcomes


def ita_plan(session: Session, on_record: PlanOnRecord, on: date) -> ItaContent:
    """Return the plan in force on a Bangkok day. Raises ``ProcedureError`` ``needs_announced``."""
    reader = ItaReader(session, on_record, on, on)
    return reader.content(ItaPart.PLAN, [reader.planned(entry) for entry in reader.in_force()])


def ita_six_months(session: Session, on_record: PlanOnRecord, on: date) -> ItaContent:
    """Return the six months as they were published, else as ``fresh_six_months`` does.

    A day before what was published had been known is told afresh. Raises what ``fresh_six_months`` raises.
    """
    require_six_months(on_record, on)
    kept = published_six_months(session, on_record)
    if kept is not None:
        file = ItaFile.model_validate_json(kept.content)
        if file.recorded_through <= on:
            return ItaContent(office=office_of(session, on_record.organization), file=file)
    return fresh_six_months(session, on_record, on)


def fresh_six_months(session: Session, on_record: PlanOnRecord, on: date) -> ItaContent:
    """Return the snapshot at 31 March as it is known by a Bangkok day, whatever was published.

    Raises ``ProcedureError``: ``needs_announced``, ``ita_too_early`` before 31 March.
    """
    require_six_months(on_record, on)
    second = on_record.fiscal_year.quarter(2)
    found = find_round(session, on_record.plan_id, 2)
    lock_on = found.lock_on if found else quarter_days(session, on_record, 2)[1]
    reader = ItaReader(session, on_record, second.last_day, min(on, lock_on))
    reports = signed_reports(session, on_record.plan_id, last_instant(reader.through))
    projects = []
    for entry in reader.in_force():
        known = reports.get(entry.project_id, {})
        first, newest = known.get(1), _newest(known)
        projects.append(
            reader.planned(entry).model_copy(
                update={
                    **reader.progress(newest, 2, entry, reader.money.net(entry.project_id)),
                    "disbursed_first_quarter_satang": first.report.disbursed_satang if first else 0,
                }
            )
        )
    left_out = [
        newest.report.disbursed_satang if (newest := _newest(reports.get(entry.project_id, {}))) else 0
        for entry in reader.entries.values()
        if entry.action is EntryAction.CANCEL
    ]
    return reader.content(
        ItaPart.SIX_MONTHS,
        projects,
        settled=on > lock_on,
        settles_after=None if on > lock_on else lock_on,
        left_out_projects=len(left_out),
        left_out_merged=sum(entry.action is EntryAction.MERGE for entry in reader.entries.values()),
        left_out_disbursed_satang=sum(left_out),
    )


def ita_results(session: Session, on_record: PlanOnRecord, on: date) -> ItaContent:
    """Return the year's results as they are known by a Bangkok day: the projects that the evaluation counts.

    Merged projects stand among them without money of their own. Raises ``ProcedureError``: ``needs_announced``,
    ``ita_too_early`` before the year has ended.
    """
    last_day = on_record.fiscal_year.last_day
    if on <= last_day:
        raise ProcedureError(
            "ita_too_early",
            f"ยังไม่สิ้นปีงบประมาณ โปรดทำเอกสารนี้ตั้งแต่วันที่ {thai_date(day_after(last_day))} เป็นต้นไป",
            f"The results can be made once the fiscal year is over, from {day_after(last_day)} on.",
        )
    found = find_round(session, on_record.plan_id, 4)
    lock_on = found.lock_on if found else last_day
    reader = ItaReader(session, on_record, lock_on, on, as_at=last_day)
    reader.outcomes = {
        project_id: ItaOutcome(
            kind=row.kind,
            kind_th=row.kind.name_th,
            amount_satang=row.amount_satang,
            expires_on=row.expires_on,
            authority=row.authority,
        )
        for project_id, row in newest_outcomes(session, on_record.organization_id, on).items()
    }
    standings = project_standings(session, on_record, last_instant(on))[-1]
    projects = [reader.ended(standing) for standing in standings] + [
        reader.merged(entry) for entry in reader.entries.values() if entry.action is EntryAction.MERGE
    ]
    return reader.content(
        ItaPart.RESULTS,
        sorted(projects, key=lambda one: one.number),
        settled=on > lock_on,
        settles_after=None if on > lock_on else lock_on,
    )


def _newest(known: dict[int, SignedReport]) -> SignedReport | None:
    """Return a project's newest report of the first two quarters."""
    return known.get(2) or known.get(1)
