"""How far a consent reaches: never further than it says."""

from schakel.handling.core.case import Consent, GateCase, Purpose

_PURPOSES = frozenset(purpose.value for purpose in Purpose)


def is_receiver_covered(case: GateCase) -> bool:
    """Tell whether a consent was given that names this receiver.

    A consent that also names purposes reaches those purposes alone.
    """
    return _is_given(case) and case.receiver in case.consent_covers and _allows_purpose(case)


def is_purpose_covered(case: GateCase) -> bool:
    """Tell whether a consent was given that names this purpose.

    A consent that also names receivers reaches those receivers alone.
    """
    return _is_given(case) and case.purpose in case.consent_covers and _allows_receiver(case)


def _is_given(case: GateCase) -> bool:
    return case.consent is Consent.GIVEN


def _allows_purpose(case: GateCase) -> bool:
    named = case.consent_covers & _PURPOSES
    return not named or case.purpose in named


def _allows_receiver(case: GateCase) -> bool:
    named = case.consent_covers - _PURPOSES
    return not named or case.receiver in named
