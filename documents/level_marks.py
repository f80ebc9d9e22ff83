"""Level Sarabun's Thai mark anchors, so that PDFs made by Typst can be searched and copied.

Why: Typst writes a Thai cluster as one /ActualText span, but repeats that span with its whole text
when a glyph of the cluster is shifted up or down. Sarabun lowers tone marks by 5 to 46 thousandths
of an em over ั ิ ึ, and in Bold ษ lifts its marks by 1, so "ถิ่น" is copied as "ถิ่ถิ่น". Here those anchors
get the height of the marks that attach to them, and no shift is left. Outlines, widths and x
positions stay. Anchors further off than LIMIT stay too: a tone levelled over ็ would touch it, and
Thai writes no tone there. Compile with ignore_system_fonts=True, or an installed Sarabun may win.

And why to the side: over a vowel of ป ฝ ฟ a tone is set 0.14 to 0.21 em to the left. Poppler takes
the end of a span's last glyph for the end of the span, sees a gap from there to the next letter, and
reads a space: "ฟื้ นฟู", found by no search for ฟื้นฟู. Here those tones are glyphs of their own (``.left``),
drawn that much to the left already, so that next to nothing is left to shift. The picture stays.
"""

import copy
import shutil
import tempfile
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any

import fontpkg_sarabun
from fontTools.otlLib.builder import (
    ChainContextSubstBuilder,
    ChainContextualRule,
    SingleSubstBuilder,
)
from fontTools.ttLib import TTFont

STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
LIMIT = 0.06  # em: Thai needs 0.046; a tone over ็ would need 0.077
SIDEWAYS = 160  # thousandths of an em: leaves 0.07 at most, and poppler reads a space from 0.1 on
REVISION = 2  # part of the cache key: raise it when the levelling changes


def level_tone_marks(source: Path, target: Path) -> float:
    """Write a levelled copy of the font and return the largest anchor move, in em."""
    with TTFont(source, recalcTimestamp=False) as font:  # the same bytes on every run
        em = font["head"].unitsPerEm
        moves = [0]
        for lookup in font["GPOS"].table.LookupList.Lookup:
            for table in (getattr(sub, "ExtSubTable", sub) for sub in lookup.SubTable):
                if table.LookupType in (4, 6):  # mark to base, mark to mark
                    moves += _level(table, round(LIMIT * em))
        _draw_tones_to_the_left(font)
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


def _draw_tones_to_the_left(font: Any) -> None:
    """Give the font tones drawn to the left, for those over a narrow vowel (of ป ฝ ฟ ฬ)."""
    order = font.getGlyphOrder()
    vowels = [f"uni{code}.narrow" for code in ("0E31", "0E34", "0E35", "0E36", "0E37")]
    drawn = {f"uni{code}.small": f"uni{code}.left" for code in ("0E48", "0E49", "0E4A", "0E4B", "0E4C")}
    by = round(SIDEWAYS / 1000 * font["head"].unitsPerEm)
    font.setGlyphOrder([*order, *drawn.values()])
    for name, left in drawn.items():
        glyph = copy.deepcopy(font["glyf"][name])
        if glyph.isComposite():
            for component in glyph.components:
                component.x -= by
        else:
            glyph.coordinates.translate((-by, 0))
        font["glyf"][left] = glyph
        width, bearing = font["hmtx"][name]
        font["hmtx"][left] = (width, bearing - by)
    definitions = font["GDEF"].table
    definitions.GlyphClassDef.classDefs.update(dict.fromkeys(drawn.values(), 3))  # 3: a mark
    if getattr(definitions, "MarkAttachClassDef", None):
        classes = definitions.MarkAttachClassDef.classDefs
        classes.update({left: classes[name] for name, left in drawn.items() if name in classes})
    for coverage in definitions.MarkGlyphSetsDef.Coverage if getattr(definitions, "MarkGlyphSetsDef", None) else []:
        coverage.glyphs += [left for name, left in drawn.items() if name in coverage.glyphs]
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in (getattr(sub, "ExtSubTable", sub) for sub in lookup.SubTable):
            if table.LookupType == 6:  # mark to mark
                _place_left(table, drawn, by)
    _substitute_after(font, vowels, drawn)


def _place_left(table: Any, drawn: dict[str, str], by: int) -> None:
    """Anchor the copies where the drawings meet: what is drawn to the left is no longer shifted."""
    glyphs, array = table.Mark1Coverage.glyphs, table.Mark1Array
    for name, left in drawn.items():
        if name in glyphs:
            record = copy.deepcopy(array.MarkRecord[glyphs.index(name)])
            record.MarkAnchor.XCoordinate -= by
            array.MarkRecord.append(record)
            glyphs.append(left)
    array.MarkCount = len(array.MarkRecord)


def _substitute_after(font: Any, vowels: list[str], drawn: dict[str, str]) -> None:
    """Let each copy stand for its mark after one of the vowels, once the font's own substitutions are done."""
    table = font["GSUB"].table
    lookups = table.LookupList.Lookup
    single = SingleSubstBuilder(font, None)
    single.mapping = drawn
    single.lookup_index = len(lookups)
    chain = ChainContextSubstBuilder(font, None)
    chain.rules.append(ChainContextualRule([set(vowels)], [set(drawn)], [], [[single]]))
    lookups += [single.build(), chain.build()]
    table.LookupList.LookupCount = len(lookups)
    for record in table.FeatureList.FeatureRecord:
        # The marks' own composition: where small tones come from.
        if record.FeatureTag == "ccmp" and len(record.Feature.LookupListIndex) > 1:
            record.Feature.LookupListIndex.append(len(lookups) - 1)
            record.Feature.LookupCount = len(record.Feature.LookupListIndex)


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
