"""``traimas notices``: the proof of notice of a year, and the memo that tells a post what it owes.

That somebody was told outside the system is recorded by the acts of this group.
"""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from traimas.answers import DONE, REFUSED, CommandError, say_json
from traimas.options import as_of_option, instant_of, json_option, organization_option

if TYPE_CHECKING:
    from procedure.proof import Proof

FORMATS = ("csv", "json", "xlsx")


@click.group()
def notices() -> None:
    """Notices: who was told what, when and how. Recording, proving and sending again."""


@notices.command("export")
@click.option("--year", "fiscal_year", type=int, required=True, help="Buddhist-era fiscal year, such as 2569")
@click.option("--officer", default="", help="title of a post: what it owes and what it was told; default: all")
@click.option("--format", "file_format", type=click.Choice(FORMATS), help="default: by the file's name, else csv")
@click.option("--out", "file", type=click.Path(path_type=Path, dir_okay=False), required=True, help="the file to write")
@organization_option
@json_option
def notices_export(
    fiscal_year: int, officer: str, file_format: str | None, file: Path, organization: str, as_json: bool
) -> None:
    """Write the proof of notice of a year: every notice of each duty, with the audit entry that seals it.

    Each seal is computed anew. The command ends with 1 if the ledger is not what was sealed.
    """
    from documents.plan_facts import office_of
    from flows.instants import present_instant
    from models.organizations import Organization
    from notifications.reasons import reason_in_words
    from notifications.words.channel_names import channel_name
    from procedure.plans import find_plan
    from procedure.proof import proof_of_notice
    from traimas.office import OfficeDesk

    desk = OfficeDesk(organization)
    with desk.database.read() as session:
        find_plan(session, desk.organization_id, fiscal_year)
        if officer:
            from procedure.assignments import post_by_title

            post_by_title(session, desk.organization_id, officer)
        proof = proof_of_notice(session, desk.organization_id, fiscal_year, officer)
        office = office_of(session, session.get_one(Organization, desk.organization_id))
    from documents.proof_sheet import ProofWords, proof_csv, proof_workbook

    named = file.suffix.removeprefix(".").lower()
    file_format = file_format or (named if named in FORMATS else "csv")
    words = ProofWords(
        reason=lambda code, ended: reason_in_words(code, ended=ended).th, channel=lambda name: channel_name(name)[0]
    )
    if file_format == "xlsx":
        content = proof_workbook(proof.rows, words, office, fiscal_year, present_instant(desk.database))
    elif file_format == "csv":
        content = proof_csv(proof.rows, words)
    else:
        content = _json(proof, office.name, fiscal_year)
    _write(file, content)
    _say(proof, file, as_json=as_json)
    raise click.exceptions.Exit(REFUSED if proof.broken_seals or proof.broken_entry is not None else DONE)


@notices.command("memo")
@click.option("--officer", required=True, help="title of the post that is told")
@click.option("--out", "file", type=click.Path(path_type=Path, dir_okay=False), required=True, help="the PDF to write")
@organization_option
@as_of_option
@json_option
def notices_memo(officer: str, file: Path, organization: str, as_of_day: date | None, as_json: bool) -> None:
    """Write the memo (บันทึกข้อความ) that tells a post what it owes, to be signed and handed over."""
    from documents.notice_memo import garuda_of, render_notice_memo
    from flows.instants import present_instant
    from models.settings import settings
    from procedure.assignments import post_by_title
    from procedure.owed_memo import memo_facts
    from procedure.plans import identity
    from traimas.office import OfficeDesk

    desk = OfficeDesk(organization)
    with desk.database.read() as session:
        post = identity(post_by_title(session, desk.organization_id, officer).id)
        instant = instant_of(as_of_day) or present_instant(desk.database)
        facts = memo_facts(session, desk.organization_id, post, instant)
        garuda = garuda_of(session, desk.organization_id)
    _write(file, render_notice_memo(facts, settings().cache_dir, garuda))
    if as_json:
        say_json({"file": str(file), "officer": officer, "items": len(facts.items)})
    else:
        click.echo(f"เขียนบันทึกข้อความถึง{officer} แล้ว: {file}\nWrote the memo to {officer}: {file}")


def _json(proof: "Proof", office: str, fiscal_year: int) -> bytes:
    import json

    from documents.proof_sheet import has_ended
    from notifications.reasons import reason_in_words

    rows = []
    for row in proof.rows:
        reason = reason_in_words(row.reason, ended=has_ended(row))
        rows.append({**asdict(row), "reason_th": reason.th, "reason_en": reason.en})
    document = {
        "office": office,
        "fiscal_year": fiscal_year,
        "broken_seals": proof.broken_seals,
        "broken_audit_entry": proof.broken_entry,
        "notices": rows,
    }
    return (json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n").encode()


def _write(file: Path, content: bytes) -> None:
    """Write a file that only its owner reads: it says who was told what."""
    try:
        file.touch(mode=0o600, exist_ok=True)
        file.write_bytes(content)
    except OSError as error:
        raise CommandError(
            "unwritable_file",
            f"เขียนแฟ้ม {file} ไม่ได้ ({error.strerror}) โปรดตรวจสอบโฟลเดอร์และเนื้อที่ว่าง",
            f"Cannot write {file} ({error.strerror}); check the folder and its free space.",
        ) from error


def _say(proof: "Proof", file: Path, *, as_json: bool) -> None:
    from procedure.proof import SealStanding

    counts = {standing: sum(row.seal is standing for row in proof.rows) for standing in SealStanding}
    if as_json:
        say_json(
            {
                "file": str(file),
                "notices": len(proof.rows),
                **{standing.value: number for standing, number in counts.items()},
                "broken_seals": proof.broken_seals,
                "broken_audit_entry": proof.broken_entry,
            }
        )
        return
    click.echo(
        f"เขียนหลักฐานการแจ้งแล้ว: {file}\n{len(proof.rows)} รายการ "
        + ", ".join(f"{standing.name_th} {number}" for standing, number in counts.items())
    )
    click.echo(
        f"Wrote the proof of notice: {len(proof.rows)} notices, "
        + ", ".join(f"{standing.value} {number}" for standing, number in counts.items())
    )
    for seq in proof.broken_seals:
        click.echo(f"! บันทึกการแจ้งไม่ตรงกับที่ผนึกในรายการที่ {seq} (the ledger is not what entry {seq} sealed)", err=True)
    if proof.broken_entry is not None:
        click.echo(
            f"! บันทึกการตรวจสอบรายการที่ {proof.broken_entry} ถูกแก้ไข (audit entry {proof.broken_entry} is broken)",
            err=True,
        )
