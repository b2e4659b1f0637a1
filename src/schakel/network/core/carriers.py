"""The channels by which a message to a partner may travel, and which one each law prescribes."""

from dataclasses import dataclass
from enum import StrEnum


class Carrier(StrEnum):
    """A channel; every instrument names the one that its law prescribes."""

    SCHAKEL = "schakel"
    SIENA = "siena"
    E_CODEX = "e-codex"
    I_24_7 = "i-24-7"
    CENTRAL_AUTHORITY = "central-authority"
    DIPLOMATIC = "diplomatic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescription:
    """The carrier of an instrument, where the law says so, and how sure we are of its wording.

    `verified` is V, P or K: read, read in part, from memory.
    """

    carrier: Carrier
    source: str
    verified: str


PRESCRIBED: dict[str, Prescription] = {
    "dir-2023-977": Prescription(
        carrier=Carrier.SIENA, source="Directive (EU) 2023/977, art. 13", verified="K"
    ),
    "prum": Prescription(
        carrier=Carrier.SIENA, source="Regulation (EU) 2024/982, follow-up of a match", verified="V"
    ),
    "eio": Prescription(
        carrier=Carrier.E_CODEX,
        source="Regulation (EU) 2023/2844; Implementing Regulation (EU) 2026/101",
        verified="P",
    ),
    "untoc": Prescription(
        carrier=Carrier.CENTRAL_AUTHORITY, source="UNTOC, art. 18(13)", verified="K"
    ),
    "ets-030": Prescription(
        carrier=Carrier.CENTRAL_AUTHORITY, source="ETS 30, art. 15", verified="K"
    ),
    "icc": Prescription(
        carrier=Carrier.DIPLOMATIC, source="Rome Statute, art. 87(1)", verified="K"
    ),
    "interpol": Prescription(
        carrier=Carrier.I_24_7, source="Interpol, Rules on the Processing of Data", verified="K"
    ),
}


def prescribed_carrier(instrument: str) -> Prescription | None:
    """Return the carrier that the law prescribes for `instrument`, or None when none is known."""
    return PRESCRIBED.get(instrument)
