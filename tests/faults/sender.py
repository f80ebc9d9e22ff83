"""Senders to be killed: ``python -m tests.faults.sender`` forks one for each job that it reads, and tells how it ended.

One line of JSON is one round: the jobs that run at the same time. Modules are imported once, so that a sender that
was killed is replaced within milliseconds; each one opens its own connections.
"""

import json
import os
import sys
import traceback
from dataclasses import asdict, astuple, dataclass
from datetime import datetime

from models.database import Database
from models.fault_points import VARIABLE
from models.settings import Settings
from notifications.digest import template_version
from notifications.dispatching import Dispatched, dispatch_messages


@dataclass(frozen=True)
class Job:
    """What one sender does: plan once, or dispatch until nothing is left, at an instant and under a fault."""

    url: str
    mail_url: str
    as_of: str
    fault: str = ""
    plans: bool = False
    connections: int = 2

    def line(self) -> dict[str, object]:
        """Return the job as JSON has it."""
        return asdict(self)


def work(job: Job) -> None:
    """Do a job in this process, which the fault may kill anywhere."""
    os.environ[VARIABLE] = job.fault
    database, as_of = Database(job.url), datetime.fromisoformat(job.as_of)
    if job.plans:
        from flows.reminders import plan_reminders

        plan_reminders(database, as_of)
        return
    chosen = Settings(mail_url=job.mail_url, public_url="https://plan.example.go.th", mail_connections=job.connections)
    while astuple(dispatch_messages(database, as_of, chosen)) != astuple(Dispatched()):
        pass


def _forked(job: Job) -> int:
    process = os.fork()
    if process == 0:
        status = 1
        try:
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # the log is no answer
            work(job)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    return process


def _warm(*, plans: bool) -> None:
    """Import and prepare before any fork what each sender would at its first message."""
    import psycopg  # noqa: F401
    from sqlalchemy.orm import configure_mappers

    configure_mappers()
    template_version()
    if plans:
        import flows.reminders  # noqa: F401 - with Prefect: seconds


def main() -> None:
    """Read rounds from standard input until it ends; answer each with the exit codes, negative for a signal."""
    _warm(plans="plans" in sys.argv)
    for line in sys.stdin:
        processes = [_forked(Job(**job)) for job in json.loads(line)]
        codes = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes]
        sys.stdout.write(json.dumps(codes) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
