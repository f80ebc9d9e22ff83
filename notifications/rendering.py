"""A written message as it goes out: a letter as text and HTML, or one short text for a phone."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from notifications.words import Phrases, Said, phrases_in
from notifications.written import DutySection, Reader, Section, Standing, WrittenMessage

# What LINE takes in one text, in UTF-16 units; a gateway for short messages splits what it is given.
PLAIN_LIMIT = 5000
ITEMS_SHOWN = 10
PLAIN_LINE = 400
# What no text is cut after: a vowel that is written before its consonant, and a space.
_NO_END = "เแโใไ \n"
_TONES = {Standing.LATE: "late", Standing.TODAY: "today", Standing.RETURNED: "late", Standing.NEAR: "near"}


@dataclass(frozen=True)
class _Block:
    """A section as the templates show it. ``link`` is empty where the next section shares it."""

    said: Said
    tone: str
    lead: str
    group: str
    items: tuple[str, ...]
    more: str
    why: str
    link: str


def link_targets(written: WrittenMessage) -> list[str]:
    """Return the pages that a message links to, each once, in order: what ``render`` wants links for."""
    return list(dict.fromkeys(section.target for section in written.sections if section.target))


def in_words(written: WrittenMessage) -> list[Said]:
    """Return what each section of a message says, in its language."""
    phrases = phrases_in(written.language, written.office)
    return [phrases.say(section) for section in written.sections]


def render(written: WrittenMessage, links: Mapping[str, str]) -> tuple[str, str]:
    """Return a letter's text and HTML. ``links`` are the addresses by target; where one is missing, no link stands."""
    phrases = phrases_in(written.language, written.office)
    blocks = list(_blocks(written, links, phrases))
    values = {
        "written": written,
        "phrases": phrases,
        "blocks": blocks,
        "salutation": phrases.salutation(written),
        "summary": phrases.summary(written),
        "instead": phrases.instead(written.instead, written.channel) if written.instead else "",
        "without_link": _without_link(written, links, phrases),
        "link_note": phrases.link_note() if any(block.link for block in blocks) else "",
        "footer": phrases.footer(written),
        "closing": phrases.closing(written),
        "preheader": phrases.summary(written) or blocks[0].said.lines[0],
    }
    templates = _templates()
    return templates.get_template("digest.txt").render(values), templates.get_template("digest.html").render(values)


def plain_text(written: WrittenMessage, links: Mapping[str, str], limit: int = PLAIN_LIMIT) -> str:
    """Return the short form for LINE and gateways: at most ``limit`` UTF-16 units, cut between two sections.

    Lists are left out, and a long remark is clipped; a single section that is too long is clipped as a last resort.
    """
    phrases = phrases_in(written.language, written.office)
    head = [phrases.salutation(written)]
    if written.instead:
        head.append(phrases.instead(written.instead, written.channel))
    foot = [part for part in (_without_link(written, links, phrases), written.organization) if part]
    parts = list(_plain_parts(written, links, phrases))
    for shown in range(len(parts), 0, -1):
        more = [phrases.more_sections(len(parts) - shown)] if shown < len(parts) else []
        text = "\n\n".join([*head, *parts[:shown], *more, *foot])
        if _units(text) <= limit:
            return text
    return clip("\n\n".join([*head, *parts[:1]]), limit)


def clip(text: str, limit: int) -> str:
    """Return a text of at most ``limit`` UTF-16 units, ``…`` where it was cut: never within a cluster."""
    if _units(text) <= limit:
        return text
    kept = text[: limit - 1]
    while kept and (_units(kept) > limit - 1 or _joins(text[len(kept)]) or kept[-1] in _NO_END):
        kept = kept[:-1]
    return kept + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _joins(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Mc", "Me") or character in "\u0e33\u200d"  # ำ, and the joiner


def _blocks(written: WrittenMessage, links: Mapping[str, str], phrases: Phrases) -> Iterator[_Block]:
    said_before: set[str] = set()
    salutation = phrases.salutation(written)
    for number, section in enumerate(written.sections):
        before = written.sections[number - 1] if number else None
        after = written.sections[number + 1] if number + 1 < len(written.sections) else None
        said = phrases.say(section)
        lead = phrases.lead(section)
        shares = after is not None and after.target == section.target
        # Above an office's posts the same sentence would stand under each division: once is enough.
        repeated = section.reader is not Reader.OWING and said.explanation in said_before
        said_before.add(said.explanation)
        group = _group(section, written)
        yield _Block(
            said=said,
            tone=_TONES.get(section.standing, "plain"),
            lead="" if lead == salutation or (before and before.reader is section.reader) else lead,
            group="" if before and _group(before, written) == group else group,
            items=said.items[:ITEMS_SHOWN],
            more=phrases.more_items(len(said.items) - ITEMS_SHOWN) if len(said.items) > ITEMS_SHOWN else "",
            why=phrases.why_deadline(said.explanation) if said.explanation and not repeated else "",
            link="" if shares else links.get(section.target, ""),
        )


def _group(section: Section, written: WrittenMessage) -> str:
    """Return the division that something stands under: where one has several things, or a head several divisions."""
    if not isinstance(section, DutySection) or section.reader is Reader.OWING:
        return ""
    above = [one for one in written.sections if isinstance(one, DutySection) and one.reader is section.reader]
    several = sum(one.division == section.division for one in above) > 1
    leads_several = section.reader is Reader.HEAD and len({one.division for one in above}) > 1
    return section.division if several or leads_several else ""


def _plain_parts(written: WrittenMessage, links: Mapping[str, str], phrases: Phrases) -> Iterator[str]:
    linked: set[str] = set()
    for section in written.sections:
        said = phrases.say(section)
        lines = [f"● {said.heading}", *said.lines, *([said.items_title] if said.items_title else [])]
        text = "\n".join(clip(line, PLAIN_LINE) for line in lines)
        link = links.get(section.target, "")
        if link and section.target not in linked:
            linked.add(section.target)
            text += f"\n{said.button}: {link}"
        yield text


def _without_link(written: WrittenMessage, links: Mapping[str, str], phrases: Phrases) -> str:
    """Return where to go if a page that the message is about cannot be opened by a link."""
    missing = any(not links.get(target) for target in link_targets(written))
    return phrases.without_link(written) if missing else ""


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
