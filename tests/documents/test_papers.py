"""The papers of a committee's meeting and the proofs of posting, as the record has them."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from documents.meeting_facts import meeting_papers
from documents.meeting_word import render_agenda, render_invitation, render_minutes
from documents.meetings import MeetingPapers
from documents.meetings_about import meetings_about
from documents.posting_facts import posting_proofs
from documents.posting_word import render_posting_proof
from models.kinds import CommitteeKind, PostingPlace, ResolutionOutcome, SignedPaper
from procedure.acts.posting import PostPlan, TakeDownPlan, post_plan, take_down_plan
from procedure.errors import ProcedureError
from procedure.plans import find_plan
from tests.documents.test_letters import choose_signature, in_arabic
from tests.documents.word_reading import assert_well_made, read_word
from tests.offices import POSTED, YEAR, Desk

MEMBERS = 17


def papers_of(
    desk: Desk, kind: CommitteeKind, number: str, held_on: date | None = None, at: str = "", place: str = ""
) -> MeetingPapers:
    with desk.database.read() as session:
        return meeting_papers(session, find_plan(session, 1, YEAR), kind, number, held_on, at, place)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path).announced()


def test_a_meeting_to_come_is_called_by_its_chair(desk: Desk) -> None:
    papers = papers_of(desk, CommitteeKind.SUPPORT, "2/2568", date(2025, 10, 6), at="09.30", place="ห้องประชุมชั้น ๒")
    file = render_invitation(papers)
    assert_well_made(file)
    read = read_word(file)
    assert "ขอเชิญท่านเข้าร่วมประชุมในวันจันทร์ที่ ๖ ตุลาคม ๒๕๖๘ เวลา ๐๙.๓๐ น. ณ ห้องประชุมชั้น ๒" in read.whole
    assert "เพื่อจัดทำร่างแผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๙" in read.whole
    assert papers.invitation.signatory.lines == [
        "(ผู้ดำรงตำแหน่งปลัดเทศบาลตำบลตัวอย่าง)",
        "ปลัดเทศบาลตำบลตัวอย่าง",
        "ประธานคณะกรรมการสนับสนุนการจัดทำแผนพัฒนาเทศบาล",
    ]
    assert [line.texts[2] for line in read.tables[0][1:]] == desk.members(date(2025, 10, 6), CommitteeKind.SUPPORT)


def test_the_office_may_let_another_post_than_the_chair_call_a_meeting(desk: Desk) -> None:
    choose_signature(desk, SignedPaper.INVITATION, "นายกเทศมนตรีตำบลตัวอย่าง")
    papers = papers_of(desk, CommitteeKind.SUPPORT, "2/2568", date(2025, 10, 6))
    assert papers.invitation.signatory.lines == ["(ผู้ดำรงตำแหน่งนายกเทศมนตรีตำบลตัวอย่าง)", "นายกเทศมนตรีตำบลตัวอย่าง"]
    assert papers.chair.post == "ปลัดเทศบาลตำบลตัวอย่าง"
    choose_signature(desk, SignedPaper.INVITATION, "", "ปลัดเทศบาล")
    papers = papers_of(desk, CommitteeKind.SUPPORT, "2/2568", date(2025, 10, 6))
    assert papers.invitation.signatory.lines[1:] == ["ปลัดเทศบาล", "ประธานคณะกรรมการสนับสนุนการจัดทำแผนพัฒนาเทศบาล"]


def test_the_agenda_lays_the_drafts_figures_before_the_committee(desk: Desk) -> None:
    papers = papers_of(desk, CommitteeKind.DEVELOPMENT, "9/2568", date(2025, 10, 9))
    read = read_word(render_agenda(papers))
    assert [line for line in read.paragraphs if line.startswith("ระเบียบวาระที่")] == [
        "ระเบียบวาระที่ ๑ เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ",
        "ระเบียบวาระที่ ๒ เรื่องรับรองรายงานการประชุมครั้งที่แล้ว",
        "ระเบียบวาระที่ ๓ เรื่องเพื่อทราบ",
        "ระเบียบวาระที่ ๔ เรื่องเพื่อพิจารณา",
        "ระเบียบวาระที่ ๕ เรื่องอื่น ๆ",
    ]
    assert "โครงการ ๓ โครงการ งบประมาณ ๓๐๐,๐๐๐ บาท ครุภัณฑ์ ๑ รายการ งบประมาณ ๔๘,๐๐๐ บาท" in read.whole


def test_the_minutes_of_a_recorded_meeting_say_who_came_and_what_was_resolved(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    desk.compile()
    desk.submit()
    on = date(2025, 10, 10)
    desk.meet("1/2568", on, present=MEMBERS - 2)
    desk.resolve(ResolutionOutcome.RETURN, on, remarks="ให้ระบุสถานที่ให้ชัดเจน")
    file = render_minutes(papers_of(desk, CommitteeKind.DEVELOPMENT, "1/2568"))
    assert_well_made(file)
    read = read_word(file)
    titles = desk.members(on)
    came, absent = ([line.texts[2] for line in table[1:]] for table in read.tables)
    assert (came, absent) == (titles[: MEMBERS - 2], titles[MEMBERS - 2 :])
    assert "กรรมการมาประชุม ๑๕ คน จากกรรมการทั้งหมด ๑๗ คน ครบองค์ประชุม (ไม่น้อยกว่า ๙ คน)" in read.whole
    assert "มติที่ประชุม ให้ส่งกลับไปแก้ไข ให้ระบุสถานที่ให้ชัดเจน" in read.whole
    assert read.paragraphs[-1] == "ผู้ตรวจรายงานการประชุม"
    assert "หน้า ๑ จาก ๑" in read.margins  # fields, which Word counts anew


def test_an_edition_lists_the_meetings_that_considered_it_and_no_others(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.collect()
    desk.meet("1/2568", date(2025, 10, 6), committee=CommitteeKind.SUPPORT)
    desk.compile()
    desk.submit()
    desk.meet("1/2568", date(2025, 10, 10))
    desk.resolve(ResolutionOutcome.APPROVE, date(2025, 10, 10))
    desk.meet("4/2568", date(2025, 11, 20))  # about something else, long after
    with desk.database.read() as session:
        considered = meetings_about(session, find_plan(session, 1, YEAR))
        assert [(meeting.number, committee.kind) for meeting, committee in considered] == [
            ("1/2568", CommitteeKind.SUPPORT),
            ("1/2568", CommitteeKind.DEVELOPMENT),
        ]
        papers = [meeting_papers(session, find_plan(session, 1, YEAR), row.kind, m.number) for m, row in considered]
    assert [one.of_file for one in papers] == ["คณะกรรมการสนับสนุน ครั้งที่ ๑/๒๕๖๘", "คณะกรรมการพัฒนา ครั้งที่ ๑/๒๕๖๘"]


def test_the_papers_of_a_meeting_follow_the_offices_digits_and_font(desk: Desk) -> None:
    with desk.database.write() as session:
        in_arabic(session, font="TH Sarabun New")
    papers = papers_of(desk, CommitteeKind.SUPPORT, "2/2568", date(2025, 10, 6), at="09.30", place="ห้องประชุมชั้น ๒")
    for render in (render_invitation, render_agenda, render_minutes):
        file = render(papers)
        read = read_word(file)
        typed = ("ชั้น ๒", *(f"หมู่ที่ {number}" for number in "๑๒๓๔๕๖๗๘๙"))  # the place, and the members' posts
        said = "\n".join([read.whole, *read.margins])
        for words in typed:
            said = said.replace(words, "")
        assert not re.findall("[๐-๙]", said)
        with zipfile.ZipFile(io.BytesIO(file)) as package:
            styles = package.read("word/styles.xml").decode()
        assert "TH Sarabun New" in styles
        assert "TH SarabunPSK" not in styles


def test_the_minutes_of_a_meeting_to_come_leave_room(desk: Desk) -> None:
    read = read_word(render_minutes(papers_of(desk, CommitteeKind.SUPPORT, "3/2568", date(2025, 10, 6))))
    assert "มติที่ประชุม ...." in read.whole
    assert "เมื่อกรรมการมาประชุม ........ คน" in read.whole


def test_a_meeting_that_nobody_recorded_needs_its_day(desk: Desk) -> None:
    with pytest.raises(ProcedureError) as refused:
        papers_of(desk, CommitteeKind.DEVELOPMENT, "8/2568")
    assert refused.value.code == "meeting_day_missing"


def test_each_place_has_its_proof_of_posting_and_of_taking_down(desk: Desk) -> None:
    website = {"fiscal_year": YEAR, "place": PostingPlace.WEBSITE}
    desk.act(post_plan, PostPlan(**website, posted_on=POSTED, evidence="https://example.go.th/plan"), POSTED)
    board = PostPlan(fiscal_year=YEAR, place=PostingPlace.OFFICE_BOARD, posted_on=date(2025, 10, 27))
    desk.act(post_plan, board, date(2025, 10, 27))
    down = date(2025, 11, 24)
    desk.act(take_down_plan, TakeDownPlan(**website, taken_down_on=down), down)
    with desk.database.read() as session:
        proofs = posting_proofs(session, find_plan(session, 1, YEAR))
    assert [(proof.place, proof.posted_on, proof.taken_down_on) for proof in proofs] == [
        ("เว็บไซต์ของหน่วยงาน", POSTED, down),
        ("ป้ายประกาศสำนักงาน", date(2025, 10, 27), None),
    ]
    first, second = (read_word(render_posting_proof(proof)) for proof in proofs)
    assert_well_made(render_posting_proof(proofs[0]))
    assert "เมื่อวันที่ ๒๔ ตุลาคม พ.ศ. ๒๕๖๘" in first.whole
    assert "ต้องปิดไว้ถึงวันที่ ๒๓ พฤศจิกายน พ.ศ. ๒๕๖๘" in first.whole
    assert "เมื่อวันที่ ๒๔ พฤศจิกายน พ.ศ. ๒๕๖๘" in first.whole
    assert "https://example.go.th/plan" in first.whole
    assert "ได้ปลดประกาศดังกล่าว เมื่อวันที่ ...." in second.whole
    for role in ("ผู้ปิดประกาศ", "ผู้ปลดประกาศ", "พยาน"):
        assert role in second.whole


def test_there_is_no_proof_before_the_posting(desk: Desk) -> None:
    with desk.database.read() as session, pytest.raises(ProcedureError) as refused:
        posting_proofs(session, find_plan(session, 1, YEAR))
    assert refused.value.code == "not_posted_yet"
