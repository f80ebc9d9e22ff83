"""``traimas plan keep-photograph``: a photograph of a posting from a file, where nobody brings it by the portal."""

from datetime import date
from pathlib import Path

import click

from traimas.document_files import desk_of, read_file
from traimas.options import as_of_option, instant_of, json_option, organization_option, post_option, year_option


@click.command("keep-photograph")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@year_option
@click.option("--edition", default="", help="base, addition-1, amendment-1 …; needed where there are several")
@click.option(
    "--at",
    "place",
    type=click.Choice(["office_board", "website", "community_board"]),
    required=True,
    help="where the plan was posted",
)
@click.option(
    "--when",
    "event",
    type=click.Choice(["posted", "taken_down"]),
    required=True,
    help="whether it shows the plan posted or taken down",
)
@organization_option
@post_option
@as_of_option
@json_option
def keep_photograph(
    file: Path,
    fiscal_year: int,
    edition: str,
    place: str,
    event: str,
    organization: str,
    post_title: str,
    as_of_day: date | None,
    as_json: bool,
) -> None:
    """เก็บภาพถ่ายการปิดประกาศหรือปลดประกาศ

    Keep FILE (JPEG or PNG) as a photograph of the plan posted at a place, or taken down.
    """
    from models.kinds import PostingEvent, PostingPlace
    from procedure.acts.posting_evidence import KeepPostingPhotograph
    from procedure.acts.register import registered

    facts = KeepPostingPhotograph(
        fiscal_year=fiscal_year,
        edition=edition,
        place=PostingPlace(place),
        event=PostingEvent(event),
        file_name=file.name,
        file_content=read_file(file),
    )
    act = registered("keep_posting_photograph")
    desk_of(organization).act(act, facts, post_title, instant_of(as_of_day)).say(as_json=as_json)
