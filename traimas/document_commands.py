"""``traimas documents``: the office's papers written out as files, Word to edit or PDF, from what is on record."""

from datetime import date
from pathlib import Path

import click

from traimas.document_answers import say_set
from traimas.document_files import (
    desk_of,
    edition_meant,
    fonts_cache,
    made_of,
    today,
    write_files,
    write_folder,
)
from traimas.options import DATE, as_of_option, json_option, organization_option
from traimas.publishing_commands import publish_six_months
from traimas.template_commands import KEEPING, introduction_file, template_file

year_option = click.option(
    "--fiscal-year", "--year", "fiscal_year", type=int, required=True, help="Buddhist-era fiscal year, such as 2569"
)
edition_option = click.option(
    "--edition", default="", help="base, addition-1, amendment-1 …; needed where there are several"
)
format_option = click.option(
    "--format",
    "kind",
    type=click.Choice(["docx", "pdf"]),
    default="docx",
    show_default=True,
    help="Word to edit, PDF to publish",
)
plan_format_option = click.option(
    "--format",
    "kind",
    type=click.Choice(["docx", "pdf", "xlsx"]),
    default="docx",
    show_default=True,
    help="Word to edit, PDF to publish, Excel for the accounts",
)
word_option = click.option(
    "--format", "kind", type=click.Choice(["docx"]), default="docx", show_default=True, help="Word to edit"
)
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
@plan_format_option
@file_option
@json_option
def plan_document(fiscal_year: int, edition: str, organization: str, kind: str, out: Path, as_json: bool) -> None:
    """The operation plan: cover, foreword, contents, announcement, part 1, the accounts of part 2 (ผด.01, ผด.02,
    ผด.02/1), and an index of its projects."""
    (made,) = made_of(desk_of(organization), "plan", fiscal_year, edition, kind)
    write_files([(out, made.content)], as_json=as_json)


@documents.command("announcement")
@year_option
@edition_option
@organization_option
@format_option
@click.option(
    "--template",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="a Word template to try; default: the office's own that was kept, or the program's (see `documents template`)",
)
@file_option
@json_option
def announcement_document(
    fiscal_year: int, edition: str, organization: str, kind: str, template: Path | None, out: Path, as_json: bool
) -> None:
    """The executive's announcement (ประกาศ) of an edition."""
    (made,) = made_of(desk_of(organization), "announcement", fiscal_year, edition, kind, template)
    write_files([(out, made.content)], as_json=as_json)


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
    from documents.catalogue_entry import Format
    from documents.collection_facts import collection_letters
    from documents.letter_documents import letter_files

    desk = desk_of(organization)
    with desk.database.read() as session:
        on_record = edition_meant(session, desk, fiscal_year, edition)
        letters = collection_letters(session, on_record, today(desk, as_of_day), number, by)
    write_folder(out, letter_files(letters, Format(kind), fonts_cache()), as_json=as_json)


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
@word_option
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
    from documents.catalogue_entry import Format
    from documents.letter_documents import meeting_files
    from documents.meeting_facts import meeting_papers
    from models.kinds import CommitteeKind

    desk = desk_of(organization)
    with desk.database.read() as session:
        on_record = edition_meant(session, desk, fiscal_year, edition)
        papers = meeting_papers(
            session,
            on_record,
            CommitteeKind(committee),
            meeting,
            held_on,
            at,
            place,
            number,
            dated_on=today(desk, as_of_day),
        )
    write_folder(out, meeting_files([papers], Format(kind), fonts_cache()), as_json=as_json)


@documents.command("posting")
@year_option
@edition_option
@organization_option
@format_option
@folder_option
@json_option
def posting_documents(fiscal_year: int, edition: str, organization: str, kind: str, out: Path, as_json: bool) -> None:
    """Proof of posting and of taking down (หลักฐานการปิดประกาศและการปลดประกาศ), place by place."""
    made = made_of(desk_of(organization), "posting", fiscal_year, edition, kind)
    write_folder(out, made, as_json=as_json)


@documents.command("all")
@year_option
@organization_option
@click.option("--only", "keys", multiple=True, help="a document's name, such as plan; repeat it for several")
@click.option(
    "--format",
    "kinds",
    type=click.Choice(["pdf", "docx", "xlsx", "csv", "json"]),
    multiple=True,
    help="a format; repeat it for several",
)
@folder_option
@as_of_option
@json_option
def all_documents(
    fiscal_year: int,
    organization: str,
    keys: tuple[str, ...],
    kinds: tuple[str, ...],
    out: Path,
    as_of_day: date | None,
    as_json: bool,
) -> None:
    """Every document that the record holds of a year, in all its formats, in a folder."""
    from documents.catalogue_entry import Format
    from traimas.document_sets import write_set

    desk = desk_of(organization)
    formats = [Format(kind) for kind in kinds]
    on = today(desk, as_of_day)
    written = write_set(desk.database, desk.organization_id, fiscal_year, out, on, keys, formats)
    say_set(written, as_json=as_json)


documents.add_command(template_file)
documents.add_command(introduction_file)
documents.add_command(publish_six_months)
for keeping in KEEPING:
    documents.add_command(keeping)
