"""Small shapes that everything from outside must have, before anything else looks at it."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NoReturn, TypeGuard
from uuid import UUID

from schakel.kernel.moments import from_wire

LONGEST_TEXT = 200  # characters of a name or code
LARGEST_COUNT = 2**53 - 1  # what every language can hold exactly
LONGEST_NUMBER = 17  # characters of that, with a sign
FIRST_YEAR, END_OF_TIME = 1900, 2200  # of a moment in a message
MARKS = (b"{", b"[", b",")
MOST_MARKS = 5_000  # in what anybody may send: millions of values would take the node's memory
DEEPEST = 32  # values within values
DIGEST = re.compile(r"[0-9a-f]{64}")
NODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
KIND = re.compile(r"[a-z0-9][a-z0-9.-]{0,59}")
MOMENT = re.compile(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")
BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NOT_EVERYWHERE = re.compile(r"[\x00\ud800-\udfff]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def read_json(text: str | bytes) -> Any:
    """Return the value of a JSON document that means the same in every language.

    Raises:
        ValueError: Not JSON in UTF-8, a name twice in one object, a number that is no integer
            between -(2^53 - 1) and 2^53 - 1, nested deeper than 32, or a text with U+0000 or half
            a surrogate pair.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8")  # on bytes, json.loads would guess UTF-16 and UTF-32 too
    try:
        value = json.loads(
            text,
            object_pairs_hook=_no_name_twice,
            parse_int=_integer,
            parse_float=_no_integer,
            parse_constant=_no_integer,
        )
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    _check(value, depth=0)
    return value


def read_knock(content: bytes) -> Any:
    """Return the value of a JSON document of which nobody knows yet who sent it.

    Raises:
        ValueError: As `read_json`, or it holds more values than any request has.
    """
    if sum(map(content.count, MARKS)) > MOST_MARKS:
        raise ValueError("more values than any request has")
    return read_json(content)


def fields_of(value: object, names: frozenset[str]) -> Mapping[str, Any]:
    """Return `value` when it is an object with exactly these names.

    Raises:
        ValueError: It is not.
    """
    if not isinstance(value, Mapping) or set(value) != names:
        raise ValueError("other names than documented")
    return value


def text_of(value: object, *, longest: int = LONGEST_TEXT) -> str:
    """Return a text without control characters.

    Raises:
        ValueError: It is none, or too long.
    """
    if not isinstance(value, str) or len(value) > longest or CONTROL.search(value):
        raise ValueError("not a short text")
    return value


def match_of(value: object, pattern: re.Pattern[str]) -> str:
    """Return a text that matches `pattern` as a whole.

    Raises:
        ValueError: It does not.
    """
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError("not of the documented form")
    return value


def count_of(value: object) -> int:
    """Return a whole number from 0 to 2^53 - 1.

    Raises:
        ValueError: It is none.
    """
    if not is_count(value):
        raise ValueError("not a count")
    return value


def is_count(value: object) -> TypeGuard[int]:
    """Tell whether `value` is a whole number from 0 to 2^53 - 1."""
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return 0 <= value <= LARGEST_COUNT


def id_of(value: object) -> UUID:
    """Return a UUID written in the usual form: lower case, with hyphens.

    Raises:
        ValueError: It is none.
    """
    found = UUID(text_of(value))
    if str(found) != value:
        raise ValueError("not the usual form of a UUID")
    return found


def moment_of(value: object) -> datetime:
    """Return a moment written in UTC, from the year 2000 on.

    Raises:
        ValueError: It is none.
    """
    return from_wire(match_of(value, MOMENT))


def near_moment_of(value: object) -> datetime:
    """Return a moment with offset with which one can reckon: far from both ends of the calendar.

    Raises:
        ValueError: It is none.
    """
    found = from_wire(str(value))
    if not FIRST_YEAR <= found.year < END_OF_TIME:
        raise ValueError("a moment out of this time")
    return found


def list_of(value: object, *, most: int) -> list[Any]:
    """Return a list of at most `most` values.

    Raises:
        ValueError: It is none.
    """
    if not isinstance(value, list) or len(value) > most:
        raise ValueError("not a list, or too long")
    return value


def bytes_of(value: object) -> bytes:
    """Return what base64url without padding stands for.

    Raises:
        ValueError: It is not that, or not the only way to write it (RFC 4648, section 3.5).
    """
    text = match_of(value, BASE64URL)
    try:
        found = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError("not base64url") from error
    if base64.urlsafe_b64encode(found).decode("ascii").rstrip("=") != text:
        raise ValueError("base64url with bits that stand for nothing")
    return found


def ids_in(value: object) -> frozenset[str]:
    """Return every UUID that stands in a value of JSON, as it is usually written."""
    return frozenset(ID.findall(json.dumps(value)))


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _integer(text: str) -> int:
    if len(text) > LONGEST_NUMBER or abs(int(text)) > LARGEST_COUNT:
        raise ValueError("a number that not every language holds exactly")
    return int(text)


def _no_integer(text: str) -> NoReturn:
    raise ValueError("a number that is no integer")


def _check(value: object, *, depth: int) -> None:
    if depth > DEEPEST:
        raise ValueError("nested too deep")
    if isinstance(value, str) and NOT_EVERYWHERE.search(value):
        raise ValueError("a text that not every database can keep")
    if isinstance(value, dict):
        for name, part in value.items():
            _check(name, depth=depth + 1)
            _check(part, depth=depth + 1)
    elif isinstance(value, list):
        for part in value:
            _check(part, depth=depth + 1)
