"""What holds for every case: the table against a second telling, and the promises of the gate."""

import json
import random
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from schakel.handling.core.case import (
    Asylum,
    Basis,
    Consent,
    HandlingCode,
    Judgement,
    Lead,
    Refoulement,
    Risk,
)
from schakel.handling.core.decision import Outcome
from schakel.handling.core.keeping import keep, read_kept
from schakel.handling.core.table import TABLE, ask
from schakel.handling.core.versions import VERSIONS
from schakel.kernel.parties import is_outside
from tests.handling.cases import SCOPES, cases, changed
from tests.handling.oracle import LEADING, answer

LEAVES = {Outcome.ALLOW, Outcome.CONDITIONS}


def strictness(case):
    """Return how strict the answer is."""
    return ask(case).outcome.strictness


def leaves(case):
    """Tell whether it may leave now."""
    return ask(case).outcome in LEAVES


def bound(case):
    """Return the codes of the conditions."""
    return {condition.code for condition in ask(case).conditions}


@given(cases())
def test_the_table_agrees_with_its_second_telling(case):
    """Two programs from one text; where they differ one of them is wrong."""
    decision = ask(case)
    assert (decision.outcome, {reason.rule for reason in decision.reasons}) == answer(case)


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(case, dice):
    """Nobody may change an answer by moving a row."""
    rows = list(TABLE)
    dice.shuffle(rows)
    assert ask(case, table=rows) == ask(case)


@given(cases())
def test_the_same_case_gets_the_same_answer(case):
    """Old decisions can be checked again only when nothing but the case decides."""
    random.seed(1)
    assert ask(case) == ask(replace(case))


@given(cases(), st.sampled_from(list(HandlingCode)))
def test_another_handling_code_never_allows_more(case, code):
    """A code restricts."""
    coded = replace(case, codes=case.codes | {code})
    assert strictness(coded) >= strictness(case)
    assert bound(coded) >= bound(case)


@given(cases(consent=Consent.GIVEN), st.frozensets(st.sampled_from(SCOPES), max_size=3))
def test_consent_never_reaches_further_than_it_says(case, scope):
    """Consent that names neither this receiver nor this purpose is no consent."""
    elsewhere = scope - {case.receiver, case.purpose.value}
    given_elsewhere = replace(case, consent_covers=elsewhere)
    assert ask(given_elsewhere) == ask(replace(case, consent=Consent.NONE))


@given(cases(), st.frozensets(st.sampled_from(SCOPES), min_size=1, max_size=4))
def test_consent_never_makes_an_answer_stricter(case, scope):
    """Asking for consent must be worth it: it only opens, unless it is a refusal."""
    without = replace(case, consent=Consent.NONE)
    consented = replace(case, consent=Consent.GIVEN, consent_covers=scope)
    assert strictness(consented) <= strictness(without)


@given(cases())
def test_a_refusal_of_the_originator_always_refuses(case):
    """A no of the originator is a no, also in an emergency."""
    assert ask(replace(case, consent=Consent.REFUSED)).outcome is Outcome.REFUSE


@given(cases(), st.sampled_from(["competent_receiver", "basis", "risk", "judgement"]))
def test_an_unknown_fact_of_a_receiver_outside_is_never_treated_as_good(case, fact):
    """What the worst known value stops, not knowing stops too."""
    worst = {
        "competent_receiver": False,
        "basis": Basis.NONE,
        "risk": Risk.OPEN,
        "judgement": Judgement.NONE,
    }[fact]
    unknown = changed(case, **{fact: None})
    assert leaves(unknown) <= leaves(changed(case, **{fact: worst}))


@given(cases())
def test_an_unknown_asylum_state_or_origin_is_never_treated_as_good(case):
    """What a known application would stop, an unknown one stops too, outside the Union."""
    assume(is_outside(case.receiver))
    if case.receiver in {"INTERPOL", "ICC"}:
        case = replace(case, receiver="TN")
    known = replace(case, asylum=Asylum.PENDING)
    assert leaves(replace(case, asylum=None)) <= leaves(known)
    assert leaves(replace(case, asylum=Asylum.UNKNOWN)) <= leaves(known)
    origin = replace(case, receiver_is_origin=True)
    nobody_looked = replace(case, receiver_is_origin=None, origins=frozenset())
    assert leaves(nobody_looked) <= leaves(origin)


@given(cases(), st.sampled_from(["personal", "tainted", "minor", "special_categories"]))
def test_a_flag_that_protects_never_allows_more(case, flag):
    """Personal data, a taint, a child, a special category: each only restricts."""
    on, off = replace(case, **{flag: True}), replace(case, **{flag: False})
    assert strictness(on) >= strictness(off)


