"""What a note did."""

from django.db import models


class Effect(models.Model):
    """One effect of one note; nothing keeps a second one out, so that it would be seen."""

    node = models.CharField(max_length=40)
    number = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.node} {self.number}"
