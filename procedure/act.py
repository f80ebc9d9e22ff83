"""What every act is made of: facts in, an outcome out, and one record of it in audit and events."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from sqlmodel import Session

from models.evidence import AuditHead
from models.obligations import Event
from procedure.audit import append_entry, lock_chain
from procedure.calendar import bangkok_date, thai_date, thai_digits
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission


class Facts(BaseModel):
    """The facts of an act, as a person states them."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _without_null_bytes(cls, value: object) -> object:
        """PostgreSQL stores no null byte in text; one that slips into a form or a file says nothing."""
        return value.replace("\x00", "") if isinstance(value, str) else value


class LineFacts(Facts):
    """A record among an act's facts that fits on a line: typed so at the command line, as fields everywhere else."""

    @classmethod
    def from_line(cls, line: str) -> dict[str, str]:
        """Return the fields that a line states. Raises ``ValueError``."""
        raise NotImplementedError

    @model_validator(mode="before")
    @classmethod
    def _as_typed(cls, value: object) -> object:
        return cls.from_line(value) if isinstance(value, str) else value


class EditionFacts(Facts):
    """The facts of an act on one edition of a fiscal year's plan.

    ``edition`` is ``base``, ``addition-1``, ``amendment-2`` …; empty where only one edition can be meant.
    """

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    edition: str = Field(
        default="",
        title="ฉบับ (base, addition-1, amendment-1; เว้นว่างได้เมื่อมีฉบับเดียว)",
        pattern=r"^(|base|(addition|amendment)-[1-9][0-9]{0,3})$",
    )


F = TypeVar("F", bound=Facts)


class StepRun(BaseModel):
    """The run that an act asks Prefect for: one step of one plan at one version of its facts."""

    model_config = ConfigDict(frozen=True)

    deployment: str
    organization_id: int
    fiscal_year: int
    version: int

    @property
    def idempotency_key(self) -> str:
        return f"{self.deployment}:{self.organization_id}:{self.fiscal_year}:{self.version}"


class Outcome(BaseModel):
    """What an act did: its sentence for the person, warnings, the record's id, and the run it asks for."""

    model_config = ConfigDict(frozen=True)

    act: str
    message_th: str
    message_en: str
    subject_id: int
    warnings_th: list[str] = []
    run: StepRun | None = None


Warnings = Sequence[str]
Act = Callable[[Session, Actor, F, datetime], Outcome]


@dataclass(frozen=True)
class RegisteredAct:
    """An act as it is offered to people: on the command line, in the Prefect UI, and to the test of every act.

    ``command`` is the group and verb on the command line. Each module of acts lists its own as ``ACTS``. ``in_prefect``
    is false for acts of the schedule and for facts that no run form should hold (files, names, addresses).
    ``options`` names a field's option where its own name would not do: ``{"submitted_on": "--on"}``; a name without
    dashes, ``{"fiscal_year": "FISCAL_YEAR"}``, makes it the command's argument.
    """

    act: Act[Any]
    facts: type[Facts]
    permission: Permission
    command: tuple[str, str]
    title_th: str
    in_prefect: bool = True
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.act.__name__


