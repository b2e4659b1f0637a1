"""Methods of smugglers with which a report can be coded; they never describe migrants."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method: its code, its names, what to mind, and where it comes from."""

    code: str
    tactic: str
    label_en: str
    label_nl: str
    caution: str
    source: str
    year: str
    status: str
    licence: str


@lru_cache(maxsize=1)
def list_methods() -> tuple[Method, ...]:
    """Return all methods by code."""
    text = (resources.files("schakel.knowledge") / "fixtures" / "methods.csv").read_text("utf-8")
    return tuple(Method(**row) for row in csv.DictReader(text.splitlines()))


def find_method(code: str) -> Method | None:
    """Return the method with this code, or None."""
    return next((method for method in list_methods() if method.code == code), None)
