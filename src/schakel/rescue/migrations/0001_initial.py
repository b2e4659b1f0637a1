"""Alerts for danger to life."""

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
            name="LifeAlert",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("road", models.CharField(blank=True, max_length=6)),
                ("kilometre", models.FloatField(null=True)),
                ("seen_at", models.DateTimeField()),
                ("people", models.PositiveIntegerField(null=True)),
                (
                    "craft",
                    models.CharField(
                        choices=[
                            ("boat", "boat"),
                            ("lorry", "lorry"),
                            ("van", "van"),
                            ("car", "car"),
                            ("train", "train"),
                            ("container", "container"),
                            ("on-foot", "on-foot"),
                        ],
                        max_length=20,
                    ),
                ),
                ("conditions", models.JSONField()),
                ("country", models.CharField(max_length=2)),
                ("decision_id", models.UUIDField()),
                ("raised_at", models.DateTimeField(db_index=True)),
                ("reached_at", models.DateTimeField(null=True)),
                (
                    "review",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("right", "right"),
                            ("too-much", "too-much"),
                            ("no-danger", "no-danger"),
                        ],
                        max_length=20,
                    ),
                ),
                ("review_note", models.CharField(blank=True, max_length=500)),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
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
                        condition=models.Q(("reviewed_by", models.F("raised_by")), _negated=True),
                        name="rescue_alert_reviewed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("review", ""), ("reviewed_at", None)),
                            ("reviewed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="rescue_alert_review_has_a_moment",
                    ),
                ],
            },
        ),
    ]
