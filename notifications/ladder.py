"""The reminder ladder: for each duty, the rungs, on which day each falls, and whom it tells."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.kinds import NoticeKind, ObligationRule
from models.obligations import Obligation
from procedure.calendar import WorkingDays


class Audience(StrEnum):
    """Whom a rung tells."""

    OWING_POST = "owing_post"
    DIVISION_HEAD = "division_head"


@dataclass(frozen=True)
class Rung:
    """One rung: ``offset`` days from the due day, or the opening of the round where it is None."""

    name: str
    offset: int | None
    kind: NoticeKind
    audience: tuple[Audience, ...]


_OFFICER = (Audience.OWING_POST,)
_BEFORE_AND_AFTER = (
    Rung("due-3", -3, NoticeKind.REMINDER, _OFFICER),
    Rung("due", 0, NoticeKind.REMINDER, _OFFICER),
    Rung("due+1", 1, NoticeKind.REMINDER, (Audience.OWING_POST, Audience.DIVISION_HEAD)),
)
LADDER: dict[ObligationRule, tuple[Rung, ...]] = {
    # A minimum period has no rung: nothing falls due.
    **{rule: () if rule.minimum else _BEFORE_AND_AFTER for rule in ObligationRule},
    ObligationRule.REPORT_QUARTER: (Rung("opening", None, NoticeKind.OPENING, _OFFICER), *_BEFORE_AND_AFTER),
}


def rung_day(rung: Rung, obligation: Obligation, working_days: WorkingDays) -> date:
    """Return the Bangkok day of a rung.

    The opening falls on the round's first working day; a rung before the due day moves back to a working day,
    never past the due day; the due day and after stand as they are.
    """
    if rung.offset is None:
        return working_days.on_or_after(obligation.opens_on)
    day = obligation.due_on + timedelta(days=rung.offset)
    return working_days.on_or_before(day) if rung.offset < 0 else day


def rungs_come(obligation: Obligation, today: date, working_days: WorkingDays) -> list[Rung]:
    """Return the rungs whose day has come, earliest first; the last of them is the one to tell."""
    days = [(rung_day(rung, obligation, working_days), n, rung) for n, rung in enumerate(LADDER[obligation.rule])]
    return [rung for day, _n, rung in sorted(days, key=lambda item: item[:2]) if day <= today]
