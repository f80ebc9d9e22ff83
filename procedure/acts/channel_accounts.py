"""The office's accounts on channels, and its register's addresses: what the administrator keeps.

Not offered in the Prefect UI: the facts hold secrets and addresses. The audit holds keyed fingerprints of both. Why
the register's addresses are used at once: decision 0010.
"""

from datetime import datetime

from pydantic import ConfigDict, Field
from sqlmodel import Session, col, select

from models.addresses import address_keys
from models.contacts import ChannelAccount, Contact
from models.kinds import ContactSource
from models.organizations import Person
from procedure.act import Facts, Outcome, RegisteredAct, begin
from procedure.acts.contacts import CHANNEL_NAME, CHANNEL_TITLE, AddressFacts
from procedure.assignments import post_by_title, vacant
from procedure.audit import canonical_json
from procedure.contacts import add_register_address, contacts_of
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission, holder_of
from procedure.plans import identity


class SetChannelAccount(Facts):
    """The office's account on a channel. Given fields replace the whole account; none keeps what is on record."""

    model_config = ConfigDict(hide_input_in_errors=True)

    channel: str = Field(title=CHANNEL_TITLE, pattern=CHANNEL_NAME)
    account: dict[str, str] = Field(default={}, title="ข้อมูลบัญชี (เว้นว่าง = คงของเดิม)", repr=False)
    monthly_quota: int | None = Field(default=None, title="จำนวนข้อความต่อเดือน (เว้นว่าง = ไม่จำกัด)", ge=0, le=10_000_000)
    close: bool = Field(default=False, title="เลิกใช้บัญชีนี้")


class SetRegisterAddress(AddressFacts):
    """The address of a post's holder in the office's register, in place of the one before; empty takes it out."""

    officer: str = Field(title="ตำแหน่ง", min_length=1)
    address: str = Field(default="", title="ที่อยู่ในทะเบียน (เว้นว่าง = นำออก)", max_length=254, repr=False)


def set_channel_account(session: Session, actor: Actor, facts: SetChannelAccount, as_of: datetime) -> Outcome:
    """Record the office's account on a channel and how many messages a Bangkok month may carry, or close the account.

    Raises ``ProcedureError``: ``not_permitted``, ``no_account``.
    """
    recording = begin(session, actor, "set_channel_account", Permission.KEEP_CHANNELS, as_of)
    row = session.exec(
        select(ChannelAccount).where(
            ChannelAccount.organization_id == actor.organization_id, ChannelAccount.channel == facts.channel
        )
    ).first()
    if row is None and (facts.close or not facts.account):
        raise ProcedureError(
            "no_account",
            "หน่วยงานยังไม่มีบัญชีในช่องทางนี้ โปรดกรอกข้อมูลบัญชี",
            "The office has no account on this channel yet; give the account's fields.",
        )
    text = canonical_json(facts.account) if facts.account else row.account if row else ""
    if row is None:
        row = ChannelAccount(organization_id=actor.organization_id, channel=facts.channel, account=text)
    row.account, row.monthly_quota = text, facts.monthly_quota
    session.add(row)
    session.flush()
    recorded = {
        "channel": facts.channel,
        "monthly_quota": facts.monthly_quota,
        "close": facts.close,
        "account_changed": bool(facts.account),
        "account_fingerprint": address_keys().fingerprint(f"account:{facts.channel}", text),
    }
    row_id = identity(row.id)
    if facts.close:
        session.delete(row)
        session.flush()
    event = "channel_account_closed" if facts.close else "channel_account_set"
    recording.write(recorded, event, "channel_account", row_id, channel=facts.channel)
    if facts.close:
        return recording.outcome(
            f"เลิกใช้บัญชีช่องทาง {facts.channel} แล้ว ข้อความจะไปทางอีเมลแทน",
            f"Closed the account on {facts.channel}; mail takes over.",
            row_id,
        )
    return recording.outcome(f"บันทึกบัญชีช่องทาง {facts.channel} แล้ว", f"Recorded the account on {facts.channel}.", row_id)


