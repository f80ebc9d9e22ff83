"""Links and sessions that nobody can use any more are forgotten, and no others."""

from datetime import date, time, timedelta
from pathlib import Path

from sqlmodel import select

from flows.reminders import plan_reminders
from models.notices import PortalSession, SignInLink
from notifications.links import LINK_KEPT_FOR, add_link, token_hash
from procedure.calendar import at
from tests.offices import Desk

NOW = at(date(2026, 8, 1), time(0, 30))


def test_what_expired_long_ago_is_forgotten_and_the_rest_stays(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    second = timedelta(seconds=1)
    with desk.database.write() as session:
        for target, expires_at in (
            ("/forgotten", NOW - LINK_KEPT_FOR),
            ("/expired", NOW - LINK_KEPT_FOR + second),
            ("/valid", NOW + second),
        ):
            add_link(session, 1, 1, target, expires_at, timedelta(0))
        for token, expires_at in (("over", NOW), ("signed in", NOW + second)):
            session.add(
                PortalSession(organization_id=1, person_id=1, token_hash=token_hash(token), expires_at=expires_at)
            )
    plan_reminders(desk.database, NOW)
    with desk.database.read() as session:
        assert {link.target for link in session.exec(select(SignInLink))} == {"/expired", "/valid"}
        assert [row.token_hash for row in session.exec(select(PortalSession))] == [token_hash("signed in")]
