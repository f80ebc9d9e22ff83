"""The foreword of a plan (คำนำ) and the chart of its five steps, in the words of the office."""

from documents.account_totals import plan_totals
from documents.announcement_text import AMENDED, REGULATION
from documents.content import Office, PlanContent
from documents.plan_lines import plan_title, thai_amount
from procedure.calendar import MONTHS, buddhist_year, thai_digits
from procedure.words import WORDS


def foreword(content: PlanContent) -> list[str]:
    """Return the paragraphs of a plan's foreword, with the plan's own figures."""
    office, us = content.office, WORDS[content.office.kind].self_reference
    plan = plan_title(content.fiscal_year, content.edition_title)
    totals = plan_totals(content)
    projects = f"{thai_digits(f'{totals.projects.count:,}')} โครงการ งบประมาณ {thai_amount(totals.projects.satang)} บาท"
    items = totals.own_equipment + totals.other_equipment
    equipment = (
        f" และครุภัณฑ์ {thai_digits(f'{items.count:,}')} รายการ งบประมาณ {thai_amount(items.satang)} บาท"
        if items.count
        else ""
    )
    return [
        f"{plan} ของ{office.name} จัดทำขึ้นตาม{REGULATION} {AMENDED} "
        f"เพื่อแสดงรายละเอียดแผนงาน โครงการพัฒนา และกิจกรรมที่ดำเนินการจริงทั้งหมดในพื้นที่ของ{us} "
        f"ในปีงบประมาณ พ.ศ. {thai_digits(content.fiscal_year)} ทั้งที่{us}ดำเนินการเองและที่หน่วยงานอื่นดำเนินการในพื้นที่",
        f"แผนการดำเนินงานฉบับนี้ประกอบด้วยโครงการ {projects}{equipment} จำแนกตามยุทธศาสตร์และแผนงาน "
        "พร้อมสถานที่ หน่วยงานรับผิดชอบหลัก และเดือนที่ดำเนินการของแต่ละโครงการ",
        f"{office.name}หวังเป็นอย่างยิ่งว่าแผนการดำเนินงานฉบับนี้จะเป็นแนวทางให้การดำเนินงานในปีงบประมาณนี้ชัดเจน "
        "ประสานและบูรณาการกับหน่วยงานอื่นได้ และใช้ติดตามและประเมินผลการดำเนินงานได้ตลอดปี",
    ]


def foreword_signed(content: PlanContent) -> list[str]:
    """Return who signs a foreword, and its month: ``เทศบาลตำบล…``, ``กันยายน ๒๕๖๘``."""
    on = content.dated_on
    return [content.office.name, f"{MONTHS[on.month - 1]} {thai_digits(buddhist_year(on))}"]


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
