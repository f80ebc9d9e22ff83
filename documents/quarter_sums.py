"""Sums over the lines of a quarter's report: counts by status, and money, our own and other agencies'."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass

from documents.quarter_content import QuarterReport, ReportLine
from models.kinds import Programme, ProgressStatus
from procedure.money_sources import MoneyKind

# Every way in which a project is counted, with the word for it.
STATUSES = (
    ("แล้วเสร็จ", "completed"),
    ("อยู่ระหว่างดำเนินการ", "in_progress"),
    ("ยังไม่ดำเนินการ", "not_started"),
    ("ยกเลิก", "cancelled"),
    ("ไม่ได้รายงาน", "not_reported"),
)


@dataclass(frozen=True)
class Counts:
    """Projects by status; a merged one is counted within what it went into. ``added`` and ``behind`` are within."""

    completed: int = 0
    in_progress: int = 0
    not_started: int = 0
    cancelled: int = 0
    not_reported: int = 0
    added: int = 0
    behind: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def total(self) -> int:
        return self.completed + self.in_progress + self.not_started + self.cancelled + self.not_reported

    def of(self, status: ProgressStatus) -> int:
        """Return how many have a status."""
        return int(getattr(self, status.value))


@dataclass(frozen=True)
class Money:
    """Satang of our own projects by the kind of money, and of other agencies' projects apart."""

    budget: int = 0
    contracted: int = 0
    from_budget: int = 0
    from_accumulated: int = 0
    from_earmarked: int = 0
    from_other: int = 0
    from_several: int = 0
    other_budget: int = 0
    other_disbursed: int = 0

    def __add__(self, other: "Money") -> "Money":
        return Money(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def disbursed(self) -> int:
        """Return what was disbursed of our own money, whatever its kind."""
        return self.from_budget + self.from_accumulated + self.from_earmarked + self.from_other + self.from_several


def counts_of(lines: Iterable[ReportLine]) -> Counts:
    """Return the counts of some projects; merged ones are none of them."""
    total = Counts()
    for line in lines:
        if line.counted:
            status = line.status.value if line.status else "not_reported"
            total += Counts(**{status: 1}, added=int(line.added), behind=int(line.behind))
    return total


def money_of(lines: Iterable[ReportLine]) -> Money:
    """Return the money of some projects; a merged one's stands apart, since what took it over may tell it too."""
    total = Money()
    for line in lines:
        if not line.counted:
            continue
        if line.outside:
            total += Money(other_budget=line.budget_satang, other_disbursed=line.disbursed_satang)
            continue
        parts = {f"from_{part.kind.value}": part.satang for part in line.disbursed}
        total += Money(budget=line.budget_satang, contracted=line.contracted_satang, **parts)
    return total


def disbursed_from(lines: Iterable[ReportLine], kind: MoneyKind) -> int:
    """Return what was surely disbursed from a kind of money, in satang."""
    return sum(part.satang for line in lines for part in line.disbursed if part.kind is kind)


def counted(report: QuarterReport) -> list[ReportLine]:
    """Return the lines that are counted: merged projects are not."""
    return [line for line in report.projects if line.counted]


Parted = list[tuple[str, list[ReportLine]]]


def by_strategy(report: QuarterReport) -> Parted:
    """Return the lines of each strategy, in order, also of one without projects."""
    return [
        (name, [line for line in report.projects if line.strategy == place])
        for place, name in enumerate(report.strategies)
    ]


def by_programme(report: QuarterReport) -> Parted:
    """Return the lines of each programme that has a project, in the programmes' order."""
    return _parted(report.projects, [row.name_th for row in Programme], lambda line: line.programme)


def by_unit(report: QuarterReport) -> Parted:
    """Return the lines of each division and agency that has a project, in their order."""
    return _parted(report.projects, report.units, lambda line: line.unit)


def _parted(lines: Sequence[ReportLine], labels: Sequence[str], key: Callable[[ReportLine], str]) -> Parted:
    found: dict[str, list[ReportLine]] = {label: [] for label in labels}
    for line in lines:
        found.setdefault(key(line), []).append(line)
    return [(label, members) for label, members in found.items() if members]
