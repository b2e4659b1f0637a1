"""Tables of reports, persons and threads."""

from uuid import uuid4

from django.db import models
from django.db.models import Q


class Counter(models.Model):
    """The last number given in a series, for example of one year's reports."""

    series = models.CharField(max_length=60, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series} {self.last}"


class Report(models.Model):
    """What an officer recorded from a hint."""

    class State(models.TextChoices):
        """Whether it may still change."""

        DRAFT = "draft"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=40, unique=True)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    source_grade = models.CharField(max_length=1, blank=True)
    information_grade = models.CharField(max_length=1, blank=True)
    codes_mask = models.PositiveSmallIntegerField(default=0)
    h3_text = models.CharField(max_length=500, blank=True)
    purpose = models.CharField(max_length=40, blank=True)
    regime = models.CharField(max_length=40, blank=True)
    originator = models.CharField(max_length=20, blank=True)
    necessity = models.CharField(max_length=500, blank=True)
    europol = models.CharField(max_length=10, blank=True)
    europol_purposes = models.JSONField(default=list)
    europol_restrictions = models.CharField(max_length=500, blank=True)
    europol_reason = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "-changed_at"], name="casework_report_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(title="", text="", necessity=""),
                name="casework_erased_report_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(state="closed") ^ Q(closed_at__isnull=True),
                name="casework_report_closed_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(codes_mask__in=[0, 1, 2, 4, 6, 8, 10, 12, 14]),
                name="casework_report_h0_stands_alone",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ReportOriginal(models.Model):
    """A file that a report rests on."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="originals")
    original = models.ForeignKey("intake.Original", on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "original"], name="casework_original_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.original_id}"


class Person(models.Model):
    """A person in one report, in one role; roles are never given by default."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="persons")
    role = models.CharField(max_length=20)
    name = models.CharField(max_length=200, blank=True)
    code_reference = models.CharField(max_length=60, blank=True)
    is_minor = models.BooleanField(default=False)
    birth_date_text = models.CharField(max_length=60, blank=True)
    nationality = models.CharField(max_length=2, blank=True)
    qualification = models.CharField(max_length=300, blank=True)
    qualification_reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(role="informant") & Q(name="") & ~Q(code_reference=""))
                | (~Q(role="informant") & ~Q(name="") & Q(code_reference="")),
                name="casework_informant_has_no_name",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Identifier(models.Model):
    """An identifier that an officer typed; those found in originals stay findings of the intake."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="identifiers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind", "value"], name="casework_identifier_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class MethodCoding(models.Model):
    """A method of smugglers seen in a report, with the fragment it rests on."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="methods")
    code = models.CharField(max_length=10)
    fragment = models.CharField(max_length=500)
    benefit = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "code"], name="casework_method_once")
        ]

    def __str__(self) -> str:
        return self.code


class Feedback(models.Model):
    """What a reader did with a report."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="feedback")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    answer = models.CharField(max_length=20)
    because = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.answer} {self.report_id}"


class Thread(models.Model):
    """Everything from hint to evidence; all nodes that take part share its id."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="threads")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reference


class Participant(models.Model):
    """A unit of a node in a thread, with the reference it uses."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="participants")
    node = models.CharField(max_length=40)
    unit_code = models.CharField(max_length=40)
    reference = models.CharField(max_length=60, blank=True)
    admitted_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "node", "unit_code"], name="casework_participant_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.node}/{self.unit_code}"


class ThreadEntry(models.Model):
    """One leg of a thread, as a code with arguments; the words follow the reader's language."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="entries")
    code = models.CharField(max_length=60)
    direction = models.CharField(max_length=10)
    args = models.JSONField(default=dict)
    path = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["thread", "at"], name="casework_entry_order")]

    def __str__(self) -> str:
        return f"{self.code} {self.thread_id}"


class EntryRelease(models.Model):
    """That a leg from before its admission was released to a unit."""

    entry = models.ForeignKey(ThreadEntry, on_delete=models.PROTECT, related_name="releases")
    unit_code = models.CharField(max_length=40)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "unit_code"], name="casework_release_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.unit_code}"


class ContactLeg(models.Model):
    """A call or meeting with somebody who has no node."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="contact_legs")
    direction = models.CharField(max_length=10)
    how = models.CharField(max_length=20)
    country = models.CharField(max_length=10)
    counterpart = models.CharField(max_length=200)
    said = models.TextField()
    at = models.DateTimeField()
    logged_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    logged_at = models.DateTimeField()
    decision_id = models.UUIDField(null=True)
    gate_outcome = models.CharField(max_length=40, blank=True)
    conditions = models.JSONField(default=list)
    codes_mask = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.how} {self.id}"
