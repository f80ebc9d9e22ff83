"""Reading from the record what a plan or an announcement says."""

from collections import defaultdict
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from documents.content import (
    AccountGroup,
    AccountRow,
    AnnouncementContent,
    EquipmentGroup,
    Ground,
    Office,
    Picture,
    PlanContent,
)
from documents.signing import chosen_post, paper_signatory
from models.committees import Committee
from models.kinds import CommitteeKind, Digits, EditionKind, EntryAction, EquipmentCategory, Programme, SignedPaper
from models.organizations import Agency, Division, Officer, Organization
from models.plans import (
    Announcement,
    Approach,
    Edition,
    EntryDivision,
    EquipmentItem,
    FundingLine,
    OperationPlan,
    Project,
    ProjectEntry,
    Strategy,
)
from models.settings import OfficeSettings
from models.values import PlannedMonths, baht_with_commas
from procedure.acts.templates import OfficeFile, template_in_use
from procedure.pictures import ending_of
from procedure.plans import PlanOnRecord, entries_of, equipment_of, find_plan, identity
from procedure.triggers import triggers_of

PROGRAMME_ORDER = {programme: number for number, programme in enumerate(Programme)}


def office_of(session: Session, organization: Organization) -> Office:
    """Return how an organization is named in its documents, with its own committee titles."""
    titles = {
        row.kind: row.title
        for row in session.exec(select(Committee).where(Committee.organization_id == organization.id))
    }
    papers = OfficeSettings.model_validate(organization.settings).papers
    return Office(
        kind=organization.kind,
        name=organization.name,
        district=organization.district,
        province=organization.province,
        support_committee=titles[CommitteeKind.SUPPORT],
        development_committee=titles[CommitteeKind.DEVELOPMENT],
        digits=papers.digits,
        font=papers.font,
        pdf=papers.pdf,
        garuda=_garuda(session, identity(organization.id)),
    )


def _garuda(session: Session, organization_id: int) -> Picture | None:
    kept = template_in_use(session, organization_id, OfficeFile.GARUDA)
    return Picture(ending=ending_of(kept.media_type), content=kept.content) if kept else None


def own_introduction(session: Session, organization_id: int) -> str | None:
    """Return the office's own text of part 1, None where it uses the one that comes with the program."""
    kept = template_in_use(session, organization_id, OfficeFile.INTRODUCTION)
    return kept.content.decode("utf-8") if kept else None


def public_page_of(on_record: PlanOnRecord, public_url: str | None) -> str:
    """Return the address of a plan's public page; empty where the portal has no public address."""
    if not public_url:
        return ""
    return f"{public_url.rstrip('/')}/public/{on_record.organization.code}/{on_record.plan.fiscal_year}"


def plan_content(session: Session, on_record: PlanOnRecord) -> PlanContent:
    """Return an edition as it stands: ordered by strategy, approach (where used) and programme."""
    edition, office = on_record.edition, office_of(session, on_record.organization)
    triggers = triggers_of(session, on_record)
    dated_on = triggers[0].occurred_on if triggers else edition.opened_on
    return PlanContent(
        office=office,
        fiscal_year=on_record.plan.fiscal_year,
        edition_title=office.digits.write(on_record.title),
        draft_number=None if edition.announced_on else edition.draft_number,
        dated_on=dated_on,
        groups=_groups(session, on_record, office.digits),
        equipment=_equipment(session, on_record),
        introduction=own_introduction(session, on_record.organization_id),
        foreword_signatory=_foreword_signatory(session, on_record.organization, dated_on),
    )


def _foreword_signatory(session: Session, organization: Organization, on: date) -> list[str]:
    chosen = chosen_post(session, organization, SignedPaper.FOREWORD)
    return paper_signatory(session, organization, SignedPaper.FOREWORD, on, chosen).lines if chosen else []


def announcement_content(
    session: Session, on_record: PlanOnRecord, announcement: Announcement, public_url: str | None = None
) -> AnnouncementContent:
    """Return the executive's announcement of an edition; ``public_url`` is the portal's address, where one is set."""
    post = session.get_one(Officer, announcement.signatory_id).title
    if announcement.acting_for and announcement.acting_for.endswith(f" {post}"):
        post = ""  # whoever acts without a post of their own signs with the name alone
    amends = on_record.edition.kind is EditionKind.AMENDMENT
    base = find_plan(session, on_record.organization_id, on_record.plan.fiscal_year).edition
    office = office_of(session, on_record.organization)
    return AnnouncementContent(
        office=office,
        fiscal_year=on_record.plan.fiscal_year,
        edition_title=office.digits.write(on_record.title),
        grounds=[
            Ground(kind=row.kind, on=row.occurred_on, document=row.document, approver=row.approver)
            for row in triggers_of(session, on_record)
        ],
        amended_for=on_record.edition.reason if amends else "",
        base_announced_on=base.announced_on if amends else None,
        committee_approved_on=on_record.edition.approved_on,
        announced_on=announcement.announced_on,
        signatory_name=announcement.signatory_name,
        signatory_post=post,
        acting_for=announcement.acting_for,
        public_page=public_page_of(on_record, public_url),
    )


def funding_of(session: Session, organization_id: int) -> tuple[dict[int, int], dict[int, int]]:
    """Return the budget in satang of each entry and of each equipment item of an organization, each in the fiscal
    year of its own plan: a commitment over several years has lines for the others."""
    entries: dict[int, int] = defaultdict(int)
    equipment: dict[int, int] = defaultdict(int)
    for line in session.exec(
        select(FundingLine)
        .outerjoin(ProjectEntry, col(ProjectEntry.id) == col(FundingLine.entry_id))
        .outerjoin(EquipmentItem, col(EquipmentItem.id) == col(FundingLine.equipment_id))
        .join(Edition, col(Edition.id) == func.coalesce(ProjectEntry.edition_id, EquipmentItem.edition_id))
        .join(OperationPlan, col(OperationPlan.id) == col(Edition.plan_id))
        .where(
            FundingLine.organization_id == organization_id,
            col(FundingLine.fiscal_year) == col(OperationPlan.fiscal_year),
        )
    ):
        if line.entry_id is not None:
            entries[line.entry_id] += line.amount_satang
        elif line.equipment_id is not None:
            equipment[line.equipment_id] += line.amount_satang
    return entries, equipment


