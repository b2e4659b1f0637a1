"""Why a report that was written without a line is not taken over."""

from schakel.kernel.errors import ConflictError, UnusableInputError


class NotAReportError(UnusableInputError):
    """What was handed over is not a sealed report of the documented shape, or was altered."""

    code = "offline.not_a_report"


class KeyGoneError(UnusableInputError):
    """It was sealed to a key that this node no longer has; a backup of the keys may have it."""

    code = "offline.key_gone"


class OtherPersonError(ConflictError):
    """Somebody else wrote it; it waits on the device for that person."""

    code = "offline.other_person"


class OtherReportError(ConflictError):
    """Another report was handed over under this id."""

    code = "offline.other_report"
