"""The asking side: blinds, asks, unblinds and compares."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from schakel.accounts.actions import notify, record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.casework import queries as casework
from schakel.exchange import actions as exchange
from schakel.handling import actions as gate
from schakel.handling.core.case import GateCase, Purpose
from schakel.handling.core.decision import Cleared
from schakel.kernel.errors import ConflictError, SchakelError
from schakel.matching import queries
from schakel.matching.actions.counting import (
    Side,
    count_of,
    count_question,
    is_day_spent,
    note_their_count,
    stop_question,
)
from schakel.matching.core.quota import DAY_SPENT, next_day
from schakel.matching.core.tags import POINTS_PER_QUESTION, TagList, is_hit
from schakel.matching.models import Hit, PartnerList, Question, QuestionCount
from schakel.matching.oblivious import SUITE, BlindedQuestion, ObliviousError, blind
from schakel.network.queries import get_node
from schakel.safeguards.queries import facts_about, is_european
from schakel.stopping.queries import stops_on_cases


class UnusableAnswerError(SchakelError, ValueError):
    """A partner's answer that cannot be trusted; the text is a stable code."""

    code = "matching.unusable_answer"


class DaySpentError(SchakelError):
    """No more questions go to this node today, by its count or by ours."""

    code = "matching.day_spent"


LEGAL_BASIS = "Directive (EU) 2023/977, art. 4"
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=10)
BATCH = 20
HIGHEST_COUNT = 10_000_000


def ask_partners(
    *, report_id: UUID, nodes: Sequence[str], by: User, now: datetime
) -> tuple[UUID, ...]:
    """Queue one question per node and identifier; return their ids.

    A node to which the gate is shut gets a refused question that names the decision, and is not
    asked; nor is a node outside the Law Enforcement Directive: there a person asks and answers.

    Raises:
        NotFoundError: No such report or node, for this user.
        NotAllowedError: The role may not ask partners.
        ConflictError: The report has no identifier that is compared.
    """
    require(by, Capability.ASK_PARTNERS)
    casework.get_report(report_id, for_user=by)
    keys = [key for key, _, _ in queries.keys_of_report(report_id)]
    if not keys:
        raise ConflictError("accept an identifier first: there is nothing to ask about")
    asked: list[UUID] = []
    for code in nodes:
        asked += [_queue(report_id, code=code, keys=[key], by=by, now=now) for key in keys]
    return tuple(asked)


def run_questions(now: datetime) -> int:
    """Put the waiting questions that are due; return how many were answered."""
    due = Question.objects.filter(state=Question.State.WAITING, next_try_at__lte=now)
    return sum(_put(question, now=now) for question in due.order_by("next_try_at")[:BATCH])


def _queue(report_id: UUID, *, code: str, keys: list[str], by: User, now: datetime) -> UUID:
    question = Question(
        report_id=report_id,
        unit=by.unit,
        asked_by=by,
        node=get_node(code).code,
        keys=keys,
        next_try_at=now,
        asked_at=now,
    )
    try:
        _clear(question, now=now)
    except gate.GateClosedError as error:
        question.state = Question.State.REFUSED
        question.decision_id = error.decision_id
    if not is_european(get_node(code).country):
        question.state, question.problem = Question.State.REFUSED, "outside-directive"
    with transaction.atomic():
        question.save()
        record_deed(
            by=by,
            at=now,
            event="question:ask",
            object_kind="report",
            object_id=str(report_id),
            purpose=Purpose.CRIME,
            legal_basis=LEGAL_BASIS,
            recipient=question.node,
            facts={"keys": len(keys), "state": question.state},
        )
    return question.id


def _clear(question: Question, *, now: datetime, body: Mapping[str, Any] | None = None) -> Cleared:
    """Ask the gate: blinded points show nothing, but a hit tells, so it is about a person."""
    node = get_node(question.node)
    case = GateCase(
        sender=settings.SCHAKEL_NODE.country,
        receiver=node.country,
        purpose=Purpose.CRIME,
        necessity="hit or no hit on identifiers of a graded report",
        evaluated=True,
        stopped=stops_on_cases(casework.list_thread_ids([question.report_id])),
        facts=facts_about(node.country, purpose=Purpose.CRIME, at=now),
    )
    return gate.clear(
        case=case,
        item_kind="question",
        item_id=question.id,
        content=exchange.content_of(body or {}, ()),
        by=question.asked_by,
        now=now,
    )


def _put(question: Question, *, now: datetime) -> int:
    row = Question.objects.filter(id=question.id)
    try:
        hits = _ask(question, now=now)
    except gate.GateClosedError as error:
        row.update(state=Question.State.REFUSED, decision_id=error.decision_id)
    except exchange.CallFailedError as error:
        _wait(question, problem=error.problem, now=now)
    except DaySpentError:
        stop_question(_todays(question, now=now), now=now)
        _rest(question, now=now)
    except UnusableAnswerError as error:
        row.update(state=Question.State.FAILED, problem=str(error))
    else:
        _keep(question, hits=hits, now=now)
        return 1
    return 0


