"""Make an end of a report or a person; and of what reports keep of a file that was erased."""

from datetime import datetime
from uuid import UUID

from schakel.asylum.actions import forget_persons
from schakel.casework.actions.reports import index_report
from schakel.casework.models import ContactLeg, Person, Report
from schakel.intake.actions import erase_original, only_ours
from schakel.intake.queries import Original
from schakel.shell.search import forget_text

# What an officer wrote into a report; reference, unit, codes and moments stay.
WRITTEN = """title text h3_text necessity europol_restrictions europol_reason""".split()


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


def erase_report(report_id: UUID, now: datetime) -> None:
    """Erase what a report says, in the caller's transaction: its persons, files, calls and words.

    The row stays with its reference, so that the log and the threads still know that it was here.
    """
    report = Report.objects.select_for_update().get(id=report_id)
    ids = list(report.originals.values_list("original_id", flat=True))
    report.originals.all().delete()
    for original in only_ours(ids):
        erase_original(original.pk, now=now)
    for person in report.persons.all():
        erase_person(person.id, now)
    report.identifiers.all().delete()
    report.methods.all().delete()
    report.feedback.update(because="")
    for thread in report.threads.all():
        thread.title = thread.reference
        thread.save(update_fields=["title"])
        thread.contact_legs.update(said="", counterpart="")
    for name in WRITTEN:
        setattr(report, name, "")
    report.erased_at = now
    report.save()
    put_report_away(report_id, now)


def put_report_away(report_id: UUID, now: datetime) -> None:
    """Take a report and its calls out of the search; the walls keep it from every page."""
    forget_text(kind="report", object_id=report_id)
    for leg in ContactLeg.objects.filter(thread__report_id=report_id):
        forget_text(kind="contact-leg", object_id=leg.id)


def erase_person(person_id: UUID, now: datetime) -> None:
    """Take a person and what is his out of a report, in the caller's transaction."""
    person = Person.objects.select_related("report").get(id=person_id)
    forget_persons([person.id])
    person.report.identifiers.filter(person=person).delete()
    person.delete()
    index_report(person.report)
