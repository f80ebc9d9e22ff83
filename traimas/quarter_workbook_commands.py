"""``traimas quarter workbook`` and ``traimas quarter import``: reporting a quarter in Excel."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
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

    from documents.quarter_workbook_reading import FilledPost
    from models.quarters import QuarterRound
    from procedure.act import RegisteredAct
    from procedure.acts.reporting import SubmittedReports
    from procedure.errors import ProcedureError
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
        _Part(
            filled,
            filled.paper_facts(fiscal_year, number, received_on, document)
            if received_on
            else filled.facts(fiscal_year, number),
        )
        for filled in reading.posts
    ]
    importing = _Importing(desk, on_record, quarter_round, on, act, post_title, instant_of(as_of_day))
    with desk.database.read() as session:
        for part in parts:
            importing.compare(session, part)
    for part in parts:
        importing.try_part(part)
    if not preview:
        importing.require_all(parts)
        importing.perform(parts)
    if as_json:
        say_json({"posts": [part.document() for part in parts]})
    else:
        for part in parts:
            part.say()
    if any(part.refusals for part in parts):  # of a preview
        if not as_json:
            click.echo("ยังส่งไม่ได้ทั้งแฟ้ม โปรดแก้ก่อน\nNothing of the file can be sent before this is corrected.")
        sys.exit(REFUSED)


@dataclass
class _Part:
    """One post's part of the file: what it would sign, and what became of it."""

    filled: "FilledPost"
    facts: "SubmittedReports"
    standing: str = "would_send"
    message_th: str = ""
    message_en: str = ""
    warnings_th: Sequence[str] = ()
    refusals: "Sequence[tuple[str, ProcedureError]]" = ()

    def changed(self) -> list[tuple[str, list[str]]]:
        """Return which columns of which projects are not as they were prefilled."""
        from documents.quarter_workbook import FILLED

        return [
            (
                one.project.name,
                [
                    heading
                    for name, (heading, _width) in FILLED.items()
                    if getattr(one.as_read, name) != getattr(one.project.before, name)
                ],
            )
            for one in self.filled.projects
            if one.changed
        ]

    def document(self) -> dict[str, object]:
        return {
            "post": self.filled.post.title,
            "standing": self.standing,
            "kind": self.filled.kind.value,
            "projects": len(self.filled.projects),
            "changed": [{"project": name, "fields": fields} for name, fields in self.changed()],
            "message_th": self.message_th,
            "message_en": self.message_en,
            "warnings_th": list(self.warnings_th),
            "refusals": [
                {"code": error.code, "cell": cell, "message_th": error.message_th, "message_en": error.message_en}
                for cell, error in self.refusals
            ],
        }

    def say(self) -> None:
        click.echo(f"{self.filled.post.title}: {self.message_th}\n{self.message_en}")
        for name, fields in self.changed():
            click.echo(f"~ {name}: {', '.join(fields)}")
        for cell, error in self.refusals:
            click.echo(f"✗ {_at(cell)}{error.message_th}\n    {error.message_en} [{error.code}]")
        for warning in self.warnings_th:
            click.echo(f"! {warning}")


@dataclass
class _Importing:
    """The file on its way in: every post's part is tried before any is sent."""

    desk: "OfficeDesk"
    on_record: "PlanOnRecord"
    quarter_round: "QuarterRound"
    on: date
    act: "RegisteredAct"
    post_title: str
    as_of: datetime | None

    def compare(self, session: "Session", part: _Part) -> None:
        """Mark a part that says what its post has sent already; it is left alone."""
        from procedure.sent_reports import sent_already

        if sent_already(session, self.on_record, self.quarter_round, part.facts, self.on):
            part.standing = "unchanged"
            part.message_th = "ตรงกับรายงานที่ส่งไว้แล้ว ไม่มีอะไรเปลี่ยน"
            part.message_en = "The same was sent already; nothing changes."

    def try_part(self, part: _Part) -> None:
        """Note how a part would be taken, or all that it would be refused for."""
        from procedure.errors import ProcedureError
        from procedure.sent_reports import every_refusal

        if part.standing == "unchanged":
            return
        try:
            outcome = self.desk.try_act(self.act, part.facts, self.post_title, self.as_of)
        except ProcedureError as error:
            part.standing = "refused"
            part.message_th, part.message_en = "ยังส่งไม่ได้", "It cannot be sent yet."
            with self.desk.database.read() as session:
                every = every_refusal(session, self.on_record, self.quarter_round, part.facts, error, self.on)
            part.refusals = [(part.filled.cell_of(one), one) for one in every]
        else:
            part.message_th, part.message_en = f"จะส่งได้: {outcome.message_th}", f"Would be taken: {outcome.message_en}"
            part.warnings_th = outcome.warnings_th

    def perform(self, parts: Sequence[_Part]) -> None:
        """Send the parts; each post's submission is a transaction of its own.

        Raises ``ProcedureError``: should one be refused by now, those sent before it are named and stay.
        """
        from procedure.errors import ProcedureError

        sent: list[str] = []
        for part in parts:
            if part.standing == "unchanged":
                continue
            try:
                outcome = self.desk.act(self.act, part.facts, self.post_title, self.as_of).outcome
            except ProcedureError as error:
                title, before = part.filled.post.title, ", ".join(sent) or "-"
                raise ProcedureError(
                    error.code,
                    f"{title}: {error.message_th} (ส่งแล้ว: {before})",
                    f"{title}: {error.message_en} (sent: {before})",
                ) from error
            sent.append(part.filled.post.title)
            part.standing, part.warnings_th = "sent", outcome.warnings_th
            part.message_th, part.message_en = outcome.message_th, outcome.message_en

    def require_all(self, parts: Sequence[_Part]) -> None:
        """Refuse the whole file where any post's part would be. Raises ``ProcedureError`` ``reports_refused``."""
        from procedure.errors import ProcedureError

        refused = [(part.filled.post.title, cell, error) for part in parts for cell, error in part.refusals]
        if refused:
            raise ProcedureError(
                "reports_refused",
                f"ส่งรายงานไม่ได้ {len(refused)} แห่ง จึงยังไม่ส่งทั้งแฟ้ม:\n"
                + "\n".join(f"{post}: {_at(cell)}{error.message_th}" for post, cell, error in refused),
                f"{len(refused)} things would be refused; nothing of the file was sent:\n"
                + "\n".join(f"{post}: {_at(cell)}{error.message_en}" for post, cell, error in refused),
            )


def _at(cell: str) -> str:
    return f"ช่อง {cell} " if cell else ""


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
