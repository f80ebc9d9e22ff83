"""Templates that offices bring: Word files looked through before anything opens them."""

import io
import re
import zipfile

from procedure.errors import ProcedureError

LARGEST_TEMPLATE = 5 * 1024 * 1024  # bytes
_LARGEST_UNPACKED = 40 * 1024 * 1024
_MOST_PARTS = 500
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")


def require_template(content: bytes) -> None:
    """Refuse what is no plain Word file: too large, unreadable, with macros, or that fetches something from outside.

    Raises ``ProcedureError`` ``template_unreadable``.
    """
    if len(content) > LARGEST_TEMPLATE:
        raise _refused("แฟ้มใหญ่เกิน 5 เมกะไบต์", "it is larger than 5 MB")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
                raise _refused("แฟ้มขยายออกใหญ่เกินไป", "it unpacks to too much")
            names = {part.filename for part in parts}
            if "word/document.xml" not in names or "[Content_Types].xml" not in names:
                raise _refused("ไม่ใช่แฟ้ม Word (.docx)", "it is no Word file (.docx)")
            if any(name.lower().endswith((".bin", ".ocx")) or "/embeddings/" in name for name in names):
                raise _refused("มีมาโครหรือแฟ้มฝังอยู่", "it holds macros or embedded files")
            for name in names:
                read = package.read(name)
                if b"<!DOCTYPE" in read[:4096] or b"<!ENTITY" in read:
                    raise _refused("มีการประกาศ DTD ซึ่งแฟ้ม Word ไม่มี", "it declares a DTD, which no Word file does")
                if name.endswith(".rels") and any(
                    not _HYPERLINK.search(found[0]) for found in _EXTERNAL.finditer(read)
                ):
                    raise _refused("มีส่วนที่ดึงจากภายนอกแฟ้ม", "it fetches a part from outside")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _refused("แฟ้มเสียหรือไม่ใช่แฟ้ม Word (.docx)", "it is broken or no Word file (.docx)") from error


def _refused(why_th: str, why_en: str) -> ProcedureError:
    return ProcedureError(
        "template_unreadable",
        f"ใช้แฟ้มนี้เป็นแม่แบบไม่ได้: {why_th} โปรดบันทึกเป็น .docx ธรรมดาแล้วส่งใหม่",
        f"This file cannot be a template: {why_en}. Save it as a plain .docx and bring it again.",
    )
