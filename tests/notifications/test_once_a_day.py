"""A person hears once a day at most, and what could not be sent one day is not lost on the next."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select, update

from models.kinds import MessageState, NoticeKind, NoticeState, ObligationState, Role
from models.notices import Message, Notice
from models.obligations import Event, Obligation
from models.organizations import Organization, RoleGrant
from notifications.giving_up import end_unsent
from notifications.messages import new_message, office_settings
from notifications.planning import plan_notices
from procedure.calendar import bangkok_date
from procedure.permissions import holder_of
from tests.faults.office import DAY
from tests.notifications.ledger_office import MORNING, LedgerOffice, instant

SEND_AT_NIGHT = {"send_at": "20:00:00", "quiet_from": "19:00:00", "quiet_until": "07:00:00"}


@pytest.fixture
def office(tmp_path: Path) -> LedgerOffice:
    return LedgerOffice(tmp_path, 1)


def test_a_send_hour_within_the_quiet_hours_keeps_no_message_for_ever(office: LedgerOffice) -> None:
    with office.database.write() as session:
        session.exec(update(Organization).values(settings=SEND_AT_NIGHT))
    days: list[date] = []
    for later in range(4):  # planned each night, as the schedule does, and nothing is sent meanwhile
        with office.database.write() as session:
            plan_notices(session, instant(0, 30, days=later))
            waiting = session.exec(select(Message).where(Message.digest, Message.state == MessageState.PLANNED)).all()
            days += [bangkok_date(one.send_at) for one in waiting if one.day == DAY + timedelta(days=later)]
            assert all(bangkok_date(one.send_at) == one.day for one in waiting)
    assert days


def digest(office: LedgerOffice, channel: str, day: date, state: MessageState) -> int:
    """Write a digest of the officer's over a channel, with the officer's duty at another rung, and return it."""
    with office.database.write() as session:
        message = new_message(
            office_settings(session, 1), 1, office.persons[0], day, MORNING, NoticeKind.REMINDER, channel=channel
        )
        message.state = state
        session.add(message)
        session.flush()
        first = session.exec(select(Notice).where(Notice.person_id == office.persons[0])).first()
        assert first is not None
        told = NoticeState.SENT if state is MessageState.SENT else NoticeState.PLANNED
        kept = first.model_dump(exclude={"id", "rung", "message_ref", "state"})
        session.add(Notice(**kept, rung=f"{channel} {day}", message_ref=message.id, state=told))
        return message.id or 0


def give_up_first(office: LedgerOffice, hour: int, days: int) -> None:
    with office.database.write() as session:
        message = session.exec(select(Message).order_by(col(Message.id))).first()
        assert message is not None
        end_unsent(session, message, MessageState.GIVEN_UP, "http_500", instant(hour, days=days))


def of_day(office: LedgerOffice, day: date) -> list[tuple[str, str]]:
    return [(one.channel, one.state.value) for one in office.messages() if one.digest and one.day == day]


def test_what_takes_the_place_of_yesterdays_joins_todays_digest(office: LedgerOffice) -> None:
    office.hears_by_line(*office.persons)
    tomorrow = DAY + timedelta(days=1)
    digest(office, "line", tomorrow, MessageState.PLANNED)
    give_up_first(office, 8, 1)
    assert of_day(office, tomorrow) == [("mail", "planned")]
    with office.database.read() as session:
        carried = session.exec(select(Notice).where(Notice.message_ref == office.messages()[1].id)).all()
    assert len(carried) == 2


@pytest.mark.parametrize("channel", ["mail", "line"])
def test_who_has_heard_today_hears_tomorrow_what_could_not_be_sent_yesterday(
    office: LedgerOffice, channel: str
) -> None:
    office.hears_by_line(*office.persons)
    tomorrow = DAY + timedelta(days=1)  # 2 October 2568, a Thursday
    digest(office, channel, tomorrow, MessageState.SENT)
    give_up_first(office, 9, 1)
    assert of_day(office, tomorrow) == [(channel, "sent")]
    assert of_day(office, tomorrow + timedelta(days=1)) == [("mail", "planned")]
    assert office.notices()["planned", ""] == 1


def test_what_failed_over_night_is_told_in_todays_digest_and_not_beside_it(office: LedgerOffice) -> None:
    with office.database.write() as session:
        duty = session.exec(select(Obligation).where(Obligation.state == ObligationState.OPEN)).first()
        assert duty is not None
        holder = holder_of(session, duty.officer_id, DAY)
        assert holder is not None
        yesterdays = new_message(office_settings(session, 1), 1, holder.person_id, DAY, MORNING, NoticeKind.REMINDER)
        yesterdays.state, yesterdays.reason, yesterdays.attempts = MessageState.FAILED, "refused_for_now", 9
        yesterdays.send_at = instant(7, days=1)
        session.add(yesterdays)
        session.flush()
        session.add(
            Notice(
                organization_id=1,
                obligation_id=duty.id,
                officer_id=duty.officer_id,
                person_id=holder.person_id,
                rung="trial",
                due_version=duty.due_version,
                kind=NoticeKind.REMINDER,
                message_ref=yesterdays.id,
            )
        )
        person, number = holder.person_id, yesterdays.id
        event = Event(organization_id=1, kind="holidays_forecast", subject_kind="year", subject_id=2570, as_of=MORNING)
        session.add(event)
        session.add(RoleGrant(organization_id=1, officer_id=duty.officer_id, role=Role.ADMINISTRATOR))
    with office.database.write() as session:
        plan_notices(session, instant(0, 30, days=1))
    mine = [one for one in office.messages() if one.person_id == person and one.digest and one.day >= DAY]
    assert [(one.day, one.state.value, one.reason) for one in mine if one.id == number] == [
        (DAY, "given_up", "refused_for_now")
    ]
    (todays,) = (one for one in mine if one.day == DAY + timedelta(days=1))
    with office.database.read() as session:
        carried = session.exec(select(Notice).where(Notice.message_ref == todays.id)).all()
    assert {one.rung for one in carried} >= {"trial", "forecast"}
    assert any(one.kind is NoticeKind.ALARM for one in office.messages())
