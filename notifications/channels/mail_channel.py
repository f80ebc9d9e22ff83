"""The mail channel as a module of the register: the installation's mail account, a letter to a mailbox."""

from models.settings import Settings
from notifications.channels.contract import Sender
from notifications.channels.mail import SCHEME, SECURE_SCHEME, mail_sender
from notifications.channels.mail_letter import mailbox_address
from notifications.channels.module import AccountForm, ChannelModule, FormError


def read_address(typed: str) -> str:
    """Return a mail address as it is kept. Raises ``FormError``."""
    plain = typed.strip()
    if len(plain) > 254 or "." not in plain.rpartition("@")[2] or mailbox_address(plain) is None:
        raise FormError(
            "ที่อยู่อีเมลไม่ถูกต้อง ตัวอย่าง: somchai@example.go.th", "This is no mail address such as a@example.go.th."
        )
    return plain


def _open(_account: AccountForm | None, settings: Settings) -> Sender:
    if settings.mail_url is None:
        raise ValueError("TRAIMAS_MAIL_URL is not set")
    return mail_sender(settings.mail_url, settings.mail_connections)


CHANNEL = ChannelModule(
    name="mail",
    title_th="อีเมล",
    title_en="mail",
    address_title_th="อีเมล",
    address_kind="email",
    read_address=read_address,
    open_sender=_open,
    schemes=(SCHEME, SECURE_SCHEME),
    plain=False,
)
