"""One's own channels and the office's accounts, on pages that work without a script."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import col, select

from flows.perform import NoRequester
from models.contacts import ChannelAccount, Contact
from models.kinds import Language, MessageState, NoticeKind, Role
from models.notices import Message, MessageAttempt
from models.organizations import Person, RoleGrant
from models.settings import Settings
from portal.app import create_app
from procedure.contacts import address_of, confirmation_codes
from procedure.plans import identity
from tests.line_server import TOKEN, LineServer, line_server
from tests.portal.office import (
    ADMINISTRATOR,
    ANALYST,
    CLERK,
    EDUCATION_OFFICER,
    PROVINCE,
    WORKS_HEAD,
    WORKS_OFFICER,
    Browser,
    Office,
    counted_selects,
    fields_of,
    other_organization,
    words,
)
from tests.portal.test_guards import FINANCE_OFFICER

USER = "U" + "0123456789abcdef" * 2
OWN = "somchai.own@example.com"
PAGE, ACCOUNTS = "/channels", "/channels/office"


@pytest.fixture
def line() -> Iterator[LineServer]:
    with line_server() as server:
        yield server


def signed(client: Browser, page: str = PAGE) -> str:
    return fields_of(client.get(page), "/sign-out")["signed"]


def send(client: Browser, act: str, **fields: str) -> str:
    """Send a form of one's own page; return where it leads, or what the page then says."""
    answer = client.post(f"{PAGE}/{act}", {"signed": signed(client), **fields})
    return answer.headers["location"] if answer.status_code == 303 else f"{answer.status_code} {words(answer)}"


def newest(office: Office) -> Contact:
    with office.database.read() as session:
        found = session.exec(select(Contact).order_by(col(Contact.id).desc())).first()
        assert found is not None
        return found


def code(office: Office) -> str:
    return confirmation_codes(newest(office))[0]


def account(office: Office, monthly_quota: int = 200) -> None:
    with office.database.write() as session:
        session.add(
            ChannelAccount(
                organization_id=office.organization_id,
                channel="line",
                account=f'{{"token": "{TOKEN}"}}',
                monthly_quota=monthly_quota,
            )
        )


def accounts(office: Office) -> dict[str, tuple[str, int | None]]:
    with office.database.read() as session:
        return {row.channel: (row.account, row.monthly_quota) for row in session.exec(select(ChannelAccount))}


@pytest.mark.parametrize(
    ("title", "own", "of_office"),
    [
        (ADMINISTRATOR, 200, 200),
        (ANALYST, 200, 404),
        (WORKS_OFFICER, 200, 404),
        (WORKS_HEAD, 200, 404),
        ("finance", 200, 404),
        (CLERK, 200, 404),
        ("นายกเทศมนตรีตำบลตัวอย่าง", 200, 404),
        ("ผู้ตรวจสอบภายใน", 200, 404),
        (f"ผู้แทน {PROVINCE}", 200, 404),
        (None, 303, 303),
    ],
)
def test_each_role_keeps_its_own_channels_and_the_administrator_the_offices(
    office: Office, title: str | None, own: int, of_office: int
) -> None:
    if title == "finance":
        title = FINANCE_OFFICER
        with office.database.write() as session:
            grant = session.exec(select(RoleGrant).where(RoleGrant.officer_id == office.post(title))).one()
            grant.role = Role.FINANCE_OFFICER
            session.add(grant)
    client = office.signed_in(title) if title else office.client()
    assert (client.get(PAGE).status_code, client.get(ACCOUNTS).status_code) == (own, of_office)
    if title is None:
        assert client.post(f"{PAGE}/add", {"channel": "line", "address": USER}).status_code == 401
        return
    fields = {"signed": signed(client)}
    assert client.post(f"{PAGE}/add", {**fields, "channel": "line", "address": USER}).status_code == 303
    given = {**fields, "token": TOKEN}
    assert client.post(f"{ACCOUNTS}/line", given).status_code == (303 if of_office == 200 else 404)
    to_register = {**fields, "officer": ANALYST, "channel": "mail", "address": "new@example.go.th"}
    assert client.post(f"{ACCOUNTS}/register", to_register).status_code == (303 if of_office == 200 else 404)
    assert bool(accounts(office)) is (of_office == 200)


