"""The numbers of law as dated data, each beside its clause, and the sentences that explain a due day."""

from dataclasses import dataclass, replace
from datetime import date

from models.kinds import ObligationRule, TriggerKind
from procedure.calendar import (
    WorkingDays,
    english_date,
    nth_day,
    thai_date,
    thai_date_short,
    thai_weekday,
)
from procedure.errors import ProcedureError

REGULATION_TH = "ระเบียบกระทรวงมหาดไทยว่าด้วยการจัดทำแผนพัฒนาขององค์กรปกครองส่วนท้องถิ่น พ.ศ. ๒๕๔๘ และที่แก้ไขเพิ่มเติม"
REGULATION_EN = "MOI Regulation on Development Plans of Local Administrative Organizations B.E. 2548, as amended"
NO_ROLL_TH = "มาตรา ๖๔ วรรคสอง แห่งพระราชบัญญัติวิธีปฏิบัติราชการทางปกครอง พ.ศ. ๒๕๓๙"
NO_ROLL_EN = "section 64 paragraph 2 of the Administrative Procedure Act B.E. 2539"


@dataclass(frozen=True)
class PeriodRule:
    """A period of law in days, with its clause and the days on which it is in force.

    ``minimum`` marks a period that must be kept up rather than met: never late, only too early.
    """

    name: str
    days: int
    days_th: str
    clause_th: str
    clause_en: str
    in_force_from: date
    in_force_until: date | None
    act_th: str  # the duty as a verb: ปิดประกาศแผนการดำเนินงาน
    act_short_th: str
    act_en: str
    start_th: str  # what is counted from: วันที่ประกาศ
    start_day_th: str  # the same before a date: ประกาศ ณ วันที่
    start_en: str
    minimum: bool = False


PERIOD_RULES = (
    PeriodRule(
        name="complete-plan",
        # MOI Regulation 2548 (no. 2, 2559) cl. 27: within thirty days from promulgation of the budget.
        days=30,
        days_th="สามสิบวัน",
        clause_th="ข้อ ๒๗",
        clause_en="clause 27",
        # No. 2 was gazetted on 28 Sep 2559 and came into force the day after (domain.md 1, [S]).
        # Before it the plan was to be finished by December (domain.md 1.1, [U]): not computed here.
        in_force_from=date(2016, 9, 29),
        in_force_until=None,
        act_th="จัดทำแผนการดำเนินงานให้แล้วเสร็จ",
        act_short_th="จัดทำแผนให้แล้วเสร็จ",
        act_en="The operation plan must be completed",
        start_th="วันที่ประกาศใช้งบประมาณ",
        start_day_th="ประกาศใช้งบประมาณเมื่อวันที่",
        start_en="the promulgation of the budget",
    ),
    PeriodRule(
        name="post-announcement",
        # MOI Regulation 2548 (no. 2, 2559) cl. 26 (2): posted within fifteen days from the announcement.
        days=15,
        days_th="สิบห้าวัน",
        clause_th="ข้อ ๒๖ (๒)",
        clause_en="clause 26 (2)",
        in_force_from=date(2016, 9, 29),
        in_force_until=None,
        act_th="ปิดประกาศแผนการดำเนินงาน",
        act_short_th="ปิดประกาศ",
        act_en="The operation plan must be posted",
        start_th="วันที่ประกาศ",
        start_day_th="ประกาศ ณ วันที่",
        start_en="the announcement",
    ),
    PeriodRule(
        name="keep-posted",
        # MOI Regulation 2548 (no. 2, 2559) cl. 26 (2): kept posted for not less than thirty days. The day of
        # posting is not counted (APA s.64 para 1), so P + 30 is the thirtieth day and P + 31 the first to take down.
        days=30,
        days_th="สามสิบวัน",
        clause_th="ข้อ ๒๖ (๒)",
        clause_en="clause 26 (2)",
        in_force_from=date(2016, 9, 29),
        in_force_until=None,
        act_th="ปิดประกาศไว้ไม่น้อยกว่า",
        act_short_th="ปิดประกาศไว้",
        act_en="The plan must stay posted",
        start_th="วันที่ปิดประกาศ",
        start_day_th="ปิดประกาศเมื่อวันที่",
        start_en="the posting",
        minimum=True,
    ),
    PeriodRule(
        name="post-evaluation",
        # MOI Regulation 2548 (no. 3, 2561) cl. 29 (3): results announced within fifteen days from the report.
        days=15,
        days_th="สิบห้าวัน",
        clause_th="ข้อ ๒๙ (๓)",
        clause_en="clause 29 (3)",
        # No. 3 was gazetted on 3 Oct 2561; in force the day after is an inference (domain.md 1, [I]).
        in_force_from=date(2018, 10, 4),
        in_force_until=None,
        act_th="ประกาศผลการติดตามและประเมินผล",
        act_short_th="ประกาศผลการประเมิน",
        act_en="The evaluation's results must be announced",
        start_th="วันที่รายงานผล",
        start_day_th="รายงานผลเมื่อวันที่",
        start_en="the evaluation report",
    ),
    PeriodRule(
        name="keep-evaluation-posted",
        # MOI Regulation 2548 (no. 3, 2561) cl. 29 (3), for the office's own committee. That its results too stay posted
        # for not less than thirty days is by analogy with cl. 30 (5), which says so of an evaluation by others
        # (domain.md 1.1, [U] for cl. 29 itself). P + 30 is the thirtieth day, P + 31 the first to take down.
        days=30,
        days_th="สามสิบวัน",
        clause_th="ข้อ ๒๙ (๓)",
        clause_en="clause 29 (3), by analogy with clause 30 (5),",
        in_force_from=date(2018, 10, 4),
        in_force_until=None,
        act_th="ปิดประกาศผลการติดตามและประเมินผลไว้ไม่น้อยกว่า",
        act_short_th="ปิดประกาศผลการประเมินไว้",
        act_en="The evaluation's results must stay posted",
        start_th="วันที่ปิดประกาศ",
        start_day_th="ปิดประกาศเมื่อวันที่",
        start_en="the posting",
        minimum=True,
    ),
)