@given(cases(), st.sampled_from(["h3_confirmed", "strictly_necessary", "evaluated"]))
def test_doing_ones_duty_never_makes_an_answer_stricter(case, flag):
    """What the author adds can only help."""
    assert strictness(replace(case, **{flag: True})) <= strictness(replace(case, **{flag: False}))


@given(cases(personal=True))
def test_no_personal_data_ends_rows_16_to_30_and_no_others(case):
    """Bulletins on routes may go; what stands above row 16 and the judgement still count."""
    case = replace(case, leads_to=frozenset(), fields=case.fields - LEADING)
    with_person = {reason.rule for reason in ask(case).reasons}
    without = {reason.rule for reason in ask(replace(case, personal=False)).reasons}
    about_a_person = {"3", "7", "8", "35"}
    kept = {rule for rule in with_person if int(rule) > 30 or int(rule) < 16}
    assert without == (kept | {"15"}) - about_a_person


@given(cases(), st.sampled_from([Refoulement.OPEN, None]))
def test_a_barred_return_is_refused_and_an_open_one_is_held(case, state):
    """Nobody is sent back on an open question."""
    barred, still_open = (replace(case, refoulement=s) for s in (Refoulement.BARRED, state))
    assert leaves(still_open) <= leaves(barred) or case.purpose.value != "return"


@given(cases())
def test_every_answer_has_its_reasons_and_the_strictest_counts(case):
    """An answer without a reason cannot be checked."""
    decision = ask(case)
    assert decision.reasons
    assert decision.outcome.strictness == max(r.outcome.strictness for r in decision.reasons)
    assert len({reason.rule for reason in decision.reasons}) == len(decision.reasons)
    assert all(reason.text and reason.source for reason in decision.reasons)


@given(cases(), st.sampled_from(["TN", "XZ", "QQ"]))
def test_a_third_country_is_judged_by_its_facts_and_never_by_its_code(case, code):
    """Renaming a country changes nothing."""
    assume(case.receiver not in case.consent_covers and code not in case.consent_covers)
    assume(case.originator not in {code, "TN", "XZ"})
    here, there = replace(case, receiver="GB"), replace(case, receiver=code)
    assume("GB" not in case.consent_covers and case.originator != "GB")
    assume(case.facts.arrangement is None and case.facts.basis is not Basis.ADEQUACY)
    assume(not (case.readers | case.onward | case.origins) & {code, "TN", "XZ"})
    assert ask(here) == ask(there)


@given(
    cases(), st.sampled_from(["TN", "SY", "FR", "INTERPOL"]), st.sampled_from(["readers", "onward"])
)
def test_another_reader_never_allows_more(case, party, way):
    """Whoever else can read it, or gets it from the receiver, is one more to ask about."""
    assume(not (party == "FR" and case.receiver == "INTERPOL"))
    wider = replace(case, **{way: getattr(case, way) | {party}})
    assume(case.readers or case.receiver != "INTERPOL" or way == "onward")
    assert strictness(wider) >= strictness(case)


@given(cases(), st.sampled_from(["TN", "SY"]))
def test_onward_transfer_to_an_origin_bars_like_sending_there(case, origin):
    """What the receiver is expected to pass on is sent to where it ends up."""
    case = replace(case, origins=case.origins | {origin}, asylum=Asylum.GRANTED)
    assert ask(replace(case, onward=case.onward | {origin})).outcome is Outcome.REFUSE
    assert ask(replace(case, readers=case.readers | {origin})).outcome is Outcome.REFUSE


@given(cases(personal=False), st.sampled_from(list(Lead)))
def test_what_leads_to_somebody_is_judged_like_personal_data(case, lead):
    """A set without a name can still get somebody killed."""
    leading = replace(case, leads_to=case.leads_to | {lead})
    assert ask(leading) == ask(replace(leading, personal=True))


@given(cases(), st.sampled_from(VERSIONS))
def test_every_version_still_answers_every_case(case, version):
    """An old decision must be asked again under its own version."""
    decision = ask(case, version=version.id)
    assert decision.table_version == version.id
    assert decision.reasons
    assert ask(read_kept(json.loads(json.dumps(keep(case)))), version=version.id) == decision


@given(cases())
def test_a_kept_case_holds_no_text(case):
    """A decision is kept longer than what it was about."""
    assert case.necessity.strip() not in json.dumps(keep(case)) or not case.necessity.strip()
