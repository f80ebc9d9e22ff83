"""How persons are reached: the address in use on each channel, and who has an address."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from models.addresses import address_keys
from models.contacts import Contact
from models.kinds import ContactSource
from models.organizations import Person

MAIL = "mail"


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


def confirmation_codes(contact: Contact) -> tuple[str, ...]:
    """Return the codes that confirm an address asked for, the first being the one to send: kept nowhere."""
    asked_at = contact.asked_at.isoformat() if contact.asked_at else ""
    return address_keys().codes(f"contact:{contact.id}:{asked_at}")


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
    fingerprint = address_keys().fingerprint(channel, address)
    statement = (
        select(Person)
        .join(Contact, col(Contact.person_id) == col(Person.id))
        .where(Contact.channel == channel, Contact.fingerprint == fingerprint, in_use())
        .order_by(col(Person.id))
    )
    if organization_id is not None:
        statement = statement.where(Contact.organization_id == organization_id)
    return list(session.exec(statement).unique().all())


def address_of(session: Session, person_id: int, channel: str = MAIL) -> str:
    """Return the address in use of a person on a channel, or nothing."""
    contact = contact_in_use(session, person_id, channel)
    return contact.address if contact else ""
