"""Rotating the keys of addresses: a new first key, everything under it in batches, and the old keys dropped at the end.

Killed at any moment nothing is lost: what is not yet under the first key is still read by the others, and a second run
goes on where the first ended. Running processes read the key file anew at each use, and look addresses up under every
key in force.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from models.addresses import AddressKeys, keys_in_file, new_key, replace_keys
from models.contacts import ChannelAccount, Contact
from models.database import Database, one_at_a_time
from models.fault_points import fault_point
from models.records import wall_clock

BATCH = 500
_WORK = "address keys"
# The columns as they are kept: no key is applied to them on the way.
_CONTACT = sa.table("contact", *(sa.column(column.name) for column in sa.inspect(Contact).columns))
_ENDED_AT = sa.column("ended_at", sa.inspect(Contact).columns["ended_at"].type)
_ACCOUNT = sa.table("channel_account", *(sa.column(column.name) for column in sa.inspect(ChannelAccount).columns))


@dataclass(frozen=True)
class Rotated:
    """What a rotation did, in rows: re-encrypted, and ended because the same address stood twice."""

    encrypted: int = 0
    ended: int = 0

    def __add__(self, other: "Rotated") -> "Rotated":
        return Rotated(self.encrypted + other.encrypted, self.ended + other.ended)


class KeysNeeded(Exception):
    """Rows still need an older key: dropping it would lose them."""

    def __init__(self, rows: int) -> None:
        super().__init__(f"{rows} rows still need an older key")
        self.rows = rows


def begin_rotation(database: Database, path: Path) -> bool:
    """Put a new first key into the key file, unless an earlier rotation has not ended; tell whether it did.

    Raises ``AddressKeyError`` for a file that holds no keys.
    """
    with database.write() as session:
        one_at_a_time(session, _WORK)  # two that read the old keys at once would each lose the other's new one
        keys = keys_in_file(path)
        if rows_to_rotate(session, AddressKeys(keys)):
            return False
        replace_keys(path, (new_key(), *keys))
    fault_point("keys.new_key")
    return True


def re_encrypt(database: Database, keys: AddressKeys, batch: int = BATCH) -> Rotated:
    """Bring every address and account under the first key, a batch a transaction.

    Raises ``AddressKeyError`` for a row that none of the keys fits; the batches before it are kept.
    """
    done, last = Rotated(), 0
    while True:
        with database.write() as session:
            one_at_a_time(session, _WORK)
            rows = _rows(session, _CONTACT, last, batch)
            done += _contacts(session, keys, rows)
        fault_point("keys.batch")
        if not rows:
            break
        last = int(rows[-1].id)
    with database.write() as session:
        one_at_a_time(session, _WORK)
        for row in _rows(session, _ACCOUNT, 0, None):
            if not keys.newest.reads(row.account):
                values = {"account": keys.encrypt(keys.decrypt(row.account))}
                session.execute(sa.update(_ACCOUNT).where(_ACCOUNT.c.id == row.id).values(values))
                done += Rotated(encrypted=1)
    return done


def prune_keys(database: Database, path: Path) -> int:
    """Drop all keys but the first from the key file; return how many. Raises ``KeysNeeded``, and drops none."""
    with database.write() as session:
        one_at_a_time(session, _WORK)
        keys = keys_in_file(path)
        require_unneeded(session, AddressKeys(keys))
        if len(keys) > 1:
            replace_keys(path, keys[:1])
    return len(keys) - 1


def require_unneeded(session: Session, keys: AddressKeys) -> None:
    """Raise ``KeysNeeded`` if any row is not under the first key."""
    if rows := rows_to_rotate(session, keys):
        raise KeysNeeded(rows)


def rows_to_rotate(session: Session, keys: AddressKeys) -> int:
    """Return how many rows are not under the first key, by their text or their fingerprint."""
    newest = keys.newest
    return sum(_is_old(row, newest) for row in _all(session, _CONTACT)) + sum(
        not newest.reads(row.account) for row in _all(session, _ACCOUNT)
    )


def _is_old(row: "sa.Row[tuple[object, ...]]", newest: AddressKeys) -> bool:
    return not newest.reads(row.address) or row.fingerprint != newest.fingerprint(
        row.channel, newest.decrypt(row.address)
    )


def _contacts(session: Session, keys: AddressKeys, rows: "list[sa.Row[tuple[object, ...]]]") -> Rotated:
    newest, ended_at = keys.newest, wall_clock()
    old = [(row, keys.decrypt(row.address)) for row in rows if _is_old(row, newest)]
    standing = _Standing(session, {newest.fingerprint(row.channel, plain) for row, plain in old})
    ended = 0
    for row, plain in old:
        fingerprint = newest.fingerprint(row.channel, plain)
        if row.ended_at is None:
            # Written meanwhile under the new key, the same address stands twice: the one that came later ends.
            for later in standing.others(row, fingerprint):
                _end(session, max(later, int(row.id)), ended_at)
                ended += 1
            standing.add(row, fingerprint)
        values = {"address": keys.encrypt(plain), "fingerprint": fingerprint}
        session.execute(sa.update(_CONTACT).where(_CONTACT.c.id == row.id).values(values))
    return Rotated(len(old), ended)


class _Standing:
    """The addresses that stand under some fingerprints, by what the unique indexes compare."""

    def __init__(self, session: Session, fingerprints: set[str]) -> None:
        self._ids: dict[tuple[object, ...], int] = {}
        statement = sa.select(_CONTACT).where(_CONTACT.c.ended_at.is_(None))
        for row in session.execute(statement.where(_CONTACT.c.fingerprint.in_(fingerprints))):
            self.add(row, str(row.fingerprint))

    def add(self, row: "sa.Row[tuple[object, ...]]", fingerprint: str) -> None:
        for key in self._keys(row, fingerprint):
            self._ids[key] = min(int(row.id), self._ids.get(key, int(row.id)))

    def others(self, row: "sa.Row[tuple[object, ...]]", fingerprint: str) -> set[int]:
        found = {self._ids[key] for key in self._keys(row, fingerprint) if key in self._ids}
        return found - {int(row.id)}

    @staticmethod
    def _keys(row: "sa.Row[tuple[object, ...]]", fingerprint: str) -> Iterator[tuple[object, ...]]:
        yield "person", row.person_id, row.channel, fingerprint
        if row.source == "office":
            yield "register", row.organization_id, row.channel, fingerprint


def _end(session: Session, contact_id: int, ended_at: datetime) -> None:
    ending = sa.update(_CONTACT).where(_CONTACT.c.id == contact_id, _CONTACT.c.ended_at.is_(None))
    session.execute(ending.values({_ENDED_AT: ended_at}))


def _rows(session: Session, table: sa.TableClause, after: int, most: int | None) -> "list[sa.Row[tuple[object, ...]]]":
    statement = sa.select(table).where(table.c.id > after).order_by(table.c.id).limit(most)
    return list(session.execute(statement))


def _all(session: Session, table: sa.TableClause) -> "Iterator[sa.Row[tuple[object, ...]]]":
    last = 0
    while rows := _rows(session, table, last, BATCH):
        yield from rows
        last = int(rows[-1].id)
