"""Contents to render: an invented office with realistic projects."""

from datetime import date

from documents.content import (
    AccountGroup,
    AccountRow,
    AnnouncementContent,
    EquipmentGroup,
    Ground,
    Office,
    PlanContent,
)
from documents.quarter_summary import BehindPlanLine, ProgressCounts, QuarterSummaryContent, SubmissionLine
from models.kinds import EquipmentCategory, OrganizationKind, Programme, TriggerKind
from procedure.words import WORDS

STRATEGIES = (
    ("ยุทธศาสตร์การพัฒนาด้านโครงสร้างพื้นฐานและสาธารณูปโภค", Programme.INDUSTRY_AND_CIVIL_WORKS, "กองช่าง"),
    ("ด้านสังคม การศึกษา และคุณภาพชีวิต", Programme.EDUCATION, "กองการศึกษา ศาสนาและวัฒนธรรม"),
    ("ด้านสาธารณสุขและสิ่งแวดล้อม", Programme.PUBLIC_HEALTH, "กองสาธารณสุขและสิ่งแวดล้อม"),
    ("ด้านการบริหารจัดการบ้านเมืองที่ดี", Programme.GENERAL_ADMINISTRATION, "สำนักปลัดเทศบาล"),
)
NAMES = (
    (
        "โครงการก่อสร้างถนนคอนกรีตเสริมเหล็ก สายบ้านหนองน้ำขุ่น - ทุ่งกุลา",
        "ก่อสร้างถนน คสล. กว้าง ๔.๐๐ เมตร ยาว ๓๕๐ เมตร หนา ๐.๑๕ เมตร ไหล่ทางลูกรังข้างละ ๐.๕๐ เมตร พร้อมป้ายโครงการ ๑ ป้าย",
    ),
    ("โครงการปรับปรุงระบบประปาหมู่บ้าน", "ติดตั้งถังกรองสนิมเหล็กและเปลี่ยนท่อเมนขนาด ๓ นิ้ว"),
    ("โครงการศูนย์ปฏิบัติการร่วมในการช่วยเหลือประชาชนขององค์กรปกครองส่วนท้องถิ่น", "อุดหนุนเป็นค่าใช้จ่ายในการดำเนินงานศูนย์ปฏิบัติการร่วม"),
    ("โครงการส่งเสริมสุขภาพผู้สูงอายุและผู้ที่มีภาวะพึ่งพิง", "จัดอบรมและตรวจคัดกรองสุขภาพผู้สูงอายุ จำนวน ๑๒๐ คน"),
    ("โครงการสัตว์ปลอดโรค คนปลอดภัยจากโรคพิษสุนัขบ้า", "ฉีดวัคซีนป้องกันโรคพิษสุนัขบ้าให้สุนัขและแมว"),
    ("โครงการแข่งขันกีฬาเยาวชนต้านยาเสพติด", "จัดการแข่งขันฟุตบอล วอลเลย์บอล และเซปักตะกร้อ"),
    ("โครงการอบรมคุณธรรม จริยธรรม ผู้บริหาร สมาชิกสภา และพนักงาน", "อบรม ๑ ครั้ง ผู้เข้าร่วม ๖๐ คน"),
    ("โครงการประเพณีแห่เทียนเข้าพรรษา", "จัดขบวนแห่เทียนพรรษาและถวายเทียนแก่วัดในพื้นที่ ๕ วัด"),
)
PLACES = ("หมู่ที่ ๑ บ้านตัวอย่าง", "หมู่ที่ ๗ บ้านทุ่งกุลา ตำบลตัวอย่าง", "ภายในเขตพื้นที่", "ศูนย์พัฒนาเด็กเล็กบ้านหนองขุ่น")
MONTHS: tuple[list[int], ...] = ([2, 3, 4], list(range(12)), [0], [11], [1, 2, 7, 8, 9], [5, 6], [], [0, 2, 4])


def office(kind: OrganizationKind = OrganizationKind.SUBDISTRICT_MUNICIPALITY) -> Office:
    words = WORDS[kind]
    return Office(
        kind=kind,
        name=f"{words.kind_full}ตัวอย่าง",
        district="เมือง",
        province="ทดสอบ",
        support_committee=words.support_committee,
        development_committee=words.development_committee,
    )


def row(number: int, **changes: object) -> AccountRow:
    name, detail = NAMES[number % len(NAMES)]
    facts: dict[str, object] = {
        "number": number,
        "name": name,
        "detail": detail,
        "satang": (number * 7919 % 990 + 10) * 100_000,
        "no_budget": False,
        "place": PLACES[number % len(PLACES)],
        "responsible": ["กองช่าง"],
        "months": MONTHS[number % len(MONTHS)],
    }
    return AccountRow.model_validate(facts | changes)


def group(rows: list[AccountRow], **changes: object) -> AccountGroup:
    facts: dict[str, object] = {
        "strategy_number": 1,
        "strategy": STRATEGIES[0][0],
        "approach": None,
        "programme": Programme.INDUSTRY_AND_CIVIL_WORKS.name_th,
        "rows": rows,
    }
    return AccountGroup.model_validate(facts | changes)


def plan(
    groups: list[AccountGroup] | None = None,
    equipment: list[EquipmentGroup] | None = None,
    *,
    kind: OrganizationKind = OrganizationKind.SUBDISTRICT_MUNICIPALITY,
    edition_title: str = "",
    draft_number: int | None = None,
) -> PlanContent:
    return PlanContent(
        office=office(kind),
        fiscal_year=2569,
        edition_title=edition_title,
        draft_number=draft_number,
        dated_on=date(2025, 9, 26),
        groups=groups or [],
        equipment=equipment or [],
    )


