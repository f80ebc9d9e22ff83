"""``traimas demo``: fiscal year 2569 of a sample organization, played in an empty rehearsal folder.

Real parts: a Prefect server with a process worker, SQLite, mail through Apprise to an SMTP server, the portal.
"""

import json
import logging
import os
import shutil
from pathlib import Path

import click
import structlog

from models.kinds import OrganizationKind
from models.settings import settings
from traimas.answers import CommandError
from traimas.launcher import (
    CHECKOUT,
    HOST,
    Children,
    LaunchError,
    Ports,
    child_environment,
    free_port,
    leave_on_signals,
)
from traimas.mailbox import Mailbox

KINDS = {
    "เทศบาล": (OrganizationKind.SUBDISTRICT_MUNICIPALITY, "municipality.toml", "operation-plan-municipality.xlsx"),
    "อบต.": (OrganizationKind.SUBDISTRICT, "subdistrict.toml", "operation-plan-subdistrict.xlsx"),
}
MARK = "REHEARSAL"


def play(kind: str, out: Path) -> None:
    """Play the year into ``out``: PDFs, received mails, ``summary.json`` and the rehearsal folder.

    Raises ``CommandError``: ``not_a_rehearsal`` rather than empty a folder that the demo did not make,
    ``not_started`` if a server does not start.
    """
    organization_kind, office_file, workbook_file = KINDS[kind]
    data_dir = _empty_rehearsal(out)
    leave_on_signals()
    ports = Ports(free_port(), free_port())
    public_url = f"http://{HOST}:{ports.portal}"
    with Mailbox() as mailbox:
        own_mail = {} if os.environ.get("TRAIMAS_MAIL_URL") else {"TRAIMAS_MAIL_URL": mailbox.url}
        environment = child_environment(
            data_dir,
            ports,
            {"TRAIMAS_PUBLIC_URL": public_url, "TRAIMAS_DATABASE_URL": "", "TRAIMAS_ADMINISTRATOR": "", **own_mail},
        )
        # The flow functions run in this process against the server; Prefect reads its settings when imported.
        os.environ.update(environment)
        os.environ["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "WARNING"  # the story is told here, not the log
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
        settings.cache_clear()
        from traimas.demo_later import play_later
        from traimas.demo_results import write_documents, write_results
        from traimas.demo_year import DemoYear

        try:
            with Children(data_dir, environment) as children:
                year = DemoYear(children, ports, mailbox if own_mail else None)
                year.establish(CHECKOUT / "samples" / office_file, organization_kind)
                year.start_servers()
                try:
                    year.play(CHECKOUT / "samples" / workbook_file)
                    summary = write_results(year, out)
                    play_later(year)
                    write_documents(year, out)
                finally:
                    year.close()
        except LaunchError as error:
            raise CommandError("not_started", f"เริ่มระบบไม่สำเร็จ: {error}", f"Not started: {error}") from error
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    click.echo(f"\nผลลัพธ์อยู่ใน {out} (results); ดูระบบด้วย make up DATA={data_dir} (see it with make up)")


def _empty_rehearsal(out: Path) -> Path:
    """Return an empty rehearsal folder inside ``out``, taking away only what an earlier demo made."""
    data_dir = out / "rehearsal"
    if data_dir.exists() and not (data_dir / MARK).exists() and any(data_dir.iterdir()):
        raise CommandError(
            "not_a_rehearsal",
            f"โฟลเดอร์ {data_dir} ไม่ได้สร้างโดยการสาธิต จึงไม่ลบ โปรดเลือก --out อื่น",
            f"{data_dir} was not made by the demo, so it is not emptied; choose another --out.",
        )
    shutil.rmtree(data_dir, ignore_errors=True)
    shutil.rmtree(out / "mails", ignore_errors=True)
    shutil.rmtree(out / "documents", ignore_errors=True)
    for old in [*out.glob("*.pdf"), out / "summary.json"]:
        old.unlink(missing_ok=True)
    data_dir.mkdir(parents=True)
    (data_dir / MARK).write_text("This folder is a rehearsal: each demo empties it.\n")
    return data_dir
