"""Pictures as they may leave this unit: drawn again, without what the camera wrote beside them."""

from schakel.intake.models import Part
from schakel.kernel.errors import NotFoundError
from schakel.shell import vault


def released_picture(sha256: str) -> bytes:
    """Return the re-encoded copy of the picture with this SHA-256: no position, no other EXIF.

    Raises:
        NotFoundError: No such picture was read here.
    """
    shown = (
        Part.objects.filter(sha256=sha256)
        .exclude(shown_sha256="")
        .values_list("shown_sha256", flat=True)
        .first()
    )
    if shown is None:
        raise NotFoundError("no such picture")
    with vault.open_original(shown) as stream:
        return stream.read()
