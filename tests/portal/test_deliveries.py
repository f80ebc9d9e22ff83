"""The page of deliveries: what was given up first, why and what to do, what was not sent, and sending again."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import Session, col, select

from models.kinds import MessageState, NoticeKind, NoticeState
from models.notices import Message, Notice
from models.obligations import Obligation
from portal.delivery_facts import PAGE
from procedure.calendar import at
from procedure.plans import identity
from tests.portal.office import (
    ADMINISTRATOR,
    ANALYST,
    EDUCATION_OFFICER,
    TODAY,
    WORKS_HEAD,
    WORKS_OFFICER,
    Browser,
    Office,
    address,
    counted_selects,
    fields_of,
    other_organization,
    words,
)

AUDITOR = "ผู้ตรวจสอบภายใน"


def message(
    session: Session, office: Office, title: str, state: MessageState, reason: str = "", on: date = TODAY
) -> Message:
    """Write a message about what a post owes, to its holder."""
    post = office.post(title)
    row = Message(
        organization_id=office.organization_id,
        person_id=office.person(title),
        day=on,
        channel="mail",
        digest=True,
        kind=NoticeKind.REMINDER,
        message_id=f"{title}-{on}@traimas",
        send_at=at(on, time(8, 30)),
        give_up_at=at(on + timedelta(days=1), time(8, 30)),
        state=state,
        reason=reason,
        attempts=0 if state is MessageState.PLANNED else 3,
        ended_at=at(on, time(9)) if state in (MessageState.GIVEN_UP, MessageState.SENT) else None,
    )
    session.add(row)
    session.flush()
    owed = session.exec(select(Obligation).where(Obligation.officer_id == post)).first()
    session.add(
        Notice(
            organization_id=office.organization_id,
            obligation_id=owed.id if owed else None,
            event_id=None,
            officer_id=post,
            person_id=row.person_id,
            rung=f"due {on}",
            kind=NoticeKind.REMINDER,
            message_ref=row.id,
            state=NoticeState.NOT_SENT if state is MessageState.GIVEN_UP else NoticeState.PLANNED,
            reason=reason if state is MessageState.GIVEN_UP else "",
        )
    )
    return row


@pytest.fixture
def client(office: Office) -> Browser:
    """Return the administrator's browser, in an office whose messages stand in several ways."""
    with office.database.write() as session:
        message(session, office, EDUCATION_OFFICER, MessageState.PLANNED)
        message(session, office, WORKS_OFFICER, MessageState.FAILED, "timeout")
        message(session, office, WORKS_OFFICER, MessageState.GIVEN_UP, "smtp_550", TODAY - timedelta(days=1))
        message(session, office, EDUCATION_OFFICER, MessageState.SENT, on=TODAY - timedelta(days=1))
        owed = session.exec(select(Obligation).where(Obligation.officer_id == office.post(WORKS_OFFICER))).first()
        for rung, reason in (("opening", "no_address"), ("due-3", "superseded")):
            session.add(
                Notice(
                    organization_id=office.organization_id,
                    obligation_id=identity(owed.id if owed else None),
                    officer_id=office.post(WORKS_OFFICER),
                    rung=rung,
                    kind=NoticeKind.OPENING,
                    state=NoticeState.NOT_SENT,
                    reason=reason,
                )
            )
    return office.signed_in(ADMINISTRATOR)


def test_what_was_given_up_stands_first_and_says_what_to_do(client: Browser) -> None:
    text = words(client.get("/deliveries"))
    order = [
        text.index(mark)
        for mark in (f"ส่งไม่สำเร็จ {WORKS_OFFICER}", f"จะส่งซ้ำ {WORKS_OFFICER}", "รอส่ง " + EDUCATION_OFFICER)
    ]
    assert order == sorted(order)
    assert "ไม่มีกล่องจดหมายนี้หรือไม่รับจดหมาย (550) โปรดตรวจสอบที่อยู่อีเมล" in text
    assert "ลองใหม่ ๑๐ มกราคม ๒๕๖๙ เวลา ๐๘.๓๐ น." in text
    assert "ส่งแล้ว" not in text  # what is settled is not in the way


def test_what_was_not_sent_is_told_with_its_reason_and_what_the_ladder_left_out_is_not(client: Browser) -> None:
    text = words(client.get("/deliveries"))
    assert "ไม่มีที่อยู่สำหรับแจ้ง" in text
    assert "(opening)" in text
    assert "(due-3)" not in text


