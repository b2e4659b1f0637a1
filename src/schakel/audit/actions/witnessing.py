"""Partners as witnesses: each cosigns the others' heads, so that none can rewrite its history."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction

from schakel.audit.actions.recording import record
from schakel.audit.core.partners import COSIGN, Line, lines
from schakel.audit.keys import (
    find_beginning,
    handover_words,
    is_signed,
    list_handovers,
    log_key,
)
from schakel.audit.models import Checkpoint, Cosignature, PartnerLog, Witness
from schakel.audit.queries.proving import has_agreed
from schakel.audit.queries.tree import count_leaves, prove_growth, read_note, read_signed
from schakel.heads.core.acts import (
    ActError,
    Handover,
    from_control,
    is_key_of,
    may_follow,
    newest_key,
    read_handovers,
)
from schakel.heads.core.anew import Beginning, read_beginning
from schakel.heads.core.cosigning import (
    Held,
    Verdict,
    cosign_head,
    judge,
    read_cosignature,
    witness_name,
)
from schakel.heads.core.note import DASH, NoteError
from schakel.heads.core.shown import (
    Shown,
    ShownError,
    read_proof,
    read_words,
    to_words,
    write_proof,
)
from schakel.kernel.errors import SchakelError, UnusableInputError
from schakel.kernel.registry import Registry

SHORTER = "shorter"  # the witness holds a longer log of ours than we have
BAD_ANSWER = "bad-answer"


def cosign(*, from_node: str, body: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Answer a partner that shows the head of its log: cosign it, or say why not.

    Raises:
        UnusableInputError: The question is not of the documented shape, or nobody signed it.
    """
    try:
        shown = read_words(body, node=from_node, verify=is_signed)
        old, proof = int(body["old"]), read_proof(body["proof"])
        keys = read_handovers(from_control(body.get("keys", [])), node=from_node, verify=is_signed)
        anew = _read_anew(body.get("anew"), node=from_node)
    except (ActError, ShownError, KeyError, TypeError, ValueError) as error:
        raise UnusableInputError("a head comes with its key, signature, and proof") from error
    with transaction.atomic():
        kept = PartnerLog.objects.select_for_update().filter(node=from_node).first()
        verdict = _judge(kept, shown, old=old, proof=proof, keys=keys)
        if verdict is Verdict.COSIGNED:
            kept = _keep(kept, shown, node=from_node, now=now)
        elif kept and anew and _is_word(anew, kept, shown, verdict=verdict):
            verdict = Verdict.ANEW
            _ask_people(kept, anew, shown, now=now)
        elif verdict is not Verdict.BEHIND and kept:
            _accuse(kept, shown, verdict=verdict, now=now)
    held = to_words(kept.note, public_key=bytes(kept.public_key)) if kept else None
    return {"verdict": verdict.value, "held": held, **_mark(shown, verdict, now=now)}


def ask_witnesses(now: datetime, *, ways: Registry[Line] = lines) -> int:
    """Show the newest signed head to every partner that has not cosigned it; count who did."""
    newest = Checkpoint.objects.order_by("-size").first()
    if newest is None:
        return 0
    done = 0
    for _, line in ways:
        sizes = dict(Witness.objects.values_list("node", "size"))
        for node in line.list_nodes():
            if sizes.get(node, 0) != newest.size:
                done += _ask(line, node, newest, old=sizes.get(node, 0), now=now)
    return done


def settle_partner_log(*, node: str, actor: str, now: datetime) -> None:
    """Agree, after people have looked, that the log of a partner begins anew as it said.

    Both sides have to want it: the partner by a word that it signed, this node by somebody who may.
    The log says which head was given up for which; the next must continue that one.

    Raises:
        UnusableInputError: The partner did not say that its log begins anew.
    """
    with transaction.atomic():
        rows = PartnerLog.objects.select_for_update()
        kept = rows.filter(node=node, problem=Verdict.ANEW, anew__isnull=False).first()
        if kept is None:
            raise UnusableInputError("the partner did not say that its log begins anew")
        anew = read_beginning(kept.anew, node=node, verify=is_signed)
        head, key = anew.shown.head, anew.shown.public_key
        facts = {
            "size": kept.size,
            "root": bytes(kept.root).hex(),
            "from": head.size,
            "from-root": head.root.hex(),
        }
        record(at=now, event="log:settle", actor=actor, recipient=node, facts=facts)
        kept.size, kept.root, kept.public_key = head.size, head.root, key
        kept.note, kept.seen_at = anew.shown.note, now
        kept.problem, kept.problem_at, kept.evidence = "", None, ""
        kept.anew, kept.anew_at = None, anew.at
        kept.save()


