"""LibreOffice as a reader of Word files: conversion to PDF, with a font of TH SarabunPSK's measures.

TH SarabunPSK itself cannot be installed from a package. Its drawing is Sarabun's, smaller on the same em: 16 points of
it are about 10.5 of Sarabun. The stand-in is Sarabun made so, and only this LibreOffice sees it.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from documents.level_marks import thai_fonts

FAMILY = "TH SarabunPSK"
_SMALLER = 16 / 10.5
_ASCENT, _DESCENT = 0.83, 0.30  # ems: a line of 16 points is 18 high


class LibreOffice:
    """A LibreOffice with a profile of its own in a folder; ``cache`` may hold the prepared fonts already."""

    def __init__(self, program: str, folder: Path, cache: Path | None = None) -> None:
        self.program, self.folder = program, folder
        fonts = folder / "fonts"
        fonts.mkdir(parents=True)
        for path in sorted(thai_fonts(cache or folder / "cache").glob("*.ttf")):
            _stand_in(path, fonts / path.name)
        (folder / "fonts.conf").write_text(
            "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>"
            f"<dir>{fonts}</dir><dir>/usr/share/fonts</dir><cachedir>{folder / 'fontcache'}</cachedir></fontconfig>",
            encoding="utf-8",
        )

    def pdf_of(self, content: bytes, name: str = "document.docx") -> Path:
        """Return the path of the PDF that LibreOffice makes of a file; a failed conversion fails the test."""
        return self.converted(content, name, "pdf")

    def converted(self, content: bytes, name: str, ending: str, *reading: str) -> Path:
        """Return the path of what LibreOffice saves of a file in another format, or in the same; ``reading`` says how
        it reads it."""
        made_in = self.folder / "made"
        source = self.folder / name
        source.write_bytes(content)
        made = made_in / Path(name).with_suffix(f".{ending}")
        made.unlink(missing_ok=True)  # of an earlier test
        done = subprocess.run(
            [
                self.program,
                f"-env:UserInstallation={(self.folder / 'profile').as_uri()}",
                "--headless",
                *reading,
                *("--convert-to", ending, "--outdir", made_in, source),
            ],
            env={**os.environ, "FONTCONFIG_FILE": str(self.folder / "fonts.conf"), "HOME": str(self.folder)},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert made.exists(), done.stdout + done.stderr
        return made


def find_libreoffice(folder: Path, cache: Path | None = None) -> LibreOffice:
    """Return the LibreOffice of this machine; the test is skipped where there is none."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice Writer")
    return LibreOffice(program, folder, cache)


def _stand_in(path: Path, made: Path) -> None:
    with TTFont(path) as font:
        em = round(font["head"].unitsPerEm * _SMALLER)
        font["head"].unitsPerEm = em
        ascent, descent = round(_ASCENT * em), round(_DESCENT * em)
        across, windows = font["hhea"], font["OS/2"]
        across.ascent, across.descent, across.lineGap = ascent, -descent, 0
        windows.sTypoAscender, windows.sTypoDescender, windows.sTypoLineGap = ascent, -descent, 0
        windows.usWinAscent, windows.usWinDescent = ascent, descent
        for record in font["name"].names:
            text = record.toUnicode()
            if record.nameID in (1, 3, 4, 6, 16):
                mended = text.replace("Sarabun", FAMILY if record.nameID != 6 else "THSarabunPSK")
                record.string = mended.encode(record.getEncoding())
        font.save(made)
