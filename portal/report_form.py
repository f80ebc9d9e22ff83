"""The form of a quarter's report: what is prefilled, what a person typed, and reading it into facts."""

import re
from collections.abc import Container
from dataclasses import dataclass

from starlette.datastructures import FormData

from models.kinds import ProgressStatus
from models.quarters import ProgressReport
from models.values import baht_with_commas, satang_from_baht
from procedure.calendar import arabic_digits
from procedure.errors import ProcedureError
from procedure.report_checks import ProjectProgress

LONGEST_TEXT = 4000  # as ProjectProgress takes
LONGEST_NUMBER = 30

# The field that a refusal of `submit_reports` is about; it names the project by its id.
_FIELD_OF_REFUSAL = {"percent_not_100": "percent", "percent_fell": "percent", "disbursed_over_budget": "disbursed"}


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field, for the person."""

    field: str
    message_th: str
    message_en: str


@dataclass(frozen=True)
class TypedReport:
    """The fields of one project as they stand in the form: text, whether prefilled or typed."""

    status: str = ProgressStatus.NOT_STARTED.value
    percent: str = ""
    disbursed: str = "0"
    result: str = ""
    obstacle: str = ""


FIELDS = tuple(TypedReport.__dataclass_fields__)


def prefilled(last: ProgressReport | None) -> TypedReport:
    """Return the fields as last reported; not started if never."""
    if last is None:
        return TypedReport()
    return TypedReport(
        status=last.status.value,
        percent="" if last.percent is None else str(last.percent),
        disbursed=baht_with_commas(last.disbursed_satang),
        result=last.result,
        obstacle=last.obstacle,
    )


def as_sent(row: ProgressReport) -> ProjectProgress:
    """Return a recorded report as the facts it was submitted as."""
    return ProjectProgress(
        project_id=row.project_id,
        status=row.status,
        percent=row.percent,
        disbursed_satang=row.disbursed_satang,
        result=row.result,
        obstacle=row.obstacle,
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
    disbursed = _disbursed(typed.disbursed, problems)
    for field, text in (("result", typed.result), ("obstacle", typed.obstacle)):
        if len(text) > LONGEST_TEXT:
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
        disbursed_satang=disbursed,
        result=typed.result,
        obstacle=typed.obstacle,
    )
    return progress, []


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


def _disbursed(text: str, problems: list[Problem]) -> int:
    plain = arabic_digits(text).removesuffix("บาท").strip()
    try:
        return satang_from_baht(plain) if plain and len(plain) <= LONGEST_NUMBER else _no_amount(plain)
    except ValueError:
        problems.append(
            Problem(
                "disbursed",
                "จำนวนเงินไม่ถูกต้อง ให้ระบุเป็นบาท เช่น 1,250,000.50",
                "This is no amount in baht; write it such as 1,250,000.50.",
            )
        )
        return 0


def _no_amount(plain: str) -> int:
    if plain:
        raise ValueError("too long for an amount")
    return 0


def problem_of_refusal(error: ProcedureError, known: Container[int]) -> tuple[int | None, Problem]:
    """Return a refused submission as a problem, at the project and field it is about where it tells them."""
    field = _FIELD_OF_REFUSAL.get(error.code)
    if error.project_id in known and field is not None:
        return error.project_id, Problem(field, error.message_th, error.message_en)
    return None, Problem("", error.message_th, error.message_en)
