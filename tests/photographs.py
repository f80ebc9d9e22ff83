"""Photographs that tests bring: small ones, and one as a phone takes it, with what it knows of where it was."""

import io

from PIL import ExifTags, Image

LATITUDE = (14.0, 21.0, 33.0)


def picture(width: int, height: int, colour: str = "#7fa8d8", ending: str = "PNG") -> bytes:
    """Return a picture of one colour, in pixels."""
    written = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(written, ending)
    return written.getvalue()


def from_a_phone(width: int = 800, height: int = 600) -> bytes:
    """Return a JPEG held upright, as a phone writes it: lying, its left third red, with a mark to turn it, a place and
    a comment."""
    lying = Image.new("RGB", (width, height), "#7fa8d8")
    lying.paste("#c03030", (0, 0, width // 3, height))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # to be turned by a quarter, clockwise: what lies left stands at the top
    exif[ExifTags.Base.Model] = "Somebody's Phone"
    exif[ExifTags.IFD.GPSInfo] = {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: LATITUDE}
    written = io.BytesIO()
    lying.save(written, "JPEG", exif=exif, comment=b"at home")
    return written.getvalue()


DOT, LINE = picture(1, 1), picture(3, 1)
