"""One line for each organisation that can receive: its law and what binds a sending to it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """What the table says of one organisation.

    Attributes:
        row: The row of the table that speaks for it.
        key: Its sentence in `texts.REASONS`.
        conditions: What binds beside the conditions of that row.
        operational: Whether operational personal data may go there by default.
    """

    code: str
    row: int
    key: str
    source: str
    verified: str
    conditions: tuple[str, ...] = ()
    operational: bool = True


LINES = (
    Organisation(
        code="EUROPOL",
        row=24,
        key="24-europol",
        source="Regulation (EU) 2016/794, arts 18(2), 19(1)-(2)",
        verified="V",
    ),
    Organisation(
        code="EUROJUST",
        row=24,
        key="24-eurojust",
        source="Regulation (EU) 2018/1727, art. 24(2)-(3), Annex II",
        verified="V",
    ),
    Organisation(
        code="FRONTEX",
        row=24,
        key="24-frontex",
        source="Regulation (EU) 2019/1896, art. 90",
        verified="K",
        conditions=("cross-border-suspects",),
    ),
    Organisation(
        code="EPPO",
        row=24,
        key="24-eppo",
        source="Regulation (EU) 2017/1939, arts 22, 24",
        verified="K",
        conditions=("financial-interests",),
    ),
    Organisation(
        code="INTERPOL",
        row=30,
        key="30-interpol",
        source="Interpol: Constitution, art. 3; Rules on the Processing of Data",
        verified="K",
        conditions=("readers-named", "neutral"),
    ),
    Organisation(
        code="UNODC",
        row=25,
        key="25-unodc",
        source="LED, arts 35(1)(b), 39: no competent authority",
        verified="V",
        operational=False,
    ),
    Organisation(
        code="ICC",
        row=30,
        key="30-icc",
        source="Rome Statute, arts 54(3)(e), 73, 93(8)(b)",
        verified="K",
        conditions=("agreed-route",),
    ),
)
_BY_CODE = {one.code: one for one in LINES}


def find_organisation(code: str) -> Organisation | None:
    """Return the line of an organisation, or None when `code` is a country."""
    return _BY_CODE.get(code)
