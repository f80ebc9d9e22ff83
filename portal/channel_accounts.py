"""The administrator's page of channels: the office's accounts, the month's count, and the register's addresses."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError
from sqlmodel import Session, col, select
from starlette.datastructures import FormData

from flows.perform import perform
from models.contacts import ChannelAccount
from models.organizations import Officer
from notifications.channels.register import CHANNELS, ChannelModule, Quota, is_secret
from notifications.channels.typed import as_the_channel_takes_it
from notifications.limits import quota_used
from portal.channels import PATH
from portal.pages import Present, page
from portal.report_form import Problem
from portal.sessions import Portal, PortalNow, SignedForm, SignedIn, ThePortal, Visitor
from procedure.act import Act, F
from procedure.acts.channel_accounts import (
    SetChannelAccount,
    SetRegisterAddress,
    set_channel_account,
    set_register_address,
)
from procedure.calendar import arabic_digits
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission

OFFICE_PATH = f"{PATH}/office"
SAID = {
    "account": ("บันทึกบัญชีแล้ว", "The account is recorded."),
    "closed": ("เลิกใช้บัญชีแล้ว", "The account is closed."),
    "register": ("บันทึกที่อยู่ในทะเบียนแล้ว ใช้ได้ทันที", "The register's address is recorded and in use."),
}

router = APIRouter(prefix=OFFICE_PATH)


@dataclass(frozen=True)
class AccountField:
    """A field of an account's form; a secret is never shown again."""

    name: str
    title: str
    hint: str
    value: str
    secret: bool


@dataclass(frozen=True)
class AccountCard:
    """A channel's account as the administrator sees it."""

    channel: ChannelModule
    fields: tuple[AccountField, ...]
    kept: bool
    monthly_quota: int | None
    sent_this_month: int
    provider: Quota | None = None
    asked: bool = False

    @property
    def spent(self) -> bool:
        return self.monthly_quota is not None and self.sent_this_month >= self.monthly_quota


@router.get("")
def show_accounts(portal: ThePortal, now: PortalNow, who: SignedIn, said: str = "", ask: str = "") -> HTMLResponse:
    """Show the office's accounts without their secrets; ``ask`` names the channel whose provider is asked its count."""
    _administrator(who)
    return _accounts_page(portal, now, who, said=SAID.get(said), ask=ask)


@router.post("/register")
def set_register(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedForm) -> Response:
    """Record an address of the register."""
    actor = _administrator(who)
    typed = {name: str(form.get(name, "")).strip() for name in ("officer", "channel", "address")}
    problem = _do(portal, actor, set_register_address, SetRegisterAddress, typed)
    return _accounts_page(portal, now, who, problem=problem) if problem else _back("register")


@router.post("/{channel}")
def set_account(channel: str, portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedForm) -> Response:
    """Record an account. Fields left as they were, secrets blank, keep it and change the month's number alone."""
    actor = _administrator(who)
    module = CHANNELS.get(channel)
    if module is None or module.account_form is None:
        raise HTTPException(404)
    with portal.database.read() as session:
        kept = _kept(_row(session, who, channel))
    quota = arabic_digits(str(form.get("monthly_quota", ""))).replace(",", "").strip()
    typed = {
        "channel": channel,
        "account": _new_account(module, kept, form),
        "monthly_quota": quota or None,
        "close": bool(form.get("close")),
    }
    problem = _do(portal, actor, set_channel_account, SetChannelAccount, typed)
    if problem:
        return _accounts_page(portal, now, who, problem=problem)
    return _back("closed" if typed["close"] else "account")


def _administrator(who: Visitor) -> Actor:
    """Return as whom a visitor keeps the office's channels; to others the page is not there."""
    actor = next((actor for actor in who.actors if actor.may(Permission.KEEP_CHANNELS)), None)
    if actor is None:
        raise HTTPException(404)
    return actor


