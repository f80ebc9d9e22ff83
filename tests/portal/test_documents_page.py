"""The page of documents: the whole catalogue of a year, one tap each, for whoever reads all."""

import io
import zipfile
from contextlib import ExitStack

import pytest
from docx import Document

from documents.catalogue import CATALOGUE
from documents.catalogue_entry import Format, Made
from documents.made_files import named, zipped
from portal.documents import _WAITING
from tests.portal.office import (
    ADMINISTRATOR,
    ANALYST,
    CLERK,
    PROVINCE,
    WORKS_HEAD,
    WORKS_OFFICER,
    Office,
    counted_selects,
    words,
)
from tests.portal.test_public_page import kept, open_addition

BASE = "/documents/2569/base"


def test_every_document_of_the_catalogue_is_offered_in_all_its_formats(office: Office) -> None:
    page = office.signed_in(ANALYST).get("/documents")
    for document in CATALOGUE:
        assert document.title_th in page.text
        for kind in document.formats:
            assert f"/{document.key}.{kind.value}" in page.text
    assert "/documents/2569/quarter-1/" in page.text
    assert "แผนการดำเนินงาน" in words(page)
    assert "ยังไม่ปิดรอบ" in words(page)
    assert "/public/sample-municipality/2569" in page.text


def test_a_tap_gives_the_file(office: Office) -> None:
    client = office.signed_in(CLERK)
    answer = client.get(f"{BASE}/announcement.docx")
    assert answer.headers["content-type"] == Format.WORD.media_type
    assert "announcement.docx" in answer.headers["content-disposition"]
    assert "ประกาศเทศบาลตำบลตัวอย่าง" in "\n".join(p.text for p in Document(io.BytesIO(answer.content)).paragraphs)


def test_what_was_announced_is_given_as_it_was_kept_and_marked_so(office: Office) -> None:
    client = office.signed_in(ANALYST)
    assert "PDF ที่ประกาศ</a>" not in client.get("/documents").text
    kept(office, "announced_plan", b"%PDF the very bytes")
    assert client.get("/documents").text.count("PDF ที่ประกาศ</a>") == 1
    assert client.get(f"{BASE}/plan.pdf").content == b"%PDF the very bytes"
    assert client.get(f"{BASE}/announcement.pdf").content.startswith(b"%PDF-1.7")  # not kept yet: made now


def test_while_many_documents_are_being_made_one_more_is_asked_to_wait(office: Office) -> None:
    client = office.signed_in(CLERK)
    with ExitStack() as made_elsewhere:
        while _WAITING.acquire(blocking=False):
            made_elsewhere.callback(_WAITING.release)
        answer = client.get(f"{BASE}/announcement.docx")
        assert (answer.status_code, "โปรดรอสักครู่" in words(answer)) == (503, True)
        assert client.get("/documents").status_code == 200
    assert client.get(f"{BASE}/announcement.docx").status_code == 200


def test_several_files_come_as_one(office: Office) -> None:
    answer = office.signed_in(ANALYST).get(f"{BASE}/collection.docx")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert len(archive.namelist()) > 3
        assert all(name.endswith(".docx") for name in archive.namelist())


def test_files_of_one_name_are_told_apart_in_a_zip() -> None:
    files = [Made("ก/ข", Format.PDF, b"1"), Made("ก/ข", Format.PDF, b"2"), Made("ก/ข", Format.WORD, b"3")]
    with zipfile.ZipFile(io.BytesIO(zipped(files))) as archive:
        assert archive.namelist() == ["ก-ข.pdf", "ก-ข 2.pdf", "ก-ข.docx"]
    assert zipped(files) == zipped(files)


def test_files_that_are_written_one_after_another_into_a_folder_take_each_a_name_of_their_own() -> None:
    used: set[str] = set()
    given = [
        name
        for made in ("วาระ ครั้งที่ ๑/๒๕๖๘", "วาระ ครั้งที่ 1/2568")
        for name, _ in named([Made(made, Format.WORD, b"")], used)
    ]
    assert given == ["วาระ ครั้งที่ 1-2568.docx", "วาระ ครั้งที่ 1-2568 2.docx"]


def test_what_the_record_does_not_hold_yet_is_told_on_the_page(office: Office) -> None:
    open_addition(office)
    client = office.signed_in(ANALYST)
    assert "รวบรวมโครงการ" in words(client.get("/documents"))
    answer = client.get("/documents/2569/addition-1/announcement.pdf")
    assert answer.status_code == 409
    assert "ยังไม่มีประกาศใช้แผน แผนฉบับนี้ยังไม่ได้ประกาศใช้" in words(answer)
    assert "not announced yet" in words(answer)


@pytest.mark.parametrize(
    "path",
    [
        "/documents?year=2568",
        "/documents/2568/base/plan.pdf",
        "/documents/2569/addition-9/plan.pdf",
        "/documents/2569/quarter-1/plan.pdf",
        f"{BASE}/plan.exe",
        f"{BASE}/nothing.pdf",
        f"{BASE}/plan",
    ],
)
def test_what_is_not_there_is_not_found(office: Office, path: str) -> None:
    assert office.signed_in(ANALYST).get(path).status_code == 404


# Who reads the documents, and who keeps how they look; 404 tells nothing.
ROLES = [
    pytest.param(ADMINISTRATOR, 200, 200, id="administrator"),
    pytest.param(ANALYST, 200, 200, id="plan analyst"),
    pytest.param(CLERK, 200, 404, id="clerk"),
    pytest.param("นายกเทศมนตรีตำบลตัวอย่าง", 200, 404, id="executive"),
    pytest.param("ผู้ตรวจสอบภายใน", 200, 404, id="auditor"),
    pytest.param(WORKS_OFFICER, 404, 404, id="officer"),
    pytest.param(WORKS_HEAD, 404, 404, id="division head"),
    pytest.param(f"ผู้แทน {PROVINCE}", 404, 404, id="agency contact"),
    pytest.param(None, 303, 303, id="nobody"),
]


@pytest.mark.parametrize(("title", "documents", "papers"), ROLES)
def test_each_role_reaches_its_own_pages_only(office: Office, title: str | None, documents: int, papers: int) -> None:
    client = office.signed_in(title) if title else office.client()
    assert client.get("/documents").status_code == documents
    assert client.get("/papers").status_code == papers
    if documents != 200:  # to others a file is given, as the tests above see
        assert client.get(f"{BASE}/announcement.docx").status_code == documents
    if papers != 200:
        assert client.get("/papers/announcement.docx").status_code == papers
    if title:
        assert ('href="/documents' in client.get("/board").text) is (documents == 200)
        assert ('href="/papers"' in client.get("/board").text) is (papers == 200)


def test_the_page_costs_few_queries(office: Office) -> None:
    client = office.signed_in(ANALYST)
    with counted_selects(office.database) as seen:
        client.get("/documents")
    assert len(seen) <= 14