RULE_NAMES = tuple(rule.name for rule in PERIOD_RULES)
OBLIGATION_RULES = {
    ObligationRule.COMPLETE_PLAN: "complete-plan",
    ObligationRule.POST_ANNOUNCEMENT: "post-announcement",
    ObligationRule.KEEP_POSTED: "keep-posted",
    ObligationRule.ANNOUNCE_EVALUATION: "post-evaluation",
    ObligationRule.KEEP_EVALUATION_POSTED: "keep-evaluation-posted",
}


@dataclass(frozen=True)
class StartWords:
    """The words for what a period is counted from, as a ``PeriodRule`` has them."""

    start_th: str
    start_day_th: str
    start_en: str


# MOI Regulation 2548 (no. 2, 2559) cl. 27: the events other than the annual budget that start the thirty days.
TRIGGER_WORDS = {
    TriggerKind.SUPPLEMENTARY_BUDGET: StartWords(
        "วันที่ประกาศใช้งบประมาณรายจ่ายเพิ่มเติม",
        "ประกาศใช้งบประมาณรายจ่ายเพิ่มเติมเมื่อวันที่",
        "the promulgation of the supplementary budget",
    ),
    TriggerKind.ACCUMULATED_FUNDS: StartWords(
        "วันที่ได้รับอนุมัติให้ใช้จ่ายเงินสะสม", "ได้รับอนุมัติเมื่อวันที่", "the approval to spend accumulated funds"
    ),
    TriggerKind.OTHER_AGENCY: StartWords(
        "วันที่ได้รับแจ้งแผนงานและโครงการจากหน่วยงานอื่น",
        "ลงรับหนังสือวันที่",
        "the receipt of another agency's letter on its plans and projects",
    ),
    TriggerKind.ALLOTTED_SUBSIDY: StartWords(
        "วันที่ได้รับแจ้งการจัดสรรเงินอุดหนุน", "ลงรับหนังสือวันที่", "the receipt of the letter that allots the subsidy"
    ),
}


@dataclass(frozen=True)
class DueDay:
    """A due day that explains itself. ``last_working_day`` is the last one on or before it."""

    rule: str
    start: date
    due: date
    last_working_day: date
    clause: str
    explanation_th: str
    explanation_en: str
    short_th: str


def rule_in_force(name: str, on: date) -> PeriodRule:
    """Return the rule of that name in force on a day.

    Raises ``ProcedureError``: ``unknown_rule``, or ``rule_not_in_force`` for a day before the rule.
    """
    named = [rule for rule in PERIOD_RULES if rule.name == name]
    if not named:
        raise ProcedureError(
            "unknown_rule",
            f"ไม่รู้จักกำหนดเวลา {name} ใช้ได้เฉพาะ {', '.join(RULE_NAMES)}",
            f"Unknown rule {name}; use one of {', '.join(RULE_NAMES)}.",
        )
    for rule in named:
        if rule.in_force_from <= on and (rule.in_force_until is None or on <= rule.in_force_until):
            return rule
    raise ProcedureError(
        "rule_not_in_force",
        f"ในวันที่ {thai_date(on)} {named[0].clause_th} ที่กำหนด{named[0].days_th}ยังไม่ใช้บังคับ "
        f"(ใช้บังคับตั้งแต่วันที่ {thai_date(named[0].in_force_from)})",
        f"On {english_date(on)} the period of {named[0].clause_en} was not in force "
        f"(in force from {english_date(named[0].in_force_from)}).",
        clause=named[0].clause_th,
    )