def _ask(question: Question, *, now: datetime) -> list[str]:
    """Return the keys that the partner knows.

    Raises:
        GateClosedError: Nothing was asked.
        DaySpentError: This node or the partner counted enough for today.
        CallFailedError: No answer.
        UnusableAnswerError: An answer that cannot be trusted.
    """
    if is_day_spent(_todays(question, now=now)):
        raise DaySpentError
    blinded = blind(question.keys, points=POINTS_PER_QUESTION)
    held = PartnerList.objects.filter(node=question.node).order_by("-epoch").first()
    body = {
        "suite": SUITE,
        "points": [base64.b64encode(point).decode("ascii") for point in blinded.points],
        "purpose": Purpose.CRIME.value,
        "legal_basis": LEGAL_BASIS,
        "list_held": held.digest if held else "",
    }
    answer = exchange.call(
        cleared=_clear(question, now=now, body=body),
        to_node=question.node,
        kind="match.question",
        thread_id=question.report_id,
        body=body,
        now=now,
    )
    _count(question, answer, now=now)
    outputs, tags = _read(question.node, blinded, answer, now=now)
    pairs = zip(question.keys, outputs, strict=True)
    return [key for key, output in pairs if is_hit(output, tags)]


def _todays(question: Question, *, now: datetime) -> QuestionCount:
    return count_of(node=question.node, purpose=Purpose.CRIME, side=Side.TO_PARTNER, now=now)


def _count(question: Question, answer: Mapping[str, Any], *, now: datetime) -> None:
    """Count a question that was answered, and keep what the partner counted.

    Raises:
        DaySpentError: The partner's count of today is used up.
        UnusableAnswerError: The count is none.
    """
    theirs = answer.get("count")
    if theirs is not None and not (type(theirs) is int and 0 <= theirs <= HIGHEST_COUNT):
        raise UnusableAnswerError("not-as-documented")
    count = _todays(question, now=now)
    note_their_count(count, theirs)
    if answer.get("refused") == DAY_SPENT:
        raise DaySpentError
    count_question(count, now=now)


def _read(
    node: str, blinded: BlindedQuestion, answer: Mapping[str, Any], *, now: datetime
) -> tuple[tuple[bytes, ...], TagList]:
    """Return the unblinded outputs and the list to look in; keep a list that is new."""
    try:
        epoch, digest = str(answer["epoch"]), str(answer["list_digest"])
        public_key = base64.b64decode(answer["public_key"], validate=True)
        evaluated = base64.b64decode(answer["evaluated"], validate=True)
        outputs = blinded.unblind(evaluated=evaluated, public_key=public_key)
        held = PartnerList.objects.filter(node=node, epoch=epoch).first()
        if held and bytes(held.public_key) != public_key:
            raise UnusableAnswerError("key-changed")
        if answer["list"] is None:
            return outputs, _held_list(held, digest)
        content = base64.b64decode(answer["list"], validate=True)
        tags = TagList.from_bytes(epoch=epoch, content=content)
    except ObliviousError as error:
        raise UnusableAnswerError("proof-does-not-hold") from error
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        if isinstance(error, UnusableAnswerError):
            raise
        raise UnusableAnswerError("not-as-documented") from error
    if tags.digest != digest:
        raise UnusableAnswerError("list-differs-from-digest")
    PartnerList.objects.update_or_create(
        node=node,
        epoch=epoch,
        defaults={
            "public_key": public_key,
            "digest": digest,
            "tags": tags.to_bytes(),
            "received_at": now,
        },
    )
    return outputs, tags


def _held_list(held: PartnerList | None, digest: str) -> TagList:
    if held is None or held.digest != digest:
        raise UnusableAnswerError("list-missing")
    return TagList.from_bytes(epoch=held.epoch, content=bytes(held.tags))


def _keep(question: Question, *, hits: Sequence[str], now: datetime) -> None:
    with transaction.atomic():
        question.state, question.answered_at = Question.State.ANSWERED, now
        question.attempts += 1
        question.problem = ""
        question.save(update_fields=["state", "answered_at", "attempts", "problem"])
        for key in hits:
            Hit.objects.get_or_create(
                report_id=question.report_id,
                node=question.node,
                key=key,
                defaults={"question": question, "found_at": now},
            )
        record_deed(
            by=question.asked_by,
            at=now,
            event="question:learn",
            object_kind="question",
            object_id=str(question.id),
            recipient=question.node,
            facts={"keys": len(question.keys), "hits": len(hits)},
        )
    notify(
        unit_code=question.unit.code,
        user_id=question.asked_by_id,
        kind="question-answered",
        path=reverse("matching:report", args=[question.report_id]),
        now=now,
    )


def _rest(question: Question, *, now: datetime) -> None:
    """Put the question off until a new day is counted."""
    Question.objects.filter(id=question.id).update(
        attempts=question.attempts + 1, problem=DAY_SPENT, next_try_at=next_day(now)
    )


def _wait(question: Question, *, problem: str, now: datetime) -> None:
    """Put the question off: twice as long each time, never past the longest wait."""
    wait = min(FIRST_WAIT * 2 ** min(question.attempts, 10), LONGEST_WAIT)
    Question.objects.filter(id=question.id).update(
        attempts=question.attempts + 1, problem=problem, next_try_at=now + wait
    )
