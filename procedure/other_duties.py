"""Duties that no period of days counts: days an office chooses for a plan, and the December of the evaluation."""

from dataclasses import dataclass
from datetime import date

from models.kinds import ObligationRule
from models.values import FiscalYear
from procedure.calendar import WorkingDays, english_date, thai_date, thai_date_short, thai_weekday
from procedure.errors import ProcedureError
from procedure.rules import REGULATION_EN, REGULATION_TH, stays_on_holiday

DUTY_NAMES = {
    ObligationRule.SUBMIT_PROJECTS: "ส่งโครงการเพื่อจัดทำแผนการดำเนินงาน",
    ObligationRule.COMPLETE_PLAN: "จัดทำแผนการดำเนินงานให้แล้วเสร็จ",
    ObligationRule.CONSIDER_DRAFT: "เสนอคณะกรรมการพิจารณาร่างแผนการดำเนินงาน",
    ObligationRule.ANNOUNCE_PLAN: "ประกาศใช้แผนการดำเนินงาน",
    ObligationRule.POST_ANNOUNCEMENT: "ปิดประกาศแผนการดำเนินงาน",
    ObligationRule.KEEP_POSTED: "ปิดประกาศแผนการดำเนินงานไว้",
    ObligationRule.REPORT_QUARTER: "รายงานความก้าวหน้า",
    ObligationRule.REPORT_EVALUATION: "รายงานผลการติดตามและประเมินผลต่อผู้บริหารท้องถิ่น",
    ObligationRule.PRESENT_TO_COUNCIL: "เสนอผลการติดตามและประเมินผลต่อสภาท้องถิ่น",
    ObligationRule.PRESENT_TO_COMMITTEE: "เสนอผลการติดตามและประเมินผลต่อคณะกรรมการพัฒนาท้องถิ่น",
    ObligationRule.ANNOUNCE_EVALUATION: "ประกาศผลการติดตามและประเมินผล",
    ObligationRule.KEEP_EVALUATION_POSTED: "ปิดประกาศผลการติดตามและประเมินผลไว้",
}


@dataclass(frozen=True)
class _Words:
    """A duty in short, for a phone, and in English."""

    short_th: str
    en: str


# Submitting projects, considering the draft and announcing have no limit of their own in law (issue 2, Obligations).
_CHOSEN = {
    ObligationRule.SUBMIT_PROJECTS: _Words("ส่งโครงการ", "The division's projects are to be submitted"),
    ObligationRule.CONSIDER_DRAFT: _Words("เสนอคณะกรรมการพิจารณาร่าง", "The committee is to consider the draft"),
    ObligationRule.ANNOUNCE_PLAN: _Words("ประกาศใช้แผน", "The operation plan is to be announced"),
}
CHOSEN_RULES = tuple(_CHOSEN)


@dataclass(frozen=True)
class YearlyRule:
    """A month of law in which something is done once a year, with its clause and the days on which it is in force."""

    month: int
    last_day: int
    clause_th: str
    clause_en: str
    in_force_from: date


YEARLY_EVALUATION = YearlyRule(
    # MOI Regulation 2548 (no. 3, 2561) cl. 29 (3): at least once a year, within December. From 2559 to 2561 it was
    # twice a year, April and October (domain.md 1.1, [U] for the wording): not computed here.
    month=12,
    last_day=31,
    clause_th="ข้อ ๒๙ (๓)",
    clause_en="clause 29 (3)",
    in_force_from=date(2018, 10, 4),
)
_DECEMBER = {
    ObligationRule.REPORT_EVALUATION: _Words("รายงานผลการประเมิน", "The evaluation must be reported to the executive"),
    ObligationRule.PRESENT_TO_COUNCIL: _Words(
        "เสนอผลการประเมินต่อสภา", "The evaluation must be presented to the council"
    ),
    ObligationRule.PRESENT_TO_COMMITTEE: _Words(
        "เสนอผลการประเมินต่อคณะกรรมการพัฒนา", "The evaluation must be presented to the development committee"
    ),
}
DECEMBER_RULES = tuple(_DECEMBER)


@dataclass(frozen=True)
class Explained:
    """Why a duty falls due that day, in full in Thai and English, and in short for a phone."""

    explanation_th: str
    explanation_en: str
    short_th: str


def evaluation_due(fiscal_year: FiscalYear) -> date:
    """Return the last day (Bangkok date) for the evaluation of a fiscal year: 31 December after it ends.

    Raises ``ProcedureError`` ``rule_not_in_force`` for a year that ended before the rule. Source: MOI Regulation 2548
    cl. 29 (3).
    """
    due = date(fiscal_year.last_day.year, YEARLY_EVALUATION.month, YEARLY_EVALUATION.last_day)
    if due < YEARLY_EVALUATION.in_force_from:
        raise ProcedureError(
            "rule_not_in_force",
            f"{YEARLY_EVALUATION.clause_th} ที่ให้ประเมินผลภายในเดือนธันวาคม ใช้บังคับตั้งแต่วันที่ "
            f"{thai_date(YEARLY_EVALUATION.in_force_from)} จึงไม่ใช้กับปีงบประมาณ พ.ศ. {fiscal_year.number}",
            f"The yearly evaluation in December ({YEARLY_EVALUATION.clause_en}) is in force from "
            f"{english_date(YEARLY_EVALUATION.in_force_from)}, not for fiscal year {fiscal_year.number}.",
            clause=YEARLY_EVALUATION.clause_th,
        )
    return due


def explain_chosen(rule: ObligationRule, due: date) -> Explained:
    """Explain a day that the office chose for one plan: it is no limit of law."""
    words, name = _CHOSEN[rule], DUTY_NAMES[rule]
    return Explained(
        f"ต้อง{name}ภายใน{thai_weekday(due)}ที่ {thai_date(due)} ตามวันที่หน่วยงานกำหนดสำหรับแผนนี้ (มิใช่กำหนดตามกฎหมาย)",
        f"{words.en} by {english_date(due)}, a day chosen by the office for this plan, not set by law.",
        f"{words.short_th}ภายใน{thai_weekday(due)}ที่ {thai_date_short(due)}",
    )


def explain_december(rule: ObligationRule, due: date, working_days: WorkingDays) -> Explained:
    """Explain a duty of the yearly evaluation. Source: MOI Regulation 2548 cl. 29 (3); APA 2539 s.64."""
    words, name = _DECEMBER[rule], DUTY_NAMES[rule]
    stays_th, stays_en, by_th = stays_on_holiday(
        due, working_days.on_or_before(due), working_days, f"{words.short_th}ให้แล้วเสร็จ"
    )
    return Explained(
        f"ต้อง{name}ภายในวันที่ {thai_date(due)} เนื่องจากต้องรายงานและเสนอผลอย่างน้อยปีละหนึ่งครั้งภายในเดือนธันวาคม "
        f"ตาม{YEARLY_EVALUATION.clause_th} แห่ง{REGULATION_TH}{stays_th}",
        f"{words.en} by {english_date(due)}: at least once a year within December, under {YEARLY_EVALUATION.clause_en} "
        f"of the {REGULATION_EN}.{stays_en}",
        f"{words.short_th}ภายใน{thai_weekday(due)}ที่ {thai_date_short(due)}{by_th}",
    )