def test_every_form_needs_the_sessions_own_field(office: Office) -> None:
    client = office.signed_in(ADMINISTRATOR)
    for path in (*(f"{PAGE}/{act}" for act in ("add", "confirm", "remove", "choose")), f"{ACCOUNTS}/line"):
        assert client.post(path, {"channel": "mail", "token": TOKEN}).status_code == 403
    assert client.post(f"{ACCOUNTS}/register", {"officer": ANALYST}).status_code == 403


def test_an_address_is_given_confirmed_preferred_and_taken_back_on_the_page(office: Office) -> None:
    account(office)
    client = office.signed_in(WORKS_OFFICER)
    assert send(client, "add", channel="line", address=f" {USER} ") == "/channels?said=added"
    page = client.get(PAGE)
    assert "U0•••ef" in page.text
    assert USER not in page.text
    assert "รอยืนยัน" in words(page)
    assert send(client, "confirm", channel="line", code=code(office)) == "/channels?said=confirmed"
    assert "ยืนยันแล้ว" in words(client.get(PAGE))
    assert send(client, "choose", channel="line", language="en") == "/channels?said=chosen"
    with office.database.read() as session:
        person = session.get_one(Person, office.person(WORKS_OFFICER))
        assert (person.channel, person.language) == ("line", Language.ENGLISH)
    assert fields_of(client.get(PAGE), f"{PAGE}/choose") | {"signed": ""} == {
        "signed": "",
        "channel": "line",
        "language": "en",
    }
    assert send(client, "remove", channel="line") == "/channels?said=removed"
    with office.database.read() as session:
        assert address_of(session, office.person(WORKS_OFFICER), "line") == ""


