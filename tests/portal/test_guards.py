"""What guards every page: roles, other organizations, forged forms, headers, sizes, logs, vendored files."""

import hashlib
import logging
import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

import portal
from models.evidence import StoredFile
from models.kinds import ProgressStatus, Role
from models.notices import PortalSession
from models.organizations import RoleGrant
from models.quarters import ProgressReport
from portal.guards import BODY_LIMIT, UPLOAD_LIMIT, keep_tokens_out_of_logs
from procedure.acts.collecting import OpenPlan, open_plan
from procedure.evidence import EvidenceFile, keep_evidence
from procedure.plans import identity
from tests.portal.office import (
    ADMINISTRATOR,
    ANALYST,
    EDUCATION_OFFICER,
    FISCAL_YEAR,
    PROVINCE,
    TODAY,
    WORKS_HEAD,
    WORKS_OFFICER,
    Browser,
    Office,
    fields_of,
    morning,
    other_organization,
)
from tests.portal.test_board import edition_id, keep

STATIC = Path(portal.__file__).parent / "static"
FINANCE_OFFICER = "ผู้รายงานความก้าวหน้า กองคลัง"

# Who gets what: the board, the works officer's form, its receipt (also read by whoever sees how the post reports), its
# evidence, its review, a document, the text for the LINE group, the deliveries, the works officer's memo; 404 tells
# nothing.
ROUTES_BY_ROLE = [
    pytest.param(ADMINISTRATOR, (200, 200, 200, 200, 200, 200, 200, 200, 200), id="administrator"),
    pytest.param(ANALYST, (200, 404, 200, 200, 404, 200, 200, 404, 200), id="plan analyst"),
    pytest.param(WORKS_OFFICER, (200, 200, 200, 200, 404, 404, 404, 404, 404), id="officer, own post"),
    pytest.param(EDUCATION_OFFICER, (200, 404, 404, 404, 404, 404, 404, 404, 404), id="officer, another division"),
    pytest.param(WORKS_HEAD, (200, 200, 200, 200, 200, 404, 200, 404, 200), id="division head, own division"),
    pytest.param(
        "ผู้อำนวยการกองคลัง", (200, 404, 404, 404, 404, 404, 200, 404, 404), id="division head, another division"
    ),
    pytest.param("finance", (200, 404, 404, 404, 404, 404, 404, 404, 404), id="finance officer"),
    pytest.param("ปลัดเทศบาลตำบลตัวอย่าง", (200, 404, 200, 200, 404, 200, 200, 404, 200), id="clerk"),
    pytest.param("นายกเทศมนตรีตำบลตัวอย่าง", (200, 404, 200, 200, 404, 200, 404, 404, 404), id="executive"),
    pytest.param("ผู้ตรวจสอบภายใน", (200, 404, 200, 200, 404, 200, 404, 200, 404), id="auditor"),
    pytest.param(f"ผู้แทน {PROVINCE}", (200, 404, 404, 404, 404, 404, 404, 404, 404), id="agency contact"),
    pytest.param(None, (303, 303, 303, 303, 303, 303, 303, 303, 303), id="nobody"),
]


def report_with_evidence(office: Office) -> int:
    """Have the works post report with a file, and return the file's number."""
    office.report(WORKS_OFFICER, ProgressStatus.IN_PROGRESS, morning(TODAY))
    with office.database.write() as session:
        report = session.exec(select(ProgressReport)).first()
        assert report is not None
        file = EvidenceFile(project_id=report.project_id, name="ภาพ.jpg", content=b"\xff\xd8\xff picture")
        keep_evidence(session, office.organization_id, identity(report.id), file)
        session.flush()
        return identity(session.exec(select(StoredFile.id).where(StoredFile.purpose == "progress_evidence")).one())


@pytest.mark.parametrize(("title", "expected"), ROUTES_BY_ROLE)
def test_each_role_reaches_its_own_routes_only(office: Office, title: str | None, expected: tuple[int, ...]) -> None:
    kept = keep(office, "draft_plan", edition_id(office), "ร่าง.pdf", b"%PDF")
    if title == "finance":
        title = FINANCE_OFFICER
        with office.database.write() as session:
            grant = session.exec(select(RoleGrant).where(RoleGrant.officer_id == office.post(title))).one()
            grant.role = Role.FINANCE_OFFICER
            session.add(grant)
    client = office.signed_in(title) if title else office.client()
    memo = client.get(f"/memo/{office.post(WORKS_OFFICER)}.pdf").status_code  # while anything is owed
    evidence = report_with_evidence(office)
    review = office.form_path().replace("report", "review")
    paths = (
        "/board",
        office.form_path(),
        f"{office.form_path()}/received/1",
        f"/evidence/{evidence}",
        review,
        f"/files/{kept}",
        "/group-text",
        "/deliveries",
    )
    assert (*(client.get(path).status_code for path in paths), memo) == expected
    assert client.get(f"{office.form_path()}/workbook").status_code == expected[1]
    if expected[1] == 404:
        with_field = {"signed": fields_of(client.get("/board"), "/sign-out")["signed"], "kind": "nothing"}
        assert client.post(office.form_path(), with_field).status_code == 404
        assert client.post(f"{office.form_path()}/workbook", with_field).status_code == 404
    if expected[4] == 404:
        word = {
            "signed": fields_of(client.get("/board"), "/sign-out")["signed"],
            "revision": "1",
            "outcome": "accepted",
        }
        assert client.post(review, word).status_code == 404
    signed = {"signed": fields_of(client.get("/board"), "/sign-out")["signed"]} if title else {}
    if expected[6] == 404:
        told = {**signed, "post": str(office.post(WORKS_OFFICER)), "means": "phone", "told_on": TODAY.isoformat()}
        assert client.post("/told", told).status_code == 404
    if title != ADMINISTRATOR:
        again = {**signed, "post": str(office.post(WORKS_OFFICER)), "day": TODAY.isoformat()}
        assert client.post("/deliveries/again", again).status_code == (404 if title else 401)


