"""What files of documents are called, and several of them as one."""

import io
import zipfile
from collections.abc import Sequence

from documents.catalogue_entry import Made

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first instant that a zip file can tell


def safe_name(name: str) -> str:
    """Return a name that any file system takes: what a file name cannot hold becomes a dash, 80 characters stay.

    Names have at most 255 bytes on most systems, a Thai character takes three; an ending and a number come after.
    """
    return "".join("-" if char in '/\\:*?"<>|' or not char.isprintable() else char for char in name)[:80].rstrip(" .")


def zipped(files: Sequence[Made]) -> bytes:
    """Return files as one zip file, each under a name of its own; the same files give the same bytes."""
    used: set[str] = set()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, made in enumerate(files, start=1):
            safe = safe_name(made.name)
            name = f"{safe} {number}" if f"{safe}.{made.format.value}" in used else safe
            used.add(f"{name}.{made.format.value}")
            entry = zipfile.ZipInfo(f"{name}.{made.format.value}", _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, made.content)
    return packed.getvalue()
