"""Pages of reports."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.accounts.queries import Capability, UserRequest, may, require
from schakel.accounts.wording import REGIMES
from schakel.casework import actions, queries
from schakel.casework import forms as page_forms
from schakel.casework.actions.reports import ReportNotCompleteError
from schakel.casework.core.closing import Europol, Missing
from schakel.casework.models import Report
from schakel.casework.wording import BENEFITS, EUROPOL, EUROPOL_PURPOSES, FEEDBACK, MISSING, STATES
from schakel.handling.core.case import Subject
from schakel.handling.wording import SUBJECTS
from schakel.intake import actions as intake
from schakel.intake.queries import list_originals
from schakel.kernel.errors import UnusableInputError
from schakel.rulebook.core.codes import from_mask

PER_PAGE = 50


@require_safe
def reports(request: UserRequest) -> HttpResponse:
    """List the reports of my unit."""
    require(request.user, Capability.READ_CONTENT)
    asked = request.GET.get("page", "")
    page = max(int(asked), 1) if asked.isdecimal() and len(asked) < 7 else 1
    found = list(queries.list_reports(request.user)[(page - 1) * PER_PAGE : page * PER_PAGE + 1])
    shown = {
        "newer": page - 1,
        "older": page + 1 if len(found) > PER_PAGE else 0,
        "lines": [(report, *STATES[report.state]) for report in found[:PER_PAGE]],
        "may_write": may(request.user, Capability.WRITE_REPORT),
    }
    return render(request, "casework/reports.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Take a hint in: files or text, graded, saved at once as a draft."""
    require(request.user, Capability.WRITE_REPORT)
    form = page_forms.HintForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "casework/new.html", {"form": form})
    given, now = form.cleaned_data, timezone.now()
    values = {name: given[name] for name in ("title", "text", "source_grade", "information_grade")}
    report_id = actions.start_report(by=request.user, now=now, values=values)
    messages.success(request, _("Saved as a draft. Settle what was found, then look for hits."))
    _take_files(request, report_id, given["uploads"])
    return redirect("casework:report", report_id)


@require_safe
def report(request: UserRequest, report_id: UUID) -> HttpResponse:
    """Show a report; that it was opened is in the log."""
    found = actions.open_report(report_id=report_id, by=request.user, now=timezone.now())
    return render(request, "casework/report.html", _shown(request, found))


@require_POST
def save(request: UserRequest, report_id: UUID) -> HttpResponse:
    """Keep the body of a report, complete or not."""
    found = queries.get_report(report_id, for_user=request.user)
    form = page_forms.ReportForm(request.POST, unit_regime=found.unit.regime)
    if not form.is_valid():
        return render(request, "casework/report.html", _shown(request, found, form=form))
    try:
        actions.save_report(
            report_id=report_id, values=form.cleaned_data, by=request.user, now=timezone.now()
        )
    except UnusableInputError as error:
        form.add_error("codes", str(error))
        return render(request, "casework/report.html", _shown(request, found, form=form))
    messages.success(request, _("Saved."))
    return redirect("casework:report", report_id)


@require_POST
def attach(request: UserRequest, report_id: UUID) -> HttpResponse:
    """Add files to a report."""
    require(request.user, Capability.WRITE_REPORT)
    queries.get_report(report_id, for_user=request.user)
    _take_files(request, report_id, request.FILES.getlist("uploads"))
    return redirect("casework:report", report_id)


@require_POST
def person(request: UserRequest, report_id: UUID) -> HttpResponse:
    """Add a person; a first choice of "informant" is answered with the fields of one."""
    form = page_forms.PersonForm(request.POST)
    found = queries.get_report(report_id, for_user=request.user)
    if form.is_valid():
        given = form.cleaned_data
        role = Subject(given.pop("role"))
        try:
            actions.add_person(
                report_id=report_id, role=role, by=request.user, now=timezone.now(), **given
            )
            messages.success(request, _("The person was added."))
            return redirect("casework:report", report_id)
        except UnusableInputError as error:
            form.add_error(None, str(error))
    return render(request, "casework/report.html", _shown(request, found, person_form=form))


@require_safe
def person_fields(request: UserRequest, report_id: UUID) -> HttpResponse:
    """Show the fields that go with a role, or nothing: what was typed in them stays."""
    queries.get_report(report_id, for_user=request.user)
    form = page_forms.PersonForm(initial={"role": request.GET.get("role", "")})
    if request.GET.get("shown") == ("informant" if form.is_informant else "named"):
        return HttpResponse(status=204)
    return render(request, "casework/person_fields.html", {"person_form": form})


