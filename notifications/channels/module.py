"""What a channel module is: a service that can be registered by one line, and deleted whole."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.settings import Settings
from notifications.channels.contract import Delivery, Outgoing, Result, Sender


class FormError(ValueError):
    """What was typed into a channel's form cannot be used. The sentences say what to do and repeat nothing typed."""

    def __init__(self, message_th: str, message_en: str) -> None:
        super().__init__(message_en)
        self.message_th, self.message_en = message_th, message_en


class AccountForm(BaseModel):
    """The form of an office's account on a channel: text fields, of which secret ones are never shown again."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True)


def form_field(
    title_th: str, *, default: str | None = None, pattern: str = "", hint_th: str = "", secret: bool = False
) -> Any:
    """Return a field of an account form; without a default it must be given. ``secret`` shows it to nobody again."""
    options: dict[str, Any] = {
        "title": title_th,
        "description": hint_th,
        "repr": False,
        "json_schema_extra": {"secret": secret},
    }
    if pattern:
        options["pattern"] = pattern
    return Field(**options) if default is None else Field(default=default, **options)


def is_secret(form: type[AccountForm], name: str) -> bool:
    """Tell whether a field of a form holds a secret."""
    extra = form.model_fields[name].json_schema_extra
    return isinstance(extra, Mapping) and bool(extra.get("secret"))


@dataclass(frozen=True)
class Quota:
    """What a provider says of this month: how many messages it carries (None: no limit), and how many it has."""

    limit: int | None
    used: int


def _nothing_more(_account: AccountForm | None, _settings: Settings) -> None:
    """Find nothing wrong with an account beyond what its form says."""


@dataclass(frozen=True)
class ChannelModule:
    """A channel: its words, what an address and an account look like, and how to open a way out over it.

    ``read_address`` returns an address as it is kept, or raises ``FormError``. ``check_account`` raises ``FormError``
    for an account that this installation does not allow. ``open_sender`` raises ``ValueError`` for an account that
    cannot be used. ``plain`` channels take text; the others letters. ``schemes`` are the Apprise URL schemes of its
    service: we build its URLs, and no others are ever given to Apprise.
    """

    name: str
    title_th: str
    title_en: str
    address_title_th: str
    read_address: Callable[[str], str]
    open_sender: Callable[[AccountForm | None, Settings], Sender]
    schemes: tuple[str, ...]
    address_hint_th: str = ""
    address_kind: str = "text"  # of the field in a browser: what keyboard a phone shows
    account_form: type[AccountForm] | None = None
    check_account: Callable[[AccountForm | None, Settings], None] = _nothing_more
    quota: Callable[[AccountForm, Settings], Quota | None] | None = None
    plain: bool = True

    def read_account(self, fields: Mapping[str, str], settings: Settings) -> AccountForm | None:
        """Return the account that a form's fields say; None for a channel without accounts. Raises ``FormError``."""
        if self.account_form is None:
            if fields:
                raise FormError("ช่องทางนี้ไม่ต้องมีบัญชีของหน่วยงาน", "This channel has no account of the office.")
            return None
        try:
            account = self.account_form.model_validate(dict(fields))
        except ValidationError as error:
            titles = self._titles(error)
            raise FormError(
                f"โปรดตรวจสอบ: {', '.join(titles)}", f"Check these fields: {', '.join(self._names(error))}."
            ) from None
        self.check_account(account, settings)
        return account

    def _names(self, error: ValidationError) -> list[str]:
        return [str(one["loc"][0]) if one["loc"] else self.name for one in error.errors(include_input=False)]

    def _titles(self, error: ValidationError) -> list[str]:
        fields = self.account_form.model_fields if self.account_form else {}
        return [(fields[name].title or name) if name in fields else name for name in self._names(error)]


class NoWayOut(Sender):
    """A way that is not there: every message is refused with the reason, so that another channel takes over."""

    def __init__(self, reason: str) -> None:
        self._refusal = Delivery(Result.REFUSED, reason)

    def send(self, outgoing: Outgoing) -> Delivery:  # noqa: ARG002 - the interface names it
        """Refuse the message."""
        return self._refusal

    def close(self) -> None:
        """End nothing."""
