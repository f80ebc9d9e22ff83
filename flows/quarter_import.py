"""A quarter's workbook on its way in: what each post in it would sign, tried before any of it is sent.

Each post's submission is a transaction of its own, through the act that its form uses; where one would be refused,
nothing of the file is sent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from documents.quarter_workbook import FILLED
from documents.quarter_workbook_reading import FilledPost
from models.quarters import QuarterRound
from procedure.act import Outcome
from procedure.acts.reporting import SubmittedReports
from procedure.errors import ProcedureError
from procedure.plans import PlanOnRecord
from procedure.sent_reports import every_refusal, sent_already


@dataclass
class PostPart:
    """One post's part of the file: what it would sign, and what became of it (``standing``: ``would_send``,
    ``unchanged``, ``refused`` or ``sent``). ``refusals`` come with the cell that each is about."""

    filled: FilledPost
    facts: SubmittedReports
    standing: str = "would_send"
    message_th: str = ""
    message_en: str = ""
    warnings_th: Sequence[str] = ()
    refusals: Sequence[tuple[str, ProcedureError]] = ()

    def changed(self) -> list[tuple[str, list[str]]]:
        """Return which columns of which projects are not as they were prefilled."""
        return [
            (
                one.project.name,
                [
                    heading
                    for name, (heading, _width) in FILLED.items()
                    if getattr(one.as_read, name) != getattr(one.project.before, name)
                ],
            )
            for one in self.filled.projects
            if one.changed
        ]


@dataclass(frozen=True)
class QuarterImport:
    """How the parts of one round's workbook are tried and sent: by ``tries``, which writes nothing, and ``sends``."""

    on_record: PlanOnRecord
    quarter_round: QuarterRound
    on: date
    tries: Callable[[SubmittedReports], Outcome]
    sends: Callable[[SubmittedReports], Outcome]

    def compare(self, session: Session, part: PostPart) -> None:
        """Mark a part that says what its post has sent already; it is left alone."""
        if sent_already(session, self.on_record, self.quarter_round, part.facts, self.on):
            part.standing = "unchanged"
            part.message_th = "ตรงกับรายงานที่ส่งไว้แล้ว ไม่มีอะไรเปลี่ยน"
            part.message_en = "The same was sent already; nothing changes."

    def try_part(self, session: Session, part: PostPart) -> None:
        """Note how a part would be taken, or all that it would be refused for; ``session`` only reads."""
        if part.standing == "unchanged":
            return
        try:
            outcome = self.tries(part.facts)
        except ProcedureError as error:
            part.standing = "refused"
            part.message_th, part.message_en = "ยังส่งไม่ได้", "It cannot be sent yet."
            every = every_refusal(session, self.on_record, self.quarter_round, part.facts, error, self.on)
            part.refusals = [(part.filled.cell_of(one), one) for one in every]
        else:
            part.message_th, part.message_en = f"จะส่งได้: {outcome.message_th}", f"Would be taken: {outcome.message_en}"
            part.warnings_th = outcome.warnings_th

    def perform(self, parts: Sequence[PostPart]) -> None:
        """Send the parts.

        Raises ``ProcedureError``: should one be refused by now, those sent before it are named and stay.
        """
        sent: list[str] = []
        for part in parts:
            if part.standing == "unchanged":
                continue
            try:
                outcome = self.sends(part.facts)
            except ProcedureError as error:
                title, before = part.filled.post.title, ", ".join(sent) or "-"
                raise ProcedureError(
                    error.code,
                    f"{title}: {error.message_th} (ส่งแล้ว: {before})",
                    f"{title}: {error.message_en} (sent: {before})",
                ) from error
            sent.append(part.filled.post.title)
            part.standing, part.warnings_th = "sent", outcome.warnings_th
            part.message_th, part.message_en = outcome.message_th, outcome.message_en


def require_all(parts: Sequence[PostPart]) -> None:
    """Refuse the whole file where any post's part would be. Raises ``ProcedureError`` ``reports_refused``."""
    refused = [(part.filled.post.title, cell, error) for part in parts for cell, error in part.refusals]
    if refused:
        raise ProcedureError(
            "reports_refused",
            f"ส่งรายงานไม่ได้ {len(refused)} แห่ง จึงยังไม่ส่งทั้งแฟ้ม:\n"
            + "\n".join(f"{post}: {at_cell(cell)}{error.message_th}" for post, cell, error in refused),
            f"{len(refused)} things would be refused; nothing of the file was sent:\n"
            + "\n".join(f"{post}: {at_cell(cell)}{error.message_en}" for post, cell, error in refused),
        )


def at_cell(cell: str) -> str:
    """Return a cell's place as it stands before a sentence; nothing where there is none."""
    return f"ช่อง {cell} " if cell else ""
