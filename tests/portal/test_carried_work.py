"""The form of a post with work carried on from an earlier year: a section of its own, linked to where it comes from."""

from pathlib import Path

import pytest

from flows.instants import mark_rehearsal
from models.kinds import YearEndKind
from procedure.acts.year_end import record_year_end_outcome
from tests.offices import Desk
from tests.portal.office import Office, fields_of, words
from tests.procedure.quarters import WORKS
from tests.procedure.test_carried_work import OPENED, TYPED, announce_next_year, open_round
from tests.procedure.test_money import spend
from tests.procedure.test_year_end import DAY, NEXT, deciding


@pytest.fixture
def elsewhen(tmp_path: Path) -> Office:
    """Return an office in the next year's first round, with a road carried on by กองช่าง."""
    desk = Desk(tmp_path).quarter_open()
    spend(desk, disbursed_satang=1_000_000)
    desk.act(record_year_end_outcome, deciding(kind=YearEndKind.CARRIED_COMMITTED, amount_satang=7_000_000), DAY)
    announce_next_year(desk)
    open_round(desk, 1, OPENED)
    mark_rehearsal(desk.database, TYPED)
    return Office(desk.database, 1)


def test_carried_work_stands_apart_in_the_form_and_on_the_receipt(elsewhen: Office) -> None:
    client = elsewhen.signed_in(WORKS)
    path = f"/report/{NEXT}/1/{elsewhen.post(WORKS)}"
    page = client.get(path)
    shown = words(page)
    assert "งานที่ดำเนินการต่อเนื่องจากปีก่อน (ไม่นับในยอดของปีนี้)" in shown
    assert "จากแผนปีงบประมาณ พ.ศ. ๒๕๖๙ โครงการที่ ๑ · กันเงิน (ก่อหนี้ผูกพันแล้ว)" in shown
    assert "ยังไม่ถึงกำหนดดำเนินการ" not in shown  # its months were those of another year
    fields = fields_of(page, path)
    assert (fields["percent-1"], fields["disbursed-1"]) == ("40", "10,000")
    left_out = {key: value for key, value in fields.items() if not key.endswith("-1")}
    assert client.post(path, {**left_out, "kind": "report"}).status_code == 422  # no signature covers it unseen
    answer = client.post(path, {**fields, "percent-1": "70", "kind": "report"})
    assert answer.status_code == 303
    receipt = words(client.get(answer.headers["location"]))
    assert "งานต่อเนื่องจากปีก่อน" in receipt
    assert "อยู่ระหว่างดำเนินการ" in receipt
