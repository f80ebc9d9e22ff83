"""What an addition or amendment changes of the plan in force before it: the content of the document, in any format.

Amounts are integer satang; texts that people typed are as typed, numbers and months of ours in the office's digits.
"""

from datetime import date

from pydantic import BaseModel, ConfigDict

from documents.content import Office
from models.kinds import Digits, EntryAction
from models.values import FiscalYear, baht_with_commas
from procedure.calendar import MONTHS_SHORT

NONE = "–"  # nothing stood there before, or stands there now
ACTION_TITLES = {
    EntryAction.ADD: "โครงการที่เพิ่ม",
    EntryAction.CHANGE: "โครงการที่เปลี่ยนแปลง",
    EntryAction.CANCEL: "โครงการที่ยกเลิก",
    EntryAction.MERGE: "โครงการที่รวมเข้ากับโครงการอื่น",
}
EQUIPMENT_TITLE = "ครุภัณฑ์ (แบบ ผด.02/1)"
FIELD_HEADINGS = ("ลำดับที่", "โครงการ", "รายการ", "เดิม", "ใหม่")
MONEY_HEADINGS = (
    "ยุทธศาสตร์",
    "จำนวนเดิม",
    "งบประมาณเดิม (บาท)",
    "จำนวนใหม่",
    "งบประมาณใหม่ (บาท)",
    "เพิ่ม/ลด (บาท)",
)


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldChange(_Words):
    """One thing that differs: what stood there and what stands there now; an amount in satang where it is money."""

    label: str
    before: str = ""
    after: str = ""
    satang_before: int | None = None
    satang_after: int | None = None

    def texts(self, digits: Digits) -> tuple[str, str]:
        """Return both as they are written out, ``NONE`` for nothing."""
        sides = ((self.before, self.satang_before), (self.after, self.satang_after))
        before, after = (amount_text(satang, digits) if satang is not None else text or NONE for text, satang in sides)
        return before, after


class Change(_Words):
    """What an edition does to one project or equipment item, and why. ``number`` is the project's in the plan."""

    key: str
    number: int
    action: EntryAction
    name: str
    strategy: str  # the category of an equipment item
    programme: str
    reason: str
    authority: str
    fields: list[FieldChange]

    @property
    def why(self) -> str:
        """Return the reason with its authority; nothing where a project is new."""
        return f"{self.reason} ({self.authority})" if self.authority else self.reason


class MoneyLine(_Words):
    """Projects counted and their budget, before the edition and with it."""

    label: str
    count_before: int
    satang_before: int
    count_after: int
    satang_after: int

    @property
    def difference(self) -> int:
        return self.satang_after - self.satang_before

    def texts(self, digits: Digits) -> tuple[str, ...]:
        """Return the line's figures as they are written out, in the order of ``MONEY_HEADINGS``."""
        return (
            digits.write(f"{self.count_before:,}"),
            amount_text(self.satang_before, digits),
            digits.write(f"{self.count_after:,}"),
            amount_text(self.satang_after, digits),
            amount_text(self.difference, digits),
        )


class EditionChanges(_Words):
    """What an edition changes of the plan that was in force just before it."""

    office: Office
    fiscal_year: int
    edition_title: str
    draft_number: int | None
    dated_on: date
    reason: str  # why an amendment was opened
    editions_before: list[str]  # the plan in force: the base plan and what changed it, oldest first
    changes: list[Change]
    equipment: list[Change]
    strategies: list[MoneyLine]
    whole: MoneyLine
    whole_equipment: MoneyLine

    @property
    def title(self) -> str:
        """Return the document's title: ``รายการเปลี่ยนแปลง แผนการดำเนินงาน … เพิ่มเติม ครั้งที่ ๑``."""
        write = self.office.digits.write
        year = write(f"ประจำปีงบประมาณ พ.ศ. {self.fiscal_year}")
        return f"รายการเปลี่ยนแปลง แผนการดำเนินงาน {year} {write(self.edition_title)}"

    @property
    def file_name(self) -> str:
        """Return a name short enough for a file: ``รายการเปลี่ยนแปลง แผนปี 2569 เพิ่มเติม ครั้งที่ 1``."""
        return f"รายการเปลี่ยนแปลง แผนปี {self.fiscal_year} {self.edition_title}"

    @property
    def compared(self) -> str:
        """Return what it is compared with, in one line."""
        return f"เปรียบเทียบกับแผนที่ใช้อยู่ก่อน: {', '.join(self.editions_before)}"

    def of(self, action: EntryAction) -> list[Change]:
        """Return the projects to which the edition does one thing, in the order of the plan's numbers."""
        return [one for one in self.changes if one.action is action]

    @property
    def money(self) -> list[MoneyLine]:
        """Return every line of the comparison of money, the totals last."""
        items = self.whole_equipment
        return [*self.strategies, self.whole, *([items] if items.count_before or items.count_after else [])]


def amount_text(satang: int, digits: Digits) -> str:
    """Return an amount in baht with commas, to the satang, in the office's digits."""
    return digits.write(baht_with_commas(satang))


def months_text(indexes: list[int], fiscal_year: int, digits: Digits) -> str:
    """Return planned months as runs: ``พ.ย. – ธ.ค. ๒๕๖๘, มี.ค. ๒๕๖๙``."""
    if not indexes:
        return NONE
    starts = [n for n in indexes if n - 1 not in indexes]
    ends = [n for n in indexes if n + 1 not in indexes]
    year, write = FiscalYear(fiscal_year).number, digits.write
    runs = []
    for first, last in zip(starts, ends, strict=True):
        begins, closes = (MONTHS_SHORT[(9 + n) % 12] for n in (first, last))
        first_year, last_year = (write(year - 1 if n < 3 else year) for n in (first, last))
        if first == last:
            runs.append(f"{begins} {first_year}")
        elif first_year == last_year:
            runs.append(f"{begins} – {closes} {last_year}")
        else:
            runs.append(f"{begins} {first_year} – {closes} {last_year}")
    return ", ".join(runs)
