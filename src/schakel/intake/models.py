"""Tables of what came in, what it says, and what was found in it."""

from uuid import uuid4

from django.db import models

from schakel.intake.core.problems import State
from schakel.intake.core.verdicts import Verdict


class Original(models.Model):
    """One file as it came in; its bytes are in the vault under `sha256` and never change.

    `taken_by` is null for a file that a partner's node delivered.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    taken_at = models.DateTimeField()
    country = models.CharField(max_length=2)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in State])
    problem = models.CharField(max_length=40, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=State.REFUSED.value, sha256="")
                | (~models.Q(state=State.REFUSED.value) & ~models.Q(sha256="")),
                name="intake_original_kept_unless_refused",
            ),
        ]
        indexes = [models.Index(fields=["state", "taken_at"], name="intake_original_waiting")]

    def __str__(self) -> str:
        return str(self.id)


class Part(models.Model):
    """An original as it was read (order 0), or a file nested in it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    original = models.ForeignKey(Original, on_delete=models.PROTECT, related_name="parts")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    order = models.PositiveIntegerField()
    path = models.TextField()
    media_type = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    text = models.TextField(blank=True)
    pages = models.PositiveIntegerField()
    problems = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    shown_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["original", "order"], name="intake_part_order"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Finding(models.Model):
    """Something recognised in a part; `start` and `end` count code points of its text."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=20)
    value = models.TextField(null=True)  # noqa: DJ001  # null is "ambiguous", and no text is that
    raw = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    valid = models.BooleanField(null=True)
    assumption = models.TextField(blank=True)
    candidates = models.JSONField(default=list)
    detail = models.TextField(blank=True)
    state = models.CharField(
        max_length=20,
        choices=[(one.value, one.value) for one in Verdict],
        default=Verdict.PROPOSED.value,
    )
    corrected_value = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["part", "kind", "start", "end"], name="intake_finding_once"
            ),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="intake_finding_has_length"
            ),
        ]
        indexes = [
            # What is compared is a small part of what is found.
            models.Index(
                fields=["kind"],
                name="intake_finding_settled",
                condition=models.Q(state__in=[Verdict.ACCEPTED.value, Verdict.CORRECTED.value]),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def sameness(self) -> tuple[str | None, ...]:
        """What it shares with every other place where the same stands, settled alike."""
        unread = self.raw if self.value is None else ""
        return self.kind, self.value, unread, self.state, self.corrected_value

    @property
    def settled_value(self) -> str:
        """The value as a person settled it, or as it is proposed; empty when ambiguous."""
        return self.corrected_value or self.value or ""
