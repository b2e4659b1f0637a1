"""Who is who among receivers, as far as the law's rows need it."""

import re

# Treaty on European Union, art. 52.
MEMBER_STATES = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)
# Associated with the implementation of the Schengen acquis.
SCHENGEN_ASSOCIATED = frozenset(["CH", "IS", "LI", "NO"])
UNION_BODIES = frozenset({"EUROPOL", "EUROJUST", "FRONTEX", "EPPO"})
ORGANISATIONS = frozenset({"INTERPOL", "UNODC", "ICC"})
# ISO 3166-1 alpha-2, officially assigned.
_ASSIGNED = frozenset(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM "
    "ZW".split()
)
# The standard leaves these to its users.
_USER_ASSIGNED = re.compile(r"AA|Q[M-Z]|X[A-Z]|ZZ")


def is_country(code: str) -> bool:
    """Tell whether `code` is assigned in ISO 3166-1 alpha-2, or left to users by it."""
    return code in _ASSIGNED or _USER_ASSIGNED.fullmatch(code) is not None


def is_european(receiver: str) -> bool:
    """Tell whether `receiver` is a Member State or a Schengen-associated State."""
    return receiver in MEMBER_STATES or receiver in SCHENGEN_ASSOCIATED


def is_third_country(receiver: str) -> bool:
    """Tell whether `receiver` is the code of a State outside the Union and Schengen."""
    return len(receiver) == 2 and receiver.isalpha() and not is_european(receiver)


def is_outside(receiver: str) -> bool:
    """Tell whether chapter V of Directive (EU) 2016/680 governs a transfer to `receiver`."""
    return is_third_country(receiver) or receiver in ORGANISATIONS
