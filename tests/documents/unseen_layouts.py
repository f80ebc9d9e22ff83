"""Workbooks that no office has sent yet: made at random from known projects, in the ways that offices differ."""

import io
import random
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.styles import PatternFill

from models.kinds import Programme
from procedure.calendar import MONTHS, MONTHS_SHORT, thai_digits
from tests.documents.drawn_shapes import Arrow, Style, with_arrows, without_sizes

YEAR = 2569
STRATEGIES = ("ยุทธศาสตร์การพัฒนาด้านโครงสร้างพื้นฐาน", "ยุทธศาสตร์การพัฒนาด้านคุณภาพชีวิต", "ยุทธศาสตร์การพัฒนาด้านเศรษฐกิจ")
APPROACHES = ("แนวทางการพัฒนาเส้นทางคมนาคม", "แนวทางการพัฒนาคุณภาพชีวิตผู้สูงอายุ", "แนวทางการส่งเสริมอาชีพ")
NAMES = (
    "โครงการก่อสร้างถนนคอนกรีตเสริมเหล็ก สายบ้านโคกสูง หมู่ที่ 7",
    "โครงการป้องกันและควบคุมโรคพิษสุนัขบ้า",
    "โครงการจัดงานวันผู้สูงอายุแห่งชาติ ประจำปี 2569",
    "โครงการส่งเสริมการอ่านในศูนย์พัฒนาเด็กเล็ก",
    "โครงการขุดลอกคลองส่งน้ำเพื่อการเกษตร หมู่ที่ 1",
    "โครงการอุดหนุนกองทุนสวัสดิการชุมชน",
    "โครงการสำรวจข้อมูลแผนที่ภาษี (ระยะที่ 2)",
    "โครงการฝึกซ้อมแผนป้องกันอัคคีภัย",
    "โครงการปรับปรุงภูมิทัศน์สวนสาธารณะเฉลิมพระเกียรติ",
    "โครงการสัตว์ปลอดโรค คนปลอดภัยจากโรคพิษสุนัขบ้า",
)
DETAILS = (
    "ก่อสร้างถนน คสล. กว้าง 4 เมตร ยาว 250 เมตร หนา 0.15 เมตร",
    "จัดอบรมประชาชน จำนวน 60 คน",
    "รณรงค์และประชาสัมพันธ์ให้ความรู้แก่ประชาชน",
    "สำรวจภาคสนามและบันทึกข้อมูลลงระบบสารสนเทศ",
)
PLACES = ("ทุกหมู่บ้าน", "ศาลาประชาคม หมู่ที่ 2", "โรงเรียนในเขตเทศบาล", "ที่สาธารณะ หมู่ที่ 4", "สำนักงานเทศบาลตำบลโคกสูง")
DIVISIONS = ("กองช่าง", "กองคลัง", "กองการศึกษา", "สำนักปลัดเทศบาล", "กองสาธารณสุขและสิ่งแวดล้อม", "กองสวัสดิการสังคม")
DRIFTED = {
    Programme.INTERNAL_PEACE: "แผนงานรักษาความสงบภายใน",
    Programme.COMMUNITY_STRENGTH: "แผนงานสร้างความเข้มแข็งและชุมชน",
    Programme.COMMERCE: "แผนงานการพานิชย์",
    Programme.RELIGION_CULTURE_RECREATION: "แผนงานการศาสนา วัฒนธรรม และนันทนาการ",
    Programme.PUBLIC_HEALTH: "แผนงานสาธารณะสุข",
}
COLUMNS = {
    "name": ("โครงการ", "ชื่อโครงการ", "โครงการ/กิจกรรม"),
    "detail": ("รายละเอียดของกิจกรรม\nที่เกิดขึ้นจากโครงการ", "รายละเอียด", "รายละเอียดของกิจกรรม"),
    "budget": ("งบประมาณ\n(บาท)", "งบประมาณ", "จำนวนงบประมาณ (บาท)"),
    "place": ("สถานที่ดำเนินการ", "สถานที่\nดำเนินการ"),
    "divisions": ("หน่วยงานรับผิดชอบหลัก", "หน่วยงาน\nรับผิดชอบ", "หน่วยงานที่รับผิดชอบหลัก"),
}
EXTRA = ("วิธีดำเนินการ", "ดำเนินการแล้วเสร็จ", "หมายเหตุ", "ผู้ประสานงาน", "งบประมาณที่เบิกจ่ายจริง")
EXTRA_VALUES = ("เฉพาะเจาะจง", "คัดเลือก", "ธ.ค. 68", "นางสาวใจดี", "-")
MARKS = ("text", "ticks", "ends", "dashes", "merged", "fills", "connector", "block", "one_cell", "group", "absolute")
DRAWN: tuple[Style, ...] = ("connector", "block", "one_cell", "group", "absolute")


