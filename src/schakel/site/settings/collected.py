"""Where the collected static files and the documentation are."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]  # schakel/site
IN_THE_WHEEL = PACKAGE / "collected"
IN_THE_PROJECT = {"docs": Path("docs"), "static": Path("var") / "static"}


def find_collected(what: str, *, wheel: Path = IN_THE_WHEEL) -> Path:
    """Return the folder of `docs` or `static`: in the installed wheel, else in the project.

    Args:
        what: `docs` or `static`.
        wheel: Where an installed wheel keeps them.
    """
    found = wheel / what
    return found if found.exists() else PACKAGE.parents[2] / IN_THE_PROJECT[what]
