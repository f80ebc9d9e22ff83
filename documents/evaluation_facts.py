"""Reading from the record what the tables of the annual evaluation say."""

from datetime import date

from sqlmodel import Session, select

from documents.content import CarriedLine
from documents.evaluation_content import (
    DroppedLine,
    EvaluationContent,
    OutcomeLine,
    QuarterLine,
    UnfinishedLine,
)
from documents.evaluation_course import course_lines, posted_lines
from documents.letters import Signatory
from documents.plan_facts import office_of, responsible_of
from documents.result_words import obstacle_words, progress_words
from documents.signing import paper_signatory, planning_division
from models.kinds import EntryAction, ProgressStatus, SignedPaper
from models.plans import Project, ProjectEntry
from models.quarters import QuarterRound
from procedure.calendar import last_instant, thai_date
from procedure.errors import ProcedureError
from procedure.evaluation import ProjectStanding, SignedReport, evaluation_tables, project_standings, signed_reports
from procedure.matrix import Tally, progress_matrix
from procedure.money import net_budgets, plan_money
from procedure.plans import PlanOnRecord, Step, identity, latest_entries, require_step
from procedure.progress import progress_label
from procedure.year_end import carried_entries, newest_outcomes, unfinished_projects


def evaluation_content(session: Session, on_record: PlanOnRecord, on: date) -> EvaluationContent:
    """Return the evaluation of a plan as it stood at the end of a Bangkok day.

    Raises ``ProcedureError``: ``needs_announced``, ``no_quarter_ended``.
    """
    return _Evaluation(session, on_record, on).content()


