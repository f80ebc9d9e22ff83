"""The closed lists of the domain, stored by their values."""

from enum import StrEnum


class OrganizationKind(StrEnum):
    """Kinds of local administrative organization (อปท.)."""

    PROVINCIAL = "pao"  # อบจ.
    CITY = "city"  # เทศบาลนคร
    TOWN = "town"  # เทศบาลเมือง
    SUBDISTRICT_MUNICIPALITY = "subdistrict_municipality"  # เทศบาลตำบล
    SUBDISTRICT = "sao"  # อบต.


class Programme(StrEnum):
    """The twelve standard programmes (แผนงาน) of local budgets. Source: domain.md 3.4."""

    GENERAL_ADMINISTRATION = "general_administration"
    INTERNAL_PEACE = "internal_peace"
    EDUCATION = "education"
    PUBLIC_HEALTH = "public_health"
    SOCIAL_WELFARE = "social_welfare"
    HOUSING_AND_COMMUNITY = "housing_and_community"
    COMMUNITY_STRENGTH = "community_strength"
    RELIGION_CULTURE_RECREATION = "religion_culture_recreation"
    INDUSTRY_AND_CIVIL_WORKS = "industry_and_civil_works"
    AGRICULTURE = "agriculture"
    COMMERCE = "commerce"
    CENTRAL_FUND = "central_fund"

    @property
    def name_th(self) -> str:
        """Return the standard name with its prefix แผนงาน."""
        return "แผนงาน" + _PROGRAMME_NAMES[self]


_PROGRAMME_NAMES = {
    Programme.GENERAL_ADMINISTRATION: "บริหารงานทั่วไป",
    Programme.INTERNAL_PEACE: "การรักษาความสงบภายใน",
    Programme.EDUCATION: "การศึกษา",
    Programme.PUBLIC_HEALTH: "สาธารณสุข",
    Programme.SOCIAL_WELFARE: "สังคมสงเคราะห์",
    Programme.HOUSING_AND_COMMUNITY: "เคหะและชุมชน",
    Programme.COMMUNITY_STRENGTH: "สร้างความเข้มแข็งของชุมชน",
    Programme.RELIGION_CULTURE_RECREATION: "การศาสนาวัฒนธรรมและนันทนาการ",
    Programme.INDUSTRY_AND_CIVIL_WORKS: "อุตสาหกรรมและการโยธา",
    Programme.AGRICULTURE: "การเกษตร",
    Programme.COMMERCE: "การพาณิชย์",
    Programme.CENTRAL_FUND: "งบกลาง",
}


class EquipmentCategory(StrEnum):
    """The fourteen kinds of equipment (ครุภัณฑ์). Source: domain.md 3.4."""

    OFFICE = "office"
    EDUCATION = "education"
    VEHICLES = "vehicles"
    AGRICULTURE = "agriculture"
    CONSTRUCTION = "construction"
    HOUSEHOLD = "household"
    ELECTRICAL_AND_RADIO = "electrical_and_radio"
    ADVERTISING = "advertising"
    SCIENCE_OR_MEDICINE = "science_or_medicine"
    FACTORY = "factory"
    SPORT = "sport"
    SURVEY = "survey"
    COMPUTER = "computer"
    OTHER = "other"

    @property
    def name_th(self) -> str:
        """Return the standard name with its prefix ครุภัณฑ์."""
        return "ครุภัณฑ์" + _EQUIPMENT_NAMES[self]


_EQUIPMENT_NAMES = {
    EquipmentCategory.OFFICE: "สำนักงาน",
    EquipmentCategory.EDUCATION: "การศึกษา",
    EquipmentCategory.VEHICLES: "ยานพาหนะและขนส่ง",
    EquipmentCategory.AGRICULTURE: "การเกษตร",
    EquipmentCategory.CONSTRUCTION: "ก่อสร้าง",
    EquipmentCategory.HOUSEHOLD: "งานบ้านงานครัว",
    EquipmentCategory.ELECTRICAL_AND_RADIO: "ไฟฟ้าและวิทยุ",
    EquipmentCategory.ADVERTISING: "โฆษณาและเผยแพร่",
    EquipmentCategory.SCIENCE_OR_MEDICINE: "วิทยาศาสตร์หรือการแพทย์",
    EquipmentCategory.FACTORY: "โรงงาน",
    EquipmentCategory.SPORT: "กีฬา",
    EquipmentCategory.SURVEY: "สำรวจ",
    EquipmentCategory.COMPUTER: "คอมพิวเตอร์หรืออิเล็กทรอนิกส์",
    EquipmentCategory.OTHER: "อื่น",
}


