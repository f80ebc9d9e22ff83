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

    @property
    def newest(self) -> "AddressKeys":
        """Return the first key alone."""
        return AddressKeys(self._keys[:1])

    @property
    def count(self) -> int:
        return len(self._keys)

    def reads(self, kept: str) -> bool:
        """Tell whether one of the keys fits what is kept."""
        try:
            self._fernet.decrypt(kept.encode())
        except InvalidToken:
            return False
        return True

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


def keys_are_set(chosen: Settings) -> bool:
    """Tell whether the keys are those of ``TRAIMAS_ADDRESS_KEYS``, rather than of the data folder's file."""
    return chosen.address_keys is not None and bool(chosen.address_keys.get_secret_value().strip())


def keys_in_file(path: Path) -> tuple[str, ...]:
    """Return the keys of a key file, newest first; it is made if it is not there."""
    return tuple(_of_file(path).split(","))


def replace_keys(path: Path, keys: tuple[str, ...]) -> None:
    """Put other keys into a key file, whole or not at all. The caller sees that nobody else does so meanwhile."""
    fresh = _written(path, keys)
    fresh.replace(path)
    if hasattr(os, "O_DIRECTORY"):  # what the folder lists must be on the disk before anything is encrypted by it
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@lru_cache(maxsize=4)
def _parsed(keys: str) -> AddressKeys:
    return AddressKeys(tuple(key.strip() for key in keys.split(",") if key.strip()))


def _keys(chosen: Settings) -> AddressKeys:
    if chosen.address_keys is not None and keys_are_set(chosen):
        return _parsed(chosen.address_keys.get_secret_value())
    if chosen.database_url and not chosen.database_url.startswith("sqlite"):
        raise AddressKeyError("TRAIMAS_ADDRESS_KEYS must be set where the database is not in the data folder")
    return _parsed(_of_file(chosen.data_dir / KEY_FILE))


def _of_file(path: Path) -> str:
    """Return the keys of a file, newest first, one a line; one maker alone when several processes begin at once."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = _written(path, (new_key(),))
        try:
            os.link(fresh, path)  # whole or not at all, and never over another process's key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return ",".join(path.read_text(encoding="ascii").split())


def _written(path: Path, keys: tuple[str, ...]) -> Path:
    """Return a finished file beside ``path``, readable by its owner alone."""
    handle, name = mkstemp(dir=path.parent, prefix=KEY_FILE)
    with os.fdopen(handle, "w") as file:
        file.write("".join(f"{key}\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


class EncryptedText(TypeDecorator[str]):
    """A column whose text is encrypted at rest. It cannot be compared in SQL: compare fingerprints."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy names it
        return None if value is None else address_keys().encrypt(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else address_keys().decrypt(value)
