"""The table of the search index."""

from django.db import models


class SearchText(models.Model):
    """The searchable words of one object; who may see the object is asked of its room."""

    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    title = models.CharField(max_length=300)
    body = models.TextField()
    numbers = models.TextField(blank=True)  # the long numbers of the text, without their spaces

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="shell_search_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
