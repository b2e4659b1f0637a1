"""Tables of what was said about links."""

from django.db import models


class Statement(models.Model):
    """Something this node signed about a link, said again until the partner heard it.

    `about` is the name of the key that it is about; `token` what is sent.
    """

    node = models.CharField(max_length=40)
    deed = models.CharField(max_length=20)
    about = models.CharField(max_length=100)
    token = models.TextField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    problem = models.CharField(max_length=80, blank=True)
    heard_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "deed", "digest"], name="links_statement_once")
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.node}"
