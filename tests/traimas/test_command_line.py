"""The command line: what it prints, its one JSON document, and its exit codes."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.instants import mark_rehearsal
from models.database import Database
from tests.offices import SAMPLES, Desk, project
from tests.traimas.conftest import Run

SAMPLE = str(SAMPLES / "operation-plan-municipality.xlsx")


@pytest.mark.parametrize(
    "typed", ["2025-10-17", "17/10/2568", "๑๗ ตุลาคม ๒๕๖๘", "17 ต.ค. 2568", "17 ต.ค 2568", "๑๗/๑๐/๒๕๖๘"]
)
def test_due_answers_with_the_day_and_why(traimas: Run, typed: str) -> None:
    code, out, _err = traimas("due", "post-announcement", typed, "--json")
    answer = json.loads(out)
    assert code == 0
    assert set(answer) == {
        "rule",
        "start",
        "due",
        "clause",
        "explanation_th",
        "explanation_en",
        "last_working_day",
    }
    assert (answer["start"], answer["due"], answer["last_working_day"]) == ("2025-10-17", "2025-11-01", "2025-10-31")


@pytest.mark.parametrize(
    ("words", "exit_code", "error"),
    [
        (["due", "complete-plan", "26/9/2025"], 2, "bad_date"),  # a Gregorian year where a Buddhist one is meant
        (["due", "no-such-rule", "2025-09-26"], 2, "unknown_rule"),
        (["due", "complete-plan", "2016-09-01"], 1, "rule_not_in_force"),
        (["due", "complete-plan"], 2, "usage"),
        (["no-such-command"], 2, "usage"),
        (["plan", "status", "--fiscal-year", "2569"], 2, "no_database"),
        (["plan", "open", "2569", "--promulgated", "2025-09-26"], 2, "no_database"),
        (["workbook", "check", SAMPLE, "--fiscal-year", "2026"], 2, "bad_fiscal_year"),
        (["organization", "add", "no-such-file.toml"], 2, "unreadable_file"),
    ],
)
def test_every_error_is_one_json_document_in_two_languages(
    traimas: Run, words: list[str], exit_code: int, error: str
) -> None:
    code, out, _err = traimas(*words, "--json")
    told = json.loads(out)["error"]
    assert (code, told["code"]) == (exit_code, error)
    assert any("\u0e00" <= letter <= "\u0e7f" for letter in told["message_th"])
    assert told["message_en"]
    code, out, err = traimas(*words)
    assert (code, out) == (exit_code, "")
    assert told["message_en"] in err


def test_an_analyst_walks_from_an_empty_folder_to_an_announced_plan(traimas: Run) -> None:
    def done(*words: str) -> dict[str, Any]:
        code, out, err = traimas(*words, "--json")
        assert code == 0, out + err
        return dict(json.loads(out))

    done("organization", "add", str(SAMPLES / "municipality.toml"))
    done("plan", "open", "2569", "--promulgated", "26 ก.ย. 2568")
    assert done("workbook", "check", SAMPLE, "--fiscal-year", "2569", "--organization", "")["projects"]
    done("workbook", "import", SAMPLE, "--fiscal-year", "2569")
    done("plan", "compile", "--fiscal-year", "2569")
    status = done("plan", "status", "--fiscal-year", "2569")
    assert status["step"] == "drafted"
    assert [row["due"] for row in status["deadlines"]] == ["2025-10-26"]
    assert {row["title"] for row in status["sources"] if row["answered"]} >= {"กองช่าง", "กองคลัง"}
    assert traimas("plan", "status", "--fiscal-year", "2569")[0] == 0  # the same for people


def test_refusals_exit_with_one_and_real_records_keep_to_the_clock(traimas: Run) -> None:
    traimas("organization", "add", str(SAMPLES / "municipality.toml"))
    words = ["plan", "open", "2569", "--promulgated", "2025-09-26", "--json"]
    code, out, _err = traimas(*words, "--as-of", "2025-09-26")
    assert (code, json.loads(out)["error"]["code"]) == (1, "not_a_rehearsal")
    assert traimas(*words)[0] == 0
    code, out, _err = traimas(*words)
    assert (code, json.loads(out)["error"]["code"]) == (1, "plan_exists")
    code, out, _err = traimas("plan", "compile", "--fiscal-year", "2569", "--json", "--post", "ไม่มีตำแหน่งนี้")
    assert (code, json.loads(out)["error"]["code"]) == (1, "unknown_officer")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["plan", "resolve", "--on", "2025-10-10", "--outcome", "approve", "--meeting", " "], "bad_facts"),
        (["plan", "announce", "--on", "2025-10-10", "--signatory", ""], "bad_facts"),
    ],
)
def test_empty_facts_are_told_by_field(traimas: Run, tmp_path: Path, words: list[str], error: str) -> None:
    Desk(tmp_path).announced()
    code, out, _err = traimas(*words, "--fiscal-year", "2569", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, error)


def test_a_database_without_its_tables_is_told_and_no_traceback(traimas: Run, tmp_path: Path) -> None:
    (tmp_path / "traimas.sqlite3").touch()
    code, out, _err = traimas("plan", "status", "--fiscal-year", "2569", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, "database_unusable")
    assert "traimas upgrade" in json.loads(out)["error"]["message_en"]


def test_an_older_database_is_brought_up_to_date_by_one_command(traimas: Run, tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path / 'traimas.sqlite3'}").upgrade("0002")
    code, out, _err = traimas("upgrade", "--json")
    assert (code, json.loads(out)) == (0, {"revision": "0006"})
    code, out, _err = traimas("plan", "status", "--fiscal-year", "2569", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "unknown_organization")


def test_a_quarter_shows_who_has_not_reported(traimas: Run, tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    mark_rehearsal(desk.database, date(2026, 1, 20))
    code, out, _err = traimas("quarter", "status", "--fiscal-year", "2569", "--quarter", "1", "--json")
    status = json.loads(out)
    assert code == 0
    assert (status["expected"], status["received"], status["missing"]) == (2, 0, 2)
    assert {post["standing"] for post in status["posts"]} == {"late"}
    code, out, _err = traimas("quarter", "status", "--fiscal-year", "2569", "--quarter", "1", "--as-of", "2026-01-15")
    assert "ยังไม่ครบกำหนด" in out
    code, out, _err = traimas("quarter", "status", "--fiscal-year", "2569", "--quarter", "2", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "round_not_open")


def test_the_matrix_shows_each_post_over_four_quarters_and_the_liaisons_apart(traimas: Run, tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    mark_rehearsal(desk.database, date(2026, 1, 20))
    code, out, _err = traimas("quarter", "matrix", "--fiscal-year", "2569", "--json")
    matrix = json.loads(out)
    assert code == 0
    assert [post["quarters"][0]["standing"] for post in matrix["posts"]] == ["late", "late"]
    assert (matrix["all"]["expected"], matrix["all"]["received_rate"], len(matrix["liaisons"])) == (2, 0.0, 1)
    code, out, _err = traimas("quarter", "matrix", "--fiscal-year", "2569", "--as-of", "2026-01-15")
    assert code == 0
    assert "รอรายงาน" in out
    assert "ผู้ประสานงานหน่วยงานอื่น (ไม่นับในอัตรา)" in out
    code, out, _err = traimas("quarter", "matrix", "--fiscal-year", "2570", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "no_plan")


@pytest.mark.parametrize(
    ("day", "standings"),
    [
        ("2025-10-26", {"complete_plan": "met", "post_announcement": "met", "keep_posted": "keeping"}),
        ("2025-10-20", {"complete_plan": "met", "post_announcement": "open"}),  # announced, not yet posted
        ("2025-10-16", {"complete_plan": "open"}),  # not yet announced
        ("2025-11-24", {"complete_plan": "met", "post_announcement": "met", "keep_posted": "may_end"}),
    ],
)
def test_obligations_stand_as_they_stood_on_a_day(
    traimas: Run, tmp_path: Path, day: str, standings: dict[str, str]
) -> None:
    Desk(tmp_path).quarter_open()
    code, out, _err = traimas("obligations", "--as-of", day, "--json")
    assert code == 0
    assert {row["rule"]: row["standing"] for row in json.loads(out)["obligations"]} == standings
    assert traimas("obligations", "--as-of", day)[0] == 0


def test_an_obligation_explains_itself_by_its_number(traimas: Run, tmp_path: Path) -> None:
    Desk(tmp_path).announced()
    code, out, _err = traimas("explain", "2", "--as-of", "2025-10-20", "--json")
    assert code == 0
    assert json.loads(out)["explanation_th"].startswith("ต้องปิดประกาศแผนการดำเนินงานภายในวันที่ ๑ พฤศจิกายน ๒๕๖๘")
    code, out, _err = traimas("explain", "99", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "unknown_obligation")


def test_the_audit_is_verified_and_exported(traimas: Run, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    kept = json.loads(traimas("audit", "verify", "--json")[1])["head"]
    desk.bring(project())
    code, out, _err = traimas("audit", "verify", "--head", kept, "--json")
    assert (code, json.loads(out)["entries"]) == (0, 3)
    lines = traimas("audit", "export")[1].splitlines()
    assert [json.loads(line)["body"]["act"] for line in lines] == [
        "establish_organization",
        "open_plan",
        "import_projects",
    ]
    code, out, _err = traimas("audit", "verify", "--head", "f" * 64, "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "audit_tail_removed")
    with desk.database.engine.connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_entry_kept_update")
        connection.exec_driver_sql("UPDATE audit_entry SET body = '{}' WHERE seq = 2")
        connection.commit()
    code, out, _err = traimas("audit", "verify", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "audit_broken")
    assert "2" in json.loads(out)["error"]["message_en"]


def test_a_workbook_with_errors_is_listed_by_cell_and_never_half_imported(traimas: Run, tmp_path: Path) -> None:
    broken = Path(__file__).parent.parent / "documents" / "workbooks" / "unreadable-cells.xlsx"
    code, out, _err = traimas("workbook", "check", str(broken), "--fiscal-year", "2569", "--json")
    document = json.loads(out)
    assert code == 1
    assert set(document) == {"fiscal_year", "projects", "problems"}
    assert {(p["row"], p["code"]) for p in document["problems"] if p["severity"] == "error"} == {
        (10, "budget_unreadable"),
        (20, "no_months"),
        (26, "division_unknown"),
    }
    traimas("organization", "add", str(SAMPLES / "municipality.toml"))
    traimas("plan", "open", "2569", "--promulgated", "2025-09-26")
    code, out, _err = traimas("workbook", "import", str(broken), "--fiscal-year", "2569", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "workbook_has_errors")
    assert "D10" in json.loads(out)["error"]["message_th"]
    code, out, _err = traimas("plan", "compile", "--fiscal-year", "2569", "--json")
    assert json.loads(out)["error"]["code"] == "no_projects"


@pytest.mark.parametrize(("content", "exit_code", "problem"), [(b"not a zip", 2, "unreadable_file")])
def test_an_unreadable_file_is_a_problem_in_the_same_document(
    traimas: Run, tmp_path: Path, content: bytes, exit_code: int, problem: str
) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_bytes(content)
    code, out, _err = traimas("workbook", "check", str(file), "--fiscal-year", "2569", "--json")
    assert code == exit_code
    assert [(p["row"], p["code"]) for p in json.loads(out)["problems"]] == [(None, problem)]


def test_short_commands_load_neither_prefect_nor_the_tables() -> None:
    words = {
        "due": ["due", "complete-plan", "2025-09-26"],
        "check": ["workbook", "check", SAMPLE, "--fiscal-year", "2569"],
    }
    for argv in words.values():
        script = (
            "import sys\nfrom traimas.command_line import main\n"
            f"sys.argv = {['traimas', *argv]!r}\n"
            "try:\n    main()\nfinally:\n"
            "    print([name for name in ('prefect', 'sqlalchemy', 'fastapi', 'apprise') if name in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
        assert done.stdout.splitlines()[-1] == "[]"


def test_reading_commands_do_not_load_prefect(tmp_path: Path) -> None:
    Desk(tmp_path).collect()
    script = (
        "import sys\nfrom traimas.command_line import main\n"
        "sys.argv = ['traimas', 'plan', 'status', '--fiscal-year', '2569', '--json']\n"
        "try:\n    main()\nfinally:\n    print('prefect' in sys.modules)"
    )
    environment = {"TRAIMAS_DATA_DIR": str(tmp_path), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False, env=environment
    )
    assert done.stdout.splitlines()[-1] == "False"
