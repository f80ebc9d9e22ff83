"""The webhook: what a gateway gets, where it may stand, and what becomes of each answer."""

import json
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from models.settings import Settings
from notifications.channels.contract import Delivery, Outgoing, Result, Sender
from notifications.channels.module import FormError
from notifications.channels.public_hosts import is_public, listed_hosts
from notifications.channels.webhook import CHANNEL, WebhookAccount, WebhookSender
from tests.http_servers import HttpServer, Reply, running

LISTED = Settings(webhook_hosts="127.0.0.1, localhost")
SECRET = "gateway-secret"
PHONE = "0812345678"


@pytest.fixture
def gateway() -> Iterator[HttpServer]:
    server = HttpServer()
    with running(server):
        yield server


def account(server: HttpServer, path: str = "/sms?sender=office", **fields: str) -> WebhookAccount:
    return WebhookAccount(url=f"{server.url}{path}", header="X-Api-Key", secret=SECRET, **fields)


def sender(server: HttpServer, **fields: str) -> Sender:
    return CHANNEL.open_sender(account(server, **fields), LISTED)


def outgoing(to: str = PHONE) -> Outgoing:
    return Outgoing(to, "เรื่อง", "ครบกำหนดวันนี้", "", "1@traimas", datetime(2026, 1, 5, tzinfo=UTC), "เทศบาล")


def test_a_gateway_gets_the_message_under_its_own_names(gateway: HttpServer) -> None:
    assert sender(gateway, to_field="msisdn", text_field="message").send(outgoing()) == Delivery(Result.ACCEPTED)
    (asked,) = gateway.asked
    assert (asked.method, asked.path) == ("POST", "/sms?sender=office")
    assert json.loads(asked.body) == {
        "msisdn": PHONE,
        "message": "ครบกำหนดวันนี้",
        "title": "เรื่อง",
        "message_id": "1@traimas",
    }
    assert asked.headers["x-api-key"] == SECRET
    assert asked.headers["idempotency-key"] == "1@traimas"
    assert asked.headers["host"] == f"127.0.0.1:{gateway.port}"


@pytest.mark.parametrize(
    ("reply", "delivery"),
    [
        pytest.param(Reply(202), Delivery(Result.ACCEPTED), id="accepted"),
        pytest.param(Reply(204, b""), Delivery(Result.ACCEPTED), id="no content"),
        pytest.param(Reply(400), Delivery(Result.REFUSED, "webhook_400"), id="refused"),
        pytest.param(Reply(401), Delivery(Result.REFUSED, "webhook_401"), id="wrong secret"),
        pytest.param(
            Reply(429, headers={"Retry-After": "90"}),
            Delivery(Result.FAILED, "webhook_429", timedelta(seconds=90)),
            id="too fast",
        ),
        pytest.param(
            Reply(503, headers={"Retry-After": "9" * 30}),
            Delivery(Result.FAILED, "webhook_503", timedelta(days=1)),
            id="down for ever",
        ),
        pytest.param(Reply(500), Delivery(Result.FAILED, "webhook_500"), id="their fault"),
        pytest.param(Reply(hangs_up=True), Delivery(Result.UNKNOWN, "webhook_no_answer"), id="no answer"),
        pytest.param(
            Reply(200, b"x" * 1_000_000), Delivery(Result.ACCEPTED), id="a long answer is not read to its end"
        ),
    ],
)
def test_every_answer_leaves_the_message_in_its_state(gateway: HttpServer, reply: Reply, delivery: Delivery) -> None:
    gateway.replies.append(reply)
    assert sender(gateway).send(outgoing()) == delivery


def test_a_redirect_is_not_followed(gateway: HttpServer) -> None:
    for status in (301, 302, 303, 307, 308):
        gateway.replies.append(Reply(status, headers={"Location": f"{gateway.url}/elsewhere"}))
        assert sender(gateway).send(outgoing()) == Delivery(Result.REFUSED, f"webhook_{status}")
    assert {asked.path for asked in gateway.asked} == {"/sms?sender=office"}


@pytest.mark.parametrize("reply", [Reply(stalls=True), Reply(drips=True)], ids=["stalls", "drips"])
def test_a_gateway_that_never_ends_its_answer_is_left_in_time(gateway: HttpServer, reply: Reply) -> None:
    gateway.replies.append(reply)
    way = WebhookSender(account(gateway), listed_hosts("127.0.0.1"), seconds=0.5)
    began = time.monotonic()
    assert way.send(outgoing()) == Delivery(Result.UNKNOWN, "webhook_no_answer_in_time")
    assert time.monotonic() - began < 20


def test_a_gateway_that_is_down_fails_and_is_tried_again() -> None:
    server = HttpServer()
    with running(server):
        way = sender(server)
    assert way.send(outgoing()) == Delivery(Result.FAILED, "webhook_not_connected")


