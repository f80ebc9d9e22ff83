"""Making messages: the one place that writes their rows, and the hours in which they may go."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import uuid4

import structlog
from pydantic import ValidationError
from sqlmodel import Session

from models.kinds import NoticeKind
from models.notices import Message
from models.organizations import Organization
from models.settings import OfficeSettings
from procedure.calendar import BANGKOK, at
from procedure.contacts import MAIL

log = structlog.get_logger()

# What a person asks for now goes at any hour.
ASKED_FOR_NOW = (NoticeKind.SIGN_IN, NoticeKind.CONFIRMATION)


def new_message(
    settings: OfficeSettings,
    organization_id: int,
    person_id: int,
    day: date,
    as_of: datetime,
    kind: NoticeKind,
    *,
    digest: bool = True,
    channel: str = MAIL,
) -> Message:
    """Return a message that is not yet written: sent at the office's hour of the day, or at once if that is past.

    Nothing but what a person asks for now is planned into the office's quiet hours.
    """
    send_at = max(at(day, settings.send_at), as_of) if digest else as_of
    if kind not in ASKED_FOR_NOW:
        send_at = allowed_from(settings, send_at)
    return Message(
        organization_id=organization_id,
        person_id=person_id,
        day=day,
        channel=channel,
        digest=digest,
        kind=kind,
        message_id=f"{uuid4()}@traimas",
        send_at=send_at,
        give_up_at=send_at + timedelta(hours=settings.retry_hours),
    )


def allowed_from(settings: OfficeSettings, instant: datetime) -> datetime:
    """Return the instant itself, or where it falls in the office's quiet hours, the end of them (UTC).

    Quiet hours are Bangkok wall time, the first minute included and the last not, and may pass midnight; equal ones
    mean that there are none.
    """
    local = instant.astimezone(BANGKOK)
    begins, ends, now = settings.quiet_from, settings.quiet_until, local.time()
    passes_midnight = ends < begins
    quiet = (now >= begins or now < ends) if passes_midnight else begins <= now < ends
    if not quiet:
        return instant
    next_day = passes_midnight and now >= begins
    return at(local.date() + timedelta(days=next_day), ends)


def choose_channel(preferred: str, in_use: Collection[str]) -> str | None:
    """Return the channel for a person: the one they prefer where they have an address in use there, else mail, else
    any on which they are reached; None where they are reached on none."""
    for channel in (preferred, MAIL, *sorted(in_use)):
        if channel in in_use:
            return channel
    return None


def office_settings(session: Session, organization_id: int) -> OfficeSettings:
    """Return an office's settings; where they cannot be read the defaults, for what is planned is to be sent."""
    try:
        return OfficeSettings.model_validate(session.get_one(Organization, organization_id).settings)
    except ValidationError:
        log.error("office.settings_unreadable", organization_id=organization_id)
        return OfficeSettings()
