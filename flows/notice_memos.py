"""The memo that a mail carries where no public address is set: what the dispatcher asks for, rendered here."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlmodel import Session

from documents.notice_memo import garuda_of, render_notice_memo
from models.notices import Message, Notice
from notifications.channels.contract import Attachment
from procedure.errors import ProcedureError
from procedure.owed_memo import memo_facts

MEMO_NAME = "บันทึกข้อความ.pdf"


def notice_memo_attachment(
    session: Session, message: Message, notices: Sequence[Notice], as_of: datetime, fonts_cache: Path
) -> Attachment | None:
    """Return the memo of a digest as its attachment, or None where it tells of no duty that is still owed.

    The memo is addressed to the post that most of the digest is about: one who holds several posts finds the others in
    the mail itself.
    """
    posts = Counter(notice.officer_id for notice in notices if notice.obligation_id is not None)
    if not posts:
        return None
    try:
        facts = memo_facts(session, message.organization_id, posts.most_common(1)[0][0], as_of)
    except ProcedureError:
        return None  # met since: nothing is owed that a memo could tell
    memo = render_notice_memo(facts, fonts_cache, garuda_of(session, message.organization_id))
    return Attachment(MEMO_NAME, "application/pdf", memo)


def memo_writer(fonts_cache: Path) -> Callable[[Session, Message, Sequence[Notice], datetime], Attachment | None]:
    """Return what ``dispatch_messages`` takes as ``memo``."""
    return partial(notice_memo_attachment, fonts_cache=fonts_cache)