def _new_account(module: ChannelModule, kept: dict[str, str], form: FormData) -> dict[str, str]:
    """Return the account typed, whole, or nothing where it is the one that is kept.

    A secret is never joined to a changed address: it must be typed again, or whoever changes the address would have
    it sent to them.
    """
    if module.account_form is None or form.get("close"):
        return {}
    names = tuple(module.account_form.model_fields)
    typed = {name: str(form.get(name, "")).strip() for name in names}
    secret = {name for name in names if is_secret(module.account_form, name)}
    unchanged = kept and all(typed[name] == ("" if name in secret else kept.get(name, "")) for name in names)
    return {} if unchanged else {name: value for name, value in typed.items() if value}


def _do(portal: Portal, actor: Actor, act: Act[F], facts: type[F], typed: Mapping[str, object]) -> Problem | None:
    try:
        read = as_the_channel_takes_it(facts.model_validate(typed), portal.settings)
        perform(portal.database, portal.requester, act, actor, read)
    except ValidationError as error:
        fields = facts.model_fields
        titles = [fields[str(one["loc"][0])].title or "" for one in error.errors(include_input=False)]
        return Problem("account", f"โปรดตรวจสอบ: {', '.join(titles)}", "Check what was entered.")
    except ProcedureError as refused:
        return Problem("account", refused.message_th, refused.message_en, refused.code)
    return None


def _back(said: str) -> Response:
    return RedirectResponse(f"{OFFICE_PATH}?said={said}", status_code=303)


def _accounts_page(
    portal: Portal,
    now: Present,
    who: Visitor,
    said: tuple[str, str] | None = None,
    problem: Problem | None = None,
    ask: str = "",
) -> HTMLResponse:
    with portal.database.read() as session:
        rows = {name: _row(session, who, name) for name in CHANNELS if CHANNELS[name].account_form is not None}
        cards = [_card(session, who, now, CHANNELS[name], row) for name, row in rows.items()]
        posts = session.exec(
            select(col(Officer.title)).where(Officer.organization_id == who.organization_id).order_by(col(Officer.id))
        ).all()
    asked = rows.get(ask)
    if asked is not None:  # with no transaction open: LINE may take its seconds
        cards = [_asked(card, asked, portal) if card.channel.name == ask else card for card in cards]
    return page(
        "channel_accounts.html",
        now,
        who,
        status=422 if problem else 200,
        cards=cards,
        channels=list(CHANNELS.values()),
        posts=posts,
        said=said,
        problem=problem,
    )


def _row(session: Session, who: Visitor, channel: str) -> ChannelAccount | None:
    return session.exec(
        select(ChannelAccount).where(
            ChannelAccount.organization_id == who.organization_id, ChannelAccount.channel == channel
        )
    ).first()


def _kept(row: ChannelAccount | None) -> dict[str, str]:
    """Return the fields of an account on record; nothing of one that cannot be read."""
    try:
        found = json.loads(row.account) if row else {}
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _card(
    session: Session, who: Visitor, now: Present, channel: ChannelModule, row: ChannelAccount | None
) -> AccountCard:
    form, kept = channel.account_form, _kept(row)
    fields = tuple(
        AccountField(
            name=name,
            title=field.title or name,
            hint=field.description or "",
            value="" if is_secret(form, name) else kept.get(name, "" if field.is_required() else str(field.default)),
            secret=is_secret(form, name),
        )
        for name, field in (form.model_fields.items() if form else ())
        if form
    )
    sent = quota_used(session, who.organization_id, channel.name, now.today)
    return AccountCard(channel, fields, row is not None, row.monthly_quota if row else None, sent)


def _asked(card: AccountCard, row: ChannelAccount, portal: Portal) -> AccountCard:
    form, ask = card.channel.account_form, card.channel.quota
    if form is None or ask is None:
        return card
    try:
        provider = ask(form.model_validate_json(row.account), portal.settings)
    except ValidationError:
        provider = None
    return AccountCard(
        card.channel, card.fields, card.kept, card.monthly_quota, card.sent_this_month, provider, asked=True
    )
