"""Pages of threads, and of calls and meetings."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, UserRequest, list_units, may, require
from schakel.casework import actions, queries
from schakel.casework import forms as page_forms
from schakel.casework.core.threads import Direction
from schakel.casework.models import Participant
from schakel.casework.wording import HOW, say_leg
from schakel.exchange.actions import mark_read
from schakel.handling.actions import GateClosedError
from schakel.handling.queries import get_decision
from schakel.handling.wording import CODES
from schakel.kernel.errors import UnusableInputError
from schakel.network.queries import list_authorities, list_linked_nodes, list_nodes, name_of
from schakel.rulebook.core.codes import from_mask


@require_safe
def threads(request: UserRequest) -> HttpResponse:
    """List the threads in which my unit takes part."""
    require(request.user, Capability.READ_CONTENT)
    found = queries.list_threads(request.user)[:200]
    return render(request, "casework/threads.html", {"threads": found})


@require_POST
def begin(request: UserRequest, report_id: UUID) -> HttpResponse:
    """Begin the thread of a report, or go to it."""
    thread_id = actions.open_thread(report_id=report_id, by=request.user, now=timezone.now())
    return redirect("casework:thread", thread_id)


@require_safe
def thread(request: UserRequest, thread_id: UUID) -> HttpResponse:
    """Show a thread: who takes part, and every leg that my unit may see."""
    found = queries.get_thread(thread_id, for_user=request.user)
    now, subject = timezone.now(), {"object_kind": "thread", "object_id": str(found.id)}
    mark_read(about=found.id, by=request.user, now=now)
    record_deed(by=request.user, at=now, event="thread:open", **subject)
    own = settings.SCHAKEL_NODE.code
    may_send = may(request.user, Capability.SEND_REQUEST)
    seats = list(found.participants.order_by("admitted_at", "id"))
    inside = {seat.unit_code for seat in seats if seat.node == own}
    dutch = (get_language() or "").startswith("nl")
    shown = {
        "thread": found,
        "seats": _named(seats, own=own, dutch=dutch),
        "own_node": own,
        "partners": [seat for seat in seats if seat.node != own],
        "legs": [
            (entry, say_leg(entry.code, entry.args), entry.at < seats[-1].admitted_at)
            for entry in queries.list_entries(found, for_user=request.user)
        ],
        "outsiders": [
            (unit.code, unit.name_nl if dutch else unit.name_en)
            for unit in list_units()
            if unit.code not in inside and unit.kind != "office"
        ],
        "insiders": [
            (unit.code, unit.name_nl if dutch else unit.name_en)
            for unit in list_units()
            if unit.code in inside and request.user.unit and unit.code != request.user.unit.code
        ],
        "nodes": queries.list_partner_nodes(found.id) if may_send else [],
        "authorities": _outside(found.id, dutch=dutch) if may_send else [],
        "sees_report": found.report_id
        and found.report_id in queries.visible_reports(request.user, {found.report_id}),
    }
    return render(request, "casework/thread.html", shown)


def _named(seats: list[Participant], *, own: str, dutch: bool) -> list[tuple[Participant, str]]:
    """Return who takes part with a name: one of our units by its own, a partner by its node's."""
    units = {unit.code: unit for unit in list_units()}
    nodes = {node.code: node for node in list_nodes()}
    named = []
    for seat in seats:
        known = units.get(seat.unit_code) if seat.node == own else nodes.get(seat.node)
        fallback = seat.unit_code or seat.node.upper()
        named.append((seat, (known.name_nl if dutch else known.name_en) if known else fallback))
    return named


@require_POST
def admit(request: UserRequest, thread_id: UUID) -> HttpResponse:
    """Let another unit of this node join."""
    unit_code = request.POST.get("unit", "")
    actions.admit(thread_id=thread_id, unit_code=unit_code, by=request.user, now=timezone.now())
    messages.success(request, _("The unit joined; it sees what happens from now on."))
    return redirect("casework:thread", thread_id)


@require_POST
def admit_node(request: UserRequest, thread_id: UUID) -> HttpResponse:
    """Let the node of an authority join, after the gate was asked for all who take part."""
    form = page_forms.AuthorityForm(request.POST)
    if not form.is_valid():
        raise UnusableInputError("choose an authority from the list")
    authority_id, now = form.cleaned_data["authority"], timezone.now()
    try:
        actions.admit_node(thread_id=thread_id, authority_id=authority_id, by=request.user, now=now)
    except GateClosedError as error:
        return redirect("handling:decision", error.decision_id)
    messages.success(request, _("The node joined; it hears what happens from now on."))
    return redirect("casework:thread", thread_id)


@require_POST
def release(request: UserRequest, entry_id: UUID) -> HttpResponse:
    """Show an earlier leg to a unit or to a partner node (`node:it`) that joined later."""
    unit, now = request.POST.get("unit", ""), timezone.now()
    kind, _colon, node = unit.partition(":")
    try:
        if kind == "node":
            found = actions.release_to_node(entry_id=entry_id, node=node, by=request.user, now=now)
        else:
            found = actions.release_entry(
                entry_id=entry_id, unit_code=unit, by=request.user, now=now
            )
    except GateClosedError as error:
        return redirect("handling:decision", error.decision_id)
    return redirect("casework:thread", found)


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: UserRequest, thread_id: UUID) -> HttpResponse:
    """Log a call or meeting; what we tell passes the gate before it is spoken."""
    require(request.user, Capability.LOG_CONTACT)
    found = queries.get_thread(thread_id, for_user=request.user)
    form = page_forms.ContactForm(request.POST or None)
    decision = None
    if request.method == "POST" and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        said = {**given, "direction": Direction(given["direction"]), "at": given["at"] or now}
        one = actions.Contact(**said)
        try:
            leg_id = actions.log_contact(thread_id=thread_id, contact=one, by=request.user, now=now)
            return redirect("casework:contact-leg", leg_id)
        except GateClosedError as error:
            decision = get_decision(error.decision_id, for_user=request.user)
        except UnusableInputError as error:
            form.add_error("at", str(error))
    shown = {"thread": found, "form": form, "decision": decision}
    return render(request, "casework/contact.html", shown, status=409 if decision else 200)


@require_safe
def contact_leg(request: UserRequest, leg_id: UUID) -> HttpResponse:
    """Show a call or meeting; printed, it has a cover and the released words alone."""
    leg = queries.get_contact_leg(leg_id, for_user=request.user)
    record_deed(
        by=request.user,
        at=timezone.now(),
        event="contact:open",
        object_kind="contact-leg",
        object_id=str(leg.id),
    )
    codes = [CODES[code] for code in sorted(from_mask(leg.codes_mask))]
    decision = get_decision(leg.decision_id, for_user=request.user) if leg.decision_id else None
    shown = {"leg": leg, "how": HOW[leg.how], "codes": codes, "decision": decision}
    return render(request, "casework/contact_leg.html", shown)


def _outside(thread_id: UUID, *, dutch: bool) -> list[tuple[str, str]]:
    """Return the authorities whose linked node takes no part in the thread."""
    inside = {*queries.list_partner_nodes(thread_id), settings.SCHAKEL_NODE.code}
    linked = {card.code for card in list_linked_nodes()} - inside
    language = "nl" if dutch else "en"
    return [
        (str(one.id), f"{name_of(one.country, language)}: {getattr(one, f'name_{language}')}")
        for one in list_authorities()
        if one.node_id in linked
    ]
