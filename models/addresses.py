"""Addresses at rest: encrypted under keys that are kept outside the database, and rotated without losing any."""

import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from models.settings import Settings, settings

KEY_FILE = "address.keys"


class AddressKeyError(Exception):
    """The keys are missing, unreadable, or not those that an address was encrypted under."""


class AddressKeys:
    """The keys in force: the first encrypts, all decrypt. A key is 32 bytes in URL-safe base64 (Fernet)."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        if not keys:
            raise AddressKeyError("no address key")
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise AddressKeyError("an address key is not 32 bytes in URL-safe base64") from error
        self._keys = keys

    def encrypt(self, plain: str) -> str:
        """Return an address as it is kept. The same address gives another text each time."""
        return self._fernet.encrypt(plain.encode()).decode()

    def decrypt(self, kept: str) -> str:
        """Return the plain address. Raises ``AddressKeyError`` if none of the keys fits; it repeats nothing."""
        try:
            return self._fernet.decrypt(kept.encode()).decode()
        except InvalidToken:
            raise AddressKeyError("none of the address keys fits what is kept; see docs/operations.md") from None

    def fingerprint(self, channel: str, plain: str) -> str:
        """Return what equal addresses of a channel share under the first key, upper and lower case alike."""
        return self.fingerprints(channel, plain)[0]

    def fingerprints(self, channel: str, plain: str) -> tuple[str, ...]:
        """Return the fingerprints under every key, the first one's first: while keys rotate, rows bear either."""
        subject = f"fingerprint:{channel}:{plain.strip().lower()}"
        return tuple(self._digest(key, subject) for key in self._keys)

    def codes(self, subject: str) -> tuple[str, ...]:
        """Return the six-digit codes that confirm ``subject``, the first being the one to send: kept nowhere."""
        return tuple(f"{int(self._digest(key, f'code:{subject}'), 16) % 1_000_000:06d}" for key in self._keys)

    @staticmethod
    def _digest(key: str, text: str) -> str:
        return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def new_key() -> str:
    """Return a fresh key."""
    return Fernet.generate_key().decode()


def address_keys() -> AddressKeys:
    """Return the installation's keys: of ``TRAIMAS_ADDRESS_KEYS``, else of the data folder, made there at first use.

    Raises ``AddressKeyError`` if they cannot be read, or if the domain database is not in the data folder and no keys
    are set: two machines would each make their own, and neither could read what the other wrote.
    """
    return _keys(settings())


@lru_cache(maxsize=4)
def _parsed(keys: str) -> AddressKeys:
    return AddressKeys(tuple(key.strip() for key in keys.split(",") if key.strip()))


def _keys(chosen: Settings) -> AddressKeys:
    if chosen.address_keys is not None and chosen.address_keys.get_secret_value().strip():
        return _parsed(chosen.address_keys.get_secret_value())
    if chosen.database_url and not chosen.database_url.startswith("sqlite"):
        raise AddressKeyError("TRAIMAS_ADDRESS_KEYS must be set where the database is not in the data folder")
    return _parsed(_of_file(chosen.data_dir / KEY_FILE))


def _of_file(path: Path) -> str:
    """Return the keys of a file, newest first, one a line; one maker alone when several processes begin at once."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = mkstemp(dir=path.parent, prefix=KEY_FILE)  # readable by its owner alone
        fresh = Path(name)
        with os.fdopen(handle, "w") as file:
            file.write(new_key() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)  # whole or not at all, and never over another process's key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return ",".join(path.read_text(encoding="ascii").split())


class EncryptedText(TypeDecorator[str]):
    """A column whose text is encrypted at rest. It cannot be compared in SQL: compare fingerprints."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy names it
        return None if value is None else address_keys().encrypt(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else address_keys().decrypt(value)
