"""Start, fill, decide and close a report."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.casework import queries
from schakel.casework.core.closing import INFORMATION_GRADES, SOURCE_GRADES, Europol
from schakel.casework.models import Counter, MethodCoding, Report, ReportOriginal
from schakel.intake.queries import get_own_original
from schakel.kernel.errors import ConflictError, UnusableInputError
from schakel.knowledge.queries import find_method
from schakel.rulebook.core.codes import to_mask
from schakel.rulebook.core.regimes import regimes_beside
from schakel.shell.search import index_text

EDITABLE = "title text source_grade information_grade h3_text purpose originator necessity".split()


class ReportNotCompleteError(UnusableInputError):
    """A report that cannot be closed yet; `missing` says what it lacks."""

    code = "casework.report_not_complete"

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__("still missing: " + ", ".join(missing))
        self.missing = missing


def next_reference(kind: str, *, now: datetime) -> str:
    """Return the next reference of a series, for example NL-R-2026-000001; each is given once."""
    series = f"{settings.SCHAKEL_NODE.code.upper()}-{kind}-{now:%Y}"
    Counter.objects.get_or_create(series=series)
    counter = Counter.objects.select_for_update().get(series=series)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{series}-{counter.last:06d}"


def start_report(*, by: User, now: datetime, values: Mapping[str, Any] | None = None) -> UUID:
    """Make a draft with the defaults of the unit; whatever is known already may be given.

    Raises:
        NotAllowedError: The role may not write reports.
        ConflictError: The person belongs to no unit.
        UnusableInputError: A value is not one of its list.
    """
    require(by, Capability.WRITE_REPORT)
    if by.unit is None:
        raise ConflictError("who writes a report must belong to a unit")
    with transaction.atomic():
        report = Report.objects.create(
            reference=next_reference("R", now=now),
            unit=by.unit,
            author=by,
            regime=by.unit.regime,
            purpose="crime",
            originator=settings.SCHAKEL_NODE.country,
            codes_mask=to_mask(["H0"]),
            made_at=now,
            changed_at=now,
        )
        _log(report, "report:start", by=by, now=now)
        _apply(report, values or {}, now=now)
    return report.id


def open_report(*, report_id: UUID, by: User, now: datetime) -> Report:
    """Return a report for reading; that it was consulted is in the log.

    Raises:
        NotFoundError: No such report for this user.
    """
    report = queries.get_report(report_id, for_user=by)
    _log(report, "report:open", by=by, now=now)
    return report


def save_report(*, report_id: UUID, values: Mapping[str, Any], by: User, now: datetime) -> None:
    """Keep what was filled in so far; a draft need not be complete.

    Raises:
        NotFoundError: No such report for this user.
        ConflictError: The report is closed.
        UnusableInputError: A value is not one of its list.
    """
    with transaction.atomic():
        report = _draft(report_id, by=by)
        _apply(report, values, now=now)
        _log(report, "report:change", by=by, now=now, fields=sorted(values))


def add_original(*, report_id: UUID, original_id: UUID, by: User, now: datetime) -> None:
    """Let a report rest on a file that the same unit took in.

    Raises:
        NotFoundError: No such report or file for this user.
        ConflictError: The report is closed.
    """
    with transaction.atomic():
        report = _draft(report_id, by=by)
        original = get_own_original(original_id, for_user=by)
        ReportOriginal.objects.get_or_create(report=report, original_id=original.id)
        if not report.title:
            report.title = original.name[:200]
        report.changed_at = now
        report.save(update_fields=["title", "changed_at"])
        index_report(report)
        _log(report, "report:attach", by=by, now=now, original=str(original.id))


def code_method(
    *, report_id: UUID, code: str, fragment: str, benefit: str, by: User, now: datetime
) -> None:
    """Note a method of smugglers with the fragment that it rests on.

    Raises:
        UnusableInputError: Unknown code, no fragment, or no word on the benefit.
    """
    if find_method(code) is None or not fragment.strip():
        raise UnusableInputError("a method needs a code of the list and the fragment it rests on")
    if benefit not in {"financial", "none", "unknown"}:
        raise UnusableInputError("say whether there was a benefit: financial, none or unknown")
    with transaction.atomic():
        report = _draft(report_id, by=by)
        MethodCoding.objects.update_or_create(
            report=report, code=code, defaults={"fragment": fragment[:500], "benefit": benefit}
        )
        _log(report, "report:code", by=by, now=now, code=code)


def decide_europol(
    *,
    report_id: UUID,
    answer: Europol,
    purposes: Iterable[str],
    restrictions: str,
    reason: str,
    by: User,
    now: datetime,
) -> None:
    """Decide whether the report goes to Europol, with the reason; needed before closing."""
    with transaction.atomic():
        report = _draft(report_id, by=by)
        report.europol, report.europol_reason = answer.value, reason
        report.europol_purposes, report.europol_restrictions = list(purposes), restrictions
        report.changed_at = now
        report.save()
        _log(report, "report:europol", by=by, now=now, answer=answer.value)


def close_report(*, report_id: UUID, by: User, now: datetime) -> None:
    """Close a complete report; it does not change any more.

    Raises:
        ReportNotCompleteError: With everything that is missing.
    """
    with transaction.atomic():
        report = _draft(report_id, by=by)
        missing = queries.missing_in(report)
        if missing:
            raise ReportNotCompleteError(tuple(missing))
        report.state, report.closed_at, report.changed_at = Report.State.CLOSED, now, now
        report.save(update_fields=["state", "closed_at", "changed_at"])
        _log(report, "report:close", by=by, now=now)


def _draft(report_id: UUID, *, by: User) -> Report:
    require(by, Capability.WRITE_REPORT)
    report = queries.get_report(report_id, for_user=by)
    if report.state != Report.State.DRAFT:
        raise ConflictError("the report is closed; write a new one that refers to it")
    return report


def _apply(report: Report, values: Mapping[str, Any], *, now: datetime) -> None:
    for name in EDITABLE:
        if name in values:
            setattr(report, name, str(values[name] or ""))
    report.regime = values.get("regime") or report.regime
    if "codes" in values:
        report.codes_mask = to_mask(values["codes"])
    if report.source_grade not in ("", *SOURCE_GRADES):
        raise UnusableInputError("a source is graded A, B, C or X")
    if report.information_grade not in ("", *INFORMATION_GRADES):
        raise UnusableInputError("information is graded 1, 2, 3 or 4")
    if not report.title and report.text:
        report.title = report.text.strip().partition("\n")[0][:80]
    if report.regime not in regimes_beside(report.unit.regime):
        raise UnusableInputError("a report is under one of the regimes of its list")
    report.changed_at = now
    report.save()
    index_report(report)


def index_report(report: Report) -> None:
    """Let a report be found by its text, its persons and its identifiers."""
    names = report.persons.exclude(role="informant").values_list("name", flat=True)
    values = report.identifiers.exclude(person__role="informant").values_list("value", flat=True)
    body = "\n".join([report.reference, report.text, *names, *values])
    index_text(
        kind="report", object_id=report.id, title=report.title or report.reference, body=body
    )


def _log(report: Report, event: str, *, by: User, now: datetime, **facts: Any) -> None:
    record_deed(
        by=by,
        at=now,
        event=event,
        object_kind="report",
        object_id=str(report.id),
        purpose=report.purpose,
        subject_ids=queries.list_subject_ids(report.id),
        justification=f"report:{report.id}" if report.necessity else "",
        facts=facts,
    )