@dataclass
class Recording:
    """An act under way: permission checked, the organization's chain locked."""

    session: Session
    actor: Actor
    act: str
    as_of: datetime
    head: AuditHead
    dated_on: date | None = None  # the day that the act's paper bears, once ``dated`` has taken it

    @property
    def today(self) -> date:
        """Return the Bangkok date of the act."""
        return bangkok_date(self.as_of)

    def dated(self, day: date, what_th: str, what_en: str) -> None:
        """Take the day that the act's paper bears: lateness goes by it, and event and outcome show both days.

        Raises ``ProcedureError`` ``date_in_future`` for a day after the Bangkok date of the act.
        """
        require_not_future(day, self.today, what_th, what_en)
        self.dated_on = day

    def write(
        self, facts: Mapping[str, object], event: str, subject_kind: str, subject_id: int, **payload: object
    ) -> int:
        """Write the audit entry and the event; return the entry's number, which versions the facts.

        The event of a dated act carries the paper's day as ``dated_on``, beside its own ``as_of``.
        """
        entry = append_entry(self.session, self.head, self.actor, self.act, facts, self.as_of)
        self.tell(event, subject_kind, subject_id, **{**self._dated(), **payload})
        return entry.seq

    def tell(self, event: str, subject_kind: str, subject_id: int, **payload: object) -> None:
        """Write one more event of the same act: something that follows from it and concerns others."""
        self.session.add(
            Event(
                organization_id=self.actor.organization_id,
                kind=event,
                subject_kind=subject_kind,
                subject_id=subject_id,
                payload=payload,
                as_of=self.as_of,
            )
        )
        self.session.flush()

    def outcome(
        self, message_th: str, message_en: str, subject_id: int, run: StepRun | None = None, warnings_th: Warnings = ()
    ) -> Outcome:
        """Return what the act did; the sentences of one that was recorded later than its paper say how much later."""
        days_th, days_en = backdated(self.dated_on, self.today), backdated_en(self.dated_on, self.today)
        return Outcome(
            act=self.act,
            message_th=f"{message_th} ({days_th})" if days_th else message_th,
            message_en=f"{message_en} ({days_en})" if days_en else message_en,
            subject_id=subject_id,
            warnings_th=list(warnings_th),
            run=run,
        )

    def _dated(self) -> dict[str, object]:
        return {"dated_on": self.dated_on.isoformat()} if self.dated_on else {}


def backdated(day: date | None, today: date) -> str:
    """Return ``บันทึกย้อนหลัง ๓ วัน`` for a paper recorded days after its own; nothing on the same day or undated."""
    days = (today - day).days if day else 0
    return f"บันทึกย้อนหลัง {thai_digits(days)} วัน" if days > 0 else ""


def backdated_en(day: date | None, today: date) -> str:
    """Return ``recorded 3 days later``, as ``backdated`` does in Thai."""
    days = (today - day).days if day else 0
    return f"recorded {days} day{'s' if days > 1 else ''} later" if days > 0 else ""


def begin(session: Session, actor: Actor, act: str, permission: Permission, as_of: datetime) -> Recording:
    """Begin an act: check the permission and lock the organization's chain until the transaction ends.

    Raises ``ProcedureError`` ``not_permitted``.
    """
    if not actor.may(permission):
        raise ProcedureError(
            "not_permitted",
            "ตำแหน่งของท่านไม่มีสิทธิดำเนินการนี้ โปรดติดต่อนักวิเคราะห์นโยบายและแผนหรือผู้ดูแลระบบ",
            "Your post may not do this; ask the plan analyst or the administrator.",
        )
    return Recording(session, actor, act, as_of, lock_chain(session, actor.organization_id))


def require_not_future(day: date, today: date, what_th: str, what_en: str) -> None:
    """Refuse a fact dated after the Bangkok day of the act: ``date_in_future``."""
    if day > today:
        raise ProcedureError(
            "date_in_future",
            f"{what_th} ({thai_date(day)}) เป็นวันในอนาคต โปรดบันทึกเมื่อเกิดขึ้นแล้ว",
            f"{what_en} ({day.isoformat()}) is in the future; record it once it has happened.",
        )


def require_not_before(day: date, earliest: date, code: str, what_th: str, what_en: str) -> None:
    """Refuse a fact dated before what it follows from, with the given code."""
    if day < earliest:
        raise ProcedureError(
            code,
            f"{what_th} ({thai_date(day)}) อยู่ก่อนวันที่ {thai_date(earliest)} โปรดตรวจสอบวันที่",
            f"{what_en} ({day.isoformat()}) is before {earliest.isoformat()}; check the dates.",
        )
