"""The LINE channel: an Apprise service of our own on LINE's Messaging API.

Apprise's own service gives a retry no key, so that one after a lost answer doubles the message; it follows redirects
and answers with one bool. Source: LINE Developers, Messaging API reference, "Send push message", "Retry failed API
requests" and "Get the target limit for sending messages this month".
"""

import json
import re
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from models.settings import Settings
from notifications.channels.contract import Delivery, Outgoing, Result, Sender
from notifications.channels.exchange import Answer, NoAnswer, NotReached, exchange
from notifications.channels.module import AccountForm, ChannelModule, FormError, Quota, form_field
from notifications.channels.service import OfficeService, add_service

SCHEME = "officeline"
LONGEST_TEXT = 5000  # of one message, in UTF-16 code units
QUOTA_SECONDS = 5.0
RATE_LIMITED_WAIT = timedelta(minutes=1)  # LINE counts its rates by the minute and the second, and names no wait
_USER = re.compile(r"[UCR][0-9a-f]{32}")
_QUOTA_SPENT = "You have reached your monthly limit."


class LineAccount(AccountForm):
    """The office's LINE Official Account."""

    token: str = form_field(
        "Channel access token (long-lived)",
        pattern=r"^[A-Za-z0-9+/=._~-]{20,512}$",
        hint_th="ออกได้ที่ LINE Developers Console แท็บ Messaging API",
        secret=True,
    )


class OfficeLine(OfficeService):  # type: ignore[no-untyped-call]
    """Apprise service ``officeline://``: one push message to one user, group or room."""

    service_name = "Traimas LINE"
    secure_protocol = SCHEME
    api = ""

    def deliver(self, outgoing: Outgoing) -> Delivery:
        """Push the message; a retry under the same message id is taken once by LINE, within its 24 hours."""
        to = self.fields.get("to", "")
        if not _USER.fullmatch(to):
            return Delivery(Result.REFUSED, "line_address_invalid")
        message = {"type": "text", "text": shortened(outgoing.text)}
        headers = {
            "Authorization": f"Bearer {self.fields.get('token', '')}",
            "Content-Type": "application/json",
            "X-Line-Retry-Key": retry_key(outgoing.message_id),
        }
        body = json.dumps({"to": to, "messages": [message]}, ensure_ascii=False).encode()
        try:
            answer = exchange("POST", f"{self.api}/v2/bot/message/push", headers, body)
        except NotReached as failed:
            return Delivery(Result.FAILED, f"line_{failed}")
        except NoAnswer as lost:
            return Delivery(Result.UNKNOWN, f"line_{lost}")
        return _delivery(answer)


add_service(OfficeLine)


class LineSender(Sender):
    """The way out by LINE, over one account. Keeps nothing open, so threads may share it."""

    def __init__(self, account: LineAccount, api: str) -> None:
        self._token, self._api = account.token, api.rstrip("/")
        OfficeLine.opened({"token": self._token, "to": ""})  # an account that makes no URL is told at once

    def send(self, outgoing: Outgoing) -> Delivery:
        """Push one message."""
        service = OfficeLine.opened({"token": self._token, "to": outgoing.to})
        service.api = self._api
        return service.told(outgoing)

    def close(self) -> None:
        """End nothing: a connection lasts one message."""


def retry_key(message_id: str) -> str:
    """Return the key by which LINE knows a retry: the same for every attempt of one message."""
    return str(uuid5(NAMESPACE_URL, f"mid:{message_id}"))


def shortened(text: str) -> str:
    """Return a text within LINE's length; what is cut off ends in an ellipsis."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", errors="ignore") + "…"


def read_address(typed: str) -> str:
    """Return a LINE id: of a user, a group or a room. Raises ``FormError``."""
    plain = typed.strip()
    if not _USER.fullmatch(plain):
        raise FormError(
            "รหัสผู้ใช้ LINE ต้องขึ้นต้นด้วย U (C กลุ่ม, R ห้อง) ตามด้วยตัวเลขหรือ a–f จำนวน 32 ตัว ไม่ใช่ LINE ID ที่ใช้เพิ่มเพื่อน",
            "A LINE user id is U (group: C, room: R) and 32 of 0-9 a-f; it is not the LINE ID that friends search for.",
        )
    return plain


def quota(account: AccountForm, settings: Settings) -> Quota | None:
    """Return what LINE says of this month, or None if it does not answer in time."""
    if not isinstance(account, LineAccount):
        return None
    headers = {"Authorization": f"Bearer {account.token}"}
    address = f"{settings.line_api.rstrip('/')}/v2/bot/message/quota"
    try:
        limit = exchange("GET", address, headers, seconds=QUOTA_SECONDS)
        used = exchange("GET", f"{address}/consumption", headers, seconds=QUOTA_SECONDS)
    except (NotReached, NoAnswer):
        return None
    allowed, consumed = _number(limit, "value"), _number(used, "totalUsage")
    return None if limit.status != 200 or consumed is None else Quota(allowed, consumed)


def _delivery(answer: Answer) -> Delivery:
    status, reason = answer.status, f"line_{answer.status}"
    if status in (200, 409):  # 409: an attempt under this retry key was accepted before
        return Delivery(Result.ACCEPTED)
    if status == 429:
        if _said(answer).get("message") == _QUOTA_SPENT:
            return Delivery(Result.REFUSED, "quota_spent")
        return Delivery(Result.FAILED, reason, answer.retry_after or RATE_LIMITED_WAIT)
    if 400 <= status < 500 and status != 408:
        return Delivery(Result.REFUSED, reason)
    return Delivery(Result.FAILED, reason, answer.retry_after)


def _said(answer: Answer) -> dict[str, object]:
    try:
        said = json.loads(answer.body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _number(answer: Answer, name: str) -> int | None:
    found = _said(answer).get(name) if answer.status == 200 else None
    return found if isinstance(found, int) else None


def _open(account: AccountForm | None, settings: Settings) -> Sender:
    if not isinstance(account, LineAccount):
        raise ValueError("a LINE account is needed")
    return LineSender(account, settings.line_api)


CHANNEL = ChannelModule(
    name="line",
    title_th="ไลน์",
    title_en="LINE",
    address_title_th="รหัสผู้ใช้ LINE (User ID)",
    address_hint_th="ขึ้นต้นด้วย U ตามด้วยอักษร ๓๒ ตัว ขอได้จากผู้ดูแลบัญชี LINE ของหน่วยงาน และต้องเพิ่มบัญชีนั้นเป็นเพื่อนก่อน",
    read_address=read_address,
    account_form=LineAccount,
    open_sender=_open,
    quota=quota,
    schemes=(SCHEME,),
)
