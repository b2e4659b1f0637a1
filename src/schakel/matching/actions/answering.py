"""The asked side: evaluates points that tell it nothing, and publishes its list of tags.

Nothing that this module writes, returns or logs depends on what was asked.
"""

import base64
import binascii
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from schakel.audit.actions import record
from schakel.audit.core.entry import LONGEST
from schakel.handling import actions as gate
from schakel.handling.core.case import GateCase, Purpose
from schakel.kernel.errors import UnusableInputError
from schakel.matching import queries
from schakel.matching.actions.counting import Side, count_of, count_question
from schakel.matching.core.quota import DAY_SPENT
from schakel.matching.core.tags import POINTS_PER_QUESTION, TagList, build_list
from schakel.matching.models import AnsweredQuestion, OwnList
from schakel.matching.oblivious import SUITE, ObliviousError, Responder
from schakel.network.queries import get_node
from schakel.safeguards.queries import facts_about, is_european
from schakel.wire.core.kinds import Received

SEED_BYTES = 32


def answer_question(message: Received) -> Mapping[str, Any]:
    """Answer one blind question; the body of both messages is described in the protocol.

    Beyond the number of a day the answer says so, and nothing else.

    Raises:
        UnusableInputError: The question is not of the documented shape, or the asker is not under
            the Law Enforcement Directive.
        GateClosedError: Somebody stopped what goes to the asker.
    """
    now = message.received_at
    _require_under_directive(message)
    points, purpose, basis = _read(message.body)
    responder = responder_of(now)
    try:
        evaluated = responder.evaluate_blinded(points)
    except ObliviousError as error:
        raise UnusableInputError("a point of the question is not valid") from error
    today = count_of(node=message.from_node, purpose=purpose, side=Side.FROM_PARTNER, now=now)
    count = count_question(today, now=now)
    if count is None:
        return {"suite": SUITE, "refused": DAY_SPENT, "count": today.put}
    _clear_answer(message)
    tags = own_list(responder, now=now)
    _log(message, purpose=purpose, basis=basis, epoch=responder.epoch)
    known = message.body.get("list_held") == tags.digest
    return {
        "suite": SUITE,
        "epoch": responder.epoch,
        "public_key": _text(responder.public_key),
        "evaluated": _text(evaluated),
        "list_digest": tags.digest,
        "list": None if known else _text(tags.to_bytes()),
        "count": count,
    }


def _require_under_directive(message: Received) -> None:
    """Return when the asker may be answered blindly: a hit tells that a person is known here."""
    if is_european(get_node(message.from_node).country):
        return
    record(
        at=message.received_at,
        event="question:turn-away",
        actor="node:" + message.from_node,
        object_kind="question",
        object_id=str(message.envelope_id),
    )
    raise UnusableInputError("blind questions are answered under the Law Enforcement Directive")


def _clear_answer(message: Received) -> None:
    """Ask the gate whether this node may be told of a hit; nothing of the question counts."""
    country = get_node(message.from_node).country
    gate.clear(
        case=GateCase(
            sender=settings.SCHAKEL_NODE.country,
            receiver=country,
            purpose=Purpose.CRIME,
            necessity="hit or no hit for a partner under the directive",
            evaluated=True,
            facts=facts_about(country, purpose=Purpose.CRIME, at=message.received_at),
        ),
        item_kind="question",
        item_id=message.envelope_id,
        content={},
        by=None,
        now=message.received_at,
    )


def _log(message: Received, *, purpose: str, basis: str, epoch: str) -> None:
    """Write that a partner asked; the same form and length whatever was asked."""
    with transaction.atomic():
        AnsweredQuestion.objects.create(
            id=message.envelope_id,
            node=message.from_node,
            purpose=purpose,
            legal_basis=basis,
            points=POINTS_PER_QUESTION,
            epoch=epoch,
            answered_at=message.received_at,
        )
        record(
            at=message.received_at,
            event="question:answer",
            actor="node:" + message.from_node,
            object_kind="question",
            object_id=str(message.envelope_id),
            purpose=purpose,
            legal_basis=basis,
            facts={"points": POINTS_PER_QUESTION, "epoch": epoch},
        )


def responder_of(now: datetime) -> Responder:
    """Return the responder with the key of the month of `now`; a new key every month."""
    return Responder(seed=_seed(), epoch=f"{now:%Y-%m}")


def own_list(responder: Responder, *, now: datetime) -> TagList:
    """Return this node's list for the responder's epoch, built again when the holdings changed."""
    keys = sorted(queries.keys_to_list())
    # Under the key too: a plain digest of one held number could be tried out.
    holdings = responder.evaluate_known("\n".join(keys).encode())[:32].hex()
    row = OwnList.objects.filter(epoch=responder.epoch).first()
    if row and row.holdings == holdings:
        return TagList.from_bytes(epoch=row.epoch, content=bytes(row.tags))
    tags = build_list(epoch=responder.epoch, keys=keys, evaluate=responder.evaluate_known)
    OwnList.objects.update_or_create(
        epoch=responder.epoch,
        defaults={
            "digest": tags.digest,
            "tags": tags.to_bytes(),
            "holdings": holdings,
            "built_at": now,
        },
    )
    return tags


def _read(body: Mapping[str, Any]) -> tuple[list[bytes], str, str]:
    points, purpose, basis = body.get("points"), body.get("purpose"), body.get("legal_basis")
    if body.get("suite") != SUITE:
        raise UnusableInputError(f"the suite of a question is {SUITE}")
    if not isinstance(points, list) or len(points) != POINTS_PER_QUESTION:
        raise UnusableInputError(f"a question carries {POINTS_PER_QUESTION} points")
    if not (isinstance(purpose, str) and isinstance(basis, str)) or purpose not in set(Purpose):
        raise UnusableInputError("a question names its purpose")
    if not 0 < len(basis) <= LONGEST["legal_basis"]:
        raise UnusableInputError("a question names its legal basis")
    try:
        return [base64.b64decode(point, validate=True) for point in points], purpose, basis
    except (TypeError, ValueError, binascii.Error) as error:
        raise UnusableInputError("the points of a question are base64") from error


def _seed() -> bytes:
    path = Path(settings.SCHAKEL_HOME) / "keys" / "hit-no-hit.seed"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(os.urandom(SEED_BYTES))
    return path.read_bytes()


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
