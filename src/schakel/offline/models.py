"""Which reports were handed over: so that each is taken once."""

from django.conf import settings
from django.db import models


class HandedOver(models.Model):
    """A report of a device; `id` was made there, `digest` is of the sealed text."""

    id = models.UUIDField(primary_key=True, editable=False)
    digest = models.CharField(max_length=64)
    report_id = models.UUIDField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)
