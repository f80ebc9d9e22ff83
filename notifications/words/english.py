"""The words of messages in English, for whoever prefers it. Names of posts, divisions and projects stay in Thai."""

from models.kinds import ObligationRule
from models.values import BUDDHIST_ERA_OFFSET
from notifications.words.phrases import Said
from notifications.words.reasons import channel_name, reason_words
from notifications.words.thai import FIRM_FROM_DAYS
from notifications.written import (
    AlarmSection,
    ConfirmationSection,
    DraftReturnedSection,
    DutySection,
    ForecastSection,
    Instead,
    MovedSection,
    Passed,
    Reader,
    ReportReturnedSection,
    RequestSection,
    Section,
    SignInSection,
    Standing,
    Unreached,
    WrittenMessage,
)
from procedure.calendar import english_date
from procedure.owed_duties import Duty

_OPEN_REPORT, _OPEN = "Open the report form", "Open the system"
_NOT_ASKED = "If you did not ask for it, nothing needs to be done."
_DUTIES = {
    ObligationRule.SUBMIT_PROJECTS: "submitting projects for the operation plan",
    ObligationRule.COMPLETE_PLAN: "completing the operation plan",
    ObligationRule.CONSIDER_DRAFT: "presenting the draft operation plan to the committee",
    ObligationRule.ANNOUNCE_PLAN: "announcing the operation plan",
    ObligationRule.POST_ANNOUNCEMENT: "posting the operation plan",
    ObligationRule.KEEP_POSTED: "keeping the operation plan posted",
    ObligationRule.REPORT_QUARTER: "the progress report",
    ObligationRule.REPORT_EVALUATION: "reporting the evaluation to the executive",
    ObligationRule.PRESENT_TO_COUNCIL: "presenting the evaluation to the council",
    ObligationRule.PRESENT_TO_COMMITTEE: "presenting the evaluation to the development committee",
    ObligationRule.ANNOUNCE_EVALUATION: "announcing the evaluation",
    ObligationRule.KEEP_EVALUATION_POSTED: "keeping the evaluation posted",
}
_STANDING = {
    Standing.LATE: "late",
    Standing.TODAY: "due today",
    Standing.RETURNED: "returned for correction",
    Standing.NEAR: "due soon",
    Standing.MOVED: "with a new due day",
    Standing.OPENING: "newly open",
    Standing.PLAIN: "other",
}


class English:
    """English phrases."""

    lang = "en"

    def say(self, section: Section) -> Said:
        """Return a section in English. Raises ``TypeError`` for a kind of section that has no words."""
        match section:
            case DutySection(reader=Reader.OWING):
                return _owing(section)
            case DutySection():
                return _above(section)
            case MovedSection():
                return _moved(section)
            case RequestSection():
                return _request(section)
            case DraftReturnedSection():
                return _draft_returned(section)
            case ReportReturnedSection():
                return _report_returned(section)
            case ForecastSection():
                year = section.year - BUDDHIST_ERA_OFFSET
                lines = (section.words.en, *_passed(section.passed))
                return Said(f"The public holidays of {year} are not confirmed", lines, button=_OPEN)
            case SignInSection():
                lines = ("You asked for a link to sign in; use the one in this message.", _NOT_ASKED)
                return Said("A new sign-in link", lines, button="Sign in")
            case ConfirmationSection():
                asked = "Enter this code on the page of your channels, to confirm that this address is yours."
                return Said("Confirm your address", (f"Confirmation code {section.code}", asked, _NOT_ASKED))
            case AlarmSection():
                return _alarm(section)
        raise TypeError(f"no English words for {type(section).__name__}")

    def subject(self, first: Said, others: int, others_late: int) -> str:
        """Return the subject: ``… and 2 more (1 late)``."""
        if not others:
            return first.heading
        return f"{first.heading} and {others} more{f' ({others_late} late)' if others_late else ''}"

    def salutation(self, written: WrittenMessage) -> str:
        """Return the salutation."""
        return f"Dear {written.person},"

    def lead(self, section: Section) -> str:
        """Return the line before what has gone up to the clerk or the executive."""
        if section.reader in (Reader.CLERK, Reader.EXECUTIVE):
            title = "the clerk" if section.reader is Reader.CLERK else "the executive"
            return f"For the notice and decision of {title}:"
        return ""

    def summary(self, written: WrittenMessage) -> str:
        """Return ``There are 2 matters for you today: 1 late, 1 due today.``"""
        if len(written.sections) == 1:
            return ""
        found = [section.standing for section in written.sections]
        parts = [f"{found.count(one)} {name}" for one, name in _STANDING.items() if one in found]
        return f"There are {len(found)} matters for you today: {', '.join(parts)}."

    def why_deadline(self, explanation: str) -> str:
        """Return the explanation of a due day, introduced."""
        return f"Why this day: {explanation}"

    def number(self, number: int) -> str:
        """Return a number."""
        return str(number)

    def more_items(self, count: int) -> str:
        """Return that so many projects more are not listed."""
        return f"and {count} more {'project' if count == 1 else 'projects'}"

    def more_sections(self, count: int) -> str:
        """Return that so many things more are not listed."""
        return f"and {count} more {'matter' if count == 1 else 'matters'}"

    def instead(self, instead: Instead, channel: str) -> str:
        """Return why a message comes by this channel."""
        this, other = channel_name(channel)[1], channel_name(instead.channel)[1]
        if instead.quota_spent:
            return f"Sent by {this} because this month's quota of messages on {other} is spent."
        return f"Sent by {this} because a message by {other} could not be delivered to you."

    def without_link(self, written: WrittenMessage) -> str:
        """Return where to go without a link."""
        if written.carries_memo:
            return "Please follow the attached document and return it to the plan analyst."
        return "Please see your office's plan analyst."

    def link_note(self) -> str:
        """Return whose a link is and how often it may be used."""
        return "A link is yours alone and works once. If it has expired, ask for a new one on the page it opens."

    def footer(self, written: WrittenMessage) -> str:
        """Return who sends the letter."""
        return f"{written.organization} · sent by Traimas (ระบบไตรมาส)"

    def closing(self, written: WrittenMessage) -> str:
        """Return the head of the audit chain, to be kept."""
        head = written.chain_head
        if head is None:
            return ""
        return (
            f"Head of the audit chain on {english_date(head.on)}, entry {head.seq}: {head.hash} "
            "(keep it; check with traimas audit verify --head)"
        )


