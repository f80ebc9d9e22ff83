"""The office, established once and copied for each test; and Chromium."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from models.database import Database
from models.organizations import Organization
from procedure.plans import identity
from tests.portal.office import Office, establish_all


@pytest.fixture(scope="session")
def established(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "office.sqlite3"
    establish_all(path)
    return path


@pytest.fixture
def office(established: Path, tmp_path: Path) -> Iterator[Office]:
    """Return the municipality, on 10 January 2569 of a rehearsal, in a database of the test's own."""
    path = tmp_path / "x.sqlite3"
    shutil.copy(established, path)
    database = Database(f"sqlite:///{path}")
    with database.read() as session:
        organization_id = session.exec(select(col(Organization.id)).where(Organization.code == "sample-municipality"))
        office = Office(database, identity(organization_id.one()))
    yield office
    database.engine.dispose()


@pytest.fixture
def chromium() -> str:
    """Return Debian's Chromium."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed")
    return program
