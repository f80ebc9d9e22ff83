"""The yearly evaluation: opened when the year is over, reported, presented to council and committee, announced.

Source: MOI Regulation 2548 (no. 3, 2561) cl. 29 (3): at least once a year within December; announced within fifteen
days from the report.
"""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field
from sqlmodel import Session

from models.evaluations import Evaluation
from models.kinds import ObligationRule
from models.obligations import Obligation
from procedure.act import Facts, Outcome, RegisteredAct, begin, require_not_before
from procedure.calendar import thai_date
from procedure.duties import day_after, meet, opened_after_its_year, owe_by_rule, owing_analyst
from procedure.errors import ProcedureError
from procedure.other_duties import DECEMBER_RULES, YEARLY_EVALUATION, evaluation_due
from procedure.permissions import Actor, Permission
from procedure.plans import Step, find_plan, identity, require_step
from procedure.yearly_evaluation import evaluation_of, find_evaluation


class PresentedTo(StrEnum):
    """Whom the executive presents the evaluation to."""

    COUNCIL = "council"
    COMMITTEE = "committee"

    @property
    def name_th(self) -> str:
        return "สภาท้องถิ่น" if self is PresentedTo.COUNCIL else "คณะกรรมการพัฒนาท้องถิ่น"


class OpenEvaluation(Facts):
    """A fiscal year is over: its evaluation opens."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])


class ReportEvaluation(Facts):
    """The evaluation committee reports to the executive."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    reported_on: date = Field(title="วันที่รายงานผลต่อผู้บริหารท้องถิ่น")
    document: str = Field(title="เลขที่หนังสือรายงาน", min_length=1, max_length=300)


class PresentEvaluation(Facts):
    """The executive presents the evaluation."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    to: PresentedTo = Field(title="เสนอต่อ (council สภาท้องถิ่น, committee คณะกรรมการพัฒนาท้องถิ่น)")
    presented_on: date = Field(title="วันที่เสนอ")


class AnnounceEvaluation(Facts):
    """The executive announces the evaluation's results."""

    fiscal_year: int = Field(title="ปีงบประมาณ พ.ศ.", examples=[2569])
    announced_on: date = Field(title="ประกาศ ณ วันที่")


def open_evaluation(session: Session, actor: Actor, facts: OpenEvaluation, as_of: datetime) -> Outcome:
    """Open the evaluation of an announced plan once its year is over: to be reported and presented within December.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_announced``, ``too_early``,
    ``rule_not_in_force``, ``evaluation_open``, ``no_plan_analyst``.
    """
    recording = begin(session, actor, "open_evaluation", Permission.KEEP_ROUNDS, as_of)
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    require_step(on_record.edition, Step.ANNOUNCED)
    last_day = on_record.fiscal_year.last_day
    if recording.today <= last_day:
        raise ProcedureError(
            "too_early",
            f"ยังเปิดการประเมินผลไม่ได้ ปีงบประมาณสิ้นสุดวันที่ {thai_date(last_day)}",
            f"The evaluation opens once the fiscal year has ended, after {last_day}.",
        )
    if evaluation_of(session, on_record) is not None:
        raise ProcedureError("evaluation_open", "เปิดการประเมินผลปีนี้ไว้แล้ว", "The year's evaluation is already open.")
    due_on = evaluation_due(on_record.fiscal_year)
    evaluation = Evaluation(
        organization_id=on_record.organization_id, plan_id=on_record.plan_id, opened_on=day_after(last_day)
    )
    session.add(evaluation)
    session.flush()
    for rule in DECEMBER_RULES:
        session.add(
            Obligation(
                organization_id=on_record.organization_id,
                rule=rule,
                plan_id=on_record.plan_id,
                subject_kind="evaluation",
                subject_id=identity(evaluation.id),
                officer_id=owing_analyst(session, on_record.organization_id),
                started_on=last_day,
                opens_on=evaluation.opened_on,
                due_on=due_on,
                silent=due_on < recording.today or opened_after_its_year(session, on_record),
            )
        )
    recording.write(facts.model_dump(mode="json"), "evaluation_opened", "evaluation", identity(evaluation.id))
    return recording.outcome(
        f"เปิดการประเมินผลปีงบประมาณ พ.ศ. {facts.fiscal_year} แล้ว ต้องรายงานและเสนอภายในวันที่ {thai_date(due_on)}",
        f"Opened the evaluation of {facts.fiscal_year}; to be reported and presented by {due_on}.",
        identity(evaluation.id),
    )


