"""Committees and their meetings: appointments, quorum, resolutions, countersigning and who signs for the executive."""

from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from documents.plan_facts import announcement_content
from flows.steps import review
from models.committees import Attendance, CommitteeAppointment, CommitteeMember, Meeting
from models.evidence import AuditEntry
from models.kinds import Capacity, CommitteeKind, MemberRole, OrganizationKind, ResolutionOutcome, Role, Via
from models.organizations import Assignment, Organization, Person, RoleGrant
from models.plans import Announcement, Countersignature, Edition, Resolution
from models.settings import OfficeSettings
from procedure.act import Facts
from procedure.acts.announcing import AnnouncePlan, announce_plan
from procedure.acts.collecting import CorrectProject, correct_project
from procedure.acts.committees import AppointCommittee, RecordMeeting, appoint_committee, record_meeting
from procedure.acts.countersigning import CountersignResolution, countersign_resolution
from procedure.acts.deciding import ProjectRemark, RecordResolution, record_resolution
from procedure.calendar import at
from procedure.committees import MemberDescription, quorum_of
from procedure.contacts import address_of
from procedure.errors import ProcedureError
from procedure.establishing import OfficeDescription
from procedure.history import step_history
from procedure.permissions import Actor
from procedure.plans import Step, find_plan, identity, step_of
from tests.offices import ANNOUNCED, YEAR, Desk

MET = date(2025, 10, 10)
ANALYST, CLERK = "นักวิเคราะห์นโยบายและแผนชำนาญการ", "ปลัดเทศบาลตำบลตัวอย่าง"
EXECUTIVE, WORKS = "นายกเทศมนตรีตำบลตัวอย่าง", "ผู้อำนวยการกองช่าง"
ORDER = "คำสั่งเทศบาลตำบลตัวอย่าง ที่ 55/2568"

APPOINT = AppointCommittee(
    committee=CommitteeKind.DEVELOPMENT,
    order_number="200/2568",
    ordered_on=date(2025, 9, 29),
    from_on=date(2025, 10, 1),
    until_on=date(2029, 9, 30),
    members=[
        MemberDescription(title=EXECUTIVE, role=MemberRole.CHAIR),
        MemberDescription(title="ผู้แทนประชาคม หมู่ที่ ๑"),
        MemberDescription(title=CLERK, role=MemberRole.SECRETARY),
    ],
)
MEETING = RecordMeeting(
    committee=CommitteeKind.DEVELOPMENT, number="1/2568", held_on=MET, place="ห้องประชุม", attendees=[EXECUTIVE, CLERK]
)
APPROVE = RecordResolution(fiscal_year=YEAR, number="1/2568", considered_on=MET, outcome=ResolutionOutcome.APPROVE)
SIGN = CountersignResolution(fiscal_year=YEAR, signed_on=MET)
ANNOUNCE = AnnouncePlan(fiscal_year=YEAR, announced_on=ANNOUNCED, signatory=EXECUTIVE)


def refused(
    desk: Desk, act: Callable[..., Any], facts: Facts, on: date, role: Role = Role.PLAN_ANALYST, **changes: Any
) -> ProcedureError:
    """Return the refusal of an act with changed facts, having seen that it says what to do and wrote nothing."""
    before, actor = desk.rows(), desk.actor(role, on)
    with pytest.raises(ProcedureError) as error, desk.database.write() as session:
        act(session, actor, facts.model_copy(update=changes), at(on, time(10)))
    assert desk.rows() == before
    assert error.value.message_th
    assert error.value.message_en
    return error.value


def set_office(desk: Desk, **settings: Any) -> None:
    """Change the office's settings."""
    with desk.database.write() as session:
        organization = session.get_one(Organization, 1)
        organization.settings = OfficeSettings(**settings).model_dump(mode="json")
        session.add(organization)


def step(desk: Desk) -> Step:
    with desk.database.read() as session:
        return step_of(find_plan(session, 1, YEAR).edition)


def member(title: str, role: MemberRole = MemberRole.MEMBER) -> MemberDescription:
    return MemberDescription(title=title, role=role)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def submitted(desk: Desk) -> Desk:
    desk.collect()
    desk.compile()
    desk.submit()
    return desk


