"""Sealing the ledger of notices into the audit, once a day: the schedule alone does it."""

from datetime import datetime

from sqlmodel import Session, col, update

from models.database import one_at_a_time
from models.notices import Message
from procedure.act import Facts, Outcome, RegisteredAct, begin
from procedure.calendar import thai_digits
from procedure.errors import ProcedureError
from procedure.notice_seals import seal_of_ended
from procedure.permissions import Actor, Permission
from procedure.plans import identity


class SealNotices(Facts):
    """What has ended in the ledger of notices is sealed; there is nothing to state."""


def seal_notices(session: Session, actor: Actor, facts: SealNotices, as_of: datetime) -> Outcome:
    """Seal the messages that have ended since the last seal, with their notices and attempts, and what was told to
    nobody: one audit entry with their digest.

    What was told outside the system is sealed by the act that records it. Raises ``ProcedureError``:
    ``not_permitted``, ``nothing_to_seal``.
    """
    recording = begin(session, actor, "seal_notices", Permission.KEEP_ROUNDS, as_of)
    one_at_a_time(session, "plan_notices")  # no notice of a lower number is being planned meanwhile
    sealed, messages = seal_of_ended(session, actor.organization_id)
    if not sealed:
        raise ProcedureError(
            "nothing_to_seal",
            "ไม่มีข้อความที่สิ้นสุดแล้วซึ่งยังไม่ได้ผนึก",
            "Nothing has ended in the ledger of notices since the last seal.",
        )
    seq = recording.write(
        {**facts.model_dump(mode="json"), **sealed}, "notices_sealed", "organization", actor.organization_id
    )
    numbers = [identity(row.id) for row in messages]
    for start in range(0, len(numbers), 500):  # a statement takes so many numbers and no more
        some = numbers[start : start + 500]
        session.exec(update(Message).where(col(Message.id).in_(some)).values(sealed_seq=seq))
    return recording.outcome(
        f"ผนึกบันทึกการแจ้งแล้ว {thai_digits(len(messages))} ฉบับ",
        f"Sealed the ledger of notices: {len(messages)} messages.",
        actor.organization_id,
    )


ACTS = (
    RegisteredAct(
        seal_notices,
        SealNotices,
        Permission.KEEP_ROUNDS,
        ("notices", "seal"),
        "ผนึกบันทึกการแจ้ง",
        in_prefect=False,
    ),
)
