"""Which identifiers are compared, and the one spelling in which nodes compare them."""

import re
import unicodedata

# A date, an amount or a place is shared by thousands of people and identifies nobody.
COMPARED_KINDS = frozenset(
    {"phone", "email", "handle", "iban", "card", "mrz", "plate", "vin", "imei", "imo", "mmsi"}
)

_NOT_ALPHANUMERIC = re.compile(r"[^0-9A-Z]")
_WITHOUT_CASE = frozenset({"email", "handle"})


def comparison_key(kind: str, value: str) -> str | None:
    """Return the text under which an identifier is compared, or None when it is not.

    Both nodes must come to the same text, so it depends on nothing but the normalised value.
    A machine-readable zone is compared by issuing State and document number: the rest of the zone
    (expiry, optional data) differs between two readings of one document.

    Args:
        kind: A kind of finding, for example `phone`.
        value: The normalised value, for example `+447700900123`.

    Returns:
        `kind:VALUE`, for example `phone:+447700900123` or `document:ZZE:L898902C3`.

    Source: docs/reference/protocol.md, hit or no hit; ICAO Doc 9303 parts 4 to 6.
    """
    if kind not in COMPARED_KINDS or not value:
        return None
    if kind == "mrz":
        return _document_key(value)
    if kind in _WITHOUT_CASE:
        return f"{kind}:{unicodedata.normalize('NFKC', value).casefold()}"
    if kind == "phone":
        return f"phone:+{re.sub(r'[^0-9]', '', value)}"
    return f"{kind}:{_NOT_ALPHANUMERIC.sub('', value.upper())}"


def _document_key(zone: str) -> str | None:
    lines = zone.split("\n")
    if len(lines) == 3 and len(lines[0]) == 30:  # TD1: identity card
        state, number = lines[0][2:5], lines[0][5:14]
    elif len(lines) == 2 and len(lines[0]) in {36, 44}:  # TD2, TD3, visas
        state, number = lines[0][2:5], lines[1][0:9]
    else:
        return None
    state, number = state.replace("<", ""), number.replace("<", "")
    return f"document:{state}:{number}" if state and number else None
