"""How persons are reached: the address in use on each channel, who has an address, and the codes that confirm one."""

import hmac
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from models.addresses import address_keys
from models.contacts import Contact
from models.kinds import ContactSource
from models.organizations import Person

MAIL = "mail"
CODE_VALID_FOR = timedelta(hours=24)
MOST_WRONG_CODES = 5


def add_register_address(session: Session, person: Person, address: str, channel: str = MAIL) -> Contact:
    """Write an address of the office's register, which is used at once.

    The office answers for its register; an address that a person gives is confirmed first. Raises
    ``models.addresses.AddressKeyError``.
    """
    contact = Contact(
        organization_id=person.organization_id,
        person_id=person.id or 0,
        channel=channel,
        address=address,
        fingerprint=address_keys().fingerprint(channel, address),
        source=ContactSource.OFFICE,
    )
    session.add(contact)
    session.flush()
    return contact


def in_use() -> ColumnElement[bool]:
    """Return the condition on ``Contact`` that messages may go to it."""
    return and_(
        col(Contact.ended_at).is_(None),
        or_(Contact.source == ContactSource.OFFICE, col(Contact.confirmed_at).is_not(None)),
    )


def contact_in_use(session: Session, person_id: int, channel: str = MAIL) -> Contact | None:
    """Return where a person is reached on a channel; what they confirmed goes before the office's register."""
    return session.exec(
        select(Contact)
        .where(Contact.person_id == person_id, Contact.channel == channel, in_use())
        .order_by(col(Contact.confirmed_at).is_(None), col(Contact.id).desc())
    ).first()


def channels_in_use(session: Session, person_ids: Iterable[int]) -> dict[int, set[str]]:
    """Return the channels on which each person has an address in use."""
    found: dict[int, set[str]] = {}
    rows = session.exec(
        select(col(Contact.person_id), col(Contact.channel)).where(
            col(Contact.person_id).in_(list(person_ids)), in_use()
        )
    )
    for person_id, channel in rows:
        found.setdefault(person_id, set()).add(channel)
    return found


def persons_at(session: Session, address: str, organization_id: int | None = None, channel: str = MAIL) -> list[Person]:
    """Return who has an address in use on a channel, of one organization or of all."""
    fingerprints = address_keys().fingerprints(channel, address)
    statement = (
        select(Person)
        .join(Contact, col(Contact.person_id) == col(Person.id))
        .where(Contact.channel == channel, col(Contact.fingerprint).in_(fingerprints), in_use())
        .order_by(col(Person.id))
    )
    if organization_id is not None:
        statement = statement.where(Contact.organization_id == organization_id)
    return list(session.exec(statement).unique().all())


def address_of(session: Session, person_id: int, channel: str = MAIL) -> str:
    """Return the address in use of a person on a channel, or nothing."""
    contact = contact_in_use(session, person_id, channel)
    return contact.address if contact else ""


def contacts_of(session: Session, organization_id: int, person_id: int, channel: str | None = None) -> list[Contact]:
    """Return the addresses of a person that stand, on one channel or on all, oldest first."""
    statement = select(Contact).where(
        Contact.organization_id == organization_id, Contact.person_id == person_id, col(Contact.ended_at).is_(None)
    )
    if channel is not None:
        statement = statement.where(Contact.channel == channel)
    return list(session.exec(statement.order_by(col(Contact.id))))


def is_waiting(contact: Contact) -> bool:
    """Tell whether an address that a person gave waits for its code, in time or not."""
    return contact.source is ContactSource.PERSON and contact.confirmed_at is None and contact.ended_at is None


def has_expired(contact: Contact, as_of: datetime) -> bool:
    """Tell whether the code of an address was asked for too long ago."""
    return contact.asked_at is None or as_of - contact.asked_at > CODE_VALID_FOR


def confirmation_codes(contact: Contact) -> tuple[str, ...]:
    """Return the six-digit codes that confirm an address, the first being the one to send; they are kept nowhere.

    One per key in force, so that keys may rotate between sending and typing. Raises ``ValueError`` for an address
    that no code was asked for.
    """
    if contact.asked_at is None:
        raise ValueError("no code was asked for this address")
    return address_keys().codes(f"{contact.id}:{contact.asked_at.astimezone(UTC).isoformat()}")


def confirms(contact: Contact, code: str) -> bool:
    """Tell whether a typed code is one of an address's; how long it takes says nothing of how near it was."""
    found = [hmac.compare_digest(code.encode(), known.encode()) for known in confirmation_codes(contact)]
    return any(found)


def masked(address: str) -> str:
    """Return an address as it may be shown: ``k•••@example.go.th``, ``U1•••9f``."""
    name, at_sign, domain = address.rpartition("@")
    if at_sign and name:
        return f"{name[0]}•••@{domain}"
    return f"{address[:2]}•••{address[-2:]}" if len(address) >= 8 else "•••"
