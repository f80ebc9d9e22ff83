"""The proof of notice: every notice of a year with its seal, in three formats; and the memo from the command line."""

import csv
import json
import subprocess
from datetime import date, time
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import text
from sqlmodel import col, select

from flows.reminders import plan_reminders, seal_ended
from models.addresses import new_key
from models.kinds import Means, MessageState, NoticeState, Role
from models.notices import Message, Notice
from models.settings import settings
from procedure.acts.quarter_days import ChooseQuarterDay, choose_quarter_day
from procedure.acts.telling import RecordTold, WithdrawTold, record_told, withdraw_told
from procedure.calendar import at
from procedure.contacts import contact_in_use
from tests.offices import YEAR, Desk
from tests.procedure.quarters import FINANCE, WORKS
from tests.traimas.conftest import Run

OPENING = date(2026, 1, 5)
SENT_AT = at(OPENING, time(8, 30))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return an office that sent the opening of its first quarter, told a post by letter, and sealed that day."""
    desk = Desk(tmp_path).quarter_open()
    plan_reminders(desk.database, at(OPENING, time(0, 30)))
    with desk.database.write() as session:
        for message in session.exec(select(Message).where(Message.state == MessageState.PLANNED)).all():
            contact = contact_in_use(session, message.person_id)
            message.state, message.attempts, message.template_version = MessageState.SENT, 1, "2"
            message.sent_at = message.ended_at = SENT_AT
            message.contact_id = contact.id if contact else None
            session.add(message)
        for notice in session.exec(select(Notice).where(Notice.state == NoticeState.PLANNED)).all():
            notice.state = NoticeState.SENT
            session.add(notice)
    letter = RecordTold(post=WORKS, means=Means.LETTER, told_on=OPENING, document="=HYPERLINK(1)")
    desk.act(record_told, letter, OPENING)
    seal_ended(desk.database, at(OPENING, time(23)))
    return desk


def export(traimas: Run, file: Path, *more: str) -> tuple[int, dict[str, object]]:
    code, out, err = traimas("notices", "export", "--year", "2569", "--out", str(file), *more, "--json")
    assert out, err
    return code, json.loads(out)


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(file.read_text(encoding="utf-8-sig"))))


def test_the_proof_says_who_was_told_what_when_how_and_which_entry_seals_it(
    traimas: Run, desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "proof.csv"
    code, said = export(traimas, file, "--officer", WORKS)
    rows = rows_of(file)
    assert (code, said["notices"], said["agrees"], said["not_sealed_yet"]) == (0, len(rows), len(rows), 0)
    sent = next(row for row in rows if row["ขั้น"] == "เริ่ม")
    assert sent["ตำแหน่งที่ต้องดำเนินการ"] == sent["ตำแหน่งที่ได้รับแจ้ง"] == WORKS
    assert sent["ครบกำหนด (ในขณะนั้น)"] == "2026-01-15"
    assert (sent["ช่องทาง"], sent["ที่อยู่ (ปิดบัง)"]) == ("อีเมล", "w•••@municipality.example.go.th")
    assert (sent["ส่งเมื่อ (เวลาไทย)"], sent["จำนวนครั้งที่ลอง"], sent["ผล"]) == ("2026-01-05 08:30:00+07:00", "1", "ส่งแล้ว")
    assert sent["Message-ID"].endswith("@traimas")
    assert (sent["รุ่นของข้อความ"], sent["การตรวจผนึก"]) == ("2", "ตรงกับที่ผนึก")
    letter = next(row for row in rows if row["ขั้น"] == "แจ้งทางหนังสือ")
    assert (letter["ช่องทาง"], letter["ผล"], letter["วันที่แจ้ง"]) == ("แจ้งเองทางหนังสือ", "แจ้งแล้ว", "2026-01-05")
    assert letter["ผู้บันทึกการแจ้ง"].startswith("นักวิเคราะห์")
    assert letter["เลขที่หนังสือ"] == "'=HYPERLINK(1)"  # text, whatever opens it
    assert "works.officer" not in file.read_text(encoding="utf-8-sig")


def test_the_proof_stands_though_the_key_of_an_address_is_gone(
    traimas: Run, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAIMAS_ADDRESS_KEYS", new_key())
    settings.cache_clear()
    file = tmp_path / "proof.csv"
    code, said = export(traimas, file, "--officer", WORKS)
    rows = rows_of(file)
    assert (code, said["agrees"]) == (0, len(rows))
    assert {row["ที่อยู่ (ปิดบัง)"] for row in rows if row["ผล"] == "ส่งแล้ว"} == {"•••"}


@pytest.mark.parametrize("keys", ["other", "short"])
def test_keys_that_do_not_fit_are_said_in_words(
    traimas: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch, keys: str
) -> None:
    monkeypatch.setenv("TRAIMAS_ADDRESS_KEYS", new_key() if keys == "other" else keys)
    settings.cache_clear()
    words = ("--officer", WORKS, "--channel", "mail", "--address", "new@example.go.th")
    code, out, _err = traimas("contact", "register", *words, "--as-of", "2026-01-06", "--json")
    error = json.loads(out)["error"]
    assert (code, error["code"]) == (1, "key_lost")
    assert "โปรดตรวจสอบ TRAIMAS_ADDRESS_KEYS" in error["message_th"]
    assert "example.go.th" not in out


def test_a_row_that_was_changed_behind_the_acts_back_is_found(traimas: Run, desk: Desk, tmp_path: Path) -> None:
    assert traimas("audit", "verify", "--json")[0] == 0
    with desk.database.write() as session:
        changed = "UPDATE message SET sent_at = '2026-01-01 01:30:00.000000' WHERE state = 'sent'"
        session.connection().execute(text(changed))
    file = tmp_path / "proof.csv"
    code, said = export(traimas, file)
    assert code == 1
    assert len(said["broken_seals"]) == 1  # type: ignore[arg-type]
    seals = {row["ขั้น"]: row["การตรวจผนึก"] for row in rows_of(file)}
    assert seals["เริ่ม"] == "ไม่ตรงกับที่ผนึก"
    assert seals["แจ้งทางหนังสือ"] == "ตรงกับที่ผนึก"
    code, out, _err = traimas("audit", "verify", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "seal_broken")


def test_what_is_not_sealed_yet_says_so(traimas: Run, desk: Desk, tmp_path: Path) -> None:
    plan_reminders(desk.database, at(date(2026, 1, 12), time(0, 30)))
    file = tmp_path / "proof.csv"
    code, said = export(traimas, file, "--officer", FINANCE)
    planned = next(row for row in rows_of(file) if row["ผล"] == "รอส่ง")
    assert (code, planned["การตรวจผนึก"], planned["ส่งเมื่อ (เวลาไทย)"]) == (0, "ยังไม่ได้ผนึก", "")
    assert said["not_sealed_yet"] == 1


def test_a_moved_due_day_and_a_withdrawn_letter_are_told_as_they_were(traimas: Run, desk: Desk, tmp_path: Path) -> None:
    chosen = ChooseQuarterDay(fiscal_year=YEAR, quarter=1, due_on=date(2026, 1, 20), reason="ปีใหม่")
    desk.act(choose_quarter_day, chosen, OPENING)
    call = RecordTold(post=WORKS, means=Means.PHONE, told_on=date(2026, 1, 6))
    desk.act(record_told, call, date(2026, 1, 6))
    mistake = WithdrawTold(post=WORKS, means=Means.LETTER, told_on=OPENING, reason="ส่งผิดตำแหน่ง")
    desk.act(withdraw_told, mistake, date(2026, 1, 6))
    file = tmp_path / "proof.json"
    code, _said = export(traimas, file, "--format", "json", "--officer", WORKS)
    document = json.loads(file.read_text(encoding="utf-8"))
    rows = {row["rung"]: row for row in document["notices"]}
    assert code == 0
    assert rows["opening"]["due_on"] == rows["letter 2026-01-05"]["due_on"] == "2026-01-15"
    assert rows["phone 2026-01-06"]["due_on"] == "2026-01-20"
    assert (rows["letter 2026-01-05"]["outcome"], rows["letter 2026-01-05"]["seal"]) == ("withdrawn", "agrees")
    assert rows["letter 2026-01-05"]["reason_th"]


def test_the_workbook_holds_texts_and_no_formula(traimas: Run, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "proof.xlsx"
    export(traimas, file)  # told by its name
    sheet = openpyxl.load_workbook(BytesIO(file.read_bytes())).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=HYPERLINK(1)"]
    assert [cell.data_type for cell in cells] == ["s"]
    assert "หลักฐานการแจ้ง" in str(sheet["A1"].value)
    assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value} == {"TH SarabunPSK"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--year", "2560"), "no_plan"),
        (("--year", "2569", "--officer", "ไม่มีตำแหน่งนี้"), "unknown_officer"),
    ],
)
def test_a_year_or_post_that_is_none_is_refused(
    traimas: Run, desk: Desk, tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    ended, out, _err = traimas("notices", "export", *words, "--out", str(tmp_path / "p.csv"), "--json")
    assert (ended, json.loads(out)["error"]["code"]) == (1, code)
    assert not (tmp_path / "p.csv").exists()


def test_a_folder_that_is_not_there_is_said_in_words(traimas: Run, desk: Desk, tmp_path: Path) -> None:
    ended, out, _err = traimas("notices", "export", "--year", "2569", "--out", str(tmp_path / "no" / "p.csv"), "--json")
    assert (ended, json.loads(out)["error"]["code"]) == (2, "unwritable_file")


def test_the_memo_is_written_for_a_post_that_owes_something(traimas: Run, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "memo.pdf"
    words = ("--out", str(file), "--as-of", "2026-01-16", "--json")
    code, out, err = traimas("notices", "memo", "--officer", WORKS, *words)
    assert code == 0, out + err
    said = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True).stdout.decode()
    assert "เกินกำหนดแล้ว๑วัน" in "".join(said.split())
    code, out, _err = traimas("notices", "memo", "--officer", "ผู้ตรวจสอบภายใน", *words)
    assert (code, json.loads(out)["error"]["code"]) == (1, "nothing_owed")


def test_telling_is_recorded_from_the_command_line(traimas: Run, desk: Desk) -> None:
    told = ("--officer", FINANCE, "--means", "line", "--told-on", "2026-01-06")
    code, out, err = traimas("notices", "told", *told, "--as-of", "2026-01-07", "--json")
    assert code == 0, out + err
    with desk.database.read() as session:
        row = session.exec(select(Notice).where(col(Notice.means) == Means.LINE)).one()
    assert row.told_by_id == desk.actor(Role.PLAN_ANALYST, OPENING).officer_id
