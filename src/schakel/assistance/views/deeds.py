"""What the forms on the pages do."""

import re
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from schakel.accounts.queries import Capability, UserRequest, require
from schakel.assistance import actions, forms, queries
from schakel.assistance.actions.preparing import FORM, RequestIncompleteError
from schakel.assistance.views.pages import proposals_for, shown
from schakel.casework.queries import get_report
from schakel.handling.actions import GateClosedError
from schakel.instruments.wording import FIELDS
from schakel.intake import actions as intake
from schakel.kernel.errors import ConflictError, SchakelError, UnusableInputError
from schakel.network.queries import Proposal


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Draft a request from a report, in one step."""
    require(request.user, Capability.DRAFT_REQUEST)
    given = request.POST if request.method == "POST" else request.GET
    report = get_report(_uuid(given.get("report", "")), for_user=request.user)
    hit = given.get("hit", "")
    proposals = proposals_for(None)
    authority = _first(proposals, given.get("node", ""))
    with translation.override(_read_there(proposals, authority)):
        initial = {
            "carrier": "siena",
            "purpose": _("Investigation into the smuggling of migrants."),
            "available_because": _because(hit),
            "connection": report.necessity,
            "authority": authority,
        }
    form = forms.RequestForm(request.POST or None, proposals=proposals, initial=initial)
    if request.method == "POST" and form.is_valid():
        request_id = actions.draft_request(
            report_id=report.id,
            authority_id=UUID(form.cleaned_data["authority"]),
            values=_values(form),
            hit_id=_uuid(hit) if hit else None,
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Saved as a draft. Hand it in for a check when it is whole."))
        return redirect("assistance:request", request_id)
    data = {"form": form, "report": report, "hit": hit}
    return render(request, "assistance/new.html", data)


def _read_there(proposals: Sequence[Proposal], authority: str) -> str | None:
    """Return the first language that the authority reads and the catalogues have."""
    known = {code for code, _name in settings.LANGUAGES}
    read = (p.authority.languages for p in proposals if str(p.authority.id) == authority)
    found = (one for languages in read for one in re.findall(r"[a-z]+", languages) if one in known)
    return next(found, translation.get_language())


def _because(hit: str) -> str:
    """Return why the information is there, when the request comes from a hit."""
    return _("Your node answered with a hit when we asked hit or no hit.") if hit else ""


@require_POST
def save(request: UserRequest, request_id: UUID) -> HttpResponse:
    """Keep the form."""
    found = queries.get_request(request_id, for_user=request.user)
    form = forms.RequestForm(request.POST, proposals=proposals_for(found))
    if not form.is_valid():
        return _again(request, request_id, form=form)
    actions.save_request(
        request_id=request_id,
        values=_values(form),
        authority_id=UUID(form.cleaned_data["authority"]),
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("Saved."))
    return redirect("assistance:request", request_id)


@require_POST
def step(request: UserRequest, request_id: UUID, deed: str) -> HttpResponse:
    """Take a step that needs no form of its own."""
    do: dict[str, Callable[..., Any]] = {
        "submit": actions.submit_request,
        "send": actions.send_request,
        "pack": actions.make_package,
        "take-up": actions.take_up,
        "withdraw": actions.withdraw_request,
        "close": actions.close_request,
    }
    return _do(request, request_id, do[deed])


@require_POST
def say(request: UserRequest, request_id: UUID, deed: str) -> HttpResponse:
    """Take a step that goes with a text."""
    form = forms.RemarkForm(request.POST)
    if not form.is_valid():
        return _again(request, request_id, remark_form=form)
    text = form.cleaned_data["text"]
    if deed == "return":
        return _do(request, request_id, actions.return_request, remark=text)
    do: dict[str, Callable[..., Any]] = {
        "clarify": actions.clarify,
        "ask": actions.ask_clarification,
        "question": actions.take_question_by_hand,
    }
    return _do(request, request_id, do[deed], text=text)


@require_POST
def refuse(request: UserRequest, request_id: UUID) -> HttpResponse:
    """Refuse with a ground."""
    form = forms.RefuseForm(request.POST)
    if not form.is_valid():
        return _again(request, request_id, refuse_form=form)
    return _do(request, request_id, actions.refuse_request, **form.cleaned_data)


@require_POST
def answer(request: UserRequest, request_id: UUID) -> HttpResponse:
    """Answer with text and files."""
    form = forms.AnswerForm(request.POST, request.FILES)
    queries.get_request(request_id, for_user=request.user)
    if not form.is_valid():
        return _again(request, request_id, answer_form=form)
    given = form.cleaned_data
    return _do(
        request,
        request_id,
        actions.answer_request,
        text=given["text"],
        original_ids=_take(request, given["uploads"]),
        codes=given["codes"],
        restrictions=given["restrictions"],
        evaluated=bool(given["source_grade"] and given["information_grade"]),
    )


@require_POST
def by_hand(request: UserRequest, request_id: UUID) -> HttpResponse:
    """Record an answer that came by another carrier."""
    form = forms.ByHandForm(request.POST, request.FILES)
    queries.get_request(request_id, for_user=request.user)
    if not form.is_valid():
        return _again(request, request_id, by_hand_form=form)
    given = form.cleaned_data
    return _do(
        request,
        request_id,
        actions.take_answer_by_hand,
        text=given["text"],
        outside_reference=given["outside_reference"],
        original_ids=_take(request, given["uploads"]),
        codes=given["codes"],
        restrictions=given["restrictions"],
    )


@require_POST
def dispatch(request: UserRequest, request_id: UUID) -> HttpResponse:
    """Record the dispatch of the package by another carrier."""
    form = forms.DispatchForm(request.POST)
    if not form.is_valid():
        return _again(request, request_id, dispatch_form=form)
    return _do(request, request_id, actions.dispatch_request, **form.cleaned_data)


@require_POST
def receipt(request: UserRequest, request_id: UUID) -> HttpResponse:
    """Record when the partner received what went by another carrier."""
    form = forms.ReceiptForm(request.POST)
    if not form.is_valid():
        return _again(request, request_id, receipt_form=form)
    return _do(request, request_id, actions.record_receipt, **form.cleaned_data)


@require_POST
def refusal_by_hand(request: UserRequest, request_id: UUID) -> HttpResponse:
    """Record a refusal that came by another carrier."""
    form = forms.RefuseForm(request.POST)
    if not form.is_valid():
        return _again(request, request_id, refuse_form=form)
    return _do(request, request_id, actions.take_refusal_by_hand, **form.cleaned_data)


def _do(
    request: UserRequest, request_id: UUID, deed: Callable[..., Any], **given: Any
) -> HttpResponse:
    """Do a deed and go back to the page; what stops it is said there."""
    try:
        deed(request_id=request_id, by=request.user, now=timezone.now(), **given)
    except GateClosedError:
        messages.warning(request, _("The gate is shut; nothing left. Every reason is below."))
    except RequestIncompleteError as error:
        names = ", ".join(str(FIELDS.get(name, name)) for name in error.missing)
        messages.warning(request, _("Still missing:") + f" {names}.")
    except (ConflictError, UnusableInputError) as error:
        messages.warning(request, str(error))
    return redirect("assistance:request", request_id)


def _again(request: UserRequest, request_id: UUID, **given: Any) -> HttpResponse:
    found = queries.get_request(request_id, for_user=request.user)
    data = shown(request, found, now=timezone.now(), **given)
    return render(request, "assistance/request.html", data, status=400)


def _take(request: UserRequest, files: list[Any]) -> list[UUID]:
    if not files:
        return []
    country = settings.SCHAKEL_NODE.country
    with intake.taking(country=country) as session:
        return [
            intake.take_in(
                name=file.name,
                chunks=file.chunks(),
                by=request.user,
                now=timezone.now(),
                country=country,
                session=session,
            )
            for file in files
        ]


def _values(form: forms.RequestForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in FORM if name in form.cleaned_data}


def _first(proposals: Any, node: str) -> str:
    for proposal in proposals:
        if node and proposal.authority.node_id == node:
            return str(proposal.authority.id)
    return str(proposals[0].authority.id) if proposals else ""


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise SchakelError("the address is not whole; go back and follow the link again") from error
