"""Checking and importing workbooks from the command line."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from documents.workbook import WorkbookProblem, WorkbookReading, read_workbook
from models.kinds import FundingSource
from models.values import FiscalYear
from procedure.errors import ProcedureError
from traimas.answers import DONE, REFUSED, UNREADABLE, CommandError

if TYPE_CHECKING:
    from procedure.acts.collecting import ImportProjects


def check_workbook(file: Path, fiscal_year: int, divisions: Sequence[str] | None) -> tuple[WorkbookReading, int]:
    """Read a workbook without writing, and return it with the exit code: warnings alone are no failure."""
    reading = read_workbook(file, _year(fiscal_year), divisions, file_name=file.name)
    errors = [problem.code for problem in reading.problems if problem.severity == "error"]
    if "unreadable_file" in errors:
        return reading, UNREADABLE
    return reading, REFUSED if errors else DONE


def facts_of_workbook(
    file: Path, fiscal_year: int, divisions: Sequence[str], default_funding: FundingSource
) -> "ImportProjects":
    """Return the facts of importing a workbook.

    Raises ``ProcedureError`` ``workbook_has_errors`` naming each cell, and ``CommandError`` ``unreadable_file``.
    """
    reading, exit_code = check_workbook(file, fiscal_year, divisions)
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    if exit_code == UNREADABLE:
        raise CommandError("unreadable_file", errors[0].message_th, errors[0].message_en)
    if errors:
        raise ProcedureError(
            "workbook_has_errors",
            f"แฟ้มมีข้อผิดพลาด {len(errors)} แห่ง จึงยังไม่นำเข้า:\n"
            + "\n".join(f"{_where(problem)} {problem.message_th}" for problem in errors),
            f"The workbook has {len(errors)} errors; nothing was imported:\n"
            + "\n".join(f"{_where(problem)} {problem.message_en}" for problem in errors),
        )
    from documents.workbook_proposals import proposals

    return proposals(reading, file.read_bytes(), file.name, default_funding)


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
