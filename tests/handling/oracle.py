"""The decision table once more, written as plainly as possible and from the text of the law notes.

It shares no code with the product except the names of the values.
"""

EU = set("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
SCHENGEN = {"CH", "IS", "LI", "NO"}
BODIES = {"EUROPOL", "EUROJUST", "FRONTEX", "EPPO"}
ORGANISATIONS = {"INTERPOL", "UNODC", "ICC"}
PURPOSES = {"crime", "evidence", "return", "immediate-threat", "icc", "statistics"}
ON_THE_FORM = {"surname", "birth_date", "Photograph"}
LEADING = {"surname", "birth_date", "phone", "informant_code", "Photograph", "safe_house"}
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


def possible_origins(case):
    """Return who, of those that get it, is an origin and who may be one."""
    certain, possible = set(), set()
    for party in {case.receiver} | set(case.readers) | set(case.onward):
        third = len(party) == 2 and party not in EU | SCHENGEN
        told = case.asylum is not None or "asylum_reference" in case.fields
        everybody = party == "INTERPOL" and not case.readers and told
        if party in case.origins:
            certain.add(party)
        elif party == case.receiver and case.receiver_is_origin is not None:
            if case.receiver_is_origin:
                certain.add(party)
        elif not case.origins and (third or everybody):
            possible.add(party)
    return certain, possible


def reached_outside(case):
    """Tell whether anybody outside gets it."""
    return bool(risks_outside(case))


def risks_outside(case):
    """Return the risk at everybody outside that gets it."""
    found = []
    for party in {case.receiver} | set(case.readers) | set(case.onward):
        state_outside = len(party) == 2 and party not in EU | SCHENGEN
        if state_outside or party in ORGANISATIONS:
            own = party == case.receiver
            found.append(case.facts.risk if own else case.reader_risks.get(party))
    return found


def covered(case):
    """Tell whether the basis covers what leaves: the arrangements that the tests use, by hand."""
    facts, returning = case.facts, case.purpose == "return"
    for_police = case.regime == "led"
    leads = case.personal or case.leads_to or set(case.fields) & LEADING
    if facts.arrangement == "gb-led-2021":
        right = case.receiver == "GB" and facts.basis == "adequacy"
        return right and for_police and not returning
    if facts.arrangement == "eg-europol-2025":
        right = case.receiver == "EG" and facts.basis == "binding"
        return right and for_police and not returning and not leads
    assert facts.arrangement is None
    return not (case.receiver == "GB" and facts.basis == "adequacy" and returning)


def verdicts(case):  # noqa: C901, PLR0912  # one text, as the table is
    """Return every row that applies, as (number, outcome), row 15 not yet taken into account."""
    found = []
    european = case.receiver in EU or case.receiver in SCHENGEN
    third = len(case.receiver) == 2 and not european
    outside = third or case.receiver in ORGANISATIONS
    asylum = case.asylum
    certain, possible = possible_origins(case)
    personal = bool(case.personal or case.leads_to or set(case.fields) & LEADING)
    h1, h2, h3 = (code in case.codes for code in ("H1", "H2", "H3"))
    judicial = case.purpose in {"evidence", "icc"}
    returning = case.purpose == "return"
    originator = case.originator or case.sender

    if case.tainted:
        found.append((1, "refuse"))
    if case.subject == "informant" or "informant_code" in case.fields:
        found.append((2, "refuse"))
    if personal and (not case.necessity.strip() or not case.evaluated):
        found.append((3, "hold"))
    for number, applies in (
        (4, "asylum_reference" in case.fields),
        (5, asylum in ("pending", "granted")),
    ):
        if applies and (certain or possible):
            found.append((number, "refuse" if certain else "hold"))
    third_origin = any(len(party) == 2 and party not in EU | SCHENGEN for party in certain)
    if (
        (asylum == "unknown" and certain)
        or (asylum is None and third_origin)
        or (asylum in (None, "unknown") and possible)
    ):
        found.append((6, "hold"))
    risks = risks_outside(case) if personal else []
    if "open" in risks:
        found.append((7, "refuse"))
    elif None in risks:
        found.append((7, "hold"))
    if "assured" in risks:
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
    if not personal:
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
        if (
            case.subject in ("victim", "witness")
            and case.open_case is not False
            and not case.prosecutor_agrees
        ):
            found.append((32, "hold"))
    if case.protected_witness:
        found.append((33, "refuse"))
    if case.stopped:
        found.append((34, "hold"))
    if case.assurance_broken and personal and reached_outside(case):
        found.append((35, "hold"))
    if case.unchecked:
        found.append((36, "hold"))
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
    if facts.competent_receiver is not True or case.receiver == "UNODC":
        found.append((25, "hold"))
    given_by_partner = originator in EU | SCHENGEN and originator != case.sender
    if given_by_partner and not consent_names(case, case.receiver):
        found.append((26, "conditions-only" if case.threat_no_time else "hold"))
    if facts.basis is None:
        found.append((27, "hold"))
    elif facts.basis == "none" or not covered(case):
        found.append((27, "refuse"))
    else:
        found.append((30, "conditions"))
    basis = facts.basis or ""
    if basis.startswith("derogation") and case.systematic:
        found.append((28, "refuse"))
    if basis in ("derogation-d", "derogation-e") and case.rights_override:
        found.append((29, "refuse"))
    if facts.judgement != "valid":
        found.append((31, "hold"))
    return found


def answer(case):
    """Return the outcome and the rules of `case`."""
    found = verdicts(case)
    if 15 in [number for number, _ in found]:
        found = [(number, what) for number, what in found if number <= 15 or number >= 31]
    rules = {str(number) for number, _ in found}
    outcomes = [what.removesuffix("-only") for _, what in found]
    if all(what == "conditions-only" for _, what in found):
        rules.add("no-rule")
        outcomes.append("hold")
    return max(outcomes, key=ORDER.index), rules
