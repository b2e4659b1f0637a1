"""Tables of people, units and how they are told."""

from uuid import uuid4

from django.contrib.auth.models import AbstractUser
from django.db import models

from schakel.accounts.core.roles import Role


class Unit(models.Model):
    """A part of this node's organisation; between units stands a wall."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=40)
    name_en = models.CharField(max_length=200)
    name_nl = models.CharField(max_length=200)
    controller = models.CharField(max_length=200)
    regime = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.code


class User(AbstractUser):
    """A person with one role in one unit."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="users")
    role = models.CharField(max_length=40, choices=[(r.value, r.value) for r in Role])
    deputy = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)

    def __str__(self) -> str:
        return self.username
