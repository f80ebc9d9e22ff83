"""What one filled-in cell of a quarter's workbook means: a status, a percent, an amount, a tick, a day, a text."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from documents.printable import tidied
from documents.workbook_cells import Share, clean_text, is_blank, match_key, read_amount
from models.kinds import ObstacleKind, ProgressStatus, SubmissionKind
from models.values import BUDDHIST_ERA_OFFSET
from procedure.calendar import parse_date, thai_date_short
from procedure.progress import AWAITS_PAYMENT_TH, NOT_YET_DUE_TH

LONGEST_TEXT = 4000  # as ``ProjectProgress`` takes

# What people write for a status besides its own name; the first two are what the board calls projects.
_STATUS_WORDS = {
    NOT_YET_DUE_TH: ProgressStatus.NOT_STARTED,
    AWAITS_PAYMENT_TH: ProgressStatus.COMPLETED,
    "ยังไม่ได้ดำเนินการ": ProgressStatus.NOT_STARTED,
    "ยังไม่เริ่มดำเนินการ": ProgressStatus.NOT_STARTED,
    "ระหว่างดำเนินการ": ProgressStatus.IN_PROGRESS,
    "กำลังดำเนินการ": ProgressStatus.IN_PROGRESS,
    "อยู่ในระหว่างดำเนินการ": ProgressStatus.IN_PROGRESS,
    "แล้วเสร็จ": ProgressStatus.COMPLETED,
    "ดำเนินการเสร็จแล้ว": ProgressStatus.COMPLETED,
    "ดำเนินการเสร็จสิ้น": ProgressStatus.COMPLETED,
    "ยกเลิก": ProgressStatus.CANCELLED,
}
_STATUSES = {match_key(words): status for words, status in _STATUS_WORDS.items()} | {
    match_key(status.name_th): status for status in ProgressStatus
}
_OBSTACLES = {match_key(kind.name_th): kind for kind in ObstacleKind}
_PAID = frozenset(match_key(words) for words in ("ใช่", "แล้ว", "เบิกจ่ายงวดสุดท้ายแล้ว", "✓", "✔", "/", "1", "True"))
_NOT_PAID = frozenset(match_key(words) for words in ("ไม่ใช่", "ไม่", "ยัง", "ยังไม่", "ไม่มี", "0", "False"))


class NotRead(ValueError):
    """The cell says something that is none of what it is for."""


@dataclass(frozen=True)
class Cell:
    """A cell as it stands in a file: its own value, and its cleaned text."""

    value: object
    text: str

    @property
    def blank(self) -> bool:
        return is_blank(self.text)


def read_status(cell: Cell) -> ProgressStatus:
    """Return a status by its name, however its blanks drift. Raises ``NotRead``, for an empty cell too."""
    try:
        return _STATUSES[match_key(cell.text)]
    except KeyError:
        raise NotRead from None


def read_percent(cell: Cell) -> int | None:
    """Return a whole percent, ``45``, ``๔๕`` or ``45%``; None for an empty cell. Raises ``NotRead``.

    ``100%`` typed into Excel is the number 1 in a cell that shows percents.
    """
    if cell.blank:
        return None
    text = f"{cell.value * 100:.10g}" if isinstance(cell.value, Share) else cell.text
    plain = match_key(text).removeprefix("ร้อยละ").removesuffix("%")
    if isinstance(cell.value, bool) or not re.fullmatch(r"[0-9]{1,3}(\.0+)?", plain) or float(plain) > 100:
        raise NotRead
    return int(float(plain))


def read_satang(cell: Cell) -> int:
    """Return an amount in satang, nought for an empty cell or a dash. Raises ``NotRead``."""
    if cell.blank:
        return 0
    satang = read_amount(cell.value).satang
    if satang is None:
        raise NotRead
    return satang


def read_paid(cell: Cell) -> bool:
    """Tell whether the final payment is ticked. Raises ``NotRead``."""
    key = match_key(cell.text)
    if key in _PAID:
        return True
    if cell.blank or key in _NOT_PAID:
        return False
    raise NotRead


def read_obstacle_kind(cell: Cell) -> ObstacleKind | None:
    """Return the kind of obstacle by its name; None for an empty cell or ``ไม่มี``. Raises ``NotRead``."""
    key = match_key(cell.text)
    if cell.blank or key == "ไม่มี":
        return None
    try:
        return _OBSTACLES[key]
    except KeyError:
        raise NotRead from None


def read_kind(cell: Cell, names: dict[SubmissionKind, str]) -> SubmissionKind:
    """Return the way of sending by its name. Raises ``NotRead``."""
    for kind, name in names.items():
        if match_key(name) == match_key(cell.text):
            return kind
    raise NotRead


def read_day(cell: Cell) -> date | None:
    """Return a day: an Excel date, or text such as ``15/01/2569`` and ``๑๕ ม.ค. ๒๕๖๙``; None for an empty cell.

    Excel takes a Buddhist-era year that is typed under another region's calendar for a Gregorian one; no day that
    is asked for lies five centuries ahead. Raises ``NotRead``.
    """
    try:
        if isinstance(cell.value, datetime | date):
            day = cell.value.date() if isinstance(cell.value, datetime) else cell.value
            return day.replace(year=day.year - BUDDHIST_ERA_OFFSET) if day.year >= 2400 else day
        return None if cell.blank else parse_date(cell.text)
    except ValueError:
        raise NotRead from None


def read_text(cell: Cell, before: str) -> str:
    """Return a text as it was typed. One that is the prefilled one but for blanks that Excel does not show is that."""
    text = cell.text
    if isinstance(cell.value, datetime | date):
        day = read_day(cell)
        text = thai_date_short(day, digits="arabic") if day else ""
    return before if text == clean_text(tidied(before)) else text
