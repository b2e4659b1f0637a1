"""Pages: what is known of a receiver, and the question before a call."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.accounts.queries import Capability, UserRequest, require
from schakel.handling.actions import ask_what_if
from schakel.handling.core.case import Asylum, GateCase, HandlingCode, Purpose, Subject
from schakel.handling.queries import get_decision
from schakel.safeguards import queries
from schakel.safeguards.forms import AskForm
from schakel.safeguards.wording import INDICATORS, STATUSES


def ask(request: UserRequest) -> HttpResponse:
    """Ask the gate "what if"; the question is logged and nothing leaves."""
    require(request.user, Capability.ASK_GATE)
    form = AskForm(request.POST or None)
    decision = None
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        case = _case(form.cleaned_data)
        _, decision_id = ask_what_if(case=case, by=request.user, now=now)
        decision = get_decision(decision_id, for_user=request.user)
    return render(request, "handling/ask.html", {"form": form, "decision": decision})


@require_safe
def party(request: UserRequest, code: str) -> HttpResponse:
    """Show what this node knows of a receiver, each fact with its source and mark."""
    require(request.user, Capability.READ_DIRECTORY)
    shown = {
        "code": code,
        "facts": queries.list_facts(code),
        "judgements": queries.list_judgements(code),
        "indicators": INDICATORS,
        "statuses": STATUSES,
    }
    return render(request, "safeguards/party.html", shown)


def _case(given: dict[str, object]) -> GateCase:
    receiver, purpose = str(given["receiver"]).upper(), Purpose(str(given["purpose"]))
    codes = given["codes"]
    assert isinstance(codes, list)
    return GateCase(
        sender=settings.SCHAKEL_NODE.country,
        receiver=receiver,
        purpose=purpose,
        codes=frozenset(HandlingCode(code) for code in codes),
        personal=bool(given["personal"]),
        subject=Subject(str(given["subject"])) if given["subject"] else None,
        minor=bool(given["minor"]),
        evaluated=bool(given["evaluated"]),
        necessity=str(given["necessity"]),
        asylum=Asylum.NONE if given["asylum_asked"] else None,
        receiver_is_origin=False if given["not_origin"] else None,
        facts=queries.facts_about(receiver, purpose=purpose, at=timezone.now()),
    )
