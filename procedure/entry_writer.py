"""Writing proposed projects and equipment into an edition, and marking which sources they answer for."""

from datetime import date

from sqlmodel import Session, col, delete, select

from models.kinds import EntryAction, ObligationRule, Role, SourceKind
from models.organizations import Agency, Division, Officer, RoleGrant
from models.plans import (
    Approach,
    EntryDivision,
    EquipmentItem,
    FundingLine,
    Project,
    ProjectEntry,
    ProjectSource,
    Strategy,
)
from procedure.duties import meet
from procedure.errors import ProcedureError
from procedure.import_matching import MatchedEquipment, MatchedProject
from procedure.plans import PlanOnRecord, identity
from procedure.proposals import ProposedEquipment, ProposedFunding, ProposedProject

# The integrated plans among the sources, by the words that quote them.
QUOTED_AS = {SourceKind.PROVINCIAL_PLAN: "แผนพัฒนาจังหวัด", SourceKind.DISTRICT_PLAN: "แผนพัฒนาอำเภอ"}


class EntryWriter:
    """Writes proposed projects and equipment into an edition, each new or into the row on record that it is."""

    def __init__(self, session: Session, on_record: PlanOnRecord) -> None:
        self.session = session
        self.on_record = on_record
        self.organization_id = organization_id = on_record.organization_id
        self.divisions = {
            row.name: identity(row.id)
            for row in session.exec(select(Division).where(Division.organization_id == organization_id))
        }
        self.agencies = {
            row.name: identity(row.id)
            for row in session.exec(select(Agency).where(Agency.organization_id == organization_id))
        }
        reporting = (
            select(Officer)
            .join(RoleGrant, col(RoleGrant.officer_id) == col(Officer.id))
            .where(Officer.organization_id == organization_id, RoleGrant.role == Role.OFFICER)
        )
        officers = list(session.exec(reporting.order_by(col(Officer.id).desc())))
        self.division_officers = {row.division_id: identity(row.id) for row in officers if row.division_id}
        self.agency_officers = {row.agency_id: identity(row.id) for row in officers if row.agency_id}
        self.sources = list(session.exec(select(ProjectSource).where(ProjectSource.edition_id == on_record.edition_id)))
        self.strategies = {
            row.name: row for row in session.exec(select(Strategy).where(Strategy.plan_id == on_record.plan_id))
        }
        self.approaches = {
            (row.strategy_id, row.name): row
            for row in session.exec(select(Approach).where(Approach.organization_id == organization_id))
        }
        numbers = select(col(Project.number)).where(Project.plan_id == on_record.plan_id)
        self.last_number = max(session.exec(numbers), default=0)
        items = select(col(EquipmentItem.number)).where(EquipmentItem.edition_id == on_record.edition_id)
        self.last_item = max(session.exec(items), default=0)

    def alike_in_force(self, projects: list[ProposedProject]) -> list[str]:
        """Return a warning in Thai for each proposed project that is named like one of an earlier edition."""
        rows = self.session.exec(
            select(Project, ProjectEntry)
            .join(ProjectEntry, col(ProjectEntry.project_id) == col(Project.id))
            .where(Project.plan_id == self.on_record.plan_id, ProjectEntry.edition_id != self.on_record.edition_id)
        )
        numbers = {entry.name: project.number for project, entry in rows}
        return [
            f"แผนมีโครงการชื่อ “{proposed.name}” อยู่แล้ว (ลำดับที่ {numbers[proposed.name]}) "
            "หากเป็นโครงการเดิมให้บันทึกเป็นการเปลี่ยนแปลงโครงการแทน"
            for proposed in projects
            if proposed.name in numbers
        ]

    def keep_project(self, matched: MatchedProject) -> bool:
        """Write one project as its row says, unless it stands so already; return whether it is new."""
        proposed, known = matched.proposed, matched.known
        if known is not None and not matched.differing:
            return False
        strategy = self._strategy(proposed.strategy)
        approach = self._approach(strategy, proposed.approach) if self.on_record.edition.uses_approaches else None
        agency_id = self._agency(proposed.agency) if proposed.agency else None
        division_ids = [self._division(name) for name in proposed.divisions] if agency_id is None else []
        entry = known.entry if known else self._new_entry(proposed, strategy, agency_id)
        if known is not None and known.project.agency_id != agency_id:
            known.project.agency_id = agency_id
            self.session.add(known.project)
        entry.strategy_id, entry.approach_id, entry.programme = strategy, approach, proposed.programme
        entry.name = proposed.name
        entry.detail, entry.place, entry.months = proposed.detail, proposed.place, proposed.months
        if known is None or {"divisions", "agency"} & set(matched.differing):
            entry.officer_id = self._reporting_officer(agency_id, division_ids)
        entry.learnt_from = proposed.learnt_from
        entry.source_id = self._source(agency_id, division_ids, proposed.learnt_from)
        entry.plan_reference, entry.budget_reference = proposed.plan_reference, proposed.budget_reference
        entry.pays_subsidy = proposed.is_subsidy
        self.session.add(entry)
        self.session.flush()
        entry_id = identity(entry.id)
        if known is not None:
            self.session.exec(delete(EntryDivision).where(col(EntryDivision.entry_id) == entry_id))
            self.session.exec(delete(FundingLine).where(col(FundingLine.entry_id) == entry_id))
        self._link_divisions(entry_id, division_ids)
        self._fund(proposed.funding, entry_id=entry_id)
        return known is None

    def _new_entry(self, proposed: ProposedProject, strategy: int, agency_id: int | None) -> ProjectEntry:
        self.last_number += 1
        project = Project(
            organization_id=self.organization_id,
            plan_id=self.on_record.plan_id,
            number=self.last_number,
            agency_id=agency_id,
        )
        self.session.add(project)
        self.session.flush()
        return ProjectEntry(
            organization_id=self.organization_id,
            edition_id=self.on_record.edition_id,
            project_id=identity(project.id),
            action=EntryAction.ADD,
            strategy_id=strategy,
            programme=proposed.programme,
            name=proposed.name,
        )

    def keep_divisions(self, entry: ProjectEntry, names: list[str]) -> None:
        """Make divisions responsible for an entry, the first of them leading and reporting.

        Raises ``ProcedureError``: ``unknown_division``, ``no_reporting_officer``.
        """
        division_ids = [self._division(name) for name in names]
        entry.officer_id = self._reporting_officer(None, division_ids)
        self.session.add(entry)
        self.session.exec(delete(EntryDivision).where(col(EntryDivision.entry_id) == identity(entry.id)))
        self._link_divisions(identity(entry.id), division_ids)

    def _link_divisions(self, entry_id: int, division_ids: list[int]) -> None:
        for position, division_id in enumerate(dict.fromkeys(division_ids)):
            self.session.add(
                EntryDivision(
                    organization_id=self.organization_id, entry_id=entry_id, division_id=division_id, position=position
                )
            )
        self.session.flush()

    def keep_equipment(self, matched: MatchedEquipment) -> bool:
        """Write one equipment item as its row says, unless it stands so already; return whether it is new."""
        proposed, known = matched.proposed, matched.known
        if known is not None and not matched.differing:
            return False
        division_id = self._division(proposed.division)
        if known is not None:
            item = known.item
            item.category, item.name, item.division_id = proposed.category, proposed.name, division_id
        else:
            self.last_item += 1
            item = EquipmentItem(
                organization_id=self.organization_id,
                edition_id=self.on_record.edition_id,
                number=self.last_item,
                category=proposed.category,
                name=proposed.name,
                division_id=division_id,
            )
        item.detail, item.place, item.months = proposed.detail, proposed.place, proposed.months
        self.session.add(item)
        self.session.flush()
        if known is not None:
            self.session.exec(delete(FundingLine).where(col(FundingLine.equipment_id) == identity(item.id)))
        self._fund(proposed.funding, equipment_id=identity(item.id))
        return known is None

    def mark_answered(self, projects: list[ProposedProject], equipment: list[ProposedEquipment], on: date) -> None:
        """Mark the divisions and agencies that the file answers for, and the integrated plans it quotes."""
        divisions = {
            self.divisions[name] for proposed in projects if not proposed.agency for name in proposed.divisions
        } | {self.divisions[proposed.division] for proposed in equipment}
        # An agency answered when its letter is quoted; a project found in an integrated plan answers for the plan.
        by_letter = {
            self.agencies[proposed.agency]
            for proposed in projects
            if proposed.agency and not _quotes_integrated_plan(proposed.learnt_from)
        }
        for source in self.sources:
            if source.division_id in divisions or (source.agency_id and source.agency_id in by_letter):
                source.answered_on = source.answered_on or on
                # The day chosen for the division's projects, if one was.
                rule, source_id = ObligationRule.SUBMIT_PROJECTS, identity(source.id)
                meet(self.session, self.organization_id, rule, "project_source", source_id, source.answered_on)
            if source.kind in QUOTED_AS and any(QUOTED_AS[source.kind] in p.learnt_from for p in projects):
                source.looked_through_on = source.looked_through_on or on
            self.session.add(source)

    def _strategy(self, name: str) -> int:
        if name not in self.strategies:
            row = Strategy(
                organization_id=self.organization_id,
                plan_id=self.on_record.plan_id,
                number=len(self.strategies) + 1,
                name=name,
            )
            self.session.add(row)
            self.session.flush()
            self.strategies[name] = row
        return identity(self.strategies[name].id)

    def _approach(self, strategy_id: int, name: str | None) -> int | None:
        if not name:
            return None
        if (strategy_id, name) not in self.approaches:
            number = sum(1 for of_strategy, _name in self.approaches if of_strategy == strategy_id) + 1
            row = Approach(organization_id=self.organization_id, strategy_id=strategy_id, number=number, name=name)
            self.session.add(row)
            self.session.flush()
            self.approaches[strategy_id, name] = row
        return identity(self.approaches[strategy_id, name].id)

    def _division(self, name: str) -> int:
        if name not in self.divisions:
            raise ProcedureError(
                "unknown_division",
                f"ไม่พบหน่วยงาน “{name}” ในทะเบียนกอง โปรดแก้ชื่อในแฟ้มหรือเพิ่มกองก่อน",
                f"The organization has no division '{name}'; correct the file or add the division.",
            )
        return self.divisions[name]

    def _agency(self, name: str) -> int:
        if name not in self.agencies:
            raise ProcedureError(
                "unknown_agency",
                f"ไม่พบหน่วยงานอื่น “{name}” ในทะเบียน โปรดแก้ชื่อในแฟ้มหรือเพิ่มหน่วยงานก่อน",
                f"The organization knows no agency '{name}'; correct the file or add the agency.",
            )
        return self.agencies[name]

    def _reporting_officer(self, agency_id: int | None, division_ids: list[int]) -> int:
        found = (
            self.agency_officers.get(agency_id)
            if agency_id is not None
            else self.division_officers.get(division_ids[0] if division_ids else -1)
        )
        if found is None:
            raise ProcedureError(
                "no_reporting_officer",
                "มีโครงการที่ยังไม่มีตำแหน่งผู้รายงานของกอง/ผู้ประสานงาน โปรดเพิ่มตำแหน่งก่อนนำเข้า",
                "A project's division or agency has no post that reports; add the post before importing.",
            )
        return found

    def _source(self, agency_id: int | None, division_ids: list[int], learnt_from: str) -> int | None:
        for source in self.sources:
            quoted = QUOTED_AS.get(source.kind)
            if quoted and agency_id is not None and quoted in learnt_from:
                return source.id
        for source in self.sources:
            if agency_id is not None and source.agency_id == agency_id:
                return source.id
            if division_ids and source.division_id == division_ids[0]:
                return source.id
        return None

    def _fund(
        self, funding: list[ProposedFunding], entry_id: int | None = None, equipment_id: int | None = None
    ) -> None:
        for line in funding:
            self.session.add(
                FundingLine(
                    organization_id=self.organization_id,
                    entry_id=entry_id,
                    equipment_id=equipment_id,
                    source=line.source,
                    fiscal_year=line.fiscal_year or self.on_record.plan.fiscal_year,
                    amount_satang=line.amount_satang,
                    authority=line.authority,
                )
            )


