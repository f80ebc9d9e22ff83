"""The form of a quarter's report: what is prefilled, what a person typed, and reading it into facts."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from starlette.datastructures import FormData, UploadFile

from models.kinds import ObstacleKind, ProgressStatus
from models.quarters import ProgressReport
from models.values import baht_with_commas, satang_from_baht
from procedure.calendar import arabic_digits
from procedure.errors import ProcedureError
from procedure.evidence import EvidenceFile
from procedure.report_checks import FIELD_OF_REFUSAL, LARGEST_SATANG, ProjectProgress

LONGEST_TEXT = 4000  # as ProjectProgress takes
LONGEST_NUMBER = 30
LONGEST_NAME = 255

# The field that a refusal of `submit_reports` is about; it names the project by its id.
_FIELD_OF_REFUSAL = {code: field.removesuffix("_satang") for code, field in FIELD_OF_REFUSAL.items()} | {
    "evidence_type": "evidence",
    "evidence_too_large": "evidence",
}
TEXTS = ("result", "obstacle", "proposal", "fall_reason", "recipient_report")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field, for the person; ``code`` is that of a refused act."""

    field: str
    message_th: str
    message_en: str
    code: str = ""


@dataclass(frozen=True)
class TypedReport:
    """The fields of one project as they stand in the form: text, whether prefilled or typed; a tick is ``1``."""

    status: str = ProgressStatus.NOT_STARTED.value
    percent: str = ""
    contracted: str = "0"
    disbursed: str = "0"
    final_payment: str = ""
    result: str = ""
    obstacle_kind: str = ""
    obstacle: str = ""
    proposal: str = ""
    fall_reason: str = ""
    recipient_report: str = ""


FIELDS = tuple(TypedReport.__dataclass_fields__)


def prefilled(last: ProgressReport | None, *, same_quarter: bool) -> TypedReport:
    """Return the fields as last reported, not started if never; why a percent fell belongs to its quarter alone."""
    if last is None:
        return TypedReport()
    fields = as_typed(last)
    return fields if same_quarter else replace(fields, fall_reason="")


def as_typed(report: ProgressReport | ProjectProgress) -> TypedReport:
    """Return the fields as somebody would type a report, recorded or not yet."""
    return TypedReport(
        status=report.status.value,
        percent="" if report.percent is None else str(report.percent),
        contracted=baht_with_commas(report.contracted_satang),
        disbursed=baht_with_commas(report.disbursed_satang),
        final_payment="1" if report.final_payment else "",
        result=report.result,
        obstacle_kind=report.obstacle_kind.value if report.obstacle_kind else "",
        obstacle=report.obstacle,
        proposal=report.proposal,
        fall_reason=report.fall_reason,
        recipient_report=report.recipient_report,
    )


def typed_report(form: FormData, project_id: int) -> TypedReport:
    """Return what was typed for a project; a field that did not come is empty."""
    values = {name: form.get(f"{name}-{project_id}") for name in FIELDS}
    return TypedReport(**{name: _plain(value) if isinstance(value, str) else "" for name, value in values.items()})


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def read_report(
    project_id: int, typed: TypedReport, before: TypedReport
) -> tuple[ProjectProgress | None, list[Problem]]:
    """Return the facts that were typed for a project, or what is wrong with each field.

    A project newly marked completed whose percent was left as prefilled is at 100 percent: nobody retypes it.
    """
    problems: list[Problem] = []
    status = _status(typed.status, problems)
    percent = _percent(typed.percent, problems)
    if status is ProgressStatus.COMPLETED and typed.percent == before.percent:
        percent = 100
    contracted = _amount("contracted", typed.contracted, problems)
    disbursed = _amount("disbursed", typed.disbursed, problems)
    obstacle_kind = _obstacle_kind(typed.obstacle_kind, problems)
    for field in TEXTS:
        if len(getattr(typed, field)) > LONGEST_TEXT:
            problems.append(
                Problem(
                    field,
                    f"ข้อความยาวเกิน {LONGEST_TEXT:,} ตัวอักษร โปรดย่อ",
                    f"The text is longer than {LONGEST_TEXT:,} characters; shorten it.",
                )
            )
    if problems or status is None:
        return None, problems
    progress = ProjectProgress(
        project_id=project_id,
        status=status,
        percent=percent,
        contracted_satang=contracted,
        disbursed_satang=disbursed,
        final_payment=bool(typed.final_payment),
        result=typed.result,
        obstacle_kind=obstacle_kind,
        obstacle=typed.obstacle,
        proposal=typed.proposal,
        fall_reason=typed.fall_reason,
        recipient_report=typed.recipient_report,
    )
    return progress, []


def _obstacle_kind(text: str, problems: list[Problem]) -> ObstacleKind | None:
    try:
        return ObstacleKind(text) if text else None
    except ValueError:
        problems.append(Problem("obstacle", "โปรดเลือกประเภทปัญหาและอุปสรรค", "Choose the kind of obstacle."))
        return None


def _status(text: str, problems: list[Problem]) -> ProgressStatus | None:
    try:
        return ProgressStatus(text)
    except ValueError:
        problems.append(Problem("status", "โปรดเลือกสถานะ", "Choose a status."))
        return None


def _percent(text: str, problems: list[Problem]) -> int | None:
    plain = arabic_digits(text).removesuffix("%").strip()
    if not plain:
        return None
    if not re.fullmatch(r"[0-9]{1,3}", plain) or int(plain) > 100:
        problems.append(
            Problem(
                "percent",
                "ความก้าวหน้าต้องเป็นจำนวนเต็มตั้งแต่ ๐ ถึง ๑๐๐",
                "Progress is a whole number from 0 to 100.",
            )
        )
        return None
    return int(plain)


def _amount(field: str, text: str, problems: list[Problem]) -> int:
    plain = arabic_digits(text).removesuffix("บาท").strip()
    try:
        return _satang(plain) if plain else 0
    except ValueError:
        problems.append(
            Problem(
                field,
                "จำนวนเงินไม่ถูกต้อง ให้ระบุเป็นบาท เช่น 1,250,000.50",
                "This is no amount in baht; write it such as 1,250,000.50.",
            )
        )
        return 0


def _satang(plain: str) -> int:
    satang = satang_from_baht(plain) if len(plain) <= LONGEST_NUMBER else None
    if satang is None or satang > LARGEST_SATANG:
        raise ValueError("too large for an amount")
    return satang


def attached_files(form: FormData, project_ids: Iterable[int]) -> list[EvidenceFile]:
    """Return the files that came with a form for some projects; a field that was left empty brings none."""
    return [
        EvidenceFile(project_id=project_id, name=(part.filename or "")[-LONGEST_NAME:], content=part.file.read())
        for project_id in project_ids
        for part in form.getlist(f"evidence-{project_id}")
        if isinstance(part, UploadFile) and (part.filename or part.size)
    ]


def problem_of_refusal(error: ProcedureError, known: Container[int]) -> tuple[int | None, Problem]:
    """Return a refused submission as a problem, at the project and field it is about where it tells them."""
    field = _FIELD_OF_REFUSAL.get(error.code)
    if error.project_id in known and field is not None:
        return error.project_id, Problem(field, error.message_th, error.message_en, error.code)
    return None, Problem("", error.message_th, error.message_en, error.code)
