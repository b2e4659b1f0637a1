"""What was matched on a file or a report that was erased."""

from datetime import datetime
from uuid import UUID

from schakel.casework.queries import list_resting_on
from schakel.intake.queries import Original
from schakel.matching import queries
from schakel.matching.models import Hit, Question


def forget_original(original: Original, words: str) -> None:
    """Take out of hits and questions every key that its report has no longer from elsewhere."""
    for report_id in list_resting_on(original.pk):
        known = {key for key, _, _ in queries.keys_of_report(report_id)}
        Hit.objects.filter(report_id=report_id).exclude(key__in=known).delete()
        for question in Question.objects.filter(report_id=report_id):
            question.keys = [key for key in question.keys if key in known]
            question.save(update_fields=["keys"])


def forget_report(kind: str, object_id: UUID, now: datetime) -> None:
    """Take out every hit and question of a report that was destroyed; that was asked stays."""
    if kind == "report":
        Hit.objects.filter(report_id=object_id).delete()
        Question.objects.filter(report_id=object_id).update(keys=[])
