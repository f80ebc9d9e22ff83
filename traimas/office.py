"""The office's desk at the command line: one organization, its acts and what it shows."""

import json
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pydantic import ValidationError
from sqlmodel import Session, col, select

from flows.instants import present_instant
from models.database import Database
from models.evidence import AuditEntry
from models.kinds import ObligationState, Role, Via
from models.obligations import Obligation
from models.organizations import Division, Officer, Organization
from models.plans import ProjectSource
from models.settings import Settings, settings
from procedure.act import Facts, Outcome, RegisteredAct
from procedure.audit import broken_entry, current_head, has_head
from procedure.calendar import WorkingDays, bangkok_date, thai_date_short
from procedure.duties import explain, standing
from procedure.duty_subjects import duty_subjects
from procedure.errors import ProcedureError
from procedure.history import STEP_NAMES_TH, StepLine, step_history
from procedure.holiday_days import office_working_days
from procedure.moving import changes_by_obligation, explain_change
from procedure.notice_seals import broken_seal
from procedure.organizations import organization_by_code
from procedure.permissions import PERMISSIONS, Actor, officer_actor, officers_with_role
from procedure.plans import PlanOnRecord, editions_of, find_plan, identity, source_standing, sources_of, step_of
from procedure.progress import RoundCounts, count_round, find_round, round_obligations
from traimas.answers import CommandError, say_json, say_table
from traimas.kept_heads import KeptHeads, check_heads, heads_of, read_heads

if TYPE_CHECKING:
    from procedure.acts.collecting import ImportProjects
    from procedure.import_changes import ImportChanges

STANDING_TH = {
    "open": "ยังไม่ครบกำหนด",
    "late": "เกินกำหนด",
    "met": "ทันกำหนด",
    "met_late": "ล่าช้า",
    "missed": "ไม่ส่ง",
    "keeping": "ต้องปิดไว้",
    "may_end": "ปลดได้แล้ว",
    "withdrawn": "ยกเลิก",
}
OUTCOME_TH = {"done": "เสร็จ", "returned": "ส่งกลับแก้ไข", "late": "ล่าช้า", "open": "กำลังดำเนินการ"}


def add_organization(file: Path) -> str:
    """Establish an organization from a TOML file, making the database on first use; return its code.

    Raises ``CommandError`` for a file that cannot be read or is not as described.
    """
    from procedure.establishing import OfficeDescription, establish_organization

    try:
        described = OfficeDescription.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError("unreadable_file", f"เปิดแฟ้ม {file} ไม่ได้", f"Cannot read {file}.") from error
    except tomllib.TOMLDecodeError as error:
        raise CommandError("bad_toml", f"แฟ้ม {file} ไม่เป็น TOML: {error}", f"{file} is not TOML: {error}") from error
    except ValidationError as error:
        # Values are left out: they may be names and addresses.
        wrong = "; ".join(f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors())
        raise CommandError("bad_description", f"ข้อมูลหน่วยงานไม่ถูกต้อง: {wrong}", f"Wrong description: {wrong}") from error
    settings().data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings().url)
    database.upgrade()
    instant = present_instant(database)
    with database.write() as session:
        establish_organization(session, described, instant)
    return described.code


@dataclass(frozen=True)
class Performed:
    """An act done from the command line, ready to be told."""

    outcome: Outcome

    def say(self, *, as_json: bool) -> None:
        if as_json:
            say_json(self.outcome.model_dump(mode="json", exclude={"run"}))
            return
        click.echo(f"{self.outcome.message_th}\n{self.outcome.message_en}")
        for warning in self.outcome.warnings_th:
            click.echo(f"! {warning}")


def existing_database() -> Database:
    """Return the database of the settings. Raises ``CommandError`` ``no_database`` where there is none yet."""
    if not settings().database_url and not (settings().data_dir / "traimas.sqlite3").exists():
        raise CommandError(
            "no_database",
            f"ยังไม่มีฐานข้อมูลใน {settings().data_dir} โปรดเริ่มด้วย traimas organization add",
            f"There is no database in {settings().data_dir}; start with `traimas organization add`.",
        )
    return Database(settings().url)


