"""Tables of items, who holds them, and what their originators said."""

from uuid import uuid4

from django.db import models

from schakel.custody.core.consents import Standing
from schakel.custody.core.deeds import Deed, Outcome


class Item(models.Model):
    """A datum under the control of its originator; all nodes that hold it share its id.

    `kind` names the holder that keeps its content; `from_node` is the hand that gave it to us, our
    own code when we gave it. `originator` is a node, or the country of a partner without one.
    """

    class State(models.TextChoices):
        """Whether its content is here."""

        HELD = "held"
        ERASED = "erased"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.HELD)
    thread_id = models.UUIDField(db_index=True)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=60)
    originator = models.CharField(max_length=40)
    originator_country = models.CharField(max_length=20)
    from_node = models.CharField(max_length=40, blank=True)
    envelope_id = models.UUIDField(null=True)
    codes_mask = models.PositiveSmallIntegerField(default=0)
    purpose = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    restrictions = models.CharField(max_length=500, blank=True)
    files = models.JSONField(default=list)  # SHA-256 of each, which stays as proof
    in_criminal_file_at = models.DateTimeField(null=True)
    exculpatory_at = models.DateTimeField(null=True)
    restricted_at = models.DateTimeField(null=True)
    replaced_by = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="held", erased_at__isnull=True)
                | models.Q(state="erased", erased_at__isnull=False, text="", restrictions=""),
                name="custody_erased_is_empty",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class PassedFile(models.Model):
    """A file of an item that came through another hand."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="passed_files")
    original = models.ForeignKey("intake.Original", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.item_id)


class Copy(models.Model):
    """That an item went to a node: whoever recalls it must reach that node too."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="copies")
    node = models.CharField(max_length=40)
    envelope_id = models.UUIDField(null=True)
    decision_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "node"], name="custody_copy_once_per_node")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.node}"


class Consent(models.Model):
    """A question to the originator of an item, and his answer.

    `asker` is the node that wants to know, `answerer` the one that decides. A node in between holds
    the same row and passes on what it hears: `relay_due` says what it still must pass.
    """

    class Relay(models.TextChoices):
        """What a hand in between must still pass on."""

        NOTHING = ""
        QUESTION = "question"
        ANSWER = "answer"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="consents")
    asker = models.CharField(max_length=40)
    answerer = models.CharField(max_length=40)
    toward_asker = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=40, blank=True)
    receivers = models.JSONField(default=list)
    reason = models.CharField(max_length=500)
    state = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in Standing],
        default=Standing.ASKED.value,
    )
    until = models.DateTimeField(null=True)
    text = models.CharField(max_length=500, blank=True)
    proof = models.CharField(max_length=64, blank=True)
    relay_due = models.CharField(max_length=10, choices=Relay.choices, blank=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lapsed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="given") | models.Q(until__isnull=False),
                name="custody_consent_has_an_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.item_id}"


class HolderNotice(models.Model):
    """A recall, restriction or correction, as its originator said it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="notices")
    deed = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Deed])
    reason = models.CharField(max_length=30)
    replaced_by = models.UUIDField(null=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.deed} {self.item_id}"


class HolderReceipt(models.Model):
    """What a holder did about a notice; empty until he answers. `via` is the hand that told us."""

    notice = models.ForeignKey(HolderNotice, on_delete=models.PROTECT, related_name="receipts")
    node = models.CharField(max_length=40)
    via = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in Outcome], blank=True
    )
    ground = models.CharField(max_length=20, blank=True)
    proof = models.CharField(max_length=64, blank=True)
    envelope_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "node"], name="custody_receipt_once_per_node")
        ]

    def __str__(self) -> str:
        return f"{self.outcome or 'waits'} {self.node}"
