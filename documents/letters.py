"""What an official letter says: a memo within the office (บันทึกข้อความ) or a letter to outsiders (หนังสือภายนอก)."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from documents.content import Office
from documents.plan_lines import area_of
from procedure.calendar import thai_date

BLANK = "." * 30  # where the office writes by hand what nobody has recorded


class LetterKind(StrEnum):
    """Within the office, or to somebody outside it."""

    MEMO = "memo"
    OUTSIDE = "outside"


class PaperFacts(BaseModel):
    """The facts of an office's paper, as its renderers take them."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Signatory(PaperFacts):
    """Who signs: the name ("" where nobody holds the post), the own post, and in whose place (or "")."""

    name: str
    post: str
    acting_for: str = ""

    @property
    def lines(self) -> list[str]:
        """Return the lines under a signature, the name in brackets."""
        return [line for line in (f"({self.name or BLANK})", self.post, *self.acting_for.split("\n")) if line]


class Letter(PaperFacts):
    """One letter. ``number`` and ``through`` may be empty; ``file_name`` has no ending."""

    kind: LetterKind
    file_name: str
    office: Office
    division: str  # who writes it: ส่วนราชการเจ้าของเรื่อง
    number: str
    dated_on: date
    subject: str
    to: str
    through: str = ""
    attachments: list[str] = []
    paragraphs: list[str]
    signatory: Signatory
    endorsed_by: Signatory | None = None  # the clerk, through whom a memo goes


def addressee(letter: Letter) -> str:
    """Return whom a letter addresses, with whom it goes through."""
    return f"{letter.to} (ผ่าน {letter.through})" if letter.through else letter.to


def sender_lines(letter: Letter) -> list[str]:
    """Return the lines at the right of a letter to outsiders: the office and where it stands."""
    return [letter.office.name, area_of(letter.office)]


def number_line(letter: Letter) -> str:
    """Return the number of a letter, or room for it."""
    return letter.number or BLANK


def date_line(letter: Letter) -> str:
    """Return the date as letters bear it, in the office's digits: ``๒๖ กันยายน ๒๕๖๘``."""
    return letter.office.digits.write(thai_date(letter.dated_on))
