"""What the demo leaves behind: the PDFs, the received mails, the tables and ``summary.json``."""

from collections import Counter
from pathlib import Path

import click
from sqlmodel import col, select

from documents.plan_facts import plan_content
from models.evidence import StoredFile
from models.values import baht
from procedure.calendar import at, thai_date_short
from procedure.history import step_history
from procedure.plans import find_plan
from procedure.progress import count_round, find_round
from traimas.answers import say_table
from traimas.demo_later import LAST_DAY as LATER_LAST_DAY
from traimas.demo_year import FISCAL_YEAR, LAST_DAY, DemoYear
from traimas.document_sets import write_set
from traimas.office import quarter_counts, say_steps


def write_results(year: DemoYear, out: Path) -> dict[str, object]:
    """Write the files into ``out``, print the tables, and return the summary document."""
    _write_files(year, out)
    sent = year.sent_mails()
    _write_mails(year, out, {message.message_id: message.kind.value for message, _to in sent})
    with year.database.read() as session:
        plan = find_plan(session, year.organization_id, FISCAL_YEAR)
        steps = step_history(session, plan, at(LAST_DAY, year.evening))
        quarter_round = find_round(session, plan.plan_id, 1)
        if quarter_round is None:
            raise RuntimeError("the first quarter's round was not opened")
        counts = count_round(session, quarter_round)
        rows = [row for group in plan_content(session, plan).groups for row in group.rows]
    runs = year.flow_runs()
    click.echo("\nขั้นตอน (steps)")
    say_steps(steps)
    click.echo("\nการรัน (flow runs)")
    tally = Counter((run["flow"], run["state_name"]) for run in runs)
    say_table(["flow", "state", "n"], [[flow, state, str(n)] for (flow, state), n in sorted(tally.items())])
    click.echo("\nจดหมาย (mails)")
    mails = Counter((thai_date_short(message.day, digits="arabic"), message.kind.value) for message, _to in sent)
    say_table(["วันที่", "kind", "n"], [[day, kind, str(n)] for (day, kind), n in mails.items()])
    return {
        "steps": [
            {
                "name": line.name,
                "entered": line.entered.isoformat(),
                "due": line.due.isoformat() if line.due else None,
                "done": line.done.isoformat() if line.done else None,
                "outcome": line.outcome,
            }
            for line in steps
        ],
        "flow_runs": runs,
        "mails": [{"to": to, "subject": message.subject, "kind": message.kind.value} for message, to in sent],
        "quarter": quarter_counts(counts),
        "totals": {
            "projects": len(rows),
            "own_baht": baht(sum(row.satang for row in rows if not row.other_agency)),
            "other_baht": baht(sum(row.satang for row in rows if row.other_agency)),
        },
    }


def write_documents(year: DemoYear, out: Path) -> None:
    """Write every document of the year in all its formats, and what was kept since into ``out``."""
    _write_files(year, out)
    written = write_set(year.database, year.organization_id, FISCAL_YEAR, out / "documents", LATER_LAST_DAY)
    click.echo(f"\nเอกสารทั้งปี {len(written.files)} แฟ้ม (documents of the year) ใน {out / 'documents'}")


def _write_files(year: DemoYear, out: Path) -> None:
    with year.database.read() as session:
        files = session.exec(
            select(StoredFile)
            .where(StoredFile.organization_id == year.organization_id, StoredFile.media_type == "application/pdf")
            .order_by(col(StoredFile.id))
        ).all()
    for file in files:
        (out / file.name).write_bytes(file.content)


def _write_mails(year: DemoYear, out: Path, kinds: dict[str, str]) -> None:
    if year.mailbox is None:
        return
    folder = out / "mails"
    folder.mkdir(exist_ok=True)
    for number, (raw, message) in enumerate(zip(year.mailbox.received, year.mailbox.messages(), strict=True), start=1):
        kind = kinds.get(message["Message-ID"].strip("<>"), "unknown")
        local_part = message["To"].split("@")[0]
        (folder / f"{number:02d}-{kind}-{local_part}.eml").write_bytes(raw)
