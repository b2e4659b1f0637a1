"""A gate case from JSON, with every fault at once."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from schakel.handling.core import case as words
from schakel.handling.core.case import GateCase, ReceiverFacts
from schakel.handling.core.states import ORGANISATIONS, UNION_BODIES

Word = TypeVar("Word", bound=StrEnum)
FLAGS = (
    "h3_confirmed personal minor unaccompanied special_categories strictly_necessary systematic "
    "rights_override return_decision_final evaluated threat_no_time tainted"
).split()
MAYBE_FLAGS = ("receiver_is_origin", "competent_receiver")
ENUMS: dict[str, type[StrEnum]] = {
    "purpose": words.Purpose,
    "original_purpose": words.Purpose,
    "subject": words.Subject,
    "consent": words.Consent,
    "asylum": words.Asylum,
    "refoulement": words.Refoulement,
    "basis": words.Basis,
    "risk": words.Risk,
    "judgement": words.Judgement,
}
FACTS = ("competent_receiver", "basis", "risk", "judgement")
LISTS = ("codes", "fields", "consent_covers")
TEXTS = ("necessity",)
PARTIES = ("sender", "receiver", "originator")
REQUIRED = ("sender", "receiver", "purpose")


class UnusableCaseError(ValueError):
    """A case that cannot be read; `faults` has one clear sentence per fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def read_case(given: object) -> GateCase:
    """Return the gate case written in `given` (the value of a JSON document).

    Raises:
        UnusableCaseError: With one sentence per fault.
    """
    if not isinstance(given, Mapping):
        raise UnusableCaseError(["The case must be a JSON object."])
    faults: list[str] = [f"{key} is missing." for key in REQUIRED if given.get(key) in (None, "")]
    values: dict[str, Any] = {}
    for key, value in given.items():
        reader = _reader_of(str(key))
        if reader is None:
            faults.append(f"{key} is not a key of a case.")
        elif value is not None and not (key in REQUIRED and value == ""):
            try:
                values[str(key)] = reader(value)
            except ValueError as error:
                faults.append(f"{key} {error}.")
    if faults:
        raise UnusableCaseError(sorted(faults))
    facts = ReceiverFacts(**{key: values.pop(key) for key in FACTS if key in values})
    return GateCase(**values, facts=facts)


def _reader_of(key: str) -> Callable[[Any], Any] | None:
    if key in ENUMS:
        return lambda value: _word(ENUMS[key], value)
    if key in FLAGS or key in MAYBE_FLAGS:
        return _flag
    if key in LISTS:
        return (lambda value: frozenset(_codes(value))) if key == "codes" else _list
    if key in PARTIES:
        return _party
    return _text if key in TEXTS else None


def _word(kind: type[Word], value: object) -> Word:
    try:
        return kind(str(value))
    except ValueError:
        raise ValueError(f"must be one of {', '.join(kind)}") from None


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a text")
    return value


def _list(value: object) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("must be a list of texts")
    return frozenset(value)


def _codes(value: object) -> list[words.HandlingCode]:
    codes = [_word(words.HandlingCode, item) for item in _list(value)]
    if words.HandlingCode.H0 in codes and len(codes) > 1:
        raise ValueError("H0 stands alone")
    return codes


def _party(value: object) -> str:
    text = _text(value)
    country = len(text) == 2 and text.isascii() and text.isalpha() and text.isupper()
    if not country and text not in UNION_BODIES | ORGANISATIONS:
        known = ", ".join(sorted(UNION_BODIES | ORGANISATIONS))
        raise ValueError(f"must be a country (two capital letters) or one of {known}")
    return text
