"""E-mail and web addresses."""

import re
from collections.abc import Iterator

from schakel.intake.core.found import Found

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])")
URL = re.compile(r"(?<![\w@])(?:https?://|www\.)[^\s<>\"'{}|\\^`\[\]]{3,2000}", re.IGNORECASE)
TRAILING = ".,;:!?)»”’"


def find_emails(text: str, country: str) -> Iterator[Found]:
    """Yield e-mail addresses in lower case (RFC 5322, the part that is used)."""
    for match in EMAIL.finditer(text):
        yield Found(
            kind="email",
            value=match[0].lower(),
            raw=match[0],
            start=match.start(),
            end=match.end(),
        )


def find_urls(text: str, country: str) -> Iterator[Found]:
    """Yield web addresses without the punctuation of the sentence around them (RFC 3986)."""
    for match in URL.finditer(text):
        raw = match[0].rstrip(TRAILING)
        value = raw if raw.lower().startswith("http") else f"http://{raw}"
        yield Found(
            kind="url", value=value, raw=raw, start=match.start(), end=match.start() + len(raw)
        )
