"""What each reader is told on each rung: the same facts in Thai and English, firmer the later it is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from models.kinds import Language, ObligationRule, OrganizationKind
from notifications.words import phrases_in
from notifications.written import (
    AlarmSection,
    Both,
    ConfirmationSection,
    DutySection,
    GivenUpCount,
    Instead,
    Passed,
    Reader,
    Section,
    SignInSection,
    Standing,
    Unreached,
)
from procedure.owed_duties import Duty
from procedure.words import WORDS

DUE = date(2026, 1, 15)  # a Thursday
MUNICIPALITY = WORDS[OrganizationKind.SUBDISTRICT_MUNICIPALITY]
THAI, ENGLISH = phrases_in(Language.THAI, MUNICIPALITY), phrases_in(Language.ENGLISH, MUNICIPALITY)
HEAD_TOLD = ((Reader.HEAD, "ผู้อำนวยการกองช่าง"),)
CLERK_TOLD = (*HEAD_TOLD, (Reader.CLERK, "ปลัดเทศบาลตำบลตัวอย่าง"))
EXECUTIVE_TOLD = (*CLERK_TOLD, (Reader.EXECUTIVE, "นายกเทศมนตรีตำบลตัวอย่าง"))
QUARTER = Duty(ObligationRule.REPORT_QUARTER, 2569, 1)


def duty(
    days: int,
    reader: Reader = Reader.OWING,
    told_up: tuple[tuple[Reader, str], ...] = (),
    *,
    opening: bool = False,
    passed: Passed | None = None,
) -> DutySection:
    """Return the report of กองช่าง with so many days left, or late."""
    standing = Standing.LATE if days < 0 else Standing.TODAY if days == 0 else Standing.NEAR
    return DutySection(
        target="/report/2569/1/7" if reader is Reader.OWING else "/board",
        standing=Standing.OPENING if opening else standing,
        reader=reader,
        passed=passed,
        duty=QUARTER,
        obligation_id=1,
        due_version=1,
        rung="",
        posts=("ผู้รายงานความก้าวหน้า กองช่าง",),
        division="กองช่าง",
        days=days,
        due_on=DUE,
        explanation=Both("เพราะเหตุนั้น", "For that reason."),
        told_up=told_up,
    )


WHAT = "รายงานความก้าวหน้า ไตรมาสที่ ๑/๒๕๖๙"
DAY = "วันพฤหัสบดีที่ ๑๕ ม.ค. ๒๕๖๙"
OWING_RUNGS = [
    pytest.param(duty(10, opening=True), f"ขอให้{WHAT}", f"เปิดรอบรายงานแล้ว ครบกำหนด{DAY} เหลือเวลา ๑๐ วัน", id="opening"),
    pytest.param(duty(7), f"ใกล้ครบกำหนด{WHAT}", f"เหลือเวลา ๗ วัน ครบกำหนด{DAY} โปรดรายงานภายในกำหนด", id="-7"),
    pytest.param(duty(3), f"ใกล้ครบกำหนด{WHAT}", f"เหลือเวลา ๓ วัน ครบกำหนด{DAY} โปรดรายงานภายในกำหนด", id="-3"),
    pytest.param(duty(1), f"ใกล้ครบกำหนด{WHAT}", f"ครบกำหนดวันพรุ่งนี้ {DAY} โปรดรายงานภายในกำหนด", id="-1"),
    pytest.param(duty(0), f"ครบกำหนดวันนี้: {WHAT}", f"ครบกำหนดวันนี้ {DAY} ภายในเวลา ๒๓.๕๙ น. โปรดรายงานภายในวันนี้", id="0"),
    pytest.param(duty(-1), f"เกินกำหนดแล้ว ๑ วัน: {WHAT}", "เกินกำหนดแล้ว ๑ วัน โปรดรายงานโดยเร็ว", id="+1"),
    pytest.param(
        duty(-3, told_up=HEAD_TOLD), f"เกินกำหนดแล้ว ๓ วัน: {WHAT}", "เกินกำหนดแล้ว ๓ วัน โปรดรายงานโดยเร็ว", id="+3"
    ),
    pytest.param(
        duty(-7, told_up=CLERK_TOLD),
        f"เกินกำหนดแล้ว ๗ วัน: {WHAT}",
        "เกินกำหนดแล้ว ๗ วัน ได้เรียนปลัดเทศบาลเพื่อพิจารณาสั่งการแล้ว โปรดรายงานทันที",
        id="+7",
    ),
    pytest.param(
        duty(-7, told_up=HEAD_TOLD),
        f"เกินกำหนดแล้ว ๗ วัน: {WHAT}",
        "เกินกำหนดแล้ว ๗ วัน โปรดรายงานทันที",
        id="+7, the clerk could not be told",
    ),
    pytest.param(
        duty(-14, told_up=EXECUTIVE_TOLD),
        f"เกินกำหนดแล้ว ๑๔ วัน: {WHAT}",
        "เกินกำหนดแล้ว ๑๔ วัน ได้เรียนปลัดเทศบาลและนายกเทศมนตรีเพื่อพิจารณาสั่งการแล้ว โปรดรายงานทันที",
        id="+14, the executive too",
    ),
]


@pytest.mark.parametrize(("section", "heading", "line"), OWING_RUNGS)
def test_the_owing_post_is_told_on_each_rung(section: DutySection, heading: str, line: str) -> None:
    said = THAI.say(section)
    assert (said.heading, said.lines[0]) == (heading, line)
    assert said.explanation == "เพราะเหตุนั้น"
    assert said.button == "เปิดแบบรายงาน"


ABOVE_RUNGS = [
    pytest.param(
        duty(-3, Reader.HEAD),
        f"หน่วยงานในกำกับของท่านยังไม่ได้{WHAT} เกินกำหนดแล้ว ๓ วัน",
        f"ผู้รายงานความก้าวหน้า กองช่าง เกินกำหนดแล้ว ๓ วัน (ครบกำหนด{DAY}) โปรดกำกับติดตามให้รายงานโดยเร็ว",
        id="the head at +3",
    ),
    pytest.param(
        duty(-7, Reader.HEAD, CLERK_TOLD),
        f"หน่วยงานในกำกับของท่านยังไม่ได้{WHAT} เกินกำหนดแล้ว ๗ วัน",
        f"ผู้รายงานความก้าวหน้า กองช่าง เกินกำหนดแล้ว ๗ วัน (ครบกำหนด{DAY}) "
        "ได้เรียนปลัดเทศบาลเพื่อพิจารณาสั่งการแล้ว โปรดสั่งการให้รายงานทันที",
        id="the head at +7",
    ),
    pytest.param(
        duty(0, Reader.HEAD),
        f"หน่วยงานในกำกับของท่านครบกำหนดวันนี้: {WHAT}",
        f"ผู้รายงานความก้าวหน้า กองช่าง ครบกำหนดวันนี้ {DAY} โปรดกำกับให้รายงานภายในวันนี้",
        id="the head of a vacant post on the due day",
    ),
    pytest.param(
        duty(3, Reader.HEAD),
        f"หน่วยงานในกำกับของท่านใกล้ครบกำหนด{WHAT}",
        f"ผู้รายงานความก้าวหน้า กองช่าง ครบกำหนด{DAY} เหลือเวลา ๓ วัน โปรดกำกับให้รายงานภายในกำหนด",
        id="the head of a vacant post before it",
    ),
    pytest.param(
        duty(10, Reader.HEAD, opening=True),
        f"หน่วยงานในกำกับของท่านต้อง{WHAT}",
        f"ผู้รายงานความก้าวหน้า กองช่าง ครบกำหนด{DAY} เหลือเวลา ๑๐ วัน โปรดกำกับให้รายงานภายในกำหนด",
        id="the head of a vacant post at the opening",
    ),
    pytest.param(
        duty(-7, Reader.CLERK),
        f"กองช่างยังไม่ได้{WHAT} เกินกำหนดแล้ว ๗ วัน",
        f"ผู้รายงานความก้าวหน้า กองช่าง ยังไม่ได้รายงาน ครบกำหนด{DAY} เกินกำหนดแล้ว ๗ วัน",
        id="the clerk at +7",
    ),
    pytest.param(
        duty(-14, Reader.EXECUTIVE, CLERK_TOLD),
        f"กองช่างยังไม่ได้{WHAT} เกินกำหนดแล้ว ๑๔ วัน",
        f"ผู้รายงานความก้าวหน้า กองช่าง ยังไม่ได้รายงาน ครบกำหนด{DAY} เกินกำหนดแล้ว ๑๔ วัน",
        id="the executive at +14",
    ),
]


@pytest.mark.parametrize(("section", "heading", "line"), ABOVE_RUNGS)
def test_those_above_are_told_on_each_rung(section: DutySection, heading: str, line: str) -> None:
    said = THAI.say(section)
    assert (said.heading, said.lines[0]) == (heading, line)
    assert said.button == "เปิดระบบ"


def test_the_officer_hears_truly_that_the_head_was_told() -> None:
    assert "ทั้งนี้ ได้แจ้งผู้อำนวยการกองช่างทราบด้วยแล้ว" in THAI.say(duty(-3, told_up=HEAD_TOLD)).lines
    assert not any("ได้แจ้ง" in line for line in THAI.say(duty(-3)).lines)


@pytest.mark.parametrize(
    ("kind", "clerk", "executive"),
    [
        (OrganizationKind.SUBDISTRICT_MUNICIPALITY, "ปลัดเทศบาล", "นายกเทศมนตรี"),
        (OrganizationKind.CITY, "ปลัดเทศบาล", "นายกเทศมนตรี"),
        (OrganizationKind.SUBDISTRICT, "ปลัดองค์การบริหารส่วนตำบล", "นายกองค์การบริหารส่วนตำบล"),
        (OrganizationKind.PROVINCIAL, "ปลัดองค์การบริหารส่วนจังหวัด", "นายกองค์การบริหารส่วนจังหวัด"),
    ],
)
def test_those_who_decide_are_addressed_as_their_kind_of_office_does(
    kind: OrganizationKind, clerk: str, executive: str
) -> None:
    phrases = phrases_in(Language.THAI, WORDS[kind])
    assert phrases.lead(duty(-7, Reader.CLERK)) == f"เรียน {clerk} เพื่อโปรดทราบและพิจารณาสั่งการ"
    assert phrases.lead(duty(-14, Reader.EXECUTIVE)) == f"เรียน {executive} เพื่อโปรดทราบและพิจารณาสั่งการ"
    assert phrases.lead(duty(-3, Reader.HEAD)) == ""


@pytest.mark.parametrize(
    ("why", "thai", "english"),
    [
        (Unreached.VACANT, "ตำแหน่งผู้รายงานว่าง จึงแจ้งท่านเพื่อโปรดพิจารณามอบหมายผู้ดำเนินการ", "is vacant"),
        (
            Unreached.ON_LEAVE,
            "ผู้ดำรงตำแหน่งผู้รายงานอยู่ระหว่างการลา จึงแจ้งท่านเพื่อโปรดพิจารณามอบหมายผู้ดำเนินการ",
            "is on leave",
        ),
        (
            Unreached.NO_ADDRESS,
            "ตำแหน่งผู้รายงานยังไม่มีที่อยู่สำหรับรับข้อความ จึงแจ้งท่านเพื่อโปรดพิจารณามอบหมายผู้ดำเนินการ",
            "has no address",
        ),
    ],
)
@pytest.mark.parametrize("reader", [Reader.HEAD, Reader.CLERK])
def test_who_is_told_in_anothers_place_hears_why(reader: Reader, why: Unreached, thai: str, english: str) -> None:
    section = duty(-7, reader, passed=Passed("ผู้รายงาน", why))
    assert thai in THAI.say(section).lines
    assert any(english in line and "ผู้รายงาน" in line for line in ENGLISH.say(section).lines)


def test_a_code_is_written_in_digits_that_can_be_copied() -> None:
    section = ConfirmationSection(code="123456")
    assert "รหัสยืนยัน 123456" in THAI.say(section).lines
    assert "Confirmation code 123456" in ENGLISH.say(section).lines
    assert "123456" not in THAI.subject(THAI.say(section), 0, 0)
    assert "123456" not in repr(section)


def test_an_alarm_says_what_was_given_up_why_and_where_to_look() -> None:
    counts = (
        GivenUpCount("mail", "smtp_550", 2),
        GivenUpCount("line", "line_401", 1),
        GivenUpCount("pigeon", "rain", 1),
    )
    said = THAI.say(AlarmSection(target="/deliveries", given_up=counts))
    assert said.heading == "มีข้อความที่ส่งไม่ถึงผู้รับ ๔ ข้อความ"
    assert said.lines[:3] == (
        "อีเมล ๒ ข้อความ: ไม่มีตู้จดหมายนี้ หรือปลายทางไม่รับ (smtp_550)",
        "ไลน์ ๑ ข้อความ: บัญชีหรือรหัสผ่านสำหรับส่งใช้ไม่ได้ (line_401)",
        "pigeon ๑ ข้อความ: เหตุอื่น (rain)",
    )
    assert "/deliveries" in said.lines[3]
    assert ENGLISH.say(AlarmSection(given_up=counts)).heading == "4 messages could not be delivered"


@pytest.mark.parametrize(
    ("instead", "thai"),
    [
        (Instead("line", quota_spent=True), "ส่งทางอีเมลเพราะโควตาข้อความไลน์ของเดือนนี้หมดแล้ว"),
        (Instead("line", quota_spent=False), "ส่งทางอีเมลเพราะส่งข้อความทางไลน์ถึงท่านไม่สำเร็จ"),
    ],
)
def test_a_message_in_anothers_place_says_why_it_comes_this_way(instead: Instead, thai: str) -> None:
    assert THAI.instead(instead, "mail") == thai
    assert "LINE" in ENGLISH.instead(instead, "mail")


def test_the_english_words_grow_firmer_too() -> None:
    near, late = ENGLISH.say(duty(3)), ENGLISH.say(duty(-7, told_up=CLERK_TOLD))
    assert near.heading == "Due soon: the progress report of quarter 1, fiscal year 2026"
    assert near.lines == ("Due in 3 days, on Thursday 15 January 2026. Please report in time.",)
    assert late.heading == "7 days late: the progress report of quarter 1, fiscal year 2026"
    assert late.lines[0] == "It is 7 days late. The clerk has been asked to decide. Please report at once."
    assert ENGLISH.say(duty(-1)).lines[0] == "It is 1 day late. Please report as soon as possible."
    assert ENGLISH.say(duty(0)).heading.startswith("Due today: ")
    assert ENGLISH.say(duty(10, opening=True)).lines[0].startswith("The round is open.")


def test_every_duty_on_every_day_is_said_whole_in_both_languages() -> None:
    for rule in ObligationRule:
        quarter = 1 if rule is ObligationRule.REPORT_QUARTER else None
        for reader in Reader:
            for days in (30, 7, 3, 1, 0, -1, -3, -7, -30):
                section = replace(
                    duty(days, reader, EXECUTIVE_TOLD),
                    duty=Duty(rule, 2569, quarter),
                    due_on=DUE + timedelta(days=days),
                )
                for phrases in (THAI, ENGLISH):
                    said = phrases.say(section)
                    words = " ".join((said.heading, said.title or "-", said.status, *said.lines, said.button))
                    assert all((said.heading, said.status, said.lines, said.button))
                    assert not any(left in words for left in ("{", "}", "None", "Reader.", "  ", "0 วัน")), words


def test_a_kind_of_section_without_words_is_refused() -> None:
    for phrases in (THAI, ENGLISH):
        assert phrases.say(SignInSection(target="/")).button
        with pytest.raises(TypeError, match="Section"):
            phrases.say(Section())
