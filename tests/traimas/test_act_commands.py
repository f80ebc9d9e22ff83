"""The commands of acts: made from the facts of each, with options, files, amounts in baht and who acts by default."""

import json
from collections import Counter
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import Any

import click
import pytest
from pydantic import Field
from sqlmodel import Session, col, select

from flows.instants import mark_rehearsal
from models.evidence import AuditEntry
from models.kinds import ProgressStatus, Role
from models.organizations import Officer, RoleGrant
from models.quarters import ProgressReport
from procedure.act import Facts, Outcome, RegisteredAct
from procedure.acts.register import REGISTER
from procedure.permissions import Actor, Permission
from tests.offices import YEAR, Desk
from tests.traimas.conftest import Run
from traimas.act_commands import act_command
from traimas.answers import CommandError
from traimas.command_line import cli
from traimas.fact_options import facts_from


class Colour(StrEnum):
    GREEN = "green"
    RED = "red"


class Row(Facts):
    name: str = Field(title="ชื่อ", min_length=1)
    amount_satang: int = Field(title="จำนวนเงิน", ge=0)
    on: date = Field(title="วันที่")


class ManyFacts(Facts):
    """Every kind of field that an act may have."""

    year: int = Field(title="ปี")
    on: date = Field(title="วันที่")
    amount_satang: int = Field(title="จำนวนเงิน (สตางค์)", ge=0)
    colour: Colour = Field(default=Colour.GREEN, title="สี")
    known: bool = Field(default=True, title="ทราบแล้ว")
    at: time | None = Field(default=None, title="เวลา")
    papers: tuple[str, ...] = Field(default=(), title="เอกสาร")
    rows: list[Row] = Field(default_factory=list, title="รายการ")


def keep_many(session: Session, actor: Actor, facts: ManyFacts, as_of: Any) -> Outcome:
    """Keep many facts. Raises nothing."""
    raise NotImplementedError


MANY = RegisteredAct(
    keep_many,
    ManyFacts,
    Permission.POST_PLAN,
    ("many", "keep"),
    "เก็บหลายอย่าง",
    options={"year": "YEAR", "on": "--dated"},
)


def typed(*words: str) -> dict[str, Any]:
    """Return the parameters of the command as click reads them."""
    return dict(act_command(MANY).make_context("keep", list(words)).params)


def read(*words: str) -> ManyFacts:
    given = typed(*words)
    file = given.pop("facts_file")
    facts = facts_from(MANY, {name: given[name] for name in given if name in ManyFacts.model_fields}, file)
    assert isinstance(facts, ManyFacts)
    return facts


@pytest.mark.parametrize("amount", ["1250000.50", "1,250,000.50", "๑,๒๕๐,๐๐๐.๕๐"])
def test_options_are_typed_as_people_write(amount: str) -> None:
    facts = read("2569", "--dated", "๑๗ ต.ค. ๒๕๖๘", "--amount", amount, "--papers", "ก", "--papers", "ข", "--no-known")
    assert facts == ManyFacts(
        year=2569, on=date(2025, 10, 17), amount_satang=125_000_050, papers=("ก", "ข"), known=False
    )
    assert read("2569", "--dated", "2025-10-17", "--amount", "1", "--colour", "red", "--at", "10:30").at == time(10, 30)


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (
            "toml",
            """
            year = 2568
            on = 2025-10-17
            amount = "1,000"
            [[rows]]
            name = "หนึ่ง"
            amount = 10.5
            on = "18 ต.ค. 2568"
            """,
        ),
        (
            "json",
            """{"year": 2568, "on": "17/10/2568", "amount_satang": 100000,
                "rows": [{"name": "หนึ่ง", "amount_satang": 1050, "on": "2025-10-18"}]}""",
        ),
    ],
)
def test_a_file_gives_all_facts_and_an_option_overrides_it(tmp_path: Path, suffix: str, text: str) -> None:
    file = tmp_path / f"facts.{suffix}"
    file.write_text(text, encoding="utf-8")
    row = Row(name="หนึ่ง", amount_satang=1_050, on=date(2025, 10, 18))
    expected = ManyFacts(year=2569, on=date(2025, 10, 17), amount_satang=100_000, rows=[row])
    assert read("2569", "--facts", str(file)) == expected


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("year = ", "bad_facts_file", "TOML"),
        ('amount = "-5"', "bad_amount", "บาท"),
        ('on = "เมื่อวาน"', "bad_date", "เมื่อวาน"),
        ("year = 2569\non = 2025-10-17", "bad_facts", "จำนวนเงิน (สตางค์) (--amount): ต้องระบุ"),
        ('colour = "blue"', "bad_facts", "สี (--colour): ต้องเป็นค่าใดค่าหนึ่งที่กำหนด"),
        ("shade = 1", "bad_facts", "shade (shade): ไม่มีช่องนี้"),
        ('[[rows]]\nname = ""', "bad_facts", "รายการ (--rows 0.name): เว้นว่างไม่ได้"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_by_its_field(tmp_path: Path, text: str, code: str, said: str) -> None:
    file = tmp_path / "facts.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as error:
        read("--facts", str(file))
    assert error.value.code == code
    assert said in error.value.message_th
    assert error.value.message_en


def test_every_act_that_somebody_may_do_has_its_command_with_help_in_thai() -> None:
    context = cli.make_context("traimas", ["plan"], resilient_parsing=True)
    for act in REGISTER:
        group = cli.get_command(context, act.command[0])
        assert isinstance(group, click.Group)
        command = group.get_command(context, act.command[1])
        if act.permission is Permission.KEEP_ROUNDS:
            assert command is None  # the schedule's alone
            continue
        assert command is not None
        if act.name == "import_projects":
            continue  # reads a workbook: written by hand
        names = [option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)]
        assert not [name for name, times in Counter(names).items() if times > 1], act.name
        assert act.title_th in (command.help or "")
        helps = [parameter.help for parameter in command.params if isinstance(parameter, click.Option)]
        assert all(helps)


