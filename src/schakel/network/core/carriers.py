"""The channels by which a message to a partner may travel."""

from enum import StrEnum


class Carrier(StrEnum):
    """A channel; every instrument names the one that its law prescribes."""

    SCHAKEL = "schakel"
    SIENA = "siena"
    E_CODEX = "e-codex"
    I_24_7 = "i-24-7"
    CENTRAL_AUTHORITY = "central-authority"
    DIPLOMATIC = "diplomatic"