def upgrade_database() -> str:
    """Bring the database to the newest migration and return its revision."""
    database = existing_database()
    database.upgrade()
    with database.engine.connect() as connection:
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


class OfficeDesk:
    """One organization as the command line works for it. Raises ``CommandError`` ``no_database``."""

    def __init__(self, code: str) -> None:
        self.database = existing_database()
        with self.database.read() as session:
            self.organization_id = identity(organization_by_code(session, code).id)

    def act(self, act: RegisteredAct, facts: Facts, post_title: str, as_of: datetime | None) -> Performed:
        """Perform an act as the holder of a post, by default the plan analyst, or else the first who may do it.

        Raises ``ProcedureError``: ``unknown_officer``, ``no_plan_analyst``, ``nobody_may``, and what the act refuses.
        """
        import structlog

        from flows.instants import record_instant
        from flows.perform import perform, requester_from

        structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))  # stdout is the answer

        actor = self._actor(act, facts, post_title, record_instant(self.database, as_of))
        requester = requester_from(with_running_server(settings()))
        return Performed(perform(self.database, requester, act.act, actor, facts, as_of))

    def try_act(self, act: RegisteredAct, facts: Facts, post_title: str, as_of: datetime | None) -> Outcome:
        """Return what ``act`` would answer, with nothing written. Raises as ``act`` does."""
        from flows.perform import try_act

        instant = as_of or present_instant(self.database)
        return try_act(self.database, act.act, self._actor(act, facts, post_title, instant), facts, instant)

    def _actor(self, act: RegisteredAct, facts: Facts, post_title: str, instant: datetime) -> Actor:
        with self.database.read() as session:
            post = self._post(session, post_title) if post_title else self._usual_post(session, act, facts)
            return officer_actor(session, self.organization_id, post, bangkok_date(instant), Via.COMMAND_LINE)

    def division_names(self) -> list[str]:
        """Return the names of the organization's divisions, in order."""
        with self.database.read() as session:
            rows = session.exec(
                select(Division)
                .where(Division.organization_id == self.organization_id)
                .order_by(col(Division.position))
            ).all()
            return [row.name for row in rows]

    def import_changes(self, facts: "ImportProjects") -> "ImportChanges":
        """Return what importing a workbook would add, change and leave, without writing anything.

        Raises ``ProcedureError``: ``no_plan``, ``needs_collecting``.
        """
        from procedure.import_changes import compare_import
        from procedure.plans import Step, find_edition

        with self.database.read() as session:
            on_record = find_edition(session, self.organization_id, facts.fiscal_year, facts.edition, Step.COLLECTING)
            return compare_import(session, on_record, facts.projects, facts.equipment)

    def plan_status(self, fiscal_year: int, as_of: datetime | None) -> "PlanStatus":
        """Return how a plan stands at an instant, by default the present."""
        with self.database.read() as session:
            instant = as_of or present_instant(self.database)
            on_record = find_plan(session, self.organization_id, fiscal_year)
            return PlanStatus(
                on_record=on_record,
                editions=editions_of(session, on_record),
                as_of=instant,
                steps=step_history(session, on_record, instant),
                deadlines=list(
                    session.exec(
                        select(Obligation)
                        .where(Obligation.plan_id == on_record.plan_id)
                        .order_by(col(Obligation.due_on), col(Obligation.id))
                    ).all()
                ),
                sources=sources_of(session, on_record),
                working_days=office_working_days(session),
            )

    def quarter_status(self, fiscal_year: int, number: int, as_of: datetime | None) -> "QuarterStatus":
        """Return who has reported a quarter, and the counts."""
        with self.database.read() as session:
            instant = as_of or present_instant(self.database)
            on_record = find_plan(session, self.organization_id, fiscal_year)
            quarter_round = find_round(session, on_record.plan_id, number)
            if quarter_round is None:
                raise ProcedureError(
                    "round_not_open", f"ยังไม่เปิดรอบรายงานไตรมาสที่ {number}", f"The round of quarter {number} is not open."
                )
            posts = [
                (obligation, session.get_one(Officer, obligation.officer_id).title)
                for obligation in round_obligations(session, quarter_round)
            ]
            return QuarterStatus(
                number, instant, quarter_round.due_on, quarter_round.lock_on, count_round(session, quarter_round), posts
            )

    def audit_verify(self, kept_head: str | None, heads_file: Path | None = None) -> dict[str, object]:
        """Return whether the audit chain is whole, and its head to keep outside.

        Raises ``ProcedureError``: ``audit_broken`` naming the entry, ``seal_broken`` where the ledger of notices is not
        what an entry sealed, ``audit_tail_removed`` where a kept head is gone, and for a file of heads what
        ``check_heads`` raises.
        """
        with self.database.read() as session:
            broken = broken_entry(session, self.organization_id)
            if broken is not None:
                raise ProcedureError(
                    "audit_broken",
                    f"บันทึกการตรวจสอบรายการที่ {broken} ถูกแก้ไข ลบ หรือสลับลำดับ",
                    f"Audit entry {broken} was altered, removed or reordered.",
                )
            unsealed = broken_seal(session, self.organization_id)
            if unsealed is not None:
                raise ProcedureError(
                    "seal_broken",
                    f"บันทึกการแจ้งไม่ตรงกับที่ผนึกไว้ในบันทึกการตรวจสอบรายการที่ {unsealed} แสดงว่าถูกแก้ไขหรือลบภายหลัง "
                    "โปรดเทียบกับสำเนาสำรอง (traimas notices export แสดงรายการ)",
                    f"The ledger of notices is not what audit entry {unsealed} sealed: rows were altered or removed "
                    "since. Compare it with a backup; `traimas notices export` shows the rows.",
                )
            if kept_head is not None and not has_head(session, self.organization_id, kept_head):
                raise ProcedureError(
                    "audit_tail_removed",
                    "ไม่พบค่าหัวที่เก็บไว้ในบันทึกการตรวจสอบ แสดงว่ารายการท้ายถูกลบหลังจากวันนั้น",
                    "The kept head is not in the chain: entries at its end were removed since it was kept.",
                )
            checked = 0
            if heads_file is not None:
                organization = session.get_one(Organization, self.organization_id)
                checked = check_heads(session, organization, read_heads(heads_file))
            head = current_head(session, self.organization_id)
            return {"entries": head.seq, "head": head.hash, "heads_checked": checked}

    def audit_heads(self, until: date | None) -> KeptHeads:
        """Return the head of the chain at the end of each day of recording, by default to the present."""
        with self.database.read() as session:
            return heads_of(session, [session.get_one(Organization, self.organization_id)], until)

    def audit_entries(self) -> Iterator[dict[str, object]]:
        """Yield the audit entries, oldest first, each with its two clocks and hashes."""
        with self.database.read() as session:
            rows = session.exec(
                select(AuditEntry)
                .where(AuditEntry.organization_id == self.organization_id)
                .order_by(col(AuditEntry.seq))
                .execution_options(yield_per=500)
            )
            for row in rows:
                yield {
                    "seq": row.seq,
                    "recorded_at": row.recorded_at.isoformat(),
                    "body": json.loads(row.body),
                    "previous_hash": row.previous_hash,
                    "hash": row.hash,
                }

    def obligations(self, as_of: datetime | None) -> list[dict[str, object]]:
        """Return every obligation that existed on a day, as it stands at that instant, with its reason."""
        with self.database.read() as session:
            instant = as_of or present_instant(self.database)
            working_days = office_working_days(session)
            rows = session.exec(
                select(Obligation, Officer)
                .join(Officer, col(Officer.id) == col(Obligation.officer_id))
                .where(
                    Obligation.organization_id == self.organization_id,
                    col(Obligation.opens_on) <= bangkok_date(instant),
                )
                .order_by(col(Obligation.due_on), col(Obligation.id))
            ).all()
            moved = changes_by_obligation(session, self.organization_id)
            subjects = duty_subjects(session, [row for row, _officer in rows])
            return [
                {
                    "id": row.id,
                    "rule": row.rule.value,
                    "about": subjects[identity(row.id)],
                    "owed_by": officer.title,
                    "started": row.started_on.isoformat(),
                    "due": row.due_on.isoformat(),
                    "lock": row.lock_on.isoformat() if row.lock_on else None,
                    "standing": standing(row, instant),
                    "explanation_th": explain(row, working_days)[0],
                    "explanation_en": explain(row, working_days)[1],
                    "moved_th": [explain_change(change)[0] for change in moved.get(identity(row.id), [])],
                    "moved_en": [explain_change(change)[1] for change in moved.get(identity(row.id), [])],
                }
                for row, officer in rows
            ]

    def _post(self, session: Session, title: str) -> int:
        found = session.exec(
            select(Officer).where(Officer.organization_id == self.organization_id, Officer.title == title)
        ).first()
        if found is None:
            raise ProcedureError("unknown_officer", f"ไม่พบตำแหน่ง “{title}”", f"There is no post '{title}'.")
        return identity(found.id)

    def _usual_post(self, session: Session, act: RegisteredAct, facts: Facts) -> int:
        """Return the post that acts where none is named: who owes the facts, if they may do it, goes before others."""
        roles = [role for role, permissions in PERMISSIONS.items() if act.permission in permissions]
        posts = {role: officers_with_role(session, self.organization_id, role) for role in roles}
        if Role.PLAN_ANALYST in roles and not posts[Role.PLAN_ANALYST]:
            raise ProcedureError(
                "no_plan_analyst", "หน่วยงานยังไม่มีนักวิเคราะห์นโยบายและแผน", "There is no plan analyst post."
            )
        may = [identity(post.id) for role in roles for post in posts[role]]  # an administrator's come last
        if not may:
            raise ProcedureError(
                "nobody_may",
                "หน่วยงานยังไม่มีตำแหน่งที่มีสิทธิดำเนินการนี้ โปรดเพิ่มตำแหน่งก่อน",
                "No post of the organization may do this; add one first.",
            )
        owing = getattr(facts, "officer_id", None)
        return int(owing) if Role.PLAN_ANALYST not in roles and owing in may else may[0]


