"""The table of notices that partners gave us."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from schakel.rectification.core.notices import About, Outcome


class HeardNotice(models.Model):
    """A notice of a partner's privacy officer; `item_ids` are the items here that it is about."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    notice_id = models.UUIDField()
    node = models.CharField(max_length=40)
    about = models.CharField(max_length=20, choices=[(a.value, a.value) for a in About])
    item_ids = models.JSONField(default=list)
    outcome = models.CharField(max_length=20, choices=[(o.value, o.value) for o in Outcome])
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "notice_id"], name="rectification_notice_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["done", "kept"]) ^ Q(settled_at__isnull=True),
                name="rectification_settled_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.node}"
