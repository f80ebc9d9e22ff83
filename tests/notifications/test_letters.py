"""Letters as written: most urgent first, a link for each form, in the reader's language, and safe to open."""

import re
from dataclasses import replace
from datetime import date, time, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select, update

from models.kinds import Capacity, Language, MessageState, NoticeKind, NoticeState, ObligationRule, Programme
from models.obligations import Obligation
from models.organizations import Assignment, Leave, Officer
from notifications.channels.contract import Attachment
from notifications.digest import (
    WrittenMessage,
    in_words,
    link_targets,
    plain_text,
    render,
    template_version,
    write_alarm,
    write_confirmation,
    write_digest,
    write_sign_in,
)
from notifications.rendering import clip
from procedure.calendar import at
from procedure.holiday_days import office_working_days
from tests.notifications.letter_writing import (
    ANALYST,
    CLERK,
    DUE,
    ESCALATION,
    EXECUTIVE,
    FINANCE,
    FINANCE_HEAD,
    OPENING,
    WORKS,
    WORKS_HEAD,
    Told,
    add_notice,
    event_notice,
    links_of,
    new_message,
    post_id,
    texts,
    write_letter,
)
from tests.offices import Desk, project

LATE = DUE + timedelta(days=7)
HELD_BY_CLERK = (Told(CLERK, WORKS, "due+7", ESCALATION), Told(CLERK, FINANCE, "due+7", ESCALATION))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path).quarter_open()


def headings(written: WrittenMessage) -> list[str]:
    return [said.heading for said in in_words(written)]


def due_on(desk: Desk, owner: str, day: date) -> None:
    """Set the day on which a post's report is due."""
    with desk.database.write() as session:
        session.exec(
            update(Obligation)
            .where(
                col(Obligation.officer_id) == post_id(session, owner),
                col(Obligation.rule) == ObligationRule.REPORT_QUARTER,
            )
            .values(due_on=day)
        )


def test_late_stands_before_today_and_the_longest_late_first_then_what_has_gone_up(desk: Desk) -> None:
    due_on(desk, FINANCE, DUE - timedelta(days=4))
    told = (
        Told(CLERK, WORKS, "due+7", ESCALATION),
        Told(WORKS),
        Told(FINANCE, FINANCE),
        Told(CLERK, FINANCE, "due+7", ESCALATION),
    )
    assert headings(write_letter(desk, DUE, *told, reader=WORKS)) == [
        "เกินกำหนดแล้ว ๔ วัน: รายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙",
        "ครบกำหนดวันนี้: รายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙",
    ]
    later = write_letter(desk, DUE + timedelta(days=1), *told[1:3], Told(CLERK, FINANCE, "x", ESCALATION), reader=WORKS)
    assert [said.status for said in in_words(later)] == ["เกินกำหนดแล้ว ๕ วัน", "เกินกำหนดแล้ว ๑ วัน"]


def test_what_has_gone_up_stands_by_division_in_the_offices_order(desk: Desk) -> None:
    written = write_letter(desk, LATE, *HELD_BY_CLERK)
    assert headings(written) == [
        "กองคลังยังไม่ได้รายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙ เกินกำหนดแล้ว ๗ วัน",
        "กองช่างยังไม่ได้รายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙ เกินกำหนดแล้ว ๗ วัน",
    ]
    assert written.subject.endswith("และอีก ๑ เรื่อง (เกินกำหนด ๑ เรื่อง)")
    for text in texts(written):
        assert text.count("เรียน ปลัดเทศบาล เพื่อโปรดทราบและพิจารณาสั่งการ") == 1
        assert text.count("เหตุผลของกำหนดเวลา") == 1  # the same for both


def test_the_executive_is_addressed_as_such(desk: Desk) -> None:
    text, _html = texts(write_letter(desk, LATE, Told(EXECUTIVE, WORKS, "due+14", ESCALATION)))
    assert text.startswith("เรียน นายกเทศมนตรี เพื่อโปรดทราบและพิจารณาสั่งการ")


def test_posts_of_one_division_are_told_together_to_their_head(desk: Desk) -> None:
    with desk.database.write() as session:
        works = session.get_one(Officer, post_id(session, WORKS))
        finance = session.get_one(Officer, post_id(session, FINANCE))
        finance.division_id = works.division_id
        session.add(finance)
    told = (Told(WORKS_HEAD, WORKS, "due+3", ESCALATION), Told(WORKS_HEAD, FINANCE, "due+3", ESCALATION))
    (said,) = in_words(write_letter(desk, LATE, *told))
    assert said.lines[0].startswith(f"{WORKS} และ{FINANCE} เกินกำหนดแล้ว ๗ วัน")