def _judge(
    kept: PartnerLog | None,
    shown: Shown,
    *,
    old: int,
    proof: list[bytes],
    keys: Sequence[Handover],
) -> Verdict:
    if kept:
        known = bytes(kept.public_key)
        if not may_follow(keys, known=known, size=kept.size, head=shown):
            return Verdict.OTHER_KEY
    held = Held(size=kept.size, root=bytes(kept.root)) if kept else None
    return judge(held, old=old, head=shown.head, proof=proof)


def _keep(kept: PartnerLog | None, shown: Shown, *, node: str, now: datetime) -> PartnerLog:
    if kept is None:
        facts = {"key": shown.public_key.hex(), "size": shown.head.size}
        record(at=now, event="log:witness", actor=f"node:{node}", facts=facts)
        kept = PartnerLog(node=node, public_key=shown.public_key)
    if bytes(kept.public_key) != shown.public_key:
        old = bytes(kept.public_key).hex()
        facts = {"old": old, "new": shown.public_key.hex(), "size": kept.size}
        record(at=now, event="log:hear-key", actor=f"node:{node}", facts=facts)
        kept.public_key = shown.public_key
    if kept.problem == Verdict.ANEW:  # it continues what is held after all
        kept.problem, kept.problem_at, kept.evidence, kept.anew = "", None, "", None
    kept.size, kept.root, kept.note = shown.head.size, shown.head.root, shown.note
    kept.seen_at = now
    kept.save()
    return kept


def _read_anew(given: object, *, node: str) -> Beginning | None:
    return None if given is None else read_beginning(given, node=node, verify=is_signed)


def _is_word(anew: Beginning, kept: PartnerLog, shown: Shown, *, verdict: Verdict) -> bool:
    """Tell whether a partner says that its log begins anew, in a word not agreed to before.

    When it only has to show the proof from what is held, that comes first.
    """
    is_fresh = anew.at > kept.anew_at and anew.shown.public_key == shown.public_key
    return is_fresh and (verdict is not Verdict.BEHIND or shown.head.size < kept.size)


def _ask_people(kept: PartnerLog, anew: Beginning, shown: Shown, *, now: datetime) -> None:
    """Keep what the partner said, with both heads, until somebody here agrees."""
    if kept.problem == Verdict.ANEW and kept.anew == anew.to_control():
        return
    kept.problem, kept.problem_at = Verdict.ANEW.value, now
    kept.evidence, kept.anew = kept.note + "\n" + anew.shown.note, anew.to_control()
    kept.save(update_fields=["problem", "problem_at", "evidence", "anew"])
    facts = {"held": kept.size, "from": anew.shown.head.size}
    record(at=now, event="log:hear-anew", actor=f"node:{kept.node}", facts=facts)


def _accuse(kept: PartnerLog, shown: Shown, *, verdict: Verdict, now: datetime) -> None:
    """Keep both heads, which the partner signed: together they prove that it rewrote its log."""
    if kept.problem:
        return
    kept.problem, kept.problem_at = verdict.value, now
    kept.evidence = kept.note + "\n" + shown.note
    kept.save(update_fields=["problem", "problem_at", "evidence"])
    facts = {"verdict": verdict.value, "held": kept.size, "shown": shown.head.size}
    record(at=now, event="log:disagree", actor=f"node:{kept.node}", facts=facts)


def _mark(shown: Shown, verdict: Verdict, *, now: datetime) -> dict[str, Any]:
    key = log_key()
    own = {"key": key.public.hex(), "keys": handover_words()}
    if verdict is not Verdict.COSIGNED:
        return {**own, "cosignature": ""}
    line = cosign_head(
        shown.head,
        name=witness_name(settings.SCHAKEL_NODE.code),
        public_key=key.public,
        sign=key.sign,
        at=now,
    )
    return {**own, "cosignature": line.split(" ")[2].strip()}


def _ask(line: Line, node: str, newest: Checkpoint, *, old: int, now: datetime) -> int:
    try:
        question = partial(_question, newest, node=node)
        answer = line.ask(node=node, kind=COSIGN, body=question(old=old), now=now)
        held = _held_of(answer)
        if answer.get("verdict") == Verdict.BEHIND and held and held.head.size <= newest.size:
            answer = line.ask(node=node, kind=COSIGN, body=question(old=held.head.size), now=now)
    except SchakelError:
        return 0  # away; it is asked again
    with transaction.atomic():
        return _take(node, newest, answer, now=now)


