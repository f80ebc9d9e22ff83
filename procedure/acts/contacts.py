"""How persons are reached: addresses that they give themselves, each confirmed by a code, and the channel preferred.

Not offered in the Prefect UI: the facts hold addresses. The audit holds a keyed fingerprint of each: without the key
nobody can find out an address by trying. Why some addresses are confirmed and others are not: decision 0010.
"""

from datetime import datetime, timedelta
from typing import Any

from pydantic import ConfigDict, Field, field_validator
from sqlmodel import Session, col, func, select

from models.addresses import address_keys
from models.contacts import Contact
from models.kinds import ContactSource, Language
from models.organizations import Person
from procedure.act import Act, Facts, Outcome, Recording, RegisteredAct, begin
from procedure.calendar import arabic_digits, thai_digits
from procedure.contacts import (
    MAIL,
    MOST_WRONG_CODES,
    channels_in_use,
    confirms,
    contacts_of,
    has_expired,
    is_waiting,
)
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.plans import identity

CHANNEL_TITLE = "ช่องทาง (mail, line, webhook)"
CHANNEL_NAME = r"^[a-z][a-z0-9_]{0,19}$"
MOST_CODES_A_DAY = 5


class AddressFacts(Facts):
    """The facts of an act on one address; what was typed is repeated in no error."""

    model_config = ConfigDict(hide_input_in_errors=True)

    channel: str = Field(title=CHANNEL_TITLE, pattern=CHANNEL_NAME)
    address: str = Field(title="ที่อยู่ (อีเมล, LINE User ID, หมายเลขโทรศัพท์)", min_length=1, max_length=254, repr=False)


class AddContact(AddressFacts):
    """A person gives an address of their own; a code is sent to it."""


class ConfirmContact(Facts):
    """A person types the code that was sent to the address they gave."""

    model_config = ConfigDict(hide_input_in_errors=True)

    channel: str = Field(title=CHANNEL_TITLE, pattern=CHANNEL_NAME)
    code: str = Field(title="รหัสยืนยัน ๖ หลัก", min_length=1, max_length=40, repr=False)

    @field_validator("code")
    @classmethod
    def _plain(cls, code: str) -> str:
        return "".join(arabic_digits(code).split())


class RemoveContact(Facts):
    """A person takes back the addresses that they gave on a channel."""

    channel: str = Field(title=CHANNEL_TITLE, pattern=CHANNEL_NAME)


class ChooseChannel(Facts):
    """A person says by which channel and in which language they would rather hear."""

    channel: str = Field(default=MAIL, title="ช่องทางที่ต้องการ (mail, line, webhook)", pattern=CHANNEL_NAME)
    language: Language = Field(default=Language.THAI, title="ภาษาของข้อความ (th, en)")


def add_contact(session: Session, actor: Actor, facts: AddContact, as_of: datetime) -> Outcome:
    """Record an address that the acting officer's holder gives; it is used once its code is typed, within 24 hours.

    One that waits on the same channel ends; what is in use stays until the new one is confirmed.

    Raises ``ProcedureError``: ``not_permitted``, ``no_person``, ``already_in_use``, ``too_many_codes``.
    """
    recording = begin(session, actor, "add_contact", Permission.KEEP_OWN_CONTACTS, as_of)
    person = _person(session, actor)
    keys = address_keys()
    known = contacts_of(session, actor.organization_id, identity(person.id), facts.channel)
    fingerprints = keys.fingerprints(facts.channel, facts.address)
    if any(one.fingerprint in fingerprints and not is_waiting(one) for one in known):
        raise ProcedureError(
            "already_in_use",
            "ที่อยู่นี้ใช้งานอยู่แล้ว จึงไม่ต้องเพิ่มอีก",
            "This address is in use already; there is nothing to add.",
        )
    _require_few(session, actor, identity(person.id), as_of)
    _end([one for one in known if is_waiting(one)], session, as_of)
    contact = Contact(
        organization_id=actor.organization_id,
        person_id=identity(person.id),
        channel=facts.channel,
        address=facts.address,
        fingerprint=fingerprints[0],
        source=ContactSource.PERSON,
        asked_at=as_of,
    )
    session.add(contact)
    session.flush()
    _write(recording, "contact_added", contact)
    return recording.outcome(
        "บันทึกที่อยู่แล้ว ระบบจะส่งรหัส ๖ หลักไปยังที่อยู่นี้ โปรดกรอกรหัสภายใน ๒๔ ชั่วโมงเพื่อเริ่มใช้งาน",
        "Recorded. A six-digit code is sent to this address; enter it within 24 hours to begin using it.",
        identity(contact.id),
    )


