"""What was found in a text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing recognised."""

    kind: str
    value: str | None
    raw: str
    start: int
    end: int
    valid: bool | None = None
    assumption: str = ""
    candidates: tuple[str, ...] = ()
    detail: str = ""
