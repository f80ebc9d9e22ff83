"""What a message says, before any words: its sections as data, and the message that they make."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from models.kinds import Language, NoticeKind
from notifications.channels.contract import Attachment
from procedure.owed_duties import Duty
from procedure.words import OfficeWords


class Standing(StrEnum):
    """How urgent a section is, most urgent first."""

    LATE = "late"
    TODAY = "today"
    RETURNED = "returned"
    NEAR = "near"
    MOVED = "moved"
    OPENING = "opening"
    PLAIN = "plain"


class Reader(StrEnum):
    """As what somebody reads a section: as the post that owes it, or as one of those it has gone up to."""

    OWING = "owing"
    HEAD = "head"
    CLERK = "clerk"
    EXECUTIVE = "executive"


class Unreached(StrEnum):
    """Why a post could not be told, so that another was told instead."""

    VACANT = "vacant"
    ON_LEAVE = "on_leave"
    NO_ADDRESS = "no_address"


@dataclass(frozen=True)
class Passed:
    """The post that should have been told, and why it was not."""

    post: str
    why: Unreached


@dataclass(frozen=True)
class Both:
    """A sentence that the rules say in both languages."""

    th: str
    en: str


@dataclass(frozen=True)
class OwedItem:
    """A project to be reported; ``carried_from`` is the earlier fiscal year (Buddhist era) whose work it carries on."""

    name: str
    carried_from: int | None = None


@dataclass(frozen=True, kw_only=True)
class Section:
    """One thing that a message tells. ``target`` is the page that its link opens; nothing where there is none."""

    target: str = ""
    standing: Standing = Standing.PLAIN
    reader: Reader = Reader.OWING
    passed: Passed | None = None


@dataclass(frozen=True, kw_only=True)
class DutySection(Section):
    """A duty on one rung of the ladder. ``days`` are those left until ``due_on``, negative once late.

    ``posts`` owe it: one, but for those of one division that are told together to whoever stands above them; ``named``
    tells a reader who holds several which of them it is.
    ``told_up`` are the posts above that were told of it too, by what they are.
    """

    duty: Duty
    obligation_id: int
    due_version: int
    rung: str
    posts: tuple[str, ...]
    division: str
    days: int
    due_on: date
    explanation: Both
    items: tuple[OwedItem, ...] = ()
    told_up: tuple[tuple[Reader, str], ...] = ()
    named: bool = False


@dataclass(frozen=True)
class Move:
    """A due day that moved."""

    duty: Duty
    obligation_id: int
    due_version: int
    before: date
    after: date


@dataclass(frozen=True, kw_only=True)
class MovedSection(Section):
    """Due days of the reader's own duties that moved."""

    moves: tuple[Move, ...]
    explanation: Both


@dataclass(frozen=True, kw_only=True)
class RequestSection(Section):
    """A division or agency is asked for its projects of a fiscal year (Buddhist era)."""

    fiscal_year: int
    post: str


@dataclass(frozen=True, kw_only=True)
class DraftReturnedSection(Section):
    """The committee sent a draft back; ``items`` are its remarks by project."""

    number: str
    considered_on: date
    draft_number: int
    remarks: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ReportReturnedSection(Section):
    """A reviewer sent a report back; it may be sent anew until ``lock_on``."""

    duty: Duty
    revision: int
    lock_on: date
    remarks: str


@dataclass(frozen=True, kw_only=True)
class ForecastSection(Section):
    """Holidays of a year (Buddhist era) that are not confirmed yet."""

    year: int
    words: Both


@dataclass(frozen=True, kw_only=True)
class SignInSection(Section):
    """A fresh sign-in link that somebody asked for."""


@dataclass(frozen=True, kw_only=True)
class ConfirmationSection(Section):
    """The code by which a person confirms an address. It has no link: the address is not yet known to be theirs."""

    code: str = field(repr=False)


@dataclass(frozen=True)
class GivenUpCount:
    """Messages that were given up on a channel for one reason."""

    channel: str
    reason: str
    count: int


@dataclass(frozen=True, kw_only=True)
class AlarmSection(Section):
    """What could not be delivered, for the administrator."""

    given_up: tuple[GivenUpCount, ...]


@dataclass(frozen=True)
class Instead:
    """The channel in whose place a message goes, and whether because its monthly quota is spent."""

    channel: str
    quota_spent: bool


@dataclass(frozen=True)
class ChainHead:
    """The head of the audit chain on a Bangkok day: kept in a mailbox, it shows whether the chain changed since."""

    on: date
    seq: int
    hash: str


@dataclass(frozen=True, kw_only=True)
class WrittenMessage:
    """A message ready to be rendered, its links still to be minted; ``channel`` is the one that it goes by."""

    language: Language
    kind: NoticeKind
    subject: str
    sections: tuple[Section, ...]
    channel: str
    organization: str
    office: OfficeWords
    person: str = field(repr=False)
    template_version: str
    attachments: tuple[Attachment, ...] = ()
    instead: Instead | None = None
    chain_head: ChainHead | None = None

    @property
    def carries_memo(self) -> bool:
        """Tell whether a memo or workbook is attached, beside the calendar file."""
        return any(not one.mime_type.startswith("text/calendar") for one in self.attachments)
