"""Looking at what came in, which is logged because it is personal data."""

from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import User
from schakel.intake import queries
from schakel.intake.models import Original, Part
from schakel.kernel.errors import NotFoundError
from schakel.shell import vault


def open_original(original_id: UUID, *, by: User, now: datetime) -> Original:
    """Return an original to show to a person, and log that it was shown.

    Raises:
        NotFoundError: No such original, for this user.
    """
    original = queries.get_original(original_id, for_user=by)
    record_deed(
        by=by, at=now, event="original:open", object_kind="original", object_id=str(original.pk)
    )
    return original


def take_out(part_id: UUID, *, by: User, now: datetime) -> tuple[Part, BinaryIO]:
    """Return a part and its bytes for downloading, and log that.

    Raises:
        NotFoundError: No such part, for this user, or its bytes were never kept.
    """
    part = queries.get_part(part_id, for_user=by)
    if part.shown_sha256:  # the bytes of a picture tell where it was taken
        queries.get_own_original(part.original_id, for_user=by)
    try:
        stream = vault.open_original(part.sha256)
    except FileNotFoundError as error:
        raise NotFoundError("the bytes of this part are not here") from error
    record_deed(
        by=by,
        at=now,
        event="original:download",
        object_kind="original",
        object_id=str(part.original_id),
        facts={"sha256": part.sha256},
    )
    return part, stream
