"""``traimas documents``: the office's papers written out as files, Word to edit or PDF, from what is on record."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from traimas.answers import CommandError, say_json
from traimas.options import DATE, as_of_option, instant_of, json_option, organization_option

if TYPE_CHECKING:
    from sqlmodel import Session

    from documents.content import AnnouncementContent
    from procedure.plans import PlanOnRecord
    from traimas.office import OfficeDesk

year_option = click.option(
    "--fiscal-year", "--year", "fiscal_year", type=int, required=True, help="Buddhist-era fiscal year, such as 2569"
)
edition_option = click.option(
    "--edition", default="", help="base, addition-1, amendment-1 …; needed where there are several"
)
format_option = click.option("--format", "kind", type=click.Choice(["docx", "pdf"]), default="docx", show_default=True)
file_option = click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="the file to write"
)
folder_option = click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="the folder to write into"
)
number_option = click.option("--number", default="", help="ที่ of the letters; else room is left for it")


@click.group()
def documents() -> None:
    """The office's documents as files: Word to edit, PDF to publish."""


@documents.command("plan")
@year_option
@edition_option
@organization_option
@format_option
@file_option
@json_option
def plan_document(fiscal_year: int, edition: str, organization: str, kind: str, out: Path, as_json: bool) -> None:
    """The operation plan: cover, part 1, the accounts of part 2 (ผด.01, ผด.02, ผด.02/1)."""
    from documents.plan_facts import announcement_content, plan_content
    from procedure.plans import announcement_of

    desk = _desk(organization)
    with desk.database.read() as session:
        on_record = _edition(session, desk, fiscal_year, edition)
        content = plan_content(session, on_record)
        made = announcement_of(session, on_record)
        announced = announcement_content(session, on_record, made) if made else None
    if kind == "pdf":
        from documents.plan_pdf import render_plan

        written = render_plan(content, _fonts_cache())
    else:
        from documents.plan_word import render_plan_word

        written = render_plan_word(content, announced)
    _write([(out, written)], as_json=as_json)


@documents.command("announcement")
@year_option
@edition_option
@organization_option
@format_option
@click.option(
    "--template",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="a Word template of the office's own (see `documents template`)",
)
@file_option
@json_option
def announcement_document(
    fiscal_year: int, edition: str, organization: str, kind: str, template: Path | None, out: Path, as_json: bool
) -> None:
    """The executive's announcement (ประกาศ) of an edition."""
    content = _announcement(_desk(organization), fiscal_year, edition)
    if kind == "pdf":
        from documents.announcement_pdf import render_announcement

        written = render_announcement(content, _fonts_cache())
    else:
        from documents.announcement_word import render_announcement_word

        written = render_announcement_word(content, _read(template) if template else None)
    _write([(out, written)], as_json=as_json)


@documents.command("template")
@year_option
@edition_option
@organization_option
@file_option
@json_option
def template_document(fiscal_year: int, edition: str, organization: str, out: Path, as_json: bool) -> None:
    """Our own template of the announcement, to change and to give to `documents announcement --template`."""
    from documents.announcement_word import announcement_template

    _write([(out, announcement_template(_announcement(_desk(organization), fiscal_year, edition)))], as_json=as_json)


@documents.command("collection")
@year_option
@edition_option
@organization_option
@number_option
@click.option("--by", type=DATE, default=None, help="day by which answers are asked for, where none was chosen")
@format_option
@folder_option
@as_of_option
@json_option
def collection_documents(
    fiscal_year: int,
    edition: str,
    organization: str,
    number: str,
    by: date | None,
    kind: str,
    out: Path,
    as_of_day: date | None,
    as_json: bool,
) -> None:
    """A memo (บันทึกข้อความ) to each division and a letter (หนังสือภายนอก) to each agency that are asked for projects."""
    from documents.collection_facts import collection_letters
    from documents.letter_pdf import render_letter
    from documents.letter_word import render_letter_word

    desk = _desk(organization)
    with desk.database.read() as session:
        on_record = _edition(session, desk, fiscal_year, edition)
        letters = collection_letters(session, on_record, _today(desk, as_of_day), number, by)
    written = (
        (letter.file_name, render_letter(letter, _fonts_cache()) if kind == "pdf" else render_letter_word(letter))
        for letter in letters
    )
    _write(_in_folder(out, written, kind), as_json=as_json)