def due_day(
    name: str, start: date, working_days: WorkingDays, trigger_kind: TriggerKind = TriggerKind.ANNUAL_BUDGET
) -> DueDay:
    """Return the due day of a rule counted from an event on ``start`` (Bangkok date), with its explanation.

    ``trigger_kind`` words the event that the thirty days of clause 27 count from; other rules have one event only.
    Calendar days, first day excluded, never moved off a holiday. Raises ``ProcedureError`` as
    ``rule_in_force`` does. Source: MOI Regulation 2548 cl. 26, 27, 29; APA 2539 s.64.
    """
    rule = rule_in_force(name, start)
    words = TRIGGER_WORDS.get(trigger_kind)
    if name == "complete-plan" and words is not None:
        rule = replace(rule, start_th=words.start_th, start_day_th=words.start_day_th, start_en=words.start_en)
    due = nth_day(start, rule.days)
    last_working = working_days.on_or_before(due)
    explain = _explain_minimum if rule.minimum else _explain_limit
    explanation_th, explanation_en, short_th = explain(rule, start, due, last_working, working_days)
    return DueDay(
        rule=rule.name,
        start=start,
        due=due,
        last_working_day=last_working,
        clause=f"{rule.clause_th} แห่ง{REGULATION_TH}",
        explanation_th=explanation_th,
        explanation_en=explanation_en,
        short_th=short_th,
    )


def _explain_limit(
    rule: PeriodRule, start: date, due: date, last_working: date, working_days: WorkingDays
) -> tuple[str, str, str]:
    first = nth_day(start, 1)
    th = (
        f"ต้อง{rule.act_th}ภายในวันที่ {thai_date(due)} ซึ่งเป็นวันครบกำหนด{rule.days_th}นับแต่{rule.start_th} "
        f"({rule.start_day_th} {thai_date(start)} เริ่มนับวันที่ {thai_date(first)} เป็นวันแรก) "
        f"ตาม{rule.clause_th} แห่ง{REGULATION_TH}"
    )
    en = (
        f"{rule.act_en} by {english_date(due)}, the last of {rule.days} days from {rule.start_en} "
        f"({english_date(start)}; {english_date(first)} is day one), under {rule.clause_en} of the {REGULATION_EN}."
    )
    short = f"{rule.act_short_th}ภายใน{thai_weekday(due)}ที่ {thai_date_short(due)}"
    stays_th, stays_en, by_th = stays_on_holiday(due, last_working, working_days, _finish(rule))
    return th + stays_th, en + stays_en, short + by_th


def stays_on_holiday(due: date, last_working: date, working_days: WorkingDays, finish_th: str) -> tuple[str, str, str]:
    """Return what is added, in Thai, in English and in short, where a due day of law is no working day; else nothing.

    ``finish_th`` is the act with its ending: ปิดประกาศให้แล้วเสร็จ.
    """
    if due == last_working:
        return "", "", ""
    holiday = working_days.holidays.get(due)
    weekday = f"{thai_weekday(due)} ซึ่งเป็นวันหยุด ({holiday})" if holiday else thai_weekday(due)
    day_off = f"{due:%A}" + (f", a holiday ({holiday})" if holiday else "")
    return (
        f" ทั้งนี้ แม้วันครบกำหนดตรงกับ{weekday} ระบบไม่เลื่อนกำหนดออกไป โดยเทียบเคียง{NO_ROLL_TH} "
        f"จึงควร{finish_th}ภายใน{thai_weekday(last_working)}ที่ {thai_date(last_working)} "
        "ซึ่งเป็นวันทำการสุดท้ายก่อนวันครบกำหนด",
        f" The due day falls on a {day_off} and is not moved, by analogy with {NO_ROLL_EN}; "
        f"it is best done by {english_date(last_working)}, the last working day before it.",
        f" (ควรดำเนินการภายใน{thai_weekday(last_working)}ที่ {thai_date_short(last_working)})",
    )


def _finish(rule: PeriodRule) -> str:
    """Return the act with its ending: ปิดประกาศให้แล้วเสร็จ."""
    return rule.act_short_th if rule.act_short_th.endswith("ให้แล้วเสร็จ") else f"{rule.act_short_th}ให้แล้วเสร็จ"


def _explain_minimum(
    rule: PeriodRule, start: date, due: date, _last_working: date, _working_days: WorkingDays
) -> tuple[str, str, str]:
    down = nth_day(due, 1)
    th = f"ต้อง{rule.act_th}{rule.days_th} คือ ถึงวันที่ {thai_date(due)} และปลดประกาศได้ตั้งแต่วันที่ {thai_date(down)}"
    en = (
        f"{rule.act_en} for at least {rule.days} days, that is through {english_date(due)}, and may be taken down "
        f"from {english_date(down)} (posted {english_date(start)}; {english_date(nth_day(start, 1))} is day one), "
        f"under {rule.clause_en} of the {REGULATION_EN}."
    )
    return th, en, f"{rule.act_short_th}ถึง{thai_weekday(due)}ที่ {thai_date_short(due)}"
