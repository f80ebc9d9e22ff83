"""Keys by which a row of an exported workbook is known again."""

import pytest

from models.kinds import EditionKind
from procedure.import_words import recorded_name, same_words
from procedure.row_keys import equipment_key, project_key, read_key


@pytest.mark.parametrize(
    ("kind", "edition", "key"),
    [
        (EditionKind.BASE, 0, "69-E3"),
        (EditionKind.ADDITION, 1, "69-A1-E3"),
        (EditionKind.AMENDMENT, 12, "69-M12-E3"),
    ],
)
def test_equipment_is_known_by_its_edition_too(kind: EditionKind, edition: int, key: str) -> None:
    assert equipment_key(2569, kind, edition, 3) == key
    assert read_key(key, 2569) == key


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (project_key(2569, 12), "69-P12"),
        (" ๖๙-p ๑๒ ", "69-P12"),  # as Excel and people may rewrite it
        ("68-P12", ""),  # last year's plan
        ("69-1-00012", ""),  # another program's code
        ("P12", ""),
        ("69-A1-P12", ""),  # projects are numbered through all editions
        ("", ""),
    ],
)
def test_only_keys_of_this_years_plan_are_read(written: str, read: str) -> None:
    assert read_key(written, 2569) == read


@pytest.mark.parametrize(
    ("said", "recorded", "same"),
    [
        ("ก่อสร้าง ถนน", "ก่อสร้าง\nถนน", True),
        ("น้ำ", "น\u0e4d\u0e49า", True),
        ("ก\u200bข", "กข", True),
        ("-", "", True),
        ("ก่อสร้างถนน", "ก่อสร้าง ถนน", False),  # a blank that somebody took out is an edit
        ("ถนน ๑", "ถนน 1", False),
    ],
)
def test_only_what_nobody_sees_is_no_edit(said: str, recorded: str, same: bool) -> None:
    assert same_words(said, recorded) is same


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ยุทธศาสตร์ด้านสังคม", "ด้านสังคม"),
        ("ยุทธศาสตร์ที่ 2 การพัฒนาด้านสังคม", "ด้านสังคม"),
        ("ยุทธศาสตร์ด้านเศรษฐกิจ", "ยุทธศาสตร์ด้านเศรษฐกิจ"),  # not on record: as said
        ("ยุทธศาสตร์การพัฒนาด้านน้ำ", "ยุทธศาสตร์การพัฒนาด้านน้ำ"),  # two on record could be meant, and this is one
        ("แนวทางด้านน้ำ", "แนวทางด้านน้ำ"),
    ],
)
def test_a_heading_means_the_one_name_on_record_that_only_its_first_words_tell_apart(said: str, meant: str) -> None:
    recorded = ["ด้านสังคม", "ยุทธศาสตร์ด้านน้ำ", "ยุทธศาสตร์การพัฒนาด้านน้ำ"]
    assert recorded_name(said, recorded) == meant
