"""What the page of postings shows: each place of each edition of a year, its days, photographs and signers."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from models.kinds import PostingEvent, PostingPlace
from models.plans import Posting
from portal.board_facts import plans_of
from portal.sessions import Visitor
from procedure.acts.posting import PLACE_NAMES
from procedure.acts.posting_evidence import PERMISSIONS
from procedure.permissions import Actor
from procedure.plans import PlanOnRecord, editions_of, postings_of
from procedure.posting_evidence import MOST_PHOTOGRAPHS, PhotographLine, photographs_of, signers_of


@dataclass(frozen=True)
class PersonLine:
    """Somebody who signs a proof: as what, the fields of the form that tell it, and what is on record."""

    role: str
    name_field: str
    post_field: str
    name: str = ""
    post: str = ""


# Fields of ``RecordPostingSigners``, by position; the first is who posted or took down.
_FIELDS = (("name", "post"), ("first_witness", "first_witness_post"), ("second_witness", "second_witness_post"))


@dataclass(frozen=True)
class EventView:
    """A posting that went up or came down, as the page shows it."""

    event: PostingEvent
    on: date
    photographs: list[PhotographLine]
    people: list[PersonLine]
    may: bool  # whether the visitor adds to it

    @property
    def room(self) -> int:
        """Return how many more photographs a proof shows."""
        return MOST_PHOTOGRAPHS - len(self.photographs)


@dataclass(frozen=True)
class PostingView:
    """One place at which an edition was posted."""

    edition: str
    edition_title: str
    place: PostingPlace
    place_name: str
    events: list[EventView]

    def key(self, one: EventView) -> str:
        """Return what tells a form of the page from the others."""
        return f"{self.edition}-{self.place.value}-{one.event.value}"


def actor_keeping(who: Visitor, event: PostingEvent) -> Actor | None:
    """Return as whom a visitor adds to the record of a posting, or None. The acts decide again."""
    return next((actor for actor in who.actors if actor.may(PERMISSIONS[event])), None)


def plan_of_year(session: Session, who: Visitor, year: int | None) -> PlanOnRecord | None:
    """Return the plan of a fiscal year, the newest for None, to whoever reads all; None for others or no plan."""
    plans = plans_of(session, who.organization_id) if who.reads_all else []
    return next((plan for plan in plans if year is None or plan.plan.fiscal_year == year), None)


def posting_views(session: Session, plan: PlanOnRecord, who: Visitor) -> list[PostingView]:
    """Return where the editions of a plan were posted, in the order of the editions and of the days."""
    return [
        PostingView(
            edition=edition.name,
            edition_title=edition.title or "แผนหลัก",
            place=posting.place,
            place_name=PLACE_NAMES[posting.place],
            events=[
                _event_view(session, posting, event, on, who)
                for event, on in (
                    (PostingEvent.POSTED, posting.posted_on),
                    (PostingEvent.TAKEN_DOWN, posting.taken_down_on),
                )
                if on is not None
            ],
        )
        for edition in editions_of(session, plan)
        for posting in postings_of(session, edition)
    ]


def _event_view(session: Session, posting: Posting, event: PostingEvent, on: date, who: Visitor) -> EventView:
    signers = signers_of(session, posting, event)
    roles = (f"ผู้{event.name_th}", "พยานคนที่ ๑", "พยานคนที่ ๒")
    return EventView(
        event=event,
        on=on,
        photographs=[line for line in photographs_of(session, posting, event) if not line.removed],
        people=[
            PersonLine(role, *fields, signers[position].name, signers[position].post)
            if position in signers
            else PersonLine(role, *fields)
            for position, (role, fields) in enumerate(zip(roles, _FIELDS, strict=True))
        ],
        may=actor_keeping(who, event) is not None,
    )