# Appointments


def test_a_members_title_that_is_one_of_our_posts_is_bound_to_it(desk: Desk) -> None:
    outcome = desk.act(appoint_committee, APPOINT, date(2025, 9, 29))
    with desk.database.read() as session:
        rows = session.exec(
            select(CommitteeMember)
            .where(CommitteeMember.appointment_id == outcome.subject_id)
            .order_by(col(CommitteeMember.position))
        ).all()
    assert [(row.title, row.role, row.officer_id) for row in rows] == [
        (EXECUTIVE, MemberRole.CHAIR, desk.post_of(EXECUTIVE)),
        ("ผู้แทนประชาคม หมู่ที่ ๑", MemberRole.MEMBER, None),
        (CLERK, MemberRole.SECRETARY, desk.post_of(CLERK)),
    ]
    assert outcome.warnings_th == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ordered_on": date(2025, 9, 30)}, "date_in_future"),
        ({"until_on": date(2025, 9, 30)}, "bad_term"),
        ({"order_number": "101/2568", "ordered_on": date(2025, 1, 6)}, "appointment_exists"),
        ({"members": [*APPOINT.members, member(CLERK)]}, "double_member"),
        ({"members": APPOINT.members[1:]}, "one_chair"),
        ({"members": [*APPOINT.members, member("รองนายก", MemberRole.CHAIR)]}, "one_chair"),
        ({"committee": CommitteeKind.SUPPORT, "members": APPOINT.members[1:]}, "one_chair"),
    ],
)
def test_a_wrong_order_is_refused(desk: Desk, changes: dict[str, Any], code: str) -> None:
    assert refused(desk, appoint_committee, APPOINT, date(2025, 9, 29), **changes).code == code


def test_only_who_may_appoints_a_committee(desk: Desk) -> None:
    for role in (Role.OFFICER, Role.CLERK, Role.EXECUTIVE, Role.AUDITOR):
        assert refused(desk, appoint_committee, APPOINT, MET, role).code == "not_permitted"
        assert refused(desk, record_meeting, MEETING, MET, role).code == "not_permitted"


@pytest.mark.parametrize("chairs", [0, 1])
def test_the_evaluation_committee_may_elect_its_chair_later(desk: Desk, chairs: int) -> None:
    facts = APPOINT.model_copy(update={"committee": CommitteeKind.EVALUATION, "members": APPOINT.members[1 - chairs :]})
    desk.act(appoint_committee, facts, MET)
    two = [*APPOINT.members, member("รองนายก", MemberRole.CHAIR)]
    again = facts.model_copy(update={"order_number": "201/2568", "members": two})
    assert refused(desk, appoint_committee, again, MET).code == "one_chair"


def test_a_term_from_before_its_order_is_warned_of(desk: Desk) -> None:
    facts = APPOINT.model_copy(update={"from_on": date(2025, 9, 1)})
    assert "ก่อนวันที่ของคำสั่ง" in desk.act(appoint_committee, facts, MET).warnings_th[0]


def test_an_office_described_without_committees_is_still_established(tmp_path: Path) -> None:
    described = OfficeDescription(
        code="small",
        kind="sao",
        name="อบต.เล็ก",
        in_office_from=date(2025, 1, 1),
        divisions=["สำนักปลัด"],
        posts=[{"title": "ปลัด", "roles": ["clerk"], "holder": "ผู้ดำรงตำแหน่งปลัด"}],
    )
    assert described.committees == []


@pytest.mark.parametrize("sample", ["municipality.toml", "subdistrict.toml"])
def test_the_sample_offices_have_their_three_committees(tmp_path: Path, sample: str) -> None:
    desk = Desk(tmp_path, sample=sample)
    sizes = [len(desk.members(MET, kind)) for kind in CommitteeKind]
    assert sizes == [12, 17, 11]
    with desk.database.read() as session:
        bound = session.exec(select(CommitteeMember).where(col(CommitteeMember.officer_id).is_not(None))).all()
        (clerk,) = session.exec(
            select(col(Assignment.person_id))
            .join(RoleGrant, col(RoleGrant.officer_id) == col(Assignment.officer_id))
            .where(RoleGrant.role == Role.CLERK)
        ).all()
        address = address_of(session, clerk)
    assert len(bound) == 9 + 3 + 2
    assert address.endswith("example.go.th")


