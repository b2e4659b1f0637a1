"""Load facts, and sign judgements."""

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from importlib import resources
from typing import Any
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.audit.actions import record
from schakel.kernel.errors import UnusableInputError
from schakel.safeguards.core.receiver import last_day_of_judgement
from schakel.safeguards.models import CountryFact, RightsJudgement

COLUMNS = (
    "party", "indicator", "value", "year", "status", "source", "source_url", "licence", "note",
)  # fmt: skip
REQUIRED = ("party", "indicator", "value", "status", "source", "licence")


def load_facts(rows: Iterable[Mapping[str, str]], *, now: datetime) -> int:
    """Put facts in, each with source, year, status and licence; return how many.

    Raises:
        UnusableInputError: A row lacks something or its status is unknown; nothing was changed.
    """
    facts = [_fact_of(number, row) for number, row in enumerate(rows, start=1)]
    with transaction.atomic():
        for fact in facts:
            CountryFact.objects.update_or_create(
                party=fact.pop("party"), indicator=fact.pop("indicator"), defaults=fact
            )
        record(at=now, event="facts:load", actor="node", facts={"rows": len(facts)})
    return len(facts)


def _fact_of(number: int, row: Mapping[str, str]) -> dict[str, Any]:
    given = {name: (row.get(name) or "").strip() for name in COLUMNS}
    lacking = [name for name in REQUIRED if not given[name]]
    if lacking:
        raise UnusableInputError(f"row {number} lacks {', '.join(lacking)}")
    if given["status"] not in CountryFact.Status.values:
        raise UnusableInputError(f"row {number}: status is one of {', '.join(CountryFact.Status)}")
    if given["year"] and not re.fullmatch(r"[12][0-9]{3}", given["year"]):
        raise UnusableInputError(f"row {number}: year has four digits")
    return {**given, "year": int(given["year"]) if given["year"] else None}


def load_own_facts(*, now: datetime) -> int:
    """Load the facts that come with the product; return how many."""
    source = resources.files("schakel.safeguards") / "fixtures" / "facts.csv"
    return load_facts(csv.DictReader(source.read_text(encoding="utf-8").splitlines()), now=now)


def sign_judgement(  # noqa: PLR0913  # one argument per part of a judgement
    *,
    party: str,
    positive: bool,
    text: str,
    sources: str,
    valid_from: date,
    valid_until: date,
    by: User,
    now: datetime,
    dissent: str = "",
    conditions: str = "",
) -> UUID:
    """Sign a human-rights judgement on a receiver; return its id.

    Raises:
        NotAllowedError: The role may not sign.
        UnusableInputError: No text or source, or longer than 12 months.
    """
    require(by, Capability.SIGN_JUDGEMENT)
    _require_sound(text, sources, span=(valid_from, valid_until))
    with transaction.atomic():
        made = RightsJudgement.objects.create(
            party=party,
            positive=positive,
            text=text,
            sources=sources,
            dissent=dissent,
            conditions=conditions,
            signed_by=by,
            signed_at=now,
            valid_from_date=valid_from,
            valid_until_date=valid_until,
        )
        _log_judgement(made, by=by, now=now)
    return made.id


def _log_judgement(made: RightsJudgement, *, by: User, now: datetime) -> None:
    record_deed(
        by=by,
        at=now,
        event="judgement:sign",
        object_kind="judgement",
        object_id=str(made.id),
        recipient=made.party,
        facts={"positive": made.positive, "until": made.valid_until_date.isoformat()},
    )


def _require_sound(text: str, sources: str, *, span: tuple[date, date]) -> None:
    if not text.strip() or not sources.strip():
        raise UnusableInputError("a judgement has a text and sources")
    if not span[0] < span[1] <= last_day_of_judgement(span[0]):
        raise UnusableInputError("a judgement ends after it begins, within 12 months")
