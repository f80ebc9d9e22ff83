"""``traimas``: the command line. Prefect and the tables are imported only by the commands that need them.

The commands here read, import or look after an installation; those of acts are made from the register
(``traimas.act_commands``).
"""

import gc
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from procedure.errors import ProcedureError
from traimas.act_commands import Traimas
from traimas.answers import DONE, REFUSED, UNREADABLE, CommandError, say_error, say_json, say_table
from traimas.audit_commands import audit
from traimas.document_commands import documents
from traimas.evaluation_commands import evaluation
from traimas.holiday_commands import holidays
from traimas.key_commands import keys
from traimas.money_commands import finance, money
from traimas.notice_commands import remind
from traimas.options import DATE, as_of_option, instant_of, json_option, organization_option, post_option, year_option
from traimas.paper_commands import papers
from traimas.posting_commands import keep_photograph
from traimas.progress_commands import quarter_matrix
from traimas.project_commands import project
from traimas.proof_commands import notices
from traimas.quarter_workbook_commands import quarter_import, quarter_workbook

if TYPE_CHECKING:
    from traimas.office import OfficeDesk


@click.group(cls=Traimas, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Traimas (ไตรมาส): the yearly operation plan of Thai local administrative organizations."""


@cli.command()
@click.argument("rule")
@click.argument("day", metavar="DATE", type=DATE)
@json_option
def due(rule: str, day: date, as_json: bool) -> None:
    """When RULE falls due counted from DATE, and why.

    RULE: complete-plan, post-announcement, keep-posted, post-evaluation or keep-evaluation-posted.
    """
    from procedure.holiday_days import seed_working_days
    from procedure.rules import RULE_NAMES, due_day

    if rule not in RULE_NAMES:
        raise CommandError(
            "unknown_rule",
            f"ไม่รู้จักกำหนดเวลา “{rule}” ใช้ได้เฉพาะ {', '.join(RULE_NAMES)}",
            f"Unknown rule '{rule}'; use one of {', '.join(RULE_NAMES)}.",
        )
    answer = due_day(rule, day, seed_working_days())
    if as_json:
        say_json(
            {
                "rule": answer.rule,
                "start": answer.start.isoformat(),
                "due": answer.due.isoformat(),
                "clause": answer.clause,
                "explanation_th": answer.explanation_th,
                "explanation_en": answer.explanation_en,
                "last_working_day": answer.last_working_day.isoformat(),
            }
        )
    else:
        click.echo(f"{answer.short_th}\n\n{answer.explanation_th}\n\n{answer.explanation_en}")


@cli.group()
def organization() -> None:
    """The organization: its divisions, posts and people."""


@organization.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def organization_add(file: Path, as_json: bool) -> None:
    """Establish an organization from a TOML file (see samples/municipality.toml)."""
    from traimas.office import add_organization

    added = add_organization(file)
    if as_json:
        say_json({"organization": added})
    else:
        click.echo(f"เพิ่มหน่วยงาน {added} แล้ว\nAdded the organization {added}.")


@cli.group()
def plan() -> None:
    """The yearly operation plan, step by step."""


@plan.command("status")
@year_option
@organization_option
@as_of_option
@json_option
def plan_status(fiscal_year: int, organization: str, as_of_day: date | None, as_json: bool) -> None:
    """Show the plan's steps, deadlines and sources."""
    status = _desk(organization).plan_status(fiscal_year, instant_of(as_of_day))
    if as_json:
        say_json(status.document())
    else:
        status.say()


@cli.group()
def workbook() -> None:
    """Officers' Excel workbooks of forms ผด.02 and ผด.02/1."""


@workbook.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@year_option
@click.option("--organization", default=None, help="check divisions against this organization's")
@click.option(
    "--copy", type=click.Path(path_type=Path), default=None, help="write a copy with the problems as comments"
)
@json_option
def workbook_check(file: Path, fiscal_year: int, organization: str | None, copy: Path | None, as_json: bool) -> None:
    """Read FILE (.xlsx, .xls, .ods, .csv) without writing to it, and list what is wrong with it."""
    from traimas.workbooks import check_workbook, say_reading, write_copy

    divisions = None if organization is None else _desk(organization).division_names()
    reading, exit_code = check_workbook(file, fiscal_year, divisions)
    if copy is not None:
        write_copy(file, copy, reading)
    if as_json:
        say_json(reading.model_dump(mode="json"))
    else:
        say_reading(reading)
    raise click.exceptions.Exit(exit_code)


@workbook.command("fill")
@click.option("--division", required=True, help="the division's name, such as กองช่าง")
@year_option
@click.option("--edition", default="", help="base or addition-1 …; needed where several are being collected")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="the file to write (.xlsx)")
@organization_option
@as_of_option
@json_option
def workbook_fill(
    division: str,
    fiscal_year: int,
    edition: str,
    out: Path,
    organization: str,
    as_of_day: date | None,
    as_json: bool,
) -> None:
    """Write the workbook in which a division fills in its projects, with those of last year in it."""
    from traimas.workbooks import write_division_workbook

    write_division_workbook(organization, fiscal_year, edition, division, out, as_of_day, as_json=as_json)


