"""Part 1 in the office's own words: a plain text with names in braces, and nothing in it runs."""

from pathlib import Path

import pytest

from documents.introduction import Passage, Section, introduction
from documents.plan_pdf import render_plan
from documents.plan_word import render_plan_word
from models.kinds import Digits, OrganizationKind
from procedure.errors import ProcedureError
from tests.documents.sample_content import office, plan
from tests.documents.test_announcement_pdf import Reader
from tests.documents.word_reading import read_word

OWN = """// หมายเหตุ
# ๑.๑ เหตุผลของ{us}
ย่อหน้าแรก ปี {fiscal_year}
๑. ข้อแรก 2 เรื่อง
2) ข้อสอง

## หัวข้อย่อย
ใต้หัวข้อย่อย
# ๑.๒ ขั้นตอน
- ไม่ใช่ข้อ
"""


def test_the_usual_text_names_each_kind_of_organization_rightly() -> None:
    for kind in OrganizationKind:
        sections = introduction(office(kind))
        assert [section.title.split()[0] for section in sections] == ["๑.๑", "๑.๒", "๑.๓", "๑.๔"]
        whole = repr(sections)
        assert office(kind).support_committee in whole
        assert "{" not in whole
        assert ("เทศบาล" in whole) is (kind not in (OrganizationKind.PROVINCIAL, OrganizationKind.SUBDISTRICT))


def test_headings_paragraphs_and_points_are_read_as_an_officer_writes_them() -> None:
    assert introduction(office(), OWN, 2569) == [
        Section(
            "๑.๑ เหตุผลของเทศบาล",
            [
                Passage("ย่อหน้าแรก ปี ๒๕๖๙", points=["ข้อแรก 2 เรื่อง", "ข้อสอง"]),
                Passage("ใต้หัวข้อย่อย", "หัวข้อย่อย"),
            ],
        ),
        Section("๑.๒ ขั้นตอน", [Passage("- ไม่ใช่ข้อ")]),
    ]
    # As Notepad saves it.
    assert introduction(office(), "\ufeff" + OWN.replace("\n", "\r\n"), 2569) == introduction(office(), OWN, 2569)


def test_our_words_are_in_the_offices_digits_and_its_own_as_typed() -> None:
    arabic = office().model_copy(update={"digits": Digits.ARABIC, "support_committee": "คณะกรรมการชุดที่ ๑"})
    ours = repr(introduction(arabic)).replace("คณะกรรมการชุดที่ ๑", "")
    assert not any(digit in ours for digit in "๐๑๒๓๔๕๖๗๘๙")
    own = introduction(arabic, OWN, 2569)
    assert own[0].title.startswith("๑.๑")
    assert own[0].passages[0].text == "ย่อหน้าแรก ปี 2569"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("ข้อความก่อน\n# หัวข้อ\nข้อความ", 1),
        ("# หัวข้อ\n\nของ {mayor}", 3),
        ("# หัวข้อ\nของ {us", 2),
        ("# หัวข้อ\nของ us}", 2),
        ("# หัวข้อ\n{us.__class__}", 2),
        ("# หัวข้อ\n{{us}}", 2),
        ("# หัวข้อ\n{0}", 2),
        ("#หัวข้อ\nข้อความ", 1),
        ("# \nข้อความ", 1),
        ("### หัวข้อ\nข้อความ", 1),
        ("# หัวข้อ\n" + "ก" * 20_001, 2),
    ],
)
def test_a_wrong_text_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(ProcedureError) as refused:
        introduction(office(), text, 2569)
    assert refused.value.code == "introduction_wrong"
    assert f"บรรทัดที่ {line}:" in refused.value.message_th
    assert f"line {line}:" in refused.value.message_en


def test_a_heading_without_a_text_is_refused_by_its_name() -> None:
    with pytest.raises(ProcedureError) as refused:
        introduction(office(), "# หนึ่ง\nข้อความ\n# สอง")
    assert "“สอง”" in refused.value.message_th


def test_what_stands_for_a_name_is_not_looked_through_again() -> None:
    typed = office().model_copy(update={"name": "{executive} {% 1 %} # x"})
    (section,) = introduction(typed, "# หัวข้อ\n{office} {% set x = 1 %}".replace("{% set x = 1 %}", "$(x) `x`"))
    assert section.passages == [Passage("{executive} {% 1 %} # x $(x) `x`")]


def test_the_plan_says_the_offices_own_text_in_pdf_and_in_word(fonts_cache: Path, pdfium: Reader) -> None:
    content = plan().model_copy(update={"introduction": OWN})
    pdf = "".join(pdfium(render_plan(content, fonts_cache)))
    word = read_word(render_plan_word(content, None)).whole
    for said in ("๑.๑ เหตุผลของเทศบาล", "ย่อหน้าแรก ปี ๒๕๖๙", "๒. ข้อสอง", "ใต้หัวข้อย่อย"):
        assert said.replace(" ", "") in pdf
        assert said in word
    assert "หลักการและเหตุผล" not in pdf + word


def test_an_office_without_a_text_of_its_own_keeps_the_digest_of_its_plans() -> None:
    assert "introduction" not in plan().model_dump_json()
