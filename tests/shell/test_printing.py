"""What a node prints names places in the code, and never what somebody sent."""

import logging
import sys

import pytest

from schakel.shell.printing import PlainFormatter

WORD = "Quaxolotl"
FORMATTER = PlainFormatter("%(levelname)s %(name)s %(message)s")


def line(name, message, *args, failure=None):
    """Return how a line of a logger is printed."""
    made = logging.LogRecord(name, logging.ERROR, "x.py", 1, message, args or None, failure)
    return FORMATTER.format(made)


def failing():
    """Fail as a database does, which quotes the row."""
    try:
        raise KeyError(f"row {WORD}")
    except KeyError as error:
        raise ValueError(f"DETAIL: Key (name)=({WORD}) already exists.") from error


def test_our_own_lines_are_printed_whole():
    """They hold codes and counts."""
    assert line("schakel.exchange", "sending failed: %s", "OSError") == (
        "ERROR schakel.exchange sending failed: OSError"
    )


@pytest.mark.parametrize(
    ("message", "args"),
    [(f"Invalid HTTP_HOST header: '{WORD}'.", ()), ("%s: %s", ("Internal Server Error", WORD))],
)
def test_what_libraries_fill_in_is_left_out(message, args):
    """A host that nobody should call, an address with a name in it."""
    printed = line("django.request", message, *args)
    assert WORD not in printed
    assert printed.startswith("ERROR django.request ")


def test_a_failure_is_told_by_its_kinds_and_places():
    """Enough to mend it, and nothing of whom it was about; of all that led to it."""
    try:
        failing()
    except ValueError:
        printed = line("schakel.site", "a page failed", failure=sys.exc_info())
    assert WORD not in printed
    assert printed.index("builtins.KeyError") < printed.index("builtins.ValueError")
    assert "test_printing.py:" in printed
    assert "in failing" in printed


def test_a_line_that_another_handler_wrote_before_is_not_taken_over():
    """Handlers share a record, and the text of its failure with it."""
    made = logging.LogRecord("a", logging.ERROR, "x.py", 1, "%s", (WORD,), None)
    made.exc_text = WORD
    made.stack_info = WORD
    assert WORD not in FORMATTER.format(made)
    assert made.args == (WORD,)