def test_another_organizations_ids_are_not_there(office: Office) -> None:
    elsewhere = Office(office.database, other_organization(office.database))
    promulgated = date(2025, 9, 26)  # a plan of the same year there: only the organization tells them apart
    opened = OpenPlan(fiscal_year=FISCAL_YEAR, budget_promulgated_on=promulgated)
    elsewhere.act(open_plan, opened, ANALYST, morning(promulgated))
    evidence = report_with_evidence(office)
    form, review = office.form_path(), office.form_path().replace("report", "review")
    pairs = (
        (form, f"/report/{FISCAL_YEAR}/1/999999"),
        (f"{form}/received/1", f"/report/{FISCAL_YEAR}/1/999999/received/1"),
        (f"{form}/workbook", f"/report/{FISCAL_YEAR}/1/999999/workbook"),
        (review, f"/review/{FISCAL_YEAR}/1/999999"),
        (f"/evidence/{evidence}", "/evidence/999999"),
    )
    for title in (ADMINISTRATOR, ANALYST, "ผู้รายงานความก้าวหน้า กองช่าง"):
        client = elsewhere.signed_in(title)
        for theirs, unknown in pairs:
            other, nobody = client.get(theirs), client.get(unknown)
            assert (other.status_code, other.text) == (nobody.status_code, nobody.text) == (404, other.text)


@pytest.mark.parametrize(
    "path",
    [
        "/report/2569/5/1",
        "/report/2569/0/1",
        "/report/abc/1/1",
        "/report/99999/1/1",
        "/report/2569/1/99999999999999999999",
        "/report/2568/1/1",
        "/openapi.json",
        "/docs",
        "/static/../app.py",
        "/nowhere",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(office: Office, path: str) -> None:
    answer = office.signed_in(ADMINISTRATOR).get(path)
    assert answer.status_code == 404
    if not path.startswith("/static"):
        assert "ไม่พบหน้านี้" in answer.text


def test_a_form_without_the_sessions_own_field_is_refused(office: Office) -> None:
    client, other = office.signed_in(WORKS_OFFICER), office.signed_in(WORKS_HEAD)
    others = fields_of(other.get("/board"), "/sign-out")["signed"]
    for path in (office.form_path(), "/sign-out"):
        for data in ({}, {"signed": ""}, {"signed": "ก"}, {"signed": others}):
            assert client.post(path, {**data, "kind": "nothing"}).status_code == 403
    assert client.get("/board").status_code == 200


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Origin": "http://portal.example.go.th.elsewhere.example"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, False),
        ({"Sec-Fetch-Site": "same-site", "Origin": "https://www.example.go.th"}, False),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "https://portal.example.go.th"}, True),
        ({}, True),
    ],
)
def test_a_post_from_another_sites_page_is_refused(office: Office, headers: dict[str, str], allowed: bool) -> None:
    public_url = "https://portal.example.go.th"
    client = office.client(public_url)
    answer = client.post(f"/in/{office.link(WORKS_OFFICER)}", headers=headers)
    assert answer.status_code == (303 if allowed else 403)
    behind_proxy = {**headers, "Host": "127.0.0.1:8300"}
    if "Origin" in headers:
        answer = client.post(f"/in/{office.link(WORKS_OFFICER)}", headers=behind_proxy)
        assert answer.status_code == (303 if allowed else 403)
    with office.database.read() as session:
        assert bool(session.exec(select(PortalSession)).all()) is allowed


