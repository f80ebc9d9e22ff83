"""The options that commands share, and how dates and amounts are typed."""

from datetime import date, datetime

import click

from models.values import satang_from_baht
from procedure.calendar import arabic_digits, last_instant, parse_date
from traimas.answers import CommandError

json_option = click.option("--json", "as_json", is_flag=True, help="one JSON document on stdout")
organization_option = click.option(
    "--organization", default="", help="code of the organization, where there are several"
)
year_option = click.option("--fiscal-year", type=int, required=True, help="Buddhist-era fiscal year, such as 2569")
quarter_option = click.option(
    "--quarter", "number", type=click.IntRange(1, 4), required=True, help="the quarter, 1 to 4"
)
post_option = click.option(
    "--post", "post_title", default="", help="title of the post that acts; default: the plan analyst, or who may do it"
)


class DateParameter(click.ParamType[date]):
    """A date as people type it: 2025-09-26, 26/9/2568, ๒๖ กันยายน ๒๕๖๘, 26 ก.ย. 2568."""

    name = "date"

    def convert(self, value: object, _param: click.Parameter | None, _ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value))
        except ValueError as error:
            raise CommandError(
                "bad_date",
                f"อ่านวันที่ “{value}” ไม่ได้ โปรดระบุเช่น 2025-09-26, 26/9/2568 หรือ 26 กันยายน 2568",
                f"'{value}' is not a date; write 2025-09-26, 26/9/2568 or 26 กันยายน 2568.",
            ) from error


class BahtParameter(click.ParamType[int]):
    """An amount in baht as people type it, 1,250,000.50 or ๑,๒๕๐,๐๐๐.๕๐; its value is integer satang."""

    name = "baht"

    def convert(self, value: object, _param: click.Parameter | None, _ctx: click.Context | None) -> int:
        try:
            return satang_from_baht(arabic_digits(str(value)))
        except ValueError as error:
            raise CommandError(
                "bad_amount",
                f"อ่านจำนวนเงิน “{value}” ไม่ได้ โปรดระบุเป็นบาท เช่น 1,250,000.50",
                f"'{value}' is not an amount in baht; write 1250000.50 or 1,250,000.50.",
            ) from error


DATE = DateParameter()
BAHT = BahtParameter()
as_of_option = click.option(
    "--as-of",
    "as_of_day",
    type=DATE,
    default=None,
    help="the last instant of that day; records change only in a rehearsal",
)


def instant_of(day: date | None) -> datetime | None:
    """Return the instant that ``--as-of`` means: the last one of a Bangkok day, or None for now."""
    return None if day is None else last_instant(day)
