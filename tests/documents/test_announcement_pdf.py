"""The announcement says who announces what, under which power, on one page."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from documents.announcement_pdf import render_announcement
from documents.content import Ground
from models.kinds import Approver, OrganizationKind, TriggerKind
from tests.documents.sample_content import announcement

Reader = Callable[[bytes], list[str]]


def test_a_municipality_announces_its_plan(fonts_cache: Path, pdfium: Reader) -> None:
    (page,) = pdfium(render_announcement(announcement(), fonts_cache))
    assert page.startswith("ประกาศเทศบาลตำบลตัวอย่างเรื่องประกาศใช้แผนการดำเนินงานประจำปีงบประมาณพ.ศ.๒๕๖๙ด้วย")
    assert "ได้ประกาศใช้เทศบัญญัติงบประมาณรายจ่ายประจำปีงบประมาณพ.ศ.๒๕๖๙เมื่อวันที่๒๖กันยายนพ.ศ.๒๕๖๘" in page
    assert "คณะกรรมการพัฒนาเทศบาลได้พิจารณาให้ความเห็นชอบร่างแผนการดำเนินงานดังกล่าวเมื่อวันที่๑๕ตุลาคมพ.ศ.๒๕๖๘" in page
    assert "อาศัยอำนาจตามความในระเบียบกระทรวงมหาดไทยว่าด้วยการจัดทำแผนพัฒนาขององค์กรปกครองส่วนท้องถิ่น" in page
    assert "พ.ศ.๒๕๔๘และที่แก้ไขเพิ่มเติมถึง(ฉบับที่๓)พ.ศ.๒๕๖๑ข้อ๒๖(๒)และข้อ๒๗" in page
    assert page.endswith("ประกาศณวันที่๑๗ตุลาคมพ.ศ.๒๕๖๘(ชื่อผู้ลงนามตัวอย่าง)นายกเทศมนตรีตำบลตัวอย่าง")


@pytest.mark.parametrize("kind", [OrganizationKind.SUBDISTRICT, OrganizationKind.PROVINCIAL])
def test_other_organizations_have_an_ordinance_of_another_name(
    fonts_cache: Path, pdfium: Reader, kind: OrganizationKind
) -> None:
    (page,) = pdfium(render_announcement(announcement(kind), fonts_cache))
    assert "ข้อบัญญัติงบประมาณรายจ่าย" in page
    assert "เทศ" not in page


def test_who_acts_for_the_executive_signs_with_both_posts(fonts_cache: Path, pdfium: Reader) -> None:
    content = announcement(
        signatory_name="",
        signatory_post="ปลัดเทศบาลตำบลตัวอย่าง",
        acting_for="รักษาราชการแทน นายกเทศมนตรีตำบลตัวอย่าง",
    )
    (page,) = pdfium(render_announcement(content, fonts_cache))
    assert re.search(r"\(\.{50}\)ปลัดเทศบาลตำบลตัวอย่างรักษาราชการแทนนายกเทศมนตรีตำบลตัวอย่าง$", page)


def test_a_later_edition_is_named_and_still_fits_one_page(fonts_cache: Path, pdfium: Reader) -> None:
    office = announcement().office.model_copy(update={"name": "เทศบาลตำบล" + "ตัวอย่างชื่อยาว" * 6})
    content = announcement(edition_title="เพิ่มเติม ครั้งที่ ๑", office=office)
    (page,) = pdfium(render_announcement(content, fonts_cache))
    assert "เรื่องประกาศใช้แผนการดำเนินงานประจำปีงบประมาณพ.ศ.๒๕๖๙เพิ่มเติมครั้งที่๑" in page


@pytest.mark.parametrize(
    ("ground", "told"),
    [
        (
            Ground(kind=TriggerKind.SUPPLEMENTARY_BUDGET, on=date(2026, 1, 31), document=""),
            "ได้ประกาศใช้เทศบัญญัติงบประมาณรายจ่ายเพิ่มเติมประจำปีงบประมาณพ.ศ.๒๕๖๙เมื่อวันที่๓๑มกราคมพ.ศ.๒๕๖๙",
        ),
        (
            Ground(kind=TriggerKind.ACCUMULATED_FUNDS, on=date(2026, 1, 5), document="", approver=Approver.COUNCIL),
            "ได้รับอนุมัติจากสภาเทศบาลให้ใช้จ่ายเงินสะสมเมื่อวันที่๕มกราคมพ.ศ.๒๕๖๙",
        ),
        (
            Ground(kind=TriggerKind.ACCUMULATED_FUNDS, on=date(2026, 1, 5), document="", approver=Approver.EXECUTIVE),
            "ได้รับอนุมัติจากนายกเทศมนตรีให้ใช้จ่ายเงินสะสม",
        ),
        (
            Ground(kind=TriggerKind.OTHER_AGENCY, on=date(2026, 1, 9), document="หนังสือ ที่ มท ๑"),
            "ได้รับแจ้งแผนงานและโครงการจากหน่วยงานอื่นตามหนังสือที่มท๑เมื่อวันที่๙มกราคม",
        ),
        (
            Ground(kind=TriggerKind.ALLOTTED_SUBSIDY, on=date(2026, 1, 9), document="ที่ มท ๒"),
            "ได้รับแจ้งการจัดสรรเงินอุดหนุนเฉพาะกิจตามหนังสือที่มท๒เมื่อวันที่๙มกราคม",
        ),
    ],
)
def test_an_addition_says_which_event_asks_for_it(fonts_cache: Path, pdfium: Reader, ground: Ground, told: str) -> None:
    content = announcement(edition_title="เพิ่มเติม ครั้งที่ ๑", grounds=[ground])
    (page,) = pdfium(render_announcement(content, fonts_cache))
    assert told in page


def test_an_amendment_says_why_and_stands_on_the_executives_power_alone(fonts_cache: Path, pdfium: Reader) -> None:
    content = announcement(
        edition_title="แก้ไข ครั้งที่ ๑/๒๕๖๙",
        grounds=[],
        amended_for="สถานที่ดำเนินการเปลี่ยนแปลง",
        base_announced_on=date(2025, 10, 17),
        committee_approved_on=None,
    )
    (page,) = pdfium(render_announcement(content, fonts_cache))
    assert "เมื่อวันที่๑๗ตุลาคมพ.ศ.๒๕๖๘นั้นเนื่องจากสถานที่ดำเนินการเปลี่ยนแปลงจึงมีความจำเป็นต้องแก้ไข" in page
    assert "อาศัยอำนาจตามความใน" in page
    assert "ข้อ๒๖(๒)" not in page
    assert "ได้พิจารณาให้ความเห็นชอบ" not in page


@pytest.mark.poppler
def test_poppler_reads_the_same(fonts_cache: Path, pdftotext: Reader, pdfium: Reader) -> None:
    pdf = render_announcement(announcement(), fonts_cache)
    assert pdftotext(pdf) == pdfium(pdf)


def test_the_same_announcement_gives_the_same_bytes(fonts_cache: Path) -> None:
    assert render_announcement(announcement(), fonts_cache) == render_announcement(announcement(), fonts_cache)
