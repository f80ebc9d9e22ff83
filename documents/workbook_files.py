"""Opening an officer's file, whatever its format: .xlsx, .xls, .ods or CSV, told by its content, never by its name."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

from documents.workbook_csv import read_csv
from documents.workbook_grid import Grid
from documents.workbook_limits import LARGEST_FILE, Limits, UnreadableFile, damaged, open_archive, too_large
from documents.workbook_ods import read_ods
from documents.workbook_xlsx import read_xlsx

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"


def read_bytes(source: str | Path | bytes) -> bytes:
    """Return a file's bytes. Raises ``UnreadableFile`` where it cannot be read or is far larger than a plan."""
    if isinstance(source, bytes):
        data = source
    else:
        try:
            with Path(source).open("rb") as stream:
                data = stream.read(LARGEST_FILE + 1)
        except OSError as error:
            raise UnreadableFile("the file cannot be read", "อ่านแฟ้มไม่ได้") from error
    if len(data) > LARGEST_FILE:
        raise too_large()
    return data


def open_grids(source: str | Path | bytes) -> list[Grid]:
    """Open a workbook and return its worksheets.

    Raises ``UnreadableFile`` if it is no workbook, is protected, broken, holds macros or links to other files, or
    holds far more than a plan.
    """
    data = read_bytes(source)
    try:
        if data.startswith(_OLE):
            from documents.workbook_xls import read_xls  # the old format's reader is loaded for old files only

            sheets = read_xls(data)
        elif data.startswith(_ZIP):
            stream = io.BytesIO(data)
            with open_archive(stream, data) as archive:
                sheets = read_ods(archive, Limits()) if _is_ods(archive) else read_xlsx(archive)
        else:
            sheets = [read_csv(data)]
    except UnreadableFile:
        raise
    except (ArithmeticError, LookupError, ValueError, TypeError, OSError, EOFError) as error:
        # A part that contradicts its format: a cell without a number, a style that is not there.
        raise damaged() from error
    except (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, NotImplementedError) as error:
        # A broken archive; RuntimeError: encrypted; NotImplementedError: a compression that Excel never writes.
        raise UnreadableFile("it is not a whole Excel file", "ไม่ใช่แฟ้ม Excel ที่สมบูรณ์") from error
    return [Grid(sheet) for sheet in sheets]


def _is_ods(archive: zipfile.ZipFile) -> bool:
    return "mimetype" in archive.namelist() and archive.read("mimetype")[:80].startswith(
        b"application/vnd.oasis.opendocument.spreadsheet"
    )
