"""The files of the office's own that documents are made from: template of announcements, text of part 1, Garuda."""

from datetime import date
from pathlib import Path

import click

from traimas.document_files import desk_of, fonts_cache, read_file, today, write_files
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


@click.command("introduction")
@organization_option
@click.option("--usual", is_flag=True, help="the text that comes with the program, whatever the office keeps")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="the file to write")
@json_option
def introduction_file(organization: str, usual: bool, out: Path, as_json: bool) -> None:
    """The text of part 1, to change in Notepad and bring back with `documents keep-introduction`."""
    from documents.introduction import usual_text
    from documents.plan_facts import own_introduction

    desk = desk_of(organization)
    with desk.database.read() as session:
        own = None if usual else own_introduction(session, desk.organization_id)
    # Notepad knows by the mark that it is UTF-8, and ends lines its own way.
    text = "\ufeff" + (own or usual_text()).replace("\r\n", "\n").replace("\n", "\r\n")
    write_files([(out, text.encode())], as_json=as_json)


def _keeping(command: str, document: str, about: str) -> click.Command:
    """Return the command that keeps a file of the office's own, once a document could be made with it."""

    def keep(file: Path, organization: str, post_title: str, as_of_day: date | None, as_json: bool) -> None:
        from documents.office_templates import own_file, trial_announcement
        from procedure.acts.register import registered
        from procedure.acts.templates import KeepTemplate, OfficeFile

        desk, kind = desk_of(organization), OfficeFile(document)
        with desk.database.read() as session:
            trial = trial_announcement(session, desk.organization_id, today(desk, as_of_day))
        content = own_file(kind, read_file(file), trial, fonts_cache())
        facts = KeepTemplate(document=kind, file_name=file.name, file_content=content)
        desk.act(registered("keep_template"), facts, post_title, instant_of(as_of_day)).say(as_json=as_json)

    made = click.Command(command, params=[click.Argument(["file"], type=_FILE)], callback=keep, help=about)
    for option in (organization_option, post_option, as_of_option, json_option):
        option(made)
    return made


_FILE = click.Path(path_type=Path, dir_okay=False)
_TITLE = "ใช้แม่แบบ ข้อความ หรือภาพตราครุฑของหน่วยงาน"
KEEPING = (
    _keeping(
        "keep-template",
        "announcement",
        f"{_TITLE}: แม่แบบประกาศ\n\nKeep FILE (Word) as the office's template of its announcements.",
    ),
    _keeping(
        "keep-introduction",
        "introduction",
        f"{_TITLE}: ข้อความส่วนที่ ๑ ของแผน\n\nKeep FILE (plain text) as the office's text of part 1 of its plans.",
    ),
    _keeping(
        "keep-garuda",
        "garuda",
        f"{_TITLE}: ภาพตราครุฑ\n\nKeep FILE (PNG, JPEG or SVG) as the Garuda at the head of announcements and letters.",
    ),
)
