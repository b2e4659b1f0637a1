"""Stops."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExchangeStop",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("country", "country"),
                            ("authority", "authority"),
                            ("link", "link"),
                            ("case", "case"),
                        ],
                        max_length=20,
                    ),
                ),
                ("target", models.CharField(max_length=40)),
                ("country", models.CharField(blank=True, max_length=20)),
                ("label", models.CharField(max_length=200)),
                ("reason", models.CharField(max_length=500)),
                ("made_at", models.DateTimeField()),
                ("lift_reason", models.CharField(blank=True, max_length=500)),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("scope", "target"),
                        name="stopping_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lifted_by", models.F("made_by")), _negated=True),
                        name="stopping_lifted_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lift_reason", ""),
                                ("lifted_at__isnull", True),
                                ("lifted_by__isnull", True),
                            ),
                            models.Q(
                                ("lifted_at__isnull", False),
                                ("lifted_by__isnull", False),
                                models.Q(("lift_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="stopping_lift_says_why",
                    ),
                ],
            },
        ),
    ]