class Digits(StrEnum):
    """The digits that an office writes in its documents."""

    THAI = "thai"
    ARABIC = "arabic"

    def write(self, text: object) -> str:
        """Return words and numbers of ours in the office's digits. What people typed keeps theirs: never pass it."""
        return str(text).translate(_DIGITS[self])

    @property
    def name_th(self) -> str:
        return {"thai": "เลขไทย", "arabic": "เลขอารบิก"}[self.value]


_DIGITS = {
    Digits.THAI: str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"),
    Digits.ARABIC: str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"),
}


class PdfKind(StrEnum):
    """What an office's PDF files conform to. One reader (mupdf) misreads Thai in the second, which is tagged more
    fully, for people who listen to their documents."""

    ARCHIVE = "a-2b"
    ACCESSIBLE = "a-2a-ua-1"


class SignedPaper(StrEnum):
    """The office's papers that somebody signs, whose signatory the office may choose."""

    FOREWORD = "foreword"
    MEMO = "memo"  # บันทึกข้อความ that asks the divisions for their projects
    LETTER = "letter"  # หนังสือภายนอก that asks other agencies
    INVITATION = "invitation"  # to a committee's meeting
    QUARTER_REPORT = "quarter_report"
    EVALUATION_REPORT = "evaluation_report"

    @property
    def name_th(self) -> str:
        return _SIGNED_PAPER_NAMES[self]


_SIGNED_PAPER_NAMES = {
    SignedPaper.FOREWORD: "คำนำของแผน",
    SignedPaper.MEMO: "บันทึกข้อความถึงส่วนราชการ",
    SignedPaper.LETTER: "หนังสือภายนอกถึงหน่วยงานอื่น",
    SignedPaper.INVITATION: "หนังสือเชิญประชุม",
    SignedPaper.QUARTER_REPORT: "รายงานผลรายไตรมาส",
    SignedPaper.EVALUATION_REPORT: "รายงานผลประจำปี",
}


class ItaPart(StrEnum):
    """The parts of the pack that an office publishes for the integrity and transparency assessment (ITA)."""

    PLAN = "plan"
    SIX_MONTHS = "six_months"
    RESULTS = "results"

    @property
    def name_th(self) -> str:
        return _ITA_NAMES[self]


_ITA_NAMES = {
    ItaPart.PLAN: "แผนการดำเนินงานประจำปี",
    ItaPart.SIX_MONTHS: "รายงานการกำกับติดตามการดำเนินงานประจำปี รอบ 6 เดือน",
    ItaPart.RESULTS: "รายงานผลการดำเนินงานประจำปี",
}


class FundingSource(StrEnum):
    """Where the money of a funding line comes from."""

    ANNUAL_BUDGET = "annual_budget"
    SUPPLEMENTARY_BUDGET = "supplementary_budget"
    ACCUMULATED_FUNDS = "accumulated_funds"
    EARMARKED_SUBSIDY = "earmarked_subsidy"
    OTHER_ORGANIZATION_SUBSIDY = "other_organization_subsidy"
    NON_BUDGET = "non_budget"
    LOAN = "loan"
    NONE = "none"

    @property
    def name_th(self) -> str:
        return _FUNDING_SOURCE_NAMES[self]


_FUNDING_SOURCE_NAMES = {
    FundingSource.ANNUAL_BUDGET: "งบประมาณรายจ่ายประจำปี",
    FundingSource.SUPPLEMENTARY_BUDGET: "งบประมาณรายจ่ายเพิ่มเติม",
    FundingSource.ACCUMULATED_FUNDS: "เงินสะสม",
    FundingSource.EARMARKED_SUBSIDY: "เงินอุดหนุนเฉพาะกิจ",
    FundingSource.OTHER_ORGANIZATION_SUBSIDY: "เงินอุดหนุนจากหน่วยงานอื่น",
    FundingSource.NON_BUDGET: "เงินนอกงบประมาณ",
    FundingSource.LOAN: "เงินกู้",
    FundingSource.NONE: "ไม่ใช้งบประมาณ",
}


