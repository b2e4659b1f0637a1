"""Judgements written by one and signed by another, per authority and measure; withdrawals."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("safeguards", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="JudgementDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("party", models.CharField(db_index=True, max_length=20)),
                ("authority", models.CharField(blank=True, max_length=36)),
                ("authority_name", models.CharField(blank=True, max_length=200)),
                (
                    "measure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("information", "information"),
                            ("legal-assistance", "legal-assistance"),
                            ("return", "return"),
                            ("support", "support"),
                        ],
                        max_length=20,
                    ),
                ),
                ("positive", models.BooleanField()),
                ("text", models.TextField()),
                ("sources", models.TextField()),
                ("dissent", models.TextField(blank=True)),
                ("conditions", models.TextField(blank=True)),
                ("explanation", models.TextField(blank=True)),
                ("valid_from_date", models.DateField()),
                ("valid_until_date", models.DateField()),
                ("written_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("signed", "Signed"),
                            ("discarded", "Discarded"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JudgementWithdrawal",
            fields=[
                (
                    "judgement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="withdrawal",
                        serialize=False,
                        to="safeguards.rightsjudgement",
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="rightsjudgement",
            name="authority",
            field=models.CharField(blank=True, max_length=36),
        ),
        migrations.AddField(
            model_name="rightsjudgement",
            name="authority_name",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="rightsjudgement",
            name="explanation",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="rightsjudgement",
            name="measure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("information", "information"),
                    ("legal-assistance", "legal-assistance"),
                    ("return", "return"),
                    ("support", "support"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="rightsjudgement",
            name="written_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsjudgement",
            constraint=models.CheckConstraint(
                condition=models.Q(("written_by", models.F("signed_by")), _negated=True),
                name="safeguards_judgement_by_two",
            ),
        ),
        migrations.AddField(
            model_name="judgementdraft",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="judgementdraft",
            name="written_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="judgementwithdrawal",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
