"""The same record on PostgreSQL 15: the year's acts, the guards and the ledger."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, time
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from flows.deadlines import sweep
from flows.perform import perform
from models.address_rotation import re_encrypt, rows_to_rotate
from models.addresses import AddressKeys, new_key
from models.contacts import Contact
from models.kinds import ContactSource, ObligationRule, ObligationState, PostingPlace, ProgressStatus, Role
from models.obligations import Obligation
from models.quarters import QuarterRound
from models.settings import Settings, settings
from notifications.confirmations import ask_confirmations
from notifications.dispatching import dispatch_messages
from notifications.planning import plan_notices
from procedure.acts.channel_accounts import SetChannelAccount, set_channel_account
from procedure.acts.contacts import AddContact, ConfirmContact, add_contact, confirm_contact
from procedure.acts.posting import TakeDownPlan, take_down_plan
from procedure.acts.reporting import SubmitReports, submit_reports
from procedure.audit import broken_entry
from procedure.calendar import at
from procedure.contacts import confirmation_codes
from procedure.plans import editions_of, find_plan
from procedure.progress import count_round
from procedure.report_checks import ProjectProgress
from tests.offices import YEAR, Desk, established
from tests.postgresql import new_database
from tests.sample_year import SampleYear
from traimas.mailbox import Mailbox

pytestmark = pytest.mark.postgresql
OPENING = date(2026, 1, 5)
_numbers = count()


@pytest.fixture(scope="module")
def template(postgresql_server: str) -> str:
    """Return the name of a database with an established organization, to be copied for each test."""
    established(new_database(postgresql_server, "established"), "municipality.toml").engine.dispose()
    return "established"


@pytest.fixture
def desk(tmp_path: Path, postgresql_server: str, template: str) -> Iterator[Desk]:
    desk = Desk(tmp_path, url=new_database(postgresql_server, f"office_{next(_numbers)}", template))
    yield desk
    desk.database.engine.dispose()


def test_a_quarter_runs_on_postgresql_as_on_sqlite(desk: Desk) -> None:
    desk.quarter_open()
    post = desk.post_of("ผู้รายงานความก้าวหน้า กองช่าง")
    facts = SubmitReports(
        fiscal_year=YEAR,
        quarter=1,
        officer_id=post,
        reports=(ProjectProgress(project_id=1, status=ProgressStatus.COMPLETED, percent=100),),
    )
    actor = desk.actor(Role.OFFICER, OPENING, post)
    perform(desk.database, desk.requester, submit_reports, actor, facts, at(date(2026, 1, 16), time(0, 0)))
    down = TakeDownPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, taken_down_on=date(2025, 11, 24))
    desk.act(take_down_plan, down, date(2025, 11, 24))
    with desk.database.read() as session:
        counts = count_round(session, session.exec(select(QuarterRound)).one())
        kept = session.exec(select(Obligation).where(Obligation.rule == ObligationRule.KEEP_POSTED)).one()
        assert broken_entry(session, 1) is None
    assert (counts.received, counts.late) == (1, 1)
    assert kept.ended_on == date(2025, 11, 24)


@pytest.mark.parametrize(
    ("statement", "guard"),
    [
        ("UPDATE project_entry SET place = 'ที่อื่น'", "frozen"),
        ("DELETE FROM funding_line", "frozen"),
        ("DELETE FROM entry_division", "frozen"),
        ("UPDATE audit_entry SET body = ''", "append-only"),
        ("DELETE FROM event", "append-only"),
        ("TRUNCATE audit_entry", "append-only"),
        ("TRUNCATE due_day_change", "append-only"),
    ],
)
def test_the_guards_hold_on_postgresql(desk: Desk, statement: str, guard: str) -> None:
    desk.announced()
    with desk.database.engine.connect() as connection, pytest.raises(IntegrityError, match=guard):
        connection.exec_driver_sql(statement)


def test_the_ledger_and_the_sweep_run_on_postgresql(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAIMAS_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    desk.quarter_open()
    assert "announcement 1/2569: Announced" in sweep(desk.database, at(OPENING, time(0, 30))).did
    assert sweep(desk.database, at(OPENING, time(0, 45))).did == []
    with desk.database.write() as session:
        assert plan_notices(session, at(OPENING, time(1))).planned == 0
    with Mailbox() as mailbox:
        configured = Settings(mail_url=mailbox.url, public_url="https://plan.example.go.th")
        sent = dispatch_messages(desk.database, at(OPENING, time(8, 30)), configured).sent
        assert dispatch_messages(desk.database, at(OPENING, time(8, 35)), configured).sent == 0
        assert len(mailbox.received) == sent > 0
    settings.cache_clear()


def test_a_year_in_full_runs_on_postgresql(tmp_path: Path, desk: Desk) -> None:
    year = SampleYear(tmp_path, url=desk.database.url).play()
    with year.database.read() as session:
        assert broken_entry(session, 1) is None
        states = Counter((row.rule, row.state) for row in session.exec(select(Obligation)))
        plan = find_plan(session, 1, YEAR)
        assert len(editions_of(session, plan)) == 3
    assert states[ObligationRule.REPORT_QUARTER, ObligationState.MET] == 10
    assert states[ObligationRule.REPORT_QUARTER, ObligationState.MISSED] == 2


def test_addresses_are_confirmed_and_their_keys_rotate_as_on_sqlite(desk: Desk) -> None:
    now, new = at(OPENING, time(9)), new_key()
    actor = desk.actor(Role.OFFICER, OPENING)
    with desk.database.write() as session:
        add_contact(session, actor, AddContact(channel="mail", address="own@example.com"), now)
        assert (ask_confirmations(session, now), ask_confirmations(session, now)) == (1, 0)
        (waiting,) = session.exec(select(Contact).where(Contact.source == ContactSource.PERSON))
        typed = ConfirmContact(channel="mail", code=confirmation_codes(waiting)[0])
        assert not confirm_contact(session, actor, typed, now).warnings_th
        set_channel_account(
            session,
            desk.actor(Role.ADMINISTRATOR, OPENING),
            SetChannelAccount(channel="line", account={"token": "x"}),
            now,
        )
    old = settings().address_keys
    assert old is not None
    keys = AddressKeys((new, old.get_secret_value()))
    count = desk.rows()["contact"] + 1
    assert re_encrypt(desk.database, keys, batch=7).encrypted == count
    with desk.database.read() as session:
        assert rows_to_rotate(session, AddressKeys((new,))) == 0
    assert re_encrypt(desk.database, AddressKeys((old.get_secret_value(), new)), batch=7).encrypted == count
