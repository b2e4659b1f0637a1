"""Take over a report that was written without a line."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from joserfc import jwe

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.casework.actions import start_report
from schakel.offline.core.errors import (
    KeyGoneError,
    NotAReportError,
    OtherPersonError,
    OtherReportError,
)
from schakel.offline.core.report import (
    ALGORITHM,
    CIPHER,
    LONGEST_SEALED,
    Report,
    key_of,
    read_report,
)
from schakel.offline.models import HandedOver
from schakel.wire.actions.keys import find_encryption_key


class _Registry(jwe.JWERegistry):
    """Reports of the documented length."""

    max_ciphertext_length = LONGEST_SEALED


_OPEN = _Registry(algorithms=[ALGORITHM, CIPHER])


def take_over(*, handed_id: UUID, sealed: str, by: User, now: datetime) -> UUID:
    """Make a draft of a sealed report, once; return the id of the draft.

    Handed over again, by the same person, it is the same draft.

    Args:
        handed_id: The id that the device gave it.
        sealed: Compact JWE to a key of this node.
        by: Who signed in; the one who wrote it.
        now: The moment.

    Raises:
        NotAllowedError: The role may not write reports.
        NotAReportError: Not of the documented form, or altered.
        KeyGoneError: Sealed to a key that this node no longer has.
        OtherPersonError: Somebody else wrote it.
        OtherReportError: Another report has its id.
    """
    require(by, Capability.WRITE_REPORT)
    digest = hashlib.sha256(sealed.encode()).hexdigest()
    with transaction.atomic():
        kept, is_new = HandedOver.objects.select_for_update().get_or_create(
            id=handed_id, defaults={"digest": digest, "by": by, "at": now}
        )
        if kept.by_id != by.id:
            raise OtherPersonError("somebody else wrote this report")
        if kept.digest != digest:
            raise OtherReportError("another report was handed over under this id")
        if is_new:
            kept.report_id = _start(_open(sealed), by=by, now=now)
            kept.save(update_fields=["report_id"])
    assert kept.report_id is not None
    return kept.report_id


def _open(sealed: str) -> Report:
    try:
        key = find_encryption_key(key_of(sealed))
        if key is None:
            raise KeyGoneError("sealed to a key that this node no longer has")
        found = jwe.decrypt_compact(sealed, key, registry=_OPEN)
        return read_report(found.plaintext or b"")
    except KeyGoneError:
        raise
    except Exception as error:  # malformed input makes the library raise more than its own errors
        raise NotAReportError("not a sealed report, or altered") from error


def _start(report: Report, *, by: User, now: datetime) -> UUID:
    if report.author_id != by.id:
        raise OtherPersonError("somebody else wrote this report")
    written = f"{report.written_at:%Y-%m-%d %H:%M} UTC"
    lines = [
        report.text,
        "",
        _("Written without a line on %(moment)s, by the clock of the device.")
        % {"moment": written},
    ]
    if report.place:
        lines.append(_("Place: %(place)s") % {"place": report.place})
    title = report.subject or _("Report without a line, %(moment)s") % {"moment": written}
    values = {"title": title, "text": "\n".join(lines)}
    report_id = start_report(by=by, now=now, values=values)
    record_deed(
        by=by,
        at=now,
        event="report:take-over",
        object_kind="report",
        object_id=str(report_id),
        purpose="crime",
    )
    return report_id
