"""The foreword of a plan (คำนำ) and the chart of its five steps, in the words of the office."""

from collections.abc import Sequence

from documents.account_totals import plan_totals
from documents.announcement_text import AMENDED, REGULATION
from documents.content import Office, PlanContent
from documents.introduction import Section
from documents.plan_lines import plan_title, thai_amount
from procedure.calendar import MONTHS, buddhist_year
from procedure.words import WORDS


def foreword(content: PlanContent) -> list[str]:
    """Return the paragraphs of a plan's foreword, with the plan's own figures."""
    office, us = content.office, WORDS[content.office.kind].self_reference
    digits = office.digits
    plan = plan_title(content.fiscal_year, content.edition_title, digits)
    totals = plan_totals(content)
    projects = digits.write(
        f"{totals.projects.count:,} โครงการ งบประมาณ {thai_amount(totals.projects.satang, digits)} บาท"
    )
    items = totals.own_equipment + totals.other_equipment
    equipment = (
        digits.write(f" และครุภัณฑ์ {items.count:,} รายการ งบประมาณ {thai_amount(items.satang, digits)} บาท")
        if items.count
        else ""
    )
    return [
        f"{plan} ของ{office.name} จัดทำขึ้นตาม{digits.write(f'{REGULATION} {AMENDED}')} "
        f"เพื่อแสดงรายละเอียดแผนงาน โครงการพัฒนา และกิจกรรมที่ดำเนินการจริงทั้งหมดในพื้นที่ของ{us} "
        f"ในปีงบประมาณ พ.ศ. {digits.write(content.fiscal_year)} ทั้งที่{us}ดำเนินการเองและที่หน่วยงานอื่นดำเนินการในพื้นที่",
        f"แผนการดำเนินงานฉบับนี้ประกอบด้วยโครงการ {projects}{equipment} จำแนกตามยุทธศาสตร์และแผนงาน "
        "พร้อมสถานที่ หน่วยงานรับผิดชอบหลัก และเดือนที่ดำเนินการของแต่ละโครงการ",
        f"{office.name}หวังเป็นอย่างยิ่งว่าแผนการดำเนินงานฉบับนี้จะเป็นแนวทางให้การดำเนินงานในปีงบประมาณนี้ชัดเจน "
        "ประสานและบูรณาการกับหน่วยงานอื่นได้ และใช้ติดตามและประเมินผลการดำเนินงานได้ตลอดปี",
    ]


def foreword_signed(content: PlanContent) -> list[str]:
    """Return who signs a foreword, and its month: the chosen post's holder or ``เทศบาลตำบล…``, ``กันยายน ๒๕๖๘``."""
    on = content.dated_on
    signed = content.foreword_signatory or [content.office.name]
    return [*signed, content.office.digits.write(f"{MONTHS[on.month - 1]} {buddhist_year(on)}")]


def chart_after(sections: Sequence[Section]) -> int:
    """Return the number, from 0, of the section of part 1 that the chart of steps follows: the one that tells the
    steps (ขั้นตอน), else the last."""
    told = [number for number, section in enumerate(sections) if "ขั้นตอน" in section.title]
    return told[0] if told else len(sections) - 1


def step_chart(office: Office) -> list[str]:
    """Return the boxes of the chart of ขั้นตอนการจัดทำแผนการดำเนินงาน, from collecting to posting.

    Source: MOI Regulation 2548 (no. 2, 2559) cl. 26 and 27.
    """
    support, development = office.support_committee, office.development_committee
    return [
        f"{support}\nเก็บรวบรวมข้อมูลโครงการ/กิจกรรมที่ดำเนินการจริงในพื้นที่",
        f"{support}\nจัดทำร่างแผนการดำเนินงาน",
        f"{support}\nเสนอร่างแผนการดำเนินงานต่อ{development}",
        f"{development}\nพิจารณาร่างแผนการดำเนินงาน แล้วเสนอ{WORDS[office.kind].executive}",
        f"{WORDS[office.kind].executive}\nประกาศเป็นแผนการดำเนินงาน",
        "ปิดประกาศภายในสิบห้าวันนับแต่วันที่ประกาศ\nและปิดประกาศไว้อย่างน้อยสามสิบวัน",
    ]
