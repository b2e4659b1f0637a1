"""Codes as pictures: drawn for a sheet, and read from a photograph."""

import io
from typing import BinaryIO

import segno
import zxingcpp
from PIL import Image, UnidentifiedImageError

LARGEST = 30 * 1024 * 1024  # bytes of a picture
MOST_PIXELS = 60_000_000
KINDS = ("PNG", "JPEG")


def as_svg(text: str) -> str:
    """Return a code as the address of a picture that needs no request."""
    return _drawn(text).svg_data_uri(scale=4, border=4, light="white")


def as_png(text: str) -> bytes:
    """Return a code as a picture to print."""
    out = io.BytesIO()
    _drawn(text).save(out, kind="png", scale=8, border=4)
    return out.getvalue()


def read_picture(source: BinaryIO) -> list[str]:
    """Return the texts of all codes in a picture; an empty list when it is none, or too large."""
    data = source.read(LARGEST + 1)
    if len(data) > LARGEST:
        return []
    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return []
            grey = picture.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return []
    found = zxingcpp.read_barcodes(
        grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return [one.text for one in found if one.text.isascii()]


def _drawn(text: str) -> segno.QRCode:
    """Draw with 15 % of redundancy: print is folded and photographed in bad light."""
    return segno.make(text, error="m", mode="alphanumeric", micro=False, boost_error=False)
