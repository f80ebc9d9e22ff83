"""What the commands of documents share: finding what is meant, and writing files."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from traimas.answers import CommandError, say_json
from traimas.options import instant_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from documents.catalogue_entry import Made
    from documents.workbook_reading import WorkbookProblem
    from procedure.plans import PlanOnRecord
    from traimas.office import OfficeDesk


def desk_of(organization: str) -> "OfficeDesk":
    """Return the desk of an organization by its code."""
    from traimas.office import OfficeDesk

    return OfficeDesk(organization)


def edition_meant(session: "Session", desk: "OfficeDesk", fiscal_year: int, name: str) -> "PlanOnRecord":
    """Return the edition named, or with no name the only one; refused as ``find_edition`` does."""
    from procedure.plans import Step, find_edition

    return find_edition(session, desk.organization_id, fiscal_year, name, *Step)


def made_of(
    desk: "OfficeDesk", key: str, fiscal_year: int, edition: str, kind: str, template: Path | None = None
) -> "Sequence[Made]":
    """Return a document of the catalogue about an edition, in one of its formats; an announcement from another
    ``template`` than the office's, where one is given.

    Raises what its facts raise, and ``CommandError`` ``unreadable_file``.
    """
    from documents.catalogue import documents_named
    from documents.catalogue_entry import Asked, Format
    from documents.plan_documents import AnnouncementFacts
    from models.settings import settings

    (document,) = documents_named([key])
    with desk.database.read() as session:
        on_record = edition_meant(session, desk, fiscal_year, edition)
        facts = document.facts(session, Asked(on_record, today(desk, None), public_url=settings().public_url))
    if template is not None and isinstance(facts, AnnouncementFacts):
        facts = replace(facts, template=read_file(template))
    return document.render(facts, Format(kind), fonts_cache())


def today(desk: "OfficeDesk", as_of_day: date | None) -> date:
    """Return the Bangkok day that a document goes by."""
    from flows.instants import present_instant
    from procedure.calendar import bangkok_date

    return bangkok_date(instant_of(as_of_day) or present_instant(desk.database))


def fonts_cache() -> Path:
    """Return the folder of the prepared fonts."""
    from models.settings import settings

    return settings().cache_dir


def read_file(path: Path) -> bytes:
    """Return a file's bytes. Raises ``CommandError`` ``unreadable_file``."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError("unreadable_file", f"เปิดแฟ้ม {path} ไม่ได้", f"Cannot read {path}.") from error


def write_files(files: Iterable[tuple[Path, bytes]], *, as_json: bool) -> None:
    """Write files, making their folders, and say which. Raises ``CommandError`` ``unwritable_file``."""
    _say_written([_write(path, content) for path, content in files], as_json=as_json)


def write_folder(folder: Path, made: "Sequence[Made]", *, as_json: bool) -> None:
    """Write documents into a folder and say which. Raises ``CommandError`` ``unwritable_file``."""
    _say_written(write_into(folder, made, set()), as_json=as_json)


def write_into(folder: Path, made: "Sequence[Made]", used: set[str]) -> list[Path]:
    """Write documents into a folder under names that are not among the ``used``; they are added to them.

    Raises ``CommandError`` ``unwritable_file``.
    """
    from documents.made_files import named

    return [_write(folder / name, one.content) for name, one in named(made, used)]


def _write(path: Path, content: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise CommandError("unwritable_file", f"เขียนแฟ้ม {path} ไม่ได้", f"Cannot write {path}.") from error
    return path


def _say_written(paths: list[Path], *, as_json: bool) -> None:
    if as_json:
        say_json({"files": [str(path) for path in paths]})
    else:
        click.echo("\n".join(str(path) for path in paths))


def require_readable(problems: "Sequence[WorkbookProblem]") -> None:
    """Refuse a filled-in workbook whole, naming each cell.

    Raises ``CommandError`` ``unreadable_file`` and ``ProcedureError`` ``workbook_has_errors``.
    """
    from procedure.errors import ProcedureError

    if any(problem.code == "unreadable_file" for problem in problems):
        raise CommandError("unreadable_file", problems[0].message_th, problems[0].message_en)
    if problems:
        raise ProcedureError(
            "workbook_has_errors",
            f"แฟ้มมีข้อผิดพลาด {len(problems)} แห่ง จึงยังไม่นำเข้า:\n" + "\n".join(one.message_th for one in problems),
            f"The workbook has {len(problems)} errors; nothing was imported:\n"
            + "\n".join(one.message_en for one in problems),
        )
