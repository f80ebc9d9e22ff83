"""The announcement in Word: the same words as the PDF's, from our template or the office's own."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from docx import Document

from documents.announcement_text import announcement_text
from documents.announcement_word import announcement_template, render_announcement_word, words_of
from documents.content import Ground
from documents.word_templates import LARGEST_TEMPLATE
from models.kinds import OrganizationKind, TriggerKind
from procedure.errors import ProcedureError
from procedure.words import WORDS
from tests.documents.sample_content import announcement
from tests.documents.word_reading import assert_well_made, read_word


def template(*lines: str) -> bytes:
    """Return an office's own template with a paragraph for each line."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def changed(content: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """Return a Word file with its parts changed, and more parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in more.items():
            new.writestr(name.replace("__", "/").replace("_bin", ".bin"), part)
    return written.getvalue()


@pytest.mark.parametrize("kind", list(OrganizationKind))
def test_every_kind_of_office_announces_in_its_own_words(kind: OrganizationKind) -> None:
    content = announcement(kind)
    file = render_announcement_word(content)
    text = announcement_text(content)
    lines = [text.title, text.subject, "_" * 32, *text.paragraphs, text.given_on, text.signatory, text.post]
    assert [line for line in read_word(file).paragraphs if line] == lines
    assert WORDS[kind].ordinance in text.paragraphs[0]
    assert_well_made(file)


def test_whoever_acts_signs_with_name_post_and_for_whom() -> None:
    acting = "รักษาราชการแทน ปลัดเทศบาลตำบลตัวอย่าง\nปฏิบัติหน้าที่ นายกเทศมนตรีตำบลตัวอย่าง"
    file = render_announcement_word(announcement(signatory_post="", acting_for=acting))
    assert read_word(file).paragraphs[-2:] == ["(ชื่อผู้ลงนามตัวอย่าง)", acting]


def test_an_addition_says_what_called_for_it() -> None:
    grounds = [Ground(kind=TriggerKind.OTHER_AGENCY, on=date(2026, 2, 9), document="ที่ ทส <๑> & ๒/๒๕๖๙")]
    file = render_announcement_word(announcement(edition_title="เพิ่มเติม ครั้งที่ ๑", grounds=grounds))
    text = read_word(file).whole
    assert "ตามหนังสือ ที่ ทส <๑> & ๒/๒๕๖๙" in text
    assert "เพิ่มเติม ครั้งที่ ๑" in text


def test_the_same_facts_give_the_same_bytes() -> None:
    assert render_announcement_word(announcement()) == render_announcement_word(announcement())


def test_an_office_words_its_announcement_its_own_way() -> None:
    own = template(
        "ประกาศของ {{ office }} อำเภอ{{ district }}",
        "{%p for line in paragraphs %}",
        "- {{ line }}",
        "{%p endfor %}",
        "{% if amended_for %}แก้ไขเพราะ {{ amended_for }}{% else %}แผนแรกของปี {{ fiscal_year }}{% endif %}",
        "{{ signatory }} {{ executive }}",
    )
    content = announcement()
    paragraphs = read_word(render_announcement_word(content, own)).paragraphs
    assert paragraphs[0] == "ประกาศของ เทศบาลตำบลตัวอย่าง อำเภอเมือง"
    assert paragraphs[1:-2] == [f"- {line}" for line in announcement_text(content).paragraphs]
    assert paragraphs[-2:] == ["แผนแรกของปี ๒๕๖๙", "(ชื่อผู้ลงนามตัวอย่าง) นายกเทศมนตรี"]


def test_our_own_template_can_be_changed_and_brought_back() -> None:
    content = announcement()
    ours = announcement_template(content)
    edited = changed(ours, lambda _name, part: part.replace(b"{{ given_on }}", "ให้ไว้ {{ given_on }}".encode()))
    before, after = (read_word(render_announcement_word(content, one)).paragraphs for one in (ours, edited))
    assert [line.removeprefix("ให้ไว้ ") for line in after] == before
    assert after != before


def test_the_template_uses_no_name_that_is_not_given() -> None:
    text = read_word(announcement_template(announcement())).whole
    for name in ("title", "subject", "paragraph", "given_on", "signatory", "post", "acting_for"):
        assert f"{{{{ {name} }}}}" in text
    assert "paragraphs" in words_of(announcement())


@pytest.mark.parametrize(
    "line",
    [
        "{{ mayor }}",  # a name that nobody gives
        "{% if office %}",  # never ended
        "{{ office | shell }}",  # a filter that is none
        "{{ office.__class__.__mro__ }}",  # out of the sandbox
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ paragraphs.append('x') }}",  # nothing is changed either
        "{% include '/etc/passwd' %}",
        "{{ 1 / 0 }}",
        "{{ office + 1 }}",
        "{% for n in range(1000000000) %}x{% endfor %}",
    ],
)
def test_a_template_that_asks_for_more_than_words_is_refused(line: str) -> None:
    with pytest.raises(ProcedureError) as refused:
        render_announcement_word(announcement(), template("ประกาศ", line))
    assert refused.value.code == "template_wrong"
    assert "paragraphs" in refused.value.message_th


def _same(_name: str, part: bytes) -> bytes:
    return part


def _fetching(name: str, part: bytes) -> bytes:
    image = b'<Relationship Id="rId99" TargetMode="External" Target="http://example.com/x.png" Type="http://x/image"/>'
    return (
        part.replace(b"</Relationships>", image + b"</Relationships>") if name.endswith("document.xml.rels") else part
    )


def _declaring(name: str, part: bytes) -> bytes:
    return part.replace(b"?>", b"?><!DOCTYPE x [<!ENTITY a 'b'>]>", 1) if name == "word/document.xml" else part


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 no zip",
        b"%PDF-1.7",
        changed(template("x"), _same, word__vbaProject_bin=b"macro"),
        changed(template("x"), _fetching),
        changed(template("x"), _declaring),
        changed(template("x"), _same, word__zeros=b"\0" * 50_000_000),
        template("x") + b"\0" * LARGEST_TEMPLATE,
    ],
    ids=["empty", "no zip", "a PDF", "macros", "fetches an image", "an entity", "a zip bomb", "too large"],
)
def test_a_file_that_is_no_plain_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(ProcedureError) as refused:
        render_announcement_word(announcement(), content)
    assert refused.value.code == "template_unreadable"
