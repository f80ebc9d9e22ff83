"""The webhook channel: an Apprise service of our own that posts JSON to a gateway of the office's, for SMS and others.

Apprise's own JSON service follows redirects, posts to any host, and names neither recipient nor message.
"""

import json
import re
from urllib.parse import SplitResult, urlsplit

from models.settings import Settings
from notifications.channels.contract import Delivery, Outgoing, Result, Sender
from notifications.channels.exchange import SECONDS, Answer, NoAnswer, NotReached, addresses_of, exchange
from notifications.channels.module import AccountForm, ChannelModule, FormError, form_field
from notifications.channels.public_hosts import is_public, listed_hosts, plain_host
from notifications.channels.service import OfficeService, add_service

SCHEME = "officewebhook"
LONGEST_URL = 500
_PHONE = re.compile(r"\+?[0-9]{8,15}")
_CHAT = re.compile(r"[-@]?[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")
_FIELD = r"^[A-Za-z_][A-Za-z0-9_.-]{0,40}$"
# Headers that the exchange itself writes, or that would change how a request is read.
_OWN_HEADERS = frozenset(
    ("host", "connection", "expect", "upgrade", "te", "trailer", "transfer-encoding", "idempotency-key")
) | frozenset(("content-length", "content-type", "content-encoding"))


class WebhookAccount(AccountForm):
    """The office's gateway: where to post, under which names, and with which secret in which header."""

    url: str = form_field("ที่อยู่ (URL) ของเกตเวย์", hint_th="ขึ้นต้นด้วย https")
    to_field: str = form_field("ชื่อช่องผู้รับใน JSON", default="to", pattern=_FIELD)
    text_field: str = form_field("ชื่อช่องข้อความใน JSON", default="text", pattern=_FIELD)
    header: str = form_field("ชื่อ header ของรหัสลับ (ถ้ามี)", default="", pattern=r"^([A-Za-z][A-Za-z0-9-]{0,60})?$")
    secret: str = form_field("รหัสลับ (ถ้ามี)", default="", pattern=r"^[\x21-\x7e]?[\x20-\x7e]{0,1000}$", secret=True)


class OfficeWebhook(OfficeService):  # type: ignore[no-untyped-call]
    """Apprise service ``officewebhook://``: one JSON document to one gateway, about one recipient."""

    service_name = "Traimas webhook"
    secure_protocol = SCHEME
    listed: frozenset[str] = frozenset()
    seconds = SECONDS

    def deliver(self, outgoing: Outgoing) -> Delivery:
        """Post the message; the gateway knows a retry by its ``Idempotency-Key``, which is the message id."""
        parts = urlsplit(self.fields["url"])
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        try:
            addresses = addresses_of(host, port, self.seconds)
            if plain_host(host) not in self.listed and not all(is_public(address) for address in addresses):
                return Delivery(Result.REFUSED, "webhook_host_refused")
            body = json.dumps(self._document(outgoing), ensure_ascii=False).encode()
            answer = exchange(
                "POST",
                self.fields["url"],
                self._headers(outgoing),
                body,
                addresses=addresses,
                seconds=self.seconds,
            )
        except NotReached as failed:
            return Delivery(Result.FAILED, f"webhook_{failed}")
        except NoAnswer as lost:
            return Delivery(Result.UNKNOWN, f"webhook_{lost}")
        return _delivery(answer)

    def _document(self, outgoing: Outgoing) -> dict[str, str]:
        return {
            "title": outgoing.subject,
            "message_id": outgoing.message_id,
            self.fields.get("text_field", "text"): outgoing.text,
            self.fields.get("to_field", "to"): outgoing.to,
        }

    def _headers(self, outgoing: Outgoing) -> dict[str, str]:
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": outgoing.message_id}
        if self.fields.get("header"):
            headers[self.fields["header"]] = self.fields.get("secret", "")
        return headers


add_service(OfficeWebhook)


class WebhookSender(Sender):
    """The way out over one gateway. Keeps nothing open, so threads may share it."""

    def __init__(self, account: WebhookAccount, listed: frozenset[str], seconds: float = SECONDS) -> None:
        """Take an account, the hosts that may be private, and what one attempt may take. Raises ``ValueError``."""
        check_url(account.url, listed)
        self._account, self._listed, self._seconds = account, listed, seconds
        self._service("")  # an account that makes no URL is told at once

    def send(self, outgoing: Outgoing) -> Delivery:
        """Post one message."""
        if not _is_address(outgoing.to):
            return Delivery(Result.REFUSED, "webhook_address_invalid")
        service = self._service(outgoing.to)
        service.listed, service.seconds = self._listed, self._seconds
        return service.told(outgoing)

    def close(self) -> None:
        """End nothing: a connection lasts one message."""

    def _service(self, to: str) -> OfficeWebhook:
        return OfficeWebhook.opened({**self._account.model_dump(), "to": to})


