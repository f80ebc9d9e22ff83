"""``traimas finance`` and ``traimas money``: the finance division's workbook, the budgets and the year's end."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from traimas.answers import CommandError, say_json, say_table
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

    from procedure.plans import PlanOnRecord
    from traimas.office import OfficeDesk


@click.group()
def finance() -> None:
    """The finance division (กองคลัง): confirming what is contracted and disbursed."""


@click.group()
def money() -> None:
    """Budgets as they moved, and the year's end."""


@finance.command("workbook")
@year_option
@quarter_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="the .xlsx file to write")
@organization_option
@as_of_option
@json_option
def finance_workbook(
    fiscal_year: int, number: int, out: Path, organization: str, as_of_day: date | None, as_json: bool
) -> None:
    """Write the workbook in which the finance division confirms a quarter, with what is known so far."""
    from documents.finance_facts import finance_rows
    from documents.finance_workbook import write_finance_workbook
    from documents.plan_facts import office_of

    desk = _desk(organization)
    instant = _now(desk, as_of_day)
    with desk.database.read() as session:
        on_record = _announced(session, desk, fiscal_year)
        rows = finance_rows(session, on_record, number, _day(instant))
        office = office_of(session, on_record.organization)
    content = write_finance_workbook(rows, office, fiscal_year, number, instant)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise CommandError(
            "cannot_write", f"เขียนแฟ้ม {out} ไม่ได้ โปรดเลือกที่เก็บอื่น", f"Cannot write {out}; choose another place."
        ) from error
    if as_json:
        say_json({"file": str(out), "projects": len(rows)})
    else:
        click.echo(f"เขียน {out} แล้ว {len(rows)} โครงการ\nWrote {out} with {len(rows)} projects.")


@finance.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@year_option
@quarter_option
@click.option("--on", "on_day", type=DATE, required=True, help="the day of the confirmation")
@click.option("--document", required=True, help="the paper's number")
@organization_option
@post_option
@as_of_option
@json_option
def finance_import(
    file: Path,
    fiscal_year: int,
    number: int,
    on_day: date,
    document: str,
    organization: str,
    post_title: str,
    as_of_day: date | None,
    as_json: bool,
) -> None:
    """กองคลังยืนยันยอดด้วยแฟ้ม Excel

    Confirm the amounts of FILE, filled in by the finance division; a file with errors is refused whole.
    """
    from documents.finance_facts import finance_rows
    from documents.finance_workbook import known_projects, read_finance_workbook
    from procedure.acts.confirming import ConfirmWorkbook
    from procedure.acts.register import registered
    from traimas.document_files import require_readable

    desk = _desk(organization)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CommandError("unreadable_file", f"เปิดแฟ้ม {file} ไม่ได้", f"Cannot read {file}.") from error
    with desk.database.read() as session:
        on_record = _announced(session, desk, fiscal_year)
        rows = finance_rows(session, on_record, number, _day(_now(desk, as_of_day)))
    reading = read_finance_workbook(content, fiscal_year, number, known_projects(rows), file.name)
    require_readable(reading.problems)
    facts = ConfirmWorkbook(
        fiscal_year=fiscal_year,
        quarter=number,
        confirmed_on=on_day,
        document=document,
        amounts=tuple(reading.amounts),
        file_name=file.name,
        file_content=content,
    )
    desk.act(registered("confirm_workbook"), facts, post_title, instant_of(as_of_day)).say(as_json=as_json)


@finance.command("differences")
@year_option
@quarter_option
@organization_option
@json_option
def finance_differences(fiscal_year: int, number: int, organization: str, as_json: bool) -> None:
    """List the projects whose reported amounts are not those that the finance division confirmed, with both."""
    from models.values import baht_with_commas
    from procedure.amounts import differences
    from procedure.plans import find_plan

    desk = _desk(organization)
    with desk.database.read() as session:
        found = differences(session, find_plan(session, desk.organization_id, fiscal_year), number)
    lines = [(one.project, one.reported, one.confirmed) for one in found if one.confirmed is not None]
    if as_json:
        say_json(
            {
                "differences": [
                    {
                        "fiscal_year": project.fiscal_year,
                        "project": project.number,
                        "name": project.name,
                        "reported": {
                            "contracted_satang": reported.contracted_satang,
                            "disbursed_satang": reported.disbursed_satang,
                        },
                        "confirmed": {
                            "contracted_satang": confirmed.contracted_satang,
                            "disbursed_satang": confirmed.disbursed_satang,
                        },
                    }
                    for project, reported, confirmed in lines
                ]
            }
        )
        return
    say_table(
        ["ปีงบฯ", "ที่", "โครงการ", "รายงาน: ก่อหนี้", "รายงาน: เบิกจ่าย", "กองคลัง: ก่อหนี้", "กองคลัง: เบิกจ่าย"],
        [
            [
                str(project.fiscal_year),
                str(project.number),
                project.name,
                *(
                    baht_with_commas(satang)
                    for amounts in (reported, confirmed)
                    for satang in (amounts.contracted_satang, amounts.disbursed_satang)
                ),
            ]
            for project, reported, confirmed in lines
        ],
    )


