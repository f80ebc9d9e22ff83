"""Who is at the browser: consuming sign-in links, portal sessions, the signed field of forms, and the posts held."""

import hashlib
import hmac
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from sqlalchemy import delete
from sqlmodel import Session, col, select, update
from starlette.datastructures import FormData

from flows.instants import installation, present_instant
from flows.perform import RunRequester
from models.database import Database
from models.kinds import Role, Via
from models.notices import PortalSession, SignInLink
from models.organizations import Officer, Organization, RoleGrant
from models.settings import Settings
from notifications.asking import request_sign_in
from notifications.links import new_token, token_hash
from portal.pages import Present
from procedure.acts.reporting import may_report_for
from procedure.acts.reviewing import may_review
from procedure.contacts import persons_at
from procedure.permissions import Actor, Permission, posts_held
from procedure.plans import identity

SESSION_VALID_FOR = timedelta(hours=12)
FIELD_NAME = "signed"  # the hidden field that shows a form is ours


@dataclass(frozen=True)
class Portal:
    """What the routes work with: composed once, by ``create_app``."""

    database: Database
    settings: Settings
    requester: RunRequester

    @property
    def secure(self) -> bool:
        """Tell whether the portal's public address is https."""
        return (self.settings.public_url or "").startswith("https://")

    @property
    def cookie(self) -> str:
        """Return the cookie's name; under https browsers then refuse one set by another host."""
        return "__Host-traimas" if self.secure else "traimas"


@dataclass(frozen=True)
class Visitor:
    """A signed-in person, with an actor for each post held on that Bangkok day."""

    organization_id: int
    organization_name: str
    person_id: int
    titles: tuple[str, ...]
    actors: tuple[Actor, ...]
    form_field: str

    @property
    def reads_all(self) -> bool:
        return any(actor.may(Permission.READ_ALL) for actor in self.actors)


class SignInNeeded(Exception):
    """Nobody is signed in, or the session has expired."""


def portal_of(request: Request) -> Portal:
    """Return what the application was composed of."""
    portal: Portal = request.app.state.portal
    return portal


def present(portal: Annotated[Portal, Depends(portal_of)]) -> Present:
    """Return the present instant of the database: now, or the day that a rehearsal has reached."""
    return Present(present_instant(portal.database), installation(portal.database).rehearsal)


def visitor(
    request: Request,
    portal: Annotated[Portal, Depends(portal_of)],
    now: Annotated[Present, Depends(present)],
) -> Visitor:
    """Return who is signed in. Raises ``SignInNeeded``, and 403 for a person who holds no post that day."""
    cookie = request.cookies.get(portal.cookie)
    if not cookie:
        raise SignInNeeded
    with portal.database.read() as session:
        row = session.exec(
            select(PortalSession, col(Organization.name))
            .join(Organization, col(Organization.id) == col(PortalSession.organization_id))
            .where(PortalSession.token_hash == token_hash(cookie), PortalSession.expires_at > now.as_of)
        ).first()
        if row is None:
            raise SignInNeeded
        opened, organization_name = row
        held = posts_held(session, opened.organization_id, opened.person_id, now.today)
        if not held:
            raise HTTPException(403)
        return Visitor(
            organization_id=opened.organization_id,
            organization_name=organization_name,
            person_id=opened.person_id,
            titles=tuple(post.title for post in held),
            actors=_actors(session, held, opened.person_id),
            form_field=form_field(cookie),
        )


PortalNow = Annotated[Present, Depends(present)]
SignedIn = Annotated[Visitor, Depends(visitor)]
ThePortal = Annotated[Portal, Depends(portal_of)]


async def signed_form(request: Request, who: SignedIn) -> FormData:
    """Return the fields of a form that one of this session's own pages sent; 403 for any other."""
    form = await request.form(max_files=0, max_fields=10_000)
    require_signed(form, who)
    return form


def require_signed(form: FormData, who: Visitor) -> None:
    """Refuse with 403 a form that none of this session's own pages sent."""
    given = form.get(FIELD_NAME)
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), who.form_field.encode()):
        raise HTTPException(403)


SignedForm = Annotated[FormData, Depends(signed_form)]


async def signed_upload(request: Request, who: SignedIn) -> AsyncIterator[FormData]:
    """Yield the fields and files of a form as ``signed_form`` does; the files are gone after the answer."""
    # A field for files that is left empty counts as one too.
    async with request.form(max_files=2_000, max_fields=10_000) as form:
        require_signed(form, who)
        yield form


