"""Say to partners what was signed about the link, until they heard it."""

import secrets
from datetime import datetime, timedelta

from schakel.links.actions.carrying import post_statement
from schakel.links.actions.hearing import note_words, open_statement
from schakel.links.actions.stating import keep_statement
from schakel.links.models import Statement
from schakel.network import actions as network
from schakel.network.queries import find_card, list_linked_nodes, list_nodes
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.links import Deed
from schakel.wire.core.retry import LONGEST, is_due, wait_before

GREETED_EVERY = timedelta(hours=1)


def tell(now: datetime) -> int:
    """Say what is due, and hello to each linked partner once an hour; return how many heard."""
    for node in list_nodes():
        if node.state == node.State.LINKED and _is_greeting_due(node.code, now=now):
            knows = {"knows": node.signing_key["kid"]}
            keep_statement(node=node.code, deed=Deed.HELLO, about="", details=knows, now=now)
    heard = 0
    for row in Statement.objects.filter(heard_at__isnull=True).order_by("made_at", "id"):
        if is_due(row.next_try_at, at=now):
            heard += _say(row, now=now)
    Statement.objects.filter(deed=Deed.HELLO, heard_at__lt=now - GREETED_EVERY * 2).delete()
    return heard


def _is_greeting_due(node: str, *, now: datetime) -> bool:
    recent = now - GREETED_EVERY
    return not Statement.objects.filter(
        node=node, deed=Deed.HELLO, made_at__gt=recent, made_at__lte=now + LONGEST
    ).exists()


def _say(row: Statement, *, now: datetime) -> bool:
    """Say one statement; tell whether it was heard."""
    card = find_card(row.node)
    problem = "exchange.not-linked"
    if card is not None and card.url:
        try:
            answer, problem = post_statement(card.url, row.token)
            if not problem:
                _take_answer(row, answer, now=now)
                return True
        except EnvelopeRefusedError as error:
            problem = error.refusal
    attempts = row.attempts + 1
    wait = wait_before(attempts, chance=secrets.randbelow(1_000_000) / 1_000_000)
    Statement.objects.filter(id=row.id).update(
        attempts=attempts, next_try_at=now + wait, problem=problem
    )
    return False


def _take_answer(row: Statement, answer: object, *, now: datetime) -> None:
    """Note that a partner heard a statement, and whether it confirmed this node.

    Raises:
        EnvelopeRefusedError: It is not the partner's answer to this statement.
    """
    said = open_statement(answer, now=now)
    if said.deed is not Deed.HEARD or said.sender != row.node or said.details["of"] != row.digest:
        raise EnvelopeRefusedError("exchange.bad-shape")
    Statement.objects.filter(id=row.id).update(heard_at=now, problem="")
    if row.deed == Deed.CONFIRM and said.details["confirmed"]:
        network.note_confirmed(code=row.node, now=now)
    note_words(said, now=now)


def greet_again() -> int:
    """Forget when partners were greeted: after a restore they may have other keys than known."""
    return Statement.objects.filter(deed=Deed.HELLO).delete()[0]


def list_without(deed: Deed, about: str) -> list[str]:
    """Return the linked nodes to which a statement was never made."""
    told = set(Statement.objects.filter(deed=deed, about=about).values_list("node", flat=True))
    return [card.code for card in list_linked_nodes() if card.code not in told]