@dataclass
class Wanted:
    """What the reading must say of one project."""

    sheet: str
    row: int
    strategy: str
    approach: str | None
    plan: str
    name: str
    detail: str
    budget_baht: str
    place: str
    divisions: list[str]
    months: list[str]


@dataclass
class Unseen:
    """A workbook and what it says."""

    data: bytes
    projects: list[Wanted]
    story: list[str] = field(default_factory=list)  # how it was made, for the message of a failing test


class Maker:
    """Makes one workbook; every choice comes from one seeded generator."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - layouts, not secrets
        self.book = openpyxl.Workbook()
        self.book.remove(self.book.active)
        self.wanted: list[Wanted] = []
        self.arrows: dict[int, list[Arrow]] = {}
        self.style: dict[int, Style] = {}
        self.story: list[str] = []

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def make(self) -> Unseen:
        if self.chance(0.4):
            sheet = self.book.create_sheet("คำแนะนำการกรอก")
            sheet["A1"], sheet["A3"] = "คำแนะนำการกรอกแบบ ผด.02", "ที่"
            sheet["B3"], sheet["B4"] = "โครงการ", "พิมพ์ชื่อโครงการตามแผนพัฒนาท้องถิ่น"
        for number in range(self.random.choice((1, 1, 2, 3))):
            _Sheet(self, f"แผ่นที่ {number + 1}").make()
        stream = io.BytesIO()
        self.book.save(stream)
        data = without_sizes(stream.getvalue())
        for sheet, arrows in self.arrows.items():
            data = with_arrows(data, sheet, arrows, self.style[sheet])
        return Unseen(data, self.wanted, self.story)

    def worn(self, text: str) -> str:
        """Text as it comes out of a PDF or an old font: สระอำ in two halves, blanks that do not break, none at all."""
        if self.chance(0.3):
            text = text.replace("ำ", "\u0e4d\u0e32")
        if self.chance(0.2):
            text = text.replace(" ", "\u00a0")
        if self.chance(0.2) and len(text) > 4:
            text = text[:3] + "\u200b" + text[3:]
        return text

    def number(self, number: int) -> object:
        return self.random.choice((number, str(number), thai_digits(number), f"{number}.", f"({number})"))

    def budget(self, satang: int) -> object:
        whole, rest = divmod(satang, 100)
        commas = f"{whole:,}" + (f".{rest:02d}" if rest else "")
        ways: list[object] = [satang / 100, commas, f"{commas} บาท", thai_digits(commas), commas.replace(",", ", ")]
        ways += [f"{commas}บาท", commas.replace(",", " ")]
        if rest == 0:
            ways += [f"{commas}.-", f"{thai_digits(commas)}.-", whole, f"{commas}.00"]
        if satang == 0:
            return self.random.choice(("ไม่ใช้งบประมาณ", "ไม่มีค่าใช้จ่าย", 0, "0.00"))
        if whole % 10_000 == 0 and rest == 0:
            ways.append(f"{whole / 1_000_000:g} ล้านบาท")
        return self.random.choice(ways)


class _Sheet:
    def __init__(self, maker: Maker, title: str) -> None:
        self.maker = maker
        self.random = maker.random
        self.sheet: Any = maker.book.create_sheet(title)
        self.title = title
        self.row = 1
        self.marks = self.random.choice(MARKS)
        order = list(COLUMNS)
        if maker.chance(0.5):
            self.random.shuffle(order)
        extras = [("extra", name) for name in self.random.sample(EXTRA, self.random.choice((0, 1, 2)))]
        headings = [("number", self.random.choice(("ที่", "ลำดับที่", "ลำดับ")))]
        headings += [(what, self.random.choice(COLUMNS[what])) for what in order]
        for extra in extras:
            headings.insert(self.random.randint(2, len(headings)), extra)
        # The months stand last, or have local columns after them.
        self.headings = headings
        self.first_month = len(headings) + 1
        self.at = {what: place for place, (what, _text) in enumerate(headings, start=1) if what != "extra"}
        self.extra_at = [place for place, (what, _text) in enumerate(headings, start=1) if what == "extra"]
        self.two_rows = maker.chance(0.7)
        self.month_style = self.random.choice(("short", "no dot", "full", "year"))
        self.thai = maker.chance(0.3)
        maker.story.append(f"{title}: marks={self.marks} order={order} two_rows={self.two_rows} {self.month_style}")

    def make(self) -> None:
        maker = self.maker
        self._title()
        self._header()
        for strategy in self.random.sample(STRATEGIES, self.random.choice((1, 2))):
            self._line(f"{self.random.choice(('', '1. ', 'ยุทธศาสตร์ที่ 1 '))}{strategy}")
            approach = self.random.choice(APPROACHES) if maker.chance(0.3) else None
            if approach:
                self._line(f"1.1 {approach}" if maker.chance(0.5) else approach)
            for programme in self.random.sample(list(Programme), self.random.choice((1, 2, 3))):
                named = DRIFTED.get(programme, programme.name_th) if maker.chance(0.5) else programme.name_th
                self._line(self.random.choice(("", "1.1 ", "(๑) ")) + named)
                total = 0
                count = self.random.choice((1, 2, 3))
                for number in range(1, count + 1):
                    if maker.chance(0.15):
                        self._header()
                    total += self._project(number, strategy, approach, programme)
                if maker.chance(0.6):
                    self._cell(self.row, 1, f"รวม {count} โครงการ")
                    self._cell(self.row, self.at["budget"], total / 100)
                    self.row += 1
                elif maker.chance(0.3):
                    self.row += 1  # an empty line
        index = len(maker.book.sheetnames)
        if self.marks in DRAWN and index in maker.arrows:
            maker.style[index] = next(style for style in DRAWN if style == self.marks)

    def _cell(self, row: int, column: int, value: object) -> Any:
        cell = self.sheet.cell(row, column)
        cell.value = value
        return cell

    def _title(self) -> None:
        self.row += self.random.choice((0, 0, 1, 4))
        year = thai_digits(YEAR) if self.thai else str(YEAR)
        self._cell(self.row, self.random.choice((1, 10)), "แบบ ผด. 02")
        self._cell(self.row + 1, 1, "บัญชีจำนวนโครงการพัฒนาท้องถิ่น กิจกรรมและงบประมาณ")
        self._cell(self.row + 2, 1, f"แผนการดำเนินงาน ประจำปีงบประมาณ พ.ศ. {year}")
        self.row += 3 + self.random.choice((0, 1, 3))

    def _header(self) -> None:
        months_row = self.row + 1 if self.two_rows else self.row
        for column, (_what, text) in enumerate(self.headings, start=1):
            self._cell(self.row, column, text)
            if self.two_rows:
                self.sheet.merge_cells(start_row=self.row, start_column=column, end_row=months_row, end_column=column)
        for index in range(12):
            self._cell(months_row, self.first_month + index, self._month(index))
        if self.two_rows:
            for first, last, year in ((0, 2, YEAR - 1), (3, 11, YEAR)):
                text = f"พ.ศ. {thai_digits(year) if self.thai else year}"
                self._cell(self.row, self.first_month + first, text)
                left, right = self.first_month + first, self.first_month + last
                self.sheet.merge_cells(start_row=self.row, start_column=left, end_row=self.row, end_column=right)
        self.row = months_row + 1

    def _month(self, index: int) -> str:
        calendar = (index + 9) % 12
        if self.month_style == "full":
            return MONTHS[calendar]
        short = MONTHS_SHORT[calendar]
        if self.month_style == "no dot":
            return short[:-1]
        if self.month_style == "year" and not self.two_rows:
            return f"{short} {(YEAR - 1 if index < 3 else YEAR) % 100}"
        return short

    def _line(self, text: str) -> None:
        self._cell(self.row, 1, self.maker.worn(text))
        if self.maker.chance(0.5):
            last = self.first_month + 11
            self.sheet.merge_cells(start_row=self.row, start_column=1, end_row=self.row, end_column=last)
        self.row += 1

    def _project(self, number: int, strategy: str, approach: str | None, programme: Programme) -> int:
        maker = self.maker
        satang = self.random.choice((0, 49_800_000, 125_000_050, 1_500_000_00, 8_000_000, 7_525, 175_000_000))
        name = self.random.choice(NAMES)
        texts = {"name": name, "detail": self.random.choice(DETAILS), "place": self.random.choice(PLACES)}
        divisions = self.random.sample(DIVISIONS, self.random.choice((1, 1, 2)))
        texts["divisions"] = self.random.choice(("/", ", ", " / ")).join(divisions)
        months = self._months()
        first = self.row
        self._cell(first, self.at["number"], maker.number(number))
        self._cell(first, self.at["budget"], maker.budget(satang))
        height = 1
        for what, text in texts.items():
            pieces = self._broken(text) if maker.chance(0.4) else [text]
            height = max(height, len(pieces))
            for below, piece in enumerate(pieces):
                self._cell(first + below, self.at[what], maker.worn(piece))
        for column in self.extra_at:
            self._cell(first, column, self.random.choice(EXTRA_VALUES))
        self._mark(first, months)
        self.row += height
        self.maker.wanted.append(
            Wanted(
                sheet=self.title,
                row=first,
                strategy=strategy,
                approach=approach,
                plan=programme.name_th,
                name=name,
                detail=texts["detail"],
                budget_baht=f"{satang // 100}.{satang % 100:02d}",
                place=texts["place"],
                divisions=divisions,
                months=[f"{YEAR - 1 if month < 3 else YEAR}-{(month + 9) % 12 + 1:02d}" for month in months],
            )
        )
        return satang

    def _months(self) -> list[int]:
        first = self.random.randrange(12)
        last = self.random.randrange(first, 12)
        if self.marks in ("ends", "dashes") and last == first:
            first, last = (first, first + 1) if first < 11 else (10, 11)
        if self.marks in ("text", "ticks", "fills") and self.maker.chance(0.3):
            return sorted(self.random.sample(range(12), self.random.randint(1, 5)))
        return list(range(first, last + 1))

    def _broken(self, text: str) -> list[str]:
        """Break a text into two rows within a Thai word, or at a blank before something that is set off by one."""
        thai = [
            place
            for place in range(3, len(text) - 2)
            if "ก" <= text[place - 1] <= "๎" and "ก" <= text[place] <= "ฮ" and " " not in text[place - 2 : place + 3]
        ]
        if not thai:
            return [text]
        cut = self.random.choice(thai)
        return [text[:cut], text[cut:]]

    def _mark(self, row: int, months: list[int]) -> None:
        columns = [self.first_month + month for month in months]
        if self.marks == "text":
            mark = self.random.choice(("X", "x", "*", "●", "1", "ดำเนินการ"))
            for column in columns:
                self._cell(row, column, mark)
        elif self.marks == "ticks":
            for column in columns:
                self._cell(row, column, self.random.choice(("✓", "√", "/", "✔")))
        elif self.marks == "ends":
            self._cell(row, columns[0], self.random.choice(("←", "<", "◄")))
            self._cell(row, columns[-1], self.random.choice(("→", ">", "►")))
        elif self.marks == "dashes":
            for column in columns[1:-1]:
                self._cell(row, column, "────")
            self._cell(row, columns[0], "◄──")
            self._cell(row, columns[-1], "──►")
        elif self.marks == "merged":
            self._cell(row, columns[0], "◄────►")
            if len(columns) > 1:
                self.sheet.merge_cells(start_row=row, start_column=columns[0], end_row=row, end_column=columns[-1])
        elif self.marks == "fills":
            for column in columns:
                self.sheet.cell(row, column).fill = PatternFill("solid", fgColor="FF92D050")
        else:
            # From somewhere in the first month to somewhere in the last, at least a quarter of each, and less of more.
            left = columns[0] - 1 + self.random.uniform(0.0, 0.7 if len(columns) > 1 else 0.3)
            right = columns[-1] - 1 + self.random.uniform(0.6, 1.0)
            index = len(self.maker.book.sheetnames)
            self.maker.arrows.setdefault(index, []).append(Arrow(row, left, right))