@workbook.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@year_option
@click.option(
    "--funding",
    type=click.Choice(
        [
            "annual_budget",
            "supplementary_budget",
            "accumulated_funds",
            "earmarked_subsidy",
            "other_organization_subsidy",
            "non_budget",
            "loan",
        ]
    ),
    default="annual_budget",
    show_default=True,
    help="source of the money where a row names none",
)
@click.option("--leave-out", is_flag=True, help="import the rows that can be read, without those that have an error")
@click.option("--preview", is_flag=True, help="only show what would be added, changed and left")
@organization_option
@post_option
@as_of_option
@json_option
def workbook_import(
    file: Path,
    fiscal_year: int,
    funding: str,
    leave_out: bool,
    preview: bool,
    organization: str,
    post_title: str,
    as_of_day: date | None,
    as_json: bool,
) -> None:
    """Import the projects of FILE into the plan; a file with errors is refused whole, unless they are left out."""
    from models.kinds import FundingSource
    from traimas.workbooks import facts_of_workbook, say_changes

    desk = _desk(organization)
    names, source = desk.division_names(), FundingSource(funding)
    facts = facts_of_workbook(file, fiscal_year, names, source, leave_out=leave_out)
    if preview:
        say_changes(desk.import_changes(facts), facts.rows_left_out, as_json=as_json)
        return
    from procedure.acts.register import registered

    desk.act(registered("import_projects"), facts, post_title, instant_of(as_of_day)).say(as_json=as_json)


@cli.group()
def quarter() -> None:
    """Quarterly progress."""


@quarter.command("status")
@year_option
@click.option("--quarter", "number", type=click.IntRange(1, 4), required=True)
@organization_option
@as_of_option
@json_option
def quarter_status(fiscal_year: int, number: int, organization: str, as_of_day: date | None, as_json: bool) -> None:
    """Show who has reported a quarter, on time or late, and who has not."""
    status = _desk(organization).quarter_status(fiscal_year, number, instant_of(as_of_day))
    if as_json:
        say_json(status.document())
    else:
        status.say()


@cli.command()
@organization_option
@as_of_option
@json_option
def obligations(organization: str, as_of_day: date | None, as_json: bool) -> None:
    """List every duty on a day: who owes it, by when, how it stands."""
    from traimas.office import STANDING_TH

    found = _desk(organization).obligations(instant_of(as_of_day))
    if as_json:
        say_json({"obligations": found})
        return
    say_table(
        ["#", "กำหนดเวลา", "ครบกำหนด", "สถานะ", "ตำแหน่ง"],
        [
            [
                str(row["id"]),
                f"{row['rule']} {row['about']}".strip(),
                str(row["due"]),
                STANDING_TH[str(row["standing"])],
                str(row["owed_by"]),
            ]
            for row in found
        ],
    )


@cli.command()
@click.argument("obligation", type=int)
@organization_option
@as_of_option
@json_option
def explain(obligation: int, organization: str, as_of_day: date | None, as_json: bool) -> None:
    """Say why OBLIGATION (a number of `traimas obligations`) falls due that day."""
    for row in _desk(organization).obligations(instant_of(as_of_day)):
        if row["id"] == obligation:
            if as_json:
                say_json(row)
            else:
                for language in ("th", "en"):
                    moved = cast("list[str]", row[f"moved_{language}"])
                    click.echo("\n".join([str(row[f"explanation_{language}"]), *moved]) + "\n")
            return
    raise ProcedureError(
        "unknown_obligation",
        f"ไม่พบกำหนดเวลาหมายเลข {obligation} โปรดดู traimas obligations",
        f"There is no obligation {obligation}; see `traimas obligations`.",
    )


@cli.command()
@click.option("--kind", type=click.Choice(["เทศบาล", "อบต."]), default="เทศบาล", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("demo-output"), show_default=True)
def demo(kind: str, out: Path) -> None:
    """Play fiscal year 2569 of a sample organization in an empty rehearsal folder."""
    from traimas.demo import play

    gc.enable()
    play(kind, out)


