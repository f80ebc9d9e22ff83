"""Words of a file held against words on record, where only white space or a heading's number differs."""

import re
import unicodedata
from collections.abc import Sequence

_NUMBERED = re.compile(r"^[\d.()]+")
_HEADING_WORDS = re.compile(r"^(ยุทธศาสตร์|แนวทาง|ประเด็น)?(การพัฒนา)?(ที่\d+(\.\d+)*[.:]?)?(การพัฒนา)?")


def recorded_name(said: str, recorded: Sequence[str]) -> str:
    """Return the name on record that a heading means: the very one, or the only one that differs in its number and
    the words ยุทธศาสตร์, แนวทาง, การพัฒนา at its head; else what is said."""
    if said in recorded:
        return said
    alike = [name for name in recorded if _heading(name) == _heading(said)]
    return alike[0] if len(alike) == 1 else said


def _heading(name: str) -> str:
    key = unicodedata.normalize("NFKC", _plain(name).replace(" ", ""))
    return _HEADING_WORDS.sub("", _NUMBERED.sub("", key)) or key


_SARA_AM = re.compile("([่-๋]?)ํ([่-๋]?)า")
_TONE_AT_MAITAIKHU = re.compile("็[่-๋]+|[่-๋]+็")


def _plain(text: str) -> str:
    """Return words as they come back out of a file: one line, no characters that nobody sees, dashes alone nothing."""
    text = _SARA_AM.sub(r"\1\2ำ", unicodedata.normalize("NFC", text))
    text = _TONE_AT_MAITAIKHU.sub("็", text).replace("เเ", "แ")
    seen = "".join(
        char
        for char in text
        if char.isspace() or (unicodedata.category(char) not in ("Cf", "Cc") and not "\ufe00" <= char <= "\ufe0f")
    )
    line = " ".join(seen.split())
    return line if line.strip("-‐‑‒–—―−─━ ") else ""


def same_words(said: str, recorded: str) -> bool:
    """Tell whether a cell says what is on record, as it comes back out of a file that we wrote."""
    return _plain(said) == _plain(recorded)