def _question(newest: Checkpoint, *, node: str, old: int) -> dict[str, Any]:
    old = old if old <= newest.size else 0
    words = to_words(newest.note, public_key=read_signed(newest.note)[1])
    words["keys"] = handover_words()
    anew = find_beginning()
    if anew and not has_agreed(node, anew):
        words["anew"] = anew.to_control()
    return {**words, "old": old, "proof": write_proof(prove_growth(old, newest.size))}


def _held_of(answer: Mapping[str, Any]) -> Shown | None:
    """Return the head of ours that the witness holds, as far as our own signature stands on it."""
    try:
        held = read_words(answer.get("held"), node=settings.SCHAKEL_NODE.code, verify=is_signed)
    except ShownError:
        return None
    is_ours = is_key_of(
        held.public_key,
        size=held.head.size,
        newest=log_key().public,
        handovers=list_handovers(),
    )
    return held if is_ours else None


def _take(node: str, newest: Checkpoint, answer: Mapping[str, Any], *, now: datetime) -> int:
    """Keep what a witness said; return 1 when it cosigned."""
    key = _key_of(answer)
    witness = Witness.objects.select_for_update().filter(node=node).first()
    witness = witness or Witness(node=node, public_key=key, at=now)
    witness.public_key = _follow(witness, answer)
    problem = _problem_of(answer, held=_held_of(answer))
    seen_at = None
    if not problem and answer.get("verdict") == Verdict.COSIGNED:
        seen_at = _read_mark(answer, newest, witness=witness, key=key)
        problem = "" if seen_at else BAD_ANSWER
    if seen_at:
        _keep_cosignature(answer, newest, witness=witness, at=seen_at)
    _note_problem(witness, problem, now=now)
    return int(seen_at is not None)


def _problem_of(answer: Mapping[str, Any], *, held: Shown | None) -> str:
    verdict = answer.get("verdict")
    if verdict in {Verdict.COSIGNED, Verdict.OTHER_KEY, Verdict.ANEW}:
        return "" if verdict == Verdict.COSIGNED else str(verdict)
    if held is None or verdict not in set(Verdict):
        return BAD_ANSWER
    if verdict == Verdict.REWRITTEN:
        return Verdict.REWRITTEN.value
    return SHORTER if held.head.size > count_leaves() else ""


def _key_of(answer: Mapping[str, Any]) -> bytes:
    try:
        return bytes.fromhex(str(answer.get("key")))[:32]
    except ValueError:
        return b""


def _follow(witness: Witness, answer: Mapping[str, Any]) -> bytes:
    """Return the key by which a witness cosigns now: that which its known one signed for."""
    known = bytes(witness.public_key)
    try:
        keys = read_handovers(
            from_control(answer.get("keys", [])), node=witness.node, verify=is_signed
        )
    except ActError:
        return known
    return newest_key(keys, known=known, size=0)


def _read_mark(
    answer: Mapping[str, Any], newest: Checkpoint, *, witness: Witness, key: bytes
) -> datetime | None:
    """Return when the witness saw the head, or None when its cosignature does not hold."""
    if bytes(witness.public_key) != key:
        return None
    try:
        return read_cosignature(
            _line(answer, witness.node),
            head=read_note(newest.note),
            name=witness_name(witness.node),
            public_key=key,
            verify=lambda signature, text: is_signed(signature, text, public_key=key),
        )
    except NoteError:
        return None


def _line(answer: Mapping[str, Any], node: str) -> str:
    return f"{DASH} {witness_name(node)} {answer.get('cosignature')}\n"


def _keep_cosignature(
    answer: Mapping[str, Any], newest: Checkpoint, *, witness: Witness, at: datetime
) -> None:
    Cosignature.objects.get_or_create(
        size=newest.size,
        witness=witness.node,
        defaults={
            "public_key": witness.public_key,
            "line": _line(answer, witness.node),
            "at": at,
        },
    )
    witness.size, witness.at = newest.size, at


def _note_problem(witness: Witness, problem: str, *, now: datetime) -> None:
    """Keep what is wrong, and write it in the log when it is new."""
    if problem and problem != witness.problem:
        facts = {"verdict": problem, "size": count_leaves()}
        record(at=now, event="log:contest", actor=f"node:{witness.node}", facts=facts)
        witness.problem_at = now
    witness.problem = problem
    witness.save()