@money.command("budgets")
@year_option
@organization_option
@as_of_option
@json_option
def money_budgets(fiscal_year: int, organization: str, as_of_day: date | None, as_json: bool) -> None:
    """Show each project's budget on a day: original, transferred in and out, net, contracted, disbursed."""
    from models.values import baht_with_commas
    from traimas.money_lists import budget_lines, proposal_lines, total_lines

    desk = _desk(organization)
    on = _day(_now(desk, as_of_day))
    with desk.database.read() as session:
        on_record = _announced(session, desk, fiscal_year)
        lines, proposals = budget_lines(session, on_record, on), proposal_lines(session, on_record, on)
        totals = total_lines(session, on_record, on)
    if as_json:
        say_json(
            {
                "fiscal_year": fiscal_year,
                "as_of": on.isoformat(),
                "projects": [line.document() for line in lines],
                "net_satang": totals[-1][1],
                "totals": [{"of": label, "net_satang": satang} for label, satang in totals],
                "edition_proposals": [proposal.document() for proposal in proposals],
            }
        )
        return
    say_table(
        ["ที่", "โครงการ", "ตามแผน", "โอนเพิ่ม", "โอนลด", "หลังโอน", "ก่อหนี้ผูกพัน", "เบิกจ่าย"],
        [[str(line.number), line.name, *(baht_with_commas(satang) for satang in line.satang)] for line in lines],
    )
    click.echo()
    say_table(["รวมตามแผนงาน ยุทธศาสตร์ กอง", "หลังโอน"], [[label, baht_with_commas(satang)] for label, satang in totals])
    for proposal in proposals:
        click.echo(f"! {proposal.sentence_th}")


@money.command("year-end")
@year_option
@organization_option
@as_of_option
@json_option
def money_year_end(fiscal_year: int, organization: str, as_of_day: date | None, as_json: bool) -> None:
    """Show the unfinished projects and what becomes of each; undecided ones are pending from 1 September."""
    from models.values import baht_with_commas
    from procedure.calendar import thai_date_short
    from procedure.year_end import unfinished_projects

    desk = _desk(organization)
    on = _day(_now(desk, as_of_day))
    with desk.database.read() as session:
        found = unfinished_projects(session, _announced(session, desk, fiscal_year), on)
    if as_json:
        say_json(
            {
                "fiscal_year": fiscal_year,
                "as_of": on.isoformat(),
                "pending": sum(one.pending for one in found),
                "projects": [
                    {
                        "project": one.number,
                        "name": one.name,
                        "net_satang": one.net_satang,
                        "disbursed_satang": one.amounts.disbursed_satang,
                        "pending": one.pending,
                        "outcome": one.outcome
                        and {
                            "kind": one.outcome.kind.value,
                            "revision": one.outcome.revision,
                            "amount_satang": one.outcome.amount_satang,
                            "authority": one.outcome.authority,
                            "dated_on": one.outcome.dated_on.isoformat(),
                            "expires_on": one.outcome.expires_on.isoformat() if one.outcome.expires_on else None,
                        },
                    }
                    for one in found
                ],
            }
        )
        return
    say_table(
        ["ที่", "โครงการ", "หลังโอน", "เบิกจ่าย", "ผลสิ้นปี", "จำนวนเงิน", "ถึงวันที่"],
        [
            [
                str(one.number),
                one.name,
                baht_with_commas(one.net_satang),
                baht_with_commas(one.amounts.disbursed_satang),
                one.outcome.kind.name_th if one.outcome else "รอบันทึกผลสิ้นปี" if one.pending else "-",
                baht_with_commas(one.outcome.amount_satang) if one.outcome else "-",
                thai_date_short(one.outcome.expires_on, digits="arabic")
                if one.outcome and one.outcome.expires_on
                else "-",
            ]
            for one in found
        ],
    )


def _desk(code: str) -> "OfficeDesk":
    from traimas.office import OfficeDesk

    return OfficeDesk(code)


def _now(desk: "OfficeDesk", as_of_day: date | None) -> datetime:
    from flows.instants import present_instant

    return instant_of(as_of_day) or present_instant(desk.database)


def _day(instant: datetime) -> date:
    from procedure.calendar import bangkok_date

    return bangkok_date(instant)


def _announced(session: "Session", desk: "OfficeDesk", fiscal_year: int) -> "PlanOnRecord":
    """Return an announced plan: before that no budget is in force. Raises ``ProcedureError`` ``needs_announced``."""
    from procedure.plans import Step, find_plan, require_step

    on_record = find_plan(session, desk.organization_id, fiscal_year)
    require_step(on_record.edition, Step.ANNOUNCED)
    return on_record
