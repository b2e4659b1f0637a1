"""The page of a person: what may leave, and the question to the immigration service."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, UserRequest, may, require
from schakel.asylum.actions import ask_about
from schakel.asylum.queries import find_newest
from schakel.handling.actions import GateClosedError
from schakel.handling.queries import get_decision
from schakel.handling.wording import SUBJECTS
from schakel.kernel.errors import ConflictError, UnusableInputError
from schakel.release import actions
from schakel.release.core.lists import Trimmed
from schakel.release.core.records import PersonRecord
from schakel.release.forms import ReleaseForm
from schakel.release.queries import get_person_record
from schakel.release.wording import FIELDS, WHY


@require_safe
def person(request: UserRequest, person_id: UUID) -> HttpResponse:
    """Show a person and the question to whom it would go; looking is logged."""
    require(request.user, Capability.READ_CONTENT)
    return _page(request, get_person_record(person_id, for_user=request.user), ReleaseForm())


@require_POST
def ask_asylum(request: UserRequest, person_id: UUID) -> HttpResponse:
    """Ask the immigration service about this person."""
    record = get_person_record(person_id, for_user=request.user)
    fields = record.fields
    try:
        ask_about(
            anchor_id=record.report_id,
            person_id=person_id,
            name=" ".join(fields["name"]),
            birth_date_text=" ".join(fields["birth_date"]),
            nationality=record.nationality,
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("The immigration service was asked."))
    except (ConflictError, UnusableInputError) as error:
        messages.warning(request, str(error))
    return redirect("release:person", person_id)


@require_POST
def what_if(request: UserRequest, person_id: UUID) -> HttpResponse:
    """Show exactly what would leave, beside what stays and why, and what the gate says."""
    require(request.user, Capability.ASK_GATE)
    record = get_person_record(person_id, for_user=request.user)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _page(request, record, form, status=400)
    wanted = actions.Wanted(**form.wanted())
    decision_id = actions.ask_about_person(
        person_id=person_id, wanted=wanted, by=request.user, now=timezone.now()
    )
    trimmed = actions.preview(person_id=person_id, wanted=wanted, by=request.user)
    return _page(
        request,
        record,
        form,
        decision=get_decision(decision_id, for_user=request.user),
        trimmed=_lines(trimmed),
    )


@require_POST
def release(request: UserRequest, person_id: UUID) -> HttpResponse:
    """Release the record and show what to hand over: exactly the fields of the preview."""
    require(request.user, Capability.SEND_REQUEST)
    record = get_person_record(person_id, for_user=request.user)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _page(request, record, form, status=400)
    wanted = actions.Wanted(**form.wanted())
    try:
        cleared, trimmed = actions.release_record(
            person_id=person_id, wanted=wanted, by=request.user, now=timezone.now()
        )
    except GateClosedError as error:
        return redirect("handling:decision", error.decision_id)
    except UnusableInputError as error:
        form.add_error(None, str(error))
        return _page(request, record, form, status=400)
    shown = {"cleared": cleared, "trimmed": _lines(trimmed)}
    return render(request, "release/released.html", shown)


def _page(
    request: UserRequest, record: PersonRecord, form: ReleaseForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    record_deed(
        by=request.user,
        at=timezone.now(),
        event="person:open",
        object_kind="person",
        object_id=str(record.id),
    )
    shown = {
        "record": record,
        "role": SUBJECTS[record.role],
        "form": form,
        "check": find_newest(record.id, for_user=request.user),
        "may_ask": may(request.user, Capability.ASK_ASYLUM_CHECK),
        "may_release": may(request.user, Capability.SEND_REQUEST),
        **more,
    }
    return render(request, "release/person.html", shown, status=status)


def _lines(trimmed: Trimmed) -> dict[str, list[tuple[Any, str]]]:
    return {
        "leaves": [(FIELDS[name], ", ".join(values)) for name, values in trimmed.leaves.items()],
        "stays": [(FIELDS[name], str(WHY[why])) for name, why in trimmed.stays.items()],
    }
