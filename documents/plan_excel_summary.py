"""Form ผด.01 of a plan's Excel file: each line is a formula over the subtotals of ผด.02, and bears its value."""

from collections.abc import Mapping, Sequence
from typing import Any

from documents.account_totals import Sum, percent, plan_totals
from documents.content import PlanContent
from documents.excel_pages import OfficeBook
from documents.plan_lines import strategy_title

ACCOUNT_HEADER = 3  # of ผด.02, counted from nought: the form's title, the plan and the office stand above
SUMMARY_HEADER = 3
SUMMARY_WIDTHS = (52, 15, 15, 20, 15, 40)
_HEADINGS = (
    "ยุทธศาสตร์/แผนงาน",
    "จำนวนโครงการ\nที่ดำเนินการ",
    "คิดเป็นร้อยละของ\nโครงการทั้งหมด",
    "จำนวนงบประมาณ\n(บาท)",
    "คิดเป็นร้อยละของ\nงบประมาณทั้งหมด",
    "หน่วยงานรับผิดชอบหลัก",
)


class SummarySheet:
    """Form ผด.01 below its headings: each line refers to the subtotals of ผด.02."""

    def __init__(
        self,
        book: OfficeBook,
        sheet: Any,
        content: PlanContent,
        accounts: str,
        subtotals: Mapping[tuple[int, str], Sequence[int]],
        last_row: int,
    ) -> None:
        """``accounts`` is the sheet of ผด.02, ``subtotals`` its rows of each strategy and programme, from nought."""
        self.book, self.sheet, self.content, self.accounts = book, sheet, content, accounts
        self.subtotals, self.last_row = subtotals, last_row
        self.digits = content.office.digits
        self.totals = plan_totals(content)

    def fill(self) -> None:
        """Write the headings and every line."""
        book, sheet, totals, at = self.book, self.sheet, self.totals, SUMMARY_HEADER + 1
        for column, heading in enumerate(_HEADINGS):
            book.text(sheet, SUMMARY_HEADER, column, heading, "head")
        whole_row = at + sum(2 + len(strategy.programmes) for strategy in totals.strategies)
        subtotals = []
        for strategy in totals.strategies:
            for column in range(6):
                sheet.write_blank(at, column, None, book.format("line"))
            book.text(sheet, at, 0, strategy_title(strategy.number, strategy.strategy, self.digits), "line")
            first = at + 1
            for line in strategy.programmes:
                at += 1
                rows = self.subtotals.get((strategy.number, line.programme), [])
                count, amount = (
                    "+".join(f"'{self.accounts}'!{column}{row + 1}" for row in rows) or "0" for column in "BD"
                )
                self._figures(at, line.total, (count, f"ROUND({amount},2)"), whole_row, ("count", "money", "percent"))
                book.text(sheet, at, 0, f"   {line.programme}")
                book.text(sheet, at, 5, ", ".join(line.responsible))
            at += 1
            subtotals.append(at)
            count, amount = (f"SUM({column}{first + 1}:{column}{at})" for column in "BD")
            book.text(sheet, at, 0, "รวม", "sum_label")
            self._figures(
                at, strategy.total, (count, f"ROUND({amount},2)"), whole_row, ("sum_count", "sum_money", "sum_percent")
            )
            book.text(sheet, at, 5, "", "sum")
            at += 1
        whole = totals.projects
        count, amount = ("+".join(f"{column}{row + 1}" for row in subtotals) or "0" for column in "BD")
        book.text(sheet, at, 0, "รวมทั้งสิ้น", "sum_label")
        self._figures(at, whole, (count, f"ROUND({amount},2)"), at, ("sum_count", "sum_money", "sum_percent"))
        book.text(sheet, at, 5, "", "sum")
        self._split(at + 1, at)

    def _split(self, at: int, whole_row: int) -> None:
        """Write the shares of our own and of other agencies' projects, and the equipment beside them."""
        totals, name, last = self.totals, self.accounts, self.last_row + 1
        agencies = f"'{name}'!$U${ACCOUNT_HEADER + 3}:$U${last}"
        other = (
            f'COUNTIF({agencies},"?*")',
            f"ROUND(SUMIF({agencies},\"?*\",'{name}'!$D${ACCOUNT_HEADER + 3}:$D${last}),2)",
        )
        own = tuple(f"{column}{whole_row + 1}-{column}{at + 2}" for column in "BD")
        formats = ("count", "money", "percent")
        self.book.text(self.sheet, at, 0, f"งบประมาณของ{self.content.office.name}")
        self._figures(at, totals.own, (own[0], f"ROUND({own[1]},2)"), whole_row, formats)
        self.book.text(self.sheet, at + 1, 0, "หน่วยงานอื่น")
        self._figures(at + 1, totals.other, other, whole_row, formats)
        equipment = totals.own_equipment + totals.other_equipment
        for row in (at, at + 1):
            self.book.text(self.sheet, row, 5, "")
        if equipment.count:
            sheet_name = self.digits.write("แบบ ผด.02-1")
            cells = [f"SUMIF('{sheet_name}'!A:A,\"รวม\",'{sheet_name}'!{column}:{column})" for column in "BD"]
            self.book.text(self.sheet, at + 2, 0, self.digits.write("ครุภัณฑ์ตามแบบ ผด.02/1 (รายการ)"))
            self.book.formula(self.sheet, at + 2, 1, f"={cells[0]}", equipment.count, "count")
            self.book.formula(self.sheet, at + 2, 3, f"=ROUND({cells[1]},2)", equipment.satang / 100, "money")
            everything = totals.everything
            self.book.text(self.sheet, at + 3, 0, "โครงการและครุภัณฑ์ทั้งสองแบบ")
            self.book.formula(self.sheet, at + 3, 1, f"=B{whole_row + 1}+B{at + 3}", everything.count, "count")
            amount = f"=ROUND(D{whole_row + 1}+D{at + 3},2)"
            self.book.formula(self.sheet, at + 3, 3, amount, everything.satang / 100, "money")
            for row in (at + 2, at + 3):
                for column in (2, 4, 5):
                    self.book.text(self.sheet, row, column, "")

    def _figures(
        self, at: int, total: Sum, formulas: tuple[str, str], whole_row: int, formats: tuple[str, str, str]
    ) -> None:
        """Write a line's count and amount with their shares of the whole, whose row is known beforehand."""
        whole = self.totals.projects
        for column, formula, letter, value, of, shown in (
            (1, formulas[0], "B", float(total.count), percent(total.count, whole.count), formats[0]),
            (3, formulas[1], "D", total.satang / 100, percent(total.satang, whole.satang), formats[1]),
        ):
            self.book.formula(self.sheet, at, column, f"={formula}", value, shown)
            share = f"=IF({letter}${whole_row + 1}=0,0,ROUND({letter}{at + 1}/{letter}${whole_row + 1}*100,2))"
            self.book.formula(self.sheet, at, column + 1, share, float(of), formats[2])
