"""Requests of persons, and breaches."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.accounts.queries import Capability, UserRequest, require
from schakel.kernel.errors import ConflictError, UnusableInputError
from schakel.network.queries import list_linked_nodes
from schakel.oversight import actions, forms, queries
from schakel.oversight.core.due import Kind, Outcome, answer_due, breach_due
from schakel.oversight.models import Breach, SubjectRequest
from schakel.oversight.wording import KINDS, OUTCOMES


@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: UserRequest) -> HttpResponse:
    """List the requests of persons with their clocks; take a new one in."""
    require(request.user, Capability.OVERSEE)
    form = forms.RequestForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        kind = Kind(given.pop("kind"))
        try:
            made = actions.take_request(kind=kind, by=request.user, now=timezone.now(), **given)
            return redirect("oversight:request", made)
        except UnusableInputError as error:
            form.add_error(None, str(error))
    rows = [
        (one, KINDS[one.kind], _due(one)) for one in queries.list_requests(for_user=request.user)
    ]
    shown = {
        "form": form,
        "rows": rows,
        "today": timezone.localdate(),
        "outcomes": OUTCOMES,
    }
    return render(request, "oversight/requests.html", shown)


@require_safe
def subject_request(request: UserRequest, request_id: UUID) -> HttpResponse:
    """Show one request of a person."""
    return _request_page(request, request_id)


@require_POST
def extend(request: UserRequest, request_id: UUID) -> HttpResponse:
    """Extend its term."""
    form = forms.ExtendForm(request.POST)
    if _done(
        form,
        lambda given: actions.extend_request(
            request_id=request_id, by=request.user, now=timezone.now(), **given
        ),
    ):
        return redirect("oversight:request", request_id)
    return _request_page(request, request_id, extend_form=form)


@require_POST
def decide(request: UserRequest, request_id: UUID) -> HttpResponse:
    """Decide it."""
    found = queries.get_request(request_id, for_user=request.user)
    form = _decide_form(request, found, request.POST)
    if _done(
        form,
        lambda given: actions.decide_request(
            request_id=request_id,
            outcome=Outcome(given["outcome"]),
            reason=given["reason"],
            person_ids=[UUID(one) for one in given["person_ids"]],
            by=request.user,
            now=timezone.now(),
        ),
    ):
        return redirect("oversight:request", request_id)
    return _request_page(request, request_id, decide_form=form)


@require_POST
def told(request: UserRequest, notice_id: UUID) -> HttpResponse:
    """Note that a recipient was told."""
    notice = queries.get_notice(notice_id, for_user=request.user)
    form = forms.ToldForm(request.POST)
    _done(
        form,
        lambda given: actions.mark_told(
            notice_id=notice_id, by=request.user, now=timezone.now(), **given
        ),
    )
    if notice.request_id:
        return redirect("oversight:request", notice.request_id)
    return redirect("oversight:breach", notice.breach_id)


@require_http_methods(["GET", "HEAD", "POST"])
def breaches(request: UserRequest) -> HttpResponse:
    """List the breaches with their clocks; open the file of a new one."""
    require(request.user, Capability.OVERSEE)
    form = forms.BreachForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.open_breach(by=request.user, now=timezone.now(), **form.cleaned_data)
            return redirect("oversight:breach", made)
        except UnusableInputError as error:
            form.add_error(None, str(error))
    rows = [
        (one, breach_due(one.discovered_at)) for one in queries.list_breaches(for_user=request.user)
    ]
    shown = {"form": form, "rows": rows, "now": timezone.now()}
    return render(request, "oversight/breaches.html", shown)


@require_safe
def breach(request: UserRequest, breach_id: UUID) -> HttpResponse:
    """Show one breach."""
    return _breach_page(request, breach_id)


@require_POST
def save_breach(request: UserRequest, breach_id: UUID) -> HttpResponse:
    """Keep what is known by now."""
    found = queries.get_breach(breach_id, for_user=request.user)
    form = _detail_form(found, request.POST)
    if _done(
        form,
        lambda given: actions.save_breach(
            breach_id=breach_id, by=request.user, now=timezone.now(), **given
        ),
    ):
        return redirect("oversight:breach", breach_id)
    return _breach_page(request, breach_id, detail_form=form)


@require_POST
def report_breach(request: UserRequest, breach_id: UUID) -> HttpResponse:
    """Note that the supervisor was told."""
    form = forms.ReportBreachForm(request.POST)
    if _done(
        form,
        lambda given: actions.report_breach(
            breach_id=breach_id, by=request.user, now=timezone.now(), **given
        ),
    ):
        return redirect("oversight:breach", breach_id)
    return _breach_page(request, breach_id, report_form=form)


def _done(form: django_forms.Form, act: Any) -> bool:
    """Do it with what the form gives; tell whether it was done, with the reason on the form."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except (UnusableInputError, ConflictError) as error:
        form.add_error(None, str(error))
        return False
    return True


def _due(one: SubjectRequest) -> Any:
    return answer_due(one.received_date, extension_weeks=one.extension_weeks)


def _decide_form(request: UserRequest, found: SubjectRequest, data: Any = None) -> forms.DecideForm:
    form = forms.DecideForm(data)
    field = form.fields["person_ids"]
    assert isinstance(field, django_forms.MultipleChoiceField)
    field.choices = [
        (str(one.person_id), f"{one.name}, {one.report}")
        for one in queries.find_persons(found.name, for_user=request.user)
    ]
    return form


def _detail_form(found: Breach, data: Any = None) -> forms.BreachDetailForm:
    initial = {name: getattr(found, name) for name in ("consequences", "measures", "people")}
    form = forms.BreachDetailForm(data, initial=initial)
    field = form.fields["partners"]
    assert isinstance(field, django_forms.MultipleChoiceField)
    field.choices = [(card.code, card.name_en) for card in list_linked_nodes()]
    return form


def _request_page(request: UserRequest, request_id: UUID, **given: Any) -> HttpResponse:
    found = queries.get_request(request_id, for_user=request.user)
    shown = {
        "file": found,
        "kind": KINDS[found.kind],
        "due": _due(found),
        "outcome": OUTCOMES.get(found.outcome, ""),
        "notices": found.notices.order_by("recipient"),
        "told_form": forms.ToldForm(),
        "extend_form": forms.ExtendForm(),
        "decide_form": _decide_form(request, found),
        **given,
    }
    return render(request, "oversight/request.html", shown)


def _breach_page(request: UserRequest, breach_id: UUID, **given: Any) -> HttpResponse:
    found = queries.get_breach(breach_id, for_user=request.user)
    shown = {
        "file": found,
        "due": breach_due(found.discovered_at),
        "late": timezone.now() > breach_due(found.discovered_at),
        "notices": found.notices.order_by("recipient"),
        "told_form": forms.ToldForm(),
        "detail_form": _detail_form(found),
        "report_form": forms.ReportBreachForm(),
        **given,
    }
    return render(request, "oversight/breach.html", shown)