def town_plan(projects: int = 60, **changes: object) -> PlanContent:
    """Return a plan of realistic projects: four strategies, two programmes each, and equipment."""
    groups: list[AccountGroup] = []
    share = projects // 8
    for n, (strategy, programme, division) in enumerate(STRATEGIES, start=1):
        for part, name in enumerate((programme.name_th, Programme.COMMUNITY_STRENGTH.name_th)):
            first = share * (2 * (n - 1) + part)
            last = projects if n == 4 and part == 1 else first + share
            rows = [
                row(
                    number,
                    responsible=["สำนักงานทางหลวงชนบทที่ ๗"] if number % 11 == 5 else [division],
                    other_agency=number % 11 == 5,
                    no_budget=number % 9 == 4,
                )
                for number in range(first + 1, last + 1)
            ]
            approach = "การพัฒนาเส้นทางคมนาคมและการขนส่ง" if n == 1 else None
            groups.append(group(rows, strategy_number=n, strategy=strategy, approach=approach, programme=name))
    equipment = [
        EquipmentGroup(
            category=EquipmentCategory.COMPUTER.name_th,
            rows=[
                row(
                    1,
                    name="เครื่องคอมพิวเตอร์โน้ตบุ๊ก สำหรับงานประมวลผล",
                    detail="จำนวน ๒ เครื่อง ตามเกณฑ์ราคากลาง",
                    satang=4_800_000,
                ),
                row(2, name="เครื่องพิมพ์แบบฉีดหมึก", detail="จำนวน ๓ เครื่อง", satang=2_250_050),
            ],
        ),
        EquipmentGroup(
            category=EquipmentCategory.OFFICE.name_th,
            rows=[row(1, name="เก้าอี้สำนักงาน", detail="จำนวน ๑๐ ตัว", satang=2_500_000)],
        ),
    ]
    return plan(groups, equipment).model_copy(update=changes)


def announcement(
    kind: OrganizationKind = OrganizationKind.SUBDISTRICT_MUNICIPALITY, **changes: object
) -> AnnouncementContent:
    post = f"{WORDS[kind].executive}ตำบลตัวอย่าง"
    facts: dict[str, object] = {
        "office": office(kind),
        "fiscal_year": 2569,
        "edition_title": "",
        "grounds": [Ground(kind=TriggerKind.ANNUAL_BUDGET, on=date(2025, 9, 26), document="")],
        "amended_for": "",
        "base_announced_on": None,
        "committee_approved_on": date(2025, 10, 15),
        "announced_on": date(2025, 10, 17),
        "signatory_name": "ชื่อผู้ลงนามตัวอย่าง",
        "signatory_post": post,
        "acting_for": None,
    }
    return AnnouncementContent.model_validate(facts | changes)


def counts(label: str, n: int) -> ProgressCounts:
    return ProgressCounts(
        label=label,
        projects=10 + n,
        not_started=1,
        in_progress=4,
        completed=3,
        cancelled=1,
        not_reported=1 + n,
        behind_plan=2,
        own_satang=123_456_700 * (n + 1),
        other_satang=50_000_000 * n,
        own_disbursed_satang=23_456_789 * (n + 1),
        other_disbursed_satang=1_234_500 * n,
        own_contracted_satang=98_765_400 * (n + 1),
    )


def quarter_summary(**changes: object) -> QuarterSummaryContent:
    divisions = list(dict.fromkeys(division for _, _, division in STRATEGIES))
    facts: dict[str, object] = {
        "office": office(),
        "fiscal_year": 2569,
        "quarter": 1,
        "first_day": date(2025, 10, 1),
        "last_day": date(2025, 12, 31),
        "due_on": date(2026, 1, 15),
        "closed_on": date(2026, 1, 22),
        "expected": 9,
        "received": 7,
        "on_time": 5,
        "late": 2,
        "nothing_to_report": 1,
        "returned": 1,
        "not_informed": 1,
        "not_yet_due": 3,
        "awaits_payment": 2,
        "saved_satang": 12_345_50,
        "by_strategy": [counts(name, n) for n, (name, _, _) in enumerate(STRATEGIES)],
        "by_division": [counts(name, n) for n, name in enumerate(divisions)],
        "submissions": [
            SubmissionLine(
                post=f"หัวหน้าฝ่ายที่ {n}",
                division=divisions[n % len(divisions)],
                outcome=("ส่งตามกำหนด", "ส่งล่าช้า", "ไม่ส่งรายงาน")[n % 3]
                if n != 3
                else "ไม่ได้รับแจ้ง (สอบถาม หนังสือ อบจ. ๕ ม.ค. ๒๕๖๙)",
                submitted_on=None if n % 3 == 2 else date(2026, 1, 10 + n),
                liaison=n == 3,
            )
            for n in range(9)
        ],
        "behind_plan": [
            BehindPlanLine(
                name=NAMES[n][0],
                division=divisions[n % len(divisions)],
                status="ยังไม่ดำเนินการ",
                obstacle="" if n == 2 else "ฝนตกต่อเนื่อง ผู้รับจ้างเข้าพื้นที่ไม่ได้",
            )
            for n in range(4)
        ],
    }
    return QuarterSummaryContent.model_validate(facts | changes)
