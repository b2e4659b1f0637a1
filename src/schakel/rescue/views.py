"""Pages: raise an alert, read it out, note that it got there, review it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, UserRequest, may, require
from schakel.handling.core.alerts import Condition
from schakel.kernel.errors import NotAllowedError
from schakel.rescue import actions, queries
from schakel.rescue.core.alert import where
from schakel.rescue.forms import AlertForm, ReviewForm
from schakel.rescue.models import LifeAlert
from schakel.rescue.wording import CONDITIONS, CRAFTS, REVIEWS

MOST_LINES = 100
RADIO = "en"  # the language of distress traffic


@require_safe
def alerts(request: UserRequest) -> HttpResponse:
    """Show the alerts, newest first."""
    if not any(may(request.user, one) for one in (Capability.RAISE_ALERT, Capability.REVIEW_ALERT)):
        raise NotAllowedError("the role may not see alerts")
    lines = [
        {"alert": one, "due_at": queries.review_due_at(one), "review": REVIEWS.get(one.review, "")}
        for one in queries.list_alerts(request.user)[:MOST_LINES]
    ]
    return render(request, "rescue/alerts.html", {"lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Ask where, how many and in what condition, and release it at once."""
    require(request.user, Capability.RAISE_ALERT)
    form = AlertForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        alert_id = actions.raise_alert(
            alert=form.to_alert(now=now),
            country=form.cleaned_data["country"],
            by=request.user,
            now=now,
        )
        return redirect("rescue:alert", alert_id)
    return render(request, "rescue/new.html", {"form": form})


@require_safe
def alert(request: UserRequest, alert_id: UUID) -> HttpResponse:
    """Show what is read out to the centre, and the review; looking is logged."""
    found = queries.get_alert(alert_id, for_user=request.user)
    record_deed(
        by=request.user,
        at=timezone.now(),
        event="alert:open",
        object_kind="alert",
        object_id=str(found.id),
    )
    reviews = _waits_for(request, found) and may(request.user, Capability.REVIEW_ALERT)
    return _page(request, found, form=ReviewForm() if reviews else None)


@require_POST
def reached(request: UserRequest, alert_id: UUID) -> HttpResponse:
    """Note that the centre has it."""
    actions.note_reached(alert_id=alert_id, by=request.user, now=timezone.now())
    return redirect("rescue:alert", alert_id)


@require_POST
def review(request: UserRequest, alert_id: UUID) -> HttpResponse:
    """Write what the reviewer found."""
    require(request.user, Capability.REVIEW_ALERT)
    found = queries.get_alert(alert_id, for_user=request.user)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=400)
    actions.review_alert(
        alert_id=alert_id,
        review=form.found(),
        note=form.cleaned_data["note"],
        by=request.user,
        now=timezone.now(),
    )
    return redirect("rescue:alert", alert_id)


def _page(
    request: UserRequest, found: LifeAlert, *, form: ReviewForm | None, status: int = 200
) -> HttpResponse:
    shown = {
        "alert": found,
        "spoken": _spoken(found),
        "due_at": queries.review_due_at(found),
        "review": REVIEWS.get(found.review, ""),
        "may_note": may(request.user, Capability.RAISE_ALERT) and not found.reached_at,
        "form": form,
    }
    return render(request, "rescue/alert.html", shown, status=status)


def _waits_for(request: UserRequest, found: LifeAlert) -> bool:
    return found.reviewed_at is None and found.raised_by_id != request.user.id


def _spoken(found: LifeAlert) -> list[str]:
    """Return the sentences to read out, in the language of distress traffic."""
    told = queries.content(found)
    with override(RADIO):
        threats = [str(CONDITIONS[one]) for one in Condition if one in told.conditions]
        craft = str(CRAFTS[told.craft])
    people = f"{told.people} people" if told.people else "number of people not known"
    moment = f"{told.seen_at:%H:%M} UTC, {told.seen_at:%d %B %Y}"
    return [
        "Danger to life.",
        f"Position: {where(told)}, at {moment}.",
        f"{people.capitalize()}; {craft}.",
        f"Condition: {', '.join(threats)}.",
    ]
