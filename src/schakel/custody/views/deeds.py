"""What the forms on the pages do."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from schakel.accounts.queries import Capability, UserRequest, require
from schakel.custody import actions, forms, queries
from schakel.custody.core.deeds import Deed
from schakel.handling.actions import GateClosedError
from schakel.handling.core.case import Purpose
from schakel.kernel.errors import ConflictError, UnusableInputError


@require_POST
def ask(request: UserRequest, item_id: UUID) -> HttpResponse:
    """Ask the originator; without a purpose and receivers it is about the court."""
    require(request.user, Capability.DRAFT_REQUEST)
    found = queries.get_item(item_id, for_user=request.user)
    form = forms.QuestionForm(request.POST)
    if not form.is_valid():
        return _unusable(request, found)
    given = form.cleaned_data
    receivers = given["receivers"].replace(",", " ").split()
    return _do(
        request,
        found,
        actions.ask_consent,
        item_id=item_id,
        purpose=given["purpose"] or ("" if receivers else Purpose.EVIDENCE.value),
        receivers=receivers,
        reason=given["reason"],
    )


@require_POST
def decide(request: UserRequest, consent_id: UUID) -> HttpResponse:
    """Say yes or no, until a date; or record what a partner without a node said."""
    require(request.user, Capability.DECIDE_CONSENT)
    consent = queries.get_consent(consent_id, for_user=request.user)
    form = forms.AnswerForm(request.POST)
    if not form.is_valid():
        return _unusable(request, consent.item)
    zone = ZoneInfo(settings.SCHAKEL_NODE.time_zone)
    lines = queries.custody_of(consent.item_id, now=timezone.now(), for_user=request.user)[
        "consents"
    ]
    by_hand = any(one["may_note"] for one in lines if one["consent"].id == consent_id)
    return _do(
        request,
        consent.item,
        actions.note_consent if by_hand else actions.answer_consent,
        consent_id=consent_id,
        given=request.POST.get("answer") == "yes",
        until=datetime.combine(form.cleaned_data["until"], time(23, 59, 59), tzinfo=zone),
        text=form.cleaned_data["text"],
    )


@require_POST
def withdraw(request: UserRequest, consent_id: UUID) -> HttpResponse:
    """Take a yes back."""
    consent = queries.get_consent(consent_id, for_user=request.user)
    return _do(request, consent.item, actions.withdraw_consent, consent_id=consent_id)


@require_POST
def tell(request: UserRequest, item_id: UUID) -> HttpResponse:
    """Recall, restrict or correct."""
    require(request.user, Capability.DECIDE_CONSENT)
    found = queries.get_item(item_id, for_user=request.user)
    others = [(str(request.POST.get("replaced_by", "")), "")]
    form = forms.NoticeForm(request.POST, others=others)
    if not form.is_valid():
        return _unusable(request, found)
    given = form.cleaned_data
    return _do(
        request,
        found,
        actions.tell_holders,
        item_id=item_id,
        deed=Deed(given["deed"]),
        reason=given["reason"],
        replaced_by=_uuid(given["replaced_by"]),
    )


@require_POST
def pass_on(request: UserRequest, item_id: UUID) -> HttpResponse:
    """Send an item to another node, when the gate lets it."""
    require(request.user, Capability.SEND_REQUEST)
    found = queries.get_item(item_id, for_user=request.user)
    form = forms.PassForm(request.POST, receivers=queries.list_receivers(found))
    if not form.is_valid():
        return _unusable(request, found)
    given = form.cleaned_data
    given["purpose"] = Purpose(given["purpose"])
    return _do(request, found, actions.pass_on, item_id=item_id, **given)


@require_POST
def mark(request: UserRequest, item_id: UUID, deed: str) -> HttpResponse:
    """Put it into the criminal file, mark it, or decide over what was recalled and kept."""
    found = queries.get_item(item_id, for_user=request.user)
    do: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
        "file": (actions.enter_file, {"h3_confirmed": bool(request.POST.get("h3_confirmed"))}),
        "exculpatory": (actions.mark_exculpatory, {}),
        "keep": (actions.decide_kept, {"erase": False}),
        "erase": (actions.decide_kept, {"erase": True}),
    }
    act, given = do[deed]
    return _do(request, found, act, item_id=item_id, **given)


def _do(
    request: UserRequest, found: queries.Item, act: Callable[..., Any], **given: Any
) -> HttpResponse:
    """Do a deed and go back to the page of the item; what stops it is said there."""
    try:
        act(by=request.user, now=timezone.now(), **given)
    except GateClosedError as error:
        return redirect("handling:decision", error.decision_id)
    except (ConflictError, UnusableInputError) as error:
        messages.warning(request, str(error))
    return _back(request, found)


def _unusable(request: UserRequest, found: queries.Item) -> HttpResponse:
    messages.warning(request, _("Something was not filled in; nothing was done."))
    return _back(request, found)


def _back(request: UserRequest, found: queries.Item) -> HttpResponse:
    """Go back to where the form stood: beside the content, or on the item's own page."""
    beside = request.POST.get("from") == "content"
    page = queries.holder_of(found).page(found.id) if beside else queries.page_of(found.id)
    return redirect(page)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
