"""The register of channels: each can be deleted whole, and nothing typed changes a URL that we build."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

import notifications
from models.contacts import ChannelAccount
from models.settings import Settings
from notifications.channels.contract import Delivery, Result, Sender
from notifications.channels.line import OfficeLine
from notifications.channels.module import FormError
from notifications.channels.register import CHANNELS, MODULES, channel_named, register_of, sender_for
from notifications.channels.service import OfficeService, service_url
from notifications.channels.webhook import OfficeWebhook
from tests.line_server import TOKEN
from tests.notifications.test_line import outgoing

CHECKOUT = Path(notifications.__file__).parents[1]
SETTINGS = Settings(mail_url="mailto://127.0.0.1:2525?from=a@example.go.th")
ACCOUNTS = {"line": f'{{"token": "{TOKEN}"}}', "webhook": '{"url": "https://gateway.example.com/"}'}


def opened(channel: str, **changes: object) -> Sender:
    account = ACCOUNTS.get(channel)
    row = ChannelAccount(organization_id=1, channel=channel, account=account) if account else None
    return sender_for(channel, row, SETTINGS, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("gone", MODULES)
def test_a_channel_is_deleted_by_its_line_and_the_others_go_on(gone: str) -> None:
    left = register_of(module for module in MODULES if module != gone)
    assert len(left) == len(MODULES) - 1
    for name in CHANNELS:
        way = opened(name, channels=left)
        if name not in left:
            assert way.send(outgoing()) == Delivery(Result.REFUSED, "no_such_channel")
            with pytest.raises(FormError, match="There is no channel"):
                channel_named(name, left)
        else:
            assert type(way) is type(opened(name))
        way.close()


def test_nothing_but_the_register_knows_of_line_and_the_webhook() -> None:
    for module in ("line", "webhook"):
        importing = re.compile(rf"channels(\.| import .*\b){module}\b")
        found = [
            str(path.relative_to(CHECKOUT))
            for folder in ("models", "procedure", "notifications", "documents", "flows", "portal", "traimas")
            for path in (CHECKOUT / folder).rglob("*.py")
            if importing.search(path.read_text(encoding="utf-8"))
        ]
        assert found == []


def test_a_way_that_is_not_there_refuses_with_the_reason() -> None:
    without = sender_for("line", None, SETTINGS)
    assert without.send(outgoing()) == Delivery(Result.REFUSED, "no_account")
    for spoilt in ("", "[]", "{}", '{"token": "x"}'):
        row = ChannelAccount(organization_id=1, channel="line", account=spoilt)
        assert sender_for("line", row, SETTINGS).send(outgoing()) == Delivery(Result.REFUSED, "account_unusable")


@pytest.mark.parametrize("service", [OfficeLine, OfficeWebhook])
@given(values=st.lists(st.text(max_size=60), min_size=2, max_size=2))
def test_nothing_typed_changes_scheme_host_or_parameters_of_a_url(
    service: type[OfficeService], values: list[str]
) -> None:
    names = ("to", "token")
    url = service_url(service.secure_protocol, dict(zip(names, values, strict=True)))
    parts = urlsplit(url)
    assert parts.scheme in {scheme for channel in CHANNELS.values() for scheme in channel.schemes}
    assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == (service.secure_protocol, "office", "/", "")
    assert parse_qs(parts.query, keep_blank_values=True) == {
        name: [value] for name, value in zip(names, values, strict=True)
    }
    made = service.opened(dict(zip(names, values, strict=True)))
    assert made.fields == {name: value.strip() for name, value in zip(names, values, strict=True)}
    assert made.url() == service_url(service.secure_protocol, {})


def test_a_url_of_another_service_opens_nothing_of_ours() -> None:
    for url in ("officeline://elsewhere/?to=x", "officeline://user:pass@office.example/?to=x", "jsons://127.0.0.1/"):
        assert OfficeLine.parse_url(url) is None
