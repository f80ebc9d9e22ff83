"""What is proposed for a plan: projects and equipment as a workbook, a letter or an integrated plan states them."""

import re

from pydantic import Field

from models.kinds import EquipmentCategory, FundingSource, Programme
from procedure.act import Facts

_SUBSIDY = re.compile(r"(โครงการ)?\s*(เงิน)?อุดหนุน")


def _is_none(value: object) -> bool:
    return value is None


def _is_empty(value: list[str]) -> bool:
    return not value


def is_subsidy_by_name(name: str) -> bool:
    """Tell whether a project's name says that its money is paid out to a recipient: it begins with อุดหนุน."""
    return _SUBSIDY.match(name) is not None


class ProposedFunding(Facts):
    """One funding line as proposed."""

    source: FundingSource = Field(title="แหล่งงบประมาณ")
    amount_satang: int = Field(ge=0, title="จำนวนเงิน (สตางค์)")
    authority: str = Field(default="", title="อำนาจ/เอกสารอ้างอิง")
    # None: the plan's own year. Left out of the facts then, so that a file is known again by its digest.
    fiscal_year: int | None = Field(
        default=None, ge=2400, le=2700, exclude_if=_is_none, title="ปีงบประมาณ พ.ศ. ของเงิน (เว้นว่าง = ปีของแผน)"
    )


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
    pays_subsidy: bool | None = Field(default=None, exclude_if=_is_none)  # None: told by the name
    # The row on record that this is (procedure/row_keys.py), and what of it the file does not say and leaves as it is:
    # detail, place, agency, learnt_from, plan_reference, budget_reference, source (of the money).
    key: str | None = Field(default=None, exclude_if=_is_none)
    unsaid: list[str] = Field(default_factory=list, exclude_if=_is_empty)

    @property
    def is_subsidy(self) -> bool:
        """Tell whether the money is paid out to a recipient: as stated, else by a name that begins with อุดหนุน."""
        return is_subsidy_by_name(self.name) if self.pays_subsidy is None else self.pays_subsidy


class ProposedEquipment(Facts):
    """An equipment item as proposed."""

    category: EquipmentCategory
    name: str
    detail: str = ""
    place: str = ""
    months: int = Field(ge=0, le=4095)
    division: str
    funding: list[ProposedFunding]
    key: str | None = Field(default=None, exclude_if=_is_none)
    unsaid: list[str] = Field(default_factory=list, exclude_if=_is_empty)