def _name(duty: Duty) -> str:
    year = duty.fiscal_year - BUDDHIST_ERA_OFFSET
    if duty.quarter is not None:
        return f"{_DUTIES[duty.rule]} of quarter {duty.quarter}, fiscal year {year}"
    return f"{_DUTIES[duty.rule]}{f' ({duty.about})' if duty.about else ''}, fiscal year {year}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _days(count: int) -> str:
    return f"{abs(count)} {'day' if abs(count) == 1 else 'days'}"


def _owing(section: DutySection) -> Said:
    """Say a duty to the post that owes it."""
    what, due, days = _name(section.duty), english_date(section.due_on), _days(section.days)
    verb = "report" if section.duty.quarter is not None else "act"
    status = f"{days} left"
    if section.standing is Standing.LATE:
        heading, status = f"{days} late: {what}", f"{days} late"
        firm = _told(section, (Reader.CLERK, Reader.EXECUTIVE))
        asked = f" The {firm} has been asked to decide." if firm else ""
        urge = "at once" if firm or -section.days >= FIRM_FROM_DAYS else "as soon as possible"
        lines = [f"It is {days} late.{asked} Please {verb} {urge}.", f"It was due on {due}."]
        if (head := _told(section, (Reader.HEAD,))) and not firm:
            lines.append(f"The {head} has been told too.")
    elif section.standing is Standing.TODAY:
        heading, status = f"Due today: {what}", "Due today"
        lines = [f"Due today, {due}, by 23:59. Please {verb} today."]
    elif section.standing is Standing.OPENING:
        heading = f"Please see to {what}"
        opened = "The round is open. " if section.duty.quarter is not None else ""
        lines = [f"{opened}Due on {due}; {days} left."]
    else:
        heading = f"Due soon: {what}"
        lines = [f"Due {'tomorrow' if section.days == 1 else f'in {days}'}, on {due}. Please {verb} in time."]
    return Said(
        heading,
        (*([f"As {section.posts[0]}:"] if section.named else []), *lines, *_passed(section.passed)),
        status=status,
        title="" if section.standing in (Standing.OPENING, Standing.NEAR) else _capital(what),
        items_title=f"Projects to report: {len(section.items)}" if section.items else "",
        items=tuple(
            item.name
            if item.carried_from is None
            else f"{item.name} (carried on from fiscal year {item.carried_from - BUDDHIST_ERA_OFFSET})"
            for item in section.items
        ),
        explanation=section.explanation.en,
        button=_OPEN_REPORT if section.target.startswith("/report") else _OPEN,
    )


def _told(section: DutySection, readers: tuple[Reader, ...]) -> str:
    names = {Reader.HEAD: "head of division", Reader.CLERK: "clerk", Reader.EXECUTIVE: "executive"}
    told = {level for level, _post in section.told_up}
    return " and the ".join(names[reader] for reader in readers if reader in told)


