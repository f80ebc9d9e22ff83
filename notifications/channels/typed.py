"""What people type about a channel, read by that channel's own form before an act records it."""

from models.settings import Settings
from notifications.channels.module import FormError
from notifications.channels.register import channel_named
from procedure.act import F
from procedure.acts.channel_accounts import SetChannelAccount
from procedure.acts.contacts import AddressFacts, ChooseChannel
from procedure.errors import ProcedureError


def as_the_channel_takes_it(facts: F, settings: Settings) -> F:
    """Return the facts with an address or account as its channel keeps it; those of other acts as they are.

    The procedure knows no channel, so every door that people type at comes by here. Raises ``ProcedureError``:
    ``unknown_channel``, ``bad_address``, ``bad_account``.
    """
    if not isinstance(facts, AddressFacts | SetChannelAccount | ChooseChannel):
        return facts
    code = "unknown_channel"
    try:
        channel = channel_named(facts.channel)
        if isinstance(facts, AddressFacts) and facts.address:
            code = "bad_address"
            return facts.model_copy(update={"address": channel.read_address(facts.address)})
        if isinstance(facts, SetChannelAccount) and facts.account:
            code = "bad_account"
            account = channel.read_account(facts.account, settings)
            return facts.model_copy(update={"account": account.model_dump() if account else {}})
    except FormError as refused:
        raise ProcedureError(code, refused.message_th, refused.message_en) from None
    return facts
