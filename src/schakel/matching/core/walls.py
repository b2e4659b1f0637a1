"""Between which legal regimes inside one node a hit may be shown."""

# Data of an aliens-law file was given for another purpose (Reg. (EU) 2024/1348, art. 7; the Dutch
# police data act excludes aliens-law tasks, art. 1(a) Wpg): the wall is closed both ways.
ALIENS_LAW = "avg"


def may_meet(asker: str, holder: str) -> bool:
    """Tell whether a question under regime `asker` may meet holdings under regime `holder`.

    Args:
        asker: Regime of the unit that asks, for example `wpg`.
        holder: Regime of the unit that holds.
    """
    if asker == holder:
        return True
    return ALIENS_LAW not in {asker, holder}


def may_be_listed(holder: str) -> bool:
    """Tell whether holdings under this regime enter the list for partner nodes."""
    return holder != ALIENS_LAW
