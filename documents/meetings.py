"""What the papers of a committee's meeting say: whom it invites, what stands on its agenda, who came."""

from datetime import date

from pydantic import Field

from documents.content import Office
from documents.letters import BLANK, Letter, PaperFacts, Signatory
from models.kinds import CommitteeKind, Digits
from procedure.calendar import thai_date, thai_weekday


class Attendant(PaperFacts):
    """A member: name ("" where nobody of ours holds the post), post, duty; ``present`` None before the meeting."""

    name: str
    post: str
    duty: str
    present: bool | None


class AgendaItem(PaperFacts):
    """An item of the agenda, with what is laid before the meeting and, once it is recorded, what was resolved."""

    title: str
    details: list[str] = Field(default_factory=list)
    resolution: str = ""
    resolves: bool = False


class MeetingPapers(PaperFacts):
    """One meeting of a committee, before it is held or after."""

    office: Office
    kind: CommitteeKind
    committee: str
    number: str
    held_on: date
    at: str
    place: str
    members: list[Attendant]
    quorum: int
    agenda: list[AgendaItem]
    chair: Signatory
    secretary: Signatory
    invitation: Letter

    @property
    def title(self) -> str:
        """Return the meeting's name: ``การประชุมคณะกรรมการ… ครั้งที่ ๑/๒๕๖๘``."""
        return f"การประชุม{self.committee} ครั้งที่ {self.number}"

    @property
    def of_file(self) -> str:
        """Return what tells this meeting's files from those of others: ``คณะกรรมการพัฒนา ครั้งที่ ๑/๒๕๖๘``."""
        short = "คณะกรรมการสนับสนุน" if self.kind is CommitteeKind.SUPPORT else "คณะกรรมการพัฒนา"
        return f"{short} ครั้งที่ {self.number}"

    @property
    def when_and_where(self) -> list[str]:
        """Return the lines under a paper's title."""
        return [when(self.held_on, self.at, self.office.digits), f"ณ {self.place}"]


def when(day: date, at: str, digits: Digits) -> str:
    """Return day and hour: ``วันศุกร์ที่ ๑๐ ตุลาคม ๒๕๖๘ เวลา ๐๙.๓๐ น.``, with room for an hour not yet known."""
    return f"{thai_weekday(day)}ที่ {digits.write(thai_date(day))} เวลา {at or BLANK[:12]} น."
