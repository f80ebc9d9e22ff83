"""Keys that rotate: killed midway nothing is lost, a second run goes on, and old keys go once nothing needs them."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from models.address_rotation import re_encrypt, rows_to_rotate
from models.addresses import KEY_FILE, AddressKeys, address_keys, new_key
from models.contacts import ChannelAccount, Contact
from models.database import Database
from models.kinds import ContactSource
from models.organizations import Person
from models.records import wall_clock
from models.settings import settings
from procedure.contacts import persons_at
from procedure.plans import identity
from tests.offices import SAMPLES, Desk
from tests.traimas.conftest import Run

RAW = sa.table("contact", sa.column("id"), sa.column("address"), sa.column("fingerprint"))
ROTATING = """
from models.address_rotation import begin_rotation, re_encrypt
from models.addresses import KEY_FILE, address_keys
from models.database import Database
from models.settings import settings
database = Database(settings().url)
begin_rotation(database, settings().data_dir / KEY_FILE)
re_encrypt(database, address_keys(), batch=5)
"""


@dataclass(frozen=True)
class Installation:
    """An installation with a key file of its own."""

    folder: Path
    run: Run

    @property
    def database(self) -> Database:
        return Database(settings().url)

    @property
    def keys(self) -> list[str]:
        return (self.folder / KEY_FILE).read_text(encoding="ascii").split()

    def addresses(self) -> dict[int, str]:
        """Return every address in plain, read by the keys in force."""
        with self.database.read() as session:
            return {identity(row.id): row.address for row in session.exec(select(Contact))}

    def raw(self) -> list[tuple[str, str]]:
        with self.database.read() as session:
            return [(row.address, row.fingerprint) for row in session.execute(sa.select(RAW).order_by(RAW.c.id))]

    def under(self, key: str) -> int:
        """Return how many addresses one key alone reads."""
        return sum(AddressKeys((key,)).reads(address) for address, _fingerprint in self.raw())


@pytest.fixture
def office(tmp_path: Path, traimas: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    monkeypatch.delenv("TRAIMAS_ADDRESS_KEYS")
    settings.cache_clear()
    assert traimas("organization", "add", str(SAMPLES / "municipality.toml"))[0] == 0
    yield Installation(tmp_path, traimas)
    settings.cache_clear()


def test_a_rotation_killed_at_any_batch_loses_nothing_and_goes_on(office: Installation) -> None:
    before, (old,) = office.addresses(), office.keys
    for batch, rotated in ((1, 5), (2, 15)):  # each run goes on: the second passes the batch of the first
        environment = {**os.environ, "TRAIMAS_FAULT": f"keys.batch:{batch + (batch > 1)}"}
        killed = subprocess.run([sys.executable, "-c", ROTATING], env=environment, timeout=60, check=False)
        assert killed.returncode == -signal.SIGKILL
        new, kept = office.keys
        assert (kept, office.under(new)) == (old, rotated)
        assert office.under(old) == len(before) - rotated
        assert office.addresses() == before
        with office.database.read() as session:
            for contact in session.exec(select(Contact)):
                assert [one.id for one in persons_at(session, contact.address.upper())] == [contact.person_id]
        code, _out, err = office.run("keys", "prune")
        assert (code, "keys_needed" in err or "still need" in err) == (1, True)
    code, out, _err = office.run("keys", "rotate", "--json")
    assert (code, json.loads(out)) == (0, {"new_key": False, "encrypted": len(before) - 15, "ended": 0})
    assert office.keys == [new, old]
    assert json.loads(office.run("keys", "prune", "--json")[1]) == {"dropped": 1}
    assert office.keys == [new]
    assert office.addresses() == before
    assert (office.folder / KEY_FILE).stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in office.folder.glob(f"{KEY_FILE}*")) == [KEY_FILE]


def test_killed_before_its_first_batch_a_rotation_uses_the_key_it_made(office: Installation) -> None:
    environment = {**os.environ, "TRAIMAS_FAULT": "keys.new_key:1"}
    killed = subprocess.run([sys.executable, "-c", ROTATING], env=environment, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    keys = office.keys
    assert len(keys) == 2
    assert json.loads(office.run("keys", "rotate", "--json")[1])["new_key"] is False
    assert office.keys == keys
    assert json.loads(office.run("keys", "rotate", "--json")[1])["new_key"] is True
    assert (len(office.keys), office.keys[1:]) == (3, keys)


def test_accounts_rotate_too_and_an_ended_address_is_not_forgotten(office: Installation) -> None:
    with office.database.write() as session:
        session.add(ChannelAccount(organization_id=1, channel="line", account='{"token": "secret"}'))
        ended = session.exec(select(Contact)).first()
        assert ended is not None
        ended.ended_at = wall_clock()
        session.add(ended)
    before = office.addresses()
    assert office.run("keys", "rotate")[0] == 0
    assert office.run("keys", "prune")[0] == 0
    assert office.addresses() == before
    with office.database.read() as session:
        assert session.exec(select(ChannelAccount)).one().account == '{"token": "secret"}'


def test_an_address_that_came_in_again_meanwhile_stands_once(tmp_path: Path) -> None:
    desk, fresh = Desk(tmp_path), new_key()
    old = address_keys()
    keys = AddressKeys((fresh, settings().address_keys.get_secret_value()))  # type: ignore[union-attr]
    with desk.database.write() as session:
        first, other = session.exec(select(Contact).order_by(col(Contact.id)).limit(2)).all()
        again = Contact(
            organization_id=1,
            person_id=first.person_id,
            channel="mail",
            address=first.address,
            fingerprint=keys.fingerprint("mail", first.address),
            source=ContactSource.OFFICE,
        )
        stranger = Person(organization_id=1, name="คนใหม่")
        session.add_all([again, stranger])
        session.flush()
        taken = Contact(
            organization_id=1,
            person_id=identity(stranger.id),
            channel="mail",
            address=other.address,
            fingerprint=keys.fingerprint("mail", other.address),
            source=ContactSource.OFFICE,
        )
        session.add(taken)
    count = desk.rows()["contact"]
    done = re_encrypt(desk.database, keys, batch=3)
    assert (done.encrypted, done.ended) == (count, 2)
    with desk.database.read() as session:
        rows = {row.id: row for row in session.execute(sa.select(Contact.__table__.c.id, Contact.__table__.c.ended_at))}  # type: ignore[attr-defined]
        assert rows_to_rotate(session, keys) == 0
        assert rows_to_rotate(session, AddressKeys((fresh,))) == 0
        assert rows_to_rotate(session, old) == count
    assert [rows[one.id].ended_at is None for one in (first, other, again, taken)] == [True, True, False, False]
    assert re_encrypt(desk.database, keys).encrypted == 0


def test_keys_of_the_environment_are_said_and_set_by_the_installation(
    office: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, (old,) = office.addresses(), office.keys

    def set_keys(value: str) -> None:
        monkeypatch.setenv("TRAIMAS_ADDRESS_KEYS", value)
        settings.cache_clear()

    set_keys(old)
    told = json.loads(office.run("keys", "rotate", "--json")[1])["set"]["TRAIMAS_ADDRESS_KEYS"]
    assert told.split(",")[1:] == [old]
    assert office.keys == [old]
    assert f"TRAIMAS_ADDRESS_KEYS={old}" not in office.run("keys", "rotate")[1]
    set_keys(told)
    assert json.loads(office.run("keys", "rotate", "--json")[1])["encrypted"] == len(before)
    newest = json.loads(office.run("keys", "prune", "--json")[1])["set"]["TRAIMAS_ADDRESS_KEYS"]
    assert newest == told.split(",")[0]
    set_keys(newest)
    assert office.addresses() == before


def test_a_key_that_is_lost_is_told_in_words_and_nothing_is_touched(office: Installation) -> None:
    before = office.raw()
    (office.folder / KEY_FILE).write_text(new_key() + "\n", encoding="ascii")
    code, _out, err = office.run("keys", "rotate")
    assert code == 1
    assert "docs/operations.md" in err
    assert office.raw() == before


def test_a_backup_says_that_the_keys_are_kept_apart(office: Installation) -> None:
    code, out, _err = office.run("backup", "--to", str(office.folder / "kept"))
    assert code == 0
    assert str(office.folder / KEY_FILE) in out
    assert office.keys[0] not in out
