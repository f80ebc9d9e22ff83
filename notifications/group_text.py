"""The text that an office pastes into its LINE group: which posts owe what, for those whom no channel reaches."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from models.organizations import Organization
from procedure.calendar import bangkok_date, thai_date, thai_date_short, thai_digits, thai_weekday
from procedure.owed_duties import Duty, OwedDuty, owed_now
from procedure.owed_memo import days_th

POSTS_NAMED = 30
# What is further off would only hide what is near.
NEAR_DAYS = 30


def group_text(session: Session, organization_id: int, as_of: datetime, public_url: str | None) -> str:
    """Return what is owed on the Bangkok day of an instant, by duty and day, late ones first; empty where nothing is.

    A group has many readers: it names posts alone, and holds no link that signs anybody in.
    """
    owed = owed_now(session, organization_id, as_of, within_days=NEAR_DAYS)
    if not owed:
        return ""
    today = bangkok_date(as_of)
    office = session.get_one(Organization, organization_id).name
    groups: dict[tuple[Duty, date], list[OwedDuty]] = {}
    for one in owed:
        groups.setdefault((one.duty, one.due_on), []).append(one)
    parts = [f"{office}\nแจ้งเรื่องที่ต้องดำเนินการตามแผนการดำเนินงาน ณ {thai_weekday(today)}ที่ {thai_date(today)}"]
    parts += [_group(rows) for rows in groups.values()]
    where = f"เข้าระบบที่ {public_url} หรือ" if public_url else ""
    parts.append(f"โปรด{where}ติดต่อนักวิเคราะห์นโยบายและแผน หากดำเนินการแล้วขออภัยมา ณ ที่นี้")
    return "\n\n".join(parts)


def _group(rows: Sequence[OwedDuty]) -> str:
    """Return one duty and day with the posts that owe it."""
    first = rows[0]
    due = f"ครบกำหนด{thai_weekday(first.due_on)}ที่ {thai_date_short(first.due_on)}"
    state = days_th(first.days)
    urge = " โปรดดำเนินการโดยเร็ว" if first.days < 0 else ""
    named = [f"- {one.post}" for one in rows[:POSTS_NAMED]]
    if len(rows) > POSTS_NAMED:
        named.append(f"และอีก {thai_digits(len(rows) - POSTS_NAMED)} ตำแหน่ง")
    return "\n".join([f"● {first.duty.name_th}", f"{due} {state}{urge}", *named])
