"""What the commands of documents share: finding what is meant, and writing files."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from traimas.answers import CommandError, say_json
from traimas.options import instant_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from documents.content import AnnouncementContent
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


def announced(desk: "OfficeDesk", fiscal_year: int, edition: str) -> "AnnouncementContent":
    """Return the announcement of an edition. Raises ``ProcedureError`` ``needs_announced``."""
    from documents.plan_facts import announcement_content
    from models.settings import settings
    from procedure.errors import ProcedureError
    from procedure.plans import announcement_of

    with desk.database.read() as session:
        on_record = edition_meant(session, desk, fiscal_year, edition)
        made = announcement_of(session, on_record)
        if made is None:
            raise ProcedureError(
                "needs_announced",
                f"แผนฉบับนี้ยังไม่ได้ประกาศใช้ (อยู่ในขั้น “{on_record.standing_th}”) จึงยังไม่มีประกาศ",
                "This edition is not announced yet, so there is no announcement to write out.",
                clause="ข้อ ๒๖",
            )
        return announcement_content(session, on_record, made, settings().public_url)


def own_template(desk: "OfficeDesk") -> bytes | None:
    """Return the office's own template of its announcements, if one is in use."""
    from procedure.acts.templates import template_in_use

    with desk.database.read() as session:
        kept = template_in_use(session, desk.organization_id)
        return kept.content if kept else None


def today(desk: "OfficeDesk", as_of_day: date | None) -> date:
    """Return the Bangkok day that a document goes by."""
    from flows.instants import present_instant
    from procedure.calendar import bangkok_date

    return bangkok_date(instant_of(as_of_day) or present_instant(desk.database))


def fonts_cache() -> Path:
    """Return the folder of the prepared fonts."""
    from models.settings import settings

    return settings().cache_dir


def in_folder(folder: Path, named: Iterable[tuple[str, bytes]], ending: str) -> Iterable[tuple[Path, bytes]]:
    """Name files within a folder, each differently; what a file name cannot hold becomes a dash."""
    from documents.made_files import safe_name

    used: set[str] = set()
    for number, (name, content) in enumerate(named, start=1):
        safe = safe_name(name)
        unique = f"{safe} {number}" if safe in used else safe
        used.add(unique)
        yield folder / f"{unique}.{ending}", content


def read_file(path: Path) -> bytes:
    """Return a file's bytes. Raises ``CommandError`` ``unreadable_file``."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError("unreadable_file", f"เปิดแฟ้ม {path} ไม่ได้", f"Cannot read {path}.") from error


def write_files(files: Iterable[tuple[Path, bytes]], *, as_json: bool) -> None:
    """Write files, making their folders, and say which. Raises ``CommandError`` ``unwritable_file``."""
    written: list[str] = []
    for path, content in files:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as error:
            raise CommandError("unwritable_file", f"เขียนแฟ้ม {path} ไม่ได้", f"Cannot write {path}.") from error
        written.append(str(path))
    if as_json:
        say_json({"files": written})
    else:
        click.echo("\n".join(written))


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
