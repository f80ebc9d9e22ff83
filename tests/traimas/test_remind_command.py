"""``traimas remind``: a day is told as it would be, nothing of the looking is kept, and the day comes as was told."""

import json
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select, update

from flows.instants import mark_rehearsal
from models.contacts import Contact
from models.kinds import MessageState, NoticeState, Role
from models.notices import Message, Notice
from models.organizations import Installation, Person
from notifications.planning import plan_notices
from procedure.acts.posts import RecordLeave, record_leave
from procedure.calendar import at
from tests.offices import Desk
from tests.procedure.quarters import FINANCE, WORKS, report
from tests.traimas.conftest import Run

EVE = date(2025, 12, 20)
HEAD = "ผู้อำนวยการกองช่าง"


@pytest.fixture
def desk(traimas: Run, tmp_path: Path) -> Desk:
    """Return an office on 20 December whose collection is over; its first round is still to be opened."""
    del traimas
    desk = Desk(tmp_path).announced()
    plan(desk, EVE)
    sent(desk, EVE)
    mark_rehearsal(desk.database, EVE)
    return desk


def plan(desk: Desk, on: date) -> None:
    with desk.database.write() as session:
        plan_notices(session, at(on, time(0, 30)))


def sent(desk: Desk, on: date) -> None:
    """Let what is planned for a day be sent."""
    with desk.database.write() as session:
        due = [row.id for row in session.exec(select(Message).where(Message.day <= on, Message.state == "planned"))]
        told = update(Notice).where(col(Notice.message_ref).in_(due), col(Notice.state) == NoticeState.PLANNED)
        session.exec(told.values(state=NoticeState.SENT))
        session.exec(update(Message).where(col(Message.id).in_(due)).values(state=MessageState.SENT))


def foreseen(traimas: Run, on: date, *more: str) -> dict[str, Any]:
    code, out, err = traimas("remind", "--as-of", on.isoformat(), "--dry-run", "--json", *more)
    assert (code, err) == (0, "")
    document: dict[str, Any] = json.loads(out)
    return document


def hearing(document: dict[str, Any]) -> set[tuple[str, str]]:
    return {(line["post"], line["rung"]) for line in document["told"] if "รายงานความก้าวหน้า" in line["about_th"]}


def test_a_day_to_come_is_told_with_its_round_and_nothing_is_kept(desk: Desk, traimas: Run) -> None:
    before, file = desk.rows(), dump(desk)
    document = foreseen(traimas, date(2026, 1, 18))
    late = {(WORKS, "due+3"), (FINANCE, "due+3"), (HEAD, "due+3"), ("ผู้อำนวยการกองคลัง", "due+3")}
    assert hearing(document) == late | {("ผู้ประสานงาน องค์การบริหารส่วนจังหวัดตัวอย่าง", "due+3")}
    line = next(line for line in document["told"] if line["post"] == HEAD)
    assert (line["due"], line["days_left"], line["owed_by"]) == ("2026-01-15", -3, WORKS)
    assert (line["kind"], line["channel"], line["send_at"]) == ("escalation", "mail", "2026-01-18T08:30:00+07:00")
    assert (desk.rows(), dump(desk)) == (before, file)
    assert "@" not in json.dumps(document)


def dump(desk: Desk) -> list[str]:
    with desk.database.engine.connect() as connection:
        return list(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]


@pytest.mark.parametrize("on", [date(2026, 1, 2), date(2026, 1, 9), date(2026, 1, 17), date(2026, 2, 5)])
def test_a_day_without_a_rung_tells_nobody_and_says_when_the_next_falls(desk: Desk, traimas: Run, on: date) -> None:
    document = foreseen(traimas, on)
    assert hearing(document) == set()
    waiting = {line["reason"] for line in document["not_told"] if "รายงานความก้าวหน้า" in line["about_th"]}
    assert waiting == ({"not_today"} if on < date(2026, 1, 31) else set())
    nexts = {line["next"] for line in document["not_told"] if line["reason"] == "not_today" and line["post"] == WORKS}
    expected = {date(2026, 1, 2): {"2026-01-05"}, date(2026, 1, 9): {"2026-01-12"}, date(2026, 1, 17): {"2026-01-18"}}
    assert nexts == expected.get(on, set())