@cli.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="data folder; default TRAIMAS_DATA_DIR",
)
def up(data: Path | None) -> None:
    """Serve the portal and the Prefect UI over a data folder until interrupted."""
    from traimas.serving import serve_data_folder

    gc.enable()
    serve_data_folder(data)


@cli.command()
@json_option
def upgrade(as_json: bool) -> None:
    """Bring the database to this version's tables; what it holds is kept."""
    from traimas.office import upgrade_database

    revision = upgrade_database()
    if as_json:
        say_json({"revision": revision})
    else:
        click.echo(f"ฐานข้อมูลเป็นรุ่น {revision} แล้ว (the database is at revision {revision})")


@cli.command()
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="folder to fill")
@json_option
def backup(folder: Path, as_json: bool) -> None:
    """Copy the database of all organizations while it is in use, with the day's heads of the audit."""
    from traimas.backup import back_up
    from traimas.office import existing_database

    gc.enable()
    made = back_up(existing_database(), folder)
    if as_json:
        say_json(made.model_dump(mode="json"))
    else:
        made.say()
    raise click.exceptions.Exit(REFUSED if made.broken else DONE)


def _desk(code: str) -> "OfficeDesk":
    from traimas.office import OfficeDesk

    return OfficeDesk(code)


def _wrong_fields(error: Exception) -> str:
    """Return the fields that a validation refused and why, without their values."""
    details = error.errors() if hasattr(error, "errors") else []
    return "; ".join(f"{'.'.join(str(part) for part in detail['loc'])}: {detail['msg']}" for detail in details)


def main() -> None:
    """Run the command line and exit with its code; with ``--json`` every answer is one JSON document."""
    gc.disable()  # a short command collects nothing worth the fifth of its start that this takes
    # Pydantic would read the entry points of every installed package in search of plugins; we have none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    as_json = "--json" in sys.argv[1:]
    code = DONE
    try:
        ended = cli.main(prog_name="traimas", standalone_mode=False)
        code = ended if isinstance(ended, int) else DONE
    except ProcedureError as refusal:
        say_error(refusal.code, refusal.message_th, refusal.message_en, as_json=as_json)
        code = REFUSED
    except CommandError as error:
        say_error(error.code, error.message_th, error.message_en, as_json=as_json)
        code = error.exit_code
    except click.ClickException as error:
        say_error(
            "usage", f"คำสั่งไม่ถูกต้อง: {error.format_message()}", f"Usage: {error.format_message()}", as_json=as_json
        )
        code = UNREADABLE
    except ValueError as error:
        if type(error).__name__ != "ValidationError":
            raise
        wrong = _wrong_fields(error)
        say_error("bad_facts", f"ข้อเท็จจริงไม่ถูกต้อง: {wrong}", f"Wrong facts: {wrong}", as_json=as_json)
        code = UNREADABLE
    except (click.Abort, KeyboardInterrupt):
        code = REFUSED
    except Exception as error:
        said = getattr(error, "orig", None) or error  # what a statement was refused by
        if type(said).__name__ == "AddressKeyError":
            say_error(
                "key_lost",
                "กุญแจของที่อยู่ไม่มี อ่านไม่ได้ หรือไม่ตรงกับที่เข้ารหัสไว้ โปรดตรวจสอบ TRAIMAS_ADDRESS_KEYS "
                "หรือนำแฟ้มกุญแจเดิมจากที่เก็บกลับมา (docs/operations.md)",
                f"The keys of addresses cannot be used: {said}. Check TRAIMAS_ADDRESS_KEYS, or bring back the key file "
                "of their time (docs/operations.md).",
                as_json=as_json,
            )
            code = REFUSED
        elif type(error).__module__.startswith("sqlalchemy."):
            say_error(
                "database_unusable",
                "ใช้ฐานข้อมูลไม่ได้ หากเพิ่งปรับรุ่นโปรแกรมให้รัน traimas upgrade มิฉะนั้นโปรดตรวจสอบ TRAIMAS_DATA_DIR",
                f"The database cannot be used ({type(error).__name__}). After a new version run `traimas upgrade`; "
                "else check TRAIMAS_DATA_DIR or TRAIMAS_DATABASE_URL.",
                as_json=as_json,
            )
            code = UNREADABLE
        else:
            raise
    sys.exit(code)


quarter.add_command(quarter_matrix)
quarter.add_command(quarter_workbook)
quarter.add_command(quarter_import)
plan.add_command(keep_photograph)
cli.add_command(audit)
cli.add_command(documents)
cli.add_command(holidays)
cli.add_command(keys)
cli.add_command(evaluation)
cli.add_command(finance)
cli.add_command(money)
cli.add_command(notices)
cli.add_command(papers)
cli.add_command(project)
cli.add_command(remind)

if __name__ == "__main__":
    main()
