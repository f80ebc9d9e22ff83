"""Mail at speed, side by side in one run: smtplib with one open connection (the floor), Apprise's own mail, ours.

All send the same Thai letters (text and HTML) to the same kind of server, in turn, round by round, so that noise
falls on all alike. A round's mails are all due at its beginning: *due to accepted* includes waiting for those before.
Rates depend on the machine; the ratios are what counts. Run: ``python -m benchmarks.mail`` (about two minutes;
``--small`` for a look). The last line is one JSON object with the ratios and the goals.
"""

import argparse
import json
import os
import smtplib
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

from apprise import Apprise, NotifyFormat

from benchmarks.smtp_server import HOST, count, running
from notifications.channels.contract import Outgoing, Result
from notifications.channels.mail import mail_sender

SENDER = "plan@municipality.example.go.th"
SENDER_NAME = "เทศบาลตำบลตัวอย่าง"
SENT_ON = datetime(2026, 1, 5, 1, 30, tzinfo=UTC)
FLOOR, APPRISE, OURS, OURS_ONE_BY_ONE = "smtplib", "Apprise", "ours", "ours, no PIPELINING"
Send = Callable[[Outgoing], None]


def letter(number: int) -> Outgoing:
    """Return a reminder as an officer gets it; each is different."""
    person = f"นางสาวตัวอย่าง รายงานดี คนที่ {number}"
    projects = [
        f"โครงการก่อสร้างถนนคอนกรีตเสริมเหล็ก สายบ้านหนองแสง หมู่ที่ {number % 17 + item} งบประมาณ {number * 100:,} บาท"
        for item in range(8)
    ]
    explanation = "ไตรมาสที่ ๑ สิ้นสุดวันที่ ๓๑ ธันวาคม ๒๕๖๘ และสำนักงานกำหนดให้รายงานภายในวันที่ ๑๕ มกราคม ๒๕๖๙"
    link = f"https://plan.municipality.example.go.th/in/{number:043}"
    text = "\n".join([f"เรียน {person}", "", "■ ใกล้ครบกำหนดรายงาน เหลือเวลา ๓ วัน", *projects, explanation, "", link, ""])
    style = "margin:8px 0;font-size:14px;color:#55616e;font-family:'Sarabun','Leelawadee UI',Tahoma,sans-serif"
    items = "\n".join(f'<li style="{style}">{project}</li>' for project in projects)
    html = (
        '<!doctype html>\n<html lang="th"><head><meta charset="utf-8"></head>\n<body style="margin:0">\n'
        f'<p style="{style}">เรียน {person}</p>\n<h2>ใกล้ครบกำหนดรายงาน เหลือเวลา ๓ วัน</h2>\n<ol>\n{items}\n</ol>\n'
        f'<p style="{style}">{explanation}</p>\n<p><a href="{link}" style="{style}">รายงานผล</a></p>\n</body></html>\n'
    )
    return Outgoing(
        to=f"officer{number}@municipality.example.go.th",
        subject=f"ใกล้ครบกำหนดรายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙ ({number})",
        text=text,
        html=html,
        message_id=f"{number:08}.benchmark@traimas",
        sent_on=SENT_ON,
        sender_name=SENDER_NAME,
    )


@contextmanager
def floor(port: int, _connections: int) -> Iterator[Send]:
    """Yield smtplib with an open connection per thread, and an ``EmailMessage`` built for each mail."""
    mine = threading.local()
    opened: list[smtplib.SMTP] = []

    def send(outgoing: Outgoing) -> None:
        if not hasattr(mine, "server"):
            mine.server = smtplib.SMTP(HOST, port, local_hostname="localhost")
            opened.append(mine.server)
        message = EmailMessage(policy=SMTP)
        message["From"] = f"{outgoing.sender_name} <{SENDER}>"
        message["To"] = outgoing.to
        message["Subject"] = outgoing.subject
        message["Date"] = outgoing.sent_on
        message["Message-ID"] = f"<{outgoing.message_id}>"
        message.set_content(outgoing.text)
        message.add_alternative(outgoing.html, subtype="html")
        mine.server.sendmail(SENDER, [outgoing.to], message.as_bytes())

    yield send
    for server in opened:
        server.quit()


@contextmanager
def plain_apprise(port: int, _connections: int) -> Iterator[Send]:
    """Yield Apprise's own mail service, a fresh object for each mail: it sleeps between sends on one."""

    def send(outgoing: Outgoing) -> None:
        url = f"mailto://{HOST}:{port}?from={SENDER}&mode=insecure&to={outgoing.to}"
        service = Apprise.instantiate(url)
        assert service is not None
        assert service.notify(body=outgoing.html, title=outgoing.subject, body_format=NotifyFormat.HTML)

    yield send


@contextmanager
def ours(port: int, connections: int) -> Iterator[Send]:
    """Yield our sender."""
    with mail_sender(f"mailto://{HOST}:{port}?from={SENDER}&mode=insecure", connections) as sender:

        def send(outgoing: Outgoing) -> None:
            assert sender.send(outgoing).result is Result.ACCEPTED

        yield send


