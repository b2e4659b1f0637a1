"""What the privacy officer decides: how long, and under which article."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.kernel.errors import ConflictError, UnusableInputError
from schakel.retention import queries
from schakel.retention.core.articles import ARTICLES, articles_of
from schakel.retention.core.terms import due_of
from schakel.retention.models import Period, Term


def enter_period(
    *, article: str, months: int, source: str, is_verified: bool, by: User, now: datetime
) -> None:
    """Enter how long data under an article is kept; every term under it counts anew.

    Raises:
        NotAllowedError: The role does not oversee.
        UnusableInputError: Unknown article, no source, or longer than the law allows.
    """
    require(by, Capability.OVERSEE)
    known = ARTICLES.get(article)
    if known is None or months < 1 or not source.strip():
        raise UnusableInputError("a period is of an article, has months and names its source")
    if known.latest_months is not None and months > known.latest_months:
        raise UnusableInputError("the law allows no longer than it says; enter a shorter period")
    with transaction.atomic():
        Period.objects.create(
            article=article,
            months=months,
            source=source.strip()[:300],
            is_verified=is_verified,
            by=by,
            at=now,
        )
        record_deed(
            by=by,
            at=now,
            event="period:enter",
            object_kind="period",
            object_id=article,
            facts={"months": months, "verified": is_verified},
        )
        entered = queries.entered_months()
        for term in Term.objects.filter(destroyed_at__isnull=True).iterator():
            due = due_of(queries.standing_of(term), entered).on
            if due != term.due_date:
                term.due_date, term.told_at = due, None
                term.save(update_fields=["due_date", "told_at"])


def change_article(
    *, term_id: UUID, article: str, ended_on: date | None, by: User, now: datetime
) -> None:
    """Put a thing under another article of its regime, with the end of its investigation if any.

    Raises:
        ConflictError: It is out of use or destroyed.
        NotAllowedError: The role does not oversee.
        NotFoundError: No such term.
        UnusableInputError: The article is not one of its regime.
    """
    require(by, Capability.OVERSEE)
    queries.get_term(term_id, for_user=by)
    with transaction.atomic():
        term = Term.objects.select_for_update().get(id=term_id)
        if term.removed_at or term.destroyed_at:
            raise ConflictError("it is out of use already")
        if article not in articles_of(term.regime):
            raise UnusableInputError("choose an article of the regime")
        term.article, term.ended_date = article, ended_on
        term.due_date = due_of(queries.standing_of(term), queries.entered_months()).on
        term.told_at = None
        term.save(update_fields=["article", "ended_date", "due_date", "told_at"])
        record_deed(
            by=by,
            at=now,
            event="term:article",
            object_kind=term.kind,
            object_id=str(term.object_id),
            facts={"article": article},
        )
