"""What a reader did with a report, told to its writer."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import notify, record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.casework import queries
from schakel.casework.models import Feedback
from schakel.kernel.errors import UnusableInputError

ANSWERS = ("used", "passed-on", "not-usable")


def give_feedback(*, report_id: UUID, answer: str, because: str, by: User, now: datetime) -> None:
    """Say whether a report was used, passed on, or not usable, and why.

    Raises:
        UnusableInputError: Unknown answer, or not usable without a reason.
        NotFoundError: No such report for this user.
    """
    require(by, Capability.GIVE_FEEDBACK)
    if answer not in ANSWERS:
        raise UnusableInputError("say used, passed on or not usable")
    if answer == "not-usable" and not because.strip():
        raise UnusableInputError("say why it was not usable, so that the next one is")
    report = queries.get_report(report_id, for_user=by)
    with transaction.atomic():
        Feedback.objects.create(report=report, by=by, answer=answer, because=because, at=now)
        record_deed(
            by=by,
            at=now,
            event="report:feedback",
            object_kind="report",
            object_id=str(report.id),
            facts={"answer": answer},
        )
        notify(
            unit_code=report.unit.code,
            user_id=report.author_id,
            kind="feedback-given",
            path=f"/casework/reports/{report.id}",
            now=now,
        )
