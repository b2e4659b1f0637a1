"""Human-rights judgements: on whom, on what, how long, and what an index may ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from schakel.handling.core.case import Judgement, Purpose
from schakel.kernel.errors import UnusableInputError
from schakel.safeguards.core.receiver import judge_on, last_day_of_judgement

# House rule: so long before its end a judgement is a task of the desk.
RENEW_WITHIN = timedelta(days=30)


class Measure(StrEnum):
    """What a judgement is about; empty is every measure that has none of its own."""

    ANY = ""
    INFORMATION = "information"
    LEGAL_ASSISTANCE = "legal-assistance"
    RETURN = "return"
    SUPPORT = "support"


_MEASURES = {Purpose.EVIDENCE: Measure.LEGAL_ASSISTANCE, Purpose.RETURN: Measure.RETURN}
# Where an index says that something is wrong, and whether more of it is worse.
_ALARMS: Mapping[str, tuple[float, bool]] = {
    "wgi-voice-accountability": (-1.0, False),
    "wgi-political-stability": (-1.0, False),
    "wgi-government-effectiveness": (-1.0, False),
    "wgi-regulatory-quality": (-1.0, False),
    "wgi-rule-of-law": (-1.0, False),
    "wgi-control-of-corruption": (-1.0, False),
    "fsi-total": (90.0, True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a judgement says.

    Attributes:
        party: Country or organisation, by its code.
        authority: The id of an authority of the directory; empty is the whole party.
        authority_name: Its name as the directory had it, for whoever reads it later.
        positive: Whether sending to it is right.
        explanation: Why, where an index gives reason to ask.
        valid_from: Its first day.
        valid_until: Its last day, within 12 months.
    """

    party: str
    positive: bool
    text: str
    sources: str
    valid_from: date
    valid_until: date
    authority: str = ""
    authority_name: str = ""
    measure: Measure = Measure.ANY
    dissent: str = ""
    conditions: str = ""
    explanation: str = ""


def measure_of(purpose: Purpose) -> Measure:
    """Return the measure on which a sending for this purpose is judged."""
    return _MEASURES.get(purpose, Measure.INFORMATION)


def list_scopes(*, authority: str, measure: Measure) -> tuple[tuple[str, Measure], ...]:
    """Return where to look for a judgement: (authority, measure), the narrowest first.

    What was judged more narrowly is never answered by a wider judgement: neither a yes on the
    country for a unit with a no, nor after the narrower one ended.
    """
    authorities = (authority, "") if authority else ("",)
    measures = (measure, Measure.ANY) if measure else (Measure.ANY,)
    return tuple((one, other) for one in authorities for other in measures)


def state_on(
    day: date, *, valid_from: date, valid_until: date, positive: bool, withdrawn: bool
) -> Judgement:
    """Return what the gate makes of a judgement on `day`; one that was withdrawn is none."""
    if withdrawn:
        return Judgement.NONE
    return judge_on(day, valid_from=valid_from, valid_until=valid_until, positive=positive)


def list_alarming(values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the indices of a party that give reason to ask; what is no number asks nothing.

    An index asks for an explanation. It decides nothing: the gate does not read it.

    Args:
        values: Indicator to value.
    """
    return tuple(name for name in _ALARMS if name in values and _alarms(name, values[name]))


def require_sound(judged: Judged, *, alarming: tuple[str, ...]) -> None:
    """Return when a judgement can be signed.

    Raises:
        UnusableInputError: No text or source, longer than 12 months, or a yes that leaves the
            question of an index without an answer.
    """
    if not judged.text.strip() or not judged.sources.strip():
        raise UnusableInputError("a judgement has a text and sources")
    if not judged.valid_from < judged.valid_until <= last_day_of_judgement(judged.valid_from):
        raise UnusableInputError("a judgement ends after it begins, within 12 months")
    if judged.positive and alarming and not judged.explanation.strip():
        raise UnusableInputError("explain the judgement beside what the indices say")


def is_to_renew(day: date, *, valid_until: date) -> bool:
    """Tell whether a judgement ended, or ends within 30 days."""
    return valid_until - day <= RENEW_WITHIN


def _alarms(name: str, value: str) -> bool:
    limit, more_is_worse = _ALARMS[name]
    try:
        number = float(value)
    except ValueError:
        return False
    return number >= limit if more_is_worse else number <= limit
