"""The plan as a Word file says what the database says, and opens as offices expect it to."""

import io
import re
import zipfile
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from sqlmodel import Session, select

from documents.account_totals import plan_totals
from documents.announcement_word import render_announcement_word
from documents.content import AccountRow, PlanContent
from documents.plan_accounts_word import SHADE_MONTH
from documents.plan_facts import announcement_content, plan_content
from documents.plan_lines import thai_amount
from documents.plan_word import render_plan_word
from documents.project_index import dictionary_order, rows_in_order
from documents.word_markup import NAMESPACE
from models.kinds import FundingSource, OrganizationKind, Programme
from models.plans import FundingLine, ProjectEntry
from models.values import PlannedMonths
from procedure.calendar import thai_digits
from procedure.plans import announcement_of, find_plan
from procedure.proposals import ProposedFunding
from tests.documents.sample_content import announcement, group, plan, row, town_plan
from tests.documents.test_plan_pdf import HOSTILE, random_rows
from tests.documents.word_reading import WordRow, WordText, assert_well_made, read_word
from tests.offices import OUTSIDE, YEAR, Desk, project

COLUMNS = 18


def project_rows(read: WordText) -> list[WordRow]:
    """Return the rows of projects and items of all accounts: 18 cells, no heading."""
    accounts = [table for table in read.tables if table[0].cells[0].span == COLUMNS]
    return [row for table in accounts for row in table if len(row.cells) == COLUMNS and not row.heading]


def shaded(row: WordRow) -> list[int]:
    """Return the months of a row that are shaded."""
    return [month for month, cell in enumerate(row.cells[6:]) if cell.fill == SHADE_MONTH]


def assert_says(read: WordText, content: PlanContent) -> None:
    """Every row of the plan stands in the file, in order, with its amount and its months."""
    rows = [one for part in content.groups for one in part.rows] + [
        one for part in content.equipment for one in part.rows
    ]
    found = project_rows(read)
    assert len(found) == len(rows)
    for line, one in zip(found, rows, strict=True):
        assert line.texts[:6] == expected_texts(one)
        assert shaded(line) == one.months


def expected_texts(one: AccountRow) -> list[str]:
    amount = "ไม่ใช้\nงบประมาณ" if one.no_budget else thai_amount(one.satang)
    posts = [*one.responsible, *(["(หน่วยงานอื่น)"] if one.other_agency else [])]
    return [thai_digits(one.number), one.name, one.detail, amount, one.place, "\n".join(posts)]


def office_plan(session: Session) -> tuple[PlanContent, bytes]:
    """Return an announced office's plan and its Word file."""
    on_record = find_plan(session, 1, YEAR)
    content = plan_content(session, on_record)
    announced = announcement_of(session, on_record)
    return content, render_plan_word(
        content, announcement_content(session, on_record, announced) if announced else None
    )


def test_every_project_of_the_database_stands_in_the_word_file(tmp_path: Path) -> None:
    strange = ("=SUM(A1:A9)", "+๕๐๐", "-ลบ", "@อ้างอิง", "น้ำ <ประปา> & ไฟฟ้า", "โครงการ \"อ้าง\" 'คำ'")
    proposed = [
        project(
            f"{name} โครงการที่ {number}",
            detail=f"บรรทัดแรก {number}\nบรรทัดสอง",
            place=f"หมู่ที่ {number}",
            months=0b1010_0000_0111 >> number % 3,
            programme=list(Programme)[number % 5],
            funding=[ProposedFunding(source=FundingSource.ANNUAL_BUDGET, amount_satang=1_234_567_89 * number + number)],
        )
        for number, name in enumerate(strange * 2, start=1)
    ]
    proposed.append(project("โครงการของ อบจ.", divisions=[], agency=OUTSIDE, learnt_from="หนังสือ อบจ. ที่ ๑/๒๕๖๘"))
    desk = Desk(tmp_path).announced(*proposed)
    with desk.database.read() as session:
        content, file = office_plan(session)
        entries = session.exec(select(ProjectEntry)).all()
        money: dict[int | None, int] = defaultdict(int)
        for line in session.exec(select(FundingLine)):
            money[line.entry_id] += line.amount_satang
    read = read_word(file)
    assert len(entries) == len(proposed)
    found = {line.texts[1]: line for line in project_rows(read)}
    for entry in entries:
        told = found[entry.name]
        assert told.texts[2] == entry.detail
        assert told.texts[3] == thai_amount(money[entry.id])
        assert told.texts[4] == entry.place
        assert shaded(told) == PlannedMonths(entry.months).indexes
    items = money.pop(None)
    whole = next(line.texts for line in read.tables[1] if line.texts[0] == "รวมทั้งสิ้น")
    assert whole[1:5] == [thai_digits(len(entries)), "๑๐๐.๐๐", thai_amount(sum(money.values())), "๑๐๐.๐๐"]
    everything = next(line.texts for line in read.tables[1] if line.texts[0] == "รวมโครงการและครุภัณฑ์")
    assert everything[3] == thai_amount(sum(money.values()) + items)
    assert "ประกาศเทศบาลตำบลตัวอย่าง" in read.paragraphs
    assert_says(read, content)
    assert_well_made(file)