def read_address(typed: str) -> str:
    """Return a telephone number without spaces and dashes, or a chat id. Raises ``FormError``."""
    plain = typed.strip()
    number = "" if plain.startswith("-") else re.sub(r"[ ()-]", "", plain)  # a chat id may be negative
    if _PHONE.fullmatch(number):
        return number
    if not _CHAT.fullmatch(plain):
        raise FormError(
            "โปรดกรอกหมายเลขโทรศัพท์ (ตัวเลข 8–15 หลัก) หรือรหัสห้องสนทนา",
            "Give a telephone number (8 to 15 digits) or a chat id.",
        )
    return plain


def check_url(url: str, listed: frozenset[str]) -> None:
    """Raise ``FormError`` for an address that is no plain https one; http only to a host that the setting lists."""
    parts = _split(url)
    host = plain_host(parts.hostname or "") if parts else ""
    written = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_URL
    if parts is None or not host or not written or parts.username is not None or parts.fragment or "\\" in url:
        raise FormError(
            "ที่อยู่ของเกตเวย์ต้องเป็น https://… ไม่มีชื่อผู้ใช้ รหัสผ่าน หรือช่องว่าง",
            "The gateway's address must be https://… without user name, password or spaces.",
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and host in listed):
        raise FormError(
            "ที่อยู่ของเกตเวย์ต้องขึ้นต้นด้วย https:// (http:// ใช้ได้เฉพาะเครื่องที่ผู้ดูแลระบบระบุใน TRAIMAS_WEBHOOK_HOSTS)",
            "The gateway's address must begin with https:// (http:// only for hosts listed in TRAIMAS_WEBHOOK_HOSTS).",
        )
    if _is_literal(host) and host not in listed and not is_public(host):
        raise FormError(
            "ที่อยู่นี้เป็นเครือข่ายภายใน ระบบไม่ส่งไป เว้นแต่ผู้ดูแลระบบระบุไว้ใน TRAIMAS_WEBHOOK_HOSTS",
            "This address is of a private network; nothing is sent there unless TRAIMAS_WEBHOOK_HOSTS lists it.",
        )


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        return parts if parts.port is None or parts.port > 0 else None
    except ValueError:
        return None


def _is_literal(host: str) -> bool:
    return ":" in host or re.fullmatch(r"[0-9.]+", host) is not None


def _is_address(to: str) -> bool:
    return bool(_PHONE.fullmatch(to) or _CHAT.fullmatch(to))


def _delivery(answer: Answer) -> Delivery:
    status, reason = answer.status, f"webhook_{answer.status}"
    if 200 <= status < 300:
        return Delivery(Result.ACCEPTED)
    if status in (408, 425, 429) or status >= 500:
        return Delivery(Result.FAILED, reason, answer.retry_after)
    # A redirect too: where it leads, nobody has checked, and the account names another place.
    return Delivery(Result.REFUSED, reason)


def _check(account: AccountForm | None, settings: Settings) -> None:
    if isinstance(account, WebhookAccount):
        check_url(account.url, listed_hosts(settings.webhook_hosts))
        if account.header.lower() in _OWN_HEADERS or bool(account.header) != bool(account.secret):
            raise FormError(
                "โปรดระบุทั้งชื่อ header และรหัสลับ หรือเว้นว่างทั้งสองช่อง และใช้ชื่อ header ของเกตเวย์เอง",
                "Give both the header's name and the secret, or neither; the header must be the gateway's own.",
            )
        if len({account.to_field, account.text_field, "title", "message_id"}) < 4:
            raise FormError("ชื่อช่องใน JSON ต้องไม่ซ้ำกัน", "The JSON fields must have different names.")


def _open(account: AccountForm | None, settings: Settings) -> Sender:
    if not isinstance(account, WebhookAccount):
        raise ValueError("a webhook account is needed")
    _check(account, settings)
    return WebhookSender(account, listed_hosts(settings.webhook_hosts))


CHANNEL = ChannelModule(
    name="webhook",
    title_th="เกตเวย์ SMS",
    title_en="SMS gateway",
    address_title_th="หมายเลขโทรศัพท์ หรือรหัสห้องสนทนา",
    read_address=read_address,
    account_form=WebhookAccount,
    check_account=_check,
    open_sender=_open,
    schemes=(SCHEME,),
)
