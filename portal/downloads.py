"""Files as answers: always kept by the browser under their Thai name, never shown as a page."""

from urllib.parse import quote

from fastapi.responses import Response


def attachment(content: bytes, media_type: str, name: str, plain_name: str) -> Response:
    """Return a file to keep: its name for those who read RFC 5987, a plain one (ASCII) for those who do not."""
    disposition = f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
