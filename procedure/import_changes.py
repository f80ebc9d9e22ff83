"""What importing a workbook would change in an edition: the preview of the import act, which writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from procedure.import_matching import match_rows
from procedure.plans import PlanOnRecord
from procedure.proposals import ProposedEquipment, ProposedProject

FIELDS_TH = {
    "name": "ชื่อ",
    "strategy": "ยุทธศาสตร์",
    "approach": "แนวทาง",
    "programme": "แผนงาน",
    "category": "ประเภทครุภัณฑ์",
    "agency": "หน่วยงานอื่น",
    "detail": "รายละเอียด",
    "place": "สถานที่ดำเนินการ",
    "months": "เดือนที่ดำเนินการ",
    "division": "หน่วยงานรับผิดชอบ",
    "divisions": "หน่วยงานรับผิดชอบ",
    "learnt_from": "ที่มาของข้อมูล",
    "plan_reference": "หน้าในแผนพัฒนาท้องถิ่น",
    "budget_reference": "หน้าในงบประมาณ",
    "funding": "งบประมาณ",
    "pays_subsidy": "เป็นเงินอุดหนุน",
}


@dataclass(frozen=True)
class ChangedRow:
    """A row on record that the file says otherwise: its name in the file, and which of ``FIELDS_TH`` differ."""

    name: str
    fields: tuple[str, ...]


@dataclass
class ImportChanges:
    """What an import would do. ``left`` rows are as the file says; ``not_in_file`` rows stay as they are, untouched."""

    added: list[str] = field(default_factory=list)
    changed: list[ChangedRow] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    not_in_file: list[str] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Tell whether the file says nothing new."""
        return not self.added and not self.changed


def compare_import(
    session: Session,
    on_record: PlanOnRecord,
    projects: Sequence[ProposedProject],
    equipment: Sequence[ProposedEquipment],
) -> ImportChanges:
    """Return what importing these rows into the edition would add, change and leave, as ``match_rows`` does."""
    matching = match_rows(session, on_record, projects, equipment)
    changes = ImportChanges(not_in_file=matching.not_in_file)
    for row in matching.rows:
        if row.known is None:
            changes.added.append(row.proposed.name)
        elif row.differing:
            changes.changed.append(ChangedRow(row.proposed.name, row.differing))
        else:
            changes.left.append(row.proposed.name)
    return changes
