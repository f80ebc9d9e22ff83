"""``traimas quarter workbook`` and ``traimas quarter import``: reporting a quarter in Excel."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from traimas.answers import REFUSED, CommandError, say_json
from traimas.options import (
    DATE,
    as_of_option,
    instant_of,
    json_option,
    organization_option,
    post_option,
    quarter_option,
    year_option,
)

if TYPE_CHECKING:
    from sqlmodel import Session

    from flows.quarter_import import PostPart
    from models.quarters import QuarterRound
    from procedure.plans import PlanOnRecord
    from traimas.office import OfficeDesk


@click.command("workbook")
@year_option
@quarter_option
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="the folder to write into")
@organization_option
@as_of_option
@json_option
def quarter_workbook(
    fiscal_year: int, number: int, out: Path, organization: str, as_of_day: date | None, as_json: bool
) -> None:
    """เขียนแบบ Excel ให้แต่ละกองและผู้ประสานงานรายงานไตรมาส

    Write the workbooks in which divisions and liaisons report a quarter, prefilled with what was last reported.
    """
    from documents.catalogue_entry import Format
    from documents.quarter_workbook_documents import workbook_files, workbooks_in
    from traimas.document_files import desk_of, fonts_cache, today, write_folder

    desk = desk_of(organization)
    with desk.database.read() as session:
        on_record, quarter_round = _round(session, desk, fiscal_year, number)
        books = workbooks_in(session, on_record, quarter_round, today(desk, as_of_day))
    write_folder(out, workbook_files(books, Format.EXCEL, fonts_cache()), as_json=as_json)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@year_option
@quarter_option
@click.option("--preview", is_flag=True, help="only show what each post would sign, and what would be refused")
@click.option("--received-on", type=DATE, default=None, help="the file came with a signed paper, received that day")
@click.option("--document", default="", help="that paper's number")
@organization_option
@post_option
@as_of_option
@json_option
def quarter_import(
    file: Path,
    fiscal_year: int,
    number: int,
    preview: bool,
    received_on: date | None,
    document: str,
    organization: str,
    post_title: str,
    as_of_day: date | None,
    as_json: bool,
) -> None:
    """ส่งรายงานไตรมาสจากแบบ Excel ที่กรอกแล้ว

    Submit the reports of FILE, one submission for each post in it; nothing is written unless all can be. Each post
    signs its own, or --post does; with --received-on and --document the analyst records what came on paper.
    """
    from documents.quarter_workbook_facts import quarter_books
    from documents.quarter_workbook_reading import read_quarter_workbook
    from flows.quarter_import import PostPart, QuarterImport, require_all
    from procedure.acts.register import registered
    from traimas.document_files import desk_of, read_file, require_readable, today

    if (received_on is None) == bool(document):
        raise CommandError(
            "paper_incomplete",
            "รายงานที่ได้รับเป็นเอกสารต้องระบุทั้ง --received-on และ --document",
            "A report on paper needs both --received-on and --document.",
        )
    desk, content = desk_of(organization), read_file(file)
    on = received_on or today(desk, as_of_day)
    with desk.database.read() as session:
        on_record, quarter_round = _round(session, desk, fiscal_year, number)
        books = quarter_books(session, on_record, quarter_round, on)
    reading = read_quarter_workbook(content, books, file.name)
    require_readable(reading.problems)
    act = registered("record_paper_reports" if document else "submit_reports")
    parts = [
        PostPart(
            filled,
            filled.paper_facts(fiscal_year, number, received_on, document)
            if received_on
            else filled.facts(fiscal_year, number),
        )
        for filled in reading.posts
    ]
    as_of = instant_of(as_of_day)
    importing = QuarterImport(
        on_record,
        quarter_round,
        on,
        tries=lambda facts: desk.try_act(act, facts, post_title, as_of),
        sends=lambda facts: desk.act(act, facts, post_title, as_of).outcome,
    )
    for part in parts:
        with desk.database.read() as session:
            importing.compare(session, part)
    for part in parts:
        with desk.database.read() as session:
            importing.try_part(session, part)
    if not preview:
        require_all(parts)
        importing.perform(parts)
    if as_json:
        say_json({"posts": [_document(part) for part in parts]})
    else:
        for part in parts:
            _say(part)
    if any(part.refusals for part in parts):  # of a preview
        if not as_json:
            click.echo("ยังส่งไม่ได้ทั้งแฟ้ม โปรดแก้ก่อน\nNothing of the file can be sent before this is corrected.")
        sys.exit(REFUSED)


def _document(part: "PostPart") -> dict[str, object]:
    return {
        "post": part.filled.post.title,
        "standing": part.standing,
        "kind": part.filled.kind.value,
        "projects": len(part.filled.projects),
        "changed": [{"project": name, "fields": fields} for name, fields in part.changed()],
        "message_th": part.message_th,
        "message_en": part.message_en,
        "warnings_th": list(part.warnings_th),
        "refusals": [
            {"code": error.code, "cell": cell, "message_th": error.message_th, "message_en": error.message_en}
            for cell, error in part.refusals
        ],
    }


def _say(part: "PostPart") -> None:
    from flows.quarter_import import at_cell

    click.echo(f"{part.filled.post.title}: {part.message_th}\n{part.message_en}")
    for name, fields in part.changed():
        click.echo(f"~ {name}: {', '.join(fields)}")
    for cell, error in part.refusals:
        click.echo(f"✗ {at_cell(cell)}{error.message_th}\n    {error.message_en} [{error.code}]")
    for warning in part.warnings_th:
        click.echo(f"! {warning}")


def _round(
    session: "Session", desk: "OfficeDesk", fiscal_year: int, number: int
) -> "tuple[PlanOnRecord, QuarterRound]":
    """Return a quarter's round. Raises ``ProcedureError``: ``no_plan``, ``round_not_open``."""
    from procedure.errors import ProcedureError
    from procedure.plans import find_plan
    from procedure.progress import find_round

    on_record = find_plan(session, desk.organization_id, fiscal_year)
    found = find_round(session, on_record.plan_id, number)
    if found is None:
        raise ProcedureError(
            "round_not_open",
            f"ยังไม่เปิดรอบรายงานไตรมาสที่ {number}",
            f"The round of quarter {number} is not open yet.",
        )
    return on_record, found
