"""The sample year in full, from its budget to its evaluation, as the command line tells it."""

import json
from datetime import date
from pathlib import Path

import pytest

from models.settings import settings
from procedure.audit import broken_entry
from procedure.evaluation import evaluation_tables
from procedure.plans import entries_in_force, find_plan
from tests.offices import YEAR, Desk
from tests.sample_year import DATES, DOCUMENT, SampleYear, written
from tests.traimas.conftest import Run


@pytest.fixture
def year(traimas: Run, tmp_path: Path) -> Desk:
    del traimas  # its fixture points the settings at the test's own folder
    return SampleYear(tmp_path).play()


def test_a_year_in_full_is_told_as_the_documents_say(year: Desk, traimas: Run) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    settings.cache_clear()
    assert written(text) == text  # else: python -m tests.sample_year
    for on in DATES:
        code, out, _err = traimas("obligations", "--as-of", on.isoformat(), "--json")
        rows = json.loads(out)["obligations"]
        assert code == 0
        assert all(row["explanation_th"] and row["explanation_en"] for row in rows)
    with year.database.read() as session:
        plan = find_plan(session, 1, YEAR)
        assert broken_entry(session, 1) is None
        in_force = {entry.name: entry for entry in entries_in_force(session, plan.plan_id, date(2026, 9, 30))}
        tables = evaluation_tables(session, plan)
    assert in_force["โครงการสอง"].months == 0b110000000
    assert "โครงการเพิ่มเติม" in in_force
    assert tables is not None
