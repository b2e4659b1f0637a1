"""Questions about receivers."""

import unicodedata
from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from babel import Locale
from django.conf import settings
from django.db.models import QuerySet

from schakel.accounts.queries import Capability, User, may, require
from schakel.handling.core.case import Judgement, Purpose, ReceiverFacts
from schakel.kernel.errors import NotFoundError
from schakel.kernel.parties import ORGANISATIONS, UNION_BODIES
from schakel.kernel.parties import is_european as _is_european
from schakel.safeguards.core.authorities import authority_sources
from schakel.safeguards.core.judgements import (
    Judged,
    Measure,
    is_to_renew,
    list_scopes,
    measure_of,
    state_on,
)
from schakel.safeguards.core.judgements import list_alarming as _list_alarming
from schakel.safeguards.core.receiver import Indicator, facts_from
from schakel.safeguards.models import CountryFact, JudgementDraft, RightsJudgement

# Codes in CLDR's list of territories that are no country of ISO 3166-1.
_NOT_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())
LANGUAGES = ("en", "nl")


def is_european(country: str) -> bool:
    """Tell whether a country is a Member State or associated with Schengen."""
    return _is_european(country)


def facts_about(
    receiver: str, *, purpose: Purpose, at: datetime, authority: str = ""
) -> ReceiverFacts:
    """Return what the gate may assume of `receiver` (a country or organisation code) at `at`.

    A fact of status `unknown` counts for nothing. `authority` is the id of the authority that gets
    it, when one is known: a judgement on it goes before that on the country.
    """
    found = judgement_on(receiver, at=at, authority=authority, measure=measure_of(purpose))
    return facts_from(_values(receiver), purpose=purpose, judgement=found)


def judgement_on(
    receiver: str, *, at: datetime, authority: str = "", measure: Measure = Measure.ANY
) -> Judgement:
    """Return the state of the judgement that counts for a receiver; see `find_counting`."""
    counting = find_counting(receiver, at=at, authority=authority, measure=measure)
    return state_of(counting, at=at) if counting else Judgement.NONE


def find_counting(
    receiver: str, *, at: datetime, authority: str = "", measure: Measure = Measure.ANY
) -> RightsJudgement | None:
    """Return the judgement that the gate goes by and the page shows, or None.

    The narrowest of (authority, measure) to (whole party, every measure) that was ever judged; of
    those begun, the one signed last. So a negative judgement ends a positive one that was signed
    before it, and one that was withdrawn or expired is not replaced by a wider or older one.
    """
    begun = _signed().filter(party=receiver, valid_from_date__lte=_day(at)).order_by("-signed_at")
    for place, kind in list_scopes(authority=authority, measure=measure):
        found = begun.filter(authority=place, measure=kind).first()
        if found is not None:
            return found
    return None


def state_of(judgement: RightsJudgement, *, at: datetime) -> Judgement:
    """Return what the gate makes of one judgement at a moment."""
    withdrawal = getattr(judgement, "withdrawal", None)
    return state_on(
        _day(at),
        valid_from=judgement.valid_from_date,
        valid_until=judgement.valid_until_date,
        positive=judgement.positive,
        withdrawn=withdrawal is not None and withdrawal.at <= at,
    )


def list_counting(*, at: datetime, party: str = "") -> list[RightsJudgement]:
    """Return the judgement that counts for each scope that was judged, by party and scope."""
    begun = _signed().filter(valid_from_date__lte=_day(at)).order_by("signed_at")
    newest = {
        (one.party, one.authority, one.measure): one
        for one in (begun.filter(party=party) if party else begun)
    }
    return sorted(newest.values(), key=lambda one: (one.party, one.authority_name, one.measure))


def list_to_renew(*, at: datetime) -> list[RightsJudgement]:
    """Return the judgements that count and ended or end soon, the first first.

    A renewal that is signed already, and begins on time, leaves nothing to do.
    """
    day = _day(at)
    due = [
        one
        for one in list_counting(at=at)
        if one.positive
        and not hasattr(one, "withdrawal")
        and is_to_renew(day, valid_until=one.valid_until_date)
        and not _signed()
        .filter(party=one.party, authority=one.authority, measure=one.measure)
        .filter(signed_at__gt=one.signed_at)
        .exists()
    ]
    return sorted(due, key=lambda one: one.valid_until_date)


def get_judgement(judgement_id: UUID, *, for_user: User) -> RightsJudgement:
    """Return a signed judgement, for who reads the directory.

    Raises:
        NotAllowedError: The role may not.
        NotFoundError: No such judgement.
    """
    require(for_user, Capability.READ_DIRECTORY)
    found = _signed().filter(id=judgement_id).first()
    if found is None:
        raise NotFoundError("no such judgement")
    return found


def get_draft(draft_id: UUID, *, for_user: User) -> JudgementDraft:
    """Return a draft, for the desk.

    Raises:
        NotAllowedError: The role may not.
        NotFoundError: No such draft.
    """
    require(for_user, Capability.SIGN_JUDGEMENT)
    found = JudgementDraft.objects.select_related("written_by", "ended_by").filter(id=draft_id)
    draft = found.first()
    if draft is None:
        raise NotFoundError("no such draft")
    return draft


def list_drafts(*, for_user: User) -> list[JudgementDraft]:
    """Return the drafts that wait for a signature, oldest first; none for other roles."""
    if not may(for_user, Capability.SIGN_JUDGEMENT):
        return []
    waiting = JudgementDraft.objects.filter(state=JudgementDraft.State.WAITING)
    return list(waiting.select_related("written_by").order_by("written_at"))


def judged_of(text: JudgementDraft | RightsJudgement) -> Judged:
    """Return what a draft or a judgement says."""
    names = {one.name for one in fields(Judged)} - {"valid_from", "valid_until", "measure"}
    return Judged(
        **{name: getattr(text, name) for name in names},
        measure=Measure(text.measure),
        valid_from=text.valid_from_date,
        valid_until=text.valid_until_date,
    )


def list_alarming(party: str) -> tuple[str, ...]:
    """Return the indices of a party that ask for an explanation."""
    return _list_alarming(_values(party))


def list_authorities(party: str) -> list[tuple[str, str]]:
    """Return the authorities of a party that can be judged, as (id, name), by name."""
    found = {pair for _, source in authority_sources for pair in source(party)}
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def _signed() -> QuerySet[RightsJudgement]:
    return RightsJudgement.objects.select_related(
        "signed_by", "written_by", "withdrawal", "withdrawal__by"
    )


def _values(party: str) -> dict[str, str]:
    known = CountryFact.objects.filter(party=party).exclude(status=CountryFact.Status.UNKNOWN)
    return dict(known.values_list("indicator", "value"))


def _day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(settings.SCHAKEL_NODE.time_zone)).date()


def list_facts(party: str) -> list[CountryFact]:
    """Return every fact about a party, by indicator."""
    return list(CountryFact.objects.filter(party=party).order_by("indicator"))


def list_judgements(party: str) -> list[RightsJudgement]:
    """Return the judgements on a party, newest first."""
    return list(_signed().filter(party=party).order_by("-signed_at"))


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