class _Evaluation:
    """A plan's year up to a day, read once."""

    def __init__(self, session: Session, on_record: PlanOnRecord, on: date) -> None:
        require_step(on_record.edition, Step.ANNOUNCED)
        self.session, self.on_record, self.on = session, on_record, on
        self.as_of = last_instant(on)
        self.standings = project_standings(session, on_record, self.as_of)
        if not self.standings:
            first = on_record.fiscal_year.quarter(1).last_day
            raise ProcedureError(
                "no_quarter_ended",
                f"ยังไม่สิ้นไตรมาสแรก ({thai_date(first)}) จึงยังไม่มีผลให้ประเมิน โปรดทำหลังวันดังกล่าว",
                f"The first quarter ends on {first}: there is nothing to evaluate before.",
            )
        self.last = self.standings[-1]
        self.quarter = on_record.fiscal_year.quarter(len(self.standings))
        self.reports = signed_reports(session, on_record.plan_id, self.as_of)
        rounds = session.exec(select(QuarterRound).where(QuarterRound.plan_id == on_record.plan_id))
        self.rounds = {row.number: row for row in rounds}
        mine = select(Project).where(Project.plan_id == on_record.plan_id)
        self.numbers = {identity(row.id): row.number for row in session.exec(mine)}
        self.told_on = self._told_on(self.quarter.number)
        self.entries = latest_entries(session, on_record.plan_id, self.told_on)
        self.units = self._units(list(self.entries.values()))

    def _units(self, entries: list[ProjectEntry]) -> dict[int, str]:
        names = responsible_of(self.session, entries, self.on_record.organization_id)
        return {entry.project_id: (names[identity(entry.id)] or [""])[0] for entry in entries}

    def _told_on(self, number: int) -> date:
        """Return the day on which a quarter's projects and budgets are told, as ``evaluation_tables`` does."""
        quarter_round = self.rounds.get(number)
        return quarter_round.lock_on if quarter_round else self.on_record.fiscal_year.quarter(number).last_day

    def content(self) -> EvaluationContent:
        still_open = self.rounds.get(self.quarter.number)
        return EvaluationContent(
            office=office_of(self.session, self.on_record.organization),
            fiscal_year=self.on_record.plan.fiscal_year,
            on=self.on,
            interim=self.on <= self.on_record.fiscal_year.last_day,
            open_until=still_open.lock_on if still_open and self.on <= still_open.lock_on else None,
            unreported_completed=sum(
                one.status is None and one.newest is not None and one.newest.report.status is ProgressStatus.COMPLETED
                for one in self.last
            ),
            tables=evaluation_tables(self.session, self.on_record, self.as_of),
            quarters=self._quarters(),
            unfinished=tuple(
                self._unfinished(one)
                for one in self.last
                if one.status not in (ProgressStatus.COMPLETED, ProgressStatus.CANCELLED)
            ),
            dropped=self._dropped(),
            outcomes=self._outcomes(),
            carried=self._carried(),
            course=course_lines(self.session, self.on_record, self.on),
            posted=posted_lines(self.session, self.on_record, self.on),
            signatory=self._signatory(),
        )

    def _quarters(self) -> tuple[QuarterLine, ...]:
        matrix = progress_matrix(self.session, self.on_record, self.as_of)
        return tuple(
            QuarterLine(
                number,
                matrix.quarter(number),
                sum((row.cells[number - 1].tally for row in matrix.liaisons), Tally()),
            )
            for number in range(1, len(self.standings) + 1)
        )

    def _unfinished(self, one: ProjectStanding) -> UnfinishedLine:
        report = one.newest.report if one.newest else None
        return UnfinishedLine(
            number=self.numbers[one.entry.project_id],
            name=one.entry.name,
            unit=one.responsible,
            status=progress_words(one.newest, self.quarter, one.entry.months, one.net_satang),
            percent=report.percent if report else None,
            net_satang=one.net_satang,
            disbursed_satang=report.disbursed_satang if report else 0,
            obstacle=obstacle_words(report),
            proposal=report.proposal if report else "",
        )

    def _dropped(self) -> tuple[DroppedLine, ...]:
        money = plan_money(self.session, self.on_record, self.told_on)
        cancelled = {one.entry.project_id: one for one in self.last if one.status is ProgressStatus.CANCELLED}
        lines: list[DroppedLine] = []
        for project_id, entry in sorted(self.entries.items()):
            merged = entry.action is EntryAction.MERGE
            if not merged and project_id not in cancelled:
                continue
            newest = _newest(self.reports.get(project_id, {}), self.quarter.number)
            by_edition = entry.action in (EntryAction.CANCEL, EntryAction.MERGE)
            lines.append(
                DroppedLine(
                    number=self.numbers[project_id],
                    name=entry.name,
                    unit=self.units[project_id],
                    fate=self._fate(entry),
                    net_satang=None if merged else money.projects[project_id].net_satang,
                    disbursed_satang=newest.report.disbursed_satang if newest else 0,
                    reason=entry.reason if by_edition else obstacle_words(newest.report if newest else None),
                    authority=entry.authority if by_edition else "",
                )
            )
        return tuple(lines)

    def _fate(self, entry: ProjectEntry) -> str:
        if entry.action is EntryAction.MERGE and entry.merged_into_id is not None:
            return f"รวมเข้ากับโครงการลำดับที่ {self.numbers[entry.merged_into_id]}"
        return "ยกเลิกโดยแก้ไขแผน" if entry.action is EntryAction.CANCEL else "ยกเลิกตามรายงานความก้าวหน้า"

    def _outcomes(self) -> tuple[OutcomeLine, ...]:
        decided = {
            project_id: outcome
            for project_id, outcome in newest_outcomes(self.session, self.on_record.organization_id, self.on).items()
            if outcome.plan_id == self.on_record.plan_id
        }
        left = {
            one.project_id: max(one.net_satang - one.amounts.disbursed_satang, 0)
            for one in unfinished_projects(self.session, self.on_record, self.on)
            if one.pending
        }
        lines: list[OutcomeLine] = []
        for project_id in sorted({*decided, *left}, key=lambda one: self.numbers[one]):
            outcome = decided.get(project_id)
            lines.append(
                OutcomeLine(
                    number=self.numbers[project_id],
                    name=self.entries[project_id].name,
                    unit=self.units[project_id],
                    kind=outcome.kind if outcome else None,
                    satang=outcome.amount_satang if outcome else left[project_id],
                    authority=outcome.authority if outcome else "",
                    expires_on=outcome.expires_on if outcome else None,
                )
            )
        return tuple(lines)

    def _carried(self) -> tuple[CarriedLine, ...]:
        """Return the work carried on into the year from earlier ones: outside the year's counts and totals."""
        found: dict[int, CarriedLine] = {}
        for number, quarter_round in sorted(self.rounds.items()):
            if number > self.quarter.number:
                continue
            carried = carried_entries(
                self.session,
                self.on_record.organization_id,
                self.on_record.plan.fiscal_year,
                quarter_round.lock_on,
                quarter=number,
            )
            units = self._units([one.entry for one in carried])
            for one in carried:
                project_id = one.entry.project_id
                net = net_budgets(self.session, one.plan, quarter_round.lock_on).get(project_id, 0)
                newest = _newest(self.reports.get(project_id, {}), self.quarter.number)
                found[project_id] = CarriedLine(
                    name=one.entry.name,
                    division=units[project_id],
                    origin_year=one.plan.fiscal_year,
                    origin_number=one.project_number,
                    outcome=one.outcome.kind.name_th,
                    expires_on=one.outcome.expires_on or quarter_round.lock_on,
                    # Its planned months are those of another year.
                    status=progress_label(newest.report, 0, net, self.quarter).in_full if newest else "ไม่ได้รายงาน",
                    satang=net,
                    disbursed_satang=newest.report.disbursed_satang if newest else 0,
                )
        return tuple(sorted(found.values(), key=lambda line: (line.origin_year, line.origin_number)))

    def _signatory(self) -> Signatory:
        """Return who signs the report: the post of the office's settings, else the head of the planning division."""
        organization = self.on_record.organization
        _division, usual = planning_division(self.session, self.on_record.organization_id)
        return paper_signatory(self.session, organization, SignedPaper.EVALUATION_REPORT, self.on, usual)


def _newest(known: dict[int, SignedReport], through: int) -> SignedReport | None:
    return known.get(max((quarter for quarter in known if quarter <= through), default=0))
