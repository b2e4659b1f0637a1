"""Load facts."""

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from importlib import resources
from typing import Any

from django.db import transaction

from schakel.audit.actions import record
from schakel.kernel.errors import UnusableInputError
from schakel.safeguards.models import CountryFact

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
