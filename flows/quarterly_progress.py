"""The ``quarterly_progress`` flow: opening rounds, closing them after their lock day, rendering their summaries."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from prefect import flow
from prefect.client.schemas.objects import State

from documents.keeping import facts_digest, find_kept, keep_file, unsummarized_rounds
from documents.quarter_facts import quarter_summary_content
from documents.quarter_pdf import render_quarter_summary
from flows.perform import NoRequester, perform_at
from flows.runs import StepResult, run_name, run_step
from models.database import Database
from models.settings import settings
from procedure.act import Act, Facts
from procedure.acts.evaluating import OpenEvaluation, open_evaluation
from procedure.acts.holidays import WarnOfForecasts, organizations_to_warn, warn_of_forecasts
from procedure.acts.recomputing import RecomputeDays, days_to_move, recompute_days
from procedure.acts.rounds import CloseQuarter, OpenQuarter, close_quarter, open_quarter
from procedure.errors import ProcedureError
from procedure.permissions import system_actor
from procedure.plans import PlanOnRecord, all_plans, find_plan, identity
from procedure.progress import closed_rounds, rounds_to_close, rounds_to_open
from procedure.yearly_evaluation import may_open_evaluation, plans_at_rest

log = structlog.get_logger()

# Two flows keep the rounds, four times an hour and at 00:10; what one of them is told when the other was there first.
DONE_BY_THE_OTHER = frozenset(
    {"round_open", "round_closed", "evaluation_open", "nothing_to_move", "already_warned", "conflict"}
)


@flow(name="quarterly_progress", flow_run_name=run_name, retries=2, retry_delay_seconds=10)
async def quarterly_progress(
    organization_id: int | None = None, fiscal_year: int | None = None, as_of: datetime | None = None
) -> State[Any]:
    """Keep the rounds of one plan, or of all; run it again, late or twice, and nothing changes."""
    return await run_step(
        lambda database, instant: keep_rounds(database, organization_id, fiscal_year, instant).result(), as_of
    )


@dataclass
class KeptRounds:
    """What keeping the rounds did, and which plans failed; one bad plan never stops the others."""

    did: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def result(self) -> StepResult:
        """Return how the run ended. Raises ``RuntimeError`` naming the plans that failed, once all were tried."""
        if self.failed:
            raise RuntimeError("; ".join(self.failed))
        return StepResult("RoundsKept", f"ดำเนินการ {len(self.did)} รายการ", self.did)


def keep_rounds(
    database: Database,
    organization_id: int | None,
    fiscal_year: int | None,
    as_of: datetime,
    *,
    summaries_anew: bool = True,
) -> KeptRounds:
    """Open the rounds whose day has come, close those past their lock day, move those whose days have changed, open
    the evaluation of a year that is over, and render closed rounds' summaries: those whose facts have changed anew, or
    only those that were never rendered."""
    with database.read() as session:
        if organization_id is not None and fiscal_year is not None:
            plans = [find_plan(session, organization_id, fiscal_year)]
        else:
            plans = all_plans(session)
        at_rest = plans_at_rest(session, plans, as_of)
        missing = {} if summaries_anew else unsummarized_rounds(session)
        to_warn = organizations_to_warn(session, as_of, {plan.organization_id for plan in plans})
    kept = KeptRounds()
    for plan in plans:
        try:
            did = [] if plan.plan_id in at_rest else _keep_plan(database, plan, as_of)
            kept.did += did
            anew = summaries_anew or bool(did)  # a round that was closed just now has no summary yet
            kept.did += _render_summaries(database, plan, None if anew else missing.get(plan.plan_id, set()))
        except Exception as error:
            log.exception("rounds.not_kept", organization_id=plan.organization_id)
            kept.failed.append(f"{plan.organization_id}/{plan.plan.fiscal_year}: {type(error).__name__}")
    for number in to_warn:  # once a year: that next year's holidays are still forecasts
        try:
            kept.did += _once(database, warn_of_forecasts, number, WarnOfForecasts(), as_of)
        except Exception as error:
            log.exception("forecasts.not_told", organization_id=number)
            kept.failed.append(f"{number}: {type(error).__name__}")
    return kept


def _keep_plan(database: Database, plan: PlanOnRecord, as_of: datetime) -> list[str]:
    with database.read() as session:
        moving = days_to_move(session, plan)
        evaluating = may_open_evaluation(session, plan, as_of)
        opening = rounds_to_open(session, plan, as_of)
        closing = rounds_to_close(session, plan, as_of)
    year, number_of = plan.plan.fiscal_year, plan.organization_id
    did: list[str] = []
    if moving:
        did += _once(database, recompute_days, number_of, RecomputeDays(fiscal_year=year), as_of)
        with database.read() as session:  # what a moved lock day still takes is not closed
            closing = rounds_to_close(session, plan, as_of)
    for number in opening:
        did += _once(database, open_quarter, number_of, OpenQuarter(fiscal_year=year, quarter=number), as_of)
    for number in closing:
        did += _once(database, close_quarter, number_of, CloseQuarter(fiscal_year=year, quarter=number), as_of)
    if evaluating:
        did += _once(database, open_evaluation, number_of, OpenEvaluation(fiscal_year=year), as_of)
    return did


def _once(database: Database, act: Act[Any], organization_id: int, facts: Facts, as_of: datetime) -> list[str]:
    """Perform an act of the schedule and return what it did: nothing where the other flow was there first."""
    try:
        return [perform_at(database, NoRequester(), act, system_actor(organization_id), facts, as_of).message_th]
    except ProcedureError as refusal:
        if refusal.code not in DONE_BY_THE_OTHER:
            raise
        log.info("rounds.kept_by_the_other", act=act.__name__, organization_id=organization_id, code=refusal.code)
        return []


def _render_summaries(database: Database, plan: PlanOnRecord, rounds: set[int] | None) -> list[str]:
    """Render the summary of each closed round, or of some, that has none of its facts as they are."""
    rendered: list[str] = []
    if rounds is not None and not rounds:
        return rendered
    with database.read() as session:
        waiting = [row for row in closed_rounds(session, plan.plan_id) if rounds is None or row.id in rounds]
    for quarter_round in waiting:
        with database.read() as session:
            content = quarter_summary_content(session, plan, quarter_round)
            digest, round_id = facts_digest(content), identity(quarter_round.id)
            if find_kept(session, plan.organization_id, "quarter_summary", round_id, digest):
                continue
        pdf = render_quarter_summary(content, settings().cache_dir)
        name = f"สรุปผลไตรมาสที่-{content.quarter}-{content.fiscal_year}.pdf"
        with database.write() as session:
            keep_file(session, plan.organization_id, "quarter_summary", "quarter_round", round_id, digest, name, pdf)
        rendered.append(name)
    return rendered
