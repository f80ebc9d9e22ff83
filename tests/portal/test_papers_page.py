"""The page of the office's papers: settings, the text of part 1 with its preview, the Garuda, the template."""

from models.kinds import Digits, ItaPart, SignedPaper
from models.organizations import Organization
from models.settings import OfficeSettings
from tests.portal.office import ANALYST, CLERK, WORKS_OFFICER, Browser, Files, Office, fields_of, words
from tests.procedure.test_office_papers import PLAIN, png

TEXT_FORM = "/papers/introduction#introduction"  # the answer shows its own part of the page


def papers_of(office: Office) -> OfficeSettings:
    with office.database.read() as session:
        return OfficeSettings.model_validate(session.get_one(Organization, office.organization_id).settings)


def send_file(client: Browser, document: str, name: str, content: bytes) -> int:
    signed = fields_of(client.get("/papers"), f"/papers/file/{document}")
    files: Files = [("file", (name, content, "application/octet-stream"))]
    return client.post(f"/papers/file/{document}", signed, files=files).status_code


def test_the_settings_are_recorded_as_the_form_has_them(office: Office) -> None:
    client = office.signed_in(ANALYST)
    before = papers_of(office)
    fields = fields_of(client.get("/papers"), "/papers/set")
    unchanged = client.post("/papers/set", fields)
    assert (unchanged.status_code, "ไม่มีการเปลี่ยนแปลง" in unchanged.text) == (422, True)
    changed = {"digits": "arabic", "post-memo": CLERK, "title-memo": "ปลัด", "ita-year": "๒๕๖๙", "ita-plan": "o10"}
    answer = client.post("/papers/set", fields | changed)
    assert answer.headers["location"] == "/papers?said=set"
    papers = papers_of(office).papers
    assert papers.digits is Digits.ARABIC
    assert papers.signatures[SignedPaper.MEMO].model_dump() == {"post": CLERK, "title": "ปลัด"}
    assert papers.ita_items == {2569: {ItaPart.PLAN: "o10"}}
    assert papers_of(office).model_copy(update={"papers": before.papers}) == before
    page = client.get("/papers")
    assert fields_of(page, "/papers/set") | {"ita-year": "๒๕๖๙"} == fields | changed
    wrong = client.post("/papers/set", fields | {"font": "Comic"})
    assert (wrong.status_code, "ไม่ถูกต้อง" in wrong.text) == (422, True)


def test_the_text_of_part_1_is_looked_at_before_it_is_kept(office: Office) -> None:
    client = office.signed_in(ANALYST)
    fields = fields_of(client.get("/papers"), TEXT_FORM)
    fields.pop("preview", None)
    assert "# ๑.๑ หลักการและเหตุผล" in fields["text"]
    own = fields | {"text": "# เหตุผลของ{us}\r\nเพราะ <b>จำเป็น</b>\r\n1. ข้อแรก\r\n"}
    preview = client.post("/papers/introduction", own | {"preview": "1"})
    assert preview.status_code == 200
    assert "<h3>เหตุผลของเทศบาล</h3>" in preview.text
    assert "&lt;b&gt;" in preview.text
    assert "ที่มากับโปรแกรม" in words(client.get("/papers")).split("ตราครุฑ")[0]
    assert client.post("/papers/introduction", own).headers["location"] == "/papers?said=kept"
    assert fields_of(client.get("/papers"), TEXT_FORM)["text"].startswith("\n# เหตุผลของ{us}\nเพราะ")
    wrong = client.post("/papers/introduction", own | {"text": "# ก\n{mayor}"})
    assert wrong.status_code == 422
    assert "บรรทัดที่ 2" in wrong.text
    assert "{mayor}" in fields_of(wrong, TEXT_FORM)["text"]  # what was typed stays
    drop = fields_of(client.get("/papers"), "/papers/drop")
    assert (
        client.post("/papers/drop", drop | {"document": "introduction"}).headers["location"] == "/papers?said=dropped"
    )
    assert fields_of(client.get("/papers"), TEXT_FORM)["text"].strip() == fields["text"].strip()


def test_a_picture_that_no_machine_can_draw_costs_another_process_and_is_refused(office: Office) -> None:
    lines, shapes = "<path d='M0 0h1'/>" * 10_000, "<path fill='url(#p)' d='M0 0h9v9z'/>" * 10_000
    start = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><pattern id="p" width="1" height="1">'
    svg = f"{start}{lines}</pattern>{shapes}</svg>"
    client = office.signed_in(ANALYST)
    assert send_file(client, "garuda", "ครุฑ.svg", svg.encode()) == 422
    assert client.get("/papers/garuda").status_code == 404


def test_the_garuda_is_sent_shown_and_given_up(office: Office) -> None:
    client = office.signed_in(ANALYST)
    assert client.get("/papers/garuda").status_code == 404
    assert send_file(client, "garuda", "ครุฑ.svg", PLAIN) == 303
    shown = client.get("/papers/garuda")
    assert (shown.content, shown.headers["content-type"]) == (PLAIN, "image/svg+xml")
    assert "sandbox" in shown.headers["content-security-policy"]
    assert send_file(client, "garuda", "ครุฑ.png", png(30, 30)) == 303
    assert client.get("/papers/garuda").headers["content-type"] == "image/png"
    assert send_file(client, "garuda", "ครุฑ.svg", b"<svg/>") == 422
    assert send_file(client, "garuda", "", b"") == 422
    drop = fields_of(client.get("/papers"), "/papers/drop")
    assert client.post("/papers/drop", drop).status_code == 303
    assert client.get("/papers/garuda").status_code == 404


def test_the_template_goes_out_and_comes_back(office: Office) -> None:
    client = office.signed_in(ANALYST)
    ours = client.get("/papers/announcement.docx").content
    assert ours.startswith(b"PK")
    assert send_file(client, "announcement", "แม่แบบ.docx", ours) == 303
    assert "แม่แบบประกาศ (Word) ของหน่วยงาน" in words(client.get("/papers"))
    assert send_file(client, "announcement", "x.docx", b"PK\x03\x04 none") == 422
    assert send_file(client, "announcement", "x.docx", ours + bytes(7 * 1024 * 1024)) == 413


def test_forms_that_are_not_ours_or_of_others_are_refused(office: Office) -> None:
    client, officer = office.signed_in(ANALYST), office.signed_in(WORKS_OFFICER)
    signed = {"signed": fields_of(officer.get("/board"), "/sign-out")["signed"]}
    for path in ("/papers/set", "/papers/introduction", "/papers/drop", "/papers/file/garuda"):
        assert client.post(path, {"text": "x"}).status_code == 403
        assert officer.post(path, signed | {"text": "x"}).status_code == 404
    mine = {"signed": fields_of(client.get("/papers"), "/papers/set")["signed"]}
    assert client.post("/papers/file/nothing", mine).status_code == 404