def set_register_address(session: Session, actor: Actor, facts: SetRegisterAddress, as_of: datetime) -> Outcome:
    """Record where the office's register reaches whoever holds a post today; it is used at once.

    The register's address before, on the same channel, ends; what the person confirmed themselves stays, and goes
    before it.

    Raises ``ProcedureError``: ``not_permitted``, ``unknown_officer``, ``vacant_post``, ``address_taken``,
    ``already_in_use``, ``nothing_to_remove``.
    """
    recording = begin(session, actor, "set_register_address", Permission.KEEP_CHANNELS, as_of)
    officer = post_by_title(session, actor.organization_id, facts.officer)
    holder = holder_of(session, identity(officer.id), recording.today)
    if holder is None:
        raise vacant(officer, recording.today)
    person = session.get_one(Person, holder.person_id)
    known = contacts_of(session, actor.organization_id, holder.person_id, facts.channel)
    of_register = [one for one in known if one.source is ContactSource.OFFICE]
    fingerprints = address_keys().fingerprints(facts.channel, facts.address)
    if facts.address:
        _require_free(session, actor.organization_id, holder.person_id, facts.channel, fingerprints)
    elif not of_register:
        raise ProcedureError(
            "nothing_to_remove",
            "ทะเบียนไม่มีที่อยู่ของตำแหน่งนี้ในช่องทางนี้",
            "The register has no address of this post's holder on this channel; there is nothing to take out.",
        )
    same = [one for one in known if facts.address and one.fingerprint in fingerprints]
    if any(one.source is ContactSource.OFFICE for one in same):
        raise ProcedureError(
            "already_in_use",
            "ทะเบียนมีที่อยู่นี้อยู่แล้ว จึงไม่ต้องบันทึกซ้ำ",
            "The register has this very address; there is nothing to record.",
        )
    for ended in (*of_register, *same):
        ended.ended_at = as_of
        session.add(ended)
    session.flush()
    contact: Contact | None = None
    if facts.address:
        contact = add_register_address(session, person, facts.address, facts.channel)
    recording.write(
        {
            "officer": facts.officer,
            "channel": facts.channel,
            "person_id": person.id,
            "address_fingerprint": contact.fingerprint if contact else "",
        },
        "register_address_set",
        "person",
        identity(person.id),
        officer_id=officer.id,
    )
    if contact is None:
        return recording.outcome(
            f"นำที่อยู่ของผู้ดำรงตำแหน่ง{officer.title}ออกจากทะเบียนแล้ว",
            f"Took the address of the holder of {officer.title} out of the register.",
            identity(person.id),
        )
    return recording.outcome(
        f"บันทึกที่อยู่ของผู้ดำรงตำแหน่ง{officer.title}ในทะเบียนแล้ว ใช้ได้ทันที",
        f"Recorded the address of the holder of {officer.title} in the register; it is used at once.",
        identity(person.id),
    )


def _require_free(
    session: Session, organization_id: int, person_id: int, channel: str, fingerprints: tuple[str, ...]
) -> None:
    """Refuse an address that the register has for another person: sign-in by it would open another's forms."""
    others = select(Contact).where(
        Contact.organization_id == organization_id,
        Contact.channel == channel,
        Contact.source == ContactSource.OFFICE,
        Contact.person_id != person_id,
        col(Contact.fingerprint).in_(fingerprints),
        col(Contact.ended_at).is_(None),
    )
    if session.exec(others).first():
        raise ProcedureError(
            "address_taken",
            "ที่อยู่นี้เป็นของบุคคลอื่นในทะเบียน โปรดตรวจสอบที่อยู่",
            "The register has this address for another person; check it.",
        )


ACTS = (
    RegisteredAct(
        act=set_channel_account,
        facts=SetChannelAccount,
        permission=Permission.KEEP_CHANNELS,
        command=("channel", "account"),
        title_th="บันทึกบัญชีของหน่วยงานในช่องทาง",
        in_prefect=False,
    ),
    RegisteredAct(
        act=set_register_address,
        facts=SetRegisterAddress,
        permission=Permission.KEEP_CHANNELS,
        command=("contact", "register"),
        title_th="บันทึกที่อยู่ในทะเบียนของหน่วยงาน",
        in_prefect=False,
    ),
)
