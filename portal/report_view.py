"""What the form's page shows: the cards of the projects, what is wrong with them, and how the day stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from models.kinds import ObstacleKind, ProgressStatus, ReviewOutcome, SubmissionKind
from models.plans import ProjectEntry
from models.values import Quarter
from portal.report_facts import EvidenceLine, PostReport
from portal.report_form import Problem, TypedReport
from procedure.evidence import MOST_FILES
from procedure.planned_months import months_text
from procedure.plans import identity
from procedure.progress import NOT_YET_DUE_TH, ProgressLabel
from procedure.year_end import CarriedEntry


@dataclass(frozen=True)
class LiaisonAnswer:
    """Whom a liaison post asked and when, as typed."""

    source: str = ""
    asked_on: str = ""


@dataclass(frozen=True)
class ProjectCard:
    """One project in the form. ``expanded`` shows its fields at once; the others stay folded."""

    project_id: int
    number: int
    name: str
    place: str
    months: str
    budget_satang: int
    not_yet: bool
    behind: bool
    carried: CarriedEntry | None
    pays_subsidy: bool
    asks_fall_reason: bool
    typed: TypedReport
    label: ProgressLabel
    expanded: bool
    problems: Mapping[str, Problem]
    evidence: tuple[EvidenceLine, ...]

    @property
    def more_open(self) -> bool:
        """Tell whether the proposal and the evidence, which few give, are shown at once."""
        return bool(self.typed.proposal) or bool({"proposal", "evidence"} & self.problems.keys())


@dataclass
class Problems:
    """What is wrong with a form: in general, and by project."""

    general: list[Problem] = field(default_factory=list)
    by_project: dict[int, list[Problem]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.general or self.by_project)

    def add(self, project_id: int | None, problem: Problem) -> None:
        """Note a problem, of a project where it is about one."""
        if project_id is None:
            self.general.append(problem)
        else:
            self.by_project.setdefault(project_id, []).append(problem)


@dataclass(frozen=True)
class FromWorkbook:
    """The workbook that filled the form: how many projects it changes, whether it was sent already (``same``), how it
    would have the post send, and how many ``others``' reports it holds besides."""

    file_name: str
    changed: int
    others: int
    same: bool
    kind: SubmissionKind


@dataclass(frozen=True)
class FormView:
    """What the form's page shows; ``asked_again`` after a refusal, with the ``files`` that must be chosen again;
    ``workbook`` where one has filled it in."""

    report: PostReport
    quarter: Quarter
    timing: str
    days_left: int
    why: tuple[str, str] | None
    cards: Sequence[ProjectCard]
    problems: Problems
    asked_again: bool
    answer: LiaisonAnswer
    files: Sequence[str]
    workbook: FromWorkbook | None = None
    statuses: tuple[ProgressStatus, ...] = tuple(ProgressStatus)
    obstacle_kinds: tuple[ObstacleKind, ...] = tuple(ObstacleKind)
    most_files: int = MOST_FILES

    @property
    def takes(self) -> bool:
        """Tell whether a report is taken today."""
        return self.timing in ("open", "late", "excepted")

    @property
    def liaison(self) -> bool:
        return self.report.officer.agency_id is not None

    @property
    def returned(self) -> bool:
        return self.report.review is not None and self.report.review.outcome is ReviewOutcome.RETURNED

    @property
    def accepted(self) -> bool:
        return self.report.review is not None and self.report.review.outcome is ReviewOutcome.ACCEPTED

    @property
    def due_cards(self) -> list[ProjectCard]:
        """Return this year's projects to report one by one."""
        return [card for card in self.cards if not card.not_yet and card.carried is None]

    @property
    def carried_cards(self) -> list[ProjectCard]:
        """Return the work carried on from earlier years: reported in a section of its own."""
        return [card for card in self.cards if card.carried is not None]

    @property
    def not_yet_cards(self) -> list[ProjectCard]:
        """Return the projects whose months have not come: one signature covers them all."""
        return [card for card in self.cards if card.not_yet]


def form_view(
    report: PostReport,
    today: date,
    typed: Mapping[int, TypedReport],
    problems: Problems | None,
    answer: LiaisonAnswer | None = None,
    files: Sequence[str] = (),
    workbook: FromWorkbook | None = None,
) -> FormView:
    """Return the page's view; ``problems`` None for a form that is shown for the first time."""
    found = problems or Problems()
    latest = report.latest
    return FormView(
        report=report,
        quarter=report.on_record.fiscal_year.quarter(report.number),
        timing=report.timing(today),
        days_left=(report.round.due_on - today).days if report.round else 0,
        why=report.why(),
        cards=[
            _card(
                report, entry, number, typed[entry.project_id], found.by_project.get(entry.project_id), problems is None
            )
            for number, entry in enumerate(report.entries, start=1)
        ],
        problems=found,
        asked_again=problems is not None,
        answer=answer or LiaisonAnswer(source=latest.source if latest else ""),
        files=files,
        workbook=workbook,
    )


def _card(
    report: PostReport, entry: ProjectEntry, number: int, typed: TypedReport, wrong: list[Problem] | None, fresh: bool
) -> ProjectCard:
    fiscal_year = report.on_record.fiscal_year
    before = report.before[entry.project_id]
    status = ProgressStatus(before.status)
    label = report.label(entry)
    not_yet = label.text == NOT_YET_DUE_TH
    settled = not_yet or status in (ProgressStatus.COMPLETED, ProgressStatus.CANCELLED)
    problems = {problem.field: problem for problem in wrong or []}
    return ProjectCard(
        project_id=entry.project_id,
        number=number,
        name=entry.name,
        place=entry.place,
        months="" if entry.project_id in report.carried_on else months_text(entry.months, fiscal_year),
        budget_satang=report.budgets.get(identity(entry.id), 0),
        not_yet=not_yet,
        behind=report.behind(entry, status),
        carried=report.carried_on.get(entry.project_id),
        pays_subsidy=entry.pays_subsidy,
        asks_fall_reason=bool(typed.fall_reason) or any(problem.code == "percent_fell" for problem in wrong or []),
        typed=typed,
        label=label,
        expanded=not settled if fresh else bool(wrong) or typed != before,
        problems=problems,
        evidence=tuple(line for line in report.evidence if line.project_id == entry.project_id),
    )