def test_a_towns_plan_comes_back_with_its_sums() -> None:
    content = town_plan()
    read = read_word(render_plan_word(content, announcement()))
    assert_says(read, content)
    totals = plan_totals(content)
    summary = [line.texts for line in read.tables[1]]
    for strategy in totals.strategies:
        for programme in strategy.programmes:
            figures = [thai_digits(programme.total.count), thai_amount(programme.total.satang)]
            assert any(
                [line[0], line[1], line[3]] == [programme.programme, *figures] for line in summary if len(line) == 6
            )
    assert [line[3] for line in summary if line[0] == "รวม"] == [thai_amount(s.total.satang) for s in totals.strategies]
    assert [line[3] for line in summary[-5:]] == [
        thai_amount(part.satang)
        for part in (totals.projects, totals.own, totals.other, totals.own_equipment, totals.everything)
    ]
    accounts = [table for table in read.tables if table[0].cells[0].span == COLUMNS]
    parts = [("โครงการ", part.rows) for part in content.groups] + [("รายการ", part.rows) for part in content.equipment]
    for table, (unit, rows) in zip(accounts, parts, strict=True):
        satang = sum(one.satang for one in rows if not one.no_budget)
        assert table[-1].texts[:2] == [f"รวม {thai_digits(len(rows))} {unit}", thai_amount(satang)]


def test_200_random_rows_come_back() -> None:
    content = plan([group(random_rows(200, seed=5))])
    assert_says(read_word(render_plan_word(content, None)), content)


def test_text_that_looks_like_markup_stays_text() -> None:
    hostile = [*HOSTILE, "</w:t></w:r><w:br/>", "{{ 7 * 7 }}", "{%p if x %}", "&amp; <!-- -->", "=1+1", "@SUM", "]]>"]
    rows = [row(n, name=text, detail=text, place=text, responsible=[text]) for n, text in enumerate(hostile, start=1)]
    file = render_plan_word(plan([group(rows)]), None)
    assert_says(read_word(file), plan([group(rows)]))
    assert_well_made(file)


def test_what_xml_cannot_hold_is_shown_or_left_out() -> None:
    typed = row(1, name="โครงการ\x00ก\x0bข\ud800ค\ufffe", detail="นํ้า\u200bดื่ม", place="ก\tข")
    read = read_word(render_plan_word(plan([group([typed])]), None))
    assert project_rows(read)[0].texts[1:3] == ["โครงการก\nข◊ค◊", "น้ำดื่ม"]


def test_each_account_repeats_its_headings_on_every_page() -> None:
    for table in read_word(render_plan_word(town_plan(), None)).tables[1:]:
        headings = [line.heading for line in table]
        lines = 3 if table[0].cells[0].span == COLUMNS else 1
        assert headings == [True] * lines + [False] * (len(table) - lines)


def test_a_project_that_an_edition_drops_is_named_and_not_counted() -> None:
    rows = [row(1, satang=5_000_000), row(2, satang=0, dropped="ยกเลิก", months=[])]
    read = read_word(render_plan_word(plan([group(rows)], edition_title="แก้ไข ครั้งที่ ๑/๒๕๖๙"), None))
    assert project_rows(read)[1].texts[3] == "ยกเลิก"
    assert read.tables[-2][-1].texts[:2] == ["รวม ๑ โครงการ", "๕๐,๐๐๐"]
    assert "แก้ไข ครั้งที่ ๑/๒๕๖๙" in read.paragraphs


def test_a_row_stays_whole_unless_it_is_higher_than_a_page() -> None:
    rows = [row(1), row(2, detail="รายละเอียดยาว " * 80)]
    found = project_rows(read_word(render_plan_word(plan([group(rows)]), None)))
    assert [line.whole for line in found] == [True, False]


def test_the_accounts_lie_and_the_prose_stands() -> None:
    document = Document(io.BytesIO(render_plan_word(town_plan(), None)))
    landscape = WD_ORIENT.LANDSCAPE
    assert [section.orientation == landscape for section in document.sections] == [False, False, True, True, True, True]
    for section in list(document.sections)[1:]:
        foot = "".join(node.text or "" for node in section.footer.part.element.iter("{*}instrText"))
        assert "PAGE" in foot
        assert "NUMPAGES" in foot
    assert "แบบ ผด.๐๒/๑" in document.sections[-2].header.paragraphs[0].text


