"""The proof of a posting: its photographs are drawn anew and listed, who signs it is recorded and corrected."""

import hashlib
import io
import json
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from sqlmodel import col, select

from models.evidence import AuditEntry, StoredFile
from models.kinds import PostingEvent, PostingPlace
from procedure.acts.posting import PostPlan, TakeDownPlan, post_plan, take_down_plan
from procedure.acts.posting_evidence import (
    KeepPostingPhotograph,
    RecordPostingSigners,
    RemovePostingPhotograph,
    keep_posting_photograph,
    record_posting_signers,
    remove_posting_photograph,
)
from procedure.errors import ProcedureError
from procedure.photographs import LONGEST_SIDE, upright_photograph
from procedure.plans import find_plan, postings_of
from procedure.posting_evidence import photographs_of, shown_photographs, signers_of
from tests.offices import POSTED, YEAR, Desk
from tests.photographs import from_a_phone, picture

POSTED_THERE = {"fiscal_year": YEAR, "place": PostingPlace.WEBSITE, "event": PostingEvent.POSTED}
TAKEN_DOWN_THERE = {**POSTED_THERE, "event": PostingEvent.TAKEN_DOWN}
DOWN = date(2025, 11, 24)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path).announced()
    desk.act(post_plan, PostPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, posted_on=POSTED), POSTED)
    return desk


def keep(desk: Desk, content: bytes, event: PostingEvent = PostingEvent.POSTED, on: date = POSTED) -> None:
    facts = {**POSTED_THERE, "event": event}
    desk.act(keep_posting_photograph, KeepPostingPhotograph(**facts, file_name="ภาพ", file_content=content), on)


def in_use(desk: Desk, event: PostingEvent = PostingEvent.POSTED) -> list[int]:
    with desk.database.read() as session:
        (posting,) = postings_of(session, find_plan(session, 1, YEAR))
        return [line.number for line in photographs_of(session, posting, event) if not line.removed]


def refused(desk: Desk, content: bytes) -> str:
    with pytest.raises(ProcedureError) as error:
        keep(desk, content)
    return error.value.code


def test_a_photograph_of_a_phone_is_kept_upright_without_its_place(desk: Desk) -> None:
    taken = from_a_phone(3000, 2000)
    assert b"Somebody" in taken
    keep(desk, taken)
    with desk.database.read() as session:
        file = session.exec(select(StoredFile).where(StoredFile.purpose == "posting_photograph")).one()
        entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    with Image.open(io.BytesIO(file.content)) as kept:
        assert kept.size == (1067, LONGEST_SIDE)
        assert not kept.getexif()
        assert "comment" not in kept.info
        top, bottom = (kept.getpixel((500, height)) for height in (100, 1500))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 150 > bottom[0]
    assert entry is not None
    assert json.loads(entry.body)["facts"]["file_sha256"] == file.sha256 == hashlib.sha256(file.content).hexdigest()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7", "photograph_type"),
        (b"GIF89a", "photograph_type"),
        (b"\xff\xd8\xff" + b"\x00" * 100, "photograph_unreadable"),
        (picture(400, 300)[:200], "photograph_unreadable"),
        (picture(7000, 3000), "photograph_unreadable"),  # small in bytes, 21 million pixels
        (b"\xff\xd8\xff" + b"\x00" * 10 * 1024 * 1024, "photograph_too_large"),
    ],
    ids=["a PDF", "a GIF", "no picture behind its beginning", "cut off", "very wide", "11 MB"],
)
def test_what_is_no_photograph_is_refused_before_anything_is_kept(content: bytes, code: str) -> None:
    with pytest.raises(ProcedureError) as error:
        KeepPostingPhotograph(**POSTED_THERE, file_name="ภาพ", file_content=content)
    assert error.value.code == code


