"""A case as it is kept with its decision, and back: codes only, never a text."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from schakel.handling.core.case import GateCase
from schakel.handling.core.reading import read_case

# What stands for a necessity that was written: its words are not kept.
STATED = "stated"
_LEAST: Mapping[str, Any] = {
    one.name: getattr(GateCase(sender="", receiver="", purpose="crime"), one.name)  # type: ignore[arg-type]  # only its defaults are read
    for one in fields(GateCase)
}


def keep(case: GateCase) -> dict[str, Any]:
    """Return the case as JSON; the necessity is kept as present or absent.

    What has its default is left out, apart from the facts and the codes.
    """
    kept = {
        key: _plain(value)
        for key, value in asdict(case).items()
        if key in {"sender", "receiver", "purpose", "codes"} or value != _LEAST[key]
    }
    kept["facts"] = {k: v for k, v in asdict(case.facts).items() if v is not None}
    kept["necessity"] = bool(case.necessity.strip())
    return kept


def read_kept(kept: Mapping[str, Any]) -> GateCase:
    """Return the case that was kept, in this or an earlier version's form.

    Raises:
        UnusableCaseError: It is not a kept case.
    """
    stated = {"necessity": STATED if kept.get("necessity") else ""}
    return read_case({**kept, **kept["facts"], **stated, "facts": None})


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value
