"""The ``dispatch`` flow: sending the messages that are due, and retrying those that failed."""

from datetime import datetime, timedelta
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.notice_memos import memo_writer
from flows.runs import StepResult, run_name, run_step
from models.database import Database
from models.settings import settings
from notifications.confirmations import ask_confirmations
from notifications.dispatching import dispatch_messages

# The next scheduled run comes after five minutes.
_MAY_WAIT = timedelta(minutes=4)


@flow(name="dispatch", flow_run_name=run_name, retries=2, retry_delay_seconds=10)
async def dispatch(as_of: datetime | None = None) -> State[Any]:
    """Send what is due at an instant (UTC; None: now). A failed send is retried by a later run, within its hours."""
    return await run_step(send_due, as_of)


def send_due(database: Database, as_of: datetime) -> StepResult:
    """Send the due messages; the ledger, not this run, remembers what is left. The name says if any was given up."""
    with database.write() as session:
        ask_confirmations(session, as_of)
    memo = memo_writer(settings().cache_dir)
    done = dispatch_messages(database, as_of, settings(), memo=memo, may_wait=_MAY_WAIT)
    later = done.failed + done.unknown
    return StepResult(
        "GivenUp" if done.given_up else "Dispatched",
        f"ส่งแล้ว {done.sent} ฉบับ จะส่งซ้ำ {later} ฉบับ ส่งไม่สำเร็จ {done.given_up} ฉบับ ถอน {done.withdrawn} ฉบับ",
    )
