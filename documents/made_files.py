"""What files of documents are called, and several of them as one."""

import io
import zipfile
from collections.abc import Iterator, Sequence

from documents.catalogue_entry import Made
from models.kinds import Digits

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first instant that a zip file can tell
_LONGEST = 80  # characters: most file systems take 255 bytes, Thai takes three each; a number and an ending come after


def safe_name(name: str) -> str:
    """Return a name that any file system takes: what a file name cannot hold becomes a dash, 80 characters stay.

    Its digits are Arabic whatever the office writes in its documents, for names to be typed, searched and sorted.
    """
    kept = "".join("-" if char in '/\\:*?"<>|' or not char.isprintable() else char for char in name)
    return Digits.ARABIC.write(kept)[:_LONGEST].rstrip(" .")


def named(files: Sequence[Made], used: set[str] | None = None) -> Iterator[tuple[str, Made]]:
    """Give each file its name with its ending, each a different one, and unlike all in ``used``, which gets them."""
    taken = set() if used is None else used
    for made in files:
        safe, number = safe_name(made.name), 1
        name = f"{safe}.{made.format.value}"
        while name in taken:
            number += 1
            name = f"{safe} {number}.{made.format.value}"
        taken.add(name)
        yield name, made


def zipped(files: Sequence[Made]) -> bytes:
    """Return files as one zip file, each under a name of its own; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, made in named(files):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, made.content)
    return packed.getvalue()
