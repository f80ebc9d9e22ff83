"""Writing a message: its notices become one letter, most urgent first, in the language of who reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from sqlmodel import Session, col, select

from models.kinds import NoticeKind, Role
from models.notices import Message, Notice
from models.organizations import Division, Organization, Person, RoleGrant
from notifications.calendar_file import calendar_file
from notifications.channels.contract import Attachment
from notifications.rendering import in_words, link_targets, plain_text, render
from notifications.sections import SectionReader
from notifications.words import phrases_in
from notifications.written import (
    AlarmSection,
    ChainHead,
    ConfirmationSection,
    DutySection,
    GivenUpCount,
    Instead,
    MovedSection,
    Reader,
    Section,
    SignInSection,
    Standing,
    WrittenMessage,
)
from procedure.audit import current_head
from procedure.calendar import WorkingDays, bangkok_date
from procedure.permissions import posts_held
from procedure.words import WORDS

__all__ = [
    "WrittenMessage",
    "in_words",
    "link_targets",
    "plain_text",
    "render",
    "template_version",
    "write_alarm",
    "write_confirmation",
    "write_digest",
    "write_sign_in",
]

DELIVERIES = "/deliveries"
# Whose words are kept if one person would read of one duty in two ways.
_NEAREST = (Reader.OWING, Reader.EXECUTIVE, Reader.CLERK, Reader.HEAD)


def write_digest(
    session: Session,
    message: Message,
    notices: Sequence[Notice],
    as_of: datetime,
    working_days: WorkingDays,
    public_url: str | None = None,
) -> WrittenMessage:
    """Write a digest from its notices as of an instant; nothing is sent or recorded.

    One's own first: late (the longest first), due today, returned, near, and what is new; then what has gone up to
    the reader, by division. A calendar file goes with an opened round and with a moved day; ``public_url`` stands in
    it, if there is one. Raises ``ValueError`` without notices.
    """
    if not notices:
        raise ValueError("a digest needs a notice")
    today = bangkok_date(as_of)
    reader = SectionReader(session, notices, today, working_days)
    ordered = sorted(notices, key=lambda notice: notice.id or 0)
    sections = _arranged(session, message.organization_id, [reader.section(notice) for notice in ordered])
    urgency = list(NoticeKind)
    kind = max((notice.kind for notice in notices), key=urgency.index)
    written = _written(session, message, kind, sections)
    if _administers(session, message, today):
        head = current_head(session, message.organization_id)
        written = replace(written, chain_head=ChainHead(message.day, head.seq, head.hash))
    return replace(written, attachments=_calendar(session, message, sections, as_of, public_url))


def write_sign_in(session: Session, message: Message) -> WrittenMessage:
    """Write the letter that carries a fresh sign-in link and nothing else."""
    return _written(session, message, NoticeKind.SIGN_IN, (SignInSection(target=message.target),))


def write_confirmation(session: Session, message: Message, code: str) -> WrittenMessage:
    """Write the message with the code that confirms an address; it carries no link, and its subject not the code."""
    return _written(session, message, NoticeKind.CONFIRMATION, (ConfirmationSection(code=code),))


def write_alarm(session: Session, message: Message, given_up: Mapping[tuple[str, str], int]) -> WrittenMessage:
    """Write what an administrator is told of messages that were given up: how many by (channel, reason)."""
    counts = [GivenUpCount(channel, reason, count) for (channel, reason), count in given_up.items()]
    told = tuple(sorted(counts, key=lambda one: (-one.count, one.channel, one.reason)))
    section = AlarmSection(target=DELIVERIES, standing=Standing.LATE, given_up=told)
    return _written(session, message, NoticeKind.ALARM, (section,))


@lru_cache(maxsize=1)
def template_version() -> str:
    """Return the version of the words: the same for the same templates and phrases, another once one changes."""
    here = Path(__file__).parent
    files = sorted([*(here / "templates").iterdir(), *(here / "words").glob("*.py"), here / "rendering.py"])
    hashed = sha256()
    for file in files:
        if file.is_file():
            hashed.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return hashed.hexdigest()[:12]


def _written(session: Session, message: Message, kind: NoticeKind, sections: tuple[Section, ...]) -> WrittenMessage:
    person = session.get_one(Person, message.person_id)
    organization = session.get_one(Organization, message.organization_id)
    office = WORDS[organization.kind]
    phrases = phrases_in(person.language, office)
    others_late = sum(section.standing is Standing.LATE for section in sections[1:])
    subject = phrases.subject(phrases.say(sections[0]), len(sections) - 1, others_late)
    return WrittenMessage(
        language=person.language,
        kind=kind,
        subject=" ".join(subject.split()),
        sections=sections,
        channel=message.channel,
        organization=organization.name,
        office=office,
        person=person.name,
        template_version=template_version(),
        instead=_instead(session, message),
    )


def _instead(session: Session, message: Message) -> Instead | None:
    if message.stands_in_for_id is None:
        return None
    other = session.get_one(Message, message.stands_in_for_id)
    return Instead(other.channel, "quota" in other.reason)


def _administers(session: Session, message: Message, today: date) -> bool:
    held = [post.id for post in posts_held(session, message.organization_id, message.person_id, today)]
    granted = select(RoleGrant).where(col(RoleGrant.officer_id).in_(held), RoleGrant.role == Role.ADMINISTRATOR)
    return session.exec(granted).first() is not None


def _arranged(session: Session, organization_id: int, sections: list[Section]) -> tuple[Section, ...]:
    """Order sections, say a duty once to whoever reads of it twice, and tell posts of one division together."""
    kept = _named(_together(_said_once(sections)))
    positions: dict[str, int] = {}
    if len(kept) > 1:
        rows = session.exec(select(Division).where(Division.organization_id == organization_id))
        positions = {row.name: row.position for row in rows}
    return tuple(sorted(kept, key=lambda section: _urgency(section, positions)))


def _said_once(sections: list[Section]) -> list[Section]:
    nearest: dict[int, Reader] = {}
    for section in sections:
        if isinstance(section, DutySection):
            known = nearest.get(section.obligation_id, section.reader)
            nearest[section.obligation_id] = min(known, section.reader, key=_NEAREST.index)
    kept: dict[object, Section] = {}
    for section in sections:
        if not isinstance(section, DutySection):
            kept[id(section)] = section
        elif nearest[section.obligation_id] is section.reader:
            kept[section.obligation_id] = section
    return list(kept.values())


def _named(sections: list[Section]) -> list[Section]:
    """Name the post in one's own sections, for whoever holds several of those that owe."""
    own = [one for one in sections if isinstance(one, DutySection) and one.reader is Reader.OWING]
    if len({one.posts for one in own}) < 2:
        return sections
    return [replace(one, named=True) if isinstance(one, DutySection) and one in own else one for one in sections]


