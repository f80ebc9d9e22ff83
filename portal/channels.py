"""The page of one's own channels: addresses with their codes, the channel preferred, and the language."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError
from sqlmodel import Session, col, select
from starlette.datastructures import FormData

from flows.perform import perform
from models.contacts import ChannelAccount, Contact
from models.kinds import ContactSource, Language, MessageState, NoticeKind
from models.notices import Message
from models.organizations import Person
from notifications.channels.register import CHANNELS, ChannelModule
from notifications.channels.typed import as_the_channel_takes_it
from notifications.confirmations import ask_confirmations
from portal.pages import Present, page
from portal.report_form import Problem
from portal.sessions import Portal, PortalNow, SignedForm, SignedIn, ThePortal, Visitor
from procedure.act import Act, F, Outcome
from procedure.acts.contacts import (
    AddContact,
    ChooseChannel,
    ConfirmContact,
    RemoveContact,
    add_contact,
    choose_channel,
    confirm_contact,
    remove_contact,
)
from procedure.contacts import MAIL, contacts_of, has_expired, is_waiting, masked
from procedure.errors import ProcedureError
from procedure.permissions import Permission

PATH = "/channels"
LANGUAGES = ((Language.THAI, "ไทย"), (Language.ENGLISH, "English"))
# What is said on the page after an act was done.
SAID = {
    "added": (
        "ส่งรหัส ๖ หลักไปยังที่อยู่ใหม่แล้ว โปรดกรอกรหัสภายใน ๒๔ ชั่วโมง",
        "A six-digit code is on its way to the new address; enter it within 24 hours.",
    ),
    "confirmed": ("ยืนยันที่อยู่แล้ว ใช้งานได้ทันที", "The address is confirmed and in use."),
    "removed": ("ลบที่อยู่แล้ว", "The address is removed."),
    "chosen": ("บันทึกช่องทางและภาษาแล้ว", "The channel and the language are recorded."),
}
_NOT_READ = ("ข้อมูลที่กรอกไม่ถูกต้อง โปรดตรวจสอบแล้วลองใหม่", "What was entered is not right; check it and try again.")

router = APIRouter(prefix=PATH)


@dataclass(frozen=True)
class AddressLine:
    """One address as its owner sees it."""

    shown: str
    of_register: bool
    waiting: bool
    expired: bool
    code: str = ""  # where the message with the code stands: "", "sent" or "given_up"


@dataclass(frozen=True)
class ChannelLines:
    """A channel and what a person has on it."""

    channel: ChannelModule
    lines: tuple[AddressLine, ...]

    @property
    def waits(self) -> bool:
        """Tell whether a code is to be typed."""
        return any(line.waiting and not line.expired for line in self.lines)

    @property
    def own(self) -> bool:
        """Tell whether anything here is the person's to remove."""
        return any(not line.of_register for line in self.lines)

    @property
    def reached(self) -> bool:
        return any(not line.waiting for line in self.lines)


@router.get("")
def show_channels(portal: ThePortal, now: PortalNow, who: SignedIn, said: str = "") -> HTMLResponse:
    """Show how the signed-in person is reached, addresses masked."""
    return _channels_page(portal, now, who, said=SAID.get(said))


@router.post("/add")
def add(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedForm) -> Response:
    """Take an address of the person's own, and have its code sent at once."""
    done = _do(portal, who, add_contact, AddContact, _typed(form, "channel", "address"))
    if isinstance(done, Problem):
        return _channels_page(portal, now, who, problem=done)
    with portal.database.write() as session:
        ask_confirmations(session, now.as_of, who.organization_id)
    return _back("added")


@router.post("/confirm")
def confirm(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedForm) -> Response:
    """Take the code; a wrong one is counted, and the page says how many are left."""
    done = _do(portal, who, confirm_contact, ConfirmContact, _typed(form, "channel", "code"))
    if isinstance(done, Outcome) and done.warnings_th:
        done = Problem("code", done.message_th, done.message_en, "wrong_code")
    return _channels_page(portal, now, who, problem=done) if isinstance(done, Problem) else _back("confirmed")


