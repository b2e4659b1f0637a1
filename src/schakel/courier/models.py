"""What couriers took along and brought: the account of each time."""

from uuid import uuid4

from django.db import models


class Carriage(models.Model):
    """One time that something was given to a courier or taken from one; numbers, no content.

    `unknown` are those that nobody here had seen before, `known` those that were here already.
    `refused` has an object per refused envelope: `id`, `code`, and the `receipt` this node signed,
    which goes back with the next courier.
    """

    class Way(models.TextChoices):
        """Whether it left or came."""

        OUT = "out"
        IN = "in"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    way = models.CharField(max_length=3, choices=Way.choices)
    means = models.CharField(max_length=5)  # "file" or "codes"
    node = models.CharField(max_length=40)
    by_name = models.CharField(max_length=60, blank=True)  # empty: by command
    at = models.DateTimeField()
    made_at = models.DateTimeField()  # the file, by the clock of who made it
    unknown = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    early = models.PositiveIntegerField(default=0)  # wait for numbers before them
    files = models.PositiveIntegerField(default=0)
    signed_for = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["node", "way", "-at"], name="courier_carriage_newest")]

    def __str__(self) -> str:
        return f"{self.way} {self.node} {self.at:%Y-%m-%d %H:%M}"

    @property
    def total(self) -> int:
        """Return how many envelopes were in it."""
        return self.unknown + self.known + len(self.refused)