def _together(sections: list[Section]) -> list[Section]:
    kept: dict[object, Section] = {}
    for section in sections:
        if not isinstance(section, DutySection) or section.reader is Reader.OWING:
            kept[id(section)] = section
            continue
        same = (section.duty, section.division, section.due_on, section.reader, section.passed, section.explanation)
        first = kept.get(same)
        if isinstance(first, DutySection) and section.division:
            kept[same] = replace(first, posts=(*first.posts, *section.posts))
        else:
            kept[same if section.division else id(section)] = section
    return list(kept.values())


def _urgency(section: Section, positions: dict[str, int]) -> tuple[int, int, int, int]:
    """Return where a section stands: one's own by urgency, then what has gone up by division, longest late first."""
    days = section.days if isinstance(section, DutySection) else 0
    standing = list(Standing).index(section.standing)
    if not isinstance(section, DutySection) or section.reader is Reader.OWING:
        return (0, standing, days, 0)
    return (1, positions.get(section.division, len(positions)), standing, days)


def _calendar(
    session: Session, message: Message, sections: tuple[Section, ...], as_of: datetime, public_url: str | None
) -> tuple[Attachment, ...]:
    """Return the calendar file of an opened round and of a moved day, with every duty of one's own in the message."""
    opened = any(section.standing is Standing.OPENING and section.reader is Reader.OWING for section in sections)
    moved = any(isinstance(section, MovedSection) for section in sections)
    if not opened and not moved:
        return ()
    organization = session.get_one(Organization, message.organization_id)
    file = calendar_file(organization, sections, as_of, public_url)
    return (file,) if file else ()