# Meetings and their quorum


@pytest.mark.parametrize(
    ("rule", "members", "quorum"),
    [
        ("half", 1, 1),
        ("half", 5, 3),  # not less than half of five is three
        ("half", 6, 3),
        ("more_than_half", 1, 1),
        ("more_than_half", 5, 3),
        ("more_than_half", 6, 4),
        ("two_thirds", 1, 1),
        ("two_thirds", 6, 4),
        ("two_thirds", 7, 5),
        ("two_thirds", 8, 6),
        ("two_thirds", 9, 6),
    ],
)
def test_the_quorum_is_counted_by_the_offices_rule(rule: Any, members: int, quorum: int) -> None:
    assert quorum_of(rule, members) == quorum


def test_a_meeting_keeps_who_came_and_the_counts_of_that_day(desk: Desk) -> None:
    outcome = desk.meet(present=9)
    with desk.database.read() as session:
        meeting = session.get_one(Meeting, outcome.subject_id)
        came = session.exec(
            select(col(CommitteeMember.title)).join(Attendance, col(Attendance.member_id) == col(CommitteeMember.id))
        ).all()
    assert (meeting.members, meeting.present, meeting.quorum) == (17, 9, 9)
    assert sorted(came) == sorted(desk.members(MET)[:9])
    assert outcome.warnings_th == []


@pytest.mark.parametrize(("rule", "quorum"), [("half", 9), ("more_than_half", 9), ("two_thirds", 12)])
def test_the_quorum_of_a_meeting_is_the_offices_own(desk: Desk, rule: str, quorum: int) -> None:
    set_office(desk, quorum=rule)
    assert desk.meet("1/2568", present=quorum).warnings_th == []
    short = desk.meet("2/2568", present=quorum - 1)
    assert f"ไม่น้อยกว่า {quorum} คน" in short.warnings_th[0]
    assert "nothing can be resolved" in short.message_en


def test_a_meeting_may_be_online_and_nobody_may_come(desk: Desk) -> None:
    facts = MEETING.model_copy(update={"place": "", "online": True, "attendees": []})
    assert desk.act(record_meeting, facts, MET).warnings_th


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"held_on": MET + timedelta(days=1)}, "date_in_future"),
        ({"place": ""}, "no_place"),
        ({"held_on": date(2025, 1, 5)}, "no_appointment"),  # the day before the term
        ({"attendees": [CLERK, CLERK]}, "double_attendee"),
        ({"attendees": [CLERK, "ผู้ผ่านมา"]}, "unknown_member"),
        ({"attendees": ["ผู้อำนวยการกองคลัง"]}, "unknown_member"),  # a post of ours, but no member
    ],
)
def test_a_wrong_meeting_is_refused(desk: Desk, changes: dict[str, Any], code: str) -> None:
    refusal = refused(desk, record_meeting, MEETING, MET, **changes)
    assert refusal.code == code
    if code == "unknown_member":
        assert changes["attendees"][-1] in refusal.message_th


def test_a_meetings_number_stands_once_per_committee(desk: Desk) -> None:
    desk.act(record_meeting, MEETING, MET)
    assert refused(desk, record_meeting, MEETING, MET, held_on=date(2025, 10, 9)).code == "meeting_exists"
    desk.meet("1/2568", MET, CommitteeKind.SUPPORT)
    assert desk.rows()["meeting"] == 2