@dataclass
class Contest:
    """One contestant in one setting: its rates by round, and how long its mails took from due to accepted."""

    name: str
    milliseconds: int
    connections: int
    port: int
    mails: int
    rates: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def play(self, first: int) -> None:
        """Send one round's mails, all due now."""
        opens = {FLOOR: floor, APPRISE: plain_apprise, OURS: ours, OURS_ONE_BY_ONE: ours}[self.name]
        outgoing = [letter(first + number) for number in range(self.mails)]
        before = count(self.port)
        with opens(self.port, self.connections) as send, ThreadPoolExecutor(self.connections) as threads:
            due = time.perf_counter()

            def accepted_after(one: Outgoing) -> float:
                send(one)
                return time.perf_counter() - due

            waits = list(threads.map(accepted_after, outgoing))
        self.rates.append(self.mails / max(waits))
        self.waits += waits
        assert count(self.port) - before == self.mails, "the server did not get every mail"

    def line(self) -> str:
        """Return what there is to say of it."""
        p50, p95, p99 = (statistics.quantiles(self.waits, n=100)[at] for at in (49, 94, 98))
        rate = statistics.median(self.rates)
        return (
            f"{self.milliseconds:>3} ms {self.connections} conn. {self.name:20} {rate:8.1f} mails/s   "
            f"due to accepted of {self.mails:>4}: p50 {p50:6.3f} s  p95 {p95:6.3f} s  p99 {p99:6.3f} s"
        )


def ratio(above: Contest, below: Contest) -> float:
    """Return how many times faster one is: the median over the rounds, each measured side by side."""
    return round(statistics.median(a / b for a, b in zip(above.rates, below.rates, strict=True)), 2)


def rss() -> int:
    """Return this process's resident memory in bytes."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def memory(port: int, mails: int) -> tuple[int, int]:
    """Send many mails over one sender, and return the memory after a tenth of them and after all, in bytes."""
    early = 0
    with ours(port, 1) as send:
        for number in range(mails):
            send(letter(number))
            if number + 1 == mails // 10:
                early = rss()
    return early, rss()


def measure(rounds: int, share: float, memory_mails: int) -> dict[str, object]:
    """Measure everything, print it, and return the ratios and the goals."""
    with ExitStack() as stack:
        port = {delay: stack.enter_context(running(delay)) for delay in (0, 20)}
        bare = stack.enter_context(running(0, pipelining=False))
        early, late = memory(port[0], memory_mails)
        print(
            f"memory: {early / 1e6:.1f} MB after {memory_mails // 10} mails, {late / 1e6:.1f} MB after {memory_mails}"
        )
        sizes = {
            (0, FLOOR): (150, 150), (0, APPRISE): (10, 10), (0, OURS): (600, 600), (0, OURS_ONE_BY_ONE): (600, 600),
            (20, FLOOR): (20, 160), (20, APPRISE): (5, 16), (20, OURS): (40, 320),
        }  # fmt: skip
        contests = {
            (delay, connections, name): Contest(
                name,
                delay,
                connections,
                bare if name == OURS_ONE_BY_ONE else port[delay],
                max(4, round(mails * share)),
            )
            for (delay, name), both in sizes.items()
            for connections, mails in zip((1, 8), both, strict=True)
        }
        for round_number in range(rounds):
            # Each round in the other direction, so that nobody always comes after the same neighbour.
            for contest in list(contests.values())[:: 1 if round_number % 2 else -1]:
                contest.play(round_number * 1000)
    for contest in sorted(contests.values(), key=lambda one: (one.milliseconds, one.connections)):
        print(contest.line())
    ratios = {
        "0ms_1_ours_to_smtplib": ratio(contests[0, 1, OURS], contests[0, 1, FLOOR]),
        "0ms_1_ours_without_pipelining_to_smtplib": ratio(contests[0, 1, OURS_ONE_BY_ONE], contests[0, 1, FLOOR]),
        "0ms_1_ours_to_apprise": ratio(contests[0, 1, OURS], contests[0, 1, APPRISE]),
        "0ms_8_ours_to_smtplib": ratio(contests[0, 8, OURS], contests[0, 8, FLOOR]),
        "0ms_8_ours_to_apprise": ratio(contests[0, 8, OURS], contests[0, 8, APPRISE]),
        "20ms_1_ours_to_smtplib": ratio(contests[20, 1, OURS], contests[20, 1, FLOOR]),
        "20ms_1_ours_to_apprise": ratio(contests[20, 1, OURS], contests[20, 1, APPRISE]),
        "20ms_8_ours_to_smtplib": ratio(contests[20, 8, OURS], contests[20, 8, FLOOR]),
        "20ms_8_ours_to_apprise": ratio(contests[20, 8, OURS], contests[20, 8, APPRISE]),
        "20ms_ours_8_to_1": ratio(contests[20, 8, OURS], contests[20, 1, OURS]),
        "memory_all_to_a_tenth": round(late / early, 3),
    }
    at_least = {"0ms_1_ours_to_smtplib": 2.0, "0ms_1_ours_to_apprise": 10.0, "20ms_ours_8_to_1": 6.0}
    at_most = {"memory_all_to_a_tenth": 1.05}
    met = all(ratios[name] >= goal for name, goal in at_least.items()) and all(
        ratios[name] <= goal for name, goal in at_most.items()
    )
    return {"ratios": ratios, "goals_at_least": at_least, "goals_at_most": at_most, "met": met}


def main() -> None:
    """Read the flags, measure, and print the result as the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--small", action="store_true", help="a quick look: a quarter of the mails, two rounds")
    parser.add_argument("--memory-mails", type=int, default=None, help="default 20000, or 2000 when small")
    given = parser.parse_args()
    memory_mails = given.memory_mails or (2_000 if given.small else 20_000)
    result = measure(2 if given.small else given.rounds, 0.25 if given.small else 1.0, memory_mails)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