@router.post("/remove")
def remove(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedForm) -> Response:
    """End the addresses that the person gave on a channel."""
    done = _do(portal, who, remove_contact, RemoveContact, _typed(form, "channel"))
    return _channels_page(portal, now, who, problem=done) if isinstance(done, Problem) else _back("removed")


@router.post("/choose")
def choose(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedForm) -> Response:
    """Record the channel and the language preferred."""
    done = _do(portal, who, choose_channel, ChooseChannel, _typed(form, "channel", "language"))
    return _channels_page(portal, now, who, problem=done) if isinstance(done, Problem) else _back("chosen")


def _typed(form: FormData, *names: str) -> dict[str, str]:
    return {name: str(form.get(name, "")).strip() for name in names}


def _do(portal: Portal, who: Visitor, act: Act[F], facts: type[F], typed: Mapping[str, object]) -> Outcome | Problem:
    """Perform an act of the visitor's own, or return what is wrong with what was typed."""
    try:
        read = as_the_channel_takes_it(facts.model_validate(typed), portal.settings)
        return perform(portal.database, portal.requester, act, who.actors[0], read)
    except ValidationError:
        return Problem("address", *_NOT_READ)
    except ProcedureError as refused:
        return Problem("address", refused.message_th, refused.message_en, refused.code)


def _back(said: str) -> Response:
    return RedirectResponse(f"{PATH}?said={said}", status_code=303)


def _channels_page(
    portal: Portal, now: Present, who: Visitor, said: tuple[str, str] | None = None, problem: Problem | None = None
) -> HTMLResponse:
    with portal.database.read() as session:
        person = session.get_one(Person, who.person_id)
        channels = _channel_lines(session, who, now)
    return page(
        "channels.html",
        now,
        who,
        status=422 if problem else 200,
        channels=channels,
        reached=[one.channel for one in channels if one.reached or one.channel.name == MAIL],
        preferred=person.channel,
        language=person.language,
        languages=LANGUAGES,
        said=said,
        problem=problem,
        keeps_accounts=any(actor.may(Permission.KEEP_CHANNELS) for actor in who.actors),
    )


def _channel_lines(session: Session, who: Visitor, now: Present) -> list[ChannelLines]:
    """Return the channels that reach anybody here: mail, those with an account, and where an address stands."""
    contacts = contacts_of(session, who.organization_id, who.person_id)
    open_accounts = set(
        session.exec(select(col(ChannelAccount.channel)).where(ChannelAccount.organization_id == who.organization_id))
    )
    codes = _codes(session, who)
    found = []
    for name, channel in CHANNELS.items():
        lines = tuple(_line(contact, codes, now) for contact in contacts if contact.channel == name)
        if lines or channel.account_form is None or name in open_accounts:
            found.append(ChannelLines(channel, lines))
    return found


def _codes(session: Session, who: Visitor) -> dict[int | None, MessageState]:
    """Return where the messages with codes stand, by the address they go to; the newest of each."""
    rows = session.exec(
        select(col(Message.contact_id), col(Message.state))
        .where(
            Message.organization_id == who.organization_id,
            Message.person_id == who.person_id,
            Message.kind == NoticeKind.CONFIRMATION,
        )
        .order_by(col(Message.id))
    )
    return dict(rows.all())


def _line(contact: Contact, codes: Mapping[int | None, MessageState], now: Present) -> AddressLine:
    state = codes.get(contact.id)
    return AddressLine(
        shown=masked(contact.address),
        of_register=contact.source is ContactSource.OFFICE,
        waiting=is_waiting(contact),
        expired=is_waiting(contact) and has_expired(contact, now.as_of),
        code=state.value if state in (MessageState.SENT, MessageState.GIVEN_UP) else "",
    )
