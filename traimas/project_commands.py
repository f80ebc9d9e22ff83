"""``traimas project history``: one project's history in one view, beside the acts on projects."""

import click

from procedure.calendar import thai_date_short
from traimas.answers import say_json, say_table
from traimas.options import json_option, organization_option, year_option


@click.group()
def project() -> None:
    """Projects of a plan: corrected before the announcement, changed, merged and cancelled after it."""


@project.command("history")
@click.argument("number", type=int)
@year_option
@organization_option
@json_option
def project_history(number: int, fiscal_year: int, organization: str, as_json: bool) -> None:
    """What happened to project NUMBER: editions, money and reports, oldest first."""
    from procedure.plans import find_plan
    from procedure.project_history import project_history as history_of
    from traimas.office import OfficeDesk

    desk = OfficeDesk(organization)
    with desk.database.read() as session:
        lines = history_of(session, find_plan(session, desk.organization_id, fiscal_year), number)
    if as_json:
        say_json(
            {
                "project": number,
                "history": [
                    {
                        "on": line.on.isoformat() if line.on else None,
                        "what": line.what_th,
                        "reason": line.reason,
                        "authority": line.authority,
                    }
                    for line in lines
                ],
            }
        )
        return
    say_table(
        ["วันที่", "รายการ", "เหตุผล", "อำนาจ/เอกสาร"],
        [
            [
                thai_date_short(line.on, digits="arabic") if line.on else "ยังไม่ประกาศ",
                line.what_th,
                line.reason,
                line.authority,
            ]
            for line in lines
        ],
    )
