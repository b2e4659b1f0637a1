"""Who is who among receivers, as far as the law's rows need it."""

# Treaty on European Union, art. 52.
MEMBER_STATES = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)
# Associated with the implementation of the Schengen acquis.
SCHENGEN_ASSOCIATED = frozenset(["CH", "IS", "LI", "NO"])
UNION_BODIES = frozenset({"EUROPOL", "EUROJUST", "FRONTEX", "EPPO"})
ORGANISATIONS = frozenset({"INTERPOL", "UNODC", "ICC"})


def is_european(receiver: str) -> bool:
    """Tell whether `receiver` is a Member State or a Schengen-associated State."""
    return receiver in MEMBER_STATES or receiver in SCHENGEN_ASSOCIATED


def is_third_country(receiver: str) -> bool:
    """Tell whether `receiver` is the code of a State outside the Union and Schengen."""
    return len(receiver) == 2 and receiver.isalpha() and not is_european(receiver)


def is_outside(receiver: str) -> bool:
    """Tell whether chapter V of Directive (EU) 2016/680 governs a transfer to `receiver`."""
    return is_third_country(receiver) or receiver in ORGANISATIONS
