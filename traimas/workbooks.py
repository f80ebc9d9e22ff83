"""Checking and importing workbooks from the command line."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from documents.workbook import WorkbookProblem, WorkbookReading, read_workbook
from models.kinds import FundingSource
from models.values import FiscalYear
from procedure.errors import ProcedureError
from traimas.answers import DONE, REFUSED, UNREADABLE, CommandError, say_json

if TYPE_CHECKING:
    from procedure.acts.collecting import ImportProjects
    from procedure.import_changes import ImportChanges


def check_workbook(file: Path, fiscal_year: int, divisions: Sequence[str] | None) -> tuple[WorkbookReading, int]:
    """Read a workbook without writing, and return it with the exit code: warnings alone are no failure."""
    reading = read_workbook(file, _year(fiscal_year), divisions, file_name=file.name)
    errors = [problem.code for problem in reading.problems if problem.severity == "error"]
    if "unreadable_file" in errors:
        return reading, UNREADABLE
    return reading, REFUSED if errors else DONE


def facts_of_workbook(
    file: Path, fiscal_year: int, divisions: Sequence[str], default_funding: FundingSource, *, leave_out: bool = False
) -> "ImportProjects":
    """Return the facts of importing a workbook; with ``leave_out`` without the rows that have an error.

    Raises ``ProcedureError`` ``workbook_has_errors`` naming each cell, and ``CommandError`` ``unreadable_file``.
    """
    reading, exit_code = check_workbook(file, fiscal_year, divisions)
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    if exit_code == UNREADABLE:
        raise CommandError("unreadable_file", errors[0].message_th, errors[0].message_en)
    if errors and not (leave_out and reading.projects):
        raise ProcedureError(
            "workbook_has_errors",
            f"แฟ้มมีข้อผิดพลาด {len(errors)} แห่ง จึงยังไม่นำเข้า "
            "(แก้แฟ้ม หรือสั่งอีกครั้งด้วย --leave-out เพื่อนำเข้าเฉพาะแถวที่อ่านได้):\n"
            + "\n".join(f"{_where(problem)} {problem.message_th}" for problem in errors),
            f"The workbook has {len(errors)} errors; nothing was imported "
            "(correct the file, or repeat with --leave-out to import the other rows):\n"
            + "\n".join(f"{_where(problem)} {problem.message_en}" for problem in errors),
        )
    from documents.workbook_proposals import proposals

    return proposals(reading, file.read_bytes(), file.name, default_funding)


def write_copy(file: Path, copy: Path, reading: WorkbookReading) -> None:
    """Write a copy of a workbook with its problems as comments; the file itself is never written.

    Raises ``CommandError`` ``copy_exists`` where something is at that place, and ``unreadable_file``.
    """
    from documents.workbook_copy import commented_copy
    from documents.workbook_limits import UnreadableFile

    try:
        content = commented_copy(file.read_bytes(), reading.problems)
    except UnreadableFile as error:
        raise CommandError("unreadable_file", f"เปิดแฟ้มไม่ได้: {error.thai}", f"Cannot open: {error.english}.") from error
    try:
        with copy.open("xb") as stream:  # never over an existing file, the officer's own among them
            stream.write(content)
    except FileExistsError as error:
        raise CommandError(
            "copy_exists",
            f"มีแฟ้ม {copy} อยู่แล้ว โปรดตั้งชื่ออื่น",
            f"{copy} exists already; choose another name.",
        ) from error
    except OSError as error:
        raise CommandError("copy_failed", f"เขียนแฟ้ม {copy} ไม่ได้", f"Cannot write {copy}.") from error


def write_division_workbook(
    organization: str, fiscal_year: int, edition: str, division: str, out: Path, on: date | None, *, as_json: bool
) -> None:
    """Write the workbook that a division fills in, as of a Bangkok day (None: today).

    Raises ``ProcedureError``: ``no_plan``, ``no_edition``, ``unknown_division``, ``amends_by_act``.
    """
    from documents.division_form import division_form
    from documents.division_workbook import render_division_workbook
    from traimas.document_files import desk_of, edition_meant, today, write_files

    desk = desk_of(organization)
    with desk.database.read() as session:
        on_record = edition_meant(session, desk, fiscal_year, edition)
        form = division_form(session, on_record, division, today(desk, on))
    write_files([(out, render_division_workbook(form))], as_json=as_json)


def say_changes(changes: "ImportChanges", rows_left_out: int, *, as_json: bool) -> None:
    """Print what an import would add, change and leave."""
    from procedure.import_changes import FIELDS_TH

    if as_json:
        changed = [{"name": row.name, "fields": list(row.fields)} for row in changes.changed]
        say_json(
            {
                "added": changes.added,
                "changed": changed,
                "left": changes.left,
                "not_in_file": changes.not_in_file,
                "rows_left_out": rows_left_out,
            }
        )
        return
    click.echo(
        f"จะเพิ่ม {len(changes.added)} แก้ {len(changes.changed)} คงเดิม {len(changes.left)} รายการ "
        f"ไม่อยู่ในแฟ้ม {len(changes.not_in_file)} (คงไว้) เว้นแถวที่ผิด {rows_left_out}\n"
        f"would add {len(changes.added)}, change {len(changes.changed)}, leave {len(changes.left)}; "
        f"{len(changes.not_in_file)} not in the file stay; {rows_left_out} rows with errors left out"
    )
    for name in changes.added:
        click.echo(f"+ {name}")
    for row in changes.changed:
        click.echo(f"~ {row.name}: {', '.join(FIELDS_TH[what] for what in row.fields)}")


def say_reading(reading: WorkbookReading) -> None:
    """Print what was read and what is wrong, cell by cell."""
    projects = sum(item.kind == "project" for item in reading.projects)
    equipment = len(reading.projects) - projects
    click.echo(f"อ่านได้ {projects} โครงการ ครุภัณฑ์ {equipment} รายการ (read {projects} projects, {equipment} equipment)")
    for problem in reading.problems:
        mark = "✗" if problem.severity == "error" else "!"
        click.echo(f"{mark} {_where(problem)} {problem.message_th}\n    {problem.message_en} [{problem.code}]")


def _where(problem: WorkbookProblem) -> str:
    if problem.sheet is None:
        return ""
    cell = f"{problem.column or ''}{problem.row or ''}"
    return f"{problem.sheet}!{cell}:" if cell else f"{problem.sheet}:"


def _year(fiscal_year: int) -> FiscalYear:
    try:
        return FiscalYear(fiscal_year)
    except ValueError as error:
        raise CommandError(
            "bad_fiscal_year",
            f"ปีงบประมาณ {fiscal_year} ไม่ถูกต้อง โปรดระบุเป็นปี พ.ศ. เช่น 2569",
            f"{fiscal_year} is not a Buddhist-era fiscal year; write one such as 2569.",
        ) from error
