"""Judgements and indices as pages show them."""

from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from schakel.safeguards import queries
from schakel.safeguards.models import JudgementDraft, RightsJudgement
from schakel.safeguards.wording import INDICATORS, MEASURES, POSITIVE, STATES


def show_judgement(one: JudgementDraft | RightsJudgement, *, at: datetime) -> dict[str, Any]:
    """Return a draft or a judgement with its words: on whom, on what, and whether it counts."""
    signed = isinstance(one, RightsJudgement)
    state = queries.state_of(one, at=at) if isinstance(one, RightsJudgement) else None
    withdrawal = getattr(one, "withdrawal", None)
    return {
        "judgement": one,
        "name": queries.name_of(one.party, (get_language() or "en")[:2]),
        "measure": MEASURES[one.measure],
        "answer": POSITIVE[one.positive],
        "withdrawal": withdrawal,
        "state": STATES[state] if signed else None,
    }


def show_indices(party: str) -> list[tuple[object, str]]:
    """Return the indices that ask for an explanation, with their values and years."""
    alarming = set(queries.list_alarming(party))
    return [
        (INDICATORS[fact.indicator], f"{fact.value} ({fact.year or '–'}); {fact.source}")
        for fact in queries.list_facts(party)
        if fact.indicator in alarming
    ]
