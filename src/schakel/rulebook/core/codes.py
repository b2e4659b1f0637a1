"""Handling codes as one small number in the database."""

from collections.abc import Iterable

from schakel.handling.core.case import HandlingCode
from schakel.kernel.errors import UnusableInputError

BITS = {code: 1 << place for place, code in enumerate(HandlingCode)}


def to_mask(codes: Iterable[str]) -> int:
    """Return the bit mask of `codes`; H0 is bit 0, H3 bit 3.

    Raises:
        UnusableInputError: An unknown code, or H0 beside another: H0 stands alone.

    Source: Europol handling codes, as described by the Council's practical advisor.
    """
    try:
        given = {HandlingCode(code) for code in codes}
    except ValueError as error:
        raise UnusableInputError("handling codes are H0, H1, H2 and H3") from error
    if HandlingCode.H0 in given and len(given) > 1:
        raise UnusableInputError("H0 stands alone; H1, H2 and H3 can be combined")
    return sum(BITS[code] for code in given)


def from_mask(mask: int) -> frozenset[HandlingCode]:
    """Return the codes in a bit mask."""
    return frozenset(code for code, bit in BITS.items() if mask & bit)