@pytest.mark.parametrize(
    ("held_on", "members"),
    [
        (date(2025, 9, 30), 17),  # the day before the new order's first day
        (date(2025, 10, 1), 3),
        (date(2026, 3, 31), 3),
        (date(2026, 4, 1), 17),  # the new term has ended, the old one has not
        (date(2029, 1, 5), 17),
    ],
)
def test_the_members_are_those_of_the_newest_order_in_force_that_day(desk: Desk, held_on: date, members: int) -> None:
    desk.act(appoint_committee, APPOINT.model_copy(update={"until_on": date(2026, 3, 31)}), date(2025, 9, 29))
    meeting = desk.act(record_meeting, MEETING.model_copy(update={"held_on": held_on}), held_on)
    with desk.database.read() as session:
        assert session.get_one(Meeting, meeting.subject_id).members == members
    late = MEETING.model_copy(update={"number": "2/2572", "held_on": date(2029, 1, 6)})
    assert refused(desk, record_meeting, late, date(2029, 1, 6)).code == "no_appointment"


def test_of_two_orders_from_one_day_the_later_signed_is_in_force(desk: Desk) -> None:
    later = APPOINT.model_copy(update={"order_number": "201/2568", "ordered_on": date(2025, 9, 30)})
    desk.act(appoint_committee, later.model_copy(update={"members": APPOINT.members[:2]}), MET)
    desk.act(appoint_committee, APPOINT, MET)
    assert desk.members(MET) == [EXECUTIVE, "ผู้แทนประชาคม หมู่ที่ ๑"]


# Resolutions


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "9/2568"}, "no_meeting"),
        ({"considered_on": date(2025, 10, 9)}, "meeting_date_differs"),
        ({"number": "2/2568"}, "no_quorum"),
        ({"number": "3/2568"}, "no_meeting"),  # of the support committee
        ({"outcome": ResolutionOutcome.APPROVE_WITH_CHANGES}, "changes_without_remarks"),
    ],
)
def test_a_resolution_needs_its_meeting_on_record(submitted: Desk, changes: dict[str, Any], code: str) -> None:
    submitted.meet("1/2568")
    submitted.meet("2/2568", present=8)
    submitted.meet("3/2568", MET, CommitteeKind.SUPPORT)
    assert refused(submitted, record_resolution, APPROVE, MET, **changes).code == code
    assert step(submitted) is Step.SUBMITTED


def test_what_the_preparer_recorded_waits_for_the_clerk(submitted: Desk) -> None:
    outcome = submitted.resolve(ResolutionOutcome.APPROVE, countersign=False)
    assert "รอปลัดลงนามรับรอง" in outcome.message_th
    assert step(submitted) is Step.RESOLVED
    with submitted.database.read() as session:
        edition = session.exec(select(Edition)).one()
        resolution = session.exec(select(Resolution)).one()
        steps = [line.name for line in step_history(session, find_plan(session, 1, YEAR), at(MET, time(18)))]
    assert (edition.resolved_on, edition.approved_on) == (MET, None)
    assert resolution.recorded_by_id == edition.compiled_by_id
    assert resolution.meeting_id is not None
    assert steps == ["collection", "drafting", "review"]
    assert review(submitted.database, 1, YEAR, at(MET, time(18))).state_name == "AwaitingCountersignature"
    assert refused(submitted, announce_plan, ANNOUNCE, ANNOUNCED, Role.EXECUTIVE).code == "needs_approved"


def test_the_clerk_countersigns_and_the_plan_is_approved_as_of_the_meeting(submitted: Desk) -> None:
    submitted.resolve(ResolutionOutcome.APPROVE, countersign=False)
    signed_on = MET + timedelta(days=3)
    outcome = submitted.countersign(signed_on)
    assert step(submitted) is Step.APPROVED
    assert outcome.run is not None
    assert outcome.run.deployment == "review"
    with submitted.database.read() as session:
        edition = session.exec(select(Edition)).one()
        signature = session.exec(select(Countersignature)).one()
    assert edition.approved_on == MET
    assert (signature.officer_id, signature.signed_on) == (submitted.post_of(CLERK), signed_on)
    assert review(submitted.database, 1, YEAR, at(signed_on, time(18))).state_name == "Approved"
    assert refused(submitted, countersign_resolution, SIGN, signed_on, Role.CLERK).code == "needs_resolved"


