"""The lines of a plan's documents as they are written out, whatever renders them: titles, form ผด.01, row texts."""

from dataclasses import dataclass, field

from documents.account_totals import Sum, month_marks, percent, plan_totals, sum_of
from documents.content import AccountGroup, AccountRow, Office, PlanContent
from models.kinds import Digits
from models.values import baht_with_commas
from procedure.calendar import MONTHS

PART_1 = "ส่วนที่ ๑ บทนำ"
PART_2 = "ส่วนที่ ๒ บัญชีโครงการ/กิจกรรม/งบประมาณ"
CHART = "แผนผังขั้นตอนการจัดทำแผนการดำเนินงาน"

# Characters that surely fit on a line of the name, detail, place and responsible columns, and the lines that surely
# fit on a landscape page: a row with more may be split between pages, shorter rows stay whole.
_LINE_WIDTHS = (24, 28, 12, 11)
_PAGE_LINES = 22


@dataclass(frozen=True)
class Form:
    """One of the forms of part 2: what stands in its corner, its name, and its line in the contents."""

    form: str
    name: str

    @property
    def listed(self) -> str:
        return f"{self.name} ({self.form})"


@dataclass(frozen=True)
class SummaryLine:
    """A line of form ผด.01; ``kind`` is strategy (its label alone), programme, subtotal, total or split."""

    kind: str
    label: str
    projects: str = ""
    projects_percent: str = ""
    amount: str = ""
    amount_percent: str = ""
    responsible: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class BesideLine:
    """What form ผด.01 says beside its projects: equipment, and projects and equipment together."""

    label: str
    count: str
    amount: str


@dataclass(frozen=True)
class Summary:
    """Form ผด.01: its lines, the split between own and other agencies' money, and the equipment beside it."""

    lines: list[SummaryLine]
    split: list[SummaryLine]
    beside: list[BesideLine]


def thai_amount(satang: int, digits: Digits = Digits.THAI) -> str:
    """Return an amount in baht with commas, in Thai digits unless the office chose others: ``๔๙๘,๐๐๐``."""
    return digits.write(baht_with_commas(satang))


def plan_title(fiscal_year: int, edition_title: str, digits: Digits = Digits.THAI) -> str:
    """Return what a plan is called: ``แผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๙ เพิ่มเติม ครั้งที่ ๑``."""
    title = f"แผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. {fiscal_year}"
    return digits.write(f"{title} {edition_title}" if edition_title else title)


def forms_of(digits: Digits) -> list[Form]:
    """Return the three forms of part 2, as the annex of the regulation's practice names them."""
    return [
        Form(digits.write(form), name)
        for form, name in (
            ("แบบ ผด.๐๑", "บัญชีสรุปจำนวนโครงการพัฒนาท้องถิ่น กิจกรรมและงบประมาณ"),
            ("แบบ ผด.๐๒", "บัญชีจำนวนโครงการพัฒนาท้องถิ่น กิจกรรมและงบประมาณ"),
            ("แบบ ผด.๐๒/๑", "บัญชีจำนวนครุภัณฑ์สำหรับที่ไม่ได้ดำเนินการตามโครงการพัฒนาท้องถิ่น"),
        )
    ]


def draft_mark(content: PlanContent) -> str:
    """Return ``ร่างครั้งที่ ๑``, or nothing once the plan is announced."""
    return "" if content.draft_number is None else content.office.digits.write(f"ร่างครั้งที่ {content.draft_number}")


def area_of(office: Office) -> str:
    """Return the district and province of an office, each with its word."""
    return f"{_prefixed('อำเภอ', office.district)} {_prefixed('จังหวัด', office.province)}"


def strategy_title(number: int, name: str, digits: Digits = Digits.THAI) -> str:
    """Return the strategy with its number; offices write ยุทธศาสตร์ (ที่ …) into the name or leave it out."""
    if name.startswith("ยุทธศาสตร์ที่"):
        return name
    if name.startswith(("ยุทธศาสตร์", "ประเด็น")):  # some offices now say ประเด็นการพัฒนา (domain.md 3.4)
        return f"{digits.write(number)}. {name}"
    return f"ยุทธศาสตร์ที่ {digits.write(number)} {name}"


