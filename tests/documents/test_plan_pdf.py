"""The plan as a PDF says what its rows say, and can be searched: text comes back out as it went in."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from documents.announcement_text import announcement_text
from documents.content import AccountRow, PlanContent
from documents.foreword import foreword, foreword_signed, step_chart
from documents.plan_lines import group_lines, thai_amount
from documents.plan_pdf import render_plan
from models.kinds import OrganizationKind
from procedure.calendar import thai_digits
from tests.documents.sample_content import announcement, group, plan, row, town_plan

Reader = Callable[[bytes], list[str]]

WORDS = (
    "โครงการ ก่อสร้าง ปรับปรุง ถนนคอนกรีต เสริมเหล็ก บ้านหนองน้ำขุ่น ผู้สูงอายุ ท้องถิ่น พื้นที่ ทั้งสิ้น ญี่ปุ่น กษัตริย์ "
    "ศักดิ์สิทธิ์ น้ำดื่ม ฝั่งซ้าย คสล. หมู่ที่ 7 ม.๑๒ (ช่วงที่ ๒) LED 60W ๓.๕๐ เมตร อบต./เทศบาล ปั๊มน้ำ ฟื้นฟู ปู่ป้า ฯลฯ ๆ"
)
HOSTILE = [
    '#import "office.typ": *',
    "*bold* _slanted_ `raw`",
    "$x^2$",
    "<a> @ref",
    "= heading",
    "\\u{41} // comment",
    "#sys.inputs.data",
    "https://example.go.th/very/long/path?with=query&and=more#fragment",
    "A" * 70,
    "ก" * 60,
    "ศพด.บ้านหนอง(อนุบาล3ขวบ)",
    "บรรทัดหนึ่ง\nบรรทัดสอง",
]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def all_rows(content: PlanContent) -> list[AccountRow]:
    projects = [line for part in content.groups for line in part.rows]
    return projects + [line for part in content.equipment for line in part.rows]


def random_rows(count: int, seed: int) -> list[AccountRow]:
    """Return rows of made-up words, long and short, with every kind of money and months."""
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    words = WORDS.split()

    def text(longest: int) -> str:
        return "".join(dice.choice(words) + dice.choice(("", "", " ")) for _ in range(dice.randint(1, longest)))

    return [
        row(
            number,
            name=text(12),
            detail=text(30),
            place=text(5),
            responsible=[text(3) for _ in range(dice.randint(1, 2))],
            satang=dice.choice((0, dice.randint(1, 99_999_999_999))),
            no_budget=dice.random() < 0.1,
            other_agency=dice.random() < 0.2,
            months=sorted(dice.sample(range(12), dice.randint(0, 12))),
        )
        for number in range(1, count + 1)
    ]


def assert_says(pages: list[str], content: PlanContent) -> None:
    # A hyphen at a line's end is left out by pdftotext, which takes it for hyphenation.
    text = "".join(pages).replace("-", "")
    for part in content.groups:
        assert squeezed(part.programme) in text
        assert squeezed(part.strategy) in text
    for line in all_rows(content):
        for said in (line.name, line.detail, line.place, *line.responsible):
            assert squeezed(said).replace("-", "") in text
        assert (thai_amount(line.satang) if not line.no_budget else "ไม่ใช้งบประมาณ") in text


def test_pdfium_reads_a_towns_plan_as_written(fonts_cache: Path, pdfium: Reader) -> None:
    content = town_plan()
    assert_says(pdfium(render_plan(content, fonts_cache)), content)


@pytest.mark.poppler
def test_poppler_reads_a_towns_plan_as_written(fonts_cache: Path, pdftotext: Reader) -> None:
    content = town_plan()
    assert_says(pdftotext(render_plan(content, fonts_cache)), content)


@pytest.mark.parametrize("seed", [1, 2])
def test_200_random_rows_come_back(fonts_cache: Path, pdfium: Reader, seed: int) -> None:
    content = plan([group(random_rows(200, seed))])
    assert_says(pdfium(render_plan(content, fonts_cache)), content)


@pytest.mark.poppler
def test_poppler_reads_200_random_rows(fonts_cache: Path, pdftotext: Reader) -> None:
    content = plan([group(random_rows(200, seed=3))])
    assert_says(pdftotext(render_plan(content, fonts_cache)), content)


def test_totals_are_those_of_the_rows(fonts_cache: Path, pdfium: Reader) -> None:
    content = town_plan()
    text = "".join(pdfium(render_plan(content, fonts_cache)))
    projects = [line for part in content.groups for line in part.rows]
    own = sum(line.satang for line in projects if not line.no_budget and not line.other_agency)
    other = sum(line.satang for line in projects if not line.no_budget and line.other_agency)
    items = sum(line.satang for part in content.equipment for line in part.rows)
    assert other
    assert f"รวมทั้งสิ้น๖๐๑๐๐.๐๐{thai_amount(own + other)}๑๐๐.๐๐" in text
    assert re.search(f"งบประมาณของเทศบาลตำบลตัวอย่าง[๐-๙]+[.][๐-๙]{{2}}{thai_amount(own)}", text)
    assert re.search(f"หน่วยงานอื่น[๐-๙]+[.][๐-๙]{{2}}{thai_amount(other)}", text)
    assert f"รวมโครงการและครุภัณฑ์๖๓{thai_amount(own + other + items)}" in text
    for part in content.groups:
        subtotal = sum(line.satang for line in part.rows if not line.no_budget)
        assert thai_amount(subtotal) in text


def test_each_page_of_a_long_account_repeats_its_headings(fonts_cache: Path, pdfium: Reader) -> None:
    pages = pdfium(render_plan(plan([group([row(n) for n in range(1, 121)], approach="คมนาคม")]), fonts_cache))
    accounts = [page for page in pages if "แบบผด.๐๒" in page and "แบบผด.๐๒/๑" not in page and "สารบัญ" not in page]
    assert len(accounts) > 5
    for page in accounts:
        assert "แผนการดำเนินงานประจำปีงบประมาณพ.ศ.๒๕๖๙" in page
        for said in ("โครงสร้างพื้นฐาน", "แนวทางการพัฒนาคมนาคม", "แผนงานอุตสาหกรรมและการโยธา", "พ.ศ.๒๕๖๘"):
            assert said in page
        assert "ต.ค.พ.ย.ธ.ค.ม.ค.ก.พ.มี.ค.เม.ย.พ.ค.มิ.ย.ก.ค.ส.ค.ก.ย." in page


def test_what_people_typed_stays_text(fonts_cache: Path, pdfium: Reader) -> None:
    rows = [row(n, name=said, detail=said, place=said, responsible=[said]) for n, said in enumerate(HOSTILE, start=1)]
    content = plan([group(rows, strategy=HOSTILE[0], approach=HOSTILE[1], programme=HOSTILE[2])])
    pages = pdfium(render_plan(content, fonts_cache))
    assert_says(pages, content)
    text = "".join(pages)
    for said in HOSTILE:
        # name, detail, place, responsible, and the responsible column of form ผด.01
        assert text.count(squeezed(said)) >= 5


@pytest.mark.poppler
@pytest.mark.parametrize("said", HOSTILE[7:11])
def test_no_word_runs_into_the_next_cell(fonts_cache: Path, pdftotext: Reader, said: str) -> None:
    pdf = render_plan(plan([group([row(1, name=said, detail=said, place=said, responsible=[said])])]), fonts_cache)
    account = next(page for page in pdftotext(pdf) if "แบบผด.๐๒" in page and "สารบัญ" not in page)
    assert account.count(squeezed(said)) == 4


def test_characters_without_glyph_are_seen_as_a_lozenge(fonts_cache: Path, pdfium: Reader) -> None:
    rows = [row(1, name="ติดตั้งไฟ ☀ 👍🏽 ✓ จุด", place="ใกล้☐วัด\u200bป่า")]
    text = "".join(pdfium(render_plan(plan([group(rows)]), fonts_cache)))
    assert "ติดตั้งไฟ◊◊◊◊จุด" in text
    assert "ใกล้◊วัดป่า" in text


def test_a_row_longer_than_a_page_loses_nothing(fonts_cache: Path, pdfium: Reader) -> None:
    long = [row(1, detail="ยาว " * 1500), row(2, place="ไกล " * 300), row(3, name="ก\n" * 60)]
    text = "".join(pdfium(render_plan(plan([group(long)]), fonts_cache)))
    assert text.count("ยาว") == 1500
    assert text.count("ไกล") == 300


@pytest.mark.parametrize("lines", range(16, 32, 3))
def test_rows_near_the_height_of_a_page_lose_nothing(fonts_cache: Path, pdfium: Reader, lines: int) -> None:
    tall = "\n".join(f"ข้อ{n:02d}" for n in range(lines))
    text = "".join(pdfium(render_plan(plan([group([row(1, place=tall), row(2, detail=tall)])]), fonts_cache)))
    for n in range(lines):
        assert text.count(f"ข้อ{n:02d}") == 2


def test_the_draft_is_marked_on_its_cover_and_every_page(fonts_cache: Path, pdfium: Reader) -> None:
    drafts = pdfium(render_plan(town_plan(draft_number=3), fonts_cache))
    assert all("ร่างครั้งที่๓" in page for page in drafts)
    assert not any("ร่างครั้งที่" in page for page in pdfium(render_plan(town_plan(), fonts_cache)))


def test_the_cover_names_plan_edition_year_and_office(fonts_cache: Path, pdfium: Reader) -> None:
    cover = pdfium(render_plan(plan(edition_title="เพิ่มเติม ครั้งที่ ๑"), fonts_cache))[0]
    assert cover == "แผนการดำเนินงานประจำปีงบประมาณพ.ศ.๒๕๖๙เพิ่มเติมครั้งที่๑เทศบาลตำบลตัวอย่างอำเภอเมืองจังหวัดทดสอบ"


def test_contents_point_to_the_printed_page_numbers(fonts_cache: Path, pdfium: Reader) -> None:
    pages = pdfium(render_plan(town_plan(), fonts_cache, announcement()))
    for title, on_page in (
        ("คำนำ", "คำนำแผนการดำเนินงาน"),
        ("ประกาศเทศบาลตำบลตัวอย่าง", "เรื่องประกาศใช้แผน"),
        ("ส่วนที่๑บทนำ", "ส่วนที่๑บทนำ๑.๑"),
        ("ยุทธศาสตร์ที่๓ด้านสาธารณสุขและสิ่งแวดล้อม", "ยุทธศาสตร์ที่๓ด้านสาธารณสุขและสิ่งแวดล้อมแผนงานสาธารณสุข"),
        ("โครงการพัฒนาท้องถิ่น(แบบผด.๐๒/๑)", "บัญชีจำนวนครุภัณฑ์สำหรับที่ไม่ได้ดำเนินการ"),
        ("ดัชนีโครงการและครุภัณฑ์", "ดัชนีโครงการและครุภัณฑ์ชื่อหน้า"),
    ):
        numbered = next(n for n, page in enumerate(pages, start=1) if on_page in page and "แบบผด.๐๑" not in page)
        assert re.search(re.escape(title) + f"[.]{{2,}}{thai_digits(numbered)}", pages[2])


def test_bookmarks_lead_to_every_part_strategy_and_programme(fonts_cache: Path) -> None:
    content = town_plan()
    with pypdfium2.PdfDocument(render_plan(content, fonts_cache, announcement())) as document:
        marks = [(mark.level, mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
        texts = [squeezed(page.get_textpage().get_text_range()) for page in document]
    assert [title for level, title, _page in marks if level == 0] == [
        "คำนำ",
        "สารบัญ",
        "ประกาศเทศบาลตำบลตัวอย่าง",
        "ส่วนที่ ๑ บทนำ",
        "ส่วนที่ ๒ บัญชีโครงการ/กิจกรรม/งบประมาณ",
        "ดัชนีโครงการและครุภัณฑ์",
    ]
    strategies = list(dict.fromkeys(group_lines(part)[0] for part in content.groups))
    categories = [part.category for part in content.equipment]
    assert [title for level, title, _page in marks if level == 2] == [*strategies, *categories]
    programmes = [title for level, title, _page in marks if level == 3]
    assert programmes == [" ".join(group_lines(part)[1:]) for part in content.groups]
    assert [page for *_, page in marks] == sorted(page for *_, page in marks)
    for level, title, page in marks:
        if level != 1 or "แบบ" not in title:  # a form's page says its name and its number apart
            assert squeezed(title) in texts[page]


def test_every_page_but_the_cover_is_numbered_with_the_number_of_pages(fonts_cache: Path, pdfium: Reader) -> None:
    pages = pdfium(render_plan(town_plan(), fonts_cache, announcement()))
    assert "หน้า" not in pages[0]
    for number, page in enumerate(pages[1:], start=2):
        assert page.count(f"หน้า{thai_digits(number)}จาก{thai_digits(len(pages))}") == 1


def test_the_plan_holds_foreword_announcement_and_chart(fonts_cache: Path, pdfium: Reader) -> None:
    content, announced = town_plan(), announcement()
    pages = pdfium(render_plan(content, fonts_cache, announced))
    for paragraph in [*foreword(content), *foreword_signed(content)]:
        assert squeezed(paragraph) in pages[1]
    (page,) = (page for page in pages if "ประกาศณวันที่" in page)
    told = announcement_text(announced)
    for line in (told.title, told.subject, *told.paragraphs, told.given_on, told.signatory, told.post):
        assert squeezed(line) in page
    whole = "".join(pages)
    assert "".join(squeezed(box) for box in step_chart(content.office)) in whole


def test_a_draft_has_no_announcement(fonts_cache: Path, pdfium: Reader) -> None:
    assert not any("ประกาศณวันที่" in page for page in pdfium(render_plan(town_plan(draft_number=1), fonts_cache)))


def test_each_kind_of_office_speaks_its_own_words(fonts_cache: Path, pdfium: Reader) -> None:
    town = "".join(pdfium(render_plan(plan(kind=OrganizationKind.TOWN), fonts_cache)))
    sao = "".join(pdfium(render_plan(plan(kind=OrganizationKind.SUBDISTRICT), fonts_cache)))
    assert "คณะกรรมการพัฒนาเทศบาลพิจารณา" in town
    assert "เสนอนายกเทศมนตรีประกาศ" in town
    assert "คณะกรรมการพัฒนาองค์การบริหารส่วนตำบลพิจารณา" in sao
    assert "โครงการ/กิจกรรมขององค์การบริหารส่วนตำบลเป็นไปตามเป้าหมาย" in sao
    assert "เทศบาล" not in sao


def test_a_plan_without_projects_says_so(fonts_cache: Path, pdfium: Reader) -> None:
    text = "".join(pdfium(render_plan(plan(), fonts_cache)))
    assert "ไม่มีโครงการ" in text
    assert "ไม่มีรายการครุภัณฑ์" in text
    assert "รวมทั้งสิ้น๐๐.๐๐๐๐.๐๐" in text


def test_the_same_content_gives_the_same_bytes(fonts_cache: Path) -> None:
    assert render_plan(town_plan(), fonts_cache) == render_plan(town_plan(), fonts_cache)


def test_the_file_says_its_title_language_and_standard(fonts_cache: Path) -> None:
    pdf = render_plan(town_plan(), fonts_cache)
    with pypdfium2.PdfDocument(pdf) as document:
        facts = document.get_metadata_dict()
    assert facts["Title"] == "แผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๙"
    assert facts["Author"] == "เทศบาลตำบลตัวอย่าง"
    assert facts["CreationDate"].startswith("D:20250926")
    assert b"/Lang(th-TH)" in pdf
    assert b"/MarkInfo" in pdf
    assert re.search(rb"pdfaid:part>2<.*pdfaid:conformance>B<", pdf, re.DOTALL)


def test_bars_cover_the_planned_months_and_no_other(fonts_cache: Path) -> None:
    scale = 2

    def account(months: list[int]) -> pypdfium2.PdfDocument:
        pdf = render_plan(plan([group([row(1, months=months)])]), fonts_cache)
        return pypdfium2.PdfDocument(pdf)

    with account([]) as empty, account([1, 2, 6]) as planned:
        number = next(n for n, page in enumerate(planned) if "ต.ค." in page.get_textpage().get_text_range())
        text = planned[number].get_textpage()
        centres = []
        for label in ("ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย."):
            index, count = text.search(label).get_next()
            boxes = [text.get_charbox(n) for n in range(index, index + count)]
            centres.append((min(box[0] for box in boxes) + max(box[2] for box in boxes)) / 2)
        pictures = [document[number].render(scale=scale, grayscale=True) for document in (empty, planned)]
        width = pictures[0].stride
        before, after = (bytes(picture.buffer) for picture in pictures)
        marked = {n % width / scale for n in range(len(before)) if before[n] - after[n] > 100}
    for month, centre in enumerate(centres):
        assert any(abs(x - centre) < 6 for x in marked) == (month in (1, 2, 6))
    assert min(marked) > (centres[0] + centres[1]) / 2 - 1
    assert max(marked) < (centres[6] + centres[7]) / 2 + 1
