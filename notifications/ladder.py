"""The reminder ladder as data: for each duty its rungs, on which day each falls, and which levels of the office it
tells."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.kinds import NoticeKind, ObligationRule
from models.obligations import Obligation
from models.settings import OfficeSettings
from procedure.calendar import WorkingDays


class Level(StrEnum):
    """The levels of an office, from the post that owes a duty upwards. Never the whole office."""

    OWING_POST = "owing_post"
    DIVISION_HEAD = "division_head"
    CLERK = "clerk"
    EXECUTIVE = "executive"


@dataclass(frozen=True)
class Rung:
    """One rung: ``offset`` days from the due day, or the opening of the duty where it is None."""

    name: str
    offset: int | None
    kind: NoticeKind


@dataclass(frozen=True)
class Ladder:
    """The rungs of a duty in their order; the last one comes again every ``repeat_days`` while the duty is owed."""

    rungs: tuple[Rung, ...]
    repeat_days: int | None = None


OPENING = Rung("opening", None, NoticeKind.OPENING)


def _rung(offset: int) -> Rung:
    return Rung(f"due{offset:+d}" if offset else "due", offset, NoticeKind.REMINDER)


_USUAL = Ladder((OPENING, *(_rung(offset) for offset in (-7, -3, -1, 0, 1, 3, 7))), repeat_days=7)
# Nothing falls due in a minimum period: the plan need only stay up.
_NONE = Ladder(())

LADDERS: dict[ObligationRule, Ladder] = {
    ObligationRule.SUBMIT_PROJECTS: _USUAL,
    ObligationRule.COMPLETE_PLAN: _USUAL,
    ObligationRule.CONSIDER_DRAFT: _USUAL,
    ObligationRule.ANNOUNCE_PLAN: _USUAL,
    ObligationRule.POST_ANNOUNCEMENT: _USUAL,
    ObligationRule.KEEP_POSTED: _NONE,
    ObligationRule.REPORT_QUARTER: _USUAL,
    ObligationRule.REPORT_EVALUATION: _USUAL,
    ObligationRule.PRESENT_TO_COUNCIL: _USUAL,
    ObligationRule.PRESENT_TO_COMMITTEE: _USUAL,
    ObligationRule.ANNOUNCE_EVALUATION: _USUAL,
    ObligationRule.KEEP_EVALUATION_POSTED: _NONE,
}


@dataclass(frozen=True)
class RungDay:
    """A rung and the Bangkok day on which it falls."""

    day: date
    rung: Rung


def levels_told(rung: Rung, settings: OfficeSettings) -> tuple[Level, ...]:
    """Return the levels that a rung tells: the owing post, and above it those whose days late have come.

    An office moves the days by its settings, and turns the executive on by naming one.
    """
    joins = {
        Level.DIVISION_HEAD: settings.head_from_days,
        Level.CLERK: settings.clerk_from_days,
        Level.EXECUTIVE: settings.executive_from_days,
    }
    late = rung.offset or 0
    return (Level.OWING_POST, *(level for level, days in joins.items() if days is not None and late >= days))


def rung_days(obligation: Obligation, until: date, working_days: WorkingDays) -> list[RungDay]:
    """Return the rungs of a duty that fall up to a day (included), in order, at most one a day.

    The opening is told on the first working day, never after the due day. A rung before the due day moves back to a
    working day; one that then falls on or before the opening is part of it. The due day and what comes after stand as
    they are, holiday or not. Nothing falls after the lock day. Of two on one day the later rung is told. Days are
    Bangkok dates.
    """
    ladder = LADDERS[obligation.rule]
    if not ladder.rungs:
        return []
    opening = _opening_day(obligation, working_days)
    last = until if obligation.lock_on is None else min(until, obligation.lock_on)
    found: dict[date, Rung] = {}
    for rung in _rungs(ladder, obligation.due_on, last):
        if rung.offset is None:
            day = opening
        else:
            day = obligation.due_on + timedelta(days=rung.offset)
            if rung.offset < 0:
                day = working_days.on_or_before(day)
                if day <= opening:
                    continue
        if opening <= day <= last:
            found[day] = rung
    return [RungDay(day, rung) for day, rung in sorted(found.items(), key=lambda item: item[0])]


def next_rung(obligation: Obligation, after: date, working_days: WorkingDays) -> RungDay | None:
    """Return the first rung of a duty that falls after a day, or None where no more will."""
    ladder = LADDERS[obligation.rule]
    latest = max(after, obligation.due_on, obligation.opens_on) + timedelta(days=(ladder.repeat_days or 0) + 7)
    coming = (one for one in rung_days(obligation, latest, working_days) if one.day > after)
    return next(coming, None)


def _opening_day(obligation: Obligation, working_days: WorkingDays) -> date:
    first = min(working_days.on_or_after(obligation.opens_on), obligation.due_on)
    return max(first, obligation.opens_on)


def _rungs(ladder: Ladder, due_on: date, last: date) -> Iterator[Rung]:
    """Yield the rungs in their order: those of the ladder, then its last one again and again up to a day."""
    yield from ladder.rungs
    offset = ladder.rungs[-1].offset
    if ladder.repeat_days is None or offset is None:
        return
    while due_on + timedelta(days=offset + ladder.repeat_days) <= last:
        offset += ladder.repeat_days
        yield _rung(offset)
