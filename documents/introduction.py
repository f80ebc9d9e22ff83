"""Part 1 of the plan (ส่วนที่ ๑ บทนำ), in the words of the office.

The text is the one that was asked for, with slips of its source mended: doubled and misspelt words, and
the three names it used for one committee.
"""

from dataclasses import dataclass, field

from documents.content import Office
from procedure.words import WORDS


@dataclass(frozen=True)
class Passage:
    """A paragraph under an optional run-in title, with numbered points after it."""

    text: str = ""
    title: str = ""
    points: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """A numbered section of part 1."""

    title: str
    passages: list[Passage]


def introduction(office: Office) -> list[Section]:
    """Return the four sections of part 1 for an office."""
    return [_reasons(office), _purposes(), _steps(office), _benefits(office)]


def _reasons(office: Office) -> Section:
    us = WORDS[office.kind].self_reference
    support, development = office.support_committee, office.development_committee
    executive = WORDS[office.kind].executive
    return Section(
        "๑.๑ หลักการและเหตุผล",
        [
            Passage(
                "การจัดทำแผนการดำเนินงานได้จัดทำขึ้นตามระเบียบกระทรวงมหาดไทยว่าด้วยการจัดทำแผนพัฒนา"
                "ขององค์กรปกครองส่วนท้องถิ่น (ฉบับที่ ๒) พ.ศ. ๒๕๕๙ ข้อ ๒๗ โดยมีจุดมุ่งหมายเพื่อแสดงถึงรายละเอียด"
                f"แผนงาน โครงการพัฒนา และกิจกรรมที่ดำเนินการทั้งหมดในพื้นที่ของ{us} ประจำปีงบประมาณนั้น "
                "และทำให้แนวทางในการดำเนินงานในปีงบประมาณนั้นมีความชัดเจนในการปฏิบัติมากขึ้น "
                "การประสานและบูรณาการการทำงานกับหน่วยงาน และการจำแนกรายละเอียดต่าง ๆ ของแผนงาน/โครงการ"
                "ในแผนการดำเนินงาน จะทำให้การติดตามประเมินผลเมื่อสิ้นปีมีความสะดวกมากขึ้นอีกด้วย โดยมีขั้นตอน ดังนี้",
                points=[
                    f"{support}รวบรวมแผนงาน โครงการพัฒนาของ{us} หน่วยราชการส่วนกลาง ส่วนภูมิภาค "
                    f"รัฐวิสาหกิจ และหน่วยงานอื่น ๆ ที่ต้องการดำเนินการในพื้นที่ของ{us}",
                    f"{support}จัดทำร่างแผนการดำเนินงาน โดยพิจารณาแผนงาน/โครงการ จากแผนงาน/โครงการของ{us}และหน่วยงานต่าง ๆ",
                    f"{support}นำร่างแผนการดำเนินงานเสนอต่อ{development}",
                    f"{development}พิจารณาร่างแผนการดำเนินงาน แล้วเสนอ{executive}ประกาศเป็นแผนการดำเนินงาน",
                    f"เมื่อ{executive}ประกาศเป็นแผนการดำเนินงานแล้ว ให้ดำเนินการปิดประกาศแผนการดำเนินงาน"
                    "ภายในสิบห้าวันนับแต่วันที่ประกาศ เพื่อให้ประชาชนในท้องถิ่นทราบโดยทั่วกัน "
                    "และต้องปิดประกาศไว้อย่างน้อยสามสิบวัน",
                ],
            )
        ],
    )


def _purposes() -> Section:
    return Section(
        "๑.๒ วัตถุประสงค์ของแผนการดำเนินงาน",
        [
            Passage(
                points=[
                    "เพื่อให้การปฏิบัติงานเป็นไปอย่างมีเป้าหมายตามยุทธศาสตร์ และบรรลุวัตถุประสงค์ของโครงการ/กิจกรรมที่ตั้งไว้",
                    "เพื่อให้การตรวจสอบและติดตามการดำเนินงานมีความชัดเจน",
                    "เพื่อให้ทราบถึงความก้าวหน้าของกิจกรรม/โครงการ",
                    "เพื่อให้ทราบถึงความก้าวหน้าของการดำเนินงานในแต่ละไตรมาส",
                    "เพื่อให้การติดตามและประเมินผลการดำเนินงานมีความชัดเจน",
                ]
            )
        ],
    )