def test_the_code_is_asked_for_at_once_and_once(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    send(client, "add", channel="mail", address=OWN)
    client.get(PAGE)
    with office.database.read() as session:
        messages = session.exec(select(Message).where(Message.kind == NoticeKind.CONFIRMATION)).all()
    assert [(one.contact_id, one.channel, one.state) for one in messages] == [
        (newest(office).id, "mail", MessageState.PLANNED)
    ]


def test_the_page_says_where_the_code_stands(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    send(client, "add", channel="mail", address=OWN)
    assert "กำลังส่งรหัส" in words(client.get(PAGE))
    for state, says in ((MessageState.SENT, "ส่งรหัสแล้ว"), (MessageState.GIVEN_UP, "ส่งรหัสไม่สำเร็จ")):
        with office.database.write() as session:
            message = session.exec(select(Message).where(Message.kind == NoticeKind.CONFIRMATION)).one()
            message.state = state
            session.add(message)
        assert says in words(client.get(PAGE))


def test_a_wrong_code_says_how_many_are_left_and_the_fifth_ends_it(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    send(client, "add", channel="mail", address=OWN)
    assert "เหลือ ๔ ครั้ง" in send(client, "confirm", channel="mail", code="x")
    for _guess in range(4):
        said = send(client, "confirm", channel="mail", code="x")
    assert said.startswith("422")
    assert "ครบ ๕ ครั้งแล้ว" in said
    assert "ไม่มีที่อยู่ที่รอยืนยัน" in send(client, "confirm", channel="mail", code="x")


@pytest.mark.parametrize(
    ("channel", "address", "says"),
    [
        ("mail", "somsri", "ที่อยู่อีเมลไม่ถูกต้อง"),
        ("mail", "a@example.go.th\r\nBcc: b@example.go.th", "ที่อยู่อีเมลไม่ถูกต้อง"),
        ("mail", "a@b, c@example.go.th", "ที่อยู่อีเมลไม่ถูกต้อง"),
        ("line", "@somchai", "รหัสผู้ใช้ LINE"),
        ("webhook", "<script>alert(1)</script>", "หมายเลขโทรศัพท์"),
        ("fax", "021234567", "ไม่มีช่องทางชื่อ fax"),
        ("mail", "", "ไม่ถูกต้อง"),
        ("FAX!", "021234567", "ไม่ถูกต้อง"),
        ("mail", "x" * 300, "ไม่ถูกต้อง"),
    ],
)
def test_what_is_no_address_is_refused_with_what_to_do(office: Office, channel: str, address: str, says: str) -> None:
    client = office.signed_in(WORKS_OFFICER)
    said = send(client, "add", channel=channel, address=address)
    assert said.startswith("422")
    assert says in said
    if address:
        assert address not in said


def test_a_person_reaches_the_addresses_of_nobody_else(office: Office) -> None:
    elsewhere = Office(office.database, other_organization(office.database))
    mine, others = office.signed_in(WORKS_OFFICER), (office.signed_in(EDUCATION_OFFICER), elsewhere.signed_in(ANALYST))
    send(mine, "add", channel="mail", address=OWN)
    for client in others:
        assert OWN[0] + "•••" not in client.get(PAGE).text
        assert "ไม่มีที่อยู่ที่รอยืนยัน" in send(client, "confirm", channel="mail", code=code(office))
        assert "ท่านไม่ได้เพิ่มที่อยู่" in send(client, "remove", channel="mail")
    account(office)
    client = elsewhere.signed_in(ADMINISTRATOR)
    assert "ใช้งาน</span>" not in client.get(ACCOUNTS).text
    theirs = {"signed": signed(client), "monthly_quota": "5"}
    assert client.post(f"{ACCOUNTS}/line", theirs).status_code == 422  # no account of their own to change
    assert accounts(office)["line"][1] == 200


def test_an_accounts_secret_is_taken_and_never_shown(office: Office) -> None:
    client = office.signed_in(ADMINISTRATOR)
    given = {"signed": signed(client), "token": TOKEN, "monthly_quota": "๑,๐๐๐"}
    assert client.post(f"{ACCOUNTS}/line", given).headers["location"] == f"{ACCOUNTS}?said=account"
    assert accounts(office) == {"line": (f'{{"token":"{TOKEN}"}}', 1000)}
    page = client.get(ACCOUNTS)
    assert TOKEN not in page.text
    kept = fields_of(page, f"{ACCOUNTS}/line")
    assert (kept["token"], kept["monthly_quota"]) == ("", "1000")
    assert client.post(f"{ACCOUNTS}/line", {**kept, "monthly_quota": ""}).status_code == 303
    assert accounts(office) == {"line": (f'{{"token":"{TOKEN}"}}', None)}
    assert client.post(f"{ACCOUNTS}/line", {**kept, "close": "1"}).status_code == 303
    assert accounts(office) == {}


def test_a_gateways_secret_does_not_follow_it_to_another_address(office: Office) -> None:
    client = office.signed_in(ADMINISTRATOR)
    assert fields_of(client.get(ACCOUNTS), f"{ACCOUNTS}/webhook")["url"] == ""
    given = {"url": "https://gateway.example.com/sms", "header": "X-Key", "secret": "the-secret", "monthly_quota": "9"}
    assert client.post(f"{ACCOUNTS}/webhook", {**given, "signed": signed(client)}).status_code == 303
    kept = fields_of(client.get(ACCOUNTS), f"{ACCOUNTS}/webhook")
    assert (kept["url"], kept["header"], kept["secret"], kept["to_field"]) == (given["url"], "X-Key", "", "to")
    moved = client.post(f"{ACCOUNTS}/webhook", {**kept, "url": "https://elsewhere.example.com/"})
    assert moved.status_code == 422
    assert "รหัสลับ" in words(moved)
    assert "the-secret" in accounts(office)["webhook"][0]
    assert "elsewhere" not in accounts(office)["webhook"][0]
    assert client.post(f"{ACCOUNTS}/webhook", {**kept, "monthly_quota": "10"}).status_code == 303
    assert accounts(office)["webhook"][1] == 10
    assert "the-secret" in accounts(office)["webhook"][0]


@pytest.mark.parametrize(
    "fields",
    [
        {"token": "short"},
        {"token": ""},
        {"token": TOKEN, "monthly_quota": "-1"},
        {"token": TOKEN, "monthly_quota": "many"},
        {"token": f"{TOKEN}\r\nX: y"},
    ],
)
def test_an_account_that_cannot_be_is_refused(office: Office, fields: dict[str, str]) -> None:
    client = office.signed_in(ADMINISTRATOR)
    answer = client.post(f"{ACCOUNTS}/line", {**fields, "signed": signed(client)})
    assert answer.status_code == 422
    assert TOKEN not in answer.text
    assert accounts(office) == {}
    for nowhere in ("mail", "fax"):
        assert client.post(f"{ACCOUNTS}/{nowhere}", {"signed": signed(client)}).status_code == 404


def test_the_month_and_lines_own_count_are_shown(office: Office, line: LineServer) -> None:
    account(office, monthly_quota=2)
    line.pushed.extend([(USER, "x")] * 7)
    now = office.now
    with office.database.write() as session:
        for number in range(2):
            message = Message(
                organization_id=office.organization_id,
                person_id=office.person(WORKS_OFFICER),
                day=now.date(),
                channel="line",
                digest=False,
                kind=NoticeKind.SIGN_IN,
                message_id=f"{number}@traimas",
                send_at=now,
                give_up_at=now + timedelta(days=1),
            )
            session.add(message)
            session.flush()
            session.add(
                MessageAttempt(
                    organization_id=office.organization_id,
                    message_ref=identity(message.id),
                    number=1,
                    channel="line",
                    began_at=now,
                    ended_at=now,
                    state=MessageState.SENT,
                )
            )
    app = create_app(office.database, Settings(line_api=line.url), NoRequester())
    client = Browser(app, "http://testserver")
    client.cookies.update(office.signed_in(ADMINISTRATOR).cookies)
    page = words(client.get(ACCOUNTS))
    assert "ส่งแล้ว ๒ จาก ๒ ข้อความ ครบโควตาแล้ว" in page
    assert line.asked == []
    assert "ใช้ไปแล้ว ๗ ข้อความ จากโควตา ๒๐๐ ข้อความ" in words(client.get(ACCOUNTS, {"ask": "line"}))
    line.end()
    assert "ผู้ให้บริการไม่ตอบ" in words(client.get(ACCOUNTS, {"ask": "line"}))
    assert client.get(ACCOUNTS, {"ask": "fax"}).status_code == 200


def test_an_address_of_the_register_is_set_from_the_page(office: Office) -> None:
    client = office.signed_in(ADMINISTRATOR)
    typed = {"signed": signed(client), "officer": WORKS_OFFICER, "channel": "mail", "address": "works.2@example.go.th"}
    assert client.post(f"{ACCOUNTS}/register", typed).headers["location"] == f"{ACCOUNTS}?said=register"
    with office.database.read() as session:
        assert address_of(session, office.person(WORKS_OFFICER)) == "works.2@example.go.th"
    assert client.post(f"{ACCOUNTS}/register", {**typed, "officer": ANALYST}).status_code == 422
    assert client.post(f"{ACCOUNTS}/register", {**typed, "address": "nobody"}).status_code == 422


def test_the_pages_ask_the_database_little(office: Office) -> None:
    account(office)
    client = office.signed_in(ADMINISTRATOR)
    with counted_selects(office.database) as of_own:
        assert client.get(PAGE).status_code == 200
    with counted_selects(office.database) as of_office:
        assert client.get(ACCOUNTS).status_code == 200
    assert len(of_own) <= 10
    assert len(of_office) <= 12


def test_no_log_line_holds_an_address_or_a_secret(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    client = office.signed_in(ADMINISTRATOR)
    send(client, "add", channel="mail", address=OWN)
    send(client, "add", channel="line", address="@wrong-line-id")
    client.post(f"{ACCOUNTS}/line", {"signed": signed(client), "token": TOKEN})
    written = "".join(capsys.readouterr())
    assert "act.performed" in written
    for hidden in (OWN, "wrong-line-id", TOKEN, code(office)):
        assert hidden not in written
