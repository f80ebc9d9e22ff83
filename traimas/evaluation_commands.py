"""``traimas evaluation``: how the yearly evaluation stands, and its tables."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

from traimas.answers import say_json, say_table
from traimas.options import as_of_option, instant_of, json_option, organization_option, year_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.evaluations import Evaluation
    from procedure.evaluation import EvaluationLine, EvaluationTables


@click.group()
def evaluation() -> None:
    """The yearly evaluation."""


@evaluation.command("status")
@year_option
@organization_option
@as_of_option
@json_option
def evaluation_status(fiscal_year: int, organization: str, as_of_day: date | None, as_json: bool) -> None:
    """How a year's evaluation stands, and what the quarters that have ended came to."""
    from flows.instants import present_instant
    from procedure.evaluation import evaluation_tables
    from procedure.plans import find_plan
    from procedure.yearly_evaluation import evaluation_of
    from traimas.office import OfficeDesk

    desk = OfficeDesk(organization)
    instant = instant_of(as_of_day) or present_instant(desk.database)
    with desk.database.read() as session:
        on_record = find_plan(session, desk.organization_id, fiscal_year)
        found = evaluation_of(session, on_record)
        tables = evaluation_tables(session, on_record, instant)
    if as_json:
        say_json({"evaluation": _days(found), "tables": asdict(tables)})
    else:
        _say(found, tables)


def _days(found: "Evaluation | None") -> dict[str, str | None] | None:
    if found is None:
        return None
    days = {
        "opened": found.opened_on,
        "reported": found.reported_on,
        "presented_to_council": found.presented_to_council_on,
        "presented_to_committee": found.presented_to_committee_on,
        "announced": found.announced_on,
    }
    return {name: day.isoformat() if day else None for name, day in days.items()}


def _say(found: "Evaluation | None", tables: "EvaluationTables") -> None:
    from models.values import baht_with_commas
    from procedure.calendar import thai_date_short
    from procedure.evaluation import EvaluationLine

    steps = (
        ("เปิดการประเมินผล", found.opened_on if found else None),
        ("รายงานผู้บริหารท้องถิ่น", found.reported_on if found else None),
        ("เสนอสภาท้องถิ่น", found.presented_to_council_on if found else None),
        ("เสนอคณะกรรมการพัฒนาท้องถิ่น", found.presented_to_committee_on if found else None),
        ("ประกาศผล", found.announced_on if found else None),
    )
    say_table(["ขั้นตอน", "วันที่"], [[name, thai_date_short(day, digits="arabic") if day else "-"] for name, day in steps])
    total = EvaluationLine("รวม", tables.totals)
    parts = (("ยุทธศาสตร์", tables.by_strategy), ("แผนงาน", tables.by_programme), ("หน่วยงาน", tables.by_division))
    for heading, lines in parts:
        for number in range(1, len(tables.totals) + 1):
            click.echo(f"\n{heading} ณ สิ้นไตรมาสที่ {number}")
            say_table(
                [
                    heading,
                    "โครงการ",
                    "แล้วเสร็จ",
                    "ระหว่าง",
                    "ยังไม่",
                    "ยกเลิก",
                    "ไม่รายงาน",
                    "งบประมาณ (บาท)",
                    "เบิกจ่าย (บาท)",
                    "งบหน่วยงานอื่น",
                    "เบิกจ่ายหน่วยงานอื่น",
                ],
                [_cells(line, number, baht_with_commas) for line in (*lines, total)],
            )


def _cells(line: "EvaluationLine", number: int, money: "Callable[[int], str]") -> list[str]:
    figures = line.quarters[number - 1]
    counts = (
        figures.projects,
        figures.completed,
        figures.in_progress,
        figures.not_started,
        figures.cancelled,
        figures.not_reported,
    )
    amounts = (
        figures.own_budget_satang,
        figures.own_disbursed_satang,
        figures.other_budget_satang,
        figures.other_disbursed_satang,
    )
    return [line.label, *(str(count) for count in counts), *(money(amount) for amount in amounts)]
