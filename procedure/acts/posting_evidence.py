"""Step 5, its proof: photographs of a posting, and who posted it, who took it down, and the witnesses.

Source: MOI Regulation 2548 (no. 2, 2559) cl. 26 (2), which the proof shows to have been kept; its form is no clause's.
"""

import hashlib
from datetime import datetime

from pydantic import Field, field_validator
from sqlmodel import Session, col, delete

from models.evidence import StoredFile
from models.kinds import PostingEvent, PostingPlace
from models.plans import Posting, PostingSigner
from procedure.act import EditionFacts, Outcome, Recording, RegisteredAct, begin
from procedure.acts.posting import PLACE_NAMES
from procedure.calendar import thai_digits
from procedure.errors import ProcedureError
from procedure.permissions import Actor, Permission
from procedure.photographs import MEDIA_TYPE, upright_photograph
from procedure.plans import PlanOnRecord, Step, find_edition, identity, postings_of
from procedure.posting_evidence import (
    KEPT,
    MOST_PHOTOGRAPHS,
    PURPOSE,
    REMOVED,
    photographs_of,
    signers_of,
    subject_kind,
)

# Whoever may record that a plan was posted or taken down may say more of it.
PERMISSIONS = {PostingEvent.POSTED: Permission.POST_PLAN, PostingEvent.TAKEN_DOWN: Permission.TAKE_DOWN_PLAN}


class _PostingFacts(EditionFacts):
    place: PostingPlace = Field(title="สถานที่ปิดประกาศ")
    event: PostingEvent = Field(title="เหตุการณ์ (posted ปิดประกาศ, taken_down ปลดประกาศ)")


class KeepPostingPhotograph(_PostingFacts):
    """A photograph shows the plan posted at a place, or taken down. It is held as it is kept: drawn anew, upright."""

    file_name: str = Field(title="ชื่อแฟ้ม", min_length=1, max_length=255)
    file_content: bytes = Field(title="แฟ้ม", exclude=True, repr=False)

    @field_validator("file_content")
    @classmethod
    def _drawn_anew(cls, content: bytes) -> bytes:
        """Before any transaction is open, and so that no act can keep where a phone was."""
        return upright_photograph(content)


class RemovePostingPhotograph(_PostingFacts):
    """A photograph was kept by mistake and is no longer shown; its bytes stay on record."""

    number: int = Field(title="ลำดับที่ของภาพ", ge=1, le=10_000)
    reason: str = Field(title="เหตุผล", min_length=1, max_length=500)


class RecordPostingSigners(_PostingFacts):
    """Who posted the plan at a place or took it down, and two witnesses; what is empty is left to write by hand."""

    name: str = Field(default="", title="ชื่อ - สกุล ผู้ปิดหรือผู้ปลดประกาศ", max_length=200)
    post: str = Field(default="", title="ตำแหน่งผู้ปิดหรือผู้ปลดประกาศ", max_length=200)
    first_witness: str = Field(default="", title="ชื่อ - สกุล พยานคนที่ 1", max_length=200)
    first_witness_post: str = Field(default="", title="ตำแหน่งพยานคนที่ 1", max_length=200)
    second_witness: str = Field(default="", title="ชื่อ - สกุล พยานคนที่ 2", max_length=200)
    second_witness_post: str = Field(default="", title="ตำแหน่งพยานคนที่ 2", max_length=200)

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """Return names with posts, by position."""
        return (
            (self.name, self.post),
            (self.first_witness, self.first_witness_post),
            (self.second_witness, self.second_witness_post),
        )


def keep_posting_photograph(session: Session, actor: Actor, facts: KeepPostingPhotograph, as_of: datetime) -> Outcome:
    """Keep a photograph of a posting's going up or coming down; the audit names it by its SHA-256.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_announced``, ``not_posted``, ``not_taken_down``,
    ``photograph_kept``, ``photographs_enough``; making the facts raises what ``upright_photograph`` does.
    """
    recording, posting = _begin(session, actor, "keep_posting_photograph", facts, as_of)
    sha256 = hashlib.sha256(facts.file_content).hexdigest()
    lines = photographs_of(session, posting, facts.event)
    kept = next((line for line in lines if line.sha256 == sha256), None)
    if kept is not None and not kept.removed:
        raise ProcedureError(
            "photograph_kept",
            f"ภาพนี้เก็บไว้แล้วเป็นภาพที่ {thai_digits(kept.number)}",
            f"This photograph is kept already, as number {kept.number}.",
        )
    if sum(not line.removed for line in lines) >= MOST_PHOTOGRAPHS:
        raise ProcedureError(
            "photographs_enough",
            f"เก็บภาพได้ครั้งละไม่เกิน {thai_digits(MOST_PHOTOGRAPHS)} ภาพ โปรดนำภาพที่ไม่ใช้ออกก่อน",
            f"At most {MOST_PHOTOGRAPHS} photographs are kept; remove one that is not needed first.",
        )
    if kept is None:
        file = StoredFile(
            organization_id=actor.organization_id,
            purpose=PURPOSE,
            subject_kind=subject_kind(facts.event),
            subject_id=identity(posting.id),
            facts_digest=sha256,
            name=f"{facts.event.value}-{len(lines) + 1}.jpg",
            media_type=MEDIA_TYPE,
            sha256=sha256,
            content=facts.file_content,
        )
        session.add(file)
        session.flush()
    file_id = kept.file_id if kept else identity(file.id)
    said = {**facts.model_dump(mode="json"), "file_sha256": sha256}
    recording.write(said, KEPT, PURPOSE, file_id, place=facts.place.value, when=facts.event.value)
    return recording.outcome(
        f"เก็บภาพถ่ายการ{facts.event.name_th}ที่{PLACE_NAMES[facts.place]}แล้ว",
        f"The photograph of the posting at {facts.place.value} is kept.",
        file_id,
    )


