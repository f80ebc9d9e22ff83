"""Layouts that no office has sent yet are read as exactly as the six that came."""

from dataclasses import asdict

import pytest

from documents.workbook import read_workbook
from models.values import FiscalYear
from tests.documents.unseen_layouts import YEAR, Maker


@pytest.mark.parametrize("seed", range(60))
def test_an_unseen_layout_reads_as_it_was_made(seed: int) -> None:
    unseen = Maker(seed).make()
    reading = read_workbook(unseen.data, FiscalYear(YEAR))
    problems = [f"{one.message_en} [{one.code}]" for one in reading.problems if one.severity == "error"]
    assert problems == [], unseen.story
    wanted = [asdict(project) for project in unseen.projects]
    assert [{key: item.model_dump()[key] for key in wanted[0]} for item in reading.projects] == wanted, unseen.story
    warnings = {one.code for one in reading.problems}
    assert warnings <= {"no_budget", "duplicate_project"}, unseen.story
