"""Quarterly reports: on time, late, locked, nothing to report, revised; and the counts of a round."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from flows.perform import perform
from models.evidence import AuditEntry, StoredFile
from models.kinds import ObligationState, Programme, ProgressStatus, ResolutionOutcome, Role, SubmissionKind
from models.obligations import Obligation
from models.organizations import Organization
from models.plans import ProjectEntry
from models.quarters import ProgressReport, QuarterRound, Submission
from models.settings import OfficeSettings, QuarterDay
from models.values import FiscalYear
from procedure.acts.reporting import SubmitReports, submit_reports
from procedure.calendar import at
from procedure.errors import ProcedureError
from procedure.evidence import LARGEST_FILE, MOST_FILES, EvidenceFile
from procedure.plans import find_plan
from procedure.progress import behind_plan, count_round, progress_label, rounds_to_close, rounds_to_open
from procedure.report_checks import ProjectProgress
from tests.offices import YEAR, Desk, project
from tests.procedure.quarters import (
    DUE,
    LIAISON,
    LOCK,
    WORKS,
    close_round,
    obligation_of,
    open_round,
    progress,
    report,
)


def test_a_round_opens_with_one_obligation_per_post_and_the_liaisons_outside_the_rates(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with desk.database.read() as session:
        quarter_round = session.exec(select(QuarterRound)).one()
        rows = session.exec(select(Obligation).where(Obligation.subject_kind == "quarter_round")).all()
        counts = count_round(session, quarter_round)
    assert (quarter_round.opens_on, quarter_round.due_on, quarter_round.lock_on) == (date(2026, 1, 1), DUE, LOCK)
    assert sorted(row.in_rates for row in rows) == [False, True, True]
    assert (counts.expected, counts.received, counts.missing) == (2, 0, 2)


@pytest.mark.parametrize(
    ("on", "clock", "late"),
    [
        (date(2026, 1, 15), time(23, 59, 59), False),  # the last second of the due day, a Thursday
        (date(2026, 1, 16), time(0, 0), True),  # the first second after
        (date(2026, 1, 30), time(23, 59, 59), True),  # the last second before the lock
    ],
)
def test_lateness_begins_at_midnight_after_the_due_day(tmp_path: Path, on: date, clock: time, late: bool) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, on, clock)
    assert (obligation_of(desk, WORKS).state, obligation_of(desk, WORKS).late) == (ObligationState.MET, late)


def test_after_the_lock_day_reports_are_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    with pytest.raises(ProcedureError) as refused:
        report(desk, WORKS, date(2026, 1, 31), time(0, 0))
    assert refused.value.code == "locked"
    assert obligation_of(desk, WORKS).state is ObligationState.OPEN


def test_a_revision_never_overwrites_and_lateness_goes_by_the_first(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 10))
    report(desk, WORKS, date(2026, 1, 20))
    with desk.database.read() as session:
        revisions = session.exec(select(col(Submission.revision)).order_by(col(Submission.revision))).all()
        assert len(session.exec(select(ProgressReport)).all()) == 2
    assert list(revisions) == [1, 2]
    assert not obligation_of(desk, WORKS).late


def test_nothing_to_report_is_signed_and_carries_the_last_values(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 9))
    report(desk, WORKS, date(2026, 1, 10), kind=SubmissionKind.NOTHING, reports=())
    with desk.database.read() as session:
        last = session.exec(select(ProgressReport).order_by(col(ProgressReport.id).desc())).first()
        quarter_round = session.exec(select(QuarterRound)).one()
        counts = count_round(session, quarter_round)
    assert last is not None
    assert (last.status, last.percent) == (ProgressStatus.IN_PROGRESS, 40)
    assert (counts.received, counts.on_time, counts.nothing_to_report) == (1, 1, 1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reports": ()}, "reports_missing"),
        ({"reports": (progress(status="not_started"),) * 2}, "reports_not_owed"),
        ({"reports": (progress(), progress(2))}, "reports_not_owed"),
        ({"reports": (progress(status="completed", percent=90),)}, "percent_not_100"),
        ({"reports": (progress(disbursed_satang=10_000_001),)}, "disbursed_over_budget"),
        ({"reports": (progress(percent=None),)}, "percent_missing"),  # construction
        ({"reports": (progress(obstacle=""),)}, "obstacle_missing"),  # its last month, December, is over
        ({"reports": (progress(obstacle_kind=None),)}, "obstacle_missing"),
        ({"reports": (progress(status="not_started", percent=None, obstacle=""),)}, "obstacle_missing"),
        ({"reports": (progress(status="cancelled", obstacle=""),)}, "obstacle_missing"),
        ({"kind": SubmissionKind.NOT_INFORMED, "reports": ()}, "not_a_liaison"),
        ({"quarter": 2}, "round_not_open"),
    ],
)
def test_reports_that_do_not_fit_are_refused(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    desk = Desk(tmp_path).quarter_open()
    before = desk.rows()
    with pytest.raises(ProcedureError) as refused:
        report(desk, WORKS, date(2026, 1, 9), **changes)
    assert refused.value.code == code
    assert desk.rows() == before
    if not code.startswith(("reports", "round", "not_a")):
        assert refused.value.project_id == 1


def test_percent_does_not_fall_from_an_earlier_quarter_but_a_revision_may_correct_its_own(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    lower = (progress(percent=30),)
    report(desk, WORKS, date(2026, 1, 9))
    report(desk, WORKS, date(2026, 1, 10))
    open_round(desk, 2, date(2026, 4, 1))
    with pytest.raises(ProcedureError) as refused:
        report(desk, WORKS, date(2026, 4, 9), quarter=2, reports=lower)
    assert (refused.value.code, refused.value.project_id) == ("percent_fell", 1)
    report(desk, WORKS, date(2026, 1, 12), reports=lower)


def test_a_head_reports_for_the_own_division_only(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    on = date(2026, 1, 9)
    facts = SubmitReports(fiscal_year=YEAR, quarter=1, officer_id=desk.post_of(WORKS), kind=SubmissionKind.NOTHING)
    other = desk.actor(Role.DIVISION_HEAD, on, desk.post_of("ผู้อำนวยการกองคลัง"))
    with pytest.raises(ProcedureError) as refused:
        perform(desk.database, desk.requester, submit_reports, other, facts, at(on, time(10)))
    assert refused.value.code == "not_your_post"
    own = desk.actor(Role.DIVISION_HEAD, on, desk.post_of("ผู้อำนวยการกองช่าง"))
    perform(desk.database, desk.requester, submit_reports, own, facts, at(on, time(10)))
    assert obligation_of(desk, WORKS).state is ObligationState.MET


def test_a_closed_round_tells_missing_from_nothing_and_liaisons_from_both(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 9))
    with pytest.raises(ProcedureError) as refused:
        close_round(desk, 1, LOCK, time(23))
    assert refused.value.code == "too_early"
    close_round(desk, 1, date(2026, 2, 3))
    with desk.database.read() as session:
        quarter_round = session.exec(select(QuarterRound)).one()
        counts = count_round(session, quarter_round)
    assert quarter_round.closed_on == date(2026, 1, 31)  # the day after the lock, however late the schedule came
    assert (counts.expected, counts.received, counts.on_time, counts.missing) == (2, 1, 1, 1)
    assert obligation_of(desk, LIAISON).state is ObligationState.MISSED
    assert obligation_of(desk, LIAISON).in_rates is False


def test_rounds_open_the_day_after_the_quarter_and_not_once_locked(tmp_path: Path) -> None:
    desk = Desk(tmp_path).announced()
    with desk.database.read() as session:
        plan = find_plan(session, 1, YEAR)
        opening = {
            day: rounds_to_open(session, plan, at(day, time(0, 10)))
            for day in (date(2025, 12, 31), date(2026, 1, 1), LOCK, date(2026, 1, 31), date(2026, 4, 1))
        }
        assert rounds_to_close(session, plan, at(date(2026, 2, 1), time(1))) == []
    assert opening == {
        date(2025, 12, 31): [],
        date(2026, 1, 1): [1],
        LOCK: [1],
        date(2026, 1, 31): [],
        date(2026, 4, 1): [2],
    }


@pytest.mark.parametrize(
    ("status", "months", "on", "behind"),
    [
        (ProgressStatus.NOT_STARTED, 0b110, date(2025, 11, 30), False),  # November has not ended
        (ProgressStatus.NOT_STARTED, 0b110, date(2025, 12, 1), True),
        (ProgressStatus.IN_PROGRESS, 0b110, date(2025, 12, 31), False),  # December has not ended
        (ProgressStatus.IN_PROGRESS, 0b110, date(2026, 1, 1), True),
        (ProgressStatus.COMPLETED, 0b110, date(2026, 9, 30), False),
        (ProgressStatus.CANCELLED, 0b110, date(2026, 9, 30), False),
        (ProgressStatus.NOT_STARTED, 0b1000, date(2026, 1, 31), False),  # planned for January
    ],
)
def test_behind_plan_is_derived_from_the_months(status: ProgressStatus, months: int, on: date, behind: bool) -> None:
    assert behind_plan(status, months, FiscalYear(YEAR), on) is behind


def test_quarter_days_are_the_offices_own() -> None:
    year = FiscalYear(YEAR)
    default = OfficeSettings()
    assert [default.quarter_due_on(year.quarter(n)) for n in range(1, 5)] == [
        date(2026, 1, 15),
        date(2026, 4, 20),
        date(2026, 7, 15),
        date(2026, 10, 15),
    ]
    days = (QuarterDay(month=1, day=20), *default.quarter_due[1:])
    assert OfficeSettings(quarter_due=days).quarter_due_on(year.quarter(1)) == date(2026, 1, 20)


@pytest.mark.parametrize(("month", "day"), [(2, 29), (2, 30), (4, 31)])
def test_a_quarter_day_that_some_year_lacks_is_refused(month: int, day: int) -> None:
    with pytest.raises(ValueError, match="day"):
        QuarterDay(month=month, day=day)


def test_an_edition_without_projects_of_a_post_owes_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open(project())
    with pytest.raises(ProcedureError) as refused:
        report(desk, "ผู้รายงานความก้าวหน้า กองคลัง", date(2026, 1, 9))
    assert refused.value.code == "nothing_owed"


def test_percent_may_fall_where_the_reason_is_given(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 9))
    open_round(desk, 2, date(2026, 4, 1))
    fallen = (progress(percent=30, fall_reason="ผู้รับจ้างทิ้งงาน รื้อทำใหม่"),)
    report(desk, WORKS, date(2026, 4, 9), quarter=2, reports=fallen)
    with desk.database.read() as session:
        newest = session.exec(select(ProgressReport).order_by(col(ProgressReport.id).desc())).first()
    assert newest is not None
    assert (newest.percent, newest.fall_reason) == (30, "ผู้รับจ้างทิ้งงาน รื้อทำใหม่")


def test_every_field_is_kept_and_completed_without_a_percent_is_at_a_hundred(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    said = progress(
        status="completed",
        percent=None,
        contracted_satang=9_000_000,
        disbursed_satang=8_900_000,
        final_payment=True,
        result="แล้วเสร็จ",
        proposal="ควรตั้งงบบำรุงรักษา",
    )
    report(desk, WORKS, date(2026, 1, 9), reports=(said,))
    with desk.database.read() as session:
        row = session.exec(select(ProgressReport)).one()
    assert ProjectProgress.sent(row) == said.model_copy(update={"percent": 100})


def test_a_contract_above_the_budget_is_a_warning_only(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    (warning,) = report(desk, WORKS, date(2026, 1, 9), reports=(progress(contracted_satang=10_000_001),)).warnings_th
    assert "โครงการหนึ่ง" in warning
    assert report(desk, WORKS, date(2026, 1, 9), reports=(progress(contracted_satang=10_000_000),)).warnings_th == []


@pytest.mark.parametrize(
    ("required", "programme", "code"),
    [
        ("construction", Programme.INDUSTRY_AND_CIVIL_WORKS, "percent_missing"),
        ("construction", Programme.EDUCATION, ""),
        ("always", Programme.EDUCATION, "percent_missing"),
        ("never", Programme.INDUSTRY_AND_CIVIL_WORKS, ""),
    ],
)
def test_whether_a_percent_must_be_told_is_the_offices_setting(
    tmp_path: Path, required: str, programme: Programme, code: str
) -> None:
    desk = Desk(tmp_path).quarter_open(project(programme=programme))
    settle(desk, percent_required=required)
    try:
        report(desk, WORKS, date(2026, 1, 9), reports=(progress(percent=None),))
        refused = ""
    except ProcedureError as error:
        refused = error.code
    assert refused == code


def settle(desk: Desk, **settings: object) -> None:
    """Change the office's settings."""
    with desk.database.write() as session:
        organization = session.get_one(Organization, 1)
        organization.settings = {**organization.settings, **settings}
        session.add(organization)


