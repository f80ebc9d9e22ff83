"""Mail against servers that refuse, stall, drip, drop and come back: each attempt ends in the right result."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from notifications.channels.contract import Attachment, Delivery, Outgoing, Result
from notifications.channels.mail import MailSender, check_mail_url, mail_sender
from notifications.channels.smtp_connection import ehlo_name
from tests.smtp_servers import PASSWORD, Security, SmtpServer, Stage, write_certificate

OFFICER = "works.officer@municipality.example.go.th"
ACCEPTED = Delivery(Result.ACCEPTED)
SHORT, LONGER = 0.3, 1.0  # seconds that a test waits for a server that never answers


def notice(number: int = 1, to: str = OFFICER, text: str = "เรียน ผู้อำนวยการกองช่าง\n.\nโปรดรายงาน") -> Outgoing:
    return Outgoing(
        to=to,
        subject="ใกล้ครบกำหนดรายงาน ไตรมาสที่ ๑/๒๕๖๙",
        text=text,
        html=f"<p>{text}</p>",
        message_id=f"{number:04}.attempts@traimas",
        sent_on=datetime(2026, 1, 5, 1, 30, tzinfo=UTC),
        sender_name="ระบบติดตามแผนการดำเนินงานเทศบาลตำบลตัวอย่าง",
    )


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture(params=[False, True], ids=["one by one", "pipelined"])
def either(request: pytest.FixtureRequest) -> Iterator[SmtpServer]:
    """Yield a server that takes commands one by one, and one that takes them in one go."""
    with SmtpServer(pipelining=request.param) as running:
        yield running


def impatient(url: str, seconds: float = SHORT) -> MailSender:
    return mail_sender(url, 1, attempt_seconds=seconds, reply_seconds=seconds)


def test_many_mails_go_over_one_connection_each_to_its_own_recipient(either: SmtpServer) -> None:
    with mail_sender(either.url(), connections=1) as sender:
        results = [sender.send(notice(number, f"officer{number}@x.go.th")) for number in range(5)]
    assert results == [ACCEPTED] * 5
    assert either.connections == 1
    assert [mail.recipients for mail in either.kept] == [(f"officer{number}@x.go.th",) for number in range(5)]
    assert either.message_ids == [f"{number:04}.attempts@traimas" for number in range(5)]
    assert {mail.sender for mail in either.kept} == {"traimas@example.go.th"}


def test_the_mail_arrives_as_it_was_written(server: SmtpServer) -> None:
    calendar = Attachment("กำหนดส่ง.ics", "text/calendar; charset=utf-8; method=PUBLISH", b"BEGIN:VCALENDAR\r\n.\r\n")
    with mail_sender(server.url()) as sender:
        written = notice(text="Dear officer\n.\n..two\nend.")
        assert sender.send(Outgoing(**{**vars(written), "attachments": (calendar,)})) == ACCEPTED
    message = server.kept[0].message
    assert message["Subject"] == "ใกล้ครบกำหนดรายงาน ไตรมาสที่ ๑/๒๕๖๙"
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().replace("\r\n", "\n") == "Dear officer\n.\n..two\nend."
    [attached] = message.iter_attachments()
    assert attached.get_payload(decode=True) == calendar.content


def test_several_threads_share_a_few_connections(server: SmtpServer) -> None:
    server.seconds_per_reply = 0.005
    with mail_sender(server.url(), connections=3) as sender, ThreadPoolExecutor(12) as threads:
        results = list(threads.map(lambda number: sender.send(notice(number, f"n{number}@x.go.th")), range(60)))
    assert results == [ACCEPTED] * 60
    assert server.connections <= 3
    assert sorted(server.message_ids) == [f"{number:04}.attempts@traimas" for number in range(60)]
    for mail in server.kept:
        assert mail.message["To"] == mail.recipients[0] == f"n{int(mail.message_id[:4])}@x.go.th"


def test_results_are_each_recipients_own(either: SmtpServer) -> None:
    either.refuse(Stage.RCPT, "550 5.1.1 No such mailbox", recipient="gone@x.go.th")
    either.refuse(Stage.RCPT, "450 4.2.1 Busy", recipient="busy@x.go.th")
    people = ["a@x.go.th", "gone@x.go.th", "b@x.go.th", "busy@x.go.th", "c@x.go.th"]
    with mail_sender(either.url(), connections=2) as sender, ThreadPoolExecutor(5) as threads:
        results = list(threads.map(lambda person: sender.send(notice(to=person)), people))
        assert sender.send(notice(to="d@x.go.th")) == ACCEPTED
    assert results == [
        ACCEPTED,
        Delivery(Result.REFUSED, "smtp_550"),
        ACCEPTED,
        Delivery(Result.FAILED, "smtp_450"),
        ACCEPTED,
    ]
    assert either.connections <= 2  # a refused recipient costs no connection


@pytest.mark.parametrize(
    ("stage", "reply", "result", "reason"),
    [
        # A fault of the server or the account concerns everybody: it is tried again, never blamed on the address.
        (Stage.CONNECT, "554 5.7.1 Not from your network", Result.FAILED, "smtp_connect_554"),
        (Stage.CONNECT, "421 4.3.2 Too busy", Result.FAILED, "smtp_421"),
        (Stage.EHLO, "451 4.3.0 Try later", Result.FAILED, "smtp_451"),
        (Stage.MAIL, "451 4.3.0 Try later", Result.FAILED, "smtp_451"),
        (Stage.MAIL, "553 5.7.1 Sender not yours", Result.FAILED, "smtp_sender_553"),
        (Stage.MAIL, "552 5.3.4 Too large for us", Result.REFUSED, "smtp_552"),  # RFC 1870: said of the mail's SIZE
        (Stage.MAIL, "530 5.7.0 Log in first", Result.FAILED, "smtp_auth_530"),
        (Stage.RCPT, "530 5.7.0 Log in first", Result.FAILED, "smtp_auth_530"),
        (Stage.RCPT, "503 5.5.1 Not now", Result.FAILED, "smtp_503"),
        (Stage.RCPT, "451 4.7.1 Greylisted", Result.FAILED, "smtp_451"),
        (Stage.RCPT, "552 5.2.2 Mailbox full", Result.FAILED, "smtp_552"),  # RFC 5321 4.5.3.1.10
        (Stage.RCPT, "550 5.1.1 No such mailbox", Result.REFUSED, "smtp_550"),
        (Stage.DATA, "451 4.3.0 Try later", Result.FAILED, "smtp_451"),
        (Stage.DATA, "554 5.7.1 Not for this one", Result.REFUSED, "smtp_554"),
        (Stage.END, "452 4.3.1 No room", Result.FAILED, "smtp_452"),
        (Stage.END, "421 4.3.0 Going down", Result.FAILED, "smtp_421"),
        (Stage.END, "552 5.3.4 Too large", Result.REFUSED, "smtp_552"),
        (Stage.END, "554 5.7.1 Looks like spam", Result.REFUSED, "smtp_554"),
    ],
)
def test_a_refusal_means_what_its_stage_and_code_say(
    either: SmtpServer, stage: Stage, reply: str, result: Result, reason: str
) -> None:
    either.refuse(stage, reply)
    with mail_sender(either.url(), connections=1) as sender:
        assert sender.send(notice()) == Delivery(result, reason)
        assert either.kept == []
        either.behave()
        assert sender.send(notice()) == ACCEPTED


@pytest.mark.parametrize(
    "stage", [Stage.CONNECT, Stage.EHLO, Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.BODY, Stage.END]
)
@pytest.mark.parametrize("how", ["stall", "drip", "drop"])
def test_only_a_mail_handed_over_whole_may_have_arrived(either: SmtpServer, stage: Stage, how: str) -> None:
    getattr(either, how)(stage, times=1)
    # A small letter fits the network's buffers whole: when it is cut while being read, its end has left us too.
    handed_over = stage in (Stage.BODY, Stage.END)
    with impatient(either.url(), LONGER if handed_over else SHORT) as sender:
        reason = "dropped" if how == "drop" else "timeout"
        assert sender.send(notice()) == Delivery(Result.UNKNOWN if handed_over else Result.FAILED, reason)
    with mail_sender(either.url()) as sender:
        assert sender.send(notice(2)) == ACCEPTED
    assert either.message_ids[-1] == "0002.attempts@traimas"


def test_a_mail_cut_in_its_middle_was_not_handed_over(server: SmtpServer) -> None:
    server.drop(Stage.BODY, times=1)
    large = Attachment("แผน.pdf", "application/pdf", bytes(20_000_000))  # more than the network's buffers take
    with mail_sender(server.url()) as sender:
        cut = sender.send(Outgoing(**{**vars(notice()), "attachments": (large,)}))
    assert cut == Delivery(Result.FAILED, "dropped")
    assert server.kept == []


def test_a_mail_that_the_server_kept_without_a_word_is_unknown_and_bears_its_id_again(server: SmtpServer) -> None:
    server.drop(Stage.END, times=1)
    with mail_sender(server.url()) as sender:
        assert sender.send(notice()) == Delivery(Result.UNKNOWN, "dropped")
        assert sender.send(notice()) == ACCEPTED
    assert server.message_ids == ["0001.attempts@traimas"] * 2


def test_a_server_that_is_down_for_hours_takes_mail_when_it_is_back(server: SmtpServer) -> None:
    with mail_sender(server.url(), connections=2) as sender:
        assert sender.send(notice(1)) == ACCEPTED
        server.stop()
        assert sender.send(notice(2)) == Delivery(Result.FAILED, "connection_refused")
        assert sender.send(notice(2)) == Delivery(Result.FAILED, "connection_refused")
        server.start()
        assert sender.send(notice(2)) == ACCEPTED
    assert server.message_ids == ["0001.attempts@traimas", "0002.attempts@traimas"]


def test_connections_that_a_restart_killed_are_replaced_and_nobody_notices(server: SmtpServer) -> None:
    with mail_sender(server.url(), connections=3) as sender, ThreadPoolExecutor(3) as threads:
        server.seconds_per_reply = 0.02
        assert set(threads.map(lambda number: sender.send(notice(number)), range(6))) == {ACCEPTED}
        server.cut_all()
        assert set(threads.map(lambda number: sender.send(notice(number)), range(6, 12))) == {ACCEPTED}
    assert sorted(server.message_ids) == [f"{number:04}.attempts@traimas" for number in range(12)]


@pytest.mark.parametrize("stage", [Stage.MAIL, Stage.RCPT, Stage.DATA])
def test_a_kept_connection_that_dies_under_a_mail_is_replaced_once(either: SmtpServer, stage: Stage) -> None:
    with mail_sender(either.url(), connections=1) as sender:
        assert sender.send(notice(1)) == ACCEPTED
        either.drop(stage, times=1)
        assert sender.send(notice(2)) == ACCEPTED
        either.drop(stage)
        assert sender.send(notice(3)) == Delivery(Result.FAILED, "dropped")
    assert either.message_ids == ["0001.attempts@traimas", "0002.attempts@traimas"]
    assert either.connections == 3


@pytest.mark.parametrize("seed", range(3))
def test_whatever_the_server_does_no_result_lies(either: SmtpServer, seed: int) -> None:
    """Accepted is kept once, failed and refused are not kept, and unknown at most once: among random faults."""
    either.mails_per_connection = 7
    chance = Random(seed)  # noqa: S311 - no secret
    stages = [Stage.CONNECT, Stage.EHLO, Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.END]
    replies = ["421 4.3.2 Later", "451 4.3.0 Later", "550 5.0.0 Never", "554 5.0.0 Never"]
    drops = [*stages, Stage.BODY]

    def send(number: int) -> tuple[str, Result]:
        if chance.random() < 0.2:
            either.refuse(chance.choice(stages), chance.choice(replies), times=1)
        elif chance.random() < 0.2:
            either.drop(chance.choice(drops), times=1)
        return notice(number).message_id, sender.send(notice(number)).result

    with mail_sender(either.url(), connections=3) as sender, ThreadPoolExecutor(4) as threads:
        results = dict(threads.map(send, range(150)))
    kept = Counter(either.message_ids)
    assert set(results.values()) == set(Result)
    for message_id, result in results.items():
        allowed = {Result.ACCEPTED: {1}, Result.UNKNOWN: {0, 1}}.get(result, {0})
        assert kept[message_id] in allowed, (message_id, result)


def test_a_limit_of_mails_per_connection_costs_a_connection_and_no_mail(either: SmtpServer) -> None:
    either.mails_per_connection = 3
    with mail_sender(either.url(), connections=1) as sender:
        assert [sender.send(notice(number)) for number in range(10)] == [ACCEPTED] * 10
    assert either.message_ids == [f"{number:04}.attempts@traimas" for number in range(10)]
    assert either.connections == 4


def test_a_server_that_takes_fewer_connections_than_we_would_open_is_served_over_those(server: SmtpServer) -> None:
    server.seconds_per_reply = 0.01
    with mail_sender(server.url(), connections=4) as sender, ThreadPoolExecutor(4) as threads:
        assert sender.send(notice(0)) == ACCEPTED
        server.refuse(Stage.CONNECT, "421 4.7.0 Too many connections from you")
        assert set(threads.map(lambda number: sender.send(notice(number)), range(1, 20))) == {ACCEPTED}
    assert len(server.kept) == 20


def test_an_idle_connection_is_asked_before_it_is_trusted(server: SmtpServer) -> None:
    with mail_sender(server.url(), connections=1, ask_after_seconds=0) as sender:
        assert sender.send(notice(1)) == ACCEPTED
        assert sender.send(notice(2)) == ACCEPTED
        assert server.connections == 1
        server.refuse(Stage.NOOP, "421 4.4.2 You were idle")
        assert sender.send(notice(3)) == ACCEPTED
        assert server.connections == 2


@pytest.mark.parametrize(
    ("stage", "said", "result"),
    [
        (Stage.END, "250 2.0.0 Accepted\r\n250 2.0.0 And again", ACCEPTED),
        (Stage.DATA, "250 2.0.0 Whatever", Delivery(Result.FAILED, "smtp_250")),
        (Stage.DATA, "what?", Delivery(Result.FAILED, "garbled")),
        (Stage.END, "what?", Delivery(Result.UNKNOWN, "garbled")),
        (Stage.END, "354 Go on", Delivery(Result.UNKNOWN, "garbled")),
    ],
)
def test_a_server_that_answers_beside_the_point_loses_the_connection_and_confuses_no_other_mail(
    either: SmtpServer, stage: Stage, said: str, result: Delivery
) -> None:
    either.refuse(stage, said, times=1)
    with mail_sender(either.url(), connections=1) as sender:
        assert sender.send(notice(1)) == result
        assert sender.send(notice(2)) == ACCEPTED
    assert either.connections == 2
    assert either.message_ids == ["0002.attempts@traimas"]


def test_a_whole_attempt_is_bounded_however_little_by_little_the_server_answers() -> None:
    with SmtpServer(seconds_per_reply=SHORT * 0.6) as slow, impatient(slow.url()) as sender:
        assert sender.send(notice()) == Delivery(Result.FAILED, "timeout")


def test_who_waits_for_a_connection_waits_no_longer_than_an_attempt(server: SmtpServer) -> None:
    server.stall(Stage.MAIL)
    patient = mail_sender(server.url(), 1, attempt_seconds=30, reply_seconds=20)
    with patient as sender, ThreadPoolExecutor(1) as threads:
        first = threads.submit(sender.send, notice(1))
        with server.opened:
            assert server.opened.wait_for(lambda: server.connections == 1, timeout=20)
        sender._pool._attempt_seconds = SHORT  # the second is in more of a hurry than the first
        assert sender.send(notice(2)) == Delivery(Result.FAILED, "no_free_connection")
        server.cut_all()
        assert first.result() == Delivery(Result.FAILED, "dropped")


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_mail_goes_encrypted_and_logged_in_over_connections_that_stay(
    certificate: Path, security: Security, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with (
        SmtpServer(security=security, certificate=certificate, login=True) as server,
        mail_sender(server.url(host="localhost"), connections=1) as sender,
    ):
        assert [sender.send(notice(number)) for number in range(3)] == [ACCEPTED] * 3
        server.cut_all()
        assert sender.send(notice(4)) == ACCEPTED
        server.drop(Stage.END, times=1)
        assert sender.send(notice(5)) == Delivery(Result.UNKNOWN, "dropped")
        assert server.connections == 2


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_that_nobody_vouches_for_is_refused_unless_the_address_says_so(
    certificate: Path, security: Security
) -> None:
    with SmtpServer(security=security, certificate=certificate, login=True) as server:
        with mail_sender(server.url()) as sender:
            assert sender.send(notice()) == Delivery(Result.FAILED, "tls_certificate")
        with mail_sender(server.url(verify=False)) as sender:
            assert sender.send(notice()) == ACCEPTED


def test_a_server_without_starttls_gets_no_password(server: SmtpServer) -> None:
    with mail_sender(f"mailtos://office:secret@127.0.0.1:{server.port}?from=a@x.go.th&mode=starttls") as sender:
        assert sender.send(notice()) == Delivery(Result.FAILED, "starttls_not_offered")
    with mail_sender(f"mailto://office:secret@127.0.0.1:{server.port}?from=a@x.go.th&mode=insecure") as sender:
        assert sender.send(notice()) == Delivery(Result.FAILED, "smtp_auth_not_offered")
    assert not any(command.startswith("AUTH") for command in server.commands)


def test_a_wrong_password_fails_for_everybody_and_is_nobodys_refusal(certificate: Path) -> None:
    with SmtpServer(security=Security.TLS, certificate=certificate, login=True) as server:
        url = server.url(verify=False)
        with mail_sender(url.replace("office:", "office:not-")) as sender:
            assert sender.send(notice()) == Delivery(Result.FAILED, "smtp_auth_535")
        with mail_sender(url.partition("://")[0] + "://" + url.partition("@")[2]) as sender:
            assert sender.send(notice()) == Delivery(Result.FAILED, "smtp_auth_530")
        server.refuse(Stage.AUTH, "454 4.7.0 Temporary authentication failure")
        with mail_sender(url) as sender:
            assert sender.send(notice()) == Delivery(Result.FAILED, "smtp_auth_454")


def test_an_address_in_thai_goes_where_the_server_takes_it(server: SmtpServer) -> None:
    with mail_sender(server.url()) as sender:
        assert sender.send(notice(to="สมชาย@ตัวอย่าง.ไทย")) == ACCEPTED
        assert sender.send(notice(to="somchai@ตัวอย่าง.ไทย")) == ACCEPTED
    assert server.kept[0].recipients == ("สมชาย@xn--72c1a1bt4awk9o.xn--o3cw4h",)
    assert "To: สมชาย@xn--72c1a1bt4awk9o.xn--o3cw4h\r\n".encode() in server.kept[0].content
    assert server.kept[1].recipients == ("somchai@xn--72c1a1bt4awk9o.xn--o3cw4h",)
    with SmtpServer(smtputf8=False) as old, mail_sender(old.url()) as sender:
        assert sender.send(notice(to="สมชาย@ตัวอย่าง.ไทย")) == Delivery(Result.REFUSED, "smtputf8_not_offered")
        assert sender.send(notice(to="somchai@ตัวอย่าง.ไทย")) == ACCEPTED
        assert old.connections == 1


@pytest.mark.parametrize("to", ["", "a b@x.go.th", "a@x.go.th\r\nRCPT TO:<b@x.go.th>", "a@x.go.th, b@x.go.th"])
def test_an_address_that_is_none_is_refused_before_the_server_hears_of_it(server: SmtpServer, to: str) -> None:
    with mail_sender(server.url()) as sender:
        assert sender.send(notice(to=to)) == Delivery(Result.REFUSED, "address_invalid")
    assert server.connections == 0


def test_a_thai_name_in_the_mail_address_does_no_harm_and_each_mail_has_its_own(server: SmtpServer) -> None:
    with mail_sender(server.url(name="ระบบติดตามแผนการดำเนินงานของเทศบาล")) as sender:
        assert sender.send(notice()) == ACCEPTED
    [sent_by] = server.kept[0].message["From"].addresses
    assert sent_by.addr_spec == "traimas@example.go.th"
    assert sent_by.display_name.replace(" ", "") == notice().sender_name


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mailto://",
        "json://127.0.0.1",
        "127.0.0.1:25",
        "mailto://user:hidden-word@?from=",
        "mailto://user:hidden-word@x.go.th?from=a@x.go.th&to=b@x.go.th",
        "mailto://user:hidden-word@x.go.th/b@x.go.th?from=a@x.go.th",
        "mailto://user:hidden-word@x.go.th?from=a@x.go.th&bcc=b@x.go.th",
        "mailto://user:hidden-word@x.go.th?from=a@x.go.th&mode=none",
    ],
)
def test_an_address_that_is_no_account_of_ours_is_refused_without_repeating_it(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    for reads in (check_mail_url, mail_sender):
        with pytest.raises(ValueError, match="TRAIMAS_MAIL_URL") as refused:
            reads(url)
        assert "hidden-word" not in str(refused.value)
    assert "hidden-word" not in caplog.text


def test_no_log_no_result_and_no_description_says_who_or_the_password(
    certificate: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    caplog.set_level("CRITICAL", logger="mail.log")  # the server's own
    with SmtpServer(security=Security.TLS, certificate=certificate, login=True) as server:
        server.refuse(Stage.RCPT, f"550 5.1.1 <{OFFICER}> is unknown here")
        with mail_sender(server.url(verify=False)) as sender:
            said = [sender.send(notice()), sender, sender._pool, sender._pool._account]
    for words in [caplog.text, *map(repr, said), *map(str, said)]:
        assert OFFICER not in words
        assert PASSWORD not in words


def test_a_closed_sender_sends_nothing_more_and_ends_its_connections(server: SmtpServer) -> None:
    sender = mail_sender(server.url(), connections=2)
    assert sender.send(notice()) == ACCEPTED
    sender.close()
    assert server.wait_until_left()
    assert sender.send(notice()) == Delivery(Result.FAILED, "closed")
    sender.close()


def test_a_connection_in_use_is_ended_when_its_mail_is_through(server: SmtpServer) -> None:
    server.seconds_per_reply = 0.05
    sender = mail_sender(server.url(), connections=1)
    with ThreadPoolExecutor(1) as threads:
        underway = threads.submit(sender.send, notice())
        with server.opened:
            assert server.opened.wait_for(lambda: server.connections == 1, timeout=20)
        sender.close()
        assert underway.result() == ACCEPTED
    assert server.wait_until_left()


def test_threads_that_come_and_go_leave_no_connection_behind(server: SmtpServer) -> None:
    with mail_sender(server.url(), connections=2) as sender:
        for number in range(10):
            thread = threading.Thread(target=sender.send, args=(notice(number),))
            thread.start()
            thread.join()
    assert server.connections == 1
    assert len(server.kept) == 10
    assert server.wait_until_left()


@pytest.mark.parametrize(
    ("host_name", "own_address", "greets_as"),
    [
        ("mail.municipality.example.go.th", "192.0.2.1", "mail.municipality.example.go.th"),
        ("เครื่องแม่ข่าย.ตัวอย่าง.ไทย", "192.0.2.1", "xn--22cdj8hgc4ezb1b9eq5feb.xn--72c1a1bt4awk9o.xn--o3cw4h"),
        ("เครื่องแม่ข่าย", "192.0.2.1", "[192.0.2.1]"),
        ("localhost", "192.0.2.1", "[192.0.2.1]"),
        ("PC กองช่าง.local", "192.0.2.1", "[192.0.2.1]"),
        ("pc_1.local", "2001:db8::1", "[IPv6:2001:db8::1]"),
        ("", "192.0.2.1", "[192.0.2.1]"),
        ("x" * 70 + ".local", "192.0.2.1", "[192.0.2.1]"),
    ],
)
def test_the_greeting_is_one_that_servers_understand_whatever_the_machine_is_called(
    host_name: str, own_address: str, greets_as: str
) -> None:
    assert ehlo_name(host_name, own_address) == greets_as
