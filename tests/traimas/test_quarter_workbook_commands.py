"""A quarter reported in Excel from the command line: each post's part by the form's act, or the whole file refused."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import col, select

from documents.quarter_workbook import PROJECTS
from flows.instants import mark_rehearsal
from models.evidence import AuditEntry
from models.kinds import ObligationState, ProgressStatus, SubmissionKind
from models.quarters import ProgressReport, Submission
from procedure.report_checks import ProjectProgress
from tests.offices import OUTSIDE, YEAR, Desk, project
from tests.procedure.quarters import FINANCE, LIAISON, WORKS, obligation_of, progress, report
from tests.traimas.conftest import Run

ON = date(2026, 1, 12)
IN_QUARTER = ("--fiscal-year", str(YEAR), "--quarter", "1")
FILL: dict[str, object] = {
    "J7": "อยู่ระหว่างดำเนินการ",
    "K7": "๔๐",
    "M7": "๑,๒๕๐.๕๐",
    "P7": "สภาพอากาศหรือภัยพิบัติ",
    "Q7": "ฝนตกหนัก",
    "J8": "ดำเนินการแล้วเสร็จ",
}
PARTS = (
    progress(1, disbursed_satang=125_050),
    ProjectProgress(project_id=2, status=ProgressStatus.COMPLETED, percent=100),
)
Told = Callable[..., tuple[int, dict[str, Any]]]


def office(folder: Path) -> Desk:
    folder.mkdir(exist_ok=True)
    desk = Desk(folder).quarter_open(
        project("ถนน"),
        project("ราง"),
        project("ตลาด", divisions=["กองคลัง"]),
        project("สะพาน", divisions=[], agency=OUTSIDE, learnt_from="หนังสือ อบจ."),
    )
    mark_rehearsal(desk.database, ON)
    return desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return office(tmp_path)


@pytest.fixture
def told(traimas: Run, desk: Desk) -> Told:
    """Return a function that runs a command over the office and gives its exit code and its one JSON document."""
    assert desk.path.exists()

    def run(*words: str) -> tuple[int, dict[str, Any]]:
        code, out, err = traimas(*words, "--json")
        assert err == "" or "\n  warnings" not in err
        return code, dict(json.loads(out))

    return run


@pytest.fixture
def file(told: Told, tmp_path: Path) -> Path:
    """Return the works division's workbook as the command writes it."""
    code, written = told("quarter", "workbook", *IN_QUARTER, "--out", str(tmp_path / "books"))
    assert code == 0
    assert [Path(name).stem.split("2569 ")[1] for name in written["files"]] == ["กองคลัง", "กองช่าง", OUTSIDE]
    return Path(written["files"][1])