def actor_of(desk: Desk, act: str) -> str:
    with desk.database.read() as session:
        title = session.exec(
            select(col(Officer.title))
            .join(AuditEntry, col(AuditEntry.officer_id) == col(Officer.id))
            .where(AuditEntry.act == act)
            .order_by(col(AuditEntry.id).desc())
        ).first()
        return str(title)


def test_the_executive_extends_without_being_named(traimas: Run, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    words = ["--fiscal-year", "2569", "--days", "15", "--paper", "order", "--dated", "20/10/2568", "--json"]
    code, out, _err = traimas("plan", "extend", *words, "--as-of", "2025-10-20")
    assert code == 0, out
    assert actor_of(desk, "extend_completion") == "นายกเทศมนตรีตำบลตัวอย่าง"
    code, out, _err = traimas(
        "plan", "extend", *words, "--as-of", "2025-10-20", "--post", "นักวิเคราะห์นโยบายและแผนชำนาญการ"
    )
    assert (code, json.loads(out)["error"]["code"]) == (1, "not_permitted")


def test_a_post_submits_its_own_reports_from_a_file(traimas: Run, tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    mark_rehearsal(desk.database, date(2026, 1, 5))
    post = desk.post_of("ผู้รายงานความก้าวหน้า กองช่าง")
    file = tmp_path / "quarter.toml"
    file.write_text(
        f"""fiscal_year = {YEAR}
quarter = 1
officer_id = {post}
[[reports]]
project_id = 1
status = "completed"
percent = 100
disbursed = "99,500.25"
""",
        encoding="utf-8",
    )
    code, out, _err = traimas("quarter", "submit", "--facts", str(file), "--json")
    assert code == 0, out
    with desk.database.read() as session:
        report = session.exec(select(ProgressReport)).one()
    assert (report.status, report.disbursed_satang) == (ProgressStatus.COMPLETED, 9_950_025)
    assert actor_of(desk, "submit_reports") == "ผู้รายงานความก้าวหน้า กองช่าง"


@pytest.mark.parametrize(
    ("gone", "words", "error"),
    [
        ({Role.PLAN_ANALYST}, ["plan", "compile"], "no_plan_analyst"),
        (
            {Role.EXECUTIVE, Role.ADMINISTRATOR},
            ["plan", "extend", "--days", "1", "--paper", "order", "--dated", "2025-10-20"],
            "nobody_may",
        ),
    ],
)
def test_where_no_post_may_act_it_says_which_is_missing(
    traimas: Run, tmp_path: Path, gone: set[Role], words: list[str], error: str
) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    with desk.database.write() as session:
        for grant in session.exec(select(RoleGrant).where(col(RoleGrant.role).in_(gone))):
            session.delete(grant)
    before = desk.rows()
    code, out, _err = traimas(*words, "--fiscal-year", "2569", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, error)
    assert desk.rows() == before


def test_a_file_that_holds_no_facts_is_told(traimas: Run, tmp_path: Path) -> None:
    file = tmp_path / "returned.json"
    file.write_text('["not", "fields"]', encoding="utf-8")
    code, out, _err = traimas("plan", "resolve", "--facts", str(file), "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, "bad_facts_file")
    code, out, _err = traimas("plan", "resolve", "--facts", str(tmp_path / "none.toml"), "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, "unreadable_file")


def test_a_group_without_acts_or_commands_is_no_command(traimas: Run) -> None:
    code, out, _err = traimas("no-such-group", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, "usage")