SignedUpload = Annotated[FormData, Depends(signed_upload)]


def form_field(cookie: str) -> str:
    """Return the signed field of a session's forms: it cannot be made without the session's cookie."""
    return hmac.new(cookie.encode(), b"traimas form", hashlib.sha256).hexdigest()


def _actors(session: Session, posts: Sequence[Officer], person_id: int) -> tuple[Actor, ...]:
    """Return an actor per post, as ``officer_actor`` does for one, in one query for all."""
    grants = session.exec(select(RoleGrant).where(col(RoleGrant.officer_id).in_([post.id for post in posts]))).all()
    return tuple(
        Actor(
            organization_id=post.organization_id,
            via=Via.PORTAL,
            officer_id=identity(post.id),
            person_id=person_id,
            division_id=post.division_id,
            roles=frozenset(grant.role for grant in grants if grant.officer_id == post.id),
        )
        for post in posts
    )


def actor_reporting_for(who: Visitor, officer: Officer) -> Actor | None:
    """Return as whom a visitor may report for a post: its holder, the division's head, an administrator; or None.

    ``submit_reports`` decides again; here it keeps the page itself from others.
    """
    able = [actor for actor in who.actors if actor.may(Permission.REPORT) and may_report_for(actor, officer)]
    able.sort(key=lambda actor: (actor.officer_id != officer.id, Role.ADMINISTRATOR in actor.roles))
    return able[0] if able else None


def actor_reviewing(who: Visitor, officer: Officer) -> Actor | None:
    """Return as whom a visitor may review a post's reports: the division's head, an administrator; or None."""
    able = [actor for actor in who.actors if actor.may(Permission.REVIEW_REPORTS) and may_review(actor, officer)]
    able.sort(key=lambda actor: Role.ADMINISTRATOR in actor.roles)
    return able[0] if able else None


def visible(who: Visitor, officer: Officer) -> bool:
    """Tell whether a visitor sees how a post reports: readers of all see every post, others their own division's."""
    return who.reads_all or any(
        actor.officer_id == officer.id or (actor.division_id is not None and actor.division_id == officer.division_id)
        for actor in who.actors
    )


def find_link(session: Session, token: str) -> SignInLink | None:
    """Return the link of a token, in whatever state."""
    return session.exec(select(SignInLink).where(SignInLink.token_hash == token_hash(token))).first()


def usable(link: SignInLink | None, as_of: datetime) -> bool:
    """Tell whether a link may still be consumed."""
    return link is not None and link.consumed_at is None and link.expires_at > as_of


def consume_link(session: Session, token: str, as_of: datetime) -> tuple[str, str] | None:
    """Consume a single-use link and open a session; return its cookie and the link's target.

    None for a link that is unknown, spent or expired: of two that come at once, one is served.
    """
    consumed = session.exec(
        update(SignInLink)
        .where(
            col(SignInLink.token_hash) == token_hash(token),
            col(SignInLink.consumed_at).is_(None),
            col(SignInLink.expires_at) > as_of,
        )
        .values(consumed_at=as_of)
    )
    link = find_link(session, token)
    if consumed.rowcount == 0 or link is None:
        return None
    cookie = new_token()
    session.add(
        PortalSession(
            organization_id=link.organization_id,
            person_id=link.person_id,
            token_hash=token_hash(cookie),
            expires_at=as_of + SESSION_VALID_FOR,
        )
    )
    return cookie, link.target


def end_session(session: Session, cookie: str) -> None:
    """End the session of a cookie, if there is one."""
    session.exec(delete(PortalSession).where(col(PortalSession.token_hash) == token_hash(cookie)))


def ask_for_link(portal: Portal, token: str, as_of: datetime) -> None:
    """Have a fresh link sent to the person of a spent or expired one; nothing happens for an unknown one."""
    with portal.database.write() as session:
        link = find_link(session, token)
        if link and posts_held(session, link.organization_id, link.person_id, _day(as_of)):
            request_sign_in(session, link.organization_id, link.person_id, link.target, as_of)


def ask_by_address(portal: Portal, address: str, target: str, as_of: datetime) -> None:
    """Have a sign-in link sent to whoever has this address on file and holds a post; else nothing happens."""
    with portal.database.write() as session:
        for person in persons_at(session, address):
            person_id = identity(person.id)
            if posts_held(session, person.organization_id, person_id, _day(as_of)):
                request_sign_in(session, person.organization_id, person_id, target, as_of)


def _day(as_of: datetime) -> date:
    return Present(as_of, rehearsal=False).today