def _steps(office: Office) -> Section:
    us = WORDS[office.kind].self_reference
    support, development = office.support_committee, office.development_committee
    executive = WORDS[office.kind].executive
    return Section(
        "๑.๓ ขั้นตอนการจัดทำแผนการดำเนินงาน",
        [
            Passage(
                f"{support}เก็บรวบรวมข้อมูลโครงการ/กิจกรรมที่มีการดำเนินการจริงในพื้นที่ของ{us} "
                f"ซึ่งจะมีทั้งโครงการ/กิจกรรมของ{us}เอง และโครงการ/กิจกรรมที่หน่วยงานอื่นจะเข้ามาดำเนินการในพื้นที่ "
                "โดยข้อมูลดังกล่าวอาจตรวจสอบได้จากหน่วยงานในพื้นที่ "
                "และตรวจสอบจากแผนการดำเนินงานพัฒนาจังหวัด/อำเภอแบบบูรณาการ",
                title="ขั้นตอนที่ ๑ การเก็บรวบรวมข้อมูล",
            ),
            Passage(
                f"{support}จัดทำร่างแผนการดำเนินงาน โดยพิจารณาจัดหมวดหมู่ให้สอดคล้องกับยุทธศาสตร์และแนวทางการพัฒนา"
                f"ของท้องถิ่นที่กำหนดไว้ในแผนยุทธศาสตร์การพัฒนาของ{us} โดยมีเค้าโครงแผนการดำเนินงาน ๒ ส่วน คือ "
                "ส่วนที่ ๑ บทนำ และส่วนที่ ๒ บัญชีโครงการ/กิจกรรม/งบประมาณ",
                title="ขั้นตอนที่ ๒ การจัดทำร่างแผนการดำเนินงาน",
            ),
            Passage(
                f"{support}นำร่างแผนการดำเนินงานเสนอ{development} "
                f"{development}พิจารณาร่างแผนการดำเนินงาน แล้วเสนอ{executive}ประกาศเป็นแผนการดำเนินงาน "
                f"ให้{us}จัดทำประกาศของ{us} เรื่อง แผนการดำเนินงานพัฒนาประจำปี "
                "เพื่อปิดประกาศโดยเปิดเผยให้สาธารณชนได้ทราบและสามารถตรวจสอบได้",
                title="ขั้นตอนที่ ๓ การประกาศแผนการดำเนินงาน",
            ),
        ],
    )


def _benefits(office: Office) -> Section:
    us = WORDS[office.kind].self_reference
    return Section(
        "๑.๔ ประโยชน์ของแผนการดำเนินงาน",
        [
            Passage(
                points=[
                    "การดำเนินงานเป็นไปตามกรอบนโยบายและยุทธศาสตร์/แนวทางที่วางไว้",
                    f"การดำเนินงานตามโครงการ/กิจกรรมของ{us}เป็นไปตามเป้าหมายและบรรลุวัตถุประสงค์ที่ตั้งไว้",
                    "สามารถตรวจสอบและติดตามผลการดำเนินงานได้ชัดเจน",
                    "สามารถทราบถึงความก้าวหน้าของโครงการและแก้ไขปัญหาได้ทันที",
                    "ทราบถึงผลการดำเนินงานในแต่ละไตรมาส",
                    "สามารถติดตามและประเมินประสิทธิภาพประสิทธิผลที่เกิดขึ้นจริง เพื่อให้การใช้งบประมาณเป็นไปอย่างคุ้มค่าและประหยัด",
                ]
            )
        ],
    )
