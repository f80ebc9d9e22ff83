"""What the catalogue says of a document: its formats, what it is about, and how it is made.

It is made in two steps, for nothing is rendered while a transaction is open: its facts are read, then its files are
written.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlmodel import Session

from models.quarters import QuarterRound
from procedure.plans import PlanOnRecord


class Format(StrEnum):
    """The formats of documents, by their files' endings."""

    PDF = "pdf"
    WORD = "docx"
    EXCEL = "xlsx"
    CSV = "csv"
    JSON = "json"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Format.PDF: "application/pdf",
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
}


class About(StrEnum):
    """What a document is about: one edition of a plan, one quarter's round, or the whole year."""

    EDITION = "edition"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True)
class Asked:
    """What is asked for: an edition (the base plan for a year's document), a Bangkok day to go by, and for a
    quarter's document its round. ``public_url`` is the portal's address, where one is set."""

    on_record: PlanOnRecord
    on: date
    quarter_round: QuarterRound | None = None
    public_url: str | None = None


@dataclass(frozen=True)
class Made:
    """A file of a document: a name without ending, its format and its bytes."""

    name: str
    format: Format
    content: bytes


@dataclass(frozen=True)
class Document:
    """One document of the catalogue.

    ``facts`` reads what it says and raises ``ProcedureError`` where the record does not hold it yet; ``render`` writes
    its files, one or more, in one of its formats, given the folder of the prepared fonts.
    """

    key: str
    title_th: str
    about: About
    formats: tuple[Format, ...]
    facts: Callable[[Session, Asked], Any]
    render: Callable[[Any, Format, Path], Sequence[Made]]
