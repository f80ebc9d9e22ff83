"""The calendar file of a message: each of the reader's own due days as an all-day event that reminds the day before."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from models.organizations import Organization
from notifications.channels.contract import Attachment
from notifications.written import DutySection, MovedSection, Reader, Section
from procedure.calendar import thai_date, thai_weekday
from procedure.owed_duties import Duty

NAME = "traimas.ics"
MIME_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
# Half past eight in the morning of the day before: an alarm at midnight would wake people.
REMIND = timedelta(hours=-15, minutes=-30)


def calendar_file(
    organization: Organization, sections: Sequence[Section], as_of: datetime, public_url: str | None
) -> Attachment | None:
    """Return the calendar file of the due days in a message, or None if there is none.

    An event keeps its UID as its duty keeps its number, and counts SEQUENCE up as the due day moves, so that a
    calendar replaces the old day. It holds no name of a person; links only where the portal has a public address.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Traimas//Traimas//TH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    events = {event["uid"]: event for event in _events(organization, sections, as_of, public_url)}
    for event in events.values():
        calendar.add_component(event)
    return Attachment(NAME, MIME_TYPE, calendar.to_ical()) if events else None


def _events(
    organization: Organization, sections: Sequence[Section], as_of: datetime, public_url: str | None
) -> list[Event]:
    events: list[Event] = []
    for section in sections:
        if isinstance(section, MovedSection):
            events += [
                _event(organization, move.obligation_id, move.due_version, move.duty, move.after, as_of)
                for move in section.moves
                if not move.duty.rule.minimum
            ]
    for section in sections:
        if isinstance(section, DutySection) and section.reader is Reader.OWING:
            event = _event(
                organization, section.obligation_id, section.due_version, section.duty, section.due_on, as_of
            )
            if public_url:
                event.add("url", f"{public_url.rstrip('/')}{section.target}")
            events.append(event)
    return events


def _event(
    organization: Organization, obligation_id: int, due_version: int, duty: Duty, due_on: date, as_of: datetime
) -> Event:
    event = Event()
    event.add("uid", f"obligation-{obligation_id}.{organization.code}@traimas")
    event.add("sequence", due_version - 1)
    event.add("dtstamp", as_of)
    event.add("dtstart", due_on)
    event.add("dtend", due_on + timedelta(days=1))
    summary = f"ครบกำหนด{duty.name_th}"
    event.add("summary", summary)
    day = f"{thai_weekday(due_on)}ที่ {thai_date(due_on)}"
    event.add("description", f"{organization.name}: โปรด{duty.name_th} ภายใน{day} เวลา ๒๓.๕๙ น.")
    # RFC 5546 3.2.1 asks for an organizer; an office's notice takes no answer, so that no address stands here.
    organizer = vCalAddress("invalid:nomail")
    organizer.params["CN"] = vText(organization.name)
    event["organizer"] = organizer
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", REMIND)
    event.add_component(alarm)
    return event
