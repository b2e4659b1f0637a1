"""The table of what partners said of their stops."""

from django.db import models


class HeardStop(models.Model):
    """That a partner sends nothing to us for now, or in one case; `lifted_at` that he goes on."""

    stop_id = models.UUIDField()
    node = models.CharField(max_length=40)
    scope = models.CharField(max_length=20)
    thread_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "stop_id"], name="halting_heard_once")
        ]

    def __str__(self) -> str:
        return f"{self.node} {self.scope}"