def test_no_address_is_shown(office: Office, client: Browser) -> None:
    for path in ("/deliveries", f"/deliveries?day={TODAY}"):
        page = client.get(path).text
        assert address(office, WORKS_OFFICER) not in page
        assert "@" not in page


def test_a_day_shows_all_that_was_sent_on_it_and_a_post_its_own(office: Office, client: Browser) -> None:
    before = TODAY - timedelta(days=1)
    text = words(client.get("/deliveries", {"day": before.isoformat()}))
    assert f"ส่งแล้ว {EDUCATION_OFFICER}" in text
    assert f"จะส่งซ้ำ {WORKS_OFFICER}" not in text
    mine = words(client.get("/deliveries", {"day": before.isoformat(), "post": str(office.post(WORKS_OFFICER))}))
    assert f"ส่งไม่สำเร็จ {WORKS_OFFICER}" in mine
    assert f"ส่งแล้ว {EDUCATION_OFFICER}" not in mine


@pytest.mark.parametrize("query", ["day=วันนี้", "post=999999", "post=ก", "n=0", "n=x"])
def test_a_day_or_post_that_is_none_is_not_there(client: Browser, query: str) -> None:
    assert client.get(f"/deliveries?{query}").status_code == 404


def test_sending_again_puts_it_into_the_next_message_once(office: Office, client: Browser) -> None:
    form = fields_of(client.get("/deliveries"), "/deliveries/again")
    assert client.post("/deliveries/again", form).status_code == 303
    with office.database.read() as session:
        notice = session.exec(select(Notice).where(Notice.rung == f"due {TODAY - timedelta(days=1)}")).first()
        assert notice is not None
        message = session.get_one(Message, notice.message_ref)
    assert (notice.state, notice.reason) == (NoticeState.PLANNED, "")
    assert (message.state, message.day) == (MessageState.PLANNED, TODAY + timedelta(days=1))
    page = client.get("/deliveries")
    assert "ส่งใหม่แล้ว" in page.text
    answer = client.post("/deliveries/again", form)
    assert answer.status_code == 422
    assert "was given up" in words(answer)


def test_an_auditor_reads_it_and_sends_nothing_again(office: Office, client: Browser) -> None:
    form = fields_of(client.get("/deliveries"), "/deliveries/again")
    auditor = office.signed_in(AUDITOR)
    page = auditor.get("/deliveries")
    assert "/deliveries/again" not in page.text
    form["signed"] = fields_of(page, "/sign-out")["signed"]
    assert auditor.post("/deliveries/again", form).status_code == 404
    for title in (ANALYST, WORKS_HEAD):
        assert "/deliveries" not in office.signed_in(title).get("/board").text


def test_another_organization_sees_none_of_it(office: Office, client: Browser) -> None:
    assert client.get("/deliveries").status_code == 200
    elsewhere = Office(office.database, other_organization(office.database)).signed_in(ADMINISTRATOR)
    page = elsewhere.get("/deliveries")
    assert WORKS_OFFICER not in words(page).split("แสดง")[1]
    signed = fields_of(page, "/sign-out")["signed"]
    form = {"signed": signed, "post": str(office.post(WORKS_OFFICER)), "day": TODAY.isoformat()}
    assert elsewhere.post("/deliveries/again", form).status_code == 404
    assert elsewhere.get(f"/deliveries?post={office.post(WORKS_OFFICER)}").status_code == 404


def test_many_messages_come_in_pages_at_the_same_cost(office: Office, client: Browser) -> None:
    with counted_selects(office.database) as few:
        client.get("/deliveries")
    with office.database.write() as session:
        for days in range(2, PAGE + 12):
            message(session, office, WORKS_OFFICER, MessageState.GIVEN_UP, "smtp_550", TODAY - timedelta(days=days))
    with counted_selects(office.database) as many:
        first = client.get("/deliveries")
    assert len(many) == len(few) <= 12
    assert "หน้า ๑ จาก ๒" in words(first)
    second = words(client.get("/deliveries?n=2"))
    assert f"รอส่ง {EDUCATION_OFFICER}" in second
    assert "ถัดไป" not in second
    with office.database.read() as session:
        newest = session.exec(select(Message).order_by(col(Message.id).desc())).first()
    assert newest is not None
