"""The table of stops; a row is written when it is made and once more when it is lifted."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from schakel.stopping.core.scopes import Scope


class ExchangeStop(models.Model):
    """Nothing leaves to a country, an authority, a link or in a case until another lifts it.

    `label` names the target as it was called then; `country` is where an authority or a node is.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    scope = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Scope])
    target = models.CharField(max_length=40)
    country = models.CharField(max_length=20, blank=True)
    label = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    lift_reason = models.CharField(max_length=500, blank=True)
    lifted_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "target"],
                condition=Q(lifted_at__isnull=True),
                name="stopping_stands_once",
            ),
            models.CheckConstraint(
                condition=~Q(lifted_by=F("made_by")), name="stopping_lifted_by_another"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lift_reason="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reason="")),
                name="stopping_lift_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"stop of {self.scope} {self.target}"
