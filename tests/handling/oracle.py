"""The decision table once more, written as plainly as possible and from the text of the law notes.

It shares no code with the product except the names of the values.
"""

EU = set("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
SCHENGEN = {"CH", "IS", "LI", "NO"}
BODIES = {"EUROPOL", "EUROJUST", "FRONTEX", "EPPO"}
ORGANISATIONS = {"INTERPOL", "UNODC", "ICC"}
PURPOSES = {"crime", "evidence", "return", "immediate-threat", "icc", "statistics"}
ON_THE_FORM = {"surname", "birth_date", "Photograph"}
ORDER = ["allow", "conditions", "hold", "refuse"]


def consent_names(case, what):
    """Tell whether the consent was given, names `what`, and does not stop short of the rest."""
    scope = {str(word) for word in case.consent_covers}
    purposes, receivers = scope & PURPOSES, scope - PURPOSES
    return (
        case.consent == "given"
        and what in scope
        and (not purposes or case.purpose in purposes)
        and (not receivers or case.receiver in receivers)
    )


def verdicts(case):  # noqa: C901, PLR0912  # one text, as the table is
    """Return every row that applies, as (number, outcome), row 15 not yet taken into account."""
    found = []
    european = case.receiver in EU or case.receiver in SCHENGEN
    third = len(case.receiver) == 2 and not european
    outside = third or case.receiver in ORGANISATIONS
    origin, facts, asylum = case.receiver_is_origin, case.facts, case.asylum
    h1, h2, h3 = (code in case.codes for code in ("H1", "H2", "H3"))
    judicial = case.purpose in {"evidence", "icc"}
    returning = case.purpose == "return"
    originator = case.originator or case.sender

    if case.tainted:
        found.append((1, "refuse"))
    if case.subject == "informant" or "informant_code" in case.fields:
        found.append((2, "refuse"))
    if case.personal and (not case.necessity.strip() or not case.evaluated):
        found.append((3, "hold"))
    if "asylum_reference" in case.fields:
        if origin is True:
            found.append((4, "refuse"))
        elif origin is None and third:
            found.append((4, "hold"))
    if asylum in ("pending", "granted"):
        if origin is True:
            found.append((5, "refuse"))
        elif origin is None and third:
            found.append((5, "hold"))
    if asylum is None and third and origin is True:
        found.append((6, "hold"))
    if asylum == "unknown" and origin is True:
        found.append((6, "hold"))
    if asylum in (None, "unknown") and third and origin is None and case.personal:
        found.append((6, "hold"))
    if outside and case.personal:
        if facts.risk == "open":
            found.append((7, "refuse"))
        if facts.risk is None:
            found.append((7, "hold"))
        if facts.risk == "assured":
            found.append((8, "conditions-only"))
    if case.consent == "refused":
        found.append((9, "refuse"))
    foreign = originator not in (case.sender, case.receiver)
    if h2 and foreign and not consent_names(case, case.receiver):
        if case.consent == "refused":
            found.append((10, "refuse"))
        else:
            found.append((10, "conditions-only" if case.threat_no_time else "hold"))
    if h1 and judicial and not consent_names(case, case.purpose):
        found.append((11, "hold"))
    if h1 and not judicial:
        found.append((12, "conditions-only"))
    if h3 and not case.h3_confirmed:
        found.append((13, "hold"))
    other = case.original_purpose is not None and case.original_purpose != case.purpose
    if other and not consent_names(case, case.purpose):
        found.append((14, "hold"))
    if not case.personal:
        found.append((15, "allow"))
    if case.special_categories and not case.strictly_necessary:
        found.append((16, "hold"))
    if case.subject == "smuggled-person":
        found.append((17, "conditions-only"))
    if case.subject in ("victim", "witness", "smuggled-person"):
        found.append((18, "conditions-only"))
    if case.minor:
        found.append((19, "conditions-only"))
    if returning:
        if case.refoulement == "barred":
            found.append((20, "refuse"))
        elif case.refoulement != "cleared" or not case.return_decision_final:
            found.append((20, "hold"))
        if case.minor and case.unaccompanied:
            found.append((21, "hold"))
        if case.fields - ON_THE_FORM:
            found.append((22, "refuse"))
    if european:
        found.append((23, "conditions"))
    if case.receiver in BODIES:
        found.append((24, "conditions"))
    if outside:
        found.extend(outside_verdicts(case, originator))
    return found


def outside_verdicts(case, originator):
    """Return rows 25 to 31, for a third country or an organisation."""
    facts, found = case.facts, []
    if facts.competent_receiver is not True:
        found.append((25, "hold"))
    given_by_partner = originator in EU | SCHENGEN and originator != case.sender
    if given_by_partner and not consent_names(case, case.receiver):
        found.append((26, "conditions-only" if case.threat_no_time else "hold"))
    if facts.basis is None:
        found.append((27, "hold"))
    elif facts.basis == "none":
        found.append((27, "refuse"))
    else:
        if facts.basis.startswith("derogation") and case.systematic:
            found.append((28, "refuse"))
        if facts.basis in ("derogation-d", "derogation-e") and case.rights_override:
            found.append((29, "refuse"))
        found.append((30, "conditions"))
    if facts.judgement != "valid":
        found.append((31, "hold"))
    return found


def answer(case):
    """Return the outcome and the rules of `case`."""
    found = verdicts(case)
    if 15 in [number for number, _ in found]:
        found = [(number, what) for number, what in found if number <= 15 or number == 31]
    rules = {str(number) for number, _ in found}
    outcomes = [what.removesuffix("-only") for _, what in found]
    if all(what == "conditions-only" for _, what in found):
        rules.add("no-rule")
        outcomes.append("hold")
    return max(outcomes, key=ORDER.index), rules
