"""The periods of law against real cases, and the sentences that explain them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.kinds import TriggerKind
from procedure.errors import ProcedureError
from procedure.holiday_days import seed_holidays, seed_working_days
from procedure.rules import RULE_NAMES, due_day, rule_in_force

WORKING_DAYS = seed_working_days()


@pytest.mark.parametrize(
    ("rule", "start", "due", "last_working_day"),
    [
        ("complete-plan", date(2024, 9, 16), date(2024, 10, 16), date(2024, 10, 16)),  # Wednesday: a real office
        ("complete-plan", date(2025, 9, 26), date(2025, 10, 26), date(2025, 10, 24)),  # Sunday, not moved
        ("complete-plan", date(2025, 9, 30), date(2025, 10, 30), date(2025, 10, 30)),  # Thursday, year-end start
        ("complete-plan", date(2026, 1, 31), date(2026, 3, 2), date(2026, 3, 2)),  # Monday, short February
        ("complete-plan", date(2024, 1, 31), date(2024, 3, 1), date(2024, 3, 1)),  # Friday, leap February
        ("post-announcement", date(2025, 10, 17), date(2025, 11, 1), date(2025, 10, 31)),  # Saturday, not moved
        ("post-announcement", date(2025, 10, 8), date(2025, 10, 23), date(2025, 10, 22)),  # Chulalongkorn Day
        ("post-announcement", date(2024, 9, 30), date(2024, 10, 15), date(2024, 10, 15)),  # Tuesday: a real office
        ("post-announcement", date(2025, 9, 28), date(2025, 10, 13), date(2025, 10, 10)),  # Monday, a holiday
        ("keep-posted", date(2025, 10, 20), date(2025, 11, 19), date(2025, 11, 19)),  # Wednesday
        ("keep-posted", date(2025, 10, 24), date(2025, 11, 23), date(2025, 11, 21)),  # Sunday, the demo's
        ("post-evaluation", date(2025, 12, 17), date(2026, 1, 1), date(2025, 12, 30)),  # New Year's Day
    ],
)
def test_due_days_of_real_cases(rule: str, start: date, due: date, last_working_day: date) -> None:
    answer = due_day(rule, start, WORKING_DAYS)
    assert (answer.due, answer.last_working_day) == (due, last_working_day)


@given(st.sampled_from(RULE_NAMES), st.dates(date(2018, 10, 4), date(2032, 12, 31)))
def test_a_due_day_is_the_nth_day_after_and_holidays_never_move_it(rule: str, start: date) -> None:
    counted = [start + timedelta(days=n) for n in range(1, rule_in_force(rule, start).days + 1)]
    answer = due_day(rule, start, WORKING_DAYS)
    assert answer.due == counted[-1]
    assert answer.last_working_day <= answer.due
    assert WORKING_DAYS.is_working_day(answer.last_working_day)


def test_posting_explains_itself_in_the_offices_own_words() -> None:
    answer = due_day("post-announcement", date(2025, 10, 17), WORKING_DAYS)
    assert answer.explanation_th == (
        "ต้องปิดประกาศแผนการดำเนินงานภายในวันที่ ๑ พฤศจิกายน ๒๕๖๘ ซึ่งเป็นวันครบกำหนดสิบห้าวันนับแต่วันที่ประกาศ "
        "(ประกาศ ณ วันที่ ๑๗ ตุลาคม ๒๕๖๘ เริ่มนับวันที่ ๑๘ ตุลาคม ๒๕๖๘ เป็นวันแรก) ตามข้อ ๒๖ (๒) "
        "แห่งระเบียบกระทรวงมหาดไทยว่าด้วยการจัดทำแผนพัฒนาขององค์กรปกครองส่วนท้องถิ่น พ.ศ. ๒๕๔๘ และที่แก้ไขเพิ่มเติม "
        "ทั้งนี้ แม้วันครบกำหนดตรงกับวันเสาร์ ระบบไม่เลื่อนกำหนดออกไป โดยเทียบเคียงมาตรา ๖๔ วรรคสอง "
        "แห่งพระราชบัญญัติวิธีปฏิบัติราชการทางปกครอง พ.ศ. ๒๕๓๙ จึงควรปิดประกาศให้แล้วเสร็จภายในวันศุกร์ที่ ๓๑ ตุลาคม ๒๕๖๘ "
        "ซึ่งเป็นวันทำการสุดท้ายก่อนวันครบกำหนด"
    )
    assert answer.short_th == "ปิดประกาศภายในวันเสาร์ที่ ๑ พ.ย. ๒๕๖๘ (ควรดำเนินการภายในวันศุกร์ที่ ๓๑ ต.ค. ๒๕๖๘)"
    assert "Saturday 1 November 2025" in answer.explanation_en


def test_a_due_day_that_is_a_working_day_says_no_more_than_it_must() -> None:
    answer = due_day("complete-plan", date(2024, 9, 16), WORKING_DAYS)
    assert "ทั้งนี้" not in answer.explanation_th
    assert "ควร" not in answer.short_th


def test_a_minimum_period_says_from_when_it_may_end() -> None:
    answer = due_day("keep-posted", date(2025, 10, 24), WORKING_DAYS)
    assert answer.explanation_th == (
        "ต้องปิดประกาศไว้ไม่น้อยกว่าสามสิบวัน คือ ถึงวันที่ ๒๓ พฤศจิกายน ๒๕๖๘ และปลดประกาศได้ตั้งแต่วันที่ ๒๔ พฤศจิกายน ๒๕๖๘"
    )


def test_a_day_before_the_rule_is_refused_rather_than_counted() -> None:
    with pytest.raises(ProcedureError) as refused:
        due_day("complete-plan", date(2016, 9, 28), WORKING_DAYS)
    assert refused.value.code == "rule_not_in_force"
    assert due_day("complete-plan", date(2016, 9, 29), WORKING_DAYS).due == date(2016, 10, 29)


def test_the_seed_knows_the_special_day_and_leaves_out_what_is_no_office_holiday() -> None:
    days = seed_holidays()
    assert date(2026, 1, 2) in days  # a special holiday by cabinet resolution
    assert date(2025, 10, 23) in days
    assert date(2025, 5, 1) not in days  # Labour Day
    assert date(2026, 1, 10) not in days  # Children's Day, a Saturday


@pytest.mark.parametrize(
    ("kind", "counted_from", "dated"),
    [
        (TriggerKind.ANNUAL_BUDGET, "นับแต่วันที่ประกาศใช้งบประมาณ (", "(ประกาศใช้งบประมาณเมื่อวันที่ ๒ กุมภาพันธ์ ๒๕๖๙"),
        (
            TriggerKind.SUPPLEMENTARY_BUDGET,
            "นับแต่วันที่ประกาศใช้งบประมาณรายจ่ายเพิ่มเติม (",
            "(ประกาศใช้งบประมาณรายจ่ายเพิ่มเติมเมื่อวันที่ ๒ กุมภาพันธ์ ๒๕๖๙",
        ),
        (
            TriggerKind.ACCUMULATED_FUNDS,
            "นับแต่วันที่ได้รับอนุมัติให้ใช้จ่ายเงินสะสม (",
            "(ได้รับอนุมัติเมื่อวันที่ ๒ กุมภาพันธ์ ๒๕๖๙",
        ),
        (
            TriggerKind.OTHER_AGENCY,
            "นับแต่วันที่ได้รับแจ้งแผนงานและโครงการจากหน่วยงานอื่น (",
            "(ลงรับหนังสือวันที่ ๒ กุมภาพันธ์ ๒๕๖๙",
        ),
        (
            TriggerKind.ALLOTTED_SUBSIDY,
            "นับแต่วันที่ได้รับแจ้งการจัดสรรเงินอุดหนุน (",
            "(ลงรับหนังสือวันที่ ๒ กุมภาพันธ์ ๒๕๖๙",
        ),
    ],
)
def test_the_thirty_days_name_the_event_that_they_count_from(kind: TriggerKind, counted_from: str, dated: str) -> None:
    answer = due_day("complete-plan", date(2026, 2, 2), WORKING_DAYS, kind)
    assert answer.due == date(2026, 3, 4)
    assert counted_from in answer.explanation_th
    assert dated in answer.explanation_th
    assert "Monday 2 February 2026" in answer.explanation_en


def test_an_evaluation_stays_posted_as_long_as_a_plan_does() -> None:
    answer = due_day("keep-evaluation-posted", date(2025, 12, 24), WORKING_DAYS)
    assert answer.explanation_th == (
        "ต้องปิดประกาศผลการติดตามและประเมินผลไว้ไม่น้อยกว่าสามสิบวัน คือ ถึงวันที่ ๒๓ มกราคม ๒๕๖๙ และปลดประกาศได้ตั้งแต่วันที่ ๒๔ มกราคม ๒๕๖๙"
    )