def test_every_answer_carries_the_security_headers(office: Office) -> None:
    client = office.signed_in(WORKS_OFFICER)
    for path in ("/board", office.form_path(), "/sign-in", "/in/x", "/health", "/nowhere", "/", "/static/traimas.css"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == ("public, max-age=3600" if "static" in path else "no-store")


def test_no_page_holds_a_script_or_a_style_of_its_own(office: Office) -> None:
    client = office.signed_in(ADMINISTRATOR)
    for path in (
        "/board",
        office.form_path(),
        "/channels",
        "/channels/office",
        "/documents",
        "/papers",
        "/public/sample-municipality/2569",
        "/sign-in",
        f"/in/{office.link(ANALYST)}",
        "/in/x",
    ):
        page = client.get(path).text
        assert '<html lang="th"' in page
        if path == "/board":  # its one script is a file of ours, and nothing hangs on it
            page = page.replace('<script src="/static/copy.js" defer></script>', "", 1)
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:|https?://", page)


def test_a_failure_is_told_without_its_inside_and_with_the_headers(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("secret inside")

    client = office.signed_in(ANALYST)
    monkeypatch.setattr("portal.board.plans_of", fail)
    failing = Browser(client.app, "http://testserver", raises=False)
    failing.cookies.update(client.cookies)
    answer = failing.get("/board")
    assert answer.status_code == 500
    assert "ระบบขัดข้อง" in answer.text
    assert "secret inside" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("size", "announced", "status"),
    [
        pytest.param(BODY_LIMIT + 1, True, 413, id="announced"),
        pytest.param(BODY_LIMIT + 1, False, 413, id="in chunks"),
        pytest.param(BODY_LIMIT - 1000, False, 403, id="within, though without a field"),
    ],
)
def test_a_body_over_one_megabyte_is_refused(office: Office, size: int, announced: bool, status: int) -> None:
    client = office.signed_in(WORKS_OFFICER)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    body = b"result=" + b"x" * (size - 7)

    async def in_chunks() -> AsyncIterator[bytes]:
        for start in range(0, size, 65_536):
            yield body[start : start + 65_536]

    content = body if announced else in_chunks()
    assert client.request("POST", office.form_path(), headers=headers, content=content).status_code == status


@pytest.mark.parametrize(
    ("form", "content_type", "size", "status"),
    [
        pytest.param("report", "multipart/form-data; boundary=x", BODY_LIMIT + 1, 403, id="a report with files"),
        pytest.param("report", "multipart/form-data; boundary=x", UPLOAD_LIMIT + 1, 413, id="more than ten files"),
        pytest.param("review", "multipart/form-data; boundary=x", BODY_LIMIT + 1, 413, id="a review"),
        pytest.param("report", "application/x-www-form-urlencoded", BODY_LIMIT + 1, 413, id="no files"),
    ],
)
def test_only_a_report_with_files_may_be_larger(
    office: Office, form: str, content_type: str, size: int, status: int
) -> None:
    office.report(WORKS_OFFICER, ProgressStatus.IN_PROGRESS, morning(TODAY))
    client = office.signed_in(ADMINISTRATOR)
    head = b'--x\r\nContent-Disposition: form-data; name="evidence-1"; filename="a.jpg"\r\n\r\n'

    async def in_chunks() -> AsyncIterator[bytes]:
        yield head
        for start in range(0, size - len(head), 65_536):
            yield bytes(min(65_536, size - len(head) - start))

    headers = {"Content-Type": content_type}
    if status == 413:
        headers["Content-Length"] = str(size)  # announced: nothing of it is read
    answer = client.request("POST", office.form_path().replace("report", form), headers=headers, content=in_chunks())
    assert answer.status_code == status


def test_health_answers_plainly_and_the_start_leads_to_the_board(office: Office) -> None:
    client = office.client()
    assert (client.get("/health").text, client.get("/health").headers["content-type"]) == (
        "ok",
        "text/plain; charset=utf-8",
    )
    assert client.get("/").headers["location"] == "/board"


def test_access_lines_carry_no_token() -> None:
    keep_tokens_out_of_logs()
    keep_tokens_out_of_logs()
    logger = logging.getLogger("uvicorn.access")
    (redact,) = logger.filters
    for path in ("/in/SECRET", "/in/SECRET/fresh", "/in/SECRET?x=1"):
        arguments = ("127.0.0.1:5", "POST", path, "1.1", 303)
        record = logger.makeRecord(logger.name, 20, "", 0, '%s - "%s %s HTTP/%s" %d', arguments, None)
        assert isinstance(redact, logging.Filter)
        assert redact.filter(record)
        assert "SECRET" not in record.getMessage()
        assert "/in/-" in record.getMessage()


def test_our_own_log_lines_name_no_address_and_no_token(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    client, token = office.client(), office.link(WORKS_OFFICER)
    client.post(f"/in/{token}")
    client.post(f"/in/{token}/fresh")
    client.post("/sign-in", {"email": "someone@example.go.th"})
    written = "".join(capsys.readouterr())
    assert "portal.signed_in" in written
    assert "@" not in written
    assert token not in written


def test_the_vendored_file_is_the_one_noted() -> None:
    noted = re.search(r"`([0-9a-f]{64})`", (STATIC / "README.md").read_text(encoding="utf-8"))
    assert noted is not None
    assert hashlib.sha256((STATIC / "pico.min.css").read_bytes()).hexdigest() == noted.group(1)
