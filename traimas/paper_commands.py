"""``traimas papers``: how the office's documents look, who signs them, and which files of the office's own are used."""

from typing import TYPE_CHECKING

import click

from traimas.answers import say_json, say_table
from traimas.document_files import desk_of
from traimas.options import json_option, organization_option

if TYPE_CHECKING:
    from models.settings import PaperSettings


@click.group()
def papers() -> None:
    """The office's papers: digits, font, kind of PDF, signatories, ITA item numbers."""


@papers.command("show")
@organization_option
@json_option
def show_papers(organization: str, as_json: bool) -> None:
    """How the office's documents look and who signs them."""
    from models.organizations import Organization
    from models.settings import OfficeSettings
    from procedure.acts.templates import OfficeFile, template_in_use

    desk = desk_of(organization)
    with desk.database.read() as session:
        row = session.get_one(Organization, desk.organization_id)
        kept = OfficeSettings.model_validate(row.settings).papers
        used = {one: template_in_use(session, desk.organization_id, one) for one in OfficeFile}
        files = {one.value: file.name if file else "" for one, file in used.items()}
    if as_json:
        say_json({**kept.model_dump(mode="json"), "files": files})
        return
    say_table(["เรื่อง", "ที่ใช้"], [*_lines(kept), *([one.name_th, files[one.value] or "–"] for one in OfficeFile)])


def _lines(papers: "PaperSettings") -> list[list[str]]:
    from models.kinds import SignedPaper

    signed = {paper: papers.signatures.get(paper) for paper in SignedPaper}
    return [
        ["ตัวเลข", papers.digits.name_th],
        ["แบบอักษร", papers.font],
        ["PDF", papers.pdf.value],
        *(
            [f"{paper.name_th} ({paper.value})", " / ".join(filter(None, (one.post, one.title))) if one else "ตามปกติ"]
            for paper, one in signed.items()
        ),
        *(
            [f"ITA {year} {part.name_th} ({part.value})", item]
            for year, parts in sorted(papers.ita_items.items())
            for part, item in parts.items()
        ),
    ]