def remove_posting_photograph(
    session: Session, actor: Actor, facts: RemovePostingPhotograph, as_of: datetime
) -> Outcome:
    """Take a photograph out of a posting's proof, with the reason; its bytes stay on record.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_announced``, ``not_posted``, ``not_taken_down``,
    ``no_such_photograph``.
    """
    recording, posting = _begin(session, actor, "remove_posting_photograph", facts, as_of)
    lines = photographs_of(session, posting, facts.event)
    meant = next((line for line in lines if line.number == facts.number and not line.removed), None)
    if meant is None:
        raise ProcedureError(
            "no_such_photograph",
            f"ไม่มีภาพที่ {thai_digits(facts.number)} หรือนำออกไปแล้ว โปรดเปิดหน้านี้ใหม่",
            f"There is no photograph number {facts.number}, or it was removed already; reload the page.",
        )
    said = {**facts.model_dump(mode="json"), "file_sha256": meant.sha256}
    recording.write(said, REMOVED, PURPOSE, meant.file_id, place=facts.place.value, when=facts.event.value)
    return recording.outcome(
        f"นำภาพที่ {thai_digits(facts.number)} ออกจากหลักฐานแล้ว",
        f"Photograph number {facts.number} is out of the proof.",
        meant.file_id,
    )


def record_posting_signers(session: Session, actor: Actor, facts: RecordPostingSigners, as_of: datetime) -> Outcome:
    """Record who signs the proof of a posting; recording again replaces it, and the audit keeps both.

    Raises ``ProcedureError``: ``not_permitted``, ``no_plan``, ``needs_announced``, ``not_posted``, ``not_taken_down``,
    ``signers_unchanged``.
    """
    recording, posting = _begin(session, actor, "record_posting_signers", facts, as_of)
    before = {position: (row.name, row.post) for position, row in signers_of(session, posting, facts.event).items()}
    after = {position: person for position, person in enumerate(facts.people) if any(person)}
    if before == after:
        raise ProcedureError(
            "signers_unchanged",
            "รายชื่อเหมือนเดิม จึงไม่มีการเปลี่ยนแปลง",
            "These people are on record already; nothing was changed.",
        )
    session.exec(
        delete(PostingSigner).where(
            col(PostingSigner.organization_id) == actor.organization_id,
            col(PostingSigner.posting_id) == posting.id,
            col(PostingSigner.event) == facts.event,
        )
    )
    for position, (name, post) in after.items():
        session.add(
            PostingSigner(
                organization_id=actor.organization_id,
                posting_id=identity(posting.id),
                event=facts.event,
                position=position,
                name=name,
                post=post,
            )
        )
    recording.write(
        facts.model_dump(mode="json"),
        "posting_signers_recorded",
        "posting",
        identity(posting.id),
        place=facts.place.value,
        when=facts.event.value,
    )
    return recording.outcome(
        f"บันทึกผู้{facts.event.name_th}และพยานที่{PLACE_NAMES[facts.place]}แล้ว",
        f"Recorded who signs the proof of the posting at {facts.place.value}.",
        identity(posting.id),
    )


def _begin(
    session: Session, actor: Actor, act: str, facts: _PostingFacts, as_of: datetime
) -> tuple[Recording, Posting]:
    recording = begin(session, actor, act, PERMISSIONS[facts.event], as_of)
    on_record = find_edition(
        session,
        actor.organization_id,
        facts.fiscal_year,
        facts.edition,
        Step.ANNOUNCED,
        fits=lambda one: _posting_at(session, one, facts) is not None,
    )
    posting = _posting_at(session, on_record, facts)
    place = PLACE_NAMES[facts.place]
    if posting is None:
        raise ProcedureError(
            "not_posted",
            f"ยังไม่ได้บันทึกการปิดประกาศที่{place}",
            f"The plan was not posted at {facts.place.value}; record the posting first.",
        )
    if facts.event is PostingEvent.TAKEN_DOWN and posting.taken_down_on is None:
        raise ProcedureError(
            "not_taken_down",
            f"ยังไม่ได้บันทึกการปลดประกาศที่{place} โปรดบันทึกก่อน",
            f"The taking down at {facts.place.value} is not recorded; record it first.",
        )
    return recording, posting


def _posting_at(session: Session, on_record: PlanOnRecord, facts: _PostingFacts) -> Posting | None:
    return next((row for row in postings_of(session, on_record) if row.place is facts.place), None)


ACTS = (
    RegisteredAct(
        keep_posting_photograph,
        KeepPostingPhotograph,
        Permission.POST_PLAN,
        ("plan", "keep-photograph"),
        "เก็บภาพถ่ายการปิดประกาศหรือปลดประกาศ",
        in_prefect=False,
    ),
    RegisteredAct(
        remove_posting_photograph,
        RemovePostingPhotograph,
        Permission.POST_PLAN,
        ("plan", "remove-photograph"),
        "นำภาพถ่ายการปิดประกาศออกจากหลักฐาน",
        in_prefect=False,
        options={"place": "--at", "event": "--when"},
    ),
    RegisteredAct(
        record_posting_signers,
        RecordPostingSigners,
        Permission.POST_PLAN,
        ("plan", "record-signers"),
        "บันทึกผู้ปิดประกาศ ผู้ปลดประกาศ และพยาน",
        in_prefect=False,
        options={"place": "--at", "event": "--when", "post": "--post-title"},
    ),
)
