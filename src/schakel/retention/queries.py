"""Questions about terms; the page of the privacy officer names references, never content."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from schakel.access.core.policy import Kind
from schakel.access.queries import Shape, visible
from schakel.accounts.queries import Capability, User, require
from schakel.kernel.errors import NotFoundError
from schakel.retention.core.articles import ARTICLES, articles_of
from schakel.retention.core.keepers import Kept, keepers
from schakel.retention.core.terms import Due, Standing, due_of
from schakel.retention.models import Period, Term

__all__ = ["Period", "Term"]
MOST_ROWS = 200
TERM = Shape(kind=Kind.TERM, facts={"held_ground": "held_ground"})


def list_periods() -> dict[str, Period]:
    """Return the period that was entered last for each article."""
    return {one.article: one for one in Period.objects.select_related("by").order_by("at", "id")}


def entered_months() -> dict[str, int]:
    """Return the months that were entered for each article."""
    return {code: one.months for code, one in list_periods().items()}


def standing_of(term: Term) -> Standing:
    """Return a term as the rules see it."""
    return Standing(
        article=term.article,
        first_on=term.first_date,
        last_on=term.last_date,
        ended_on=term.ended_date,
        removed_on=term.removed_at.date() if term.removed_at else None,
        was_told=term.told_at is not None,
    )


def find_due(kind: str, object_id: UUID) -> tuple[Due, Term | None] | None:
    """Return when a thing is due, also before its term was written down; None when unknown.

    The caller checked that it may be read.
    """
    term = Term.objects.filter(kind=kind, object_id=object_id).first()
    if term is not None:
        return due_of(standing_of(term), entered_months()), term
    keeper = keepers.find(kind)
    kept = next(iter(keeper.living({object_id})), None) if keeper else None
    if kept is None or not articles_of(kept.regime):
        return None
    return due_of(new_standing(kept), entered_months()), None


def new_standing(kept: Kept) -> Standing:
    """Return how something stands that has no term yet."""
    article = kept.article or articles_of(kept.regime)[0]
    return Standing(article=article, first_on=kept.first_on, last_on=kept.last_on)


def put_away_ids(kind: str) -> set[UUID]:
    """Return what is out of use, and not destroyed yet: no page, search or comparison shows it."""
    return set(list_put_away(kind))


def list_put_away(kind: str) -> QuerySet[Term, UUID]:
    """Return the same as a question that can stand inside another."""
    found = Term.objects.filter(kind=kind, removed_at__isnull=False, destroyed_at__isnull=True)
    return found.values_list("object_id", flat=True)


def resting_ids(kind: str) -> set[UUID]:
    """Return what is out of use or kept beyond its term: nothing is compared with it."""
    held = Term.objects.filter(kind=kind, held_at__isnull=False)
    return put_away_ids(kind) | set(held.values_list("object_id", flat=True))


def get_term(term_id: UUID, *, for_user: User) -> Term:
    """Return a term, for the privacy officer, or a held one for whoever keeps criminal files.

    Raises:
        NotFoundError: No such term for this user.
    """
    found = _terms(for_user).filter(id=term_id).first()
    if found is None:
        raise NotFoundError("no such term")
    return found


def list_coming(*, until: date, for_user: User) -> list[Term]:
    """Return what is due by `until` and not held, the earliest first."""
    require(for_user, Capability.OVERSEE)
    found = Term.objects.filter(destroyed_at__isnull=True, due_date__lte=until, held_ground="")
    return list(found.order_by("due_date", "kind", "reference")[:MOST_ROWS])


def list_held(*, for_user: User) -> list[Term]:
    """Return what is kept beyond its term, the oldest first."""
    found = _terms(for_user).filter(destroyed_at__isnull=True).exclude(held_ground="")
    return list(found.order_by("held_at", "reference")[:MOST_ROWS])


def list_destroyed(*, for_user: User) -> list[Term]:
    """Return what was destroyed, the newest first."""
    require(for_user, Capability.OVERSEE)
    return list(
        Term.objects.filter(destroyed_at__isnull=False).order_by("-destroyed_at")[:MOST_ROWS]
    )


def count_terms(*, for_user: User) -> list[tuple[str, str, int, int]]:
    """Return (article, unit, how many are kept, how many of them have no due date), in order."""
    require(for_user, Capability.OVERSEE)
    kept: Counter[tuple[str, str]] = Counter()
    dateless: Counter[tuple[str, str]] = Counter()
    rows = Term.objects.filter(destroyed_at__isnull=True)
    for article, unit, due in rows.values_list("article", "unit_code", "due_date").iterator():
        kept[article, unit] += 1
        dateless[article, unit] += due is None
    return [(*key, kept[key], dateless[key]) for key in sorted(kept)]


def count_due(*, today: date) -> int:
    """Return how many things are past their day and not held."""
    open_ones = Term.objects.filter(destroyed_at__isnull=True, held_ground="")
    return open_ones.filter(due_date__lt=today).count()


def articles_beside(term: Term) -> Mapping[str, str]:
    """Return the articles that the term could be under instead, each with its source."""
    return {code: ARTICLES[code].source for code in articles_of(term.regime)}


def _terms(user: User) -> QuerySet[Term]:
    return visible(Term.objects.all(), TERM, for_user=user)