@require_POST
def role(request: UserRequest, report_id: UUID, person_id: UUID) -> HttpResponse:
    """Give a person another role."""
    form = page_forms.RoleForm(request.POST)
    found = queries.get_report(report_id, for_user=request.user)
    if form.is_valid():
        given = form.cleaned_data
        new_role = Subject(given.pop("role"))
        try:
            actions.change_person(
                person_id=person_id, role=new_role, by=request.user, now=timezone.now(), **given
            )
            return redirect("casework:report", report_id)
        except UnusableInputError as error:
            form.add_error(None, str(error))
    return render(request, "casework/report.html", _shown(request, found, role_form=form))


@require_POST
def method(request: UserRequest, report_id: UUID) -> HttpResponse:
    """Code a method."""
    form = page_forms.MethodForm(request.POST)
    found = queries.get_report(report_id, for_user=request.user)
    if not form.is_valid():
        return render(request, "casework/report.html", _shown(request, found, method_form=form))
    actions.code_method(
        report_id=report_id, by=request.user, now=timezone.now(), **form.cleaned_data
    )
    return redirect("casework:report", report_id)


@require_POST
def europol(request: UserRequest, report_id: UUID) -> HttpResponse:
    """Decide on Europol."""
    form = page_forms.EuropolForm(request.POST)
    found = queries.get_report(report_id, for_user=request.user)
    if not form.is_valid():
        return render(request, "casework/report.html", _shown(request, found, europol_form=form))
    given = form.cleaned_data
    answer = Europol(given.pop("answer"))
    actions.decide_europol(
        report_id=report_id, answer=answer, by=request.user, now=timezone.now(), **given
    )
    return redirect("casework:report", report_id)


@require_POST
def close(request: UserRequest, report_id: UUID) -> HttpResponse:
    """Close a complete report, or say what is missing."""
    try:
        actions.close_report(report_id=report_id, by=request.user, now=timezone.now())
    except ReportNotCompleteError as error:
        lacks = ", ".join(str(MISSING[Missing(code)]) for code in error.missing)
        messages.warning(request, _("Not closed; still missing:") + f" {lacks}.")
    return redirect("casework:report", report_id)


@require_POST
def feedback(request: UserRequest, report_id: UUID) -> HttpResponse:
    """Tell what was done with a report."""
    form = page_forms.FeedbackForm(request.POST)
    found = queries.get_report(report_id, for_user=request.user)
    if form.is_valid():
        try:
            actions.give_feedback(
                report_id=report_id, by=request.user, now=timezone.now(), **form.cleaned_data
            )
            return redirect("casework:report", report_id)
        except UnusableInputError as error:
            form.add_error("because", str(error))
    return render(request, "casework/report.html", _shown(request, found, feedback_form=form))


def _take_files(request: UserRequest, report_id: UUID, files: list[Any]) -> None:
    if not files:
        return
    with intake.taking(country=settings.SCHAKEL_NODE.country) as session:
        for file in files:
            original_id = intake.take_in(
                name=file.name,
                chunks=file.chunks(),
                by=request.user,
                now=timezone.now(),
                country=settings.SCHAKEL_NODE.country,
                session=session,
            )
            actions.add_original(
                report_id=report_id,
                original_id=original_id,
                by=request.user,
                now=timezone.now(),
            )


def _shown(request: UserRequest, found: Report, **given: Any) -> dict[str, Any]:
    draft = found.state == Report.State.DRAFT and may(request.user, Capability.WRITE_REPORT)
    codes = sorted(code.value for code in from_mask(found.codes_mask))
    fields = page_forms.ReportForm.base_fields
    initial = {name: getattr(found, name) for name in fields if hasattr(found, name)}
    tone, state = STATES[found.state]
    return {
        "report": found,
        "tone": tone,
        "state": state,
        "draft": draft,
        "codes": codes,
        "form": page_forms.ReportForm(
            initial={**initial, "codes": codes}, unit_regime=found.unit.regime
        ),
        "person_form": page_forms.PersonForm(),
        "role_form": page_forms.RoleForm(),
        "method_form": page_forms.MethodForm(),
        "europol_form": page_forms.EuropolForm(),
        "feedback_form": page_forms.FeedbackForm(),
        "persons": [(p, SUBJECTS[Subject(p.role)]) for p in found.persons.order_by("made_at")],
        "methods": [(m, BENEFITS[m.benefit]) for m in found.methods.order_by("code")],
        "regime": REGIMES.get(found.regime, found.regime),
        "europol": EUROPOL.get(found.europol, ""),
        "europol_purposes": [EUROPOL_PURPOSES[code] for code in found.europol_purposes],
        "originals": list_originals(queries.original_ids(found.id), for_user=request.user),
        "missing": [MISSING[code] for code in queries.missing_in(found)],
        "feedback": [(f, FEEDBACK[f.answer]) for f in found.feedback.order_by("at")],
        "threads": found.threads.order_by("begun_at"),
        "may_request": may(request.user, Capability.DRAFT_REQUEST),
        **given,
    }
