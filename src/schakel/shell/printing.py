"""What the processes of a node print: where something went wrong, and not what it was about."""

import logging
import traceback
from typing import Any

OURS = "schakel"


class PlainFormatter(logging.Formatter):
    """Writes a record without anything that a person, a partner or a database said.

    Our own lines are written as they are: they hold codes and counts. Of the lines of libraries
    only the pattern is written, without what fills it: they quote addresses, headers and values. Of
    a failure the kind and the places in the code are written, never its words: PostgreSQL, for
    example, quotes the row that did not fit.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as lines."""
        plain = logging.makeLogRecord(record.__dict__)
        plain.stack_info = plain.exc_text = None
        if not _is_ours(record.name):
            plain.msg, plain.args = _pattern(record), None
        return super().format(plain)

    def formatException(self, ei: Any) -> str:  # noqa: N802  # the name is logging's
        """Return kind and places of a failure, and of those that led to it, the first one first."""
        return "\n".join(line for one in _chain(ei[1]) for line in _lines(one))


def _is_ours(name: str) -> bool:
    return name == OURS or name.startswith(f"{OURS}.")


def _pattern(record: logging.LogRecord) -> str:
    """Return the pattern of a library's line; one without places to fill was filled before."""
    if record.args and isinstance(record.msg, str):
        return record.msg
    return "(not shown: it may quote what somebody sent)"


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.insert(0, error)
        error = error.__cause__ or error.__context__
    return found


def _lines(error: BaseException) -> list[str]:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    frames = traceback.extract_tb(error.__traceback__)
    return [kind, *(f"  {one.filename}:{one.lineno} in {one.name}" for one in frames)]