def with_running_server(configured: Settings) -> Settings:
    """Return the settings with the Prefect server of this data folder, where the launcher has left its address."""
    path = configured.data_dir / "prefect" / "server.json"
    if configured.prefect_api_url or not path.exists():
        return configured
    server = json.loads(path.read_text())
    return configured.model_copy(update={"prefect_api_url": server["api_url"], "prefect_auth": server["auth"]})


@dataclass(frozen=True)
class PlanStatus:
    """How a plan stands: its steps, its deadlines with their reasons, and the sources of collection."""

    on_record: PlanOnRecord
    editions: list[PlanOnRecord]
    as_of: datetime
    steps: list[StepLine]
    deadlines: list[Obligation]
    sources: list[ProjectSource]
    working_days: WorkingDays

    def document(self) -> dict[str, object]:
        """Return the status as one JSON document."""
        return {
            "fiscal_year": self.on_record.plan.fiscal_year,
            "as_of": self.as_of.isoformat(),
            "step": step_of(self.on_record.edition).value,
            "editions": [
                {"name": one.name, "title": one.title, "step": step_of(one.edition).value} for one in self.editions
            ],
            "steps": [
                {
                    "name": line.name,
                    "edition": line.edition,
                    "entered": line.entered.isoformat(),
                    "due": line.due.isoformat() if line.due else None,
                    "done": line.done.isoformat() if line.done else None,
                    "outcome": line.outcome,
                    "recorded": line.recorded.recorded_on.isoformat() if line.recorded else None,
                }
                for line in self.steps
            ],
            "deadlines": [
                {
                    "rule": row.rule.value,
                    "due": row.due_on.isoformat(),
                    "standing": standing(row, self.as_of),
                    "explanation_th": explain(row, self.working_days)[0],
                    "explanation_en": explain(row, self.working_days)[1],
                }
                for row in self.deadlines
            ],
            "sources": [
                {
                    "kind": row.kind.value,
                    "title": row.title,
                    "asked": row.asked_on.isoformat() if row.asked_on else None,
                    "answered": row.answered_on.isoformat() if row.answered_on else None,
                    "looked_through": row.looked_through_on.isoformat() if row.looked_through_on else None,
                }
                for row in self.sources
            ],
        }

    def say(self) -> None:
        """Print the status for people."""
        name, year = self.on_record.organization.name, self.on_record.plan.fiscal_year
        click.echo(f"แผนการดำเนินงาน ปีงบประมาณ พ.ศ. {year} {name}: {step_of(self.on_record.edition).name_th}\n")
        for one in self.editions[1:]:
            click.echo(f"{one.title} [{one.name}]: {one.standing_th}\n")
        say_steps(self.steps)
        click.echo()
        say_table(
            ["กำหนดเวลา", "ครบกำหนด", "สถานะ"],
            [
                [row.rule.value, thai_date_short(row.due_on, digits="arabic"), STANDING_TH[standing(row, self.as_of)]]
                for row in self.deadlines
            ],
        )
        for row in self.deadlines:
            if row.state is ObligationState.OPEN:
                click.echo(f"\n{explain(row, self.working_days)[0]}")
        click.echo()
        say_table(["แหล่งข้อมูลโครงการ", "ผล"], [[row.title, source_standing(row)] for row in self.sources])


