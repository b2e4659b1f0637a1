"""Questions about receivers."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale
from django.conf import settings

from schakel.handling.core.case import Judgement, Purpose, ReceiverFacts
from schakel.handling.core.states import ORGANISATIONS, UNION_BODIES
from schakel.handling.core.states import is_european as _is_european
from schakel.safeguards.core.receiver import Indicator, facts_from, judge_on
from schakel.safeguards.models import CountryFact, RightsJudgement

# Codes in CLDR's list of territories that are no country of ISO 3166-1.
_NOT_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())
LANGUAGES = ("en", "nl")


def is_european(country: str) -> bool:
    """Tell whether a country is a Member State or associated with Schengen."""
    return _is_european(country)


def facts_about(receiver: str, *, purpose: Purpose, at: datetime) -> ReceiverFacts:
    """Return what the gate may assume of `receiver` (a country or organisation code) at `at`.

    A fact of status `unknown` counts for nothing.
    """
    known = CountryFact.objects.filter(party=receiver).exclude(status=CountryFact.Status.UNKNOWN)
    values = dict(known.values_list("indicator", "value"))
    return facts_from(values, purpose=purpose, judgement=judgement_on(receiver, at=at))


def judgement_on(receiver: str, *, at: datetime) -> Judgement:
    """Return the state of the judgement on `receiver`: of those begun, the one signed last counts.

    So a negative judgement ends a positive one that was signed before it.
    """
    day = at.astimezone(ZoneInfo(settings.SCHAKEL_NODE.time_zone)).date()
    begun = RightsJudgement.objects.filter(party=receiver, valid_from_date__lte=day)
    newest = begun.order_by("-signed_at").first()
    if newest is None:
        return Judgement.NONE
    return judge_on(
        day,
        valid_from=newest.valid_from_date,
        valid_until=newest.valid_until_date,
        positive=newest.positive,
    )


def list_facts(party: str) -> list[CountryFact]:
    """Return every fact about a party, by indicator."""
    return list(CountryFact.objects.filter(party=party).order_by("indicator"))


def list_judgements(party: str) -> list[RightsJudgement]:
    """Return the judgements on a party, newest first."""
    found = RightsJudgement.objects.select_related("signed_by").filter(party=party)
    return list(found.order_by("-signed_at"))


def name_of(party: str, language: str) -> str:
    """Return the name of a country in a language (CLDR), or as the facts name it, or its code."""
    return _names([party], language)[party]


def list_receivers(language: str) -> list[tuple[str, str]]:
    """Return every possible receiver as (code, name), organisations first, then by name."""
    bodies = UNION_BODIES | ORGANISATIONS
    return [*((body, body) for body in sorted(bodies)), *list_countries(language)]


def list_countries(language: str) -> list[tuple[str, str]]:
    """Return every country as (code, name), by name: CLDR's, and what only our facts know."""
    known = CountryFact.objects.values_list("party", flat=True).distinct()
    territories = {str(code) for code in Locale(LANGUAGES[0]).territories}
    countries = {code for code in {*territories, *known} if len(code) == 2} - _NOT_COUNTRIES
    names = _names(countries, language)
    return sorted(names.items(), key=lambda pair: (_plain(pair[1]), pair[0]))


def _names(parties: Iterable[str], language: str) -> dict[str, str]:
    wanted = language if language in LANGUAGES else LANGUAGES[0]
    own = CountryFact.objects.filter(indicator=f"{Indicator.NAME}-{wanted}")
    named = dict(own.values_list("party", "value"))
    territories = Locale(wanted).territories
    return {party: named.get(party) or str(territories.get(party, party)) for party in parties}


def _plain(name: str) -> str:
    """Return a key that sorts Åland with A."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