def test_a_subsidy_paid_out_is_not_a_project_completed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect(project())
    with desk.database.write() as session:
        entry = session.exec(select(ProjectEntry)).one()
        entry.pays_subsidy = True
        session.add(entry)
    desk.compile()
    desk.submit()
    desk.resolve(ResolutionOutcome.APPROVE)
    desk.announce()
    open_round(desk, 1, date(2026, 1, 1))
    before = desk.rows()
    with pytest.raises(ProcedureError) as refused:
        report(desk, WORKS, date(2026, 1, 9), reports=(progress(status="completed", percent=100),))
    assert (refused.value.code, refused.value.project_id) == ("recipient_report_missing", 1)
    assert "จนกว่าผู้รับเงินอุดหนุนจะรายงานผล" in refused.value.message_th
    assert desk.rows() == before
    report(desk, WORKS, date(2026, 1, 9))  # paid out and still under way
    told = progress(status="completed", percent=100, recipient_report="หนังสือโรงเรียน ที่ ๙/๒๕๖๙")
    report(desk, WORKS, date(2026, 1, 10), reports=(told,))


def test_one_signature_covers_the_projects_whose_months_have_not_come(tmp_path: Path) -> None:
    january = 0b1000
    desk = Desk(tmp_path).quarter_open(project("หนึ่ง"), project("สอง", months=january))
    report(desk, WORKS, date(2026, 1, 9), reports=(progress(1),))
    with desk.database.read() as session:
        rows = session.exec(select(ProgressReport).order_by(col(ProgressReport.project_id))).all()
    assert [(row.project_id, row.status) for row in rows] == [
        (1, ProgressStatus.IN_PROGRESS),
        (2, ProgressStatus.NOT_STARTED),
    ]
    with pytest.raises(ProcedureError) as refused:
        report(desk, WORKS, date(2026, 1, 9), reports=(progress(2),))
    assert refused.value.code == "reports_missing"
    assert "หนึ่ง" in refused.value.message_th


