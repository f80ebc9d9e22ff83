"""Addresses at rest: unreadable without the keys, which rotate and are made once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from models.addresses import KEY_FILE, AddressKeyError, AddressKeys, _keys, new_key
from models.settings import Settings
from tests.offices import Desk

ADDRESS = "kong.chang@municipality.example.go.th"


def test_no_address_can_be_read_in_the_database_file(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with desk.database.engine.connect() as connection:
        kept = list(connection.execute(text("SELECT address FROM contact")).scalars())
    assert len(kept) > 10
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"@municipality.example.go.th" not in files


def test_a_rotated_key_still_reads_what_the_old_one_wrote() -> None:
    old, new = new_key(), new_key()
    kept = AddressKeys((old,)).encrypt(ADDRESS)
    rotated = AddressKeys((new, old))
    assert rotated.decrypt(kept) == ADDRESS
    with pytest.raises(AddressKeyError, match="none of the address keys"):
        AddressKeys((old,)).decrypt(rotated.encrypt(ADDRESS))


def test_the_same_address_is_kept_differently_and_known_again_by_its_fingerprint() -> None:
    keys = AddressKeys((new_key(),))
    assert keys.encrypt(ADDRESS) != keys.encrypt(ADDRESS)
    assert keys.fingerprint("mail", ADDRESS) == keys.fingerprint("mail", f" {ADDRESS.upper()} ")
    assert keys.fingerprint("mail", ADDRESS) != keys.fingerprint("line", ADDRESS)


def test_processes_that_begin_at_once_share_one_key(tmp_path: Path) -> None:
    chosen = Settings(data_dir=tmp_path, address_keys=None)
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _n: _keys(chosen).encrypt(ADDRESS), range(16)))
    assert {_keys(chosen).decrypt(one) for one in kept} == {ADDRESS}
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o077 == 0


def test_a_database_elsewhere_needs_its_keys_said() -> None:
    with pytest.raises(AddressKeyError, match="TRAIMAS_ADDRESS_KEYS"):
        _keys(Settings(database_url="postgresql+psycopg://127.0.0.1/none", address_keys=None))


@pytest.mark.parametrize("keys", [(), ("short",), ("ไม่ใช่กุญแจ",)])
def test_what_is_no_key_is_refused_without_being_repeated(keys: tuple[str, ...]) -> None:
    with pytest.raises(AddressKeyError) as refused:
        AddressKeys(keys)
    assert not any(key and key in str(refused.value) for key in keys)


def test_settings_show_no_secret_of_theirs() -> None:
    chosen = Settings(
        mail_url="mailtos://office:SECRET@mail.example.go.th",
        prefect_auth="admin:SECRET",
        database_url="postgresql+psycopg://traimas:SECRET@db.example.go.th/traimas",
        address_keys=SecretStr("SECRET"),
    )
    assert "SECRET" not in repr(chosen) + str(chosen)
