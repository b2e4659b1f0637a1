"""Pages: the whole table, and each row with its article, its tests and its history."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.accounts.queries import UserRequest
from schakel.handling.core import table, texts
from schakel.handling.core.arrangements import ARRANGEMENTS, Arrangement
from schakel.handling.core.organisations import LINES
from schakel.handling.core.row import Row
from schakel.handling.core.versions import VERSIONS, is_version
from schakel.handling.wording import OUTCOMES, PURPOSES, TONES, WHOM, say
from schakel.kernel.errors import NotFoundError
from schakel.rulebook.core.examples import list_examples
from schakel.rulebook.core.sources import list_laws
from schakel.rulebook.wording import BASES, REGIMES


@require_safe
def decision_table(request: UserRequest) -> HttpResponse:
    """Show the table as a lawyer reads it, in force or as it was."""
    version = request.GET.get("version", table.VERSION)
    if not is_version(version):
        raise NotFoundError("no such version of the table")
    lines = [{"row": row, "title": say(row.title), "says": _says(row)} for row in _rows(version)]
    shown = {
        "lines": lines,
        "version": version,
        "in_force": version == table.VERSION,
        "versions": [{"version": one, "why": say(one.why)} for one in reversed(VERSIONS)],
        "organisations": [{"line": one, "text": say(texts.REASONS[one.key])} for one in LINES],
        "arrangements": [_arrangement_line(one) for one in ARRANGEMENTS],
    }
    return render(request, "rulebook/table.html", shown)


@require_safe
def row(request: UserRequest, number: int) -> HttpResponse:
    """Show one row: what it does, the article, what it says, and what lifts a hold."""
    found = _row(number)
    remedies = [
        {"whom": WHOM[whom], "needs": say(needs)}
        for key, (whom, needs) in texts.REMEDIES.items()
        if _is_of(key, number)
    ]
    shown = {
        **_head(found),
        "says": _says(found),
        "laws": [{"law": law, "name": say(law.name)} for law in list_laws(found.source)],
        "remedies": remedies,
    }
    return render(request, "rulebook/row.html", shown)


@require_safe
def row_tests(request: UserRequest, number: int) -> HttpResponse:
    """Show the examples that the tests run, each asked again now."""
    found = _row(number)
    examples = [
        {
            "start": one.start,
            "changes": json.dumps(one.changes, indent=1, ensure_ascii=False),
            "outcome": OUTCOMES.get(one.outcome, ""),
            "tone": TONES.get(one.outcome, ""),
            "agrees": one.agrees_with(table.ask(one.case())),
        }
        for one in list_examples(number)
    ]
    return render(request, "rulebook/row_tests.html", {**_head(found), "examples": examples})


@require_safe
def row_history(request: UserRequest, number: int) -> HttpResponse:
    """Show how a row read in each version of the table, newest first."""
    found = _row(number)
    began = {version.id: version for version in VERSIONS}
    past = [
        {
            "row": one,
            "explanation": say(one.explanation),
            "version": began[one.since],
            "why": say(began[one.since].why),
        }
        for one in reversed(table.ALL_ROWS)
        if one.number == number
    ]
    return render(request, "rulebook/row_history.html", {**_head(found), "past": past})


def _arrangement_line(one: Arrangement) -> dict[str, Any]:
    return {
        "one": one,
        "source": say(one.source),
        "basis": BASES[one.basis],
        "regimes": ", ".join(sorted(str(REGIMES[regime]) for regime in one.regimes)),
        "purposes": ", ".join(sorted(str(PURPOSES[purpose]) for purpose in one.purposes)),
    }


def _row(number: int) -> Row:
    found = next((one for one in table.TABLE if one.number == number), None)
    if found is None:
        raise NotFoundError("no such row")
    return found


def _rows(version: str) -> tuple[Row, ...]:
    return table.TABLES[version]


def _head(found: Row) -> dict[str, Any]:
    return {"row": found, "title": say(found.title), "explanation": say(found.explanation)}


def _says(found: Row) -> list[str]:
    return [say(text) for key, text in texts.REASONS.items() if _is_of(key, found.number)]


def _is_of(key: str, number: int) -> bool:
    return key.partition("-")[0] == str(number)