@dataclass(frozen=True)
class QuarterStatus:
    """Who has reported a quarter."""

    number: int
    as_of: datetime
    due_on: date
    lock_on: date
    counts: RoundCounts
    posts: list[tuple[Obligation, str]]

    def document(self) -> dict[str, object]:
        """Return the status as one JSON document."""
        return {
            "quarter": self.number,
            "due": self.due_on.isoformat(),
            "lock": self.lock_on.isoformat(),
            **quarter_counts(self.counts),
            "returned": self.counts.returned,
            "missing": self.counts.missing,
            "posts": [
                {"post": title, "standing": standing(row, self.as_of), "liaison": not row.in_rates}
                for row, title in self.posts
            ],
        }

    def say(self) -> None:
        """Print the status for people."""
        counts = self.counts
        click.echo(
            f"ไตรมาสที่ {self.number} ครบกำหนด {thai_date_short(self.due_on, digits='arabic')} "
            f"ปิดรับ {thai_date_short(self.lock_on, digits='arabic')}: ได้รับ {counts.received}/{counts.expected} "
            f"(ทันกำหนด {counts.on_time} ล่าช้า {counts.late} ไม่มีผล {counts.nothing_to_report} "
            f"ส่งกลับแก้ไข {counts.returned})\n"
        )
        rows = [
            [title + (" (ผู้ประสานงาน)" if not row.in_rates else ""), STANDING_TH[standing(row, self.as_of)]]
            for row, title in self.posts
        ]
        say_table(["ตำแหน่ง", "สถานะ"], rows)


def quarter_counts(counts: RoundCounts) -> dict[str, int]:
    """Return the counts of submissions by their published names."""
    return {
        "expected": counts.expected,
        "received": counts.received,
        "on_time": counts.on_time,
        "late": counts.late,
        "nothing_to_report": counts.nothing_to_report,
    }


def _step_name(line: StepLine) -> str:
    return f"{STEP_NAMES_TH[line.name]} ({line.edition})" if line.edition else STEP_NAMES_TH[line.name]


def _step_outcome(line: StepLine) -> str:
    late = line.recorded.backdated_th if line.recorded else ""
    return f"{OUTCOME_TH[line.outcome]} ({late})" if late else OUTCOME_TH[line.outcome]


def say_steps(steps: list[StepLine]) -> None:
    """Print steps with their deadlines and outcomes."""

    def day(value: date | None) -> str:
        return thai_date_short(value, digits="arabic") if value else "-"

    say_table(
        ["ขั้นตอน", "เริ่ม", "ครบกำหนด", "แล้วเสร็จ", "ผล"],
        [[_step_name(line), day(line.entered), day(line.due), day(line.done), _step_outcome(line)] for line in steps],
    )
