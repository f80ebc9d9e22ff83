"""What a document says, before it has a shape: plain models that the renderers take.

Amounts are integer satang; days are Gregorian dates; the renderers write Thai dates and digits.
"""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from models.kinds import Approver, Digits, OrganizationKind, PdfKind, TriggerKind


def _is_none(value: object) -> bool:
    return value is None


class _Content(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64")


class Picture(_Content):
    """A picture that a document shows: the office's Garuda (ตราครุฑ), a photograph. ``ending``: png, jpg or svg."""

    ending: str
    content: bytes


class Office(_Content):
    """The organization a document speaks for. ``name`` is full: เทศบาลตำบลตัวอย่าง.

    Its way of writing: ``digits`` for all that is ours, ``font`` of Word and Excel files, ``pdf`` for what PDFs
    conform to, ``garuda`` at the head of letters and announcements (None: room is left for a stamp).
    """

    kind: OrganizationKind
    name: str
    district: str
    province: str
    support_committee: str
    development_committee: str
    # Left out where usual, so that what was kept before these were choices is known again.
    digits: Digits = Field(default=Digits.THAI, exclude_if=lambda digits: digits is Digits.THAI)
    font: str = Field(default="TH SarabunPSK", exclude_if=lambda font: font == "TH SarabunPSK")
    pdf: PdfKind = Field(default=PdfKind.ARCHIVE, exclude_if=lambda kind: kind is PdfKind.ARCHIVE)
    garuda: Picture | None = Field(default=None, exclude_if=_is_none)


class AccountRow(_Content):
    """One line of an account: a project (ผด.02) or an equipment item (ผด.02/1)."""

    number: int
    name: str
    detail: str
    satang: int
    no_budget: bool
    place: str
    responsible: list[str]
    months: list[int]  # 0 = October to 11 = September
    other_agency: bool = False
    dropped: str = ""  # ยกเลิก or รวมโครงการ: what a later edition did; neither counted nor summed


class AccountGroup(_Content):
    """The projects of one strategy, approach (None where the office does not use approaches) and programme."""

    strategy_number: int
    strategy: str
    approach: str | None
    programme: str
    rows: list[AccountRow]


class EquipmentGroup(_Content):
    """The equipment of one category, with its prefix ครุภัณฑ์."""

    category: str
    rows: list[AccountRow]


class PlanContent(_Content):
    """An operation plan, draft or announced; groups come in the plan's order."""

    office: Office
    fiscal_year: int
    edition_title: str  # "" for the base plan, else "เพิ่มเติม ครั้งที่ ๑"
    draft_number: int | None  # None once announced
    dated_on: date  # the announcement, or what the draft stands on
    groups: list[AccountGroup]
    equipment: list[EquipmentGroup]
    introduction: str | None = Field(default=None, exclude_if=_is_none)  # the office's own text of part 1
    # Who signs the foreword, line by line, where the office chose a post for it; else the office itself does.
    foreword_signatory: list[str] = Field(default_factory=list, exclude_if=lambda lines: not lines)


class Ground(_Content):
    """An event that asks for a plan or an addition: its kind, its day, the paper and who approved."""

    kind: TriggerKind
    on: date
    document: str
    approver: Approver | None = None


class AnnouncementContent(_Content):
    """The executive's announcement of a plan."""

    office: Office
    fiscal_year: int
    edition_title: str
    grounds: list[Ground]  # the events of clause 27 that it discharges; none for an amendment
    amended_for: str  # why the plan is amended; "" for the base plan and additions
    base_announced_on: date | None  # the day the plan that is amended was announced
    committee_approved_on: date | None  # None for an amendment that passes no committee
    announced_on: date
    signatory_name: str
    signatory_post: str
    acting_for: str | None  # "รักษาราชการแทน นายกเทศมนตรี…" on a line of its own, or None
    public_page: str = Field(default="", exclude_if=lambda address: not address)  # where anybody reads that plan


class CarriedLine(_Content):
    """A project carried on from an earlier year, with where it comes from and how it stood at the quarter's end."""

    name: str
    division: str
    origin_year: int
    origin_number: int
    outcome: str  # กันเงิน (ก่อหนี้ผูกพันแล้ว), ขยายเวลาเบิกจ่าย
    expires_on: date
    status: str
    satang: int
    disbursed_satang: int
