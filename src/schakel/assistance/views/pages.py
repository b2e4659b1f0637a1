"""Pages that show requests."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, UserRequest, may, require
from schakel.assistance import forms, queries
from schakel.assistance.actions.answering import open_request
from schakel.assistance.actions.carrying import GOING, package_of
from schakel.assistance.actions.preparing import FORM
from schakel.assistance.desk import partner_of
from schakel.assistance.models import Request
from schakel.assistance.wording import USES
from schakel.casework.queries import find_thread, get_thread
from schakel.custody.queries import custody_of
from schakel.handling.queries import get_decision
from schakel.instruments.core.states import ENDED, Side, State, Step, possible_steps
from schakel.instruments.wording import FIELDS, GROUNDS, INSTRUMENTS, STATES, STEPS, URGENCIES
from schakel.kernel.errors import NotFoundError
from schakel.network.queries import Proposal, propose_authorities
from schakel.network.wording import CHANNELS
from schakel.retention.queries import put_away_ids
from schakel.rulebook.core.codes import from_mask
from schakel.stopping.queries import require_moving


@require_safe
def listing(request: UserRequest) -> HttpResponse:
    """List the requests that I may see."""
    require(request.user, Capability.READ_CONTENT)
    lines = [(one, *STATES[one.state]) for one in queries.list_requests(request.user)[:200]]
    return render(request, "assistance/list.html", {"lines": lines})


@require_safe
def in_thread(request: UserRequest, thread_id: UUID) -> HttpResponse:
    """List the requests of a thread; a fragment when htmx asks."""
    now = timezone.now()
    get_thread(thread_id, for_user=request.user)
    found = queries.list_in_thread(thread_id, for_user=request.user)
    lines = [(one, *STATES[one.state], queries.clock_of(one, now=now)) for one in found]
    name = "assistance/thread.html#requests" if request.htmx else "assistance/thread.html"
    return render(request, name, {"lines": lines, "thread_id": thread_id})


@require_safe
def detail(request: UserRequest, request_id: UUID) -> HttpResponse:
    """Show a request; that it was opened is in the log, and the sender gets his receipt."""
    now = timezone.now()
    found = open_request(request_id=request_id, by=request.user, now=now)
    record_deed(
        by=request.user,
        at=now,
        event="request:open",
        object_kind="request",
        object_id=str(found.id),
    )
    return render(request, "assistance/request.html", shown(request, found, now=now))


@require_safe
def package_page(request: UserRequest, request_id: UUID) -> HttpResponse:
    """Show the request as it leaves by another carrier, to print; after the gate."""
    found = _packed(request, request_id)
    return render(request, "assistance/package.html", shown(request, found, now=timezone.now()))


@require_safe
def package_file(request: UserRequest, request_id: UUID) -> HttpResponse:
    """Give the package as a file for the other system; after the gate."""
    found = _packed(request, request_id)
    now = timezone.now()
    package = {
        "request": package_of(found, now=now),
        "codes": sorted(code.value for code in from_mask(found.codes_mask)),
        "carrier": found.carrier,
        "decision": str(found.decision_id),
    }
    answer = JsonResponse(package, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{found.reference}.json"'
    return answer


def _packed(request: UserRequest, request_id: UUID) -> Request:
    """Return a request whose package was made and not undone; that it was taken is in the log."""
    found = queries.get_request(request_id, for_user=request.user)
    if found.packed_at is None or found.side != Side.ASKING:
        raise NotFoundError("nothing was cleared to leave")
    require_moving("request", found.id, country=found.partner_country)
    record_deed(
        by=request.user,
        at=timezone.now(),
        event="request:package-open",
        object_kind="request",
        object_id=str(found.id),
        recipient=found.partner_country,
    )
    return found


def proposals_for(found: Request | None, country: str = "") -> tuple[Proposal, ...]:
    """Return every authority a request could go to: the fitting ones first."""
    return tuple(
        sorted(
            propose_authorities(country=country, instrument="dir-2023-977"),
            key=lambda p: (
                "other-authority" in p.reasons,
                p.authority.country == settings.SCHAKEL_NODE.country,
                p.authority.country,
            ),
        )
    )


def shown(request: UserRequest, found: Request, *, now: datetime, **given: Any) -> dict[str, Any]:
    """Return what the page of a request needs."""
    user = request.user
    tone, state = STATES[found.state]
    thread = find_thread(found.thread_id)
    return {
        "found": found,
        "thread": thread,
        "partner": partner_of(found),
        "tone": tone,
        "state": state,
        "instrument": INSTRUMENTS[found.instrument],
        "prescribed": CHANNELS[queries.instrument_of(found).carrier],
        "carrier": CHANNELS[found.carrier],
        "by_schakel": found.goes_by_schakel,
        "codes": sorted(code.value for code in from_mask(found.codes_mask)),
        "fields": [
            (FIELDS[name], _said(found, name)) for name in FIELDS if getattr(found, name, "")
        ],
        "running": queries.clock_of(found, now=now),
        "history": [
            (step, STEPS[step.step], GROUNDS.get(step.ground, ""))
            for step in found.steps.select_related("by").order_by("at", "id")
        ],
        "answers": _answers(found, user=user, now=now),
        "decision": get_decision_or_none(found, user=user),
        **_forms(found, editable=_is_editable(found, user), now=now),
        **_deeds(found, user),
        **given,
    }


def _forms(found: Request, *, editable: bool, now: datetime) -> dict[str, Any]:
    initial = {name: getattr(found, name) for name in FORM}
    initial["authority"] = str(found.authority_id)
    return {
        "form": forms.RequestForm(initial=initial, proposals=proposals_for(found))
        if editable
        else None,
        "remark_form": forms.RemarkForm(),
        "refuse_form": forms.RefuseForm(),
        "answer_form": forms.AnswerForm(),
        "by_hand_form": forms.ByHandForm(),
        "dispatch_form": forms.DispatchForm(),
        "receipt_form": forms.ReceiptForm(),
    }


def _is_editable(found: Request, user: User) -> bool:
    drafting = found.state == State.DRAFT and found.drafting_unit_id == user.unit_id
    checking = found.state == State.IN_REVIEW and found.handling_unit_id == user.unit_id
    return drafting or (checking and may(user, Capability.SEND_REQUEST))


def _deeds(found: Request, user: User) -> dict[str, bool]:
    """Return which deeds the page offers; each is checked again when it is done."""
    side = Side(found.side)
    steps = possible_steps(State(found.state), by=side)
    desk = found.handling_unit_id == user.unit_id
    drafting = found.drafting_unit_id == user.unit_id
    asking, answers = side is Side.ASKING, may(user, Capability.ANSWER_REQUEST)
    outside = asking and desk and not found.goes_by_schakel and found.sent_at is not None
    going = outside and found.state in GOING and may(user, Capability.SEND_REQUEST)
    return {
        "may_submit": Step.SUBMIT in steps and drafting,
        "may_check": Step.SEND in steps and desk and may(user, Capability.SEND_REQUEST),
        "own_draft": found.drafted_by_id == user.id,
        "may_withdraw": Step.WITHDRAW in steps and drafting,
        "may_close": Step.CLOSE in steps and drafting and may(user, Capability.DRAFT_REQUEST),
        "may_clarify": asking and Step.CLARIFY in steps and (drafting or desk),
        "may_answer": Step.ANSWER in steps and answers,
        "may_refuse": Step.REFUSE in steps and answers,
        "may_take_up": Step.TAKE_UP in steps and answers,
        "may_ask": Step.ASK_CLARIFICATION in steps and answers,
        "by_hand": outside and State(found.state) not in ENDED,
        "may_record_receipt": going and found.received_at is None,
        "refused_outside": going,
        "asked_outside": going and found.state != State.CLARIFYING,
    }


def get_decision_or_none(found: Request, *, user: Any) -> Any:
    """Return the decision of the gate on a request when the user's unit asked for it."""
    if found.decision_id is None:
        return None
    try:
        return get_decision(found.decision_id, for_user=user)
    except NotFoundError:
        return None


def _said(found: Request, name: str) -> Any:
    return URGENCIES[found.urgency] if name == "urgency" else getattr(found, name)


def _answers(found: Request, *, user: User, now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "answer": answer,
            "use": USES[queries.use_of(answer, at=now)],
            "codes": sorted(code.value for code in from_mask(answer.codes_mask)),
            "files": list(answer.files.order_by("name")),
            **custody_of(answer.id, for_user=user, now=now),
        }
        for answer in found.answers.exclude(id__in=put_away_ids("item")).order_by("at")
    ]