def confirm_contact(session: Session, actor: Actor, facts: ConfirmContact, as_of: datetime) -> Outcome:
    """Take the code of the address that waits on a channel; it is in use from now on, and the person's older one ends.

    A wrong code is recorded, not refused, for it must be counted: the fifth ends the address. The outcome then warns.

    Raises ``ProcedureError``: ``not_permitted``, ``no_person``, ``nothing_to_confirm``, ``code_expired``.
    """
    recording = begin(session, actor, "confirm_contact", Permission.KEEP_OWN_CONTACTS, as_of)
    person = _person(session, actor)
    known = contacts_of(session, actor.organization_id, identity(person.id), facts.channel)
    waiting = next((one for one in known if is_waiting(one)), None)
    if waiting is None:
        raise ProcedureError(
            "nothing_to_confirm",
            "ไม่มีที่อยู่ที่รอยืนยันในช่องทางนี้ โปรดเพิ่มที่อยู่ก่อน",
            "No address waits to be confirmed on this channel; add one first.",
        )
    if has_expired(waiting, as_of):
        raise ProcedureError(
            "code_expired",
            "รหัสหมดอายุแล้ว (ใช้ได้ ๒๔ ชั่วโมง) โปรดเพิ่มที่อยู่อีกครั้งเพื่อรับรหัสใหม่",
            "The code has expired (it is good for 24 hours); add the address again to get a new one.",
        )
    if not confirms(waiting, facts.code):
        return _wrong_code(recording, waiting)
    waiting.confirmed_at = as_of
    session.add(waiting)
    _end([one for one in known if one.source is ContactSource.PERSON and one is not waiting], session, as_of)
    _write(recording, "contact_confirmed", waiting)
    return recording.outcome(
        "ยืนยันที่อยู่แล้ว ระบบจะใช้ที่อยู่นี้ตั้งแต่บัดนี้",
        "The address is confirmed and in use from now on.",
        identity(waiting.id),
    )


def remove_contact(session: Session, actor: Actor, facts: RemoveContact, as_of: datetime) -> Outcome:
    """End the addresses that the acting officer's holder gave on a channel; the register's own stays.

    Somebody who preferred this channel and is no longer reached there hears by mail again.

    Raises ``ProcedureError``: ``not_permitted``, ``no_person``, ``nothing_to_remove``.
    """
    recording = begin(session, actor, "remove_contact", Permission.KEEP_OWN_CONTACTS, as_of)
    person = _person(session, actor)
    known = contacts_of(session, actor.organization_id, identity(person.id), facts.channel)
    own = [one for one in known if one.source is ContactSource.PERSON]
    if not own:
        raise ProcedureError(
            "nothing_to_remove",
            "ท่านไม่ได้เพิ่มที่อยู่ไว้ในช่องทางนี้ ที่อยู่ในทะเบียนของหน่วยงานให้ติดต่อผู้ดูแลระบบ",
            "You gave no address on this channel; ask the administrator about one of the office's register.",
        )
    _end(own, session, as_of)
    if person.channel == facts.channel and len(own) == len(known):
        person.channel = MAIL
        session.add(person)
    _write(recording, "contact_removed", own[-1])
    return recording.outcome(
        "ลบที่อยู่แล้ว ระบบจะไม่ส่งข้อความไปยังที่อยู่นี้อีก",
        "Removed; nothing is sent to this address any more.",
        identity(own[-1].id),
    )


def choose_channel(session: Session, actor: Actor, facts: ChooseChannel, as_of: datetime) -> Outcome:
    """Record by which channel and in which language the acting officer's holder would rather hear.

    Raises ``ProcedureError``: ``not_permitted``, ``no_person``, ``not_reached_there``.
    """
    recording = begin(session, actor, "choose_channel", Permission.KEEP_OWN_CONTACTS, as_of)
    person = _person(session, actor)
    reached = channels_in_use(session, [identity(person.id)]).get(identity(person.id), set())
    if facts.channel != MAIL and facts.channel not in reached:
        raise ProcedureError(
            "not_reached_there",
            "ท่านยังไม่มีที่อยู่ที่ยืนยันแล้วในช่องทางนี้ โปรดเพิ่มและยืนยันก่อน",
            "You have no confirmed address on this channel yet; add and confirm one first.",
        )
    person.channel, person.language = facts.channel, facts.language
    session.add(person)
    recording.write(
        {**facts.model_dump(mode="json"), "person_id": person.id}, "channel_chosen", "person", identity(person.id)
    )
    return recording.outcome(
        "บันทึกช่องทางและภาษาที่ต้องการแล้ว", "Recorded the channel and the language.", identity(person.id)
    )


