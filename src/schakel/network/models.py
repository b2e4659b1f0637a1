"""Tables of the directory."""

from uuid import uuid4

from django.db import models


class Node(models.Model):
    """A partner's node.

    Messages pass once both administrators compared the keys and confirmed. `older_keys` are the
    signing keys that it used before; `capabilities` what it last said that it can do.
    """

    class State(models.TextChoices):
        """Whether messages pass."""

        PROPOSED = "proposed"
        CONFIRMED = "confirmed"
        LINKED = "linked"
        SUSPENDED = "suspended"

    code = models.SlugField(max_length=40, primary_key=True)
    name_en = models.CharField(max_length=200)
    name_nl = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=60)
    url = models.URLField()
    signing_key = models.JSONField()
    encryption_key = models.JSONField()
    protocol = models.CharField(max_length=10)
    state = models.CharField(max_length=20, choices=State.choices, default=State.LINKED)
    linked_at = models.DateTimeField()
    we_confirmed_at = models.DateTimeField(null=True)
    they_confirmed_at = models.DateTimeField(null=True)
    older_keys = models.JSONField(default=list)
    capabilities = models.JSONField(default=dict)
    heard_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class Authority(models.Model):
    """An authority or desk of a partner, with or without a node.

    Hours are by its own clock; equal hours mean round the clock, none that they are not known.
    """

    class Status(models.TextChoices):
        """How sure the entry is."""

        VERIFIED = "verified"
        FROM_MEMORY = "from-memory"
        ASSUMPTION = "assumption"
        UNKNOWN = "unknown"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, null=True, blank=True)
    unit_code = models.CharField(max_length=40, blank=True)
    name_en = models.CharField(max_length=200)
    name_nl = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=60)
    opens_at = models.TimeField(null=True)
    closes_at = models.TimeField(null=True)
    channels = models.JSONField(default=list)
    languages = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=300)
    as_of_date = models.DateField()
    status = models.CharField(max_length=20, choices=Status.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "kind", "name_en"], name="network_authority_once"
            )
        ]

    def __str__(self) -> str:
        return self.name_en


class Contact(models.Model):
    """A person or desk of an authority that one calls or writes to, above all without a node.

    The function outlives the person: rotation changes the name and keeps the entry.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="contacts")
    function = models.CharField(max_length=120)
    person = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=20)
    reach = models.CharField(max_length=200)
    languages = models.CharField(max_length=100, blank=True)
    opens_at = models.TimeField(null=True)
    closes_at = models.TimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "function", "channel"], name="network_contact_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.function} ({self.channel})"
