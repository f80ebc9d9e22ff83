"""The register of channels: every way out, as dispatch, the portal and the command line use it.

A channel is one module here and its line in ``MODULES``; nothing else imports it, so both can be deleted together.
"""

from collections.abc import Iterable, Mapping
from importlib import import_module
from types import MappingProxyType

from pydantic import ValidationError

from models.contacts import ChannelAccount
from models.settings import Settings
from notifications.channels.contract import Sender
from notifications.channels.module import (
    AccountForm,
    ChannelModule,
    FormError,
    NoWayOut,
    Quota,
    is_secret,
)

# In the order that people see them.
MODULES = (
    "mail_channel",
    "line",
    "webhook",
)


def register_of(modules: Iterable[str]) -> Mapping[str, ChannelModule]:
    """Return the channels of some modules of this folder, by name."""
    channels = [import_module(f"{__package__}.{module}").CHANNEL for module in modules]
    return MappingProxyType({channel.name: channel for channel in channels if isinstance(channel, ChannelModule)})


CHANNELS: Mapping[str, ChannelModule] = register_of(MODULES)


def channel_named(name: str, channels: Mapping[str, ChannelModule] = CHANNELS) -> ChannelModule:
    """Return a channel. Raises ``FormError`` for a name that is none."""
    if name not in channels:
        raise FormError(
            f"ไม่มีช่องทางชื่อ {name[:20]} ใช้ได้: {', '.join(channels)}",
            f"There is no channel {name[:20]}; use one of {', '.join(channels)}.",
        )
    return channels[name]


def sender_for(
    channel: str,
    account: ChannelAccount | None,
    settings: Settings,
    channels: Mapping[str, ChannelModule] = CHANNELS,
) -> Sender:
    """Return the way out over a channel with an office's account; the caller closes it.

    Where there is none (a channel that was deleted, an account that is missing or cannot be read), it is one that
    refuses each message with the reason: ``no_such_channel``, ``no_account``, ``account_unusable``. Raises
    ``ValueError`` only where mail itself is not set up.
    """
    module = channels.get(channel)
    if module is None:
        return NoWayOut("no_such_channel")
    if module.account_form is None:
        return module.open_sender(None, settings)
    if account is None:
        return NoWayOut("no_account")
    try:
        return module.open_sender(module.account_form.model_validate_json(account.account), settings)
    except (ValidationError, ValueError):
        return NoWayOut("account_unusable")


__all__ = [
    "CHANNELS",
    "MODULES",
    "AccountForm",
    "ChannelModule",
    "FormError",
    "Quota",
    "channel_named",
    "is_secret",
    "register_of",
    "sender_for",
]
