"""Tables of what is known of receivers."""

from uuid import uuid4

from django.db import models

from schakel.safeguards.core.judgements import Measure


class CountryFact(models.Model):
    """One fact about a country, an organisation or a party, with where it comes from."""

    class Status(models.TextChoices):
        """How sure it is."""

        VERIFIED = "verified"
        FROM_MEMORY = "from-memory"
        ASSUMPTION = "assumption"
        UNKNOWN = "unknown"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    party = models.CharField(max_length=20)
    indicator = models.CharField(max_length=60)
    value = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(null=True)
    status = models.CharField(max_length=20, choices=Status.choices)
    source = models.CharField(max_length=300)
    source_url = models.URLField(max_length=300, blank=True)
    licence = models.CharField(max_length=80)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "indicator"], name="safeguards_fact_once")
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.indicator}"


class JudgementText(models.Model):
    """What a judgement says, as a draft and as signed; `authority` is an id of the directory."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    party = models.CharField(max_length=20, db_index=True)
    authority = models.CharField(max_length=36, blank=True)
    authority_name = models.CharField(max_length=200, blank=True)
    measure = models.CharField(
        max_length=20, blank=True, choices=[(m.value, m.value) for m in Measure if m]
    )
    positive = models.BooleanField()
    text = models.TextField()
    sources = models.TextField()
    dissent = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    explanation = models.TextField(blank=True)
    valid_from_date = models.DateField()
    valid_until_date = models.DateField()

    class Meta:
        abstract = True


class JudgementDraft(JudgementText):
    """A judgement that somebody of the desk wrote, for another of the desk to sign."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting"
        SIGNED = "signed"
        DISCARDED = "discarded"

    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    ended_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"draft on {self.party}"


class RightsJudgement(JudgementText):
    """A human-rights judgement on a receiver, signed by a named person, valid a year at most.

    It is never changed: the database refuses (migration 0003). A new one takes its place.
    """

    written_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until_date__gt=models.F("valid_from_date")),
                name="safeguards_judgement_ends",
            ),
            models.CheckConstraint(
                condition=~models.Q(written_by=models.F("signed_by")),
                name="safeguards_judgement_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} until {self.valid_until_date}"


class JudgementWithdrawal(models.Model):
    """That a judgement counts no more, from the moment on; what it said stays."""

    judgement = models.OneToOneField(
        RightsJudgement, on_delete=models.PROTECT, primary_key=True, related_name="withdrawal"
    )
    reason = models.CharField(max_length=500)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"withdrawal of {self.judgement_id}"
