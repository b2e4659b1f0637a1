"""Tables of what was asked and found."""

from uuid import uuid4

from django.db import models


class Question(models.Model):
    """One hit/no-hit question about the identifiers of one report to one partner node.

    Only the asking node has this row. The asked node has an `AnsweredQuestion`.
    """

    class State(models.TextChoices):
        """Where the question stands."""

        WAITING = "waiting"
        ANSWERED = "answered"
        REFUSED = "refused"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report_id = models.UUIDField(db_index=True)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    node = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    keys = models.JSONField(default=list)  # comparison keys, in the order asked
    decision_id = models.UUIDField(null=True)
    problem = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_try_at"], name="matching_question_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) | models.Q(state="answered"),
                name="matching_question_answered_has_moment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.node} {self.state}"


class Hit(models.Model):
    """Somebody knows this identifier or name: this node itself, or a partner."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report_id = models.UUIDField(db_index=True)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True)
    node = models.CharField(max_length=40)
    key = models.CharField(max_length=300)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report_id", "node", "key"], name="matching_hit_once_per_node"
            )
        ]

    def __str__(self) -> str:
        return f"{self.node} {self.found_at:%Y-%m-%d}"


class PartnerList(models.Model):
    """The list of tags that a partner published for one epoch, with the key that proves answers."""

    node = models.CharField(max_length=40)
    epoch = models.CharField(max_length=20)
    public_key = models.BinaryField()
    digest = models.CharField(max_length=64)
    tags = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "epoch"], name="matching_list_per_epoch")
        ]

    def __str__(self) -> str:
        return f"{self.node} {self.epoch}"


class AnsweredQuestion(models.Model):
    """That a partner asked, how much and why: nothing here depends on what was asked."""

    id = models.UUIDField(primary_key=True, editable=False)
    node = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    legal_basis = models.CharField(max_length=200)
    points = models.PositiveIntegerField()
    epoch = models.CharField(max_length=20)
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.node} {self.answered_at:%Y-%m-%d}"


class OwnList(models.Model):
    """The list that this node publishes in one epoch."""

    epoch = models.CharField(max_length=20, primary_key=True)
    digest = models.CharField(max_length=64)
    tags = models.BinaryField()
    holdings = models.CharField(max_length=64)  # digest of what it was built from
    built_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.epoch


class QuestionCount(models.Model):
    """How many blind questions passed between this node and another on one day, for one purpose."""

    class Side(models.TextChoices):
        """Who asked."""

        TO_PARTNER = "to-partner"
        FROM_PARTNER = "from-partner"

    node = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    side = models.CharField(max_length=20, choices=Side.choices)
    day = models.DateField()  # in UTC
    put = models.PositiveIntegerField(default=0)
    stopped = models.PositiveIntegerField(default=0)
    theirs = models.PositiveIntegerField(null=True)  # what the asked node counted, as it says

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["node", "purpose", "side", "day"], name="matching_count_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.node} {self.day}"