def test_a_photograph_whose_notes_contradict_themselves_is_refused_and_is_no_failure() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "x"  # to be turned, and by whom it was made
    written = io.BytesIO()
    Image.new("RGB", (60, 40)).save(written, "JPEG", exif=exif)
    # The maker's text stands as the picture's width, a number.
    broken = written.getvalue().replace(b"\x01\x0f\x00\x02", b"\x01\x00\x00\x02", 1)
    with pytest.raises(ProcedureError) as refused:
        upright_photograph(broken)
    assert refused.value.code == "photograph_unreadable"


def test_a_screenshot_with_see_through_parts_stands_on_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(written, "PNG")
    with Image.open(io.BytesIO(upright_photograph(written.getvalue()))) as kept:
        assert kept.getpixel((10, 10)) == (255, 255, 255)


def test_a_posting_keeps_four_photographs_each_once(desk: Desk) -> None:
    for width in range(1, 5):
        keep(desk, picture(width, 9))
    assert in_use(desk) == [1, 2, 3, 4]
    assert refused(desk, picture(1, 9)) == "photograph_kept"
    assert refused(desk, picture(5, 9)) == "photographs_enough"


def test_a_removed_photograph_is_not_shown_and_may_come_back(desk: Desk) -> None:
    for width in (1, 2, 3):
        keep(desk, picture(width, 9))
    wrong = RemovePostingPhotograph(**POSTED_THERE, number=2, reason="ถ่ายผิดสถานที่")
    desk.act(remove_posting_photograph, wrong, POSTED)
    assert in_use(desk) == [1, 3]
    with desk.database.read() as session:
        (posting,) = postings_of(session, find_plan(session, 1, YEAR))
        shown = shown_photographs(session, posting, PostingEvent.POSTED)
    assert shown == [upright_photograph(picture(width, 9)) for width in (1, 3)]
    with pytest.raises(ProcedureError) as error:
        desk.act(remove_posting_photograph, wrong, POSTED)
    assert error.value.code == "no_such_photograph"
    keep(desk, picture(2, 9))
    assert in_use(desk) == [1, 2, 3]


def test_photographs_of_taking_down_wait_for_the_taking_down(desk: Desk) -> None:
    with pytest.raises(ProcedureError) as error:
        keep(desk, picture(1, 1), PostingEvent.TAKEN_DOWN)
    assert error.value.code == "not_taken_down"
    down = TakeDownPlan(fiscal_year=YEAR, place=PostingPlace.WEBSITE, taken_down_on=DOWN)
    desk.act(take_down_plan, down, DOWN)
    keep(desk, picture(1, 1), PostingEvent.TAKEN_DOWN, DOWN)
    assert (in_use(desk), in_use(desk, PostingEvent.TAKEN_DOWN)) == ([], [1])


def test_who_signs_a_proof_is_replaced_when_it_is_recorded_again(desk: Desk) -> None:
    first = RecordPostingSigners(**POSTED_THERE, name="นายหนึ่ง", post="เจ้าพนักงานธุรการ", first_witness="นางสอง")
    desk.act(record_posting_signers, first, POSTED)
    with pytest.raises(ProcedureError) as error:
        desk.act(record_posting_signers, first, POSTED)
    assert error.value.code == "signers_unchanged"
    again = RecordPostingSigners(**POSTED_THERE, name="นายหนึ่ง", post="เจ้าพนักงานธุรการ", second_witness="นายสาม")
    desk.act(record_posting_signers, again, POSTED)
    with desk.database.read() as session:
        (posting,) = postings_of(session, find_plan(session, 1, YEAR))
        signers = signers_of(session, posting, PostingEvent.POSTED)
        audited = session.exec(
            select(col(AuditEntry.body)).where(AuditEntry.act == "record_posting_signers").order_by(col(AuditEntry.id))
        ).all()
    assert {position: row.name for position, row in signers.items()} == {0: "นายหนึ่ง", 2: "นายสาม"}
    assert [json.loads(body)["facts"]["first_witness"] for body in audited] == ["นางสอง", ""]
