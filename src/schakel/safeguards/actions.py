"""Load facts, and sign judgements."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from importlib import resources
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.audit.actions import record
from schakel.kernel.errors import UnusableInputError
from schakel.safeguards.core.receiver import LONGEST_JUDGEMENT
from schakel.safeguards.models import CountryFact, RightsJudgement

COLUMNS = ("party", "indicator", "value", "year", "status", "source", "licence", "note")


def load_facts(rows: Iterable[Mapping[str, str]], *, now: datetime) -> int:
    """Put facts in, each with source, year, status and licence; return how many.

    Raises:
        UnusableInputError: A row lacks a column or its status is unknown; nothing was changed.
    """
    count = 0
    with transaction.atomic():
        for number, row in enumerate(rows, start=1):
            lacking = [name for name in COLUMNS[:3] + COLUMNS[4:7] if not row.get(name)]
            if lacking or row["status"] not in CountryFact.Status.values:
                raise UnusableInputError(f"row {number}: {', '.join(lacking) or 'status'} is unfit")
            CountryFact.objects.update_or_create(
                party=row["party"],
                indicator=row["indicator"],
                defaults={
                    **{name: row.get(name, "") for name in COLUMNS[2:] if name != "year"},
                    "year": int(row["year"]) if row.get("year") else None,
                },
            )
            count += 1
        record(at=now, event="facts:load", actor="node", facts={"rows": count})
    return count


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
        UnusableInputError: No text or source, or longer than a year.
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
    if not span[0] < span[1] <= span[0] + LONGEST_JUDGEMENT:
        raise UnusableInputError("a judgement is valid for a year at most")
