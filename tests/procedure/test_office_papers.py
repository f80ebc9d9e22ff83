"""How an office's papers look is its own: set by an act, kept whole, refused with what to do."""

import struct
import zlib
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlmodel import col, select

from models.evidence import AuditEntry
from models.kinds import Digits, ItaPart, PdfKind, Role, SignedPaper
from models.obligations import Event
from models.organizations import Organization
from models.settings import OfficeSettings
from procedure.acts.papers import ItaItem, SetPapers, SignedBy, set_papers
from procedure.acts.templates import (
    LARGEST_TEXT,
    DropTemplate,
    KeepTemplate,
    OfficeFile,
    drop_template,
    keep_template,
    template_in_use,
)
from procedure.errors import ProcedureError
from procedure.pictures import LARGEST_PICTURE, picture_type
from tests.offices import Desk

ON = date(2025, 10, 1)
CLERK = "ปลัดเทศบาลตำบลตัวอย่าง"
PLAIN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def png(width: int = 3, height: int = 3) -> bytes:
    """Return a white picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = b"".join(b"\0" + b"\xff" * width for _ in range(min(height, 100)))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def settings_of(desk: Desk) -> OfficeSettings:
    with desk.database.read() as session:
        return OfficeSettings.model_validate(session.get_one(Organization, 1).settings)


def test_only_what_is_given_changes(desk: Desk) -> None:
    before = settings_of(desk)
    desk.act(set_papers, SetPapers(digits=Digits.ARABIC), ON)
    memo = SignedBy(paper=SignedPaper.MEMO, post=CLERK, title="ปลัดเทศบาล ปฏิบัติราชการแทน")
    desk.act(set_papers, SetPapers(signatures=(memo,), ita_items=(ItaItem.model_validate("2569/plan=o10"),)), ON)
    desk.act(set_papers, SetPapers(font="TH Sarabun New", pdf=PdfKind.ACCESSIBLE), ON)
    after = settings_of(desk)
    assert after.papers.model_dump() == {
        "digits": Digits.ARABIC,
        "font": "TH Sarabun New",
        "pdf": PdfKind.ACCESSIBLE,
        "signatures": {SignedPaper.MEMO: {"post": CLERK, "title": "ปลัดเทศบาล ปฏิบัติราชการแทน"}},
        "ita_items": {2569: {ItaPart.PLAN: "o10"}},
    }
    assert after.model_copy(update={"papers": before.papers}) == before
    with desk.database.read() as session:
        acts = session.exec(select(col(AuditEntry.act))).all()
        events = session.exec(select(col(Event.kind))).all()
    assert (acts.count("set_papers"), events.count("papers_set")) == (3, 3)


def test_a_signature_and_an_item_are_taken_back_to_the_usual(desk: Desk) -> None:
    lines = SetPapers.model_validate({"signatures": ["letter=" + CLERK], "ita_items": ["2569/results=o12"]})
    desk.act(set_papers, lines, ON)
    back = SetPapers.model_validate({"signatures": ["letter="], "ita_items": ["2569/results="]})
    desk.act(set_papers, back, ON)
    papers = settings_of(desk).papers
    assert (papers.signatures, papers.ita_items) == ({}, {})


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (SetPapers(signatures=(SignedBy(paper=SignedPaper.MEMO, post="นายกสมาคม"),)), "unknown_post"),
        (SetPapers(digits=Digits.THAI), "papers_unchanged"),
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_is_written(desk: Desk, facts: SetPapers, code: str) -> None:
    before = desk.rows()
    with pytest.raises(ProcedureError) as refused:
        desk.act(set_papers, facts, ON)
    assert refused.value.code == code
    assert desk.rows() == before


@pytest.mark.parametrize("typed", [{}, {"signatures": ["memo"]}, {"ita_items": ["plan=o10"]}, {"font": "Arial"}])
def test_facts_that_say_nothing_or_are_of_another_form_are_none(typed: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SetPapers.model_validate(typed)


def test_only_who_keeps_the_papers_sets_them(desk: Desk) -> None:
    with pytest.raises(ProcedureError) as refused:
        desk.act(set_papers, SetPapers(digits=Digits.ARABIC), ON, Role.EXECUTIVE)
    assert refused.value.code == "not_permitted"


def test_each_file_of_the_offices_own_is_kept_and_given_up_alone(desk: Desk) -> None:
    for document, content in (
        (OfficeFile.ANNOUNCEMENT, b"PK\x03\x04"),
        (OfficeFile.INTRODUCTION, "# หัวข้อ\nข้อความ".encode()),
        (OfficeFile.GARUDA, PLAIN),
    ):
        desk.act(keep_template, KeepTemplate(document=document, file_name="x", file_content=content), ON)
    desk.act(drop_template, DropTemplate(document=OfficeFile.INTRODUCTION), ON)
    with desk.database.read() as session:
        used = {one: template_in_use(session, 1, one) for one in OfficeFile}
    assert used[OfficeFile.INTRODUCTION] is None
    assert [used[one].media_type for one in (OfficeFile.ANNOUNCEMENT, OfficeFile.GARUDA) if used[one]] == [  # type: ignore[union-attr]
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "image/svg+xml",
    ]


@pytest.mark.parametrize(
    ("document", "content"),
    [
        (OfficeFile.ANNOUNCEMENT, PLAIN),
        (OfficeFile.INTRODUCTION, b"PK\x03\x04\xff"),
        (OfficeFile.INTRODUCTION, b"  \n"),
        (OfficeFile.INTRODUCTION, b"\x00text"),
        (OfficeFile.INTRODUCTION, b"# x\n" + b"x" * LARGEST_TEXT),
    ],
)
def test_a_file_that_is_none_of_its_kind_is_not_kept(desk: Desk, document: OfficeFile, content: bytes) -> None:
    with pytest.raises(ProcedureError) as refused:
        desk.act(keep_template, KeepTemplate(document=document, file_name="x", file_content=content), ON)
    assert refused.value.code == "template_unreadable"


def test_a_picture_is_told_by_its_content() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x04xx\xff\xc0\x00\x11\x08\x00\x10\x00\x20" + b"\x00" * 9
    assert [picture_type(one) for one in (png(), jpeg, PLAIN)] == ["image/png", "image/jpeg", "image/svg+xml"]
    inside = b'<use href="#a"/><image href="data:image/png;base64,AA"/><path style="fill:url(#g)" values="1 0"/>'
    assert picture_type(PLAIN.replace(b"</svg>", inside + b"</svg>")) == "image/svg+xml"


def within(markup: bytes) -> bytes:
    """Return the plain picture with more markup in it."""
    return PLAIN.replace(b"<path", markup + b"<path")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"GIF89a", id="a GIF"),
        pytest.param(b"\x89PNG\r\n\x1a\n", id="half a PNG"),
        pytest.param(png(60_000, 60_000), id="a bomb of pixels"),
        pytest.param(b"\xff\xd8\xff\xe0", id="half a JPEG"),
        pytest.param(PLAIN + b" " * LARGEST_PICTURE, id="too large"),
        pytest.param(b"<html xmlns='http://www.w3.org/1999/xhtml'/>", id="a web page"),
        pytest.param(PLAIN[:-3], id="half an SVG"),
        pytest.param(b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + PLAIN, id="declares an entity"),
        pytest.param(b"<?xml-stylesheet href='http://x/y.css'?>" + PLAIN, id="a style sheet from outside"),
        pytest.param(within(b"<script>alert(1)</script>"), id="a script"),
        pytest.param(within(b"<g onload='alert(1)'/>"), id="runs on loading"),
        pytest.param(within(b"<image href='http://x/y.png'/>"), id="fetches a picture"),
        pytest.param(within(b"<image xmlns:x='http://www.w3.org/1999/xlink' x:href='y.png'/>"), id="a file beside it"),
        pytest.param(within(b"<image href='data:image/svg+xml;base64,AA'/>"), id="an SVG within"),
        pytest.param(within(b"<style>@import 'http://x/y.css';</style>"), id="imports a style"),
        pytest.param(within(b"<rect style='fill: url( http://x/y#z)'/>"), id="fetches a fill"),
        pytest.param(within(b"<style>a{fill:\\75rl(http://x)}</style>"), id="a fill in escapes"),
        pytest.param(within(b"<a href='javascript:alert(1)'/>"), id="a link that runs"),
        pytest.param(within(b"<set attributeName='href' to='http://x'/>"), id="changes itself"),
        pytest.param(within(b"<foreignObject/>"), id="holds a web page"),
    ],
)
def test_what_is_no_plain_picture_is_refused(content: bytes) -> None:
    with pytest.raises(ProcedureError) as refused:
        picture_type(content)
    assert refused.value.code == "picture_unreadable"
