"""Who is told: who holds each post on a day, who of them can be told, and to whom a duty passes up where nobody can."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import structlog
from pydantic import ValidationError
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.kinds import Capacity, NoticeKind, Role
from models.obligations import Obligation
from models.organizations import Assignment, Leave, Officer, Organization, Person, RoleGrant
from models.settings import OfficeSettings
from notifications.ladder import Level, Rung, levels_told
from notifications.messages import choose_channel
from procedure.contacts import channels_in_use
from procedure.plans import identity

T = TypeVar("T")

log = structlog.get_logger()

VACANT_POST, ON_LEAVE, NO_ADDRESS, POST_LEFT = "vacant_post", "on_leave", "no_address", "post_left"

_ROLE_OF = {
    Level.DIVISION_HEAD: Role.DIVISION_HEAD,
    Level.CLERK: Role.CLERK,
    Level.EXECUTIVE: Role.EXECUTIVE,
}


@dataclass(frozen=True)
class Holder:
    """A person who holds a post, or nobody; ``reason`` says why they cannot be told, if so."""

    person_id: int | None
    reason: str = ""


@dataclass(frozen=True)
class ToldPost:
    """A post to be told of a duty, as what; ``passed_from_id`` is the post that should have been told and cannot."""

    officer_id: int
    kind: NoticeKind
    passed_from_id: int | None = None


@dataclass
class Offices:
    """The posts, holders, leave and addresses of a Bangkok day, of all organizations or of one, read in a few queries.

    ``unreadable`` are the organizations whose settings cannot be read; they have none in ``settings``.
    """

    settings: dict[int, OfficeSettings] = field(default_factory=dict)
    unreadable: list[int] = field(default_factory=list)
    officers: dict[int, Officer] = field(default_factory=dict)
    persons: dict[int, Person] = field(default_factory=dict)
    roles: dict[Role, set[int]] = field(default_factory=lambda: defaultdict(set))
    _holders: dict[int, list[int]] = field(default_factory=dict)
    _on_leave: set[int] = field(default_factory=set)
    _reached: dict[int, set[str]] = field(default_factory=dict)

    def holders(self, officer_id: int) -> list[Holder]:
        """Return who holds a post, each with why they cannot be told; of a vacant post one holder who is nobody."""
        held = self._holders.get(officer_id)
        if not held:
            return [Holder(None, VACANT_POST)]
        return [Holder(person_id, self._unreachable(person_id)) for person_id in held]

    def no_longer(self, officer_id: int, person_id: int) -> str:
        """Return why a person is not to be told for a post any more: the post was left, or they are on leave."""
        if person_id not in self._holders.get(officer_id, ()):
            return POST_LEFT
        return ON_LEAVE if person_id in self._on_leave else ""

    def channel_of(self, person_id: int) -> str | None:
        """Return the channel over which a person is told, or None where they have no address in use on any."""
        return choose_channel(self.persons[person_id].channel, self._reached.get(person_id, set()))

    def posts_told(self, obligation: Obligation, rung: Rung, told: Callable[[int], bool]) -> list[ToldPost]:
        """Return the posts that a rung tells, and those to which it passes up, from the owing post upwards.

        Where a post is vacant, its holders are on leave or have no address, the duty passes to the next level that the
        office has. ``told`` says whether a post has been told this rung already: then nothing passes up from it.
        """
        settings = self.settings[obligation.organization_id]
        levels = levels_told(rung, settings) if obligation.in_rates else (Level.OWING_POST,)
        # What passes up before it is late is still the reminder itself: somebody else is to see to it in time.
        above = NoticeKind.ESCALATION if (rung.offset or 0) > 0 else rung.kind
        return self._told(obligation.officer_id, levels, rung.kind, above, told)

    def usual_posts(self, obligation: Obligation, rung: Rung) -> list[ToldPost]:
        """Return the posts that a rung tells, whether or not they can be told."""
        return self.posts_told(obligation, rung, lambda _post: True)

    def event_posts(self, officer_id: int, kind: NoticeKind, told: Callable[[int], bool]) -> list[ToldPost]:
        """Return the post that an event tells and those to which it passes up; only within a division does it pass."""
        if self.officers[officer_id].division_id is None:
            return [ToldPost(officer_id, kind)]
        return self._told(officer_id, (Level.OWING_POST,), kind, kind, told)

    def _told(
        self, owing: int, levels: Collection[Level], kind: NoticeKind, above: NoticeKind, told: Callable[[int], bool]
    ) -> list[ToldPost]:
        found: dict[int, ToldPost] = {}
        passed_from: int | None = None
        for level, posts in self._chain(owing):
            if level not in levels and passed_from is None:
                continue
            for post in posts:
                found.setdefault(post, ToldPost(post, kind if level is Level.OWING_POST else above, passed_from))
            if any(told(post) or any(not one.reason for one in self.holders(post)) for post in posts):
                passed_from = None
            elif passed_from is None:
                passed_from = posts[0]
        return list(found.values())

    def _unreachable(self, person_id: int) -> str:
        if person_id in self._on_leave:
            return ON_LEAVE
        return "" if self.channel_of(person_id) else NO_ADDRESS

    def _chain(self, officer_id: int) -> Iterable[tuple[Level, list[int]]]:
        """Yield the owing post, then the levels above it that the office has: nobody answers for those above them.

        The executive stands above the clerk only where the office has turned that level on.
        """
        owing = self.officers[officer_id]
        settings = self.settings[owing.organization_id]
        yield Level.OWING_POST, [officer_id]
        held = [level for level, role in _ROLE_OF.items() if officer_id in self.roles[role]]
        above = list(_ROLE_OF)[list(_ROLE_OF).index(held[-1]) + 1 :] if held else list(_ROLE_OF)
        for level in above:
            if level is Level.EXECUTIVE and settings.executive_from_days is None:
                continue
            posts = sorted(
                post
                for post in self.roles[_ROLE_OF[level]]
                if self.officers[post].organization_id == owing.organization_id
                and (level is not Level.DIVISION_HEAD or _same_division(self.officers[post], owing))
            )
            if posts:
                yield level, posts


def _same_division(post: Officer, other: Officer) -> bool:
    return post.division_id is not None and post.division_id == other.division_id


def offices_on(session: Session, today: date, organization_id: int | None = None) -> Offices:
    """Read the offices as they are on a Bangkok day; an office whose settings cannot be read stops no other."""

    def mine(statement: SelectOfScalar[T], column: int) -> SelectOfScalar[T]:
        return statement if organization_id is None else statement.where(col(column) == organization_id)

    offices = Offices()
    organizations = select(Organization)
    if organization_id is not None:
        organizations = organizations.where(Organization.id == organization_id)
    for row in session.exec(organizations):
        try:
            offices.settings[identity(row.id)] = OfficeSettings.model_validate(row.settings)
        except ValidationError:
            log.error("planning.settings_unreadable", organization_id=row.id)
            offices.unreadable.append(identity(row.id))
    offices.officers = {identity(row.id): row for row in session.exec(mine(select(Officer), Officer.organization_id))}
    offices.persons = {identity(row.id): row for row in session.exec(mine(select(Person), Person.organization_id))}
    offices._reached = channels_in_use(session, offices.persons)
    for grant in session.exec(mine(select(RoleGrant), RoleGrant.organization_id)):
        offices.roles[grant.role].add(grant.officer_id)
    assignments = session.exec(mine(select(Assignment), Assignment.organization_id))
    offices._holders = _holders(assignments, today)
    away = select(Leave).where(col(Leave.from_on) <= today, col(Leave.until_on) >= today)
    offices._on_leave = {row.person_id for row in session.exec(mine(away, Leave.organization_id))}
    return offices


def _holders(assignments: Iterable[Assignment], today: date) -> dict[int, list[int]]:
    """Return who holds each post on a day; an acting holder stands in place of the regular one."""
    by_post: dict[int, list[Assignment]] = defaultdict(list)
    for row in assignments:
        if row.from_on <= today and (row.until_on or today) >= today:
            by_post[row.officer_id].append(row)
    return {
        post: [row.person_id for row in rows if row.capacity is not Capacity.OWN] or [row.person_id for row in rows]
        for post, rows in by_post.items()
    }
