"""Text as it is counted, named and cleaned for keeping."""

import re
import unicodedata

CHARACTERS_A_PAGE = 3_000
_LONGEST_NAME = 200  # characters
# Controls that no reader can see, and marks that turn the direction of a name around.
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def count_pages(text: str) -> int:
    """Return how many pages `text` is where its format has none: one for every 3,000 characters.

    Source: interfaces of the project, `schakel intake`.
    """
    return max(1, -(-len(text) // CHARACTERS_A_PAGE))


def join_path(parent: str, name: str) -> str:
    """Return the path of a part called `name` inside `parent`: joined with an exclamation mark."""
    return f"{parent}!{name}" if parent else name


def clean_text(text: str) -> str:
    """Return `text` with one line end, and without what a database cannot keep.

    Null characters and halves of surrogate pairs become the replacement character, so the number
    of code points stays what it was except for joined line ends.
    """
    return _UNKEEPABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_name(name: str, *, fallback: str) -> str:
    """Return the last part of `name` as one visible line of at most 200 characters.

    Args:
        name: As a sender or an archive gave it; may be a path, and may hide characters.
        fallback: Used when nothing is left.

    Returns:
        A name to show and to offer when downloading; never a path.
    """
    last = clean_text(name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    line = unicodedata.normalize("NFC", _INVISIBLE.sub("", last)).replace("!", "_").strip(" .")
    if len(line) <= _LONGEST_NAME:
        return line or fallback
    stem, dot, suffix = line.rpartition(".")
    if not dot or len(suffix) > 10:
        return line[:_LONGEST_NAME]
    return f"{stem[: _LONGEST_NAME - len(suffix) - 1]}.{suffix}"
