"""Photographs and drawings: looked at, drawn again, and where the camera says they were taken."""

import io
from typing import Any

from schakel.intake.core.problems import Problem
from schakel.intake.formats._base import Context, File, Read, formats

_GPS, _EXIF, _TAKEN, _MODEL = 0x8825, 0x8769, 0x9003, 0x0110
_QUALITY = 90


class _Picture:
    """What JPEG and PNG have in common."""

    media_type = ""
    suffixes: frozenset[str] = frozenset()
    rank = 140
    kind = ""
    start = b""

    def matches(self, file: File) -> bool:
        """Tell whether the file begins as this kind of picture."""
        return file.head.startswith(self.start)

    def read(self, file: File, context: Context) -> Read:
        """Return a copy drawn from the pixels alone, and what the camera wrote beside them."""
        from PIL import Image, ImageOps

        Image.MAX_IMAGE_PIXELS = None  # our own bound stands two lines below
        with Image.open(file.path, formats=(self.kind,)) as picture:
            if picture.width * picture.height > context.limits.pixels:
                return Read(problems=(Problem.PICTURE_TOO_LARGE,), facts=_size(picture))
            facts = _size(picture) | _camera_facts(picture.getexif())
            drawn = ImageOps.exif_transpose(picture)
            return Read(facts=facts, shown=_drawn_again(drawn, self.kind))


class Jpeg(_Picture):
    """JPEG (ISO/IEC 10918)."""

    media_type = "image/jpeg"
    suffixes = frozenset({".jpg", ".jpeg", ".jpe", ".jfif"})
    kind = "JPEG"
    start = b"\xff\xd8\xff"


class Png(_Picture):
    """Portable Network Graphics (ISO/IEC 15948)."""

    media_type = "image/png"
    suffixes = frozenset({".png"})
    kind = "PNG"
    start = b"\x89PNG\r\n\x1a\n"


def _size(picture: Any) -> dict[str, Any]:
    return {"width": picture.width, "height": picture.height}


def _drawn_again(picture: Any, kind: str) -> bytes:
    """Return the pixels in a new file: no metadata, no trailing bytes, no second content."""
    from PIL import Image

    mode = "RGBA" if kind == "PNG" and "A" in picture.getbands() else "RGB"
    pixels = picture.convert(mode)
    fresh = Image.new(mode, pixels.size)
    fresh.paste(pixels)
    copy = io.BytesIO()
    options: dict[str, Any] = {"quality": _QUALITY} if kind == "JPEG" else {}
    fresh.save(copy, format=kind, **options)
    return copy.getvalue()


def _camera_facts(exif: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    position = _position(exif.get_ifd(_GPS))
    if position:
        facts["position"] = position
    taken = exif.get_ifd(_EXIF).get(_TAKEN)
    if taken:
        facts["taken"] = str(taken)
    if exif.get(_MODEL):
        facts["camera"] = str(exif[_MODEL])
    return facts


def _position(gps: Any) -> str:
    """Return `lat,lon` in decimal degrees with five digits, or empty.

    Source: Exif 3.0 (CIPA DC-008), 4.6.7: tags 1 to 4.
    """
    try:
        latitude = _degrees(gps[2]) * (-1 if gps[1] == "S" else 1)
        longitude = _degrees(gps[4]) * (-1 if gps[3] == "W" else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return ""
    return f"{latitude:.5f},{longitude:.5f}"


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


formats.register("jpeg", Jpeg())
formats.register("png", Png())
