"""Reading a workbook that was sent to a server: in a process of its own (``apart``).

The limits of ``workbook_limits`` end a hostile file's reading in time; the process is for what finds a way past them.
It opens no file for writing.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from documents.apart import MEMORY, UsedUp, answer_apart, ask_apart
from documents.workbook import WorkbookItem, WorkbookProblem, WorkbookReading, read_workbook
from documents.workbook_cells import Share, clean_text
from documents.workbook_files import open_grids
from documents.workbook_grid import Grid, SheetCells
from documents.workbook_limits import LARGEST_FILE, UnreadableFile, too_large
from documents.workbook_reading import problem
from models.values import FiscalYear


def read_apart(
    content: bytes, fiscal_year: FiscalYear, divisions: Sequence[str], file_name: str, *, memory: int = MEMORY
) -> WorkbookReading:
    """Read a workbook as ``read_workbook`` does; one that uses up its process is a problem, ``unreadable_file``.

    ``memory`` is the process's address space in bytes.
    """
    try:
        answer, _rest = _ask("read", content, fiscal_year, divisions, file_name, memory)
    except UnreadableFile as error:
        said = problem("unreadable_file", file_name=file_name, seen=error.english, seen_th=error.thai)
        return WorkbookReading(fiscal_year=fiscal_year.number, projects=[], problems=[said])
    return WorkbookReading(
        fiscal_year=fiscal_year.number,
        projects=[WorkbookItem.model_validate(item) for item in answer["projects"]],
        problems=[WorkbookProblem.model_validate(one) for one in answer["problems"]],
    )


def copy_apart(content: bytes, fiscal_year: FiscalYear, divisions: Sequence[str], file_name: str) -> bytes:
    """Return a copy (.xlsx) of a workbook with a comment on each problem's cell; the file itself stays as it is.

    Raises ``UnreadableFile`` where the file cannot be opened at all.
    """
    answer, copied = _ask("copy", content, fiscal_year, divisions, file_name)
    if refused := answer.get("refused"):
        raise UnreadableFile(*refused)
    return copied


def cells_apart(content: bytes, *, memory: int = MEMORY) -> list[Grid]:
    """Return what the cells of the visible sheets say, for a form of ours that was filled in; merged cells, colours
    and drawings are left out. Raises ``UnreadableFile`` as ``open_grids`` does, and where it uses up its process.
    """
    answer, _rest = _send({"task": "cells"}, content, memory)
    if refused := answer.get("refused"):
        raise UnreadableFile(*refused)
    return [
        Grid(
            SheetCells(
                title=sheet["title"],
                values={(row, column): _value(kind, value) for row, column, kind, value in sheet["values"]},
                unreadable={(row, column): seen for row, column, seen in sheet["unreadable"]},
            )
        )
        for sheet in answer["sheets"]
    ]


def _ask(
    task: str,
    content: bytes,
    fiscal_year: FiscalYear,
    divisions: Sequence[str],
    file_name: str,
    memory: int = MEMORY,
) -> tuple[dict[str, Any], bytes]:
    asked = {
        "task": task,
        "fiscal_year": fiscal_year.number,
        "divisions": list(divisions),
        "file_name": file_name,
    }
    return _send(asked, content, memory)


def _send(asked: dict[str, Any], content: bytes, memory: int) -> tuple[dict[str, Any], bytes]:
    if len(content) > LARGEST_FILE:
        raise too_large()
    try:
        return ask_apart("documents.workbook_apart", asked, content, memory=memory)
    except UsedUp as error:
        raise _used_up() from error


def _used_up() -> UnreadableFile:
    return UnreadableFile(
        "reading it takes far more time or memory than any plan; copy the table alone into a new workbook",
        "ใช้เวลาหรือหน่วยความจำในการอ่านเกินแผนการดำเนินงานหลายเท่า โปรดคัดลอกเฉพาะตารางไปไว้ในแฟ้มใหม่",
    )


def _answer(asked: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    if asked["task"] == "cells":
        return _answer_cells(content), b""
    year = FiscalYear(asked["fiscal_year"])
    reading = read_workbook(content, year, asked["divisions"], file_name=asked["file_name"])
    if asked["task"] == "read":
        # ``dict`` gives the fields for the importer too, which a dump leaves out.
        return {
            "projects": [dict(item) for item in reading.projects],
            "problems": [dict(one) for one in reading.problems],
        }, b""
    from documents.workbook_copy import commented_copy

    try:
        return {}, commented_copy(content, reading.problems)
    except UnreadableFile as error:
        return {"refused": [error.english, error.thai]}, b""


def _answer_cells(content: bytes) -> dict[str, Any]:
    try:
        grids = [grid for grid in open_grids(content) if not grid.hidden]
    except UnreadableFile as error:
        return {"refused": [error.english, error.thai]}
    return {
        "sheets": [
            {
                "title": grid.title,
                "values": [
                    (row, column, *_plain(grid.value(row, column)))
                    for row in grid.rows
                    for column in grid.columns(row)
                    if grid.value(row, column) is not None
                ],
                "unreadable": [(row, column, grid.formula(row, column)) for row, column in sorted(grid.unreadable)],
            }
            for grid in grids
        ]
    }


def _plain(value: object) -> tuple[str, object]:
    """Return a cell's value as JSON has it, and its kind where JSON does not tell."""
    if isinstance(value, datetime):
        return "day", value.isoformat()
    if isinstance(value, Share):
        return "share", float(value)
    return "", value if isinstance(value, str | int | float) else clean_text(value)


def _value(kind: str, value: Any) -> object:
    if kind == "day":
        return datetime.fromisoformat(value)
    return Share(value) if kind == "share" else value


if __name__ == "__main__":
    answer_apart(_answer)