class EditionKind(StrEnum):
    """Editions of a fiscal year's plan: the base plan (แผนหลัก), additions (เพิ่มเติม), amendments (แก้ไข)."""

    BASE = "base"
    ADDITION = "addition"
    AMENDMENT = "amendment"


class EntryAction(StrEnum):
    """What an edition does to a project."""

    ADD = "add"
    CHANGE = "change"
    CANCEL = "cancel"
    MERGE = "merge"

    @property
    def name_th(self) -> str:
        return _ENTRY_ACTION_NAMES[self]


_ENTRY_ACTION_NAMES = {
    EntryAction.ADD: "เพิ่ม",
    EntryAction.CHANGE: "เปลี่ยนแปลง",
    EntryAction.CANCEL: "ยกเลิก",
    EntryAction.MERGE: "รวมโครงการ",
}


class TriggerKind(StrEnum):
    """Events that start the thirty days of clause 27."""

    ANNUAL_BUDGET = "annual_budget"
    SUPPLEMENTARY_BUDGET = "supplementary_budget"
    ACCUMULATED_FUNDS = "accumulated_funds"
    OTHER_AGENCY = "other_agency"
    ALLOTTED_SUBSIDY = "allotted_subsidy"

    @property
    def name_th(self) -> str:
        return _TRIGGER_NAMES[self]


_TRIGGER_NAMES = {
    TriggerKind.ANNUAL_BUDGET: "งบประมาณรายจ่ายประจำปี",
    TriggerKind.SUPPLEMENTARY_BUDGET: "งบประมาณรายจ่ายเพิ่มเติม",
    TriggerKind.ACCUMULATED_FUNDS: "เงินสะสม",
    TriggerKind.OTHER_AGENCY: "โครงการของหน่วยงานอื่น",
    TriggerKind.ALLOTTED_SUBSIDY: "เงินอุดหนุนเฉพาะกิจ",
}


class Approver(StrEnum):
    """Who approved money: the council (สภาท้องถิ่น), or the executive where the rules let him decide."""

    COUNCIL = "council"
    EXECUTIVE = "executive"

    @property
    def name_th(self) -> str:
        return "สภาท้องถิ่น" if self is Approver.COUNCIL else "ผู้บริหารท้องถิ่น"


class SourceKind(StrEnum):
    """Where projects of a plan are learnt of (procedure step 1)."""

    DIVISION = "division"
    AGENCY_LETTER = "agency_letter"
    PROVINCIAL_PLAN = "provincial_plan"
    DISTRICT_PLAN = "district_plan"


class CommitteeKind(StrEnum):
    """The three committees of the regulation."""

    SUPPORT = "support"
    DEVELOPMENT = "development"
    EVALUATION = "evaluation"


class ResolutionOutcome(StrEnum):
    """What a committee resolved on a draft."""

    APPROVE = "approve"
    APPROVE_WITH_CHANGES = "approve_with_changes"
    RETURN = "return"


class MemberRole(StrEnum):
    """What a member is within a committee."""

    CHAIR = "chair"
    MEMBER = "member"
    SECRETARY = "secretary"
    ASSISTANT_SECRETARY = "assistant_secretary"

    @property
    def name_th(self) -> str:
        return _MEMBER_ROLE_NAMES[self]


_MEMBER_ROLE_NAMES = {
    MemberRole.CHAIR: "ประธานกรรมการ",
    MemberRole.MEMBER: "กรรมการ",
    MemberRole.SECRETARY: "กรรมการและเลขานุการ",
    MemberRole.ASSISTANT_SECRETARY: "กรรมการและผู้ช่วยเลขานุการ",
}


class Capacity(StrEnum):
    """In what capacity somebody holds a post or signs: in their own right, or for another."""

    OWN = "own"
    ACTING = "acting"
    ON_BEHALF = "on_behalf"
    PERFORMING = "performing"

    @property
    def name_th(self) -> str:
        """Return the words that stand before the post acted for; nothing for one's own right."""
        return _CAPACITY_NAMES[self]


_CAPACITY_NAMES = {
    Capacity.OWN: "",
    Capacity.ACTING: "รักษาราชการแทน",
    Capacity.ON_BEHALF: "ปฏิบัติราชการแทน",
    Capacity.PERFORMING: "ปฏิบัติหน้าที่",
}