def report_evaluation(session: Session, actor: Actor, facts: ReportEvaluation, as_of: datetime) -> Outcome:
    """Record the report to the executive: the fifteen days to announce begin.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``evaluation_not_open``, ``already_reported``,
    ``date_in_future``, ``date_before_opening``, ``no_plan_analyst``.
    """
    recording = begin(session, actor, "report_evaluation", Permission.RECORD_EVALUATION, as_of)
    on_record = find_plan(session, actor.organization_id, facts.fiscal_year)
    evaluation = find_evaluation(session, on_record)
    if evaluation.reported_on is not None:
        raise ProcedureError(
            "already_reported",
            f"บันทึกการรายงานผลไว้แล้วเมื่อวันที่ {thai_date(evaluation.reported_on)}",
            f"The report of {evaluation.reported_on} is already recorded.",
        )
    recording.dated(facts.reported_on, "วันที่รายงานผล", "The report")
    require_not_before(
        facts.reported_on, evaluation.opened_on, "date_before_opening", "วันที่รายงานผลทั้งปี", "The report of the whole year"
    )
    evaluation.reported_on, evaluation.document = facts.reported_on, facts.document
    session.add(evaluation)
    evaluation_id = identity(evaluation.id)
    meet(
        session,
        actor.organization_id,
        ObligationRule.REPORT_EVALUATION,
        "evaluation",
        evaluation_id,
        facts.reported_on,
    )
    # MOI Regulation 2548 (no. 3, 2561) cl. 29 (3): announced within fifteen days from the report.
    announcing = owe_by_rule(
        session,
        on_record,
        ObligationRule.ANNOUNCE_EVALUATION,
        "evaluation",
        evaluation_id,
        facts.reported_on,
        today=recording.today,
    )
    recording.write(facts.model_dump(mode="json"), "evaluation_reported", "evaluation", evaluation_id)
    return recording.outcome(
        f"บันทึกการรายงานผลแล้ว ต้องประกาศผลภายในวันที่ {thai_date(announcing.due_on)}",
        f"Recorded the report; its results are to be announced by {announcing.due_on}.",
        evaluation_id,
    )


def present_evaluation(session: Session, actor: Actor, facts: PresentEvaluation, as_of: datetime) -> Outcome:
    """Record that the executive presented the evaluation to the council or to the development committee.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``evaluation_not_open``, ``needs_report``,
    ``already_presented``, ``date_in_future``, ``date_before_report``.
    """
    recording = begin(session, actor, "present_evaluation", Permission.RECORD_EVALUATION, as_of)
    evaluation = find_evaluation(session, find_plan(session, actor.organization_id, facts.fiscal_year))
    reported_on = _require_report(evaluation)
    to_council = facts.to is PresentedTo.COUNCIL
    before = evaluation.presented_to_council_on if to_council else evaluation.presented_to_committee_on
    if before is not None:
        raise ProcedureError(
            "already_presented",
            f"บันทึกการเสนอผลต่อ{facts.to.name_th}ไว้แล้วเมื่อวันที่ {thai_date(before)}",
            f"That it was presented to the {facts.to.value} on {before} is already recorded.",
        )
    recording.dated(facts.presented_on, "วันที่เสนอผล", "The presentation")
    require_not_before(facts.presented_on, reported_on, "date_before_report", "วันที่เสนอผล", "The presentation")
    if to_council:
        evaluation.presented_to_council_on = facts.presented_on
    else:
        evaluation.presented_to_committee_on = facts.presented_on
    session.add(evaluation)
    rule = ObligationRule.PRESENT_TO_COUNCIL if to_council else ObligationRule.PRESENT_TO_COMMITTEE
    meet(session, actor.organization_id, rule, "evaluation", identity(evaluation.id), facts.presented_on)
    recording.write(
        facts.model_dump(mode="json"), "evaluation_presented", "evaluation", identity(evaluation.id), to=facts.to.value
    )
    return recording.outcome(
        f"บันทึกการเสนอผลการประเมินต่อ{facts.to.name_th}แล้ว",
        f"Recorded that the evaluation was presented to the {facts.to.value}.",
        identity(evaluation.id),
    )