@pytest.mark.parametrize(
    ("changes", "role", "code"),
    [
        ({"signed_on": MET - timedelta(days=1)}, Role.CLERK, "date_before_meeting"),
        ({"signed_on": MET + timedelta(days=1)}, Role.CLERK, "date_in_future"),
        ({}, Role.PLAN_ANALYST, "not_permitted"),
        ({}, Role.EXECUTIVE, "not_permitted"),
    ],
)
def test_a_wrong_countersignature_is_refused(submitted: Desk, changes: dict[str, Any], role: Role, code: str) -> None:
    submitted.resolve(ResolutionOutcome.APPROVE, countersign=False)
    assert refused(submitted, countersign_resolution, SIGN, MET, role, **changes).code == code


def test_nobody_countersigns_what_they_recorded_under_another_post(submitted: Desk) -> None:
    submitted.resolve(ResolutionOutcome.APPROVE, countersign=False)
    analyst = submitted.actor(Role.PLAN_ANALYST, MET)
    with submitted.database.write() as session:
        session.add(
            Assignment(
                organization_id=1,
                officer_id=submitted.post_of(CLERK),
                person_id=identity(analyst.person_id),
                from_on=date(2025, 10, 9),
                capacity=Capacity.ACTING,
                authority=ORDER,
            )
        )
    assert refused(submitted, countersign_resolution, SIGN, MET, Role.CLERK).code == "same_person"


def countersigned(desk: Desk) -> str:
    """Return what the audit says of the countersignature of the resolution."""
    with desk.database.read() as session:
        body = session.exec(select(col(AuditEntry.body)).where(AuditEntry.act == "record_resolution")).one()
    return next(
        (word for word in ("not_needed", "off_by_setting", "awaited") if f'"countersigned":"{word}"' in body), ""
    )


def test_what_another_person_recorded_needs_no_countersignature(submitted: Desk) -> None:
    submitted.meet()
    submitted.act(record_resolution, APPROVE, MET, Role.ADMINISTRATOR)
    assert step(submitted) is Step.APPROVED
    assert countersigned(submitted) == "not_needed"


def test_the_smallest_offices_do_without_and_the_audit_says_so(submitted: Desk) -> None:
    set_office(submitted, countersign=False)
    submitted.resolve(ResolutionOutcome.APPROVE)
    assert step(submitted) is Step.APPROVED
    assert countersigned(submitted) == "off_by_setting"


def test_an_approval_that_waits_says_so_in_the_audit_and_a_return_needs_no_clerk(submitted: Desk) -> None:
    submitted.resolve(ResolutionOutcome.RETURN, remarks="แก้ไข")
    assert countersigned(submitted) == ""
    assert step(submitted) is Step.COLLECTING
    with submitted.database.read() as session:
        assert session.exec(select(Edition)).one().compiled_by_id is not None


def test_a_draft_whose_preparer_is_not_on_record_is_countersigned(submitted: Desk) -> None:
    with submitted.database.write() as session:
        edition = session.exec(select(Edition)).one()
        edition.compiled_by_id = None
        session.add(edition)
    submitted.resolve(ResolutionOutcome.APPROVE, countersign=False)
    assert step(submitted) is Step.RESOLVED
    assert countersigned(submitted) == "awaited"


def with_changes(desk: Desk, **options: Any) -> None:
    remarks = [ProjectRemark(project_number=number, remark="ระบุหมู่ที่") for number in (1, 3)]
    desk.resolve(ResolutionOutcome.APPROVE_WITH_CHANGES, project_remarks=remarks, **options)


def correction(number: int) -> CorrectProject:
    return CorrectProject(fiscal_year=YEAR, project_number=number, reason="ตามมติ", place="หมู่ที่ ๙")


@pytest.mark.parametrize("countersign", [True, False])
def test_after_an_approval_with_changes_the_remarked_projects_alone_are_corrected(
    submitted: Desk, countersign: bool
) -> None:
    with_changes(submitted, countersign=countersign)
    on = MET + timedelta(days=1)
    assert refused(submitted, correct_project, correction(2), on).code == "not_remarked"
    submitted.act(correct_project, correction(1), on)
    if not countersign:
        submitted.countersign(on)
    refusal = refused(submitted, announce_plan, ANNOUNCE, ANNOUNCED, Role.EXECUTIVE)
    assert refusal.code == "changes_not_made"
    assert "ลำดับที่ 3 " in refusal.message_th
    submitted.act(correct_project, correction(3), on)
    submitted.announce()
    assert refused(submitted, correct_project, correction(1), ANNOUNCED).code == "needs_collecting"


