"""LINE: taken once, counted, and every answer of LINE's in the right state; against a server with its interface."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from models.settings import Settings
from notifications.channels.contract import Delivery, Outgoing, Result, Sender
from notifications.channels.line import CHANNEL, LineAccount, retry_key, shortened
from notifications.channels.module import FormError, Quota
from tests.http_servers import Reply
from tests.line_server import TOKEN, LineServer, line_server

USER = "U" + "0123456789abcdef" * 2
TEXT = "เรียน ผู้รายงาน ใกล้ครบกำหนดรายงานไตรมาสที่ ๑"
LIMIT_OF_THE_MINUTE = b'{"message":"The API rate limit has been exceeded. Try again later."}'


@pytest.fixture
def line() -> Iterator[LineServer]:
    with line_server() as server:
        yield server


def outgoing(to: str = USER, message_id: str = "1@traimas", text: str = TEXT) -> Outgoing:
    return Outgoing(to, "เรื่อง", text, "", message_id, datetime(2026, 1, 5, tzinfo=UTC), "เทศบาล")


def sender(line: LineServer, token: str = TOKEN) -> Sender:
    return CHANNEL.open_sender(LineAccount(token=token), Settings(line_api=line.url))


def test_a_message_is_pushed_to_the_one_user(line: LineServer) -> None:
    assert sender(line).send(outgoing()) == Delivery(Result.ACCEPTED)
    assert line.pushed == [(USER, TEXT)]
    assert line.asked[0].headers["x-line-retry-key"] == retry_key("1@traimas")


def test_a_push_whose_answer_was_lost_is_not_doubled_by_its_retry(line: LineServer) -> None:
    line.loses_answers = 1
    way = sender(line)
    assert way.send(outgoing()) == Delivery(Result.UNKNOWN, "line_no_answer")
    assert way.send(outgoing()) == Delivery(Result.ACCEPTED)
    assert line.pushed == [(USER, TEXT)]
    assert way.send(outgoing(message_id="2@traimas")).result is Result.ACCEPTED
    assert len(line.pushed) == 2


def test_a_spent_month_is_refused_so_that_mail_takes_over() -> None:
    with line_server(limit=1) as line:
        way = sender(line)
        assert way.send(outgoing()).result is Result.ACCEPTED
        assert way.send(outgoing(message_id="2@traimas")) == Delivery(Result.REFUSED, "quota_spent")
        assert CHANNEL.quota is not None
        assert CHANNEL.quota(LineAccount(token=TOKEN), Settings(line_api=line.url)) == Quota(limit=1, used=1)


@pytest.mark.parametrize(
    ("reply", "delivery"),
    [
        pytest.param(
            Reply(429, LIMIT_OF_THE_MINUTE), Delivery(Result.FAILED, "line_429", timedelta(minutes=1)), id="429"
        ),
        pytest.param(
            Reply(429, LIMIT_OF_THE_MINUTE, {"Retry-After": "7"}),
            Delivery(Result.FAILED, "line_429", timedelta(seconds=7)),
            id="429 with a wait",
        ),
        pytest.param(Reply(429, b"[]"), Delivery(Result.FAILED, "line_429", timedelta(minutes=1)), id="429 not JSON"),
        pytest.param(Reply(400), Delivery(Result.REFUSED, "line_400"), id="wrong user"),
        pytest.param(Reply(403), Delivery(Result.REFUSED, "line_403"), id="not allowed"),
        pytest.param(Reply(500), Delivery(Result.FAILED, "line_500"), id="their fault"),
        pytest.param(Reply(503, headers={"Retry-After": "x"}), Delivery(Result.FAILED, "line_503"), id="down"),
        pytest.param(
            Reply(302, headers={"Location": "/elsewhere"}), Delivery(Result.FAILED, "line_302"), id="redirect"
        ),
        pytest.param(Reply(hangs_up=True), Delivery(Result.UNKNOWN, "line_no_answer"), id="no answer"),
        pytest.param(Reply(409), Delivery(Result.ACCEPTED), id="accepted before"),
    ],
)
def test_every_answer_leaves_the_message_in_its_state(line: LineServer, reply: Reply, delivery: Delivery) -> None:
    line.replies.append(reply)
    assert sender(line).send(outgoing()) == delivery
    assert len(line.asked) == 1


def test_a_wrong_token_is_refused_and_not_repeated_anywhere(
    line: LineServer, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    token = "wrong-token-that-nobody-may-read"
    way = sender(line, token)
    assert way.send(outgoing()) == Delivery(Result.REFUSED, "line_401")
    written = caplog.text + "".join(capsys.readouterr()) + repr(way) + repr(LineAccount(token=token)) + repr(outgoing())
    assert token not in written
    assert USER not in written
    assert TEXT not in written


def test_a_line_that_is_down_fails_and_is_tried_again() -> None:
    with line_server() as gone:
        way = sender(gone)
    assert way.send(outgoing()) == Delivery(Result.FAILED, "line_not_connected")


def test_an_address_that_is_none_never_leaves_the_house(line: LineServer) -> None:
    for wrong in ("", "U123", "somchai", f"{USER}/../x", f"{USER}&token=x", USER.upper()):
        assert sender(line).send(outgoing(wrong)) == Delivery(Result.REFUSED, "line_address_invalid")
    assert line.asked == []


@pytest.mark.parametrize("typed", ["somchai", "@somchai", "u" + USER[1:], USER + "0", "U" + "g" * 32, "U" + "๑" * 32])
def test_a_line_id_that_friends_search_for_is_no_user_id(typed: str) -> None:
    with pytest.raises(FormError, match="LINE user id"):
        CHANNEL.read_address(typed)
    assert CHANNEL.read_address(f" {USER}\n") == USER


def test_a_long_text_is_cut_to_what_line_takes(line: LineServer) -> None:
    assert sender(line).send(outgoing(text="ก😀" * 2_000)).result is Result.ACCEPTED
    ((_to, text),) = line.pushed
    assert len(text.encode("utf-16-le")) <= 10_000
    assert text.endswith("…")
    assert shortened("ก" * 5_000) == "ก" * 5_000


def test_a_quota_without_limit_and_one_that_cannot_be_read() -> None:
    assert CHANNEL.quota is not None
    with line_server(limit=None) as line:
        settings = Settings(line_api=line.url)
        assert CHANNEL.quota(LineAccount(token=TOKEN), settings) == Quota(limit=None, used=0)
        assert CHANNEL.quota(LineAccount(token="another-token-of-nobody"), settings) is None
    assert CHANNEL.quota(LineAccount(token=TOKEN), settings) is None
