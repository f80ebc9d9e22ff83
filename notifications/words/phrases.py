"""What the phrases of a language must say: each kind of section, and what stands around the sections of a message."""

from dataclasses import dataclass
from typing import Protocol

from notifications.written import Instead, Section, WrittenMessage


@dataclass(frozen=True)
class Said:
    """A section in words. ``status`` says beside the colour how urgent it is, and ``title`` is the heading without it,
    where the heading says it too; ``button`` names what its link opens."""

    heading: str
    lines: tuple[str, ...]
    status: str = ""
    title: str = ""
    items_title: str = ""
    items: tuple[str, ...] = ()
    explanation: str = ""
    button: str = ""


class Phrases(Protocol):
    """The phrases of one language."""

    @property
    def lang(self) -> str:
        """Return the language's tag, for the ``lang`` attribute."""
        ...

    def say(self, section: Section) -> Said:
        """Return a section in words. Raises ``TypeError`` for a kind of section that has none."""
        ...

    def subject(self, first: Said, others: int, others_late: int) -> str:
        """Return a message's subject: its first section, how many follow, and how many of those are late."""
        ...

    def salutation(self, written: WrittenMessage) -> str:
        """Return whom the letter addresses, as an office does."""
        ...

    def lead(self, section: Section) -> str:
        """Return the line before what has gone up to the reader, where the salutation does not say it."""
        ...

    def summary(self, written: WrittenMessage) -> str:
        """Return how many things the letter holds and how they stand; nothing for one."""
        ...

    def why_deadline(self, explanation: str) -> str:
        """Return the explanation of a due day, introduced."""
        ...

    def number(self, number: int) -> str:
        """Return a number in the digits of the language."""
        ...

    def more_items(self, count: int) -> str:
        """Return that so many projects more are not listed."""
        ...

    def more_sections(self, count: int) -> str:
        """Return that so many things more are not listed."""
        ...

    def instead(self, instead: Instead, channel: str) -> str:
        """Return why a message comes by this channel and not by the one in whose place it goes."""
        ...

    def without_link(self, written: WrittenMessage) -> str:
        """Return where to go, where no page can be opened."""
        ...

    def link_note(self) -> str:
        """Return whose a link is and how often it may be used."""
        ...

    def footer(self, written: WrittenMessage) -> str:
        """Return who sends the letter."""
        ...

    def closing(self, written: WrittenMessage) -> str:
        """Return the head of the audit chain for those who keep it, or nothing."""
        ...
