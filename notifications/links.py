"""Single-use links into the portal: 256-bit tokens, kept only as their SHA-256."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from models.notices import PortalSession, SignInLink

SIGN_IN_PATH = "/in/"
# An expired link still leads to the offer of a fresh one; after this long it is forgotten.
LINK_KEPT_FOR = timedelta(days=180)


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """Return a fresh 256-bit token, safe in an address."""
    return secrets.token_urlsafe(32)


def add_link(
    session: Session,
    organization_id: int,
    person_id: int,
    target: str,
    as_of: datetime,
    valid_for: timedelta,
    message_ref: int | None = None,
) -> str:
    """Write a single-use link that opens ``target``, and return its plain token, which is kept nowhere."""
    token = new_token()
    session.add(
        SignInLink(
            organization_id=organization_id,
            person_id=person_id,
            message_ref=message_ref,
            token_hash=token_hash(token),
            target=target,
            expires_at=as_of + valid_for,
        )
    )
    session.flush()
    return token


def forget_old_links(session: Session, as_of: datetime) -> None:
    """Delete the sessions that have expired, and the links that expired ``LINK_KEPT_FOR`` ago."""
    session.exec(delete(PortalSession).where(col(PortalSession.expires_at) <= as_of))
    session.exec(delete(SignInLink).where(col(SignInLink.expires_at) <= as_of - LINK_KEPT_FOR))
