"""What the schedule has to do by a day: the acts that keep the rounds, found from the facts alone."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from procedure.act import Act, Facts
from procedure.acts.evaluating import OpenEvaluation, open_evaluation
from procedure.acts.holidays import WarnOfForecasts, organizations_to_warn, warn_of_forecasts
from procedure.acts.recomputing import RecomputeDays, days_to_move, recompute_days
from procedure.acts.rounds import CloseQuarter, OpenQuarter, close_quarter, open_quarter
from procedure.errors import ProcedureError
from procedure.permissions import system_actor
from procedure.plans import PlanOnRecord
from procedure.progress import rounds_to_close, rounds_to_open
from procedure.yearly_evaluation import may_open_evaluation, plans_at_rest


@dataclass(frozen=True)
class ScheduledAct:
    """An act that the schedule performs for an organization."""

    act: Act[Any]
    organization_id: int
    facts: Facts


def moves_due(session: Session, plan: PlanOnRecord) -> list[ScheduledAct]:
    """Return the act that moves a plan's open rounds whose days have changed; it goes first, for what a moved lock day
    still takes is not closed."""
    if not days_to_move(session, plan):
        return []
    return [ScheduledAct(recompute_days, plan.organization_id, RecomputeDays(fiscal_year=plan.plan.fiscal_year))]


def rounds_due(session: Session, plan: PlanOnRecord, as_of: datetime) -> list[ScheduledAct]:
    """Return the acts that open and close a plan's rounds by an instant, and open the evaluation of a year that is
    over."""
    number_of, year = plan.organization_id, plan.plan.fiscal_year
    due = [
        ScheduledAct(open_quarter, number_of, OpenQuarter(fiscal_year=year, quarter=number))
        for number in rounds_to_open(session, plan, as_of)
    ]
    due += [
        ScheduledAct(close_quarter, number_of, CloseQuarter(fiscal_year=year, quarter=number))
        for number in rounds_to_close(session, plan, as_of)
    ]
    if may_open_evaluation(session, plan, as_of):
        due.append(ScheduledAct(open_evaluation, number_of, OpenEvaluation(fiscal_year=year)))
    return due


def warnings_due(session: Session, as_of: datetime, organization_ids: Iterable[int]) -> list[ScheduledAct]:
    """Return the acts that have administrators told, once a year, that next year's holidays are still forecasts."""
    to_warn = organizations_to_warn(session, as_of, organization_ids)
    return [ScheduledAct(warn_of_forecasts, number, WarnOfForecasts()) for number in to_warn]


def keep_schedule(session: Session, plans: Iterable[PlanOnRecord], as_of: datetime) -> None:
    """Do in one transaction all that the schedule would have done for some plans by an instant.

    For looking ahead, in a transaction that is rolled back: the schedule itself performs each act in its own. An act
    that is refused changes nothing, as it would then.
    """
    wanted = list(plans)
    at_rest = plans_at_rest(session, wanted, as_of)
    for plan in wanted:
        if plan.plan_id not in at_rest:
            _do(session, moves_due(session, plan), as_of)
            _do(session, rounds_due(session, plan, as_of), as_of)
    _do(session, warnings_due(session, as_of, {plan.organization_id for plan in wanted}), as_of)


def _do(session: Session, acts: Iterable[ScheduledAct], as_of: datetime) -> None:
    for due in acts:
        with suppress(ProcedureError), session.begin_nested():
            due.act(session, system_actor(due.organization_id), due.facts, as_of)