def test_the_days_come_as_they_were_told(desk: Desk, traimas: Run) -> None:
    with desk.database.write() as session:  # one of them is to be reached nowhere
        works = session.exec(select(Notice).where(Notice.officer_id == desk.post_of(WORKS))).first()
        assert works is not None
        session.exec(update(Contact).where(col(Contact.person_id) == works.person_id).values(ended_at=at(EVE, time(1))))
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(32)]
    told_before = {on: foreseen(traimas, on) for on in days}
    for on in [EVE + timedelta(days=n) for n in range(12)] + days:
        code, out, _err = traimas("remind", "--as-of", on.isoformat(), "--json")
        assert code == 0
        if on in told_before:
            document = {**json.loads(out), "dry_run": True}
            for part in ("told", "not_told"):
                assert (on, [x for x in document[part] if x not in told_before[on][part]]) == (on, [])
                assert (on, [x for x in told_before[on][part] if x not in document[part]]) == (on, [])
            assert document == told_before[on]
        sent(desk, on)
    with desk.database.read() as session:
        told = session.exec(select(Notice).where(Notice.rung == "due+3", Notice.state == NoticeState.SENT)).all()
    assert len(told) == 4  # the head hears in the place of the post that cannot be reached


def test_who_does_not_hear_is_told_with_the_reason(desk: Desk, traimas: Run) -> None:
    leave = RecordLeave(officer=WORKS, from_on=date(2026, 1, 12), until_on=date(2026, 1, 16))
    desk.act(record_leave, leave, EVE, Role.ADMINISTRATOR)
    code, out, _err = traimas("remind", "--as-of", "2026-01-15", "--dry-run")
    assert code == 0
    above, below = out.split("ผู้ที่ไม่ได้รับแจ้ง")
    assert any(HEAD in line and f"แทน{WORKS}" in line and "วันนี้" in line for line in above.splitlines())
    assert any(WORKS in line and "ลา และไม่มีผู้รักษาราชการแทน" in line for line in below.splitlines())
    document = foreseen(traimas, date(2026, 1, 15))
    line = next(line for line in document["told"] if line["post"] == HEAD)
    assert (line["passed_from"], line["kind"]) == (WORKS, "reminder")


def test_what_was_done_is_named_on_its_days(desk: Desk, traimas: Run) -> None:
    for on in (date(2026, 1, 5), date(2026, 1, 8)):
        traimas("remind", "--as-of", on.isoformat())
        sent(desk, on)
    report(desk, WORKS, date(2026, 1, 9))
    document = foreseen(traimas, date(2026, 1, 12))
    assert WORKS not in {post for post, _rung in hearing(document)}
    assert (WORKS, "already_met") in {(line["post"], line["reason"]) for line in document["not_told"]}


def test_a_preferred_channel_is_told(desk: Desk, traimas: Run) -> None:
    with desk.database.write() as session:
        person = session.exec(select(Person).where(Person.name == f"ผู้ดำรงตำแหน่ง{WORKS}")).one()
        mail = session.exec(select(Contact).where(Contact.person_id == person.id)).one()
        person.channel, mail.channel = "line", "line"
        session.add(person)
        session.add(mail)
    document = foreseen(traimas, date(2026, 1, 5))
    assert {line["post"]: line["channel"] for line in document["told"]}[WORKS] == "line"


def test_only_a_rehearsal_is_planned_away_from_today_but_any_day_is_shown(desk: Desk, traimas: Run) -> None:
    with desk.database.write() as session:
        session.exec(update(Installation).values(rehearsal=False, rehearsal_on=None))
    before = desk.rows()
    code, out, _err = traimas("remind", "--as-of", "2026-01-05", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "not_a_rehearsal")
    code, _out, err = traimas("remind", "--as-of", "2026-01-05", "--dry-run")
    assert (code, err) == (0, "")
    assert desk.rows() == before


def test_an_unknown_organization_is_refused(desk: Desk, traimas: Run) -> None:
    code, _out, err = traimas("remind", "--dry-run", "--organization", "nobody")
    assert code == 1
    assert "unknown_organization" in err
