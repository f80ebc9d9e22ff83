"""Links, sessions and the sign-in page."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from flows.instants import mark_rehearsal
from models.kinds import NoticeKind
from models.notices import Message, PortalSession, SignInLink
from notifications.links import token_hash
from portal.signing_in import local_path
from tests.portal.office import (
    ANALYST,
    EDUCATION_OFFICER,
    WORKS_OFFICER,
    Office,
    address,
    fields_of,
    words,
)


def sign_in_messages(office: Office) -> list[Message]:
    with office.database.read() as session:
        return list(session.exec(select(Message).where(Message.kind == NoticeKind.SIGN_IN)))


def test_reading_a_link_consumes_nothing(office: Office) -> None:
    client, token = office.client(), office.link(WORKS_OFFICER)
    for _scanner in range(3):
        page = client.get(f"/in/{token}")
        assert page.status_code == 200
        assert f'action="/in/{token}"' in page.text
        assert "set-cookie" not in page.headers
    with office.database.read() as session:
        assert session.exec(select(SignInLink)).one().consumed_at is None


def test_pressing_the_button_opens_a_session_and_the_page_of_the_mail(office: Office) -> None:
    client, token = office.client(), office.link(WORKS_OFFICER, office.form_path())
    answer = client.post(f"/in/{token}")
    assert (answer.status_code, answer.headers["location"]) == (303, office.form_path())
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Max-Age=43200" in cookie
    assert "Secure" not in cookie
    assert client.get(office.form_path()).status_code == 200
    with office.database.read() as session:
        kept = session.exec(select(PortalSession)).one()
        assert kept.token_hash == token_hash(client.cookies["traimas"])
        assert timedelta(hours=11, minutes=59) < kept.expires_at - office.now <= timedelta(hours=12)


def test_the_cookie_is_secure_where_the_public_address_is_https(office: Office) -> None:
    client = office.client("https://portal.example.go.th")
    cookie = client.post(f"/in/{office.link(WORKS_OFFICER)}").headers["set-cookie"]
    assert cookie.startswith("__Host-traimas=")
    assert "Secure" in cookie


def test_a_link_opens_once_and_its_session_outlives_it(office: Office) -> None:
    first, second, token = office.client(), office.client(), office.link(WORKS_OFFICER)
    assert first.post(f"/in/{token}").status_code == 303
    again = second.post(f"/in/{token}")
    assert again.status_code == 410
    assert "ขอลิงก์ใหม่" in again.text
    assert not second.cookies
    assert first.get("/board").status_code == 200
    assert second.get(f"/in/{token}").status_code == 410


@pytest.mark.parametrize("seconds", [pytest.param(0, id="at its last instant"), pytest.param(-1, id="a second later")])
def test_an_expired_link_opens_nothing(office: Office, seconds: int) -> None:
    client, token = office.client(), office.link(WORKS_OFFICER, valid_for=timedelta(seconds=seconds))
    assert client.get(f"/in/{token}").status_code == 410
    assert client.post(f"/in/{token}").status_code == 410
    assert not client.cookies


def test_a_spent_link_sends_a_fresh_one_to_the_same_page_and_only_one_waits(office: Office) -> None:
    client, token = office.client(), office.link(WORKS_OFFICER, office.form_path())
    client.post(f"/in/{token}")
    for _impatient in range(2):
        assert client.post(f"/in/{token}/fresh").status_code == 200
    (message,) = sign_in_messages(office)
    assert message.person_id == office.person(WORKS_OFFICER)
    assert message.target == office.form_path()


def test_an_unknown_link_is_answered_like_a_known_one(office: Office) -> None:
    client, spent = office.client(), office.link(WORKS_OFFICER, valid_for=timedelta(0))
    assert client.post("/in/unknown").status_code == 410
    known, unknown = client.post(f"/in/{spent}/fresh"), client.post("/in/unknown/fresh")
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    assert [message.person_id for message in sign_in_messages(office)] == [office.person(WORKS_OFFICER)]


def test_asking_by_address_is_answered_alike_and_finds_the_address_in_any_case(office: Office) -> None:
    client = office.client()
    known = client.post("/sign-in", data={"email": f" {address(office, WORKS_OFFICER).upper()} "})
    unknown = client.post("/sign-in", data={"email": "nobody@example.go.th"})
    empty = client.post("/sign-in", data={})
    assert known.status_code == unknown.status_code == empty.status_code == 200
    assert known.text == unknown.text == empty.text
    assert [message.person_id for message in sign_in_messages(office)] == [office.person(WORKS_OFFICER)]


def test_whoever_holds_no_post_any_more_is_sent_no_link(office: Office) -> None:
    mark_rehearsal(office.database, date(2024, 12, 31))  # the day before anybody took office
    client = office.client()
    assert client.post("/sign-in", data={"email": address(office, WORKS_OFFICER)}).status_code == 200
    assert sign_in_messages(office) == []


def test_a_page_wanted_before_signing_in_is_where_the_link_leads(office: Office) -> None:
    client = office.client()
    asked = client.get(office.form_path())
    assert asked.status_code == 303
    page = client.get(asked.headers["location"])
    fields = fields_of(page, "/sign-in")
    client.post("/sign-in", data={**fields, "email": address(office, WORKS_OFFICER)})
    assert sign_in_messages(office)[0].target == office.form_path()


def test_a_session_ends_after_twelve_hours(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    with office.database.write() as session:
        kept = session.exec(select(PortalSession)).one()
        kept.expires_at = office.now
        session.add(kept)
    assert client.get("/board").headers["location"] == "/sign-in?to=/board"
    refused = client.post(office.form_path(), data={"kind": "nothing"})
    assert refused.status_code == 401
    assert "หมดเวลา" in words(refused)


def test_a_cookie_that_was_never_given_is_nobodys(office: Office) -> None:
    client = office.client()
    client.cookies.set("traimas", "x" * 43)
    assert client.get("/board").status_code == 303


def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    copy = office.client()
    copy.cookies.set("traimas", client.cookies["traimas"])
    form = fields_of(client.get("/board"), "/sign-out")
    assert client.post("/sign-out", data=form).status_code == 303
    assert copy.get("/board").status_code == 303


def test_signing_in_again_ends_the_earlier_session(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    client.post(f"/in/{office.link(ANALYST)}")
    with office.database.read() as session:
        assert session.exec(select(PortalSession)).one().person_id == office.person(ANALYST)


def test_the_regular_holder_steps_back_while_another_acts(office: Office) -> None:
    regular, acting = office.signed_in(WORKS_OFFICER), office.signed_in(EDUCATION_OFFICER)
    assert acting.get(office.form_path()).status_code == 404
    office.give(WORKS_OFFICER, EDUCATION_OFFICER, acting=True)
    assert acting.get(office.form_path()).status_code == 200
    assert acting.get(office.form_path(EDUCATION_OFFICER)).status_code == 200
    assert regular.get("/board").status_code == 403  # holds no other post


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example",
        "//elsewhere.example/board",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "javascript:alert(1)",
        "/\tboard",
        "board",
        "",
        "/" + "x" * 200,
    ],
)
def test_nobody_is_led_to_another_site(office: Office, target: str) -> None:
    assert local_path(target) == "/board"
    client = office.client()
    answer = client.post(f"/in/{office.link(WORKS_OFFICER, target)}")
    assert answer.headers["location"] == "/board"
    assert fields_of(client.get("/sign-in", params={"to": target}), "/sign-in")["to"] == "/board"