def test_a_correction_from_before_the_approval_does_not_count(desk: Desk) -> None:
    desk.collect()
    for number in (1, 3):
        desk.act(correct_project, correction(number), date(2025, 10, 6))
    desk.compile()
    desk.submit()
    with_changes(desk)
    assert refused(desk, announce_plan, ANNOUNCE, ANNOUNCED, Role.EXECUTIVE).code == "changes_not_made"


def test_an_approval_without_changes_leaves_nothing_to_correct(submitted: Desk) -> None:
    submitted.resolve(ResolutionOutcome.APPROVE, project_remarks=[ProjectRemark(project_number=1, remark="ดูแลให้ดี")])
    assert refused(submitted, correct_project, correction(1), MET).code == "needs_collecting"
    submitted.announce()


# Who signs for the executive


@pytest.fixture
def approved(submitted: Desk) -> Desk:
    submitted.resolve(ResolutionOutcome.APPROVE)
    return submitted


def give(desk: Desk, post: str, to: str, capacity: Capacity, authority: str = ORDER) -> None:
    """Have the holder of the post ``to`` hold another post too from 15 October 2568."""
    with desk.database.write() as session:
        person = session.exec(select(col(Assignment.person_id)).where(Assignment.officer_id == desk.post_of(to))).one()
        session.add(
            Assignment(
                organization_id=1,
                officer_id=desk.post_of(post),
                person_id=person,
                from_on=date(2025, 10, 15),
                capacity=capacity,
                authority=authority,
            )
        )


def signed(desk: Desk, **facts: Any) -> tuple[str, str, str | None, Capacity, str]:
    """Announce, and return name, post, the line under them, capacity and authority."""
    desk.act(announce_plan, ANNOUNCE.model_copy(update=facts), ANNOUNCED)
    with desk.database.read() as session:
        row = session.exec(select(Announcement)).one()
        content = announcement_content(session, find_plan(session, 1, YEAR), row)
    return content.signatory_name, content.signatory_post, content.acting_for, row.capacity, row.authority


def test_the_executive_signs_in_their_own_right(approved: Desk) -> None:
    assert signed(approved) == (f"ผู้ดำรงตำแหน่ง{EXECUTIVE}", EXECUTIVE, None, Capacity.OWN, "")


@pytest.mark.parametrize(
    ("capacity", "words"),
    [
        (Capacity.ACTING, "รักษาราชการแทน"),
        (Capacity.ON_BEHALF, "ปฏิบัติราชการแทน"),
        (Capacity.PERFORMING, "ปฏิบัติหน้าที่"),
    ],
)
def test_another_post_signs_for_the_executive_with_its_own_name(approved: Desk, capacity: Capacity, words: str) -> None:
    said = signed(approved, signatory=CLERK, capacity=capacity, authority=ORDER)
    assert said == (f"ผู้ดำรงตำแหน่ง{CLERK}", CLERK, f"{words} {EXECUTIVE}", capacity, ORDER)


@pytest.mark.parametrize("capacity", [Capacity.ACTING, Capacity.ON_BEHALF, Capacity.PERFORMING])
def test_whoever_holds_the_executives_post_for_him_signs_with_their_own_post(
    approved: Desk, capacity: Capacity
) -> None:
    give(approved, EXECUTIVE, CLERK, capacity)
    said = signed(approved)
    assert said == (f"ผู้ดำรงตำแหน่ง{CLERK}", CLERK, f"{capacity.name_th} {EXECUTIVE}", capacity, ORDER)


