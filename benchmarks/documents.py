"""The plan's documents side by side in one run: our PDF, Word and Excel, and LibreOffice making a PDF of our Word file.

Each file is made in a process of its own, so that peak memory is its own; seconds are of the making with its imports,
without the start of Python, and for LibreOffice without its start either (an empty file's conversion is taken off).
``whole`` is both with their starts, as somebody at a command line waits. Rounds go through all in turn, so that noise
falls on all alike; medians. The last line is one JSON object with the ratios, and that of the import to calamine's bare
read.

Run: ``python -m benchmarks.documents`` (about eight minutes, most of it LibreOffice's; ``--small`` leaves out 5,000).
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from documents.content import AccountGroup, AccountRow, Office, PlanContent
from documents.level_marks import thai_fonts
from models.kinds import OrganizationKind, Programme

SIZES = (20, 150, 500, 5_000)
ROUNDS = 3
GOAL_SIZE, GOAL = 500, 3.0  # LibreOffice takes at least so many times as long as our PDF
LIBREOFFICE = "libreoffice"
DETAILS = (
    "ก่อสร้างถนนคอนกรีตเสริมเหล็ก กว้าง ๔.๐๐ เมตร ยาว ๓๕๐ เมตร หนา ๐.๑๕ เมตร ไหล่ทางลูกรังข้างละ ๐.๕๐ เมตร พร้อมป้ายโครงการ ๑ ป้าย",
    "จัดอบรมและตรวจคัดกรองสุขภาพผู้สูงอายุ จำนวน ๑๒๐ คน",
    "อุดหนุนเป็นค่าใช้จ่ายในการดำเนินงานศูนย์ปฏิบัติการร่วมในการช่วยเหลือประชาชน",
)


@dataclass(frozen=True)
class Measured:
    """One making: seconds of the making itself, seconds with the program's start, peak memory in megabytes."""

    seconds: float
    whole: float
    peak_mb: float


def plan(projects: int) -> PlanContent:
    """Return a plan of so many projects, in four strategies and twelve programmes."""
    programmes = list(Programme)
    groups = [
        AccountGroup(
            strategy_number=part // 3 + 1,
            strategy=f"ยุทธศาสตร์การพัฒนาด้านที่ {part // 3 + 1} โครงสร้างพื้นฐานและคุณภาพชีวิต",
            approach=None,
            programme=programmes[part].name_th,
            rows=[_row(number) for number in range(part, projects, 12)],
        )
        for part in range(12)
    ]
    office = Office(
        kind=OrganizationKind.SUBDISTRICT_MUNICIPALITY,
        name="เทศบาลตำบลตัวอย่าง",
        district="เมือง",
        province="ทดสอบ",
        support_committee="คณะกรรมการสนับสนุนการจัดทำแผนพัฒนาเทศบาล",
        development_committee="คณะกรรมการพัฒนาเทศบาล",
    )
    return PlanContent(
        office=office,
        fiscal_year=2569,
        edition_title="",
        draft_number=None,
        dated_on=date(2025, 10, 17),
        groups=groups,
        equipment=[],
    )


def _row(number: int) -> AccountRow:
    first = number % 10
    return AccountRow(
        number=number // 12 + 1,
        name=f"โครงการก่อสร้างถนนคอนกรีตเสริมเหล็ก สายบ้านหนองน้ำขุ่น - ทุ่งกุลา หมู่ที่ {number}",
        detail=DETAILS[number % len(DETAILS)],
        satang=498_000_00 + number * 1_25,
        no_budget=False,
        place="หมู่ที่ ๗ บ้านทุ่งกุลา",
        responsible=["กองช่าง"],
        months=[month for month in range(first, first + 3) if month < 12],
    )


def make(what: str, projects: int, fonts: Path) -> bytes:
    """Return the plan of so many projects in one of our formats. Each imports what it needs, as one command would."""
    content = plan(projects)
    if what == "pdf":
        from documents.plan_pdf import render_plan

        return render_plan(content, fonts)
    if what == "docx":
        from documents.plan_word import render_plan_word

        return render_plan_word(content, None)
    from documents.plan_excel import render_plan_excel
    from documents.plan_excel_facts import PlanBeside, RowBeside

    beside = PlanBeside(
        {
            (group.strategy_number, group.approach, group.programme): [
                RowBeside(f"69-P{row.number}", row.detail, "งบประมาณรายจ่ายประจำปี") for row in group.rows
            ]
            for group in content.groups
        },
        {},
    )
    return render_plan_excel(content, beside)