@documents.command("meeting")
@year_option
@edition_option
@organization_option
@click.option("--committee", type=click.Choice(["support", "development"]), required=True)
@click.option("--meeting", "meeting", required=True, help="number of the meeting, such as 1/2568")
@click.option("--on", "held_on", type=DATE, default=None, help="day of a meeting that is not on record yet")
@click.option("--at", "at", default="", help="hour at which it begins, such as 09.30")
@click.option("--place", default="", help="place of a meeting that is not on record yet")
@number_option
@click.option("--format", "kind", type=click.Choice(["docx"]), default="docx", show_default=True)
@folder_option
@as_of_option
@json_option
def meeting_documents(
    fiscal_year: int,
    edition: str,
    organization: str,
    committee: str,
    meeting: str,
    held_on: date | None,
    at: str,
    place: str,
    number: str,
    kind: str,
    out: Path,
    as_of_day: date | None,
    as_json: bool,
) -> None:
    """A committee's meeting: invitation, agenda, and the skeleton of the minutes."""
    from documents.meeting_facts import meeting_papers
    from documents.meeting_word import render_agenda, render_invitation, render_minutes
    from models.kinds import CommitteeKind

    desk = _desk(organization)
    with desk.database.read() as session:
        on_record = _edition(session, desk, fiscal_year, edition)
        papers = meeting_papers(
            session,
            on_record,
            CommitteeKind(committee),
            meeting,
            held_on,
            at,
            place,
            number,
            dated_on=_today(desk, as_of_day),
        )
    renderers = (("หนังสือเชิญ", render_invitation), ("ระเบียบวาระ", render_agenda), ("รายงาน", render_minutes))
    written = ((f"{name}{papers.title}", render(papers)) for name, render in renderers)
    _write(_in_folder(out, written, kind), as_json=as_json)


@documents.command("posting")
@year_option
@edition_option
@organization_option
@click.option("--format", "kind", type=click.Choice(["docx"]), default="docx", show_default=True)
@folder_option
@json_option
def posting_documents(fiscal_year: int, edition: str, organization: str, kind: str, out: Path, as_json: bool) -> None:
    """Proof of posting and of taking down (หลักฐานการปิดประกาศและการปลดประกาศ), place by place."""
    from documents.posting_facts import posting_proofs
    from documents.posting_word import render_posting_proof

    desk = _desk(organization)
    with desk.database.read() as session:
        proofs = posting_proofs(session, _edition(session, desk, fiscal_year, edition))
    written = ((f"หลักฐานการปิดประกาศ {proof.place}", render_posting_proof(proof)) for proof in proofs)
    _write(_in_folder(out, written, kind), as_json=as_json)


def _desk(organization: str) -> "OfficeDesk":
    from traimas.office import OfficeDesk

    return OfficeDesk(organization)


def _edition(session: "Session", desk: "OfficeDesk", fiscal_year: int, name: str) -> "PlanOnRecord":
    from procedure.plans import Step, find_edition

    return find_edition(session, desk.organization_id, fiscal_year, name, *Step)


def _announcement(desk: "OfficeDesk", fiscal_year: int, edition: str) -> "AnnouncementContent":
    from documents.plan_facts import announcement_content
    from procedure.errors import ProcedureError
    from procedure.plans import announcement_of

    with desk.database.read() as session:
        on_record = _edition(session, desk, fiscal_year, edition)
        made = announcement_of(session, on_record)
        if made is None:
            raise ProcedureError(
                "needs_announced",
                f"แผนฉบับนี้ยังไม่ได้ประกาศใช้ (อยู่ในขั้น “{on_record.standing_th}”) จึงยังไม่มีประกาศ",
                "This edition is not announced yet, so there is no announcement to write out.",
                clause="ข้อ ๒๖",
            )
        return announcement_content(session, on_record, made)


def _today(desk: "OfficeDesk", as_of_day: date | None) -> date:
    from flows.instants import present_instant
    from procedure.calendar import bangkok_date

    return bangkok_date(instant_of(as_of_day) or present_instant(desk.database))


def _fonts_cache() -> Path:
    from models.settings import settings

    return settings().cache_dir


def _in_folder(folder: Path, named: Iterable[tuple[str, bytes]], ending: str) -> Iterable[tuple[Path, bytes]]:
    """Name files within a folder; what a file name cannot hold becomes a dash."""
    for name, content in named:
        safe = "".join("-" if char in '/\\:*?"<>|' or not char.isprintable() else char for char in name)
        yield folder / f"{safe[:70]}.{ending}", content


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError("unreadable_file", f"เปิดแฟ้ม {path} ไม่ได้", f"Cannot read {path}.") from error


def _write(files: Iterable[tuple[Path, bytes]], *, as_json: bool) -> None:
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
