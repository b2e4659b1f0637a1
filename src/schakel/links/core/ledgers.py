"""The two ledgers of one direction of a link, and where they part."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schakel.wire.core.ledgers import MOST_LINES, Line, Page
from schakel.wire.core.shapes import (
    DIGEST,
    KIND,
    count_of,
    id_of,
    is_count,
    list_of,
    match_of,
    text_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What two ledgers of one direction have in common, and the first number where they part.

    `mine` or `theirs` is None where that side lacks the number. What the receiver does not have yet
    is no difference: it is on its way.
    """

    sender: str
    mine_last: int
    theirs_last: int
    equal_up_to: int
    differs_at: int | None = None
    mine: Line | None = None
    theirs: Line | None = None


def read_page(given: Mapping[str, Any]) -> Page:
    """Return the answer in the body that a partner signed.

    Raises:
        ValueError: It is not of the documented shape.
    """
    try:
        lines = list_of(given["lines"], most=MOST_LINES)
        return Page(
            last=count_of(given["last"]),
            complete=count_of(given["complete"]),
            lines=tuple(_line(one) for one in lines),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not an answer about a ledger") from error


def read_numbers(body: Mapping[str, Any]) -> Sequence[int]:
    """Return the numbers that a question asks for: `count` of them from `from` on, `step` apart.

    Raises:
        ValueError: It is not of the documented shape.
    """
    first, step, count = (body.get(name) for name in ("from", "step", "count"))
    if not (is_count(first) and is_count(step) and is_count(count)) or not 0 < step <= 2**40:
        raise ValueError("not a question about a ledger")
    return range(first, first + min(count, MOST_LINES) * step, step)


def common_part(
    last: int,
    *,
    mine: Callable[[Sequence[int]], Mapping[int, str]],
    theirs: Callable[[Sequence[int]], Mapping[int, str]],
) -> int:
    """Return up to which number two ledgers are equal, in few questions.

    Each digest fixes all before it, so the digests are searched, two hundred at a time.

    Args:
        last: The highest number that both have.
        mine: Returns the digests under numbers of this node's ledger.
        theirs: Asks the partner for the same.
    """
    equal, differs = 0, last + 1
    while differs - equal > 1:
        step = max(1, -(-(differs - equal - 1) // MOST_LINES))
        numbers = range(equal + step, differs, step)
        ours, others = mine(numbers), theirs(numbers)
        for number in numbers:
            if ours.get(number) != others.get(number):
                differs = number
                break
            equal = number
    return equal


def _line(given: Mapping[str, Any]) -> Line:
    return Line(
        seq=count_of(given["seq"]),
        id=str(id_of(given["id"])),
        digest=match_of(given["digest"], DIGEST),
        prev=text_of(given["prev"], longest=64),
        kind=match_of(given["kind"], KIND),
        thread=str(id_of(given["thread"])),
        state=text_of(given["state"], longest=20),
    )
