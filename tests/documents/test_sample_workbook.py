"""The committed samples: what the script writes, and what the sample office needs of them."""

from pathlib import Path

import pytest

from documents.workbook import WorkbookItem, WorkbookReading, read_workbook
from models.kinds import FundingSource, OrganizationKind, Programme
from models.values import FiscalYear
from samples.make_workbook import FILES, FISCAL_YEAR, PROJECT_TO_CORRECT, QUIET_DIVISION, write_sample_workbook

KINDS = pytest.mark.parametrize("kind", list(FILES))


def read_sample(kind: OrganizationKind) -> WorkbookReading:
    return read_workbook(FILES[kind], FiscalYear(FISCAL_YEAR))


def projects(reading: WorkbookReading) -> list[WorkbookItem]:
    return [item for item in reading.projects if item.kind == "project"]


@KINDS
def test_the_committed_sample_is_what_the_script_writes(kind: OrganizationKind, tmp_path: Path) -> None:
    write_sample_workbook(tmp_path / "again.xlsx", kind)
    assert (tmp_path / "again.xlsx").read_bytes() == FILES[kind].read_bytes()


@KINDS
def test_every_row_of_the_sample_reads(kind: OrganizationKind) -> None:
    reading = read_sample(kind)
    assert [problem for problem in reading.problems if problem.severity == "error"] == []
    assert {problem.code for problem in reading.problems} == {"no_budget", "reference_missing"}
    assert len(projects(reading)) >= 64
    equipment = [item for item in reading.projects if item.kind == "equipment"]
    assert len(equipment) >= 8
    assert len({item.category for item in equipment}) >= 4


@KINDS
def test_the_sample_uses_the_whole_form(kind: OrganizationKind) -> None:
    reading = read_sample(kind)
    own = [item for item in reading.projects if not item.agency]
    assert {item.programme for item in projects(reading)} == set(Programme)
    assert len({item.strategy for item in projects(reading)}) == 4
    assert all(item.approach for item in projects(reading))
    assert len({division for item in own for division in item.divisions}) == 7
    assert any(len(item.divisions) == 2 for item in own)
    assert 30_000_000 * 100 <= sum(item.satang for item in own) <= 60_000_000 * 100
    assert len({item.funding for item in own} - {None, FundingSource.NONE}) >= 4
    assert sum(item.funding is FundingSource.NONE for item in own) >= 4
    assert all(item.learnt_from for item in reading.projects)
    assert any(not item.plan_reference for item in own)
    assert any(item.plan_reference and not item.budget_reference for item in own)


@KINDS
def test_the_agencies_projects_name_where_they_were_learnt_of(kind: OrganizationKind) -> None:
    outside = [item for item in read_sample(kind).projects if item.agency]
    assert len(outside) >= 3
    assert len({item.agency for item in outside}) == 2
    sources = {item.learnt_from.split()[0] for item in outside}
    assert {"แผนพัฒนาจังหวัด", "แผนพัฒนาอำเภอ"} < sources
    assert all(item.learnt_from.startswith(("หนังสือ", "แผนพัฒนา")) for item in outside)


@KINDS
def test_one_division_has_nothing_in_the_first_quarter(kind: OrganizationKind) -> None:
    items = [item for item in read_sample(kind).projects if not item.agency]
    quiet = [item for item in items if QUIET_DIVISION[kind] in item.divisions]
    assert len(quiet) >= 4
    assert all(item.months[0] >= "2569-01" for item in quiet)
    others = {division for item in items for division in item.divisions} - {QUIET_DIVISION[kind]}
    assert others == {division for item in items if item.months[0] <= "2568-12" for division in item.divisions}


@KINDS
def test_one_project_stands_there_to_be_corrected(kind: OrganizationKind) -> None:
    (item,) = [item for item in read_sample(kind).projects if item.name == PROJECT_TO_CORRECT]
    assert item.place.startswith("ทั้งเขต")
    assert [other.name for other in read_sample(kind).projects if other.place == item.place] == [PROJECT_TO_CORRECT]
