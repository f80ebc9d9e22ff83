"""Two flows keep the rounds: what the other one did first is no failure."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from flows.quarterly_progress import keep_rounds
from procedure.calendar import at
from procedure.progress import rounds_to_open
from tests.offices import Desk


def test_what_the_other_flow_did_first_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path).announced()
    as_of = at(date(2026, 1, 1), time(0, 10))

    def read_then_beaten(*given: Any) -> list[int]:
        found = rounds_to_open(*given)
        monkeypatch.setattr("procedure.scheduled.rounds_to_open", rounds_to_open)
        assert not keep_rounds(desk.database, None, None, as_of).failed  # the other flow, between reading and acting
        return found

    monkeypatch.setattr("procedure.scheduled.rounds_to_open", read_then_beaten)
    kept = keep_rounds(desk.database, None, None, as_of)
    assert (kept.did, kept.failed) == ([], [])
    assert desk.rows()["quarter_round"] == 1