class TransferKind(StrEnum):
    """How a budget line changes during the year."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEW_ITEM = "new_item"
    CHANGE_DETAIL = "change_detail"

    @property
    def name_th(self) -> str:
        return _TRANSFER_NAMES[self]


_TRANSFER_NAMES = {
    TransferKind.INCREASE: "โอนเพิ่ม",
    TransferKind.DECREASE: "โอนลด",
    TransferKind.NEW_ITEM: "โอนตั้งจ่ายรายการใหม่",
    TransferKind.CHANGE_DETAIL: "แก้ไขเปลี่ยนแปลงคำชี้แจง",
}


class YearEndKind(StrEnum):
    """What becomes of a project's money that is not spent by 30 September."""

    CARRIED_COMMITTED = "carried_committed"
    CARRIED_UNCOMMITTED = "carried_uncommitted"
    EXTENDED = "extended"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"

    @property
    def name_th(self) -> str:
        return _YEAR_END_NAMES[self]

    @property
    def carries(self) -> bool:
        """Tell whether the work goes on into the next year."""
        return self in (YearEndKind.CARRIED_COMMITTED, YearEndKind.CARRIED_UNCOMMITTED, YearEndKind.EXTENDED)


_YEAR_END_NAMES = {
    YearEndKind.CARRIED_COMMITTED: "กันเงิน (ก่อหนี้ผูกพันแล้ว)",
    YearEndKind.CARRIED_UNCOMMITTED: "กันเงิน (ยังไม่ก่อหนี้ผูกพัน สภาท้องถิ่นอนุมัติ)",
    YearEndKind.EXTENDED: "ขยายเวลาเบิกจ่าย",
    YearEndKind.LAPSED: "เงินตกเป็นเงินสะสม",
    YearEndKind.CANCELLED: "ยกเลิก",
}


class ObstacleKind(StrEnum):
    """Why a project does not go as planned."""

    PROCUREMENT = "procurement"
    CONTRACTOR = "contractor"
    BUDGET = "budget"
    WEATHER = "weather"
    SITE = "site"
    PERMISSION = "permission"
    STAFF = "staff"
    OTHER = "other"

    @property
    def name_th(self) -> str:
        return _OBSTACLE_NAMES[self]


_OBSTACLE_NAMES = {
    ObstacleKind.PROCUREMENT: "การจัดซื้อจัดจ้าง",
    ObstacleKind.CONTRACTOR: "ผู้รับจ้างหรือผู้ขาย",
    ObstacleKind.BUDGET: "งบประมาณหรือการเบิกจ่าย",
    ObstacleKind.WEATHER: "สภาพอากาศหรือภัยพิบัติ",
    ObstacleKind.SITE: "พื้นที่ดำเนินการ",
    ObstacleKind.PERMISSION: "การขออนุญาตหรือหน่วยงานอื่น",
    ObstacleKind.STAFF: "บุคลากร",
    ObstacleKind.OTHER: "อื่น ๆ",
}


class ReviewOutcome(StrEnum):
    """What a reviewer says of a submission."""

    ACCEPTED = "accepted"
    RETURNED = "returned"

    @property
    def name_th(self) -> str:
        return "รับรายงาน" if self is ReviewOutcome.ACCEPTED else "ส่งกลับเพื่อแก้ไข"


class PostingPlace(StrEnum):
    """Where an announced plan is posted (ปิดประกาศ)."""

    OFFICE_BOARD = "office_board"
    WEBSITE = "website"
    COMMUNITY_BOARD = "community_board"


class PostingEvent(StrEnum):
    """What happens to a posting at a place: it goes up (ปิดประกาศ), it comes down (ปลดประกาศ)."""

    POSTED = "posted"
    TAKEN_DOWN = "taken_down"

    @property
    def name_th(self) -> str:
        return "ปิดประกาศ" if self is PostingEvent.POSTED else "ปลดประกาศ"


class Role(StrEnum):
    """Roles that a post holds."""

    ADMINISTRATOR = "administrator"
    PLAN_ANALYST = "plan_analyst"
    OFFICER = "officer"
    DIVISION_HEAD = "division_head"
    FINANCE_OFFICER = "finance_officer"
    CLERK = "clerk"
    EXECUTIVE = "executive"
    AUDITOR = "auditor"
    AGENCY_CONTACT = "agency_contact"


