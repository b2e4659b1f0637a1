"""What a file is, by its content; and whether its name says the same."""

from schakel.intake.core.problems import Problem
from schakel.intake.formats import File, Format, list_formats
from schakel.intake.formats._base import Packed
from schakel.intake.formats._ole import OLE_START, streams_in
from schakel.intake.formats._packed import ZIP_START, names_in

_ZIP_END = b"PK\x05\x06"
_ALONE = {"application/pdf", "image/jpeg", "image/png", "text/html", "text/plain"}


def find_format(file: File) -> Format | None:
    """Return the first format whose signs `file` bears, or None."""
    return next((one for one in list_formats() if one.matches(file)), None)


def is_torn(file: File) -> bool:
    """Tell whether `file` begins as the container its name promises, with no contents to list."""
    listed = {ZIP_START: names_in, OLE_START: streams_in}
    return any(
        isinstance(one, Packed)
        and file.suffix in one.suffixes
        and file.head.startswith(one.container)
        and not listed[one.container](file)
        for one in list_formats()
    )


def problems_of_type(file: File, detected: Format | None) -> tuple[Problem, ...]:
    """Return what is wrong between the name of `file`, its beginning and its end."""
    problems = []
    if _is_known_suffix(file.suffix) and file.suffix not in _suffixes(detected):
        problems.append(Problem.TYPE_LIES)
    if detected and detected.media_type in _ALONE and _ZIP_END in file.tail:
        problems.append(Problem.TWO_TYPES)
    return tuple(problems)


def name_type(file: File) -> str:
    """Return the best name for the type of a file that no format reads."""
    import puremagic

    if file.head.startswith(b"MZ"):
        return "application/vnd.microsoft.portable-executable"
    if file.head.startswith(b"\x7fELF"):
        return "application/x-executable"
    try:
        guesses = puremagic.magic_string(file.head)
    except (puremagic.PureError, ValueError):
        guesses = []
    return next((one.mime_type for one in guesses if one.mime_type), "application/octet-stream")


def _suffixes(detected: Format | None) -> frozenset[str]:
    return detected.suffixes if detected else frozenset()


def _is_known_suffix(suffix: str) -> bool:
    return any(suffix in one.suffixes for one in list_formats())
