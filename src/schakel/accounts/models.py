"""Tables of people, units and how they are told."""

from uuid import uuid4

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import get_language

from schakel.accounts.core.roles import Role


class Unit(models.Model):
    """A part of this node's organisation; between units stands a wall."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=40)
    name_en = models.CharField(max_length=200)
    name_nl = models.CharField(max_length=200)
    controller = models.CharField(max_length=200)
    regime = models.CharField(max_length=40)
    duty_email = models.EmailField(blank=True)
    duty_webhook = models.URLField(blank=True)

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """Return the name in the reader's language."""
        return self.name_nl if (get_language() or "").startswith("nl") else self.name_en


class User(AbstractUser):
    """A person with one role in one unit."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="users")
    role = models.CharField(max_length=40, choices=[(r.value, r.value) for r in Role])
    deputy = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)

    def __str__(self) -> str:
        return self.username


class OneTimeLink(models.Model):
    """A way in for one person, once; only the hash of its secret is kept.

    `enter` signs in, in the practice environment; `set-up` lets a person set a password, anywhere.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=10)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link of {self.user_id}"


class Notice(models.Model):
    """That something waits for a person or a unit; never what it is about.

    `mailed_at` and `called_at` tell what went out already, so that a failing webhook sends no mail
    twice; `sent_at` is set when nothing is left to send.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="notices")
    kind = models.CharField(max_length=40)
    path = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    problem = models.CharField(max_length=80, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="acknowledged"
    )
    passed_from = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="passed_on"
    )

    class Meta:
        indexes = [models.Index(fields=["sent_at", "next_try_at"], name="accounts_notice_due")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user_id or self.unit_id}"
