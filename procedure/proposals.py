"""What is proposed for a plan: projects and equipment as a workbook, a letter or an integrated plan states them."""

from pydantic import Field

from models.kinds import EquipmentCategory, FundingSource, Programme
from procedure.act import Facts


class ProposedFunding(Facts):
    """One funding line as proposed."""

    source: FundingSource = Field(title="แหล่งงบประมาณ")
    amount_satang: int = Field(title="จำนวนเงิน (สตางค์)", ge=0)
    authority: str = Field(default="", title="อ้างอิง")


class ProposedProject(Facts):
    """A project as a division, an agency's letter or an integrated plan states it."""

    strategy: str
    approach: str | None = None
    programme: Programme
    name: str
    detail: str = ""
    place: str = ""
    months: int = Field(ge=0, le=4095)
    divisions: list[str]
    agency: str | None = None
    learnt_from: str = ""
    plan_reference: str = ""
    budget_reference: str = ""
    funding: list[ProposedFunding]


class ProposedEquipment(Facts):
    """An equipment item as proposed."""

    category: EquipmentCategory
    name: str
    detail: str = ""
    place: str = ""
    months: int = Field(ge=0, le=4095)
    division: str
    funding: list[ProposedFunding]
