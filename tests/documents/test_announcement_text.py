"""What an announcement says in an office that writes Arabic digits: ours are Arabic, what people typed stays."""

from datetime import date

import pytest

from documents.announcement_text import announcement_text
from documents.content import Ground
from models.kinds import Approver, Digits, OrganizationKind, TriggerKind
from tests.documents.sample_content import announcement

ON = date(2026, 1, 31)
EDITIONS: dict[str, dict[str, object]] = {
    "base": {},
    "addition": {
        "edition_title": "เพิ่มเติม ครั้งที่ ๑",
        "grounds": [Ground(kind=kind, on=ON, document="", approver=Approver.COUNCIL) for kind in TriggerKind],
    },
    "amendment": {
        "edition_title": "แก้ไข ครั้งที่ ๑/๒๕๖๙",
        "grounds": [],
        "amended_for": "สถานที่เปลี่ยน",
        "base_announced_on": ON,
        "committee_approved_on": None,
    },
}


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("kind", [OrganizationKind.PROVINCIAL, OrganizationKind.SUBDISTRICT, OrganizationKind.TOWN])
def test_no_thai_digit_of_ours_is_left(edition: str, kind: OrganizationKind) -> None:
    thai = announcement(kind, **EDITIONS[edition])
    office = thai.office.model_copy(update={"digits": Digits.ARABIC})
    arabic = announcement_text(thai.model_copy(update={"office": office}))
    said = "\n".join([arabic.title, arabic.subject, *arabic.paragraphs, arabic.given_on, arabic.acting_for])
    assert not any(digit in said for digit in "๐๑๒๓๔๕๖๗๘๙")
    assert arabic.paragraphs[-1] == "จึงประกาศให้ทราบโดยทั่วกัน"
    assert arabic.given_on == "ประกาศ ณ วันที่ 17 ตุลาคม พ.ศ. 2568"
    in_thai = announcement_text(thai)
    assert [Digits.ARABIC.write(line) for line in in_thai.paragraphs] == arabic.paragraphs


def test_what_people_typed_keeps_its_digits() -> None:
    office = announcement().office.model_copy(update={"digits": Digits.ARABIC})
    letter = Ground(kind=TriggerKind.OTHER_AGENCY, on=ON, document="ที่ มท ๐๘๑๐/ว ๒")
    content = announcement(office=office, grounds=[letter], edition_title="เพิ่มเติม ครั้งที่ ๑")
    assert "หนังสือ ที่ มท ๐๘๑๐/ว ๒ เมื่อวันที่ 31 มกราคม พ.ศ. 2569" in announcement_text(content).paragraphs[0]
    amended = announcement(office.kind, **{**EDITIONS["amendment"], "office": office, "amended_for": "ย้ายไปหมู่ที่ ๔"})
    assert "เนื่องจากย้ายไปหมู่ที่ ๔" in announcement_text(amended).paragraphs[0]
