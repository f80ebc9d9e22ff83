"""Publishing what the ITA asks for: the facts are made, kept as published, and stay what they were."""

from datetime import date

import click

from traimas.document_files import desk_of, today
from traimas.options import as_of_option, instant_of, json_option, organization_option, post_option, year_option


@click.command("publish-six-months")
@year_option
@click.option("--place", required=True, help="where it is published: the address of the page")
@organization_option
@post_option
@as_of_option
@json_option
def publish_six_months(
    fiscal_year: int, place: str, organization: str, post_title: str, as_of_day: date | None, as_json: bool
) -> None:
    """เผยแพร่รายงานการกำกับติดตามรอบ 6 เดือน

    Keep the six months' follow-up as it is published today: `documents all --only ita-six-months` writes these very
    facts from then on. Publish again once something was corrected.
    """
    from documents.ita_data import ita_json
    from documents.ita_facts import fresh_six_months
    from procedure.acts.publishing import PublishSixMonths
    from procedure.acts.register import registered
    from procedure.plans import find_plan

    desk = desk_of(organization)
    with desk.database.read() as session:
        on_record = find_plan(session, desk.organization_id, fiscal_year)
        content = fresh_six_months(session, on_record, today(desk, as_of_day))
    facts = PublishSixMonths(
        fiscal_year=fiscal_year,
        place=place,
        file_name=f"ITA {content.file.title_th}.json",
        file_content=ita_json(content),
    )
    desk.act(registered("publish_six_months"), facts, post_title, instant_of(as_of_day)).say(as_json=as_json)
