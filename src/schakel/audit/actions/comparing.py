"""Compare with a partner: what it holds of our log, and what we hold of its."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from schakel.audit.core.partners import HEADS, Line, lines
from schakel.audit.keys import find_beginning, handover_words, is_signed, list_handovers, log_key
from schakel.audit.models import Checkpoint, PartnerLog
from schakel.audit.queries.proving import has_agreed
from schakel.audit.queries.tree import count_leaves, frontier_at, prove_growth, read_signed
from schakel.heads.core.acts import (
    ActError,
    Handover,
    from_control,
    is_key_of,
    may_follow,
    read_handovers,
)
from schakel.heads.core.cosigning import Held, Verdict, judge
from schakel.heads.core.shown import (
    Shown,
    ShownError,
    read_proof,
    read_words,
    to_words,
    write_proof,
)
from schakel.kernel.errors import NotFoundError, UnusableInputError
from schakel.kernel.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What two nodes say of each other's logs; `problem` is empty when both agree.

    `our_size` lines of our log the partner holds a head of; `their_size` lines we hold of theirs,
    and `their_newest` is what they show now. Roots are hexadecimal, of the partner's and our own
    tree at `our_size`.
    """

    ok: bool
    peer: str
    our_size: int
    root_there: str
    root_here: str
    their_size: int
    their_newest: int
    problem: str


def show_heads(*, from_node: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a partner: the head of its log that we hold, and our newest, with the way to it.

    Raises:
        UnusableInputError: The question is not of the documented shape.
    """
    held = body.get("held")
    if not isinstance(held, int) or held < 0:
        raise UnusableInputError("the question says how much of our log the partner holds")
    kept = PartnerLog.objects.filter(node=from_node).first()
    newest = Checkpoint.objects.order_by("-size").first()
    proof = prove_growth(held, newest.size) if newest and held <= newest.size else []
    return {
        "yours": to_words(kept.note, public_key=bytes(kept.public_key)) if kept else None,
        "ours": to_words(newest.note, public_key=read_signed(newest.note)[1]) if newest else None,
        "keys": handover_words(),
        "proof": write_proof(proof),
    }


def compare_with(peer: str, *, now: datetime, ways: Registry[Line] = lines) -> Compared:
    """Ask a partner for its heads and compare both logs with what each holds of the other.

    Raises:
        NotFoundError: No such linked node.
        SchakelError: The partner gives no usable answer.
    """
    line = next((line for _, line in ways if peer in line.list_nodes()), None)
    if line is None:
        raise NotFoundError(f"no linked node {peer}")
    kept = PartnerLog.objects.filter(node=peer).first()
    answer = line.ask(node=peer, kind=HEADS, body={"held": kept.size if kept else 0}, now=now)
    try:
        yours = _read(answer.get("yours"), node=settings.SCHAKEL_NODE.code)
        ours = _read(answer.get("ours"), node=peer)
        proof = read_proof(answer.get("proof"))
        keys = read_handovers(from_control(answer.get("keys", [])), node=peer, verify=is_signed)
    except (ActError, ShownError) as error:
        raise UnusableInputError("the partner's answer is not of the documented shape") from error
    problem = _ours(yours, peer=peer) or _theirs(kept, ours, proof, keys=keys)
    size = yours.head.size if yours else 0
    here = frontier_at(size).root().hex() if yours and size <= count_leaves() else ""
    return Compared(
        ok=not problem,
        peer=peer,
        our_size=size,
        root_there=yours.head.root.hex() if yours else "",
        root_here=here,
        their_size=kept.size if kept else 0,
        their_newest=ours.head.size if ours else 0,
        problem=problem,
    )


def _read(given: object, *, node: str) -> Shown | None:
    return None if given is None else read_words(given, node=node, verify=is_signed)


def _ours(yours: Shown | None, *, peer: str) -> str:
    """Return what is wrong with our own log, by the head that the partner holds of it."""
    if yours is None:
        return "the partner holds no head of our log yet"
    if not is_key_of(
        yours.public_key,
        size=yours.head.size,
        newest=log_key().public,
        handovers=list_handovers(),
    ):
        return "the partner holds a head of our log that another key signed"
    anew = find_beginning()
    if anew and not has_agreed(peer, anew) and not _is_here(yours):
        return "our log began anew; the partner's people have not agreed to it yet"
    if yours.head.size > count_leaves():
        return (
            f"the partner holds a head of {yours.head.size} entries, "
            f"our log has {count_leaves()}: it was put back in time"
        )
    if frontier_at(yours.head.size).root() != yours.head.root:
        return f"our log was rewritten: its first {yours.head.size} entries are not those we signed"
    return ""


def _is_here(yours: Shown) -> bool:
    size = yours.head.size
    return size <= count_leaves() and frontier_at(size).root() == yours.head.root


def _theirs(
    kept: PartnerLog | None,
    ours: Shown | None,
    proof: list[bytes],
    *,
    keys: Sequence[Handover],
) -> str:
    """Return what is wrong with the partner's log, by the head that we hold of it."""
    if kept is None or ours is None:
        return "we hold no head of the partner's log yet"
    if kept.problem:
        waits = "the partner says that its log begins anew; people here have to agree"
        suspect = f"the partner's log is under suspicion: {kept.problem}"
        return waits if kept.problem == Verdict.ANEW else suspect
    known = bytes(kept.public_key)
    if not may_follow(keys, known=known, size=kept.size, head=ours):
        return "the partner signs its log with another key than before"
    if ours.head.size < kept.size:
        return "the partner's log is shorter than the head that we cosigned"
    held = Held(size=kept.size, root=bytes(kept.root))
    if judge(held, old=kept.size, head=ours.head, proof=proof) is not Verdict.COSIGNED:
        return "the partner's log does not continue the head that we cosigned"
    return ""