def responsible_of(session: Session, entries: list[ProjectEntry], organization_id: int) -> dict[int, list[str]]:
    """Return the names responsible for each entry: its divisions, or the agency of another agency's project."""
    names: dict[int, list[str]] = defaultdict(list)
    rows = session.exec(
        select(EntryDivision, Division)
        .join(Division, col(Division.id) == col(EntryDivision.division_id))
        .where(EntryDivision.organization_id == organization_id)
        .order_by(col(EntryDivision.position))
    )
    for link, division in rows:
        names[link.entry_id].append(division.name)
    agencies = session.exec(
        select(Project, Agency)
        .join(Agency, col(Agency.id) == col(Project.agency_id))
        .where(Project.organization_id == organization_id)
    )
    by_project = {project.id: agency.name for project, agency in agencies}
    for entry in entries:
        if entry.project_id in by_project:
            names[identity(entry.id)] = [by_project[entry.project_id]]
    return names


def outside_projects(session: Session, plan_id: int) -> set[int]:
    """Return the projects of a plan that other agencies carry out."""
    rows = session.exec(
        select(col(Project.id)).where(Project.plan_id == plan_id, col(Project.agency_id).is_not(None))
    ).all()
    return {identity(row) for row in rows}


def _groups(session: Session, on_record: PlanOnRecord, digits: Digits) -> list[AccountGroup]:
    entries = entries_of(session, on_record.edition_id)
    strategies = {row.id: row for row in session.exec(select(Strategy).where(Strategy.plan_id == on_record.plan_id))}
    approaches = {
        row.id: row
        for row in session.exec(select(Approach).where(Approach.organization_id == on_record.organization_id))
    }
    budgets, _equipment_budgets = funding_of(session, on_record.organization_id)
    responsible = responsible_of(session, entries, on_record.organization_id)
    outside = outside_projects(session, on_record.plan_id)
    grouped: dict[tuple[int, int, int], list[ProjectEntry]] = defaultdict(list)
    for entry in entries:
        approach = approaches.get(entry.approach_id)
        key = (
            strategies[entry.strategy_id].number,
            approach.number if approach else 0,
            PROGRAMME_ORDER[entry.programme],
        )
        grouped[key].append(entry)
    groups: list[AccountGroup] = []
    for _key, members in sorted(grouped.items()):
        strategy = strategies[members[0].strategy_id]
        approach = approaches.get(members[0].approach_id)
        groups.append(
            AccountGroup(
                strategy_number=strategy.number,
                strategy=strategy.name,
                approach=approach.name if approach else None,
                programme=members[0].programme.name_th,
                rows=[
                    AccountRow(
                        number=number,
                        name=entry.name,
                        detail=_detail(entry, budgets.get(identity(entry.id), 0), digits),
                        satang=_counted_satang(entry, budgets),
                        no_budget=_counted_satang(entry, budgets) == 0,
                        place=entry.place,
                        responsible=responsible[identity(entry.id)],
                        months=[] if _dropped(entry) else PlannedMonths(entry.months).indexes,
                        other_agency=entry.project_id in outside,
                        dropped=entry.action.name_th if _dropped(entry) else "",
                    )
                    for number, entry in enumerate(members, start=1)
                ],
            )
        )
    return groups


def _counted_satang(entry: ProjectEntry, budgets: dict[int, int]) -> int:
    """Return the money that an entry stands for in its edition's accounts: none once cancelled or merged."""
    return 0 if _dropped(entry) else budgets.get(identity(entry.id), 0)


def _dropped(entry: ProjectEntry) -> bool:
    return entry.action in (EntryAction.CANCEL, EntryAction.MERGE)


def _detail(entry: ProjectEntry, satang: int, digits: Digits) -> str:
    """Return an entry's detail; what a later edition does to a project is said above it, with reason and authority."""
    if entry.action is EntryAction.ADD:
        return entry.detail
    before = digits.write(baht_with_commas(satang))
    was = f" งบประมาณเดิม {before} บาท" if entry.action is not EntryAction.CHANGE else ""
    return f"{entry.action.name_th}: {entry.reason} ({entry.authority}){was}\n{entry.detail}"


def _equipment(session: Session, on_record: PlanOnRecord) -> list[EquipmentGroup]:
    _entry_budgets, budgets = funding_of(session, on_record.organization_id)
    divisions = {
        row.id: row.name
        for row in session.exec(select(Division).where(Division.organization_id == on_record.organization_id))
    }
    items = equipment_of(session, on_record.edition_id)
    by_category: dict[EquipmentCategory, list[EquipmentItem]] = defaultdict(list)
    for item in items:
        by_category[item.category].append(item)
    return [
        EquipmentGroup(
            category=category.name_th,
            rows=[
                AccountRow(
                    number=number,
                    name=item.name,
                    detail=item.detail,
                    satang=budgets.get(identity(item.id), 0),
                    no_budget=budgets.get(identity(item.id), 0) == 0,
                    place=item.place,
                    responsible=[divisions[item.division_id]],
                    months=PlannedMonths(item.months).indexes,
                )
                for number, item in enumerate(by_category[category], start=1)
            ],
        )
        for category in EquipmentCategory
        if category in by_category
    ]
