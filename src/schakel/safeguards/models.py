"""Tables of what is known of receivers."""

from uuid import uuid4

from django.db import models


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


class RightsJudgement(models.Model):
    """A human-rights judgement on a receiver, signed by a named person, valid a year at most."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    party = models.CharField(max_length=20, db_index=True)
    positive = models.BooleanField()
    text = models.TextField()
    sources = models.TextField()
    dissent = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    signed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    signed_at = models.DateTimeField()
    valid_from_date = models.DateField()
    valid_until_date = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until_date__gt=models.F("valid_from_date")),
                name="safeguards_judgement_ends",
            )
        ]

    def __str__(self) -> str:
        return f"{self.party} until {self.valid_until_date}"
