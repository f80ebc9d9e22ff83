"""Telling outside the system: the text for the office's LINE group, the record of who was told, and the memo."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError
from sqlmodel import Session, col, select
from starlette.datastructures import FormData

from documents.notice_memo import garuda_of, render_notice_memo
from flows.perform import perform
from models.kinds import Means
from models.obligations import Obligation
from models.organizations import Officer
from notifications.group_text import NEAR_DAYS, group_text
from portal.downloads import attachment
from portal.pages import Present, page, row_number
from portal.sessions import Portal, PortalNow, SignedForm, SignedIn, ThePortal, Visitor
from procedure.act import Outcome
from procedure.acts.telling import RecordTold, record_told
from procedure.calendar import buddhist_year, parse_date
from procedure.errors import ProcedureError
from procedure.owed_memo import memo_facts
from procedure.permissions import Actor, Permission
from procedure.plans import identity
from procedure.telling import may_tell, open_on

router = APIRouter()
ALL = "all"
# What need not be told apart when all posts are recorded at once: they were told before, or owe nothing by now.
_PASSED_OVER = frozenset({"already_recorded", "nothing_owed"})


@dataclass(frozen=True)
class PostToTell:
    """A post that owes something today, by how many duties, and of these how many are late."""

    officer_id: int
    title: str
    duties: int
    late: int


@dataclass(frozen=True)
class Telling:
    """What a visitor who may record it is offered: the posts that owe something, and the text for the LINE group."""

    posts: list[PostToTell]
    text: str


@dataclass(frozen=True)
class Typed:
    """The form as it was filled in."""

    post: str = ALL
    means: str = Means.LINE.value
    told_on: str = ""
    document: str = ""
    remark: str = ""


def read_telling(session: Session, portal: Portal, who: Visitor, now: Present) -> Telling | None:
    """Return what a visitor may tell outside the system; None for whoever may record nothing.

    A head is offered the own division's posts; the text for the group names every post, so that only readers of all
    see it.
    """
    if not _may_tell_any(who):
        return None
    rows = session.exec(
        open_on(now.today)
        .where(Obligation.organization_id == who.organization_id, ~col(Obligation.silent))
        .order_by(col(Obligation.due_on), col(Obligation.id))
    ).all()
    owing = {row.officer_id for row in rows}
    officers = session.exec(select(Officer).where(col(Officer.id).in_(owing)).order_by(col(Officer.id))).all()
    posts = []
    for officer in officers:
        if actor_telling(who, officer) is not None:
            mine = [row for row in rows if row.officer_id == officer.id]
            late = sum(row.due_on < now.today for row in mine)
            posts.append(PostToTell(identity(officer.id), officer.title, len(mine), late))
    text = ""
    if who.reads_all:
        text = group_text(session, who.organization_id, now.as_of, portal.settings.public_url)
    return Telling(posts, text)


def typed_day(day: date) -> str:
    """Return a day as it is typed into our forms: ``10/1/2569``."""
    return f"{day.day}/{day.month}/{buddhist_year(day)}"


def actor_telling(who: Visitor, officer: Officer) -> Actor | None:
    """Return as whom a visitor may record that a post was told, or None. ``record_told`` decides again."""
    return next((actor for actor in who.actors if may_tell(actor, officer)), None)


@router.get("/group-text")
def show_group_text(portal: ThePortal, now: PortalNow, who: SignedIn) -> HTMLResponse:
    """Show the text for the LINE group to be selected and copied, and the form that records who was told."""
    return _telling_page(portal, who, now, Typed(told_on=typed_day(now.today)), [], [])


@router.post("/told")
def record_told_form(portal: ThePortal, now: PortalNow, who: SignedIn, form: SignedForm) -> Response:
    """Record that a post was told, or all posts listed, and show what was recorded and what was refused."""
    typed = _typed(form)
    with portal.database.read() as session:
        telling = read_telling(session, portal, who, now)
        if telling is None:
            raise HTTPException(404)
        wanted = [post.officer_id for post in telling.posts] if typed.post == ALL else [row_number(typed.post)]
        officers = session.exec(
            select(Officer)
            .where(Officer.organization_id == who.organization_id, col(Officer.id).in_(wanted))
            .order_by(col(Officer.id))
        ).all()
    able = [(officer, actor) for officer in officers if (actor := actor_telling(who, officer)) is not None]
    if not able and typed.post != ALL:
        raise HTTPException(404)
    done: list[Outcome] = []
    refused: list[ProcedureError] = []
    for officer, actor in able:
        try:
            done.append(perform(portal.database, portal.requester, record_told, actor, _facts(typed, officer)))
        except ProcedureError as error:
            if typed.post != ALL or error.code not in _PASSED_OVER:
                refused.append(error)
            if error.code not in _PASSED_OVER:
                break  # the same would be said of every post
    if not done and not refused:
        refused.append(_nothing_recorded())
    return _telling_page(portal, who, now, typed, done, refused)


@router.get("/memo/{officer_id}.pdf")
def download_memo(
    officer_id: Annotated[int, Path(ge=1, le=2**31 - 1)], portal: ThePortal, now: PortalNow, who: SignedIn
) -> Response:
    """Return the memo that tells a post of what it owes now, as a PDF; 404 where there is nothing to tell."""
    with portal.database.read() as session:
        officer = session.exec(
            select(Officer).where(Officer.id == officer_id, Officer.organization_id == who.organization_id)
        ).first()
        if officer is None or actor_telling(who, officer) is None:
            raise HTTPException(404)
        try:
            facts = memo_facts(session, who.organization_id, officer_id, now.as_of)
        except ProcedureError as error:
            raise HTTPException(404) from error
        garuda = garuda_of(session, who.organization_id)
    memo = render_notice_memo(facts, portal.settings.cache_dir, garuda)
    return attachment(memo, "application/pdf", f"บันทึกข้อความ {facts.to}.pdf", f"memo-{officer_id}.pdf")


def _may_tell_any(who: Visitor) -> bool:
    return any(actor.may(Permission.RECORD_TOLD) for actor in who.actors)


def _typed(form: FormData) -> Typed:
    given = {name: str(form.get(name, "")).strip() for name in ("post", "means", "told_on", "document", "remark")}
    return Typed(**given)


def _facts(typed: Typed, officer: Officer) -> RecordTold:
    """Return the form's facts about one post. Raises ``ProcedureError`` ``bad_facts`` for what cannot be read."""
    try:
        return RecordTold(
            post=officer.title,
            means=Means(typed.means),
            told_on=parse_date(typed.told_on),
            # What is pasted into the group says no more than this: nobody was told by it of what is further off.
            within_days=NEAR_DAYS if typed.means == Means.LINE.value else None,
            document=typed.document,
            remark=typed.remark,
        )
    except (ValueError, ValidationError) as error:
        raise ProcedureError(
            "bad_facts",
            "โปรดเลือกว่าแจ้งทางใด ระบุวันที่แจ้ง (เช่น ๑๖/๑/๒๕๖๙) และย่อเลขที่หนังสือหรือหมายเหตุที่ยาวเกินไป",
            "Choose the means, give the day (such as 16/1/2569), and shorten a number or remark that is too long.",
        ) from error


def _nothing_recorded() -> ProcedureError:
    return ProcedureError(
        "already_recorded",
        "ทุกตำแหน่งที่ค้างบันทึกการแจ้งเช่นนี้ไว้แล้ว จึงไม่ต้องบันทึกซ้ำ",
        "All posts that owe something are recorded as told so already.",
    )


def _telling_page(
    portal: Portal, who: Visitor, now: Present, typed: Typed, done: list[Outcome], refused: list[ProcedureError]
) -> HTMLResponse:
    with portal.database.read() as session:
        telling = read_telling(session, portal, who, now)
    if telling is None:
        raise HTTPException(404)
    return page(
        "telling.html",
        now,
        who,
        status=422 if refused and not done else 200,
        telling=telling,
        typed=typed,
        done=done,
        refused=refused,
    )
