"""The commands of money and of the finance division, from a transfer to the year's end."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from flows.instants import mark_rehearsal
from models.kinds import Role
from procedure.acts.year_end import record_year_end_outcome
from tests.offices import SAMPLES, YEAR, Desk
from tests.procedure.test_money import detail, moving, spend, transfer
from tests.procedure.test_year_end import DAY, deciding
from tests.traimas.conftest import Run

Told = Callable[..., dict[str, Any]]
YEAR_OF = ("--fiscal-year", str(YEAR))
IN_QUARTER = (*YEAR_OF, "--quarter", "1")
TYPED = ("--as-of", "2026-01-12")
PAPER = ("--on", "12 ม.ค. 2569", "--document", "ที่ กค ๑")
PICTURE = SAMPLES.parent / "docs" / "board.png"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return an office in the first round, whose works division has reported 40,000 baht disbursed."""
    desk = Desk(tmp_path).quarter_open()
    spend(desk, disbursed_satang=4_000_000)
    mark_rehearsal(desk.database, date(2026, 1, 12))
    return desk


@pytest.fixture
def told(traimas: Run, desk: Desk) -> Told:
    """Return a function that runs a command and gives its one JSON document."""

    def run(*words: str) -> dict[str, Any]:
        code, out, err = traimas(*words, "--json")
        assert code == 0, out + err
        assert traimas(*words)[0] == 0  # the same for people
        return dict(json.loads(out))

    return run


def fill_in(file: Path, *cells: tuple[str, object]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    for cell, value in cells:
        book.active[cell] = value
    book.save(file)


def test_the_finance_division_confirms_a_quarter_in_its_workbook(told: Told, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "q1.xlsx"
    assert told("finance", "workbook", *IN_QUARTER, "--out", str(file), *TYPED)["projects"] == 2
    fill_in(file, ("I6", "๕๐,๐๐๐"), ("J6", "39,999.50"), ("I7", 0), ("J7", 0))
    outcome = told("finance", "import", str(file), *IN_QUARTER, *PAPER, *TYPED)
    assert "2 โครงการ" in outcome["message_th"] or "ไม่มีการเปลี่ยนแปลง" in outcome["message_th"]
    assert desk.rows()["confirmed_amount"] == 2
    assert desk.rows()["stored_file"]
    (found,) = told("finance", "differences", *IN_QUARTER)["differences"]
    assert found["reported"] == {"contracted_satang": 0, "disbursed_satang": 4_000_000}
    assert found["confirmed"] == {"contracted_satang": 5_000_000, "disbursed_satang": 3_999_950}
    assert (found["fiscal_year"], found["project"]) == (YEAR, 1)


def test_a_workbook_with_a_wrong_cell_is_refused_whole(traimas: Run, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "q1.xlsx"
    assert traimas("finance", "workbook", *IN_QUARTER, "--out", str(file), *TYPED)[0] == 0
    fill_in(file, ("I6", "ห้าหมื่น"), ("J6", 1), ("I7", 1))
    code, out, _err = traimas("finance", "import", str(file), *IN_QUARTER, *PAPER, *TYPED, "--json")
    error = json.loads(out)["error"]
    assert (code, error["code"]) == (1, "workbook_has_errors")
    assert "I6" in error["message_th"]
    assert "J7" in error["message_en"]
    assert desk.rows()["confirmed_amount"] == 0


@pytest.mark.parametrize(
    ("words", "exit_code", "error"),
    [
        (("finance", "import", "no-such.xlsx", *IN_QUARTER, *PAPER), 2, "unreadable_file"),
        (("finance", "import", str(PICTURE), *IN_QUARTER, *PAPER), 2, "unreadable_file"),
        (("finance", "import", __file__, *IN_QUARTER, *PAPER), 1, "workbook_has_errors"),  # a text may be a CSV table
        (("finance", "workbook", *IN_QUARTER, "--out", "no/such/folder.xlsx"), 2, "cannot_write"),
        (("finance", "workbook", "--fiscal-year", "2570", "--quarter", "1", "--out", "x.xlsx"), 1, "no_plan"),
        (("money", "budgets", "--fiscal-year", "2570"), 1, "no_plan"),
        (("finance", "differences", *YEAR_OF, "--quarter", "5"), 2, "usage"),
    ],
)
def test_every_error_is_one_json_document(
    traimas: Run, desk: Desk, words: tuple[str, ...], exit_code: int, error: str
) -> None:
    code, out, _err = traimas(*words, "--json")
    assert (code, json.loads(out)["error"]["code"]) == (exit_code, error)


def test_only_the_finance_division_imports_unless_a_post_is_named(traimas: Run, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "q1.xlsx"
    traimas("finance", "workbook", *IN_QUARTER, "--out", str(file), *TYPED)
    fill_in(file, ("I6", 1), ("J6", 1))
    words = ("finance", "import", str(file), *IN_QUARTER, *PAPER, *TYPED, "--json")
    code, out, _err = traimas(*words, "--post", "นักวิเคราะห์นโยบายและแผนชำนาญการ")
    assert (code, json.loads(out)["error"]["code"]) == (1, "not_permitted")


def test_the_budgets_show_what_moved_and_what_calls_for_an_edition(told: Told, desk: Desk) -> None:
    moved = told(
        *("money", "transfer", *YEAR_OF, "--kind", "increase", "--from-item", "เงินสำรองจ่าย", "--to-project", "1"),
        *("--amount", "๑,๐๐๐.๕๐", "--approver", "council", "--approved-on", "1 ธ.ค. 2568", "--document", "มติสภา ๑"),
        *TYPED,
    )
    assert "โอนเพิ่ม" in moved["message_th"]
    transfer(desk, moving(amount_satang=500_000, approved_on=date(2026, 1, 5)), date(2026, 1, 12))
    transfer(desk, detail(approved_on=date(2026, 1, 6)), date(2026, 1, 12))
    budgets = told("money", "budgets", *YEAR_OF, *TYPED)
    first = budgets["projects"][0]
    assert (first["original_satang"], first["transferred_in_satang"]) == (10_000_000, 2 * 100_050)  # told ran it twice
    assert (first["transferred_out_satang"], first["net_satang"]) == (500_000, 9_700_100)
    assert (first["contracted_satang"], first["disbursed_satang"]) == (0, 4_000_000)
    assert budgets["net_satang"] == 30_000_000 + 200_100
    totals = {one["of"]: one["net_satang"] for one in budgets["totals"]}
    by_division = {"กองช่าง", "กองคลัง", "หน่วยงานอื่น"}
    assert sum(totals[name] for name in by_division) == totals["รวมทั้งสิ้น"] == budgets["net_satang"]
    assert [one["kind"] for one in budgets["edition_proposals"]] == ["change_detail"]
    before = told("money", "budgets", *YEAR_OF, "--as-of", "2026-01-04")
    assert before["projects"][0]["transferred_out_satang"] == 0
    assert before["edition_proposals"] == []


def test_the_years_end_lists_what_is_undecided_and_what_was_decided(told: Told, desk: Desk) -> None:
    mark_rehearsal(desk.database, DAY)
    desk.act(record_year_end_outcome, deciding(), DAY, Role.ADMINISTRATOR)
    found = told("money", "year-end", *YEAR_OF, "--as-of", "2026-09-21")
    assert found["pending"] == 1
    assert [(one["project"], one["pending"]) for one in found["projects"]] == [(1, False), (2, True)]
    assert found["projects"][0]["outcome"]["kind"] == "carried_committed"
    assert found["projects"][0]["outcome"]["expires_on"] == "2027-03-31"
    assert found["projects"][1]["outcome"] is None
