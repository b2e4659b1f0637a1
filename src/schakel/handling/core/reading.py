"""A gate case from JSON, with every fault at once.

The format is described in docs/reference/gate.md and docs/reference/gate-case.schema.json.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from schakel.handling.core import case as words
from schakel.handling.core.arrangements import find_arrangement
from schakel.handling.core.case import GateCase, ReceiverFacts
from schakel.kernel.parties import ORGANISATIONS, UNION_BODIES, is_country

Word = TypeVar("Word", bound=StrEnum)
Reader = Callable[[Any], Any]

REQUIRED = ("sender", "receiver", "purpose")
FACTS = ("competent_receiver", "basis", "arrangement", "risk", "judgement")
# For whoever keeps the file; the gate does not look at them.
ANNOTATIONS = frozenset(
    "$schema $comment id name title note comment description why label expect expected outcome "
    "reasons conditions rule rules row rows table_version".split()
)
LONGEST_TEXT = 10_000  # characters
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_. '()/-]{0,59}")
# Used every day, and not in ISO 3166-1: they would pass for third countries.
_NOT_ISO = {"UK": "GB", "EL": "GR"}


class UnusableCaseError(ValueError):
    """A case that cannot be read; `faults` has one clear sentence per fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def read_json(text: str) -> GateCase:
    """Return the gate case in the JSON document `text`.

    Raises:
        UnusableCaseError: With one sentence per fault; a key that stands twice is a fault.
    """
    try:
        given = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise UnusableCaseError([f"The case is not JSON: {error.msg} ({place})."]) from error
    except RecursionError as error:
        raise UnusableCaseError(["The case is nested too deeply."]) from error
    return read_case(given)


def read_case(given: object) -> GateCase:
    """Return the gate case written in `given` (the value of a JSON document).

    Args:
        given: An object with the keys of `GateCase` and of `ReceiverFacts` side by side; null is
            the same as absent.

    Raises:
        UnusableCaseError: With one sentence per fault.
    """
    if not isinstance(given, Mapping):
        raise UnusableCaseError(["The case must be a JSON object."])
    faults = [f"{key} is missing." for key in REQUIRED if given.get(key) is None]
    values: dict[str, Any] = {}
    for key, value in given.items():
        if value is None or key in ANNOTATIONS:
            continue
        try:
            values[key] = _reader_of(key)(value)
        except ValueError as error:
            faults.append(f"{key} {error}.")
    if faults:
        raise UnusableCaseError(sorted(faults))
    facts = ReceiverFacts(**{key: values.pop(key) for key in FACTS if key in values})
    return GateCase(**values, facts=facts)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise UnusableCaseError([f"{name} stands more than once." for name in twice])
    return found


def _reader_of(key: str) -> Reader:
    reader = _READERS.get(key)
    if reader is None:
        raise ValueError("is not a key of a case")
    return reader


def _word(kind: type[Word]) -> Reader:
    def read(value: object) -> Word:
        if value not in list(kind):
            raise ValueError(f"must be one of {', '.join(kind)}")
        return kind(str(value))

    return read


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ValueError(f"must be a text of at most {LONGEST_TEXT} characters")
    return value


def _set_of(read: Reader) -> Reader:
    def read_all(value: object) -> frozenset[Any]:
        if not isinstance(value, list):
            raise ValueError("must be a list")
        return frozenset(read(item) for item in value)

    return read_all


def _name(value: object) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise ValueError("must hold names of at most 60 letters, digits, _ . - ' / ( ) and spaces")
    return value


def _scope(value: object) -> frozenset[str]:
    """Read the scope of a consent: one list, or an object of two."""
    if not isinstance(value, Mapping):
        return frozenset(_set_of(_name)(value))
    unknown = sorted(set(value) - {"purposes", "receivers"})
    if unknown:
        raise ValueError("must be a list, or an object of purposes and receivers")
    purposes: frozenset[str] = _set_of(_word(words.Purpose))(value.get("purposes") or [])
    receivers: frozenset[str] = _set_of(_party)(value.get("receivers") or [])
    return frozenset(str(one) for one in purposes) | receivers


def _party(value: object) -> str:
    text = _text(value)
    if text in _NOT_ISO:
        raise ValueError(f"must be {_NOT_ISO[text]}, which is the code of ISO 3166")
    if not is_country(text) and text not in UNION_BODIES | ORGANISATIONS:
        known = ", ".join(sorted(UNION_BODIES | ORGANISATIONS))
        raise ValueError(f"must be a country (ISO 3166 alpha-2) or one of {known}")
    return text


def _risks(value: object) -> dict[str, words.Risk]:
    if not isinstance(value, Mapping):
        raise ValueError("must be an object of party to risk")
    return {_party(party): _word(words.Risk)(risk) for party, risk in value.items()}


def _day(value: object) -> date:
    try:
        return date.fromisoformat(_text(value))
    except ValueError as error:
        raise ValueError("must be a date like 2026-11-25") from error


def _arrangement(value: object) -> str:
    if find_arrangement(_text(value)) is None:
        raise ValueError("is not the id of an arrangement that the table knows")
    return str(value)


_READERS: dict[str, Reader] = {
    **dict.fromkeys(("sender", "receiver", "originator"), _party),
    **dict.fromkeys(("purpose", "original_purpose"), _word(words.Purpose)),
    **dict.fromkeys(
        "h3_confirmed personal minor unaccompanied special_categories strictly_necessary "
        "systematic rights_override return_decision_final evaluated threat_no_time tainted "
        "receiver_is_origin competent_receiver open_case prosecutor_agrees "
        "protected_witness assurance_broken unchecked".split(),
        _flag,
    ),
    "codes": _set_of(_word(words.HandlingCode)),
    "fields": _set_of(_name),
    "consent_covers": _scope,
    "leads_to": _set_of(_word(words.Lead)),
    **dict.fromkeys(("readers", "onward", "origins"), _set_of(_party)),
    "reader_risks": _risks,
    "stopped": _set_of(_word(words.Stop)),
    "regime": _word(words.Regime),
    "on": _day,
    "arrangement": _arrangement,
    "subject": _word(words.Subject),
    "consent": _word(words.Consent),
    "asylum": _word(words.Asylum),
    "refoulement": _word(words.Refoulement),
    "basis": _word(words.Basis),
    "risk": _word(words.Risk),
    "judgement": _word(words.Judgement),
    "necessity": _text,
}