def test_a_project_begun_before_its_months_is_reported_like_any_other(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open(project("หนึ่ง"), project("สอง", months=0b1000))
    early = progress(2, obstacle="", obstacle_kind=None)
    report(desk, WORKS, date(2026, 1, 9), reports=(progress(1), early))
    with pytest.raises(ProcedureError) as refused:
        report(desk, WORKS, date(2026, 1, 10), reports=(progress(1),))
    assert refused.value.code == "reports_missing"


def test_a_liaison_says_whom_it_asked_and_when_that_it_was_not_informed(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    on = date(2026, 1, 9)
    told: dict[str, Any] = {"kind": SubmissionKind.NOT_INFORMED, "reports": ()}
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({}, "source_missing"),
        ({"source": "โทรศัพท์ กองแผนฯ อบจ."}, "source_missing"),
        ({"source": "โทรศัพท์ กองแผนฯ อบจ.", "asked_on": date(2026, 1, 10)}, "date_in_future"),
    )
    for facts, code in cases:
        before = desk.rows()
        with pytest.raises(ProcedureError) as refused:
            report(desk, LIAISON, on, **told, **facts)
        assert refused.value.code == code
        assert desk.rows() == before
    report(desk, LIAISON, on, **told, source="โทรศัพท์ กองแผนฯ อบจ.", asked_on=on)
    with desk.database.read() as session:
        submission = session.exec(select(Submission)).one()
        reports = session.exec(select(ProgressReport)).all()
        counts = count_round(session, session.exec(select(QuarterRound)).one())
    assert (submission.source, submission.asked_on) == ("โทรศัพท์ กองแผนฯ อบจ.", on)
    assert [row.status for row in reports] == [ProgressStatus.NOT_STARTED]
    assert (counts.expected, counts.received) == (2, 0)  # a liaison stands apart from the rates
    assert obligation_of(desk, LIAISON).state is ObligationState.MET


@pytest.mark.parametrize("kind", [SubmissionKind.NOTHING, SubmissionKind.NOT_INFORMED])
def test_only_a_report_carries_reports(kind: SubmissionKind) -> None:
    with pytest.raises(ValueError, match="carries reports"):
        SubmitReports(fiscal_year=YEAR, quarter=1, officer_id=1, kind=kind, reports=(progress(),))


QUARTER = FiscalYear(YEAR).quarter(1)


@pytest.mark.parametrize(
    ("said", "months", "label"),
    [
        (None, 0b110, "ยังไม่ดำเนินการ"),
        (None, 0b1000, "ยังไม่ถึงกำหนดดำเนินการ"),  # January
        (None, 0, "ยังไม่ดำเนินการ"),  # no months planned
        (progress(status="not_started"), 0b100, "ยังไม่ดำเนินการ"),  # December has come
        (progress(), 0b1000, "อยู่ระหว่างดำเนินการ"),  # begun before its month
        (progress(status="cancelled"), 0b110, "ยกเลิกโครงการ"),
        (progress(status="completed", disbursed_satang=100), 0b110, "ดำเนินการแล้วเสร็จ"),
        (progress(status="completed", disbursed_satang=99), 0b110, "แล้วเสร็จ รอเบิกจ่าย"),  # of the budget
        (progress(status="completed", disbursed_satang=90, contracted_satang=90), 0b110, "ดำเนินการแล้วเสร็จ"),
        (progress(status="completed", disbursed_satang=89, contracted_satang=90), 0b110, "แล้วเสร็จ รอเบิกจ่าย"),
        (
            progress(status="completed", disbursed_satang=40, final_payment=True),
            0b110,
            "ดำเนินการแล้วเสร็จ เงินเหลือจ่าย 0.60 บาท",
        ),
        (progress(status="completed", disbursed_satang=100, final_payment=True), 0b110, "ดำเนินการแล้วเสร็จ"),
    ],
)
def test_a_project_is_called_by_its_status_its_months_and_its_money(
    said: ProjectProgress | None, months: int, label: str
) -> None:
    assert progress_label(said, months, 100, QUARTER).in_full == label


JPEG, PDF = b"\xff\xd8\xff\xe0 picture", b"%PDF-1.7 paper"


def evidence(name: str = "ภาพ.exe", content: bytes = JPEG, project_id: int = 1) -> EvidenceFile:
    return EvidenceFile(project_id=project_id, name=name, content=content)


def test_evidence_is_kept_with_the_report_under_the_ending_of_its_content(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    files = (evidence("C:\\งาน\\ภาพ.exe"), evidence("หนังสือ.pdf", PDF), evidence("ซ้ำ.jpg"))
    report(desk, WORKS, date(2026, 1, 9), evidence=files)
    with desk.database.read() as session:
        kept = session.exec(select(StoredFile).where(StoredFile.purpose == "progress_evidence")).all()
        row = session.exec(select(ProgressReport)).one()
        entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert [(file.name, file.media_type, file.content) for file in kept] == [
        ("ภาพ.jpg", "image/jpeg", JPEG),
        ("หนังสือ.pdf", "application/pdf", PDF),
    ]
    assert {(file.subject_kind, file.subject_id) for file in kept} == {("progress_report", row.id)}
    assert entry is not None
    assert kept[0].sha256 in entry.body
    assert "picture" not in entry.body


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ((evidence("ภาพ.jpg", b"<html>"),), "evidence_type"),  # by its content, whatever its name
        ((evidence("ภาพ.jpg", b""),), "evidence_type"),
        ((evidence(content=JPEG.ljust(LARGEST_FILE + 1)),), "evidence_too_large"),
        ((evidence(project_id=2),), "evidence_not_owed"),
        (tuple(evidence(content=JPEG + bytes([n])) for n in range(MOST_FILES + 1)), "evidence_too_many"),
    ],
)
def test_what_is_no_evidence_is_refused_and_nothing_written(
    tmp_path: Path, files: tuple[EvidenceFile, ...], code: str
) -> None:
    desk = Desk(tmp_path).quarter_open()
    before = desk.rows()
    with pytest.raises(ProcedureError) as refused:
        report(desk, WORKS, date(2026, 1, 9), evidence=files)
    assert refused.value.code == code
    assert desk.rows() == before


def test_a_file_of_exactly_ten_megabytes_is_taken(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    report(desk, WORKS, date(2026, 1, 9), evidence=(evidence(content=PDF.ljust(LARGEST_FILE)),))
    assert desk.rows()["stored_file"] == 2  # the workbook and this