class ProgressStatus(StrEnum):
    """Status of a project in a progress report; behind plan is derived, never typed."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"

    @property
    def name_th(self) -> str:
        return _PROGRESS_NAMES[self]


_PROGRESS_NAMES = {
    ProgressStatus.NOT_STARTED: "ยังไม่ดำเนินการ",
    ProgressStatus.IN_PROGRESS: "อยู่ระหว่างดำเนินการ",
    ProgressStatus.COMPLETED: "ดำเนินการแล้วเสร็จ",
    ProgressStatus.CANCELLED: "ยกเลิกโครงการ",
}


class SubmissionKind(StrEnum):
    """A submission reports progress, signs that there is nothing to report, or, from a liaison post, that the other
    agency told nothing (ไม่ได้รับแจ้ง)."""

    REPORT = "report"
    NOTHING = "nothing"
    NOT_INFORMED = "not_informed"


class ObligationRule(StrEnum):
    """The duties that an obligation can stand for."""

    SUBMIT_PROJECTS = "submit_projects"
    COMPLETE_PLAN = "complete_plan"
    CONSIDER_DRAFT = "consider_draft"
    ANNOUNCE_PLAN = "announce_plan"
    POST_ANNOUNCEMENT = "post_announcement"
    KEEP_POSTED = "keep_posted"
    REPORT_QUARTER = "report_quarter"
    REPORT_EVALUATION = "report_evaluation"
    PRESENT_TO_COUNCIL = "present_to_council"
    PRESENT_TO_COMMITTEE = "present_to_committee"
    ANNOUNCE_EVALUATION = "announce_evaluation"
    KEEP_EVALUATION_POSTED = "keep_evaluation_posted"

    @property
    def minimum(self) -> bool:
        """Tell whether the duty is a period to keep up: too early, never late."""
        return self in (ObligationRule.KEEP_POSTED, ObligationRule.KEEP_EVALUATION_POSTED)


class ExtensionPaper(StrEnum):
    """The paper by which the executive extends a time limit."""

    ANNOUNCEMENT = "announcement"
    ORDER = "order"
    MEMO = "memo"

    @property
    def name_th(self) -> str:
        return _PAPER_NAMES[self]


_PAPER_NAMES = {
    ExtensionPaper.ANNOUNCEMENT: "ประกาศ",
    ExtensionPaper.ORDER: "คำสั่ง",
    ExtensionPaper.MEMO: "บันทึกอนุมัติ",
}


class DueDayCause(StrEnum):
    """Why a due day moved."""

    EXTENSION = "extension"
    CORRECTION = "correction"
    HOLIDAY = "holiday"
    CHOSEN_DAY = "chosen_day"


class ObligationState(StrEnum):
    """How an obligation stands; late and locked are derived from its days."""

    OPEN = "open"
    MET = "met"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"


class NoticeKind(StrEnum):
    """What a notice, and so a message, is about; from least to most urgent."""

    REQUEST = "request"
    OPENING = "opening"
    REMINDER = "reminder"
    RETURNED = "returned"
    ESCALATION = "escalation"
    SIGN_IN = "sign_in"
    CONFIRMATION = "confirmation"
    ALARM = "alarm"


class NoticeState(StrEnum):
    """Where a notice stands."""

    PLANNED = "planned"
    SENT = "sent"
    NOT_SENT = "not_sent"


class MessageState(StrEnum):
    """Where a message stands."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"  # tried again at ``send_at``
    UNKNOWN = "unknown"  # handed over, no answer came; tried again at ``send_at`` under the same Message-ID
    GIVEN_UP = "given_up"
    WITHDRAWN = "withdrawn"


class Means(StrEnum):
    """How somebody was told outside the system."""

    LINE = "line"
    PHONE = "phone"
    LETTER = "letter"

    @property
    def name_th(self) -> str:
        return {"line": "ไลน์", "phone": "โทรศัพท์", "letter": "หนังสือ"}[self.value]


class Language(StrEnum):
    """The language that a person reads messages in."""

    THAI = "th"
    ENGLISH = "en"


class ContactSource(StrEnum):
    """Who gave an address: the office's register, or the person themselves."""

    OFFICE = "office"
    PERSON = "person"


class Via(StrEnum):
    """The door through which an act came in."""

    PORTAL = "portal"
    COMMAND_LINE = "command_line"
    PREFECT = "prefect"
    SYSTEM = "system"


class HolidayStanding(StrEnum):
    """How sure a holiday is."""

    FORECAST = "forecast"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