def announce_evaluation(session: Session, actor: Actor, facts: AnnounceEvaluation, as_of: datetime) -> Outcome:
    """Record the announcement of the evaluation's results; posting them follows, place by place.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``evaluation_not_open``, ``needs_report``,
    ``already_announced``, ``date_in_future``, ``date_before_report``.
    """
    recording = begin(session, actor, "announce_evaluation", Permission.RECORD_EVALUATION, as_of)
    evaluation = find_evaluation(session, find_plan(session, actor.organization_id, facts.fiscal_year))
    reported_on = _require_report(evaluation)
    if evaluation.announced_on is not None:
        raise ProcedureError(
            "already_announced",
            f"บันทึกการประกาศผลไว้แล้วเมื่อวันที่ {thai_date(evaluation.announced_on)}",
            f"The announcement of {evaluation.announced_on} is already recorded.",
        )
    recording.dated(facts.announced_on, "วันที่ประกาศผล", "The announcement")
    require_not_before(facts.announced_on, reported_on, "date_before_report", "วันที่ประกาศผล", "The announcement")
    evaluation.announced_on = facts.announced_on
    session.add(evaluation)
    rule = ObligationRule.ANNOUNCE_EVALUATION
    meet(session, actor.organization_id, rule, "evaluation", identity(evaluation.id), facts.announced_on)
    recording.write(facts.model_dump(mode="json"), "evaluation_announced", "evaluation", identity(evaluation.id))
    return recording.outcome(
        f"บันทึกการประกาศผลการประเมินเมื่อวันที่ {thai_date(facts.announced_on)} แล้ว โปรดบันทึกการปิดประกาศแต่ละแห่ง",
        f"Recorded the announcement of {facts.announced_on}; record each place at which it is posted.",
        identity(evaluation.id),
    )


def _require_report(evaluation: Evaluation) -> date:
    if evaluation.reported_on is None:
        raise ProcedureError(
            "needs_report",
            "ยังไม่ได้บันทึกการรายงานผลต่อผู้บริหารท้องถิ่น โปรดบันทึกก่อน",
            "The report to the executive is not recorded yet; record it first.",
            clause=YEARLY_EVALUATION.clause_th,
        )
    return evaluation.reported_on


ACTS = (
    RegisteredAct(
        open_evaluation,
        OpenEvaluation,
        Permission.KEEP_ROUNDS,
        ("evaluation", "open"),
        "เปิดการประเมินผลเมื่อสิ้นปีงบประมาณ",
        in_prefect=False,
    ),
    RegisteredAct(
        report_evaluation,
        ReportEvaluation,
        Permission.RECORD_EVALUATION,
        ("evaluation", "report"),
        "บันทึกการรายงานผลการประเมินต่อผู้บริหารท้องถิ่น",
        options={"reported_on": "--on"},
    ),
    RegisteredAct(
        present_evaluation,
        PresentEvaluation,
        Permission.RECORD_EVALUATION,
        ("evaluation", "present"),
        "บันทึกการเสนอผลการประเมินต่อสภาหรือคณะกรรมการพัฒนาท้องถิ่น",
        options={"presented_on": "--on"},
    ),
    RegisteredAct(
        announce_evaluation,
        AnnounceEvaluation,
        Permission.RECORD_EVALUATION,
        ("evaluation", "announce"),
        "บันทึกการประกาศผลการประเมิน",
        options={"announced_on": "--on"},
    ),
)
