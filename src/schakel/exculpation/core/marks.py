"""How a proposal that something speaks for an accused stands."""

from enum import StrEnum


class Kind(StrEnum):
    """What can be marked."""

    ITEM = "item"
    REPORT = "report"


class Standing(StrEnum):
    """Where a mark stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


GROUND = "exculpatory"


def keeps(standing: Standing) -> bool:
    """Tell whether a mark keeps what it is on from being erased.

    A proposal does until a prosecutor has decided: what is gone cannot be disclosed any more.

    Source: UNTOC, art. 18(5) and (19); Directive (EU) 2016/680, art. 16(3).
    """
    return standing is not Standing.REJECTED
