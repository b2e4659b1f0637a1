"""Questions about receivers."""

from datetime import datetime

from schakel.handling.core.case import Judgement, Purpose, ReceiverFacts
from schakel.handling.core.states import is_european as _is_european
from schakel.safeguards.core.receiver import facts_from, judge_on
from schakel.safeguards.models import CountryFact, RightsJudgement


def is_european(country: str) -> bool:
    """Tell whether a country is a Member State or associated with Schengen."""
    return _is_european(country)


def facts_about(receiver: str, *, purpose: Purpose, at: datetime) -> ReceiverFacts:
    """Return what the gate may assume of `receiver` (a country or organisation code) at `at`."""
    values = dict(CountryFact.objects.filter(party=receiver).values_list("indicator", "value"))
    return facts_from(values, purpose=purpose, judgement=judgement_on(receiver, at=at))


def judgement_on(receiver: str, *, at: datetime) -> Judgement:
    """Return the state of the newest judgement on `receiver`."""
    newest = RightsJudgement.objects.filter(party=receiver).order_by("-valid_from_date").first()
    if newest is None:
        return Judgement.NONE
    return judge_on(
        at.date(),
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
    return list(found.order_by("-valid_from_date"))
