"""Pages of versions: what leaves, what stays, and what the scan says."""

from collections.abc import Iterable
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
from schakel.casework.queries import facts_of_report, get_report
from schakel.handling.actions import GateClosedError
from schakel.handling.core.case import HandlingCode
from schakel.kernel.errors import ConflictError
from schakel.tearline import actions, queries
from schakel.tearline.core.secrets import Secret, count_kinds
from schakel.tearline.forms import AudienceForm, VersionForm
from schakel.tearline.models import Version
from schakel.tearline.wording import KINDS, WHY


@require_safe
def versions(request: UserRequest, report_id: UUID) -> HttpResponse:
    """Show the versions of a report, and the form to begin one."""
    require(request.user, Capability.READ_CONTENT)
    return _list(request, report_id, AudienceForm())


@require_POST
def begin(request: UserRequest, report_id: UUID) -> HttpResponse:
    """Begin a version for one audience."""
    require(request.user, Capability.DRAFT_REQUEST)
    get_report(report_id, for_user=request.user)
    form = AudienceForm(request.POST)
    if not form.is_valid():
        return _list(request, report_id, form, status=400)
    try:
        version_id = actions.begin_version(
            report_id=report_id,
            audience=form.cleaned_data["audience"],
            by=request.user,
            now=timezone.now(),
        )
    except ConflictError:
        form.add_error("audience", _("There is a draft for them already."))
        return _list(request, report_id, form, status=409)
    return redirect("tearline:version", version_id)


@require_safe
def version(request: UserRequest, version_id: UUID) -> HttpResponse:
    """Show what would leave beside what stays; looking is logged."""
    require(request.user, Capability.READ_CONTENT)
    found = queries.get_version(version_id, for_user=request.user)
    record_deed(
        by=request.user,
        at=timezone.now(),
        event="version:open",
        object_kind="version",
        object_id=str(found.id),
    )
    return _page(request, found)


@require_POST
def save(request: UserRequest, version_id: UUID) -> HttpResponse:
    """Keep what was written and ticked."""
    require(request.user, Capability.DRAFT_REQUEST)
    found = queries.get_version(version_id, for_user=request.user)
    form = VersionForm(request.POST, version=found)
    if not form.is_valid():
        return _page(request, found, form=form, status=400)
    actions.save_version(
        version_id=version_id, by=request.user, now=timezone.now(), **form.chosen()
    )
    messages.success(request, _("Kept, and searched again."))
    return redirect("tearline:version", version_id)


@require_POST
def submit(request: UserRequest, version_id: UUID) -> HttpResponse:
    """Give it to who may send it."""
    require(request.user, Capability.DRAFT_REQUEST)
    try:
        actions.submit_version(version_id=version_id, by=request.user, now=timezone.now())
    except actions.LeakError:
        return _stopped(request, version_id)
    messages.success(request, _("It waits for somebody who checks and sends it."))
    return redirect("tearline:version", version_id)


@require_POST
def look(request: UserRequest, version_id: UUID, original_id: UUID) -> HttpResponse:
    """Note that one looked at a file in which nobody can search."""
    require(request.user, Capability.SEND_REQUEST)
    actions.look_at_file(
        version_id=version_id, original_id=original_id, by=request.user, now=timezone.now()
    )
    return redirect("tearline:version", version_id)


@require_POST
def send(request: UserRequest, version_id: UUID) -> HttpResponse:
    """Send what stands below the line."""
    require(request.user, Capability.SEND_REQUEST)
    try:
        actions.send_version(
            version_id=version_id,
            h3_confirmed="h3_confirmed" in request.POST,
            by=request.user,
            now=timezone.now(),
        )
    except actions.LeakError:
        return _stopped(request, version_id)
    except GateClosedError as error:
        return redirect("handling:decision", error.decision_id)
    messages.success(request, _("Sent: what stands below the line, and nothing else."))
    return redirect("tearline:version", version_id)


def _list(
    request: UserRequest, report_id: UUID, form: AudienceForm, *, status: int = 200
) -> HttpResponse:
    shown = {
        "report": get_report(report_id, for_user=request.user),
        "versions": queries.list_versions(report_id, for_user=request.user),
        "form": form if may(request.user, Capability.DRAFT_REQUEST) else None,
    }
    return render(request, "tearline/versions.html", shown, status=status)


def _stopped(request: UserRequest, version_id: UUID) -> HttpResponse:
    found = queries.get_version(version_id, for_user=request.user)
    return _page(request, found, stopped=True, status=409)


def _page(
    request: UserRequest,
    found: Version,
    *,
    form: VersionForm | None = None,
    status: int = 200,
    stopped: bool = False,
) -> HttpResponse:
    seen = queries.preview_of(found)
    reads_report = queries.reads_report(found, request.user)
    writes = reads_report and may(request.user, Capability.DRAFT_REQUEST)
    if writes and found.sent_at is None and form is None:
        given = ("text", "kept_back", "persons", "numbers")
        initial = {name: getattr(found, name) for name in given}
        form = VersionForm(initial={**initial, "originals": found.files}, version=found)
    shown: dict[str, Any] = {
        "version": found,
        "preview": seen,
        "stopped": stopped,
        "reads_report": reads_report,
        "stays": [(f"{KINDS[one.kind]}: {one.value}", WHY[one.kind]) for one in seen.stays],
        "counted": [(KINDS[kind], n) for kind, n in count_kinds(seen.stays).items()],
        "leaks": _say(seen.leaks, in_words=reads_report),
        "files": [(file, _say(file.leaks, in_words=reads_report)) for file in seen.files],
        "form": form if found.sent_at is None and writes else None,
        "sends": may(request.user, Capability.SEND_REQUEST)
        and found.submitted_at is not None
        and found.sent_at is None
        and found.author_id != request.user.id,
        "asks_h3": HandlingCode.H3 in facts_of_report(found.report_id).codes,
    }
    return render(request, "tearline/version.html", shown, status=status)


def _say(leaks: Iterable[Secret], *, in_words: bool) -> list[str]:
    """Return what was found: for who may read the report in words, for others by its kind."""
    if in_words:
        return [f"{KINDS[one.kind]}: {one.value}" for one in leaks]
    return [str(KINDS[one.kind]) for one in leaks]
