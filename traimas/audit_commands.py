"""``traimas audit``: verifying the chain, its daily heads to keep outside, and its export."""

import json
from datetime import date
from pathlib import Path

import click

from traimas.answers import say_json, say_table
from traimas.options import as_of_option, json_option, organization_option


@click.group()
def audit() -> None:
    """The audit chain."""


@audit.command("verify")
@click.option("--head", default=None, help="a head kept outside; shows whether later entries were removed")
@click.option(
    "--heads",
    "heads_file",
    type=click.Path(path_type=Path),
    default=None,
    help="a file of heads kept outside, of `traimas backup` or `traimas audit heads --json`",
)
@organization_option
@json_option
def audit_verify(head: str | None, heads_file: Path | None, organization: str, as_json: bool) -> None:
    """Verify the chain; name an altered, removed or reordered entry."""
    from traimas.office import OfficeDesk

    found = OfficeDesk(organization).audit_verify(head, heads_file)
    if as_json:
        say_json(found)
    else:
        held = f" ตรงกับค่าหัวที่เก็บไว้ {found['heads_checked']} วัน" if heads_file else ""
        click.echo(f"ครบถ้วน {found['entries']} รายการ (whole){held}\nhead {found['head']}")


@audit.command("heads")
@organization_option
@as_of_option
@json_option
def audit_heads(organization: str, as_of_day: date | None, as_json: bool) -> None:
    """Show the head of the chain at the end of each day, to be kept outside (Bangkok days of recording)."""
    from traimas.office import OfficeDesk

    kept = OfficeDesk(organization).audit_heads(as_of_day)
    if as_json:
        say_json(kept.model_dump(mode="json"))
        return
    for heads in kept.organizations.values():
        say_table(["วันที่", "รายการที่", "ค่าหัว"], [[head.day.isoformat(), str(head.seq), head.hash] for head in heads])


@audit.command("export")
@organization_option
@json_option
def audit_export(organization: str, as_json: bool) -> None:
    """Print the chain: a JSON line per entry, or with --json one document."""
    from traimas.office import OfficeDesk

    entries = OfficeDesk(organization).audit_entries()
    if as_json:
        say_json({"entries": list(entries)})
        return
    for entry in entries:
        click.echo(json.dumps(entry, ensure_ascii=False))
