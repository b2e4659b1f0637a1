"""Cases that would be fine, one change away from each row."""

from dataclasses import replace
from itertools import chain

from hypothesis import strategies as st

from schakel.handling.core.case import (
    Asylum,
    Basis,
    Consent,
    GateCase,
    HandlingCode,
    Judgement,
    Lead,
    Purpose,
    ReceiverFacts,
    Refoulement,
    Regime,
    Risk,
    Stop,
    Subject,
)

GOOD_FACTS = ReceiverFacts(
    competent_receiver=True, basis=Basis.BINDING, risk=Risk.NONE, judgement=Judgement.VALID
)
FACTS = frozenset(ReceiverFacts.__dataclass_fields__)


def changed(case, **changes):
    """Return `case` with other values; facts of the receiver are named like the rest."""
    facts = changes.pop("facts", case.facts)
    known = {key: changes.pop(key) for key in list(changes) if key in FACTS}
    return replace(case, facts=replace(facts, **known), **changes)


def within(**changes):
    """Return a case from the Netherlands to Italy to which nothing objects, changed."""
    good = GateCase(
        sender="NL",
        receiver="IT",
        purpose=Purpose.CRIME,
        subject=Subject.SUSPECT,
        necessity="to find the boat",
        evaluated=True,
    )
    return changed(good, **changes)


def outside(**changes):
    """Return a case to a third country to which nothing objects, changed."""
    good = within(
        receiver="TN",
        facts=GOOD_FACTS,
        receiver_is_origin=False,
        asylum=Asylum.NONE,
    )
    return changed(good, **changes)


def maybe(kind):
    """Return a strategy for a value of an enum, or None."""
    return st.none() | st.sampled_from(list(kind))


PARTIES = "NL IT FR NO TN GB EG XZ EUROPOL EPPO INTERPOL UNODC ICC".split()
READERS = ["FR", "TN", "SY", "UNODC"]
FIELDS = (
    "surname birth_date phone asylum_reference informant_code Photograph safe_house route".split()
)
SCOPES = [*(purpose.value for purpose in Purpose), *PARTIES]


def cases(**fixed):
    """Return a strategy for every kind of case, with some values fixed."""
    facts = st.builds(
        ReceiverFacts,
        competent_receiver=st.sampled_from([None, True, False]),
        basis=maybe(Basis),
        arrangement=st.sampled_from([None, None, None, "gb-led-2021", "eg-europol-2025"]),
        risk=maybe(Risk),
        judgement=maybe(Judgement),
    )
    parts = {
        "sender": st.sampled_from(["NL", "IT"]),
        "receiver": st.sampled_from(PARTIES),
        "purpose": st.sampled_from(list(Purpose)),
        "original_purpose": maybe(Purpose),
        "originator": st.none() | st.sampled_from(PARTIES),
        "codes": st.frozensets(st.sampled_from(list(HandlingCode))),
        "consent": st.sampled_from(list(Consent)),
        "consent_covers": st.frozensets(st.sampled_from(SCOPES), max_size=4),
        "subject": maybe(Subject),
        "fields": st.frozensets(st.sampled_from(FIELDS), max_size=3),
        "facts": facts,
        "leads_to": st.frozensets(st.sampled_from(list(Lead)), max_size=2),
        "readers": st.frozensets(st.sampled_from(READERS), max_size=2),
        "onward": st.frozensets(st.sampled_from(READERS), max_size=1),
        "origins": st.frozensets(st.sampled_from(["TN", "SY", "FR"]), max_size=2),
        "reader_risks": st.dictionaries(st.sampled_from(READERS), st.sampled_from(list(Risk))),
        "regime": st.sampled_from([Regime.LED, Regime.LED, Regime.GDPR]),
        "stopped": st.frozensets(st.sampled_from(list(Stop)), max_size=2),
        "open_case": st.sampled_from([None, True, False]),
        "receiver_is_origin": st.sampled_from([None, True, False]),
        "asylum": maybe(Asylum),
        "refoulement": maybe(Refoulement),
        "necessity": st.sampled_from(["", "  ", "to find the boat"]),
        **{
            flag: st.booleans()
            for flag in (
                "h3_confirmed personal minor unaccompanied special_categories strictly_necessary "
                "systematic rights_override return_decision_final evaluated threat_no_time tainted "
                "prosecutor_agrees protected_witness assurance_broken unchecked"
            ).split()
        },
    }
    wanted = dict(chain(parts.items(), ((name, st.just(value)) for name, value in fixed.items())))
    return st.builds(GateCase, **wanted)
