"""Assurances and their steps."""

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
            name="Assurance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("thread_id", models.UUIDField(db_index=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("no-death-penalty", "no-death-penalty"),
                            ("no-ill-treatment", "no-ill-treatment"),
                            ("specialty", "specialty"),
                            ("no-onward-transfer", "no-onward-transfer"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("given", "given"),
                            ("refused", "refused"),
                            ("fulfilled", "fulfilled"),
                            ("broken", "broken"),
                            ("closed", "closed"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("party", models.CharField(db_index=True, max_length=20)),
                ("authority", models.CharField(max_length=200)),
                ("covers", models.CharField(max_length=500)),
                ("due_date", models.DateField()),
                ("given_by", models.CharField(blank=True, max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AssuranceStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("deed", models.CharField(max_length=10)),
                ("text", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "assurance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="assurances.assurance",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="assurance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["asked", "refused"]),
                    models.Q(("given_by", ""), _negated=True),
                    _connector="OR",
                ),
                name="assurances_given_by_somebody",
            ),
        ),
    ]
