"""The quarter's summary gives back its counts, lines and totals."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from documents.content import CarriedLine
from documents.plan_lines import thai_amount
from documents.quarter_pdf import render_quarter_summary
from models.kinds import YearEndKind
from procedure.calendar import thai_digits
from tests.documents.sample_content import quarter_summary

Reader = Callable[[bytes], list[str]]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def assert_says_everything(text: str) -> None:
    content = quarter_summary()
    text = text.replace("-", "")  # a hyphen at a line's end is left out by pdftotext
    assert "ไตรมาสที่๑ประจำปีงบประมาณพ.ศ.๒๕๖๙" in text
    assert "ระหว่างวันที่๑ตุลาคม๒๕๖๘ถึงวันที่๓๑ธันวาคม๒๕๖๘" in text
    for lines in (content.by_strategy, content.by_division):
        for line in lines:
            assert squeezed(line.label) in text
            for amount in (
                line.own_satang,
                line.other_satang,
                line.own_contracted_satang,
                line.own_disbursed_satang,
                line.other_disbursed_satang,
            ):
                assert thai_amount(amount) in text
        assert thai_amount(sum(line.own_satang for line in lines)) in text
    for submission in content.submissions:
        assert squeezed(submission.post) in text
        assert squeezed(submission.outcome) in text
    for note in (
        "ยังไม่ดำเนินการรวมโครงการที่ยังไม่ถึงกำหนดดำเนินการ๓โครงการ",
        "แล้วเสร็จรวมโครงการที่แล้วเสร็จรอเบิกจ่าย๒โครงการ",
        "เงินเหลือจ่ายของโครงการที่เบิกจ่ายงวดสุดท้ายแล้ว๑๒,๓๔๕.๕๐บาท",
    ):
        assert note in text
    for behind in content.behind_plan:
        assert squeezed(behind.name).replace("-", "") in text
        assert squeezed(behind.obstacle) in text


def test_pdfium_reads_the_summary_as_written(fonts_cache: Path, pdfium: Reader) -> None:
    assert_says_everything("".join(pdfium(render_quarter_summary(quarter_summary(), fonts_cache))))


@pytest.mark.poppler
def test_poppler_reads_the_summary_as_written(fonts_cache: Path, pdftotext: Reader) -> None:
    assert_says_everything("".join(pdftotext(render_quarter_summary(quarter_summary(), fonts_cache))))


def test_counts_and_totals_are_computed(fonts_cache: Path, pdfium: Reader) -> None:
    content = quarter_summary()
    text = "".join(pdfium(render_quarter_summary(content, fonts_cache)))
    # expected, received, on time, late, nothing, returned, missing = 9 - 7, liaisons not informed
    assert "ผู้ประสานงานที่ไม่ได้รับแจ้ง(ไม่นับรวม)๙๗๕๒๑๑๒๑" in text
    own = sum(line.own_satang for line in content.by_strategy)
    other = sum(line.other_satang for line in content.by_strategy)
    projects = thai_digits(sum(line.projects for line in content.by_strategy))
    assert f"รวม{projects}๔๑๖๑๒๔๑๐๘{thai_amount(own)}{thai_amount(other)}" in text


def test_a_post_that_did_not_submit_has_no_date(fonts_cache: Path, pdfium: Reader) -> None:
    text = "".join(pdfium(render_quarter_summary(quarter_summary(), fonts_cache)))
    assert "กองสาธารณสุขและสิ่งแวดล้อมไม่ส่งรายงาน–" in text
    assert text.count("(ผู้ประสานงานหน่วยงานอื่น)") == 1


def test_a_quarter_with_nothing_in_it_is_still_a_document(fonts_cache: Path, pdfium: Reader) -> None:
    content = quarter_summary(by_strategy=[], by_division=[], submissions=[], behind_plan=[])
    assert "ไม่มีโครงการที่ล่าช้ากว่าแผน" in "".join(pdfium(render_quarter_summary(content, fonts_cache)))


def test_the_same_quarter_gives_the_same_bytes(fonts_cache: Path) -> None:
    content = quarter_summary()
    assert render_quarter_summary(content, fonts_cache) == render_quarter_summary(content, fonts_cache)


def test_carried_work_stands_in_its_own_section_and_in_no_total(fonts_cache: Path, pdfium: Reader) -> None:
    carried = CarriedLine(
        name="โครงการก่อสร้างถนนคอนกรีตเสริมเหล็ก สายบ้านตัวอย่าง",
        division="กองช่าง",
        origin_year=2568,
        origin_number=12,
        outcome=YearEndKind.CARRIED_COMMITTED.name_th,
        expires_on=date(2026, 3, 31),
        status="อยู่ระหว่างดำเนินการ",
        satang=79_800_050,
        disbursed_satang=12_300_000,
    )
    without = "".join(pdfium(render_quarter_summary(quarter_summary(), fonts_cache)))
    text = "".join(pdfium(render_quarter_summary(quarter_summary(carried=[carried]), fonts_cache)))
    assert "งานที่ดำเนินการต่อจากปีงบประมาณก่อน" not in without
    assert "๕.งานที่ดำเนินการต่อจากปีงบประมาณก่อน(ไม่นับรวมในยอดของปีนี้)" in text
    section = text.split("๕.งานที่ดำเนินการต่อ")[1].replace("-", "")
    told = (carried.name, "ลำดับที่๑๒พ.ศ.๒๕๖๘", "กันเงิน(ก่อหนี้ผูกพันแล้ว)", "๓๑มี.ค.๒๕๖๙", carried.status)
    for words in (*told, thai_amount(79_800_050), thai_amount(12_300_000)):
        assert squeezed(words) in section
    own = sum(line.own_satang for line in quarter_summary().by_strategy)
    assert thai_amount(own) in text  # the totals are those without it
    assert thai_amount(own + 79_800_050) not in text
    # What was rendered before there was such a section is known again by its facts.
    assert "carried" not in quarter_summary().model_dump_json()
