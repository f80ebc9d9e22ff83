"""Pictures that an office brings: told by their content, refused where they are too large, fetch or run anything."""

import re
import struct

from lxml import etree

from procedure.errors import ProcedureError

LARGEST_PICTURE = 1024 * 1024  # bytes
_MOST_PIXELS = 20_000_000
_SVG = "{http://www.w3.org/2000/svg}"
_REFUSED_ELEMENTS = frozenset(
    {"script", "foreignobject", "handler", "listener", "iframe", "embed", "object", "audio", "video", "animate", "set"}
)
_REFERENCES = frozenset({"href", "src", "base"})
_INSIDE = re.compile(r"#|data:image/(png|jpeg);base64,", re.IGNORECASE)
_URL = re.compile(r"url\s*\(\s*[\"']?\s*(?!#)[^\s\"')]", re.IGNORECASE)


def picture_type(content: bytes) -> str:
    """Return ``image/png``, ``image/jpeg`` or ``image/svg+xml``, by what the picture is and not by what it is called.

    Raises ``ProcedureError`` ``picture_unreadable``: no such picture, larger than 1 MB or 20 megapixels, or an SVG
    that fetches something, runs something or declares a DTD.
    """
    if len(content) > LARGEST_PICTURE:
        raise _refused("แฟ้มใหญ่เกิน 1 เมกะไบต์", "it is larger than 1 MB")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        _require_size(_png_size(content))
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        _require_size(_jpeg_size(content))
        return "image/jpeg"
    _require_plain_svg(content)
    return "image/svg+xml"


def ending_of(media_type: str) -> str:
    """Return what a picture's file name ends with."""
    return {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}[media_type]


def _png_size(content: bytes) -> tuple[int, int]:
    if content[12:16] != b"IHDR" or len(content) < 33:
        raise _broken()
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Return width and height from the frame's header, walking over the segments before it."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    raise _broken()


def _require_size(size: tuple[int, int]) -> None:
    width, height = size
    if not width or not height:
        raise _broken()
    if width * height > _MOST_PIXELS:
        raise _refused("ภาพมีจุดภาพมากเกินไป", "it has too many pixels")


def _require_plain_svg(content: bytes) -> None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _refused("ภาพ SVG มีการประกาศ DTD", "the SVG declares a DTD")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError) as error:
        raise _broken() from error
    if root.tag != f"{_SVG}svg":
        raise _broken()
    for node in (*root.itersiblings(preceding=True), *root.iter(), *root.itersiblings()):
        if isinstance(node, etree._ProcessingInstruction | etree._Entity):
            raise _active()
        if isinstance(node, etree._Comment):
            continue
        _require_inert(node)


def _require_inert(element: etree._Element) -> None:
    name = etree.QName(element).localname.lower()
    if name in _REFUSED_ELEMENTS or name.startswith("animate"):
        raise _active()
    if name == "style" and _fetches(element.text or ""):
        raise _active()
    for key, value in element.attrib.items():
        local, said = etree.QName(key).localname.lower(), str(value).strip()
        refers = local in _REFERENCES and not _INSIDE.match(said)
        if local.startswith("on") or refers or _fetches(said) or "javascript:" in said.lower():
            raise _active()


def _fetches(style: str) -> bool:
    """Tell whether a style refers to anything outside the picture; one with escapes is not read, but refused."""
    return bool(_URL.search(style)) or "@import" in style.lower() or "\\" in style


def _active() -> ProcedureError:
    return _refused("ภาพ SVG มีสคริปต์หรือดึงข้อมูลจากภายนอก", "the SVG runs something or fetches something")


def _broken() -> ProcedureError:
    return _refused("ไม่ใช่ภาพ PNG, JPEG หรือ SVG หรือแฟ้มเสีย", "it is no PNG, JPEG or SVG picture, or it is broken")


def _refused(why_th: str, why_en: str) -> ProcedureError:
    return ProcedureError(
        "picture_unreadable",
        f"ใช้แฟ้มนี้เป็นภาพไม่ได้: {why_th} โปรดบันทึกเป็น PNG, JPEG หรือ SVG ธรรมดา ไม่เกิน 1 เมกะไบต์ แล้วส่งใหม่",
        f"This file cannot be used as a picture: {why_en}. Save it as PNG, JPEG or plain SVG of at most 1 MB.",
    )
