"""What the command line reads: holidays, the yearly evaluation, how a due day moved, and the documents' table."""

import json
from datetime import date, time
from pathlib import Path

from flows.quarterly_progress import keep_rounds
from models.kinds import ExtensionPaper, Role
from procedure.acts.extending import ExtendCompletion, extend_completion
from procedure.calendar import at
from tests.offices import YEAR, Desk
from tests.traimas.conftest import Run


def test_the_holidays_of_a_year_say_how_sure_each_is(traimas: Run, tmp_path: Path) -> None:
    Desk(tmp_path)
    code, out, _err = traimas("holidays", "list", "--year", "2568", "--json")
    rows = json.loads(out)["holidays"]
    assert code == 0
    assert {row["standing"] for row in rows} == {"confirmed"}
    assert "2025-10-23" in {row["on"] for row in rows}
    code, out, _err = traimas("holidays", "list", "--year", "2569")
    assert "คาดการณ์" in out
    code, out, _err = traimas("holidays", "list", "--year", "2026", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "bad_year")


def test_a_holiday_is_recorded_from_the_command_line(traimas: Run, tmp_path: Path) -> None:
    Desk(tmp_path)
    said = ("--on-day", "2026-01-15", "--name", "วันหยุดพิเศษ", "--authority", "มติคณะรัฐมนตรี")
    code, out, err = traimas("holidays", "record", *said, "--post", "ผู้ดูแลระบบ", "--as-of", "2025-11-03", "--json")
    assert code == 0, out + err
    listed = json.loads(traimas("holidays", "list", "--year", "2569", "--json")[1])["holidays"]
    assert [row["name"] for row in listed if row["on"] == "2026-01-15"] == ["วันหยุดพิเศษ"]


def test_the_evaluation_shows_its_days_and_its_tables(traimas: Run, tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    options = ("evaluation", "status", "--fiscal-year", "2569", "--as-of")
    before = json.loads(traimas(*options, "2026-09-30", "--json")[1])
    assert before["evaluation"] is None
    assert len(before["tables"]["totals"]) == 3
    keep_rounds(desk.database, None, None, at(date(2026, 10, 1), time(0, 10)))
    after = json.loads(traimas(*options, "2026-10-01", "--json")[1])
    assert after["evaluation"]["opened"] == "2026-10-01"
    assert [total["projects"] for total in after["tables"]["totals"]] == [3, 3, 3, 3]
    code, out, _err = traimas(*options, "2026-10-01")
    assert code == 0
    assert "แผนงาน ณ สิ้นไตรมาสที่ 4" in out


def test_an_explanation_tells_how_the_day_moved(traimas: Run, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    on = date(2025, 10, 20)
    facts = ExtendCompletion(fiscal_year=YEAR, days=15, paper=ExtensionPaper.ORDER, number="๑/๒๕๖๘", dated_on=on)
    desk.act(extend_completion, facts, on, Role.EXECUTIVE)
    _code, out, _err = traimas("explain", "1", "--as-of", "2025-10-21")
    assert "กำหนดเดิมวันที่ ๒๖ ตุลาคม ๒๕๖๘ เลื่อนเป็นวันที่ ๑๐ พฤศจิกายน ๒๕๖๘ (ขยายเวลา คำสั่งที่ ๑/๒๕๖๘" in out
    assert "Moved from 2025-10-26 to 2025-11-10" in out
