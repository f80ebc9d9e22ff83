"""``traimas remind``: who hears what on a day and why, and who does not; planned for real, or only looked at."""

from datetime import date
from typing import TYPE_CHECKING

import click

from traimas.answers import say_json, say_table
from traimas.options import DATE, json_option

if TYPE_CHECKING:
    from notifications.day_told import DayTold, ToldLine, UntoldLine

RUNG_TH = {
    "opening": "เริ่ม",
    "due": "วันครบกำหนด",
    "request": "ขอโครงการ",
    "returned": "ส่งกลับแก้ไข",
    "moved": "เลื่อนกำหนด",
    "forecast": "วันหยุด",
}
CHANNEL_TH = {"mail": "อีเมล", "line": "ไลน์"}
STATE_TH = {"planned": "จะแจ้ง", "sent": "แจ้งแล้ว"}


@click.command()
@click.option(
    "--as-of", "day", type=DATE, default=None, help="the day to tell, as it is planned at 00:30; default: today"
)
@click.option("--dry-run", is_flag=True, help="only show who would hear and who would not; any day, nothing is kept")
@click.option("--organization", default="", help="code of one organization; default: all")
@json_option
def remind(day: date | None, dry_run: bool, organization: str, as_json: bool) -> None:
    """Plan a day's messages, and show who hears what, when and why, and who does not and why.

    With --dry-run a day to come is told as if every day until then had passed without anybody doing anything. Only a
    rehearsal is planned for real on another day than today.
    """
    import sys

    import structlog

    from flows.reminding import foresee, remind
    from procedure.organizations import organization_by_code
    from traimas.office import existing_database

    structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))  # stdout is the answer
    database = existing_database()
    organization_id = None
    if organization:
        with database.read() as session:
            organization_id = organization_by_code(session, organization).id
    told = (foresee if dry_run else remind)(database, day, organization_id)
    if as_json:
        say_json({"dry_run": dry_run, **document(told)})
    else:
        _say(told, dry_run=dry_run)


def document(told: "DayTold") -> dict[str, object]:
    """Return a day as a JSON document; instants are Bangkok wall time with their offset, days left negative if late."""
    from procedure.calendar import BANGKOK

    return {
        "day": told.day.isoformat(),
        "told": [
            {
                "organization": line.organization,
                "post": line.post,
                "rung": line.rung,
                "kind": line.kind,
                "about_th": line.about_th,
                "owed_by": line.owed_by or None,
                "due": line.due_on.isoformat() if line.due_on else None,
                "days_left": line.days_left,
                "passed_from": line.passed_from or None,
                "send_at": line.send_at.astimezone(BANGKOK).isoformat(),
                "channel": line.channel,
                "state": line.state,
            }
            for line in told.told
        ],
        "not_told": [
            {
                "organization": line.organization,
                "post": line.post,
                "rung": line.rung or None,
                "about_th": line.about_th,
                "owed_by": line.owed_by or None,
                "due": line.due_on.isoformat() if line.due_on else None,
                "reason": line.reason,
                "reason_th": _reason(line)[0],
                "reason_en": _reason(line)[1],
                "next": line.next_on.isoformat() if line.next_on else None,
            }
            for line in told.untold
        ],
        "unreadable_settings": list(told.unreadable),
    }


def _say(told: "DayTold", *, dry_run: bool) -> None:
    from procedure.calendar import thai_date, thai_weekday

    day = f"{thai_weekday(told.day)}ที่ {thai_date(told.day)}"
    click.echo(f"{day}{' (ดูล่วงหน้า ไม่บันทึก)' if dry_run else ''}\n\nผู้ที่{'จะ' if dry_run else ''}ได้รับแจ้ง (told)")
    several = len({one.organization for one in told.told} | {one.organization for one in told.untold}) > 1
    if told.told:
        headings = ["เวลา", "ช่องทาง", "ตำแหน่ง", "ขั้น", "ครบกำหนด", "เหลือ/เกิน", "เรื่อง", "เหตุ"]
        rows = [[*_org(line.organization, several), *_told_row(line)] for line in told.told]
        say_table([*(["หน่วยงาน"] if several else []), *headings], rows)
    else:
        click.echo("ไม่มี (nobody)")
    click.echo("\nผู้ที่ไม่ได้รับแจ้ง และเหตุผล (not told, and why)")
    if told.untold:
        headings = ["ตำแหน่ง", "ขั้น", "ครบกำหนด", "เรื่อง", "เหตุผล"]
        rows = [[*_org(line.organization, several), *_untold_row(line)] for line in told.untold]
        say_table([*(["หน่วยงาน"] if several else []), *headings], rows)
    else:
        click.echo("ไม่มี (nobody)")
    for code in told.unreadable:
        click.echo(f"! อ่านการตั้งค่าของหน่วยงาน {code} ไม่ได้ (the settings of {code} cannot be read)")


def _org(code: str, several: bool) -> list[str]:
    return [code] if several else []


def _told_row(line: "ToldLine") -> list[str]:
    from procedure.calendar import BANGKOK

    why = [STATE_TH[line.state]] if line.state != "planned" else []
    if line.passed_from:
        why.append(f"แทน{line.passed_from}")
    elif line.owed_by and line.owed_by != line.post:
        why.append(f"ติดตาม{line.owed_by}")
    at = line.send_at.astimezone(BANGKOK)
    return [
        f"{at:%Y-%m-%d %H:%M}",
        CHANNEL_TH.get(line.channel, line.channel),
        line.post,
        _rung(line.rung),
        _day(line.due_on),
        _left(line.days_left),
        line.about_th,
        ", ".join(why) or "-",
    ]


def _untold_row(line: "UntoldLine") -> list[str]:
    return [line.post, _rung(line.rung), _day(line.due_on), line.about_th, _reason(line)[0]]


def _reason(line: "UntoldLine") -> tuple[str, str]:
    """Return why a post does not hear, in Thai and English."""
    from notifications.day_told import NOT_TODAY
    from notifications.reasons import reason_in_words

    if line.reason != NOT_TODAY:
        words = reason_in_words(line.reason)
        return words.th, words.en
    if line.next_on is None:
        return "ไม่ใช่วันเตือน และไม่มีการเตือนอีก", "No reminder falls on this day, nor on any later one."
    return (
        f"ไม่ใช่วันเตือน เตือนครั้งต่อไป {_day(line.next_on)}",
        f"No reminder falls on this day; the next falls on {line.next_on}.",
    )


def _rung(name: str) -> str:
    if name.startswith("due-"):
        return f"ก่อน {name[4:]} วัน"
    if name.startswith("due+"):
        return f"เกิน {name[4:]} วัน"
    return RUNG_TH.get(name, name or "-")


def _day(day: date | None) -> str:
    from procedure.calendar import thai_date_short

    return thai_date_short(day, digits="arabic") if day else "-"


def _left(days: int | None) -> str:
    if days is None:
        return "-"
    if days < 0:
        return f"เกิน {-days} วัน"
    return f"เหลือ {days} วัน" if days else "วันนี้"
