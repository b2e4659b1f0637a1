"""Under which law the data of a report is held."""

from schakel.handling.core.case import Regime

AVG = "avg"
_DUTCH = ("wpg", "wjsg", AVG)
_NATIONAL = ("national-police-law", "national-criminal-procedure", AVG)


def regimes_beside(own: str) -> tuple[str, ...]:
    """Return the regimes that a report of a unit under `own` may be under, its own first.

    A border guard's data on crime is police data, and on aliens law it is not: the task decides,
    so the officer does.

    Source: Wet politiegegevens, art. 1(a); Directive (EU) 2016/680, art. 9.
    """
    family = _DUTCH if own in _DUTCH[:2] else _NATIONAL if own in _NATIONAL[:2] else ()
    return (own, *(one for one in family or (*_DUTCH, *_NATIONAL[:2]) if one != own))


def law_of(regime: str) -> Regime:
    """Return the law by which the gate judges data under this regime."""
    return Regime.GDPR if regime == AVG else Regime.LED
