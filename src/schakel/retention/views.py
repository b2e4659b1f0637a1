"""What is due when, what is held back, and what was destroyed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, UserRequest, may, require
from schakel.kernel.errors import ConflictError, NotAllowedError, UnusableInputError
from schakel.retention import actions, forms, queries
from schakel.retention.core.articles import ARTICLES, Article
from schakel.retention.core.terms import months_of
from schakel.retention.wording import ARTICLES as NAMES
from schakel.retention.wording import COUNTS, GROUNDS, KINDS, THEN

AHEAD = timedelta(days=366)


@require_safe
def overview(request: UserRequest) -> HttpResponse:
    """Show the terms: all to the privacy officer, those held back to a prosecutor."""
    return _page(request)


@require_POST
def period(request: UserRequest) -> HttpResponse:
    """Enter a period."""
    require(request.user, Capability.OVERSEE)
    form = forms.PeriodForm(request.POST)
    if form.is_valid():
        try:
            actions.enter_period(by=request.user, now=timezone.now(), **form.cleaned_data)
            return redirect("retention:overview")
        except UnusableInputError as error:
            form.add_error(None, str(error))
    return _page(request, period_form=form)


@require_safe
def term(request: UserRequest, term_id: UUID) -> HttpResponse:
    """Show one term, with the form to put it under another article."""
    require(request.user, Capability.OVERSEE)
    return _term_page(request, term_id)


@require_POST
def article(request: UserRequest, term_id: UUID) -> HttpResponse:
    """Put something under another article."""
    require(request.user, Capability.OVERSEE)
    found = queries.get_term(term_id, for_user=request.user)
    form = forms.ArticleForm(request.POST, articles=queries.articles_beside(found))
    if form.is_valid():
        try:
            actions.change_article(
                term_id=term_id, by=request.user, now=timezone.now(), **form.cleaned_data
            )
            return redirect("retention:term", term_id)
        except (ConflictError, UnusableInputError) as error:
            form.add_error(None, str(error))
    return _term_page(request, term_id, article_form=form)


@require_POST
def decide(request: UserRequest, term_id: UUID) -> HttpResponse:
    """Decide over what is kept beyond its term: it stays or goes."""
    erase = request.POST.get("answer") == "erase"
    try:
        actions.decide_held(term_id=term_id, erase=erase, by=request.user, now=timezone.now())
    except ConflictError as error:
        messages.warning(request, str(error))
    return redirect("retention:overview")


def _page(request: UserRequest, **given: Any) -> HttpResponse:
    user, now = request.user, timezone.now()
    oversees, keeps = may(user, Capability.OVERSEE), may(user, Capability.KEEP_FILE)
    if not oversees and not keeps:
        raise NotAllowedError("the privacy officer sees what is due")
    record_deed(by=user, at=now, event="term:open")
    shown: dict[str, Any] = {
        "oversees": oversees,
        "keeps": keeps,
        "held": [_line(one) for one in queries.list_held(for_user=user)],
    }
    if oversees:
        shown |= {
            "today": now.date(),
            "coming": [
                _line(one) for one in queries.list_coming(until=now.date() + AHEAD, for_user=user)
            ],
            "destroyed": [_line(one) for one in queries.list_destroyed(for_user=user)],
            "counts": [
                (NAMES[code], unit, n, dateless)
                for code, unit, n, dateless in queries.count_terms(for_user=user)
            ],
            "periods": _periods(),
            "period_form": forms.PeriodForm(),
        }
    return render(request, "retention/overview.html", {**shown, **given})


def _periods() -> list[dict[str, Any]]:
    entered = queries.list_periods()
    months = queries.entered_months()
    return [
        {
            "name": NAMES[one.code],
            "months": months_of(one, months),
            "counts": COUNTS[one.counts_from],
            "then": THEN[one.then],
            "own": entered.get(one.code),
            **_law(one),
        }
        for one in ARTICLES.values()
    ]


def _law(one: Article) -> dict[str, Any]:
    return {"latest": one.latest_months, "source": one.source, "mark": one.mark}


def _line(one: queries.Term) -> dict[str, Any]:
    away = one.removed_at is not None and one.destroyed_at is None
    code = "wpg-14" if away else one.article
    return {
        "term": one,
        "kind": KINDS[one.kind],
        "article": NAMES[code],
        "then": THEN[ARTICLES[code].then],
        "ground": GROUNDS.get(one.held_ground, ""),
    }


def _term_page(request: UserRequest, term_id: UUID, **given: Any) -> HttpResponse:
    found = queries.get_term(term_id, for_user=request.user)
    first = {"article": found.article, "ended_on": found.ended_date}
    form = forms.ArticleForm(initial=first, articles=queries.articles_beside(found))
    shown = {**_line(found), "article_form": form, **given}
    return render(request, "retention/term.html", shown)
