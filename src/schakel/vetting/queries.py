"""Questions about checks: for the gate and for the page."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from uuid import UUID

from schakel.custody.queries import Item, find_item
from schakel.handling.core.circumstances import Exchange
from schakel.kernel.parties import is_outside
from schakel.vetting.core.checks import Answer, Question, Reading, Verdict, judge
from schakel.vetting.models import InboundCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question as the fixture has it, with where it comes from and how sure that is."""

    question: str
    words: str
    rule: str
    source: str
    status: str
    licence: str


@cache
def list_questions() -> tuple[Asked, ...]:
    """Return the questions that come with the product, in their order."""
    file = resources.files("schakel.vetting") / "fixtures" / "questions.csv"
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return tuple(Asked(**row) for row in rows)


def unchecked(exchange: Exchange) -> Mapping[str, Any]:
    """Tell the gate of an item that came in from outside and was not cleared to be used."""
    if exchange.item_kind != "item" or exchange.item_id is None:
        return {}
    item = find_item(exchange.item_id)
    if item is None or not wants_check(item):
        return {}
    verdict = verdict_on(item.id)
    if verdict is Verdict.TAINTED:
        return {"tainted": True}
    return {} if verdict is Verdict.CLEAR else {"unchecked": True}


def wants_check(item: Item) -> bool:
    """Tell whether an item comes from outside the Union and Schengen."""
    return is_outside(item.originator_country)


def verdict_on(item_id: UUID) -> Verdict:
    """Return what its readers make of an item."""
    newest: dict[str, Reading] = {}
    for check in InboundCheck.objects.filter(item_id=item_id).order_by("at"):
        answers = {Question(key): Answer(value) for key, value in check.answers.items()}
        newest[str(check.by_id)] = Reading(reader=str(check.by_id), answers=answers)
    return judge(list(newest.values()))


def list_checks(item_id: UUID) -> list[InboundCheck]:
    """Return the checks of an item, oldest first; the caller may see the item."""
    found = InboundCheck.objects.select_related("by").filter(item_id=item_id)
    return list(found.order_by("at"))
