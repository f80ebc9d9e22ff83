"""The mail channel: an Apprise service of our own, which keeps SMTP connections open and reports per recipient.

Apprise stays the one interface: the account is an Apprise mail address (``mailto://`` or ``mailtos://``), the service
is added in Apprise's documented way, and each mail goes through its ``notify``. See docs/decisions/0003 and 0009.
"""

import copy
import logging
import re
import ssl
from types import TracebackType
from typing import Any, Self

from apprise import Apprise, NotificationManager
from apprise.plugins.email.base import NotifyEmail
from apprise.plugins.email.common import SecureMailMode

from notifications.channels.contract import Delivery, Outgoing, Result, Sender
from notifications.channels.mail_letter import Letterhead, compose, mailbox_address
from notifications.channels.smtp_connection import Account, Security
from notifications.channels.smtp_pool import ASK_AFTER_SECONDS, ATTEMPT_SECONDS, SmtpPool

SCHEME, SECURE_SCHEME = "officemail", "officemails"
_NOT_TRIED = Delivery(Result.FAILED, "not_tried")
_SECURITY = {
    SecureMailMode.INSECURE: Security.NONE,
    SecureMailMode.STARTTLS: Security.STARTTLS,
    SecureMailMode.SSL: Security.TLS,
}
_NO_MAIL_URL = "TRAIMAS_MAIL_URL is not an Apprise mail address (mailto:// or mailtos://)"
_NAMES_RECIPIENTS = "TRAIMAS_MAIL_URL names recipients (to, cc, bcc): each mail has one of its own"


class OfficeMail(NotifyEmail):  # type: ignore[no-untyped-call]
    """Apprise service ``officemail://`` and ``officemails://``: Apprise's mail addresses, our letters."""

    service_name = "Traimas office mail"
    protocol = SCHEME
    secure_protocol = SECURE_SCHEME
    # Apprise would sleep between mails; the server's own limits are met where it states them.
    request_rate_per_sec = 0

    pool: SmtpPool | None = None
    head: Letterhead | None = None
    outgoing: Outgoing | None = None
    delivery = _NOT_TRIED

    def send(self, *_args: Any, **_kwargs: Any) -> bool:
        """Send the message set on this object, whose body and title Apprise only repeats."""
        if self.pool is not None and self.head is not None and self.outgoing is not None:
            self.delivery = _sent(self.pool, self.head, self.outgoing)
        return self.delivery.result is Result.ACCEPTED


# Apprise's own log repeats addresses and passwords; the ledger and our log say what became of each letter.
logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
NotificationManager().add(OfficeMail, schemas=(SCHEME, SECURE_SCHEME))  # type: ignore[no-untyped-call]


class MailSender(Sender):
    """The way out by mail: a ``Sender`` that several threads share, and a context manager."""

    def __init__(self, service: OfficeMail, pool: SmtpPool, head: Letterhead) -> None:
        """Take a service, the connections that it sends over, and what all its letters have in common."""
        service.pool, service.head = pool, head
        self._service, self._pool = service, pool

    def send(self, outgoing: Outgoing) -> Delivery:
        """Send one mail within the attempt's bound; never raises for what the server or the address is like."""
        # One object per mail, as Apprise keeps state on it; a copy shares the pool and costs microseconds.
        service = copy.copy(self._service)
        service.outgoing = outgoing
        service.notify(body=outgoing.subject or outgoing.message_id, title=outgoing.subject)
        return service.delivery

    def close(self) -> None:
        """End the connections."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()


def mail_sender(
    mail_url: str,
    connections: int = 4,
    *,
    channels_url: str | None = None,
    attempt_seconds: float = ATTEMPT_SECONDS,
    reply_seconds: float = 20.0,
    ask_after_seconds: float = ASK_AFTER_SECONDS,
) -> MailSender:
    """Return the sender for an Apprise mail address without recipients; nothing is connected yet.

    Up to ``connections`` stay open. ``attempt_seconds`` bounds a whole attempt, ``reply_seconds`` any one reply of
    the server (the last one may take all that is left). ``channels_url``: see ``Letterhead``. Raises ``ValueError``
    for an address that is none; the message does not repeat it, for it may hold a password.
    """
    service = _service(mail_url)
    security = _SECURITY[str(service.secure_mode)]
    account = Account(
        host=str(service.smtp_host),
        port=int(service.port or 0),
        security=security,
        tls=None if security is Security.NONE else _tls(verified=bool(service.verify_certificate)),
        user=service.user or None,
        password=service.password or None,
        connect_seconds=float(service.socket_connect_timeout),
        reply_seconds=reply_seconds,
    )
    pool = SmtpPool(account, connections, attempt_seconds=attempt_seconds, ask_after_seconds=ask_after_seconds)
    head = Letterhead(_address(str(service.from_addr[1])), tuple(map(_address, service.reply_to)), channels_url)
    return MailSender(service, pool, head)


def check_mail_url(mail_url: str) -> None:
    """Raise ``ValueError`` for an address that Apprise cannot read; the message does not repeat it."""
    _service(mail_url)


def _service(mail_url: str) -> OfficeMail:
    scheme, separator, rest = mail_url.partition("://")
    ours = {"mailto": SCHEME, "mailtos": SECURE_SCHEME}.get(scheme.lower())
    if not separator or ours is None:
        raise ValueError(_NO_MAIL_URL)
    # A name in the address is not ours to use (each mail has its own), and a long Thai one can make it unreadable.
    rest = re.sub(r"(?<=[?&])name=[^&]*", "", rest)
    service = Apprise.instantiate(f"{ours}://{rest}", suppress_exceptions=True)
    if not isinstance(service, OfficeMail):
        raise ValueError(_NO_MAIL_URL)
    for address in (service.from_addr[1], *service.reply_to):
        _address(str(address))
    # Without recipients Apprise puts the sender's own address there, which is not used.
    if service.cc or service.bcc or [address for _name, address in service.targets] != [service.from_addr[1]]:
        raise ValueError(_NAMES_RECIPIENTS)
    return service


def _address(written: str) -> str:
    address = mailbox_address(written)
    if address is None or not address.isascii():
        raise ValueError(_NO_MAIL_URL)
    return address


def _tls(*, verified: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not verified:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _sent(pool: SmtpPool, head: Letterhead, outgoing: Outgoing) -> Delivery:
    to = mailbox_address(outgoing.to)
    if to is None:
        return Delivery(Result.REFUSED, "address_invalid")
    try:
        letter = compose(outgoing, to, head)
    except ValueError:
        return Delivery(Result.FAILED, "message_id_invalid")
    return pool.send(head.sender_address, to, letter)
