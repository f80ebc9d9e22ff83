"""Files made to do harm are refused before they cost two seconds or 200 MB, in a process of their own."""

import io
import json
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.documents.test_workbook import GOOD, sheet_bytes

ROOT = Path(__file__).parents[2]
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
LARGEST_PEAK = 200 * 1024  # kilobytes
# The processor's seconds are a limit of the process, not a measurement: past them the system ends it.
READER = """
import json, math, resource, sys, time
from documents.workbook import read_workbook
from models.values import FiscalYear
data = open(sys.argv[1], "rb").read()
used = math.ceil(time.process_time())
resource.setrlimit(resource.RLIMIT_CPU, (used + int(sys.argv[2]), used + 2 * int(sys.argv[2])))
reading = read_workbook(data, FiscalYear(2569), None, "แผน")
# The kernel's own count for this program; what getrusage says begins with the parent's.
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({"codes": [one.code for one in reading.problems], "said": [one.message_en for one in reading.problems],
                   "projects": len(reading.projects), "peak": peak}))
"""


def read_apart(data: bytes, folder: Path, seconds: int = 2) -> dict[str, object]:
    """Read a file in a process of its own, which ends after so many seconds of work."""
    path = folder / "hostile"
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", READER, str(path), str(seconds)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, f"ended by {done.returncode}: {done.stderr[-500:]}"
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def changed(parts: dict[str, bytes | str], data: bytes | None = None) -> bytes:
    """A good workbook with parts put in or replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or sheet_bytes(GOOD))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, part in parts.items():
            target.writestr(name, part)
    return out.getvalue()


def sheet_xml(rows: str, after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


BILLION_LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)


def lying_about_its_size() -> bytes:
    """A zip whose table of contents says that a part of 60 MB is 100 bytes."""
    data = bytearray(changed({SHEET: b"<a>" + b" " * 60 * 1024 * 1024 + b"</a>"}))
    size = (60 * 1024 * 1024 + 7).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (100).to_bytes(4, "little")
    return bytes(data)


def one_long_text_in_every_cell() -> bytes:
    cells = "".join(f'<row r="{row}">' + '<c t="s"><v>0</v></c>' * 20 + "</row>" for row in range(1, 9_000))
    relation = '<Relationship Id="rId{0}" Type="{1}/{2}" Target="{3}"/>'
    rels = relation.format(1, RELATIONS, "worksheet", "worksheets/sheet1.xml")
    rels += relation.format(2, RELATIONS, "sharedStrings", "sharedStrings.xml")
    return changed(
        {
            SHEET: sheet_xml(cells),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{rels}</Relationships>',
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{"ก" * 30_000}</t></si></sst>',
        }
    )


def a_million_rows(row: str) -> bytes:
    return changed({SHEET: sheet_xml("".join(row.format(row=number) for number in range(1, 1_048_577)))})


def ods(body: str, *extra: str) -> bytes:
    out = io.BytesIO()
    names = 'xmlns:o="urn:o" xmlns:table="urn:t" xmlns:text="urn:x" xmlns:office="urn:f"'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr("content.xml", f'<o:d {names}><table:table table:name="ก">{body}</table:table></o:d>')
        for name in extra:
            target.writestr(name, "x")
    return out.getvalue()


REPEATED = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" '
    'office:value-type="string"><text:p>ก</text:p></table:table-cell></table:table-row>'
)
LINK = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
    'Target="file:///other.xlsx" TargetMode="External"/></Relationships>'
)
ENDS = "<from><col>120</col><row>9999</row></from><to><col>127</col><row>9999</row></to>"
ANCHOR = f"<twoCellAnchor>{ENDS}<cxnSp/></twoCellAnchor>"
HOSTILE: dict[str, Callable[[], bytes]] = {
    "a sheet of nothing, 60 MB when unpacked": lambda: changed({SHEET: b" " * 60 * 1024 * 1024}),
    "a zip that lies about its sizes": lying_about_its_size,
    "ten thousand parts": lambda: changed({f"xl/part{number}.xml": b"" for number in range(10_000)}),
    "an entity bomb in a sheet": lambda: changed({SHEET: BILLION_LAUGHS + sheet_xml("<row><c><v>&d;</v></c></row>")}),
    "an entity bomb in the styles": lambda: changed({"xl/styles.xml": BILLION_LAUGHS + "<styleSheet>&d;</styleSheet>"}),
    "an entity bomb in UTF-16": lambda: changed({SHEET: (BILLION_LAUGHS + sheet_xml("")).encode("utf-16")}),
    "an outside entity": lambda: changed(
        {SHEET: '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + sheet_xml("<row><c><v>&a;</v></c></row>")}
    ),
    "a link to another workbook": lambda: changed(
        {"xl/externalLinks/externalLink1.xml": "<a/>", "xl/externalLinks/_rels/externalLink1.xml.rels": LINK}
    ),
    "a link among the workbook's own": lambda: changed({"xl/worksheets/_rels/sheet1.xml.rels": LINK}),
    "macros": lambda: changed({"xl/vbaProject.bin": b"x"}),
    "a sheet of macros of the old kind": lambda: changed({"xl/macrosheets/sheet1.xml": "<a/>"}),
    "a million empty formatted rows": lambda: a_million_rows('<row r="{row}" s="1" customFormat="1" ht="20"/>'),
    "a million formatted cells": lambda: a_million_rows('<row r="{row}"><c r="A{row}" s="1"/></row>'),
    "cells without end": lambda: changed({SHEET: sheet_xml(f"<row>{'<c/>' * 6_000_000}</row>")}),
    "one long text in every cell": one_long_text_in_every_cell,
    "one text of 40 MB": lambda: changed({SHEET: sheet_xml(f"<row><c t='str'><v>{'a' * 40_000_000}</v></c></row>")}),
    "elements within elements": lambda: changed({SHEET: "<a>" * 2_000_000}),
    "merged cells all over": lambda: changed(
        {SHEET: sheet_xml("<row r='60000'><c><v>1</v></c></row>", '<mergeCell ref="A1:XFD1048576"/>' * 19_000)}
    ),
    "arrows without end": lambda: changed(
        {
            SHEET: sheet_xml(""),
            "xl/worksheets/_rels/sheet1.xml.rels": LINK.replace("externalLinkPath", "drawing")
            .replace("file:///other.xlsx", "../drawings/d.xml")
            .replace(' TargetMode="External"', ""),
            "xl/drawings/d.xml": f"<wsDr>{ANCHOR * 60_000}</wsDr>",
        }
    ),
    "broken XML": lambda: changed({SHEET: sheet_xml("<row><c></row>")}),
    "a sheet that is not there": lambda: changed({SHEET: sheet_xml("<row r='x'/>")}),
    "a file cut short": lambda: sheet_bytes(GOOD)[:-300],
    "a row repeated a million times": lambda: ods(REPEATED),
    "empty cells, then one far away": lambda: ods(REPEATED.replace("<text:p>ก</text:p>", "") * 3 + REPEATED),
    "macros of LibreOffice": lambda: ods("", "Basic/Standard/Module1.xml"),
    "a broken old workbook": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40_000,
    "an old workbook's head and nothing more": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "commas without end": lambda: b"," * 9_000_000,
    "a line without end": lambda: b"\xa1," + b"\xa1" * 9_000_000,
    "30 MB of anything": lambda: b"PK\x03\x04" + b"x" * 30_000_000,
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(1000),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_within_two_seconds_and_200_megabytes(what: str, tmp_path: Path) -> None:
    answer = read_apart(HOSTILE[what](), tmp_path)
    assert answer["codes"] == ["unreadable_file"], answer
    assert isinstance(answer["peak"], int)
    assert answer["peak"] < LARGEST_PEAK


def test_as_much_as_is_let_in_is_read_within_the_same_memory(tmp_path: Path) -> None:
    """What lies just below the limits costs no more memory than what lies above them."""
    row = '<row r="{row}">' + '<c t="str"><v>ข้อความ {row}</v></c>' * 12 + "</row>"
    cells = "".join(row.format(row=number) for number in range(1, 19_000))
    answer = read_apart(changed({SHEET: sheet_xml(cells)}), tmp_path, seconds=60)
    assert answer["codes"] == ["not_an_operation_plan"], answer
    assert isinstance(answer["peak"], int)
    assert answer["peak"] < LARGEST_PEAK


def test_a_hyperlink_is_no_link_to_another_workbook(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheet_bytes(GOOD)))
    book.active["A1"].hyperlink = "https://example.org/plan"
    out = io.BytesIO()
    book.save(out)
    assert read_apart(out.getvalue(), tmp_path)["projects"] == 1


def test_a_table_shaded_down_its_columns_is_read(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{row}" s="1" customFormat="1"/>' for row in range(100, 20_000))
    with zipfile.ZipFile(io.BytesIO(sheet_bytes(GOOD))) as source:
        sheet = source.read(SHEET).decode().replace("</sheetData>", f"{rows}</sheetData>")
    assert read_apart(changed({SHEET: sheet}), tmp_path)["projects"] == 1


def test_the_limit_is_a_limit() -> None:
    """The process that reads is really ended after its seconds: else the tests above could not fail."""
    done = subprocess.run(
        [sys.executable, "-c", "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass"],
        capture_output=True,
        check=False,
    )
    assert done.returncode < 0
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime > 0