def test_the_name_is_checked_again_at_each_message_and_a_private_one_gets_nothing(gateway: HttpServer) -> None:
    # Written as a name, so that only the look-up shows where it leads.
    way = WebhookSender(
        WebhookAccount(url=f"https://localhost:{gateway.port}/", header="X-Api-Key", secret=SECRET), frozenset()
    )
    assert way.send(outgoing()) == Delivery(Result.REFUSED, "webhook_host_refused")
    assert gateway.asked == []


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("https://2130706433/", id="127.0.0.1 as one number"),
        pytest.param("https://0x7f000001/", id="127.0.0.1 in hexadecimal"),
        pytest.param("https://0177.0.0.1/", id="127.0.0.1 in octal"),
        pytest.param("https://127.1/", id="127.0.0.1 shortened"),
        pytest.param("https://localhost./", id="with the root's dot"),
    ],
)
def test_another_writing_of_a_private_address_gets_nothing_either(written: str) -> None:
    try:
        way = WebhookSender(WebhookAccount(url=written), frozenset())
    except FormError:
        return  # refused already when it was typed
    delivery = way.send(outgoing())
    assert delivery in (Delivery(Result.REFUSED, "webhook_host_refused"), Delivery(Result.FAILED, "webhook_unresolved"))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("203.150.0.1", True),
        ("2001:4860:4860::8888", True),
        ("64:ff9b::808:808", True),
        ("::ffff:8.8.8.8", True),
        ("127.0.0.1", False),
        ("127.255.255.254", False),
        ("0.0.0.0", False),  # noqa: S104 - refused, not bound
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("172.31.255.255", False),
        ("172.32.0.1", True),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("100.127.255.255", False),
        ("100.128.0.1", True),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("239.255.255.255", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("::127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b:1::808:808", False),
        ("2002:7f00:1::", False),
        ("2002:a9fe:a9fe::1", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("fc00::1", False),
        ("fd00:ec2::254", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("not an address", False),
    ],
)
def test_only_addresses_of_the_public_internet_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://gateway.example.com/", "https"),
        ("ftp://gateway.example.com/", "https"),
        ("jsons://gateway.example.com/", "https"),
        ("file:///etc/passwd", "user name"),
        ("https://", "user name"),
        ("https://user:password@gateway.example.com/", "user name"),
        ("https://gateway.example.com/#x", "user name"),
        ("https://gateway.example.com:0/", "user name"),
        ("https://gateway.example.com:99999/", "user name"),
        ("https://gateway.example.com/\r\nX: y", "user name"),
        ("https://gateway.example.com\\@127.0.0.1/", "user name"),
        ("https://เกตเวย์.example.com/", "user name"),
        ("https://[::1", "user name"),
        ("https://169.254.169.254/latest/meta-data", "private network"),
        ("https://[::ffff:10.0.0.1]/", "private network"),
        ("https://192.168.1.5/", "private network"),
    ],
)
def test_a_gateways_address_that_is_not_plain_https_is_refused_when_it_is_typed(url: str, why: str) -> None:
    with pytest.raises(FormError, match=why) as refused:
        CHANNEL.read_account({"url": url}, Settings())
    assert url == "https://" or url not in refused.value.message_th + refused.value.message_en


def test_a_private_gateway_is_reached_where_the_installation_lists_it() -> None:
    for url in ("http://127.0.0.1:8080/", "https://localhost/"):
        assert CHANNEL.read_account({"url": url}, LISTED) is not None
    with pytest.raises(FormError):
        CHANNEL.read_account({"url": "http://10.0.0.1/"}, LISTED)


@pytest.mark.parametrize(
    "fields",
    [
        {"header": "Host", "secret": "x"},
        {"header": "content-length", "secret": "x"},
        {"header": "X-Key", "secret": ""},
        {"header": "", "secret": "x"},
        {"header": "X-Key", "secret": "x\r\nY: z"},
        {"header": "X Key", "secret": "x"},
        {"to_field": "text"},
        {"text_field": "title"},
        {"to_field": "a b"},
        {"unknown": "x"},
    ],
)
def test_an_account_that_would_spoil_the_request_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(FormError):
        CHANNEL.read_account({"url": "https://gateway.example.com/", **fields}, Settings())


def test_no_secret_and_no_number_reaches_a_log(
    gateway: HttpServer, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    gateway.replies.append(Reply(500))
    way = sender(gateway)
    way.send(outgoing())
    way.send(outgoing())
    written = caplog.text + "".join(capsys.readouterr()) + repr(way) + repr(account(gateway)) + repr(outgoing())
    assert SECRET not in written
    assert PHONE not in written
    assert str(gateway.port) not in written


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("081-234 5678", PHONE),
        ("+66 81 234 5678", "+66812345678"),
        ("-100123456", "-100123456"),
        (" room.7 ", "room.7"),
    ],
)
def test_numbers_are_kept_without_what_people_write_between(typed: str, kept: str) -> None:
    assert CHANNEL.read_address(typed) == kept


@pytest.mark.parametrize("typed", ["", " ", "a b", "ก", "x" * 65, "a&b", "a\r\nb", "../x", "<b>"])
def test_what_is_neither_number_nor_chat_id_is_refused(typed: str) -> None:
    with pytest.raises(FormError):
        CHANNEL.read_address(typed)
