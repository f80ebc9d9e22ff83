"""Text that the office font can show: what people typed, made fit to print without losing a character unseen."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

SUBSTITUTE = "◊"  # shown where Sarabun has no glyph; it has no □ itself, and nobody types a lozenge

_TONES = "่-๋"
_TONE_AT_MAITAIKHU = re.compile(f"็[{_TONES}]+|[{_TONES}]+็")
_SARA_AM_IN_PARTS = re.compile(f"([{_TONES}]?)ํ([{_TONES}]?)า")
# Thai beside brackets and digits, where Unicode allows no break: บ้านหนอง|(อนุบาล|3|ขวบ).
_SEAMS = re.compile(
    r"(?<=[^\s(\[])(?=[(\[])|(?<=[ก-ฺเ-๎])(?=[0-9A-Za-z๐-๙])|(?<=[0-9A-Za-z๐-๙])(?=[ก-ะาำเ-ๆ])",
)
# No dictionary breaks these: a link, a long foreign word, one letter typed for ever.
_LONG_RUNS = re.compile(r"[^\s\u0e00-\u0e7f\u200b]{14,}|[๐-๙]{14,}|([ก-ฮ])\1{5,}")
_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")


def printable(text: str, fonts: Path) -> str:
    """Return the text as the fonts in that folder can show it: tidied, and a character without a glyph becomes
    ``SUBSTITUTE``, one for one."""
    glyphs = _glyphs(fonts)
    return "".join(char if char == "\n" or char in glyphs else SUBSTITUTE for char in tidied(text))


def tidied(text: str) -> str:
    """Return the text as it is meant, whatever font shows it.

    Characters that show nothing anywhere (zero-width spaces, joiners, controls) are left out. A tone mark at ็ is
    left out: Thai writes none there, and a PDF that holds one cannot be searched. ํ and า typed apart become ำ,
    เ typed twice แ. Lines end with ``\n``.
    """
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    text = _TONE_AT_MAITAIKHU.sub("็", text)
    text = _SARA_AM_IN_PARTS.sub(r"\1\2ำ", text).replace("เเ", "แ")
    return "".join(char for char in text if char == "\n" or not _unseen(char))


def breakable(text: str) -> str:
    """Return the text with U+200B where a word may break that a narrow cell could not hold otherwise.

    Templates turn each into a space of no width: the break is possible, and the text layer keeps the word.
    """
    return _LONG_RUNS.sub(lambda run: run[0][:6] + "\u200b".join(run[0][5:])[1:], _SEAMS.sub("\u200b", text))


def printable_tree(value: Any, fonts: Path) -> Any:
    """Return JSON-like data with every text in it made printable and breakable (keys are ours and stay)."""
    if isinstance(value, str):
        return value and breakable(printable(value, fonts))
    if isinstance(value, list):
        return [printable_tree(item, fonts) for item in value]
    if isinstance(value, dict):
        return {key: printable_tree(item, fonts) for key, item in value.items()}
    return value


def _unseen(char: str) -> bool:
    # Cf: joiners, zero-width and direction marks; Cc: controls; the variation selectors are marks (Mn).
    return unicodedata.category(char) in ("Cf", "Cc") or "\ufe00" <= char <= "\ufe0f"


@lru_cache(maxsize=4)
def _glyphs(fonts: Path) -> frozenset[str]:
    """Return the characters that every style in the folder has."""
    styles = []
    for path in sorted(fonts.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            styles.append({chr(code) for code in font.getBestCmap()})
    return frozenset(set.intersection(*styles))
