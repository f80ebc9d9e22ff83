"""``traimas holidays``: the holidays that are on record."""

import click

from traimas.answers import say_json, say_table
from traimas.options import json_option

STANDING_TH = {"forecast": "คาดการณ์", "confirmed": "ยืนยันแล้ว", "withdrawn": "ยกเลิก"}


@click.group()
def holidays() -> None:
    """The holidays (whole country)."""


@holidays.command("list")
@click.option("--year", type=int, required=True, help="Calendar year, Buddhist era, such as 2569.")
@json_option
def holidays_list(year: int, as_json: bool) -> None:
    """The holidays of a calendar year: forecast, confirmed or withdrawn, and by what authority."""
    from procedure.acts.holidays import require_buddhist_year
    from procedure.calendar import thai_date_short, thai_weekday
    from procedure.holiday_days import holidays_of
    from traimas.office import existing_database

    require_buddhist_year(year)
    with existing_database().read() as session:
        rows = holidays_of(session, year)
    if as_json:
        say_json(
            {
                "year": year,
                "holidays": [
                    {
                        "on": row.on_day.isoformat(),
                        "name": row.name_th,
                        "standing": row.standing.value,
                        "authority": row.authority,
                        "source": row.source,
                    }
                    for row in rows
                ],
            }
        )
        return
    say_table(
        ["วันที่", "วัน", "ชื่อวันหยุด", "สถานะ", "ที่มา"],
        [
            [
                thai_date_short(row.on_day, digits="arabic"),
                thai_weekday(row.on_day),
                row.name_th,
                STANDING_TH[row.standing.value],
                row.authority or row.source,
            ]
            for row in rows
        ],
    )
