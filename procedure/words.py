"""The words of an office: what each kind of organization calls its ordinance, people and council.

Source: domain.md 3.3 (เทศบาล: เทศบัญญัติ; อบต. and อบจ.: ข้อบัญญัติ) and 1.2 (committee titles vary locally,
so an office may set its own).
"""

from dataclasses import dataclass

from models.kinds import CommitteeKind, OrganizationKind


@dataclass(frozen=True)
class OfficeWords:
    """The words for one kind of organization, in Thai."""

    kind_short: str  # ทต.
    kind_full: str  # เทศบาลตำบล
    self_reference: str  # how the office calls itself within a sentence: เทศบาล
    ordinance: str  # เทศบัญญัติ
    executive: str  # นายกเทศมนตรี
    clerk: str  # ปลัดเทศบาล
    clerk_office: str  # สำนักปลัดเทศบาล
    council: str  # สภาเทศบาล
    support_committee: str
    development_committee: str

    def committee(self, kind: CommitteeKind) -> str:
        """Return the usual title of a committee; an office may keep its own."""
        return {
            CommitteeKind.SUPPORT: self.support_committee,
            CommitteeKind.DEVELOPMENT: self.development_committee,
            CommitteeKind.EVALUATION: "คณะกรรมการติดตามและประเมินผลแผนพัฒนาท้องถิ่น",
        }[kind]


def _municipality(short: str, full: str) -> OfficeWords:
    return OfficeWords(
        kind_short=short,
        kind_full=full,
        self_reference="เทศบาล",
        ordinance="เทศบัญญัติ",
        executive="นายกเทศมนตรี",
        clerk="ปลัดเทศบาล",
        clerk_office="สำนักปลัดเทศบาล",
        council="สภาเทศบาล",
        support_committee="คณะกรรมการสนับสนุนการจัดทำแผนพัฒนาเทศบาล",
        development_committee="คณะกรรมการพัฒนาเทศบาล",
    )


def _administrative_organization(short: str, full: str) -> OfficeWords:
    return OfficeWords(
        kind_short=short,
        kind_full=full,
        self_reference=full,
        ordinance="ข้อบัญญัติ",
        executive=f"นายก{full}",
        clerk=f"ปลัด{full}",
        clerk_office="สำนักปลัด",
        council=f"สภา{full}",
        support_committee=f"คณะกรรมการสนับสนุนการจัดทำแผนพัฒนา{full}",
        development_committee=f"คณะกรรมการพัฒนา{full}",
    )


WORDS = {
    OrganizationKind.PROVINCIAL: _administrative_organization("อบจ.", "องค์การบริหารส่วนจังหวัด"),
    OrganizationKind.CITY: _municipality("ทน.", "เทศบาลนคร"),
    OrganizationKind.TOWN: _municipality("ทม.", "เทศบาลเมือง"),
    OrganizationKind.SUBDISTRICT_MUNICIPALITY: _municipality("ทต.", "เทศบาลตำบล"),
    OrganizationKind.SUBDISTRICT: _administrative_organization("อบต.", "องค์การบริหารส่วนตำบล"),
}
