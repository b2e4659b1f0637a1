"""Answers as items under the control of their giver: noted as they come or go, and erased."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from schakel.assistance.models import Answer, RequestStep
from schakel.custody.actions import NewItem, keep_item, note_copy, recollect
from schakel.handling.core.case import Purpose
from schakel.intake.actions import erase_original
from schakel.network.queries import get_node
from schakel.shell.search import forget_text

KIND = "answer"


def keep_own_answer(answer: Answer, *, decision_id: UUID, now: datetime) -> None:
    """Note that an answer of ours went to the node that asked."""
    own = settings.SCHAKEL_NODE
    keep_item(_new(answer, originator=own.code, country=own.country, from_node=own.code), now=now)
    note_copy(
        answer.id,
        node=answer.request.partner_node,
        envelope_id=answer.envelope_id,
        decision_id=decision_id,
        now=now,
    )


def keep_answer_given(answer: Answer, *, from_node: str, now: datetime) -> None:
    """Note that a partner gave us an answer; without a node his country stands for him."""
    country = get_node(from_node).country if from_node else answer.request.partner_country
    new = _new(answer, originator=from_node or country, country=country, from_node=from_node)
    recollect(keep_item(new, now=now), now=now)


def erase_answer(answer_id: UUID, now: datetime) -> None:
    """Erase what an answer says: text, files, index and its line of the history."""
    answer = Answer.objects.select_for_update().get(id=answer_id)
    for original_id in answer.files.values_list("original_id", flat=True):
        erase_original(original_id, now=now)
    answer.files.update(name="")
    if answer.text:
        steps = RequestStep.objects.filter(request_id=answer.request_id, text=answer.text)
        steps.update(text="")
    answer.text = answer.restrictions = ""
    answer.save(update_fields=["text", "restrictions"])
    forget_text(kind=KIND, object_id=answer.id)


def _new(answer: Answer, *, originator: str, country: str, from_node: str) -> NewItem:
    request = answer.request
    return NewItem(
        id=answer.id,
        kind=KIND,
        thread_id=request.thread_id,
        unit=request.handling_unit,
        reference=request.reference,
        originator=originator,
        originator_country=country,
        from_node=from_node,
        codes_mask=answer.codes_mask,
        purpose=Purpose.CRIME.value,
        envelope_id=answer.envelope_id,
        files=list(answer.files.values_list("sha256", flat=True)),
    )
