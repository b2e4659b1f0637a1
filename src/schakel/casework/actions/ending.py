"""What reports keep of a file that was erased: its name as a subject, and fragments of its text."""

from schakel.casework.actions.reports import index_report
from schakel.casework.models import Report
from schakel.intake.queries import Original


def forget_original(original: Original, words: str) -> None:
    """Take the name and the fragments of a file out of the reports that rest on it.

    What an officer wrote himself stays: it is his report.
    """
    for report in Report.objects.filter(originals__original_id=original.pk):
        if report.title == original.name[:200]:
            report.title = report.reference
            report.save(update_fields=["title"])
        for coding in report.methods.exclude(fragment=""):
            if coding.fragment.strip() in words:
                coding.fragment = ""
                coding.save(update_fields=["fragment"])
        index_report(report)
