"""``traimas project history``: one project's history in one view."""

from procedure.calendar import thai_date_short
from traimas.answers import say_json, say_table


def say_project_history(code: str, fiscal_year: int, number: int, *, as_json: bool) -> None:
    """Print what happened to a project, oldest first. Raises ``ProcedureError``: ``no_plan``, ``unknown_project``."""
    from procedure.plans import find_plan
    from procedure.project_history import project_history
    from traimas.office import OfficeDesk

    desk = OfficeDesk(code)
    with desk.database.read() as session:
        lines = project_history(session, find_plan(session, desk.organization_id, fiscal_year), number)
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