def _quotes_integrated_plan(learnt_from: str) -> bool:
    return any(quoted in learnt_from for quoted in QUOTED_AS.values())


def list_sources(session: Session, on_record: PlanOnRecord, asked_on: date | None) -> None:
    """List the sources of step 1 for an edition: every division, every agency known, and the two integrated plans.

    ``asked_on`` is the Bangkok day on which divisions and agencies are asked, None where nobody is.
    """
    found: list[tuple[SourceKind, str, int | None, int | None]] = []
    divisions = select(Division).where(Division.organization_id == on_record.organization_id)
    for division in session.exec(divisions.order_by(col(Division.position))):
        found.append((SourceKind.DIVISION, division.name, division.id, None))
    agencies = select(Agency).where(Agency.organization_id == on_record.organization_id)
    for agency in session.exec(agencies.order_by(col(Agency.id))):
        found.append((SourceKind.AGENCY_LETTER, agency.name, None, agency.id))
    found += [(kind, title, None, None) for kind, title in QUOTED_AS.items()]
    for kind, title, division_id, agency_id in found:
        session.add(
            ProjectSource(
                organization_id=on_record.organization_id,
                edition_id=on_record.edition_id,
                kind=kind,
                title=title,
                division_id=division_id,
                agency_id=agency_id,
                asked_on=None if kind in QUOTED_AS else asked_on,
            )
        )
    session.flush()
