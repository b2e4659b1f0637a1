"""Emergency accesses."""

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
            name="EmergencyAccess",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=40)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("danger-to-life", "danger-to-life"),
                            ("serious-crime", "serious-crime"),
                            ("legal-clock", "legal-clock"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("asked_at", models.DateTimeField(db_index=True)),
                ("declined_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("right", "right"), ("too-wide", "too-wide"), ("wrong", "wrong")],
                        max_length=10,
                    ),
                ),
                ("review_note", models.CharField(blank=True, max_length=500)),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
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
                    "scope",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("second", models.F("asked_by")), _negated=True),
                        name="emergency_two_persons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("expires_at", None), ("opened_at", None)),
                            ("expires_at__gt", models.F("opened_at")),
                            _connector="OR",
                        ),
                        name="emergency_open_has_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by", None),
                            models.Q(
                                models.Q(("reviewed_by", models.F("asked_by")), _negated=True),
                                models.Q(("reviewed_by", models.F("second")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="emergency_reviewed_by_a_third",
                    ),
                ],
            },
        ),
    ]
