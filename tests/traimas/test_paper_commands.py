"""The command line sets how documents look, and keeps the office's own text and picture."""

import json
from pathlib import Path

from models.settings import settings
from procedure.acts.templates import OfficeFile
from tests.documents.word_reading import read_word
from tests.offices import Desk
from tests.procedure.test_office_papers import PLAIN
from tests.traimas.conftest import Run
from tests.traimas.test_document_commands import OF_THE_YEAR, written

CLERK = "ปลัดเทศบาลตำบลตัวอย่าง"
AS_OF = ("--as-of", "2025-11-03", "--json")


def done(answer: tuple[int, str, str]) -> None:
    assert answer[0] == 0, answer[1] + answer[2]


def test_the_papers_are_set_and_shown(traimas: Run, tmp_path: Path) -> None:
    Desk(tmp_path)
    typed = ("--digits", "arabic", "--signature", f"memo={CLERK}/ปลัด ปฏิบัติราชการแทน", "--ita-item", "2569/plan=o10")
    done(traimas("papers", "set", *typed, *AS_OF))
    code, out, _err = traimas("papers", "show", "--json")
    said = json.loads(out)
    assert (code, said["digits"], said["ita_items"]) == (0, "arabic", {"2569": {"plan": "o10"}})
    assert said["signatures"] == {"memo": {"post": CLERK, "title": "ปลัด ปฏิบัติราชการแทน"}}
    assert said["files"] == {one.value: "" for one in OfficeFile}
    _code, out, _err = traimas("papers", "show")
    assert "เลขอารบิก" in out
    assert "ปลัด ปฏิบัติราชการแทน" in out
    code, out, _err = traimas("papers", "set", "--signature", "memo=คนแปลกหน้า", *AS_OF)
    assert (code, json.loads(out)["error"]["code"]) == (1, "unknown_post")
    code, out, _err = traimas("papers", "set", "--signature", "memo", *AS_OF)
    assert (code, json.loads(out)["error"]["code"]) == (2, "bad_facts")
    assert traimas("papers", "set", *AS_OF)[0] == 2


def test_the_text_of_part_1_goes_out_comes_back_and_is_in_the_plan(traimas: Run, tmp_path: Path) -> None:
    Desk(tmp_path).collect()
    text = tmp_path / "บทนำ.txt"
    written(traimas("documents", "introduction", "--out", str(text), "--json"))
    usual = text.read_bytes()
    assert usual.startswith("\ufeff// ".encode())
    # As a Notepad of the older kind saves it.
    changed = usual.decode("utf-8-sig").replace("# ๑.๑ หลักการและเหตุผล", "# ๑.๑ เหตุผลของ{us}").replace("·", "-")
    text.write_bytes(changed.encode("cp874"))
    done(traimas("documents", "keep-introduction", str(text), *AS_OF))
    (plan,) = written(traimas("documents", "plan", *OF_THE_YEAR, "--out", str(tmp_path / "plan.docx")))
    assert "๑.๑ เหตุผลของเทศบาล" in read_word(plan.read_bytes()).whole
    written(traimas("documents", "introduction", "--out", str(text), "--json"))
    assert text.read_bytes().decode("utf-8-sig") == changed
    written(traimas("documents", "introduction", "--usual", "--out", str(text), "--json"))
    assert text.read_bytes() == usual
    text.write_text("# ๑\nของ {mayor}", encoding="utf-8")
    code, out, _err = traimas("documents", "keep-introduction", str(text), *AS_OF)
    assert (code, json.loads(out)["error"]["code"]) == (1, "introduction_wrong")
    done(traimas("documents", "drop-template", "--document", "introduction", *AS_OF))


def test_the_garuda_is_kept_once_a_document_shows_it(traimas: Run, tmp_path: Path) -> None:
    Desk(tmp_path)
    picture = tmp_path / "ครุฑ.svg"
    picture.write_bytes(PLAIN)
    done(traimas("documents", "keep-garuda", str(picture), *AS_OF))
    assert json.loads(traimas("papers", "show", "--json")[1])["files"]["garuda"] == "ครุฑ.svg"
    for broken in (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x09\0\0\0\x09" + b"\0" * 40, b"no picture"):
        picture.write_bytes(broken)
        code, out, _err = traimas("documents", "keep-garuda", str(picture), *AS_OF)
        assert (code, json.loads(out)["error"]["code"]) == (1, "picture_unreadable")


def test_an_announcement_prints_the_address_of_the_public_page(traimas: Run, tmp_path: Path) -> None:
    Desk(tmp_path).announced()
    (file,) = written(traimas("documents", "announcement", *OF_THE_YEAR, "--out", str(tmp_path / "a.docx")))
    assert f"{settings().public_url}/public/sample-municipality/2569" in read_word(file.read_bytes()).paragraphs