def test_whoever_owes_a_duty_and_stands_above_it_reads_of_it_once(desk: Desk) -> None:
    told = (Told(WORKS_HEAD, WORKS, "due+3", ESCALATION), Told(WORKS, WORKS, "due+3"))
    written = write_letter(desk, LATE, *told)
    assert headings(written) == ["เกินกำหนดแล้ว ๗ วัน: รายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙"]


def test_the_officers_letter_says_that_the_clerk_was_asked_only_if_the_clerk_was_told(desk: Desk) -> None:
    asked = "ได้เรียนปลัดเทศบาลเพื่อพิจารณาสั่งการแล้ว โปรดรายงานทันที"
    with_clerk = write_letter(desk, LATE, Told(WORKS, rung="due+7"), also_told=HELD_BY_CLERK)
    assert asked in in_words(with_clerk)[0].lines[0]
    without = write_letter(desk, LATE, Told(WORKS, rung="due+7"))
    assert asked not in in_words(without)[0].lines[0]
    with desk.database.write() as session:
        add_notice(session, HELD_BY_CLERK[0], LATE, NoticeState.NOT_SENT)
    assert asked not in in_words(write_letter(desk, LATE, Told(WORKS, rung="due+7")))[0].lines[0]


def test_each_form_has_a_link_of_its_own_and_what_shares_a_page_shares_the_link(desk: Desk) -> None:
    written = write_letter(desk, DUE, Told(WORKS), Told(FINANCE, FINANCE))
    pages = [f"/report/2569/1/{desk.post_of(post)}" for post in (WORKS, FINANCE)]
    assert sorted(link_targets(written)) == sorted(pages)
    text, html = texts(written)
    for link in links_of(written).values():
        assert text.count(link) == html.count(link) == 1
    assert "ในตำแหน่งผู้รายงานความก้าวหน้า กองคลัง" in text  # whoever holds both is told which is which
    clerks = write_letter(desk, LATE, *HELD_BY_CLERK)
    assert link_targets(clerks) == ["/board"]
    assert texts(clerks)[1].count(links_of(clerks)["/board"]) == 1


def test_without_a_link_the_letter_says_where_to_go_and_holds_no_dead_one(desk: Desk) -> None:
    written = write_letter(desk, DUE, Told(WORKS))
    for text in (*render(written, {}), plain_text(written, {})):
        assert "โปรดติดต่อนักวิเคราะห์นโยบายและแผนของหน่วยงานเพื่อดำเนินการ" in text
        assert "http" not in text
        assert "href" not in text
        assert "ลิงก์" not in text
    with_memo = replace(written, attachments=(Attachment("memo.pdf", "application/pdf", b"%PDF"),))
    for text in (*render(with_memo, {}), plain_text(with_memo, {})):
        assert "โปรดดำเนินการตามเอกสารที่แนบ" in text


def test_english_is_written_for_whoever_prefers_it(desk: Desk) -> None:
    written = write_letter(desk, LATE, Told(WORKS, rung="due+7"), language=Language.ENGLISH)
    assert written.subject == "7 days late: the progress report of quarter 1, fiscal year 2026"
    text, html = texts(written)
    assert '<html lang="en"' in html
    assert "Why this day: The progress report is due by Thursday 15 January 2026" in text
    assert "Open the report form:" in text
    assert not re.search("[๐-๙]", text)
    assert '<html lang="th"' in texts(write_letter(desk, LATE, Told(WORKS, rung="due+7")))[1]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param("vacant", "ตำแหน่งผู้รายงานความก้าวหน้า กองช่างว่าง", id="nobody holds the post"),
        pytest.param("leave", "ผู้ดำรงตำแหน่งผู้รายงานความก้าวหน้า กองช่างอยู่ระหว่างการลา", id="the holder is on leave"),
        pytest.param("acting", "ผู้ดำรงตำแหน่งผู้รายงานความก้าวหน้า กองช่างอยู่ระหว่างการลา", id="the substitute is on leave"),
        pytest.param("", "ตำแหน่งผู้รายงานความก้าวหน้า กองช่างยังไม่มีที่อยู่สำหรับรับข้อความ", id="the holder has no address"),
    ],
)
def test_the_head_hears_why_the_duty_passed_up(desk: Desk, make: str, said: str) -> None:
    with desk.database.write() as session:
        held = session.exec(select(Assignment).where(Assignment.officer_id == post_id(session, WORKS))).one()
        away = held.person_id
        if make == "vacant":
            held.until_on = DUE - timedelta(days=5)
        if make == "acting":
            away = session.exec(
                select(col(Assignment.person_id)).where(Assignment.officer_id == post_id(session, FINANCE))
            ).one()
            session.add(
                Assignment(
                    organization_id=1,
                    officer_id=held.officer_id,
                    person_id=away,
                    from_on=date(2026, 1, 1),
                    capacity=Capacity.ACTING,
                    authority="คำสั่งที่ ๑/๒๕๖๙",
                )
            )
        if make in ("leave", "acting"):
            session.add(Leave(organization_id=1, person_id=away, from_on=DUE - timedelta(days=5), until_on=DUE))
        session.add(held)
    passed = Told(WORKS_HEAD, WORKS, "due-3", passed_from=WORKS)
    written = write_letter(desk, DUE - timedelta(days=3), passed)
    assert link_targets(written) == [f"/report/2569/1/{desk.post_of(WORKS)}"]  # a head may report for the division
    (section,) = in_words(written)
    assert section.heading == "หน่วยงานในกำกับของท่านใกล้ครบกำหนดรายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙"
    assert f"{said} จึงแจ้งท่านเพื่อโปรดพิจารณามอบหมายผู้ดำเนินการ" in section.lines


