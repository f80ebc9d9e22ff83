"""The contact sheet of docs/documents.png: the first page of each document of the demo's year, in each of its formats.

``python -m tests.contact_sheet demo-output/rehearsal`` draws it from a rehearsal that the demo left; Word and Excel
files go through LibreOffice, all pages through poppler, the sheet through Typst.
"""

import argparse
import json
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typst
from sqlmodel import select

from documents.catalogue import CATALOGUE
from documents.catalogue_entry import Format
from documents.level_marks import thai_fonts
from models.database import Database
from models.organizations import Organization
from tests.documents.libreoffice import LibreOffice, find_libreoffice
from traimas.demo_later import LAST_DAY
from traimas.demo_year import FISCAL_YEAR
from traimas.document_sets import write_set

SHEET = Path(__file__).parent.parent / "docs" / "documents.png"
_NAMES = {Format.PDF: "PDF", Format.WORD: "Word", Format.EXCEL: "Excel"}
_TEMPLATE = """
#let pages = json(bytes(sys.inputs.pages))
#set page(width: 36cm, height: auto, margin: 0.8cm, fill: luma(235))
#set text(font: "Sarabun", lang: "th", size: 9pt)
#grid(columns: (1fr,) * 6, gutter: 0.5cm, ..pages.map(one => align(center + bottom, {
  box(fill: white, stroke: 0.4pt + luma(150), image(one.picture, height: 6.2cm, fit: "contain", width: 100%))
  v(-0.6em)
  one.title
})))
"""


@dataclass(frozen=True)
class FirstPage:
    """The first page of a document in one format."""

    title: str
    picture: bytes


def first_pages(database: Database, organization_id: int, office: LibreOffice, folder: Path) -> Iterator[FirstPage]:
    """Give the first page of the first file of every document, format by format."""
    for document in CATALOGUE:
        for kind in (kind for kind in document.formats if kind in _NAMES):
            out = folder / document.key / kind.value
            written = write_set(database, organization_id, FISCAL_YEAR, out, LAST_DAY, [document.key], [kind])
            if not written.files:
                continue
            file = written.files[0]
            pdf = file if kind is Format.PDF else office.pdf_of(file.read_bytes(), f"page.{kind.value}")
            yield FirstPage(f"{document.title_th} · {_NAMES[kind]}", _picture(pdf))


def _picture(pdf: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-png", "-gray", "-r", "80", "-f", "1", "-l", "1", "-singlefile"]
        subprocess.run([*command, pdf, Path(folder) / "page"], check=True)
        return (Path(folder) / "page.png").read_bytes()


def draw(pages: list[FirstPage], fonts: Path) -> bytes:
    """Return the sheet as a picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        listed = []
        for number, page in enumerate(pages):
            (folder / f"{number}.png").write_bytes(page.picture)
            listed.append({"title": page.title, "picture": f"{number}.png"})
        (folder / "sheet.typ").write_text(_TEMPLATE, encoding="utf-8")
        drawn: bytes = typst.compile(
            str(folder / "sheet.typ"),
            root=str(folder),
            font_paths=[str(fonts)],
            sys_inputs={"pages": json.dumps(listed, ensure_ascii=False)},
            format="png",
            ppi=100,
        )
        return drawn


def main() -> None:
    """Draw the sheet of a rehearsal's documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rehearsal", type=Path)
    database = Database(f"sqlite:///{(parser.parse_args().rehearsal / 'traimas.sqlite3').resolve()}")
    with database.read() as session:
        organization = session.exec(select(Organization)).one()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = list(first_pages(database, organization.id or 0, find_libreoffice(folder / "office"), folder))
        SHEET.write_bytes(draw(pages, thai_fonts(folder / "cache")))


if __name__ == "__main__":
    main()
