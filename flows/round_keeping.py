"""Keeping the rounds through ``perform``, each act of the schedule in its own transaction; without Prefect."""

from datetime import datetime

import structlog

from flows.perform import NoRequester, perform_at
from models.database import Database
from procedure.errors import ProcedureError
from procedure.permissions import system_actor
from procedure.plans import PlanOnRecord
from procedure.scheduled import ScheduledAct, moves_due, rounds_due

log = structlog.get_logger()

# Two flows keep the rounds, four times an hour and at 00:10; what one of them is told when the other was there first.
DONE_BY_THE_OTHER = frozenset(
    {"round_open", "round_closed", "evaluation_open", "nothing_to_move", "already_warned", "conflict"}
)


def keep_plan(database: Database, plan: PlanOnRecord, as_of: datetime) -> list[str]:
    """Do what the schedule has to do for one plan by an instant, and return in Thai what was done."""
    with database.read() as session:
        moving = moves_due(session, plan)
        due = rounds_due(session, plan, as_of)
    did = [message for move in moving for message in keep_once(database, move, as_of)]
    if moving:
        with database.read() as session:  # what a moved lock day still takes is not closed
            due = rounds_due(session, plan, as_of)
    return did + [message for act in due for message in keep_once(database, act, as_of)]


def keep_once(database: Database, due: ScheduledAct, as_of: datetime) -> list[str]:
    """Perform an act of the schedule and return what it did: nothing where another flow was there first.

    Raises ``ProcedureError`` where the act is refused for any other reason.
    """
    actor = system_actor(due.organization_id)
    try:
        return [perform_at(database, NoRequester(), due.act, actor, due.facts, as_of).message_th]
    except ProcedureError as refusal:
        if refusal.code not in DONE_BY_THE_OTHER:
            raise
        log.info(
            "rounds.kept_by_the_other", act=due.act.__name__, organization_id=due.organization_id, code=refusal.code
        )
        return []
