"""Codes of the room as sentences."""

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.intake.core.problems import Problem, State
from schakel.intake.core.verdicts import Verdict

PROBLEMS: dict[Problem, Promise] = {
    Problem.EMPTY_FILE: _("The file is empty."),
    Problem.TOO_BIG: _("The file is too big to read here. It is kept, unread."),
    Problem.TOO_BIG_TO_KEEP: _(
        "The file is bigger than this node keeps, so it was refused. Send it on a data carrier."
    ),
    Problem.NOT_READ: _("Schakel does not read this kind of file. It is kept, not read."),
    Problem.NO_TEXT: _(
        "There is no text in this PDF, probably because it is a scan. It is kept; read it yourself."
    ),
    Problem.PAGES_WITHOUT_TEXT: _("Some pages have no text, probably because they are scans."),
    Problem.PASSWORD_PROTECTED: _(
        "The file is locked with a password. It is kept; ask the sender for an open copy."
    ),
    Problem.BROKEN_ENCODING: _(
        "Some characters could not be read with certainty. Compare them with the original."
    ),
    Problem.UNCERTAIN_DATES: _(
        "Day and month cannot be told apart in this chat, so its dates stand as they came."
    ),
    Problem.DAMAGED: _("The file is damaged, so not all of it could be read."),
    Problem.TYPE_LIES: _("The name of the file says another type than its content has."),
    Problem.TWO_TYPES: _("The file is of two types at once, which is a way to hide something."),
    Problem.ZIP_BOMB: _(
        "What is packed in this file is far bigger than the file. It was not opened."
    ),
    Problem.ZIP_OVERLAP: _("The packed files in this file overlap. It was not opened."),
    Problem.ZIP_TRAVERSAL: _(
        "A packed file wants to be put outside its own folder. It was not opened."
    ),
    Problem.XML_ENTITIES: _(
        "The file defines XML entities, a known way to attack a reader. It was not opened."
    ),
    Problem.PICTURE_TOO_LARGE: _("The picture has too many pixels to be drawn here."),
    Problem.NESTED_TOO_DEEP: _(
        "Files are packed in files too deep. What is deeper was not opened; the original has it."
    ),
    Problem.TOO_MANY_PARTS: _(
        "There is more attached than is taken apart here. The rest is kept in the original."
    ),
    Problem.TEXT_CUT: _("The text is longer than is shown here. The original has all of it."),
    Problem.READER_STOPPED: _("Reading this file took too much time or memory, so it was stopped."),
    Problem.SEARCH_STOPPED: _(
        "Searching this text took too much time, so it was stopped before the end."
    ),
    Problem.TOO_MANY_FOUND: _(
        "More was found in this text than is kept. What comes first is shown; read on yourself."
    ),
}

STATES: dict[State, Promise] = {
    State.WAITING: _("Waiting to be read"),
    State.READ: _("Read"),
    State.KEPT: _("Kept, not read"),
    State.QUARANTINED: _("In quarantine"),
    State.REFUSED: _("Refused"),
    State.ERASED: _("Erased"),
}

VERDICTS: dict[Verdict, Promise] = {
    Verdict.PROPOSED: _("Proposed"),
    Verdict.ACCEPTED: _("Accepted"),
    Verdict.CORRECTED: _("Corrected"),
    Verdict.REJECTED: _("Rejected"),
}


def sentence_of(problem: Problem | str) -> Promise:
    """Return the sentence for a problem code."""
    return PROBLEMS[Problem(problem)]


KINDS: dict[str, Promise] = {
    "phone": _("Phone number"),
    "email": _("E-mail address"),
    "url": _("Web address"),
    "handle": _("Social-media handle"),
    "iban": _("Bank account (IBAN)"),
    "card": _("Payment card"),
    "mrz": _("Machine-readable zone"),
    "plate": _("Number plate"),
    "vin": _("Chassis number (VIN)"),
    "imei": _("Phone device (IMEI)"),
    "imo": _("Vessel (IMO)"),
    "mmsi": _("Vessel radio (MMSI)"),
    "coordinates": _("Coordinates"),
    "amount": _("Amount"),
    "date": _("Date"),
    "place": _("Place"),
}

# What a finding proves about itself: (when it holds, when it does not).
_CHECKSUM = (_("checksum holds"), _("checksum fails"))
_CHECKS: dict[str, tuple[Promise, Promise]] = {
    "phone": (_("number range in use"), _("number range not in use")),
    "mmsi": (_("number range in use"), _("number range not in use")),
}

FACTS: dict[str, Promise] = {
    "position": _("Position the camera wrote"),
    "taken": _("Moment the camera wrote"),
    "camera": _("Camera"),
    "width": _("Width in pixels"),
    "height": _("Height in pixels"),
}

LABELS: dict[str, Promise] = {
    "sha256": _("SHA-256"),
    "size": _("Size"),
    "type": _("Type by content"),
    "pages": _("Pages"),
}

_TONES: dict[str, str] = {
    State.WAITING: "info",
    State.READ: "positive",
    State.KEPT: "neutral",
    State.QUARANTINED: "warning",
    State.REFUSED: "negative",
    State.ERASED: "neutral",
    Verdict.PROPOSED: "info",
    Verdict.ACCEPTED: "positive",
    Verdict.CORRECTED: "positive",
    Verdict.REJECTED: "neutral",
}


def check_of(kind: str, *, valid: bool | None) -> tuple[str, Promise] | None:
    """Return the tone and words for what was verified of a finding, None when nothing can be."""
    if valid is None:
        return None
    holds, fails = _CHECKS.get(kind, _CHECKSUM)
    if valid:
        return "positive", holds
    return ("negative", fails) if fails is _CHECKSUM[1] else ("warning", fails)


def tone_of(state: str) -> str:
    """Return the tone of the badge for a state of an original or a finding."""
    return _TONES[state]


def size_of(size: int) -> str:
    """Return a number of bytes as people read it, in the language of the reader."""
    return str(filesizeformat(size))
