"""Ask a partner for its ledger of the link, answer such questions, and compare the two."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django.conf import settings

from schakel.exchange.actions import CallFailedError, call, content_of, send_again
from schakel.exchange.queries import sent_page, taken_page
from schakel.handling.actions import clear_control
from schakel.kernel.errors import UnusableInputError
from schakel.links.core.ledgers import Comparison, common_part, read_numbers, read_page
from schakel.wire.core.kinds import Received
from schakel.wire.core.ledgers import MOST_LINES, Line, Page
from schakel.wire.core.shapes import is_count

LEDGER_KIND, RESEND_KIND = "exchange.ledger", "exchange.resend"
MOST_AGAIN = 10_000  # numbers that one question asks to be sent again


def compare_ledgers(*, node: str, now: datetime) -> tuple[Comparison, Comparison]:
    """Compare both ledgers of a link with those of the partner; return sent, then received.

    Raises:
        CallFailedError: The partner gave no usable answer.
    """
    me = settings.SCHAKEL_NODE.code
    return (
        compare_direction(node=node, sender=me, now=now),
        compare_direction(node=node, sender=node, now=now),
    )


def compare_direction(*, node: str, sender: str, now: datetime) -> Comparison:
    """Compare the two ledgers of one direction of a link.

    Args:
        node: The partner.
        sender: Who sends in this direction: this node or the partner.
        now: The moment.

    Raises:
        CallFailedError: The partner gave no usable answer.
    """
    own = partial(own_page, node=node, sender=sender)
    ask = partial(ask_page, node=node, sender=sender, now=now)
    mine, theirs = own(()), ask(range(0))
    both = min(mine.last, theirs.last)
    equal = common_part(both, mine=lambda n: _digests(own(n)), theirs=lambda n: _digests(ask(n)))
    sent, taken = (mine, theirs) if sender != node else (theirs, mine)
    if equal == both and taken.last <= sent.last:
        return Comparison(
            sender=sender, mine_last=mine.last, theirs_last=theirs.last, equal_up_to=equal
        )
    at = equal + 1
    return Comparison(
        sender=sender,
        mine_last=mine.last,
        theirs_last=theirs.last,
        equal_up_to=equal,
        differs_at=at,
        mine=_only(own([at])),
        theirs=_only(ask(range(at, at + 1))),
    )


def own_page(numbers: Sequence[int], *, node: str, sender: str) -> Page:
    """Return this node's page of one direction of a link."""
    return taken_page(node, numbers) if sender == node else sent_page(node, numbers)


def ask_page(numbers: Sequence[int], *, node: str, sender: str, now: datetime) -> Page:
    """Ask the partner for its page of one direction of the link.

    Raises:
        CallFailedError: No usable answer.
    """
    step = numbers[1] - numbers[0] if len(numbers) > 1 else 1
    first = numbers[0] if numbers else 0
    body = {"of": sender, "from": first, "step": step, "count": len(numbers)}
    try:
        return read_page(ask(node, LEDGER_KIND, body, now=now))
    except ValueError as error:
        raise CallFailedError("exchange.no-answer") from error


def ask_again(*, node: str, first: int, last: int, now: datetime) -> None:
    """Ask the partner to send again what it sent under some numbers.

    Raises:
        CallFailedError: No usable answer.
    """
    ask(node, RESEND_KIND, {"from": first, "to": last}, now=now)


def ask(node: str, kind: str, body: Mapping[str, Any], *, now: datetime) -> Mapping[str, Any]:
    """Ask a partner something about the link: numbers, which the gate never stops.

    Raises:
        CallFailedError: No usable answer.
    """
    thread = uuid4()
    content = content_of(body, ())
    cleared = clear_control(
        item_kind="link", item_id=thread, receiver=node, content=content, now=now
    )
    return call(cleared=cleared, to_node=node, thread_id=thread, kind=kind, body=body, now=now)


def answer_ledger(question: Received) -> Mapping[str, Any]:
    """Answer what this node sent to the asking node, or took from it.

    Raises:
        UnusableInputError: Another node's ledger, or no numbers.
    """
    me, partner = settings.SCHAKEL_NODE.code, question.from_node
    pages: dict[str, Callable[[str, Sequence[int]], Page]] = {me: sent_page, partner: taken_page}
    page = pages.get(str(question.body.get("of")))
    try:
        numbers = read_numbers(question.body)
    except ValueError as error:
        raise UnusableInputError(str(error)) from error
    if page is None:
        raise UnusableInputError("a ledger of this link is of one of its two nodes")
    return page(partner, numbers).to_json()


def answer_resend(question: Received) -> Mapping[str, Any]:
    """Send again what the asking node lost; return how many numbers that will be.

    Raises:
        UnusableInputError: No numbers, or too many.
    """
    first, last = question.body.get("from"), question.body.get("to")
    if not is_count(first) or not is_count(last) or not 0 <= last - first < MOST_AGAIN:
        raise UnusableInputError("numbers from and to, at most ten thousand apart")
    numbers = range(first, last + 1)
    return {"again": send_again(numbers, node=question.from_node, now=question.received_at)}


ANSWERS: dict[str, Callable[[Received], Mapping[str, Any]]] = {
    LEDGER_KIND: answer_ledger,
    RESEND_KIND: answer_resend,
}


def lines_of(first: int, last: int, ask_lines: Callable[[Sequence[int]], Page]) -> dict[int, Line]:
    """Return the lines from one number to another, asked for two hundred at a time."""
    found: dict[int, Line] = {}
    for start in range(first, last + 1, MOST_LINES):
        page = ask_lines(range(start, min(start + MOST_LINES, last + 1)))
        found |= {line.seq: line for line in page.lines}
    return found


def _digests(page: Page) -> dict[int, str]:
    return {line.seq: line.digest for line in page.lines}


def _only(page: Page) -> Line | None:
    return page.lines[0] if page.lines else None
