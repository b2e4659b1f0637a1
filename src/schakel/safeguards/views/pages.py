"""Pages: what is known of a receiver, and the question before a call."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from schakel.accounts.queries import Capability, UserRequest, may, require
from schakel.handling.actions import ask_what_if
from schakel.handling.core.case import Purpose
from schakel.handling.queries import get_decision
from schakel.safeguards import queries
from schakel.safeguards.forms import AskForm, WithdrawForm
from schakel.safeguards.showing import show_judgement
from schakel.safeguards.wording import INDICATORS, SOURCES, STATUSES, VALUES


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: UserRequest) -> HttpResponse:
    """Ask the gate "what if"; the question is logged and nothing leaves."""
    require(request.user, Capability.ASK_GATE)
    form = AskForm(request.POST or None, initial={"receiver": request.GET.get("receiver", "")})
    decision = None
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        receiver, purpose = form.cleaned_data["receiver"], form.cleaned_data["purpose"]
        facts = queries.facts_about(receiver, purpose=Purpose(purpose), at=now)
        case = form.to_case(sender=settings.SCHAKEL_NODE.country, facts=facts)
        _, decision_id = ask_what_if(case=case, by=request.user, now=now)
        decision = get_decision(decision_id, for_user=request.user)
    return render(request, "safeguards/ask.html", {"form": form, "decision": decision})


@require_safe
def party(request: UserRequest, code: str) -> HttpResponse:
    """Show what this node knows of a receiver, each fact with its source and mark."""
    require(request.user, Capability.READ_DIRECTORY)
    now = timezone.now()
    shown = {
        "code": code,
        "name": queries.name_of(code, (get_language() or "en")[:2]),
        "is_european": queries.is_european(code),
        "facts": queries.list_facts(code),
        "counting": [
            show_judgement(one, at=now) for one in queries.list_counting(at=now, party=code)
        ],
        "judgements": [
            {
                **show_judgement(one, at=now),
                "withdraw": WithdrawForm(auto_id=f"{one.id}-%s"),
            }
            for one in queries.list_judgements(code)
        ],
        "judges": may(request.user, Capability.SIGN_JUDGEMENT),
        "indicators": INDICATORS,
        "sources": SOURCES,
        "statuses": STATUSES,
        "values": VALUES,
    }
    return render(request, "safeguards/party.html", shown)
