"""The wall between the criminal file and the aliens file, inside one node."""

# Data of an aliens-law file was given for another purpose (Reg. (EU) 2024/1348, art. 7; the Dutch
# police data act excludes aliens-law tasks, art. 1(a) Wpg): the wall is closed both ways.
ALIENS_LAW = "avg"
CRIMINAL_LAW = frozenset({"wpg", "wjsg", "national-police-law", "national-criminal-procedure"})


def may_meet(asker: str, holder: str) -> bool:
    """Tell whether somebody under regime `asker` may meet what is held under regime `holder`.

    Args:
        asker: Regime of the unit that asks, for example `wpg`.
        holder: Regime under which it is held.
    """
    if asker == holder:
        return True
    return ALIENS_LAW not in {asker, holder}


def regimes_met(own: str) -> frozenset[str]:
    """Return the regimes on the side of the wall where a unit under `own` stands."""
    return frozenset({own, *(one for one in CRIMINAL_LAW if may_meet(own, one))})


def may_be_listed(holder: str) -> bool:
    """Tell whether holdings under this regime enter the list for partner nodes."""
    return holder != ALIENS_LAW
