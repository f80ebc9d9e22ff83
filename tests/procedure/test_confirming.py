"""The finance division confirms amounts: revisions, standing beside the report, differences listed and kept."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from models.evidence import AuditEntry, StoredFile
from models.kinds import Role
from models.money import ConfirmedAmount
from models.quarters import ProgressReport
from procedure.acts.confirming import (
    ConfirmAmounts,
    ConfirmWorkbook,
    ProjectAmounts,
    confirm_amounts,
    confirm_workbook,
)
from procedure.amounts import Amounts, AmountStanding, differences, reported_amounts
from procedure.plans import find_plan
from tests.offices import YEAR, Desk
from tests.procedure.test_money import confirm, refused, spend

DAY = date(2026, 1, 12)


def confirming(*rows: tuple[int, int, int], **changes: Any) -> ConfirmAmounts:
    """Return the facts of confirming (number, contracted, disbursed) rows of quarter 1."""
    facts: dict[str, Any] = {
        "fiscal_year": YEAR,
        "quarter": 1,
        "confirmed_on": DAY,
        "document": "ที่ กค ๑",
        "amounts": tuple(
            ProjectAmounts(project_number=number, contracted_satang=contracted, disbursed_satang=disbursed)
            for number, contracted, disbursed in rows or ((1, 500, 400), (2, 300, 200))
        ),
    }
    return ConfirmAmounts(**{**facts, **changes})


def standings(desk: Desk) -> dict[int, AmountStanding]:
    with desk.database.read() as session:
        return {one.project.number: one.standing for one in reported_amounts(session, find_plan(session, 1, YEAR), 1)}


def test_a_report_awaits_the_finance_division_then_agrees_or_differs(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    spend(desk, disbursed_satang=400)
    assert standings(desk) == {1: AmountStanding.AWAITING}
    assert AmountStanding.AWAITING.name_th == "รอกองคลังยืนยันยอด"
    confirm(desk, 1, contracted=0, disbursed=400)
    assert standings(desk) == {1: AmountStanding.AGREED}
    outcome = confirm(desk, 1, contracted=500, disbursed=400)
    assert standings(desk) == {1: AmountStanding.DIFFERS}
    assert any("ไม่ตรงกับกองคลัง" in warning for warning in outcome.warnings_th)


def test_a_difference_lists_both_values_and_overwrites_neither(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    spend(desk, disbursed_satang=400)
    confirm(desk, 1, contracted=0, disbursed=390)
    with desk.database.read() as session:
        (found,) = differences(session, find_plan(session, 1, YEAR), 1)
        assert session.exec(select(col(ProgressReport.disbursed_satang))).all() == [400]
        assert differences(session, find_plan(session, 1, YEAR), 2) == []
    assert (found.reported, found.confirmed) == (Amounts(0, 400), Amounts(0, 390))
    assert (found.project.fiscal_year, found.project.number) == (YEAR, 1)
    spend(desk, DAY, disbursed_satang=390)  # the post corrects its report by a new revision
    assert standings(desk) == {1: AmountStanding.AGREED}


def test_only_what_differs_from_the_newest_becomes_its_next_revision(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    desk.act(confirm_amounts, confirming(), DAY, Role.FINANCE_OFFICER)
    desk.act(confirm_amounts, confirming((1, 500, 450), (2, 300, 200)), DAY, Role.FINANCE_OFFICER)
    before = desk.rows()
    again = desk.act(confirm_amounts, confirming((1, 500, 450), (2, 300, 200)), DAY, Role.FINANCE_OFFICER)
    assert "ไม่มีการเปลี่ยนแปลง" in again.message_th
    assert desk.rows() == before
    with desk.database.read() as session:
        rows = session.exec(select(ConfirmedAmount).order_by(col(ConfirmedAmount.id))).all()
    assert [(row.project_id, row.revision, row.disbursed_satang) for row in rows] == [
        (1, 1, 400),
        (2, 1, 200),
        (1, 2, 450),
    ]


def test_an_upload_is_one_audit_entry_with_a_digest_and_the_very_file(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    before = desk.rows()
    facts = ConfirmWorkbook(**confirming().model_dump(), file_name="a/b/q1.xlsx", file_content=b"workbook")
    desk.act(confirm_workbook, facts, DAY, Role.FINANCE_OFFICER)
    changed = {name: n - before[name] for name, n in desk.rows().items() if n != before[name]}
    assert changed == {"confirmed_amount": 2, "stored_file": 1, "audit_entry": 1, "event": 1}
    with desk.database.read() as session:
        body = session.exec(select(col(AuditEntry.body)).order_by(col(AuditEntry.id).desc())).first() or ""
        file = session.exec(select(StoredFile).where(StoredFile.purpose == "finance_workbook")).one()
    assert '"digest":' in body
    assert file.sha256 in body
    assert "contracted_satang" not in body
    assert (file.name, file.content) == ("q1.xlsx", b"workbook")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (confirming((9, 0, 0)), "unknown_project"),
        (confirming((1, 0, 0), (1, 0, 0)), "project_twice"),
        (confirming(confirmed_on=DAY + timedelta(days=1)), "date_in_future"),
        (confirming(confirmed_on=date(2025, 12, 30)), "date_before_quarter_end"),
        (confirming(quarter=2), "date_before_quarter_end"),
        (confirming(fiscal_year=YEAR + 1), "no_plan"),
        (
            confirming(
                amounts=(
                    ProjectAmounts(project_number=1, contracted_satang=0, disbursed_satang=0, origin_year=YEAR - 1),
                )
            ),
            "no_plan",
        ),
    ],
)
def test_a_confirmation_that_does_not_fit_is_refused(tmp_path: Path, facts: ConfirmAmounts, code: str) -> None:
    assert refused(Desk(tmp_path).quarter_open(), confirm_amounts, facts, DAY, Role.FINANCE_OFFICER).code == code


@pytest.mark.parametrize("on", [date(2025, 12, 31), date(2026, 1, 1)])
def test_amounts_are_confirmed_from_the_quarters_last_day(tmp_path: Path, on: date) -> None:
    desk = Desk(tmp_path).announced()
    desk.act(confirm_amounts, confirming(confirmed_on=on), on, Role.FINANCE_OFFICER, time(16))


def test_amounts_are_confirmed_of_an_announced_plan_only(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    assert refused(desk, confirm_amounts, confirming(), DAY, Role.FINANCE_OFFICER).code == "needs_announced"


@pytest.mark.parametrize("role", [Role.PLAN_ANALYST, Role.OFFICER, Role.EXECUTIVE, Role.CLERK, Role.AUDITOR])
def test_the_finance_division_alone_confirms(tmp_path: Path, role: Role) -> None:
    desk = Desk(tmp_path).quarter_open()
    assert refused(desk, confirm_amounts, confirming(), DAY, role).code == "not_permitted"
    desk.act(confirm_amounts, confirming(), DAY, Role.ADMINISTRATOR)


def test_more_disbursed_than_the_net_budget_is_kept_and_warned_of(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open()
    outcome = confirm(desk, 1, contracted=0, disbursed=10_000_001)
    assert any("เกินงบประมาณหลังโอน" in warning for warning in outcome.warnings_th)
    assert not confirm(desk, 1, contracted=0, disbursed=10_000_000).warnings_th


@pytest.mark.parametrize("sample", ["municipality.toml", "subdistrict.toml"])
def test_each_sample_office_has_a_finance_officer_in_its_finance_division(tmp_path: Path, sample: str) -> None:
    desk = Desk(tmp_path, sample)
    assert desk.actor(Role.FINANCE_OFFICER, date(2025, 9, 26)).division_id is not None