def fill_in(file: Path, cells: dict[str, object]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    for cell, value in cells.items():
        book[PROJECTS][cell] = value
    book.save(file)


def records(desk: Desk) -> tuple[list[Any], list[Any], list[Any]]:
    """Return what was submitted, reported and audited, and how the obligations of the round ended."""
    with desk.database.read() as session:
        submissions = session.exec(select(Submission).order_by(col(Submission.id))).all()
        reports = session.exec(select(ProgressReport).order_by(col(ProgressReport.id))).all()
        audited = session.exec(select(AuditEntry).order_by(col(AuditEntry.seq))).all()
    left_out = {"recorded_at", "submitted_at"}
    obligations = [obligation_of(desk, post) for post in (WORKS, FINANCE, LIAISON)]
    return (
        [row.model_dump(exclude=left_out) for row in (*submissions, *reports)],
        [(row.act, row.officer_id, row.person_id, facts_of(row.body)) for row in audited],
        [(row.state, row.ended_on, row.late) for row in obligations],
    )


def facts_of(body: str) -> object:
    """Return what an act recorded, without its times."""
    return {key: value for key, value in json.loads(body).items() if key not in ("as_of", "recorded_at")}


def test_an_imported_workbook_meets_the_obligation_just_as_the_form_does(
    told: Told, desk: Desk, file: Path, tmp_path: Path
) -> None:
    by_form = office(tmp_path / "form")
    report(by_form, WORKS, ON, reports=PARTS)
    fill_in(file, FILL)
    code, said = told("quarter", "import", str(file), *IN_QUARTER)
    assert code == 0
    assert [(one["post"], one["standing"]) for one in said["posts"]] == [(WORKS, "sent")]
    assert records(desk) == records(by_form)
    assert obligation_of(desk, WORKS).state is ObligationState.MET
    assert obligation_of(desk, FINANCE).state is ObligationState.OPEN  # it is not in the file


def test_the_same_file_again_changes_nothing_and_an_edited_one_is_a_new_revision(
    told: Told, desk: Desk, file: Path
) -> None:
    fill_in(file, FILL)
    assert told("quarter", "import", str(file), *IN_QUARTER)[0] == 0
    before = records(desk)
    code, said = told("quarter", "import", str(file), *IN_QUARTER)
    assert code == 0
    assert said["posts"][0]["standing"] == "unchanged"
    assert "ไม่มีอะไรเปลี่ยน" in said["posts"][0]["message_th"]
    assert records(desk) == before
    fill_in(file, {"K7": 45})
    code, said = told("quarter", "import", str(file), *IN_QUARTER)
    assert [one["changed"] for one in said["posts"]] == [[{"project": "ถนน", "fields": ["ความก้าวหน้า (%)"]}]]
    with desk.database.read() as session:
        revisions = session.exec(select(Submission).order_by(col(Submission.revision))).all()
        newest = session.exec(
            select(ProgressReport).where(
                ProgressReport.submission_id == revisions[-1].id, ProgressReport.project_id == 1
            )
        ).one()
    assert [row.revision for row in revisions] == [1, 2]
    assert newest.percent == 45


def test_a_preview_says_all_and_writes_nothing(told: Told, traimas: Run, desk: Desk, file: Path) -> None:
    fill_in(file, {**FILL, "M7": 999_999, "Q7": None})
    rows = desk.rows()
    code, said = told("quarter", "import", str(file), *IN_QUARTER, "--preview")
    assert code == 1
    (part,) = said["posts"]
    assert part["standing"] == "refused"
    assert [(one["code"], one["cell"]) for one in part["refusals"]] == [
        ("disbursed_over_budget", "M7"),
        ("obstacle_missing", "Q7"),
    ]
    fill_in(file, FILL)
    code, said = told("quarter", "import", str(file), *IN_QUARTER, "--preview")
    assert (code, said["posts"][0]["standing"]) == (0, "would_send")
    assert [one["project"] for one in said["posts"][0]["changed"]] == ["ถนน", "ราง"]
    out = traimas("quarter", "import", str(file), *IN_QUARTER, "--preview")[1]
    assert "จะส่งได้: รับรายงานไตรมาสที่ 1 แล้ว (2 โครงการ) ภายในกำหนด" in out
    assert desk.rows() == rows


def merged(first: Path, second: Path) -> None:
    """Put the rows of a second workbook below those of the first, as an analyst who collects them does."""
    book, more = (openpyxl.load_workbook(io.BytesIO(path.read_bytes())) for path in (first, second))
    for sheet in book:
        if sheet.title != "คำชี้แจง":
            for row in more[sheet.title].iter_rows(min_row=7, values_only=True):
                sheet.append(row)
    book.save(first)


def test_where_one_posts_part_is_refused_no_post_is_half_written(
    told: Told, desk: Desk, file: Path, tmp_path: Path
) -> None:
    finance = next((tmp_path / "books").glob("*กองคลัง.xlsx"))
    fill_in(file, FILL)
    merged(file, finance)
    rows = desk.rows()
    code, said = told("quarter", "import", str(file), *IN_QUARTER)  # กองคลัง is behind plan and says no obstacle
    assert code == 1
    assert said["error"]["code"] == "reports_refused"
    assert f"{FINANCE}: ช่อง Q9" in said["error"]["message_th"]
    assert desk.rows() == rows
    fill_in(file, {"P9": "บุคลากร", "Q9": "ขาดช่าง"})
    code, said = told("quarter", "import", str(file), *IN_QUARTER)
    assert [one["standing"] for one in said["posts"]] == ["sent", "sent"]
    assert {obligation_of(desk, post).state for post in (WORKS, FINANCE)} == {ObligationState.MET}
    with desk.database.read() as session:
        signed = session.exec(select(col(Submission.signed_by_id))).all()
    assert len(set(signed)) == 2  # each post signed its own


def test_the_analyst_records_a_file_that_came_with_a_signed_paper(told: Told, desk: Desk, file: Path) -> None:
    fill_in(file, FILL)
    on_paper = ("--received-on", "9 ม.ค. 2569", "--document", "บันทึกข้อความ ที่ กช ๑/๒๕๖๙")
    code, said = told("quarter", "import", str(file), *IN_QUARTER, *on_paper)
    assert (code, said["posts"][0]["standing"]) == (0, "sent")
    with desk.database.read() as session:
        submission = session.exec(select(Submission)).one()
    assert (submission.kind, submission.received_on) == (SubmissionKind.REPORT, date(2026, 1, 9))
    assert (submission.document, submission.signed_by_id) == ("บันทึกข้อความ ที่ กช ๑/๒๕๖๙", None)
    assert told("quarter", "import", str(file), *IN_QUARTER, *on_paper)[1]["posts"][0]["standing"] == "unchanged"


@pytest.mark.parametrize(
    ("more", "code", "exits"),
    [
        (("--post", FINANCE), "reports_refused", 1),  # another's post
        (("--post", "นักวิเคราะห์นโยบายและแผนชำนาญการ"), "reports_refused", 1),  # it may not sign
        (("--document", "ที่ ๑"), "paper_incomplete", 2),
        (("--received-on", "9/1/2569"), "paper_incomplete", 2),
        (("--quarter", "2"), "round_not_open", 1),
    ],
)
def test_who_may_not_sign_sends_nothing(
    told: Told, desk: Desk, file: Path, more: tuple[str, ...], code: str, exits: int
) -> None:
    fill_in(file, FILL)
    rows = desk.rows()
    exited, said = told("quarter", "import", str(file), *IN_QUARTER, *more)
    assert (exited, said["error"]["code"]) == (exits, code)
    assert desk.rows() == rows


def test_a_file_with_unreadable_cells_is_refused_naming_each(
    told: Told, desk: Desk, file: Path, tmp_path: Path
) -> None:
    fill_in(file, {**FILL, "J7": "ไม่รู้", "K8": "มาก"})
    code, said = told("quarter", "import", str(file), *IN_QUARTER)
    assert (code, said["error"]["code"]) == (1, "workbook_has_errors")
    assert all(cell in said["error"]["message_th"] for cell in ("ช่อง J7", "ช่อง K8"))
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(file.read_bytes()[:-100])
    assert told("quarter", "import", str(broken), *IN_QUARTER)[1]["error"]["code"] == "unreadable_file"
    assert told("quarter", "import", str(tmp_path / "none.xlsx"), *IN_QUARTER)[0] == 2