def group_lines(group: AccountGroup, digits: Digits = Digits.THAI) -> list[str]:
    """Return the lines above a group's account: strategy, approach where there is one, programme."""
    approach = [_prefixed("แนวทางการพัฒนา ", group.approach, "แนวทาง")] if group.approach else []
    return [strategy_title(group.strategy_number, group.strategy, digits), *approach, group.programme]


def subtotal_label(rows: list[AccountRow], unit: str, digits: Digits = Digits.THAI) -> tuple[str, str]:
    """Return the label and the amount of an account's last row, ``รวม ๕ โครงการ`` and its baht."""
    total = sum_of(rows)
    return f"รวม {digits.write(f'{total.count:,}')} {unit}", thai_amount(total.satang, digits)


def amount_of(row: AccountRow, digits: Digits = Digits.THAI) -> str:
    """Return what stands in the budget column: the amount, what became of a dropped project, or nothing."""
    return row.dropped or ("" if row.no_budget else thai_amount(row.satang, digits))


def is_tall(row: AccountRow) -> bool:
    """Tell whether a row may be higher than a page, and so may be split."""
    texts = (row.name, row.detail, row.place, "\n".join(row.responsible))
    lines = (_line_count(text, width) for text, width in zip(texts, _LINE_WIDTHS, strict=True))
    return max(lines) > _PAGE_LINES


def summary_of(content: PlanContent) -> Summary:
    """Return form ผด.01 of a plan; every figure is computed from the plan's rows."""
    totals, digits = plan_totals(content), content.office.digits
    whole = totals.projects

    def line(kind: str, label: str, part: Sum, responsible: list[str]) -> SummaryLine:
        return SummaryLine(
            kind=kind,
            label=label,
            projects=digits.write(f"{part.count:,}"),
            projects_percent=digits.write(percent(part.count, whole.count)),
            amount=thai_amount(part.satang, digits),
            amount_percent=digits.write(percent(part.satang, whole.satang)),
            responsible=responsible,
        )

    lines: list[SummaryLine] = []
    for strategy in totals.strategies:
        lines.append(SummaryLine("strategy", strategy_title(strategy.number, strategy.strategy, digits)))
        lines += [line("programme", p.programme, p.total, p.responsible) for p in strategy.programmes]
        lines.append(line("subtotal", "รวม", strategy.total, []))
    lines.append(line("total", "รวมทั้งสิ้น", whole, []))
    split = [
        line("split", f"งบประมาณของ{content.office.name}", totals.own, []),
        line("split", "หน่วยงานอื่น", totals.other, []),
    ]
    beside = []
    if totals.own_equipment.count or totals.other_equipment.count:
        beside.append(_beside("ครุภัณฑ์ตามแบบ ผด.๐๒/๑ (รายการ)", totals.own_equipment, digits))
        if totals.other_equipment.count:
            beside.append(_beside("ครุภัณฑ์ตามแบบ ผด.๐๒/๑ ของหน่วยงานอื่น (รายการ)", totals.other_equipment, digits))
        beside.append(_beside("รวมโครงการและครุภัณฑ์", totals.everything, digits))
    return Summary(lines, split, beside)


def _beside(label: str, part: Sum, digits: Digits) -> BesideLine:
    return BesideLine(digits.write(label), digits.write(f"{part.count:,}"), thai_amount(part.satang, digits))


def _prefixed(prefix: str, name: str, present: str = "") -> str:
    return name if name.startswith(present or prefix) else prefix + name


def _line_count(text: str, width: int) -> int:
    return sum(len(line) // width + 1 for line in text.split("\n"))


def spoken_months(row: AccountRow, fiscal_year: int, digits: Digits) -> dict[str, str]:
    """Return what is read aloud for each bar of months, by the month where it opens, from 0 in October:
    ``{"0": "ตุลาคม ๒๕๖๘ ถึง มกราคม ๒๕๖๙"}``."""
    marks = month_marks(row.months)
    opens = [n for n, mark in enumerate(marks) if mark in ("start", "single")]
    closes = [n for n, mark in enumerate(marks) if mark in ("end", "single")]
    named = [f"{MONTHS[(9 + n) % 12]} {digits.write(fiscal_year - (n < 3))}" for n in range(12)]
    return {
        str(first): named[first] if first == last else f"{named[first]} ถึง {named[last]}"
        for first, last in zip(opens, closes, strict=True)
    }
