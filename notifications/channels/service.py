"""What our own Apprise services share: URLs that we build, one recipient each, and the answer kept as a delivery.

Nobody types an Apprise URL. The host of ours is a constant and every value a percent-encoded parameter, so that
nothing typed can become a scheme, a host or a parameter of its own.
"""

import logging
from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import quote, urlencode

from apprise import Apprise, NotificationManager
from apprise.plugins.base import NotifyBase

from notifications.channels.contract import Delivery, Outgoing, Result

HOST = "office"

# Apprise's own log repeats URLs, payloads and recipients; the ledger and our log say what became of each message.
logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)


def service_url(scheme: str, fields: Mapping[str, str]) -> str:
    """Return an Apprise URL of ours, which carries the fields and nothing else."""
    return f"{scheme}://{HOST}/?{urlencode(fields, quote_via=quote, safe='')}"


class OfficeService(NotifyBase):  # type: ignore[no-untyped-call]
    """An Apprise service of ours: sends ``outgoing``, set on the object, to the one address of its URL.

    Apprise's body and title only repeat the message. A service class names its scheme as ``secure_protocol`` and
    implements ``deliver``.
    """

    service_name: Any = None
    secure_protocol: Any = None
    request_rate_per_sec = 0  # Apprise would sleep between messages; the office's and the provider's limits are kept
    outgoing: Outgoing | None = None
    delivery = Delivery(Result.FAILED, "not_tried")

    def __init__(self, fields: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self.fields = dict(fields)

    def deliver(self, outgoing: Outgoing) -> Delivery:
        """Send one message to the address in ``fields``."""
        raise NotImplementedError

    def send(self, *_args: Any, **_kwargs: Any) -> bool:
        """Send the message set on this object."""
        if self.outgoing is not None:
            self.delivery = self.deliver(self.outgoing)
        return self.delivery.result is Result.ACCEPTED

    def told(self, outgoing: Outgoing) -> Delivery:
        """Send a message through Apprise's ``notify``, and return what became of it."""
        self.outgoing = outgoing
        self.notify(body=outgoing.message_id, title="")
        return self.delivery

    def url(self, privacy: bool = False, *_args: Any, **_kwargs: Any) -> str:  # noqa: ARG002
        """Return what may be shown of the URL: never its fields."""
        return service_url(str(self.secure_protocol), {})

    @staticmethod
    def parse_url(url: str, *_args: Any, **_kwargs: Any) -> dict[str, Any] | None:
        """Return the fields of a URL of ours, or None for another's."""
        parsed: dict[str, Any] | None = NotifyBase.parse_url(url, verify_host=False)
        if not parsed or parsed.get("host") != HOST:
            return None
        return {"schema": parsed["schema"], "host": HOST, "fields": dict(parsed["qsd"])}

    @classmethod
    def opened(cls, fields: Mapping[str, str]) -> Self:
        """Return the service for the fields. Raises ``ValueError``, which repeats none of them."""
        service = Apprise.instantiate(service_url(str(cls.secure_protocol), fields), suppress_exceptions=True)
        if not isinstance(service, cls):
            raise ValueError("the fields make no Apprise URL")
        return service


def add_service(service: type[OfficeService]) -> None:
    """Make a service known to Apprise, in its documented way."""
    NotificationManager().add(service, schemas=(str(service.secure_protocol),))  # type: ignore[no-untyped-call]