def make_one(what: str, projects: int, fonts: Path, out: Path) -> None:
    """Make one file in this process, and print its seconds and this process's peak memory."""
    began = time.perf_counter()
    out.write_bytes(make(what, projects, fonts))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": time.perf_counter() - began, "peak_mb": peak}))


def ours(what: str, projects: int, folder: Path) -> Measured:
    """Make one of our files in a process of its own; it is left in the folder."""
    command = [sys.executable, "-m", "benchmarks.documents", "--make", what, "--projects", str(projects)]
    began = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own program
        [*command, "--folder", str(folder)], capture_output=True, text=True, check=True
    )
    whole = time.perf_counter() - began
    said = json.loads(done.stdout)
    return Measured(said["seconds"], whole, said["peak_mb"])


def converted(program: str, source: Path, folder: Path, start: float) -> Measured:
    """Let LibreOffice make a PDF of a Word file; ``start`` is what it takes for an empty one."""
    made = folder / "converted" / f"{source.stem}.pdf"
    made.unlink(missing_ok=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(made.parent), str(source)]
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - as installed
    _pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    whole = time.perf_counter() - began
    if not made.exists():
        raise SystemExit(f"LibreOffice made no PDF of {source.name}")
    return Measured(max(whole - start, 0.001), whole, used.ru_maxrss / 1024)


def measure(sizes: tuple[int, ...], folder: Path) -> dict[str, object]:
    """Measure all formats and LibreOffice, print the table, and return the ratios."""
    program = shutil.which("soffice")
    if program is None:
        raise SystemExit("This compares with LibreOffice: install libreoffice-writer.")
    fonts = folder / "cache"
    thai_fonts(fonts)  # made once, as an installation has them
    empty = folder / "empty.txt"
    empty.write_text("", encoding="utf-8")
    converted(program, empty, folder, 0)  # the first start makes its profile
    start = statistics.median(converted(program, empty, folder, 0).whole for _ in range(ROUNDS))
    print(f"LibreOffice's start: {start:.1f} s\n\n{'projects':>8} {'':12} {'s':>8} {'whole s':>8} {'MB':>6}")
    ratios: dict[str, object] = {}
    for size in sizes:
        taken: dict[str, list[Measured]] = {name: [] for name in ("pdf", "docx", "xlsx", LIBREOFFICE)}
        for _round in range(ROUNDS if size <= GOAL_SIZE else 1):
            for what in ("pdf", "docx", "xlsx"):
                taken[what].append(ours(what, size, folder))
            taken[LIBREOFFICE].append(converted(program, folder / f"plan-{size}.docx", folder, start))
        medians = {
            name: Measured(
                statistics.median(one.seconds for one in found),
                statistics.median(one.whole for one in found),
                statistics.median(one.peak_mb for one in found),
            )
            for name, found in taken.items()
        }
        for name, one in medians.items():
            print(f"{size:8} {name:12} {one.seconds:8.2f} {one.whole:8.2f} {one.peak_mb:6.0f}")
        theirs, pdf = medians[LIBREOFFICE], medians["pdf"]
        ratios[str(size)] = {
            "libreoffice_to_pdf": round(theirs.seconds / pdf.seconds, 1),
            "libreoffice_to_pdf_whole": round(theirs.whole / pdf.whole, 1),
            "word_to_pdf": round(medians["docx"].seconds / pdf.seconds, 2),
            "excel_to_pdf": round(medians["xlsx"].seconds / pdf.seconds, 2),
            "libreoffice_memory_to_pdf": round(theirs.peak_mb / pdf.peak_mb, 1),
        }
    return ratios


def main() -> None:
    """Measure, or make one file for the measuring process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="without the plan of 5,000 projects")
    parser.add_argument("--make", choices=("pdf", "docx", "xlsx"), help="make one file and say what it took")
    parser.add_argument("--projects", type=int, default=GOAL_SIZE)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    if asked.make:
        out = asked.folder / f"plan-{asked.projects}.{asked.make}"
        make_one(asked.make, asked.projects, asked.folder / "cache", out)
        return
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "converted").mkdir()
        ratios = measure(SIZES[:-1] if asked.small else SIZES, folder)
    from benchmarks import workbooks

    imported = workbooks.measure()
    goal = {"projects": GOAL_SIZE, "libreoffice_to_pdf": GOAL}
    print(
        json.dumps(
            {"goal": goal, "plan": ratios, "import_5000_rows_to_calamine_bare_read": imported}, ensure_ascii=False
        )
    )


if __name__ == "__main__":
    main()