def _wrong_code(recording: Recording, waiting: Contact) -> Outcome:
    waiting.wrong_codes += 1
    left = MOST_WRONG_CODES - waiting.wrong_codes
    if left <= 0:
        waiting.ended_at = recording.as_of
    recording.session.add(waiting)
    _write(recording, "contact_code_wrong", waiting, wrong_codes=waiting.wrong_codes)
    if left <= 0:
        told_th = "รหัสไม่ถูกต้องครบ ๕ ครั้งแล้ว โปรดเพิ่มที่อยู่อีกครั้งเพื่อรับรหัสใหม่"
        told_en = "The fifth wrong code; add the address again to get a new one."
    else:
        told_th = f"รหัสไม่ถูกต้อง โปรดตรวจสอบข้อความล่าสุดแล้วลองใหม่ (เหลือ {thai_digits(left)} ครั้ง)"
        told_en = f"Wrong code; look at the newest message and try again ({left} left)."
    return recording.outcome(told_th, told_en, identity(waiting.id), warnings_th=[told_th])


def _person(session: Session, actor: Actor) -> Person:
    """Return the person who acts; a schedule is none."""
    person = session.exec(
        select(Person).where(Person.id == actor.person_id, Person.organization_id == actor.organization_id)
    ).first()
    if person is None:
        raise ProcedureError(
            "no_person",
            "รายการนี้เป็นเรื่องเฉพาะตัวของผู้ดำรงตำแหน่ง โปรดเข้าใช้งานด้วยลิงก์ของท่าน",
            "This is for a post's holder to do; sign in by a link of your own.",
        )
    return person


def _require_few(session: Session, actor: Actor, person_id: int, as_of: datetime) -> None:
    """Refuse more than a few codes a day: each goes to an address that somebody typed, perhaps another's."""
    asked = session.exec(
        select(func.count())
        .select_from(Contact)
        .where(
            Contact.organization_id == actor.organization_id,
            Contact.person_id == person_id,
            Contact.source == ContactSource.PERSON,
            col(Contact.asked_at) > as_of - timedelta(days=1),
        )
    ).one()
    if asked >= MOST_CODES_A_DAY:
        raise ProcedureError(
            "too_many_codes",
            f"ขอรหัสครบ {thai_digits(MOST_CODES_A_DAY)} ครั้งใน ๒๔ ชั่วโมงแล้ว โปรดลองใหม่พรุ่งนี้หรือติดต่อผู้ดูแลระบบ",
            f"{MOST_CODES_A_DAY} codes were asked for within 24 hours; try again tomorrow or ask the administrator.",
        )


def _end(contacts: list[Contact], session: Session, as_of: datetime) -> None:
    for contact in contacts:
        contact.ended_at = as_of
        session.add(contact)
    session.flush()  # before one with the same fingerprint is written


def _write(recording: Recording, event: str, contact: Contact, **more: object) -> None:
    facts = {
        "channel": contact.channel,
        "contact_id": contact.id,
        "person_id": contact.person_id,
        "address_fingerprint": contact.fingerprint,
        **more,
    }
    recording.write(facts, event, "contact", identity(contact.id))


def _own(act: Act[Any], facts: type[Facts], verb: str, title_th: str) -> RegisteredAct:
    return RegisteredAct(
        act=act,
        facts=facts,
        permission=Permission.KEEP_OWN_CONTACTS,
        command=("contact", verb),
        title_th=title_th,
        in_prefect=False,
    )


ACTS = (
    _own(add_contact, AddContact, "add", "เพิ่มที่อยู่สำหรับรับข้อความของตน"),
    _own(confirm_contact, ConfirmContact, "confirm", "ยืนยันที่อยู่ด้วยรหัส"),
    _own(remove_contact, RemoveContact, "remove", "ลบที่อยู่ของตน"),
    _own(choose_channel, ChooseChannel, "prefer", "เลือกช่องทางและภาษาของข้อความ"),
)