def test_a_head_of_division_who_acts_as_clerk_signs_with_both_lines(approved: Desk) -> None:
    give(approved, CLERK, WORKS, Capacity.ACTING)
    said = signed(approved, signatory=CLERK, capacity=Capacity.PERFORMING, authority=ORDER)
    assert said[:3] == (
        f"ผู้ดำรงตำแหน่ง{WORKS}",
        WORKS,
        f"รักษาราชการแทน {CLERK}\nปฏิบัติหน้าที่ {EXECUTIVE}",
    )
    assert said[3:] == (Capacity.PERFORMING, ORDER)


def test_who_acts_without_a_post_of_their_own_signs_with_the_name_alone(approved: Desk) -> None:
    with approved.database.write() as session:
        person = Person(organization_id=1, name="ผู้รักษาการจากภายนอก")
        session.add(person)
        session.flush()
        session.add(
            Assignment(
                organization_id=1,
                officer_id=approved.post_of(EXECUTIVE),
                person_id=identity(person.id),
                from_on=date(2025, 10, 15),
                capacity=Capacity.ACTING,
                authority=ORDER,
            )
        )
    said = signed(approved)
    assert said[:3] == ("ผู้รักษาการจากภายนอก", "", f"รักษาราชการแทน {EXECUTIVE}")


def test_the_paper_may_name_the_authority_that_the_assignment_lacks(approved: Desk) -> None:
    give(approved, EXECUTIVE, CLERK, Capacity.ACTING, authority="")
    assert refused(approved, announce_plan, ANNOUNCE, ANNOUNCED).code == "authority_missing"
    assert signed(approved, authority="คำสั่งอำเภอ ที่ 7/2568")[4] == "คำสั่งอำเภอ ที่ 7/2568"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"signatory": CLERK}, "unknown_signatory"),  # a clerk signs for, never as
        ({"signatory": ANALYST, "capacity": Capacity.ACTING, "authority": ORDER}, "unknown_signatory"),
        ({"signatory": "ไม่มีตำแหน่งนี้", "capacity": Capacity.ACTING, "authority": ORDER}, "unknown_signatory"),
        ({"signatory": CLERK, "capacity": Capacity.ACTING}, "authority_missing"),
        ({"capacity": Capacity.ACTING, "authority": ORDER}, "capacity_differs"),  # he holds it in his own right
    ],
)
def test_a_wrong_signature_is_refused(approved: Desk, changes: dict[str, Any], code: str) -> None:
    assert refused(approved, announce_plan, ANNOUNCE, ANNOUNCED, **changes).code == code


def test_a_vacant_post_signs_nothing(approved: Desk) -> None:
    with approved.database.write() as session:
        row = session.exec(select(Assignment).where(Assignment.officer_id == approved.post_of(EXECUTIVE))).one()
        row.until_on = ANNOUNCED - timedelta(days=1)
        session.add(row)
    assert refused(approved, announce_plan, ANNOUNCE, ANNOUNCED).code == "vacant_post"


def test_an_organization_without_a_committee_on_record_is_told_so(desk: Desk) -> None:
    with desk.database.write() as session:
        session.add(Organization(id=2, code="other", kind=OrganizationKind.TOWN, name="เทศบาลเมืองอื่น", settings={}))
    actor = Actor(organization_id=2, via=Via.PORTAL, officer_id=1, person_id=1, roles=frozenset({Role.PLAN_ANALYST}))
    acts: list[tuple[Callable[..., Any], Facts]] = [(appoint_committee, APPOINT), (record_meeting, MEETING)]
    for act, facts in acts:
        before = desk.rows()
        with pytest.raises(ProcedureError) as error, desk.database.write() as session:
            act(session, actor, facts, at(MET, time(10)))
        assert error.value.code == "no_committee"
        assert desk.rows() == before


def test_appointments_of_the_samples_are_in_the_first_audit_entry(desk: Desk) -> None:
    with desk.database.read() as session:
        numbers = session.exec(
            select(col(CommitteeAppointment.order_number)).order_by(col(CommitteeAppointment.id))
        ).all()
        first = session.exec(select(col(AuditEntry.body)).order_by(col(AuditEntry.seq))).first()
    assert list(numbers) == ["101/2568", "102/2568", "103/2568"]
    assert first is not None
    assert '"order_number":"101/2568"' in first
