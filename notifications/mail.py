"""The mail channel: an Apprise service of our own, built on Apprise's mail address syntax.

Apprise's own mail service makes a new Message-ID for each attempt and derives the text from the HTML; ours sends
the letter as composed, under its stable Message-ID, to one recipient, and says what the server answered.
"""

import contextlib
import logging
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr
from typing import Any
from urllib.parse import quote

from apprise import Apprise, NotificationManager
from apprise.plugins.email.base import NotifyEmail
from apprise.plugins.email.common import SecureMailMode

SCHEME, SECURE_SCHEME = "officemail", "officemails"


@dataclass(frozen=True)
class Letter:
    """One mail to one recipient. ``sent_on`` is the instant that its Date header says."""

    to: str
    subject: str
    text: str
    html: str
    message_id: str
    sent_on: datetime
    sender_name: str


@dataclass(frozen=True)
class Delivery:
    """What became of a letter: accepted by the server, or not, with a reason that names no address."""

    accepted: bool
    permanent: bool = False
    reason: str = ""


class OfficeMail(NotifyEmail):  # type: ignore[no-untyped-call]
    """Apprise service ``officemail://`` and ``officemails://``: Apprise's mail addresses, our letters."""

    service_name = "Traimas office mail"
    protocol = SCHEME
    secure_protocol = SECURE_SCHEME

    letter: Letter | None = None
    delivery = Delivery(accepted=False, reason="not_tried")

    def send(self, *_args: Any, **_kwargs: Any) -> bool:
        """Send the letter set on this object, which Apprise's body and title only repeat."""
        if self.letter is None or len(self.targets) != 1:
            self.delivery = Delivery(accepted=False, permanent=True, reason="one_recipient_needed")
            return False
        sender = str(self.from_addr[1])
        message = _compose(self.letter, sender)
        try:
            server = self._connected()
            try:
                server.sendmail(sender, [self.letter.to], message)
            finally:
                # The server's answer to DATA decides; a farewell that fails takes nothing back.
                with contextlib.suppress(smtplib.SMTPException, OSError):
                    server.quit()
        except smtplib.SMTPRecipientsRefused as refused:
            code = next(iter(refused.recipients.values()))[0]
            self.delivery = Delivery(accepted=False, permanent=code >= 500, reason=f"smtp_{code}")
        except smtplib.SMTPResponseException as refused:
            self.delivery = Delivery(
                accepted=False, permanent=refused.smtp_code >= 500, reason=f"smtp_{refused.smtp_code}"
            )
        except (smtplib.SMTPException, OSError) as error:
            self.delivery = Delivery(accepted=False, reason=type(error).__name__)
        else:
            self.delivery = Delivery(accepted=True)
        return self.delivery.accepted

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context() if self.secure_mode != SecureMailMode.INSECURE else None
        if context is not None and not self.verify_certificate:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        host, port, timeout = str(self.smtp_host), int(self.port or 0), float(self.socket_connect_timeout)
        server: smtplib.SMTP
        if self.secure_mode == SecureMailMode.SSL:
            server = smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
        else:
            server = smtplib.SMTP(host, port, timeout=timeout)
        if self.secure_mode == SecureMailMode.STARTTLS:
            server.starttls(context=context)
        if self.user and self.password:
            server.login(self.user, self.password)
        return server


# Apprise's own log repeats addresses and passwords; the ledger and our log say what became of each letter.
logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
NotificationManager().add(OfficeMail, schemas=(SCHEME, SECURE_SCHEME))  # type: ignore[no-untyped-call]


def check_mail_url(mail_url: str) -> None:
    """Raise ``ValueError`` for an address that Apprise cannot read; the message does not repeat it."""
    channel = Apprise.instantiate(_with_recipient(mail_url, "nobody@example.go.th"), suppress_exceptions=True)
    if not isinstance(channel, OfficeMail):
        raise ValueError("TRAIMAS_MAIL_URL is not an Apprise mail address (mailto:// or mailtos://)")


def deliver(mail_url: str, letter: Letter) -> Delivery:
    """Send one letter through Apprise to the mail address ``mail_url`` (``mailto://`` or ``mailtos://``, no ``to``).

    A fresh object per delivery: Apprise sleeps between sends on one object. Raises ``ValueError`` for an address
    that Apprise cannot read; the message does not repeat it, for it may hold a password.
    """
    channel = Apprise.instantiate(_with_recipient(mail_url, letter.to), suppress_exceptions=True)
    if not isinstance(channel, OfficeMail):
        raise ValueError("TRAIMAS_MAIL_URL is not an Apprise mail address (mailto:// or mailtos://)")
    channel.letter = letter
    apprise = Apprise()
    apprise.add(channel)
    apprise.notify(body=letter.text, title=letter.subject)
    return channel.delivery


def _with_recipient(mail_url: str, to: str) -> str:
    """Return our service's address for one recipient; without ``to``, Apprise would mail the sender."""
    scheme, separator, rest = mail_url.partition("://")
    ours = {"mailto": SCHEME, "mailtos": SECURE_SCHEME}.get(scheme.lower())
    if not separator or ours is None:
        raise ValueError("TRAIMAS_MAIL_URL is not an Apprise mail address (mailto:// or mailtos://)")
    return f"{ours}://{rest}{'&' if '?' in rest else '?'}to={quote(to, safe='')}"


def _compose(letter: Letter, sender: str) -> bytes:
    """Return the letter as it goes over the wire.

    The older MIME classes: ``EmailMessage`` breaks a long Thai sender name in two, and takes four times as long.
    """
    message = MIMEMultipart("alternative")
    message["From"] = formataddr((letter.sender_name, sender), charset="utf-8")
    message["To"] = letter.to
    message["Subject"] = Header(letter.subject, "utf-8", header_name="Subject").encode()
    message["Date"] = format_datetime(letter.sent_on)
    message["Message-ID"] = f"<{letter.message_id}>"
    message["Auto-Submitted"] = "auto-generated"
    message.attach(MIMEText(letter.text, "plain", "utf-8"))
    message.attach(MIMEText(letter.html, "html", "utf-8"))
    return message.as_bytes(policy=compat32.clone(linesep="\r\n"))
