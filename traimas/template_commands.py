"""``traimas documents template`` and ``keep-template``: the office's own wording of its announcements."""

from datetime import date
from pathlib import Path

import click

from traimas.document_files import desk_of, read_file, today, write_files
from traimas.options import as_of_option, instant_of, json_option, organization_option, post_option


@click.command("template")
@organization_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="the file to write")
@as_of_option
@json_option
def template_file(organization: str, out: Path, as_of_day: date | None, as_json: bool) -> None:
    """The program's template of the announcement, to change in Word and bring back with `documents keep-template`."""
    from documents.announcement_word import announcement_template
    from documents.office_templates import trial_announcement

    desk = desk_of(organization)
    with desk.database.read() as session:
        content = trial_announcement(session, desk.organization_id, today(desk, as_of_day))
    write_files([(out, announcement_template(content))], as_json=as_json)


@click.command("keep-template")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@organization_option
@post_option
@as_of_option
@json_option
def keep_template_file(file: Path, organization: str, post_title: str, as_of_day: date | None, as_json: bool) -> None:
    """ใช้แม่แบบประกาศของหน่วยงาน

    Keep FILE as the office's template of its announcements, once one could be made from it.
    """
    from documents.announcement_word import render_announcement_word
    from documents.office_templates import trial_announcement
    from procedure.acts.register import registered
    from procedure.acts.templates import KeepTemplate

    desk, content = desk_of(organization), read_file(file)
    with desk.database.read() as session:
        trial = trial_announcement(session, desk.organization_id, today(desk, as_of_day))
    render_announcement_word(trial, content)
    facts = KeepTemplate(file_name=file.name, file_content=content)
    desk.act(registered("keep_template"), facts, post_title, instant_of(as_of_day)).say(as_json=as_json)
