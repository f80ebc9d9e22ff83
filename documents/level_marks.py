"""Level Sarabun's Thai mark anchors, so that PDFs made by Typst can be searched and copied.

Why: Typst writes a Thai cluster as one /ActualText span, but repeats that span with its whole text
when a glyph of the cluster is shifted up or down. Sarabun lowers tone marks by 5 to 46 thousandths
of an em over ั ิ ึ, and in Bold ษ lifts its marks by 1, so "ถิ่น" is copied as "ถิ่ถิ่น". Here those anchors
get the height of the marks that attach to them, and no shift is left. Outlines, widths and x
positions stay. Anchors further off than LIMIT stay too: a tone levelled over ็ would touch it, and
Thai writes no tone there. Compile with ignore_system_fonts=True, or an installed Sarabun may win.
"""

import shutil
import tempfile
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any

import fontpkg_sarabun
from fontTools.ttLib import TTFont

STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
LIMIT = 0.06  # em: Thai needs 0.046; a tone over ็ would need 0.077
REVISION = 1  # part of the cache key: raise it when the levelling changes


def level_tone_marks(source: Path, target: Path) -> float:
    """Write a levelled copy of the font and return the largest anchor move, in em."""
    with TTFont(source, recalcTimestamp=False) as font:  # the same bytes on every run
        em = font["head"].unitsPerEm
        moves = [0]
        for lookup in font["GPOS"].table.LookupList.Lookup:
            for table in (getattr(sub, "ExtSubTable", sub) for sub in lookup.SubTable):
                if table.LookupType in (4, 6):  # mark to base, mark to mark
                    moves += _level(table, round(LIMIT * em))
        font.save(target)
    return float(max(moves) / em)


def _level(table: Any, limit: int) -> list[int]:
    """Snap the Thai anchors of one subtable to the commonest mark heights; return the moves."""
    mark, base = ("Mark", "Base") if table.LookupType == 4 else ("Mark1", "Mark2")
    marks = _thai(table, mark, "Mark")
    anchors = [(r.Class, r.MarkAnchor) for r in marks]
    for record in _thai(table, base, base):
        anchors += [(n, a) for n, a in enumerate(getattr(record, f"{base}Anchor")) if a]
    levels: dict[int, list[int]] = {}
    for (n, y), _ in Counter((r.Class, r.MarkAnchor.YCoordinate) for r in marks).most_common():
        if all(abs(y - level) > limit for level in levels.setdefault(n, [])):
            levels[n].append(y)
    moves = []
    for n, anchor in anchors:
        for level in levels.get(n, []):
            if 0 < abs(level - anchor.YCoordinate) <= limit:
                moves.append(abs(level - anchor.YCoordinate))
                anchor.YCoordinate = level
    return moves


def _thai(table: Any, part: str, record: str) -> list[Any]:
    """Return the records of the Thai glyphs (uni0E48.small, loChulathai.short, ...)."""
    names = getattr(table, f"{part}Coverage").glyphs
    records = getattr(getattr(table, f"{part}Array"), f"{record}Record")
    return [r for g, r in zip(names, records, strict=True) if g.startswith("uni0E") or "thai" in g]


def thai_fonts(cache_dir: Path) -> Path:
    """Return the folder of the four levelled styles, made once (several processes may race)."""
    done = cache_dir / f"sarabun-{version('fontpkg-sarabun')}-level{REVISION}"
    if not done.is_dir():
        cache_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache_dir, prefix=".sarabun-") as scratch:
            made = Path(scratch, "made")
            made.mkdir()
            shutil.copy(fontpkg_sarabun.ROOT / "LICENSE", made)  # the OFL goes with the fonts
            for name in (f"Sarabun-{style}.ttf" for style in STYLES):
                level_tone_marks(fontpkg_sarabun.ROOT / "files" / name, made / name)
            try:
                made.rename(done)
            except OSError:  # another process was first
                if not done.is_dir():
                    raise
    return done
