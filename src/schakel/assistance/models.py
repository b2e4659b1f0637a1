"""Tables of requests and answers."""

from uuid import uuid4

from django.db import models

from schakel.instruments.core.states import Side, State
from schakel.network.core.carriers import Carrier


class Request(models.Model):
    """A request, on the side that asks or the side that is asked; both share its id."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    side = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Side])
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in State])
    thread_id = models.UUIDField(db_index=True)
    report_id = models.UUIDField(null=True)
    hit_id = models.UUIDField(null=True)
    reference = models.CharField(max_length=60)
    their_reference = models.CharField(max_length=60, blank=True)
    instrument = models.CharField(max_length=40)
    drafting_unit = models.ForeignKey(
        "accounts.Unit", on_delete=models.PROTECT, null=True, related_name="+"
    )
    handling_unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    sent_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    authority = models.ForeignKey("network.Authority", on_delete=models.PROTECT, null=True)
    partner_node = models.CharField(max_length=40, blank=True)
    partner_country = models.CharField(max_length=20)
    asked = models.TextField(blank=True)
    purpose = models.TextField(blank=True)
    available_because = models.TextField(blank=True)
    connection = models.TextField(blank=True)
    urgency = models.CharField(max_length=20, blank=True)
    urgency_reason = models.TextField(blank=True)
    restrictions = models.TextField(blank=True)
    directly_accessible = models.BooleanField(default=False)
    h3_confirmed = models.BooleanField(default=False)
    not_origin = models.BooleanField(default=False)
    no_asylum = models.BooleanField(default=False)
    carrier = models.CharField(max_length=20)
    carrier_reason = models.CharField(max_length=300, blank=True)
    outside_reference = models.CharField(max_length=100, blank=True)
    dispatch_proof = models.CharField(max_length=300, blank=True)
    remark = models.CharField(max_length=1000, blank=True)
    decision_id = models.UUIDField(null=True)
    envelope_id = models.UUIDField(null=True)
    codes_mask = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    packed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True)
                | models.Q(asked="", purpose="", connection="", restrictions=""),
                name="assistance_erased_request_is_empty",
            )
        ]
        indexes = [models.Index(fields=["handling_unit", "state"], name="assistance_request_desk")]

    def __str__(self) -> str:
        return self.reference

    @property
    def goes_by_schakel(self) -> bool:
        """Tell whether our own envelopes carry it, and not another system or a person."""
        return self.carrier == Carrier.SCHAKEL and bool(self.partner_node)


class Pause(models.Model):
    """A time in which the clock of a request stood still."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="pauses")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True)
                | models.Q(ended_at__gte=models.F("began_at")),
                name="assistance_pause_forward",
            )
        ]

    def __str__(self) -> str:
        return str(self.request_id)


class RequestStep(models.Model):
    """One step of a request; the list of them is its history and never changes."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=30)
    side = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    ground = models.CharField(max_length=10, blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True)
    envelope_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.step} {self.request_id}"


class Answer(models.Model):
    """What came back, or what we gave: information until the giver consents to evidence."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="answers")
    side = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    restrictions = models.CharField(max_length=500, blank=True)
    codes_mask = models.PositiveSmallIntegerField(default=0)
    from_party = models.CharField(max_length=60)
    envelope_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class AnswerFile(models.Model):
    """A file of an answer, kept by its hash."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="files")
    original = models.ForeignKey("intake.Original", on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.answer_id)