def test_the_contents_lead_to_every_heading() -> None:
    document = Document(io.BytesIO(render_plan_word(town_plan(), announcement())))
    body = document.element.body
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    marks = {mark.get(f"{name}name") for mark in body.iter(f"{name}bookmarkStart")}
    linked = [link.get(f"{name}anchor") for link in body.iter(f"{name}hyperlink")]
    assert len(linked) == 16
    assert set(linked) == {mark for mark in marks if mark and mark.startswith("_Toc")}
    levels = [one.style.name for one in document.paragraphs if one.style and one.style.name.startswith("Heading")]
    in_tables = [
        one.style.name
        for table in document.tables
        for one in table.rows[0].cells[0].paragraphs
        if one.style and one.style.name.startswith("Heading")
    ]
    assert len(levels) + len(in_tables) == 16


def test_the_index_names_every_project_once_and_finds_its_rows() -> None:
    content = town_plan()
    file = render_plan_word(content, None)
    index = read_word(file).tables[-1][1:]
    names = [line.texts[0] for line in index]
    rows = rows_in_order(content)
    assert names == sorted({one.name for one in rows}, key=dictionary_order)
    body = Document(io.BytesIO(file)).element.body
    asked = " ".join(node.text or "" for node in body.iter("{*}instrText"))
    marked = {mark.get(f"{{{NAMESPACE}}}name") for mark in body.iter(f"{{{NAMESPACE}}}bookmarkStart")}
    assert {f"_Row{number}" for number in range(len(rows))} <= marked
    assert sorted(map(int, re.findall(r"PAGEREF _Row(\d+) ", asked))) == list(range(len(rows)))


def test_thai_is_set_in_the_fonts_that_offices_have() -> None:
    with zipfile.ZipFile(io.BytesIO(render_plan_word(town_plan(), None))) as package:
        styles = package.read("word/styles.xml").decode()
        defaults = styles.split("</w:docDefaults>")[0]
        assert 'w:cs="TH SarabunPSK"' in defaults
        assert '<w:sz w:val="32"/><w:szCs w:val="32"/>' in defaults
        assert 'w:bidi="th-TH"' in defaults
        assert styles.count("<w:b/>") == styles.count("<w:b/><w:bCs/>")
        text = package.read("word/document.xml").decode()
        assert text.count("<w:b/>") == text.count("<w:b/><w:bCs/>")
        assert re.findall(r'<w:sz w:val="(\d+)"/>', text) == re.findall(r'<w:szCs w:val="(\d+)"/>', text)


def test_word_computes_the_pages_of_a_plan_and_asks_nothing_for_an_announcement() -> None:
    asks = []
    for file in (render_plan_word(town_plan(), None), render_announcement_word(announcement())):
        with zipfile.ZipFile(io.BytesIO(file)) as package:
            asks.append(b"<w:updateFields" in package.read("word/settings.xml"))
    assert asks == [True, False]


def test_a_draft_says_which_draft_it_is() -> None:
    read = read_word(render_plan_word(town_plan(draft_number=2), None))
    assert any("ร่างครั้งที่ ๒" in text for text in read.margins)
    assert any("ร่างครั้งที่ ๒" in text for text in read.paragraphs)
    assert not any("ประกาศเทศบาล" in text for text in read.paragraphs)


def test_a_plan_without_projects_says_so() -> None:
    file = render_plan_word(plan([]), None)
    assert_well_made(file)
    assert "ไม่มีโครงการ" in read_word(file).paragraphs
    assert "ไม่มีรายการครุภัณฑ์" in read_word(file).paragraphs


@pytest.mark.parametrize("kind", list(OrganizationKind))
def test_part_one_speaks_of_the_offices_own_kind(kind: OrganizationKind) -> None:
    read = read_word(render_plan_word(town_plan(office=plan([], kind=kind).office), None))
    boxes = [line.texts[0] for line in read.tables[0]]
    assert boxes[0].startswith(plan([], kind=kind).office.support_committee)
    assert len([box for box in boxes if box == "↓"]) == 5


def test_the_same_facts_give_the_same_bytes_and_bear_their_own_day() -> None:
    file = render_plan_word(town_plan(), announcement())
    assert render_plan_word(town_plan(), announcement()) == file
    core = Document(io.BytesIO(file)).core_properties
    assert core.created is not None
    assert core.created.date() == date(2025, 9, 26)
    assert core.title == "แผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๙"
