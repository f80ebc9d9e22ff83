"""Settings: of the installation (from the environment) and of an office (kept with its record)."""

from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.kinds import Digits, ItaPart, PdfKind, SignedPaper
from models.values import Quarter


class Settings(BaseSettings):
    """Settings of an installation, from ``TRAIMAS_…`` variables. Addresses and secrets are never logged."""

    model_config = SettingsConfigDict(env_prefix="TRAIMAS_", extra="ignore")

    data_dir: Path = Path("data")
    # The folder of what can be made again (the prepared fonts); default: inside data_dir.
    cache_dir: Path = Field(default_factory=lambda given: given["data_dir"] / "cache")
    database_url: str | None = Field(default=None, repr=False)  # default: SQLite inside data_dir
    mail_url: str | None = Field(default=None, repr=False)  # an Apprise mail URL without `to`
    sender_name: str = "Traimas"
    mail_connections: int = Field(default=4, ge=1, le=64)  # SMTP connections kept open by one sender
    # What the mail provider allows; None: no limit of ours.
    mail_per_minute: int | None = Field(default=None, ge=1)
    mail_per_day: int | None = Field(default=None, ge=1)
    line_api: str = "https://api.line.me"
    webhook_hosts: str = ""  # private or loopback hosts that webhooks may reach, with commas between
    address_keys: SecretStr | None = None  # newest first, with commas between; default: a file in data_dir
    public_url: str | None = None  # the portal's address in mails
    portal_port: int = 8300
    prefect_port: int = 4300
    prefect_api_url: str | None = None  # default: the embedded server of this data folder
    prefect_auth: str | None = Field(default=None, repr=False)  # "user:password" of the Prefect server
    administrator: str = ""  # code of the organization whose administrator acts from the Prefect UI

    @property
    def url(self) -> str:
        """Return the SQLAlchemy address of the domain database."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'traimas.sqlite3'}"


@lru_cache
def settings() -> Settings:
    """Return the installation's settings, read once."""
    return Settings()


class QuarterDay(BaseModel):
    """A day of the year, such as 15 January."""

    model_config = ConfigDict(frozen=True)

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)

    @model_validator(mode="after")
    def _is_in_every_year(self) -> Self:
        date(2023, self.month, self.day)  # a common year: raises ValueError for 30 February, and for 29
        return self


PaperFont = Literal["TH SarabunPSK", "TH Sarabun New", "TH SarabunIT๙", "TH Niramit AS", "Cordia New", "Angsana New"]


class PaperSignature(BaseModel):
    """Who signs one of the office's papers: a post on record by its title ("": the usual one), and the line printed
    under the name in the place of that title ("": the title)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    post: str = Field(default="", max_length=200)
    title: str = Field(default="", max_length=200)


class PaperSettings(BaseModel):
    """How an office's documents look, and who signs them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    digits: Digits = Digits.THAI
    # Of Word and Excel files; PDFs carry their own Sarabun, the one font whose Thai can be searched in them.
    font: PaperFont = "TH SarabunPSK"
    pdf: PdfKind = PdfKind.ARCHIVE
    signatures: dict[SignedPaper, PaperSignature] = Field(default_factory=dict)
    # Item numbers of the ITA move every year (domain.md 4.4): by fiscal year, then part, as {2569: {"plan": "o10"}}.
    ita_items: dict[int, dict[ItaPart, str]] = Field(default_factory=dict)


class OfficeSettings(BaseModel):
    """What an office decides for itself, each with its default; none of these is law.

    Quarter days: no clause fixes them (domain.md 0, finding 6), so they are the office's own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    quarter_due: tuple[QuarterDay, QuarterDay, QuarterDay, QuarterDay] = (
        QuarterDay(month=1, day=15),
        QuarterDay(month=4, day=20),
        QuarterDay(month=7, day=15),
        QuarterDay(month=10, day=15),
    )
    lock_after_days: int = Field(default=15, ge=0, le=365)
    quarter_due_next_working_day: bool = False  # a quarter day on a holiday moves to the next working day
    edition_word: Literal["ครั้งที่", "ฉบับที่"] = "ครั้งที่"
    # The text leaves amendment to the executive alone (domain.md 1.1 and 6, [U]).
    amendment_passes_committee: bool = False
    amendment_posted: bool = True
    executive_may_approve_accumulated_funds: bool = False
    # Who prepared a draft does not record its approval alone. The smallest offices may do without; the audit says so.
    countersign: bool = True
    # No clause on the quorum was seen (domain.md 1.2); not less than half is the common rule.
    quorum: Literal["half", "more_than_half", "two_thirds"] = "half"
    percent_required: Literal["construction", "always", "never"] = "construction"
    send_at: time = time(8, 30)  # Bangkok wall time
    # Outside these hours (Bangkok wall time) nothing is sent but what a person asks for now.
    quiet_from: time = time(19, 0)
    quiet_until: time = time(7, 0)
    # Days after the due day from which a rung also tells the next level up; the executive only if the office says so.
    head_from_days: int = Field(default=3, ge=1, le=60)
    clerk_from_days: int = Field(default=7, ge=1, le=60)
    executive_from_days: int | None = Field(default=None, ge=1, le=120)
    retry_hours: int = Field(default=24, ge=1, le=240)
    link_days: int = Field(default=14, ge=1, le=60)
    papers: PaperSettings = PaperSettings()

    def quarter_due_on(self, quarter: Quarter) -> date:
        """Return the office's due day for a quarter: the chosen day next after the quarter's end."""
        chosen = self.quarter_due[quarter.number - 1]
        end = quarter.last_day
        year = end.year if (chosen.month, chosen.day) > (end.month, end.day) else end.year + 1
        return date(year, chosen.month, chosen.day)
