"""Tables of what goes out and what comes in."""

from uuid import uuid4

from django.db import models


class Link(models.Model):
    """The link with one node: its two counters, and whether the node answers.

    While `is_healing` nothing is sent: after a restore both ledgers are first brought together.
    """

    node = models.CharField(max_length=40, primary_key=True)
    last_sent_seq = models.BigIntegerField(default=0)
    last_sent_digest = models.CharField(max_length=64, blank=True)
    last_handled_seq = models.BigIntegerField(default=0)
    last_handled_digest = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    down_since = models.DateTimeField(null=True)
    problem = models.CharField(max_length=80, blank=True)
    is_healing = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.node


class Outgoing(models.Model):
    """An envelope of ours, kept until its receiver has signed for it.

    `is_void_due` when it will never be taken (refused, expired): an empty message must fill its
    number, or everything behind it would wait for ever. `token` is what was signed, kept only until
    the receiver has it: then this node can read its own message no more. `unit_code` is the unit
    that waits; `lapses_at` when the next stage should have been reached; `tried_at` when it was
    first on its way. What is held, and what waits for a large file, lies aside under a negative
    number.
    """

    class State(models.TextChoices):
        """How far it came."""

        WAITING = "waiting"
        HELD = "held"
        TRAVELLING = "travelling"
        ACCEPTED = "accepted"
        DELIVERED = "delivered"
        OPENED = "opened"
        FAILED = "failed"
        EXPIRED = "expired"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT)
    seq = models.BigIntegerField()
    prev = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=60)
    thread_id = models.UUIDField(db_index=True)
    decision_id = models.UUIDField()
    sealed = models.JSONField()
    token = models.TextField(blank=True)
    unit_code = models.CharField(max_length=200, blank=True)
    lapses_at = models.DateTimeField(null=True, db_index=True)
    blobs = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    is_void_due = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField()
    problem = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "seq"], name="exchange_outgoing_in_order")
        ]
        indexes = [
            models.Index(
                fields=["link", "seq"],
                name="exchange_outgoing_to_send",
                condition=models.Q(state="waiting") | models.Q(is_void_due=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.link_id} {self.seq}"


class Incoming(models.Model):
    """An envelope of a partner that passed every check; it takes effect once, in order.

    `token` is what the partner signed; `receipts` are what this node signed about it, given again
    whenever the envelope comes again. `about` is the object of a higher room in which it is read.
    Until `is_unpacked` a large file of it is still encrypted.
    """

    class State(models.TextChoices):
        """Whether it took effect."""

        WAITING = "waiting"
        DELIVERED = "delivered"
        FAILED = "failed"

    envelope_id = models.UUIDField(db_index=True)
    link = models.ForeignKey(Link, on_delete=models.PROTECT)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    thread_id = models.UUIDField()
    digest = models.CharField(max_length=64)
    token = models.TextField()
    receipts = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=80, blank=True)
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    about = models.UUIDField(null=True, db_index=True)
    is_unpacked = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "seq"], name="exchange_incoming_once"),
            models.UniqueConstraint(fields=["link", "envelope_id"], name="exchange_incoming_id"),
        ]
        indexes = [
            models.Index(
                fields=["link", "seq"],
                name="exchange_incoming_to_do",
                condition=models.Q(state="waiting"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.link_id} {self.seq}"


class Receipt(models.Model):
    """A signed statement of the receiver about an envelope of ours."""

    outgoing = models.ForeignKey(Outgoing, on_delete=models.PROTECT, related_name="receipts")
    stage = models.CharField(max_length=20)
    token = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outgoing", "stage"], name="exchange_receipt_once")
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.outgoing_id}"


class Evidence(models.Model):
    """A signed statement of this node that a stage of a delivery was not reached in time."""

    outgoing = models.ForeignKey(Outgoing, on_delete=models.PROTECT, related_name="evidences")
    stage = models.CharField(max_length=20)
    token = models.TextField()
    due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outgoing", "stage"], name="exchange_evidence_once")
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.outgoing_id}"


class BlobSent(models.Model):
    """The ciphertext of a file that a node has, so that a new attempt does not send it again."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "digest"], name="exchange_blob_sent_once")
        ]

    def __str__(self) -> str:
        return f"{self.digest} {self.link_id}"


class SeenCall(models.Model):
    """The id of a call that was answered, so that it is not answered again."""

    id = models.UUIDField(primary_key=True, editable=False)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.id)
