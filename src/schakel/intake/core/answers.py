"""What the reading process says, believed only as far as it can be checked.

A parser that was taken over may write anything. Whatever does not have the agreed form is no
answer, and a name of a file it made is a name, never a path.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schakel.intake.core.found import Found
from schakel.intake.core.pages import clean_name, clean_text
from schakel.intake.core.problems import Problem

_MOST_PAGES = 1_000_000
_LONGEST_TYPE = 120  # characters


class AnswerError(ValueError):
    """The answer does not have the agreed form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was read; `children` are pairs of a file in the scratch folder and its own name."""

    media_type: str
    text: str
    pages: int
    problems: tuple[Problem, ...]
    facts: Mapping[str, Any]
    children: tuple[tuple[str, str], ...]
    shown: str | None


def parse_answer(values: Mapping[str, Any], *, characters: int, parts: int) -> Answer:
    """Return the checked answer.

    Args:
        values: The JSON object that the reader wrote first.
        characters: How long its text may be.
        parts: How many children it may have.

    Raises:
        AnswerError: Something is missing, of another type, or out of bounds.
    """
    try:
        answer = Answer(
            media_type=_text(values["media_type"], most=_LONGEST_TYPE),
            text=_text(values["text"], most=characters),
            pages=_number(values["pages"], most=_MOST_PAGES),
            problems=tuple(Problem(code) for code in values["problems"]),
            facts=dict(values["facts"]),
            children=tuple(_child(child) for child in values["children"]),
            shown=None if values["shown"] is None else _file_name(values["shown"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise AnswerError(str(error)) from error
    if len(answer.children) > parts:
        raise AnswerError("more children than were allowed")
    return answer


def parse_found(
    values: Mapping[str, Any], text: str, *, most: int
) -> tuple[tuple[Found, ...], tuple[Problem, ...]]:
    """Return what was found, each at a place that is in `text`, and what ended the search.

    Args:
        values: The JSON object that the reader wrote second.
        text: What it said before that it had read.
        most: How much it may have found.

    Raises:
        AnswerError: As above.
    """
    try:
        found = tuple(
            Found(**(one | {"candidates": tuple(one["candidates"])})) for one in values["found"]
        )
        problems = tuple(Problem(code) for code in values["problems"])
        if len(found) <= most and all(0 <= one.start < one.end <= len(text) for one in found):
            return found, problems
    except (KeyError, TypeError, ValueError) as error:
        raise AnswerError(str(error)) from error
    raise AnswerError("found outside the text, or too much")


def _text(value: Any, *, most: int) -> str:
    if not isinstance(value, str) or len(value) > most or clean_text(value) != value:
        raise AnswerError("no text of the agreed length")
    return value


def _number(value: Any, *, most: int) -> int:
    if not isinstance(value, int) or not 1 <= value <= most:
        raise AnswerError("no number of the agreed size")
    return value


def _child(value: Any) -> tuple[str, str]:
    name = _text(value["name"], most=1_000)
    return _file_name(value["file"]), clean_name(name, fallback="part")


def _file_name(value: Any) -> str:
    name = _text(value, most=100)
    if not name.replace(".shown", "").isalnum():
        raise AnswerError("no name of a file in the scratch folder")
    return name
