"""Addresses and accounts from the command line: read by the channel's own form, secrets from a file."""

import json
from pathlib import Path

import pytest
from sqlmodel import select

from models.contacts import ChannelAccount, Contact
from procedure.contacts import address_of, persons_at
from procedure.plans import identity
from tests.line_server import TOKEN
from tests.offices import Desk
from tests.traimas.conftest import Run

POST = "ผู้รายงานความก้าวหน้า กองช่าง"
WORKS_MAIL = "works.officer@municipality.example.go.th"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def register(traimas: Run, channel: str, address: str) -> tuple[int, str]:
    typed = ("--officer", POST, "--channel", channel, "--address", address)
    code, out, _err = traimas("contact", "register", *typed, "--json")
    return code, json.loads(out).get("error", {"code": ""})["code"]


def test_the_register_is_kept_from_the_command_line(desk: Desk, traimas: Run) -> None:
    with desk.database.read() as session:
        (works,) = persons_at(session, WORKS_MAIL)
    assert register(traimas, "mail", " works.2@example.go.th ") == (0, "")
    with desk.database.read() as session:
        assert address_of(session, identity(works.id)) == "works.2@example.go.th"
    for channel, address, refusal in (
        ("mail", "nobody", "bad_address"),
        ("line", "@somchai", "bad_address"),
        ("fax", "021234567", "unknown_channel"),
        ("mail", "works.2@example.go.th", "already_in_use"),
    ):
        assert register(traimas, channel, address) == (1, refusal)


def test_an_account_comes_from_a_file_and_is_not_repeated(desk: Desk, traimas: Run, tmp_path: Path) -> None:
    facts = tmp_path / "line.toml"
    facts.write_text(f'[account]\ntoken = "{TOKEN}"\n', encoding="utf-8")
    code, out, err = traimas("channel", "account", "--channel", "line", "--monthly-quota", "200", "--facts", str(facts))
    assert code == 0
    assert TOKEN not in out + err
    with desk.database.read() as session:
        row = session.exec(select(ChannelAccount)).one()
        assert (json.loads(row.account), row.monthly_quota) == ({"token": TOKEN}, 200)
    facts.write_text('[account]\nurl = "http://169.254.169.254/the-secret-path"\n', encoding="utf-8")
    code, out, err = traimas("channel", "account", "--channel", "webhook", "--facts", str(facts))
    assert code == 1
    assert "https" in err
    assert "the-secret-path" not in out + err


def test_an_own_address_is_given_for_the_post_that_acts(desk: Desk, traimas: Run) -> None:
    given = traimas("contact", "add", "--post", POST, "--channel", "mail", "--address", "own@example.com")
    assert given[0] == 0
    with desk.database.read() as session:
        contact = session.exec(select(Contact).where(Contact.source == "person")).one()
        assert (contact.address, contact.confirmed_at) == ("own@example.com", None)
