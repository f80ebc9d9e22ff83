"""A plan in the office's own way of writing, and a plan of a real record: digits, font, kind of PDF, satang."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from documents.content import PlanContent
from documents.foreword import foreword_signed
from documents.plan_facts import announcement_content, plan_content
from documents.plan_lines import thai_amount
from documents.plan_pdf import render_plan
from documents.plan_word import render_plan_word
from models.kinds import Digits, FundingSource, PdfKind, Programme, SignedPaper
from procedure.calendar import thai_digits
from procedure.plans import announcement_of, find_plan
from procedure.proposals import ProposedFunding
from tests.documents.sample_content import announcement, group, plan, row, town_plan
from tests.documents.test_letters import choose_signature
from tests.documents.test_plan_pdf import all_rows, random_rows, squeezed
from tests.documents.word_reading import assert_well_made, read_word
from tests.offices import YEAR, Desk, project

Reader = Callable[[bytes], list[str]]

THAI_DIGIT = re.compile("[๐-๙]")


def choosing(content: PlanContent, **choices: object) -> PlanContent:
    return content.model_copy(update={"office": content.office.model_copy(update=choices)})


def arabic_plan() -> PlanContent:
    """Return an addition whose people typed Latin digits, but for one place."""
    rows = [row(n, name=f"โครงการที่ {n}", detail=f"ยาว {n} เมตร", place="หมู่ที่ 3") for n in range(1, 12)]
    rows.append(row(12, name="โครงการพิมพ์เลขไทย ๗", detail="", place="หมู่ที่ ๙", dropped="ยกเลิก"))
    typed = plan([group(rows, approach="คมนาคม")], edition_title="เพิ่มเติม ครั้งที่ 1", draft_number=2)
    return choosing(typed, digits=Digits.ARABIC)


def test_with_arabic_digits_only_what_people_typed_has_thai_ones(fonts_cache: Path, pdfium: Reader) -> None:
    content = arabic_plan()
    told = announcement(edition_title="เพิ่มเติม ครั้งที่ 1", office=content.office)
    pages = pdfium(render_plan(content, fonts_cache, told))
    assert f"หน้า{len(pages)}จาก{len(pages)}" in pages[-1]
    whole = "".join(pages)
    assert "แบบผด.02/1" in whole
    assert "ร่างครั้งที่2" in pages[0]
    assert "".join(THAI_DIGIT.findall(whole)) == "๗๙๗"  # the name and the place, and the name in the index


def test_with_arabic_digits_the_word_file_has_no_thai_ones_of_ours() -> None:
    content = arabic_plan()
    told = announcement(edition_title="เพิ่มเติม ครั้งที่ 1", office=content.office)
    file = render_plan_word(content, told)
    assert_well_made(file)
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}
    assert "".join(THAI_DIGIT.findall("".join(parts.values()))) == "๗๙๗"
    assert "THAIARABIC" not in "".join(parts.values())
    assert (
        "THAIARABIC"
        in zipfile.ZipFile(io.BytesIO(render_plan_word(town_plan(), None))).read("word/document.xml").decode()
    )


def test_the_word_file_is_in_the_offices_font() -> None:
    with zipfile.ZipFile(
        io.BytesIO(render_plan_word(choosing(town_plan(16), font="TH Niramit AS"), announcement()))
    ) as package:
        styles, fonts = package.read("word/styles.xml").decode(), package.read("word/fontTable.xml").decode()
        document = package.read("word/document.xml").decode()
    assert 'w:cs="TH Niramit AS"' in styles
    assert '<w:font w:name="TH Niramit AS">' in fonts
    assert "TH SarabunPSK" not in styles + document


@pytest.mark.parametrize(
    "content",
    [town_plan(), plan(), plan([group(random_rows(30, 11))], draft_number=1), arabic_plan()],
    ids=["town", "empty", "random draft", "addition"],
)
def test_every_plan_can_be_made_for_people_who_listen(fonts_cache: Path, content: PlanContent, pdfium: Reader) -> None:
    asked = choosing(content, pdf=PdfKind.ACCESSIBLE)
    pdf = render_plan(asked, fonts_cache, announcement())
    assert re.search(rb"pdfaid:part>2<.*pdfaid:conformance>A<", pdf, re.DOTALL)
    assert b"pdfuaid:part>1<" in pdf
    whole = "".join(pdfium(pdf))
    for line in all_rows(content):
        assert squeezed(line.name).replace("-", "") in whole.replace("-", "")


def test_amounts_to_the_satang_and_totals_are_the_databases(tmp_path: Path, fonts_cache: Path, pdfium: Reader) -> None:
    satang = (1, 10_01, 99_999_999_99, 123_456_78, 50_50)
    proposed = [
        project(
            f"โครงการ {number}",
            programme=list(Programme)[number % 2],
            funding=[
                ProposedFunding(source=FundingSource.ANNUAL_BUDGET, amount_satang=amount),
                ProposedFunding(source=FundingSource.ACCUMULATED_FUNDS, amount_satang=3 * number),
            ],
        )
        for number, amount in enumerate(satang, start=1)
    ]
    desk = Desk(tmp_path).announced(*proposed)
    with desk.database.read() as session:
        on_record = find_plan(session, 1, YEAR)
        made = announcement_of(session, on_record)
        assert made
        content, told = plan_content(session, on_record), announcement_content(session, on_record, made)
        lines = session.execute(
            text(
                "SELECT e.name, e.programme, sum(f.amount_satang) FROM funding_line f "
                "JOIN project_entry e ON e.id = f.entry_id WHERE f.organization_id = 1 GROUP BY e.id"
            )
        ).all()
        items = session.execute(
            text("SELECT sum(amount_satang) FROM funding_line WHERE organization_id = 1 AND equipment_id IS NOT NULL")
        ).scalar_one()
    assert len(lines) == len(satang)
    pages = pdfium(render_plan(content, fonts_cache, told))
    whole = "".join(pages)
    account = "".join(page for page in pages if "แบบผด.๐๒" in page and "สารบัญ" not in page)
    for name, _programme, amount in lines:
        assert re.search(re.escape(squeezed(name)) + f"[^๐]*?{re.escape(thai_amount(amount))}(?![๐-๙,.])", account)
    by_programme = {one: sum(line[2] for line in lines if line[1] == one) for one in {line[1] for line in lines}}
    assert len(by_programme) == 2
    counted = {one: sum(line[1] == one for line in lines) for one in by_programme}
    from_record = sum(by_programme.values())
    for one, amount in by_programme.items():
        assert f"รวม{thai_digits(counted[one])}โครงการ{thai_amount(amount)}" in whole
    assert f"รวมทั้งสิ้น{thai_digits(len(lines))}๑๐๐.๐๐{thai_amount(from_record)}๑๐๐.๐๐" in whole
    assert f"{thai_amount(from_record + items)}" in whole
    assert f"งบประมาณ{thai_amount(from_record)}บาท" in pages[1]
    table = next(
        line.texts for line in read_word(render_plan_word(content, told)).tables[1] if line.texts[0] == "รวมทั้งสิ้น"
    )
    assert table[3] == thai_amount(from_record)


def test_the_post_that_the_office_chose_signs_the_foreword(tmp_path: Path, fonts_cache: Path, pdfium: Reader) -> None:
    desk = Desk(tmp_path).announced()
    with desk.database.read() as session:
        assert foreword_signed(plan_content(session, find_plan(session, 1, YEAR)))[0] == "เทศบาลตำบลตัวอย่าง"
    choose_signature(desk, SignedPaper.FOREWORD, "นายกเทศมนตรีตำบลตัวอย่าง", "นายกเทศมนตรี")
    with desk.database.read() as session:
        content = plan_content(session, find_plan(session, 1, YEAR))
    signed = foreword_signed(content)
    assert signed[:2] == ["(ผู้ดำรงตำแหน่งนายกเทศมนตรีตำบลตัวอย่าง)", "นายกเทศมนตรี"]
    assert len(signed) == 3  # and the month
    written = read_word(render_plan_word(content, None)).paragraphs
    start = written.index(signed[0])
    assert written[start : start + 3] == signed
    assert squeezed("".join(signed)) in squeezed(pdfium(render_plan(content, fonts_cache))[1])


def test_whoever_listens_to_the_plan_hears_the_months_of_each_bar(fonts_cache: Path) -> None:
    content = plan([group([row(1, months=[0, 1, 2, 3, 8])])])
    heard = re.findall(rb"/Alt ?<FEFF([0-9A-F]+)>", render_plan(choosing(content, pdf=PdfKind.ACCESSIBLE), fonts_cache))
    assert [bytes.fromhex(words.decode()).decode("utf-16-be") for words in heard] == [
        "ตุลาคม ๒๕๖๘ ถึง มกราคม ๒๕๖๙",
        "มิถุนายน ๒๕๖๙",
    ]
