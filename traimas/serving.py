"""``traimas up``: the Prefect server, a worker and the portal over one data folder, until interrupted."""

import os
import sys
from datetime import timedelta
from pathlib import Path

import click
from sqlmodel import Session, select

from flows.instants import is_rehearsal, present_instant
from models.database import Database
from models.kinds import Role
from models.organizations import Organization, Person
from models.settings import Settings
from notifications.links import SIGN_IN_PATH, add_link
from procedure.calendar import bangkok_date
from procedure.permissions import holder_of, officers_with_role
from procedure.plans import identity
from traimas.answers import CommandError
from traimas.launcher import HOST, Children, LaunchError, Ports, child_environment, health_url, leave_on_signals

LINK_VALID_FOR = timedelta(minutes=30)


def serve_data_folder(data: Path | None) -> None:
    """Serve a data folder until SIGINT or SIGTERM. Raises ``CommandError``: ``no_database``, ``not_started``."""
    if data is not None:
        os.environ["TRAIMAS_DATA_DIR"] = str(data)
    configured = Settings()
    if configured.database_url is None and not (configured.data_dir / "traimas.sqlite3").exists():
        raise CommandError(
            "no_database",
            f"ยังไม่มีฐานข้อมูลใน {configured.data_dir} โปรดรัน make demo หรือ traimas organization add ก่อน",
            f"There is no database in {configured.data_dir}; run `make demo` or `traimas organization add` first.",
        )
    database = Database(configured.url)
    database.upgrade()
    ports = Ports(configured.prefect_port, configured.portal_port)
    portal_url = configured.public_url or f"http://{HOST}:{ports.portal}"
    environment = served_environment(configured, ports)
    leave_on_signals()
    try:
        with Children(configured.data_dir, environment) as children:
            server = children.start_server()
            portal = children.start_portal(ports.portal)
            children.wait_until_answers(server, health_url(environment))
            children.deploy()
            children.start_worker()
            children.wait_until_answers(portal, f"http://{HOST}:{ports.portal}/health")
            _say_where(database, configured, ports, portal_url)
            children.supervise()
    except LaunchError as error:
        raise CommandError("not_started", f"เริ่มระบบไม่สำเร็จ: {error}", f"Not started: {error}") from error
    except KeyboardInterrupt:
        click.echo("หยุดแล้ว (stopped)")


def served_environment(configured: Settings, ports: Ports) -> dict[str, str]:
    """Return the environment of the children that serve a data folder.

    They have a public address only if one is set: a mail's link to loopback opens for nobody, and keeps the memo away.
    """
    return child_environment(configured.data_dir, ports)


def _say_where(database: Database, configured: Settings, ports: Ports, portal_url: str) -> None:
    secret_file = os.path.relpath(configured.data_dir / "prefect" / "server.json")
    click.echo(f"พอร์ทัล (portal):      {portal_url}")
    click.echo(f"Prefect UI:            http://{HOST}:{ports.prefect}   (รหัสใน/password in {secret_file})")
    if is_rehearsal(database):
        click.echo("ฐานข้อมูลซ้อม: การรันตามตารางเวลาไม่แตะข้อมูล (rehearsal: scheduled runs touch nothing)")
    if not (is_rehearsal(database) or sys.stdout.isatty()):
        return  # a sign-in link is for the eyes of who started it, not for a journal
    with database.write() as session:
        for organization in session.exec(select(Organization)).all():
            token = _analyst_link(session, organization, database)
            if token:
                click.echo(f"เข้าใช้งาน {organization.name} (ครั้งเดียว ภายใน 30 นาที): {portal_url}{SIGN_IN_PATH}{token}")
    click.echo("กด Ctrl-C เพื่อหยุด (Ctrl-C stops)")


def _analyst_link(session: Session, organization: Organization, database: Database) -> str | None:
    """Return a one-time token for the plan analyst: who starts the server owns the folder it serves."""
    instant = present_instant(database)
    for officer in officers_with_role(session, identity(organization.id), Role.PLAN_ANALYST):
        holder = holder_of(session, identity(officer.id), bangkok_date(instant))
        person = session.get(Person, holder.person_id) if holder else None
        if person is not None:
            return add_link(session, identity(organization.id), identity(person.id), "/board", instant, LINK_VALID_FOR)
    return None
