"""Accounts."""

import re
from collections.abc import Iterator

from stdnum import iban
from stdnum.exceptions import ValidationError

from schakel.intake.core.found import Found

IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ \u00a0-]?[A-Z0-9]){11,30}(?![A-Z0-9])", re.I)


def find_ibans(text: str, country: str) -> Iterator[Found]:
    """Yield bank accounts whose length fits their country; the checksum is shown (ISO 13616)."""
    for match in IBAN.finditer(text):
        raw = match[0]
        while len(raw) >= 15:
            value = re.sub(r"[^A-Z0-9]", "", raw.upper())
            if _holds(value):
                yield Found(
                    kind="iban",
                    value=value,
                    raw=raw,
                    start=match.start(),
                    end=match.start() + len(raw),
                    valid=True,
                )
                break
            raw = raw[:-1].rstrip(" \u00a0-")


def _holds(value: str) -> bool:
    try:
        iban.validate(value)
    except ValidationError:
        return False
    return True
