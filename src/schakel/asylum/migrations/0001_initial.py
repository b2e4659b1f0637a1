"""Questions to the immigration service."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AsylumCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("birth_date_text", models.CharField(blank=True, max_length=60)),
                ("nationality", models.CharField(blank=True, max_length=2)),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "none"),
                            ("pending", "pending"),
                            ("granted", "granted"),
                            ("final-negative", "final-negative"),
                            ("unknown", "unknown"),
                        ],
                        max_length=20,
                    ),
                ),
                ("answer_date", models.DateField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="accounts.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(
                                ("answer_date__isnull", False),
                                ("answered_at__isnull", False),
                                ("name", ""),
                            ),
                            _connector="OR",
                        ),
                        name="asylum_answer_has_a_date_and_no_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered_by", models.F("asked_by")), _negated=True),
                        name="asylum_answered_by_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "")),
                        fields=("person_id",),
                        name="asylum_one_open_question",
                    ),
                ],
            },
        ),
    ]
