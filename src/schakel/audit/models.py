"""Tables of the log."""

from typing import Any
from uuid import uuid4

from django.db import models

from schakel.audit.core.entry import Entry

# What is left of a line when its own retention ends; id, moment, event and place stay.
ERASED: dict[str, Any] = {
    "actor": "",
    "actor_role": "",
    "unit": "",
    "object_kind": "",
    "object_id": "",
    "purpose": "",
    "legal_basis": "",
    "recipient": "",
    "codes": [],
    "decision_id": "",
    "table_version": "",
    "facts": {},
    "subject_ids": [],
    "justification": "",
    "recipient_authority": "",
    "transfer_basis": "",
    "fields_sent": [],
    "content": "",
    "salt": b"",
}


class LogEntry(models.Model):
    """One line, written in the transaction of the deed; `leaf_index` follows when it is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField(db_index=True)
    event = models.CharField(max_length=60, db_index=True)
    actor = models.CharField(max_length=80, db_index=True)
    actor_role = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=80, blank=True, db_index=True)
    purpose = models.CharField(max_length=40, blank=True)
    legal_basis = models.CharField(max_length=200, blank=True)
    recipient = models.CharField(max_length=80, blank=True)
    codes = models.JSONField(default=list)
    decision_id = models.CharField(max_length=40, blank=True)
    table_version = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    subject_ids = models.JSONField(default=list)
    justification = models.CharField(max_length=80, blank=True)
    recipient_authority = models.CharField(max_length=80, blank=True)
    transfer_basis = models.CharField(max_length=40, blank=True)
    fields_sent = models.JSONField(default=list)
    content = models.CharField(max_length=64, blank=True)
    salt = models.BinaryField(max_length=32)
    leaf_index = models.BigIntegerField(null=True, unique=True)

    def __str__(self) -> str:
        return f"{self.event} {self.id}"

    @property
    def is_erased(self) -> bool:
        """Tell whether the content is gone; the salt goes with it."""
        return not self.salt

    def to_entry(self) -> Entry:
        """Return the line as the value that is hashed."""
        return Entry(
            id=self.id,
            at=self.at,
            event=self.event,
            actor=self.actor,
            actor_role=self.actor_role,
            unit=self.unit,
            object_kind=self.object_kind,
            object_id=self.object_id,
            purpose=self.purpose,
            legal_basis=self.legal_basis,
            recipient=self.recipient,
            codes=tuple(self.codes),
            decision_id=self.decision_id,
            table_version=self.table_version,
            facts=self.facts,
            subject_ids=tuple(self.subject_ids),
            justification=self.justification,
            recipient_authority=self.recipient_authority,
            transfer_basis=self.transfer_basis,
            fields_sent=tuple(self.fields_sent),
            content=self.content,
        )


class TreeNode(models.Model):
    """One complete node of the Merkle tree; level 0 holds the leaf hashes."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "index"], name="audit_tree_node_once")
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Checkpoint(models.Model):
    """A signed head of the log."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    signed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.size)


class PartnerLog(models.Model):
    """The newest head of a partner's log that this node cosigned.

    A `problem` stays, with both notes as `evidence`, until somebody settles it. `anew` is what the
    partner signed when it said that its log begins anew, until people agreed; `anew_at` is the
    moment (seconds since 1970) of the last such word that they agreed to.
    """

    node = models.CharField(max_length=40, primary_key=True)
    public_key = models.BinaryField(max_length=32)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    seen_at = models.DateTimeField()
    problem = models.CharField(max_length=20, blank=True)
    problem_at = models.DateTimeField(null=True)
    evidence = models.TextField(blank=True)
    anew = models.JSONField(null=True)
    anew_at = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.node} {self.size}"


class Witness(models.Model):
    """A partner as witness of this node's log: its key, and what it said last.

    `size` is the number of lines under the newest head that it cosigned, or that it says it holds.
    """

    node = models.CharField(max_length=40, primary_key=True)
    public_key = models.BinaryField(max_length=32)
    size = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    problem = models.CharField(max_length=20, blank=True)
    problem_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.node} {self.size}"


class Cosignature(models.Model):
    """The line by which a witness says that it saw a head of this log."""

    size = models.BigIntegerField()
    witness = models.CharField(max_length=40)
    public_key = models.BinaryField(max_length=32)
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["size", "witness"], name="audit_cosigned_once")
        ]

    def __str__(self) -> str:
        return f"{self.size} {self.witness}"