def _above(section: DutySection) -> Said:
    """Say a duty to those above the post that owes it."""
    what, due, days = _name(section.duty), english_date(section.due_on), _days(section.days)
    who = " and ".join(section.posts)
    whose = "Your division" if section.reader is Reader.HEAD else section.division or who
    if section.standing is Standing.LATE:
        heading, status = f"{whose} is {days} late: {what}", f"{days} late"
        firm = _told(section, tuple(one for one in (Reader.CLERK, Reader.EXECUTIVE) if one is not section.reader))
        asked = f" The {firm} has been asked to decide." if firm else ""
        urge = "Please see that it is done at once."
        if section.reader is Reader.HEAD and not firm and -section.days < FIRM_FROM_DAYS:
            urge = "Please follow it up."
        elif section.reader is not Reader.HEAD:
            urge = "For your notice and decision."
        lines = [f"{who}: {days} late, due on {due}.{asked} {urge}"]
    else:
        today = section.standing is Standing.TODAY
        status = "Due today" if today else f"{days} left"
        heading = f"{whose} owes {what}"
        lines = [f"{who}: due {'today' if today else f'in {days}'}, on {due}. Please see that it is done in time."]
    lines += _passed(section.passed)
    button = _OPEN_REPORT if section.target.startswith("/report") else _OPEN
    return Said(heading, tuple(lines), status=status, explanation=section.explanation.en, button=button)


def _passed(passed: Passed | None) -> tuple[str, ...]:
    """Say why the reader is told in another post's place."""
    if passed is None:
        return ()
    why = {
        Unreached.VACANT: f"The post {passed.post} is vacant",
        Unreached.ON_LEAVE: f"The holder of the post {passed.post} is on leave",
        Unreached.NO_ADDRESS: f"The post {passed.post} has no address for messages",
    }[passed.why]
    return (f"{why}, so you are told instead; please see to it or name somebody who will.",)


def _moved(section: MovedSection) -> Said:
    lines = [
        f"{_capital(_name(move.duty))}: due on {english_date(move.before)} before, "
        f"now moved to {english_date(move.after)}."
        for move in section.moves
    ]
    heading = f"New due day: {_DUTIES[section.moves[0].duty.rule]}"
    lines += _passed(section.passed)
    return Said(heading, tuple(lines), status="New due day", explanation=section.explanation.en, button=_OPEN)


def _request(section: RequestSection) -> Said:
    year = section.fiscal_year - BUDDHIST_ERA_OFFSET
    lines = (
        f"{section.post} is asked to submit the projects and activities that will be carried out in fiscal year {year} "
        "to the plan analyst, on form ผด.02 (equipment on form ผด.02/1).",
        "Please give budget, source of funds, place, responsible unit and months for every project.",
        *_passed(section.passed),
    )
    why = (
        "Clause 26 (1) of the Ministry of Interior Regulation on the Making of Development Plans of Local "
        "Administrative Organizations."
    )
    return Said(f"Please submit projects for the operation plan of {year}", lines, explanation=why, button=_OPEN)


def _draft_returned(section: DraftReturnedSection) -> Said:
    lines = [
        f"The local development committee, at meeting {section.number} on {english_date(section.considered_on)}, "
        f"sent draft {section.draft_number} back for correction."
    ]
    if section.remarks:
        lines.append(f"Remarks: {section.remarks}")
    return Said(
        "The committee returned the draft operation plan",
        (*lines, *_passed(section.passed)),
        status="Returned",
        items_title=f"Remarks on projects: {len(section.items)}" if section.items else "",
        items=tuple(f"{name}: {remark}" for name, remark in section.items),
        button=_OPEN,
    )


def _report_returned(section: ReportReturnedSection) -> Said:
    lines = (
        f"The reviewer sent revision {section.revision} back. Please correct it and send it anew by "
        f"{english_date(section.lock_on)}. It still counts as received on the day it was first sent.",
        f"Remarks: {section.remarks}",
        *_passed(section.passed),
    )
    return Said(f"Returned for correction: {_name(section.duty)}", lines, status="Returned", button=_OPEN_REPORT)


def _alarm(section: AlarmSection) -> Said:
    count = sum(one.count for one in section.given_up)
    lines = [
        f"{_capital(channel_name(one.channel)[1])}, {one.count}: {reason_words(one.reason)[1]}"
        for one in section.given_up
    ]
    lines.append("Look at the page of deliveries (/deliveries), mend the cause, or tell them otherwise and record it.")
    heading = f"{count} {'message' if count == 1 else 'messages'} could not be delivered"
    return Said(heading, tuple(lines), status="Not delivered", button="Open the deliveries")
