"""Over which channel and at which hour a message goes."""

from datetime import date, time, timedelta

import pytest

from models.kinds import NoticeKind
from models.settings import OfficeSettings
from notifications.messages import allowed_from, choose_channel, new_message
from procedure.calendar import at

DAY, NEXT = date(2026, 1, 5), date(2026, 1, 6)
NIGHT = OfficeSettings()  # quiet from 19:00 to 07:00
NOON = OfficeSettings(quiet_from=time(12), quiet_until=time(13))
NEVER = OfficeSettings(quiet_from=time(8), quiet_until=time(8))


@pytest.mark.parametrize(
    ("settings", "day", "clock", "expected_day", "expected"),
    [
        pytest.param(NIGHT, DAY, time(18, 59, 59), DAY, time(18, 59, 59), id="a second before the quiet hours"),
        pytest.param(NIGHT, DAY, time(19), NEXT, time(7), id="as they begin"),
        pytest.param(NIGHT, DAY, time(23, 59, 59), NEXT, time(7), id="a second before midnight"),
        pytest.param(NIGHT, NEXT, time(0), NEXT, time(7), id="at midnight: the same morning"),
        pytest.param(NIGHT, NEXT, time(6, 59, 59), NEXT, time(7), id="a second before they end"),
        pytest.param(NIGHT, NEXT, time(7), NEXT, time(7), id="as they end"),
        pytest.param(NOON, DAY, time(11, 59), DAY, time(11, 59), id="within one day: before"),
        pytest.param(NOON, DAY, time(12, 30), DAY, time(13), id="within one day: during"),
        pytest.param(NOON, DAY, time(23), DAY, time(23), id="within one day: after"),
        pytest.param(NEVER, DAY, time(8), DAY, time(8), id="equal hours: never quiet"),
    ],
)
def test_nothing_goes_in_the_quiet_hours(
    settings: OfficeSettings, day: date, clock: time, expected_day: date, expected: time
) -> None:
    assert allowed_from(settings, at(day, clock)) == at(expected_day, expected)


@pytest.mark.parametrize(
    ("settings", "clock", "expected"),
    [
        pytest.param(NIGHT, time(0, 30), at(DAY, time(8, 30)), id="planned at night: at the office's hour"),
        pytest.param(NIGHT, time(10), at(DAY, time(10)), id="its hour is past: now"),
        pytest.param(NIGHT, time(20), at(NEXT, time(7)), id="past, and quiet by now: in the morning"),
        pytest.param(OfficeSettings(send_at=time(6)), time(0, 30), at(DAY, time(7)), id="the hour itself is quiet"),
    ],
)
def test_a_digest_goes_at_the_offices_hour_or_as_soon_as_is_allowed(
    settings: OfficeSettings, clock: time, expected: object
) -> None:
    message = new_message(settings, 1, 1, DAY, at(DAY, clock), NoticeKind.REMINDER)
    assert message.send_at == expected
    assert message.give_up_at - message.send_at == timedelta(hours=settings.retry_hours)


@pytest.mark.parametrize(
    ("kind", "clock"),
    [(NoticeKind.SIGN_IN, time(22)), (NoticeKind.CONFIRMATION, time(22)), (NoticeKind.ALARM, time(7))],
)
def test_what_a_person_asked_for_goes_at_once_and_an_alarm_waits_for_the_morning(kind: NoticeKind, clock: time) -> None:
    day = DAY if clock.hour == 22 else NEXT
    asked = new_message(NIGHT, 1, 1, DAY, at(DAY, time(22)), kind, digest=False)
    assert (asked.send_at, asked.digest) == (at(day, clock), False)


@pytest.mark.parametrize(
    ("preferred", "in_use", "channel"),
    [
        ("line", {"mail", "line"}, "line"),
        ("line", {"mail", "webhook"}, "mail"),
        ("mail", {"line", "webhook"}, "line"),
        ("line", set(), None),
    ],
)
def test_a_person_is_told_where_they_prefer_then_by_mail_then_wherever_they_are_reached(
    preferred: str, in_use: set[str], channel: str | None
) -> None:
    assert choose_channel(preferred, in_use) == channel
