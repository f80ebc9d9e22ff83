"""Every project's name is found whole in the plan's PDF: by pdfium's search and by poppler's."""

import random
import re
import shutil
from pathlib import Path

import pypdfium2
import pytest

from documents.content import PlanContent
from documents.plan_pdf import render_plan
from documents.project_index import dictionary_order, index_of, rows_in_order
from procedure.calendar import arabic_digits
from tests.documents.poppler_search import PopplerSearch, lines_of
from tests.documents.sample_content import group, plan, row, town_plan
from tests.documents.test_plan_pdf import assert_says, random_rows, squeezed

VILLAGES = ("ฟ้าฟื้น", "ฝั่งหมิ่น", "ปั๊มน้ำมัน", "หนองน้ำขุ่น", "ท่าฬ่อ", "โนนสำราญ", "เกาะแก้ว", "ป่าปู้")


def villages_plan(projects: int) -> PlanContent:
    """Return a plan whose projects all bear names of their own, short, long and very long."""
    dice = random.Random(projects)  # noqa: S311 - not for secrets
    content = town_plan(projects)
    number = 0
    groups = []
    for part in content.groups:
        rows = []
        for line in part.rows:
            number += 1
            village = dice.choice(VILLAGES)
            more = f" เชื่อมบ้าน{dice.choice(VILLAGES)} ตำบลตัวอย่าง อำเภอเมือง จังหวัดทดสอบ" * dice.choice((0, 0, 1, 2))
            rows.append(line.model_copy(update={"name": f"{line.name} หมู่ที่ {number} บ้าน{village}{more}"}))
        groups.append(part.model_copy(update={"rows": rows}))
    return content.model_copy(update={"groups": groups})


class Printed:
    """A plan, its PDF, and the page (from 0) on which its index begins."""

    def __init__(self, content: PlanContent, folder: Path, fonts_cache: Path) -> None:
        self.content = content
        self.pdf = render_plan(content, fonts_cache)
        self.path = folder / "plan.pdf"
        self.path.write_bytes(self.pdf)
        self.names = [line.name for line in index_of(content)]
        with pypdfium2.PdfDocument(self.pdf) as document:
            self.index = next(
                mark.get_dest().get_index() or 0 for mark in document.get_toc() if mark.get_title().startswith("ดัชนี")
            )


@pytest.fixture(scope="module")
def long_plan(tmp_path_factory: pytest.TempPathFactory, fonts_cache: Path) -> Printed:
    return Printed(villages_plan(200), tmp_path_factory.mktemp("long"), fonts_cache)


@pytest.fixture(scope="module")
def random_plan(tmp_path_factory: pytest.TempPathFactory, fonts_cache: Path) -> Printed:
    return Printed(plan([group(random_rows(60, 7))]), tmp_path_factory.mktemp("random"), fonts_cache)


@pytest.fixture(params=["long_plan", "random_plan"])
def printed(request: pytest.FixtureRequest) -> Printed:
    found: Printed = request.getfixturevalue(request.param)
    return found


def test_pdfiums_search_finds_every_name_whole(printed: Printed) -> None:
    with pypdfium2.PdfDocument(printed.pdf) as document:
        index = [document[number].get_textpage() for number in range(printed.index, len(document))]
        missing = [
            name for name in printed.names if not any(page.search(name, match_case=True).get_next() for page in index)
        ]
    assert missing == []


@pytest.mark.poppler
def test_popplers_search_finds_every_name_whole(printed: Printed) -> None:
    search = PopplerSearch(printed.path)
    assert [name for name in printed.names if not search.pages_with(name, printed.index)] == []


@pytest.mark.poppler
def test_every_name_stands_whole_in_one_line_of_popplers(printed: Printed) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not installed")
    whole = "\n".join(lines_of(printed.path, printed.index))
    assert [name for name in printed.names if name not in whole] == []


def test_the_index_gives_the_pages_on_which_the_rows_stand(long_plan: Printed) -> None:
    with pypdfium2.PdfDocument(long_plan.pdf) as document:
        texts = [squeezed(page.get_textpage().get_text_range()) for page in document]
    index = "".join(texts[long_plan.index :])
    for name in map(squeezed, long_plan.names):
        found = re.search(re.escape(name) + "([๐-๙]+)", index)
        assert found
        assert name in texts[int(arabic_digits(found[1])) - 1]


def test_a_long_plan_says_all_that_its_rows_say(long_plan: Printed) -> None:
    with pypdfium2.PdfDocument(long_plan.pdf) as document:
        assert_says([squeezed(page.get_textpage().get_text_range()) for page in document], long_plan.content)


def test_the_index_has_the_order_of_a_thai_dictionary_and_each_name_once() -> None:
    names = ["โครงการ ข", "เกาะ", "กา", "ก่า", "แก", "ไก่", "กำ", "ขา", "โครงการ ก"]
    rows = [row(number, name=name) for number, name in enumerate([*names, "ขา"], start=1)]
    content = plan([group(rows)])
    lines = index_of(content)
    assert [line.name for line in lines] == ["กา", "ก่า", "กำ", "เกาะ", "แก", "ไก่", "ขา", "โครงการ ก", "โครงการ ข"]
    assert [line.rows for line in lines if line.name == "ขา"] == [[7, 9]]
    assert [one.name for one in rows_in_order(content)] == [*names, "ขา"]
    assert dictionary_order("เก่ง") > dictionary_order("เกง")
