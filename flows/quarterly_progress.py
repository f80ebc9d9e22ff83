"""The ``quarterly_progress`` flow: opening rounds, closing them after their lock day, rendering their summaries."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from prefect import flow
from prefect.client.schemas.objects import State

from documents.keeping import facts_digest, find_kept, keep_file, kept_purposes, unsummarized_rounds
from documents.quarter_facts import quarter_report
from documents.quarter_pdf import render_quarter_report
from documents.quarter_summary import quarter_summary_content
from flows.round_keeping import keep_once, keep_plan
from flows.runs import StepResult, run_name, run_step
from models.database import Database
from models.settings import settings
from procedure.plans import PlanOnRecord, all_plans, find_plan, identity
from procedure.progress import closed_rounds
from procedure.scheduled import warnings_due
from procedure.yearly_evaluation import plans_at_rest

log = structlog.get_logger()
PURPOSE = "quarter_summary"


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
        warnings = warnings_due(session, as_of, {plan.organization_id for plan in plans})
    kept = KeptRounds()
    for plan in plans:
        try:
            did = [] if plan.plan_id in at_rest else keep_plan(database, plan, as_of)
            kept.did += did
            anew = summaries_anew or bool(did)  # a round that was closed just now has no summary yet
            kept.did += _render_summaries(database, plan, None if anew else missing.get(plan.plan_id, set()))
        except Exception as error:
            log.exception("rounds.not_kept", organization_id=plan.organization_id)
            kept.failed.append(f"{plan.organization_id}/{plan.plan.fiscal_year}: {type(error).__name__}")
    for warning in warnings:  # once a year: that next year's holidays are still forecasts
        try:
            kept.did += keep_once(database, warning, as_of)
        except Exception as error:
            log.exception("forecasts.not_told", organization_id=warning.organization_id)
            kept.failed.append(f"{warning.organization_id}: {type(error).__name__}")
    return kept


def _render_summaries(database: Database, plan: PlanOnRecord, rounds: set[int] | None) -> list[str]:
    """Render the report of each closed round, or of some, that has none of its facts as they are.

    A round whose summary was kept before there was this report, and of which nothing has changed since, keeps that one.
    """
    rendered: list[str] = []
    if rounds is not None and not rounds:
        return rendered
    with database.read() as session:
        waiting = [row for row in closed_rounds(session, plan.plan_id) if rounds is None or row.id in rounds]
    for quarter_round in waiting:
        round_id = identity(quarter_round.id)
        with database.read() as session:
            report = quarter_report(session, plan, quarter_round)
            digest = facts_digest(report.told)
            if find_kept(session, plan.organization_id, PURPOSE, round_id, digest):
                continue
            if PURPOSE in kept_purposes(session, plan.organization_id, "quarter_round", round_id):
                before = facts_digest(quarter_summary_content(session, plan, quarter_round))
                if find_kept(session, plan.organization_id, PURPOSE, round_id, before):
                    continue
        pdf = render_quarter_report(report, settings().cache_dir)
        name = f"รายงานผลไตรมาสที่-{report.quarter}-{report.fiscal_year}.pdf"
        with database.write() as session:
            keep_file(session, plan.organization_id, PURPOSE, "quarter_round", round_id, digest, name, pdf)
        rendered.append(name)
    return rendered
