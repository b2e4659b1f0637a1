"""Where links lead, when the text does not say so."""

from collections.abc import Iterable
from urllib.parse import unquote


def list_hidden_targets(targets: Iterable[str], text: str) -> list[str]:
    """Return each outside target once, in order, that is not readable in `text`.

    A number behind "call me" or an address behind "click here" is a lead like any other.
    """
    seen: dict[str, None] = {}
    for target in targets:
        scheme, colon, rest = target.strip().partition(":")
        known = scheme.lower() in {"http", "https", "mailto", "tel", "sms", "whatsapp", "tg"}
        plain = unquote(rest).partition("?")[0] if scheme.lower() in {"mailto", "tel"} else ""
        if colon and known and target.strip() not in text and not (plain and plain in text):
            seen.setdefault(plain or target.strip())
    return list(seen)
