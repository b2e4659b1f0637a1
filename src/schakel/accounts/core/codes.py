"""Codes by which units are addressed and people sign in, and ids of anything."""

import re

# A unit's code is an address for partners and part of the name of a file.
UNIT_CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")


def is_unit_code(text: str) -> bool:
    """Tell whether `text` can address a unit: at most 40 small letters, digits and hyphens."""
    return UNIT_CODE.fullmatch(text) is not None


def is_username(text: str) -> bool:
    """Tell whether `text` can name a person: at most 60 small letters, digits, dots, hyphens."""
    return USERNAME.fullmatch(text) is not None


def is_id(text: str) -> bool:
    """Tell whether `text` is the id of something: a UUID in small letters, RFC 9562."""
    return ID.fullmatch(text) is not None