def test_a_request_that_passed_up_names_the_post_that_is_asked(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.open()
    with desk.database.write() as session:
        notice = event_notice(session, "plan_opened", WORKS_HEAD, NoticeKind.REQUEST)
        notice.passed_from_id = post_id(session, WORKS)
        on = date(2025, 9, 26)
        message = new_message(session, WORKS_HEAD, on)
        written = write_digest(session, message, [notice], at(on, time(9)), office_working_days(session))
    (said,) = in_words(written)
    assert said.lines[0].startswith(f"ขอให้{WORKS} ส่งรายการโครงการ")
    assert "มอบหมายผู้ดำเนินการ" in said.lines[-1]


HOSTILE = '<script>alert("x")</script> {{ 7 * 7 }} {% raw %} & "quoted"'


def test_hostile_names_and_projects_are_escaped_and_never_run_as_a_template(tmp_path: Path) -> None:
    desk = Desk(tmp_path).quarter_open(project(HOSTILE), project("โครงการสอง", divisions=["กองคลัง"]))
    text, html = texts(write_letter(desk, DUE, Told(WORKS)))
    assert HOSTILE in text
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "{{ 7 * 7 }}" in html


def test_a_letter_of_150_projects_lists_the_first_and_counts_the_rest(tmp_path: Path) -> None:
    many = [project(f"โครงการก่อสร้างถนนสายที่ {number:03}") for number in range(150)]
    desk = Desk(tmp_path).quarter_open(*many, project("โครงการสอง", divisions=["กองคลัง"], programme=Programme.COMMERCE))
    written = write_letter(desk, date(2026, 1, 5), Told(WORKS, rung="opening", kind=OPENING))
    text, html = texts(written)
    for said in (text, html):
        assert "โครงการที่ต้องรายงาน ๑๕๐ โครงการ" in said
        assert said.count("โครงการก่อสร้างถนนสายที่") == 10
        assert "และอีก ๑๔๐ โครงการ" in said
    assert "โครงการก่อสร้างถนนสายที่" not in plain_text(written, links_of(written))
    assert len(html.encode()) < 50_000  # a mail program cuts a letter of 100 KB off


def test_the_short_form_is_cut_between_two_things_and_counts_the_rest(desk: Desk) -> None:
    written = write_letter(desk, DUE, Told(WORKS), Told(FINANCE, FINANCE))
    whole = plain_text(written, links_of(written))
    assert whole.count("●") == 2
    assert whole.splitlines()[0].startswith("เรียน ")
    cut = plain_text(written, links_of(written), limit=len(whole) - 1)
    assert cut.count("●") == 1
    assert "และอีก ๑ เรื่อง" in cut
    many = replace(written, sections=written.sections * 200)
    long = plain_text(many, links_of(many))
    assert 4000 < len(long) <= 5000
    assert f"และอีก {400 - long.count('●')} เรื่อง".translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")) in long
    assert all(len(plain_text(written, links_of(written), limit=limit)) <= limit for limit in (160, 70, 20))


@given(st.text(alphabet="กเแำิีุ่้์ าy😀", max_size=40), st.integers(2, 30))
def test_what_is_clipped_keeps_whole_thai_clusters(text: str, limit: int) -> None:
    clipped = clip(text, limit)
    assert len(clipped.encode("utf-16-le")) // 2 <= limit
    if clipped != text:
        kept = clipped.removesuffix("…")
        assert text.startswith(kept)
        assert not kept.endswith(("เ", "แ"))
        assert not kept or text[len(kept)] not in ("ิ", "ี", "ุ", "่", "้", "์", "ำ")


class _Tags(HTMLParser):
    """Checks that tags close in order, and collects what a reader sees."""

    VOID = ("meta", "br", "hr", "img")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.seen.append(data)


def special_letters(desk: Desk) -> list[WrittenMessage]:
    """Return the messages that are no digest, and what stands in for another channel's."""
    with desk.database.write() as session:
        message = new_message(session, WORKS, DUE, kind=NoticeKind.SIGN_IN)
        message.target = "/board"
        line = new_message(session, WORKS, DUE, number=2)
        line.channel, line.state, line.reason = "line", MessageState.GIVEN_UP, "quota_spent"
        session.add(line)
        session.flush()
        instead = new_message(session, WORKS, DUE, number=3)
        instead.stands_in_for_id = line.id
        written = [
            write_sign_in(session, message),
            write_confirmation(session, message, "012345"),
            write_alarm(session, message, {("line", "line_429"): 3, ("mail", "smtp_550"): 12}),
            write_sign_in(session, instead),
        ]
        session.rollback()
        return written


def test_no_letter_holds_a_placeholder_and_each_reads_the_same_in_text_and_html(desk: Desk) -> None:
    letters = special_letters(desk)
    for language in Language:
        for days in (10, 7, 3, 1, 0, -1, -3, -7):
            on = DUE - timedelta(days=days)
            kind = OPENING if days == 10 else NoticeKind.REMINDER
            letters += [
                write_letter(desk, on, Told(WORKS, rung="r", kind=kind), language=language, also_told=HELD_BY_CLERK),
                write_letter(desk, on, Told(WORKS_HEAD, rung="r", passed_from=WORKS), language=language),
                write_letter(desk, on, *HELD_BY_CLERK, language=language),
                write_letter(desk, on, Told(ANALYST, ANALYST, rule=ObligationRule.KEEP_POSTED), language=language),
            ]
    for written in letters:
        text, html = texts(written)
        short = plain_text(written, links_of(written))
        parsed = _Tags(html)
        assert parsed.open == []
        seen = " ".join(" ".join(parsed.seen).split())
        for said in (text, seen, short, written.subject):
            assert not re.search(r"[{}]|None|undefined|Traceback|<[a-z]|\bnan\b", said), said
        for section in in_words(written):
            assert all(" ".join(line.split()) in seen for line in section.lines)
            assert all(line in text for line in section.lines)
        assert written.template_version == template_version()


def test_a_code_is_sent_without_any_link_and_its_subject_keeps_it_to_itself(desk: Desk) -> None:
    _sign_in, confirmation, _alarm, _instead = special_letters(desk)
    assert link_targets(confirmation) == []
    assert "012345" not in confirmation.subject + repr(confirmation)
    assert all("รหัสยืนยัน 012345" in text for text in (*render(confirmation, {}), plain_text(confirmation, {})))


def test_an_alarm_opens_the_deliveries_and_names_the_most_first(desk: Desk) -> None:
    _sign_in, _confirmation, alarm, _instead = special_letters(desk)
    assert alarm.subject == "มีข้อความที่ส่งไม่ถึงผู้รับ ๑๕ ข้อความ"
    assert link_targets(alarm) == ["/deliveries"]
    assert in_words(alarm)[0].lines[0].startswith("อีเมล ๑๒ ข้อความ")


def test_what_goes_in_place_of_a_spent_quota_says_so(desk: Desk) -> None:
    *_others, instead = special_letters(desk)
    for text in (*texts(instead), plain_text(instead, links_of(instead))):
        assert "ส่งทางอีเมลเพราะโควตาข้อความไลน์ของเดือนนี้หมดแล้ว" in text


def test_a_head_of_two_divisions_reads_under_each_ones_name(desk: Desk) -> None:
    told = (Told(WORKS_HEAD, WORKS, "due+3", ESCALATION), Told(FINANCE_HEAD, FINANCE, "due+3", ESCALATION))
    text, _html = texts(write_letter(desk, LATE, *told))
    assert text.index("\nกองคลัง\n") < text.index(FINANCE) < text.index("\nกองช่าง\n") < text.index(WORKS)


def test_a_digest_without_notices_is_refused(desk: Desk) -> None:
    with desk.database.write() as session:
        message = new_message(session, WORKS, DUE)
        with pytest.raises(ValueError, match="needs a notice"):
            write_digest(session, message, [], at(DUE, time(9)), office_working_days(session))
