"""The page of hits of one report."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, UserRequest, list_units, may, require
from schakel.casework import actions as casework
from schakel.casework.queries import get_report, list_identifiers, list_owners, list_persons
from schakel.handling.wording import PURPOSES, SUBJECTS
from schakel.intake.wording import KINDS
from schakel.matching import actions, queries
from schakel.matching.core.keys import comparison_key
from schakel.matching.core.quota import DAY_SPENT
from schakel.matching.forms import AskForm, OwnerForm
from schakel.matching.models import Question
from schakel.matching.wording import LIKENESSES, PROBLEMS, SIDES, STATES
from schakel.network.queries import list_linked_nodes
from schakel.safeguards.queries import is_european


@require_safe
def report_hits(request: UserRequest, report_id: UUID) -> HttpResponse:
    """Show who knows what of a report; looking is logged."""
    return _page(request, report_id, _form())


@require_POST
def ask(request: UserRequest, report_id: UUID) -> HttpResponse:
    """Ask the chosen partners."""
    form = _form(request.POST)
    if not form.is_valid():
        return _page(request, report_id, form)
    actions.ask_partners(
        report_id=report_id,
        nodes=form.cleaned_data["nodes"],
        by=request.user,
        now=timezone.now(),
    )
    return redirect("matching:report", report_id)


@require_POST
def owner(request: UserRequest, report_id: UUID) -> HttpResponse:
    """Keep whose an identifier is."""
    require(request.user, Capability.WRITE_REPORT)
    get_report(report_id, for_user=request.user)
    form = OwnerForm(request.POST, persons=_persons(report_id))
    if not form.is_valid():
        return _page(request, report_id, _form())
    casework.set_owner(
        report_id=report_id, by=request.user, now=timezone.now(), **form.cleaned_data
    )
    return redirect("matching:report", report_id)


@require_safe
def counts(request: UserRequest) -> HttpResponse:
    """Show the privacy officer how many blind questions passed, to and from each partner."""
    shown = {
        "counts": queries.list_counts(for_user=request.user),
        "most": settings.SCHAKEL_QUESTIONS_A_DAY,
        "purposes": PURPOSES,
        "sides": SIDES,
    }
    return render(request, "matching/counts.html", shown)


def _persons(report_id: UUID) -> list[tuple[str, str]]:
    return [
        (str(person.id), f"{person.name or person.code_reference} ({SUBJECTS[person.role]})")
        for person in list_persons(report_id)
    ]


def _owners(user: User, report_id: UUID) -> list[tuple[object, str, bool, OwnerForm]]:
    """Return kind, value, whether it is compared, and the form, of each identifier."""
    persons = _persons(report_id)
    if not persons or not may(user, Capability.WRITE_REPORT):
        return []
    owners = list_owners(report_id)
    compared = {(kind, value) for _, kind, value in queries.keys_of_report(report_id)}
    shown = []
    for number, item in enumerate(list_identifiers(report_id)):
        if comparison_key(item.kind, item.value) is None:
            continue
        person = owners.get((item.kind, item.value))
        form = OwnerForm(
            persons=persons,
            auto_id=f"owner-{number}-%s",
            initial={"kind": item.kind, "value": item.value, "person_id": person and person.id},
        )
        shown.append((_kind(item.kind), item.value, (item.kind, item.value) in compared, form))
    return shown


def _form(data: Any = None) -> AskForm:
    names = _names()
    europe = [node.code for node in list_linked_nodes() if is_european(node.country)]
    return AskForm(data, offered={code: names[code] for code in europe}, linked=frozenset(names))


def _names() -> dict[str, str]:
    dutch = (get_language() or "").startswith("nl")
    return {n.code: n.name_nl if dutch else n.name_en for n in list_linked_nodes()}


def _page(request: UserRequest, report_id: UUID, form: AskForm) -> HttpResponse:
    report = get_report(report_id, for_user=request.user)
    record_deed(
        by=request.user,
        at=timezone.now(),
        event="hits:open",
        object_kind="report",
        object_id=str(report_id),
    )
    shown = {
        "report": report,
        "form": form,
        "owners": _owners(request.user, report_id),
        **_found(request.user, report_id),
    }
    name = "matching/report.html#hits" if request.htmx else "matching/report.html"
    return render(request, name, shown)


def _found(user: User, report_id: UUID) -> dict[str, Any]:
    questions = queries.list_questions(report_id)
    hits = {(hit.node, hit.key): hit for hit in queries.list_partner_hits(report_id)}
    asked = {
        (question.node, key)
        for question in questions
        if question.state == Question.State.ANSWERED
        for key in question.keys
    }
    names = _names()
    columns = sorted({question.node for question in questions})
    dutch = (get_language() or "").startswith("nl")
    units = {u.code: u.name_nl if dutch else u.name_en for u in list_units()}
    return {
        "may_ask": may(user, Capability.ASK_PARTNERS),
        "may_request": may(user, Capability.DRAFT_REQUEST),
        "nodes": [names.get(code, code) for code in columns],
        "rows": [
            (
                _kind(kind),
                value,
                [(code, hits.get((code, key)), (code, key) in asked) for code in columns],
            )
            for key, kind, value in queries.keys_of_report(report_id)
        ],
        "own_hits": [
            (
                hit,
                _kind(hit.kind),
                units[hit.unit_code],
                LIKENESSES[hit.likeness.why] if hit.likeness else "",
            )
            for hit in queries.find_own_hits(report_id, for_user=user)
        ],
        "questions": _put_together(questions, names),
        "waiting": any(
            q.state == Question.State.WAITING and q.problem != DAY_SPENT for q in questions
        ),
    }


def _put_together(questions: list[Question], names: dict[str, str]) -> list[tuple[object, ...]]:
    """Return what was asked of a partner at once, and came out the same, as one line."""
    together: dict[tuple[str, ...], list[Question]] = {}
    for one in questions:
        same = (one.node, one.asked_at.isoformat(), one.state, one.problem)
        together.setdefault(same, []).append(one)
    return [
        (
            asked[0],
            len(asked),
            names.get(asked[0].node, asked[0].node),
            *STATES[asked[0].state],
            PROBLEMS.get(asked[0].problem, asked[0].problem),
        )
        for asked in together.values()
    ]


def _kind(kind: str) -> object:
    return KINDS.get(kind, _("Name"))
